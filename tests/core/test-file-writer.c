/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files take their places whole or not at all. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data-fixture.h"
#include "error.h"
#include "file-writer.h"

#define OLD "the old file"
#define NEW "the new file"

/* An ordinary user, for what root may do anyway. */
#define NOBODY 65534

static char *
in_folder (const char *name)
{
  return g_build_filename (own_folder, name, NULL);
}

static void
put (const char *name)
{
  g_autofree char *path = in_folder (name);

  g_assert_true (g_file_set_contents (path, OLD, -1, NULL));
}

static void
assert_contents (const char *name,
                 const char *wanted)
{
  g_autofree char *path = in_folder (name);
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, wanted);
}

static void
write_new (const char *name)
{
  g_autofree char *path = in_folder (name);
  g_autoptr (GError) error = NULL;

  g_assert_true (ov_file_write (path, NEW, strlen (NEW), &error));
  g_assert_no_error (error);
}

static struct stat
get_status (const char *name)
{
  g_autofree char *path = in_folder (name);
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);

  return status;
}

static void
test_new (void)
{
  const mode_t mask = umask (027);

  write_new ("a");
  umask (mask);
  assert_contents ("a", NEW);
  g_assert_cmpint (get_status ("a").st_mode & 07777, ==, 0640);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 1);
}

static void
test_replaced (void)
{
  g_autofree char *path = in_folder ("a");
  ino_t before;

  put ("a");
  g_assert_cmpint (g_chmod (path, 0604), ==, 0);
  before = get_status ("a").st_ino;
  write_new ("a");
  assert_contents ("a", NEW);
  g_assert_cmpint (get_status ("a").st_mode & 07777, ==, 0604);
  g_assert_cmpuint (get_status ("a").st_ino, !=, before);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 1);
}

/* An owner that root can hand on. */
static void
test_owner (void)
{
  g_autofree char *path = in_folder ("a");
  const uid_t owner = geteuid () == 0 ? NOBODY : geteuid ();

  put ("a");
  g_assert_cmpint (chown (path, owner, (gid_t) -1), ==, 0);
  write_new ("a");
  g_assert_cmpuint (get_status ("a").st_uid, ==, owner);
}

static void
test_links (void)
{
  g_autofree char *sub = in_folder ("sub");
  g_autofree char *link_path = in_folder ("sub/link");
  g_autofree char *second_path = in_folder ("second");
  g_autofree char *dangling_path = in_folder ("dangling");

  g_assert_cmpint (g_mkdir (sub, 0700), ==, 0);
  put ("a");
  g_assert_cmpint (symlink ("../a", link_path), ==, 0);
  g_assert_cmpint (symlink ("sub/link", second_path), ==, 0);
  g_assert_cmpint (symlink ("sub/b", dangling_path), ==, 0);

  write_new ("second");
  write_new ("dangling");
  assert_contents ("a", NEW);
  assert_contents ("sub/b", NEW);
  g_assert_true (S_ISLNK (get_status ("second").st_mode));
  g_assert_true (S_ISLNK (get_status ("sub/link").st_mode));
  g_assert_true (S_ISLNK (get_status ("dangling").st_mode));
  g_assert_true (S_ISREG (get_status ("a").st_mode));
}

/* All names of a file show the new one; what was longer is cut. */
static void
test_hard_links (void)
{
  g_autofree char *path = in_folder ("a");
  g_autofree char *other = in_folder ("b");

  g_assert_true (g_file_set_contents (path, OLD OLD OLD, -1, NULL));
  g_assert_cmpint (link (path, other), ==, 0);
  write_new ("a");
  assert_contents ("a", NEW);
  assert_contents ("b", NEW);
  g_assert_cmpuint (get_status ("a").st_nlink, ==, 2);
}

static void
test_abandoned (void)
{
  g_autofree char *path = in_folder ("a");
  g_autofree char *name = NULL;
  g_autoptr (GFile) unfinished = NULL;
  OvFileWriter *writer;

  put ("a");
  writer = ov_file_writer_new (path, OV_FILE_DURABLE, NULL);
  g_assert_true (ov_file_writer_write (writer, NEW, strlen (NEW), NULL));
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 2);
  unfinished = ov_file_writer_get_unfinished (writer);
  name = g_file_get_basename (unfinished);
  assert_contents (name, NEW);
  assert_contents ("a", OLD);
  ov_file_writer_free (writer);
  assert_contents ("a", OLD);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 1);
}

/* The longest names there are leave no room for a mark; odd ones are names like others. */
static void
test_names (void)
{
  g_autofree char *longest = g_strnfill (255, 'x');
  GString *wide = g_string_new (NULL);
  const char *names[] = {"-", "new\nline", "\xff\xfe", "a b", "~", longest, NULL};

  while (wide->len < 252)
    g_string_append (wide, "€");
  names[6] = wide->str;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      write_new (names[i]);
      assert_contents (names[i], NEW);
    }
  g_assert_cmpuint (fixture_count_files (own_folder), ==, G_N_ELEMENTS (names));
  g_string_free (wide, TRUE);
}

static void
test_devices (void)
{
  g_autoptr (GError) error = NULL;
  struct stat status;

  g_assert_true (ov_file_write ("/dev/null", NEW, strlen (NEW), &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_lstat ("/dev/null", &status), ==, 0);
  g_assert_true (S_ISCHR (status.st_mode));

  g_assert_false (ov_file_write ("/dev/full", NEW, strlen (NEW), &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_FILE, "no room");
  g_assert_cmpint (g_lstat ("/dev/full", &status), ==, 0);
  g_assert_true (S_ISCHR (status.st_mode));
}

/* A pipe by the kernel's link, as a shell's >(program) names it, and one whose reader is gone. */
static void
test_pipe (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvFileWriter) writer = NULL;
  char text[64] = "";
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  path = g_strdup_printf ("/proc/self/fd/%d", ends[1]);
  g_assert_true (ov_file_write (path, NEW, strlen (NEW), &error));
  g_assert_no_error (error);
  g_assert_cmpint (read (ends[0], text, sizeof text - 1), ==, strlen (NEW));
  g_assert_cmpstr (text, ==, NEW);

  writer = ov_file_writer_new (path, OV_FILE_DURABLE, &error);
  g_assert_true (ov_file_writer_write (writer, NEW, strlen (NEW), &error));
  close (ends[0]);
  g_assert_false (ov_file_writer_commit (writer, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_FILE, "reader");
  close (ends[1]);
}

/* A limit on the size of files stops the writing midway, as a full disk does, for root as well;
 * the signal that comes with it ends nothing. */
static void
test_no_room (void)
{
  g_autofree char *path = in_folder ("a");
  g_autofree char *linked = in_folder ("b");
  g_autofree char *hard = in_folder ("c");
  g_autofree char *large = g_strnfill (10000, 'x');
  const char *const paths[] = {path, linked};
  struct rlimit before;
  struct rlimit limit;

  put ("a");
  put ("b");
  g_assert_cmpint (link (linked, hard), ==, 0);
  signal (SIGXFSZ, SIG_DFL);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 4096;
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      g_assert_false (ov_file_write (paths[i], large, 10000, &error));
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
      fixture_assert_error (error, OV_ERROR, OV_ERROR_FILE, "larger than");
    }

  assert_contents ("a", OLD);
  assert_contents ("b", OLD);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 3);
}

/* What nobody holds goes; what somebody writes, and what only looks alike, stays. */
static void
test_swept (void)
{
  static const char *const strays[] = {".a.overshoot-0123abcd", ".other.overshoot-00000000"};
  static const char *const others[] = {".live.overshoot-11111111", ".a.overshoot-0123abc",
                                       "a.overshoot-0123abcd", ".a.overshoot-0123abcx", ".a"};
  g_autofree char *live = NULL;
  g_autofree char *fifo = in_folder (".fifo.overshoot-22222222");
  int fd;

  for (guint i = 0; i < G_N_ELEMENTS (strays); i++)
    put (strays[i]);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    put (others[i]);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  live = in_folder (others[0]);
  fd = open (live, O_RDWR);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);

  write_new ("b");
  g_assert_cmpuint (fixture_count_files (own_folder), ==, G_N_ELEMENTS (others) + 2);
  close (fd);
  write_new ("b");
  g_assert_cmpuint (fixture_count_files (own_folder), ==, G_N_ELEMENTS (others) + 1);
}

/* Two writers leave each other's files alone, also within one process. */
static void
test_two_writers (void)
{
  g_autofree char *path = in_folder ("a");
  g_autoptr (GError) error = NULL;
  g_autoptr (OvFileWriter) first = ov_file_writer_new (path, OV_FILE_DURABLE, &error);
  g_autoptr (OvFileWriter) second = ov_file_writer_new (path, OV_FILE_DURABLE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 2);
  g_assert_true (ov_file_writer_write (first, OLD, strlen (OLD), NULL));
  g_assert_true (ov_file_writer_write (second, NEW, strlen (NEW), NULL));
  g_assert_true (ov_file_writer_commit (second, NULL));
  g_assert_true (ov_file_writer_commit (first, NULL));
  assert_contents ("a", OLD);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 1);
}

/* Runs something in a process of its own and returns how that ended. */
static int
run_apart (void (*function) (void),
           gboolean ordinary)
{
  const pid_t child = fork ();
  int status;

  if (child == 0)
    {
      if (ordinary && geteuid () == 0 && (setgid (NOBODY) != 0 || setuid (NOBODY) != 0))
        _exit (100);
      function ();
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);

  return status;
}

static void
begin_and_die (void)
{
  g_autofree char *path = in_folder ("a");
  OvFileWriter *writer = ov_file_writer_new (path, OV_FILE_DURABLE, NULL);

  ov_file_writer_write (writer, NEW, strlen (NEW), NULL);
  kill (getpid (), SIGKILL);
}

static void
test_killed (void)
{
  put ("a");
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (WIFSIGNALED (run_apart (begin_and_die, FALSE)));
      g_assert_cmpuint (fixture_count_files (own_folder), ==, 2);
      assert_contents ("a", OLD);
    }
  write_new ("a");
  assert_contents ("a", NEW);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 1);
}

/* A file in a folder that takes no other, as an ordinary user. */
static void
write_in_closed_folder (void)
{
  g_autofree char *open_path = in_folder ("open");
  g_autofree char *protected_path = in_folder ("protected");
  g_autofree char *new_path = in_folder ("new");

  if (!ov_file_write (open_path, NEW, strlen (NEW), NULL))
    _exit (1);
  if (ov_file_write (protected_path, NEW, strlen (NEW), NULL))
    _exit (2);
  if (ov_file_write (new_path, NEW, strlen (NEW), NULL))
    _exit (3);
}

static void
test_closed_folder (void)
{
  g_autofree char *open_path = in_folder ("open");
  g_autofree char *protected_path = in_folder ("protected");
  ino_t before;

  put ("open");
  put ("protected");
  before = get_status ("open").st_ino;
  g_assert_cmpint (g_chmod (open_path, 0666), ==, 0);
  g_assert_cmpint (g_chmod (protected_path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (own_folder, 0555), ==, 0);
  g_assert_cmpint (run_apart (write_in_closed_folder, TRUE), ==, 0);
  g_assert_cmpint (g_chmod (own_folder, 0777), ==, 0);

  assert_contents ("open", NEW);
  assert_contents ("protected", OLD);
  g_assert_cmpuint (get_status ("open").st_ino, ==, before);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 2);
}

/* In a folder that takes all files, one that was write-protected is meant to stay. */
static void
write_protected (void)
{
  g_autofree char *path = in_folder ("protected");

  if (ov_file_write (path, NEW, strlen (NEW), NULL))
    _exit (1);
}

static void
test_protected (void)
{
  g_autofree char *path = in_folder ("protected");

  put ("protected");
  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (own_folder, 0777), ==, 0);
  g_assert_cmpint (run_apart (write_protected, TRUE), ==, 0);
  assert_contents ("protected", OLD);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  fixture_add_in_folder ("/core/file-writer/new", test_new);
  fixture_add_in_folder ("/core/file-writer/replaced", test_replaced);
  fixture_add_in_folder ("/core/file-writer/owner", test_owner);
  fixture_add_in_folder ("/core/file-writer/links", test_links);
  fixture_add_in_folder ("/core/file-writer/hard-links", test_hard_links);
  fixture_add_in_folder ("/core/file-writer/abandoned", test_abandoned);
  fixture_add_in_folder ("/core/file-writer/names", test_names);
  fixture_add_in_folder ("/core/file-writer/devices", test_devices);
  fixture_add_in_folder ("/core/file-writer/pipe", test_pipe);
  fixture_add_in_folder ("/core/file-writer/no-room", test_no_room);
  fixture_add_in_folder ("/core/file-writer/swept", test_swept);
  fixture_add_in_folder ("/core/file-writer/two-writers", test_two_writers);
  fixture_add_in_folder ("/core/file-writer/killed", test_killed);
  fixture_add_in_folder ("/core/file-writer/closed-folder", test_closed_folder);
  fixture_add_in_folder ("/core/file-writer/protected", test_protected);

  return g_test_run ();
}

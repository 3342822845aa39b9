/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is found out about a place before anything is written there. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "data-fixture.h"
#include "error.h"
#include "file-error.h"
#include "file-format.h"

static char *
in_folder (const char *name)
{
  return g_strconcat (own_folder, "/", name, NULL);
}

static void
put (const char *name)
{
  g_autofree char *path = in_folder (name);

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
}

static void
put_link (const char *name,
          const char *text)
{
  g_autofree char *path = in_folder (name);

  g_assert_cmpint (symlink (text, path), ==, 0);
}

static OvFileTarget *
find (const char *name)
{
  g_autofree char *path = in_folder (name);
  g_autoptr (GError) error = NULL;
  OvFileTarget *target = ov_file_target_new (path, &error);

  g_assert_no_error (error);

  return target;
}

/* A sentence that says what is wrong and names the place. */
static void
assert_refused (const char *path,
                const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ov_file_target_new (path, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_FILE, part);
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
assert_refused_here (const char *name,
                     const char *part)
{
  g_autofree char *path = in_folder (name);

  assert_refused (path, part);
}

static void
test_refused (void)
{
  g_autofree char *long_name = g_strnfill (300, 'x');
  g_autofree char *long_path = g_strnfill (5000, 'x');

  put ("file");
  put_link ("round", "about");
  put_link ("about", "round");
  put_link ("to-folder", ".");
  put_link ("to-nowhere", "none/x");

  assert_refused ("", "empty");
  assert_refused (own_folder, "folder");
  assert_refused (".", "folder");
  assert_refused ("..", "folder");
  assert_refused ("/", "folder");
  assert_refused_here ("new/", "folder");
  assert_refused_here ("file/", "folder");
  assert_refused_here ("none/x.png", "no folder");
  assert_refused_here ("file/x.png", "no folder");
  assert_refused_here ("round", "leads back to itself");
  assert_refused_here ("to-folder", "folder");
  assert_refused_here ("to-nowhere", "no folder");
  assert_refused_here (long_name, "too long");
  assert_refused_here (long_path, "too long");
  assert_refused_here ("none/new\nline", "new\\nline");
  assert_refused_here ("none/\xff\x1b[2J", "\\x1b[2J");
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 5);
}

/* The kernel's files and folders, for root as well. */
static void
test_kernels_files (void)
{
  assert_refused ("/proc/self/comm", "kernel");
  assert_refused ("/proc/self/new.png", "kernel");
  assert_refused ("/proc/self/fd/999", "kernel");
  assert_refused ("/sys/new.png", "kernel");
}

static void
test_devices (void)
{
  static const char *const taken[] = {"/dev/null", "/dev/full", "/dev/zero"};
  g_autofree char *fifo = in_folder ("fifo");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  const int server = socket (AF_UNIX, SOCK_STREAM, 0);
  g_autofree char *socket_path = in_folder ("socket");

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OvFileTarget) target = ov_file_target_new (taken[i], &error);

      g_assert_no_error (error);
      g_assert_false (ov_file_target_is_plain (target));
    }

  assert_refused ("/dev/random", "device");
  g_strlcpy (address.sun_path, socket_path, sizeof address.sun_path);
  g_assert_cmpint (bind (server, (struct sockaddr *) &address, sizeof address), ==, 0);
  assert_refused (socket_path, "socket");
  close (server);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (fifo, "Nothing reads");
}

/* A FIFO's reader sees no end while the target is held. */
static void
test_fifo_is_held (void)
{
  g_autofree char *path = in_folder ("fifo");
  g_autoptr (OvFileTarget) target = NULL;
  char byte;
  int fd;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  fd = open (path, O_RDONLY | O_NONBLOCK);
  target = find ("fifo");
  g_assert_cmpint (read (fd, &byte, 1), ==, -1);
  g_assert_cmpint (errno, ==, EAGAIN);
  close (fd);
}

static gboolean
are_same (const char *a,
          const char *b)
{
  g_autoptr (OvFileTarget) target = find (a);
  g_autoptr (OvFileTarget) other = find (b);
  const gboolean same = ov_file_target_is_same (target, other);

  g_assert_cmpint (ov_file_target_is_same (other, target), ==, same);

  return same;
}

static void
test_same (void)
{
  g_autofree char *old = in_folder ("old.png");
  g_autofree char *hard = in_folder ("hard.png");
  g_autofree char *sub = in_folder ("sub");

  put ("old.png");
  g_assert_cmpint (link (old, hard), ==, 0);
  g_assert_cmpint (g_mkdir (sub, 0700), ==, 0);
  put_link ("to-old.png", "old.png");
  put_link ("to-new.png", "sub/new.png");
  put_link ("to-sub", "sub");

  g_assert_true (are_same ("old.png", "./old.png"));
  g_assert_true (are_same ("old.png", "sub/../old.png"));
  g_assert_true (are_same ("old.png", "to-old.png"));
  g_assert_true (are_same ("old.png", "hard.png"));
  g_assert_true (are_same ("new.png", ".//new.png"));
  g_assert_true (are_same ("to-new.png", "sub/new.png"));
  g_assert_true (are_same ("to-new.png", "to-sub/new.png"));

  g_assert_false (are_same ("old.png", "new.png"));
  g_assert_false (are_same ("new.png", "sub/new.png"));
  g_assert_false (are_same ("new.png", "New.png"));
}

static void
test_open_files (void)
{
  g_autofree char *path = in_folder ("old.png");
  g_autofree char *other = in_folder ("other.png");
  g_autofree char *through = NULL;
  g_autoptr (OvFileTarget) target = NULL;
  g_autoptr (OvFileTarget) by_descriptor = NULL;
  g_autoptr (OvFileTarget) null = NULL;
  int fd;

  put ("old.png");
  put ("other.png");
  target = find ("old.png");
  fd = open (path, O_RDONLY);
  g_assert_true (ov_file_target_is_open_file (target, fd));
  g_assert_true (ov_file_target_is_path (target, path));
  g_assert_false (ov_file_target_is_path (target, other));
  g_assert_false (ov_file_target_is_path (target, own_folder));

  through = g_strdup_printf ("/proc/self/fd/%d", fd);
  by_descriptor = ov_file_target_new (through, NULL);
  g_assert_true (ov_file_target_is_same (target, by_descriptor));
  g_assert_false (ov_file_target_is_plain (by_descriptor));
  close (fd);

  null = ov_file_target_new ("/dev/null", NULL);
  fd = open ("/dev/null", O_WRONLY);
  g_assert_false (ov_file_target_is_open_file (null, fd));
  g_assert_false (ov_file_target_is_same (null, null));
  close (fd);
}

static void
check_format (OvFileKind  kind,
              const char *name,
              gboolean    right)
{
  g_autofree char *path = in_folder (name);
  g_autoptr (OvFileTarget) target = find (name);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ov_file_format_choose (kind, path, target, NULL, &error), ==, right);
  if (!right)
    fixture_assert_error (error, OV_ERROR, OV_ERROR_FILE,
                          kind == OV_FILE_PICTURE ? ".png, .svg, .pdf" : ".safetensors, .st");
}

static void
test_formats (void)
{
  static const char *const pictures[] = {"a.png", "a.PNG", "a.b.Png", " .png", "a.st.png",
                                         "a.svg", "a.png.PDF"};
  static const char *const weights[] = {"a.st", "a.safetensors", "A.SafeTensors"};
  static const char *const neither[] = {"a.jpg", "a.ps", "a", ".png", ".pdf", ".st", "png",
                                        "a.png.gz", "a.png ", "a.pt", "a."};
  g_autoptr (OvFileTarget) null = ov_file_target_new ("/dev/null", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      check_format (OV_FILE_PICTURE, pictures[i], TRUE);
      check_format (OV_FILE_WEIGHTS, pictures[i], FALSE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      check_format (OV_FILE_WEIGHTS, weights[i], TRUE);
      check_format (OV_FILE_PICTURE, weights[i], FALSE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (neither); i++)
    {
      check_format (OV_FILE_PICTURE, neither[i], FALSE);
      check_format (OV_FILE_WEIGHTS, neither[i], FALSE);
    }

  g_assert_true (ov_file_format_choose (OV_FILE_PICTURE, "/dev/null", null, NULL, NULL));
  g_assert_true (ov_file_format_choose (OV_FILE_WEIGHTS, "/dev/null", null, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  fixture_add_in_folder ("/core/file-target/refused", test_refused);
  fixture_add_in_folder ("/core/file-target/kernels-files", test_kernels_files);
  fixture_add_in_folder ("/core/file-target/devices", test_devices);
  fixture_add_in_folder ("/core/file-target/fifo-is-held", test_fifo_is_held);
  fixture_add_in_folder ("/core/file-target/same", test_same);
  fixture_add_in_folder ("/core/file-target/open-files", test_open_files);
  fixture_add_in_folder ("/core/file-target/formats", test_formats);

  return g_test_run ();
}

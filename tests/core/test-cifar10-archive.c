/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cifar10.h"
#include "data-source.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data-fixture.h"
#include "error.h"

#define PREFIX "cifar-10-batches-bin/"
#define FILE_MEMBER(name) {PREFIX name, CIFAR10_FILE_SIZE}
#define FIVE_FILES                                                      \
  FILE_MEMBER ("data_batch_1.bin"), FILE_MEMBER ("data_batch_2.bin"),   \
    FILE_MEMBER ("data_batch_3.bin"), FILE_MEMBER ("data_batch_4.bin"), \
    FILE_MEMBER ("data_batch_5.bin")

/* The original's members in the original's order. */
static const Member right_members[] = {
  {PREFIX},
  {PREFIX "batches.meta.txt", 61},
  FIVE_FILES,
  {PREFIX "readme.html", 88},
  FILE_MEMBER ("test_batch.bin"),
};

/* One bad member each, and what the message has to name. */
static const struct
{
  const char *name;
  Member      member;
  const char *part;
} bad_members[] = {
  {"other", {PREFIX "notes.txt", 5}, PREFIX "notes.txt"},
  {"other-number", {PREFIX "data_batch_6.bin", CIFAR10_FILE_SIZE}, "data_batch_6.bin"},
  {"large-hidden-file", {"._data_batch_1.bin", CIFAR10_FILE_SIZE}, "far too large"},
  {"no-pickle", {"data_batch_1", 5}, "“data_batch_1” is not a batch"},
  {"large-pickle", {"data_batch_1", 65 * 1024 * 1024}, "far too large"},
  {"climbing", {"../data_batch_1.bin", CIFAR10_FILE_SIZE}, "leads out"},
  {"climbing-inside", {PREFIX "../../x", 5}, "leads out"},
  {"climbing-at-the-end", {PREFIX "..", 5}, "leads out"},
  {"absolute", {"/etc/passwd", 5}, "leads out"},
  {"undersized", {PREFIX "data_batch_1.bin", CIFAR10_FILE_SIZE - 1}, "30729999 bytes"},
  {"oversized", {PREFIX "data_batch_1.bin", CIFAR10_FILE_SIZE + 1}, "30730001 bytes"},
  {"empty", {PREFIX "data_batch_1.bin", 0}, "0 bytes"},
  {"oversized-readme", {PREFIX "readme.html", 1000000}, "far too large"},
  {"symbolic-link",
   {PREFIX "data_batch_1.bin", 0, NULL, "/etc/passwd", FALSE},
   "link or another special file"},
  {"hard-link",
   {PREFIX "data_batch_1.bin", 0, NULL, "/etc/passwd", TRUE},
   "link or another special file"},
};

static char *
make_path (const char *folder)
{
  return g_build_filename (folder, "cifar.tar.gz", NULL);
}

static OvDataset *
load (const char *path,
      GError    **error)
{
  g_autoptr (GFile) archive = g_file_new_for_path (path);

  return ov_data_source_read (archive, NULL, NULL, error);
}

static void
assert_not_loaded (const char *path,
                   const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvDataset) dataset = load (path, &error);

  g_assert_null (dataset);
  fixture_assert_error (error, OV_ERROR, OV_ERROR_DATA, part);
}

static void
test_right (gconstpointer data)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);
  g_autofree char *source = g_build_filename (folder, "source", NULL);
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  Member members[G_N_ELEMENTS (right_members)];

  memcpy (members, right_members, sizeof members);
  members[3].source = source;
  fixture_write_zeros (folder, "source", CIFAR10_FILE_SIZE);
  fixture_poke (folder, "source", 9999 * CIFAR10_RECORD_SIZE, 9);
  fixture_poke (folder, "source", CIFAR10_FILE_SIZE - 1, 200);
  fixture_write_archive (path, GPOINTER_TO_INT (data), members, G_N_ELEMENTS (members));

  dataset = load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dataset->n_images[OV_SPLIT_TRAIN], ==, 50000);
  g_assert_cmpuint (dataset->n_images[OV_SPLIT_TEST], ==, 10000);
  g_assert_cmpuint (dataset->labels[OV_SPLIT_TRAIN][19999], ==, 9);
  g_assert_cmpuint (
    dataset->pixels[OV_SPLIT_TRAIN][20000 * (gsize) OV_IMAGE_SIZE - 1], ==, 200);

  fixture_remove (folder);
}

/* Repacked: a folder of any name or none, `./`, and what macOS adds to every file. */
static void
test_repacked (void)
{
  static const char *const prefixes[] = {"./" PREFIX, "./", "", "my data/of/2009/"};
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (OvDataset) dataset = NULL;
      g_autoptr (GError) error = NULL;
      Member members[2 * OV_CIFAR10_N_FILES + 1] = {{"__MACOSX/"}};

      for (guint j = 0; j < OV_CIFAR10_N_FILES; j++)
        {
          Member *hidden = &members[2 * j + 1];
          Member *member = &members[2 * j + 2];

          hidden->path = g_strconcat (prefixes[i], "._", ov_cifar10_file_names[j], NULL);
          hidden->size = 163;
          member->path = g_strconcat (prefixes[i], ov_cifar10_file_names[j], NULL);
          member->size = CIFAR10_FILE_SIZE;
          g_ptr_array_add (strings, (char *) hidden->path);
          g_ptr_array_add (strings, (char *) member->path);
        }

      fixture_write_archive (path, ARCHIVE_PLAIN, members, G_N_ELEMENTS (members));
      dataset = load (path, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (dataset->n_images[OV_SPLIT_TRAIN], ==, 50000);
    }

  fixture_remove (folder);
}

/* An archive may not hold small members without end, nor a batch of both versions. */
static void
test_too_much (void)
{
  const Member both[] = {FILE_MEMBER ("data_batch_1.bin"), {"data_batch_1", 5}};
  g_autofree Member *members = g_new0 (Member, 1500);
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);

  for (guint i = 0; i < 1500; i++)
    members[i].path = "folder/";
  fixture_write_archive (path, ARCHIVE_GZIP, members, 1500);
  assert_not_loaded (path, "not part of CIFAR-10");
  fixture_write_archive (path, ARCHIVE_GZIP, both, G_N_ELEMENTS (both));
  assert_not_loaded (path, "twice");

  fixture_remove (folder);
}

/* The bad member comes first, or after a right one: it is refused in either place. */
static void
test_bad_member (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);
  Member members[] = {bad_members[index].member, {PREFIX "batches.meta.txt", 61}};
  Member swapped[] = {members[1], members[0]};

  fixture_write_archive (path, ARCHIVE_GZIP, members, G_N_ELEMENTS (members));
  assert_not_loaded (path, bad_members[index].part);
  fixture_write_archive (path, ARCHIVE_PLAIN, swapped, G_N_ELEMENTS (swapped));
  assert_not_loaded (path, bad_members[index].part);

  fixture_remove (folder);
}

static void
test_duplicate (void)
{
  const Member members[] = {FILE_MEMBER ("data_batch_1.bin"), FILE_MEMBER ("data_batch_1.bin")};
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);

  fixture_write_archive (path, ARCHIVE_GZIP, members, G_N_ELEMENTS (members));
  assert_not_loaded (path, "twice");

  fixture_remove (folder);
}

static void
test_missing_batch (void)
{
  const Member members[] = {FIVE_FILES};
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);

  fixture_write_archive (path, ARCHIVE_GZIP, members, G_N_ELEMENTS (members));
  assert_not_loaded (path, "test_batch.bin");

  fixture_remove (folder);
}

static void
test_label_above_9 (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);
  g_autofree char *source = g_build_filename (folder, "source", NULL);
  const Member members[] = {{PREFIX "data_batch_2.bin", CIFAR10_FILE_SIZE, source}};

  fixture_write_zeros (folder, "source", CIFAR10_FILE_SIZE);
  fixture_poke (folder, "source", 41 * CIFAR10_RECORD_SIZE, 11);
  fixture_write_archive (path, ARCHIVE_PLAIN, members, G_N_ELEMENTS (members));
  assert_not_loaded (path, "Record 42 of “data_batch_2.bin” has the label 11");

  fixture_remove (folder);
}

static void
test_no_archive (void)
{
  const struct
  {
    const char *contents;
    gssize length;
  } files[] = {{"", 0}, {"This is no archive.\n", -1}, {"\x1f\x8b\x08\x00 not gzip", 13}};
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_assert_true (g_file_set_contents (path, files[i].contents, files[i].length, NULL));
      assert_not_loaded (path, "is not an archive of CIFAR-10");
    }

  fixture_write_zeros (folder, "cifar.tar.gz", CIFAR10_FILE_SIZE);
  assert_not_loaded (path, path);

  fixture_remove (folder);
}

static void
test_cut_short (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);
  g_autoptr (GMappedFile) whole = NULL;
  gsize length;

  for (guint kind = ARCHIVE_GZIP; kind <= ARCHIVE_PLAIN; kind++)
    {
      fixture_write_archive (path, kind, right_members, G_N_ELEMENTS (right_members));
      whole = g_mapped_file_new (path, FALSE, NULL);
      length = g_mapped_file_get_length (whole);
      g_clear_pointer (&whole, g_mapped_file_unref);

      g_assert_cmpint (truncate (path, (off_t) (length * 3 / 4)), ==, 0);
      assert_not_loaded (path, "damaged or incomplete");
    }

  fixture_remove (folder);
}

/* Opening a named pipe would block for ever. */
static void
test_not_plain_file (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_not_loaded (path, path);

  fixture_remove (folder);
}

static void
test_vanished (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);
  g_autoptr (GFile) archive = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  assert_not_loaded (path, path);
  g_assert_null (ov_cifar10_load_archive (archive, NULL, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_DATA, path);

  fixture_remove (folder);
}

static gpointer
cancel_thread (gpointer cancellable)
{
  g_usleep (20000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Cancelled in the middle, whenever the other thread gets to it, and before the beginning. */
static void
test_cancelled (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = make_path (folder);
  g_autoptr (GFile) archive = g_file_new_for_path (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  fixture_write_archive (path, ARCHIVE_GZIP, right_members, G_N_ELEMENTS (right_members));
  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  while (error == NULL)
    {
      g_autoptr (OvDataset) dataset = ov_cifar10_load_archive (archive, cancellable, &error);

      g_assert_true ((dataset == NULL) == (error != NULL));
    }
  g_thread_join (thread);
  fixture_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
  g_clear_error (&error);

  g_assert_null (ov_cifar10_load_archive (archive, cancellable, &error));
  fixture_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);

  fixture_remove (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/cifar10/archive/gzip", GINT_TO_POINTER (ARCHIVE_GZIP), test_right);
  g_test_add_data_func ("/cifar10/archive/plain", GINT_TO_POINTER (ARCHIVE_PLAIN), test_right);
  for (guint i = 0; i < G_N_ELEMENTS (bad_members); i++)
    {
      g_autofree char *path = g_strconcat ("/cifar10/archive/member/", bad_members[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad_member);
    }
  g_test_add_func ("/cifar10/archive/repacked", test_repacked);
  g_test_add_func ("/cifar10/archive/too-much", test_too_much);
  g_test_add_func ("/cifar10/archive/duplicate", test_duplicate);
  g_test_add_func ("/cifar10/archive/missing-batch", test_missing_batch);
  g_test_add_func ("/cifar10/archive/label-above-9", test_label_above_9);
  g_test_add_func ("/cifar10/archive/no-archive", test_no_archive);
  g_test_add_func ("/cifar10/archive/cut-short", test_cut_short);
  g_test_add_func ("/cifar10/archive/not-plain-file", test_not_plain_file);
  g_test_add_func ("/cifar10/archive/vanished", test_vanished);
  g_test_add_func ("/cifar10/archive/cancelled", test_cancelled);

  return g_test_run ();
}

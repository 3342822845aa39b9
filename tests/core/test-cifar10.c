/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cifar10.h"
#include "data-source.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data-fixture.h"
#include "error.h"

/* Six files of zeros in a folder of the test's own: black airplanes. */
typedef struct
{
  char  *path;
  GFile *folder;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->path = fixture_make_folder ();
  fixture->folder = g_file_new_for_path (fixture->path);
  fixture_write_zero_files (fixture->path);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  fixture_remove (fixture->path);
  g_object_unref (fixture->folder);
  g_free (fixture->path);
}

static void
assert_not_loaded (GFile      *source,
                   const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvDataset) dataset = ov_data_source_read (source, NULL, NULL, &error);

  g_assert_null (dataset);
  fixture_assert_error (error, OV_ERROR, OV_ERROR_DATA, part);
}

static OvDataset *
load (GFile *source)
{
  g_autoptr (GError) error = NULL;
  OvDataset *dataset = ov_data_source_read (source, NULL, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

/* A label and a byte of each file, first and last record, are found where they belong. */
static void
test_places (Fixture      *fixture,
             gconstpointer unused)
{
  const gsize last = (OV_CIFAR10_IMAGES_PER_FILE - 1) * (gsize) CIFAR10_RECORD_SIZE;
  g_autoptr (OvDataset) dataset = NULL;

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      fixture_poke (fixture->path, ov_cifar10_file_names[i], 0, (guint8) (i + 1));
      fixture_poke (fixture->path, ov_cifar10_file_names[i], 1, (guint8) (i + 101));
      fixture_poke (fixture->path, ov_cifar10_file_names[i], last, (guint8) (i + 2));
      fixture_poke (fixture->path, ov_cifar10_file_names[i], last + OV_IMAGE_SIZE,
                    (guint8) (i + 201));
    }

  dataset = load (fixture->folder);
  g_assert_cmpstr (dataset->name, ==, "CIFAR-10");
  g_assert_cmpstr (dataset->class_names[0], ==, "airplane");
  g_assert_cmpstr (dataset->class_names[9], ==, "truck");
  g_assert_cmpuint (dataset->n_images[OV_SPLIT_TRAIN], ==, 50000);
  g_assert_cmpuint (dataset->n_images[OV_SPLIT_TEST], ==, 10000);

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      OvSplit split = i < 5 ? OV_SPLIT_TRAIN : OV_SPLIT_TEST;
      gsize first = (i < 5 ? i : 0) * (gsize) OV_CIFAR10_IMAGES_PER_FILE;
      gsize end = first + OV_CIFAR10_IMAGES_PER_FILE;

      g_assert_cmpuint (dataset->labels[split][first], ==, i + 1);
      g_assert_cmpuint (dataset->labels[split][end - 1], ==, i + 2);
      g_assert_cmpuint (dataset->pixels[split][first * OV_IMAGE_SIZE], ==, i + 101);
      g_assert_cmpuint (dataset->pixels[split][end * OV_IMAGE_SIZE - 1], ==,
                        i + 201);
    }
}

static void
test_parent_folder (Fixture      *fixture,
                    gconstpointer unused)
{
  g_autofree char *parent = fixture_make_folder ();
  g_autofree char *child = g_build_filename (parent, "cifar-10-batches-bin", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (parent);
  g_autoptr (OvDataset) dataset = NULL;

  g_assert_cmpint (g_rename (fixture->path, child), ==, 0);
  dataset = load (folder);
  g_assert_cmpuint (dataset->n_images[OV_SPLIT_TRAIN], ==, 50000);

  g_assert_cmpint (g_rename (child, fixture->path), ==, 0);
  fixture_remove (parent);
}

static void
test_missing_batch (Fixture      *fixture,
                    gconstpointer unused)
{
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autofree char *path = g_build_filename (fixture->path, ov_cifar10_file_names[i], NULL);

      fixture_remove (path);
      assert_not_loaded (fixture->folder, ov_cifar10_file_names[i]);
      fixture_write_zeros (fixture->path, ov_cifar10_file_names[i], CIFAR10_FILE_SIZE);
    }
}

static void
test_truncated_batch (Fixture      *fixture,
                      gconstpointer unused)
{
  const gsize wrong_sizes[] = {0, 1, CIFAR10_FILE_SIZE - CIFAR10_RECORD_SIZE,
                               CIFAR10_FILE_SIZE - 1, CIFAR10_FILE_SIZE + 1};

  for (guint i = 0; i < G_N_ELEMENTS (wrong_sizes); i++)
    {
      fixture_write_zeros (fixture->path, "data_batch_4.bin", wrong_sizes[i]);
      assert_not_loaded (fixture->folder, "data_batch_4.bin");
    }
}

static void
test_label_above_9 (Fixture      *fixture,
                    gconstpointer unused)
{
  fixture_poke (fixture->path, "data_batch_3.bin", 1234 * CIFAR10_RECORD_SIZE, 10);
  assert_not_loaded (fixture->folder, "Record 1235 of “data_batch_3.bin” has the label 10");

  /* With two wrong files the first is named, whichever thread is faster. */
  fixture_poke (fixture->path, "test_batch.bin", 0, 255);
  assert_not_loaded (fixture->folder, "data_batch_3.bin");
}

static void
test_not_plain_file (Fixture      *fixture,
                     gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->path, "test_batch.bin", NULL);

  fixture_remove (path);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  assert_not_loaded (fixture->folder, "test_batch.bin");

  fixture_remove (path);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_not_loaded (fixture->folder, "test_batch.bin");
}

static void
test_vanished_folder (Fixture      *fixture,
                      gconstpointer unused)
{
  g_autoptr (GFile) gone = g_file_get_child (fixture->folder, "gone");
  g_autoptr (GError) error = NULL;

  assert_not_loaded (gone, "gone");
  g_assert_null (ov_cifar10_load_folder (gone, NULL, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_DATA, "gone");
}

/* The superuser may read everything, so the test puts that right aside for a moment. */
static void
test_unreadable_folder (Fixture      *fixture,
                        gconstpointer unused)
{
  g_autofree char *file = g_build_filename (fixture->path, "data_batch_2.bin", NULL);
  gboolean is_superuser = geteuid () == 0;

  if (is_superuser)
    {
      g_assert_cmpint (chown (fixture->path, 65534, (gid_t) -1), ==, 0);
      g_assert_cmpint (seteuid (65534), ==, 0);
    }
  else
    g_assert_cmpint (g_chmod (file, 0), ==, 0);
  assert_not_loaded (fixture->folder, "data_batch");

  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);
  assert_not_loaded (fixture->folder, fixture->path);
  g_assert_cmpint (g_chmod (fixture->path, 0700), ==, 0);
  if (is_superuser)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (OvDataset) dataset = load (fixture->folder);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (ov_data_source_read (fixture->folder, NULL, cancellable, &error));
  fixture_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
  g_clear_error (&error);

  g_assert_null (ov_cifar10_load_folder (fixture->folder, cancellable, &error));
  fixture_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
  g_clear_error (&error);

  g_assert_false (ov_cifar10_verify (dataset, cancellable, &error));
  fixture_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
  g_clear_error (&error);

  g_assert_false (ov_cifar10_save_folder (dataset, fixture->folder, cancellable, &error));
  fixture_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
  g_assert_cmpuint (fixture_count_files (fixture->path), ==, OV_CIFAR10_N_FILES);
}

static void
test_verify_names_the_file (Fixture      *fixture,
                            gconstpointer unused)
{
  g_autoptr (OvDataset) dataset = load (fixture->folder);
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_cifar10_verify (dataset, NULL, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_DATA, "data_batch_1.bin");
}

/* What is saved is what was read, byte for byte, into a folder that did not exist. */
static void
test_save (Fixture      *fixture,
           gconstpointer unused)
{
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GFile) target = g_file_resolve_relative_path (fixture->folder, "a/b");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      fixture_poke (fixture->path, ov_cifar10_file_names[i], 5000 * CIFAR10_RECORD_SIZE,
                    (guint8) (i + 1));
      fixture_poke (fixture->path, ov_cifar10_file_names[i], 7777777, (guint8) (i + 11));
    }

  dataset = load (fixture->folder);
  g_assert_true (ov_cifar10_save_folder (dataset, target, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count_files (g_file_peek_path (target)), ==, OV_CIFAR10_N_FILES);

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autofree char *old = g_build_filename (fixture->path, ov_cifar10_file_names[i], NULL);
      g_autofree char *new =
        g_build_filename (g_file_peek_path (target), ov_cifar10_file_names[i], NULL);
      g_autoptr (GMappedFile) expected = g_mapped_file_new (old, FALSE, NULL);
      g_autoptr (GMappedFile) saved = g_mapped_file_new (new, FALSE, NULL);

      g_assert_cmpmem (g_mapped_file_get_contents (saved), g_mapped_file_get_length (saved),
                       g_mapped_file_get_contents (expected), g_mapped_file_get_length (expected));
    }
}

static void
test_save_to_impossible_place (Fixture      *fixture,
                               gconstpointer unused)
{
  g_autoptr (OvDataset) dataset = load (fixture->folder);
  g_autoptr (GFile) target = g_file_resolve_relative_path (fixture->folder, "test_batch.bin/data");
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_cifar10_save_folder (dataset, target, NULL, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_FILE, "test_batch.bin/data");
}

/* A limit on the size of files stands in for a disk that fills up in the middle of a file. */
static void
test_save_to_full_disk (Fixture      *fixture,
                        gconstpointer unused)
{
  g_autoptr (OvDataset) dataset = load (fixture->folder);
  g_autoptr (OvDataset) kept = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit old_limit, limit;
  gboolean saved;

  fixture_poke (fixture->path, "data_batch_1.bin", 0, 7);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = CIFAR10_FILE_SIZE / 2;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  saved = ov_cifar10_save_folder (dataset, fixture->folder, NULL, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);

  g_assert_false (saved);
  fixture_assert_error (error, OV_ERROR, OV_ERROR_FILE, fixture->path);
  g_assert_cmpuint (fixture_count_files (fixture->path), ==, OV_CIFAR10_N_FILES);
  kept = load (fixture->folder);
  g_assert_cmpuint (kept->labels[OV_SPLIT_TRAIN][0], ==, 7);
}

static void
test_other_shape (void)
{
  const char *names[OV_N_CLASSES] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
  g_autoptr (OvDataset) small =
    ov_dataset_new ("Small", names, 1, 1, g_malloc0 (2 * OV_IMAGE_SIZE), g_malloc0 (2), NULL);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nonexistent/folder");
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_cifar10_verify (small, NULL, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_DATA, "Small");
  g_clear_error (&error);
  g_assert_false (ov_cifar10_save_folder (small, nowhere, NULL, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_DATA, "Small");
}

static void
test_default_folder (void)
{
  g_autofree char *old = g_strdup (g_getenv ("OVERSHOOT_DATA"));
  g_autofree char *usual = g_build_filename (g_get_user_data_dir (), "overshoot", NULL);
  g_autoptr (GFile) set = NULL;
  g_autoptr (GFile) empty = NULL;
  g_autoptr (GFile) unset = NULL;

  g_setenv ("OVERSHOOT_DATA", "/some/where", TRUE);
  set = ov_cifar10_default_folder ();
  g_assert_cmpstr (g_file_peek_path (set), ==, "/some/where");

  g_setenv ("OVERSHOOT_DATA", "", TRUE);
  empty = ov_cifar10_default_folder ();
  g_assert_cmpstr (g_file_peek_path (empty), ==, usual);

  g_unsetenv ("OVERSHOOT_DATA");
  unset = ov_cifar10_default_folder ();
  g_assert_cmpstr (g_file_peek_path (unset), ==, usual);

  if (old != NULL)
    g_setenv ("OVERSHOOT_DATA", old, TRUE);
}

#define ADD_TEST(name, function) \
  g_test_add ("/cifar10/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("places", test_places);
  ADD_TEST ("parent-folder", test_parent_folder);
  ADD_TEST ("missing-batch", test_missing_batch);
  ADD_TEST ("truncated-batch", test_truncated_batch);
  ADD_TEST ("label-above-9", test_label_above_9);
  ADD_TEST ("not-plain-file", test_not_plain_file);
  ADD_TEST ("vanished-folder", test_vanished_folder);
  ADD_TEST ("unreadable-folder", test_unreadable_folder);
  ADD_TEST ("cancelled", test_cancelled);
  ADD_TEST ("verify-names-the-file", test_verify_names_the_file);
  ADD_TEST ("save", test_save);
  ADD_TEST ("save-to-impossible-place", test_save_to_impossible_place);
  ADD_TEST ("save-to-full-disk", test_save_to_full_disk);
  g_test_add_func ("/cifar10/other-shape", test_other_shape);
  g_test_add_func ("/cifar10/default-folder", test_default_folder);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data-source.h"

#include <sys/stat.h>

#include "cifar10.h"
#include "data-fixture.h"
#include "error.h"

/* What a reader says of a folder with one file in it. */
static OvDataMatch
probe_folder (const OvDataReader *reader, const char *name)
{
  const char *const names[] = {"notes.txt", name, NULL};
  const OvDataPlace place = {.type = G_FILE_TYPE_DIRECTORY, .names = (GStrv) names};

  return reader->probe (&place);
}

static void
test_table (void)
{
  const OvDataPlace archive = {.type = G_FILE_TYPE_REGULAR};
  const OvDataPlace pipe = {.type = G_FILE_TYPE_SPECIAL};
  guint n_defaults = 0;

  for (guint i = 0; ov_data_readers[i] != NULL; i++)
    {
      g_assert_nonnull (ov_data_readers[i]->load);
      g_assert_cmpint (ov_data_readers[i]->probe (&pipe), ==, OV_DATA_MATCH_NONE);
      n_defaults += ov_data_readers[i]->get_default != NULL;
    }
  g_assert_cmpuint (n_defaults, >=, 1);

  g_assert_cmpint (ov_cifar10_archive_reader.probe (&archive), ==, OV_DATA_MATCH_POSSIBLE);
  g_assert_cmpint (ov_cifar10_folder_reader.probe (&archive), ==, OV_DATA_MATCH_NONE);
  g_assert_cmpint (probe_folder (&ov_cifar10_archive_reader, "test_batch.bin"), ==,
                   OV_DATA_MATCH_NONE);
  g_assert_cmpint (probe_folder (&ov_cifar10_folder_reader, "test_batch.bin"), ==,
                   OV_DATA_MATCH_CERTAIN);
  g_assert_cmpint (probe_folder (&ov_cifar10_folder_reader, "cifar-10-batches-py"), ==,
                   OV_DATA_MATCH_CERTAIN);
  g_assert_cmpint (probe_folder (&ov_cifar10_folder_reader, "train.csv"), ==,
                   OV_DATA_MATCH_POSSIBLE);
}

/* Loads without a choice, with the user's own data at @path. */
static OvDataset *
load_default (const char *path, GFile **source, const OvDataReader **reader, GError **error)
{
  OvDataset *dataset;

  g_setenv ("OVERSHOOT_DATA", path, TRUE);
  dataset = ov_data_source_load (NULL, source, reader, NULL, error);
  g_unsetenv ("OVERSHOOT_DATA");

  return dataset;
}

static void
assert_default_is_sample (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) source = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  const OvDataReader *reader;

  dataset = load_default (path, &source, &reader, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dataset->name, ==, "Built-in sample");
  g_assert_null (source);
  g_assert_null (reader);
}

static void
assert_default_fails (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) source = NULL;
  const OvDataReader *reader;

  g_assert_null (load_default (path, &source, &reader, &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_DATA);
  g_assert_null (source);
  g_assert_null (reader);
}

/* The sample stands in for nothing, and for a folder of other things; never for what is damaged or
 * cannot be looked at. */
static void
test_default (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *inside = g_build_filename (file, "folder", NULL);
  g_autofree char *fifo = g_build_filename (folder, "pipe", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) source = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  const OvDataReader *reader;

  assert_default_is_sample (missing);
  assert_default_is_sample (folder);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_default_is_sample (folder);
  assert_default_fails (file);
  assert_default_fails (inside);
  assert_default_fails (fifo);

  fixture_write_zeros (folder, ov_cifar10_file_names[5], 1000);
  assert_default_fails (folder);

  fixture_write_zero_files (folder);
  dataset = load_default (folder, &source, &reader, &error);
  g_assert_no_error (error);
  g_assert_nonnull (dataset);
  g_assert_true (reader == &ov_cifar10_folder_reader);
  g_assert_cmpstr (g_file_peek_path (source), ==, folder);
  fixture_remove (folder);
}

static void
test_sample (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) source = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  const OvDataReader *reader;

  dataset = ov_data_source_load (OV_DATA_SOURCE_SAMPLE, &source, &reader, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (dataset);
  g_assert_null (source);
  g_assert_null (reader);
  g_assert_null (ov_data_source_get_file (OV_DATA_SOURCE_SAMPLE));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/data-source/table", test_table);
  g_test_add_func ("/data-source/default", test_default);
  g_test_add_func ("/data-source/sample", test_sample);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cifar10.h"
#include "data-source.h"

#include <string.h>

#include "data-fixture.h"
#include "error.h"

#define PREFIX "cifar-10-batches-bin/"

/* The published images are read and recognised, and one changed byte is noticed. */
static void
test_folder (void)
{
  g_autofree char *path = fixture_get_real_folder ();
  g_autoptr (GFile) folder = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  guint8 *pixels, *labels;

  if (path == NULL)
    return;

  dataset = ov_data_source_read (folder, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ov_cifar10_verify (dataset, NULL, &error));
  g_assert_no_error (error);

  /* What is right is known without the sums, which would be given up here. */
  g_cancellable_cancel (cancelled);
  g_assert_true (ov_cifar10_verify_quickly (dataset, cancelled, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (dataset->mean_image[0], 130.71074, 1e-4);

  /* The data set is immutable; the test breaks that on purpose, to spoil an image. */
  pixels = (guint8 *) dataset->pixels[OV_SPLIT_TRAIN];
  pixels[(gsize) 45678 * OV_IMAGE_SIZE] ^= 1;
  g_assert_false (ov_cifar10_verify (dataset, NULL, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_DATA, "data_batch_5.bin");
  g_clear_error (&error);
  g_assert_false (ov_cifar10_verify_quickly (dataset, NULL, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_DATA, "data_batch_5.bin");
  g_clear_error (&error);
  pixels[(gsize) 45678 * OV_IMAGE_SIZE] ^= 1;

  labels = (guint8 *) dataset->labels[OV_SPLIT_TEST];
  labels[9999] = (guint8) ((labels[9999] + 1) % OV_N_CLASSES);
  g_assert_false (ov_cifar10_verify_quickly (dataset, NULL, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_DATA, "test_batch.bin");
}

/* The same images come out of an archive. */
static void
test_archive (void)
{
  g_autofree char *real = fixture_get_real_folder ();
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) archive = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  Member members[OV_CIFAR10_N_FILES] = {0};

  if (real == NULL)
    return;

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      members[i].path = g_strconcat (PREFIX, ov_cifar10_file_names[i], NULL);
      members[i].size = CIFAR10_FILE_SIZE;
      members[i].source = g_build_filename (real, ov_cifar10_file_names[i], NULL);
      g_ptr_array_add (strings, (char *) members[i].path);
      g_ptr_array_add (strings, (char *) members[i].source);
    }

  folder = fixture_make_folder ();
  path = g_build_filename (folder, "cifar.tar", NULL);
  archive = g_file_new_for_path (path);
  fixture_write_archive (path, ARCHIVE_PLAIN, members, G_N_ELEMENTS (members));
  dataset = ov_data_source_read (archive, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ov_cifar10_verify (dataset, NULL, &error));
  g_assert_no_error (error);

  fixture_remove (folder);
}

/* The version for Python, made of the binary files, holds the published images. */
static void
test_python (void)
{
  g_autofree char *real = fixture_get_real_folder ();
  g_autofree char *path = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  if (real == NULL)
    return;

  path = fixture_make_folder ();
  folder = g_file_new_for_path (path);
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autofree char *source = g_build_filename (real, ov_cifar10_file_names[i], NULL);
      g_autofree char *name = g_strndup (ov_cifar10_file_names[i],
                                         strlen (ov_cifar10_file_names[i]) - strlen (".bin"));
      g_autofree char *records = NULL;

      g_assert_true (g_file_get_contents (source, &records, NULL, &error));
      fixture_write_python (path, name, (const guint8 *) records);
    }

  dataset = ov_data_source_read (folder, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ov_cifar10_verify (dataset, NULL, &error));
  g_assert_no_error (error);

  fixture_remove (path);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cifar10/real/folder", test_folder);
  g_test_add_func ("/cifar10/real/archive", test_archive);
  g_test_add_func ("/cifar10/real/python", test_python);

  return g_test_run ();
}

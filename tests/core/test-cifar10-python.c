/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cifar10.h"
#include "data-source.h"

#include <glib/gstdio.h>
#include <string.h>

#include "data-fixture.h"
#include "error.h"

/* A folder in which the six files are laid out as in CIFAR-10's version for Python. */
typedef struct
{
  char  *path;
  GFile *folder;
} Fixture;

static char *
python_name (guint index)
{
  return g_strndup (ov_cifar10_file_names[index], strlen (ov_cifar10_file_names[index]) - 4);
}

/* The batch's images differ from each other and from those of the other batches. */
static void
make_records (guint8 *records,
              guint   index)
{
  for (gsize i = 0; i < CIFAR10_FILE_SIZE; i++)
    records[i] = (guint8) (i * 7 + i / 3073 + index);
  for (gsize i = 0; i < OV_CIFAR10_IMAGES_PER_FILE; i++)
    records[i * CIFAR10_RECORD_SIZE] = (guint8) ((i + index) % 10);
}

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  g_autofree guint8 *records = g_malloc (CIFAR10_FILE_SIZE);

  fixture->path = fixture_make_folder ();
  fixture->folder = g_file_new_for_path (fixture->path);
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autofree char *name = python_name (i);

      make_records (records, i);
      fixture_write_python (fixture->path, name, records);
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  fixture_remove (fixture->path);
  g_object_unref (fixture->folder);
  g_free (fixture->path);
}

/* Every image and label is where the binary version has it. */
static void
assert_right (GFile *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvDataset) dataset = ov_data_source_read (source, NULL, NULL, &error);
  g_autofree guint8 *records = g_malloc (CIFAR10_FILE_SIZE);

  g_assert_no_error (error);
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      const OvSplit split = i < 5 ? OV_SPLIT_TRAIN : OV_SPLIT_TEST;
      const gsize first = (i < 5 ? i : 0) * (gsize) OV_CIFAR10_IMAGES_PER_FILE;

      make_records (records, i);
      for (gsize j = 0; j < OV_CIFAR10_IMAGES_PER_FILE; j++)
        {
          const guint8 *record = records + j * CIFAR10_RECORD_SIZE;

          g_assert_cmpuint (dataset->labels[split][first + j], ==, record[0]);
          g_assert_true (memcmp (dataset->pixels[split]
                                   + (first + j) * OV_IMAGE_SIZE,
                                 record + 1, OV_IMAGE_SIZE)
                         == 0);
        }
    }
}

static void
assert_not_loaded (GFile      *source,
                   const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ov_data_source_read (source, NULL, NULL, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_DATA, part);
}

static void
test_folder (Fixture      *fixture,
             gconstpointer unused)
{
  g_autofree char *parent = fixture_make_folder ();
  g_autofree char *child = g_build_filename (parent, "cifar-10-batches-py", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (parent);

  assert_right (fixture->folder);
  g_assert_cmpint (g_rename (fixture->path, child), ==, 0);
  assert_right (folder);
  g_assert_cmpint (g_rename (child, fixture->path), ==, 0);
  fixture_remove (parent);
}

/* As other programs pack it: a folder of any name or none, `./`, and what macOS adds. */
static void
test_archive (Fixture      *fixture,
              gconstpointer unused)
{
  static const char *const prefixes[] = {"cifar-10-batches-py/", "./", "", "./my/data/"};

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *path = g_build_filename (fixture->path, "archive.tar", NULL);
      g_autoptr (GFile) archive = g_file_new_for_path (path);
      Member members[2 * OV_CIFAR10_N_FILES] = {0};

      for (guint j = 0; j < OV_CIFAR10_N_FILES; j++)
        {
          g_autofree char *name = python_name (j);
          Member *hidden = &members[2 * j];
          Member *member = &members[2 * j + 1];

          hidden->path = g_strconcat (prefixes[i], "._", name, NULL);
          hidden->size = 163;
          member->path = g_strconcat (prefixes[i], name, NULL);
          member->source = g_build_filename (fixture->path, name, NULL);
          member->size = fixture_get_size (member->source);
          g_ptr_array_add (strings, (char *) hidden->path);
          g_ptr_array_add (strings, (char *) member->path);
          g_ptr_array_add (strings, (char *) member->source);
        }

      fixture_write_archive (path, ARCHIVE_PLAIN, members, G_N_ELEMENTS (members));
      assert_right (archive);
    }
}

static void
test_damaged (Fixture      *fixture,
              gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->path, "data_batch_3", NULL);
  static const char evil[] = "cos\nsystem\n(U\x02lstR.";

  fixture_write_zeros (fixture->path, "data_batch_3", 65 * 1024 * 1024);
  assert_not_loaded (fixture->folder, "data_batch_3” is too large");
  fixture_write_zeros (fixture->path, "data_batch_3", 31000000);
  assert_not_loaded (fixture->folder, "data_batch_3” is not a batch");
  g_assert_true (g_file_set_contents (path, evil, sizeof evil - 1, NULL));
  assert_not_loaded (fixture->folder, "“os system”");
  g_assert_true (g_file_set_contents (path, "}.", 2, NULL));
  assert_not_loaded (fixture->folder, "“data”");
  g_assert_cmpint (g_remove (path), ==, 0);
  assert_not_loaded (fixture->folder, "data_batch_3” is missing");
}

static void
test_bad_label (Fixture      *fixture,
                gconstpointer unused)
{
  g_autofree guint8 *records = g_malloc (CIFAR10_FILE_SIZE);

  make_records (records, 5);
  records[1234 * CIFAR10_RECORD_SIZE] = 10;
  fixture_write_python (fixture->path, "test_batch", records);
  assert_not_loaded (fixture->folder, "“labels”");
}

/* Where both versions are, the binary one is read. */
static void
test_both (Fixture      *fixture,
           gconstpointer unused)
{
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  fixture_write_zero_files (fixture->path);
  dataset = ov_data_source_read (fixture->folder, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dataset->labels[OV_SPLIT_TRAIN][1], ==, 0);
}

#define ADD_TEST(name, function) \
  g_test_add ("/cifar10/python/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("folder", test_folder);
  ADD_TEST ("archive", test_archive);
  ADD_TEST ("damaged", test_damaged);
  ADD_TEST ("bad-label", test_bad_label);
  ADD_TEST ("both", test_both);

  return g_test_run ();
}

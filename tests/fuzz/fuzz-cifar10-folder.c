/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib/gstdio.h>

#include "cifar10-batch.h"
#include "data-source.h"
#include "error.h"

/*
 * A folder. Each line is something in it: what it is ('=' a right batch, 'b' one with a wrong
 * label, 'p' a right one for Python, '<' and '>' a batch with a byte too few or too many, 'd' a
 * folder, 'f' a named pipe, 's' a link that leads nowhere, else a file that holds the rest of the
 * input), the folder ('b' that of the binary version, 'p' that for Python, else the outermost), and
 * the number of the file, or a capital letter for its name without an ending.
 */

#define MOST_FILES 24

static void
link_to (const char *target,
         const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  /* A second one of the same name stays away. */
  g_file_make_symbolic_link (file, target, NULL, NULL);
}

/* The large files are made once; folders hold links to them. */
static void
make_files (void)
{
  static gboolean are_made;
  g_autoptr (GByteArray) right = NULL, wrong = NULL, python = NULL;

  if (are_made)
    return;

  right = fuzz_make_batch (9);
  wrong = fuzz_make_batch (10);
  python = fuzz_make_pickle ();
  g_object_unref (fuzz_write_file ("=", right->data, right->len));
  g_object_unref (fuzz_write_file ("b", wrong->data, wrong->len));
  g_object_unref (fuzz_write_file ("p", python->data, python->len));
  g_object_unref (fuzz_write_file ("<", right->data, right->len - 1));
  g_byte_array_append (right, (const guint8 *) "", 1);
  g_object_unref (fuzz_write_file (">", right->data, right->len));
  are_made = TRUE;
}

static void
make_child (const char      *folder,
            const char      *line,
            const FuzzInput *rest)
{
  const char what[] = {line[0], '\0'};
  const char *subfolder = line[1] == 'b'   ? "cifar-10-batches-bin"
                          : line[1] == 'p' ? "cifar-10-batches-py"
                                           : ".";
  const guint index = (guint) (guchar) line[2] % OV_CIFAR10_N_FILES;
  g_autofree char *name = g_ascii_isupper (line[2]) ? ov_cifar10_python_name (index)
                                                    : g_strdup (ov_cifar10_file_names[index]);
  g_autofree char *parent = g_build_filename (folder, subfolder, NULL);
  g_autofree char *path = g_build_filename (parent, name, NULL);
  g_autofree char *target = g_build_filename (fuzz_get_folder (), what, NULL);

  g_mkdir_with_parents (parent, 0700);
  if (g_file_test (target, G_FILE_TEST_IS_REGULAR))
    link_to (target, path);
  else if (what[0] == 'd')
    g_mkdir (path, 0700);
  else if (what[0] == 's')
    link_to ("nowhere", path);
  else if (what[0] == 'f')
    mkfifo (path, 0600);
  else
    g_file_set_contents_full (path, (const char *) rest->bytes, (gssize) rest->size,
                              G_FILE_SET_CONTENTS_NONE, 0600, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  FuzzInput input = {bytes, size};
  g_autofree char *folder = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  make_files ();
  folder = g_build_filename (fuzz_get_folder (), "folder", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < MOST_FILES; i++)
    {
      g_autofree char *line = fuzz_take_line (&input);

      if (line == NULL)
        break;
      if (line[0] != '\0' && line[1] != '\0')
        make_child (folder, line, &input);
    }

  file = g_file_new_for_path (folder);
  dataset = ov_data_source_read (file, NULL, NULL, &error);
  fuzz_is_accepted = dataset != NULL;
  if (dataset == NULL)
    fuzz_check_sentence (error, OV_ERROR);
  else
    g_assert_true (ov_cifar10_check_shape (dataset, NULL));
  fuzz_remove (folder);

  return 0;
}

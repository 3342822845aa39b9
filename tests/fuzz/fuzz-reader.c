/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "data-source.h"
#include "error.h"

/*
 * A file with data, for a reader that has no target of its own: the first line of the input is the
 * file's name, the rest is what is in it.
 */

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  FuzzInput input = {bytes, size};
  g_autofree char *line = fuzz_take_line (&input);
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  fuzz_is_accepted = FALSE;
  if (line == NULL)
    return 0;
  name = g_strndup (line, 100);
  g_strcanon (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", '_');
  if (name[0] == '\0' || name[0] == '.')
    return 0;

  file = fuzz_write_file (name, input.bytes, input.size);
  dataset = ov_data_source_read (file, NULL, NULL, &error);
  fuzz_is_accepted = dataset != NULL;
  if (dataset == NULL)
    fuzz_check_sentence (error, OV_ERROR);
  path = g_file_get_path (file);
  fuzz_remove (path);

  return 0;
}

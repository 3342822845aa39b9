/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form-fixture.h"

#include <stdio.h>
#include <string.h>

#include "hash.h"
#include "quadratic-private.h"

/* What comes before the values. */
typedef struct
{
  char   images[OV_HASH_LENGTH];
  double frequencies[OV_N_SPLITS][OV_N_CLASSES];
} Header;

static gboolean
read_all (FILE *file, OvDataset *dataset, OvQuadratic *form)
{
  Header header;

  if (fread (&header, sizeof header, 1, file) != 1
      || memcmp (header.images, ov_dataset_get_hash (dataset), sizeof header.images) != 0)
    return FALSE;

  memcpy (form->frequencies, header.frequencies, sizeof form->frequencies);
  for (guint split = 0; split < OV_N_SPLITS; split++)
    form->n_images[split] = dataset->n_images[split];

  return fread (form->values, sizeof *form->values, 1, file) == 1;
}

/* The form of a data set, or NULL when the build has made none. It is not read from the program's
 * own cache, which keeps its files' times up to date: Ninja would take them for newly made. */
OvQuadratic *
fixture_read_form (OvDataset *dataset)
{
  g_autofree char *name = g_strdup_printf ("%s-%u-%u.form", dataset->name,
                                           dataset->n_images[OV_SPLIT_TRAIN],
                                           dataset->n_images[OV_SPLIT_TEST]);
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "core", name, NULL);
  g_autoptr (OvQuadratic) form = NULL;
  FILE *file = fopen (path, "rbe");
  gboolean is_whole;

  if (file == NULL)
    return NULL;

  form = ov_quadratic_allocate ();
  is_whole = read_all (file, dataset, form);
  fclose (file);

  return is_whole ? g_steal_pointer (&form) : NULL;
}

void
fixture_write_form (OvDataset *dataset, const OvQuadratic *form, const char *path)
{
  FILE *file = fopen (path, "wbe");
  Header header;

  g_assert_nonnull (file);
  memcpy (header.images, ov_dataset_get_hash (dataset), sizeof header.images);
  memcpy (header.frequencies, form->frequencies, sizeof header.frequencies);
  g_assert_cmpuint (fwrite (&header, sizeof header, 1, file), ==, 1);
  g_assert_cmpuint (fwrite (form->values, sizeof *form->values, 1, file), ==, 1);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs for the tests of the library, whose numbers anybody can work out again. */

#include "run-fixture.h"

#include <math.h>

#include "folder-fixture.h"

/* Opens a library in the test's own folder. */
OvLibrary *
fixture_open_library (const char    *name,
                      OvLibraryFlags flags)
{
  g_autofree char *path = g_build_filename (own_folder, name, NULL);
  g_autoptr (GError) error = NULL;
  OvLibrary *library = ov_library_open (path, flags, &error);

  g_assert_no_error (error);
  g_assert_nonnull (library);

  return library;
}

/* Numbers that no short text has. */
OvEpoch
fixture_make_epoch (guint index)
{
  return (OvEpoch) {
    .index = index,
    .learning_rate = 0.01 * pow (0.999, index),
    .train_loss = 1.0 / (3.0 + index),
    .train_accuracy = 100.0 / 3.0 + sin (index),
    .test_loss = 1.0 / (7.0 + index),
    .test_accuracy = 100.0 / 7.0 + 10.0 * sin (index),
    .batch_loss = M_PI / (1.0 + index),
    .seconds = 0.1 + index * 1e-9,
  };
}

/* An entry with something in every field. */
OvRunEntry *
fixture_make_entry (const char *preset)
{
  OvRecipe recipe;
  OvRunEntry *entry;

  g_assert_true (ov_recipe_init_preset (&recipe, preset, NULL));
  recipe.learning_rate = 0.1 + 0.2;
  entry = ov_run_entry_new (&recipe);
  g_free (entry->data);
  entry->data = g_strdup ("CIFAR-10");
  g_free (entry->data_hash);
  entry->data_hash = g_strdup ("0123456789abcdef");
  entry->threads = 2;

  return entry;
}

/* Appends epochs. */
void
fixture_append (OvLibrary  *library,
                const char *id,
                guint       first,
                guint       n_epochs)
{
  g_autofree OvEpoch *epochs = g_new (OvEpoch, n_epochs);
  const OvRunUpdate update = {.epochs = epochs, .n_epochs = n_epochs};
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_epochs; i++)
    epochs[i] = fixture_make_epoch (first + i);
  ov_library_append (library, id, &update, &error);
  g_assert_no_error (error);
}

/* Adds a run with epochs. Returns its UUID. */
char *
fixture_add_run (OvLibrary *library,
                 guint      n_epochs)
{
  g_autoptr (OvRunEntry) entry = fixture_make_entry ("linear");
  g_autoptr (GError) error = NULL;

  ov_library_add_run (library, entry, &error);
  g_assert_no_error (error);
  fixture_append (library, entry->id, 0, n_epochs);

  return g_strdup (entry->id);
}

/* Two epochs are the same, bit for bit. */
void
fixture_assert_epoch (const OvEpoch *epoch,
                      const OvEpoch *expected)
{
  g_assert_cmpuint (epoch->index, ==, expected->index);
  for (OvEpochField field = 0; field <= OV_EPOCH_SECONDS; field++)
    {
      const double value = ov_epoch_get_field (epoch, field);
      const double other = ov_epoch_get_field (expected, field);

      if (isnan (other))
        g_assert_true (isnan (value));
      else
        g_assert_cmpmem (&value, sizeof value, &other, sizeof other);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs for the tests of the library, whose numbers anybody can work out again. */

#include "run-fixture.h"

#include <math.h>

#include "folder-fixture.h"
#include "instrument.h"

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

/* What all instruments show after an epoch, with a value that is not a number. */
static void
add_readings (OvRunRecord *record,
              guint        epoch)
{
  for (guint i = 0; ov_instruments[i] != NULL; i++)
    {
      OvInstrumentReading reading = {
        .epoch = epoch,
        .instrument = i,
        .n_values = ov_instrument_count_values (ov_instruments[i], record->recipe.model),
        .seconds = 1e-3 / (7.0 + i),
      };

      for (guint part = 0; part < OV_READING_MOST_VALUES; part++)
        reading.values[part] = cos (epoch + i) / (3.0 + part);
      if (epoch % 2 == 0)
        reading.values[1] = NAN;
      if (reading.n_values > 0)
        g_assert_true (ov_readings_add (record->readings, &reading));
    }
}

/* Lets a run go on, with what is measured besides. */
void
fixture_extend (OvRunRecord *record,
                guint        n_epochs)
{
  for (guint i = ov_history_get_n_epochs (record->history); n_epochs > 0; i++, n_epochs--)
    {
      const OvEpoch epoch = fixture_make_epoch (i);

      for (guint part = 0; part < 3; part++)
        ov_batch_losses_add_point (record->batch_losses, i + (part + 0.5) / 3.0,
                                   cos (i + part));
      if (i % 4 == 0)
        {
          const OvSharpnessPoint point = {i, 1.0 + sin (i), i / 7.0, 1e-3 / 3.0, 1e-4 / 3.0,
                                          i % 8 == 0};

          ov_sharpness_history_add (record->sharpness, &point);
        }
      if (i % 3 == 0)
        add_readings (record, i);
      ov_history_append (record->history, &epoch);
    }
}

/* A run that is running. */
OvRunRecord *
fixture_make_record (const char *preset,
                     guint       n_epochs)
{
  OvRunRecord *record;
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, preset, NULL));
  recipe.learning_rate = 0.1 + 0.2;
  record = ov_run_record_new (&recipe, NULL, 2);
  record->data_name = g_strdup ("CIFAR-10");
  record->n_images[OV_SPLIT_TRAIN] = 50000;
  record->n_images[OV_SPLIT_TEST] = 10000;
  fixture_extend (record, n_epochs);

  return record;
}

/* The entry of a run, of images that are always the same. */
OvRunEntry *
fixture_make_entry (const OvRunRecord *record)
{
  return ov_run_entry_new (record, "0123456789abcdef");
}

/* Adds a run as it is. Returns its UUID. */
char *
fixture_add (OvLibrary         *library,
             const OvRunRecord *record)
{
  g_autoptr (OvRunEntry) entry = fixture_make_entry (record);
  g_autoptr (GError) error = NULL;

  ov_library_add_run (library, entry, &error);
  g_assert_no_error (error);
  ov_library_save (library, entry->id, record, &error);
  g_assert_no_error (error);

  return g_strdup (entry->id);
}

/* Adds a run with epochs. Returns its UUID. */
char *
fixture_add_run (OvLibrary *library,
                 guint      n_epochs)
{
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", n_epochs);

  return fixture_add (library, record);
}

OvRunRecord *
fixture_load (OvLibrary  *library,
              const char *id)
{
  g_autoptr (GError) error = NULL;
  OvRunRecord *record = ov_library_load (library, id, &error);

  g_assert_no_error (error);

  return record;
}

static void
assert_double (double value,
               double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (value));
  else
    g_assert_cmpmem (&value, sizeof value, &expected, sizeof expected);
}

static void
assert_sharpness (const OvSharpnessHistory *sharpness,
                  const OvSharpnessHistory *expected)
{
  g_assert_cmpuint (sharpness->points->len, ==, expected->points->len);
  for (gsize i = 0; i < expected->points->len; i++)
    {
      const OvSharpnessPoint *point = ov_sharpness_history_get_point (sharpness, i);
      const OvSharpnessPoint *other = ov_sharpness_history_get_point (expected, i);

      g_assert_cmpuint (point->epoch, ==, other->epoch);
      g_assert_cmpint (point->is_bound, ==, other->is_bound);
      assert_double (point->value, other->value);
      assert_double (point->seconds, other->seconds);
      assert_double (point->error, other->error);
      assert_double (point->residual, other->residual);
    }
}

static void
assert_readings (const OvReadings *readings,
                 const OvReadings *expected)
{
  g_assert_cmpuint (readings->points->len, ==, expected->points->len);
  for (gsize i = 0; i < expected->points->len; i++)
    {
      const OvInstrumentReading *reading = ov_readings_get (readings, i);
      const OvInstrumentReading *other = ov_readings_get (expected, i);

      g_assert_cmpuint (reading->epoch, ==, other->epoch);
      g_assert_cmpuint (reading->instrument, ==, other->instrument);
      g_assert_cmpuint (reading->n_values, ==, other->n_values);
      for (guint part = 0; part < other->n_values; part++)
        assert_double (reading->values[part], other->values[part]);
      assert_double (reading->seconds, other->seconds);
    }
}

static void
assert_batch_losses (const OvBatchLosses *losses,
                     const OvBatchLosses *expected)
{
  g_assert_cmpuint (losses->epochs->len, ==, expected->epochs->len);
  for (gsize i = 0; i < expected->epochs->len; i++)
    {
      assert_double (g_array_index (losses->epochs, double, i),
                     g_array_index (expected->epochs, double, i));
      assert_double (g_array_index (losses->losses, double, i),
                     g_array_index (expected->losses, double, i));
    }
}

/* Two records are the same, bit for bit. */
void
fixture_assert_record (const OvRunRecord *record,
                       const OvRunRecord *expected)
{
  if (ov_recipe_is_foreign (&expected->recipe))
    g_assert_true (ov_recipe_is_foreign (&record->recipe));
  else
    g_assert_true (ov_recipe_equal (&record->recipe, &expected->recipe));
  g_assert_cmpstr (record->data_name, ==, expected->data_name);
  for (guint split = 0; split < OV_N_SPLITS; split++)
    g_assert_cmpuint (record->n_images[split], ==, expected->n_images[split]);
  g_assert_cmpuint (record->n_threads, ==, expected->n_threads);
  g_assert_cmpuint (record->exact_from, ==, expected->exact_from);
  g_assert_cmpint (record->outcome, ==, expected->outcome);
  g_assert_cmpstr (record->error != NULL ? record->error->message : NULL, ==,
                   expected->error != NULL ? expected->error->message : NULL);

  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==,
                    ov_history_get_n_epochs (expected->history));
  for (guint i = 0; i < ov_history_get_n_epochs (expected->history); i++)
    for (OvEpochField field = 0; field <= OV_EPOCH_SECONDS; field++)
      assert_double (ov_epoch_get_field (ov_history_get_epoch (record->history, i), field),
                     ov_epoch_get_field (ov_history_get_epoch (expected->history, i), field));
  assert_sharpness (record->sharpness, expected->sharpness);
  assert_readings (record->readings, expected->readings);
  assert_batch_losses (record->batch_losses, expected->batch_losses);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "event-writer.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "crc32c.h"
#include "error.h"
#include "event-parser.h"
#include "folder-fixture.h"
#include "instrument.h"
#include "run-fixture.h"

#define N_EPOCHS 5

static OvExportedRun *
make_run (const char *name)
{
  OvRunRecord *record = fixture_make_record ("two-layer-sgd", N_EPOCHS);
  OvRunEntry *entry = fixture_make_entry (record);
  const OvSharpnessPoint last = {.epoch = N_EPOCHS, .value = 12.5};

  ov_sharpness_history_add (record->sharpness, &last);
  g_free (entry->name);
  entry->name = g_strdup (name);

  return ov_exported_run_new (entry, record);
}

/* The sums that RFC 3720, appendix B.4, has as examples. */
static void
test_sum (void)
{
  guint8 bytes[32];

  g_assert_cmphex (ov_crc32c ("123456789", 9), ==, 0xe3069283u);
  g_assert_cmphex (ov_crc32c (NULL, 0), ==, 0);
  memset (bytes, 0, sizeof bytes);
  g_assert_cmphex (ov_crc32c (bytes, sizeof bytes), ==, 0x8a9136aau);
  memset (bytes, 0xff, sizeof bytes);
  g_assert_cmphex (ov_crc32c (bytes, sizeof bytes), ==, 0x62a8ab43u);
  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) i;
  g_assert_cmphex (ov_crc32c (bytes, sizeof bytes), ==, 0x46dd794eu);
}

static const ParsedValue *
find (const GArray *values, guint step, const char *tag)
{
  const ParsedValue *found = NULL;

  for (guint i = 0; i < values->len; i++)
    {
      const ParsedValue *value = &g_array_index (values, ParsedValue, i);

      if (value->step == step && g_str_equal (value->tag, tag))
        {
          g_assert_null (found);
          found = value;
        }
    }

  return found;
}

static void
assert_value (const GArray *values, guint step, const char *tag, double expected)
{
  const ParsedValue *value = find (values, step, tag);
  const float single = (float) expected;

  g_assert_nonnull (value);
  g_assert_cmpmem (&value->value, sizeof single, &single, sizeof single);
}

/* What the instruments showed is there as well; a value that is not a number is not. */
static guint
check_readings (const OvExportedRun *run, const GArray *values)
{
  const OvReadings *readings = run->record->readings;
  const OvModel *model = run->record->recipe.model;
  guint n_found = 0;

  for (gsize i = 0; i < readings->points->len; i++)
    {
      const OvInstrumentReading *reading = ov_readings_get (readings, i);

      for (guint j = 0; j < reading->n_values; j++)
        {
          g_autofree char *column =
            ov_instrument_name_column (ov_instruments[reading->instrument], model, j);

          if (isnan (reading->values[j]))
            {
              g_assert_null (find (values, reading->epoch, column));
              continue;
            }
          assert_value (values, reading->epoch, column, reading->values[j]);
          n_found++;
        }
    }
  g_assert_cmpuint (n_found, >, 0);

  return n_found;
}

/* Every number of every epoch is there, at its step, and nothing else is. */
static void
check_values (const OvExportedRun *run, const GArray *values)
{
  double time = (double) run->entry->started / 1000.0;

  g_assert_cmpuint (values->len, ==,
                    OV_N_EPOCH_FIELDS * N_EPOCHS + run->record->sharpness->points->len
                      + check_readings (run, values));
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (run->record->history, i);

      assert_value (values, i, "learning_rate", epoch->learning_rate);
      assert_value (values, i, "loss/train", epoch->train_loss);
      assert_value (values, i, "loss/test", epoch->test_loss);
      assert_value (values, i, "loss/last_batch", epoch->batch_loss);
      assert_value (values, i, "accuracy/train", epoch->train_accuracy);
      assert_value (values, i, "accuracy/test", epoch->test_accuracy);
      assert_value (values, i, "seconds", epoch->seconds);
      time += epoch->seconds;
      g_assert_cmpfloat (find (values, i, "loss/train")->time, ==, time);
    }
  for (gsize i = 0; i < run->record->sharpness->points->len; i++)
    {
      const OvSharpnessPoint *point = ov_sharpness_history_get_point (run->record->sharpness, i);

      assert_value (values, point->epoch, "sharpness", point->value);
    }
}

static void
test_file (void)
{
  g_autoptr (OvExportedRun) run = make_run ("A run");
  g_autoptr (GByteArray) file = ov_event_writer_make (run);
  g_autoptr (GArray) values = NULL;
  g_autofree char *version = NULL;
  guint n_events;

  values = event_parser_parse (file->data, file->len, &version, &n_events);
  g_assert_cmpstr (version, ==, "brain.Event:2");
  g_assert_cmpuint (n_events, ==, 1 + N_EPOCHS + 1);
  check_values (run, values);
}

/* What a loss has become is said, not left out. */
static void
test_not_finite (void)
{
  g_autoptr (OvExportedRun) run = make_run ("Gone");
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GArray) values = NULL;
  g_autofree char *version = NULL;
  guint n_events;
  const OvEpoch epoch = {.index = N_EPOCHS, .train_loss = (double) NAN, .test_loss = INFINITY};

  ov_history_append (run->record->history, &epoch);
  file = ov_event_writer_make (run);
  values = event_parser_parse (file->data, file->len, &version, &n_events);
  g_assert_true (isnan (find (values, N_EPOCHS, "loss/train")->value));
  g_assert_true (isinf (find (values, N_EPOCHS, "loss/test")->value));
}

/* Returns the events that lie in a folder of a run, by the run's name. */
static GArray *
parse_folder (const char *name)
{
  g_autofree char *path = g_build_filename (own_folder, "logs.tfevents", name, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *file_name = NULL;
  g_autofree char *file = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *version = NULL;
  gsize size;
  guint n_events;

  g_assert_nonnull (folder);
  file_name = g_dir_read_name (folder);
  g_assert_true (g_str_has_prefix (file_name, "events.out.tfevents."));
  file = g_build_filename (path, file_name, NULL);
  g_assert_null (g_dir_read_name (folder));
  g_assert_true (g_file_get_contents (file, &bytes, &size, NULL));

  return event_parser_parse ((const guint8 *) bytes, size, &version, &n_events);
}

/* TensorBoard calls a run by its folder. */
static void
test_folder (void)
{
  const char *const names[] = {"Linear 1", "Linear 1", "../../etc", ""};
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  g_autofree char *path = g_build_filename (own_folder, "logs.tfevents", NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (runs, make_run (names[i]));
  g_assert_true (ov_event_writer_save (runs, path, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      static const char *const folders[] = {"Linear 1", "Linear 1 (2)", "-.-..-etc"};
      const OvExportedRun *run = runs->pdata[i];
      g_autoptr (GArray) values =
        parse_folder (i < G_N_ELEMENTS (folders) ? folders[i] : run->entry->id);

      check_values (run, values);
    }

  g_assert_false (ov_event_writer_save (runs, path, &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "already"));
}

/* Where there is no room for all runs, no folder stands in the way of the next attempt. A limit on
 * the size of files stands in for a disk that fills up. */
static void
test_full_disk (void)
{
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  g_autofree char *path = g_build_filename (own_folder, "logs.tfevents", NULL);
  g_autoptr (GByteArray) first = NULL;
  g_autoptr (GError) error = NULL;
  const OvEpoch epoch = {.index = N_EPOCHS};
  struct rlimit old;
  struct rlimit limit;

  g_ptr_array_add (runs, make_run ("Short"));
  g_ptr_array_add (runs, make_run ("Long"));
  first = ov_event_writer_make (runs->pdata[0]);
  ov_history_append (((OvExportedRun *) runs->pdata[1])->record->history, &epoch);

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  limit = (struct rlimit) {first->len, old.rlim_max};
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (ov_event_writer_save (runs, path, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_error (error, OV_ERROR, OV_ERROR_FILE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  g_clear_error (&error);
  g_assert_true (ov_event_writer_save (runs, path, &error));
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/event-writer/sum", test_sum);
  g_test_add_func ("/event-writer/file", test_file);
  g_test_add_func ("/event-writer/not-finite", test_not_finite);
  fixture_add_in_folder ("/event-writer/folder", test_folder);
  fixture_add_in_folder ("/event-writer/full-disk", test_full_disk);

  return g_test_run ();
}

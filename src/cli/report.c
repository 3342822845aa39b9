/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

#include "exercise-log.h"
#include "instrument-columns.h"
#include "instrument-report.h"
#include "json-text.h"
#include "machine.h"
#include "number.h"
#include "output.h"

/* Where there is nothing to write, @text is NULL. */
static gboolean
write_line (const char *text,
            GError    **error)
{
  g_autofree char *line = NULL;

  if (text == NULL)
    return TRUE;

  line = g_strconcat (text, "\n", NULL);

  return ov_output_print (line, error);
}

static char *
begin_csv (const OvReport *self)
{
  GString *header = g_string_new (ov_epoch_csv_header ());

  if (self->has_sharpness)
    g_string_append (header, ",sharpness,sharpness_error,sharpness_residual");
  ov_instrument_report_append_header (header, self->record, self->instruments);

  return g_string_free (header, FALSE);
}

/* The columns of an epoch that was not measured are empty. */
static void
append_sharpness (GString                *row,
                  const OvSharpnessPoint *point)
{
  g_autofree char *value = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *residual = NULL;

  if (point == NULL)
    {
      g_string_append (row, ",,,");
      return;
    }

  value = ov_number_format (point->value);
  unknown = ov_number_format (point->error);
  residual = ov_number_format (point->residual);
  g_string_append_printf (row, ",%s,%s,%s", value, unknown, residual);
}

static char *
write_csv (const OvReport *self)
{
  const OvEpoch *epoch = ov_history_get_last (self->record->history);
  g_autofree char *cells = ov_epoch_to_csv (epoch);
  GString *row = g_string_new (cells);

  if (self->has_sharpness)
    append_sharpness (row, ov_sharpness_history_find (self->record->sharpness, epoch->index));
  ov_instrument_report_append_cells (row, self->record, self->instruments, epoch->index);

  return g_string_free (row, FALSE);
}

static char *
write_log (const OvReport *self)
{
  const OvHistory *history = self->record->history;
  const OvEpoch *epoch = ov_history_get_last (history);

  return ov_epoch_to_log_line (epoch, epoch->index > 0
                                        ? ov_history_get_epoch (history, epoch->index - 1)
                                        : NULL);
}

/* After the words of the exercise's own log, not translated either. */
static char *
end_log (const OvReport *self,
         double          seconds)
{
  const OvEpoch *best = ov_history_get_best (self->record->history, OV_EPOCH_TEST_ACCURACY);
  g_autofree char *end = ov_epoch_log_closing (seconds);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (best == NULL)
    return g_steal_pointer (&end);

  return g_strdup_printf ("%s\nBest Testing Accuracy: %s in Epoch %03u", end,
                          g_ascii_formatd (number, sizeof number, "%.3f", best->test_accuracy),
                          best->index);
}

static JsonObject *
describe_machine (const OvReport *self)
{
  JsonObject *object = json_object_new ();
  OvMachine machine;

  ov_machine_init (&machine);
  json_object_set_int_member (object, "threads", self->record->n_threads);
  json_object_set_string_member (object, "openblas", machine.openblas);
  json_object_set_string_member (object, "kernels", machine.kernels);
  json_object_set_string_member (object, "onednn", machine.onednn);
  json_object_set_string_member (object, "instructions", machine.instructions);
  json_object_set_string_member (object, "loops", machine.loops);
  json_object_set_boolean_member (object, "byte-products", machine.byte_products);

  return object;
}

/* What was not measured is null. */
static void
add_sharpness_members (const OvReport *self,
                       JsonArray      *epochs)
{
  static const char *const names[] = {"sharpness", "sharpness_error", "sharpness_residual"};

  for (guint i = 0; i < json_array_get_length (epochs); i++)
    {
      JsonObject *epoch = json_array_get_object_element (epochs, i);
      const OvSharpnessPoint *point = ov_sharpness_history_find (self->record->sharpness, i);

      for (guint j = 0; j < G_N_ELEMENTS (names) && point == NULL; j++)
        json_object_set_null_member (epoch, names[j]);
      if (point == NULL)
        continue;

      json_object_set_double_member (epoch, names[0], point->value);
      json_object_set_double_member (epoch, names[1], point->error);
      json_object_set_double_member (epoch, names[2], point->residual);
    }
}

static void
add_readings (const OvReport *self,
              JsonArray      *epochs)
{
  for (guint i = 0; i < json_array_get_length (epochs); i++)
    ov_instrument_columns_add_members (json_array_get_object_element (epochs, i), self->record,
                                       self->instruments, i);
}

/* The history's own document, which the window writes as well, with what only a run knows. */
static char *
end_json (const OvReport *self,
          double          seconds)
{
  const OvEpoch *best = ov_history_get_best (self->record->history, OV_EPOCH_TEST_ACCURACY);
  const OvRunRecord *record = self->record;
  g_autofree char *history_text = ov_history_to_json (record->history, &record->recipe);
  g_autoptr (JsonNode) node = json_from_string (history_text, NULL);
  JsonObject *object;
  JsonObject *data;

  g_assert (node != NULL);
  object = json_node_get_object (node);
  data = json_object_new ();
  json_object_set_string_member (data, "name", record->data_name);
  json_object_set_string_member (data, "hash", ov_dataset_get_hash (self->dataset));
  json_object_set_int_member (data, "train-images", record->n_images[OV_SPLIT_TRAIN]);
  json_object_set_int_member (data, "test-images", record->n_images[OV_SPLIT_TEST]);

  json_object_set_object_member (object, "data", data);
  if (record->exact_from != OV_EPOCH_NEVER)
    json_object_set_int_member (object, "exact-steps-from", record->exact_from);
  else
    json_object_set_null_member (object, "exact-steps-from");
  json_object_set_object_member (object, "machine", describe_machine (self));
  if (self->has_sharpness)
    add_sharpness_members (self, json_object_get_array_member (object, "epochs"));
  add_readings (self, json_object_get_array_member (object, "epochs"));
  if (best != NULL)
    json_object_set_int_member (object, "best-epoch", best->index);
  else
    json_object_set_null_member (object, "best-epoch");
  json_object_set_string_member (object, "outcome", ov_outcome_get_name (record->outcome));
  json_object_set_double_member (object, "seconds", seconds);

  return ov_json_print (node, TRUE);
}

static char *
begin_exercise (const OvReport *self)
{
  return ov_exercise_log_begin (&self->record->recipe);
}

static char *
write_last_exercise (const OvReport *self,
                     gboolean        is_last)
{
  const OvRunRecord *record = self->record;

  return ov_exercise_log_epoch (&record->recipe, record->n_images[OV_SPLIT_TRAIN],
                                ov_history_get_last (record->history), is_last);
}

static char *
write_exercise (const OvReport *self)
{
  const OvRunRecord *record = self->record;

  return write_last_exercise (self, ov_history_get_n_epochs (record->history)
                                      == record->recipe.epochs);
}

/* Of a run that ended before its time, nobody knew the last epoch to be the last. */
static char *
end_exercise (const OvReport *self,
              double          seconds)
{
  const OvRunRecord *record = self->record;
  const OvEpoch *last = ov_history_get_last (record->history);
  g_autofree char *end = ov_exercise_log_end (&record->recipe, seconds);
  g_autofree char *late = NULL;

  if (last != NULL && ov_history_get_n_epochs (record->history) < record->recipe.epochs
      && !ov_exercise_log_prints (&record->recipe, last))
    late = write_last_exercise (self, TRUE);
  if (late == NULL)
    return g_steal_pointer (&end);

  return g_strjoin ("\n", late, end, NULL);
}

/* What each format writes before the first epoch, after each, and at the end; %NULL for nothing. */
static const struct
{
  char *(*begin) (const OvReport *self);
  char *(*epoch) (const OvReport *self);
  char *(*end) (const OvReport *self, double seconds);
} formats[] = {
  [OV_REPORT_LOG] = {NULL, write_log, end_log},
  [OV_REPORT_CSV] = {begin_csv, write_csv, NULL},
  [OV_REPORT_JSON] = {NULL, NULL, end_json},
  [OV_REPORT_EXERCISE] = {begin_exercise, write_exercise, end_exercise},
  [OV_REPORT_NONE] = {NULL, NULL, NULL},
};

/**
 * ov_report_begin:
 * @self: the report
 * @error: return location for an error
 *
 * Writes what comes before the first epoch.
 *
 * Returns: %FALSE with @error set when standard output cannot be written
 */
gboolean
ov_report_begin (const OvReport *self,
                 GError        **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (formats[self->format].begin == NULL)
    return TRUE;

  text = formats[self->format].begin (self);

  return write_line (text, error);
}

/**
 * ov_report_epoch:
 * @self: the report; the last epoch of its record has just ended
 * @error: return location for an error
 *
 * Writes the last epoch's line at once, in the formats that have one.
 *
 * Returns: %FALSE with @error set when standard output cannot be written
 */
gboolean
ov_report_epoch (const OvReport *self,
                 GError        **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ov_history_get_last (self->record->history) != NULL, FALSE);

  if (formats[self->format].epoch == NULL)
    return TRUE;

  text = formats[self->format].epoch (self);

  return write_line (text, error);
}

/**
 * ov_report_end:
 * @self: the report; its record is complete
 * @seconds: wall-clock time that it took
 * @error: return location for an error
 *
 * Writes what comes after the last epoch.
 *
 * Returns: %FALSE with @error set when standard output cannot be written
 */
gboolean
ov_report_end (const OvReport *self,
               double          seconds,
               GError        **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (formats[self->format].end == NULL)
    return TRUE;

  text = formats[self->format].end (self, seconds);

  return write_line (text, error);
}

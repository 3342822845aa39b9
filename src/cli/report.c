/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <stdio.h>

#include "error.h"

/* Every line is flushed: whoever reads the other end of a pipe sees an epoch when it ends. */
static gboolean
write_line (const char *line,
            GError    **error)
{
  if (fputs (line, stdout) != EOF && fputc ('\n', stdout) != EOF && fflush (stdout) == 0)
    return TRUE;

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("Standard output cannot be written (%s), so the run was stopped."),
               g_strerror (errno));

  return FALSE;
}

static const char *
name_outcome (OvOutcome outcome)
{
  static const char *const names[] = { "finished", "diverged", "interrupted", "failed" };

  return names[outcome];
}

/* The column of an epoch that was not measured is empty. */
static char *
add_sharpness (const OvReport *self,
               const OvEpoch  *epoch,
               const char     *row)
{
  const OvSharpnessPoint *last = ov_sharpness_trace_get_last (self->sharpness);
  char number[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (last != NULL && last->epoch == epoch->index)
    g_ascii_formatd (number, sizeof number, "%.6g", isnan (last->value) ? NAN : last->value);

  return g_strdup_printf ("%s,%s", row, number);
}

/* As in the history's document, what is no finite number is null, and so is what was not
 * measured. */
static void
add_sharpness_members (const OvReport *self,
                       JsonArray      *epochs)
{
  const gsize n = ov_sharpness_trace_get_length (self->sharpness);
  gsize next = 0;

  for (guint i = 0; i < json_array_get_length (epochs); i++)
    {
      JsonObject *epoch = json_array_get_object_element (epochs, i);
      double value = NAN;

      if (next < n && ov_sharpness_trace_get_epochs (self->sharpness)[next] == i)
        value = ov_sharpness_trace_get_values (self->sharpness)[next++];
      if (isfinite (value))
        json_object_set_double_member (epoch, "sharpness", value);
      else
        json_object_set_null_member (epoch, "sharpness");
    }
}

/* The history's own document, which the window writes as well, with what only a run knows. */
static char *
make_json (const OvReport  *self,
           const OvHistory *history,
           OvOutcome        outcome,
           double           seconds,
           GError         **error)
{
  g_autofree char *history_text = ov_history_to_json (history, self->recipe);
  g_autoptr (JsonNode) node = json_from_string (history_text, error);
  JsonObject *object;
  JsonObject *data;

  if (node == NULL)
    return NULL;

  object = json_node_get_object (node);
  data = json_object_new ();
  json_object_set_string_member (data, "name", ov_dataset_get_name (self->dataset));
  json_object_set_int_member (data, "train-images",
                              ov_dataset_get_n_images (self->dataset, OV_SPLIT_TRAIN));
  json_object_set_int_member (data, "test-images",
                              ov_dataset_get_n_images (self->dataset, OV_SPLIT_TEST));

  json_object_set_object_member (object, "data", data);
  if (self->sharpness != NULL)
    add_sharpness_members (self, json_object_get_array_member (object, "epochs"));
  json_object_set_string_member (object, "outcome", name_outcome (outcome));
  json_object_set_double_member (object, "seconds", seconds);

  return json_to_string (node, TRUE);
}

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
  g_autofree char *wider = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->format != OV_REPORT_CSV)
    return TRUE;

  wider = g_strconcat (ov_epoch_csv_header (), ",sharpness", NULL);

  return write_line (self->sharpness != NULL ? wider : ov_epoch_csv_header (), error);
}

/**
 * ov_report_epoch:
 * @self: the report
 * @epoch: the epoch that has just ended
 * @error: return location for an error
 *
 * Writes an epoch's line at once, in the formats that have one.
 *
 * Returns: %FALSE with @error set when standard output cannot be written
 */
gboolean
ov_report_epoch (const OvReport *self,
                 const OvEpoch  *epoch,
                 GError        **error)
{
  g_autofree char *line = NULL;
  g_autofree char *wider = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  if (self->format == OV_REPORT_JSON)
    return TRUE;

  line = self->format == OV_REPORT_CSV ? ov_epoch_to_csv (epoch) : ov_epoch_to_log_line (epoch);
  if (self->format == OV_REPORT_CSV && self->sharpness != NULL)
    wider = add_sharpness (self, epoch, line);

  return write_line (wider != NULL ? wider : line, error);
}

/**
 * ov_report_end:
 * @self: the report
 * @history: the epochs that were done
 * @outcome: how the run ended
 * @seconds: wall-clock time that it took
 * @error: return location for an error
 *
 * Writes what comes after the last epoch.
 *
 * Returns: %FALSE with @error set when standard output cannot be written
 */
gboolean
ov_report_end (const OvReport  *self,
               const OvHistory *history,
               OvOutcome        outcome,
               double           seconds,
               GError         **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (history != NULL, FALSE);

  if (self->format == OV_REPORT_JSON)
    text = make_json (self, history, outcome, seconds, error);
  else if (self->format == OV_REPORT_LOG)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      /* The words of the exercise's own log, which programs may look for: not translated. */
      text = g_strdup_printf ("End of Training. time taken: %s seconds",
                              g_ascii_formatd (number, sizeof number, "%.2f", seconds));
    }
  else
    return TRUE;

  return text != NULL && write_line (text, error);
}

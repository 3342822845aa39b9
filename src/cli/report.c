/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
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
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->format == OV_REPORT_CSV)
    return write_line (ov_epoch_csv_header (), error);

  return TRUE;
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

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  if (self->format == OV_REPORT_JSON)
    return TRUE;

  line = self->format == OV_REPORT_CSV ? ov_epoch_to_csv (epoch) : ov_epoch_to_log_line (epoch);

  return write_line (line, error);
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

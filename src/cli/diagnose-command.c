/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnose-command.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "command-line.h"
#include "diagnosis.h"
#include "error.h"
#include "exit-status.h"
#include "instrument.h"
#include "option-texts.h"
#include "output.h"
#include "run-selection.h"
#include "stability-limits.h"
#include "study.h"
#include "wrap.h"

#define INDENT 2

/* What the diagnosis is called in JSON, in the order of #OvDiagnosisKind. */
static const char *const kind_names[] = {
  [OV_DIAGNOSIS_UNKNOWN] = "unknown",
  [OV_DIAGNOSIS_TOO_SLOW] = "too-slow",
  [OV_DIAGNOSIS_SMOOTH] = "smooth",
  [OV_DIAGNOSIS_SPIKY] = "spiky",
  [OV_DIAGNOSIS_OSCILLATING] = "oscillating",
  [OV_DIAGNOSIS_SWAYING] = "oscillating",
  [OV_DIAGNOSIS_DIVERGING] = "diverging",
  [OV_DIAGNOSIS_OVERFITTING] = "overfitting",
  [OV_DIAGNOSIS_PLATEAU] = "plateau",
  [OV_DIAGNOSIS_TOO_HIGH] = "rate-too-high",
  [OV_DIAGNOSIS_FALLING] = "falling",
  [OV_DIAGNOSIS_RECOVERED] = "recovered",
};

/* The command that tries the remedy. */
static char *
make_command (const OvExportedRun *run,
              const OvRecipe      *remedy)
{
  g_autoptr (GPtrArray) words = ov_command_line_new_for_data (remedy, run->entry->data, FALSE);

  return ov_command_line_write (words);
}

static void
append_wrapped (GString    *text,
                const char *words)
{
  g_autofree char *lines = ov_wrap (words, INDENT, INDENT);

  g_string_append_printf (text, "%*s%s", INDENT, "", lines);
}

static void
append_span (GString           *text,
             const OvEpochSpan *span)
{
  g_string_append_printf (text, "%s%u", text->len > 0 ? ", " : "", span->first);
  if (span->last > span->first)
    g_string_append_printf (text, "–%u", span->last);
}

/* The epochs that sentences mean: "3–9, 12". Of a loss that rises every second epoch it is enough
 * to know from where to where. */
static char *
list_epochs (const GArray *spans)
{
  GString *text = g_string_new (NULL);
  OvEpochSpan whole = g_array_index (spans, OvEpochSpan, 0);

  for (guint i = 1; i < spans->len; i++)
    {
      const OvEpochSpan *span = &g_array_index (spans, OvEpochSpan, i);

      if (span->first > whole.last + 1)
        {
          append_span (text, &whole);
          whole = *span;
        }
      whole.last = MAX (whole.last, span->last);
    }
  append_span (text, &whole);

  return g_string_free (text, FALSE);
}

static void
append_epochs (GString      *text,
               const GArray *spans)
{
  g_autofree char *epochs = NULL;
  g_autofree char *words = NULL;

  if (spans->len == 0)
    return;

  epochs = list_epochs (spans);
  /* Translators: %s is such as "3–9, 12". */
  words = g_strdup_printf (_("Epochs meant: %s"), epochs);
  append_wrapped (text, words);
}

static void
append_other (GString                  *text,
              const OvDiagnosisFinding *finding,
              gboolean                  has_ended)
{
  /* Translators: what else was found, such as "Also: Overfitting. The test loss turned up …". */
  g_autofree char *words = g_strdup_printf (_("Also: %s. %s"),
                                            ov_diagnosis_kind_get_title (finding->kind, has_ended),
                                            finding->evidence);

  append_wrapped (text, words);
  append_epochs (text, finding->spans);
}

static void
append_text (GString             *text,
             const OvExportedRun *run,
             const OvDiagnosis   *diagnosis)
{
  g_autofree char *name = ov_run_selection_make_name (run->entry);
  const gboolean has_ended = run->record->outcome != OV_OUTCOME_NONE;

  g_string_append_printf (text, "%s%s: %s\n", text->len > 0 ? "\n" : "", name,
                          ov_diagnosis_kind_get_title (diagnosis->kind, has_ended));
  if (diagnosis->evidence != NULL && *diagnosis->evidence != '\0')
    append_wrapped (text, diagnosis->evidence);
  if (diagnosis->mark >= 0)
    {
      g_autofree char *mark =
        g_strdup_printf (_("It shows best at epoch %d."), diagnosis->mark);

      append_wrapped (text, mark);
    }
  append_epochs (text, diagnosis->spans);
  for (guint i = 0; i < diagnosis->others->len; i++)
    append_other (text, diagnosis->others->pdata[i], has_ended);
  if (diagnosis->has_remedy && !ov_recipe_is_foreign (&run->record->recipe))
    {
      g_autofree char *command = make_command (run, &diagnosis->remedy);

      g_string_append_printf (text, "%*s%s:\n%*s%s\n", INDENT, "", diagnosis->remedy_label,
                              2 * INDENT, "", command);
    }
}

/* [[3, 9], [12, 12]] */
static JsonArray *
describe_epochs (const GArray *spans)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < spans->len; i++)
    {
      const OvEpochSpan *span = &g_array_index (spans, OvEpochSpan, i);
      JsonArray *ends = json_array_new ();

      json_array_add_int_element (ends, span->first);
      json_array_add_int_element (ends, span->last);
      json_array_add_array_element (array, ends);
    }

  return array;
}

static JsonArray *
describe_others (const GPtrArray *others)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < others->len; i++)
    {
      const OvDiagnosisFinding *finding = others->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "finding", kind_names[finding->kind]);
      json_object_set_string_member (object, "evidence", finding->evidence);
      json_object_set_array_member (object, "epochs", describe_epochs (finding->spans));
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonObject *
describe (const OvExportedRun *run,
          const OvDiagnosis   *diagnosis,
          double               limit)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", run->entry->id);
  json_object_set_string_member (object, "name", run->entry->name);
  json_object_set_string_member (object, "finding", kind_names[diagnosis->kind]);
  json_object_set_string_member (object, "evidence",
                                 diagnosis->evidence != NULL ? diagnosis->evidence : "");
  if (diagnosis->mark >= 0)
    json_object_set_int_member (object, "epoch", diagnosis->mark);
  else
    json_object_set_null_member (object, "epoch");
  json_object_set_array_member (object, "epochs", describe_epochs (diagnosis->spans));
  json_object_set_array_member (object, "others", describe_others (diagnosis->others));
  if (limit > 0.0)
    json_object_set_double_member (object, "stability-limit", limit);
  else
    json_object_set_null_member (object, "stability-limit");
  if (diagnosis->has_remedy && !ov_recipe_is_foreign (&run->record->recipe))
    {
      g_autofree char *command = make_command (run, &diagnosis->remedy);
      g_autofree char *recipe = ov_recipe_to_json (&diagnosis->remedy);
      JsonObject *remedy = json_object_new ();

      json_object_set_string_member (remedy, "command", command);
      json_object_set_member (remedy, "recipe", json_from_string (recipe, NULL));
      json_object_set_object_member (object, "remedy", remedy);
    }
  else
    json_object_set_null_member (object, "remedy");

  return object;
}

static char *
diagnose (const GPtrArray *runs,
          gboolean         as_json)
{
  g_autoptr (OvStabilityLimits) limits = ov_stability_limits_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonArray) found = json_array_new ();
  JsonObject *object;

  for (guint i = 0; i < runs->len; i++)
    {
      const OvExportedRun *run = runs->pdata[i];
      const OvRunRecord *record = run->record;
      const double limit = ov_stability_limits_find (limits, run);
      g_autoptr (OvDiagnosis) diagnosis = ov_diagnosis_new (
        record->history, &record->recipe, record->n_images[OV_SPLIT_TRAIN], limit);
      g_autofree char *faults = ov_instruments_find_faults (run->record);

      ov_diagnosis_add_evidence (diagnosis, faults);
      if (as_json)
        json_array_add_object_element (found, describe (run, diagnosis, limit));
      else
        append_text (text, run, diagnosis);
    }
  if (!as_json)
    return g_string_free (g_steal_pointer (&text), FALSE);

  object = json_object_new ();
  json_object_set_array_member (object, "diagnoses", g_steal_pointer (&found));

  return ov_study_print (object);
}

/**
 * ov_diagnose_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "diagnose"
 *
 * Does `overshoot-cli diagnose`: says what the curves of runs do, and what to try.
 *
 * Returns: an #OvExitStatus
 */
int
ov_diagnose_command (int    argc,
                     char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) texts = ov_option_texts_parse ("diagnose", &argc, argv, &error);
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *text = NULL;

  if (texts == NULL)
    return ov_output_refuse (error);
  if (g_hash_table_contains (texts, "help"))
    return ov_output_help ("diagnose");
  if (argc < 2)
    {
      ov_output_complain (_("The name of a run or a file is missing. “overshoot-cli diagnose "
                            "--help” shows how."));
      return OV_EXIT_USAGE;
    }

  runs = ov_run_selection_load (g_hash_table_lookup (texts, "library"), argv + 1, &error);
  if (runs == NULL)
    return ov_output_fail (error);
  text = diagnose (runs, g_hash_table_contains (texts, "json"));

  return ov_output_finish (text);
}

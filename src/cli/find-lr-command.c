/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "find-lr-command.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "exit-status.h"
#include "finder-status.h"
#include "finding-figure.h"
#include "number.h"
#include "progress-line.h"
#include "study.h"
#include "suggestion.h"
#include "text-table.h"

/* A suggestion's rate, as it is typed. */
static char *
format_rate (OvSuggestion     suggestion,
             const OvFinding *finding)
{
  return ov_number_format (ov_suggestion_get_rate (suggestion, finding, NAN));
}

static char *
make_text (const OvStudy   *study,
           const OvFinding *finding)
{
  static const OvSuggestion suggestions[] = {OV_SUGGESTION_TENTH, OV_SUGGESTION_STEEPEST};
  const OvFinderState state = {
    .recipe = study->recipe,
    .finding = (OvFinding *) finding,
    .is_complete = TRUE,
  };
  g_autofree char *sentence = ov_finder_status_describe (&state, FALSE, NULL);
  char *rates[G_N_ELEMENTS (suggestions)];
  const char *cells[2 * G_N_ELEMENTS (suggestions)];
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n", sentence);
  if (!finding->has_suggestions)
    return g_string_free (text, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (suggestions); i++)
    {
      rates[i] = format_rate (suggestions[i], finding);
      cells[2 * i] = rates[i];
      cells[2 * i + 1] = ov_suggestion_explain (suggestions[i], FALSE);
    }
  g_string_append_printf (text, "\n%s\n", _("Rates to try:"));
  ov_text_table_append (text, cells, G_N_ELEMENTS (suggestions), 2, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (suggestions); i++)
    g_free (rates[i]);

  return g_string_free (text, FALSE);
}

static char *
make_csv (const OvFinding *finding)
{
  GString *text = g_string_new ("learning_rate,loss,smoothed_loss\n");

  for (guint i = 0; i < finding->n_points; i++)
    {
      g_autofree char *rate = ov_number_format (finding->learning_rates[i]);
      g_autofree char *loss = ov_number_format (finding->losses[i]);
      g_autofree char *smoothed = ov_number_format (finding->smoothed[i]);

      g_string_append_printf (text, "%s,%s,%s\n", rate, loss, smoothed);
    }

  return g_string_free (text, FALSE);
}

static char *
make_json (const OvStudy   *study,
           const OvFinding *finding)
{
  static const char *const ends[] = {
    [OV_RANGE_TEST_END_RAMP] = "ramp",
    [OV_RANGE_TEST_END_ROSE] = "rose",
    [OV_RANGE_TEST_END_NOT_FINITE] = "not-finite",
  };
  JsonObject *object = ov_study_describe (study);
  JsonObject *suggestions = json_object_new ();
  JsonArray *points = json_array_new ();

  json_object_set_string_member (object, "end", ends[finding->end]);
  json_object_set_double_member (suggestions, "tenth", finding->tenth);
  json_object_set_double_member (suggestions, "steepest", finding->steepest);
  json_object_set_object_member (object, "suggestions", suggestions);
  for (guint i = 0; i < finding->n_points; i++)
    {
      JsonObject *point = json_object_new ();

      json_object_set_double_member (point, "learning_rate", finding->learning_rates[i]);
      json_object_set_double_member (point, "loss", finding->losses[i]);
      json_object_set_double_member (point, "smoothed_loss", finding->smoothed[i]);
      json_array_add_object_element (points, point);
    }
  json_object_set_array_member (object, "points", points);

  return ov_study_print (object);
}

static gboolean
step_cb (const OvFinding *finding,
         guint            n_steps,
         gpointer         user_data)
{
  ov_progress_line_show_share (user_data, _("range test"),
                               (double) finding->n_points / n_steps);

  return TRUE;
}

static OvFinding *
find (const OvStudy *study,
      GError       **error)
{
  g_autoptr (OvProgressLine) line = ov_progress_line_new (1);
  g_autoptr (OvTrainer) trainer =
    ov_trainer_new (&study->recipe, study->dataset, study->n_threads, error);

  if (trainer == NULL)
    return NULL;

  return ov_trainer_test_range (trainer, NULL, step_cb, line,
                                ov_interrupt_get_cancellable (study->interrupt), error);
}

/**
 * ov_find_lr_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "find-lr"
 *
 * Does `overshoot-cli find-lr`: the learning-rate range test of the window's finder.
 *
 * Returns: an #OvExitStatus, or the exit status of a signal
 */
int
ov_find_lr_command (int    argc,
                    char **argv)
{
  g_auto (OvStudy) study = {0};
  g_autoptr (OvFinding) finding = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  OvFindingFigure figure;
  int status;

  if (!ov_study_parse (&study, "find-lr", argc, argv, &status)
      || !ov_study_load (&study, &status))
    return status;

  finding = find (&study, &error);
  if (finding == NULL)
    return ov_study_fail (&study, error);

  if (study.format == OV_STUDY_TEXT)
    text = make_text (&study, finding);
  else if (study.format == OV_STUDY_CSV)
    text = make_csv (finding);
  else
    text = make_json (&study, finding);

  figure = (OvFindingFigure) {
    .finding = finding,
    .recipe = &study.recipe,
    .dataset_name = study.dataset->name,
    .data_hash = study.plot != NULL ? ov_dataset_get_hash (study.dataset) : NULL,
  };

  return ov_study_finish (&study, text, &ov_finding_figure_class, &figure);
}

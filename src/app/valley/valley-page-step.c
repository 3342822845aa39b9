/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "joined-text.h"
#include "number.h"
#include "schedule.h"
#include "step-figure.h"
#include "step-note.h"

/* The loss along a step: of the linear classifier exact, as fast as a slider is moved; of any other
 * run as its worker measures it between epochs while one looks. */

/*
 * ov_valley_page_init_steps:
 * @self: a page that is being made
 */
void
ov_valley_page_init_steps (OvValleyPage *self)
{
  self->step_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->step_signals, "step-measured",
                                  G_CALLBACK (ov_valley_page_update_soon), self);
  g_signal_group_connect_swapped (self->step_signals, "state-changed",
                                  G_CALLBACK (ov_valley_page_update_soon), self);
}

static void
ask (OvValleyPage *self,
     OvRun        *run)
{
  if (self->measured_run == run)
    return;

  if (self->measured_run != NULL)
    ov_run_set_measures_steps (self->measured_run, FALSE);
  g_set_object (&self->measured_run, run);
  if (run != NULL)
    ov_run_set_measures_steps (run, TRUE);
}

/*
 * ov_valley_page_leave_steps:
 * @self: a page that is being disposed of
 *
 * Asks for no more steps.
 */
void
ov_valley_page_leave_steps (OvValleyPage *self)
{
  ask (self, NULL);
  g_clear_object (&self->step_run);
  g_clear_object (&self->step_signals);
}

/*
 * ov_valley_page_follow_steps:
 * @self: a page
 *
 * Lets the run in front measure its steps while somebody looks at the page, if its switch is on and
 * the loss is not known everywhere.
 */
void
ov_valley_page_follow_steps (OvValleyPage *self)
{
  const gboolean is_wanted = gtk_widget_get_mapped (GTK_WIDGET (self))
                             && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->step_switch));

  if (self->step_signals == NULL)
    return;

  g_signal_group_set_target (self->step_signals, self->run);
  ask (self, is_wanted ? ov_valley_page_get_mapped_run (self) : NULL);
}

/*
 * ov_valley_page_measures_step:
 * @self: a page that is about a path
 *
 * Returns: whether there is a measured step to see, or will be
 */
gboolean
ov_valley_page_measures_step (OvValleyPage *self)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->step_switch))
         && (ov_run_get_step (self->run) != NULL || !ov_run_has_ended (self->run));
}

/* Whether two recipes are the same but for the rate: then a step that has been measured for one of
 * them says where it would have landed with the other. */
static gboolean
is_alike (const OvRecipe *one,
          const OvRecipe *other)
{
  OvRecipe changed = *one;

  changed.learning_rate = other->learning_rate;
  changed.decay = other->decay;

  return ov_recipe_equal (&changed, other);
}

/* Whose step is shown: while a slider is moved one run follows the other, and the step of the last
 * one stays until the new one has measured a step of its own. */
static OvRun *
find_step_run (OvValleyPage *self)
{
  OvRun *run = ov_valley_page_get_mapped_run (self);
  OvRun *last = self->step_run;

  if (run == NULL || last == NULL || ov_run_get_step (last) == NULL || ov_run_get_step (run) != NULL
      || ov_run_has_ended (run) || ov_run_get_dataset (run) != ov_run_get_dataset (last)
      || !is_alike (ov_run_get_recipe (run), ov_run_get_recipe (last)))
    g_set_object (&self->step_run, run);

  return self->step_run;
}

/* What has been measured, at the rate that @recipe has if the step would be the same with another
 * rate. Returns whether there is anything. */
static gboolean
fill_measured_figure (OvValleyPage   *self,
                      const OvRecipe *recipe,
                      OvStepFigure   *figure)
{
  OvRun *run = find_step_run (self);
  const OvStepLine *line = run != NULL ? ov_run_get_step (run) : NULL;
  OvSchedule schedule;

  if (line == NULL)
    return FALSE;

  *figure = (OvStepFigure) {
    .recipe = ov_run_get_recipe (run),
    .n_epochs = line->epoch,
    .learning_rate = line->learning_rate,
    .parabola = line->model,
    .line = line,
    .limit = NAN,
    .dataset_name = self->data_name,
    .data_hash = self->data,
  };
  if (!ov_recipe_equal (recipe, figure->recipe) && is_alike (recipe, figure->recipe))
    {
      ov_schedule_init (&schedule, recipe);
      figure->learning_rate = ov_schedule_get_rate (&schedule, line->epoch);
    }

  return TRUE;
}

/* The step of the run in front, or of a run that has not begun yet, at the rate that @recipe has;
 * where an obstacle hides the valley it has to be measured. Returns whether it is known. */
static gboolean
fill_figure (OvValleyPage   *self,
             const char     *obstacle,
             const OvRecipe *recipe,
             OvStepFigure   *figure)
{
  const OvFoundStep *step = ov_step_finder_get_step (self->finder);
  OvSchedule schedule;

  if (obstacle != NULL)
    return fill_measured_figure (self, recipe, figure);
  if (step == NULL || !ov_recipe_equal (&step->recipe, ov_valley_page_get_own_recipe (self)))
    return FALSE;

  ov_schedule_init (&schedule, recipe);
  *figure = (OvStepFigure) {
    .recipe = &step->recipe,
    .n_epochs = step->n_epochs,
    .learning_rate = ov_schedule_get_rate (&schedule, step->n_epochs),
    .parabola = step->parabola,
    .limit = ov_quadratic_get_limit (self->quadratic, recipe),
    .dataset_name = self->data_name,
    .data_hash = self->data,
  };

  return TRUE;
}

/* What the step does, and where nobody knew that before what it cost to find out. */
static char *
describe (OvValleyPage       *self,
          const OvStepFigure *figure)
{
  g_autofree char *n_images = NULL;
  g_autofree char *note =
    ov_step_note_make (figure->learning_rate, ov_step_figure_get_lowest (figure),
                       ov_step_figure_get_break_even (figure), figure->limit);

  if (figure->line == NULL)
    /* Translators: the number of an epoch, and a sentence about its step. */
    return g_strdup_printf (_("Step of epoch %u. %s"), figure->n_epochs, note);

  if (self->step_run != self->run)
    /* Translators: the number of an epoch, and a sentence about its step. */
    return g_strdup_printf (_("Step of epoch %u of the run before. %s"), figure->n_epochs, note);

  n_images = ov_number_format_count (figure->line->n_images);

  /* Translators: the number of an epoch, a sentence about its step, and what it took to measure
   * that: images and seconds. */
  return g_strdup_printf (_("Step of epoch %u. %s Measured on %s images in %.2g s."),
                          figure->n_epochs, note, n_images, figure->line->seconds);
}

/*
 * ov_valley_page_show_step:
 * @self: a page
 * @obstacle: (nullable): why there is no valley
 *
 * Shows the loss along the step, as far as it is known.
 */
void
ov_valley_page_show_step (OvValleyPage *self,
                          const char   *obstacle)
{
  OvChart *chart = ov_chart_view_get_chart (self->step_view);
  g_autofree char *text = NULL;
  OvStepFigure figure;

  ov_chart_remove_all_series (chart);
  ov_chart_remove_all_marks (chart);
  ov_chart_set_message (chart, NULL);
  if (fill_figure (self, obstacle, ov_valley_page_get_recipe (self), &figure))
    {
      text = describe (self, &figure);
      ov_step_figure_fill (&figure, chart);
      ov_chart_set_title (chart, NULL);
    }
  else if (obstacle != NULL)
    ov_chart_set_message (chart, _("The loss along the step shows after the next epoch."));
  ov_joined_text_set_label (self->step_note, text != NULL ? text : "");
  ov_chart_view_set_description (self->step_view, _("The loss along a step"),
                                 text != NULL ? text : _("Nothing found yet"));
  ov_chart_view_changed (self->step_view);
}

/*
 * ov_valley_page_add_step_figure:
 * @self: a page
 * @set: a set of figures
 * @obstacle: (nullable): why there is no valley
 *
 * Adds the step of the run in front as a figure, of that run alone.
 */
void
ov_valley_page_add_step_figure (OvValleyPage *self,
                                OvFigureSet  *set,
                                const char   *obstacle)
{
  const OvRecipe *recipe = ov_valley_page_get_own_recipe (self);
  const gboolean is_path = obstacle != NULL && ov_valley_page_get_mapped_run (self) != NULL;
  OvStepFigure figure;

  if (recipe != NULL && fill_figure (self, obstacle, recipe, &figure)
      && (!is_path || self->step_run == self->run))
    ov_figure_set_add (set, "step", _("Loss along the step"), &ov_step_figure_class,
                       ov_step_figure_copy (&figure), (GDestroyNotify) ov_step_figure_free);
  else
    ov_figure_set_add_missing (set, "step", _("Loss along the step"),
                               is_path            ? _("The page with the valley measures it "
                                                      "while the run is running.")
                               : obstacle != NULL ? obstacle
                                                  : _("Turn to the page with the valley first."));
}

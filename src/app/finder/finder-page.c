/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "finder-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart-view.h"
#include "css-class.h"
#include "finder-job.h"
#include "finder-status.h"
#include "finding-curves.h"
#include "finding-figure.h"
#include "joined-text.h"
#include "number.h"
#include "reflow.h"
#include "schedule.h"
#include "start-choice.h"
#include "suggestion.h"
#include "thread-pool.h"

/**
 * OvFinderPage:
 *
 * Seeks the learning rates that suit the recipe: the loss of a ramp against its learning rate, and
 * below it what follows from that, each with a button that takes it.
 */
struct _OvFinderPage
{
  OvPage               parent_instance;

  /* Template children. */
  OvStartChoice       *start_choice;
  GtkButton           *run_button;
  GtkLabel            *status;
  GtkProgressBar      *progress_bar;
  GtkStack            *stack;
  AdwStatusPage       *empty; /* in place of a chart without a point */
  OvChartView         *view;
  GtkWidget           *names[OV_N_SUGGESTIONS];
  GtkLabel            *reasons[OV_N_SUGGESTIONS];
  GtkLabel            *labels[OV_N_SUGGESTIONS];
  GtkWidget           *buttons[OV_N_SUGGESTIONS];

  /* Owned. */
  OvFinderJob         *job;
  const OvFinderState *finder; /* what it has come to */
  GSignalGroup        *job_signals;
  OvDataset           *dataset; /* NULL before there is any */

  OvRecipe             recipe;
  double               limit; /* NAN while nobody knows it */
  OvFindingCurves      curves;
  gboolean             is_busy;
  gboolean             is_earlier; /* the run that the ramp started from was replaced since */
};

G_DEFINE_FINAL_TYPE (OvFinderPage, ov_finder_page, OV_TYPE_PAGE)

/* The recipe of the last ramp as the current one would be if they differed in nothing that the
 * finder depends on. */
static OvRecipe
get_comparable (OvFinderPage *self)
{
  OvRecipe recipe = self->finder->recipe;

  ov_schedule_copy (&recipe, &self->recipe);
  recipe.shuffle = self->recipe.shuffle;
  recipe.measure_train = self->recipe.measure_train;
  recipe.reduced_precision = self->recipe.reduced_precision;

  return recipe;
}

/* Whether what is shown is for another recipe than the current one. */
static gboolean
is_foreign (OvFinderPage *self)
{
  const OvRecipe recipe = get_comparable (self);

  return self->finder->finding != NULL && !ov_recipe_equal (&recipe, &self->recipe);
}

/* Returns NAN while there is none. */
static double
get_rate (OvFinderPage *self,
          OvSuggestion  suggestion)
{
  return ov_suggestion_get_rate (suggestion, ov_finder_page_get_finding (self), self->limit);
}

static void
show_status (OvFinderPage *self)
{
  g_autofree char *difference = NULL;
  g_autofree char *text = NULL;

  if (is_foreign (self))
    {
      const OvRecipe recipe = get_comparable (self);

      difference = ov_recipe_describe_difference (&recipe, &self->recipe);
    }
  text = ov_finder_status_describe (self->finder, self->is_earlier, difference);

  ov_joined_text_set_label (self->status, text);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *text != '\0');
  ov_css_class_set (GTK_WIDGET (self->status), "error", self->finder->error != NULL);
  ov_chart_view_set_description (self->view, _("Loss against learning rate"),
                                 *text != '\0' ? text : _("Nothing found yet"));
}

static void
show_marks (OvFinderPage *self)
{
  OvChart *chart = ov_chart_view_get_chart (self->view);

  ov_chart_remove_all_marks (chart);
  for (guint i = 0; i < OV_N_SUGGESTIONS; i++)
    if (isfinite (get_rate (self, i)) && (i != OV_SUGGESTION_LIMIT || !is_foreign (self)))
      {
        if (i == OV_SUGGESTION_LIMIT)
          ov_chart_add_marker (chart, self->limit, ov_suggestion_get_mark (i));
        else
          ov_chart_add_guide (chart, get_rate (self, i), ov_suggestion_get_mark (i));
      }
}

/* Whether there is anything to be seen on the chart, now or soon. */
static gboolean
has_chart (OvFinderPage *self)
{
  const OvFinding *finding = self->finder->finding;

  return self->dataset != NULL
         && (self->finder->is_running || (finding != NULL && finding->n_points > 0));
}

static void
show_chart (OvFinderPage *self)
{
  const OvFinding *finding = self->finder->finding;

  ov_joined_text_set_description (
    self->empty, self->dataset == NULL
                   ? _("The data is still being loaded.")
                   : _("A copy trains at a growing rate until the loss blows up.\n"
                       "Your run pauses meanwhile."));
  gtk_stack_set_visible_child (self->stack, has_chart (self) ? GTK_WIDGET (self->view)
                                                             : GTK_WIDGET (self->empty));
  ov_finding_curves_update (&self->curves, finding,
                            finding != NULL ? &self->finder->recipe : &self->recipe);
  show_marks (self);
  ov_finding_curves_frame (&self->curves, finding);
  ov_chart_view_changed (self->view);
}

/* What is to be known before a suggestion is applied: a run never continues at another rate. */
static const char *
get_hint (OvFinderPage *self,
          OvSuggestion  suggestion,
          gboolean      is_old)
{
  if (is_old)
    return _("Run the finder again for this recipe");
  if (suggestion != OV_SUGGESTION_LIMIT && self->finder->is_from_run
      && isfinite (get_rate (self, suggestion)))
    return _("Starts a new run at this rate, from its first weights");

  return NULL;
}

static void
show_row (OvFinderPage *self,
          guint         row,
          gboolean      is_visible)
{
  gtk_widget_set_visible (self->names[row], is_visible);
  gtk_widget_set_visible (GTK_WIDGET (self->reasons[row]), is_visible);
  gtk_widget_set_visible (GTK_WIDGET (self->labels[row]), is_visible);
  gtk_widget_set_visible (self->buttons[row], is_visible);
}

static void
show_suggestions (OvFinderPage *self)
{
  for (guint i = 0; i < OV_N_SUGGESTIONS; i++)
    {
      const double rate = get_rate (self, i);
      const gboolean is_old = i != OV_SUGGESTION_LIMIT && is_foreign (self);
      const gboolean is_beyond = !is_old && rate > self->limit;
      const char *reason = ov_suggestion_explain (i, is_beyond);
      g_autofree char *text = isfinite (rate)
                                ? ov_number_format_local (rate)
                                : g_strdup ("–");
      g_autofree char *action = isfinite (rate)
                                  ? g_strdup_printf (_("Apply the learning rate %s"), text)
                                  : g_strdup (_("Apply"));

      show_row (self, i, isfinite (rate) || (i != OV_SUGGESTION_LIMIT && has_chart (self)));
      ov_joined_text_set_label (self->labels[i], text);
      ov_joined_text_set_label (self->reasons[i], reason);
      ov_css_class_set (GTK_WIDGET (self->reasons[i]), "warning", is_beyond);
      ov_css_class_set (GTK_WIDGET (self->reasons[i]), "dim-label", !is_beyond);
      gtk_widget_set_sensitive (self->buttons[i], isfinite (rate) && !is_old);
      ov_joined_text_set_tooltip (self->buttons[i], get_hint (self, i, is_old));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, action, -1);
    }
}

static void
show (OvFinderPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->run_button), self->dataset != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "finder.export",
                                 ov_finder_page_get_finding (self) != NULL);
  gtk_progress_bar_set_fraction (self->progress_bar, self->finder->progress);
  show_status (self);
  show_suggestions (self);
  show_chart (self);
}

/* The other pages compare whole runs, which begin with their first weights. */
static void
publish_finding (OvFinderPage *self)
{
  const gboolean is_for_others = !self->finder->is_from_run;

  ov_page_publish_finding (OV_PAGE (self),
                           is_for_others ? ov_finder_page_get_finding (self) : NULL);
}

static void
state_changed_cb (OvFinderPage *self)
{
  const gboolean is_running = self->finder->is_running;

  gtk_button_set_label (self->run_button, is_running ? _("_Stop") : _("R_un"));
  ov_css_class_set (GTK_WIDGET (self->run_button), "suggested-action", !is_running);
  gtk_widget_set_opacity (GTK_WIDGET (self->progress_bar), is_running ? 1.0 : 0.0);
  show (self);

  if (is_running != self->is_busy)
    {
      self->is_busy = is_running;
      ov_page_tell_busy (OV_PAGE (self), is_running);
    }
  if (!is_running)
    publish_finding (self);
}

static void
run_cb (OvFinderPage *self)
{
  OvRun *run = ov_start_choice_get_run (self->start_choice);

  if (self->finder->is_running)
    {
      ov_finder_job_stop (self->job);
      return;
    }

  self->is_earlier = FALSE;
  if (run != NULL)
    ov_finder_job_start_from_run (self->job, run);
  else if (self->dataset != NULL)
    ov_finder_job_start (self->job, &self->recipe, self->dataset);
}

static void
apply_cb (GtkButton    *button,
          OvFinderPage *self)
{
  for (guint i = 0; i < OV_N_SUGGESTIONS; i++)
    if (self->buttons[i] == GTK_WIDGET (button) && isfinite (get_rate (self, i)))
      {
        ov_page_want_rate (OV_PAGE (self), get_rate (self, i));
        return;
      }
}

static void
zoomed_cb (OvChartView  *view,
           double        low,
           double        high,
           OvFinderPage *self)
{
  if (isfinite (low))
    ov_chart_zoom_x (ov_chart_view_get_chart (view), low, high);
  else
    ov_finding_curves_frame (&self->curves, self->finder->finding);
  ov_chart_view_changed (view);
}

/* What was found for the former recipe stays, and says so unless the two differ only in what the
 * finder does not depend on, such as the learning rate. */
static void
ov_finder_page_set_recipe (OvPage         *page,
                           const OvRecipe *recipe)
{
  OvFinderPage *self = OV_FINDER_PAGE (page);

  self->recipe = *recipe;
  show (self);
}

/* What was found on the former data is gone. */
static void
ov_finder_page_set_dataset (OvPage    *page,
                            OvDataset *dataset)
{
  OvFinderPage *self = OV_FINDER_PAGE (page);

  if (self->dataset == dataset)
    return;

  ov_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  self->dataset = dataset;
  ov_finder_job_clear (self->job);
}

/* A ramp can start from the run's weights. What was found from those of the former run stays, and
 * says so. */
static void
ov_finder_page_set_run (OvPage *page,
                        OvRun  *run)
{
  OvFinderPage *self = OV_FINDER_PAGE (page);

  ov_start_choice_set_run (self->start_choice, run);
  self->is_earlier = TRUE;
  show_status (self);
}

static void
ov_finder_page_set_limit (OvPage *page,
                          double  limit)
{
  OvFinderPage *self = OV_FINDER_PAGE (page);

  self->limit = limit;
  show_suggestions (self);
  show_marks (self);
  ov_chart_view_changed (self->view);
}

/* What a ramp that has come to its end has found. */
static void
ov_finder_page_add_figures (OvPage      *page,
                            OvFigureSet *set)
{
  OvFinderPage *self = OV_FINDER_PAGE (page);
  const OvFindingFigure figure = {
    .finding = ov_finder_page_get_finding (self),
    .recipe = &self->finder->recipe,
    .limit = isfinite (self->limit) && !is_foreign (self) ? self->limit : 0.0,
    .is_from_run = self->finder->is_from_run,
    .dataset_name = self->dataset != NULL ? self->dataset->name : NULL,
    .data_hash = self->dataset != NULL ? ov_dataset_get_hash (self->dataset) : NULL,
  };

  if (figure.finding != NULL)
    ov_figure_set_add (set, "finder", _("Learning-rate finder"), &ov_finding_figure_class,
                       ov_finding_figure_copy (&figure), (GDestroyNotify) ov_finding_figure_free);
  else
    ov_figure_set_add_missing (set, "finder", _("Learning-rate finder"),
                               _("The finder has found nothing yet. Run it to its end on its page, "
                                 "and export again."));
}

static void
export_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.export", "s", "finder");
}

static void
ov_finder_page_dispose (GObject *object)
{
  OvFinderPage *self = OV_FINDER_PAGE (object);

  g_clear_object (&self->job_signals);
  if (self->job != NULL)
    ov_finder_job_clear (self->job);
  g_clear_object (&self->job);
  g_clear_pointer (&self->dataset, ov_dataset_unref);

  G_OBJECT_CLASS (ov_finder_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  static const char *const names[OV_N_SUGGESTIONS] = {"steepest", "tenth", "limit"};

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/finder-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvFinderPage, start_choice);
  gtk_widget_class_bind_template_child (widget_class, OvFinderPage, run_button);
  gtk_widget_class_bind_template_child (widget_class, OvFinderPage, status);
  gtk_widget_class_bind_template_child (widget_class, OvFinderPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, OvFinderPage, stack);
  gtk_widget_class_bind_template_child (widget_class, OvFinderPage, empty);
  gtk_widget_class_bind_template_child (widget_class, OvFinderPage, view);
  for (guint i = 0; i < OV_N_SUGGESTIONS; i++)
    {
      g_autofree char *name = g_strconcat (names[i], "_name", NULL);
      g_autofree char *label = g_strconcat (names[i], "_label", NULL);
      g_autofree char *reason = g_strconcat (names[i], "_reason", NULL);
      g_autofree char *button = g_strconcat (names[i], "_button", NULL);

      gtk_widget_class_bind_template_child_full (widget_class, name, FALSE,
                                                 (gssize) G_STRUCT_OFFSET (OvFinderPage,
                                                                           names[i]));
      gtk_widget_class_bind_template_child_full (widget_class, label, FALSE,
                                                 (gssize) G_STRUCT_OFFSET (OvFinderPage,
                                                                           labels[i]));
      gtk_widget_class_bind_template_child_full (widget_class, reason, FALSE,
                                                 (gssize) G_STRUCT_OFFSET (OvFinderPage,
                                                                           reasons[i]));
      gtk_widget_class_bind_template_child_full (widget_class, button, FALSE,
                                                 (gssize) G_STRUCT_OFFSET (OvFinderPage,
                                                                           buttons[i]));
    }
  gtk_widget_class_install_action (widget_class, "finder.export", NULL, export_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, ov_chart_view_set_crosshair);
  gtk_widget_class_bind_template_callback (widget_class, zoomed_cb);
}

static void
ov_finder_page_class_init (OvFinderPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  OvPageClass *page_class = OV_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_finder_page_dispose;

  page_class->name = "finder";
  page_class->title = N_("Finder");
  page_class->icon_name = "overshoot-finder-symbolic";
  page_class->set_dataset = ov_finder_page_set_dataset;
  page_class->set_recipe = ov_finder_page_set_recipe;
  page_class->set_run = ov_finder_page_set_run;
  page_class->set_limit = ov_finder_page_set_limit;
  page_class->add_figures = ov_finder_page_add_figures;

  g_type_ensure (OV_TYPE_CHART_VIEW);
  g_type_ensure (OV_TYPE_REFLOW);
  g_type_ensure (OV_TYPE_START_CHOICE);
  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "finderpage");
}

static void
ov_finder_page_init (OvFinderPage *self)
{
  gboolean known;

  self->limit = NAN;
  known = ov_recipe_init_preset (&self->recipe, ov_recipe_list_presets ()[0], NULL);
  g_assert (known);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->curves = ov_finding_curves_add (ov_chart_view_get_chart (self->view));
  self->job = ov_finder_job_new (ov_thread_pool_default_size ());
  self->finder = ov_finder_job_get_state (self->job);
  self->job_signals = g_signal_group_new (OV_TYPE_FINDER_JOB);
  g_signal_group_connect_swapped (self->job_signals, "progress-changed", G_CALLBACK (show), self);
  g_signal_group_connect_swapped (self->job_signals, "state-changed", G_CALLBACK (state_changed_cb),
                                  self);
  g_signal_group_set_target (self->job_signals, self->job);
  show (self);
}

/**
 * ov_finder_page_get_finding:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what a ramp that came to its own end found, valid until the
 *   next OvPage::finding-changed
 */
const OvFinding *
ov_finder_page_get_finding (OvFinderPage *self)
{
  g_return_val_if_fail (OV_IS_FINDER_PAGE (self), NULL);

  return self->finder->is_complete ? self->finder->finding : NULL;
}

/**
 * ov_finder_page_is_from_run:
 * @self: a page
 *
 * Returns: whether what it shows was found from the weights of a run, not from the first ones
 */
gboolean
ov_finder_page_is_from_run (OvFinderPage *self)
{
  g_return_val_if_fail (OV_IS_FINDER_PAGE (self), FALSE);

  return self->finder->is_from_run;
}

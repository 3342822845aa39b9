/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "css-class.h"
#include "joined-text.h"
#include "model.h"
#include "next-frame.h"
#include "number-entry.h"
#include "number.h"
#include "parameter.h"
#include "reflow.h"
#include "spoken-name.h"
#include "sweep-view.h"
#include "thread-pool.h"

/* A range reaches so far around the recipe's rate, unless it is typed. */
#define BELOW 100.0
#define ABOVE 10.0

/* Enough for the end of a range. */
#define RANGE_DIGITS 3

/**
 * OvSweepPage:
 *
 * One recipe at several learning rates, as a grid of small charts on shared axes or as one chart of
 * all. While the user has typed nothing else, the range follows the recipe.
 */
struct _OvSweepPage
{
  OvPage           parent_instance;

  /* Template children. */
  OvNumberEntry   *from_entry;
  OvNumberEntry   *to_entry;
  GtkSpinButton   *count_spin;
  OvNumberEntry   *epochs_entry;
  GtkButton       *run_button;
  GtkLabel        *status;
  GtkDropDown     *quantity_choice;
  GtkToggleButton *overlay_button;
  GtkWidget       *export_button;
  GtkProgressBar  *progress_bar;
  OvSweepView     *view;

  /* Owned. */
  OvRateSweep     *sweep;
  GSignalGroup    *sweep_signals;
  char            *problem; /* why nothing is run, until something is */

  OvRecipe         recipe;
  gboolean         has_own_range;
  gboolean         has_own_epochs;
  gboolean         is_busy;
  guint            tick; /* shows where it stands in the next frame, or 0 */
};

G_DEFINE_FINAL_TYPE (OvSweepPage, ov_sweep_page, OV_TYPE_PAGE)

static OvQuantity
get_quantity (OvSweepPage *self)
{
  return gtk_drop_down_get_selected (self->quantity_choice) == 0 ? OV_QUANTITY_LOSS
                                                                 : OV_QUANTITY_ACCURACY;
}

static guint
count_ended (OvSweepPage *self)
{
  guint n_ended = 0;

  for (guint i = 0; i < ov_rate_sweep_get_n_trials (self->sweep); i++)
    n_ended += ov_rate_sweep_get_trial (self->sweep, i)->state == OV_RUN_ENDED;

  return n_ended;
}

/* Whether there is nothing to see because accuracies cannot be forecast. */
static gboolean
lacks_accuracies (OvSweepPage *self)
{
  return ov_rate_sweep_is_forecast (self->sweep) && get_quantity (self) == OV_QUANTITY_ACCURACY;
}

/* What is wrong, what is going on, or what has come out. */
static char *
make_status (OvSweepPage *self,
             gboolean    *is_wrong)
{
  const GError *error = ov_rate_sweep_get_error (self->sweep);
  const guint n_trials = ov_rate_sweep_get_n_trials (self->sweep);
  g_autofree char *comparison = NULL;
  g_autofree char *text = NULL;

  *is_wrong = self->problem != NULL || error != NULL;
  if (*is_wrong)
    return g_strdup (self->problem != NULL ? self->problem : error->message);
  if (n_trials == 0 || lacks_accuracies (self))
    return g_strdup ("");
  if (self->is_busy)
    return g_strdup_printf (_("Running rate %u of %u, from the lowest up."),
                            MIN (count_ended (self) + 1, n_trials), n_trials);

  comparison = ov_sweep_view_describe (self->view);
  text = ov_rate_sweep_is_forecast (self->sweep)
           ? g_strdup_printf (_("Forecasts, without a run. %s"), comparison)
           : g_steal_pointer (&comparison);
  if (gtk_toggle_button_get_active (self->overlay_button))
    return g_steal_pointer (&text);

  return g_strdup_printf (_("%s Solid: training set, dashed: test set."), text);
}

static void
show_status (gpointer widget)
{
  OvSweepPage *self = OV_SWEEP_PAGE (widget);
  gboolean is_wrong;
  g_autofree char *text = make_status (self, &is_wrong);

  ov_joined_text_set_label (self->status, text);
  gtk_widget_set_visible (GTK_WIDGET (self->status), text[0] != '\0');
  ov_css_class_set (GTK_WIDGET (self->status), "error", is_wrong);
  gtk_progress_bar_set_fraction (self->progress_bar, ov_rate_sweep_get_progress (self->sweep));
}

/* However much happens between two frames, it is reported once. */
static void
update_soon (OvSweepPage *self)
{
  ov_next_frame_call (self, &self->tick, show_status);
}

static void
update_export_button (OvSweepPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ladder.export",
                                 ov_rate_sweep_get_n_trials (self->sweep) > 0
                                   && !lacks_accuracies (self));
}

static void
layout_changed_cb (OvSweepPage *self)
{
  update_export_button (self);
  ov_sweep_view_set_quantity (self->view, get_quantity (self));
  ov_sweep_view_set_overlay (self->view, gtk_toggle_button_get_active (self->overlay_button));
  update_soon (self);
}

static void
set_problem (OvSweepPage *self,
             const char  *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  update_soon (self);
}

static void
state_changed_cb (OvRateSweep *sweep,
                  OvSweepPage *self)
{
  const gboolean is_running = ov_rate_sweep_is_running (sweep);
  const gboolean is_busy = is_running && !ov_rate_sweep_is_forecast (sweep);

  gtk_button_set_label (self->run_button, is_running ? _("_Stop") : _("R_un"));
  ov_css_class_set (GTK_WIDGET (self->run_button), "suggested-action", !is_running);
  update_export_button (self);
  gtk_widget_set_opacity (GTK_WIDGET (self->progress_bar), is_running ? 1.0 : 0.0);
  update_soon (self);

  if (is_busy == self->is_busy)
    return;

  self->is_busy = is_busy;
  ov_page_tell_busy (OV_PAGE (self), is_busy);
}

static void
run_cb (OvSweepPage *self)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe = self->recipe;

  if (ov_rate_sweep_is_running (self->sweep))
    {
      ov_rate_sweep_stop (self->sweep);
      return;
    }

  if (ov_rate_sweep_get_dataset (self->sweep) == NULL)
    {
      set_problem (self, _("The data is still being loaded. Try again in a moment."));
      return;
    }

  /* Losses can be forecast; who wants to see accuracies has to have the recipe run. */
  ov_rate_sweep_set_forecasting (self->sweep, get_quantity (self) == OV_QUANTITY_LOSS);
  recipe.epochs = (guint) ov_number_entry_get_value (self->epochs_entry);
  if (ov_rate_sweep_start (self->sweep, &recipe, ov_number_entry_get_value (self->from_entry),
                           ov_number_entry_get_value (self->to_entry),
                           (guint) gtk_spin_button_get_value_as_int (self->count_spin), &error))
    set_problem (self, NULL);
  else
    set_problem (self, error->message);
}

static void
range_entered_cb (OvSweepPage *self)
{
  self->has_own_range = TRUE;
  set_problem (self, NULL);
}

static void
epochs_entered_cb (OvSweepPage *self)
{
  self->has_own_epochs = TRUE;
  set_problem (self, NULL);
}

static void
export_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.export", "s", "ladder");
}

/* What the page shows. */
static void
ov_sweep_page_add_figures (OvPage      *page,
                           OvFigureSet *set)
{
  OvSweepPage *self = OV_SWEEP_PAGE (page);
  const char *title = _("Ladder of learning rates");

  if (ov_rate_sweep_get_n_trials (self->sweep) == 0)
    ov_figure_set_add_missing (set, "ladder", title,
                               _("No ladder was run yet. Run it on its page, and export again."));
  else if (lacks_accuracies (self))
    ov_figure_set_add_missing (set, "ladder", title,
                               _("The ladder is a forecast, which has no accuracies. Run it again "
                                 "on its page, or show losses there, and export again."));
  else
    ov_figure_set_add (set, "ladder", title, &ov_sweep_figure_class,
                       ov_sweep_view_make_figure (self->view),
                       (GDestroyNotify) ov_sweep_figure_free);
}

/* Takes another recipe for the next sweep; one that runs goes on. The range follows the recipe
 * unless it was typed for the same preset. */
static void
ov_sweep_page_set_recipe (OvPage         *page,
                          const OvRecipe *recipe)
{
  OvSweepPage *self = OV_SWEEP_PAGE (page);
  const OvParameter *rate = ov_parameter_find ("learning-rate");

  if (strcmp (recipe->preset, self->recipe.preset) != 0)
    self->has_own_range = self->has_own_epochs = FALSE;

  self->recipe = *recipe;
  if (!self->has_own_range)
    {
      const double from = ov_number_round (recipe->learning_rate / BELOW, RANGE_DIGITS);
      const double to = ov_number_round (recipe->learning_rate * ABOVE, RANGE_DIGITS);

      ov_number_entry_set_value (self->from_entry, MAX (from, rate->minimum));
      ov_number_entry_set_value (self->to_entry, MIN (to, rate->maximum));
    }
  if (!self->has_own_epochs)
    ov_number_entry_set_value (self->epochs_entry,
                               CLAMP (recipe->epochs, 1, recipe->model->most_trial_epochs));
}

/* A sweep on the former data is gone. */
static void
ov_sweep_page_set_dataset (OvPage    *page,
                           OvDataset *dataset)
{
  ov_rate_sweep_set_dataset (OV_SWEEP_PAGE (page)->sweep, dataset);
}

/* The losses of the next sweep are forecast from it where it suits the recipe. */
static void
ov_sweep_page_set_quadratic (OvPage      *page,
                             OvQuadratic *quadratic)
{
  ov_rate_sweep_set_quadratic (OV_SWEEP_PAGE (page)->sweep, quadratic);
}

/* The charts of a ladder that is run in a lecture are as large as those before it. */
static void
ov_sweep_page_set_lecture (OvPage *page,
                           double  type_scale)
{
  ov_sweep_view_set_type_scale (OV_SWEEP_PAGE (page)->view, type_scale > 0.0 ? type_scale : 1.0);
}

static void
ov_sweep_page_dispose (GObject *object)
{
  OvSweepPage *self = OV_SWEEP_PAGE (object);

  g_clear_object (&self->sweep_signals);
  if (self->sweep != NULL)
    ov_rate_sweep_clear (self->sweep);

  G_OBJECT_CLASS (ov_sweep_page_parent_class)->dispose (object);
}

static void
ov_sweep_page_finalize (GObject *object)
{
  OvSweepPage *self = OV_SWEEP_PAGE (object);

  /* A picture that is still being saved asks for it. */
  g_clear_object (&self->sweep);
  g_free (self->problem);

  G_OBJECT_CLASS (ov_sweep_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/sweep-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvSweepPage, from_entry);
  gtk_widget_class_bind_template_child (widget_class, OvSweepPage, to_entry);
  gtk_widget_class_bind_template_child (widget_class, OvSweepPage, count_spin);
  gtk_widget_class_bind_template_child (widget_class, OvSweepPage, epochs_entry);
  gtk_widget_class_bind_template_child (widget_class, OvSweepPage, run_button);
  gtk_widget_class_bind_template_child (widget_class, OvSweepPage, status);
  gtk_widget_class_bind_template_child (widget_class, OvSweepPage, quantity_choice);
  gtk_widget_class_bind_template_child (widget_class, OvSweepPage, overlay_button);
  gtk_widget_class_bind_template_child (widget_class, OvSweepPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, OvSweepPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, OvSweepPage, view);
  gtk_widget_class_install_action (widget_class, "ladder.export", NULL, export_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
  gtk_widget_class_bind_template_callback (widget_class, range_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, epochs_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, set_problem);
  gtk_widget_class_bind_template_callback (widget_class, layout_changed_cb);
}

static void
ov_sweep_page_class_init (OvSweepPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  OvPageClass *page_class = OV_PAGE_CLASS (klass);

  object_class->dispose = ov_sweep_page_dispose;
  object_class->finalize = ov_sweep_page_finalize;

  page_class->name = "ladder";
  page_class->title = N_("Ladder");
  page_class->icon_name = "overshoot-ladder-symbolic";
  page_class->set_dataset = ov_sweep_page_set_dataset;
  page_class->set_recipe = ov_sweep_page_set_recipe;
  page_class->set_quadratic = ov_sweep_page_set_quadratic;
  page_class->add_figures = ov_sweep_page_add_figures;
  page_class->set_lecture = ov_sweep_page_set_lecture;

  g_type_ensure (OV_TYPE_SWEEP_VIEW);
  g_type_ensure (OV_TYPE_NUMBER_ENTRY);
  g_type_ensure (OV_TYPE_REFLOW);
  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "ladderpage");
}

static void
ov_sweep_page_init (OvSweepPage *self)
{
  gboolean known;

  self->sweep = ov_rate_sweep_new (ov_thread_pool_default_size ());
  self->sweep_signals = g_signal_group_new (OV_TYPE_RATE_SWEEP);
  g_signal_group_connect_swapped (self->sweep_signals, "trial-changed", G_CALLBACK (update_soon),
                                  self);
  g_signal_group_connect (self->sweep_signals, "state-changed", G_CALLBACK (state_changed_cb),
                          self);
  g_signal_group_set_target (self->sweep_signals, self->sweep);

  gtk_widget_init_template (GTK_WIDGET (self));
  ov_sweep_view_set_sweep (self->view, self->sweep);
  ov_number_entry_set_parameter (self->from_entry, ov_parameter_find ("learning-rate"));
  ov_number_entry_set_parameter (self->to_entry, ov_parameter_find ("learning-rate"));
  ov_number_entry_set_parameter (self->epochs_entry, ov_parameter_find ("epochs"));
  /* The labels above them are short. */
  ov_spoken_name_set (GTK_WIDGET (self->from_entry), _("From learning rate"));
  ov_spoken_name_set (GTK_WIDGET (self->to_entry), _("To learning rate"));
  ov_spoken_name_set (GTK_WIDGET (self->epochs_entry), _("Epochs of each rate"));

  known = ov_recipe_init_preset (&self->recipe, ov_recipe_list_presets ()[0], NULL);
  g_assert (known);
  ov_sweep_page_set_recipe (OV_PAGE (self), &self->recipe);
  state_changed_cb (self->sweep, self);
}

/**
 * ov_sweep_page_get_sweep:
 * @self: a page
 *
 * Returns: (transfer none): its sweep
 */
OvRateSweep *
ov_sweep_page_get_sweep (OvSweepPage *self)
{
  g_return_val_if_fail (OV_IS_SWEEP_PAGE (self), NULL);

  return self->sweep;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-view.h"

#include <glib/gi18n-lib.h>

#include "chart-grid.h"
#include "next-frame.h"
#include "trial-curves.h"

/**
 * OvSweepView:
 *
 * A sweep's trials as a grid of small charts on shared axes, or as one chart of all. It follows the
 * sweep while that runs.
 */
struct _OvSweepView
{
  AdwBin        parent_instance;

  /* Template children. */
  GtkWidget    *stack;
  GtkWidget    *empty;
  GtkWidget    *unknown;
  GtkWidget    *grid_page;
  OvChartGrid  *grid;
  OvChartView  *overlay;

  /* Owned. */
  OvRateSweep  *sweep;
  GSignalGroup *sweep_signals;

  OvQuantity    quantity;
  gboolean      is_overlay;
  guint64       changed; /* a bit for each trial that is to be redrawn */
  double        low;     /* the shared range, as it was last drawn */
  double        high;
  guint         tick; /* brings the charts up to date in the next frame, or 0 */
};

G_DEFINE_FINAL_TYPE (OvSweepView, ov_sweep_view, ADW_TYPE_BIN)

/* The sweep, which has trials, as the charts take it. The array is to be freed. */
static OvTrialCurves
make_trials (OvSweepView *self)
{
  const guint n = ov_rate_sweep_get_n_trials (self->sweep);
  OvTrialCurve *trials = g_new (OvTrialCurve, n);

  for (guint i = 0; i < n; i++)
    {
      const OvTrial *trial = ov_rate_sweep_get_trial (self->sweep, i);

      trials[i] = (OvTrialCurve) {trial->recipe.learning_rate, ov_trial_get_history (trial)};
    }

  return (OvTrialCurves) {
    .quantity = self->quantity,
    .recipe = &ov_rate_sweep_get_trial (self->sweep, 0)->recipe,
    .trials = trials,
    .n = n,
    .is_forecast = ov_rate_sweep_is_forecast (self->sweep),
  };
}

static void
describe_view (OvSweepView         *self,
               const OvTrialCurves *trials,
               guint                trial)
{
  g_autofree char *rate = ov_trial_curves_make_title (trials, trial);
  g_autofree char *title = g_strdup_printf (_("Learning rate %s"), rate);
  g_autofree char *description = ov_trial_curves_describe (trials, trial);

  ov_chart_view_set_description (ov_chart_grid_get_view (self->grid, trial), title, description);
}

static const char *
get_waiting (OvSweepView *self,
             guint        i)
{
  const OvTrial *trial = ov_rate_sweep_get_trial (self->sweep, i);

  if (ov_history_get_n_epochs (ov_trial_get_history (trial)) > 0)
    return NULL;

  switch (trial->state)
    {
    case OV_RUN_RUNNING:
      return _("Running…");
    case OV_RUN_IDLE:
      return ov_rate_sweep_is_running (self->sweep) ? _("Waits for its turn") : _("Not run");
    default:
      return _("Stopped");
    }
}

static void
update_grid (OvSweepView         *self,
             const OvTrialCurves *trials,
             gboolean             all)
{
  ov_chart_grid_set_y_title (self->grid, ov_trial_curves_get_y_title (trials));
  for (guint i = 0; i < trials->n; i++)
    {
      OvChartView *view = ov_chart_grid_get_view (self->grid, i);

      if (!all && (self->changed & (G_GUINT64_CONSTANT (1) << i)) == 0)
        continue;

      ov_trial_curves_fill_chart (trials, i, ov_chart_view_get_chart (view), self->low, self->high);
      ov_chart_set_message (ov_chart_view_get_chart (view), get_waiting (self, i));
      describe_view (self, trials, i);
      ov_chart_view_changed (view);
    }
  ov_chart_grid_align (self->grid);
}

static void
update_overlay (OvSweepView         *self,
                const OvTrialCurves *trials)
{
  g_autofree char *description = ov_trial_curves_describe_overlay (trials);

  ov_trial_curves_fill_overlay (trials, ov_chart_view_get_chart (self->overlay), self->low,
                                self->high);
  ov_chart_view_set_description (self->overlay, _("All learning rates"), description);
  ov_chart_view_changed (self->overlay);
}

/* Whether there is something to draw. */
static gboolean
has_curves (OvSweepView *self)
{
  return ov_rate_sweep_get_n_trials (self->sweep) > 0
         && (self->quantity == OV_QUANTITY_LOSS || !ov_rate_sweep_is_forecast (self->sweep));
}

static void
update (gpointer widget)
{
  OvSweepView *self = OV_SWEEP_VIEW (widget);
  const double low_before = self->low;
  const double high_before = self->high;
  OvTrialCurves trials;

  if (!has_curves (self))
    return;

  trials = make_trials (self);
  ov_trial_curves_find_range (&trials, &self->low, &self->high);
  if (self->is_overlay)
    update_overlay (self, &trials);
  else
    update_grid (self, &trials, self->low != low_before || self->high != high_before);
  self->changed = 0;
  g_free ((gpointer) trials.trials);
}

/* However much happens between two frames, the charts are brought up to date once. */
static void
update_soon (OvSweepView *self)
{
  ov_next_frame_call (self, &self->tick, update);
}

static void
show_page (OvSweepView *self)
{
  GtkWidget *page = self->empty;

  if (has_curves (self))
    page = self->is_overlay ? GTK_WIDGET (self->overlay) : self->grid_page;
  else if (ov_rate_sweep_get_n_trials (self->sweep) > 0)
    page = self->unknown;
  gtk_stack_set_visible_child (GTK_STACK (self->stack), page);
}

static void
update_all_soon (OvSweepView *self)
{
  self->changed = G_MAXUINT64;
  show_page (self);
  update_soon (self);
}

static void
trial_changed_cb (OvRateSweep *sweep,
                  guint        trial,
                  OvSweepView *self)
{
  self->changed |= G_GUINT64_CONSTANT (1) << trial;
  update_soon (self);
}

static void
state_changed_cb (OvRateSweep *sweep,
                  OvSweepView *self)
{
  ov_chart_grid_set_n_views (self->grid, ov_rate_sweep_get_n_trials (sweep));
  update_all_soon (self);
}

static void
ov_sweep_view_dispose (GObject *object)
{
  OvSweepView *self = OV_SWEEP_VIEW (object);

  g_clear_object (&self->sweep_signals);
  g_clear_object (&self->sweep);

  G_OBJECT_CLASS (ov_sweep_view_parent_class)->dispose (object);
}

static void
ov_sweep_view_class_init (OvSweepViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_sweep_view_dispose;

  g_type_ensure (OV_TYPE_CHART_GRID);
  g_type_ensure (OV_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/sweep-view.ui");
  gtk_widget_class_bind_template_child (widget_class, OvSweepView, stack);
  gtk_widget_class_bind_template_child (widget_class, OvSweepView, empty);
  gtk_widget_class_bind_template_child (widget_class, OvSweepView, unknown);
  gtk_widget_class_bind_template_child (widget_class, OvSweepView, grid_page);
  gtk_widget_class_bind_template_child (widget_class, OvSweepView, grid);
  gtk_widget_class_bind_template_child (widget_class, OvSweepView, overlay);
  gtk_widget_class_bind_template_callback (widget_class, ov_chart_view_set_crosshair);
  gtk_widget_class_bind_template_callback (widget_class, ov_chart_view_zoom);
  gtk_widget_class_set_css_name (widget_class, "ladderview");
}

static void
ov_sweep_view_init (OvSweepView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->sweep_signals = g_signal_group_new (OV_TYPE_RATE_SWEEP);
  g_signal_group_connect (self->sweep_signals, "trial-changed",
                          G_CALLBACK (trial_changed_cb), self);
  g_signal_group_connect (self->sweep_signals, "state-changed",
                          G_CALLBACK (state_changed_cb), self);
}

/**
 * ov_sweep_view_set_sweep:
 * @self: a view that has no sweep yet
 * @sweep: the sweep to show and to follow; referenced
 */
void
ov_sweep_view_set_sweep (OvSweepView *self,
                         OvRateSweep *sweep)
{
  g_return_if_fail (OV_IS_SWEEP_VIEW (self));
  g_return_if_fail (OV_IS_RATE_SWEEP (sweep));
  g_return_if_fail (self->sweep == NULL);

  self->sweep = g_object_ref (sweep);
  g_signal_group_set_target (self->sweep_signals, sweep);
  state_changed_cb (sweep, self);
}

/**
 * ov_sweep_view_set_quantity:
 * @self: a view that has a sweep
 * @quantity: what its charts show
 */
void
ov_sweep_view_set_quantity (OvSweepView *self,
                            OvQuantity   quantity)
{
  g_return_if_fail (OV_IS_SWEEP_VIEW (self));

  self->quantity = quantity;
  update_all_soon (self);
}

/**
 * ov_sweep_view_set_overlay:
 * @self: a view that has a sweep
 * @overlay: whether all trials are in one chart, rather than each in one of its own
 */
void
ov_sweep_view_set_overlay (OvSweepView *self,
                           gboolean     overlay)
{
  g_return_if_fail (OV_IS_SWEEP_VIEW (self));

  self->is_overlay = overlay;
  update_all_soon (self);
}

/**
 * ov_sweep_view_set_type_scale:
 * @self: a view
 * @type_scale: how many times larger the small charts are; 1 at first
 */
void
ov_sweep_view_set_type_scale (OvSweepView *self,
                              double       type_scale)
{
  g_return_if_fail (OV_IS_SWEEP_VIEW (self));

  ov_chart_grid_set_type_scale (self->grid, type_scale);
}

/**
 * ov_sweep_view_describe:
 * @self: a view whose sweep has trials
 *
 * Returns: (transfer full): how the trials compare, in sentences
 */
char *
ov_sweep_view_describe (OvSweepView *self)
{
  OvTrialCurves trials;
  char *text;

  g_return_val_if_fail (OV_IS_SWEEP_VIEW (self), NULL);
  g_return_val_if_fail (ov_rate_sweep_get_n_trials (self->sweep) > 0, NULL);

  trials = make_trials (self);
  text = ov_trial_curves_describe_overlay (&trials);
  g_free ((gpointer) trials.trials);

  return text;
}

/**
 * ov_sweep_view_make_figure:
 * @self: a view whose sweep has trials
 *
 * Returns: (transfer full): what the view shows now, for paper; free it with ov_sweep_figure_free()
 */
OvSweepFigure *
ov_sweep_view_make_figure (OvSweepView *self)
{
  OvSweepFigure figure;
  OvSweepFigure *copy;

  g_return_val_if_fail (OV_IS_SWEEP_VIEW (self), NULL);
  g_return_val_if_fail (ov_rate_sweep_get_n_trials (self->sweep) > 0, NULL);

  figure = (OvSweepFigure) {
    .trials = make_trials (self),
    .overlay = self->is_overlay,
    .dataset_name = ov_rate_sweep_get_dataset (self->sweep)->name,
    .data_hash = ov_dataset_get_hash (ov_rate_sweep_get_dataset (self->sweep)),
  };
  copy = ov_sweep_figure_copy (&figure);
  g_free ((gpointer) figure.trials.trials);

  return copy;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "curve-pane.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart-view.h"
#include "curves.h"
#include "forecast-curves.h"
#include "ghost-curves.h"
#include "guess-curve.h"
#include "strip-column.h"

#define N_QUANTITIES 2

/* All three have room in a window of 600 pixels, together with the words beneath them. */
#define LEAST_HEIGHT 118
#define STRIP_SHARE 0.27
#define STRIP_LEAST_HEIGHT 104

/* The weight that a smoothed curve keeps of its past, as TensorBoard's default. */
#define SMOOTHING 0.6

/* How often the charts are described in words during a run, in microseconds. */
#define DESCRIPTION_INTERVAL G_USEC_PER_SEC

/**
 * OvCurvePane:
 *
 * The loss of the current run above its accuracy, with earlier runs as pale ghosts. Between them
 * stand the strips that have something to show. One crosshair goes through all charts and one zoom
 * holds for all.
 */
struct _OvCurvePane
{
  GtkWidget        parent_instance;

  /* Template children. */
  OvChartView     *loss_view;
  OvChartView     *accuracy_view;
  OvGuessPad      *guess_pad; /* hides the losses while it is visible */

  /* Owned. */
  OvRun           *run;
  GSignalGroup    *run_signals;
  GListModel      *ghosts;
  GSignalGroup    *ghosts_signals;
  OvGhostCurves   *ghost_curves;
  OvStripColumn   *strips; /* between the quantities */

  OvCurves         curves[N_QUANTITIES];
  OvForecastCurves forecast;
  guint            guess; /* the series of a guess of the loss, or 0 */
  gboolean         log_loss;
  gboolean         smooth;
  guint            tick; /* brings the charts up to date in the next frame, or 0 */
  gint64           described_at;
};

enum
{
  PROP_0,
  PROP_LOG_LOSS,
  PROP_SMOOTH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OvCurvePane, ov_curve_pane, GTK_TYPE_WIDGET)

static guint
get_n_views (OvCurvePane *self)
{
  return N_QUANTITIES + ov_strip_column_get_length (self->strips);
}

/* The quantities, and after them the strips, which stand between them. */
static OvChartView *
get_view (OvCurvePane *self,
          guint        index)
{
  OvChartView *const views[N_QUANTITIES] = {self->loss_view, self->accuracy_view};

  return index < N_QUANTITIES ? views[index]
                              : ov_strip_column_get_view (self->strips, index - N_QUANTITIES);
}

static OvChart *
get_chart (OvCurvePane *self,
           guint        index)
{
  return ov_chart_view_get_chart (get_view (self, index));
}

static void
redraw (OvCurvePane *self)
{
  for (guint i = 0; i < get_n_views (self); i++)
    ov_chart_view_changed (get_view (self, i));
}

/* An epoch is at the same place in all charts. */
static void
align (OvCurvePane *self)
{
  g_autofree OvChartView **views = g_new (OvChartView *, get_n_views (self));

  for (guint i = 0; i < get_n_views (self); i++)
    views[i] = get_view (self, i);
  ov_chart_view_align (views, get_n_views (self));
}

static void
describe (OvCurvePane *self)
{
  static const char *const titles[N_QUANTITIES] = {N_("Loss"), N_("Accuracy")};

  self->described_at = g_get_monotonic_time ();
  for (guint i = 0; i < N_QUANTITIES; i++)
    {
      g_autofree char *description = ov_curves_describe (i, ov_run_get_history (self->run));

      ov_chart_view_set_description (get_view (self, i), _(titles[i]), description);
    }
  ov_strip_column_describe (self->strips);
}

/* A full batch has one loss an epoch, and the curve already shows it. */
static void
update_batch_losses (OvCurvePane *self)
{
  const OvBatchLosses *losses = ov_run_get_batch_losses (self->run);

  if (ov_run_get_recipe (self->run)->batch_size > 0)
    ov_curves_update_batch_losses (&self->curves[OV_QUANTITY_LOSS],
                                   ov_batch_losses_get_epochs (losses),
                                   ov_batch_losses_get_losses (losses),
                                   ov_batch_losses_get_length (losses));
}

/* The losses reach furthest, within the current epoch; the other charts end where they do. */
static void
follow_losses (OvCurvePane *self)
{
  OvChart *losses = get_chart (self, OV_QUANTITY_LOSS);
  double horizon = NAN;

  /* While the charts are zoomed into, their range says nothing about where they end. */
  if (!ov_chart_is_zoomed (losses))
    {
      ov_chart_get_x_range (losses, NULL, &horizon);
      ov_chart_set_horizon (get_chart (self, OV_QUANTITY_ACCURACY), horizon, horizon);
    }
  ov_strip_column_update (self->strips, horizon);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  OvCurvePane *self = OV_CURVE_PANE (widget);

  self->tick = 0;
  for (guint i = 0; i < N_QUANTITIES; i++)
    ov_curves_update (&self->curves[i], ov_run_get_history (self->run));
  update_batch_losses (self);
  follow_losses (self);
  align (self);
  redraw (self);
  if (g_get_monotonic_time () - self->described_at >= DESCRIPTION_INTERVAL)
    describe (self);

  return G_SOURCE_REMOVE;
}

/* However many epochs arrive between two frames, the charts are brought up to date once. */
static void
update_soon (OvCurvePane *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

/* A strip is there while there is something to be seen on it, now or soon. */
static void
show_strips (OvCurvePane *self)
{
  ov_strip_column_show_wanted (self->strips);
  update_soon (self);
}

static void
state_changed_cb (OvRun       *run,
                  OvCurvePane *self)
{
  if (!ov_run_has_ended (run))
    return;

  describe (self);
  update_soon (self);
}

static void
clear_ghosts (OvCurvePane *self)
{
  ov_ghost_curves_clear (self->ghost_curves);
  ov_strip_column_clear_ghosts (self->strips);
}

static void
rebuild_ghosts (OvCurvePane *self)
{
  clear_ghosts (self);
  if (self->run != NULL && self->ghosts != NULL)
    {
      ov_ghost_curves_draw (self->ghost_curves, self->ghosts, self->run);
      ov_strip_column_add_ghosts (self->strips, self->ghosts);
    }
  redraw (self);
}

/* The losses say where there is a point: the limit on a strip has one wherever one points. */
static void
crosshair_moved_cb (OvChartView *view,
                    double       x,
                    double       y,
                    OvCurvePane *self)
{
  if (isfinite (x))
    x = ov_chart_find_nearest_x (get_chart (self, OV_QUANTITY_LOSS), x);
  for (guint i = 0; i < get_n_views (self); i++)
    ov_chart_view_set_crosshair (get_view (self, i), x, get_view (self, i) == view ? y : NAN);
}

static void
zoomed_cb (OvChartView *view,
           double       low,
           double       high,
           OvCurvePane *self)
{
  for (guint i = 0; i < get_n_views (self); i++)
    {
      if (isfinite (low))
        ov_chart_zoom_x (get_chart (self, i), low, high);
      else
        ov_chart_fit (get_chart (self, i));
    }
  follow_losses (self);
  align (self);
  redraw (self);
}

static void
ov_curve_pane_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  OvCurvePane *self = OV_CURVE_PANE (widget);
  const gboolean is_sketching = gtk_widget_get_visible (GTK_WIDGET (self->guess_pad));
  const guint n_strips = ov_strip_column_count_visible (self->strips);
  const int strip = n_strips > 0 ? MAX ((int) (STRIP_SHARE * height / n_strips), STRIP_LEAST_HEIGHT)
                                 : 0;
  const int upper = (height - (int) n_strips * strip) / 2;
  GtkAllocation place = {0, 0, width, upper};

  gtk_widget_set_child_visible (GTK_WIDGET (self->loss_view), !is_sketching);
  gtk_widget_size_allocate (GTK_WIDGET (self->loss_view), &place, -1);
  if (is_sketching)
    gtk_widget_size_allocate (GTK_WIDGET (self->guess_pad), &place, -1);
  place.y = upper;
  place.height = strip;
  ov_strip_column_allocate (self->strips, &place, upper);
  place.y += (int) n_strips * strip;
  place.height = height - place.y;
  gtk_widget_size_allocate (GTK_WIDGET (self->accuracy_view), &place, -1);
  align (self);
}

static void
ov_curve_pane_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  OvCurvePane *self = OV_CURVE_PANE (widget);
  const gboolean is_upright = orientation == GTK_ORIENTATION_VERTICAL;
  const int factor = is_upright ? N_QUANTITIES : 1;

  gtk_widget_measure (GTK_WIDGET (self->loss_view), orientation, -1, minimum, natural, NULL, NULL);
  *minimum *= factor;
  *natural *= factor;
  if (is_upright)
    {
      *minimum += (int) ov_strip_column_count_visible (self->strips) * STRIP_LEAST_HEIGHT;
      *natural += (int) ov_strip_column_count_visible (self->strips) * STRIP_LEAST_HEIGHT;
    }
}

static void
ov_curve_pane_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  OvCurvePane *self = OV_CURVE_PANE (object);

  switch (id)
    {
    case PROP_LOG_LOSS:
      g_value_set_boolean (value, self->log_loss);
      break;
    case PROP_SMOOTH:
      g_value_set_boolean (value, self->smooth);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ov_curve_pane_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  OvCurvePane *self = OV_CURVE_PANE (object);

  switch (id)
    {
    case PROP_LOG_LOSS:
      self->log_loss = g_value_get_boolean (value);
      ov_chart_set_log_y (get_chart (self, OV_QUANTITY_LOSS), self->log_loss);
      break;
    case PROP_SMOOTH:
      self->smooth = g_value_get_boolean (value);
      for (guint i = 0; i < N_QUANTITIES; i++)
        ov_chart_set_smoothing (get_chart (self, i), self->smooth ? SMOOTHING : 0.0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  align (self);
  redraw (self);
}

static void
ov_curve_pane_dispose (GObject *object)
{
  OvCurvePane *self = OV_CURVE_PANE (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;

  ov_curve_pane_set_ghosts (self, NULL);
  ov_curve_pane_set_run (self, NULL);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL;)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ov_curve_pane_parent_class)->dispose (object);
}

static void
ov_curve_pane_finalize (GObject *object)
{
  OvCurvePane *self = OV_CURVE_PANE (object);

  g_object_unref (self->run_signals);
  g_object_unref (self->ghosts_signals);
  ov_ghost_curves_free (self->ghost_curves);
  ov_strip_column_free (self->strips);

  G_OBJECT_CLASS (ov_curve_pane_parent_class)->finalize (object);
}

static void
ov_curve_pane_class_init (OvCurvePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ov_curve_pane_get_property;
  object_class->set_property = ov_curve_pane_set_property;
  object_class->dispose = ov_curve_pane_dispose;
  object_class->finalize = ov_curve_pane_finalize;
  widget_class->size_allocate = ov_curve_pane_size_allocate;
  widget_class->measure = ov_curve_pane_measure;

  properties[PROP_LOG_LOSS] = g_param_spec_boolean ("log-loss", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SMOOTH] = g_param_spec_boolean ("smooth", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (OV_TYPE_CHART_VIEW);
  g_type_ensure (OV_TYPE_GUESS_PAD);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/curve-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, OvCurvePane, loss_view);
  gtk_widget_class_bind_template_child (widget_class, OvCurvePane, accuracy_view);
  gtk_widget_class_bind_template_child (widget_class, OvCurvePane, guess_pad);
  gtk_widget_class_bind_template_callback (widget_class, crosshair_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoomed_cb);
  gtk_widget_class_set_css_name (widget_class, "curvepane");
}

static void
add_strip (OvCurvePane   *self,
           const OvStrip *strip)
{
  GtkWidget *view = g_object_new (OV_TYPE_CHART_VIEW, "visible", FALSE, "name", strip->name, NULL);

  ov_chart_view_set_minimum_height (OV_CHART_VIEW (view), STRIP_LEAST_HEIGHT);
  g_signal_connect (view, "crosshair-moved", G_CALLBACK (crosshair_moved_cb), self);
  g_signal_connect (view, "zoomed", G_CALLBACK (zoomed_cb), self);
  gtk_widget_insert_before (view, GTK_WIDGET (self), GTK_WIDGET (self->accuracy_view));
  ov_strip_column_add (self->strips, strip, OV_CHART_VIEW (view));
}

static void
ov_curve_pane_init (OvCurvePane *self)
{
  self->strips = ov_strip_column_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_QUANTITIES; i++)
    ov_chart_view_set_minimum_height (get_view (self, i), LEAST_HEIGHT);
  for (guint i = 0; ov_strips[i] != NULL; i++)
    add_strip (self, ov_strips[i]);
  self->ghost_curves = ov_ghost_curves_new (get_chart (self, OV_QUANTITY_LOSS),
                                            get_chart (self, OV_QUANTITY_ACCURACY));

  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "epochs-added", G_CALLBACK (update_soon),
                                  self);
  g_signal_group_connect_swapped (self->run_signals, "progress-changed", G_CALLBACK (update_soon),
                                  self);
  g_signal_group_connect (self->run_signals, "state-changed", G_CALLBACK (state_changed_cb), self);
  g_signal_group_connect_swapped (self->run_signals, "sharpness-changed",
                                  G_CALLBACK (show_strips), self);
  self->ghosts_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->ghosts_signals, "items-changed",
                                  G_CALLBACK (rebuild_ghosts), self);
}

/* A forecast or a guess reaches to the last epoch, and both charts have to end at the same one. */
static void
set_horizons (OvCurvePane *self,
              gboolean     to_the_end)
{
  const OvRecipe *recipe;

  if (self->run == NULL)
    return;

  recipe = ov_run_get_recipe (self->run);
  for (guint i = 0; i < N_QUANTITIES; i++)
    {
      const double last = MAX (recipe->epochs, 2) - 1.0;

      ov_curves_prepare (get_chart (self, i), i, recipe);
      if (to_the_end)
        ov_chart_set_horizon (get_chart (self, i), last, last);
    }
}

/**
 * ov_curve_pane_set_run:
 * @self: a pane
 * @run: (nullable): the current run; referenced
 *
 * Shows another run. The former one is gone from the charts unless it is among the ghosts, and so
 * is the forecast.
 */
void
ov_curve_pane_set_run (OvCurvePane *self,
                       OvRun       *run)
{
  g_return_if_fail (OV_IS_CURVE_PANE (self));

  if (self->run == run)
    return;

  clear_ghosts (self);
  ov_curve_pane_set_guess (self, NULL);
  for (guint i = 0; self->run != NULL && i < N_QUANTITIES; i++)
    ov_curves_remove (&self->curves[i]);

  ov_strip_column_set_run (self->strips, run);
  g_set_object (&self->run, run);
  g_signal_group_set_target (self->run_signals, run);
  if (run == NULL)
    return;

  for (guint i = 0; i < N_QUANTITIES; i++)
    self->curves[i] = ov_curves_add (get_chart (self, i), i);
  set_horizons (self, FALSE);
  rebuild_ghosts (self);
  show_strips (self);
}

/**
 * ov_curve_pane_set_ghosts:
 * @self: a pane
 * @ghosts: (nullable): of #OvRunItem, the earlier runs to show; referenced
 *
 * Shows earlier runs behind the current one, and follows when the list changes.
 */
void
ov_curve_pane_set_ghosts (OvCurvePane *self,
                          GListModel  *ghosts)
{
  g_return_if_fail (OV_IS_CURVE_PANE (self));

  g_set_object (&self->ghosts, ghosts);
  g_signal_group_set_target (self->ghosts_signals, ghosts);
  rebuild_ghosts (self);
}

/**
 * ov_curve_pane_set_forecast:
 * @self: a pane
 * @result: (nullable): what a run will show; copied
 *
 * Draws a forecast over the chart of the losses, or takes it away.
 */
void
ov_curve_pane_set_forecast (OvCurvePane            *self,
                            const OvForecastResult *result)
{
  OvChart *chart;

  g_return_if_fail (OV_IS_CURVE_PANE (self));

  chart = get_chart (self, OV_QUANTITY_LOSS);
  set_horizons (self, result != NULL || self->guess != 0);
  if (result != NULL)
    ov_forecast_curves_show (&self->forecast, chart, result->epochs, result->train_loss,
                             result->n_epochs, result->test_epochs, result->test_loss,
                             result->n_test);
  else
    ov_forecast_curves_hide (&self->forecast, chart);
  align (self);
  redraw (self);
}

/**
 * ov_curve_pane_get_guess_pad:
 * @self: a pane
 *
 * Returns: (transfer none): where a guess of the loss can be drawn; while it is visible it hides
 *   the chart of the losses
 */
OvGuessPad *
ov_curve_pane_get_guess_pad (OvCurvePane *self)
{
  g_return_val_if_fail (OV_IS_CURVE_PANE (self), NULL);

  return self->guess_pad;
}

/**
 * ov_curve_pane_set_guess:
 * @self: a pane
 * @guess: (nullable): a guess of the current run's loss; copied
 *
 * Draws a guess over the chart of the losses, or takes it away. Another run takes it away as well.
 */
void
ov_curve_pane_set_guess (OvCurvePane   *self,
                         const OvGuess *guess)
{
  OvChart *chart;

  g_return_if_fail (OV_IS_CURVE_PANE (self));

  chart = get_chart (self, OV_QUANTITY_LOSS);
  if (self->guess != 0)
    ov_chart_remove_series (chart, self->guess);
  self->guess = 0;

  if (guess != NULL)
    {
      self->guess = ov_guess_curve_add (chart, ov_guess_get_values (guess),
                                        ov_guess_get_n_epochs (guess));
      set_horizons (self, TRUE);
    }
  align (self);
  redraw (self);
}

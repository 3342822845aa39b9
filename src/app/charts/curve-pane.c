/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "curve-pane-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "guess-curve.h"
#include "next-frame.h"

/* How often the charts are described in words during a run, in microseconds. */
#define DESCRIPTION_INTERVAL G_USEC_PER_SEC

enum
{
  PROP_0,
  PROP_LOG_LOSS,
  PROP_SMOOTH,
  PROP_MARKED_SPANS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  AXIS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvCurvePane, ov_curve_pane, GTK_TYPE_WIDGET)

static void
describe (OvCurvePane *self)
{
  static const char *const titles[OV_N_QUANTITIES] = {N_("Loss"), N_("Accuracy")};

  self->described_at = g_get_monotonic_time ();
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    {
      g_autofree char *own = ov_curves_describe (i, ov_run_get_history (self->run));
      g_autofree char *mean = ov_mean_curves_describe (self->means[i]);
      g_autofree char *description = g_strjoin ("; ", own, mean, NULL);

      ov_chart_view_set_description (ov_curve_pane_get_view (self, i), _(titles[i]), description);
    }
  ov_strip_column_describe (self->strips);
}

/* A full batch has one loss an epoch, and the curve already shows it. */
static void
update_batch_losses (OvCurvePane *self)
{
  const OvBatchLosses *losses = ov_run_get_record (self->run)->batch_losses;

  if (ov_run_get_recipe (self->run)->batch_size > 0)
    ov_curves_update_batch_losses (&self->curves[OV_QUANTITY_LOSS],
                                   &g_array_index (losses->epochs, double, 0),
                                   &g_array_index (losses->losses, double, 0),
                                   losses->epochs->len);
}

/* The losses reach furthest, within the current epoch; the other charts end where they do. */
static void
follow_losses (OvCurvePane *self)
{
  OvChart *losses = ov_curve_pane_get_chart (self, OV_QUANTITY_LOSS);
  double horizon = NAN;

  /* While the charts are zoomed into, their range says nothing about where they end. */
  if (!ov_chart_is_zoomed (losses))
    {
      ov_chart_get_x_range (losses, NULL, &horizon);
      ov_chart_set_horizon (ov_curve_pane_get_chart (self, OV_QUANTITY_ACCURACY), horizon, horizon);
    }
  ov_strip_column_update (self->strips, horizon);
}

static void
update (gpointer widget)
{
  OvCurvePane *self = OV_CURVE_PANE (widget);

  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    ov_curves_update (&self->curves[i], ov_run_get_history (self->run));
  ov_curve_pane_update_forecast (self);
  ov_ghost_curves_update (self->ghost_curves);
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    ov_mean_curves_update (self->means[i]);
  update_batch_losses (self);
  follow_losses (self);
  ov_curve_pane_align (self);
  ov_curve_pane_rest (self);
  ov_curve_pane_redraw (self);
  g_signal_emit (self, signals[AXIS_CHANGED], 0);
  if (g_get_monotonic_time () - self->described_at >= DESCRIPTION_INTERVAL)
    describe (self);
}

/* However many epochs arrive between two frames, the charts are brought up to date once. */
static void
update_soon (OvCurvePane *self)
{
  ov_next_frame_call (self, &self->tick, update);
}

/* In another size the type and with it the margins may be others. */
static void
ov_curve_pane_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  OvCurvePane *self = OV_CURVE_PANE (widget);

  ov_curve_pane_place (self, width, height);
  if (self->run != NULL)
    update_soon (self);
}

/**
 * ov_curve_pane_show_strips:
 * @self: a pane that has a run
 *
 * Shows the strips on which there is something to be seen, now or soon.
 */
void
ov_curve_pane_show_strips (OvCurvePane *self)
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
playhead_changed_cb (OvCurvePane *self)
{
  if (self->run != NULL)
    update_soon (self);
}

static void
clear_ghosts (OvCurvePane *self)
{
  ov_curve_pane_clear_means (self);
  ov_ghost_curves_clear (self->ghost_curves);
  ov_strip_column_clear_ghosts (self->strips);
}

static void
rebuild_ghosts (OvCurvePane *self)
{
  clear_ghosts (self);
  if (self->run != NULL && self->ghosts != NULL)
    {
      OvRun *running = ov_ghost_curves_draw (self->ghost_curves, self->ghosts, self->run);

      g_signal_group_set_target (self->live_signals, running);
      ov_strip_column_add_ghosts (self->strips, self->ghosts);
      ov_curve_pane_draw_means (self);
    }
  ov_curve_pane_redraw (self);
}

static void
crosshair_moved_cb (OvChartView *view,
                    double       x,
                    double       y,
                    OvCurvePane *self)
{
  ov_curve_pane_point (self, view, x, y);
}

static void
zoomed_cb (OvChartView *view,
           double       low,
           double       high,
           OvCurvePane *self)
{
  for (guint i = 0; i < ov_curve_pane_get_n_views (self); i++)
    {
      if (isfinite (low))
        ov_chart_zoom_x (ov_curve_pane_get_chart (self, i), low, high);
      else
        ov_chart_fit (ov_curve_pane_get_chart (self, i));
    }
  follow_losses (self);
  ov_curve_pane_align (self);
  ov_curve_pane_redraw (self);
  g_signal_emit (self, signals[AXIS_CHANGED], 0);
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
      g_value_set_boolean (value, self->style.log_loss);
      break;
    case PROP_SMOOTH:
      g_value_set_boolean (value, self->style.smoothing > 0.0);
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
  OvFigureStyle style = self->style;

  switch (id)
    {
    case PROP_LOG_LOSS:
      style.log_loss = g_value_get_boolean (value);
      break;
    case PROP_SMOOTH:
      style.smoothing = g_value_get_boolean (value) ? OV_FIGURE_SMOOTHING : 0.0;
      break;
    case PROP_MARKED_SPANS:
      ov_curve_pane_mark_spans (self, g_value_get_boxed (value));
      return;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  ov_curve_pane_set_style (self, &style);
}

static void
ov_curve_pane_dispose (GObject *object)
{
  OvCurvePane *self = OV_CURVE_PANE (object);

  ov_next_frame_cancel (self, &self->tick);

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
  g_object_unref (self->live_signals);
  g_object_unref (self->playhead_signals);
  g_clear_object (&self->playhead);
  ov_ghost_curves_free (self->ghost_curves);
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    ov_mean_curves_free (self->means[i]);
  g_clear_pointer (&self->span_marks, g_array_unref);
  ov_timeline_free (self->timeline);
  g_clear_pointer (&self->forecast_result, ov_forecast_result_free);
  g_free (self->guessed);
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
  properties[PROP_MARKED_SPANS] = g_param_spec_boxed ("marked-spans", NULL, NULL, G_TYPE_ARRAY,
                                                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * OvCurvePane::axis-changed:
   * @self: the pane
   *
   * The epochs may stand elsewhere than before.
   */
  signals[AXIS_CHANGED] = g_signal_new ("axis-changed", OV_TYPE_CURVE_PANE, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

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
  GtkWidget *view = g_object_new (OV_TYPE_CHART_VIEW, "visible", FALSE,
                                  "name", ov_strip_get_name (strip), NULL);

  ov_chart_view_set_minimum_height (OV_CHART_VIEW (view), ov_curve_pane_get_height (strip));
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
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    ov_chart_view_set_minimum_height (ov_curve_pane_get_view (self, i),
                                      ov_curve_pane_get_height (NULL));
  for (guint i = 0; ov_strips[i] != NULL; i++)
    add_strip (self, ov_strips[i]);
  self->ghost_curves = ov_ghost_curves_new (ov_curve_pane_get_chart (self, OV_QUANTITY_LOSS),
                                            ov_curve_pane_get_chart (self, OV_QUANTITY_ACCURACY));
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    self->means[i] = ov_mean_curves_new (ov_curve_pane_get_chart (self, i), i);

  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "epochs-added", G_CALLBACK (update_soon),
                                  self);
  g_signal_group_connect_swapped (self->run_signals, "progress-changed", G_CALLBACK (update_soon),
                                  self);
  g_signal_group_connect (self->run_signals, "state-changed", G_CALLBACK (state_changed_cb), self);
  g_signal_group_connect_swapped (self->run_signals, "sharpness-changed",
                                  G_CALLBACK (ov_curve_pane_show_strips), self);
  self->live_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->live_signals, "epochs-added", G_CALLBACK (update_soon),
                                  self);
  self->rest = NAN;
  self->playhead_signals = g_signal_group_new (OV_TYPE_PLAYHEAD);
  g_signal_group_connect_swapped (self->playhead_signals, "changed",
                                  G_CALLBACK (playhead_changed_cb), self);
  self->ghosts_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->ghosts_signals, "items-changed",
                                  G_CALLBACK (rebuild_ghosts), self);
}

static OvTimeline *
make_timeline (OvCurvePane *self,
               OvRun       *run)
{
  OvTimeline *timeline = ov_timeline_new (self->style.abscissa,
                                          ov_run_get_record (run)->n_images[OV_SPLIT_TRAIN]);

  /* What comes before the curves, such as a horizon, may ask for it. */
  ov_timeline_update (timeline, ov_run_get_history (run));

  return timeline;
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
  ov_curve_pane_mark_spans (self, NULL);
  for (guint i = 0; self->run != NULL && i < OV_N_QUANTITIES; i++)
    ov_curves_remove (&self->curves[i]);

  ov_strip_column_set_run (self->strips, NULL, NULL);
  g_clear_pointer (&self->timeline, ov_timeline_free);
  g_set_object (&self->run, run);
  self->is_followed = FALSE;
  g_signal_group_set_target (self->run_signals, run);
  if (run == NULL)
    return;

  self->timeline = make_timeline (self, run);
  ov_strip_column_set_run (self->strips, run, self->timeline);
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    {
      self->curves[i] = ov_curves_add (ov_curve_pane_get_chart (self, i), i);
      self->curves[i].timeline = self->timeline;
      self->curves[i].with_best = self->style.with_best;
      ov_chart_view_set_lead (ov_curve_pane_get_view (self, i), self->curves[i].train);
    }
  ov_curve_pane_set_horizons (self, FALSE);
  rebuild_ghosts (self);
  ov_curve_pane_show_strips (self);
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
 * ov_curve_pane_draw_guess:
 * @self: a pane that has a guess
 *
 * Adds the guess to the losses.
 */
void
ov_curve_pane_draw_guess (OvCurvePane *self)
{
  OvChart *losses = ov_curve_pane_get_chart (self, OV_QUANTITY_LOSS);

  self->guess = ov_guess_curve_add (losses, self->timeline, self->guessed, self->n_guessed);
  ov_curve_pane_set_horizons (self, TRUE);
}

/**
 * ov_curve_pane_point_at:
 * @self: a pane
 * @run: (nullable): a run on the charts
 *
 * Lets the curves of one run stand out while somebody points at it elsewhere.
 */
void
ov_curve_pane_point_at (OvCurvePane *self,
                        OvRun       *run)
{
  g_return_if_fail (OV_IS_CURVE_PANE (self));

  for (guint i = 0; self->run != NULL && i < OV_N_QUANTITIES; i++)
    ov_curves_set_emphasis (&self->curves[i],
                            ov_ghost_curves_get_emphasis (self->run, run));
  ov_ghost_curves_point_at (self->ghost_curves, run);
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    ov_mean_curves_point_at (self->means[i], run != NULL ? ov_run_get_record (run) : NULL);
  ov_curve_pane_redraw (self);
}

/**
 * ov_curve_pane_get_guess_pad:
 * @self: a pane
 *
 * Returns: (transfer none): where a guess of the loss can be drawn; while it is visible it hides
 *   all charts
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
  g_return_if_fail (OV_IS_CURVE_PANE (self));

  if (self->guess != 0)
    ov_chart_remove_series (ov_curve_pane_get_chart (self, OV_QUANTITY_LOSS), self->guess);
  self->guess = 0;
  g_clear_pointer (&self->guessed, g_free);

  if (guess != NULL)
    {
      self->n_guessed = guess->n_epochs;
      self->guessed = g_memdup2 (guess->values, self->n_guessed * sizeof (double));
      ov_curve_pane_draw_guess (self);
    }
  ov_curve_pane_align (self);
  ov_curve_pane_redraw (self);
}

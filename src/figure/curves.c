/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "loss-title.h"
#include "model.h"

/* Epochs that the x axis begins with; it doubles whenever a run outgrows it. An epoch of
 * mini-batches takes longer and brings more. */
#define FIRST_HORIZON 20.0
#define FIRST_BATCH_HORIZON 5.0

/* The same for an axis of seconds, whose end nobody knows. */
#define FIRST_SECONDS 1.0

/* A curve is called falling or rising when it changed by more than this share of its size over the
 * last epochs; less than that does not show on a chart. */
#define TREND_EPOCHS 10
#define TREND_SHARE 1e-4

/* Of the line through the losses within the epochs, in the chart's units. */
#define BATCH_LOSSES_WIDTH 0.8

/* Of the lines of a run that is part of a mean. */
#define PART_WIDTH 1.4

/**
 * ov_quantity_get_field:
 * @quantity: what is shown
 * @train: whether of the training images rather than of the test images
 *
 * Returns: where an epoch has it
 */
OvEpochField
ov_quantity_get_field (OvQuantity quantity,
                       gboolean   train)
{
  if (quantity == OV_QUANTITY_LOSS)
    return train ? OV_EPOCH_TRAIN_LOSS : OV_EPOCH_TEST_LOSS;

  return train ? OV_EPOCH_TRAIN_ACCURACY : OV_EPOCH_TEST_ACCURACY;
}

/**
 * ov_curves_get_loss_title:
 * @recipe: what is trained
 *
 * Returns: (transfer none): which kind of loss it has, for an axis, in the form that
 *   ov_chart_set_y_title() takes; of a log nobody knows
 */
const char *
ov_curves_get_loss_title (const OvRecipe *recipe)
{
  g_return_val_if_fail (recipe != NULL, NULL);

  if (ov_recipe_is_foreign (recipe))
    return _("Loss");

  return ov_loss_title_get (OV_LOSS_TITLE_ANY, recipe->model->loss);
}

/**
 * ov_curves_prepare:
 * @chart: a chart
 * @quantity: what it is to show
 * @recipe: the run that it is to show first, for the length of its x axis
 *
 * Gives @chart the titles, the unit and the ranges of @quantity.
 */
void
ov_curves_prepare (OvChart        *chart,
                   OvQuantity      quantity,
                   const OvRecipe *recipe)
{
  double first;
  double last;

  g_return_if_fail (chart != NULL);
  g_return_if_fail (recipe != NULL);

  first = recipe->batch_size > 0 ? FIRST_BATCH_HORIZON : FIRST_HORIZON;
  last = MAX (recipe->epochs - 1.0, OV_CURVES_LEAST_HORIZON);
  ov_chart_set_x_title (chart, _("Epoch"));
  ov_chart_set_horizon (chart, MIN (first, last), last);

  if (quantity == OV_QUANTITY_LOSS)
    {
      ov_chart_set_y_title (chart, ov_curves_get_loss_title (recipe));
      ov_chart_set_unit (chart, NULL);
      ov_chart_set_y_limits (chart, 0.0, INFINITY);
    }
  else
    {
      ov_chart_set_y_title (chart, _("Accuracy (%)"));
      ov_chart_set_unit (chart, "%");
      ov_chart_set_y_limits (chart, 0.0, 100.0);
    }
}

/**
 * ov_curves_add:
 * @chart: a chart, which has to outlive the curves
 * @quantity: what the chart shows
 *
 * Adds the two curves of a run that begins, named and in their own colours.
 *
 * Returns: the curves, without points
 */
OvCurves
ov_curves_add (OvChart   *chart,
               OvQuantity quantity)
{
  OvCurves self = {.chart = chart, .quantity = quantity};

  g_return_val_if_fail (chart != NULL, self);

  self.train = ov_chart_add_series (chart, _("Training"), OV_SLOT_TRAIN, OV_LINE_SOLID);
  self.test = ov_chart_add_series (chart, _("Test"), OV_SLOT_TEST, OV_LINE_DASHED);

  return self;
}

/* Appends the epochs that are new to a curve, but for those of which a log does not say what they
 * are, or where they stand. */
static void
append (OvCurves        *self,
        const OvHistory *history,
        guint            series,
        gboolean         train)
{
  const OvEpochField field = ov_quantity_get_field (self->quantity, train);
  const guint n = ov_history_get_n_epochs (history) - self->n_epochs;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  guint n_known = 0;

  for (guint i = 0; i < n; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (history, self->n_epochs + i);

      x[n_known] = ov_timeline_get_end (self->timeline, epoch->index);
      y[n_known] = ov_epoch_get_field (epoch, field);
      n_known += isfinite (x[n_known]) && !ov_epoch_is_missing (y[n_known]);
    }
  ov_chart_append_points (self->chart, series, x, y, n_known);
}

static void
set_stray (OvCurves *self,
           gboolean  is_stray)
{
  const guint series[] = {self->train, self->test, self->batch_losses};

  self->is_stray = is_stray;
  for (gsize i = 0; i < G_N_ELEMENTS (series); i++)
    if (series[i] != 0)
      ov_chart_set_series_stray (self->chart, series[i], is_stray);
}

/* A ring around the test curve where the accuracy on the test set is best, which has its value on
 * the chart of the accuracies. */
static void
mark_best (OvCurves        *self,
           const OvHistory *history)
{
  const OvEpoch *best = ov_history_get_epoch (history, self->best);
  const double x = ov_timeline_get_end (self->timeline, self->best);
  const double y = ov_epoch_get_field (best, ov_quantity_get_field (self->quantity, FALSE));
  g_autofree char *label = NULL;

  if (self->best_mark != 0)
    ov_chart_remove_mark (self->chart, self->best_mark);
  if (self->quantity == OV_QUANTITY_ACCURACY)
    /* Translators: the best accuracy on the test set of a run, such as "best 39.52 %". */
    label = g_strdup_printf (_("best %.2f %%"), best->test_accuracy);
  self->best_mark = ov_chart_add_point (self->chart, x, y, label);
}

static void
update_best (OvCurves        *self,
             const OvHistory *history)
{
  const OvEpoch *best = ov_history_get_best (history, OV_EPOCH_TEST_ACCURACY);
  const guint before = self->best;

  if (best == NULL)
    return;

  self->best = best->index;
  if (self->with_best && !self->is_hidden && (self->best != before || self->best_mark == 0))
    mark_best (self, history);
}

/**
 * ov_curves_update:
 * @self: a run's curves
 * @history: the run's epochs so far; the same history each time
 *
 * Draws the epochs of @history that are new, and a mark at the last one when the run has diverged
 * there, which would be taken for the current run's at a ghost.
 */
void
ov_curves_update (OvCurves        *self,
                  const OvHistory *history)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (history != NULL);
  g_return_if_fail (ov_history_get_n_epochs (history) >= self->n_epochs);

  ov_timeline_update (self->timeline, history);
  update_best (self, history);
  append (self, history, self->train, TRUE);
  append (self, history, self->test, FALSE);
  self->n_epochs = ov_history_get_n_epochs (history);
  set_stray (self, ov_history_is_straying (history));

  if (self->marker == 0 && !self->is_hidden && !self->is_ghost
      && ov_history_has_diverged (history))
    self->marker = ov_chart_add_marker (
      self->chart, ov_timeline_get_end (self->timeline, ov_history_get_last (history)->index),
      _("diverged"));
}

/**
 * ov_curves_update_batch_losses:
 * @self: the curves of a running run, on a chart of losses
 * @epochs: [@n], places between the epochs
 * @losses: [@n], losses there
 * @n: the number of points so far; none is taken away
 *
 * Draws a thin line through the losses within the epochs, which moves long before the first epoch
 * has ended. Without points there is no line, and none in the legend.
 */
void
ov_curves_update_batch_losses (OvCurves     *self,
                               const double *epochs,
                               const double *losses,
                               gsize         n)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->quantity == OV_QUANTITY_LOSS);
  g_return_if_fail (n >= self->n_batch_losses);

  if (n == 0)
    return;

  if (self->batch_losses == 0)
    {
      self->batch_losses = ov_chart_add_series (self->chart, _("Batches"), OV_SLOT_TRAIN,
                                                OV_LINE_SOLID);
      ov_chart_set_series_faint (self->chart, self->batch_losses, TRUE);
      ov_chart_set_series_width (self->chart, self->batch_losses, BATCH_LOSSES_WIDTH);
      ov_chart_set_series_visible (self->chart, self->batch_losses, !self->is_hidden);
    }

  /* By seconds the place of a batch is known when its epoch has ended. */
  for (gsize i = self->n_batch_losses;
       i < n && ov_timeline_has_reached (self->timeline, epochs[i]); i++)
    {
      const double x = ov_timeline_get_start (self->timeline, epochs[i]);

      ov_chart_append_points (self->chart, self->batch_losses, &x, &losses[i], 1);
      self->n_batch_losses = i + 1;
    }
  set_stray (self, self->is_stray);
}

/**
 * ov_curves_name_ghost:
 * @name: (nullable): the name of an earlier run
 * @recipe: what was run
 * @current: what the current run runs
 *
 * Returns: (transfer full): the name, and only what @recipe has that @current has not
 */
char *
ov_curves_name_ghost (const char     *name,
                      const OvRecipe *recipe,
                      const OvRecipe *current)
{
  g_autofree char *difference = ov_recipe_describe_difference (recipe, current);

  return name != NULL ? g_strdup_printf ("%s: %s", name, difference)
                      : g_steal_pointer (&difference);
}

/**
 * ov_curves_make_ghost:
 * @self: the curves of a run that is over
 * @slot: the colour of the palette that both take
 * @name: (nullable): the name of the run
 * @recipe: what was run
 * @current: what the current run runs
 *
 * Makes the curves pale. They share one entry of the legend, which has the name and only what
 * @recipe has that @current has not. To be called again whenever @current changes.
 */
void
ov_curves_make_ghost (OvCurves       *self,
                      guint           slot,
                      const char     *name,
                      const OvRecipe *recipe,
                      const OvRecipe *current)
{
  const guint series[] = {self->train, self->test};
  g_autofree char *train_name = ov_curves_name_ghost (name, recipe, current);
  g_autofree char *first = NULL;
  g_autofree char *test_name = NULL;

  g_return_if_fail (self != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (series); i++)
    {
      ov_chart_set_series_slot (self->chart, series[i], slot);
      ov_chart_set_series_faint (self->chart, series[i], TRUE);
    }

  /* What tells the curves apart comes first, since a long name is cut at its end.
   * Translators: an earlier run's curve of the test set, such as "Linear 3, test". */
  first = g_strdup_printf (_("%s, test"), name != NULL ? name : train_name);
  test_name = name != NULL ? ov_curves_name_ghost (first, recipe, current)
                           : g_steal_pointer (&first);
  ov_chart_set_series_name (self->chart, self->train, train_name);
  ov_chart_set_series_name (self->chart, self->test, test_name);
  ov_chart_set_series_listed (self->chart, self->test, FALSE);

  self->is_ghost = TRUE;
  if (self->marker != 0)
    {
      ov_chart_remove_mark (self->chart, self->marker);
      self->marker = 0;
    }
  if (self->best_mark != 0)
    ov_chart_remove_mark (self->chart, self->best_mark);
  self->best_mark = 0;
  self->with_best = FALSE;
}

/**
 * ov_curves_set_best:
 * @self: a run's curves
 * @with_best: whether the best epoch on the test set is marked
 * @history: the run's epochs so far
 */
void
ov_curves_set_best (OvCurves        *self,
                    gboolean         with_best,
                    const OvHistory *history)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (history != NULL);

  self->with_best = with_best;
  if (!with_best && self->best_mark != 0)
    {
      ov_chart_remove_mark (self->chart, self->best_mark);
      self->best_mark = 0;
    }
  if (with_best)
    ov_curves_update (self, history);
}

/**
 * ov_curves_set_visible:
 * @self: a run's curves
 * @visible: whether they are drawn, read out and counted
 *
 * Shows or hides a run. What stands out of it, such as the mark where it diverged, is not drawn of
 * a hidden one, and comes back with the next update.
 */
void
ov_curves_set_visible (OvCurves *self,
                       gboolean  visible)
{
  const guint series[] = {self->train, self->test, self->batch_losses};
  guint *const marks[] = {&self->marker, &self->best_mark};

  g_return_if_fail (self != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (series); i++)
    if (series[i] != 0)
      ov_chart_set_series_visible (self->chart, series[i], visible);

  self->is_hidden = !visible;
  for (gsize i = 0; i < G_N_ELEMENTS (marks) && !visible; i++)
    {
      if (*marks[i] != 0)
        ov_chart_remove_mark (self->chart, *marks[i]);
      *marks[i] = 0;
    }
}

/**
 * ov_curves_set_part_of_mean:
 * @self: a run's curves
 * @is_part: whether a mean is drawn of it and others
 *
 * Lets the mean speak for the run: an earlier run is hidden, and the one in front is a thin line
 * without an entry in the legend.
 */
void
ov_curves_set_part_of_mean (OvCurves *self,
                            gboolean  is_part)
{
  const guint series[] = {self->train, self->test};
  const char *const names[] = {_("Training"), _("Test")};
  const char *const part_names[] = {_("This run"), _("This run, test")};

  g_return_if_fail (self != NULL);

  if (self->is_ghost)
    {
      ov_curves_set_visible (self, !is_part);
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (series); i++)
    {
      ov_chart_set_series_name (self->chart, series[i], is_part ? part_names[i] : names[i]);
      ov_chart_set_series_faint (self->chart, series[i], is_part);
      ov_chart_set_series_listed (self->chart, series[i], !is_part);
      ov_chart_set_series_width (self->chart, series[i], is_part ? PART_WIDTH : 0.0);
    }
}

/**
 * ov_curves_set_timeline_horizon:
 * @timeline: (nullable): where the epochs of the run stand
 * @chart: a chart that ov_curves_prepare() has prepared
 * @recipe: the run that it is to show first
 *
 * Gives the x axis its length where it does not go by epochs.
 */
void
ov_curves_set_timeline_horizon (const OvTimeline *timeline,
                                OvChart          *chart,
                                const OvRecipe   *recipe)
{
  const double first = recipe->batch_size > 0 ? FIRST_BATCH_HORIZON : FIRST_HORIZON;
  const double last = MAX (recipe->epochs - 1.0, OV_CURVES_LEAST_HORIZON);

  g_return_if_fail (chart != NULL);
  g_return_if_fail (recipe != NULL);

  if (ov_timeline_get_abscissa (timeline) == OV_ABSCISSA_IMAGES)
    ov_chart_set_horizon (chart, ov_timeline_get_end (timeline, MIN (first, last)),
                          ov_timeline_get_end (timeline, last));
  else if (ov_timeline_get_abscissa (timeline) == OV_ABSCISSA_SECONDS)
    ov_chart_set_horizon (chart, FIRST_SECONDS, 0.0);
}

/**
 * ov_curves_set_emphasis:
 * @self: a run's curves
 * @emphasis: how they stand out among those of other runs
 */
void
ov_curves_set_emphasis (OvCurves  *self,
                        OvEmphasis emphasis)
{
  g_return_if_fail (self != NULL);

  ov_chart_set_series_emphasis (self->chart, self->train, emphasis);
  ov_chart_set_series_emphasis (self->chart, self->test, emphasis);
  if (self->batch_losses != 0)
    ov_chart_set_series_emphasis (self->chart, self->batch_losses, emphasis);
}

/**
 * ov_curves_remove:
 * @self: a run's curves
 *
 * Takes the curves and their mark off the chart.
 */
void
ov_curves_remove (OvCurves *self)
{
  g_return_if_fail (self != NULL);

  ov_chart_remove_series (self->chart, self->train);
  ov_chart_remove_series (self->chart, self->test);
  if (self->batch_losses != 0)
    ov_chart_remove_series (self->chart, self->batch_losses);

  if (self->marker != 0)
    ov_chart_remove_mark (self->chart, self->marker);
  if (self->best_mark != 0)
    ov_chart_remove_mark (self->chart, self->best_mark);

  *self = (OvCurves) {.quantity = self->quantity};
}

static const char *
describe_trend (const OvHistory *history,
                OvEpochField     field)
{
  const guint n = ov_history_get_n_epochs (history);
  const guint back = MIN (n - 1, TREND_EPOCHS);
  const double now = ov_epoch_get_field (ov_history_get_epoch (history, n - 1), field);
  const double then = ov_epoch_get_field (ov_history_get_epoch (history, n - 1 - back), field);
  const double change = (now - then) / MAX (fabs (then), 1e-12);

  if (!isfinite (now))
    return _("not finite");

  if (change > TREND_SHARE)
    return _("rising");

  return change < -TREND_SHARE ? _("falling") : _("steady");
}

/* What the log of another program says of its last epoch, which lacks one of the two, or both. */
static void
describe_known (GString    *text,
                OvQuantity  quantity,
                double      train,
                double      test,
                const char *trend)
{
  if (ov_epoch_is_missing (train) && ov_epoch_is_missing (test))
    g_string_append (text, _("not known"));
  else if (ov_epoch_is_missing (test))
    g_string_append_printf (text,
                            quantity == OV_QUANTITY_LOSS ? _("training loss %.3f, %s")
                                                         : _("training accuracy %.1f %%, %s"),
                            train, trend);
  else
    g_string_append_printf (text,
                            quantity == OV_QUANTITY_LOSS ? _("test loss %.3f")
                                                         : _("test accuracy %.1f %%"),
                            test);
}

/**
 * ov_curves_describe:
 * @quantity: what a chart shows
 * @history: the run that it shows
 *
 * Says what the curves do, for people who do not see them. The best epoch is the best one on the
 * test set.
 *
 * Returns: (transfer full): a translated sentence without a full stop
 */
char *
ov_curves_describe (OvQuantity       quantity,
                    const OvHistory *history)
{
  const OvEpochField train = ov_quantity_get_field (quantity, TRUE);
  const OvEpochField test = ov_quantity_get_field (quantity, FALSE);
  const OvEpoch *last;
  const OvEpoch *best;
  const char *trend;
  double train_value;
  double test_value;
  GString *text;

  g_return_val_if_fail (history != NULL, NULL);

  last = ov_history_get_last (history);

  if (last == NULL)
    return g_strdup (_("no epoch yet"));

  trend = describe_trend (history, train);
  best = ov_history_get_best (history, test);
  text = g_string_new (NULL);

  train_value = ov_epoch_get_field (last, train);
  test_value = ov_epoch_get_field (last, test);
  if (ov_epoch_is_missing (train_value) || ov_epoch_is_missing (test_value))
    describe_known (text, quantity, train_value, test_value, trend);
  else if (quantity == OV_QUANTITY_LOSS)
    /* Translators: such as "training loss 0.787, falling; test loss 0.802". */
    g_string_append_printf (text, _("training loss %.3f, %s; test loss %.3f"), train_value, trend,
                            test_value);
  else
    g_string_append_printf (text, _("training accuracy %.1f %%, %s; test accuracy %.1f %%"),
                            train_value, trend, test_value);

  if (best != NULL)
    g_string_append_printf (text, _("; best epoch %u"), best->index);

  if (ov_history_has_diverged (history))
    g_string_append_printf (text, _("; diverged in epoch %u"), last->index);

  return g_string_free (text, FALSE);
}

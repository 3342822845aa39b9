/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "growth.h"
#include "number.h"
#include "schedule.h"

/* How long a run waits for the quadratic form from the cache, in milliseconds. From a slow disk it
 * comes later, and the run changes over to it at the end of an epoch. */
#define LONGEST_HOLD 500

/* What the window knows about the learning rate before anything is run: the limit of stability on
 * the slider, and the forecast on the chart. Both hold for the linear classifier only. */

static OvQuadratic *
get_quadratic (OvWindow       *self,
               const OvRecipe *recipe)
{
  OvQuadratic *quadratic = ov_quadratic_store_get_quadratic (self->quadratics);

  return quadratic != NULL && ov_quadratic_suits (quadratic, recipe) ? quadratic : NULL;
}

/* What a rate will do that is beyond the limit, though not in all epochs. The loss grows by the
 * square of @growth, which is that of the distance along its steepest direction. */
static char *
describe_excess (const OvRecipe *recipe,
                 double          limit,
                 double          growth)
{
  OvSchedule schedule;
  guint first = 0;
  guint epoch;
  g_autofree char *growing = ov_growth_describe (growth * growth);

  ov_schedule_init (&schedule, recipe);
  while (first < recipe->epochs && ov_schedule_get_rate (&schedule, first) < limit)
    first++;
  if (first == recipe->epochs)
    return g_strdup (_("No epoch comes to this rate: the schedule stays below the limit."));
  if (!ov_schedule_find_epoch (&schedule, limit, &epoch))
    /* Translators: the %s is either “by 9.9 %” or “25-fold”. */
    return g_strdup_printf (_("The loss will grow %s an epoch: the run will diverge."), growing);
  if (first > 0)
    return g_strdup_printf (_("From epoch %u on the loss will grow %s an epoch at the most. The "
                              "schedule brings the rate below the limit again after %u epochs."),
                            first, growing, epoch);
  if (!ov_schedule_has_decay (recipe))
    return g_strdup_printf (_("The loss will grow %s an epoch at first. The schedule brings the "
                              "rate below the limit after %u epochs."),
                            growing, epoch);

  return g_strdup_printf (_("The loss will grow %s an epoch at first. The decay brings the rate "
                            "below the limit after %u epochs."),
                          growing, epoch);
}

/* What the rate will do, in a sentence for the slider's tooltip. */
static char *
describe_rate (OvQuadratic    *quadratic,
               const OvRecipe *recipe)
{
  const double limit = ov_quadratic_get_limit (quadratic, recipe);
  const double smooth = ov_quadratic_get_smooth_limit (quadratic, recipe);
  const double growth = ov_quadratic_get_growth (quadratic, recipe);

  if (recipe->learning_rate >= limit)
    return describe_excess (recipe, limit, growth);
  if (recipe->learning_rate > smooth)
    {
      g_autofree char *shrinking = ov_number_format_short (100.0 * (1.0 - growth), 3);

      return g_strdup_printf (_("Swings to and fro along the steepest direction, and shrinks by "
                                "%s %% an epoch there."),
                              shrinking);
    }

  return g_strdup (_("Every direction shrinks smoothly."));
}

/* Whether the limit of a recipe, which nobody knows yet, will be known some time. */
static gboolean
is_limit_expected (OvWindow       *self,
                   const OvRecipe *recipe)
{
  return g_settings_get_boolean (self->settings, "forecast")
         && !ov_quadratic_store_has_failed (self->quadratics)
         && ov_quadratic_would_suit (ov_data_store_get_dataset (self->store), recipe);
}

static void
show_preparation (OvWindow *self)
{
  const OvRecipe *recipe = ov_recipe_panel_get_recipe (self->recipe_panel);

  if (is_limit_expected (self, recipe))
    ov_recipe_panel_expect_limit (self->recipe_panel,
                                  ov_quadratic_store_get_progress (self->quadratics));
  else
    ov_recipe_panel_clear_limit (self->recipe_panel);
}

/* NAN stands for a limit that nobody knows. */
static void
tell_limit (OvWindow *self,
            double    limit)
{
  for (guint i = 0; i < self->pages->len; i++)
    ov_page_set_limit (g_ptr_array_index (self->pages, i), limit);
}

static void
show_limit (OvWindow *self)
{
  const OvRecipe *recipe = ov_recipe_panel_get_recipe (self->recipe_panel);
  OvQuadratic *quadratic = get_quadratic (self, recipe);
  g_autofree char *text = NULL;
  double limit;

  if (quadratic == NULL)
    {
      show_preparation (self);
      tell_limit (self, NAN);
      return;
    }

  limit = ov_quadratic_get_limit (quadratic, recipe);
  text = describe_rate (quadratic, recipe);
  ov_recipe_panel_set_limit (self->recipe_panel, limit,
                             ov_quadratic_get_smooth_limit (quadratic, recipe), text);
  tell_limit (self, limit);
}

static void
recipe_previewed_cb (OvRecipePanel *panel,
                     OvWindow      *self)
{
  const OvRecipe *recipe = ov_recipe_panel_get_recipe (panel);

  show_limit (self);
  ov_forecaster_request (self->forecaster, recipe);
  for (guint i = 0; i < self->pages->len; i++)
    ov_page_preview_recipe (g_ptr_array_index (self->pages, i),
                            self->branch == NULL ? recipe : NULL);
}

static void
release_run (OvWindow *self)
{
  g_clear_handle_id (&self->hold_timeout, g_source_remove);
  ov_window_set_held (self, OV_HOLD_FORM, FALSE);
}

static gboolean
hold_timeout_cb (gpointer user_data)
{
  OvWindow *self = user_data;

  self->hold_timeout = 0;
  release_run (self);

  return G_SOURCE_REMOVE;
}

/* The preparation would take the processors from the first epoch, so it waits for that, and before
 * it for the cache. */
static void
prepare_when_due (OvWindow *self)
{
  OvRun *run = ov_session_get_run (self->session);

  if (!self->is_preparation_due || run == NULL || ov_quadratic_store_is_looking (self->quadratics)
      || (ov_history_get_n_epochs (ov_run_get_history (run)) == 0
          && ov_run_get_state (run) <= OV_RUN_RUNNING))
    return;

  self->is_preparation_due = FALSE;
  ov_quadratic_store_set_dataset (self->quadratics, ov_data_store_get_dataset (self->store));
}

static void
quadratic_changed_cb (OvQuadraticStore *store,
                      OvWindow         *self)
{
  OvQuadratic *quadratic = ov_quadratic_store_get_quadratic (store);

  if (quadratic != NULL)
    self->is_preparation_due = FALSE;
  ov_session_set_quadratic (self->session, quadratic);
  ov_forecaster_set_quadratic (self->forecaster, quadratic);
  ov_replay_set_quadratic (self->replay, quadratic, ov_data_store_get_dataset (self->store));
  recipe_previewed_cb (self->recipe_panel, self);
  if (!ov_quadratic_store_is_looking (store))
    release_run (self);
}

static void
progress_changed_cb (OvQuadraticStore *store,
                     OvWindow         *self)
{
  if (ov_quadratic_store_get_quadratic (store) == NULL)
    show_preparation (self);
  if (ov_quadratic_store_is_looking (store))
    return;

  release_run (self);
  prepare_when_due (self);
}

/**
 * ov_window_show_forecast:
 * @self: a window
 *
 * Gives the pages the forecast of the recipe in the panel. It is one of a run from the first epoch,
 * and so there is none of a branch.
 */
void
ov_window_show_forecast (OvWindow *self)
{
  OvRunItem *front = ov_run_collection_get_front (self->collection);
  OvRun *run = ov_session_get_run (self->session);
  const OvRunOrigin *origin = run != NULL ? ov_run_get_origin (run) : NULL;
  const gboolean is_of_branch =
    self->branch != NULL
    || (origin != NULL && origin->is_branch
        && ov_recipe_equal (ov_run_get_recipe (run),
                            ov_recipe_panel_get_recipe (self->recipe_panel)));
  const gboolean is_wanted = !is_of_branch && (front == NULL || ov_run_item_is_current (front));

  for (guint i = 0; i < self->pages->len; i++)
    ov_page_set_forecast (g_ptr_array_index (self->pages, i),
                          is_wanted ? ov_forecaster_get_result (self->forecaster) : NULL);
}

static void
forecast_changed_cb (OvForecaster *forecaster,
                     OvWindow     *self)
{
  ov_window_show_forecast (self);
}

/* The data has changed, or the user's mind about forecasts. A run that can use the quadratic form
 * waits for a moment, until it is known whether it is in the cache. */
static void
prepare (OvWindow *self)
{
  OvDataset *dataset = ov_data_store_get_dataset (self->store);

  self->is_preparation_due = g_settings_get_boolean (self->settings, "forecast");
  if (!self->is_preparation_due || dataset == NULL
      || !ov_quadratic_would_suit (dataset, ov_session_get_recipe (self->session)))
    {
      ov_quadratic_store_set_dataset (self->quadratics, NULL);
      return;
    }

  ov_window_set_held (self, OV_HOLD_FORM, TRUE);
  g_clear_handle_id (&self->hold_timeout, g_source_remove);
  self->hold_timeout =
    g_timeout_add_full (OV_PRIORITY_WAIT, LONGEST_HOLD, hold_timeout_cb, self, NULL);
  ov_quadratic_store_look_up (self->quadratics, dataset);
}

/* Without a running run there is no epoch to wait for. */
static void
forecast_wanted_cb (OvWindow *self)
{
  prepare (self);
  prepare_when_due (self);
}

/**
 * ov_window_connect_laboratory:
 * @self: a window that is being made
 *
 * Lets the window prepare the quadratic form of its data, and show what follows from it.
 */
void
ov_window_connect_laboratory (OvWindow *self)
{
  g_signal_group_connect_swapped (self->store_signals, "dataset-changed", G_CALLBACK (prepare),
                                  self);
  g_signal_group_connect_swapped (self->run_signals, "epochs-added",
                                  G_CALLBACK (prepare_when_due), self);
  g_signal_connect_object (self->settings, "changed::forecast", G_CALLBACK (forecast_wanted_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_group_connect (self->quadratics_signals, "changed", G_CALLBACK (quadratic_changed_cb),
                          self);
  g_signal_group_connect (self->quadratics_signals, "progress-changed",
                          G_CALLBACK (progress_changed_cb), self);
  g_signal_group_connect (self->forecaster_signals, "changed", G_CALLBACK (forecast_changed_cb),
                          self);
  g_signal_connect (self->recipe_panel, "recipe-previewed", G_CALLBACK (recipe_previewed_cb), self);
  show_limit (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ladder-private.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "parameter.h"

enum
{
  RUNG_CHANGED,
  STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/**
 * OvLadder:
 *
 * One recipe at several learning rates, from one seed: the rungs. They run one after the other,
 * each on all the processors, so that a ladder takes as long as its runs do. Where the data's
 * quadratic form is known and suits the recipe, the losses are foretold instead, in milliseconds.
 * It lives on the thread that made it; nothing of it waits.
 */
G_DEFINE_FINAL_TYPE (OvLadder, ov_ladder, G_TYPE_OBJECT)

/* Gives up what goes on, without waiting for it to say so. */
static void
drop_rungs (OvLadder *self)
{
  g_clear_pointer (&self->foreteller, ov_foreteller_free);
  for (guint i = 0; i < self->rungs->len; i++)
    if (ov_ladder_get_rung (self, i)->run != NULL)
      g_signal_handlers_disconnect_by_data (ov_ladder_get_rung (self, i)->run, self);
  g_array_set_size (self->rungs, 0);
}

static void
ov_ladder_dispose (GObject *object)
{
  OvLadder *self = OV_LADDER (object);

  drop_rungs (self);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);

  G_OBJECT_CLASS (ov_ladder_parent_class)->dispose (object);
}

static void
ov_ladder_finalize (GObject *object)
{
  OvLadder *self = OV_LADDER (object);

  g_array_unref (self->rungs);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (ov_ladder_parent_class)->finalize (object);
}

static void
ov_ladder_class_init (OvLadderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ov_ladder_dispose;
  object_class->finalize = ov_ladder_finalize;

  /**
   * OvLadder::rung-changed:
   * @self: the ladder
   * @rung: the rung that has another state, more epochs, or has got further within one
   */
  signals[RUNG_CHANGED] = g_signal_new ("rung-changed", OV_TYPE_LADDER, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * OvLadder::state-changed:
   * @self: the ladder
   *
   * It has begun, with other rungs, or it has ended, or its rungs are gone.
   */
  signals[STATE_CHANGED] = g_signal_new ("state-changed", OV_TYPE_LADDER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_ladder_init (OvLadder *self)
{
  self->is_foretelling = TRUE;
  self->rungs = g_array_new (FALSE, TRUE, sizeof (OvLadderRung));
  g_array_set_clear_func (self->rungs, (GDestroyNotify) ov_ladder_rung_clear);
}

/**
 * ov_ladder_new:
 * @n_threads: how many threads compute
 *
 * Returns: (transfer full): a ladder without data and without rungs
 */
OvLadder *
ov_ladder_new (guint n_threads)
{
  OvLadder *self;

  g_return_val_if_fail (n_threads >= 1, NULL);

  self = g_object_new (OV_TYPE_LADDER, NULL);
  self->n_threads = n_threads;

  return self;
}

static void
finish (OvLadder *self)
{
  self->is_running = FALSE;
  self->is_stopping = FALSE;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
tell_current (OvLadder *self)
{
  g_signal_emit (self, signals[RUNG_CHANGED], 0, self->current);
}

static void begin_next (OvLadder *self);

static void
run_state_changed_cb (OvRun    *run,
                      OvLadder *self)
{
  G_GNUC_UNUSED g_autoptr (OvLadder) guard = g_object_ref (self);
  OvLadderRung *rung = ov_ladder_get_rung (self, self->current);

  rung->state = ov_run_get_state (run);
  if (rung->state == OV_RUN_FAILED && self->error == NULL)
    self->error = g_error_copy (ov_run_get_error (run));
  tell_current (self);

  /* A handler may have cleared the ladder, and even have begun another one. */
  if (!self->is_running || ov_ladder_get_rung (self, self->current)->run != run
      || !ov_run_has_ended (run))
    return;

  ov_run_drop_snapshot (run);
  self->current++;

  /* What fails once fails on every rung. */
  if (self->is_stopping || self->error != NULL || self->current == self->rungs->len)
    finish (self);
  else
    begin_next (self);
}

static void
begin_next (OvLadder *self)
{
  OvLadderRung *rung = ov_ladder_get_rung (self, self->current);

  rung->run = ov_run_new (&rung->recipe, self->dataset, self->n_threads);
  ov_run_set_quadratic (rung->run, self->quadratic);
  g_signal_connect_object (rung->run, "epochs-added", G_CALLBACK (tell_current), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rung->run, "progress-changed", G_CALLBACK (tell_current), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rung->run, "state-changed", G_CALLBACK (run_state_changed_cb), self, 0);
  ov_run_start (rung->run);
}

static void
foretold_cb (GPtrArray *histories,
             gboolean   has_ended,
             gpointer   user_data)
{
  g_autoptr (OvLadder) self = g_object_ref (user_data);
  OvForeteller *foreteller = self->foreteller;

  if (has_ended)
    g_clear_pointer (&self->foreteller, ov_foreteller_free);

  while (histories->len > 0 && self->is_running)
    {
      ov_ladder_rung_foretell (ov_ladder_get_rung (self, self->current),
                               g_ptr_array_steal_index (histories, 0));
      tell_current (self);

      /* A handler may have cleared the ladder, and even have begun another one. */
      if (!self->is_running || self->foreteller != (has_ended ? NULL : foreteller))
        return;
      self->current++;
    }

  if (has_ended && self->is_running)
    finish (self);
}

static gboolean
can_foretell (OvLadder *self)
{
  const OvRecipe *recipe = &ov_ladder_get_rung (self, 0)->recipe;

  return self->is_foretelling && self->quadratic != NULL && recipe->epochs > 0
         && recipe->epochs <= OV_FORETELLER_MOST_EPOCHS
         && ov_quadratic_suits (self->quadratic, recipe);
}

static void
begin_foretelling (OvLadder *self)
{
  g_autofree OvRecipe *recipes = g_new (OvRecipe, self->rungs->len);

  for (guint i = 0; i < self->rungs->len; i++)
    recipes[i] = ov_ladder_get_rung (self, i)->recipe;
  self->foreteller = ov_foreteller_start (self->quadratic, recipes, self->rungs->len,
                                          foretold_cb, self);
}

/* What is being run is foretold from now on: that is done sooner. */
static void
turn_to_foretelling (OvLadder *self)
{
  for (guint i = 0; i < self->rungs->len; i++)
    {
      OvLadderRung *rung = ov_ladder_get_rung (self, i);

      if (rung->run != NULL)
        g_signal_handlers_disconnect_by_data (rung->run, self);
      g_clear_object (&rung->run);
      rung->state = OV_RUN_IDLE;
    }

  self->current = 0;
  self->is_foretold = TRUE;
  begin_foretelling (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static gboolean
make_rungs (OvLadder       *self,
            const OvRecipe *recipe,
            double          from,
            double          to,
            guint           n_rungs,
            GError        **error)
{
  const OvParameter *parameter = ov_parameter_find ("learning-rate");
  g_autoptr (GArray) rungs = g_array_new (FALSE, TRUE, sizeof (OvLadderRung));

  g_array_set_clear_func (rungs, (GDestroyNotify) ov_ladder_rung_clear);
  for (guint i = 0; i < n_rungs; i++)
    {
      OvLadderRung rung = {.recipe = *recipe, .state = OV_RUN_IDLE};

      if (!ov_parameter_set (parameter, &rung.recipe,
                             ov_ladder_rung_choose_rate (from, to, n_rungs, i), error)
          || !ov_recipe_validate (&rung.recipe, error))
        return FALSE;

      rung.history = ov_history_new ();
      g_array_append_val (rungs, rung);
    }

  drop_rungs (self);
  g_array_unref (self->rungs);
  self->rungs = g_steal_pointer (&rungs);

  return TRUE;
}

/**
 * ov_ladder_start:
 * @self: a ladder that has data and is not running
 * @recipe: what the rungs have in common; copied
 * @from: the learning rate of the lowest rung
 * @to: that of the highest one, above @from
 * @n_rungs: how many rungs, from %OV_LADDER_FEWEST to %OV_LADDER_MOST
 * @error: (out) (optional): return location for an error
 *
 * Replaces the rungs and begins with the lowest.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_RECIPE and the rungs as they were, when
 *   the range cannot be run
 */
gboolean
ov_ladder_start (OvLadder       *self,
                 const OvRecipe *recipe,
                 double          from,
                 double          to,
                 guint           n_rungs,
                 GError        **error)
{
  g_return_val_if_fail (OV_IS_LADDER (self), FALSE);
  g_return_val_if_fail (recipe != NULL, FALSE);
  g_return_val_if_fail (n_rungs >= OV_LADDER_FEWEST && n_rungs <= OV_LADDER_MOST, FALSE);
  g_return_val_if_fail (self->dataset != NULL && !self->is_running, FALSE);

  if (!(to > from))
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                           _("The range is empty. Let it end with a higher learning rate than it "
                             "begins with."));
      return FALSE;
    }
  if (!make_rungs (self, recipe, from, to, n_rungs, error))
    return FALSE;

  g_clear_error (&self->error);
  self->current = 0;
  self->is_running = TRUE;
  self->is_foretold = can_foretell (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
  if (!self->is_running)
    return TRUE;

  if (self->is_foretold)
    begin_foretelling (self);
  else
    begin_next (self);

  return TRUE;
}

/**
 * ov_ladder_stop:
 * @self: a ladder
 *
 * Tells it to end. Returns at once; the state changes when the run that goes on has ended. What
 * there is of the rungs stays.
 */
void
ov_ladder_stop (OvLadder *self)
{
  g_return_if_fail (OV_IS_LADDER (self));

  if (!self->is_running)
    return;

  self->is_stopping = TRUE;
  if (self->foreteller != NULL)
    ov_foreteller_cancel (self->foreteller);
  else if (ov_ladder_get_rung (self, self->current)->run != NULL)
    ov_run_cancel (ov_ladder_get_rung (self, self->current)->run);
  else
    finish (self);
}

/**
 * ov_ladder_clear:
 * @self: a ladder
 *
 * Ends it at once and takes its rungs away.
 */
void
ov_ladder_clear (OvLadder *self)
{
  g_return_if_fail (OV_IS_LADDER (self));

  drop_rungs (self);
  g_clear_error (&self->error);
  finish (self);
}

/**
 * ov_ladder_set_dataset:
 * @self: a ladder
 * @dataset: (nullable): what the rungs to come are trained on; referenced
 *
 * Replaces the data. The rungs of other data are cleared.
 */
void
ov_ladder_set_dataset (OvLadder  *self,
                       OvDataset *dataset)
{
  g_return_if_fail (OV_IS_LADDER (self));

  if (dataset == self->dataset)
    return;

  ov_ladder_clear (self);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  if (dataset != NULL)
    self->dataset = ov_dataset_ref (dataset);
}

/**
 * ov_ladder_set_quadratic:
 * @self: a ladder
 * @quadratic: (nullable): the quadratic form of the ladder's data; referenced
 *
 * Makes use of what is known about the data where it suits the recipe: also for a ladder that runs.
 */
void
ov_ladder_set_quadratic (OvLadder    *self,
                         OvQuadratic *quadratic)
{
  g_return_if_fail (OV_IS_LADDER (self));

  if (quadratic != NULL)
    ov_quadratic_ref (quadratic);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  self->quadratic = quadratic;

  if (self->is_running && !self->is_stopping && !self->is_foretold && can_foretell (self))
    turn_to_foretelling (self);
}

/**
 * ov_ladder_set_foretelling:
 * @self: a ladder
 * @is_foretelling: whether the next ladder's losses are foretold where they can be, as at first;
 *   otherwise every rung is run, and its accuracies are known too
 */
void
ov_ladder_set_foretelling (OvLadder *self,
                           gboolean  is_foretelling)
{
  g_return_if_fail (OV_IS_LADDER (self));

  self->is_foretelling = is_foretelling;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seed-series.h"

#include "run-choice.h"

/**
 * OvSeedSeries:
 *
 * One recipe with several seeds, run one after the other by a session: each is a run like any
 * other, with a name and a colour, which can be paused and watched. Those that are in the
 * collection already are not run again. Whatever else a person runs meanwhile ends the series.
 */
struct _OvSeedSeries
{
  GObject          parent_instance;

  OvSession       *session; /* owned, as is the collection */
  OvRunCollection *collection;
  GSignalGroup    *run_signals; /* of the run that the series waits for */
  OvRunItem       *viewed;      /* owned: an earlier run that is in front; or NULL */

  OvRecipe         recipe;   /* with the seed that is run, or was last */
  guint            first;    /* the first seed */
  guint            position; /* how many seeds come before the one that is run */
  gboolean         is_running;
  guint            source; /* goes on when all have been told of a run's end, or 0 */
};

enum
{
  RECIPE_WANTED,
  CHANGED,
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvSeedSeries, ov_seed_series, G_TYPE_OBJECT)

/* The item of a seed among the runs of the session's data, or NULL. */
static OvRunItem *
find_item (OvSeedSeries *self,
           guint         position)
{
  OvRunItem *current = ov_run_collection_get_current (self->collection);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->collection));
  OvRecipe recipe = self->recipe;

  recipe.seed = self->first + position;
  for (guint i = 0; current != NULL && i < n; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->collection), i);

      /* The collection keeps it for the caller. */
      if (ov_run_choice_is_repeated (item, &recipe, ov_run_item_get_data (current)))
        return item;
    }

  return NULL;
}

static gboolean
is_done (OvSeedSeries *self,
         guint         position)
{
  OvRunItem *item = find_item (self, position);

  return item != NULL && ov_run_facts_are_complete (ov_run_item_get_facts (item));
}

/* Runs that are thinned out would be missing in the mean. */
static void
show_items (OvSeedSeries *self)
{
  g_autoptr (GPtrArray) items = ov_seed_series_list_items (self);

  ov_run_collection_freeze (self->collection);
  for (guint i = 0; i < items->len; i++)
    ov_run_item_set_shown (items->pdata[i], TRUE);
  ov_run_collection_thaw (self->collection);
}

static void
end (OvSeedSeries *self)
{
  self->is_running = FALSE;
  g_clear_object (&self->viewed);
  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_group_set_target (self->run_signals, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A run that begins comes to the front, which is right when a person has started it. */
static void
remember_view (OvSeedSeries *self)
{
  OvRunItem *front = ov_run_collection_get_front (self->collection);

  if (front == ov_run_collection_get_current (self->collection))
    front = NULL;
  g_set_object (&self->viewed, front);
}

/* Wants the next seed that is not there, or finishes after the last. */
static void
go_on (OvSeedSeries *self)
{
  while (self->position < OV_SEED_SERIES_LENGTH && is_done (self, self->position))
    self->position++;

  if (self->position == OV_SEED_SERIES_LENGTH)
    {
      show_items (self);
      end (self);
      g_signal_emit (self, signals[FINISHED], 0);
      return;
    }

  remember_view (self);
  self->recipe.seed = self->first + self->position;
  g_signal_emit (self, signals[RECIPE_WANTED], 0, &self->recipe);
  if (self->is_running)
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
go_on_cb (gpointer user_data)
{
  OvSeedSeries *self = user_data;

  self->source = 0;
  go_on (self);

  return G_SOURCE_REMOVE;
}

/* A run that has been cancelled is replaced, or stays as it is until a person wants it again. */
static void
state_changed_cb (OvRun        *run,
                  OvSeedSeries *self)
{
  const OvOutcome outcome = ov_run_get_outcome (run);

  if (outcome == OV_OUTCOME_FAILED)
    end (self);
  else if ((outcome == OV_OUTCOME_FINISHED || outcome == OV_OUTCOME_DIVERGED) && self->source == 0)
    self->source = g_idle_add (go_on_cb, self);
}

static void
run_started_cb (OvSession    *session,
                OvRun        *run,
                OvRun        *previous,
                OvSeedSeries *self)
{
  if (!self->is_running)
    return;

  g_clear_handle_id (&self->source, g_source_remove);
  if (!ov_recipe_equal (ov_run_get_recipe (run), &self->recipe))
    {
      end (self);
      return;
    }
  g_signal_group_set_target (self->run_signals, run);
  show_items (self);
  if (self->viewed != NULL)
    ov_run_collection_set_front (self->collection, self->viewed);
  g_clear_object (&self->viewed);
}

static void
ov_seed_series_dispose (GObject *object)
{
  OvSeedSeries *self = OV_SEED_SERIES (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->viewed);
  g_clear_object (&self->session);
  g_clear_object (&self->collection);

  G_OBJECT_CLASS (ov_seed_series_parent_class)->dispose (object);
}

static void
ov_seed_series_class_init (OvSeedSeriesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_seed_series_dispose;

  /**
   * OvSeedSeries::recipe-wanted:
   * @self: the series
   * @recipe: (type gpointer): what the session is to run next, from the start
   */
  signals[RECIPE_WANTED] = g_signal_new ("recipe-wanted", OV_TYPE_SEED_SERIES, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * OvSeedSeries::changed:
   * @self: the series
   *
   * Another seed is run, or none any more.
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_SEED_SERIES, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OvSeedSeries::finished:
   * @self: the series
   *
   * Every seed has been run.
   */
  signals[FINISHED] = g_signal_new ("finished", OV_TYPE_SEED_SERIES, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_seed_series_init (OvSeedSeries *self)
{
  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect (self->run_signals, "state-changed", G_CALLBACK (state_changed_cb), self);
}

/**
 * ov_seed_series_new:
 * @session: what runs the seeds; referenced
 * @collection: where their runs are kept, which has been told of a run before the series is;
 *   referenced
 *
 * Returns: (transfer full): a series that has not been started
 */
OvSeedSeries *
ov_seed_series_new (OvSession       *session,
                    OvRunCollection *collection)
{
  OvSeedSeries *self;

  g_return_val_if_fail (OV_IS_SESSION (session), NULL);
  g_return_val_if_fail (OV_IS_RUN_COLLECTION (collection), NULL);

  self = g_object_new (OV_TYPE_SEED_SERIES, NULL);
  self->session = g_object_ref (session);
  self->collection = g_object_ref (collection);
  g_signal_connect_object (session, "run-started", G_CALLBACK (run_started_cb), self, 0);

  return self;
}

/* Whether the session is at work on the first of the seeds. */
static gboolean
is_under_way (OvSeedSeries *self)
{
  OvRun *run = ov_session_get_run (self->session);

  return run != NULL && !ov_run_has_ended (run)
         && ov_recipe_equal (ov_run_get_recipe (run), &self->recipe)
         && ov_recipe_equal (ov_session_get_recipe (self->session), &self->recipe);
}

/**
 * ov_seed_series_start:
 * @self: a series
 * @recipe: a recipe; copied
 *
 * Runs the recipe with its seed and the next ones, as far as they have not been run to their end
 * before. A run of the first one that is under way is left to go on.
 */
void
ov_seed_series_start (OvSeedSeries   *self,
                      const OvRecipe *recipe)
{
  g_return_if_fail (OV_IS_SEED_SERIES (self));
  g_return_if_fail (recipe != NULL);

  self->recipe = *recipe;
  self->first = MIN (recipe->seed, G_MAXUINT32 - (OV_SEED_SERIES_LENGTH - 1));
  self->position = 0;
  self->is_running = TRUE;
  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_group_set_target (self->run_signals, NULL);

  self->recipe.seed = self->first;
  /* Whoever starts the series wants to see it. */
  ov_run_collection_set_front (self->collection, NULL);
  if (!is_under_way (self))
    {
      go_on (self);
      return;
    }

  g_signal_group_set_target (self->run_signals, ov_session_get_run (self->session));
  if (ov_run_get_state (ov_session_get_run (self->session)) == OV_RUN_PAUSED)
    ov_session_toggle (self->session);
  show_items (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * ov_seed_series_stop:
 * @self: a series
 *
 * Runs no further seeds. The one that is being run goes on.
 */
void
ov_seed_series_stop (OvSeedSeries *self)
{
  g_return_if_fail (OV_IS_SEED_SERIES (self));

  if (self->is_running)
    end (self);
}

/**
 * ov_seed_series_is_running:
 * @self: a series
 *
 * Returns: whether there are seeds still to be run, or one is being run
 */
gboolean
ov_seed_series_is_running (OvSeedSeries *self)
{
  g_return_val_if_fail (OV_IS_SEED_SERIES (self), FALSE);

  return self->is_running;
}

/**
 * ov_seed_series_get_position:
 * @self: a series that is running
 *
 * Returns: which of the seeds is being run, from 0
 */
guint
ov_seed_series_get_position (OvSeedSeries *self)
{
  g_return_val_if_fail (OV_IS_SEED_SERIES (self), 0);

  return self->position;
}

/**
 * ov_seed_series_list_items:
 * @self: a series that has been started
 *
 * Returns: (transfer full) (element-type OvRunItem): the runs of its seeds that there are so far
 */
GPtrArray *
ov_seed_series_list_items (OvSeedSeries *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (OV_IS_SEED_SERIES (self), items);

  for (guint i = 0; i < OV_SEED_SERIES_LENGTH; i++)
    {
      OvRunItem *item = find_item (self, i);

      if (item != NULL)
        g_ptr_array_add (items, g_object_ref (item));
    }

  return items;
}

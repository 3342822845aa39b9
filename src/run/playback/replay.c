/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay.h"

#include "inspection.h"
#include "model.h"
#include "schedule.h"

/**
 * OvReplay:
 *
 * What the run in front had learned by the epoch that the playhead is at. At the newest epoch it is
 * what the run itself shows. Anything else is found on a thread, as fast as the handle is dragged:
 * while one epoch is being looked for, only the newest of those that were asked for meanwhile is
 * kept. What was shown last stays until there is something else.
 */
struct _OvReplay
{
  GObject          parent_instance;

  OvPlayhead      *playhead;
  OvRun           *run; /* that the rest is about; NULL without one */
  GSignalGroup    *run_signals;
  OvQuadratic     *quadratic; /* NULL while there is none */
  OvDataset       *dataset;   /* that it is of */

  OvRunCollection *runs;   /* the run in front is in front of them; NULL until it is set */
  OvRunKeeper     *keeper; /* that keeps their states */

  OvInspection    *inspection; /* of the run; NULL until it is needed */
  GCancellable    *search;     /* of a state that is kept, or NULL */
  OvJob           *job;        /* that looks at weights, or NULL */
  guint            wanted;     /* how many epochs led to what is to be shown; 0 for the run's own */
  guint            sought;     /* the same of what is being looked for */

  OvReplayKind     kind;
  OvReplayKind     next_kind; /* of what the job will find */
  OvLearned       *learned;   /* what was found last, or NULL */
};

enum
{
  CHANGED,
  FEATURES_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvReplay, ov_replay, G_TYPE_OBJECT)

static void seek (OvReplay *self);

static void
show (OvReplay    *self,
      OvReplayKind kind)
{
  self->kind = kind;
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[FEATURES_CHANGED], 0);
}

/* Forgets all that is known of the run. A thread that is at work keeps what it uses. */
static void
drop (OvReplay *self)
{
  g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  g_clear_pointer (&self->job, ov_job_abandon);
  g_clear_pointer (&self->inspection, ov_inspection_unref);
  g_clear_pointer (&self->learned, ov_learned_free);
  self->kind = OV_REPLAY_OWN;
  self->wanted = 0;
}

/* Returns: (nullable): the run as one of those that are kept */
static OvRunItem *
get_item (OvReplay *self)
{
  OvRunItem *front = self->runs != NULL ? ov_run_collection_get_front (self->runs) : NULL;

  return front != NULL && ov_run_item_get_run (front) == self->run ? front : NULL;
}

/* Whether the run is from its first epoch on what its recipe says, for so many epochs, with the
 * quadratic form as its loss. */
static gboolean
follows_form (OvReplay *self,
              guint     n_epochs)
{
  const OvRecipe *recipe = ov_run_get_recipe (self->run);
  const OvHistory *history = ov_run_get_history (self->run);
  OvRunItem *item = get_item (self);
  OvSchedule schedule;

  if ((item != NULL && ov_run_item_get_parent (item, NULL) != NULL) || self->quadratic == NULL
      || ov_run_get_dataset (self->run) != self->dataset
      || !ov_quadratic_suits (self->quadratic, recipe))
    return FALSE;

  ov_schedule_init (&schedule, recipe);
  for (guint i = 0; i < n_epochs; i++)
    if (ov_schedule_get_rate (&schedule, i) != ov_history_get_epoch (history, i)->learning_rate)
      return FALSE;

  return TRUE;
}

/* Shows what was sought, unless it is no longer wanted, and looks for what is wanted meanwhile. */
static void
finish (OvReplay    *self,
        OvReplayKind kind)
{
  const gboolean is_late = self->wanted != self->sought;

  if (self->wanted != 0)
    show (self, kind);
  if (self->wanted != 0 && is_late)
    seek (self);
}

static void
learned_cb (OvLearned *learned,
            gpointer   user_data)
{
  g_autoptr (OvReplay) self = g_object_ref (user_data);

  g_clear_pointer (&self->job, ov_job_free);
  g_clear_pointer (&self->learned, ov_learned_free);
  self->learned = learned;
  finish (self, learned != NULL ? self->next_kind : OV_REPLAY_NONE);
}

static void
inspect (OvReplay     *self,
         OvCheckpoint *checkpoint,
         guint         n_epochs)
{
  self->next_kind = n_epochs == self->sought ? OV_REPLAY_EXACT : OV_REPLAY_NEAREST;
  if (self->learned != NULL && self->learned->n_epochs == n_epochs)
    {
      finish (self, self->next_kind);
      return;
    }

  if (self->inspection == NULL)
    self->inspection = ov_inspection_new (ov_run_get_recipe (self->run),
                                          ov_run_get_dataset (self->run), self->quadratic);
  self->job = ov_inspection_start (self->inspection, checkpoint, n_epochs, learned_cb, self);
}

static void
state_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (OvReplay) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvCheckpoint) checkpoint = ov_run_keeper_find_checkpoint_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->search);
  if (checkpoint != NULL
      && ov_checkpoint_check_recipe (checkpoint, ov_run_get_recipe (self->run), NULL))
    inspect (self, checkpoint, ov_checkpoint_get_n_epochs (checkpoint));
  else
    finish (self, OV_REPLAY_NONE);
}

/* The newest state up to the epoch that is kept. */
static void
search (OvReplay *self)
{
  OvRunItem *item = get_item (self);

  if (item == NULL || self->keeper == NULL)
    {
      show (self, OV_REPLAY_NONE);
      return;
    }

  self->search = g_cancellable_new ();
  ov_run_keeper_find_checkpoint (self->keeper, item, self->sought, self->search, state_found_cb,
                                 g_object_ref (self));
}

/* Looks for what is wanted, if nothing else is being looked for. */
static void
seek (OvReplay *self)
{
  if (self->job != NULL || self->search != NULL)
    return;

  self->sought = self->wanted;
  if (follows_form (self, self->wanted))
    inspect (self, NULL, self->wanted);
  else
    search (self);
}

/* How many epochs led to what is to be shown; 0 for what the run itself shows. A run of an earlier
 * day has nothing to show by itself, and without its data nothing can be found. */
static guint
find_wanted (OvReplay *self)
{
  const guint n_epochs = ov_playhead_get_n_epochs (self->playhead);

  if (n_epochs == 0 || ov_run_get_dataset (self->run) == NULL
      || (ov_playhead_is_newest (self->playhead)
          && (ov_run_get_templates (self->run) != NULL || !ov_run_has_ended (self->run))))
    return 0;

  return ov_playhead_get_epoch (self->playhead) + 1;
}

static void
update (OvReplay *self)
{
  OvRun *run = ov_playhead_get_run (self->playhead);
  const gboolean is_other = run != self->run;
  guint wanted;

  if (is_other)
    {
      drop (self);
      g_set_object (&self->run, run);
      g_signal_group_set_target (self->run_signals, run);
    }
  wanted = run != NULL ? find_wanted (self) : 0;
  if (wanted == self->wanted && !is_other)
    return;

  self->wanted = wanted;
  if (wanted == 0)
    show (self, OV_REPLAY_OWN);
  else
    seek (self);
}

static void
templates_changed_cb (OvReplay *self)
{
  if (self->wanted == 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
features_changed_cb (OvReplay *self)
{
  if (self->wanted == 0)
    g_signal_emit (self, signals[FEATURES_CHANGED], 0);
}

static void
ov_replay_dispose (GObject *object)
{
  OvReplay *self = OV_REPLAY (object);

  drop (self);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->run);
  g_clear_object (&self->playhead);
  g_clear_object (&self->runs);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  g_clear_pointer (&self->dataset, ov_dataset_unref);

  G_OBJECT_CLASS (ov_replay_parent_class)->dispose (object);
}

static void
ov_replay_class_init (OvReplayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_replay_dispose;

  /**
   * OvReplay::changed:
   * @self: the replay
   *
   * There are other templates, or those of another epoch.
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_REPLAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  /**
   * OvReplay::features-changed:
   * @self: the replay
   *
   * There are other features. Those of a running run come less often than its templates.
   */
  signals[FEATURES_CHANGED] = g_signal_new ("features-changed", OV_TYPE_REPLAY, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_replay_init (OvReplay *self)
{
  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "templates-changed",
                                  G_CALLBACK (templates_changed_cb), self);
  g_signal_group_connect_swapped (self->run_signals, "features-changed",
                                  G_CALLBACK (features_changed_cb), self);
}

/**
 * ov_replay_new:
 * @playhead: which epoch of which run is looked at; referenced
 *
 * Returns: (transfer full): a replay that follows the playhead
 */
OvReplay *
ov_replay_new (OvPlayhead *playhead)
{
  OvReplay *self;

  g_return_val_if_fail (OV_IS_PLAYHEAD (playhead), NULL);

  self = g_object_new (OV_TYPE_REPLAY, NULL);
  self->playhead = g_object_ref (playhead);
  g_signal_connect_object (playhead, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return self;
}

/**
 * ov_replay_set_quadratic:
 * @self: a replay
 * @quadratic: (nullable): the quadratic form of the data in use; referenced
 * @dataset: (nullable): that data; referenced
 *
 * Lets any epoch of the runs that the form suits be found.
 */
void
ov_replay_set_quadratic (OvReplay    *self,
                         OvQuadratic *quadratic,
                         OvDataset   *dataset)
{
  g_return_if_fail (OV_IS_REPLAY (self));
  g_return_if_fail (quadratic == NULL || dataset != NULL);

  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  if (quadratic != NULL)
    {
      self->quadratic = ov_quadratic_ref (quadratic);
      self->dataset = ov_dataset_ref (dataset);
    }
  drop (self);
  if (self->run != NULL)
    update (self);
}

/**
 * ov_replay_set_keeper:
 * @self: a replay
 * @runs: the runs, with the one in front that the playhead has; referenced
 * @keeper: what keeps states of them; referenced
 *
 * Lets the newest state up to an epoch be found, of any run.
 */
void
ov_replay_set_keeper (OvReplay        *self,
                      OvRunCollection *runs,
                      OvRunKeeper     *keeper)
{
  g_return_if_fail (OV_IS_REPLAY (self));
  g_return_if_fail (OV_IS_RUN_COLLECTION (runs));
  g_return_if_fail (OV_IS_RUN_KEEPER (keeper));

  g_set_object (&self->runs, runs);
  g_set_object (&self->keeper, keeper);
}

static void
report_nobody (GCancellable       *cancellable,
               GAsyncReadyCallback callback,
               gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           "Nobody keeps states of this run.");
}

/**
 * ov_replay_find_states:
 * @self: a replay
 * @run: a run, of which states are kept if it is in front
 * @cancellable: (nullable): for whoever no longer wants them
 * @callback: (scope async): called with the answer, for ov_run_keeper_find_states_finish()
 * @user_data: given to @callback
 *
 * Finds all states of the run in front.
 */
void
ov_replay_find_states (OvReplay           *self,
                       OvRun              *run,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  OvRunItem *front;

  g_return_if_fail (OV_IS_REPLAY (self));

  front = self->runs != NULL ? ov_run_collection_get_front (self->runs) : NULL;
  if (front != NULL && ov_run_item_get_run (front) == run)
    ov_replay_find_item_states (self, front, cancellable, callback, user_data);
  else
    report_nobody (cancellable, callback, user_data);
}

/**
 * ov_replay_find_item_states:
 * @self: a replay
 * @item: one of the runs, in front or not
 * @cancellable: (nullable): for whoever no longer wants them
 * @callback: (scope async): called with the answer, for ov_run_keeper_find_states_finish()
 * @user_data: given to @callback
 *
 * Finds all states of a run.
 */
void
ov_replay_find_item_states (OvReplay           *self,
                            OvRunItem          *item,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_return_if_fail (OV_IS_REPLAY (self));
  g_return_if_fail (OV_IS_RUN_ITEM (item));

  if (self->keeper != NULL)
    ov_run_keeper_find_states (self->keeper, item, cancellable, callback, user_data);
  else
    report_nobody (cancellable, callback, user_data);
}

/**
 * ov_replay_get_playhead:
 * @self: a replay
 *
 * Returns: (transfer none): which epoch is looked at
 */
OvPlayhead *
ov_replay_get_playhead (OvReplay *self)
{
  g_return_val_if_fail (OV_IS_REPLAY (self), NULL);

  return self->playhead;
}

/**
 * ov_replay_get_kind:
 * @self: a replay
 *
 * Returns: of which epoch something is shown
 */
OvReplayKind
ov_replay_get_kind (OvReplay *self)
{
  g_return_val_if_fail (OV_IS_REPLAY (self), OV_REPLAY_OWN);

  return self->kind;
}

/**
 * ov_replay_get_epoch:
 * @self: a replay
 *
 * Returns: the number of the last epoch before what is shown; %OV_EPOCH_NEVER when it is what the
 *   run itself shows, or nothing, or its first weights
 */
guint
ov_replay_get_epoch (OvReplay *self)
{
  g_return_val_if_fail (OV_IS_REPLAY (self), OV_EPOCH_NEVER);

  if (self->kind == OV_REPLAY_OWN || self->kind == OV_REPLAY_NONE || self->learned->n_epochs == 0)
    return OV_EPOCH_NEVER;

  return self->learned->n_epochs - 1;
}

/**
 * ov_replay_get_templates:
 * @self: a replay
 *
 * Returns: (transfer none) (nullable): what the classes had learned, valid until the next
 *   OvReplay::changed; %NULL when there is nothing, or it was not finite
 */
const OvTemplates *
ov_replay_get_templates (OvReplay *self)
{
  g_return_val_if_fail (OV_IS_REPLAY (self), NULL);

  if (self->kind == OV_REPLAY_OWN)
    return self->run != NULL ? ov_run_get_templates (self->run) : NULL;

  return self->kind != OV_REPLAY_NONE ? self->learned->templates : NULL;
}

/**
 * ov_replay_get_features:
 * @self: a replay
 *
 * Returns: (transfer none) (nullable): what the first layer looked for, as
 *   ov_replay_get_templates() but until the next OvReplay::features-changed
 */
const OvFeatures *
ov_replay_get_features (OvReplay *self)
{
  g_return_val_if_fail (OV_IS_REPLAY (self), NULL);

  if (self->kind == OV_REPLAY_OWN)
    return self->run != NULL ? ov_run_get_features (self->run) : NULL;

  return self->kind != OV_REPLAY_NONE ? self->learned->features : NULL;
}

/**
 * ov_replay_get_form:
 * @self: a replay
 * @run: (nullable): a run
 * @n_epochs: how many epochs lead to what is asked for
 *
 * Returns: (transfer none) (nullable): the quadratic form from which everything about @run after so
 *   many epochs can be computed; %NULL when it is not the run that is looked at, or it has none
 */
OvQuadratic *
ov_replay_get_form (OvReplay *self,
                    OvRun    *run,
                    guint     n_epochs)
{
  g_return_val_if_fail (OV_IS_REPLAY (self), NULL);

  return run != NULL && run == self->run
             && n_epochs <= ov_history_get_n_epochs (ov_run_get_history (run))
             && follows_form (self, n_epochs)
           ? self->quadratic
           : NULL;
}

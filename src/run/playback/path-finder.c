/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-finder.h"

#include "job.h"
#include "thread-pool.h"

/* A sketch competes with the training for the cores, so that it is there at once; what refines it
 * takes what is left over. */
#define SKETCH_NICENESS 10
#define REFINE_NICENESS 19

/* While a run is running, the next map is begun after so many times as long as the last one took:
 * the threads of a network wait for each other, so that one which gives way slows all of them. */
#define REST 9

/* What draws. It is the thread's while there is a job. */
typedef struct
{
  OvPathMapper *mapper;
} Board;

/* What a thread draws, and whom it reports to. */
typedef struct
{
  Board            *board;
  GPtrArray        *runs; /* of arrays of OvCheckpoint; NULL to go on with the last paths */
  gboolean          has_start;
  OvPlaneDirections directions;
  OvPathMapStage    first;
  OvPathMapStage    last;
  OvPathFinder     *finder; /* not to be touched by the thread */
} Task;

/**
 * OvPathFinder:
 *
 * Draws the map of a run's path on a thread, from the states that are kept of it, and of others
 * from the same start: as a sketch at first, which is refined while there is nothing newer. While a
 * run is running it follows with every new state, as often as that hardly slows it down.
 */
struct _OvPathFinder
{
  GObject           parent_instance;

  OvReplay         *replay; /* that knows the states, or NULL */
  OvRun            *run;    /* or NULL */
  GSignalGroup     *run_signals;
  GPtrArray        *peers; /* of OvRunItem: what else is asked for */
  GSignalGroup     *peer_signals;

  OvPlaneDirections directions;
  gboolean          is_active;
  Board            *board; /* of the run, or NULL */
  OvPathMap        *map;   /* the newest, or NULL */
  OvPathStates     *shown; /* on it, or NULL */
  OvPathState       state;

  GCancellable     *search;      /* of states, or NULL */
  OvJob            *job;         /* that draws, or NULL */
  OvPathStates     *drawn;       /* by it, or by the last one, or NULL */
  gboolean          has_path;    /* whether the board has that of the newest states */
  gboolean          is_stale;    /* whether there are newer states than those of the last job */
  gboolean          is_refining; /* whether the job has shown something already */
  gint64            started;     /* the job */
  gint64            rest_until;
  guint             timer; /* or 0 */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvPathFinder, ov_path_finder, G_TYPE_OBJECT)

static void proceed (OvPathFinder *self);

static Board *
board_new (OvRun *run)
{
  Board *board = g_atomic_rc_box_new0 (Board);
  const guint n_threads = ov_run_has_ended (run) ? ov_thread_pool_default_size () : 1;

  board->mapper = ov_path_mapper_new (ov_run_get_recipe (run), ov_run_get_dataset (run),
                                      n_threads);

  return board;
}

static void
board_clear (gpointer data)
{
  ov_path_mapper_free (((Board *) data)->mapper);
}

static void
board_unref (Board *board)
{
  g_atomic_rc_box_release_full (board, board_clear);
}

static void
task_free (gpointer data)
{
  Task *task = data;

  board_unref (task->board);
  g_clear_pointer (&task->runs, g_ptr_array_unref);
  g_free (task);
}

static void
run (OvJob   *job,
     gpointer data)
{
  const Task *task = data;
  GCancellable *cancellable = ov_job_get_cancellable (job);

  ov_path_mapper_set_directions (task->board->mapper, task->directions);
  if (task->runs != NULL
      && !ov_path_mapper_set_paths (task->board->mapper, (GPtrArray *const *) task->runs->pdata,
                                    task->runs->len, task->has_start, cancellable))
    return;

  for (OvPathMapStage stage = task->first; stage <= task->last; stage++)
    {
      OvPathMap *map;

      if (stage > OV_PATH_MAP_SKETCH)
        ov_job_set_niceness (job, REFINE_NICENESS);
      map = ov_path_mapper_draw (task->board->mapper, stage, cancellable, NULL);
      if (map == NULL)
        return;
      ov_job_send (job, map);
    }
}

static void
tell (OvPathFinder *self,
      OvPathState   state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
take_map (OvPathFinder *self,
          OvPathMap    *map)
{
  const gint64 now = g_get_monotonic_time ();

  self->rest_until = now + REST * (now - self->started);
  self->is_refining = TRUE;
  self->has_path = TRUE;
  g_clear_pointer (&self->map, ov_path_map_free);
  self->map = map;
  g_clear_pointer (&self->shown, ov_path_states_unref);
  self->shown = ov_path_states_ref (self->drawn);
}

static void
receive (GPtrArray *maps,
         gboolean   has_ended,
         gpointer   user_data)
{
  const Task *task = user_data;
  g_autoptr (OvPathFinder) self = g_object_ref (task->finder);
  const gboolean has_map = maps->len > 0;

  if (has_map)
    take_map (self, g_ptr_array_steal_index (maps, maps->len - 1));
  if (has_ended)
    g_clear_pointer (&self->job, ov_job_free);

  if (has_ended && !self->has_path && !self->is_stale)
    tell (self, OV_PATH_TOO_SHORT);
  else if (has_map || has_ended)
    tell (self, OV_PATH_SEARCHING);
  proceed (self);
}

static const OvJobKind kind = {
  .name = "overshoot-path",
  .niceness = SKETCH_NICENESS,
  .run = run,
  .free_task = task_free,
  .free_value = (GDestroyNotify) ov_path_map_free,
  .receive = receive,
};

static OvPathMapStage
get_last_stage (OvPathFinder *self)
{
  return ov_run_has_ended (self->run) ? OV_PATH_MAP_FINE : OV_PATH_MAP_COARSE;
}

/* Whether a run that is on the map is being trained. */
static gboolean
is_running (OvPathFinder *self)
{
  g_autoptr (OvRun) peer = g_signal_group_dup_target (self->peer_signals);

  return !ov_run_has_ended (self->run) || (peer != NULL && !ov_run_has_ended (peer));
}

/* Draws the paths of some states, or goes on with the last ones from some stage: while a run is
 * running no further than that stage, after which it rests. */
static void
start (OvPathFinder  *self,
       GPtrArray     *runs,
       OvPathMapStage first)
{
  Task *task = g_new (Task, 1);

  if (self->board == NULL)
    self->board = board_new (self->run);
  if (runs != NULL)
    self->has_path = FALSE;
  self->is_refining = first > OV_PATH_MAP_SKETCH;
  self->started = g_get_monotonic_time ();

  *task = (Task) {
    .board = g_atomic_rc_box_acquire (self->board),
    .runs = runs != NULL ? g_ptr_array_ref (runs) : NULL,
    .directions = self->directions,
    .has_start = ov_run_get_record (self->run)->n_inherited == 0,
    .first = first,
    .last = is_running (self) ? first : get_last_stage (self),
    .finder = self,
  };
  self->job = ov_job_start (&kind, task, task);
}

static void
states_found_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (OvPathFinder) self = user_data;
  g_autoptr (OvPathStates) states = ov_path_states_find_finish (result, NULL);
  g_autoptr (GPtrArray) runs = NULL;

  if (states == NULL)
    return;

  g_clear_object (&self->search);
  g_clear_pointer (&self->drawn, ov_path_states_unref);
  self->drawn = g_steal_pointer (&states);
  runs = g_steal_pointer (&self->drawn->runs);
  start (self, runs, OV_PATH_MAP_SKETCH);
}

static gboolean
timer_cb (gpointer user_data)
{
  OvPathFinder *self = user_data;

  self->timer = 0;
  proceed (self);

  return G_SOURCE_REMOVE;
}

/* Whether new states have to wait, so that the run does not. */
static gboolean
has_to_rest (OvPathFinder *self)
{
  const gint64 rest = self->rest_until - g_get_monotonic_time ();

  if (rest <= 0 || !is_running (self))
    return FALSE;

  if (self->timer == 0)
    self->timer = g_timeout_add ((guint) (rest / 1000) + 1, timer_cb, self);

  return TRUE;
}

static void
look_for_states (OvPathFinder *self)
{
  self->is_stale = FALSE;
  self->search = g_cancellable_new ();
  ov_path_states_find (self->replay, self->run, self->peers, self->search, states_found_cb,
                       g_object_ref (self));
}

/* Does what is to be done next, if nothing is being done. */
static void
proceed (OvPathFinder *self)
{
  if (self->run == NULL || self->search != NULL || !self->is_active)
    return;

  if (self->job != NULL)
    {
      /* What is only refined gives way to what is new. */
      if (self->is_stale && self->is_refining && !has_to_rest (self))
        ov_job_cancel (self->job);
    }
  else if (self->is_stale)
    {
      if (!has_to_rest (self))
        look_for_states (self);
    }
  else if (self->has_path && self->map->stage < get_last_stage (self))
    {
      if (!has_to_rest (self))
        start (self, NULL, self->map->stage + 1);
    }
  else if (self->has_path && self->state == OV_PATH_SEARCHING)
    tell (self, OV_PATH_DONE);
}

static void
states_changed_cb (OvPathFinder *self)
{
  self->is_stale = TRUE;
  proceed (self);
}

/* Forgets the run. A thread that is at work keeps what it uses. */
static void
drop (OvPathFinder *self)
{
  g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  g_clear_pointer (&self->job, ov_job_abandon);
  g_clear_pointer (&self->board, board_unref);
  g_clear_pointer (&self->map, ov_path_map_free);
  g_clear_pointer (&self->shown, ov_path_states_unref);
  g_clear_pointer (&self->drawn, ov_path_states_unref);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->has_path = FALSE;
  self->rest_until = 0;
  self->state = OV_PATH_NONE;
}

static void
ov_path_finder_dispose (GObject *object)
{
  OvPathFinder *self = OV_PATH_FINDER (object);

  drop (self);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->peer_signals);
  g_clear_pointer (&self->peers, g_ptr_array_unref);
  g_clear_object (&self->run);
  g_clear_object (&self->replay);

  G_OBJECT_CLASS (ov_path_finder_parent_class)->dispose (object);
}

static void
ov_path_finder_class_init (OvPathFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_path_finder_dispose;

  /**
   * OvPathFinder::changed:
   * @self: the finder
   *
   * There is another map, or none any more, or the state is another.
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_PATH_FINDER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_path_finder_init (OvPathFinder *self)
{
  self->is_active = TRUE;
  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "checkpoint-taken",
                                  G_CALLBACK (states_changed_cb), self);
  g_signal_group_connect_swapped (self->run_signals, "state-changed", G_CALLBACK (proceed), self);
  self->peers = g_ptr_array_new_with_free_func (g_object_unref);
  self->peer_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->peer_signals, "checkpoint-taken",
                                  G_CALLBACK (states_changed_cb), self);
}

/**
 * ov_path_finder_new:
 *
 * Returns: (transfer full): a finder that knows no run yet
 */
OvPathFinder *
ov_path_finder_new (void)
{
  return g_object_new (OV_TYPE_PATH_FINDER, NULL);
}

/**
 * ov_path_finder_set_replay:
 * @self: a finder
 * @replay: what knows the states of the run in front; referenced
 */
void
ov_path_finder_set_replay (OvPathFinder *self,
                           OvReplay     *replay)
{
  g_return_if_fail (OV_IS_PATH_FINDER (self));
  g_return_if_fail (OV_IS_REPLAY (replay));

  g_set_object (&self->replay, replay);
}

static gboolean
has_peers (OvPathFinder *self,
           GPtrArray    *peers)
{
  const guint n = peers != NULL ? peers->len : 0;

  for (guint i = 0; i < MIN (n, self->peers->len); i++)
    if (peers->pdata[i] != self->peers->pdata[i])
      return FALSE;

  return n == self->peers->len;
}

static void
set_peers (OvPathFinder *self,
           GPtrArray    *peers)
{
  g_ptr_array_set_size (self->peers, 0);
  for (guint i = 0; peers != NULL && i < peers->len; i++)
    g_ptr_array_add (self->peers, g_object_ref (peers->pdata[i]));
}

/* Of all runs at most one is being trained. */
static void
follow_peers (OvPathFinder *self)
{
  OvRun *running = NULL;

  for (guint i = 0; running == NULL && i < self->peers->len; i++)
    {
      OvRun *peer = ov_run_item_get_run (self->peers->pdata[i]);

      if (peer != NULL && !ov_run_has_ended (peer))
        running = peer;
    }
  g_signal_group_set_target (self->peer_signals, running);
}

/* The map stays until there is another one. */
static void
begin_anew (OvPathFinder *self)
{
  g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  if (self->job != NULL)
    ov_job_cancel (self->job);
  self->is_stale = TRUE;
  self->rest_until = 0;
  tell (self, OV_PATH_SEARCHING);
}

/**
 * ov_path_finder_request:
 * @self: a finder with a replay
 * @run: (nullable): the run in front, which has its data, or %NULL
 * @peers: (nullable) (element-type OvRunItem): others that are to be on its map: runs from the same
 *   start, less than %OV_PATH_MAP_MOST_PATHS; copied
 *
 * Asks for the map of a run. Of those that were asked for last nothing is begun anew.
 */
void
ov_path_finder_request (OvPathFinder *self,
                        OvRun        *run,
                        GPtrArray    *peers)
{
  const gboolean is_other = run != self->run;

  g_return_if_fail (OV_IS_PATH_FINDER (self));
  g_return_if_fail (run == NULL || ov_run_get_dataset (run) != NULL);
  g_return_if_fail (peers == NULL || peers->len < OV_PATH_MAP_MOST_PATHS);

  if ((!is_other && has_peers (self, peers)) || (run != NULL && self->replay == NULL))
    {
      follow_peers (self);
      return;
    }

  if (is_other)
    drop (self);
  g_set_object (&self->run, run);
  g_signal_group_set_target (self->run_signals, run);
  set_peers (self, run != NULL ? peers : NULL);
  follow_peers (self);
  if (run != NULL)
    begin_anew (self);
  else
    tell (self, OV_PATH_NONE);
  proceed (self);
}

/**
 * ov_path_finder_set_directions:
 * @self: a finder
 * @directions: what directions its planes have: at first those of the path
 *
 * Draws the map anew, if the directions are others.
 */
void
ov_path_finder_set_directions (OvPathFinder     *self,
                               OvPlaneDirections directions)
{
  g_return_if_fail (OV_IS_PATH_FINDER (self));
  g_return_if_fail (directions < OV_N_PLANE_DIRECTIONS);

  if (directions == self->directions)
    return;

  self->directions = directions;
  if (self->run == NULL)
    return;
  begin_anew (self);
  proceed (self);
}

/**
 * ov_path_finder_set_active:
 * @self: a finder
 * @is_active: whether anybody looks, which is so at first; otherwise nothing is computed
 */
void
ov_path_finder_set_active (OvPathFinder *self,
                           gboolean      is_active)
{
  g_return_if_fail (OV_IS_PATH_FINDER (self));

  if (is_active == self->is_active)
    return;

  self->is_active = is_active;
  if (self->job != NULL && !is_active)
    {
      ov_job_cancel (self->job);
      self->is_stale = self->is_stale || !self->has_path;
    }
  proceed (self);
}

/**
 * ov_path_finder_get_state:
 * @self: a finder
 *
 * Returns: how far it is
 */
OvPathState
ov_path_finder_get_state (OvPathFinder *self)
{
  g_return_val_if_fail (OV_IS_PATH_FINDER (self), OV_PATH_NONE);

  return self->state;
}

/**
 * ov_path_finder_get_map:
 * @self: a finder
 *
 * Returns: (transfer none) (nullable): the newest map, valid until the next OvPathFinder::changed
 */
const OvPathMap *
ov_path_finder_get_map (OvPathFinder *self)
{
  g_return_val_if_fail (OV_IS_PATH_FINDER (self), NULL);

  return self->map;
}

/**
 * ov_path_finder_get_company:
 * @self: a finder
 *
 * Returns: (transfer none) (nullable): who else is on the newest map, in the order of their paths,
 *   and who is not; without the states, and valid as long as the map
 */
const OvPathStates *
ov_path_finder_get_company (OvPathFinder *self)
{
  g_return_val_if_fail (OV_IS_PATH_FINDER (self), NULL);

  return self->shown;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checkpoint-cache.h"

#include "checkpoint-interval.h"

/* The least that is left of the run that is running when there is no room for its states. */
#define LEAST_STATES 8

/* One state. Of what the library has, the cache may have only the number of epochs. */
typedef struct
{
  OvRunRecord  *record;
  guint         n_epochs;
  OvCheckpoint *checkpoint; /* NULL when only the library has it */
  char         *id;         /* that it was written with; NULL before */
  gint         *fate;       /* an OvStateFate, from g_atomic_rc_box_new0 () */
} State;

/* A state that the library has, or will have, and that nobody wants any more. */
typedef struct
{
  char *id;
  guint n_epochs;
} Drop;

struct _OvCheckpointCache
{
  gsize        budget;
  GPtrArray   *states; /* of State, in the order in which they came */
  OvRunRecord *latest; /* borrowed from its states: the run that the last one is of */
  guint        stride; /* how much farther apart its states are than they would be with room */
  GPtrArray   *drops;  /* of Drop, until the library is told */
};

static void
state_free (gpointer data)
{
  State *self = data;

  ov_run_record_unref (self->record);
  g_clear_pointer (&self->checkpoint, ov_checkpoint_unref);
  g_free (self->id);
  g_atomic_rc_box_release (self->fate);
  g_free (self);
}

static void
drop_free (gpointer data)
{
  Drop *self = data;

  g_free (self->id);
  g_free (self);
}

/**
 * ov_checkpoint_cache_new:
 * @budget: how many bytes the states may take
 *
 * Returns: (transfer full): a cache without states
 */
OvCheckpointCache *
ov_checkpoint_cache_new (gsize budget)
{
  OvCheckpointCache *self = g_new0 (OvCheckpointCache, 1);

  self->budget = budget;
  self->states = g_ptr_array_new_with_free_func (state_free);
  self->stride = 1;
  self->drops = g_ptr_array_new_with_free_func (drop_free);

  return self;
}

/**
 * ov_checkpoint_cache_free:
 * @self: a cache
 */
void
ov_checkpoint_cache_free (OvCheckpointCache *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->states);
  g_ptr_array_unref (self->drops);
  g_free (self);
}

static OvStateFate
get_fate (const State *state)
{
  return (OvStateFate) g_atomic_int_get (state->fate);
}

/**
 * ov_checkpoint_cache_get_n_bytes:
 * @self: a cache
 *
 * Returns: how much memory its states take
 */
gsize
ov_checkpoint_cache_get_n_bytes (OvCheckpointCache *self)
{
  gsize n_bytes = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->states->len; i++)
    {
      const State *state = g_ptr_array_index (self->states, i);

      if (state->checkpoint != NULL)
        n_bytes += ov_checkpoint_get_n_bytes (state->checkpoint);
    }

  return n_bytes;
}

static State *
find_newest (OvCheckpointCache *self,
             const OvRunRecord *record)
{
  State *newest = NULL;

  for (guint i = 0; i < self->states->len; i++)
    {
      State *state = g_ptr_array_index (self->states, i);

      if (state->record == record && (newest == NULL || state->n_epochs > newest->n_epochs))
        newest = state;
    }

  return newest;
}

/* The first one is where a branch leaves its parent. */
static guint
find_first (OvCheckpointCache *self,
            const OvRunRecord *record)
{
  guint first = G_MAXUINT;

  for (guint i = 0; i < self->states->len; i++)
    {
      const State *state = g_ptr_array_index (self->states, i);

      if (state->record == record)
        first = MIN (first, state->n_epochs);
    }

  return first;
}

static void
take_away (OvCheckpointCache *self,
           guint              place)
{
  const State *state = g_ptr_array_index (self->states, place);

  if (state->id != NULL)
    {
      Drop *drop = g_new (Drop, 1);

      *drop = (Drop) {g_strdup (state->id), state->n_epochs};
      g_ptr_array_add (self->drops, drop);
    }
  g_ptr_array_remove_index (self->states, place);
}

static gboolean
is_best (const State *state)
{
  const OvEpoch *best = ov_history_get_best (state->record->history, OV_EPOCH_TEST_ACCURACY);

  return best != NULL && state->n_epochs == best->index + 1;
}

/* Takes away what lies between the states that a run of this length has. Returns how many stay. */
static guint
thin_out (OvCheckpointCache *self,
          const OvRunRecord *record,
          guint              stride)
{
  const State *newest = find_newest (self, record);
  const guint interval = ov_checkpoint_interval_get (newest->n_epochs) * stride;
  const guint first = find_first (self, record);
  guint n_left = 0;

  for (guint i = self->states->len; i-- > 0;)
    {
      const State *state = g_ptr_array_index (self->states, i);

      if (state->record != record)
        continue;
      if (state == newest || state->n_epochs == first || state->n_epochs % interval == 0
          || is_best (state))
        n_left++;
      else
        take_away (self, i);
    }

  return n_left;
}

/* Lets go of what the library has of earlier runs. */
static void
forget_earlier (OvCheckpointCache *self)
{
  for (guint i = self->states->len; i-- > 0;)
    {
      const State *state = g_ptr_array_index (self->states, i);

      if (state->record != self->latest && get_fate (state) == OV_STATE_KEPT)
        g_ptr_array_remove_index (self->states, i);
    }
}

/* Lets go of what the library has of the latest run, but remembers that it has it. */
static void
release_latest (OvCheckpointCache *self)
{
  const State *newest = find_newest (self, self->latest);

  for (guint i = 0; i < self->states->len; i++)
    {
      State *state = g_ptr_array_index (self->states, i);

      if (state->record == self->latest && state != newest && get_fate (state) == OV_STATE_KEPT)
        g_clear_pointer (&state->checkpoint, ov_checkpoint_unref);
    }
}

/* Takes states of earlier runs away, the oldest first, until there is room: those that somebody
 * would resume a run from, or those before them. */
static void
sacrifice_earlier (OvCheckpointCache *self,
                   gboolean           newest_too)
{
  for (guint i = 0; i < self->states->len
                    && ov_checkpoint_cache_get_n_bytes (self) > self->budget;)
    {
      const State *state = g_ptr_array_index (self->states, i);

      if (state->record != self->latest && state->checkpoint != NULL
          && (newest_too || state != find_newest (self, state->record)))
        take_away (self, i);
      else
        i++;
    }
}

static void
keep_budget (OvCheckpointCache *self)
{
  forget_earlier (self);
  if (ov_checkpoint_cache_get_n_bytes (self) <= self->budget)
    return;

  release_latest (self);
  sacrifice_earlier (self, FALSE);
  while (ov_checkpoint_cache_get_n_bytes (self) > self->budget
         && thin_out (self, self->latest, 2 * self->stride) > LEAST_STATES)
    self->stride *= 2;
  sacrifice_earlier (self, TRUE);
}

/**
 * ov_checkpoint_cache_add:
 * @self: a cache
 * @record: the record of a run, which has the epochs that led to the state; referenced
 * @checkpoint: a state of the run, newer than those that were added before; referenced
 *
 * Adds a state, and takes those away that are no longer wanted or have no room.
 */
void
ov_checkpoint_cache_add (OvCheckpointCache *self,
                         OvRunRecord       *record,
                         OvCheckpoint      *checkpoint)
{
  State *state;

  g_return_if_fail (self != NULL);
  g_return_if_fail (record != NULL && checkpoint != NULL);

  state = g_new0 (State, 1);
  state->record = ov_run_record_ref (record);
  state->checkpoint = ov_checkpoint_ref (checkpoint);
  state->n_epochs = ov_checkpoint_get_n_epochs (checkpoint);
  state->fate = g_atomic_rc_box_new0 (gint);
  g_ptr_array_add (self->states, state);
  if (record != self->latest)
    self->stride = 1;
  self->latest = record;

  thin_out (self, record, self->stride);
  keep_budget (self);
}

/**
 * ov_checkpoint_cache_retain:
 * @self: a cache
 * @records: (element-type OvRunRecord): a set of the records of all runs that there are
 *
 * Lets go of the states of runs that are gone, such as one that has only repeated the beginning of
 * another.
 */
void
ov_checkpoint_cache_retain (OvCheckpointCache *self,
                            GHashTable        *records)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (records != NULL);

  for (guint i = self->states->len; i-- > 0;)
    {
      const State *state = g_ptr_array_index (self->states, i);

      if (g_hash_table_contains (records, state->record))
        continue;
      if (self->latest == state->record)
        self->latest = NULL;
      g_ptr_array_remove_index (self->states, i);
    }
}

/**
 * ov_checkpoint_cache_move:
 * @self: a cache
 * @from: the record of a run
 * @to: the record of the same run, which is continued, or is to be what it was before; referenced
 *
 * Lets another record have the states of a run, as far as it has the epochs for them.
 */
void
ov_checkpoint_cache_move (OvCheckpointCache *self,
                          const OvRunRecord *from,
                          OvRunRecord       *to)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (from != NULL && to != NULL && from != to);

  for (guint i = 0; i < self->states->len; i++)
    {
      State *state = g_ptr_array_index (self->states, i);

      if (state->record != from || state->n_epochs > ov_history_get_n_epochs (to->history))
        continue;
      if (self->latest == from)
        self->latest = to;
      ov_run_record_ref (to);
      ov_run_record_unref (state->record);
      state->record = to;
    }
}

/**
 * ov_checkpoint_cache_find:
 * @self: a cache
 * @record: the record of a run
 * @at_most: how many epochs may have been trained
 *
 * Returns: (transfer none) (nullable): the newest state in memory up to there
 */
OvCheckpoint *
ov_checkpoint_cache_find (OvCheckpointCache *self,
                          const OvRunRecord *record,
                          guint              at_most)
{
  const State *found = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->states->len; i++)
    {
      const State *state = g_ptr_array_index (self->states, i);

      if (state->record == record && state->checkpoint != NULL && state->n_epochs <= at_most
          && (found == NULL || state->n_epochs > found->n_epochs))
        found = state;
    }

  return found != NULL ? found->checkpoint : NULL;
}

/**
 * ov_checkpoint_cache_list:
 * @self: a cache
 * @record: the record of a run
 *
 * Returns: (transfer full) (element-type OvCheckpoint): its states in memory
 */
GPtrArray *
ov_checkpoint_cache_list (OvCheckpointCache *self,
                          const OvRunRecord *record)
{
  GPtrArray *checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_checkpoint_unref);

  g_return_val_if_fail (self != NULL, checkpoints);

  for (guint i = 0; i < self->states->len; i++)
    {
      const State *state = g_ptr_array_index (self->states, i);

      if (state->record == record && state->checkpoint != NULL)
        g_ptr_array_add (checkpoints, ov_checkpoint_ref (state->checkpoint));
    }

  return checkpoints;
}

static gboolean
drop_cb (OvLibrary *library,
         gpointer   data,
         GError   **error)
{
  GPtrArray *drops = data;

  for (guint i = 0; i < drops->len; i++)
    {
      const Drop *drop = g_ptr_array_index (drops, i);

      if (!ov_library_drop_checkpoint (library, drop->id, drop->n_epochs, error))
        return FALSE;
    }

  return TRUE;
}

/* How much waits to be written. */
static gsize
count_pending (OvCheckpointCache *self)
{
  gsize n_bytes = 0;

  for (guint i = 0; i < self->states->len; i++)
    {
      const State *state = g_ptr_array_index (self->states, i);

      if (state->id != NULL && state->checkpoint != NULL && get_fate (state) == OV_STATE_PENDING)
        n_bytes += ov_checkpoint_get_n_bytes (state->checkpoint);
    }

  return n_bytes;
}

/**
 * ov_checkpoint_cache_write:
 * @self: a cache
 * @record: the record of a run that the library has
 * @writer: what writes the library
 * @id: by what the library knows the run
 *
 * Has those of the run's states written that are not yet, and those removed that are no longer
 * wanted. While the library cannot be written, it does not pile up more than there is room for.
 */
void
ov_checkpoint_cache_write (OvCheckpointCache *self,
                           const OvRunRecord *record,
                           OvLibraryWriter   *writer,
                           const char        *id)
{
  gsize n_pending;

  g_return_if_fail (self != NULL);
  g_return_if_fail (writer != NULL && id != NULL);

  n_pending = count_pending (self);
  for (guint i = 0; i < self->states->len && n_pending <= self->budget; i++)
    {
      State *state = g_ptr_array_index (self->states, i);

      if (state->record != record || state->id != NULL || state->checkpoint == NULL)
        continue;
      n_pending += ov_checkpoint_get_n_bytes (state->checkpoint);
      state->id = g_strdup (id);
      ov_library_writer_put_checkpoint (writer, id, state->checkpoint, state->fate);
    }

  if (self->drops->len > 0)
    {
      ov_library_writer_push (writer, drop_cb, g_steal_pointer (&self->drops),
                              (GDestroyNotify) g_ptr_array_unref);
      self->drops = g_ptr_array_new_with_free_func (drop_free);
    }
}

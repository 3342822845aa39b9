/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "library-writer.h"

#include "job.h"
#include "write-queue.h"

/* How long what is new is gathered before it is written, in microseconds: with the time that a run
 * takes to say what is new, and the writing itself, no crash loses more than a second. */
#define INTERVAL (G_USEC_PER_SEC / 4)

/* The thread's own. */
typedef struct
{
  char          *path;
  OvLibraryFlags flags;
  OvWriteQueue  *orders;
  OvLibrary     *library; /* NULL while it cannot be opened */
  GPtrArray     *pending; /* of OvWriteOrder: taken, but not yet written */
  GArray        *told;    /* of int: the codes of the errors since something was written */
  gboolean       is_closing;
} Desk;

/* How much of a run the thread knows of. */
typedef struct
{
  gsize       n_epochs;
  gsize       n_sharpness;
  gsize       n_readings;
  gsize       n_points;
  OvRunEntry *again; /* what is begun again with the next save; NULL otherwise */
} Extent;

static void
extent_free (gpointer data)
{
  Extent *self = data;

  g_clear_pointer (&self->again, ov_run_entry_free);
  g_free (self);
}

struct _OvLibraryWriter
{
  OvJob                *job;
  OvWriteQueue         *orders;
  GHashTable           *extents; /* of Extent, by UUID */
  OvLibraryWriterFailed failed;
  gpointer              user_data;
};

static void
desk_free (gpointer data)
{
  Desk *self = data;

  g_clear_pointer (&self->library, ov_library_free);
  g_ptr_array_unref (self->pending);
  g_array_unref (self->told);
  ov_write_queue_unref (self->orders);
  g_free (self->path);
  g_free (self);
}

/* Waits for something to write, and a little longer for what comes after it. */
static void
gather (Desk *self)
{
  const gboolean is_retry = self->pending->len > 0;
  gint64 deadline = g_get_monotonic_time () + INTERVAL;
  OvWriteOrder *order = ov_write_queue_pop (self->orders, is_retry ? deadline : -1);

  if (!is_retry)
    deadline = g_get_monotonic_time () + INTERVAL;
  while (order != NULL && order->work != NULL)
    {
      g_ptr_array_add (self->pending, order);
      order = ov_write_queue_pop (self->orders, order->is_urgent ? 0 : deadline);
    }

  self->is_closing = order != NULL;
  g_clear_pointer (&order, ov_write_order_free);
}

/* Reports a fault that was not reported already. */
static void
tell (Desk   *self,
      OvJob  *job,
      GError *error)
{
  for (guint i = 0; i < self->told->len; i++)
    if (g_array_index (self->told, int, i) == error->code)
      {
        g_error_free (error);
        return;
      }

  g_array_append_val (self->told, error->code);
  ov_job_send (job, error);
}

/* What may pass by itself, and so is tried again. */
static gboolean
may_pass (const GError *error)
{
  return !g_error_matches (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING)
         && !g_error_matches (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FAILED);
}

typedef struct
{
  Desk      *desk;
  GPtrArray *faults; /* of GError: of orders that were left out */
} Batch;

/* An order that will never succeed, since its run was removed, for example, holds no other one
 * back. */
static gboolean
write_cb (OvLibrary *library,
          gpointer   data,
          GError   **error)
{
  Batch *batch = data;

  for (guint i = 0; i < batch->desk->pending->len; i++)
    {
      const OvWriteOrder *order = g_ptr_array_index (batch->desk->pending, i);
      g_autoptr (GError) fault = NULL;

      if (ov_library_transact (library, order->work, order->data, &fault))
        continue;
      if (may_pass (fault))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      g_ptr_array_add (batch->faults, g_steal_pointer (&fault));
    }

  return TRUE;
}

/* Writes what was gathered; what cannot be written stays. */
static void
write_pending (Desk  *self,
               OvJob *job)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new ();
  Batch batch = {self, faults};
  GError *error = NULL;

  if (self->library == NULL)
    self->library = ov_library_open (self->path, self->flags, &error);
  if (self->library == NULL || !ov_library_transact (self->library, write_cb, &batch, &error))
    {
      g_ptr_array_set_free_func (faults, (GDestroyNotify) g_error_free);
      tell (self, job, error);
      return;
    }

  g_ptr_array_set_size (self->pending, 0);
  if (self->told->len > 0 && faults->len == 0)
    ov_job_send (job, NULL);
  g_array_set_size (self->told, 0);
  for (guint i = 0; i < faults->len; i++)
    tell (self, job, g_ptr_array_index (faults, i));
}

static void
run (OvJob   *job,
     gpointer task)
{
  Desk *self = task;

  while (!self->is_closing)
    {
      gather (self);
      if (self->pending->len > 0)
        write_pending (self, job);
    }
  g_clear_pointer (&self->library, ov_library_free);
}

static void
receive_cb (GPtrArray *values,
            gboolean   has_ended,
            gpointer   user_data)
{
  OvLibraryWriter *self = user_data;

  for (guint i = 0; i < values->len; i++)
    self->failed (g_ptr_array_index (values, i), self->user_data);
  if (values->len == 0 && !has_ended)
    self->failed (NULL, self->user_data);
}

static const OvJobKind kind = {
  .name = "library",
  .run = run,
  .free_task = desk_free,
  .free_value = (GDestroyNotify) g_error_free,
  .receive = receive_cb,
};

/**
 * ov_library_writer_new:
 * @path: the library's file
 * @flags: how to open it
 * @failed: called with what goes wrong
 * @user_data: given to @failed
 *
 * Begins to write a library, which is opened on the thread, when there is something to write.
 *
 * Returns: (transfer full): a writer, for the thread whose default main context is the current one
 */
OvLibraryWriter *
ov_library_writer_new (const char           *path,
                       OvLibraryFlags        flags,
                       OvLibraryWriterFailed failed,
                       gpointer              user_data)
{
  OvLibraryWriter *self;
  Desk *desk;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (failed != NULL, NULL);

  self = g_new0 (OvLibraryWriter, 1);
  self->orders = ov_write_queue_new ();
  self->extents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, extent_free);
  self->failed = failed;
  self->user_data = user_data;

  desk = g_new0 (Desk, 1);
  desk->path = g_strdup (path);
  desk->flags = flags;
  desk->orders = ov_write_queue_ref (self->orders);
  desk->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_write_order_free);
  desk->told = g_array_new (FALSE, FALSE, sizeof (int));
  self->job = ov_job_start (&kind, desk, self);

  return self;
}

static void
push (OvLibraryWriter *self,
      OvLibraryWork    work,
      gpointer         data,
      GDestroyNotify   free_data,
      gboolean         is_urgent)
{
  OvWriteOrder *order = g_new (OvWriteOrder, 1);

  *order = (OvWriteOrder) {work, data, free_data, is_urgent};
  ov_write_queue_push (self->orders, order);
}

/**
 * ov_library_writer_free:
 * @self: (transfer full): a writer
 *
 * Waits until all is written that can be written, and closes the library.
 */
void
ov_library_writer_free (OvLibraryWriter *self)
{
  g_return_if_fail (self != NULL);

  push (self, NULL, NULL, NULL, TRUE);
  ov_job_free (self->job);
  ov_write_queue_unref (self->orders);
  g_hash_table_unref (self->extents);
  g_free (self);
}

/**
 * ov_library_writer_push:
 * @self: a writer
 * @work: done on its thread, after what came before
 * @data: (transfer full): given to @work
 * @free_data: (nullable): frees @data
 *
 * Has anything written, such as a new name. When something else cannot be written at the time,
 * @work is done again later.
 */
void
ov_library_writer_push (OvLibraryWriter *self,
                        OvLibraryWork    work,
                        gpointer         data,
                        GDestroyNotify   free_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (work != NULL);

  push (self, work, data, free_data, TRUE);
}

static gboolean
add_run_cb (OvLibrary *library,
            gpointer   data,
            GError   **error)
{
  return ov_library_add_run (library, data, error);
}

/**
 * ov_library_writer_add_run:
 * @self: a writer
 * @entry: a run that begins; copied
 *
 * Adds a run, which is then saved by ov_library_writer_save() as it continues.
 */
void
ov_library_writer_add_run (OvLibraryWriter  *self,
                           const OvRunEntry *entry)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (entry != NULL);

  g_hash_table_insert (self->extents, g_strdup (entry->id), g_new0 (Extent, 1));
  push (self, add_run_cb, ov_run_entry_copy (entry), (GDestroyNotify) ov_run_entry_free, FALSE);
}

static void
extent_init (Extent            *self,
             const OvRunRecord *record)
{
  self->n_epochs = ov_history_get_n_epochs (record->history);
  self->n_sharpness = record->sharpness->points->len;
  self->n_readings = record->readings->points->len;
  self->n_points = record->batch_losses->epochs->len;
}

/**
 * ov_library_writer_continue_run:
 * @self: a writer
 * @id: the UUID of a run that the library has
 * @record: all that it has of the run
 *
 * Has a run that is there already, and now continues, saved by ov_library_writer_save().
 */
void
ov_library_writer_continue_run (OvLibraryWriter   *self,
                                const char        *id,
                                const OvRunRecord *record)
{
  Extent *extent;

  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL && record != NULL);

  extent = g_new0 (Extent, 1);
  extent_init (extent, record);
  g_hash_table_insert (self->extents, g_strdup (id), extent);
}

/**
 * ov_library_writer_begin_again:
 * @self: a writer
 * @entry: a run that the library has, and that is run again from its beginning; copied
 *
 * Has what ov_library_writer_save() is given next written in the place of what there is of the run,
 * both at once, so that no crash leaves neither.
 */
void
ov_library_writer_begin_again (OvLibraryWriter  *self,
                               const OvRunEntry *entry)
{
  Extent *extent;

  g_return_if_fail (self != NULL);
  g_return_if_fail (entry != NULL);

  extent = g_new0 (Extent, 1);
  extent->again = ov_run_entry_copy (entry);
  g_hash_table_insert (self->extents, g_strdup (entry->id), extent);
}

/* An update that owns what it points to. */
typedef struct
{
  char       *id;
  OvRunEntry *again; /* or NULL */
  OvRunUpdate update;
  OvOutcome   outcome;
  char       *why;
} Save;

static void
save_free (gpointer data)
{
  Save *self = data;

  g_free ((gpointer) self->update.epochs);
  g_free ((gpointer) self->update.sharpness);
  g_free ((gpointer) self->update.readings);
  g_free ((gpointer) self->update.point_epochs);
  g_free ((gpointer) self->update.point_losses);
  g_clear_pointer (&self->again, ov_run_entry_free);
  g_free (self->id);
  g_free (self->why);
  g_free (self);
}

static gboolean
save_cb (OvLibrary *library,
         gpointer   data,
         GError   **error)
{
  const Save *save = data;

  return (save->again == NULL || ov_library_begin_again (library, save->again, error))
         && ov_library_append (library, save->id, &save->update, error)
         && ov_library_end_run (library, save->id, save->outcome, save->why, error);
}

/**
 * ov_library_writer_save:
 * @self: a writer
 * @id: the UUID of a run that it knows
 * @record: the record of the run, as it is now; what is new in it is copied
 *
 * Brings a run up to its record. One that has ended is written at once.
 */
void
ov_library_writer_save (OvLibraryWriter   *self,
                        const char        *id,
                        const OvRunRecord *record)
{
  Extent *extent;
  OvRunUpdate update;
  Save *save;

  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL && record != NULL);
  extent = g_hash_table_lookup (self->extents, id);
  g_return_if_fail (extent != NULL);

  ov_run_update_init (&update, record, extent->n_epochs, extent->n_sharpness, extent->n_readings,
                      extent->n_points);
  extent_init (extent, record);

  save = g_new0 (Save, 1);
  save->id = g_strdup (id);
  save->again = g_steal_pointer (&extent->again);
  save->update = update;
  save->update.epochs = g_memdup2 (update.epochs, update.n_epochs * sizeof *update.epochs);
  save->update.sharpness = g_memdup2 (update.sharpness,
                                      update.n_sharpness * sizeof *update.sharpness);
  save->update.readings = g_memdup2 (update.readings,
                                     update.n_readings * sizeof *update.readings);
  save->update.point_epochs = g_memdup2 (update.point_epochs, update.n_points * sizeof (double));
  save->update.point_losses = g_memdup2 (update.point_losses, update.n_points * sizeof (double));
  save->outcome = record->outcome;
  save->why = record->error != NULL ? g_strdup (record->error->message) : NULL;
  push (self, save_cb, save, save_free, record->outcome != OV_OUTCOME_NONE);

  if (record->outcome != OV_OUTCOME_NONE)
    g_hash_table_remove (self->extents, id);
}

typedef struct
{
  char         *id;
  OvCheckpoint *state;
  gboolean      is_kept;
  gint         *fate; /* from g_atomic_rc_box_new0 (), or NULL */
} Checkpoint;

static void
checkpoint_free (gpointer data)
{
  Checkpoint *self = data;

  /* Only now is it certain that it was written. */
  if (self->fate != NULL)
    {
      g_atomic_int_set (self->fate, self->is_kept ? OV_STATE_KEPT : OV_STATE_LOST);
      g_atomic_rc_box_release (self->fate);
    }
  g_free (self->id);
  ov_checkpoint_unref (self->state);
  g_free (self);
}

static gboolean
put_checkpoint_cb (OvLibrary *library,
                   gpointer   data,
                   GError   **error)
{
  Checkpoint *checkpoint = data;
  g_autoptr (GBytes) bytes = ov_checkpoint_to_bytes (checkpoint->state);

  return ov_library_put_checkpoint (library, checkpoint->id,
                                    ov_checkpoint_get_n_epochs (checkpoint->state), bytes,
                                    &checkpoint->is_kept, error);
}

/**
 * ov_library_writer_put_checkpoint:
 * @self: a writer
 * @id: a run's UUID
 * @state: what it takes to continue from there; referenced
 * @fate: (nullable): from g_atomic_rc_box_new0(), referenced: is given an #OvStateFate when that is
 *   decided, to be read with g_atomic_int_get()
 *
 * Keeps a state, see ov_library_put_checkpoint().
 */
void
ov_library_writer_put_checkpoint (OvLibraryWriter *self,
                                  const char      *id,
                                  OvCheckpoint    *state,
                                  gint            *fate)
{
  Checkpoint *checkpoint;

  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL && state != NULL);

  checkpoint = g_new (Checkpoint, 1);
  *checkpoint = (Checkpoint) {
    .id = g_strdup (id),
    .state = ov_checkpoint_ref (state),
    .fate = fate != NULL ? g_atomic_rc_box_acquire (fate) : NULL,
  };
  push (self, put_checkpoint_cb, checkpoint, checkpoint_free, FALSE);
}

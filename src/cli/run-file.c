/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-file.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "file-error.h"
#include "library.h"
#include "run-lock.h"
#include "schedule.h"

/* What may be lost of the record when the program is killed, and, where nobody has said how often
 * states are wanted, of the work, both in microseconds. */
#define SAVE_INTERVAL (G_USEC_PER_SEC / 2)
#define CHECKPOINT_INTERVAL (10 * G_USEC_PER_SEC)

struct _OvRunFile
{
  OvLibrary    *library;
  OvRunLock    *lock;       /* for windows that have the same library open */
  OvRunEntry   *entry;      /* of the run; NULL before a new one begins */
  OvCheckpoint *checkpoint; /* to continue from, or NULL */
  OvRecipe      recipe;     /* of a resumed run */
  guint         interval;   /* epochs between two states that stay; 0 for none */
  gint64        last_save;
  gint64        last_checkpoint;
  guint         newest; /* after how many epochs the last state is that was written */
  guint         best;   /* the same, of the best one */
};

/**
 * ov_run_file_create:
 * @path: a file for runs, which is made when it is not there
 * @interval: how many epochs lie between two states that are kept; 0 to keep the newest and the
 *   best only
 * @error: return location for an error
 *
 * Opens a file for a run that is yet to begin.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with @error set
 */
OvRunFile *
ov_run_file_create (const char *path,
                    guint       interval,
                    GError    **error)
{
  g_autoptr (OvRunFile) self = g_new0 (OvRunFile, 1);

  self->interval = interval;
  self->library = ov_library_open (path, OV_LIBRARY_CREATE, error);
  self->lock = ov_run_lock_new (path, FALSE);

  return self->library != NULL ? g_steal_pointer (&self) : NULL;
}

static gboolean
refuse (OvRunFile  *self,
        const char *reason,
        GError    **error)
{
  g_autofree char *shown = ov_file_display_name (ov_library_get_path (self->library));

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               /* Translators: the second is a sentence that says why and what to do. */
               _("The run in “%s” cannot be resumed. %s"), shown, reason);

  return FALSE;
}

/* Finds the run that began last, and its last state. One without any begins anew. */
static gboolean
find_run (OvRunFile *self,
          GError   **error)
{
  g_autoptr (GPtrArray) entries = ov_library_list (self->library, NULL, error);
  g_autoptr (GArray) epochs = NULL;

  if (entries == NULL)
    return FALSE;
  if (entries->len == 0)
    return refuse (self, _("There is none. Train one with --save-run."), error);

  self->entry = ov_run_entry_copy (g_ptr_array_index (entries, entries->len - 1));
  self->recipe = self->entry->recipe;
  if (ov_recipe_is_foreign (&self->recipe))
    return refuse (self, _("Another program has made it. Train one with --save-run."), error);
  /* Held before anything is taken back, to the end of the program. */
  if (!ov_run_lock_hold (self->lock, self->entry->id))
    return refuse (self,
                   _("A window of Overshoot is training it. Wait until that one is closed."),
                   error);
  if (self->entry->outcome == OV_OUTCOME_DIVERGED)
    return refuse (self, _("It has diverged. Train another one with a smaller learning rate."),
                   error);

  epochs = ov_library_list_checkpoints (self->library, self->entry->id, error);
  if (epochs == NULL)
    return FALSE;
  if (epochs->len > 0)
    {
      self->newest = g_array_index (epochs, guint, epochs->len - 1);
      self->checkpoint = ov_run_file_load (self, self->newest, error);
    }

  return epochs->len == 0 || self->checkpoint != NULL;
}

/**
 * ov_run_file_resume:
 * @path: a file with a run
 * @interval: as of ov_run_file_create()
 * @error: return location for an error
 *
 * Opens a file to resume the run in it that began last.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with @error set
 */
OvRunFile *
ov_run_file_resume (const char *path,
                    guint       interval,
                    GError    **error)
{
  g_autoptr (OvRunFile) self = g_new0 (OvRunFile, 1);

  self->interval = interval;
  self->library = ov_library_open (path, 0, error);
  self->lock = ov_run_lock_new (path, FALSE);
  if (self->library == NULL || !find_run (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * ov_run_file_free:
 * @self: a file
 */
void
ov_run_file_free (OvRunFile *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->library, ov_library_free);
  g_clear_pointer (&self->lock, ov_run_lock_free);
  g_clear_pointer (&self->entry, ov_run_entry_free);
  g_clear_pointer (&self->checkpoint, ov_checkpoint_unref);
  g_free (self);
}

/**
 * ov_run_file_get_recipe:
 * @self: a file with a run that is resumed
 *
 * Returns: (transfer none): its recipe
 */
const OvRecipe *
ov_run_file_get_recipe (OvRunFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->recipe;
}

/**
 * ov_run_file_get_name:
 * @self: a run's file
 *
 * Returns: (transfer none) (nullable): the name of the run; %NULL for one without a name
 */
const char *
ov_run_file_get_name (OvRunFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->entry != NULL && *self->entry->name != '\0' ? self->entry->name : NULL;
}

/**
 * ov_run_file_set_epochs:
 * @self: a file with a run that is resumed
 * @epochs: how many epochs it is to have now
 * @error: return location for an error
 *
 * Returns: whether that can be: a run does not lose epochs that it has, and what its schedule made
 *   of its number of epochs stays
 */
gboolean
ov_run_file_set_epochs (OvRunFile *self,
                        guint      epochs,
                        GError   **error)
{
  g_autofree char *reason = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  self->recipe.epochs = epochs;
  if (!ov_schedule_is_prefix (&self->entry->recipe, &self->recipe))
    return refuse (self,
                   _("Its learning rate goes by the number of epochs, so with another one it would "
                     "be another run. Leave --epochs out."),
                   error);
  if (epochs >= self->entry->n_epochs)
    return TRUE;

  reason = g_strdup_printf (_("It has %u epochs already. Ask for that many or more with --epochs."),
                            self->entry->n_epochs);

  return refuse (self, reason, error);
}

/**
 * ov_run_file_get_checkpoint:
 * @self: a file
 *
 * Returns: (transfer none) (nullable): the state to continue from; %NULL to begin
 */
OvCheckpoint *
ov_run_file_get_checkpoint (OvRunFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->checkpoint;
}

static gboolean
put (OvRunFile    *self,
     OvCheckpoint *checkpoint,
     GError      **error)
{
  g_autoptr (GBytes) bytes = ov_checkpoint_to_bytes (checkpoint);

  return ov_library_put_checkpoint (self->library, self->entry->id,
                                    ov_checkpoint_get_n_epochs (checkpoint), bytes, NULL, error);
}

typedef struct
{
  OvRunFile    *file;
  OvCheckpoint *start;
} Begin;

static gboolean
begin_cb (OvLibrary *library,
          gpointer   data,
          GError   **error)
{
  const Begin *begin = data;

  return ov_library_add_run (library, begin->file->entry, error)
         && put (begin->file, begin->start, error);
}

/* Not only the recipe decides how a run begins: weights may have been loaded, and steps may be
 * exact. So the state before the first epoch is written with it. */
static gboolean
begin_anew (OvRunFile         *self,
            const OvRunRecord *record,
            const char        *hash,
            OvTrainer         *trainer,
            GError           **error)
{
  g_autoptr (OvCheckpoint) start = ov_trainer_take_checkpoint (trainer);
  Begin begin = {self, start};

  self->entry = ov_run_entry_new (record, hash);
  /* Nobody else knows of it yet. */
  ov_run_lock_hold (self->lock, self->entry->id);

  return ov_library_transact (self->library, begin_cb, &begin, error);
}

static gboolean
go_on (OvRunFile   *self,
       OvRunRecord *record,
       const char  *hash,
       GError     **error)
{
  g_autoptr (OvRunRecord) before = NULL;
  const OvEpoch *best;

  if (self->entry->data_hash[0] != '\0' && g_strcmp0 (self->entry->data_hash, hash) != 0)
    {
      g_autofree char *reason =
        /* Translators: %s is what the images are called. */
        g_strdup_printf (_("It was trained on other images (%s). Name them with --data."),
                         self->entry->data);

      return refuse (self, reason, error);
    }

  if (!ov_library_rewind (self->library, self->entry->id, &self->recipe, self->newest, error))
    return FALSE;
  before = ov_library_load (self->library, self->entry->id, error);
  if (before == NULL)
    return FALSE;
  if (ov_history_get_n_epochs (before->history) < self->newest)
    return refuse (self, _("Its file has lost epochs. Train it again."), error);

  ov_run_record_go_on (record, before, self->newest);
  best = ov_history_get_best (record->history, OV_EPOCH_TEST_ACCURACY);
  self->best = best != NULL ? best->index + 1 : 0;

  return TRUE;
}

/**
 * ov_run_file_begin:
 * @self: a file
 * @record: the record of the run, which has not begun; it is told whether its steps are exact, and
 *   when resumed, it is given the epochs that there are
 * @dataset: what it is trained on
 * @trainer: what trains it, in the state that a new run begins with; it is given the state to
 *   continue from, for which it has to be able to make exact steps if those were exact
 * @error: return location for an error
 *
 * Writes that the run begins, or that it is resumed. What it had after the state to continue from,
 * which it will come to again, is removed.
 *
 * Returns: whether that was done
 */
gboolean
ov_run_file_begin (OvRunFile   *self,
                   OvRunRecord *record,
                   OvDataset   *dataset,
                   OvTrainer   *trainer,
                   GError     **error)
{
  const char *hash;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  if (self->checkpoint != NULL
      && !ov_trainer_restore_checkpoint (trainer, self->checkpoint, error))
    return FALSE;

  record->exact_from = ov_trainer_get_exact_from (trainer);
  hash = ov_dataset_get_hash (dataset);
  self->last_save = g_get_monotonic_time ();
  self->last_checkpoint = self->last_save;

  return self->entry == NULL ? begin_anew (self, record, hash, trainer, error)
                             : go_on (self, record, hash, error);
}

/* What is written at once. */
typedef struct
{
  OvRunFile         *file;
  const OvRunRecord *record;
  OvCheckpoint      *newest; /* or NULL */
  OvCheckpoint      *best;   /* or NULL */
} Save;

/* Removes a state that was the newest or the best, unless it still is or nobody wants it gone. */
static gboolean
drop (const Save *save,
      guint       n_epochs,
      guint       newest,
      guint       best,
      GError    **error)
{
  OvRunFile *self = save->file;

  if (n_epochs == newest || n_epochs == best
      || (self->interval > 0 && n_epochs % self->interval == 0))
    return TRUE;

  return ov_library_drop_checkpoint (self->library, self->entry->id, n_epochs, error);
}

static gboolean
save_cb (OvLibrary *library,
         gpointer   data,
         GError   **error)
{
  const Save *save = data;
  OvRunFile *self = save->file;
  const guint newest = save->newest != NULL ? ov_checkpoint_get_n_epochs (save->newest)
                                            : self->newest;
  const guint best = save->best != NULL ? ov_checkpoint_get_n_epochs (save->best) : self->best;

  return ov_library_save (library, self->entry->id, save->record, error)
         && (save->best == NULL || put (self, save->best, error))
         && (save->newest == NULL || newest == best || put (self, save->newest, error))
         && drop (save, self->newest, newest, best, error)
         && drop (save, self->best, newest, best, error);
}

/* Writes what is new of the record, and with a trainer also the states. What was not written is
 * tried again the next time. */
static gboolean
write_run (OvRunFile         *self,
           const OvRunRecord *record,
           OvTrainer         *trainer,
           OvBestCheckpoint  *best,
           GError           **error)
{
  g_autoptr (OvCheckpoint) newest = NULL;
  Save save = {.file = self, .record = record};

  /* Nobody would continue from a loss that has no way back. */
  if (trainer != NULL && !ov_history_has_diverged (record->history))
    newest = ov_trainer_take_checkpoint (trainer);
  if (trainer != NULL)
    save.best = ov_best_checkpoint_get (best);
  if (save.best != NULL && ov_checkpoint_get_n_epochs (save.best) == self->best)
    save.best = NULL;
  if (newest != NULL && ov_checkpoint_get_n_epochs (newest) != self->newest)
    save.newest = newest;

  self->last_save = g_get_monotonic_time ();
  if (trainer != NULL)
    self->last_checkpoint = self->last_save;
  if (!ov_library_transact (self->library, save_cb, &save, error))
    return FALSE;

  if (save.newest != NULL)
    self->newest = ov_checkpoint_get_n_epochs (save.newest);
  if (save.best != NULL)
    self->best = ov_checkpoint_get_n_epochs (save.best);

  return TRUE;
}

/**
 * ov_run_file_note_epoch:
 * @self: a file whose run has begun
 * @record: its record, to which an epoch was added
 * @trainer: its trainer, after that epoch
 * @best: its best state so far
 * @error: return location for an error
 *
 * Writes what is due.
 *
 * Returns: whether it was written, if anything was due
 */
gboolean
ov_run_file_note_epoch (OvRunFile         *self,
                        const OvRunRecord *record,
                        OvTrainer         *trainer,
                        OvBestCheckpoint  *best,
                        GError           **error)
{
  const gint64 now = g_get_monotonic_time ();
  gboolean is_checkpoint_due;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  is_checkpoint_due = self->interval > 0
                        ? ov_history_get_n_epochs (record->history) % self->interval == 0
                        : now - self->last_checkpoint >= CHECKPOINT_INTERVAL;
  if (!is_checkpoint_due && now - self->last_save < SAVE_INTERVAL)
    return TRUE;

  return write_run (self, record, is_checkpoint_due ? trainer : NULL, best, error);
}

/**
 * ov_run_file_end:
 * @self: a file whose run has begun
 * @record: its record, which says how it has ended
 * @trainer: its trainer; an epoch may have been given up
 * @best: its best state
 * @error: return location for an error
 *
 * Writes all that is left.
 *
 * Returns: whether it was written
 */
gboolean
ov_run_file_end (OvRunFile         *self,
                 const OvRunRecord *record,
                 OvTrainer         *trainer,
                 OvBestCheckpoint  *best,
                 GError           **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  return write_run (self, record, trainer, best, error);
}

/**
 * ov_run_file_load:
 * @self: a file whose run has begun, or that has one which is resumed
 * @n_epochs: how many epochs had been trained
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the state after that epoch, or %NULL with @error set
 */
OvCheckpoint *
ov_run_file_load (OvRunFile *self,
                  guint      n_epochs,
                  GError   **error)
{
  g_autoptr (OvCheckpoint) checkpoint = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint found;

  g_return_val_if_fail (self != NULL, NULL);

  bytes = ov_library_load_checkpoint (self->library, self->entry->id, n_epochs, &found, error);
  if (bytes == NULL)
    return NULL;
  checkpoint = ov_checkpoint_from_bytes (bytes, error);
  if (checkpoint == NULL)
    return NULL;
  if (ov_checkpoint_get_n_epochs (checkpoint) != n_epochs)
    {
      refuse (self, _("The state that is wanted of it is not in the file. Train it again."), error);
      return NULL;
    }

  return g_steal_pointer (&checkpoint);
}

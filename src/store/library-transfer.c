/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "file-error.h"
#include "file-writer.h"
#include "library-private.h"
#include "statement.h"

/*
 * Runs that come from another library. A run that is there already, or one that has to be the same
 * bit for bit, becomes no second entry: of the two the longer one stays, under the name and the
 * UUID that the entry has.
 */

typedef struct
{
  OvLibrary         *from;
  const char *const *ids; /* NULL: all */
  OvLibraryImport   *counts;
  const char        *file;    /* what runs are said to be read from, or NULL */
  GPtrArray         *entries; /* of OvRunEntry: what is there */
} Transfer;

static gboolean
is_same (double a,
         double b)
{
  return a == b || (isnan (a) && isnan (b));
}

/* Whether both have the same numbers as far as both go; the time that epochs take differs. */
static gboolean
agree (const OvHistory *a,
       const OvHistory *b)
{
  const guint n_epochs = MIN (ov_history_get_n_epochs (a), ov_history_get_n_epochs (b));

  for (guint i = 0; i < n_epochs; i++)
    for (OvEpochField field = 0; field < OV_EPOCH_SECONDS; field++)
      if (!is_same (ov_epoch_get_field (ov_history_get_epoch (a, i), field),
                    ov_epoch_get_field (ov_history_get_epoch (b, i), field)))
        return FALSE;

  return TRUE;
}

/* Finds the entry that a run would be the same as, or NULL. One that is running belongs to who
 * runs it, and one that cannot be read is the same as nothing. */
static OvRunEntry *
find_counterpart (OvLibrary         *self,
                  GPtrArray         *entries,
                  const OvRunEntry  *entry,
                  const OvRunRecord *record)
{
  OvRunEntry *counterpart = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      OvRunEntry *other = g_ptr_array_index (entries, i);
      const gboolean is_itself = strcmp (other->id, entry->id) == 0;
      g_autoptr (OvRunRecord) own = NULL;

      if (!is_itself
          && (other->is_deleted || other->outcome == OV_OUTCOME_NONE
              || !ov_run_entry_is_repeat (other, entry)))
        continue;
      own = ov_library_load (self, other->id, NULL);
      if (own == NULL || !agree (own->history, record->history))
        continue;

      if (is_itself)
        return other;
      counterpart = other;
    }

  return counterpart;
}

/* Takes over what was measured of a repeat besides its losses, where the entry has none of it. */
static gboolean
take_measurements (OvLibrary         *self,
                   const char        *id,
                   const OvRunRecord *record,
                   GError           **error)
{
  g_autoptr (OvRunRecord) own = NULL;
  OvRunUpdate update;

  if (record->sharpness->points->len + record->readings->points->len == 0)
    return TRUE;
  own = ov_library_load (self, id, error);
  if (own == NULL)
    return FALSE;

  ov_run_update_init (&update, record, ov_history_get_n_epochs (record->history),
                      own->sharpness->points->len > 0 ? record->sharpness->points->len : 0,
                      own->readings->points->len > 0 ? record->readings->points->len : 0,
                      record->batch_losses->epochs->len);
  update.exact_from = OV_EPOCH_NEVER;

  return update.n_sharpness + update.n_readings == 0
         || ov_library_append (self, id, &update, error);
}

/* Puts a longer record in the place of an entry's own. */
static gboolean
replace_record (OvLibrary         *self,
                const char        *id,
                const OvRunRecord *record,
                GError           **error)
{
  static const char *const statements[] = {
    "DELETE FROM epochs WHERE run = ?",
    "DELETE FROM sharpness WHERE run = ?",
    "DELETE FROM readings WHERE run = ?",
    "DELETE FROM batch_losses WHERE run = ?",
    ("UPDATE runs SET n_epochs = 0, best_epoch = NULL, best_test_accuracy = NULL, seconds = 0 "
     "WHERE id = ?"),
  };
  g_autoptr (OvRunRecord) former = ov_library_load (self, id, error);
  const gint64 row = former != NULL ? ov_library_find_row (self, id, error) : 0;

  for (gsize i = 0; row != 0 && i < G_N_ELEMENTS (statements); i++)
    if (!ov_statement_execute (self, error, statements[i], "i", row))
      return FALSE;

  return row != 0 && ov_library_save (self, id, record, error)
         && take_measurements (self, id, former, error);
}

static gboolean
has_epoch (const GArray *epochs,
           guint         epoch)
{
  for (guint i = 0; i < epochs->len; i++)
    if (g_array_index (epochs, guint, i) == epoch)
      return TRUE;

  return FALSE;
}

static gboolean
copy_checkpoints (OvLibrary  *self,
                  const char *id,
                  OvLibrary  *from,
                  const char *other,
                  GError    **error)
{
  g_autoptr (GArray) there = ov_library_list_checkpoints (self, id, error);
  g_autoptr (GArray) epochs = NULL;

  if (there == NULL)
    return FALSE;
  epochs = ov_library_list_checkpoints (from, other, error);
  for (guint i = 0; epochs != NULL && i < epochs->len; i++)
    {
      guint epoch = g_array_index (epochs, guint, i);
      g_autoptr (GBytes) state = NULL;

      if (has_epoch (there, epoch))
        continue;
      state = ov_library_load_checkpoint (from, other, epoch, &epoch, error);
      if (state == NULL || !ov_library_put_checkpoint (self, id, epoch, state, NULL, error))
        return FALSE;
    }

  return epochs != NULL;
}

static void
note_run (const Transfer *transfer,
          const char     *id,
          gboolean        is_added)
{
  if (transfer->counts->ids != NULL)
    g_ptr_array_add (transfer->counts->ids, g_strdup (id));
  if (is_added && transfer->counts->added_ids != NULL)
    g_ptr_array_add (transfer->counts->added_ids, g_strdup (id));
}

/* Adds a run to what it is the same as. One that was deleted is wanted again. */
static gboolean
merge_run (OvLibrary         *self,
           Transfer          *transfer,
           OvRunEntry        *counterpart,
           const OvRunEntry  *entry,
           const OvRunRecord *record,
           GError           **error)
{
  const gboolean is_running = counterpart->outcome == OV_OUTCOME_NONE;
  const gboolean is_added = counterpart->is_deleted;
  const gboolean is_longer =
    !is_running && ov_history_get_n_epochs (record->history) > counterpart->n_epochs;

  note_run (transfer, counterpart->id, is_added);
  if (is_added && !ov_library_undelete (self, counterpart->id, error))
    return FALSE;
  counterpart->is_deleted = FALSE;
  transfer->counts->n_added += is_added;
  transfer->counts->n_longer += !is_added && is_longer;
  transfer->counts->n_known += !is_added && !is_longer;
  if (is_running)
    return TRUE;
  if (is_longer ? !replace_record (self, counterpart->id, record, error)
                : !take_measurements (self, counterpart->id, record, error))
    return FALSE;
  if (counterpart->name[0] == '\0' && entry->name[0] != '\0'
      && !ov_library_rename (self, counterpart->id, entry->name, error))
    return FALSE;

  counterpart->n_epochs = MAX (counterpart->n_epochs, ov_history_get_n_epochs (record->history));

  return copy_checkpoints (self, counterpart->id, transfer->from, entry->id, error);
}

static gboolean
is_known_id (const GPtrArray *entries,
             const char      *id)
{
  for (guint i = 0; i < entries->len; i++)
    if (strcmp (((OvRunEntry *) g_ptr_array_index (entries, i))->id, id) == 0)
      return TRUE;

  return FALSE;
}

/* Whether the charts show another run in the same colour. */
static gboolean
is_colour_taken (const GPtrArray  *entries,
                 const OvRunEntry *entry)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const OvRunEntry *other = g_ptr_array_index (entries, i);

      if (other->colour == entry->colour && !other->is_hidden && !other->is_deleted)
        return TRUE;
    }

  return FALSE;
}

/* What is not known of a run in another library, and what is different in this one. */
static void
adapt_entry (const Transfer *transfer,
             OvRunEntry     *entry)
{
  if (transfer->file == NULL)
    return;

  ov_run_entry_set_file (entry, transfer->file);
  if (!entry->is_colour_set && is_colour_taken (transfer->entries, entry))
    entry->colour = OV_RUN_ENTRY_NO_COLOUR;
}

static gboolean
add_run (OvLibrary         *self,
         Transfer          *transfer,
         const OvRunEntry  *entry,
         const OvRunRecord *record,
         GError           **error)
{
  OvRunEntry *added = ov_run_entry_copy (entry);

  /* Two runs of the same UUID that are not the same are two runs. */
  if (is_known_id (transfer->entries, entry->id))
    {
      g_free (added->id);
      added->id = g_uuid_string_random ();
    }
  adapt_entry (transfer, added);
  g_ptr_array_add (transfer->entries, added);
  transfer->counts->n_added++;
  note_run (transfer, added->id, TRUE);

  return ov_library_add_run (self, added, error)
         && ov_library_save (self, added->id, record, error)
         && copy_checkpoints (self, added->id, transfer->from, entry->id, error);
}

static gboolean
take_run (OvLibrary        *self,
          Transfer         *transfer,
          const OvRunEntry *entry,
          GError          **error)
{
  g_autoptr (OvRunRecord) record = ov_library_load (transfer->from, entry->id, error);
  OvRunEntry *counterpart;

  if (record == NULL)
    return FALSE;

  /* Whoever runs it does not run this copy. */
  if (record->outcome == OV_OUTCOME_NONE)
    record->outcome = OV_OUTCOME_CANCELLED;
  counterpart = find_counterpart (self, transfer->entries, entry, record);

  return counterpart != NULL ? merge_run (self, transfer, counterpart, entry, record, error)
                             : add_run (self, transfer, entry, record, error);
}

static gboolean
transfer_cb (OvLibrary *self,
             gpointer   data,
             GError   **error)
{
  Transfer *transfer = data;
  g_autoptr (GPtrArray) entries = NULL;
  guint n_unreadable;

  transfer->entries = ov_library_list_all (self, NULL, error);
  if (transfer->entries == NULL)
    return FALSE;
  entries = ov_library_list (transfer->from, &n_unreadable, error);
  if (entries == NULL)
    return FALSE;
  if (n_unreadable > 0 && transfer->ids == NULL)
    {
      ov_library_set_error (error, OV_LIBRARY_ERROR_DAMAGED, transfer->from->path);
      return FALSE;
    }

  for (guint i = 0; i < entries->len; i++)
    {
      const OvRunEntry *entry = g_ptr_array_index (entries, i);

      if (g_cancellable_set_error_if_cancelled (transfer->counts->cancellable, error)
          || ((transfer->ids == NULL || g_strv_contains (transfer->ids, entry->id))
              && !take_run (self, transfer, entry, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
transfer (OvLibrary         *self,
          OvLibrary         *from,
          const char *const *ids,
          const char        *file,
          OvLibraryImport   *counts,
          GError           **error)
{
  OvLibraryImport own_counts = {0};
  Transfer transfer = {from, ids, counts != NULL ? counts : &own_counts, file, NULL};
  const gboolean is_done = ov_library_transact (self, transfer_cb, &transfer, error);

  g_clear_pointer (&transfer.entries, g_ptr_array_unref);

  return is_done;
}

/**
 * ov_library_import:
 * @self: a library
 * @path: a file with runs, which may come from anybody
 * @counts: (inout) (optional): what became of its runs; its lists, if any, are to be empty
 * @error: return location for an error
 *
 * Takes over all runs of a file, or none when any of it cannot be right. They keep their UUIDs and
 * names, and say from which file they were read. They keep their colours as well, but for one that
 * nobody has chosen and that the charts show another run in: such a run has none until it is shown.
 * A run that is there already, or one that has to be the same bit for bit and is, makes no second
 * entry; of the two records the longer one is kept.
 *
 * Returns: whether they were taken over; if not, @error is an %OV_LIBRARY_ERROR, or
 *   %G_IO_ERROR_CANCELLED
 */
gboolean
ov_library_import (OvLibrary       *self,
                   const char      *path,
                   OvLibraryImport *counts,
                   GError         **error)
{
  g_autoptr (OvLibrary) from = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (counts != NULL)
    counts->n_added = counts->n_longer = counts->n_known = 0;
  from = ov_library_open (path, OV_LIBRARY_UNTRUSTED, error);

  return from != NULL && transfer (self, from, NULL, path, counts, error);
}

typedef struct
{
  const char *id;
  char       *kept;
} Merge;

static gboolean
merge_cb (OvLibrary *self,
          gpointer   data,
          GError   **error)
{
  Merge *merge = data;
  g_autoptr (OvRunEntry) entry = ov_library_find (self, merge->id, error);
  g_autoptr (OvRunRecord) record = ov_library_load (self, merge->id, entry != NULL ? error : NULL);
  g_autoptr (GPtrArray) entries = NULL;
  OvLibraryImport counts = {0};
  Transfer transfer = {self, NULL, &counts, NULL, NULL};
  OvRunEntry *counterpart;

  if (entry == NULL || record == NULL)
    return FALSE;
  entries = ov_library_list (self, NULL, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = entries->len; i-- > 0;)
    {
      const OvRunEntry *other = g_ptr_array_index (entries, i);

      if (other->source != NULL || strcmp (other->id, merge->id) == 0)
        g_ptr_array_remove_index (entries, i);
    }

  counterpart = entry->outcome != OV_OUTCOME_NONE ? find_counterpart (self, entries, entry, record)
                                                  : NULL;
  merge->kept = g_strdup (counterpart != NULL ? counterpart->id : merge->id);

  return counterpart == NULL
         || (merge_run (self, &transfer, counterpart, entry, record, error)
             && (!entry->is_pinned || ov_library_set_pinned (self, merge->kept, TRUE, error))
             && ov_library_move_branches (self, merge->id, merge->kept, error)
             && ov_library_remove (self, merge->id, error));
}

/**
 * ov_library_merge_repeat:
 * @self: a library
 * @id: the UUID of a run that has ended
 * @kept: (out) (transfer full): the UUID of the entry that is left: @id when the run repeats none
 * @error: return location for an error
 *
 * Makes one entry of a run and another that it repeats bit for bit, unless that one was read from
 * elsewhere: it stays what somebody else has made. The other entry stays, with the longer record of
 * the two, the checkpoints of both, and a pin when either has one.
 *
 * Returns: whether that was done
 */
gboolean
ov_library_merge_repeat (OvLibrary  *self,
                         const char *id,
                         char      **kept,
                         GError    **error)
{
  Merge merge = {id, NULL};

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (kept != NULL, FALSE);

  if (!ov_library_transact (self, merge_cb, &merge, error))
    g_clear_pointer (&merge.kept, g_free);
  *kept = merge.kept;

  return merge.kept != NULL;
}

/**
 * ov_library_check_target:
 * @library: a library's file
 * @path: where some of its runs are to be written
 * @error: return location for an error
 *
 * Refuses places whose contents would be lost.
 *
 * Returns: whether a file of runs may be there
 */
gboolean
ov_library_check_target (const char *library,
                         const char *path,
                         GError    **error)
{
  g_autofree char *shown = ov_file_display_name (path);
  GStatBuf status, own;

  if (g_stat (path, &status) != 0)
    return TRUE;
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FAILED,
                   _("“%s” is not an ordinary file, so no runs can be kept in it. Give "
                     "another name."),
                   shown);
      return FALSE;
    }
  if (g_stat (library, &own) == 0 && own.st_dev == status.st_dev
      && own.st_ino == status.st_ino)
    {
      g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FAILED,
                   _("“%s” is the library itself. Give another name."), shown);
      return FALSE;
    }

  return TRUE;
}

/* Writes a library in memory to a file. */
static gboolean
write_file (OvLibrary  *memory,
            const char *path,
            GError    **error)
{
  sqlite3_int64 size;
  unsigned char *bytes = sqlite3_serialize (memory->database, "main", &size, 0);
  gboolean is_written;

  if (bytes == NULL)
    return ov_library_fail (memory, SQLITE_NOMEM, error);

  is_written = ov_file_write (path, bytes, (gsize) size, error);
  sqlite3_free (bytes);

  return is_written;
}

/**
 * ov_library_export:
 * @self: a library
 * @ids: (nullable) (array zero-terminated=1): the UUIDs of runs, or %NULL for all that can be read
 * @path: a file, whose name should end in %OV_LIBRARY_SUFFIX
 * @error: return location for an error
 *
 * Writes some runs to a file of their own, checkpoints included. An old file is replaced when the
 * new one is whole.
 *
 * Returns: whether it was written; if not, @error is an %OV_LIBRARY_ERROR or an %OV_ERROR_FILE
 */
gboolean
ov_library_export (OvLibrary         *self,
                   const char *const *ids,
                   const char        *path,
                   GError           **error)
{
  g_autoptr (OvLibrary) memory = NULL;
  gint64 used, budget;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (!ov_library_check_target (self->path, path, error))
    return FALSE;
  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    if (ov_library_find_row (self, ids[i], error) == 0)
      return FALSE;

  memory = ov_library_new_in_memory (path, error);

  return memory != NULL && ov_library_get_checkpoint_bytes (self, &used, &budget, error)
         && ov_library_set_checkpoint_budget (memory, MAX (used, budget), error)
         && transfer (memory, self, ids, NULL, NULL, error) && write_file (memory, path, error);
}

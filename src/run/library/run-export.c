/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-export.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "file-name.h"
#include "library.h"
#include "run-edit.h"
#include "runs-file.h"

/* A run as it is when it is asked for. */
typedef struct
{
  OvRunEntry  *entry;
  OvRunRecord *record; /* NULL when only the library has its curves */
  GPtrArray   *states; /* of OvCheckpoint: those in memory */
} Run;

typedef struct
{
  char        *library;
  char        *path;
  OvFileFormat format;
  GPtrArray   *runs; /* of Run */
} Task;

static void
run_free (gpointer data)
{
  Run *self = data;

  ov_run_entry_free (self->entry);
  g_clear_pointer (&self->record, ov_run_record_unref);
  g_ptr_array_unref (self->states);
  g_free (self);
}

static void
task_free (gpointer data)
{
  Task *self = data;

  g_free (self->library);
  g_free (self->path);
  g_ptr_array_unref (self->runs);
  g_free (self);
}

/* All that is said of a run. One without its curves is in the library, which has the rest. */
static Run *
run_new (OvRunKeeper *keeper,
         OvRunItem   *item)
{
  Run *self = g_new0 (Run, 1);

  if (ov_run_item_get_run (item) != NULL)
    self->record = ov_run_record_freeze (ov_run_get_record (ov_run_item_get_run (item)));
  self->entry = ov_run_edit_make_entry (item);
  self->states = ov_run_keeper_list_states (keeper, item);

  return self;
}

/* Copies those runs that the library has, with their checkpoints, to a new file. Returns whether
 * there are any; that the library cannot be read is no reason not to save what is on the charts. */
static gboolean
copy_kept (const Task *task,
           const char *path)
{
  g_autoptr (OvLibrary) library =
    ov_library_open (task->library, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; library != NULL && i < task->runs->len; i++)
    {
      const Run *run = task->runs->pdata[i];
      g_autoptr (OvRunEntry) kept = ov_library_find (library, run->entry->id, NULL);

      if (kept != NULL && !kept->is_deleted)
        g_ptr_array_add (ids, run->entry->id);
    }
  if (ids->len == 0)
    return FALSE;

  g_ptr_array_add (ids, NULL);

  return ov_library_export (library, (const char *const *) ids->pdata, path, NULL);
}

/* Adds the states that the library does not have yet, where the file has the epochs for them, of a
 * run whose curves are here. */
static gboolean
add_states (OvLibrary *file,
            const Run *run,
            GError   **error)
{
  for (guint i = 0; i < run->states->len; i++)
    {
      OvCheckpoint *checkpoint = run->states->pdata[i];
      const guint n_epochs = ov_checkpoint_get_n_epochs (checkpoint);
      g_autoptr (GBytes) state = NULL;

      if (n_epochs > ov_history_get_n_epochs (run->record->history))
        continue;
      state = ov_checkpoint_to_bytes (checkpoint);
      if (!ov_library_put_checkpoint (file, run->entry->id, n_epochs, state, NULL, error))
        return FALSE;
    }

  return TRUE;
}

/* Adds what the library does not have: a run that it cannot keep, or the last second of one. */
static gboolean
complete (OvLibrary *file,
          const Run *run,
          GError   **error)
{
  const char *id = run->entry->id;
  g_autoptr (OvRunEntry) kept = ov_library_find (file, id, NULL);

  if (kept == NULL && run->record == NULL)
    {
      g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FAILED,
                   _("The curves of “%s” could not be read from the library of runs. Save the "
                     "other runs without it."),
                   run->entry->name);
      return FALSE;
    }
  if (kept == NULL && !ov_library_add_run (file, run->entry, error))
    return FALSE;

  return (run->record == NULL
          || (kept != NULL && ov_history_get_n_epochs (run->record->history) < kept->n_epochs)
          || (ov_library_save (file, id, run->record, error) && add_states (file, run, error)))
         && ov_library_rename (file, id, run->entry->name, error)
         && ov_library_set_colour (file, id, run->entry->colour, run->entry->is_colour_set, error)
         && ov_library_set_pinned (file, id, run->entry->is_pinned, error)
         && ov_library_set_hidden (file, id, FALSE, error);
}

static gboolean
complete_cb (OvLibrary *file,
             gpointer   data,
             GError   **error)
{
  const Task *task = data;

  for (guint i = 0; i < task->runs->len; i++)
    if (!complete (file, task->runs->pdata[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
save (const Task *task,
      const char *draft,
      GError    **error)
{
  g_autoptr (OvLibrary) file = NULL;

  if (!ov_library_check_target (task->library, task->path, error))
    return FALSE;

  copy_kept (task, draft);
  file = ov_library_open (draft, OV_LIBRARY_CREATE, error);

  return file != NULL && ov_library_transact (file, complete_cb, (gpointer) task, error)
         && ov_library_export (file, NULL, task->path, error);
}

static gboolean
save_for_ourselves (const Task *task,
                    GError    **error)
{
  g_autofree char *folder = g_dir_make_tmp ("overshoot-XXXXXX", error);
  g_autofree char *draft = folder != NULL ? g_build_filename (folder, "runs", NULL) : NULL;
  const gboolean is_saved = folder != NULL && save (task, draft, error);

  if (folder != NULL)
    {
      g_remove (draft);
      g_rmdir (folder);
    }

  return is_saved;
}

/* Curves that are not there yet are in the library. */
static gboolean
save_for_others (const Task *task,
                 GError    **error)
{
  g_autoptr (OvLibrary) library = NULL;
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);

  for (guint i = 0; i < task->runs->len; i++)
    {
      const Run *run = task->runs->pdata[i];
      g_autoptr (OvRunRecord) record =
        run->record != NULL ? ov_run_record_ref (run->record) : NULL;

      if (record == NULL && library == NULL)
        library =
          ov_library_open (task->library, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, error);
      if (record == NULL && library != NULL)
        record = ov_library_load (library, run->entry->id, error);
      if (record == NULL)
        return FALSE;
      g_ptr_array_add (runs, ov_exported_run_new (ov_run_entry_copy (run->entry),
                                                  g_steal_pointer (&record)));
    }

  return ov_runs_file_save (task->format, runs, task->path, error);
}

static void
export_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  const Task *asked = data;
  g_autoptr (GError) error = NULL;

  if (asked->format == OV_FILE_LIBRARY ? save_for_ourselves (asked, &error)
                                       : save_for_others (asked, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * ov_run_export_start:
 * @keeper: what keeps the runs
 * @items: (element-type OvRunItem): runs with at least one epoch each
 * @format: what to write: a library with all checkpoints, or what is for other programs
 * @path: a file; an old one is replaced when the new one is whole, but no folder is
 * @callback: called when it is there, or is not
 * @user_data: given to @callback
 *
 * Saves runs as they are now to a file of their own, on another thread.
 */
void
ov_run_export_start (OvRunKeeper        *keeper,
                     GPtrArray          *items,
                     OvFileFormat        format,
                     const char         *path,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Task *asked;

  g_return_if_fail (OV_IS_RUN_KEEPER (keeper));
  g_return_if_fail (items != NULL && path != NULL);

  asked = g_new (Task, 1);
  asked->library = g_strdup (ov_run_keeper_get_path (keeper));
  asked->path = g_strdup (path);
  asked->format = format;
  asked->runs = g_ptr_array_new_with_free_func (run_free);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (asked->runs, run_new (keeper, items->pdata[i]));

  task = g_task_new (keeper, NULL, callback, user_data);
  g_task_set_source_tag (task, ov_run_export_start);
  g_task_set_task_data (task, asked, task_free);
  g_task_run_in_thread (task, export_thread);
}

/**
 * ov_run_export_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether the file is there; if not, an old one is as it was
 */
gboolean
ov_run_export_finish (GAsyncResult *result,
                      GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * ov_run_export_make_name:
 * @items: (element-type OvRunItem): runs
 * @suffix: how it ends
 *
 * Returns: (transfer full): a name for the file, such as "Linear 3.overshoot"
 */
char *
ov_run_export_make_name (GPtrArray  *items,
                         const char *suffix)
{
  g_autofree char *name = NULL;
  g_autofree char *stem = NULL;

  g_return_val_if_fail (items != NULL && items->len > 0, NULL);

  if (items->len == 1)
    name = g_strdup (ov_run_item_get_name (items->pdata[0]));
  else
    name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run", "%u runs", items->len),
                            items->len);

  stem = ov_file_name_make (name);

  return g_strconcat (stem, suffix, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-import.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "file-error.h"
#include "log-import.h"

/* No file that is written by an export is larger: SQLite hands over no more at once. */
#define MOST_BYTES ((gint64) 2 << 30)

/* More than anybody looks through in a window. */
#define MOST_RUNS 10000

typedef struct
{
  char      *library;
  char     **paths;
  GPtrArray *runs; /* of OvExportedRun: those of logs; NULL for none */
} Task;

static void
task_free (gpointer data)
{
  Task *self = data;

  g_free (self->library);
  g_strfreev (self->paths);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_free (self);
}

static OvRunImport *
import_new (void)
{
  OvRunImport *self = g_new0 (OvRunImport, 1);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_run_entry_free);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_run_record_unref);
  self->added_ids = g_ptr_array_new_with_free_func (g_free);
  self->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);

  return self;
}

/**
 * ov_run_import_free:
 * @self: (transfer full): what became of files
 */
void
ov_run_import_free (OvRunImport *self)
{
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->added_ids);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_ptr_array_unref (self->errors);
  g_clear_error (&self->keep_error);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* Refuses what would take minutes, during which nothing could be told. */
static gboolean
check_size (const char *path,
            GError    **error)
{
  g_autofree char *shown = ov_file_display_name (path);
  g_autofree char *size = NULL;
  GStatBuf status;

  if (g_stat (path, &status) != 0 || status.st_size <= MOST_BYTES)
    return TRUE;

  size = g_format_size ((guint64) status.st_size);
  g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FAILED,
               _("“%s” has %s, more than can be opened in the window. “overshoot-cli runs "
                 "import FILE” adds its runs to the library."),
               shown, size);

  return FALSE;
}

static gboolean
check_count (const char *path,
             guint       n_runs,
             GError    **error)
{
  g_autofree char *shown = ov_file_display_name (path);

  if (n_runs <= MOST_RUNS)
    return TRUE;

  g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FAILED,
               _("“%s” holds %u runs, more than can be opened in the window. “overshoot-cli "
                 "runs import FILE” adds them to the library."),
               shown, n_runs);

  return FALSE;
}

/* Nobody runs this copy of a run. */
static OvRunRecord *
load (OvLibrary  *file,
      const char *id,
      GError    **error)
{
  OvRunRecord *record = ov_library_load (file, id, error);

  if (record != NULL && record->outcome == OV_OUTCOME_NONE)
    record->outcome = OV_OUTCOME_CANCELLED;

  return record;
}

/* Gives a run that nobody has named the name of its file, and a number from the second such run on.
 * Returns whether it had none. */
static gboolean
name_run (OvRunEntry *entry,
          const char *path,
          guint       number)
{
  g_autofree char *stem = NULL;

  if (*entry->name != '\0')
    return FALSE;

  stem = g_filename_display_basename (path);
  if (g_str_has_suffix (stem, OV_LIBRARY_SUFFIX))
    stem[strlen (stem) - strlen (OV_LIBRARY_SUFFIX)] = '\0';
  g_free (entry->name);
  entry->name = number > 1 ? g_strdup_printf ("%s %u", stem, number) : g_steal_pointer (&stem);

  return TRUE;
}

/* Takes the runs of a file as they are there, without a library. */
static gboolean
take_file (OvRunImport *self,
           OvLibrary   *file,
           GPtrArray   *entries,
           GError     **error)
{
  const guint n_before = self->entries->len;
  guint n_nameless = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      OvRunEntry *entry = entries->pdata[i];
      OvRunRecord *record = NULL;

      if (!g_cancellable_set_error_if_cancelled (self->cancellable, error))
        record = load (file, entry->id, error);
      if (record == NULL)
        {
          g_ptr_array_set_size (self->entries, (int) n_before);
          g_ptr_array_set_size (self->records, (int) n_before);
          return FALSE;
        }
      n_nameless += name_run (entry, ov_library_get_path (file), n_nameless + 1);
      ov_run_entry_set_file (entry, ov_library_get_path (file));
      g_ptr_array_add (self->entries, ov_run_entry_copy (entry));
      g_ptr_array_add (self->records, record);
    }

  return TRUE;
}

/* Puts the runs of a file into the library, and takes them as they are there. */
static gboolean
keep_file (OvRunImport *self,
           OvLibrary   *library,
           const char  *path,
           GError     **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) added_ids = g_ptr_array_new_with_free_func (g_free);
  OvLibraryImport counts = {
    .ids = ids,
    .added_ids = added_ids,
    .cancellable = self->cancellable};
  guint n_nameless = 0;

  if (!ov_library_import (library, path, &counts, error))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      OvRunEntry *entry = ov_library_find (library, ids->pdata[i], error);

      if (entry == NULL)
        return FALSE;
      g_ptr_array_add (self->entries, entry);
      if (!name_run (entry, path, n_nameless + 1))
        continue;
      n_nameless++;
      if (!ov_library_rename (library, entry->id, entry->name, error))
        return FALSE;
    }
  self->n_added += counts.n_added;
  self->n_longer += counts.n_longer;
  self->n_known += counts.n_known;
  g_ptr_array_extend_and_steal (self->added_ids, g_steal_pointer (&added_ids));

  return TRUE;
}

/* Returns the entries of a file that anybody may have made, or NULL with an error set. */
static GPtrArray *
list_file (OvLibrary  *file,
           const char *path,
           GError    **error)
{
  guint n_unreadable;
  GPtrArray *entries = ov_library_list (file, &n_unreadable, error);

  if (entries != NULL && n_unreadable > 0)
    ov_library_set_error (error, OV_LIBRARY_ERROR_DAMAGED, path);
  else if (entries != NULL && check_count (path, entries->len, error))
    return entries;
  g_clear_pointer (&entries, g_ptr_array_unref);

  return NULL;
}

/* What the first file cannot be kept for holds for the others as well: they are not mixed. */
static gboolean
import_file (OvRunImport *self,
             OvLibrary   *library,
             const char  *path,
             GError     **error)
{
  g_autoptr (OvLibrary) file = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  if (!check_size (path, error))
    return FALSE;
  file = ov_library_open (path, OV_LIBRARY_UNTRUSTED, error);
  if (file == NULL)
    return FALSE;
  entries = list_file (file, path, error);
  if (entries == NULL)
    return FALSE;
  if (self->keep_error == NULL && keep_file (self, library, path, &self->keep_error))
    return TRUE;
  if (!g_error_matches (self->keep_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && self->n_added + self->n_longer + self->n_known == 0)
    return take_file (self, file, entries, error);

  g_propagate_error (error, g_steal_pointer (&self->keep_error));

  return FALSE;
}

/* Puts the run of a log into the library, or takes it as it is. */
static gboolean
import_log (OvRunImport         *self,
            OvLibrary           *library,
            const OvExportedRun *run,
            GError             **error)
{
  OvLibraryImport counts = {.added_ids = self->added_ids};
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  OvRunEntry *entry;

  counts.ids = ids;
  if (self->keep_error == NULL && ov_log_import (library, run, &counts, &self->keep_error))
    {
      entry = ov_library_find (library, ids->pdata[0], error);
      if (entry == NULL)
        return FALSE;
      g_ptr_array_add (self->entries, entry);
      self->n_added += counts.n_added;
      self->n_known += counts.n_known;
      return TRUE;
    }
  if (self->n_added + self->n_known > 0)
    {
      g_propagate_error (error, g_steal_pointer (&self->keep_error));
      return FALSE;
    }

  g_ptr_array_add (self->entries, ov_run_entry_copy (run->entry));
  g_ptr_array_add (self->records, ov_run_record_ref (run->record));

  return TRUE;
}

static void
import_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  const Task *asked = data;
  OvRunImport *self = import_new ();
  g_autoptr (OvLibrary) library =
    ov_library_open (asked->library, OV_LIBRARY_CREATE | OV_LIBRARY_SHARED, &self->keep_error);

  for (guint i = 0; asked->runs != NULL && i < asked->runs->len && !self->is_cancelled; i++)
    {
      GError *error = NULL;

      self->is_cancelled = g_cancellable_is_cancelled (cancellable);
      if (!self->is_cancelled && !import_log (self, library, asked->runs->pdata[i], &error))
        g_ptr_array_add (self->errors, error);
    }
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  for (gsize i = 0; asked->paths != NULL && asked->paths[i] != NULL && !self->is_cancelled; i++)
    {
      g_autoptr (GError) error = NULL;
      const gboolean is_done = import_file (self, library, asked->paths[i], &error);

      self->is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      if (!is_done && !self->is_cancelled)
        g_ptr_array_add (self->errors, g_steal_pointer (&error));
    }

  g_task_return_pointer (task, self, (GDestroyNotify) ov_run_import_free);
}

/* Until the library has been listed, runs that are in it would be taken for new ones. */
static void
opened_cb (OvRunKeeper *keeper,
           GTask       *task)
{
  g_signal_handlers_disconnect_by_func (keeper, opened_cb, task);
  g_task_run_in_thread (task, import_thread);
  g_object_unref (task);
}

static void
start (OvRunKeeper        *keeper,
       Task               *asked,
       GCancellable       *cancellable,
       GAsyncReadyCallback callback,
       gpointer            user_data)
{
  GTask *task = g_task_new (keeper, cancellable, callback, user_data);

  /* What was taken over before is told all the same. */
  g_task_set_check_cancellable (task, FALSE);
  asked->library = g_strdup (ov_run_keeper_get_path (keeper));
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, asked, task_free);

  if (ov_run_keeper_is_open (keeper))
    opened_cb (keeper, task);
  else
    g_signal_connect (keeper, "opened", G_CALLBACK (opened_cb), task);
}

/**
 * ov_run_import_start:
 * @keeper: what keeps the runs of a collection
 * @paths: (array zero-terminated=1): files with runs, which may come from anybody
 * @cancellable: (nullable): ends it, before the next run: of a file all runs are taken over or none
 * @callback: called when they are there, or are not
 * @user_data: given to @callback
 *
 * Takes the runs of files over into the library, on another thread, once the library is open.
 */
void
ov_run_import_start (OvRunKeeper        *keeper,
                     const char *const  *paths,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  Task *asked;

  g_return_if_fail (OV_IS_RUN_KEEPER (keeper));
  g_return_if_fail (paths != NULL);

  asked = g_new0 (Task, 1);
  asked->paths = g_strdupv ((char **) paths);
  start (keeper, asked, cancellable, callback, user_data);
}

/**
 * ov_run_import_start_logs:
 * @keeper: what keeps the runs of a collection
 * @runs: (element-type OvExportedRun): runs that other programs have made
 * @cancellable: (nullable): ends it, before the next run
 * @callback: called when they are there, or are not
 * @user_data: given to @callback
 *
 * Does as ov_run_import_start() with runs that were read already.
 */
void
ov_run_import_start_logs (OvRunKeeper        *keeper,
                          GPtrArray          *runs,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  Task *asked;

  g_return_if_fail (OV_IS_RUN_KEEPER (keeper));
  g_return_if_fail (runs != NULL);

  asked = g_new0 (Task, 1);
  asked->runs = g_ptr_array_ref (runs);
  start (keeper, asked, cancellable, callback, user_data);
}

/**
 * ov_run_import_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Shows the runs in the keeper's collection. Those that could not be kept are there until it is
 * gone.
 *
 * Returns: (transfer full) (nullable): what became of the files, or %NULL with @error set when the
 *   keeper is gone
 */
OvRunImport *
ov_run_import_finish (GAsyncResult *result,
                      GError      **error)
{
  OvRunImport *self = g_task_propagate_pointer (G_TASK (result), error);

  if (self != NULL)
    self->items = ov_run_keeper_take (g_task_get_source_object (G_TASK (result)), self->entries,
                                      self->records->len > 0 ? self->records : NULL);

  return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "error-dialog.h"
#include "file-error.h"
#include "log-dialog.h"
#include "log-file.h"

/* Logs of other programs, which are asked about one after the other and then added together. */

typedef struct
{
  OvWindow  *window; /* a weak pointer: a dialog does not keep a window that is closed */
  GPtrArray *paths;  /* owned, as is the next */
  guint      next;
  GPtrArray *runs; /* of OvExportedRun: those that were agreed to */
} Logs;

static void ask_next (Logs *self);

static void
logs_free (Logs *self)
{
  g_clear_weak_pointer (&self->window);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->runs);
  g_free (self);
}

static void
tell_failure (OvWindow   *self,
              const char *reason)
{
  const OvWayOut ways_out[] = {
    {_("_Open Another File…"), "win.add-log"},
  };

  ov_error_dialog_present (GTK_WIDGET (self), _("The Log Cannot Be Added"), reason, ways_out,
                           G_N_ELEMENTS (ways_out));
}

/* The window has been closed, and the dialog with it. */
static void
destroyed_cb (GtkWidget *dialog,
              Logs      *self)
{
  logs_free (self);
}

/* Whether there still is a window that can be told. */
static gboolean
is_open (const Logs *self)
{
  return self->window != NULL && self->window->keeper != NULL;
}

static void
go_on (Logs *self)
{
  self->next++;
  ask_next (self);
}

/* A log that a run is made of, on a thread: it may have a hundred megabytes. */
typedef struct
{
  char        *path;
  OvLogTable  *table;
  OvLogMapping mapping;
} Making;

static void
making_free (gpointer data)
{
  Making *self = data;

  g_free (self->path);
  ov_log_table_free (self->table);
  g_free (self);
}

static void
make_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  const Making *making = data;
  GError *error = NULL;
  OvExportedRun *run = ov_log_file_apply (making->path, making->table, &making->mapping, &error);

  if (run != NULL)
    g_task_return_pointer (task, run, (GDestroyNotify) ov_exported_run_free);
  else
    g_task_return_error (task, error);
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Logs *self = user_data;
  g_autoptr (GError) error = NULL;
  OvExportedRun *run = g_task_propagate_pointer (G_TASK (result), &error);

  if (run != NULL)
    g_ptr_array_add (self->runs, run);
  else if (is_open (self))
    tell_failure (self->window, error->message);
  go_on (self);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Logs             *self)
{
  g_autoptr (GTask) task = NULL;
  Making *making;

  g_signal_handlers_disconnect_by_data (dialog, self);
  if (g_strcmp0 (response, "add") != 0 || self->window == NULL)
    {
      go_on (self);
      return;
    }

  making = g_new0 (Making, 1);
  making->path = g_strdup (self->paths->pdata[self->next]);
  making->table = ov_log_dialog_take_table (dialog);
  ov_log_dialog_get_mapping (dialog, &making->mapping);
  task = g_task_new (NULL, NULL, made_cb, self);
  g_task_set_task_data (task, making, making_free);
  g_task_run_in_thread (task, make_thread);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Logs *self = user_data;
  g_autoptr (GError) error = NULL;
  OvLogTable *table = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  AdwMessageDialog *dialog;

  /* The window may have been closed meanwhile. */
  if (table == NULL || !is_open (self))
    {
      g_clear_pointer (&table, ov_log_table_free);
      if (error != NULL && is_open (self))
        tell_failure (self->window, error->message);
      go_on (self);
      return;
    }

  base = g_path_get_basename (self->paths->pdata[self->next]);
  name = ov_file_display_name (base);
  dialog = ov_log_dialog_new (GTK_WINDOW (self->window), name, table);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), self);
  g_signal_connect (dialog, "destroy", G_CALLBACK (destroyed_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  OvLogTable *table = ov_log_file_load (data, &error);

  if (table != NULL)
    g_task_return_pointer (task, table, (GDestroyNotify) ov_log_table_free);
  else
    g_task_return_error (task, error);
}

/* Reads the next log, or adds those that were agreed to. */
static void
ask_next (Logs *self)
{
  g_autoptr (GTask) task = NULL;

  if (!is_open (self) || self->next == self->paths->len)
    {
      if (is_open (self) && self->runs->len > 0)
        ov_window_import_logs (self->window, self->runs);
      logs_free (self);
      return;
    }

  task = g_task_new (NULL, NULL, loaded_cb, self);
  g_task_set_task_data (task, g_strdup (self->paths->pdata[self->next]), g_free);
  g_task_run_in_thread (task, load_thread);
}

/**
 * ov_window_open_logs:
 * @self: a window
 * @files: (element-type GFile): logs of other programs
 *
 * Asks for each which columns are what, and adds their runs to the others.
 */
void
ov_window_open_logs (OvWindow  *self,
                     GPtrArray *files)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  Logs *logs;

  g_return_if_fail (OV_IS_WINDOW (self));

  for (guint i = 0; i < files->len; i++)
    {
      char *path = g_file_get_path (files->pdata[i]);

      if (path == NULL)
        {
          tell_failure (self, _("Logs can only be opened from a folder on this computer. Copy the "
                                "file to one first."));
          return;
        }
      g_ptr_array_add (paths, path);
    }

  logs = g_new0 (Logs, 1);
  g_set_weak_pointer (&logs->window, self);
  logs->paths = g_steal_pointer (&paths);
  logs->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  ask_next (logs);
}

/**
 * ov_window_choose_logs:
 * @self: a window
 *
 * Asks for logs of other programs, and opens them.
 */
void
ov_window_choose_logs (OvWindow *self)
{
  g_autoptr (GtkFileFilter) logs = gtk_file_filter_new ();

  g_return_if_fail (OV_IS_WINDOW (self));

  gtk_file_filter_set_name (logs, _("Logs: CSV, TensorBoard"));
  gtk_file_filter_add_suffix (logs, "csv");
  gtk_file_filter_add_pattern (logs, "*tfevents*");
  ov_window_choose_files (self, _("Add a Log"), logs, ov_window_open_logs);
}

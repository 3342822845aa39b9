/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "error-dialog.h"
#include "joined-text.h"
#include "library.h"
#include "run-import.h"

/* Runs that are added to the others, of libraries or of logs, and what is said of it. */

/* How long files may take to be opened before that is said, in milliseconds. */
#define PATIENCE 700

/* Sentences of one kind each, one below the other. */
static void
tell_failure (OvWindow   *self,
              gboolean    is_log,
              const char *reason)
{
  const OvWayOut ways_out[] = {
    {_("_Open Another File…"), is_log ? "win.add-log" : "win.open-runs"},
  };

  ov_error_dialog_present (GTK_WIDGET (self),
                           is_log ? _("The Log Cannot Be Added") : _("The Runs Cannot Be Opened"),
                           reason, ways_out, G_N_ELEMENTS (ways_out));
}

static void
tell_errors (OvWindow        *self,
             gboolean         is_log,
             const GPtrArray *errors)
{
  g_autoptr (GString) reasons = g_string_new (NULL);

  for (guint i = 0; i < errors->len; i++)
    g_string_append_printf (reasons, "%s%s", i > 0 ? "\n" : "",
                            ((const GError *) errors->pdata[i])->message);
  if (errors->len > 0)
    tell_failure (self, is_log, reasons->str);
}

static void
take_away (OvWindow *self,
           gpointer  runs)
{
  g_autoptr (GPtrArray) removed = NULL;

  g_clear_object (&self->opened);
  removed = ov_run_collection_remove (self->collection, runs);
  ov_run_keeper_delete (self->keeper, removed);
}

/* What became of some of the files' runs, or NULL when there are none such. */
static char *
describe_added (guint n)
{
  return n > 0 ? g_strdup_printf (
                   g_dngettext (GETTEXT_PACKAGE, "%u run added", "%u runs added", n), n)
               : NULL;
}

static char *
describe_longer (guint n)
{
  return n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u longer than before",
                                               "%u longer than before", n),
                                  n)
               : NULL;
}

static char *
describe_known (guint n)
{
  return n > 0 ? g_strdup_printf (
                   g_dngettext (GETTEXT_PACKAGE, "%u known already", "%u known already", n), n)
               : NULL;
}

/* What became of the files, in a line. */
static char *
describe (const OvRunImport *import)
{
  const guint n_runs = import->entries->len;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  char *texts[] = {describe_added (import->n_added), describe_longer (import->n_longer),
                   describe_known (import->n_known)};

  if (n_runs == 0)
    return g_strdup (_("There are no runs in this file"));
  if (import->records->len > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%u run is here until the window closes",
                                         "%u runs are here until the window closes", n_runs),
                            n_runs);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL)
      g_ptr_array_add (parts, texts[i]);
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (", ", (char **) parts->pdata);
}

/* The runs that an undo takes away again: those that were not there. */
static GPtrArray *
find_added (const OvRunImport *import)
{
  GPtrArray *added = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < import->items->len; i++)
    if (import->records->len > 0
        || g_ptr_array_find_with_equal_func (import->added_ids,
                                             ov_run_item_get_id (import->items->pdata[i]),
                                             g_str_equal, NULL))
      g_ptr_array_add (added, g_object_ref (import->items->pdata[i]));

  return added;
}

static void
tell_import (OvWindow          *self,
             const OvRunImport *import)
{
  g_autofree char *text = describe (import);
  g_autoptr (GPtrArray) added = find_added (import);

  if (added->len > 0)
    ov_window_add_undo (self, text, take_away, g_steal_pointer (&added),
                        (GDestroyNotify) g_ptr_array_unref);
  else
    ov_toaster_tell (self->toaster, text);
}

/* Files that are being opened. */
typedef struct
{
  OvWindow     *window; /* owned */
  AdwToast     *toast;  /* owned; says so when it takes long; NULL before */
  guint         timeout;
  GCancellable *cancellable; /* owned */
  gboolean      is_log;      /* which stands beside the run in front, not in its place */
} Opening;

static gboolean
opening_timeout_cb (gpointer user_data)
{
  Opening *self = user_data;

  self->timeout = 0;
  /* A window that has been closed meanwhile says nothing. */
  if (self->window->keeper == NULL)
    return G_SOURCE_REMOVE;

  self->toast =
    ov_joined_text_new_toast (self->is_log ? _("Adding the logs…") : _("Opening the runs…"));
  adw_toast_set_timeout (self->toast, 0);
  adw_toast_set_button_label (self->toast, _("_Cancel"));
  g_signal_connect_object (self->toast, "button-clicked", G_CALLBACK (g_cancellable_cancel),
                           self->cancellable, G_CONNECT_SWAPPED);
  ov_toaster_add (self->window->toaster, g_object_ref (self->toast));

  return G_SOURCE_REMOVE;
}

/* Returns: (transfer full): the window */
static OvWindow *
opening_end (Opening *self)
{
  OvWindow *window = self->window;

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->toast != NULL)
    ov_toaster_dismiss (window->toaster, self->toast);
  g_clear_object (&self->toast);
  g_object_unref (self->cancellable);
  g_free (self);

  return window;
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  const gboolean is_log = ((Opening *) user_data)->is_log;
  g_autoptr (OvWindow) self = opening_end (user_data);
  g_autoptr (OvRunImport) import = NULL;

  if (self->keeper == NULL)
    return;
  import = ov_run_import_finish (result, NULL);
  if (import->records->len > 0 && ov_banner_get_text (self->library_banner) == NULL)
    ov_banner_show (self->library_banner, import->keep_error->message, NULL, NULL);
  if (import->items->len > 0 || (import->errors->len == 0 && !import->is_cancelled))
    tell_import (self, import);
  tell_errors (self, is_log, import->errors);
  if (import->items->len == 0)
    return;

  for (guint i = 0; i < self->pages->len; i++)
    ov_page_reveal_runs (self->pages->pdata[i], import->items);
  ov_window_show_first_page (self);
  for (guint i = 0; is_log && i < import->items->len; i++)
    ov_run_item_set_shown (import->items->pdata[i], TRUE);
  if (import->items->len == 1 && !is_log)
    g_set_object (&self->opened, import->items->pdata[0]);
  ov_window_view_opened (self);
}

/**
 * ov_window_view_opened:
 * @self: a window
 *
 * Views the run that was opened alone, once there are charts: when the first run has begun.
 */
void
ov_window_view_opened (OvWindow *self)
{
  g_autoptr (OvRunItem) item = NULL;

  g_return_if_fail (OV_IS_WINDOW (self));

  if (self->opened == NULL || ov_run_collection_get_current (self->collection) == NULL)
    return;

  item = g_steal_pointer (&self->opened);
  ov_run_collection_set_front (self->collection, item);
}

static Opening *
opening_new (OvWindow *self)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->window = g_object_ref (self);
  opening->timeout = g_timeout_add (PATIENCE, opening_timeout_cb, opening);
  opening->cancellable = g_cancellable_new ();

  return opening;
}

/**
 * ov_window_import_logs:
 * @self: a window
 * @runs: (element-type OvExportedRun): what was made of logs
 *
 * Adds runs of other programs to the others, and shows them beside the run in front.
 */
void
ov_window_import_logs (OvWindow  *self,
                       GPtrArray *runs)
{
  Opening *opening;

  g_return_if_fail (OV_IS_WINDOW (self));

  opening = opening_new (self);
  opening->is_log = TRUE;
  ov_run_import_start_logs (self->keeper, runs, opening->cancellable, imported_cb, opening);
}

/**
 * ov_window_open_runs:
 * @self: a window
 * @files: (element-type GFile): libraries of runs
 *
 * Adds the runs of libraries to the others.
 */
void
ov_window_open_runs (OvWindow  *self,
                     GPtrArray *files)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;
  Opening *opening;

  g_return_if_fail (OV_IS_WINDOW (self));

  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *path = g_file_get_path (files->pdata[i]);

      if (path == NULL)
        {
          tell_failure (self, FALSE,
                        _("Runs can only be opened from a folder on this computer. Copy the file "
                          "to one first."));
          return;
        }
      g_strv_builder_add (builder, path);
    }

  paths = g_strv_builder_end (builder);
  opening = opening_new (self);
  ov_run_import_start (self->keeper, (const char *const *) paths, opening->cancellable,
                       imported_cb, opening);
}

/**
 * ov_window_choose_runs:
 * @self: a window
 *
 * Asks for files with runs, and opens them.
 */
void
ov_window_choose_runs (OvWindow *self)
{
  g_autoptr (GtkFileFilter) runs = gtk_file_filter_new ();

  g_return_if_fail (OV_IS_WINDOW (self));

  gtk_file_filter_set_name (runs, _("Runs"));
  gtk_file_filter_add_suffix (runs, OV_LIBRARY_SUFFIX + 1);
  ov_window_choose_files (self, _("Open Runs"), runs, ov_window_open_runs);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "file-chooser.h"
#include "window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error-dialog.h"
#include "file-name.h"
#include "library.h"
#include "run-export.h"

/* Runs of the table that are saved to a file of their own, or as data for other programs. */

/* What can be saved. */
typedef struct
{
  const char *title;
  const char *failure; /* the heading of what went wrong */
  const char *action;  /* what asks for a place once more */
  const char *filter;
  const char *suffixes[4]; /* the first is that of a name without any */
} Kind;

static const Kind kind_runs = {
  .title = N_("Save the Runs"),
  .failure = N_("The Runs Were Not Saved"),
  .action = "win.save-runs",
  .filter = N_("Runs"),
  .suffixes = {OV_LIBRARY_SUFFIX},
};

static const Kind kind_data = {
  .title = N_("Export Data: .csv, .json or .tfevents (TensorBoard)"),
  .failure = N_("The Data Was Not Exported"),
  .action = "win.save-data",
  .filter = N_("CSV, JSON, folders for TensorBoard"),
  .suffixes = {".csv", ".json", ".tfevents"},
};

typedef struct
{
  const Kind   *kind;
  OvWindow     *window; /* owned, as are the others */
  GPtrArray    *items;
  GApplication *application; /* which does not end before the file is written; NULL before */
} Save;

static void
save_free (gpointer  data,
           GClosure *closure)
{
  Save *self = data;

  g_object_unref (self->window);
  g_ptr_array_unref (self->items);
  if (self->application != NULL)
    g_application_release (self->application);
  g_clear_object (&self->application);
  g_free (self);
}

/* The way out asks for a place once more, for the same runs. */
static void
tell_failure (const Kind *kind,
              OvWindow   *self,
              GPtrArray  *items,
              const char *reason)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autofree char *action = NULL;
  OvWayOut way_out = {_("_Choose Another Place…"), NULL};

  for (guint i = 0; i < items->len; i++)
    g_strv_builder_add (ids, ov_run_item_get_id (items->pdata[i]));
  words = g_strv_builder_end (ids);
  target = g_variant_ref_sink (g_variant_new_strv ((const char *const *) words, -1));
  action = g_action_print_detailed_name (kind->action, target);
  way_out.action = action;
  ov_error_dialog_present (GTK_WIDGET (self), _(kind->failure), reason, &way_out, 1);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Save *save = user_data;
  OvWindow *self = save->window;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!ov_run_export_finish (result, &error))
    {
      if (self->keeper != NULL)
        tell_failure (save->kind, self, save->items, error->message);
      save_free (save, NULL);
      return;
    }

  if (self->keeper != NULL)
    {
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run is saved",
                                           "%u runs are saved", save->items->len),
                              save->items->len);
      ov_toaster_tell (self->toaster, text);
    }
  save_free (save, NULL);
}

/* Whether the name says what it is to be; one without an ending does not, one with another than
 * those of its kind is refused. */
static gboolean
has_suffix (const Kind *kind,
            const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  if (kind == &kind_data)
    return ov_file_name_has_ending (name);

  return g_str_has_suffix (name, OV_LIBRARY_SUFFIX);
}

/* The name that was typed, with the suffix by which the runs are found again. Returns NULL with
 * @error set. */
static char *
find_path (const Kind     *kind,
           GtkFileChooser *chooser,
           GError        **error)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (chooser);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                           _("Runs can only be saved to a folder on this computer."));
      return NULL;
    }
  if (has_suffix (kind, path))
    return g_steal_pointer (&path);

  return ov_file_name_complete (path, kind->suffixes[0], error);
}

static void
response_cb (GtkNativeDialog *chooser,
             int              response,
             Save            *save)
{
  OvWindow *self = save->window;
  g_autoptr (GPtrArray) items = g_ptr_array_ref (save->items);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  const Kind *kind = save->kind;
  OvFileFormat format;

  if (response == GTK_RESPONSE_ACCEPT)
    path = find_path (kind, GTK_FILE_CHOOSER (chooser), &error);
  if (path != NULL && ov_file_format_of_name (OV_FILE_RUNS, path, &format, &error))
    {
      Save *next = g_new (Save, 1);

      *next = (Save) {kind, g_object_ref (self), g_ptr_array_ref (items),
                      g_object_ref (g_application_get_default ())};
      g_application_hold (next->application);
      ov_run_export_start (self->keeper, items, format, path, saved_cb, next);
    }
  ov_file_chooser_close (&self->chooser);
  if (error != NULL)
    tell_failure (kind, self, items, error->message);
}

static GPtrArray *
find_items (OvWindow *self,
            GVariant *ids)
{
  g_autofree const char **words = g_variant_get_strv (ids, NULL);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      OvRunItem *item = ov_run_collection_find (self->collection, words[i]);

      if (item != NULL)
        g_ptr_array_add (items, g_object_ref (item));
    }

  return items;
}

/* Asks for a file, or says that there is nothing to save. */
static void
ask (OvWindow   *self,
     const Kind *kind,
     GPtrArray  *items)
{
  g_autoptr (GtkFileFilter) filter = NULL;
  g_autofree char *name = NULL;
  Save *save;

  if (items->len == 0)
    {
      ov_toaster_tell (self->toaster, _("There is no epoch to save yet"));
      return;
    }

  name = ov_run_export_make_name (items, kind->suffixes[0]);
  save = g_new (Save, 1);
  *save = (Save) {kind, g_object_ref (self), g_ptr_array_ref (items), NULL};
  ov_file_chooser_close (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_(kind->title), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _(kind->filter));
  for (gsize i = 0; kind->suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, kind->suffixes[i] + 1);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_data (self->chooser, "response", G_CALLBACK (response_cb), save, save_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/**
 * ov_window_save_runs:
 * @self: a window
 * @ids: an array of strings: the runs
 *
 * Asks for a file, and saves runs to it as they are by then.
 */
void
ov_window_save_runs (OvWindow *self,
                     GVariant *ids)
{
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (OV_IS_WINDOW (self));

  items = find_items (self, ids);
  ask (self, &kind_runs, items);
}

/**
 * ov_window_save_data:
 * @self: a window
 * @ids: an array of strings: the runs
 *
 * Asks for a file, whose ending decides the format, and saves to it what other programs read of
 * runs.
 */
void
ov_window_save_data (OvWindow *self,
                     GVariant *ids)
{
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (OV_IS_WINDOW (self));

  items = find_items (self, ids);
  ask (self, &kind_data, items);
}

static void
add_item (GPtrArray *items,
          OvRunItem *item)
{
  OvRun *run = item != NULL ? ov_run_item_get_run (item) : NULL;

  /* One of an earlier day, whose curves are not there yet, has epochs. */
  if (item != NULL
      && (run == NULL || ov_history_get_n_epochs (ov_run_get_record (run)->history) > 0))
    g_ptr_array_add (items, g_object_ref (item));
}

/**
 * ov_window_export_data:
 * @self: a window
 *
 * Does as ov_window_save_data() with the runs that the charts show, the one in front first.
 */
void
ov_window_export_data (OvWindow *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *behind;

  g_return_if_fail (OV_IS_WINDOW (self));

  add_item (items, ov_run_collection_get_front (self->collection));
  behind = ov_run_collection_get_behind (self->collection);
  for (guint i = 0; i < g_list_model_get_n_items (behind); i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (behind, i);

      add_item (items, item);
    }
  ask (self, &kind_data, items);
}

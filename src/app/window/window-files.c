/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "file-chooser.h"
#include "window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "library.h"
#include "picture-note.h"

/* Files that are dropped on the window, chosen in it or named on the command line. */

/* What the beginning of a file says; of no other format is more needed. */
#define HEAD_SIZE 16

typedef struct
{
  const char *name;
  char        bytes[HEAD_SIZE];
  gsize       n_bytes; /* 0 for what is no regular file, or cannot be read */
} Head;

static gboolean
is_runs (const Head *head)
{
  static const char magic[] = "SQLite format 3";

  return (head->n_bytes == HEAD_SIZE && memcmp (head->bytes, magic, sizeof magic) == 0)
         || g_str_has_suffix (head->name, OV_LIBRARY_SUFFIX);
}

static gboolean
is_picture (const Head *head)
{
  return ov_picture_note_is_picture (head->bytes, head->n_bytes, head->name);
}

/* TensorBoard's files have a name with an ending of their own, which stands within it. */
static gboolean
is_log (const Head *head)
{
  g_autofree char *lower = g_ascii_strdown (head->name, -1);

  return head->n_bytes > 0
         && (g_str_has_suffix (lower, ".csv") || strstr (lower, "tfevents") != NULL);
}

/* A folder or an archive; and of whatever else there is the store says why it is none. */
static gboolean
is_data (const Head *head)
{
  return TRUE;
}

static void open_data (OvWindow  *self,
                       GPtrArray *files);

/* What files can be, in the order in which it is asked. */
static const struct
{
  gboolean (*is_one) (const Head *head);
  OvFilesFunc open;
} kinds[] = {
  {is_runs, ov_window_open_runs},
  {is_picture, ov_window_open_pictures},
  {is_log, ov_window_open_logs},
  {is_data, open_data},
};

#define N_KINDS G_N_ELEMENTS (kinds)

/* A pipe is not looked into: it would keep the thread for as long as it likes. */
static void
read_head (GFile *file,
           Head  *head)
{
  g_autoptr (GFileInputStream) stream = NULL;

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_REGULAR)
    stream = g_file_read (file, NULL, NULL);
  if (stream != NULL
      && !g_input_stream_read_all (G_INPUT_STREAM (stream), head->bytes, HEAD_SIZE,
                                   &head->n_bytes, NULL, NULL))
    head->n_bytes = 0;
}

/* Sorts files by their kinds: a disk may take its time. */
static void
sort_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GPtrArray *files = data;
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (gsize k = 0; k < N_KINDS; k++)
    g_ptr_array_add (sorted, g_ptr_array_new_with_free_func (g_object_unref));
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *name = g_file_get_basename (files->pdata[i]);
      Head head = {.name = name != NULL ? name : ""};
      gsize kind = 0;

      read_head (files->pdata[i], &head);
      while (!kinds[kind].is_one (&head))
        kind++;
      g_ptr_array_add (sorted->pdata[kind], g_object_ref (files->pdata[i]));
    }

  g_task_return_pointer (task, sorted, (GDestroyNotify) g_ptr_array_unref);
}

static void
sorted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  OvWindow *self = OV_WINDOW (source);
  g_autoptr (GPtrArray) sorted = g_task_propagate_pointer (G_TASK (result), NULL);

  /* The window may have been closed meanwhile. */
  for (gsize k = 0; self->keeper != NULL && k < N_KINDS; k++)
    {
      GPtrArray *files = sorted->pdata[k];

      if (files->len > 0)
        kinds[k].open (self, files);
    }
}

/**
 * ov_window_open_files:
 * @self: a window
 * @files: (array length=n_files): files or folders of any kind
 * @n_files: how many
 *
 * Opens each as what it is: runs are added to the others, data is trained on.
 */
void
ov_window_open_files (OvWindow *self,
                      GFile   **files,
                      gsize     n_files)
{
  g_autoptr (GTask) task = NULL;
  GPtrArray *asked;

  g_return_if_fail (OV_IS_WINDOW (self));

  asked = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; i < n_files; i++)
    g_ptr_array_add (asked, g_object_ref (files[i]));
  task = g_task_new (self, NULL, sorted_cb, NULL);
  g_task_set_task_data (task, asked, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, sort_thread);
}

static void
open_data (OvWindow  *self,
           GPtrArray *files)
{
  ov_window_open (self, files->pdata[0]);
}

/* Of a dialog: an OvFilesFunc, what the files are chosen for. */
static const char *const open_key = "overshoot-open";

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           OvWindow        *self)
{
  const OvFilesFunc open = *(OvFilesFunc *) g_object_get_data (G_OBJECT (chooser), open_key);
  g_autoptr (GListModel) chosen = NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  if (response == GTK_RESPONSE_ACCEPT)
    chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  for (guint i = 0; chosen != NULL && i < g_list_model_get_n_items (chosen); i++)
    g_ptr_array_add (files, g_list_model_get_item (chosen, i));
  ov_file_chooser_close (&self->chooser);
  if (files->len > 0)
    open (self, files);
}

/**
 * ov_window_choose_files:
 * @self: a window
 * @title: what is asked for
 * @filter: which files there are to choose from, unless all are wanted
 * @open: what opens those that are chosen
 *
 * Asks for files, and opens them.
 */
void
ov_window_choose_files (OvWindow      *self,
                        const char    *title,
                        GtkFileFilter *filter,
                        OvFilesFunc    open)
{
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  g_return_if_fail (OV_IS_WINDOW (self));

  ov_file_chooser_close (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  g_object_set_data_full (G_OBJECT (self->chooser), open_key, g_memdup2 (&open, sizeof open),
                          g_free);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         OvWindow      *self)
{
  GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));
  g_autoptr (GPtrArray) array = g_ptr_array_new ();

  for (GSList *item = files; item != NULL; item = item->next)
    g_ptr_array_add (array, item->data);
  g_slist_free (files);
  ov_window_open_files (self, (GFile **) array->pdata, array->len);

  return array->len > 0;
}

/**
 * ov_window_take_drops:
 * @self: a window that is being made
 *
 * Lets files be dropped anywhere on the window: before its entries, which would take their names.
 */
void
ov_window_take_drops (OvWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

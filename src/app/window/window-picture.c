/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "error-dialog.h"
#include "message-dialog.h"
#include "run-notes.h"

/* Pictures that are opened: each carries the recipes of the runs that it shows, and is asked about
 * after the one before it. */

typedef struct
{
  OvWindow   *window; /* weak */
  GPtrArray  *files;  /* owned */
  guint       next;
  OvRunNotes *notes; /* of the one that is asked about */
} Offer;

static void ask_next (Offer *self);

static void
offer_free (Offer *self)
{
  g_clear_weak_pointer (&self->window);
  g_ptr_array_unref (self->files);
  g_clear_pointer (&self->notes, ov_run_notes_free);
  g_free (self);
}

static void
go_on (Offer *self)
{
  g_clear_pointer (&self->notes, ov_run_notes_free);
  self->next++;
  ask_next (self);
}

/* The window has been closed, and the dialog with it. */
static void
destroyed_cb (GtkWidget *dialog,
              Offer     *self)
{
  offer_free (self);
}

/* Returns: (transfer none) (nullable): the run of the table that is the same as one of a picture */
static OvRunItem *
find_item (OvWindow        *self,
           const OvRunNote *note)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->collection));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->collection), i);

      if (ov_recipe_equal (ov_run_item_get_recipe (item), &note->recipe)
          && g_str_equal (ov_run_item_get_data (item), note->data_hash))
        return item;
    }

  return NULL;
}

/* Returns: (transfer full): those runs of the picture that are in the table */
static GPtrArray *
find_items (OvWindow         *self,
            const OvRunNotes *notes)
{
  GPtrArray *items = g_ptr_array_new ();

  for (guint i = 0; i < notes->runs->len; i++)
    {
      OvRunItem *item = find_item (self, notes->runs->pdata[i]);

      if (item != NULL)
        g_ptr_array_add (items, item);
    }

  return items;
}

/* Shows those that are in the table still, the first of them in front. */
static void
compare (OvWindow         *self,
         const OvRunNotes *notes)
{
  g_autoptr (GPtrArray) items = find_items (self, notes);

  for (guint i = 0; i < items->len; i++)
    ov_run_item_set_shown (items->pdata[i], TRUE);
  if (items->len > 0)
    ov_run_collection_set_front (self->collection, items->pdata[0]);
}

static void
take_response (Offer      *self,
               const char *response)
{
  const OvRunNote *note = self->notes->runs->pdata[0];

  if (self->window == NULL || self->window->keeper == NULL || g_str_equal (response, "cancel"))
    return;

  ov_window_show_first_page (self->window);
  if (g_str_equal (response, "rerun"))
    ov_window_adopt_recipe (self->window, &note->recipe, OV_ADOPTION_RESTARTS);
  else
    compare (self->window, self->notes);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Offer            *self)
{
  g_signal_handlers_disconnect_by_data (dialog, self);
  take_response (self, response);
  go_on (self);
}

/* The recipe in front, on which images, and how many runs there are besides. */
static char *
describe (OvWindow         *self,
          const OvRunNotes *notes)
{
  const OvRunNote *note = notes->runs->pdata[0];
  OvDataset *dataset = ov_data_store_get_dataset (self->store);
  const gboolean is_same = dataset != NULL
                           && g_str_equal (ov_dataset_get_hash (dataset), note->data_hash);
  g_autofree char *recipe = ov_recipe_describe (&note->recipe);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s.", recipe);
  if (note->kind == OV_NOTE_RANGE_TEST)
    g_string_append (text, _(" The picture shows a learning-rate range test of it, not a run."));
  else if (note->kind == OV_NOTE_FORECAST)
    g_string_append (text, _(" The picture shows a forecast of it, not a run."));
  if (!is_same && *note->data != '\0')
    /* Translators: the name of some images. */
    g_string_append_printf (text,
                            _(" It was trained on other images (%s): on those that are loaded "
                              "now, its curves will differ."),
                            note->data);
  if (note->n_inherited > 0)
    g_string_append (text, _(" It branched off from a run with another recipe: from the start, its "
                             "curves will differ."));
  if (notes->runs->len > 1)
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, " The picture shows %u other run.",
                                         " The picture shows %u other runs.",
                                         notes->runs->len - 1),
                            notes->runs->len - 1);

  return g_string_free (text, FALSE);
}

static void
present (OvWindow *self,
         Offer    *offer)
{
  const OvRunNotes *notes = offer->notes;
  const OvRunNote *note = notes->runs->pdata[0];
  g_autoptr (GPtrArray) items = find_items (self, notes);
  g_autofree char *body = describe (self, notes);
  const char *heading = *note->name != '\0' ? note->name : ov_recipe_get_title (&note->recipe);
  AdwMessageDialog *dialog = ov_message_dialog_new (GTK_WINDOW (self), heading, body, NULL);

  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  adw_message_dialog_add_response (dialog, "cancel", _("_Cancel"));
  if (items->len > 0)
    adw_message_dialog_add_response (dialog, "compare", _("Show in _Charts"));
  adw_message_dialog_add_response (dialog, "rerun", _("_Run Again"));
  adw_message_dialog_set_response_appearance (dialog, "rerun", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "rerun");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), offer);
  g_signal_connect (dialog, "destroy", G_CALLBACK (destroyed_cb), offer);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      file,
             GCancellable *cancellable)
{
  GError *error = NULL;
  OvRunNotes *notes = ov_run_notes_load (file, &error);

  if (notes != NULL)
    g_task_return_pointer (task, notes, (GDestroyNotify) ov_run_notes_free);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  OvWindow *self = OV_WINDOW (source);
  Offer *offer = user_data;
  g_autoptr (GError) error = NULL;

  offer->notes = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->keeper != NULL && offer->notes != NULL)
    {
      present (self, offer);
      return;
    }

  if (self->keeper != NULL)
    ov_error_dialog_present (GTK_WIDGET (self), _("The Picture Brings No Runs Back"),
                             error->message, NULL, 0);
  go_on (offer);
}

/* Reads the next picture, if there is one. */
static void
ask_next (Offer *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->window == NULL || self->window->keeper == NULL || self->next == self->files->len)
    {
      offer_free (self);
      return;
    }

  task = g_task_new (self->window, NULL, loaded_cb, self);
  g_task_set_task_data (task, g_object_ref (self->files->pdata[self->next]), g_object_unref);
  g_task_run_in_thread (task, load_thread);
}

/**
 * ov_window_open_pictures:
 * @self: a window
 * @files: (element-type GFile): pictures
 *
 * Offers to run again what a picture shows, or to show it beside other runs where it is among those
 * that are kept; one picture after the other.
 */
void
ov_window_open_pictures (OvWindow  *self,
                         GPtrArray *files)
{
  Offer *offer;

  g_return_if_fail (OV_IS_WINDOW (self));
  g_return_if_fail (files != NULL);

  offer = g_new0 (Offer, 1);
  g_set_weak_pointer (&offer->window, self);
  offer->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (offer->files, g_object_ref (files->pdata[i]));
  ask_next (offer);
}

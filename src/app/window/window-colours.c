/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

/* The colours that runs had before a person gave them others. */

typedef struct
{
  OvRunItem *item;
  guint      slot;
  gboolean   is_chosen;
} Colour;

static void
colour_free (gpointer data)
{
  Colour *self = data;

  g_object_unref (self->item);
  g_free (self);
}

static void
restore (OvWindow *self,
         gpointer  data)
{
  const GPtrArray *colours = data;

  for (guint i = 0; i < colours->len; i++)
    {
      const Colour *colour = g_ptr_array_index (colours, i);

      ov_run_item_restore_slot (colour->item, colour->slot, colour->is_chosen);
    }
}

static void
note_colours_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *ids)
{
  OvWindow *self = OV_WINDOW (widget);
  GPtrArray *colours = g_ptr_array_new_with_free_func (colour_free);
  g_autofree const char **texts = g_variant_get_strv (ids, NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      OvRunItem *item = ov_run_collection_find (self->collection, texts[i]);
      Colour colour;

      if (item == NULL)
        continue;
      colour = (Colour) {g_object_ref (item), ov_run_item_get_slot (item),
                         ov_run_item_is_slot_chosen (item)};
      g_ptr_array_add (colours, g_memdup2 (&colour, sizeof colour));
    }
  if (colours->len == 0)
    {
      g_ptr_array_unref (colours);
      return;
    }

  if (colours->len == 1)
    /* Translators: the name of a run. */
    text = g_strdup_printf (_("%s has another colour"),
                            ov_run_item_get_name (((Colour *) colours->pdata[0])->item));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run has another colour",
                                         "%u runs have another colour", colours->len),
                            colours->len);
  ov_window_add_undo (self, text, restore, colours, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * ov_window_install_colours:
 * @widget_class: the window's class
 *
 * Installs "win.note-colours", whose parameter are the ids of the runs that are about to get other
 * colours: it offers to give them back those that they have.
 */
void
ov_window_install_colours (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.note-colours", "as", note_colours_cb);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "error-dialog.h"
#include "export-dialog.h"

/* Pictures of what the pages show, for files and for the clipboard. */

/* What is exported when the visible page has nothing to say. */
#define USUAL_FIGURE "curves"

/* Returns: (transfer full) (nullable): all that can be drawn; nothing before the first run, which
 * is said */
static OvFigureSet *
list_figures (OvWindow *self)
{
  g_autoptr (OvFigureSet) set = ov_figure_set_new ();

  for (guint i = 0; i < self->pages->len; i++)
    ov_page_add_figures (self->pages->pdata[i], set);
  for (guint i = 0; i < set->choices->len; i++)
    if (ov_figure_set_get (set, i)->problem == NULL)
      return g_steal_pointer (&set);

  ov_toaster_tell (self->toaster, _("There is no run to draw yet: it begins when the "
                                    "data is loaded"));

  return NULL;
}

/* What is meant by no name: the figure of the visible page, which has the page's name. */
static const char *
choose_figure (OvWindow    *self,
               OvFigureSet *set,
               const char  *name)
{
  guint place;

  if (*name == '\0')
    name = OV_PAGE_GET_CLASS (adw_view_stack_get_visible_child (self->stack))->name;

  return ov_figure_set_find (set, name, &place) ? name : USUAL_FIGURE;
}

static void
saved_cb (OvWindow *self)
{
  ov_toaster_tell (self->toaster, _("The picture is saved"));
}

/**
 * ov_window_export:
 * @self: a window
 * @name: the figure that is chosen at first, or "" for that of the visible page
 *
 * Opens the dialog that saves pictures.
 */
void
ov_window_export (OvWindow   *self,
                  const char *name)
{
  OvFigureSet *set;
  GtkWidget *dialog;

  g_return_if_fail (OV_IS_WINDOW (self));
  g_return_if_fail (name != NULL);

  set = list_figures (self);
  if (set == NULL)
    return;

  name = choose_figure (self, set, name);
  dialog = ov_export_dialog_new (GTK_WINDOW (self), set, name, self->settings);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
texture_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (OvWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = ov_export_texture_finish (result, &error);

  if (self->keeper == NULL)
    return;

  if (texture == NULL)
    {
      const OvWayOut ways_out[] = {
        {_("_Choose Another Size…"), "win.export::"},
        {_("_Try Again"), "win.copy-chart"},
      };

      ov_error_dialog_present (GTK_WIDGET (self), _("The Charts Were Not Copied"),
                               error->message, ways_out, G_N_ELEMENTS (ways_out));
      return;
    }

  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  ov_toaster_tell (self->toaster, _("The charts are on the clipboard"));
}

/**
 * ov_window_copy_picture:
 * @self: a window
 *
 * Puts a picture of what the visible page shows on the clipboard, as large as exported ones are.
 */
void
ov_window_copy_picture (OvWindow *self)
{
  g_autoptr (OvFigureSet) set = NULL;
  const OvFigureChoice *choice;
  OvFigurePage page = {.n = 1};
  guint place;

  g_return_if_fail (OV_IS_WINDOW (self));

  set = list_figures (self);
  if (set == NULL || !ov_figure_set_find (set, choose_figure (self, set, ""), &place))
    return;

  choice = ov_figure_set_get (set, place);
  if (choice->problem != NULL)
    {
      ov_toaster_tell (self->toaster, choice->problem);
      return;
    }

  page.figures[0] = choice->figure;
  page.size.width = g_settings_get_int (self->settings, "export-width");
  page.size.height = g_settings_get_int (self->settings, "export-height");
  page.size.dpi = g_settings_get_int (self->settings, "export-dpi");
  ov_export_texture_async (set, &page, page.size.dpi / 72.0, texture_cb, g_object_ref (self));
}

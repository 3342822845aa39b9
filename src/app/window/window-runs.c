/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

/* What becomes of the runs that are kept: which of them is in front, and what is deleted. */

static void
show_front (OvWindow *self)
{
  OvRunItem *front = ov_run_collection_get_front (self->collection);
  g_autofree char *recipe = NULL;
  g_autofree char *text = NULL;

  ov_window_show_run (self, ov_run_item_get_run (front));
  if (front == ov_run_collection_get_current (self->collection))
    {
      ov_banner_hide (self->view_banner);
      return;
    }

  recipe = ov_recipe_describe (ov_run_item_get_recipe (front));
  /* Translators: the name of an earlier run, and its recipe. */
  text = g_strdup_printf (_("Viewing an earlier run, %s: %s"), ov_run_item_get_name (front),
                          recipe);
  ov_banner_show (self->view_banner, text, _("_Back to the Current One"), "win.view-current");
}

static void
undo_cb (AdwToast *toast,
         OvWindow *self)
{
  ov_run_collection_add (self->collection, g_object_get_data (G_OBJECT (toast), "runs"));
}

/**
 * ov_window_delete_runs:
 * @self: a window
 * @items: (element-type OvRunItem): runs
 *
 * Deletes runs, but for the current one, and offers to take that back.
 */
void
ov_window_delete_runs (OvWindow  *self,
                       GPtrArray *items)
{
  g_autoptr (GPtrArray) removed = NULL;
  g_autofree char *text = NULL;
  AdwToast *toast;

  g_return_if_fail (OV_IS_WINDOW (self));

  removed = ov_run_collection_remove (self->collection, items);
  if (removed->len == 0)
    return;

  if (removed->len == 1)
    /* Translators: the name of a run. */
    text = g_strdup_printf (_("%s is deleted"), ov_run_item_get_name (removed->pdata[0]));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run is deleted",
                                         "%u runs are deleted", removed->len),
                            removed->len);
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "runs", g_steal_pointer (&removed),
                          (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/**
 * ov_window_connect_runs:
 * @self: a window that is being made
 *
 * Lets the window show the run that is in front.
 */
void
ov_window_connect_runs (OvWindow *self)
{
  g_signal_connect_object (self->collection, "notify::front", G_CALLBACK (show_front), self,
                           G_CONNECT_SWAPPED);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "library.h"

/* What becomes of the runs that are kept: which of them is in front, and what is deleted. */

static void
show_front (OvWindow *self)
{
  OvRunItem *front = ov_run_collection_get_front (self->collection);
  g_autofree char *recipe = NULL;
  g_autofree char *text = NULL;

  /* One of an earlier day is shown when its curves are there. */
  if (ov_run_item_get_run (front) == NULL)
    {
      ov_run_keeper_load (self->keeper, front);
      return;
    }

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
item_changed_cb (OvRunCollection *collection,
                 OvRunItem       *item,
                 OvWindow        *self)
{
  if (item == ov_run_collection_get_front (collection) && !ov_run_item_is_current (item)
      && ov_banner_get_text (self->view_banner) == NULL && ov_run_item_get_run (item) != NULL)
    show_front (self);
}

static void
failed_cb (OvRunKeeper *keeper,
           const char  *message,
           OvWindow    *self)
{
  ov_banner_show (self->library_banner, message, NULL, NULL);
}

static void
undo_cb (AdwToast *toast,
         OvWindow *self)
{
  GPtrArray *runs = g_object_get_data (G_OBJECT (toast), "runs");

  ov_run_keeper_undelete (self->keeper, runs);
  ov_run_collection_add (self->collection, runs);
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

  ov_run_keeper_delete (self->keeper, removed);
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
  g_autofree char *path = ov_library_get_default_path ();

  self->keeper = ov_run_keeper_new (self->collection, path);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (self->collection, "notify::front", G_CALLBACK (show_front), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->collection, "item-changed", G_CALLBACK (item_changed_cb), self, 0);
  ov_run_keeper_open (self->keeper);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "library.h"
#include "run-branch.h"
#include "run-choice.h"

/* What becomes of the runs that are kept: which of them is in front, and what is deleted. */

/* Returns: (transfer full): what is said of an earlier run while it is viewed */
static char *
describe_front (OvWindow  *self,
                OvRunItem *front)
{
  g_autofree char *branch = ov_run_branch_describe (front);
  g_autofree char *recipe = ov_recipe_describe (ov_run_item_get_recipe (front));
  g_autofree char *name = NULL;

  name = branch != NULL ? g_strdup_printf ("%s, %s", ov_run_item_get_name (front), branch)
                        : g_strdup (ov_run_item_get_name (front));
  if (ov_run_choice_are_comparable (front, ov_run_collection_get_current (self->collection)))
    /* Translators: the name of an earlier run, and its recipe. */
    return g_strdup_printf (_("Viewing an earlier run, %s: %s"), name, recipe);

  /* Translators: the name of an earlier run, the name of its data, and its recipe. */
  return g_strdup_printf (_("Viewing an earlier run, %s, trained on other data (%s); those on "
                            "the current data are not beside it: %s"),
                          name, ov_run_item_get_data_name (front), recipe);
}

/* Says which earlier run is viewed, unless that is said already. */
static void
tell_front (OvWindow  *self,
            OvRunItem *front)
{
  g_autofree char *text = describe_front (self, front);

  if (g_strcmp0 (text, ov_banner_get_text (self->view_banner)) == 0)
    return;

  ov_banner_show (self->view_banner, text, _("_Back to the Current One"), "win.view-current");
  ov_window_offer_continuation (self, front);
}

static void
show_front (OvWindow *self)
{
  OvRunItem *front = ov_run_collection_get_front (self->collection);

  /* One of an earlier day is shown when its curves are there; see item_changed_cb(). */
  if (ov_run_item_get_run (front) == NULL)
    {
      ov_banner_hide (self->view_banner);
      ov_run_keeper_load (self->keeper, front);
      return;
    }

  ov_window_show_run (self, ov_run_item_get_run (front));
  if (front == ov_run_collection_get_current (self->collection))
    ov_banner_hide (self->view_banner);
  else
    tell_front (self, front);
}

/* Its curves may have come, or it, or the run that it branched off from, has another name. */
static void
item_changed_cb (OvRunCollection *collection,
                 OvRunItem       *item,
                 OvWindow        *self)
{
  if (item != ov_run_collection_get_front (collection) || ov_run_item_is_current (item)
      || ov_run_item_get_run (item) == NULL)
    return;

  if (ov_banner_get_text (self->view_banner) == NULL)
    show_front (self);
  else
    tell_front (self, item);
}

static void
failed_cb (OvRunKeeper *keeper,
           const char  *message,
           OvWindow    *self)
{
  /* What is only not written now is tried again without being asked. */
  const gboolean is_closed = !ov_run_keeper_can_write (keeper);

  if (message != NULL)
    ov_banner_show (self->library_banner, message, is_closed ? _("_Try Again") : NULL,
                    is_closed ? "win.open-library" : NULL);
  else
    ov_banner_hide (self->library_banner);
}

static void
undelete (OvWindow *self,
          gpointer  runs)
{
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
  ov_window_add_undo (self, text, undelete, g_steal_pointer (&removed),
                      (GDestroyNotify) g_ptr_array_unref);
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
  ov_replay_set_keeper (self->replay, self->collection, self->keeper);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (self->collection, "notify::front", G_CALLBACK (show_front), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->collection, "item-changed", G_CALLBACK (item_changed_cb), self, 0);
  ov_run_keeper_open (self->keeper);
}

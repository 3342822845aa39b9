/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "palette.h"
#include "run-table-private.h"

/* What the menu and the keys of the table do, to all runs that are selected. */

static void
view_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (OV_RUN_TABLE (widget));

  if (items->len > 0)
    ov_run_table_want_view (OV_RUN_TABLE (widget), items->pdata[0]);
}

/* Shows all of them if any is hidden, and hides them otherwise. */
static void
toggle_shown_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (OV_RUN_TABLE (widget));
  gboolean is_any_hidden = FALSE;

  for (guint i = 0; i < items->len; i++)
    is_any_hidden |= !ov_run_item_is_shown (items->pdata[i]);
  for (guint i = 0; i < items->len; i++)
    ov_run_item_set_shown (items->pdata[i], is_any_hidden);
}

static void
solo_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (OV_RUN_TABLE (widget));

  ov_run_collection_show_only (OV_RUN_TABLE (widget)->collection, items);
}

static void
rename_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (OV_RUN_TABLE (widget));

  if (items->len == 1)
    ov_run_table_edit_name (OV_RUN_TABLE (widget), items->pdata[0]);
}

static void
colour_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (OV_RUN_TABLE (widget));

  for (guint i = 0; i < items->len; i++)
    ov_run_item_set_slot (items->pdata[i],
                          OV_SLOT_FIRST_FREE + (guint) g_variant_get_int32 (parameter));
}

/* Pins all of them if any is not pinned. */
static void
pin_cb (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (OV_RUN_TABLE (widget));
  gboolean is_any_loose = FALSE;

  for (guint i = 0; i < items->len; i++)
    is_any_loose |= !ov_run_item_is_pinned (items->pdata[i]);
  for (guint i = 0; i < items->len; i++)
    ov_run_item_set_pinned (items->pdata[i], is_any_loose);
}

static void
again_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (OV_RUN_TABLE (widget));

  if (items->len == 1)
    ov_run_table_want_again (OV_RUN_TABLE (widget), items->pdata[0]);
}

static void
delete_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (OV_RUN_TABLE (widget));

  if (items->len > 0)
    ov_run_table_want_delete (OV_RUN_TABLE (widget), items);
}

static void
menu_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  OvRunTable *self = OV_RUN_TABLE (widget);

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), NULL);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static const struct
{
  const char                 *name;
  const char                 *parameter_type;
  GtkWidgetActionActivateFunc activate;
  guint                       keyval; /* 0 for none */
  GdkModifierType             modifiers;
} actions[] = {
  {"runs.view", NULL, view_cb},
  {"runs.toggle-shown", NULL, toggle_shown_cb, GDK_KEY_space},
  {"runs.solo", NULL, solo_cb, GDK_KEY_space, GDK_SHIFT_MASK},
  {"runs.rename", NULL, rename_cb, GDK_KEY_F2},
  {"runs.pin", NULL, pin_cb, GDK_KEY_p, GDK_CONTROL_MASK},
  {"runs.again", NULL, again_cb},
  {"runs.delete", NULL, delete_cb, GDK_KEY_Delete},
  {"runs.menu", NULL, menu_cb, GDK_KEY_Menu},
  {"runs.menu", NULL, menu_cb, GDK_KEY_F10, GDK_SHIFT_MASK},
  {"runs.colour", "i", colour_cb},
};

/*
 * ov_run_table_install_actions:
 * @widget_class: the table's class
 *
 * Installs what its menu and its keys do.
 */
void
ov_run_table_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (i == 0 || strcmp (actions[i].name, actions[i - 1].name) != 0)
      gtk_widget_class_install_action (widget_class, actions[i].name,
                                       actions[i].parameter_type, actions[i].activate);
}

/*
 * ov_run_table_press:
 * @self: a table that has a collection
 * @keyval: a key that is pressed within its view, before the view itself is told: there Space
 *   selects
 * @state: what is held down with it
 *
 * Returns: whether the key does what an item of the menu does; while a name is being edited, all
 *   keys are its own
 */
gboolean
ov_run_table_press (OvRunTable     *self,
                    guint           keyval,
                    GdkModifierType state)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus != NULL && GTK_IS_TEXT (focus))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].keyval != 0 && actions[i].keyval == keyval
        && actions[i].modifiers == (state & gtk_accelerator_get_default_mod_mask ()))
      return gtk_widget_activate_action_variant (GTK_WIDGET (self), actions[i].name, NULL);

  return FALSE;
}

/*
 * ov_run_table_update_actions:
 * @self: a table that has a collection
 *
 * Offers what can be done to the runs that are selected.
 */
void
ov_run_table_update_actions (OvRunTable *self)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (self);
  OvRunItem *current = ov_run_collection_get_current (self->collection);
  const gboolean is_one = items->len == 1;
  const gboolean is_any = items->len > 0;
  const gboolean is_current = is_one && items->pdata[0] == current;
  const struct
  {
    const char *name;
    gboolean is_enabled;
  } states[] = {
    {"runs.view", is_one},
    {"runs.toggle-shown", is_any},
    {"runs.solo", is_any},
    {"runs.rename", is_one},
    {"runs.pin", is_any},
    {"runs.again", is_one},
    {"runs.colour", is_any},
    {"runs.menu", is_any},
    {"runs.delete", is_any && !is_current},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), states[i].name, states[i].is_enabled);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "palette.h"
#include "run-choice.h"
#include "run-table-private.h"

/* How far from the left end of a row its menu opens, in pixels. */
#define MENU_INDENT 40

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

/* Of the runs that are selected those that can be on the charts: trained on the same data as the
 * run in front. */
static GPtrArray *
get_comparable (OvRunTable *self)
{
  OvRunItem *front = self->front;
  GPtrArray *items = ov_run_table_get_selected (self);

  for (guint i = items->len; i-- > 0;)
    if (!ov_run_choice_are_comparable (items->pdata[i], front))
      g_ptr_array_remove_index (items, i);

  return items;
}

/* Shows all of them if any is hidden, and hides them otherwise. */
static void
toggle_shown_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  OvRunCollection *collection = OV_RUN_TABLE (widget)->collection;
  g_autoptr (GPtrArray) items = get_comparable (OV_RUN_TABLE (widget));
  gboolean is_any_hidden = FALSE;

  for (guint i = 0; i < items->len; i++)
    is_any_hidden |= !ov_run_item_is_shown (items->pdata[i]);
  ov_run_collection_freeze (collection);
  for (guint i = 0; i < items->len; i++)
    ov_run_item_set_shown (items->pdata[i], is_any_hidden);
  ov_run_collection_thaw (collection);
}

static void
solo_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = get_comparable (OV_RUN_TABLE (widget));

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

/* Before they change, so that the window can offer to take it back. */
static void
note_colours (GtkWidget *widget,
              GPtrArray *items)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (ids, (gpointer) ov_run_item_get_id (items->pdata[i]));
  gtk_widget_activate_action_variant (
    widget, "win.note-colours",
    g_variant_new_strv ((const char *const *) ids->pdata, (gssize) ids->len));
}

static void
colour_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (OV_RUN_TABLE (widget));

  note_colours (widget, items);
  for (guint i = 0; i < items->len; i++)
    ov_run_item_choose_slot (items->pdata[i],
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

/* Whoever continues a run wants to see it. */
static void
continue_selected (OvRunTable *self,
                   const char *action)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (self);

  if (items->len != 1)
    return;

  ov_run_table_want_view (self, items->pdata[0]);
  gtk_widget_activate_action (GTK_WIDGET (self), action, "s",
                              ov_run_item_get_id (items->pdata[0]));
}

static void
resume_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  continue_selected (OV_RUN_TABLE (widget), "win.resume-run");
}

static void
branch_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  continue_selected (OV_RUN_TABLE (widget), "win.branch-run");
}

/* The window asks where they are to go. */
static void
save_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (OV_RUN_TABLE (widget));
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    if (ov_run_item_get_facts (items->pdata[i])->n_epochs > 0)
      g_ptr_array_add (ids, (gpointer) ov_run_item_get_id (items->pdata[i]));
  gtk_widget_activate_action_variant (
    widget, "win.save-runs",
    g_variant_new_strv ((const char *const *) ids->pdata, (gssize) ids->len));
}

static void
seeds_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  g_autoptr (GPtrArray) items = ov_run_table_get_selected (OV_RUN_TABLE (widget));
  g_autofree char *json = NULL;

  if (items->len != 1)
    return;

  json = ov_recipe_to_json (ov_run_item_get_recipe (items->pdata[0]));
  gtk_widget_activate_action (widget, "win.run-seeds", "s", json);
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

/* Beneath the row that has the focus. */
static void
menu_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  OvRunTable *self = OV_RUN_TABLE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t row;

  ov_run_table_update_actions (self);
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))
      && gtk_widget_compute_bounds (focus, GTK_WIDGET (self->view), &row))
    gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                                 &(GdkRectangle) {(int) row.origin.x + MENU_INDENT,
                                                  (int) (row.origin.y + row.size.height), 1, 1});
  else
    gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), NULL);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
search_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  OvRunTable *self = OV_RUN_TABLE (widget);

  gtk_toggle_button_set_active (self->open_button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
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
  {"runs.resume", NULL, resume_cb},
  {"runs.go-on", NULL, resume_cb},
  {"runs.branch", NULL, branch_cb},
  {"runs.save", NULL, save_cb, GDK_KEY_s, GDK_CONTROL_MASK},
  {"runs.seeds", NULL, seeds_cb},
  {"runs.delete", NULL, delete_cb, GDK_KEY_Delete},
  {"runs.menu", NULL, menu_cb, GDK_KEY_Menu},
  {"runs.menu", NULL, menu_cb, GDK_KEY_F10, GDK_SHIFT_MASK},
  {"runs.colour", "i", colour_cb},
  {"runs.search", NULL, search_cb, GDK_KEY_f, GDK_CONTROL_MASK},
};

/* Escape shows all runs again, and goes to them. */
static void
stop_search_cb (OvRunTable *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* The row from which the menu was opened may be another widget when it is closed. */
static void
keep_focus_cb (OvRunTable *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))
      || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->menu)))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/*
 * ov_run_table_install_actions:
 * @widget_class: the table's class
 *
 * Installs what its menu and its keys do.
 */
void
ov_run_table_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_focus_cb);
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
 * Returns: whether the key does what an item of the menu does; while a name is being edited, or the
 *   menu is open, all keys are its own
 */
gboolean
ov_run_table_press (OvRunTable     *self,
                    guint           keyval,
                    GdkModifierType state)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus != NULL
      && (GTK_IS_TEXT (focus) || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].keyval != 0 && actions[i].keyval == keyval
        && actions[i].modifiers == (state & gtk_accelerator_get_default_mod_mask ()))
      return gtk_widget_activate_action_variant (GTK_WIDGET (self), actions[i].name, NULL);

  return FALSE;
}

/* That of a run which was begun again is the one before, as long as it had got further. */
static OvOutcome
get_outcome (OvRunItem *item)
{
  const OvRunFacts *former = ov_run_item_get_former_facts (item);

  return former != NULL ? former->outcome : ov_run_item_get_facts (item)->outcome;
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
  g_autoptr (GPtrArray) comparable = get_comparable (self);
  OvRunItem *current = ov_run_collection_get_current (self->collection);
  const gboolean is_one = items->len == 1;
  const gboolean is_any = items->len > 0;
  const gboolean is_current = is_one && items->pdata[0] == current;
  const gboolean is_ours =
    is_one && !ov_run_item_is_foreign (items->pdata[0]);
  const OvOutcome outcome = is_ours ? get_outcome (items->pdata[0]) : OV_OUTCOME_NONE;
  const struct
  {
    const char *name;
    gboolean is_enabled;
  } states[] = {
    {"runs.view", is_one},
    {"runs.toggle-shown", comparable->len > 0},
    {"runs.solo", comparable->len > 0},
    {"runs.rename", is_one},
    {"runs.pin", is_any},
    {"runs.again", is_ours},
    {"runs.resume", is_one && (outcome == OV_OUTCOME_CANCELLED || outcome == OV_OUTCOME_FAILED)},
    {"runs.go-on", is_one && outcome == OV_OUTCOME_FINISHED},
    {"runs.branch", is_ours && ov_run_item_get_facts (items->pdata[0])->n_epochs > 0},
    {"runs.save", is_any},
    {"runs.seeds", is_ours},
    {"runs.colour", is_any},
    {"runs.menu", is_any},
    {"runs.delete", is_any && !is_current},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), states[i].name, states[i].is_enabled);
}

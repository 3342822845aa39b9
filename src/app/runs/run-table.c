/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "input-guard.h"
#include "joined-text.h"
#include "run-choice.h"
#include "run-table-private.h"

/**
 * OvRunTable:
 *
 * Every run that is kept, a row each: its colour, which shows and hides it, its name, what it has
 * that others have not, and what became of it. A click on a row views the run; nothing in the table
 * starts or stops one but the item of the menu that says so. The table can be closed to a line.
 */
enum
{
  PROP_0,
  PROP_OPEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  VIEW_WANTED,
  AGAIN_WANTED,
  DELETE_WANTED,
  POINTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvRunTable, ov_run_table, GTK_TYPE_WIDGET)

/* Columns in which all runs agree only take room. */
static void
update_columns (OvRunTable *self)
{
  gboolean is_other = FALSE;
  const OvRunColumn *columns;
  gsize n_columns;

  columns = ov_run_column_list (&n_columns);
  for (gsize i = 0; i < n_columns; i++)
    {
      GtkColumnViewColumn *column = self->columns->pdata[i];
      const gboolean is_visible =
        ov_run_column_is_wanted (&columns[i], G_LIST_MODEL (self->collection));

      is_other |= is_visible != gtk_column_view_column_get_visible (column);
      gtk_column_view_column_set_visible (column, is_visible);
    }
  if (is_other)
    ov_run_table_describe_rows (self);
}

static void
update_count (OvRunTable *self)
{
  const guint n_runs = g_list_model_get_n_items (G_LIST_MODEL (self->collection));
  const guint n_found = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  g_autofree char *text = NULL;

  if (n_found == n_runs)
    text = g_strdup_printf ("%u", n_runs);
  else
    /* Translators: how many runs were found, and how many there are. */
    text = g_strdup_printf (_("%u of %u"), n_found, n_runs);
  ov_joined_text_set_label (self->count, text);
}

/* The view keeps the rows in sight that were there before, and so a run that begins out of it,
 * wherever that stands in the order of the table. */
static void
items_changed_cb (GListModel *items,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  OvRunTable *self)
{
  g_autoptr (OvRunItem) newest = g_list_model_get_item (items, 0);

  update_columns (self);
  update_count (self);
  if (n_added > n_removed)
    ov_run_table_scroll_soon (self, n_removed == 0 && position == 0 ? newest : NULL);
}

static void
touch (OvRunItem *item)
{
  if (item != NULL)
    g_signal_emit_by_name (item, "changed");
}

static void
touch_all (OvRunTable *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->collection));

  ov_run_collection_freeze (self->collection);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->collection), i);

      touch (item);
    }
  ov_run_collection_thaw (self->collection);
}

/* The rows look at the collection for which of them is in front, and for what that can be compared
 * with. A run that repeats an earlier one begins in the row of that one, wherever it is. */
static void
front_changed_cb (OvRunTable *self)
{
  g_autoptr (OvRunItem) former = g_steal_pointer (&self->front);

  ov_run_table_follow_current (self);
  g_set_object (&self->front, ov_run_collection_get_front (self->collection));
  if (former == NULL || self->front == NULL
      || !ov_run_choice_are_comparable (former, self->front))
    touch_all (self);
  else
    {
      touch (former);
      touch (self->front);
    }
  if (self->front != NULL)
    ov_run_table_scroll_soon (self, self->front);
  ov_run_table_update_actions (self);
}

static void
point_at (OvRunTable *self,
          OvRunItem  *item)
{
  if (g_set_object (&self->pointed, item))
    g_signal_emit (self, signals[POINTED], 0, item);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           OvRunTable               *self)
{
  point_at (self, ov_run_table_find_item (self, x, y));
}

static void
leave_cb (GtkEventControllerMotion *controller,
          OvRunTable               *self)
{
  point_at (self, NULL);
}

static void
activate_cb (GtkColumnView *view,
             guint          position,
             OvRunTable    *self)
{
  g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (OV_IS_RUN_ITEM (row))
    ov_run_table_want_view (self, OV_RUN_ITEM (row));
}

/* A plain click views the run as well as it selects the row; with Ctrl or Shift it only selects. */
static void
released_cb (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             OvRunTable      *self)
{
  const GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  OvRunItem *item = ov_run_table_find_item (self, x, y);

  if (item != NULL && n_press == 1 && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    ov_run_table_want_view (self, item);
}

/* Selects a row and no other, unless it is selected with others. */
static void
select_only (OvRunTable *self,
             gpointer    row)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) other = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (other != row)
        continue;
      if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), i, TRUE);
      return;
    }
}

static void
menu_pressed_cb (GtkGestureClick *gesture,
                 int              n_press,
                 double           x,
                 double           y,
                 OvRunTable      *self)
{
  gpointer row = ov_run_table_find_at (self, x, y);

  if (row == NULL)
    return;

  select_only (self, row);
  ov_run_table_update_actions (self);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle) {(int) x, (int) y, 1, 1});
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                OvRunTable            *self)
{
  return ov_run_table_press (self, keyval, state);
}

static void
open_changed_cb (OvRunTable *self)
{
  const gboolean is_open = gtk_toggle_button_get_active (self->open_button);

  gtk_widget_set_visible (self->body, is_open);
  gtk_widget_set_visible (self->tools, is_open);
  gtk_button_set_icon_name (GTK_BUTTON (self->open_button), is_open ? "pan-down-symbolic"
                                                                    : "pan-end-symbolic");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

static void
ov_run_table_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (id == PROP_OPEN)
    g_value_set_boolean (value,
                         gtk_toggle_button_get_active (OV_RUN_TABLE (object)->open_button));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_run_table_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  if (id == PROP_OPEN)
    gtk_toggle_button_set_active (OV_RUN_TABLE (object)->open_button,
                                  g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_run_table_dispose (GObject *object)
{
  OvRunTable *self = OV_RUN_TABLE (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  ov_run_table_dispose_live (self);
  g_clear_object (&self->signals);
  if (self->view != NULL)
    {
      gtk_column_view_set_model (self->view, NULL);
      gtk_widget_unparent (GTK_WIDGET (self->menu));
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->sorted);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->group_sorter);
  g_clear_object (&self->pointed);
  g_clear_object (&self->revealed);
  g_clear_object (&self->front);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->collection);
  self->view = NULL;

  G_OBJECT_CLASS (ov_run_table_parent_class)->dispose (object);
}

static void
ov_run_table_finalize (GObject *object)
{
  OvRunTable *self = OV_RUN_TABLE (object);

  g_ptr_array_unref (self->columns);
  g_free (self->needle);

  G_OBJECT_CLASS (ov_run_table_parent_class)->finalize (object);
}

static void
add_signals (void)
{
  /**
   * OvRunTable::view-wanted:
   * @self: the table
   * @item: the run that is to be put in front on the charts
   */
  signals[VIEW_WANTED] = g_signal_new ("view-wanted", OV_TYPE_RUN_TABLE, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, OV_TYPE_RUN_ITEM);

  /**
   * OvRunTable::again-wanted:
   * @self: the table
   * @item: the run whose recipe is to be run again
   */
  signals[AGAIN_WANTED] = g_signal_new ("again-wanted", OV_TYPE_RUN_TABLE, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, OV_TYPE_RUN_ITEM);

  /**
   * OvRunTable::delete-wanted:
   * @self: the table
   * @items: (element-type OvRunItem): the runs that are to go
   */
  signals[DELETE_WANTED] = g_signal_new ("delete-wanted", OV_TYPE_RUN_TABLE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  /**
   * OvRunTable::pointed:
   * @self: the table
   * @item: (nullable): the run under the pointer
   */
  signals[POINTED] = g_signal_new ("pointed", OV_TYPE_RUN_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, OV_TYPE_RUN_ITEM);
}

static void
ov_run_table_class_init (OvRunTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ov_run_table_get_property;
  object_class->set_property = ov_run_table_set_property;
  object_class->dispose = ov_run_table_dispose;
  object_class->finalize = ov_run_table_finalize;

  properties[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, TRUE,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                  | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  add_signals ();

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/run-table.ui");
  gtk_widget_class_bind_template_child (widget_class, OvRunTable, box);
  gtk_widget_class_bind_template_child (widget_class, OvRunTable, open_button);
  gtk_widget_class_bind_template_child (widget_class, OvRunTable, count);
  gtk_widget_class_bind_template_child (widget_class, OvRunTable, tools);
  gtk_widget_class_bind_template_child (widget_class, OvRunTable, search);
  gtk_widget_class_bind_template_child (widget_class, OvRunTable, grouping);
  gtk_widget_class_bind_template_child (widget_class, OvRunTable, body);
  gtk_widget_class_bind_template_child (widget_class, OvRunTable, view);
  gtk_widget_class_bind_template_child (widget_class, OvRunTable, menu);
  gtk_widget_class_bind_template_child (widget_class, OvRunTable, sort_menu);
  gtk_widget_class_bind_template_callback (widget_class, open_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, motion_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "runtable");
  ov_run_table_install_actions (widget_class);
  ov_run_table_install_sort (widget_class);
  ov_run_table_install_arrangement (widget_class);
}

static void
ov_run_table_init (OvRunTable *self)
{
  self->columns = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self->view));
  ov_input_guard_claim (GTK_WIDGET (self->view));
  ov_input_guard_claim (self->tools);
  ov_run_table_add_columns (self);
  ov_run_table_align_headers (self);
  ov_run_table_name_list (self);
  ov_run_table_fill_sort_menu (self);
  ov_run_table_init_live (self);

  self->signals = g_signal_group_new (OV_TYPE_RUN_COLLECTION);
  g_signal_group_connect (self->signals, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::front", G_CALLBACK (front_changed_cb),
                                  self);
}

/**
 * ov_run_table_set_collection:
 * @self: a table without one
 * @collection: the runs; referenced
 *
 * Shows every run of a collection, the newest first.
 */
void
ov_run_table_set_collection (OvRunTable      *self,
                             OvRunCollection *collection)
{
  g_return_if_fail (OV_IS_RUN_TABLE (self));
  g_return_if_fail (OV_IS_RUN_COLLECTION (collection));
  g_return_if_fail (self->collection == NULL);

  self->collection = g_object_ref (collection);
  g_set_object (&self->front, ov_run_collection_get_front (collection));
  ov_run_table_follow_current (self);
  ov_run_table_arrange (self);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (update_count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed",
                           G_CALLBACK (ov_run_table_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_group_set_target (self->signals, collection);
  items_changed_cb (G_LIST_MODEL (collection), 0, 0, 0, self);
  ov_run_table_update_actions (self);
}

/* Adds a run, unless it is there already: as itself, or with its group. */
static void
add_item (GPtrArray  *items,
          GHashTable *seen,
          gpointer    item)
{
  if (g_hash_table_add (seen, item))
    g_ptr_array_add (items, g_object_ref (item));
}

/* Adds the run of a row, or those of a group. */
static void
add_row (GPtrArray  *items,
         GHashTable *seen,
         gpointer    row)
{
  GPtrArray *group;

  if (!OV_IS_RUN_HEADING (row))
    {
      add_item (items, seen, row);
      return;
    }

  group = ov_run_heading_get_items (row);
  for (guint i = 0; i < group->len; i++)
    add_item (items, seen, group->pdata[i]);
}

/**
 * ov_run_table_get_selected:
 * @self: a table that has a collection
 *
 * Returns: (transfer full) (element-type OvRunItem): the runs that are selected, from above; with a
 *   group's heading its runs are
 */
GPtrArray *
ov_run_table_get_selected (OvRunTable *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GtkBitset) selected = NULL;
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (OV_IS_RUN_TABLE (self), items);

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  if (gtk_bitset_iter_init_first (&iter, selected, &position))
    do
      {
        g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

        add_row (items, seen, row);
      }
    while (gtk_bitset_iter_next (&iter, &position));

  return items;
}

/*
 * ov_run_table_want_view:
 * @self: a table
 * @item: a run
 *
 * Asks for a run to be put in front.
 */
void
ov_run_table_want_view (OvRunTable *self,
                        OvRunItem  *item)
{
  g_signal_emit (self, signals[VIEW_WANTED], 0, item);
}

/*
 * ov_run_table_want_again:
 * @self: a table
 * @item: a run
 *
 * Asks for a run's recipe to be run again.
 */
void
ov_run_table_want_again (OvRunTable *self,
                         OvRunItem  *item)
{
  g_signal_emit (self, signals[AGAIN_WANTED], 0, item);
}

/*
 * ov_run_table_want_delete:
 * @self: a table
 * @items: (element-type OvRunItem): runs
 *
 * Asks for runs to be deleted.
 */
void
ov_run_table_want_delete (OvRunTable *self,
                          GPtrArray  *items)
{
  g_signal_emit (self, signals[DELETE_WANTED], 0, items);
}

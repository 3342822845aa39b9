/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "run-swatch.h"
#include "run-table-private.h"

/* The cells of the table: each follows the run of its row. */

#define NAME_WIDTH 18

/* What a cell needs to know; it lives as long as the widget in the cell. */
typedef struct
{
  OvRunTable        *table;  /* borrowed: it has the cell */
  const OvRunColumn *column; /* NULL for the colour and the name */
  GtkListItem       *row;    /* borrowed: it has the cell */
  GSignalGroup      *signals;
  void (*update) (GtkWidget *widget, OvRunItem *item, OvRunTable *table);
} Cell;

static const char *const cell_key = "overshoot-cell";

static void
cell_free (Cell *cell)
{
  g_object_unref (cell->signals);
  g_free (cell);
}

static Cell *
get_cell (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), cell_key);
}

static OvRunItem *
get_item (GtkWidget *widget)
{
  return gtk_list_item_get_item (get_cell (widget)->row);
}

static void
update_cell_cb (GtkWidget *widget)
{
  Cell *cell = get_cell (widget);
  OvRunItem *item = get_item (widget);

  if (item != NULL)
    cell->update (widget, item, cell->table);
}

static void
update_text (GtkWidget  *widget,
             OvRunItem  *item,
             OvRunTable *table)
{
  g_autofree char *text = ov_run_column_format (get_cell (widget)->column, item);

  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) != 0)
    gtk_label_set_text (GTK_LABEL (widget), text);
}

/* A click on the colour shows the run or hides it. The one in front is always shown. */
static void
toggled_cb (GtkToggleButton *button)
{
  OvRunItem *item = get_item (GTK_WIDGET (button));

  if (item != NULL)
    ov_run_item_set_shown (item, gtk_toggle_button_get_active (button));
}

static void
update_swatch (GtkWidget  *widget,
               OvRunItem  *item,
               OvRunTable *table)
{
  const gboolean is_front = ov_run_collection_get_front (table->collection) == item;
  const gboolean is_shown = is_front || ov_run_item_is_shown (item);
  GtkWidget *swatch = gtk_button_get_child (GTK_BUTTON (widget));
  g_autofree char *label = NULL;

  /* Translators: the name of a run. */
  label = g_strdup_printf (_("Show %s on the Charts"), ov_run_item_get_name (item));
  g_signal_handlers_block_by_func (widget, toggled_cb, NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (widget), is_shown);
  g_signal_handlers_unblock_by_func (widget, toggled_cb, NULL);
  gtk_widget_set_can_target (widget, !is_front);
  gtk_widget_set_focusable (widget, !is_front);
  ov_run_swatch_set (OV_RUN_SWATCH (swatch), ov_run_item_get_slot (item),
                     is_front   ? OV_SWATCH_FRONT
                     : is_shown ? OV_SWATCH_SHOWN
                                : OV_SWATCH_HIDDEN);
  gtk_widget_set_tooltip_text (widget, is_front ? _("In front on the charts") : label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static GtkWidget *
make_swatch (Cell *cell)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), ov_run_swatch_new ());
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "swatch-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), NULL);
  cell->update = update_swatch;

  return button;
}

/* A name is a label that gives way to an entry: GtkEditableLabel would take the clicks that view
 * the run, and reports a gesture that is gone when its row goes soon after. */
static GtkWidget *
get_entry (GtkWidget *name)
{
  return gtk_stack_get_child_by_name (GTK_STACK (name), "entry");
}

static gboolean
is_editing (GtkWidget *name)
{
  return gtk_stack_get_visible_child (GTK_STACK (name)) == get_entry (name);
}

static void
update_name (GtkWidget  *widget,
             OvRunItem  *item,
             OvRunTable *table)
{
  GtkWidget *name = gtk_widget_get_first_child (widget);
  GtkWidget *mark = gtk_widget_get_next_sibling (name);
  GtkWidget *label = gtk_stack_get_child_by_name (GTK_STACK (name), "label");
  const gboolean is_current = ov_run_item_is_current (item);
  const gboolean is_pinned = ov_run_item_is_pinned (item);
  const char *text = is_current ? _("The current run") : _("Pinned");

  gtk_label_set_text (GTK_LABEL (label), ov_run_item_get_name (item));
  gtk_widget_set_tooltip_text (label, ov_run_item_get_name (item));
  gtk_image_set_from_icon_name (GTK_IMAGE (mark), is_current ? "media-playback-start-symbolic"
                                                             : "view-pin-symbolic");
  gtk_widget_set_visible (mark, is_current || is_pinned);
  gtk_widget_set_tooltip_text (mark, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (ov_run_collection_get_front (table->collection) == item)
    gtk_widget_add_css_class (widget, "front-run");
  else
    gtk_widget_remove_css_class (widget, "front-run");
}

static void
stop_editing (GtkWidget *name,
              gboolean   is_kept)
{
  GtkWidget *box = gtk_widget_get_parent (name);
  GtkWidget *entry = get_entry (name);
  OvRunItem *item = get_item (box);

  if (!is_editing (name))
    return;

  gtk_stack_set_visible_child_name (GTK_STACK (name), "label");
  if (is_kept && item != NULL)
    ov_run_item_set_name (item, gtk_editable_get_text (GTK_EDITABLE (entry)));
  gtk_widget_grab_focus (GTK_WIDGET (get_cell (box)->table->view));
}

static void
entered_cb (GtkWidget *name)
{
  stop_editing (name, TRUE);
}

static gboolean
entry_key_cb (GtkEventControllerKey *controller,
              guint                  keyval,
              guint                  keycode,
              GdkModifierType        state,
              GtkWidget             *name)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  stop_editing (name, FALSE);

  return GDK_EVENT_STOP;
}

static GtkWidget *
make_entry (GtkWidget *name)
{
  GtkWidget *entry = gtk_text_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name"),
                                  -1);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (entered_cb), name);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (entered_cb), name);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (entry_key_cb), name);
  gtk_widget_add_controller (entry, keys);
  gtk_widget_add_controller (entry, focus);

  return entry;
}

static GtkWidget *
make_name (Cell *cell)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_stack_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), NAME_WIDTH);
  gtk_stack_add_named (GTK_STACK (name), label, "label");
  gtk_stack_add_named (GTK_STACK (name), make_entry (name), "entry");
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  cell->update = update_name;

  return box;
}

static GtkWidget *
make_text (Cell *cell)
{
  const gboolean is_number = ov_run_column_is_number (cell->column);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), is_number ? 1.0f : 0.0f);
  gtk_widget_add_css_class (label, "numeric");
  cell->update = update_text;

  return label;
}

/* What a column is of: one of the list, or %NULL with the colour or the name. */
typedef struct
{
  OvRunTable        *table;
  const OvRunColumn *column;
  GtkWidget *(*make) (Cell *cell);
} Maker;

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *row,
          Maker              *maker)
{
  Cell *cell = g_new0 (Cell, 1);
  GtkWidget *widget;

  cell->table = maker->table;
  cell->column = maker->column;
  cell->row = row;
  cell->signals = g_signal_group_new (OV_TYPE_RUN_ITEM);
  widget = maker->make (cell);
  g_object_set_data_full (G_OBJECT (widget), cell_key, cell, (GDestroyNotify) cell_free);
  g_signal_group_connect_object (cell->signals, "changed", G_CALLBACK (update_cell_cb), widget,
                                 G_CONNECT_SWAPPED);
  gtk_list_item_set_child (row, widget);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *row)
{
  GtkWidget *widget = gtk_list_item_get_child (row);

  g_signal_group_set_target (get_cell (widget)->signals, gtk_list_item_get_item (row));
  update_cell_cb (widget);
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *row)
{
  g_signal_group_set_target (get_cell (gtk_list_item_get_child (row))->signals, NULL);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b,
            gpointer      user_data)
{
  return ov_run_column_compare (user_data, (OvRunItem *) a, (OvRunItem *) b);
}

static int
compare_names_cb (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  g_autofree char *first =
    g_utf8_collate_key_for_filename (ov_run_item_get_name ((OvRunItem *) a), -1);
  g_autofree char *second =
    g_utf8_collate_key_for_filename (ov_run_item_get_name ((OvRunItem *) b), -1);

  return strcmp (first, second);
}

static GtkColumnViewColumn *
add_column (OvRunTable        *self,
            const char        *title,
            const OvRunColumn *column,
            GtkWidget *(*make) (Cell *),
            GCompareDataFunc compare)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Maker *maker = g_new0 (Maker, 1);
  GtkColumnViewColumn *added;

  *maker = (Maker) {self, column, make};
  g_object_set_data_full (G_OBJECT (factory), "overshoot-maker", maker, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), maker);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);

  added = gtk_column_view_column_new (title, factory);
  if (compare != NULL)
    {
      GtkSorter *sorter =
        GTK_SORTER (gtk_custom_sorter_new (compare, (gpointer) column, NULL));

      gtk_column_view_column_set_sorter (added, sorter);
      g_object_unref (sorter);
    }
  gtk_column_view_append_column (self->view, added);
  g_object_unref (added);

  return added;
}

/*
 * ov_run_table_add_columns:
 * @self: a table that has its template
 *
 * Adds the columns, all of them visible.
 */
void
ov_run_table_add_columns (OvRunTable *self)
{
  const OvRunColumn *columns;
  gsize n_columns;

  add_column (self, "", NULL, make_swatch, NULL);
  self->name_column = add_column (self, _("Name"), NULL, make_name, compare_names_cb);
  gtk_column_view_column_set_resizable (self->name_column, TRUE);
  gtk_column_view_column_set_expand (self->name_column, TRUE);

  columns = ov_run_column_list (&n_columns);
  for (gsize i = 0; i < n_columns; i++)
    g_ptr_array_add (self->columns, add_column (self, _(columns[i].title), &columns[i], make_text,
                                                compare_cb));
}

/* The label in a column's header, which GTK gives no other way to. */
static GtkWidget *
find_label (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LABEL (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child);

  return found;
}

/*
 * ov_run_table_align_headers:
 * @self: a table that has its columns
 *
 * Puts the headers of numbers to the right, where the numbers stand.
 */
void
ov_run_table_align_headers (OvRunTable *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *title = header != NULL ? gtk_widget_get_first_child (header) : NULL;
  const OvRunColumn *columns;
  gsize n_columns;

  /* The colour and the name come first. */
  columns = ov_run_column_list (&n_columns);
  for (guint i = 0; title != NULL; i++, title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *label = find_label (title);

      if (label == NULL || i < 2 || i - 2 >= n_columns
          || !ov_run_column_is_number (&columns[i - 2]))
        continue;
      gtk_widget_set_hexpand (label, TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
    }
}

/* The row of the view that a widget in it lies in. */
static GtkWidget *
find_row (OvRunTable *self,
          GtkWidget  *widget)
{
  while (widget != NULL && widget != GTK_WIDGET (self->view)
         && g_strcmp0 (gtk_widget_get_css_name (widget), "row") != 0)
    widget = gtk_widget_get_parent (widget);

  return widget != GTK_WIDGET (self->view) ? widget : NULL;
}

/* The first widget within another that is a cell of ours, of any run or of the given one. */
static GtkWidget *
find_cell (GtkWidget *widget,
           OvRunItem *item,
           gboolean   with_name)
{
  Cell *cell = get_cell (widget);

  if (cell != NULL && (item == NULL || gtk_list_item_get_item (cell->row) == item)
      && (!with_name || cell->update == update_name))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_cell (child, item, with_name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/*
 * ov_run_table_find_item:
 * @self: a table
 * @x: a place in its view
 * @y: likewise
 *
 * Returns: (transfer none) (nullable): the run whose row is there
 */
OvRunItem *
ov_run_table_find_item (OvRunTable *self,
                        double      x,
                        double      y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = find_row (self, picked);
  GtkWidget *cell = row != NULL ? find_cell (row, NULL, FALSE) : NULL;

  return cell != NULL ? get_item (cell) : NULL;
}

/*
 * ov_run_table_edit_name:
 * @self: a table
 * @item: a run
 *
 * Lets the name of a run be edited in its row.
 *
 * Returns: whether the row is there
 */
gboolean
ov_run_table_edit_name (OvRunTable *self,
                        OvRunItem  *item)
{
  GtkWidget *cell = find_cell (GTK_WIDGET (self->view), item, TRUE);
  GtkWidget *name;

  if (cell == NULL)
    return FALSE;

  name = gtk_widget_get_first_child (cell);
  gtk_editable_set_text (GTK_EDITABLE (get_entry (name)), ov_run_item_get_name (item));
  gtk_stack_set_visible_child_name (GTK_STACK (name), "entry");
  gtk_widget_grab_focus (get_entry (name));
  gtk_editable_select_region (GTK_EDITABLE (get_entry (name)), 0, -1);

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "css-class.h"
#include "lazy-tooltip.h"
#include "run-cell-private.h"
#include "run-name.h"

/* The cells of the table: each follows the run of its row. */

/* Of the other columns: room for "48.21". */
#define LEAST_WIDTH 6

/* Of the names: what they have at least, and where there is room; the mark behind stays near. */
#define LEAST_NAME_WIDTH 13
#define NAME_WIDTH 32

static const char *const cell_key = "overshoot-cell";

static void
cell_free (OvRunCell *cell)
{
  g_object_unref (cell->signals);
  g_object_unref (cell->heading_signals);
  g_free (cell);
}

/*
 * ov_run_cell_get:
 * @widget: a widget
 *
 * Returns: (transfer none) (nullable): the cell that it is the widget of
 */
OvRunCell *
ov_run_cell_get (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), cell_key);
}

/*
 * ov_run_cell_get_item:
 * @widget: the widget of a cell
 *
 * Returns: (transfer none) (nullable): the run of the cell's row; %NULL when that is a heading
 */
OvRunItem *
ov_run_cell_get_item (GtkWidget *widget)
{
  gpointer row = gtk_list_item_get_item (ov_run_cell_get (widget)->row);

  return OV_IS_RUN_ITEM (row) ? row : NULL;
}

static void
update_cell_cb (GtkWidget *widget)
{
  OvRunCell *cell = ov_run_cell_get (widget);
  OvRunItem *item = ov_run_cell_get_item (widget);

  if (item != NULL)
    cell->update (widget, item, cell->table);
}

static void
update_heading_cb (GtkWidget *widget)
{
  OvRunCell *cell = ov_run_cell_get (widget);
  gpointer row = gtk_list_item_get_item (cell->row);

  if (OV_IS_RUN_HEADING (row))
    cell->update_heading (widget, row);
}

/* A label would have the whole table measured again with each text that scrolls into view. */
static void
set_text (GtkWidget  *widget,
          const char *text)
{
  GtkInscription *inscription = GTK_INSCRIPTION (widget);

  if (g_strcmp0 (gtk_inscription_get_text (inscription), text) != 0)
    gtk_inscription_set_text (inscription, text);
}

/* In characters of the usual width, of which some take more than one, and with one to spare for a
 * capital or the like. */
static guint
count_width (const char *text)
{
  guint n = 1;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    n += strchr ("mwMW%@", *c) != NULL || g_unichar_iswide (g_utf8_get_char (c)) ? 2 : 1;

  return n;
}

/* A column has the width of the longest text that it has had. A cell takes all of it as soon as it
 * needs more than it has, so that few of them ever change. */
static void
set_whole_text (GtkWidget  *widget,
                const char *text)
{
  GtkInscription *inscription = GTK_INSCRIPTION (widget);
  const guint n_chars = count_width (text);
  guint *widest = ov_run_cell_get (widget)->widest;

  set_text (widget, text);
  *widest = MAX (*widest, n_chars);
  if (n_chars > gtk_inscription_get_min_chars (inscription))
    gtk_inscription_set_min_chars (inscription, *widest);
}

/* The cells of a row are brought up to date one after the other, and that of the last column, which
 * is always there, when the words about the row can be taken from the others. */
static gboolean
is_last (const OvRunColumn *column)
{
  gsize n_columns;
  const OvRunColumn *columns = ov_run_column_list (&n_columns);

  return column == &columns[n_columns - 1];
}

static void
update_text (GtkWidget  *widget,
             OvRunItem  *item,
             OvRunTable *table)
{
  g_autofree char *text = ov_run_column_format (ov_run_cell_get (widget)->column, item);

  gtk_widget_remove_css_class (widget, "heading");
  set_whole_text (widget, text);
  if (is_last (ov_run_cell_get (widget)->column))
    ov_run_table_describe_row (table, widget, item);
}

static void
update_text_heading (GtkWidget    *widget,
                     OvRunHeading *heading)
{
  g_autofree char *text = ov_run_column_format_heading (ov_run_cell_get (widget)->column, heading);

  gtk_widget_add_css_class (widget, "heading");
  set_whole_text (widget, text);
}

static void
update_name (GtkWidget  *widget,
             OvRunItem  *item,
             OvRunTable *table)
{
  GtkWidget *name = gtk_widget_get_first_child (widget);
  GtkWidget *mark = gtk_widget_get_next_sibling (name);
  GtkWidget *label = ov_run_name_get_shown (OV_RUN_NAME (name));
  const gboolean is_current = ov_run_item_is_current (item);
  const gboolean is_pinned = ov_run_item_is_pinned (item);
  const char *text = is_current ? _("The current run") : _("Pinned");

  gtk_widget_remove_css_class (label, "heading");
  set_text (label, ov_run_item_get_name (item));
  ov_lazy_tooltip_set (label, ov_run_item_get_name (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  ov_run_item_get_name (item), -1);
  if (is_current || is_pinned)
    gtk_image_set_from_icon_name (GTK_IMAGE (mark), is_current ? "media-playback-start-symbolic"
                                                               : "view-pin-symbolic");
  gtk_widget_set_visible (mark, is_current || is_pinned);
  ov_lazy_tooltip_set (mark, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  ov_css_class_set (widget, "front-run", table->front == item);
}

static void
update_name_heading (GtkWidget    *widget,
                     OvRunHeading *heading)
{
  GtkWidget *name = gtk_widget_get_first_child (widget);
  GtkWidget *mark = gtk_widget_get_next_sibling (name);
  GtkWidget *label = ov_run_name_get_shown (OV_RUN_NAME (name));
  g_autofree char *text = ov_run_heading_format_count (heading);
  g_autofree char *title = ov_run_heading_format_title (heading);

  gtk_widget_add_css_class (label, "heading");
  set_text (label, text);
  ov_lazy_tooltip_set (label, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_visible (mark, FALSE);
  gtk_widget_remove_css_class (widget, "front-run");
  ov_run_table_name_row (ov_run_cell_get (widget)->table, widget, title);
}

/* The end of the name's editing: @text is what it is to be, or NULL. */
static void
edited_cb (OvRunName  *name,
           const char *text,
           GtkWidget  *widget)
{
  OvRunItem *item = ov_run_cell_get_item (widget);

  if (text != NULL && item != NULL)
    ov_run_item_set_name (item, text);
  gtk_widget_grab_focus (GTK_WIDGET (ov_run_cell_get (widget)->table->view));
}

static GtkWidget *
make_inscription (guint n_chars,
                  float place)
{
  GtkWidget *widget = gtk_inscription_new (NULL);
  GtkInscription *inscription = GTK_INSCRIPTION (widget);

  gtk_inscription_set_min_chars (inscription, n_chars);
  gtk_inscription_set_xalign (inscription, place);
  gtk_inscription_set_text_overflow (inscription, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  /* With room for a part of a second line, a text that is cut would stand above the others. */
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);

  return widget;
}

static GtkWidget *
make_name (OvRunCell *cell)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *inscription = make_inscription (LEAST_NAME_WIDTH, 0.0f);
  GtkWidget *name = ov_run_name_new (inscription);

  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (inscription), NAME_WIDTH);
  g_signal_connect (name, "edited", G_CALLBACK (edited_cb), box);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  cell->update = update_name;
  cell->update_heading = update_name_heading;

  return box;
}

static GtkWidget *
make_text (OvRunCell *cell)
{
  const gboolean is_number = ov_run_column_is_number (cell->column);
  GtkWidget *label = make_inscription (*cell->widest, is_number ? 1.0f : 0.0f);

  gtk_widget_add_css_class (label, "numeric");
  cell->update = update_text;
  cell->update_heading = update_text_heading;

  return label;
}

/* What a column is of: one of the list, or %NULL with the colour or the name. */
typedef struct
{
  OvRunTable        *table;
  const OvRunColumn *column;
  GtkWidget *(*make) (OvRunCell *cell);
  guint widest; /* of the texts of the cells, in characters */
} Maker;

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *row,
          Maker              *maker)
{
  OvRunCell *cell = g_new0 (OvRunCell, 1);
  GtkWidget *widget;

  cell->table = maker->table;
  cell->column = maker->column;
  cell->row = row;
  cell->widest = &maker->widest;
  cell->signals = g_signal_group_new (OV_TYPE_RUN_ITEM);
  cell->heading_signals = g_signal_group_new (OV_TYPE_RUN_HEADING);
  widget = maker->make (cell);
  g_object_set_data_full (G_OBJECT (widget), cell_key, cell, (GDestroyNotify) cell_free);
  g_signal_group_connect_object (cell->signals, "changed", G_CALLBACK (update_cell_cb), widget,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (cell->heading_signals, "changed", G_CALLBACK (update_heading_cb),
                                 widget, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (row, widget);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *row)
{
  GtkWidget *widget = gtk_list_item_get_child (row);

  OvRunCell *cell = ov_run_cell_get (widget);
  gpointer item = gtk_list_item_get_item (row);

  g_signal_group_set_target (cell->signals, OV_IS_RUN_ITEM (item) ? item : NULL);
  g_signal_group_set_target (cell->heading_signals, OV_IS_RUN_HEADING (item) ? item : NULL);
  update_cell_cb (widget);
  update_heading_cb (widget);
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *row)
{
  OvRunCell *cell = ov_run_cell_get (gtk_list_item_get_child (row));

  g_signal_group_set_target (cell->signals, NULL);
  g_signal_group_set_target (cell->heading_signals, NULL);
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
            GtkWidget *(*make) (OvRunCell *),
            GCompareDataFunc compare)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Maker *maker = g_new0 (Maker, 1);
  GtkColumnViewColumn *added;

  *maker = (Maker) {self, column, make, LEAST_WIDTH};
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

  add_column (self, "", NULL, ov_run_cell_make_swatch, NULL);
  self->name_column = add_column (self, _("Name"), NULL, make_name, compare_names_cb);
  gtk_column_view_column_set_resizable (self->name_column, TRUE);
  gtk_column_view_column_set_expand (self->name_column, TRUE);

  columns = ov_run_column_list (&n_columns);
  for (gsize i = 0; i < n_columns; i++)
    g_ptr_array_add (self->columns, add_column (self, _(columns[i].title), &columns[i], make_text,
                                                compare_cb));
}

/*
 * ov_run_table_find_row:
 * @self: a table
 * @widget: (nullable): a widget
 *
 * Returns: (transfer none) (nullable): the row of the view that @widget lies in
 */
GtkWidget *
ov_run_table_find_row (OvRunTable *self,
                       GtkWidget  *widget)
{
  while (widget != NULL && widget != GTK_WIDGET (self->view)
         && g_strcmp0 (gtk_widget_get_css_name (widget), "row") != 0)
    widget = gtk_widget_get_parent (widget);

  return widget != GTK_WIDGET (self->view) ? widget : NULL;
}

/*
 * ov_run_table_read_cell:
 * @widget: a child of a row of the view
 * @column: (out): its column
 *
 * Returns: (transfer none) (nullable): what stands in a cell; %NULL for the colour, the name, and
 *   what is no cell of ours
 */
const char *
ov_run_table_read_cell (GtkWidget          *widget,
                        const OvRunColumn **column)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  OvRunCell *cell = child != NULL ? ov_run_cell_get (child) : NULL;

  if (cell == NULL || cell->column == NULL)
    return NULL;

  *column = cell->column;

  return gtk_inscription_get_text (GTK_INSCRIPTION (child));
}

/*
 * ov_run_table_renew_numbers:
 * @row: a row of the view, which is of a run
 *
 * Brings up to date what changes while the run is running.
 */
void
ov_run_table_renew_numbers (GtkWidget *row)
{
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *widget = gtk_widget_get_first_child (child);
      OvRunCell *cell = widget != NULL ? ov_run_cell_get (widget) : NULL;
      g_autofree char *text = NULL;

      if (cell == NULL || cell->column == NULL || cell->column->only_if_different)
        continue;
      text = ov_run_column_format (cell->column, ov_run_cell_get_item (widget));
      set_whole_text (widget, text);
    }
}

/* The first widget within another that is a cell of ours, of any run or of the given one. */
static GtkWidget *
find_cell (GtkWidget *widget,
           OvRunItem *item,
           gboolean   with_name)
{
  OvRunCell *cell = ov_run_cell_get (widget);

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

/* What a row of the view is of; NULL while it is of nothing. */
static gpointer
get_row (GtkWidget *row)
{
  GtkWidget *cell = find_cell (row, NULL, FALSE);

  return cell != NULL ? gtk_list_item_get_item (ov_run_cell_get (cell)->row) : NULL;
}

/*
 * ov_run_table_get_item:
 * @row: a row of the view
 *
 * Returns: (transfer none) (nullable): its run; %NULL when it is a heading
 */
OvRunItem *
ov_run_table_get_item (GtkWidget *row)
{
  gpointer item = get_row (row);

  return OV_IS_RUN_ITEM (item) ? item : NULL;
}

/*
 * ov_run_table_find_at:
 * @self: a table
 * @x: a place in its view
 * @y: likewise
 *
 * Returns: (transfer none) (nullable): the #OvRunItem or #OvRunHeading whose row is there
 */
gpointer
ov_run_table_find_at (OvRunTable *self,
                      double      x,
                      double      y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = ov_run_table_find_row (self, picked);

  return row != NULL ? get_row (row) : NULL;
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
  gpointer row = ov_run_table_find_at (self, x, y);

  return OV_IS_RUN_ITEM (row) ? row : NULL;
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

  if (cell == NULL)
    return FALSE;

  ov_run_name_edit (OV_RUN_NAME (gtk_widget_get_first_child (cell)), ov_run_item_get_name (item));

  return TRUE;
}

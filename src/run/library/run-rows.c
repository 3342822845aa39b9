/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-rows.h"

/**
 * OvRunRows:
 *
 * The rows of a list of runs: the runs, in an order in which those of a group follow each other,
 * and above each group an #OvRunHeading. A run alone has one as well: it says what it would belong
 * to.
 */
struct _OvRunRows
{
  GObject       parent_instance;

  GListModel   *runs; /* owned */
  OvRunGrouping grouping;
  GPtrArray    *rows; /* of OvRunHeading and OvRunItem */
};

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return OV_RUN_ROWS (model)->rows->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GPtrArray *rows = OV_RUN_ROWS (model)->rows;

  return position < rows->len ? g_object_ref (rows->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

#define LIST_MODEL G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)

G_DEFINE_FINAL_TYPE_WITH_CODE (OvRunRows, ov_run_rows, G_TYPE_OBJECT, LIST_MODEL)

static void
ov_run_rows_dispose (GObject *object)
{
  OvRunRows *self = OV_RUN_ROWS (object);

  g_clear_object (&self->runs);
  g_ptr_array_set_size (self->rows, 0);

  G_OBJECT_CLASS (ov_run_rows_parent_class)->dispose (object);
}

static void
ov_run_rows_finalize (GObject *object)
{
  g_ptr_array_unref (OV_RUN_ROWS (object)->rows);

  G_OBJECT_CLASS (ov_run_rows_parent_class)->finalize (object);
}

static void
ov_run_rows_class_init (OvRunRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_run_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = ov_run_rows_finalize;
}

static void
ov_run_rows_init (OvRunRows *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Adds a group's heading, unless nothing is grouped, and its runs. */
static void
add_group (OvRunRows *self,
           GPtrArray *rows,
           GPtrArray *group)
{
  if (self->grouping != OV_RUN_GROUPING_NONE)
    g_ptr_array_add (rows, ov_run_heading_new (self->grouping, group));
  for (guint i = 0; i < group->len; i++)
    g_ptr_array_add (rows, g_object_ref (group->pdata[i]));
}

static gboolean
joins_next (OvRunRows *self,
            OvRunItem *first,
            guint      position)
{
  g_autoptr (OvRunItem) next = g_list_model_get_item (self->runs, position);

  return next != NULL && self->grouping != OV_RUN_GROUPING_NONE
         && ov_run_grouping_compare (self->grouping, first, next) == 0;
}

static GPtrArray *
make_rows (OvRunRows *self)
{
  const guint n = g_list_model_get_n_items (self->runs);
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n;)
    {
      g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func (g_object_unref);

      do
        g_ptr_array_add (group, g_list_model_get_item (self->runs, i++));
      while (joins_next (self, group->pdata[0], i));
      add_group (self, rows, group);
    }

  return rows;
}

/* Whether two rows are the same: the run, or a heading over the same runs. */
static gboolean
are_rows_equal (gpointer a,
                gpointer b)
{
  GPtrArray *first, *second;

  if (!OV_IS_RUN_HEADING (a) || !OV_IS_RUN_HEADING (b))
    return a == b;

  if (ov_run_heading_get_grouping (a) != ov_run_heading_get_grouping (b))
    return FALSE;
  first = ov_run_heading_get_items (a);
  second = ov_run_heading_get_items (b);
  if (first->len != second->len)
    return FALSE;
  for (guint i = 0; i < first->len; i++)
    if (first->pdata[i] != second->pdata[i])
      return FALSE;

  return TRUE;
}

/* Keeps the row that there was where the new one is equal: a view has it already. */
static gboolean
keep_row (GPtrArray *old,
          guint      old_place,
          GPtrArray *rows,
          guint      place)
{
  if (!are_rows_equal (old->pdata[old_place], rows->pdata[place]))
    return FALSE;

  g_set_object (&rows->pdata[place], old->pdata[old_place]);

  return TRUE;
}

/* Tells only of the rows between those at both ends that stay, so that a view keeps its place and
 * what is selected there. */
static void
update (OvRunRows *self)
{
  g_autoptr (GPtrArray) old = self->rows;
  guint first = 0, n_old = old->len, n_new;

  self->rows = make_rows (self);
  n_new = self->rows->len;
  while (first < MIN (n_old, n_new) && keep_row (old, first, self->rows, first))
    first++;
  while (MIN (n_old, n_new) > first && keep_row (old, n_old - 1, self->rows, n_new - 1))
    {
      n_old--;
      n_new--;
    }

  if (n_old > first || n_new > first)
    g_list_model_items_changed (G_LIST_MODEL (self), first, n_old - first, n_new - first);
}

/**
 * ov_run_rows_new:
 * @runs: of #OvRunItem; referenced
 *
 * Returns: (transfer full): the rows of the runs, not grouped
 */
OvRunRows *
ov_run_rows_new (GListModel *runs)
{
  OvRunRows *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (runs), NULL);

  self = g_object_new (OV_TYPE_RUN_ROWS, NULL);
  self->runs = g_object_ref (runs);
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return self;
}

/**
 * ov_run_rows_set_grouping:
 * @self: rows, whose runs are in an order that suits @grouping, or will be at once
 * @grouping: which of them belong together
 */
void
ov_run_rows_set_grouping (OvRunRows    *self,
                          OvRunGrouping grouping)
{
  g_return_if_fail (OV_IS_RUN_ROWS (self));

  if (self->grouping == grouping)
    return;

  self->grouping = grouping;
  update (self);
}

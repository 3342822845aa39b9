/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-collection.h"

#include "run-branch.h"
#include "run-choice.h"

/* A run of fewer epochs is not worth being shown. Whether it is kept is another matter: all are. */
#define LEAST_EPOCHS 3

/**
 * OvRunCollection:
 *
 * Every run that is kept, a list of #OvRunItem with the newest first. One of them is the session's
 * current one, and one, the same unless a person is looking at an earlier one, is in front on the
 * charts.
 */
struct _OvRunCollection
{
  GObject     parent_instance;

  GPtrArray  *items;   /* the oldest first */
  OvRunItem  *current; /* owned */
  OvRunItem  *front;   /* owned; NULL stands for the current one */
  GListStore *behind;  /* of those that are shown behind the one in front */
  guint       n_freezes;
  gboolean    is_stale; /* behind, since it is frozen */
  guint       first_slot;
  guint       n_slots;
};

enum
{
  PROP_0,
  PROP_FRONT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  ITEM_CHANGED,
  RETIRED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return OV_TYPE_RUN_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return OV_RUN_COLLECTION (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GPtrArray *items = OV_RUN_COLLECTION (model)->items;

  return position < items->len ? g_object_ref (items->pdata[items->len - 1 - position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

#define LIST_MODEL G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)

G_DEFINE_FINAL_TYPE_WITH_CODE (OvRunCollection, ov_run_collection, G_TYPE_OBJECT, LIST_MODEL)

/* Whether the charts show an item behind the one in front. Those of other data are not comparable
 * with it. */
static gboolean
is_behind (OvRunCollection *self,
           OvRunItem       *item)
{
  OvRunItem *front = ov_run_collection_get_front (self);

  return item != front && ov_run_item_is_shown (item) && ov_run_item_get_run (item) != NULL
         && ov_run_choice_are_comparable (item, front);
}

static void
update_behind (OvRunCollection *self)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  const guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->behind));
  gboolean is_same;

  self->is_stale = self->n_freezes > 0;
  if (self->is_stale)
    return;

  for (guint i = self->items->len; i-- > 0;)
    if (is_behind (self, self->items->pdata[i]))
      g_ptr_array_add (wanted, self->items->pdata[i]);

  is_same = wanted->len == n_old;
  for (guint i = 0; is_same && i < n_old; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->behind), i);

      is_same = item == wanted->pdata[i];
    }
  if (!is_same)
    g_list_store_splice (self->behind, 0, n_old, wanted->pdata, wanted->len);
}

static void
item_changed_cb (OvRunItem       *item,
                 OvRunCollection *self)
{
  update_behind (self);
  g_signal_emit (self, signals[ITEM_CHANGED], 0, item);
}

/* Its curves are known by another name or colour. */
static void
looks_changed_cb (OvRunItem       *item,
                  GParamSpec      *pspec,
                  OvRunCollection *self)
{
  guint position;

  if (g_list_store_find (self->behind, item, &position))
    g_list_model_items_changed (G_LIST_MODEL (self->behind), position, 1, 1);
}

/* The name of the run that they left is a part of what branches are known by. */
static void
name_parents (OvRunCollection *self,
              OvRunItem       *parent)
{
  ov_run_collection_freeze (self);
  ov_run_branch_name_parents (self->items, parent);
  ov_run_collection_thaw (self);
}

static void
name_changed_cb (OvRunItem       *item,
                 GParamSpec      *pspec,
                 OvRunCollection *self)
{
  looks_changed_cb (item, pspec, self);
  name_parents (self, item);
}

static void
follow (OvRunCollection *self,
        OvRunItem       *item)
{
  g_signal_connect_object (item, "notify::name", G_CALLBACK (name_changed_cb), self, 0);
  g_signal_connect_object (item, "notify::slot", G_CALLBACK (looks_changed_cb), self, 0);
  g_signal_connect_object (item, "changed", G_CALLBACK (item_changed_cb), self, 0);
}

static void
ov_run_collection_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (id == PROP_FRONT)
    g_value_set_object (value, ov_run_collection_get_front (OV_RUN_COLLECTION (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_run_collection_dispose (GObject *object)
{
  OvRunCollection *self = OV_RUN_COLLECTION (object);

  for (guint i = 0; i < self->items->len; i++)
    g_signal_handlers_disconnect_by_data (self->items->pdata[i], self);
  g_clear_object (&self->current);
  g_clear_object (&self->front);
  g_list_store_remove_all (self->behind);
  g_ptr_array_set_size (self->items, 0);

  G_OBJECT_CLASS (ov_run_collection_parent_class)->dispose (object);
}

static void
ov_run_collection_finalize (GObject *object)
{
  OvRunCollection *self = OV_RUN_COLLECTION (object);

  g_ptr_array_unref (self->items);
  g_object_unref (self->behind);

  G_OBJECT_CLASS (ov_run_collection_parent_class)->finalize (object);
}

static void
ov_run_collection_class_init (OvRunCollectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ov_run_collection_get_property;
  object_class->dispose = ov_run_collection_dispose;
  object_class->finalize = ov_run_collection_finalize;

  properties[PROP_FRONT] = g_param_spec_object ("front", NULL, NULL, OV_TYPE_RUN_ITEM,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                                  | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * OvRunCollection::item-changed:
   * @self: the collection
   * @item: the item that has changed
   */
  signals[ITEM_CHANGED] = g_signal_new ("item-changed", OV_TYPE_RUN_COLLECTION, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 1, OV_TYPE_RUN_ITEM);

  /**
   * OvRunCollection::retired:
   * @self: the collection
   * @item: the item that was the current one
   *
   * Another run has begun, and this one is kept.
   */
  signals[RETIRED] = g_signal_new ("retired", OV_TYPE_RUN_COLLECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, OV_TYPE_RUN_ITEM);
}

static void
ov_run_collection_init (OvRunCollection *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->behind = g_list_store_new (OV_TYPE_RUN_ITEM);
}

/**
 * ov_run_collection_new:
 * @first_slot: the first colour of the palette that a run may have
 * @n_slots: how many there are from there on
 *
 * Returns: (transfer full): a collection without runs
 */
OvRunCollection *
ov_run_collection_new (guint first_slot,
                       guint n_slots)
{
  OvRunCollection *self;

  g_return_val_if_fail (n_slots > 0, NULL);

  self = g_object_new (OV_TYPE_RUN_COLLECTION, NULL);
  self->first_slot = first_slot;
  self->n_slots = n_slots;

  return self;
}

static void
take_out (OvRunCollection *self,
          OvRunItem       *item)
{
  guint index;

  if (!g_ptr_array_find (self->items, item, &index))
    return;

  g_signal_handlers_disconnect_by_data (item, self);
  if (item == self->front)
    ov_run_collection_set_front (self, NULL);
  g_ptr_array_remove_index (self->items, index);
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - index, 1, 0);
}

/* A run without an epoch leaves nothing to keep. */
static void
retire (OvRunCollection *self)
{
  g_autoptr (OvRunItem) item = g_steal_pointer (&self->current);

  if (item == NULL)
    return;

  ov_run_item_retire (item);
  if (ov_run_item_get_facts (item)->n_epochs == 0)
    {
      take_out (self, item);
      return;
    }
  if (ov_run_item_get_facts (item)->n_epochs < LEAST_EPOCHS)
    ov_run_item_set_shown (item, FALSE);
  ov_run_choice_thin_out (self->items, item);
  g_signal_emit (self, signals[RETIRED], 0, item);
}

/**
 * ov_run_collection_find:
 * @self: a collection
 * @id: what distinguishes a run from others
 *
 * Returns: (transfer none) (nullable): the run
 */
OvRunItem *
ov_run_collection_find (OvRunCollection *self,
                        const char      *id)
{
  g_return_val_if_fail (OV_IS_RUN_COLLECTION (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return ov_run_choice_find (self->items, id);
}

/**
 * ov_run_collection_begin:
 * @self: a collection
 * @run: a run that begins; referenced
 * @data: what distinguishes its data from other data
 *
 * Makes a run the current one, and the last current one an earlier one. A run that is resumed, or
 * of a recipe and data that were run before, is the same item as then; any other one, such as a
 * branch, is a new item, with a name and a colour of its own. The current run is in front.
 *
 * Returns: (transfer none): its item
 */
OvRunItem *
ov_run_collection_begin (OvRunCollection *self,
                         OvRun           *run,
                         const char      *data)
{
  OvRunItem *item;

  g_return_val_if_fail (OV_IS_RUN_COLLECTION (self), NULL);
  g_return_val_if_fail (OV_IS_RUN (run), NULL);
  g_return_val_if_fail (data != NULL, NULL);

  ov_run_collection_freeze (self);
  retire (self);
  ov_run_choice_hide_other_data (self->items, data);
  g_clear_object (&self->front);

  item = ov_run_choice_find_own (self->items, run, data);
  if (item == NULL)
    {
      item = ov_run_choice_make_item (self->items, run, data, self->first_slot, self->n_slots);
      g_ptr_array_add (self->items, item);
      follow (self, item);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
    }
  self->current = g_object_ref (item);
  ov_run_item_begin (item, run);
  ov_run_item_set_shown (item, TRUE);
  update_behind (self);
  ov_run_collection_thaw (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRONT]);

  return item;
}

/**
 * ov_run_collection_add:
 * @self: a collection
 * @items: (element-type OvRunItem): earlier runs; referenced
 *
 * Adds runs that are not new, in the order in which all of them began.
 */
void
ov_run_collection_add (OvRunCollection *self,
                       GPtrArray       *items)
{
  guint n_old;

  g_return_if_fail (OV_IS_RUN_COLLECTION (self));
  g_return_if_fail (items != NULL);

  if (items->len == 0)
    return;

  n_old = self->items->len;
  for (guint i = 0; i < items->len; i++)
    {
      g_ptr_array_add (self->items, g_object_ref (items->pdata[i]));
      follow (self, items->pdata[i]);
    }
  ov_run_choice_sort (self->items);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, self->items->len);
  update_behind (self);
  name_parents (self, NULL);
}

/**
 * ov_run_collection_remove:
 * @self: a collection
 * @items: (element-type OvRunItem): what is to go
 *
 * Takes items away. The current one stays, whatever @items says.
 *
 * Returns: (transfer full) (element-type OvRunItem): those that went, for
 *   ov_run_collection_add() in case they are wanted back
 */
GPtrArray *
ov_run_collection_remove (OvRunCollection *self,
                          GPtrArray       *items)
{
  GPtrArray *removed = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (OV_IS_RUN_COLLECTION (self), removed);
  g_return_val_if_fail (items != NULL, removed);

  for (guint i = 0; i < items->len; i++)
    if (items->pdata[i] != self->current && g_ptr_array_find (self->items, items->pdata[i], NULL))
      {
        g_ptr_array_add (removed, g_object_ref (items->pdata[i]));
        take_out (self, items->pdata[i]);
      }
  update_behind (self);
  if (removed->len > 0)
    name_parents (self, NULL);

  return removed;
}

/**
 * ov_run_collection_fit_slot:
 * @self: a collection
 * @slot: any number
 *
 * Returns: @slot, or the colour that stands in for it when a run may not have that one
 */
guint
ov_run_collection_fit_slot (OvRunCollection *self,
                            guint            slot)
{
  g_return_val_if_fail (OV_IS_RUN_COLLECTION (self), slot);

  return ov_run_collection_has_slot (self, slot) ? slot
                                                 : self->first_slot + slot % self->n_slots;
}

/**
 * ov_run_collection_has_slot:
 * @self: a collection
 * @slot: any number
 *
 * Returns: whether a run may have the colour @slot
 */
gboolean
ov_run_collection_has_slot (OvRunCollection *self,
                            guint            slot)
{
  g_return_val_if_fail (OV_IS_RUN_COLLECTION (self), FALSE);

  return slot >= self->first_slot && slot - self->first_slot < self->n_slots;
}

/**
 * ov_run_collection_choose_slot:
 * @self: a collection
 *
 * Returns: the colour that a run gets which has none
 */
guint
ov_run_collection_choose_slot (OvRunCollection *self)
{
  g_return_val_if_fail (OV_IS_RUN_COLLECTION (self), 0);

  return ov_run_choice_slot (self->items, self->first_slot, self->n_slots);
}

/**
 * ov_run_collection_get_current:
 * @self: a collection
 *
 * Returns: (transfer none) (nullable): the item of the session's run; %NULL before the first
 */
OvRunItem *
ov_run_collection_get_current (OvRunCollection *self)
{
  g_return_val_if_fail (OV_IS_RUN_COLLECTION (self), NULL);

  return self->current;
}

/**
 * ov_run_collection_get_front:
 * @self: a collection
 *
 * Returns: (transfer none) (nullable): the item that is in front on the charts: the current one,
 *   unless an earlier one is being viewed
 */
OvRunItem *
ov_run_collection_get_front (OvRunCollection *self)
{
  g_return_val_if_fail (OV_IS_RUN_COLLECTION (self), NULL);

  return self->front != NULL ? self->front : self->current;
}

/**
 * ov_run_collection_set_front:
 * @self: a collection
 * @item: (nullable): one of its items; %NULL for the current one
 *
 * Puts an item in front on the charts, which starts and stops nothing.
 */
void
ov_run_collection_set_front (OvRunCollection *self,
                             OvRunItem       *item)
{
  g_return_if_fail (OV_IS_RUN_COLLECTION (self));

  if (item == self->current)
    item = NULL;
  if (!g_set_object (&self->front, item))
    return;

  update_behind (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRONT]);
}

/**
 * ov_run_collection_get_behind:
 * @self: a collection
 *
 * Returns: (transfer none): of #OvRunItem, those that the charts show behind the one in front; all
 *   have their curves
 */
GListModel *
ov_run_collection_get_behind (OvRunCollection *self)
{
  g_return_val_if_fail (OV_IS_RUN_COLLECTION (self), NULL);

  return G_LIST_MODEL (self->behind);
}

/**
 * ov_run_collection_show_only:
 * @self: a collection
 * @items: (element-type OvRunItem): what the charts are to show
 *
 * Takes all other runs off the charts, save the one in front.
 */
void
ov_run_collection_show_only (OvRunCollection *self,
                             GPtrArray       *items)
{
  g_return_if_fail (OV_IS_RUN_COLLECTION (self));
  g_return_if_fail (items != NULL);

  ov_run_collection_freeze (self);
  for (guint i = 0; i < self->items->len; i++)
    ov_run_item_set_shown (self->items->pdata[i],
                           g_ptr_array_find (items, self->items->pdata[i], NULL));
  ov_run_collection_thaw (self);
}

/**
 * ov_run_collection_freeze:
 * @self: a collection
 *
 * Holds the list of what is behind as it is, until as many calls of ov_run_collection_thaw(). For
 * a change of many items: the charts draw all that is behind anew whenever that list changes.
 */
void
ov_run_collection_freeze (OvRunCollection *self)
{
  g_return_if_fail (OV_IS_RUN_COLLECTION (self));

  self->n_freezes++;
}

/**
 * ov_run_collection_thaw:
 * @self: a frozen collection
 */
void
ov_run_collection_thaw (OvRunCollection *self)
{
  g_return_if_fail (OV_IS_RUN_COLLECTION (self) && self->n_freezes > 0);

  if (--self->n_freezes == 0 && self->is_stale)
    update_behind (self);
}

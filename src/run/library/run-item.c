/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "run-item-private.h"

static GParamSpec *properties[OV_RUN_ITEM_N_PROPS];

enum
{
  CHANGED,
  PROGRESSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/**
 * OvRunItem:
 *
 * A run as a person has it in a list: with a name and a colour that stay its own, whether the
 * charts show it, and what became of it. Its curves are there while it has an #OvRun. When the same
 * recipe is run again on the same data, that is the same item: it keeps the longer of both.
 */
G_DEFINE_FINAL_TYPE (OvRunItem, ov_run_item, G_TYPE_OBJECT)

/*
 * ov_run_item_tell:
 * @self: an item
 * @property: what has changed, or %OV_RUN_ITEM_PROP_0 for the facts or the curves
 */
void
ov_run_item_tell (OvRunItem        *self,
                  OvRunItemProperty property)
{
  if (property != OV_RUN_ITEM_PROP_0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  g_signal_emit (self, signals[CHANGED], 0);
}

/*
 * ov_run_item_tell_progress:
 * @self: an item, whose facts count more epochs than before
 */
void
ov_run_item_tell_progress (OvRunItem *self)
{
  g_signal_emit (self, signals[PROGRESSED], 0);
}

static void
ov_run_item_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  OvRunItem *self = OV_RUN_ITEM (object);

  switch (id)
    {
    case OV_RUN_ITEM_PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case OV_RUN_ITEM_PROP_SLOT:
      g_value_set_uint (value, self->slot);
      break;
    case OV_RUN_ITEM_PROP_PINNED:
      g_value_set_boolean (value, self->is_pinned);
      break;
    case OV_RUN_ITEM_PROP_SHOWN:
      g_value_set_boolean (value, self->is_shown);
      break;
    case OV_RUN_ITEM_PROP_CURRENT:
      g_value_set_boolean (value, self->is_current);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ov_run_item_dispose (GObject *object)
{
  OvRunItem *self = OV_RUN_ITEM (object);

  ov_run_item_unfollow (self);
  g_clear_object (&self->run);
  g_clear_object (&self->former_run);

  G_OBJECT_CLASS (ov_run_item_parent_class)->dispose (object);
}

static void
ov_run_item_finalize (GObject *object)
{
  OvRunItem *self = OV_RUN_ITEM (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->data);
  g_free (self->data_name);
  g_free (self->parent);
  g_free (self->parent_name);
  g_free (self->source);

  G_OBJECT_CLASS (ov_run_item_parent_class)->finalize (object);
}

static void
ov_run_item_class_init (OvRunItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ov_run_item_get_property;
  object_class->dispose = ov_run_item_dispose;
  object_class->finalize = ov_run_item_finalize;

  properties[OV_RUN_ITEM_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "",
                                                           G_PARAM_READABLE | flags);
  properties[OV_RUN_ITEM_PROP_SLOT] = g_param_spec_uint ("slot", NULL, NULL, 0, G_MAXUINT, 0,
                                                         G_PARAM_READABLE | flags);
  properties[OV_RUN_ITEM_PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE,
                                                              G_PARAM_READABLE | flags);
  properties[OV_RUN_ITEM_PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                                                             G_PARAM_READABLE | flags);
  properties[OV_RUN_ITEM_PROP_CURRENT] = g_param_spec_boolean ("current", NULL, NULL, FALSE,
                                                               G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, OV_RUN_ITEM_N_PROPS, properties);

  /* OvRunItem::changed: anything has changed: a property, the facts, or the curves. */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_RUN_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  /* OvRunItem::progressed: the numbers among the facts are those of more epochs, of which "changed"
   * is told less often. */
  signals[PROGRESSED] = g_signal_new ("progressed", OV_TYPE_RUN_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_run_item_init (OvRunItem *self)
{
  self->facts.best_accuracy = NAN;
  self->facts.best_loss = NAN;
  self->facts.last_loss = NAN;
}

/**
 * ov_run_item_new:
 * @id: what distinguishes it from all others, such as a UUID
 * @name: its name, which a person may change
 * @slot: its colour in the palette
 * @recipe: what is run; copied
 * @data: what distinguishes its data from other data
 * @data_name: what the data is called
 * @started: when it began, in microseconds since 1970
 *
 * Returns: (transfer full): an item without a run, which is not shown
 */
OvRunItem *
ov_run_item_new (const char     *id,
                 const char     *name,
                 guint           slot,
                 const OvRecipe *recipe,
                 const char     *data,
                 const char     *data_name,
                 gint64          started)
{
  OvRunItem *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (recipe != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  self = g_object_new (OV_TYPE_RUN_ITEM, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->slot = slot;
  self->recipe = *recipe;
  self->data = g_strdup (data);
  self->data_name = g_strdup (data_name);
  self->started = started;

  return self;
}

/**
 * ov_run_item_get_id:
 * @self: an item
 *
 * Returns: what distinguishes it from all others
 */
const char *
ov_run_item_get_id (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  return self->id;
}

/**
 * ov_run_item_set_id:
 * @self: an item
 * @id: what distinguishes it from all others from now on
 */
void
ov_run_item_set_id (OvRunItem  *self,
                    const char *id)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));
  g_return_if_fail (id != NULL);

  g_free (self->id);
  self->id = g_strdup (id);
}

/**
 * ov_run_item_get_recipe:
 * @self: an item
 *
 * Returns: (transfer none): what is run
 */
const OvRecipe *
ov_run_item_get_recipe (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  return &self->recipe;
}

/**
 * ov_run_item_get_data:
 * @self: an item
 *
 * Returns: what distinguishes its data from other data
 */
const char *
ov_run_item_get_data (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  return self->data;
}

/**
 * ov_run_item_get_data_name:
 * @self: an item
 *
 * Returns: what its data is called
 */
const char *
ov_run_item_get_data_name (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  return self->data_name;
}

/**
 * ov_run_item_get_started:
 * @self: an item
 *
 * Returns: when it began, in microseconds since 1970
 */
gint64
ov_run_item_get_started (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), 0);

  return self->started;
}

/**
 * ov_run_item_get_parent:
 * @self: an item
 * @n_epochs: (out) (optional): how many epochs both have in common
 *
 * Returns: (nullable): the id of the run that it branched off from; %NULL for one that began with
 *   the first epoch
 */
const char *
ov_run_item_get_parent (OvRunItem *self,
                        guint     *n_epochs)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  if (n_epochs != NULL)
    *n_epochs = self->parent_epoch;

  return self->parent;
}

/**
 * ov_run_item_set_parent:
 * @self: a new item
 * @id: (nullable): the id of the run that it branched off from
 * @n_epochs: how many epochs both have in common
 */
void
ov_run_item_set_parent (OvRunItem  *self,
                        const char *id,
                        guint       n_epochs)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));

  g_free (self->parent);
  self->parent = g_strdup (id);
  self->parent_epoch = n_epochs;
}

/**
 * ov_run_item_get_parent_name:
 * @self: an item that branched off from another one
 *
 * Returns: (nullable): what that one is called; %NULL when it is gone
 */
const char *
ov_run_item_get_parent_name (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  return self->parent_name;
}

/**
 * ov_run_item_set_parent_name:
 * @self: an item that branched off from another one
 * @name: (nullable): what that one is called; %NULL when it is gone
 */
void
ov_run_item_set_parent_name (OvRunItem  *self,
                             const char *name)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));

  if (g_strcmp0 (name, self->parent_name) == 0)
    return;

  g_free (self->parent_name);
  self->parent_name = g_strdup (name);
  ov_run_item_tell (self, OV_RUN_ITEM_PROP_0);
}

/**
 * ov_run_item_get_source:
 * @self: an item
 *
 * Returns: (nullable): what it was read from; %NULL for a run that was trained here
 */
const char *
ov_run_item_get_source (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  return self->source;
}

/**
 * ov_run_item_is_foreign:
 * @self: an item
 *
 * Returns: whether another program has made the run, see ov_recipe_is_foreign()
 */
gboolean
ov_run_item_is_foreign (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), FALSE);

  return ov_recipe_is_foreign (&self->recipe);
}

/**
 * ov_run_item_set_source:
 * @self: a new item
 * @source: (nullable): what it was read from
 */
void
ov_run_item_set_source (OvRunItem  *self,
                        const char *source)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));

  g_free (self->source);
  self->source = g_strdup (source);
}

/**
 * ov_run_item_is_elsewhere:
 * @self: an item
 *
 * Returns: whether another program was training the run when this one read of it: it is that
 *   program's, so that no run here repeats it
 */
gboolean
ov_run_item_is_elsewhere (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), FALSE);

  return self->is_elsewhere;
}

/**
 * ov_run_item_set_elsewhere:
 * @self: a new item
 * @is_elsewhere: whether another program is training the run
 */
void
ov_run_item_set_elsewhere (OvRunItem *self,
                           gboolean   is_elsewhere)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));

  self->is_elsewhere = is_elsewhere;
}

/**
 * ov_run_item_get_facts:
 * @self: an item
 *
 * Returns: (transfer none): what became of it so far
 */
const OvRunFacts *
ov_run_item_get_facts (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  return &self->facts;
}

/**
 * ov_run_item_set_facts:
 * @self: an item whose run is not there
 * @facts: what became of it; copied
 */
void
ov_run_item_set_facts (OvRunItem        *self,
                       const OvRunFacts *facts)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));
  g_return_if_fail (facts != NULL);

  self->facts = *facts;
  ov_run_item_tell (self, OV_RUN_ITEM_PROP_0);
}

/**
 * ov_run_item_get_name:
 * @self: an item
 *
 * Returns: its name, which a person may change
 */
const char *
ov_run_item_get_name (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  return self->name;
}

/**
 * ov_run_item_set_name:
 * @self: an item
 * @name: (nullable): what it is to be called; an empty or blank name leaves the old one
 */
void
ov_run_item_set_name (OvRunItem  *self,
                      const char *name)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name != NULL ? name : ""));

  g_return_if_fail (OV_IS_RUN_ITEM (self));

  if (*stripped == '\0' || strcmp (stripped, self->name) == 0)
    return;

  g_free (self->name);
  self->name = g_steal_pointer (&stripped);
  ov_run_item_tell (self, OV_RUN_ITEM_PROP_NAME);
}

/**
 * ov_run_item_is_pinned:
 * @self: an item
 *
 * Returns: whether the charts keep it until a person takes it off
 */
gboolean
ov_run_item_is_pinned (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), FALSE);

  return self->is_pinned;
}

/**
 * ov_run_item_set_pinned:
 * @self: an item
 * @is_pinned: whether the charts keep it until a person takes it off
 */
void
ov_run_item_set_pinned (OvRunItem *self,
                        gboolean   is_pinned)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));

  if (self->is_pinned == is_pinned)
    return;

  self->is_pinned = is_pinned;
  ov_run_item_tell (self, OV_RUN_ITEM_PROP_PINNED);
}

/**
 * ov_run_item_is_shown:
 * @self: an item
 *
 * Returns: whether the charts show it
 */
gboolean
ov_run_item_is_shown (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), FALSE);

  return self->is_shown;
}

/**
 * ov_run_item_set_shown:
 * @self: an item
 * @is_shown: whether the charts show it
 */
void
ov_run_item_set_shown (OvRunItem *self,
                       gboolean   is_shown)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));

  if (self->is_shown == is_shown)
    return;

  self->is_shown = is_shown;
  ov_run_item_tell (self, OV_RUN_ITEM_PROP_SHOWN);
}

/**
 * ov_run_item_is_current:
 * @self: an item
 *
 * Returns: whether it is the run of the session
 */
gboolean
ov_run_item_is_current (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), FALSE);

  return self->is_current;
}

/**
 * ov_run_item_get_run:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the run with its curves, if they are there
 */
OvRun *
ov_run_item_get_run (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  return self->run;
}

/**
 * ov_run_item_set_run:
 * @self: an item that is not the current one
 * @run: (nullable): its run, which has ended; referenced
 *
 * Gives the item its curves, or lets go of them.
 */
void
ov_run_item_set_run (OvRunItem *self,
                     OvRun     *run)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));
  g_return_if_fail (!self->is_current);

  if (g_set_object (&self->run, run))
    ov_run_item_tell (self, OV_RUN_ITEM_PROP_0);
}

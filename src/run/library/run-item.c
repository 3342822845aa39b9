/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-item.h"

#include <math.h>
#include <string.h>

/* How often the facts of a running run are found out anew, in microseconds. */
#define INTERVAL (G_USEC_PER_SEC / 4)

/**
 * OvRunItem:
 *
 * A run as a person has it in a list: with a name and a colour that stay its own, whether the
 * charts show it, and what became of it. Its curves are there while it has an #OvRun. When the same
 * recipe is run again on the same data, that is the same item: it keeps the longer of both.
 */
struct _OvRunItem
{
  GObject    parent_instance;

  char      *id;
  char      *name;
  char      *data;
  char      *data_name;
  OvRecipe   recipe;
  OvRunFacts facts;
  gint64     started;
  guint      slot;
  gboolean   is_pinned;
  gboolean   is_shown;
  gboolean   is_current;

  OvRun     *run;          /* owned; NULL while nobody has asked for its curves */
  gulong     handlers[2];  /* of the current run */
  gint64     refreshed_at; /* when the facts were found out */

  /* What there was when the current run began, in case that one does not get as far. */
  OvRun     *former_run; /* owned */
  OvRunFacts former_facts;
  gint64     former_started;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_SLOT,
  PROP_PINNED,
  PROP_SHOWN,
  PROP_CURRENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvRunItem, ov_run_item, G_TYPE_OBJECT)

static void
tell (OvRunItem *self,
      guint      property)
{
  if (property != PROP_0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  g_signal_emit (self, signals[CHANGED], 0);
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
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_SLOT:
      g_value_set_uint (value, self->slot);
      break;
    case PROP_PINNED:
      g_value_set_boolean (value, self->is_pinned);
      break;
    case PROP_SHOWN:
      g_value_set_boolean (value, self->is_shown);
      break;
    case PROP_CURRENT:
      g_value_set_boolean (value, self->is_current);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
unfollow (OvRunItem *self)
{
  for (gsize i = 0; self->run != NULL && i < G_N_ELEMENTS (self->handlers); i++)
    g_clear_signal_handler (&self->handlers[i], self->run);
}

static void
ov_run_item_dispose (GObject *object)
{
  OvRunItem *self = OV_RUN_ITEM (object);

  unfollow (self);
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

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", G_PARAM_READABLE | flags);
  properties[PROP_SLOT] = g_param_spec_uint ("slot", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READABLE | flags);
  properties[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | flags);
  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | flags);
  properties[PROP_CURRENT] = g_param_spec_boolean ("current", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* OvRunItem::changed: anything has changed: a property, the facts, or the curves. */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_RUN_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
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
 * @name: what a person calls it
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
  tell (self, PROP_0);
}

/**
 * ov_run_item_get_name:
 * @self: an item
 *
 * Returns: what a person calls it
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
  tell (self, PROP_NAME);
}

/**
 * ov_run_item_get_slot:
 * @self: an item
 *
 * Returns: its colour in the palette
 */
guint
ov_run_item_get_slot (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), 0);

  return self->slot;
}

/**
 * ov_run_item_set_slot:
 * @self: an item
 * @slot: its colour in the palette
 */
void
ov_run_item_set_slot (OvRunItem *self,
                      guint      slot)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));

  if (self->slot == slot)
    return;

  self->slot = slot;
  tell (self, PROP_SLOT);
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
  tell (self, PROP_PINNED);
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
  tell (self, PROP_SHOWN);
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
    tell (self, PROP_0);
}

static void
refresh (OvRunItem *self)
{
  self->refreshed_at = g_get_monotonic_time ();
  ov_run_facts_init (&self->facts, &self->recipe, ov_run_get_history (self->run),
                     ov_run_get_outcome (self->run));
  tell (self, PROP_0);
}

static void
epochs_added_cb (OvRunItem *self)
{
  if (self->facts.n_epochs == 0 || g_get_monotonic_time () - self->refreshed_at >= INTERVAL)
    refresh (self);
}

/**
 * ov_run_item_begin:
 * @self: an item
 * @run: a run of its recipe, which begins; referenced
 *
 * Makes it the current item, whose facts follow the run. What an earlier run left is put aside.
 */
void
ov_run_item_begin (OvRunItem *self,
                   OvRun     *run)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));
  g_return_if_fail (OV_IS_RUN (run));
  g_return_if_fail (!self->is_current);

  self->former_run = g_steal_pointer (&self->run);
  self->former_facts = self->facts;
  self->former_started = self->started;

  self->run = g_object_ref (run);
  self->started = g_get_real_time ();
  self->is_current = TRUE;
  self->handlers[0] = g_signal_connect_swapped (run, "epochs-added",
                                                G_CALLBACK (epochs_added_cb), self);
  self->handlers[1] = g_signal_connect_swapped (run, "state-changed", G_CALLBACK (refresh), self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
  refresh (self);
}

/**
 * ov_run_item_retire:
 * @self: the current item
 *
 * Makes it an earlier one. Of two runs of its recipe the one with more epochs stays, and the later
 * one when they have equally many.
 */
void
ov_run_item_retire (OvRunItem *self)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));
  g_return_if_fail (self->is_current);

  unfollow (self);
  self->is_current = FALSE;
  refresh (self);
  if (self->former_facts.n_epochs > self->facts.n_epochs)
    {
      g_clear_object (&self->run);
      self->run = g_steal_pointer (&self->former_run);
      self->facts = self->former_facts;
      self->started = self->former_started;
    }
  g_clear_object (&self->former_run);
  tell (self, PROP_CURRENT);
}

/**
 * ov_run_item_absorb:
 * @self: the current item
 * @earlier: an item of the same recipe and data, which is in no collection
 *
 * Makes the current item the one that @earlier is: it takes its id, its name and its looks, and
 * falls back on it if the current run does not get as far.
 */
void
ov_run_item_absorb (OvRunItem *self,
                    OvRunItem *earlier)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));
  g_return_if_fail (OV_IS_RUN_ITEM (earlier));
  g_return_if_fail (self->is_current);

  ov_run_item_set_id (self, earlier->id);
  self->former_facts = earlier->facts;
  self->former_started = earlier->started;
  ov_run_item_set_pinned (self, earlier->is_pinned);
  ov_run_item_set_slot (self, earlier->slot);
  ov_run_item_set_name (self, earlier->name);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-item.h"

/* Only for the files that make up an item. */

struct _OvRunItem
{
  GObject    parent_instance;

  char      *id;
  char      *name;
  char      *data;
  char      *data_name;
  char      *parent;       /* the id of the run that it branched off from, or NULL */
  guint      parent_epoch; /* how many epochs they have in common */
  char      *parent_name;  /* what that run is called; NULL when it is gone */
  char      *source;       /* what it was read from, or NULL for a run of this library */
  gboolean   is_elsewhere; /* another program was training it when the library was read */
  OvRecipe   recipe;
  OvRunFacts facts;
  gint64     started;
  guint      slot;
  gboolean   is_slot_chosen; /* by a person */
  gboolean   is_colourless;  /* the slot only stands in for a colour that it has not been given */
  gboolean   is_pinned;
  gboolean   is_shown;
  gboolean   is_current;

  OvRun     *run;          /* owned; NULL while nobody has asked for its curves */
  gulong     handlers[2];  /* of the current run */
  gint64     refreshed_at; /* when the facts were found out */

  /* What there was when the current run began, in case that one does not get as far. */
  OvRun     *former_run; /* owned */
  OvRecipe   former_recipe;
  OvRunFacts former_facts;
  gint64     former_started;
};

typedef enum
{
  OV_RUN_ITEM_PROP_0,
  OV_RUN_ITEM_PROP_NAME,
  OV_RUN_ITEM_PROP_SLOT,
  OV_RUN_ITEM_PROP_PINNED,
  OV_RUN_ITEM_PROP_SHOWN,
  OV_RUN_ITEM_PROP_CURRENT,
  OV_RUN_ITEM_N_PROPS
} OvRunItemProperty;

void ov_run_item_tell     (OvRunItem        *self,
                           OvRunItemProperty property);
void ov_run_item_tell_progress (OvRunItem *self);
void ov_run_item_unfollow (OvRunItem        *self);

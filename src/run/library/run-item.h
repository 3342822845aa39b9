/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-facts.h"
#include "run.h"

#define OV_TYPE_RUN_ITEM (ov_run_item_get_type ())
G_DECLARE_FINAL_TYPE (OvRunItem, ov_run_item, OV, RUN_ITEM, GObject)

OvRunItem        *ov_run_item_new            (const char       *id,
                                              const char       *name,
                                              guint             slot,
                                              const OvRecipe   *recipe,
                                              const char       *data,
                                              const char       *data_name,
                                              gint64            started);

const char       *ov_run_item_get_id         (OvRunItem        *self);
void              ov_run_item_set_id         (OvRunItem        *self,
                                              const char       *id);
void              ov_run_item_part           (OvRunItem        *self,
                                              const char       *id);
void              ov_run_item_absorb         (OvRunItem        *self,
                                              OvRunItem        *earlier);
const OvRecipe   *ov_run_item_get_recipe     (OvRunItem        *self);
const char       *ov_run_item_get_data       (OvRunItem        *self);
const char       *ov_run_item_get_data_name  (OvRunItem        *self);
gint64            ov_run_item_get_started    (OvRunItem        *self);
const char       *ov_run_item_get_parent     (OvRunItem        *self,
                                              guint            *n_epochs);
void              ov_run_item_set_parent     (OvRunItem        *self,
                                              const char       *id,
                                              guint             n_epochs);
const char       *ov_run_item_get_parent_name (OvRunItem       *self);
void              ov_run_item_set_parent_name (OvRunItem       *self,
                                              const char       *name);
const char       *ov_run_item_get_source     (OvRunItem        *self);
gboolean          ov_run_item_is_foreign     (OvRunItem        *self);
void              ov_run_item_set_source     (OvRunItem        *self,
                                              const char       *source);
gboolean          ov_run_item_is_elsewhere   (OvRunItem        *self);
void              ov_run_item_set_elsewhere  (OvRunItem        *self,
                                              gboolean          is_elsewhere);
const OvRunFacts *ov_run_item_get_facts      (OvRunItem        *self);
void              ov_run_item_set_facts      (OvRunItem        *self,
                                              const OvRunFacts *facts);

const char       *ov_run_item_get_name       (OvRunItem        *self);
void              ov_run_item_set_name       (OvRunItem        *self,
                                              const char       *name);
guint             ov_run_item_get_slot       (OvRunItem        *self);
void              ov_run_item_set_slot       (OvRunItem        *self,
                                              guint             slot);
gboolean          ov_run_item_is_slot_chosen (OvRunItem        *self);
void              ov_run_item_restore_slot   (OvRunItem        *self,
                                              guint             slot,
                                              gboolean          is_chosen);
void              ov_run_item_choose_slot    (OvRunItem        *self,
                                              guint             slot);
gboolean          ov_run_item_is_colourless  (OvRunItem        *self);
void              ov_run_item_set_colourless (OvRunItem        *self);
gboolean          ov_run_item_is_pinned      (OvRunItem        *self);
void              ov_run_item_set_pinned     (OvRunItem        *self,
                                              gboolean          is_pinned);
gboolean          ov_run_item_is_shown       (OvRunItem        *self);
void              ov_run_item_set_shown      (OvRunItem        *self,
                                              gboolean          is_shown);
gboolean          ov_run_item_is_current     (OvRunItem        *self);

OvRun            *ov_run_item_get_run        (OvRunItem        *self);
void              ov_run_item_set_run        (OvRunItem        *self,
                                              OvRun            *run);
void              ov_run_item_begin          (OvRunItem        *self,
                                              OvRun            *run);
void              ov_run_item_retire         (OvRunItem        *self);
gboolean          ov_run_item_is_resumed     (OvRunItem        *self);
OvRun            *ov_run_item_get_former     (OvRunItem        *self);
const OvRunFacts *ov_run_item_get_former_facts (OvRunItem      *self);

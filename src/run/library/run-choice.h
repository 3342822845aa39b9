/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-item.h"

/* What is chosen for a run until a person chooses otherwise: which one it repeats, its name, its
 * colour, and whether the charts show it. */
gboolean   ov_run_choice_are_comparable (OvRunItem   *a,
                                      OvRunItem      *b);
gboolean   ov_run_choice_is_repeated (OvRunItem      *item,
                                      const OvRecipe *recipe,
                                      const char     *data);
OvRunItem *ov_run_choice_find_repeat (GPtrArray      *items,
                                      const OvRecipe *recipe,
                                      const char     *data);
OvRunItem *ov_run_choice_find        (GPtrArray      *items,
                                      const char     *id);
OvRunItem *ov_run_choice_find_own    (GPtrArray      *items,
                                      OvRun          *run,
                                      const char     *data);
OvRunItem *ov_run_choice_make_item   (GPtrArray      *items,
                                      OvRun          *run,
                                      const char     *data,
                                      guint           first_slot,
                                      guint           n_slots);
char      *ov_run_choice_name        (GPtrArray      *items,
                                      const OvRecipe *recipe);
void       ov_run_choice_rename      (OvRunItem      *item,
                                      GListModel     *runs);
guint      ov_run_choice_slot        (GPtrArray      *items,
                                      guint           first_slot,
                                      guint           n_slots);
void       ov_run_choice_thin_out    (GPtrArray      *items,
                                      OvRunItem      *newest);
void       ov_run_choice_restore     (GPtrArray      *items);
void       ov_run_choice_hide_other_data  (GPtrArray  *items,
                                           const char *data);
void       ov_run_choice_sort             (GPtrArray  *items);

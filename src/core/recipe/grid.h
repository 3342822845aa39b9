/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "grid-axis.h"

/**
 * OvGrid:
 *
 * The recipes of a sweep: every combination of the values that some of their numbers are to have.
 */
typedef struct _OvGrid OvGrid;

OvGrid            *ov_grid_new            (const char         *presets,
                                           GError            **error);
void               ov_grid_free           (OvGrid             *self);
gboolean           ov_grid_add            (OvGrid             *self,
                                           const OvParameter  *parameter,
                                           const char         *text,
                                           GError            **error);
guint              ov_grid_get_n_presets  (const OvGrid       *self);
guint              ov_grid_get_n_axes     (const OvGrid       *self);
const OvParameter *ov_grid_get_axis       (const OvGrid       *self,
                                           guint               axis,
                                           guint              *n_values);
const char        *ov_grid_find_unused    (const OvGrid       *self,
                                           guint               axis);
guint              ov_grid_get_n_recipes  (const OvGrid       *self);
void               ov_grid_get_recipe     (const OvGrid       *self,
                                           guint               place,
                                           OvRecipe           *recipe);
char              *ov_grid_make_name      (const OvGrid       *self,
                                           guint               place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvGrid, ov_grid_free)

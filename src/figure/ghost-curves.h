/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mean-curves.h"
#include "run.h"

/**
 * OvGhostCurves:
 *
 * Earlier runs behind the current one, on the chart of the losses and on that of the accuracies.
 */
typedef struct _OvGhostCurves OvGhostCurves;

OvGhostCurves *ov_ghost_curves_new   (OvChart       *losses,
                                      OvChart       *accuracies);
void           ov_ghost_curves_free  (OvGhostCurves *self);
void           ov_ghost_curves_clear (OvGhostCurves *self);
void           ov_ghost_curves_set_abscissa (OvGhostCurves *self,
                                      OvAbscissa     abscissa);
void           ov_ghost_curves_set_visible (OvGhostCurves *self,
                                      OvRun         *run,
                                      gboolean       visible);
void           ov_ghost_curves_set_named (OvGhostCurves *self,
                                      gboolean       is_named);
OvRun         *ov_ghost_curves_draw  (OvGhostCurves *self,
                                      GListModel    *items,
                                      OvRun         *current);
void           ov_ghost_curves_update (OvGhostCurves *self);
void           ov_ghost_curves_list_members (OvGhostCurves *self,
                                      OvQuantity     quantity,
                                      GArray        *members);
OvEmphasis     ov_ghost_curves_get_emphasis (OvRun         *run,
                                             OvRun         *pointed);
void           ov_ghost_curves_point_at (OvGhostCurves *self,
                                         OvRun         *run);

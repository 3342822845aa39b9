/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "curves.h"
#include "ladder.h"

G_BEGIN_DECLS

#define OV_TYPE_LADDER_VIEW (ov_ladder_view_get_type ())
G_DECLARE_FINAL_TYPE (OvLadderView, ov_ladder_view, OV, LADDER_VIEW, GtkWidget)

void  ov_ladder_view_set_ladder   (OvLadderView *self,
                                   OvLadder     *ladder);
void  ov_ladder_view_set_quantity (OvLadderView *self,
                                   OvQuantity    quantity);
void  ov_ladder_view_set_overlay  (OvLadderView *self,
                                   gboolean      overlay);
char *ov_ladder_view_describe     (OvLadderView *self);

G_END_DECLS

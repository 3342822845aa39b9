/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "strip-chart.h"

/**
 * OvStripColumn:
 *
 * The strips beneath the losses, from the top, each visible while it has something to show. It
 * belongs to the pane that is the parent of their views.
 */
typedef struct _OvStripColumn OvStripColumn;

OvStripColumn *ov_strip_column_new           (void);
void           ov_strip_column_free          (OvStripColumn       *self);
void           ov_strip_column_add           (OvStripColumn       *self,
                                              const OvStrip       *strip,
                                              OvChartView         *view);
guint          ov_strip_column_get_length    (const OvStripColumn *self);
OvChartView   *ov_strip_column_get_view      (const OvStripColumn *self,
                                              guint                index);
void           ov_strip_column_set_run       (OvStripColumn       *self,
                                              OvRun               *run,
                                              const OvTimeline    *timeline);
void           ov_strip_column_set_style     (OvStripColumn       *self,
                                              const OvFigureStyle *style);
void           ov_strip_column_add_ghosts    (OvStripColumn       *self,
                                              GListModel          *ghosts);
void           ov_strip_column_clear_ghosts  (OvStripColumn       *self);
void           ov_strip_column_update        (OvStripColumn       *self,
                                              double               horizon);
void           ov_strip_column_describe      (OvStripColumn       *self);
void           ov_strip_column_show_wanted   (OvStripColumn       *self);
guint          ov_strip_column_count_visible (const OvStripColumn *self);
int            ov_strip_column_measure       (const OvStripColumn *self,
                                              int                  height,
                                              int                  thin_height);
void           ov_strip_column_allocate      (OvStripColumn       *self,
                                              const GtkAllocation *first,
                                              int                  thin_height,
                                              int                  type_height);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rungs.h"

G_BEGIN_DECLS

#define OV_LADDER_SHEET_WIDTH 1200

/**
 * OvLadderSheet:
 * @rungs: the ladder
 * @overlay: whether all rungs are in one chart, rather than each in one of its own
 * @foretold: whether the losses were computed without running the recipe, for the caption
 * @dataset_name: (nullable): for the caption
 *
 * A learning-rate ladder for paper. Everything in it is borrowed.
 */
typedef struct
{
  OvRungs     rungs;
  gboolean    overlay;
  gboolean    foretold;
  const char *dataset_name;
} OvLadderSheet;

guint    ov_ladder_sheet_choose_columns (guint                n_rungs);
int      ov_ladder_sheet_choose_height  (const OvLadderSheet *self);
char    *ov_ladder_sheet_make_caption   (const OvLadderSheet *self);
void     ov_ladder_sheet_draw           (const OvLadderSheet *self,
                                         cairo_t             *cr,
                                         double               width,
                                         double               height);
gboolean ov_ladder_sheet_write          (const OvLadderSheet *self,
                                         const char          *path,
                                         int                  width,
                                         int                  height,
                                         double               scale,
                                         GError             **error);

G_END_DECLS

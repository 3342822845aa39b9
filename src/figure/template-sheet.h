/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "dataset.h"
#include "history.h"
#include "recipe.h"
#include "template.h"

#define OV_TEMPLATE_SHEET_WIDTH 1200
#define OV_TEMPLATE_SHEET_HEIGHT 660

/**
 * OvTemplateSheet:
 * @templates: what the classes have learned
 * @scale: how their numbers become colours
 * @dataset: for the names of the classes
 * @recipe: for the caption
 * @history: (nullable): for the caption
 *
 * The ten templates for paper, in two rows of five. Everything in it is borrowed.
 */
typedef struct
{
  const OvTemplates *templates;
  OvTemplateScale    scale;
  OvDataset         *dataset;
  const OvRecipe    *recipe;
  const OvHistory   *history;
} OvTemplateSheet;

char *ov_template_sheet_make_caption (const OvTemplateSheet *self);
void  ov_template_sheet_draw         (cairo_t               *cr,
                                      double                 width,
                                      double                 height,
                                      gpointer               sheet);

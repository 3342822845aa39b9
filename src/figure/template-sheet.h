/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "figure.h"
#include "template.h"

#define OV_TEMPLATE_SHEET_WIDTH 1200
#define OV_TEMPLATE_SHEET_HEIGHT 660

/**
 * OvTemplateSheet:
 * @templates: what the classes have learned
 * @scale: how their numbers become colours
 * @dataset: for the names of the classes
 * @run: the run that has learned them
 * @name: (nullable): its name, for the title
 * @slot: its colour wherever it is not in front
 * @n_epochs: how many epochs led to them, for the caption; 0 for as many as the run has
 *
 * The ten templates for paper, in two rows of five. Everything in it is borrowed.
 */
typedef struct
{
  const OvTemplates *templates;
  OvTemplateScale    scale;
  OvDataset         *dataset;
  const OvRunRecord *run;
  const char        *name;
  guint              slot;
  guint              n_epochs;
} OvTemplateSheet;

extern const OvFigureClass ov_template_sheet_class;

char *ov_template_sheet_make_caption (const OvTemplateSheet *self);

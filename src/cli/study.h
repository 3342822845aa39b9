/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "dataset.h"
#include "figure.h"
#include "file-target.h"
#include "interrupt.h"
#include "recipe.h"

/**
 * OvStudyFormat:
 * @OV_STUDY_TEXT: sentences and tables, for people
 * @OV_STUDY_CSV: a table, for programs
 * @OV_STUDY_JSON: a document, for programs
 *
 * What standard output holds, in the order of the option's words.
 */
typedef enum
{
  OV_STUDY_TEXT,
  OV_STUDY_CSV,
  OV_STUDY_JSON,
} OvStudyFormat;

/**
 * OvStudy:
 * @texts: from options to their texts
 * @recipe: what is studied
 * @n_threads: how many threads compute
 * @format: what standard output holds
 * @plot: (nullable): the file for the picture, borrowed from @texts
 * @page: its page, without a figure
 * @target: (nullable): its place, once it was tried
 * @dataset: what the recipe is trained on
 * @interrupt: what signals end
 *
 * A command that finds something out about a recipe: its options, and what it computes with.
 */
typedef struct
{
  GHashTable   *texts;
  OvRecipe      recipe;
  guint         n_threads;
  OvStudyFormat format;
  const char   *plot;
  OvFigurePage  page;
  OvFileTarget *target;
  OvDataset    *dataset;
  OvInterrupt  *interrupt;
} OvStudy;

gboolean    ov_study_parse     (OvStudy              *self,
                                const char           *command,
                                int                   argc,
                                char                **argv,
                                int                  *status);
gboolean    ov_study_load      (OvStudy              *self,
                                int                  *status);
int         ov_study_fail      (const OvStudy        *self,
                                const GError         *error);
int         ov_study_finish    (const OvStudy        *self,
                                const char           *text,
                                const OvFigureClass  *class,
                                gconstpointer         figure);
void        ov_study_clear     (OvStudy              *self);

JsonObject *ov_study_describe  (const OvStudy        *self);
char       *ov_study_print     (JsonObject           *object);
gboolean    ov_study_check_plot (const char          *plot,
                                 OvFileTarget       **target,
                                 GError             **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OvStudy, ov_study_clear)

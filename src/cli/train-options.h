/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "instrument-options.h"
#include "run-figure.h"
#include "recipe.h"

/**
 * OvReportFormat:
 * @OV_REPORT_LOG: one line per epoch, for people
 * @OV_REPORT_CSV: one row per epoch
 * @OV_REPORT_JSON: one document at the end
 * @OV_REPORT_EXERCISE: the lines that the exercise printed
 * @OV_REPORT_NONE: nothing
 *
 * What standard output holds.
 */
typedef enum
{
  OV_REPORT_LOG,
  OV_REPORT_CSV,
  OV_REPORT_JSON,
  OV_REPORT_EXERCISE,
  OV_REPORT_NONE,
} OvReportFormat;

/**
 * OvTrainOptions:
 * @help: whether only the help was asked for; the rest is then unset
 * @recipe: the preset with the values given on the command line
 * @data: (nullable): a folder, an archive or "sample"; %NULL to choose by itself
 * @n_threads: threads to compute with; 0 for as many as suit the machine
 * @exact_steps: whether to train on the data's quadratic form
 * @format: what standard output holds
 * @sharpness: how many epochs lie between two measurements of the sharpness; 0 for none
 * @instruments: what is measured after the epochs
 * @plot: (nullable): the file for the chart
 * @plot_figure: which charts there are, and how they look; no run
 * @plot_page: the page of each picture, without any figures
 * @plot_title: (nullable): its title, in place of the figure's own
 * @templates: (nullable): the file for the templates
 * @save_weights: (nullable): the file for the weights
 * @saves_best: whether they are those after the best epoch, not those at the end
 * @load_weights: (nullable): the file with the weights to start from
 * @save_run: (nullable): the file that the run is saved into
 * @resume: (nullable): the file with the run that is to be resumed; @recipe is then to be set from
 *   it, but for its epochs when those were given
 * @has_epochs: whether the number of epochs was given
 * @checkpoint_every: how many epochs lie between two states that are kept; 0 for the newest only
 * @notes: sentences about options that have no effect, ended by %NULL
 *
 * What the command line of `overshoot-cli train` asks for.
 */
typedef struct
{
  gboolean            help;
  OvRecipe            recipe;
  char               *data;
  guint               n_threads;
  gboolean            exact_steps;
  OvReportFormat      format;
  guint               sharpness;
  OvInstrumentOptions instruments;
  char               *plot;
  OvRunFigure         plot_figure;
  OvFigurePage        plot_page;
  char               *plot_title;
  char               *templates;
  char               *save_weights;
  gboolean            saves_best;
  char               *load_weights;
  char               *save_run;
  char               *resume;
  gboolean            has_epochs;
  guint               checkpoint_every;
  char              **notes;
} OvTrainOptions;

OvTrainOptions *ov_train_options_parse (int              argc,
                                        char           **argv,
                                        GError         **error);
void            ov_train_options_free  (OvTrainOptions  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvTrainOptions, ov_train_options_free)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "file-format.h"
#include "run-figure.h"
#include "runs-logs.h"

/**
 * OvRunsAction:
 * @OV_RUNS_LIST: a line for each run
 * @OV_RUNS_SHOW: all about one
 * @OV_RUNS_PLOT: a picture of some
 * @OV_RUNS_IMPORT: from files to the library
 * @OV_RUNS_EXPORT: from the library to a file
 * @OV_RUNS_DELETE: for good
 *
 * What is to be done with runs, in the order of the words of `overshoot-cli runs`.
 */
typedef enum
{
  OV_RUNS_LIST,
  OV_RUNS_SHOW,
  OV_RUNS_PLOT,
  OV_RUNS_IMPORT,
  OV_RUNS_EXPORT,
  OV_RUNS_DELETE,
} OvRunsAction;

/**
 * OvRunsOptions:
 * @help: whether only the help is asked for; nothing else is set then
 * @action: what to do
 * @library: (nullable): the file with the runs; %NULL for the user's library
 * @json: whether to write JSON
 * @words: (array zero-terminated=1): the runs or files
 * @format: how runs are exported
 * @figure: which charts a picture has, and how they look; no run
 * @page: the page of a picture, without a figure
 * @title: (nullable): its title
 * @notes: sentences about options that have no effect, ended by %NULL
 * @logs: how logs are imported
 *
 * The command line of `overshoot-cli runs`.
 */
typedef struct
{
  gboolean     help;
  OvRunsAction action;
  char        *library;
  gboolean     json;
  char       **words;
  OvFileFormat format;
  OvRunFigure  figure;
  OvFigurePage page;
  char        *title;
  char       **notes;
  OvLogChoices logs;
} OvRunsOptions;

OvRunsOptions *ov_runs_options_parse (int             argc,
                                      char          **argv,
                                      GError        **error);
void           ov_runs_options_free  (OvRunsOptions  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvRunsOptions, ov_runs_options_free)

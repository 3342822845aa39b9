/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "grid.h"

/**
 * OvSweepEngine:
 * @OV_SWEEP_OWN: threads of this program
 * @OV_SWEEP_SLURM: an array of jobs in Slurm's queue
 * @OV_SWEEP_PARALLEL: GNU parallel
 *
 * Who trains the runs of a sweep.
 */
typedef enum
{
  OV_SWEEP_OWN,
  OV_SWEEP_SLURM,
  OV_SWEEP_PARALLEL,
} OvSweepEngine;

/**
 * OvSweepOptions:
 * @help: whether only the help was asked for; the rest is then unset
 * @grid: the recipes
 * @data: (nullable): a folder, an archive or "sample"; %NULL to choose by itself
 * @output: the folder for the files of the runs
 * @exact_steps: whether to train linear recipes on the data's quadratic form
 * @prints_jobs: whether to write commands, and to train nothing
 * @engine: who trains
 * @n_jobs: how many runs are trained at the same time; 0 to leave that to the engine
 * @n_threads: threads that each run computes with, at least 1
 * @sshlogin: (nullable): the machines for GNU parallel
 * @partition: (nullable): Slurm's partition
 * @time: (nullable): the time that Slurm lets a run take
 * @n_cpus: how many processors a run has under Slurm, at least 1
 * @limit: how many runs Slurm may run at the same time; 0 for any number
 * @waits: whether to wait for the runs in the queue
 * @notes: sentences about options that have no effect, ended by %NULL
 *
 * What the command line of `overshoot-cli sweep` asks for.
 */
typedef struct
{
  gboolean      help;
  OvGrid       *grid;
  char         *data;
  char         *output;
  gboolean      exact_steps;
  gboolean      prints_jobs;
  OvSweepEngine engine;
  guint         n_jobs;
  guint         n_threads;
  char         *sshlogin;
  char         *partition;
  char         *time;
  guint         n_cpus;
  guint         limit;
  gboolean      waits;
  char        **notes;
} OvSweepOptions;

OvSweepOptions *ov_sweep_options_parse (int              argc,
                                        char           **argv,
                                        GError         **error);
void            ov_sweep_options_free  (OvSweepOptions  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSweepOptions, ov_sweep_options_free)

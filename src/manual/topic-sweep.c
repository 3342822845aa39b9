/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "topic.h"

#include <glib/gi18n-lib.h>

const OvTopic ov_topic_sweep = {
  .title = N_("Sweeps"),
  .before =
    N_("Trains a recipe with every combination of the values that the options give it, several "
       "runs at the same time, saves each run to a file of its own, and ends with a table of them. "
       "Given again, the same command trains only what is missing."),
};

static const OvTopicItem values_items[] = {
  {"A,B,C", N_("These values; each may be a range as well. Also words: on,off.")},
  {"A..B", N_("All whole numbers from A to B.")},
  {"A..B:STEP", N_("From A on in equal steps, up to B at most.")},
  {"A..B:lin:N", N_("N values in equal steps, the first A and the last B.")},
  {"A..B:log:N", N_("N values by equal factors, the first A and the last B.")},
  {NULL, NULL},
};

const OvTopic ov_topic_sweep_values = {
  .title = N_("Several values"),
  .before =
    N_("Each option that sets a value of the recipe takes several; so does RECIPE, with commas."),
  .items = values_items,
  .after =
    N_("Values between the ends of a range have as few digits as come within a hundredth of the "
       "way to their neighbours."),
};

const OvTopic ov_topic_sweep_files = {
  .title = N_("The files of a sweep"),
  .before =
    N_("A file is called by the recipe and all values that were given, as in "
       "linear_learning-rate=0.01_seed=3.overshoot. So more values can be added to a sweep in the "
       "same folder. A run is done when it has finished or diverged; one that was interrupted or "
       "killed is resumed. All are the same, bit for bit, as those of “overshoot-cli train "
       "--save-run” with the same --threads on the same machine; both are recorded in the file, "
       "and what stands below the table names them. “runs show --library FILE” shows a run, and "
       "the window opens any number of files."),
  .after =
    N_("The runs are threads of one program, which share the images in memory; each computes with "
       "its own share of the processors, or with --threads. --print-jobs writes one command a run, "
       "which depends on nothing but the program and the data, for any other scheduler: it trains "
       "that run into its file, resumes it if it has begun, and does nothing when it is done."),
};

static const OvTopicItem ends_items[] = {
  {"0", N_("Every run has finished or diverged.")},
  {"1", N_("Some run is missing, or could not be trained.")},
  {"2", N_("The command line cannot be understood.")},
  {"128+N", N_("Signal N stopped it. The runs are saved as far as they got.")},
  {NULL, NULL},
};

const OvTopic ov_topic_sweep_clusters = {
  .title = N_("Sweeps on a cluster"),
  .before =
    N_("With --engine slurm the runs are tasks of a job array, or of several where the cluster "
       "allows only smaller ones. Give the command where jobs are submitted, with -o and --data in "
       "folders that the cluster's machines see as well. It waits until the queue is empty and "
       "submits again what is missing then, because a task was killed, a machine failed or --time "
       "was over, until three times in a row no run gets done, with pauses of seconds between "
       "these; a run is resumed where it was left. "
       "With --no-wait it returns at once, and the same command without that waits for the runs in "
       "the queue and ends with the table. Ctrl+C takes them out of the queue. What the tasks say "
       "is in DIR/slurm."),
  .after =
    N_("With --engine parallel GNU parallel runs them, on this machine or on those of --sshlogin, "
       "which have to have the program and see the folders; --jobs is then for each machine. Its "
       "log is DIR/parallel.log. Machines of different kinds differ by rounding: what stands below "
       "the table says whether all runs were computed alike."),
};

const OvTopic ov_topic_sweep_ends = {
  .title = N_("Exit status of a sweep"),
  .items = ends_items,
};

const OvTopic ov_topic_sweep_examples = {
  .title = N_("Examples of sweeps"),
  .verbatim =
    "overshoot-cli sweep linear --learning-rate 1e-4..0.1:log:13 --seed 1..5 -o rates\n"
    "overshoot-cli sweep linear,two-layer-gd --momentum 0,0.5,0.9 --epochs 20 -o momentum\n"
    "overshoot-cli sweep cnn --batch-size 25,50,100 --shuffle on,off --jobs 2 -o batches\n"
    "overshoot-cli sweep linear --seed 1..20 -o seeds --print-jobs > jobs.txt\n"
    "overshoot-cli sweep cnn --seed 1..40 -o cnn --engine slurm --cpus 4 --time 1:00:00\n"
    "overshoot-cli sweep linear --seed 1..20 -o seeds --engine parallel --sshlogin :,8/host\n",
};

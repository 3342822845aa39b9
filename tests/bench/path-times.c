/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "blas.h"
#include "data-source.h"
#include "path-finder.h"
#include "thread-pool.h"

/*
 * What the map of the convolutional network's path costs while it is trained on the real CIFAR-10:
 * the seconds from asking for it to the first sketch, and the median seconds of epochs during which
 * it is drawn and refined, and of those in between during which nobody looks.
 *
 *     path-times FOLDER [PAIRS]
 */

/* Without three states there is no plane; one is that of the first weights. */
#define FIRST_EPOCHS 2

/* What is aimed at. */
#define MOST_SECONDS 3.0
#define MOST_SLOWDOWN 15.0

typedef struct
{
  OvRunCollection *collection;
  OvRunKeeper     *keeper;
  OvPlayhead      *playhead;
  OvReplay        *replay;
  OvPathFinder    *finder;
  OvRun           *run;
} Bench;

static void
bench_init (Bench     *self,
            OvDataset *dataset,
            guint      n_epochs)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "overshoot-none", "runs.db", NULL);
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, "cnn", NULL);
  recipe.epochs = n_epochs;
  self->collection = ov_run_collection_new (2, 6);
  /* It is never opened: states stay in memory. */
  self->keeper = ov_run_keeper_new (self->collection, path);
  self->playhead = ov_playhead_new ();
  self->replay = ov_replay_new (self->playhead);
  ov_replay_set_keeper (self->replay, self->collection, self->keeper);
  self->finder = ov_path_finder_new ();
  ov_path_finder_set_replay (self->finder, self->replay);
  self->run = ov_run_new (&recipe, dataset, ov_thread_pool_default_size ());
  ov_run_collection_begin (self->collection, self->run, ov_dataset_get_hash (dataset));
  ov_playhead_set_run (self->playhead, self->run);
}

static guint
count_epochs (const Bench *self)
{
  return ov_history_get_n_epochs (ov_run_get_history (self->run));
}

static void
wait_for_epochs (const Bench *self,
                 guint        n_epochs)
{
  while (count_epochs (self) < n_epochs && !ov_run_has_ended (self->run))
    g_main_context_iteration (NULL, TRUE);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
find_median (double *values,
             guint   n)
{
  qsort (values, n, sizeof *values, compare);

  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2.0;
}

static double
get_seconds (const Bench *self,
             guint        epoch)
{
  return ov_history_get_epoch (ov_run_get_history (self->run), epoch)->seconds;
}

static void
measure (Bench *self,
         guint  n_pairs)
{
  g_autofree double *looked = g_new (double, n_pairs);
  g_autofree double *alone = g_new (double, n_pairs);
  gint64 start;
  double first;
  double slowdown;

  ov_run_start (self->run);
  wait_for_epochs (self, FIRST_EPOCHS);
  start = g_get_monotonic_time ();
  ov_path_finder_request (self->finder, self->run, NULL);
  while (ov_path_finder_get_map (self->finder) == NULL)
    g_main_context_iteration (NULL, TRUE);
  first = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  printf ("first map after %.2f s (at most %.0f s)\n", first, MOST_SECONDS);

  wait_for_epochs (self, FIRST_EPOCHS + 1);
  for (guint i = 0; i < n_pairs; i++)
    {
      const guint epoch = FIRST_EPOCHS + 1 + 2 * i;

      ov_path_finder_set_active (self->finder, TRUE);
      wait_for_epochs (self, epoch + 1);
      looked[i] = get_seconds (self, epoch);
      ov_path_finder_set_active (self->finder, FALSE);
      wait_for_epochs (self, epoch + 2);
      alone[i] = get_seconds (self, epoch + 1);
      printf ("epoch with the map %.2f s, without %.2f s\n", looked[i], alone[i]);
    }
  slowdown = 100.0 * (find_median (looked, n_pairs) / find_median (alone, n_pairs) - 1.0);
  printf ("slowed by %.1f %% (at most %.0f %%)\n", slowdown, MOST_SLOWDOWN);
}

int
main (int    argc,
      char **argv)
{
  const guint n_pairs = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : 4;
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GFile) source = NULL;
  g_autoptr (GError) error = NULL;
  const OvDataReader *reader;
  Bench bench;

  ov_blas_choose_kernels ();
  dataset = ov_data_source_load (argc > 1 ? argv[1] : NULL, &source, &reader, NULL, &error);
  if (dataset == NULL || n_pairs == 0)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "path-times FOLDER [PAIRS]");
      return EXIT_FAILURE;
    }

  bench_init (&bench, dataset, FIRST_EPOCHS + 1 + 2 * n_pairs);
  measure (&bench, n_pairs);
  ov_path_finder_request (bench.finder, NULL, NULL);
  ov_run_finish (bench.run, g_get_monotonic_time () + G_USEC_PER_SEC);

  return EXIT_SUCCESS;
}

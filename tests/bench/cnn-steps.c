/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blas.h"
#include "data-source.h"
#include "thread-pool.h"
#include "trainer.h"

/*
 * Trains the convolutional network for an epoch and tells what overshoot-cli does not.
 *
 *     cnn-steps steps FOLDER WEIGHTS.safetensors   the loss of each step, the batches in the order
 *                                                  of the file
 *     cnn-steps epoch FOLDER WEIGHTS.safetensors   the seconds of the training, and those of
 *                                                  scoring the test set
 */

typedef struct
{
  gboolean print_steps;
  double   loss; /* summed over the images so far */
  guint    n_done;
  gint64   trained; /* when the last batch was done */
} Watch;

static gboolean
progress_cb (const OvProgress *progress,
             gpointer          user_data)
{
  Watch *watch = user_data;

  if (progress->images_done > watch->n_done)
    {
      const double loss = progress->loss * progress->images_done;

      if (watch->print_steps)
        printf ("%.9g\n", (loss - watch->loss) / (progress->images_done - watch->n_done));
      watch->loss = loss;
      watch->n_done = progress->images_done;
      watch->trained = g_get_monotonic_time ();
    }

  return TRUE;
}

static gboolean
run (const char *what,
     const char *folder,
     const char *weights,
     GError    **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (folder);
  g_autoptr (GFile) file = g_file_new_for_path (weights);
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  Watch watch = {.print_steps = strcmp (what, "steps") == 0};
  OvRecipe recipe;
  OvEpoch epoch;
  gint64 start;

  if (!ov_recipe_init_preset (&recipe, "cnn", error))
    return FALSE;
  if (watch.print_steps)
    recipe.shuffle = FALSE;

  dataset = ov_data_source_read (source, NULL, NULL, error);
  if (dataset == NULL)
    return FALSE;
  trainer = ov_trainer_new (&recipe, dataset, ov_thread_pool_default_size (), error);
  if (trainer == NULL || !ov_trainer_load_weights (trainer, file, error))
    return FALSE;

  puts (watch.print_steps ? "loss" : "train_seconds,test_seconds");
  start = g_get_monotonic_time ();
  if (!ov_trainer_run_epoch (trainer, &epoch, progress_cb, &watch, NULL, error))
    return FALSE;
  if (!watch.print_steps)
    printf ("%.6f,%.6f\n", (double) (watch.trained - start) / G_USEC_PER_SEC,
            epoch.seconds - (double) (watch.trained - start) / G_USEC_PER_SEC);

  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  ov_blas_choose_kernels ();
  if (argc == 4 && run (argv[1], argv[2], argv[3], &error))
    return EXIT_SUCCESS;

  fprintf (stderr, "%s\n", error != NULL ? error->message : "cnn-steps steps|epoch FOLDER WEIGHTS");

  return EXIT_FAILURE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame-times.h"
#include "sample.h"
#include "window-fixture.h"

/* Measures whether the window stays smooth when a run becomes long: the linear classifier on the
 * sample, as fast as it goes. Each share of the run has a line of the table, for whatever costs
 * more with each epoch that is already there makes the last lines worse than the first one. An
 * earlier run of the same length stands behind the second one as a ghost. With a number of images
 * as its argument, it trains on that many of the sample's, which brings epochs faster. */

#define N_EPOCHS 20000
#define PART 1000

/* Seconds that a run may take on a slow machine. */
#define PATIENCE 1000

typedef struct
{
  WindowFixture *fixture;
  FrameTimes     parts[N_EPOCHS / PART];
  gint64         framed_at;
  gint64         worked;
} Watch;

static gboolean is_met = TRUE;

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Watch *watch = user_data;
  const guint n = window_fixture_get_n_epochs (watch->fixture);
  const guint part = MIN (n, N_EPOCHS - 1) / PART;
  const gint64 now = g_get_monotonic_time ();
  const gint64 worked = frame_times_get_processor_time ();
  const double time = (double) (now - watch->framed_at) / 1e3;
  const double work = (double) (worked - watch->worked) / 1e3;

  if (watch->framed_at != 0 && n > 0)
    frame_times_add (&watch->parts[part], time, work);
  watch->framed_at = now;
  watch->worked = worked;

  return G_SOURCE_CONTINUE;
}

static void
print_row (const char *title,
           Watch      *watch,
           guint       first,
           guint       n_parts)
{
  FrameTimes all;

  frame_times_init (&all);
  for (guint i = first; i < first + n_parts; i++)
    frame_times_extend (&all, &watch->parts[i]);
  is_met &= frame_times_print (&all, title);
  frame_times_clear (&all);
}

static void
watch_run (WindowFixture *fixture,
           const char    *title)
{
  Watch watch = {.fixture = fixture};
  const gint64 start = g_get_monotonic_time ();
  guint tick;

  for (guint i = 0; i < G_N_ELEMENTS (watch.parts); i++)
    frame_times_init (&watch.parts[i]);
  tick = gtk_widget_add_tick_callback (GTK_WIDGET (fixture->window), tick_cb, &watch, NULL);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  gtk_widget_remove_tick_callback (GTK_WIDGET (fixture->window), tick);

  g_print ("%s: %u epochs in %.1f s\n", title, window_fixture_get_n_epochs (fixture),
           (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  print_row ("  first thousand epochs", &watch, 0, 1);
  print_row ("  last thousand epochs", &watch, G_N_ELEMENTS (watch.parts) - 1, 1);
  print_row ("  all", &watch, 0, G_N_ELEMENTS (watch.parts));
  for (guint i = 0; i < G_N_ELEMENTS (watch.parts); i++)
    frame_times_clear (&watch.parts[i]);
}

/* As many images of the sample for training, and as many for testing. */
static OvDataset *
make_small_sample (guint n)
{
  g_autoptr (OvDataset) sample = ov_sample_new ();
  const char *names[OV_N_CLASSES];
  guint8 *pixels = g_malloc (2 * (gsize) n * OV_IMAGE_SIZE);
  guint8 *labels = g_malloc (2 * (gsize) n);

  for (guint i = 0; i < OV_N_CLASSES; i++)
    names[i] = sample->class_names[i];
  for (guint s = 0; s < OV_N_SPLITS; s++)
    {
      memcpy (pixels + (gsize) s * n * OV_IMAGE_SIZE, sample->pixels[s],
              (gsize) n * OV_IMAGE_SIZE);
      memcpy (labels + (gsize) s * n, sample->labels[s], n);
    }

  return ov_dataset_new ("Part of the sample", names, n, n, pixels, labels, NULL);
}

static guint n_images; /* 0 for the whole sample */

static void
bench (WindowFixture *fixture)
{
  OvRecipe recipe = *ov_run_get_recipe (window_fixture_get_run (fixture));

  frame_times_print_header ();
  deadline_set_patience (PATIENCE);
  if (n_images > 0)
    {
      g_autoptr (OvDataset) dataset = make_small_sample (n_images);

      ov_session_set_dataset (ov_window_get_session (fixture->window), dataset);
    }
  recipe.epochs = N_EPOCHS;
  recipe.decay = 1.0;
  window_fixture_set_recipe (fixture, &recipe);
  watch_run (fixture, "alone");

  recipe.learning_rate *= 0.5;
  window_fixture_set_recipe (fixture, &recipe);
  watch_run (fixture, "with a ghost");
}

int
main (int    argc,
      char **argv)
{
  fixture_init (&argc, &argv);
  if (argc > 1)
    n_images = (guint) CLAMP (g_ascii_strtoull (argv[1], NULL, 10), 1, 2000);
  window_fixture_run (bench);

  return is_met ? EXIT_SUCCESS : EXIT_FAILURE;
}

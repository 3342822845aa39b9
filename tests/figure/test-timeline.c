/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "timeline.h"

#include <math.h>

/* Epochs that take 1, 2, 3, ... seconds. */
static OvHistory *
make_history (guint n)
{
  OvHistory *history = ov_history_new ();

  for (guint i = 0; i < n; i++)
    {
      const OvEpoch epoch = {.index = i, .seconds = i + 1.0};

      ov_history_append (history, &epoch);
    }

  return history;
}

static void
test_names (void)
{
  for (guint i = 0; i < OV_N_ABSCISSAE; i++)
    {
      OvAbscissa abscissa = OV_N_ABSCISSAE;

      g_assert_true (ov_abscissa_parse (ov_abscissa_get_name (i), &abscissa));
      g_assert_cmpuint (abscissa, ==, i);
      g_assert_cmpstr (ov_abscissa_get_title (i), !=, "");
    }
  g_assert_false (ov_abscissa_parse ("hours", &(OvAbscissa) {0}));
}

static void
test_epochs (void)
{
  g_autoptr (OvTimeline) timeline = ov_timeline_new (OV_ABSCISSA_EPOCHS, 50000);
  const OvTimeline *const both[] = {NULL, timeline};

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_assert_cmpfloat (ov_timeline_get_end (both[i], 7.0), ==, 7.0);
      g_assert_cmpfloat (ov_timeline_get_start (both[i], 2.5), ==, 2.5);
      g_assert_cmpfloat (ov_timeline_find_epoch (both[i], 2.5), ==, 2.5);
      g_assert_true (ov_timeline_has_reached (both[i], 1000.0));
    }
}

static void
test_images (void)
{
  g_autoptr (OvTimeline) timeline = ov_timeline_new (OV_ABSCISSA_IMAGES, 50000);

  g_assert_cmpfloat_with_epsilon (ov_timeline_get_end (timeline, 0.0), 0.05, 1e-12);
  g_assert_cmpfloat_with_epsilon (ov_timeline_get_start (timeline, 2.5), 0.125, 1e-12);
  g_assert_cmpfloat_with_epsilon (ov_timeline_find_epoch (timeline, 0.125), 2.5, 1e-12);
  g_assert_true (ov_timeline_has_reached (timeline, 1000.0));
}

/* A log does not say how many images an epoch saw: its epochs have no place. */
static void
test_no_images (void)
{
  g_autoptr (OvTimeline) timeline = ov_timeline_new (OV_ABSCISSA_IMAGES, 0);

  g_assert_true (isnan (ov_timeline_get_end (timeline, 3.0)));
  g_assert_true (isnan (ov_timeline_find_epoch (timeline, 1.0)));
}

/* What is past is known; what is to come is guessed from the mean. */
static void
test_seconds (void)
{
  g_autoptr (OvHistory) history = make_history (3);
  g_autoptr (OvTimeline) timeline = ov_timeline_new (OV_ABSCISSA_SECONDS, 50000);
  static const double ends[] = {1.0, 3.0, 6.0, 8.0, 10.0};

  g_assert_true (isnan (ov_timeline_get_end (timeline, 0.0)));
  g_assert_true (isnan (ov_timeline_find_epoch (timeline, 1.0)));
  g_assert_cmpfloat (ov_timeline_get_start (timeline, 0.0), ==, 0.0);
  g_assert_false (ov_timeline_has_reached (timeline, 0.5));

  /* Twice, as in two frames. */
  ov_timeline_update (timeline, history);
  ov_timeline_update (timeline, history);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_assert_cmpfloat_with_epsilon (ov_timeline_get_end (timeline, i), ends[i], 1e-12);
      g_assert_cmpfloat_with_epsilon (ov_timeline_find_epoch (timeline, ends[i]), i + 1.0, 1e-12);
    }
  g_assert_cmpfloat_with_epsilon (ov_timeline_get_start (timeline, 1.5), 2.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (ov_timeline_find_epoch (timeline, 2.0), 1.5, 1e-12);
  g_assert_true (ov_timeline_has_reached (timeline, 3.0));
  g_assert_false (ov_timeline_has_reached (timeline, 3.1));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figure/timeline/names", test_names);
  g_test_add_func ("/figure/timeline/epochs", test_epochs);
  g_test_add_func ("/figure/timeline/images", test_images);
  g_test_add_func ("/figure/timeline/no-images", test_no_images);
  g_test_add_func ("/figure/timeline/seconds", test_seconds);

  return g_test_run ();
}

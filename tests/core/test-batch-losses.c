/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "batch-losses.h"

#define IMAGES 100

static void
add (OvBatchLosses *batch_losses,
     guint          epoch,
     guint          images_done,
     double         mean_loss)
{
  const OvProgress progress = {epoch, images_done, IMAGES, mean_loss};

  ov_batch_losses_add (batch_losses, &progress);
}

/* A report holds the mean since the epoch's beginning; a point holds the mean since the report
 * before. */
static void
test_means (void)
{
  g_autoptr (OvBatchLosses) batch_losses = ov_batch_losses_new ();

  g_assert_cmpuint (batch_losses->epochs->len, ==, 0);

  add (batch_losses, 0, 20, 4.0);
  add (batch_losses, 0, 60, 2.0);
  add (batch_losses, 0, 100, 1.6);
  g_assert_cmpuint (batch_losses->epochs->len, ==, 3);

  g_assert_cmpfloat_with_epsilon (g_array_index (batch_losses->epochs, double, 0), 0.1, 1e-12);
  g_assert_cmpfloat_with_epsilon (g_array_index (batch_losses->epochs, double, 1), 0.4, 1e-12);
  g_assert_cmpfloat_with_epsilon (g_array_index (batch_losses->epochs, double, 2), 0.8, 1e-12);
  g_assert_cmpfloat_with_epsilon (g_array_index (batch_losses->losses, double, 0), 4.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (g_array_index (batch_losses->losses, double, 1), 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (g_array_index (batch_losses->losses, double, 2), 1.0, 1e-12);
}

static void
test_nothing_new (void)
{
  g_autoptr (OvBatchLosses) batch_losses = ov_batch_losses_new ();

  add (batch_losses, 0, 0, 0.0);
  g_assert_cmpuint (batch_losses->epochs->len, ==, 0);

  add (batch_losses, 0, 50, 3.0);
  add (batch_losses, 0, 50, 3.0);
  g_assert_cmpuint (batch_losses->epochs->len, ==, 1);
}

/* Reports of whole epochs may have been skipped. */
static void
test_next_epoch (void)
{
  g_autoptr (OvBatchLosses) batch_losses = ov_batch_losses_new ();

  add (batch_losses, 0, 50, 3.0);
  add (batch_losses, 2, 20, 5.0);
  g_assert_cmpuint (batch_losses->epochs->len, ==, 2);
  g_assert_cmpfloat_with_epsilon (g_array_index (batch_losses->epochs, double, 1), 2.1, 1e-12);
  g_assert_cmpfloat_with_epsilon (g_array_index (batch_losses->losses, double, 1), 5.0, 1e-12);
}

/* Points can be put in as others have them, and reports follow. */
static void
test_points (void)
{
  g_autoptr (OvBatchLosses) batch_losses = ov_batch_losses_new ();

  ov_batch_losses_add_point (batch_losses, 0.25, 3.0);
  ov_batch_losses_add_point (batch_losses, 0.75, 2.0);
  add (batch_losses, 1, IMAGES, 1.0);
  g_assert_cmpuint (batch_losses->epochs->len, ==, 3);
  g_assert_cmpfloat (g_array_index (batch_losses->epochs, double, 1), ==, 0.75);
  g_assert_cmpfloat (g_array_index (batch_losses->losses, double, 1), ==, 2.0);
  g_assert_cmpfloat (g_array_index (batch_losses->epochs, double, 2), ==, 1.5);
  g_assert_cmpfloat (g_array_index (batch_losses->losses, double, 2), ==, 1.0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/batch-losses/means", test_means);
  g_test_add_func ("/batch-losses/nothing-new", test_nothing_new);
  g_test_add_func ("/batch-losses/next-epoch", test_next_epoch);
  g_test_add_func ("/batch-losses/points", test_points);

  return g_test_run ();
}

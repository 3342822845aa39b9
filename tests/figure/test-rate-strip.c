/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strip.h"

#include <math.h>
#include <string.h>

#include "figure-fixture.h"

extern const OvStrip ov_rate_strip;

static guint
count_readings (OvChart *chart,
                double   x)
{
  g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, x, NAN);

  return readings->len;
}

/* It is there when a style asks for it, and there is something to show. */
static void
test_wanted (void)
{
  g_autoptr (OvRunRecord) bare = figure_make_record (0);
  g_autoptr (OvRunRecord) run = figure_make_record (3);
  const OvFigureStyle without = {0};
  const OvFigureStyle with = {.with_rate = TRUE};
  g_autofree char *text = ov_rate_strip.describe (&ov_rate_strip, run);

  g_assert_false (ov_strip_is_chosen (&ov_rate_strip, &without));
  g_assert_true (ov_strip_is_chosen (&ov_rate_strip, &with));
  g_assert_false (ov_rate_strip.has_points (&ov_rate_strip, bare));
  g_assert_true (ov_rate_strip.has_points (&ov_rate_strip, run));
  g_assert_nonnull (strstr (text, "0.00998"));
}

/* Each epoch's rate stands at the epoch, and those of earlier runs are left out. */
static void
test_curves (void)
{
  g_autoptr (OvRunRecord) run = figure_make_record (4);
  g_autoptr (OvRunRecord) earlier = figure_make_record (2);
  g_autoptr (OvChart) chart = ov_chart_new ();
  g_autoptr (GPtrArray) readings = NULL;
  OvStripCurves curves;
  OvStripCurves ghost;

  earlier->recipe.decay = 0.9;
  ov_rate_strip.prepare (&ov_rate_strip, chart);
  ov_chart_set_read_mode (chart, OV_READ_EXACT);
  ghost = ov_rate_strip.add_ghost (&ov_rate_strip, chart, &(OvGhost) {.run = earlier, .slot = 4},
                                   NULL, &run->recipe);
  curves = ov_rate_strip.add (&ov_rate_strip, chart, run, NULL);
  ov_rate_strip.update (&ov_rate_strip, &curves, run, 10.0);
  ov_rate_strip.update (&ov_rate_strip, &curves, run, 10.0);
  g_assert_cmpuint (count_readings (chart, 3.0), ==, 1);
  g_assert_cmpuint (count_readings (chart, 4.0), ==, 0);

  ov_strip_curves_set_visible (&curves, FALSE);
  g_assert_cmpuint (count_readings (chart, 3.0), ==, 0);
  ov_strip_curves_set_visible (&curves, TRUE);
  readings = ov_chart_read_out (chart, 1.0, NAN);
  g_assert_cmpuint (readings->len, ==, 1);
  g_assert_cmpfloat (((OvReading *) g_ptr_array_index (readings, 0))->value, ==,
                     ov_history_get_epoch (run->history, 1)->learning_rate);

  ov_strip_curves_remove (&ghost);
  ov_strip_curves_remove (&curves);
  g_assert_cmpuint (count_readings (chart, 1.0), ==, 0);
}

/* A log that does not say the rate has nothing to show, and one that says it of some epochs only
 * those. */
static void
test_log (void)
{
  g_autoptr (OvRunRecord) run = figure_make_record (0);
  g_autoptr (OvChart) chart = ov_chart_new ();
  g_autofree char *text = NULL;
  OvStripCurves curves;
  OvEpoch epoch;

  ov_epoch_init_missing (&epoch, 0);
  ov_history_append (run->history, &epoch);
  g_assert_false (ov_rate_strip.has_points (&ov_rate_strip, run));
  ov_epoch_init_missing (&epoch, 1);
  epoch.learning_rate = 0.1;
  ov_history_append (run->history, &epoch);
  g_assert_true (ov_rate_strip.has_points (&ov_rate_strip, run));
  ov_epoch_init_missing (&epoch, 2);
  ov_history_append (run->history, &epoch);
  text = ov_rate_strip.describe (&ov_rate_strip, run);
  g_assert_cmpstr (text, ==, "learning rate not known");

  ov_rate_strip.prepare (&ov_rate_strip, chart);
  ov_chart_set_read_mode (chart, OV_READ_EXACT);
  curves = ov_rate_strip.add (&ov_rate_strip, chart, run, NULL);
  ov_rate_strip.update (&ov_rate_strip, &curves, run, 10.0);
  g_assert_cmpuint (count_readings (chart, 1.0), ==, 1);
  g_assert_cmpuint (count_readings (chart, 0.0), ==, 0);
  g_assert_cmpuint (count_readings (chart, 2.0), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figure/rate-strip/wanted", test_wanted);
  g_test_add_func ("/figure/rate-strip/curves", test_curves);
  g_test_add_func ("/figure/rate-strip/log", test_log);

  return g_test_run ();
}

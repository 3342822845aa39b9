/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sharpness-strip.h"

#include <math.h>
#include <string.h>

#include "update-rule.h"

/* What the strip tells the window and the figures about the sharpness of a run. */

static OvRunRecord *
make_record (double rate_factor,
             guint  n_points)
{
  OvRunRecord *record;
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-gd", NULL));
  recipe.learning_rate *= rate_factor;
  record = ov_run_record_new (&recipe, NULL, 1);
  for (guint i = 0; i < n_points; i++)
    {
      const OvSharpnessPoint point = {.epoch = i, .value = 10.0 * (i + 1)};

      ov_sharpness_history_add (record->sharpness, &point);
    }

  return record;
}

static const OvStrip *
find_strip (const char *name)
{
  for (guint i = 0; ov_strips[i] != NULL; i++)
    if (g_str_equal (ov_strip_get_name (ov_strips[i]), name))
      return ov_strips[i];

  return NULL;
}

static guint
count_readings (OvChart *chart, double x)
{
  g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, x, NAN);

  return readings->len;
}

/* The table knows it, and a run that was not measured has nothing on it. */
static void
test_table (void)
{
  g_autoptr (OvRunRecord) bare = make_record (1.0, 0);
  g_autoptr (OvRunRecord) measured = make_record (1.0, 3);
  const OvStrip *strip = find_strip ("sharpness");
  g_autofree char *text = NULL;

  g_assert_true (strip == &ov_sharpness_strip);
  g_assert_false (strip->has_points (strip, bare));
  g_assert_true (strip->has_points (strip, measured));
  text = strip->describe (strip, measured);
  g_assert_nonnull (strstr (text, "30"));
}

/* The run in front has its values and their limit, an earlier one its values; both can go. */
static void
test_curves (void)
{
  g_autoptr (OvRunRecord) run = make_record (1.0, 3);
  g_autoptr (OvRunRecord) earlier = make_record (2.0, 3);
  g_autoptr (OvChart) chart = ov_chart_new ();
  OvStripCurves curves;
  OvStripCurves ghost;

  ov_sharpness_strip.prepare (&ov_sharpness_strip, chart);
  ghost = ov_sharpness_strip.add_ghost (&ov_sharpness_strip, chart,
                                        &(OvGhost) {.run = earlier, .slot = 4}, NULL,
                                        &run->recipe);
  curves = ov_sharpness_strip.add (&ov_sharpness_strip, chart, run, NULL);
  ov_sharpness_strip.update (&ov_sharpness_strip, &curves, run, 10.0);
  g_assert_cmpuint (count_readings (chart, 1.0), ==, 3);
  ov_strip_curves_remove (&ghost);
  g_assert_cmpuint (count_readings (chart, 1.0), ==, 2);
  ov_strip_curves_remove (&curves);
  g_assert_cmpuint (count_readings (chart, 1.0), ==, 0);
}

/* An earlier run whose sharpness is another quantity has no place on the same axis. */
static void
test_other_quantity (void)
{
  g_autoptr (OvRunRecord) run = make_record (1.0, 3);
  g_autoptr (OvRunRecord) earlier = make_record (2.0, 3);
  g_autoptr (OvChart) chart = ov_chart_new ();
  g_autofree char *text = NULL;
  OvStripCurves ghost;
  OvStripCurves curves;

  while (!g_str_equal (ov_update_rule_names[run->recipe.update_rule], "adam"))
    run->recipe.update_rule++;
  ov_sharpness_strip.prepare (&ov_sharpness_strip, chart);
  ghost = ov_sharpness_strip.add_ghost (&ov_sharpness_strip, chart,
                                        &(OvGhost) {.run = earlier, .slot = 4}, NULL,
                                        &run->recipe);
  curves = ov_sharpness_strip.add (&ov_sharpness_strip, chart, run, NULL);
  ov_sharpness_strip.update (&ov_sharpness_strip, &curves, run, 10.0);
  g_assert_cmpuint (count_readings (chart, 1.0), ==, 2);
  ov_strip_curves_remove (&ghost);
  g_assert_cmpuint (count_readings (chart, 1.0), ==, 2);
  text = ov_sharpness_strip.describe (&ov_sharpness_strip, run);
  g_assert_nonnull (strstr (text, "preconditioned sharpness 30"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sharpness-strip/table", test_table);
  g_test_add_func ("/sharpness-strip/curves", test_curves);
  g_test_add_func ("/sharpness-strip/other-quantity", test_other_quantity);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sharpness-strip.h"

#include <math.h>
#include <string.h>

/* What the strip tells the window and the figures about the sharpness of a run. */

static const double epochs[] = {0.0, 1.0, 2.0};
static const double values[] = {10.0, 20.0, 30.0};

static OvRecipe
make_recipe (void)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-gd", NULL));

  return recipe;
}

static const OvStrip *
find_strip (const char *name)
{
  for (guint i = 0; ov_strips[i] != NULL; i++)
    if (g_str_equal (ov_strips[i]->name, name))
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
  const OvRecipe recipe = make_recipe ();
  const OvRunFigureRun bare = {.recipe = &recipe};
  const OvRunFigureRun measured = {.recipe = &recipe, .sharpness = {epochs, values, 3}};
  const OvStrip *strip = find_strip ("sharpness");
  g_autofree char *text = NULL;

  g_assert_true (strip == &ov_sharpness_strip);
  g_assert_false (strip->has_points (&bare));
  g_assert_true (strip->has_points (&measured));
  text = strip->describe (&measured);
  g_assert_nonnull (strstr (text, "30"));
}

/* The run in front has its values and their limit, an earlier one its values; both can go. */
static void
test_curves (void)
{
  const OvRecipe recipe = make_recipe ();
  OvRecipe earlier_recipe = recipe;
  const OvRunFigureRun run = {.recipe = &recipe, .sharpness = {epochs, values, 3}};
  const OvRunFigureRun earlier = {.recipe = &earlier_recipe, .sharpness = {epochs, values, 3}};
  g_autoptr (OvChart) chart = ov_chart_new ();
  OvStripCurves curves;
  OvStripCurves ghost;

  earlier_recipe.learning_rate *= 2.0;
  ov_sharpness_strip.prepare (chart);
  ghost = ov_sharpness_strip.add_ghost (chart, &earlier, 4, &recipe);
  curves = ov_sharpness_strip.add (chart, &run);
  ov_sharpness_strip.update (&curves, &run, 10.0);
  g_assert_cmpuint (count_readings (chart, 1.0), ==, 3);
  ov_strip_curves_remove (&ghost);
  g_assert_cmpuint (count_readings (chart, 1.0), ==, 2);
  ov_strip_curves_remove (&curves);
  g_assert_cmpuint (count_readings (chart, 1.0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sharpness-strip/table", test_table);
  g_test_add_func ("/sharpness-strip/curves", test_curves);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sharpness on a chart, against the limit that the learning rate sets. */

#include "sharpness-curves.h"

#include <math.h>

#include "figure-fixture.h"
#include "update-rule.h"

static const double        epochs[] = {0.0, 5.0, 10.0};
static const double        values[] = {120.0, 150.0, 190.0};

static OvSharpnessHistory *points; /* of these, for all tests */

/* What the limit is named after is found in the legend and in the read-out. */
static void
check_says (const char *text,
            const char *part,
            gboolean    says)
{
  if ((strstr (text, part) != NULL) != says)
    g_error ("“%s” is %sin: %s", part, says ? "not " : "", text);
}

static OvReading *
read_series (GPtrArray *readings,
             guint      series)
{
  for (guint i = 0; i < readings->len; i++)
    {
      OvReading *reading = g_ptr_array_index (readings, i);

      if (reading->series == series)
        return reading;
    }

  g_assert_not_reached ();
}

static void
test_curves (void)
{
  OvChart *chart = ov_chart_new ();
  OvRecipe recipe = figure_make_recipe ();
  OvStripCurves curves;
  g_autoptr (GPtrArray) readings = NULL;
  double low;
  double high;

  recipe.learning_rate = 0.01;
  recipe.decay = 0.999;
  ov_sharpness_curves_prepare (chart);
  curves = ov_sharpness_curves_add (chart, &recipe, 0);
  ov_sharpness_curves_update (&curves, points);
  ov_sharpness_curves_set_horizon (&curves, &recipe, 40.0);

  ov_chart_get_x_range (chart, &low, &high);
  g_assert_cmpfloat (low, ==, 0.0);
  g_assert_cmpfloat (high, ==, 40.0);
  readings = ov_chart_read_out (chart, 5.0, NAN);
  g_assert_cmpuint (readings->len, ==, 2);
  g_assert_cmpfloat (read_series (readings, curves.measured)->value, ==, 150.0);
  g_assert_cmpfloat_with_epsilon (read_series (readings, curves.limit)->value,
                                  200.0 / pow (0.999, 5.0), 1e-9);

  /* Told apart without colours, and none of an earlier run's. */
  g_assert_cmpint (read_series (readings, curves.measured)->style, !=,
                   read_series (readings, curves.limit)->style);
  g_clear_pointer (&readings, g_ptr_array_unref);

  /* The limit is drawn to the end of the axis. */
  readings = ov_chart_read_out (chart, 40.0, NAN);
  g_assert_cmpfloat (read_series (readings, curves.limit)->x, ==, 40.0);

  ov_strip_curves_remove (&curves);
  g_clear_pointer (&readings, g_ptr_array_unref);
  readings = ov_chart_read_out (chart, 5.0, NAN);
  g_assert_cmpuint (readings->len, ==, 0);
  ov_chart_free (chart);
}

/* For mini-batches the limit is a reference, and says so. */
static void
test_names (void)
{
  for (guint batch = 0; batch <= 100; batch += 100)
    for (guint momentum = 0; momentum < 2; momentum++)
      {
        OvChart *chart = ov_chart_new ();
        OvRecipe recipe = figure_make_recipe ();
        OvStripCurves curves;
        g_autoptr (GPtrArray) readings = NULL;
        const OvReading *limit;

        recipe.batch_size = batch;
        recipe.momentum = 0.5 * momentum;
        curves = ov_sharpness_curves_add (chart, &recipe, 0);
        ov_sharpness_curves_set_horizon (&curves, &recipe, 20.0);
        readings = ov_chart_read_out (chart, 0.0, NAN);
        limit = read_series (readings, curves.limit);
        check_says (limit->name, "Reference only", batch > 0);
        check_says (limit->name, "full batch", batch > 0);
        check_says (limit->name, "Limit", batch == 0);
        check_says (limit->name, "β", momentum > 0);
        g_assert_cmpint (limit->style, ==, batch > 0 ? OV_LINE_DOTTED : OV_LINE_DASHED);
        ov_chart_free (chart);
      }
}

/* Each rule's limit is its own; what divides by a running square has another sharpness. */
static void
test_optimisers (void)
{
  /* The rate times the limit, with a momentum of a half and β₁ = 0.9. */
  static const double products[] = {3.0, 1.5, 3.0, 38.0, 38.0};

  for (guint rule = 0; ov_update_rule_names[rule] != NULL; rule++)
    {
      OvChart *chart = ov_chart_new ();
      OvRecipe recipe = figure_make_recipe ();
      g_autofree char *said = NULL;
      g_autoptr (GPtrArray) readings = NULL;
      OvStripCurves curves;
      gboolean is_preconditioned;
      const OvReading *limit;

      recipe.update_rule = rule;
      recipe.momentum = 0.5;
      recipe.batch_size = 0;
      is_preconditioned = ov_update_rule_get (&recipe)->has_epsilon;
      curves = ov_sharpness_curves_add (chart, &recipe, 0);
      ov_sharpness_curves_update (&curves, points);
      ov_sharpness_curves_set_horizon (&curves, &recipe, 20.0);
      readings = ov_chart_read_out (chart, 0.0, NAN);
      limit = read_series (readings, curves.limit);
      check_says (limit->name, "(1 + 2 β)", ov_update_rule_get (&recipe)->looks_ahead);
      check_says (limit->name, "(1 − β₁)", ov_update_rule_get (&recipe)->has_betas);
      g_assert_cmpfloat_with_epsilon (limit->value * recipe.learning_rate, products[rule], 1e-9);
      check_says (read_series (readings, curves.measured)->name, "Preconditioned",
                  is_preconditioned);
      said = ov_sharpness_curves_describe (points, &recipe, 0);
      check_says (said, "limit", TRUE);
      check_says (said, "preconditioned", is_preconditioned);
      ov_chart_free (chart);
    }
}

/* The axis is logarithmic when one of the two would lie flat on the other's. */
static void
test_axis (void)
{
  static const struct
  {
    double learning_rate;
    gboolean is_log;
  } cases[] = {{0.01, FALSE}, {1e-4, TRUE}, {1.0, TRUE}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OvChart *chart = ov_chart_new ();
      OvRecipe recipe = figure_make_recipe ();
      OvStripCurves curves;

      recipe.learning_rate = cases[i].learning_rate;
      recipe.decay = 0.999;
      curves = ov_sharpness_curves_add (chart, &recipe, 0);
      ov_sharpness_curves_update (&curves, points);
      ov_sharpness_curves_set_horizon (&curves, &recipe, 20.0);
      g_assert_cmpint (ov_chart_get_log_y (chart), ==, cases[i].is_log);
      ov_chart_free (chart);
    }
}

/* What is measured later comes after what was drawn, and may lie far from it. */
static void
test_growth (void)
{
  static const double far[] = {120.0, 150.0, 0.5};
  OvChart *chart = ov_chart_new ();
  OvRecipe recipe = figure_make_recipe ();
  OvStripCurves curves;

  recipe.learning_rate = 0.01;
  curves = ov_sharpness_curves_add (chart, &recipe, 0);
  for (gsize n = 0; n <= 3; n++)
    {
      g_autoptr (OvSharpnessHistory) history = figure_make_sharpness (epochs, far, n);

      ov_sharpness_curves_update (&curves, history);
      ov_sharpness_curves_set_horizon (&curves, &recipe, 20.0);
      g_assert_cmpint (ov_chart_get_log_y (chart), ==, n == 3);
      for (gsize i = 0; i < n; i++)
        {
          g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, epochs[i], NAN);

          g_assert_cmpfloat (read_series (readings, curves.measured)->x, ==, epochs[i]);
          g_assert_cmpfloat (read_series (readings, curves.measured)->value, ==, far[i]);
        }
    }
  ov_chart_free (chart);
}

/* A rate that decays to nothing, or a sharpness that is not finite, breaks nothing. */
static void
test_extremes (void)
{
  static const double odd[] = {NAN, 0.0, -3.0};
  g_autoptr (OvSharpnessHistory) odd_points = figure_make_sharpness (epochs, odd, 3);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 500, 150);
  cairo_t *cr = cairo_create (surface);
  OvChart *chart = ov_chart_new ();
  OvRecipe recipe = figure_make_recipe ();
  OvStripCurves curves;

  recipe.decay = 0.1;
  curves = ov_sharpness_curves_add (chart, &recipe, 0);
  ov_sharpness_curves_set_horizon (&curves, &recipe, 1e4);
  g_assert_cmpuint (ov_chart_count_non_finite (chart), ==, 0);
  ov_sharpness_curves_update (&curves, odd_points);
  ov_sharpness_curves_set_horizon (&curves, &recipe, 20.0);
  ov_chart_draw (chart, cr, 500, 150);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  ov_chart_free (chart);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_ghost (void)
{
  OvChart *chart = ov_chart_new ();
  const OvRecipe recipe = figure_make_recipe ();
  g_autoptr (OvRunRecord) earlier = figure_make_record (1);
  OvStripCurves ghost;
  g_autoptr (GPtrArray) readings = NULL;

  earlier->recipe = recipe;
  earlier->recipe.learning_rate = 0.0037;
  ghost = ov_sharpness_curves_add_ghost (chart, &(OvGhost) {earlier, "Linear 3", 4}, &recipe);
  ov_sharpness_curves_update (&ghost, points);
  readings = ov_chart_read_out (chart, 5.0, NAN);
  g_assert_cmpuint (readings->len, ==, 1);
  g_assert_true (read_series (readings, ghost.measured)->faint);
  check_says (read_series (readings, ghost.measured)->name, "0.0037", TRUE);
  check_says (read_series (readings, ghost.measured)->name, "Linear 3", TRUE);
  ov_strip_curves_remove (&ghost);
  ov_chart_free (chart);
}

static void
test_description (void)
{
  static const double sharper[] = {120.0, 150.0, 260.0};
  static const double none_at_all[] = {120.0, 150.0, NAN};
  const OvSharpnessPoint bounded = {.epoch = 10, .value = 260.0, .is_bound = TRUE};
  g_autoptr (OvSharpnessHistory) above = figure_make_sharpness (epochs, sharper, 3);
  g_autoptr (OvSharpnessHistory) bound = figure_make_sharpness (epochs, sharper, 2);
  g_autoptr (OvSharpnessHistory) broken = figure_make_sharpness (epochs, none_at_all, 3);
  g_autoptr (OvSharpnessHistory) none = ov_sharpness_history_new ();
  OvRecipe recipe = figure_make_recipe ();
  g_autofree char *text = NULL;

  recipe.learning_rate = 0.01;
  recipe.decay = 1.0;
  ov_sharpness_history_add (bound, &bounded);
  text = ov_sharpness_curves_describe (points, &recipe, 0);
  g_assert_cmpstr (text, ==, "sharpness 190.0, limit 200.0, below");
  g_free (text);
  text = ov_sharpness_curves_describe (above, &recipe, 0);
  g_assert_cmpstr (text, ==, "sharpness 260.0, limit 200.0, above");
  g_free (text);
  text = ov_sharpness_curves_describe (bound, &recipe, 0);
  g_assert_cmpstr (text, ==, "sharpness at least 260.0, limit 200.0, above");
  g_free (text);
  text = ov_sharpness_curves_describe (broken, &recipe, 0);
  check_says (text, "not finite", TRUE);
  g_free (text);
  text = ov_sharpness_curves_describe (none, &recipe, 0);
  check_says (text, "no sharpness measured yet", TRUE);
  g_free (text);
  recipe.batch_size = 50;
  text = ov_sharpness_curves_describe (points, &recipe, 0);
  g_assert_cmpstr (text, ==, "sharpness 190.0, full-batch reference 200.0, below");
  g_free (text);
  text = ov_sharpness_curves_describe (points, &recipe, 50);
  g_assert_cmpstr (text, ==, "sharpness 190.0, limit 200.0, below");
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  points = figure_make_sharpness (epochs, values, G_N_ELEMENTS (epochs));

  g_test_add_func ("/figure/sharpness-curves/curves", test_curves);
  g_test_add_func ("/figure/sharpness-curves/names", test_names);
  g_test_add_func ("/figure/sharpness-curves/optimisers", test_optimisers);
  g_test_add_func ("/figure/sharpness-curves/axis", test_axis);
  g_test_add_func ("/figure/sharpness-curves/growth", test_growth);
  g_test_add_func ("/figure/sharpness-curves/extremes", test_extremes);
  g_test_add_func ("/figure/sharpness-curves/ghost", test_ghost);
  g_test_add_func ("/figure/sharpness-curves/description", test_description);

  result = g_test_run ();
  ov_sharpness_history_free (points);

  return result;
}

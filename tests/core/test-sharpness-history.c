/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sharpness-history.h"

#include <math.h>

#include "model.h"
#include "recipe-fixture.h"

static void
add (OvSharpnessHistory *history, guint epoch, double value, double seconds)
{
  const OvSharpnessPoint point = {
    .epoch = epoch,
    .value = value,
    .seconds = seconds,
    .error = value / 1e4,
  };

  ov_sharpness_history_add (history, &point);
}

static void
test_points (void)
{
  g_autoptr (OvSharpnessHistory) history = ov_sharpness_history_new ();
  g_autoptr (OvSharpnessHistory) copy = NULL;

  g_assert_cmpuint (history->points->len, ==, 0);
  g_assert_null (ov_sharpness_history_get_last (history));
  g_assert_cmpfloat (history->seconds, ==, 0.0);

  add (history, 0, 12.0, 0.5);
  add (history, 5, 31.5, 0.25);
  copy = ov_sharpness_history_copy (history);
  add (history, 10, 40.0, 0.25);

  g_assert_cmpuint (history->points->len, ==, 3);
  g_assert_cmpfloat (ov_sharpness_history_get_point (history, 1)->epoch, ==, 5.0);
  g_assert_cmpfloat (ov_sharpness_history_get_point (history, 2)->value, ==, 40.0);
  g_assert_cmpuint (ov_sharpness_history_get_last (history)->epoch, ==, 10);
  g_assert_cmpfloat (history->seconds, ==, 1.0);

  g_assert_cmpuint (ov_sharpness_history_get_point (history, 1)->epoch, ==, 5);
  g_assert_cmpfloat (ov_sharpness_history_get_point (history, 2)->error, ==, 4e-3);

  /* The copy is as the history was, and its own. */
  g_assert_cmpuint (copy->points->len, ==, 2);
  g_assert_cmpuint (ov_sharpness_history_get_last (copy)->epoch, ==, 5);
  g_assert_cmpfloat (ov_sharpness_history_get_point (copy, 1)->value, ==, 31.5);
  g_assert_cmpfloat (copy->seconds, ==, 0.75);
}

/* A value that is not settled is a bound; one that is not finite is nothing at all. */
static void
test_bound (void)
{
  const OvSharpness known = {.value = 2.0, .error = 1e-3, .residual = 3e-3, .is_settled = TRUE};
  const OvSharpness bound = {.value = 2.0, .error = 0.1, .is_settled = FALSE, .seconds = 3.0};
  const OvSharpness broken = {.value = NAN, .error = NAN, .is_settled = FALSE};
  const OvSharpnessPoint point = ov_sharpness_make_point (4, &bound);

  g_assert_true (point.is_bound);
  g_assert_cmpuint (point.epoch, ==, 4);
  g_assert_cmpfloat (point.error, ==, 0.1);
  g_assert_cmpfloat (point.seconds, ==, 3.0);
  g_assert_false (ov_sharpness_make_point (4, &known).is_bound);
  g_assert_cmpfloat (ov_sharpness_make_point (4, &known).residual, ==, 3e-3);
  g_assert_false (ov_sharpness_make_point (4, &broken).is_bound);
}

static void
test_due (void)
{
  const OvSharpnessPoint last = {.epoch = 7, .value = 1.0, .seconds = 1.0};

  g_assert_false (ov_sharpness_is_due (0, 0, NULL));
  g_assert_true (ov_sharpness_is_due (5, 0, NULL));
  g_assert_true (ov_sharpness_is_due (5, 3, NULL));
  g_assert_false (ov_sharpness_is_due (5, 7, &last));
  g_assert_false (ov_sharpness_is_due (5, 11, &last));
  g_assert_true (ov_sharpness_is_due (5, 12, &last));
  g_assert_true (ov_sharpness_is_due (1, 8, &last));
  g_assert_false (ov_sharpness_is_due (1, 7, &last));
}

static void
test_unused (void)
{
  const char *const *presets = ov_recipe_list_presets ();

  for (guint i = 0; presets[i] != NULL; i++)
    {
      OvRecipe recipe;

      ov_recipe_init_preset (&recipe, presets[i], NULL);
      g_assert_cmpint (ov_sharpness_unused (&recipe) != NULL, ==,
                       recipe.model == ov_model_find ("linear"));

      /* What the running square divides bends otherwise in each epoch. */
      fixture_set_value (&recipe, "optimiser", "nesterov");
      g_assert_cmpint (ov_sharpness_unused (&recipe) != NULL, ==,
                       recipe.model == ov_model_find ("linear"));
      fixture_set_value (&recipe, "optimiser", "adam");
      g_assert_null (ov_sharpness_unused (&recipe));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sharpness-history/points", test_points);
  g_test_add_func ("/sharpness-history/bound", test_bound);
  g_test_add_func ("/sharpness-history/due", test_due);
  g_test_add_func ("/sharpness-history/unused", test_unused);

  return g_test_run ();
}

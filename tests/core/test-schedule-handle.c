/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schedule-handle.h"

#include <math.h>

#include "recipe-fixture.h"

static OvRecipe
make_recipe (const char *schedule, guint warm_up)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, "linear", &error);
  g_assert_no_error (error);
  fixture_set_value (&recipe, "schedule", schedule);
  recipe.epochs = 101;
  recipe.warm_up = warm_up;

  return recipe;
}

static void
assert_stands (OvScheduleHandle handle, const OvRecipe *recipe, double epoch, double rate)
{
  double found_epoch, found_rate;

  g_assert_true (ov_schedule_handle_find (handle, recipe, &found_epoch, &found_rate));
  g_assert_cmpfloat (found_epoch, ==, epoch);
  g_assert_cmpfloat_with_epsilon (found_rate / rate, 1.0, 5e-3);
}

/* A handle that is put somewhere stands there. */
static void
test_move (void)
{
  static const struct
  {
    const char *schedule;
    OvScheduleHandle handle;
    guint warm_up;
    double epoch;
    double rate;
  } cases[] = {
    {"exponential", OV_SCHEDULE_HANDLE_TOP, 0, 0.0, 0.02},
    {"exponential", OV_SCHEDULE_HANDLE_TOP, 0, 12.0, 0.02},
    {"exponential", OV_SCHEDULE_HANDLE_TOP, 10, 0.0, 0.0123},
    {"exponential", OV_SCHEDULE_HANDLE_WAY, 0, 100.0, 0.001},
    {"exponential", OV_SCHEDULE_HANDLE_WAY, 20, 100.0, 0.009},
    {"constant", OV_SCHEDULE_HANDLE_TOP, 3, 7.0, 0.5},
    {"step", OV_SCHEDULE_HANDLE_TOP, 0, 5.0, 0.5},
    {"step", OV_SCHEDULE_HANDLE_WAY, 5, 17.0, 0.003},
    {"cosine", OV_SCHEDULE_HANDLE_TOP, 0, 50.0, 0.05},
    {"one-cycle", OV_SCHEDULE_HANDLE_TOP, 0, 30.0, 0.05},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OvRecipe recipe = make_recipe (cases[i].schedule, cases[i].warm_up);
      g_autoptr (GError) error = NULL;

      g_test_message ("%u: %s", i, cases[i].schedule);
      ov_schedule_handle_move (cases[i].handle, &recipe, cases[i].epoch, cases[i].rate);
      assert_stands (cases[i].handle, &recipe, cases[i].epoch, cases[i].rate);
      ov_recipe_validate (&recipe, &error);
      g_assert_no_error (error);
    }
}

/* A handle that is put where it stands already changes nothing but the last digits. */
static void
test_stay (void)
{
  for (guint s = 0; ov_schedule_names[s] != NULL; s++)
    for (guint warm_up = 0; warm_up <= 200; warm_up += 50)
      for (OvScheduleHandle handle = 0; handle < OV_SCHEDULE_N_HANDLES; handle++)
        {
          const OvRecipe recipe = make_recipe (ov_schedule_names[s], warm_up);
          OvRecipe moved = recipe;
          double epoch, rate;

          if (!ov_schedule_handle_find (handle, &recipe, &epoch, &rate))
            continue;
          g_assert_cmpfloat (epoch, <=, 100.0);
          ov_schedule_handle_move (handle, &moved, epoch, rate);
          g_assert_cmpfloat_with_epsilon (moved.learning_rate, recipe.learning_rate, 1e-5);
          g_assert_cmpfloat_with_epsilon (moved.decay, recipe.decay, 1e-5);
          g_assert_cmpfloat_with_epsilon (moved.step_factor, recipe.step_factor, 1e-3);
          if (warm_up <= 100)
            g_assert_cmpuint (moved.warm_up, ==, recipe.warm_up);
        }
}

/* Far outside the axes a recipe stays within its ranges, whatever its length. */
static void
test_far (void)
{
  static const double far[] = {-1e9, -1.0, 0.0, 1e-30, 1e9};
  static const guint lengths[] = {0, 1, 2, 100000};

  for (guint s = 0; ov_schedule_names[s] != NULL; s++)
    for (guint l = 0; l < G_N_ELEMENTS (lengths); l++)
      for (guint i = 0; i < G_N_ELEMENTS (far); i++)
        for (OvScheduleHandle handle = 0; handle < OV_SCHEDULE_N_HANDLES; handle++)
          {
            OvRecipe recipe = make_recipe (ov_schedule_names[s], 0);
            g_autoptr (GError) error = NULL;
            double epoch, rate;

            recipe.epochs = lengths[l];
            if (!ov_schedule_handle_find (handle, &recipe, &epoch, &rate))
              continue;
            ov_schedule_handle_move (handle, &recipe, far[i], far[i]);
            ov_recipe_validate (&recipe, &error);
            g_assert_no_error (error);
          }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schedule-handle/move", test_move);
  g_test_add_func ("/schedule-handle/stay", test_stay);
  g_test_add_func ("/schedule-handle/far", test_far);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slider-scale.h"

#include <math.h>

#define N_PLACES 2000

static const char *const keys[] = {"learning-rate", "decay", "regularisation"};

static void
assert_near (double value, double expected, double tolerance)
{
  g_assert_cmpfloat_with_epsilon (value, expected, tolerance);
}

static void
test_ends (void)
{
  const OvParameter *rate = ov_parameter_find ("learning-rate");
  const OvParameter *decay = ov_parameter_find ("decay");
  const OvParameter *penalty = ov_parameter_find ("regularisation");

  g_assert_cmpfloat (ov_slider_scale_to_value (rate, 0.0), ==, rate->minimum);
  g_assert_cmpfloat (ov_slider_scale_to_value (decay, 0.0), ==, decay->minimum);
  g_assert_cmpfloat (ov_slider_scale_to_value (penalty, 0.0), ==, 0.0);

  for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
    {
      const OvParameter *parameter = ov_parameter_find (keys[k]);

      g_assert_cmpfloat (ov_slider_scale_to_position (parameter, parameter->maximum), ==, 1.0);
      g_assert_cmpfloat (ov_slider_scale_to_value (parameter, 1.0), ==, parameter->maximum);
      g_assert_cmpfloat (ov_slider_scale_to_value (parameter, -3.0), ==,
                         ov_slider_scale_to_value (parameter, 0.0));
      g_assert_cmpfloat (ov_slider_scale_to_value (parameter, 3.0), ==,
                         ov_slider_scale_to_value (parameter, 1.0));
    }
}

static void
test_beyond_the_ends (void)
{
  const OvParameter *rate = ov_parameter_find ("learning-rate");
  const OvParameter *decay = ov_parameter_find ("decay");

  g_assert_cmpfloat (ov_slider_scale_to_position (rate, 1e3), ==, 1.0);
  g_assert_cmpfloat (ov_slider_scale_to_position (rate, 1e-12), ==, 0.0);
  g_assert_cmpfloat (ov_slider_scale_to_position (decay, 0.01), ==, 0.0);
}

static void
test_monotonic (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
    {
      const OvParameter *parameter = ov_parameter_find (keys[k]);
      double last = -1.0;

      for (guint i = 0; i <= N_PLACES; i++)
        {
          const double value = ov_slider_scale_to_value (parameter, (double) i / N_PLACES);

          g_assert_cmpfloat (value, >=, last);
          last = value;
        }
    }
}

/* A value that a hand chose stands where it was chosen, and choosing that place again gives the
 * same value: the slider does not creep. */
static void
test_there_and_back (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
    {
      const OvParameter *parameter = ov_parameter_find (keys[k]);

      for (guint i = 0; i <= N_PLACES; i++)
        {
          const double position = (double) i / N_PLACES;
          const double value = ov_slider_scale_to_value (parameter, position);
          const double again = ov_slider_scale_to_position (parameter, value);

          if (value == 0.0 || ov_slider_scale_to_value (parameter, position) == parameter->minimum)
            continue;
          assert_near (again, position, 0.005);
          assert_near (ov_slider_scale_to_value (parameter, again), value, 1e-12 + 1e-6 * value);
        }
    }
}

static void
test_equal_factors (void)
{
  const OvParameter *rate = ov_parameter_find ("learning-rate");

  for (int i = 0; i <= 11; i++)
    {
      assert_near (ov_slider_scale_to_position (rate, 1e-9 * pow (10.0, i)), i / 11.0, 1e-9);
      assert_near (ov_slider_scale_to_value (rate, i / 11.0), 1e-9 * pow (10.0, i), 1e-16);
    }
}

/* Zero has a place of its own, wide enough to be hit, and nothing lies between it and 1e-9. */
static void
test_zero (void)
{
  const OvParameter *penalty = ov_parameter_find ("regularisation");
  guint n_zeros = 0;

  g_assert_cmpfloat (ov_slider_scale_to_position (penalty, 0.0), ==, 0.0);
  g_assert_cmpfloat (ov_slider_scale_to_position (penalty, 1e-9), >, 0.02);
  for (guint i = 0; i <= N_PLACES; i++)
    {
      const double value = ov_slider_scale_to_value (penalty, (double) i / N_PLACES);

      g_assert_true (value == 0.0 || value >= 1e-9);
      n_zeros += value == 0.0;
    }
  g_assert_cmpuint (n_zeros, >, N_PLACES / 100);
}

/* Near 1 the decays that matter are far apart; near 0.5 nobody needs them to be. */
static void
test_decay_is_fine_near_one (void)
{
  const OvParameter *decay = ov_parameter_find ("decay");
  const double at_999 = ov_slider_scale_to_position (decay, 0.999);
  const double at_998 = ov_slider_scale_to_position (decay, 0.998001);

  g_assert_cmpfloat (at_999 - at_998, >, 0.025);
  g_assert_cmpfloat (1.0 - at_999, >, 0.08);
  g_assert_cmpfloat (
    ov_slider_scale_to_position (decay, 0.501) - ov_slider_scale_to_position (decay, 0.5), <, 0.01);
  assert_near (ov_slider_scale_to_value (decay, at_999), 0.999, 1e-12);
  assert_near (ov_slider_scale_to_value (decay, at_998), 0.998, 1e-12);
}

/* No tails such as 0.010000000000000002. */
static void
test_short_values (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
    {
      const OvParameter *parameter = ov_parameter_find (keys[k]);

      for (guint i = 0; i <= N_PLACES; i++)
        {
          const double value = ov_slider_scale_to_value (parameter, (double) i / N_PLACES);
          g_autofree char *text = ov_parameter_format (parameter, value);

          g_assert_cmpuint (strlen (text), <=, 10);
          g_assert_true (ov_parameter_parse (parameter, text, &(double) {0.0}, NULL));
        }
    }
}

static void
test_steps (void)
{
  const OvParameter *rate = ov_parameter_find ("learning-rate");

  for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
    {
      double small;
      double large;

      ov_slider_scale_get_steps (ov_parameter_find (keys[k]), &small, &large);
      g_assert_cmpfloat (small, >, 0.0);
      g_assert_cmpfloat (small, <=, 0.02);
      g_assert_cmpfloat (large, >, small);
      g_assert_cmpfloat (large, <=, 0.2);
    }

  /* An arrow key always changes the value. */
  for (double position = 0.0; position < 0.99; position += 0.00625)
    g_assert_cmpfloat (ov_slider_scale_to_value (rate, position + 0.00625), >,
                       ov_slider_scale_to_value (rate, position));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/slider-scale/ends", test_ends);
  g_test_add_func ("/slider-scale/beyond-the-ends", test_beyond_the_ends);
  g_test_add_func ("/slider-scale/monotonic", test_monotonic);
  g_test_add_func ("/slider-scale/there-and-back", test_there_and_back);
  g_test_add_func ("/slider-scale/equal-factors", test_equal_factors);
  g_test_add_func ("/slider-scale/zero", test_zero);
  g_test_add_func ("/slider-scale/decay-is-fine-near-one", test_decay_is_fine_near_one);
  g_test_add_func ("/slider-scale/short-values", test_short_values);
  g_test_add_func ("/slider-scale/steps", test_steps);

  return g_test_run ();
}

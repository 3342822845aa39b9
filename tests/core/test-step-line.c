/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step-line.h"

#include <math.h>

typedef double (*LossFunc) (double length);

static void
init_line (OvStepLine *line, LossFunc loss, double reach, double slope)
{
  *line = (OvStepLine) {.model = {.slope = slope}};
  for (guint i = 0; i < OV_STEP_LINE_POINTS; i++)
    {
      line->lengths[i] = reach * i / (OV_STEP_LINE_POINTS - 1);
      line->losses[i] = loss (line->lengths[i]);
    }
}

/* The lowest point is at 0.37, and 0.74 is as high as the beginning. */
static double
quadratic (double length)
{
  return 2.0 + 5.0 * (length - 0.37) * (length - 0.37);
}

/* Whatever the points are, those of a quadratic tell where it is lowest and as high as before, and
 * so alpha is exact. */
static void
test_quadratic (void)
{
  static const double reaches[] = {0.75, 1.0, 1.37, 8.1, 20.0};

  for (guint i = 0; i < G_N_ELEMENTS (reaches); i++)
    {
      OvStepLine line;

      init_line (&line, quadratic, reaches[i], -3.7);
      g_assert_cmpfloat_with_epsilon (ov_step_line_get_lowest (&line), 0.37, 1e-12);
      g_assert_cmpfloat_with_epsilon (ov_step_line_get_break_even (&line), 0.74, 1e-12);
      for (double alpha = -1.0; alpha < 1.1; alpha += 0.25)
        {
          line.learning_rate = 0.37 * (1.0 + alpha);
          g_assert_cmpfloat_with_epsilon (ov_step_line_get_alpha (&line), alpha, 1e-11);
        }
      g_assert_cmpfloat_with_epsilon (ov_step_line_get_loss (&line, 0.5), quadratic (0.5), 1e-12);
      g_assert_cmpfloat_with_epsilon (ov_step_line_get_loss (&line, reaches[i]),
                                      quadratic (reaches[i]), 1e-9);
      g_assert_true (isnan (ov_step_line_get_loss (&line, 1.01 * reaches[i])));
    }
}

/* The band is read between its points as the line is, and always has the line in it. */
static void
test_band (void)
{
  OvStepLine line;
  double low;
  double high;

  init_line (&line, quadratic, 1.0, -3.7);
  line.n_steps = 1;
  ov_step_line_get_band (&line, 0.5, &low, &high);
  g_assert_true (isnan (low) && isnan (high));

  line.n_steps = 3;
  for (guint i = 0; i < OV_STEP_LINE_POINTS; i++)
    {
      line.low[i] = line.losses[i] - line.lengths[i];
      line.high[i] = line.losses[i];
    }
  ov_step_line_get_band (&line, 0.53, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, quadratic (0.53) - 0.53, 1e-12);
  g_assert_cmpfloat_with_epsilon (high, quadratic (0.53), 1e-12);
  g_assert_cmpfloat (high, >=, ov_step_line_get_loss (&line, 0.53));
  ov_step_line_get_band (&line, 1.1, &low, &high);
  g_assert_true (isnan (low) && isnan (high));
}

static double
falling (double length)
{
  return 3.0 - length;
}

static double
rising (double length)
{
  return 3.0 + length * length;
}

/* Steeper behind the lowest point, at 1, than before it; 1.5 is as high as the beginning. */
static double
lopsided (double length)
{
  return length < 1.0 ? (length - 1.0) * (length - 1.0) : 4.0 * (length - 1.0) * (length - 1.0);
}

/* A wall beyond 1. */
static double
walled (double length)
{
  return length > 1.0 ? (double) INFINITY : (length - 0.9) * (length - 0.9);
}

static void
test_others (void)
{
  OvStepLine line;

  init_line (&line, falling, 1.0, -1.0);
  line.learning_rate = 0.5;
  g_assert_cmpfloat (ov_step_line_get_lowest (&line), ==, (double) INFINITY);
  g_assert_cmpfloat (ov_step_line_get_break_even (&line), ==, (double) INFINITY);
  g_assert_cmpfloat (ov_step_line_get_alpha (&line), ==, -1.0);

  init_line (&line, rising, 1.0, 0.1);
  line.learning_rate = 0.5;
  g_assert_cmpfloat (ov_step_line_get_lowest (&line), ==, 0.0);
  g_assert_cmpfloat (ov_step_line_get_alpha (&line), ==, (double) INFINITY);

  init_line (&line, lopsided, 2.0, -2.0);
  g_assert_cmpfloat_with_epsilon (ov_step_line_get_break_even (&line), 1.5, 1e-12);
  line.learning_rate = 1.25;
  /* The kink lies between two points. */
  g_assert_cmpfloat_with_epsilon (ov_step_line_get_alpha (&line), 0.5, 0.03);

  init_line (&line, walled, 2.4, -1.8);
  line.learning_rate = 2.0;
  g_assert_cmpfloat_with_epsilon (ov_step_line_get_lowest (&line), 0.9, 1e-9);
  g_assert_cmpfloat_with_epsilon (ov_step_line_get_break_even (&line), 1.0, 0.1);
  g_assert_cmpfloat (ov_step_line_get_alpha (&line), >, 1.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/step-line/quadratic", test_quadratic);
  g_test_add_func ("/step-line/band", test_band);
  g_test_add_func ("/step-line/others", test_others);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gradient.h"

#include <math.h>

#include "naive.h"

/* Neither is a multiple of the blocks that parameters are taken in. */
#define N_PARAMETERS 10007
#define N_WHOLE 4801
#define N_PARTS 5
#define MOST_MEMBERS 3

/* Sets a group from chance and adds it to `expected`. */
static void
fill_group (OvGradient *gradient, gsize n_whole, guint seed, double *expected)
{
  g_autofree float *values = g_new (float, N_PARAMETERS);

  ov_gradient_begin_group (gradient, n_whole, N_PARTS);
  for (guint part = 0; part < N_PARTS; part++)
    {
      float *sum = ov_gradient_begin_part (gradient, part);

      naive_fill_random (values, N_PARAMETERS, 1.0, seed + part);
      for (gsize i = n_whole; i < N_PARAMETERS; i++)
        {
          g_assert_cmpfloat (sum[i], ==, 0.0f);
          sum[i] += values[i];
          expected[i] += (double) values[i];
        }
    }

  naive_fill_random (values, N_PARAMETERS, 1.0, seed + N_PARTS);
  for (gsize i = 0; i < n_whole; i++)
    {
      ov_gradient_get_whole (gradient)[i] = values[i];
      expected[i] += (double) values[i];
    }
}

static void
check (OvGradient *gradient, const double *expected)
{
  g_autofree float *values = g_new (float, N_PARAMETERS);

  /* In pieces that meet no boundary. */
  for (gsize first = 0; first < N_PARAMETERS; first += 1999)
    ov_gradient_read (gradient, first, MIN (1999, N_PARAMETERS - first), values + first);
  for (gsize i = 0; i < N_PARAMETERS; i++)
    g_assert_cmpfloat_with_epsilon ((double) values[i], expected[i], 1e-6);
}

/* With parameters that are set as a whole and without, time after time. */
static void
test_one_group (void)
{
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (2);
  g_autoptr (OvGradient) gradient = ov_gradient_new (pool, N_PARAMETERS);

  for (guint round = 0; round < 4; round++)
    {
      g_autofree double *expected = g_new0 (double, N_PARAMETERS);

      ov_gradient_begin (gradient);
      fill_group (gradient, round % 2 == 0 ? N_WHOLE : 0, 100 * round, expected);
      check (gradient, expected);
    }
}

/* Several groups, and a batch of one group after them. */
static void
test_groups (void)
{
  for (guint n_members = 1; n_members <= MOST_MEMBERS; n_members++)
    {
      g_autoptr (OvThreadPool) pool = ov_thread_pool_new (n_members);
      g_autoptr (OvGradient) gradient = ov_gradient_new (pool, N_PARAMETERS);

      for (guint n_groups = 1; n_groups <= 4; n_groups++)
        {
          g_autofree double *expected = g_new0 (double, N_PARAMETERS);

          ov_gradient_begin (gradient);
          for (guint group = 0; group < n_groups; group++)
            {
              fill_group (gradient, N_WHOLE, 10 * group, expected);
              ov_gradient_fold (gradient);
            }
          check (gradient, expected);
        }
    }
}

/* Of what is much alike, as many groups as make a data set add up without a digit lost: as floats
 * the sum would be a ten-thousandth off. */
static void
test_digits (void)
{
  enum
  {
    N_GROUPS = 3000
  };
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (1);
  g_autoptr (OvGradient) gradient = ov_gradient_new (pool, 1);
  const float value = 0.1f / 3.0f;
  float sum;

  for (guint group = 0; group < N_GROUPS; group++)
    {
      ov_gradient_begin_group (gradient, 0, 1);
      ov_gradient_begin_part (gradient, 0)[0] = value;
      ov_gradient_fold (gradient);
    }
  ov_gradient_read (gradient, 0, 1, &sum);
  g_assert_cmpfloat (sum, ==, (float) (N_GROUPS * (double) value));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gradient/one-group", test_one_group);
  g_test_add_func ("/gradient/groups", test_groups);
  g_test_add_func ("/gradient/digits", test_digits);

  return g_test_run ();
}

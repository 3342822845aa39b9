/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>

#include "tick.h"

/* How many of the ticks have a label. */
static guint
count_labels (const GPtrArray *ticks)
{
  guint n = 0;

  for (guint i = 0; i < ticks->len; i++)
    n += ((const OvTick *) g_ptr_array_index (ticks, i))->label != NULL;

  return n;
}

static char *
join_labels (const GPtrArray *ticks)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (ticks, i);

      if (tick->label != NULL)
        g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", tick->label);
    }

  return g_string_free (joined, FALSE);
}

typedef struct
{
  double      low, high;
  guint       most;
  const char *labels;
} Case;

static void
check_cases (const Case *cases,
             guint       n,
             gboolean    logarithmic)
{
  for (guint i = 0; i < n; i++)
    {
      OvScale scale = {cases[i].low, cases[i].high, 0, 100, logarithmic};
      g_autoptr (GPtrArray) ticks = ov_tick_list_new (&scale, cases[i].most);
      g_autofree char *labels = join_labels (ticks);

      g_assert_cmpstr (labels, ==, cases[i].labels);
    }
}

static void
test_linear (void)
{
  static const Case cases[] = {
    {0, 300, 7, "0 50 100 150 200 250 300"},
    {0, 10, 6, "0 2 4 6 8 10"},
    {0.75, 1.05, 4, "0.8 0.9 1.0"},
    {0.75, 1.05, 7, "0.75 0.80 0.85 0.90 0.95 1.00 1.05"},
    {-0.3, 0.3, 7, "-0.3 -0.2 -0.1 0 0.1 0.2 0.3"},
    {-1, 1, 3, "-1 0 1"},
    {0.1, 0.3, 3, "0.1 0.2 0.3"},
    {0, 3e-5, 4, "0 1e-5 2e-5 3e-5"},
    {5e-6, 2e-5, 4, "0.5e-5 1.0e-5 1.5e-5 2.0e-5"},
    {0, 3e6, 4, "0 1e6 2e6 3e6"},
    {0, 1.1e13, 4, "0 0.5e13 1.0e13"},
    {9.5e6, 1.05e7, 3, "0.95e7 1.00e7 1.05e7"},
    {-4e-4, 4e-4, 5, "-4e-4 -2e-4 0 2e-4 4e-4"},
    {1.000001, 1.000004, 4, "1.000001 1.000002 1.000003 1.000004"},
    {0, 100000, 6, "0 20000 40000 60000 80000 100000"},
  };

  check_cases (cases, G_N_ELEMENTS (cases), FALSE);
}

static void
test_logarithmic (void)
{
  static const Case cases[] = {
    {1e-7, 10, 9, "1e-7 1e-6 1e-5 1e-4 1e-3 1e-2 1e-1 1e0 1e1"},
    {1e-7, 10, 5, "1e-6 1e-4 1e-2 1e0"},
    {0.1, 100, 4, "0.1 1 10 100"},
    {0.1, 100, 7, "0.1 0.3 1 3 10 30 100"},
    {0.5, 5, 4, "0.5 1 2 5"},
    {0.8, 1.2, 5, "0.8 0.9 1.0 1.1 1.2"},
    {1, 1e5, 6, "1e0 1e1 1e2 1e3 1e4 1e5"},
    {1e-300, 1e300, 4, "1e-200 1e0 1e200"},
  };

  check_cases (cases, G_N_ELEMENTS (cases), TRUE);
}

/* Counts begin with 0; beyond a break only the end has a tick. */
static void
test_special_scales (void)
{
  static const struct
  {
    OvScale scale;
    guint most;
    const char *labels;
  } cases[] = {
    {{.high = 300, .end = 100, .logarithmic = TRUE, .shift = 1}, 9, "0 1 2 5 10 20 50 100 200"},
    {{.high = 300, .end = 100, .logarithmic = TRUE, .shift = 1}, 4, "0 1 10 100"},
    {{.high = 19, .end = 100, .logarithmic = TRUE, .shift = 1}, 1, "0"},
    {{.low = 20, .high = 300, .end = 100, .logarithmic = TRUE, .shift = 1}, 5, "20 50 100 200"},
    {{.low = 0, .high = 2, .start = 100, .beyond = 1e7, .knee = 20}, 4, "0 1 2 1e7"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) ticks = ov_tick_list_new (&cases[i].scale, cases[i].most);
      g_autoptr (GString) labels = g_string_new (NULL);

      for (guint j = 0; j < ticks->len; j++)
        {
          const OvTick *tick = g_ptr_array_index (ticks, j);

          if (tick->label != NULL)
            g_string_append_printf (labels, "%s%s", labels->len > 0 ? " " : "", tick->label);
        }
      g_assert_cmpstr (labels->str, ==, cases[i].labels);
    }
}

static void
test_empty (void)
{
  static const double pairs[][2] = {
    {1, 1},
    {2, 1},
    {NAN, 1},
    {0, NAN},
    {0, INFINITY},
    {-INFINITY, 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      OvScale scale = {pairs[i][0], pairs[i][1], 0, 100, FALSE};
      g_autoptr (GPtrArray) ticks = ov_tick_list_new (&scale, 5);

      g_assert_cmpuint (ticks->len, ==, 0);
    }

  {
    OvScale scale = {0, 1, 0, 100, TRUE};
    g_autoptr (GPtrArray) ticks = ov_tick_list_new (&scale, 5);

    g_assert_cmpuint (ticks->len, ==, 0);
  }
}

/* What must hold for every list: within the range, ascending, no label twice, none "-0", not too
 * many. */
static void
check_rules (double   low,
             double   high,
             guint    most,
             gboolean logarithmic)
{
  OvScale scale = {low, high, 0, 100, logarithmic};
  g_autoptr (GPtrArray) ticks = ov_tick_list_new (&scale, most);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  double slack = logarithmic ? 1e-6 * low : 1e-6 * (high / 2 - low / 2);
  double before = -INFINITY;

  g_assert_cmpuint (count_labels (ticks), <=, most);

  for (guint i = 0; i < ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (ticks, i);

      g_assert_cmpfloat (tick->value, >, before);
      g_assert_cmpfloat (tick->value, >=, low - slack);
      g_assert_cmpfloat (tick->value, <=, high + MAX (slack, 1e-6 * high));
      before = tick->value;

      if (tick->label == NULL)
        continue;

      g_assert_true (g_hash_table_add (seen, tick->label));
      g_assert_false (g_str_has_prefix (tick->label, "-0")
                      && g_ascii_strtod (tick->label, NULL) == 0);
      g_assert_cmpuint (g_utf8_strlen (tick->label, -1), <=, 22);
    }
}

static void
test_rules (void)
{
  static const double pairs[][2] = {
    {-DBL_MAX, DBL_MAX},
    {0, DBL_MAX},
    {-1e-300, 1e-300},
    {0, 1e-308},
    {1e16, 1e16 + 8},
    {1e16, 1e16 + 2},
    {1, 1 + 1e-15},
    {-7.3, -7.2999999},
    {123456, 123457},
    {-0.001, 1000},
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    for (guint most = 1; most <= 12; most++)
      check_rules (pairs[i][0], pairs[i][1], most, FALSE);

  for (guint i = 0; i < 3000; i++)
    {
      double size = pow (10, g_rand_double_range (random, -9, 9));
      double low = g_rand_double_range (random, -1, 1) * size;
      double high = low + size * pow (10, g_rand_double_range (random, -6, 1));
      guint most = (guint) g_rand_int_range (random, 1, 13);

      check_rules (low, high, most, FALSE);
      check_rules (size, size * pow (10, g_rand_double_range (random, 0.001, 30)), most, TRUE);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/tick/special-scales", test_special_scales);
  g_test_add_func ("/plot/tick/linear", test_linear);
  g_test_add_func ("/plot/tick/logarithmic", test_logarithmic);
  g_test_add_func ("/plot/tick/empty", test_empty);
  g_test_add_func ("/plot/tick/rules", test_rules);

  return g_test_run ();
}

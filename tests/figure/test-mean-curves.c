/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The mean and spread of runs that differ only by the seed, in place of their own curves. */

#include "mean-curves.h"

#include <math.h>

#include "figure-fixture.h"

#define N_RUNS 5
#define N_EPOCHS 12

/* Five runs on a chart, the first of which is in front: in epoch i run r has the training loss
 * 1/(i + 1) + 0.1·r, the test loss 1 more, and takes r + 1 seconds. */
typedef struct
{
  OvChart      *chart;
  OvFigureStyle style;
  OvRunRecord  *runs[N_RUNS];
  OvCurves      curves[N_RUNS];
  OvMeanMember  members[N_RUNS];
  OvMeanCurves *means;
} Fixture;

static void
add_epochs (OvRunRecord *run,
            guint        r,
            guint        n)
{
  for (guint i = 0; i < n; i++)
    {
      const guint index = ov_history_get_n_epochs (run->history);
      const OvEpoch epoch = {
        .index = index,
        .train_loss = 1.0 / (index + 1) + 0.1 * r,
        .test_loss = 1.0 / (index + 1) + 0.1 * r + 1.0,
        .seconds = r + 1.0,
      };

      ov_history_append (run->history, &epoch);
    }
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->chart = ov_chart_new ();
  fixture->style.seeds = OV_SEEDS_RANGE;
  fixture->means = ov_mean_curves_new (fixture->chart, OV_QUANTITY_LOSS);
  for (guint r = 0; r < N_RUNS; r++)
    {
      fixture->runs[r] = figure_make_record (0);
      fixture->runs[r]->recipe.seed = 10 + r;
      fixture->runs[r]->recipe.epochs = N_EPOCHS;
      add_epochs (fixture->runs[r], r, N_EPOCHS);
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  ov_mean_curves_free (fixture->means);
  ov_chart_free (fixture->chart);
  for (guint r = 0; r < N_RUNS; r++)
    ov_run_record_unref (fixture->runs[r]);
}

static void
draw (Fixture *fixture)
{
  for (guint r = 0; r < N_RUNS; r++)
    {
      fixture->curves[r] = ov_curves_add (fixture->chart, OV_QUANTITY_LOSS);
      ov_curves_update (&fixture->curves[r], fixture->runs[r]->history);
      if (r > 0)
        ov_curves_make_ghost (&fixture->curves[r], 1 + r, NULL, &fixture->runs[r]->recipe,
                              &fixture->runs[0]->recipe);
      fixture->members[r] = (OvMeanMember) {fixture->runs[r], &fixture->curves[r], 1 + r, r == 0};
    }
  ov_mean_curves_draw (fixture->means, &fixture->style, fixture->members, N_RUNS);
}

/* What the read-out tells of a curve by that name; NULL when it tells none. */
static OvReading *
find_reading (GPtrArray  *readings,
              const char *name)
{
  for (guint i = 0; i < readings->len; i++)
    if (g_str_equal (((OvReading *) readings->pdata[i])->name, name))
      return readings->pdata[i];

  return NULL;
}

static GPtrArray *
read_at (Fixture *fixture,
         double   x)
{
  ov_chart_set_read_mode (fixture->chart, OV_READ_EXACT);

  return ov_chart_read_out (fixture->chart, x, NAN);
}

static void
check (Fixture    *fixture,
       double      x,
       const char *name,
       double      value,
       double      low,
       double      high)
{
  g_autoptr (GPtrArray) readings = read_at (fixture, x);
  const OvReading *reading = find_reading (readings, name);

  g_assert_nonnull (reading);
  g_assert_cmpfloat_with_epsilon (reading->value, value, 1e-12);
  if (isnan (low))
    g_assert_true (isnan (reading->low) && isnan (reading->high));
  else
    {
      g_assert_cmpfloat_with_epsilon (reading->low, low, 1e-12);
      g_assert_cmpfloat_with_epsilon (reading->high, high, 1e-12);
    }
}

static void
test_range (Fixture      *fixture,
            gconstpointer data)
{
  draw (fixture);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      const double base = 1.0 / (i + 1);
      g_autoptr (GPtrArray) readings = read_at (fixture, i);

      check (fixture, i, "Training, mean of 5 seeds, min–max", base + 0.2, base, base + 0.4);
      check (fixture, i, "Test", base + 1.2, base + 1.0, base + 1.4);

      /* Beside the mean there is only the run in front. */
      check (fixture, i, "This run", base, NAN, NAN);
      check (fixture, i, "This run, test", base + 1.0, NAN, NAN);
      g_assert_cmpuint (readings->len, ==, 4);
    }
}

/* 0, 0.1, 0.2, 0.3, 0.4: the squares around 0.2 sum to 0.1, and 0.1/4 has the root 0.158…. */
static void
test_deviation (Fixture      *fixture,
                gconstpointer data)
{
  const double deviation = 0.15811388300841897;

  fixture->style.seeds = OV_SEEDS_DEVIATION;
  draw (fixture);
  check (fixture, 3, "Training, mean ± standard deviation of 5 seeds", 0.45, 0.45 - deviation,
         0.45 + deviation);
}

/* Without means every run has its own curve again, as it was. */
static void
test_single (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GPtrArray) readings = NULL;

  draw (fixture);
  fixture->style.seeds = OV_SEEDS_SINGLE;
  ov_mean_curves_draw (fixture->means, &fixture->style, fixture->members, N_RUNS);
  readings = read_at (fixture, 2);
  g_assert_cmpuint (readings->len, ==, 2 * N_RUNS);
  g_assert_nonnull (find_reading (readings, "Training"));
  g_assert_nonnull (find_reading (readings, "Test"));
  g_assert_nonnull (find_reading (readings, "seed 13"));
}

/* A run that diverged is neither part of the mean nor gone, and the mean says so. */
static void
test_diverged (Fixture      *fixture,
               gconstpointer data)
{
  const OvEpoch last = {.index = N_EPOCHS, .train_loss = 1e9, .test_loss = 1e9};
  g_autoptr (GPtrArray) readings = NULL;

  ov_history_append (fixture->runs[4]->history, &last);
  draw (fixture);
  check (fixture, 0, "Training, mean of 4 seeds, min–max, 1 more diverged", 1.15, 1.0, 1.3);
  readings = read_at (fixture, 0);
  g_assert_nonnull (find_reading (readings, "seed 14"));
  g_assert_null (find_reading (readings, "seed 13"));
}

/* Where a run has ended early, the mean is that of the others and tells of how many. */
static void
test_unfinished (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GPtrArray) readings = NULL;
  const char *name = "Training, mean of 5 seeds, min–max, 1 unfinished";

  ov_history_free (fixture->runs[4]->history);
  fixture->runs[4]->history = ov_history_new ();
  add_epochs (fixture->runs[4], 4, 3);
  draw (fixture);
  check (fixture, 2, name, 1.0 / 3.0 + 0.2, 1.0 / 3.0, 1.0 / 3.0 + 0.4);
  check (fixture, 3, name, 0.25 + 0.15, 0.25, 0.25 + 0.3);
  readings = read_at (fixture, 3);
  g_assert_true (g_str_has_suffix (find_reading (readings, name)->text, "n\u00a0=\u00a04"));
}

/* A run that goes on changes the mean of epochs that the others have had already, and whatever is
 * drawn in between the end is the same. */
static void
test_live (Fixture      *fixture,
           gconstpointer data)
{
  ov_history_free (fixture->runs[0]->history);
  fixture->runs[0]->history = ov_history_new ();
  draw (fixture);

  /* Before its first epoch it is no part of the mean, which is then one of runs behind it. */
  check (fixture, 0, "mean of 4 seeds, min–max", 1.25, 1.1, 1.4);

  for (guint i = 0; i < N_EPOCHS; i++)
    {
      const char *name = i + 1 < N_EPOCHS ? "Training, mean of 5 seeds, min–max, 1 unfinished"
                                          : "Training, mean of 5 seeds, min–max";

      add_epochs (fixture->runs[0], 0, 1);
      ov_curves_update (&fixture->curves[0], fixture->runs[0]->history);
      ov_mean_curves_update (fixture->means);
      check (fixture, i, name, 1.0 / (i + 1) + 0.2, 1.0 / (i + 1), 1.0 / (i + 1) + 0.4);
      if (i + 1 < N_EPOCHS)
        check (fixture, i + 1, name, 1.0 / (i + 2) + 0.25, 1.0 / (i + 2) + 0.1,
               1.0 / (i + 2) + 0.4);
    }

  /* One that goes on past all others is the mean of itself, without a band. */
  add_epochs (fixture->runs[0], 0, 1);
  ov_mean_curves_update (fixture->means);
  check (fixture, N_EPOCHS, "Training, mean of 5 seeds, min–max", 1.0 / (N_EPOCHS + 1), NAN, NAN);
}

/* Runs of another recipe have a mean of their own, told by what they have that others have not. */
static void
test_groups (Fixture      *fixture,
             gconstpointer data)
{
  for (guint r = 2; r < N_RUNS; r++)
    fixture->runs[r]->recipe.learning_rate = 0.5;
  draw (fixture);
  check (fixture, 0, "Training, mean of 2 seeds, min–max", 1.05, 1.0, 1.1);
  check (fixture, 0, "learning rate 0.5, mean of 3 seeds, min–max", 1.3, 1.2, 1.4);
  check (fixture, 0, "learning rate 0.5, test", 2.3, 2.2, 2.4);
}

/* By seconds the mean stands where its runs are on average: 3 seconds an epoch. */
static void
test_seconds (Fixture      *fixture,
              gconstpointer data)
{
  fixture->style.abscissa = OV_ABSCISSA_SECONDS;
  draw (fixture);
  check (fixture, 3.0, "Training, mean of 5 seeds, min–max", 1.2, 1.0, 1.4);
  check (fixture, 12.0, "Training, mean of 5 seeds, min–max", 0.45, 0.25, 0.65);
}

/* A run that is pointed at shows its own curve for as long. */
static void
test_point_at (Fixture      *fixture,
               gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) pointed = NULL;
      g_autoptr (GPtrArray) after = NULL;

      if (i == 0)
        draw (fixture);
      ov_mean_curves_point_at (fixture->means, fixture->runs[3]);
      pointed = read_at (fixture, 0);
      g_assert_cmpuint (pointed->len, ==, 6);
      g_assert_nonnull (find_reading (pointed, "seed 13"));
      ov_mean_curves_point_at (fixture->means, NULL);
      after = read_at (fixture, 0);
      g_assert_cmpuint (after->len, ==, 4);
    }
}

static void
test_describe (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *text = NULL;

  draw (fixture);
  text = ov_mean_curves_describe (fixture->means);
  g_assert_cmpstr (text, ==,
                   "mean of 5 seeds, min–max: test 1.283 (1.083 to 1.483) in epoch 11");
  ov_mean_curves_clear (fixture->means);
  g_assert_null (ov_mean_curves_describe (fixture->means));
}

int
main (int   argc,
      char *argv[])
{
  const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    {"/mean-curves/range", test_range},
    {"/mean-curves/deviation", test_deviation},
    {"/mean-curves/single", test_single},
    {"/mean-curves/diverged", test_diverged},
    {"/mean-curves/unfinished", test_unfinished},
    {"/mean-curves/live", test_live},
    {"/mean-curves/groups", test_groups},
    {"/mean-curves/seconds", test_seconds},
    {"/mean-curves/point-at", test_point_at},
    {"/mean-curves/describe", test_describe},
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis.h"

#include <math.h>
#include <string.h>

#include "curve-statistics.h"
#include "diagnosis-table.h"
#include "history-fixture.h"
#include "recipe-fixture.h"
#include "stability.h"

/* The history as it was when it had some epochs. */
static OvHistory *
take_first (const OvHistory *history, guint n_epochs)
{
  OvHistory *part = ov_history_new ();

  for (guint i = 0; i < n_epochs; i++)
    ov_history_append (part, ov_history_get_epoch (history, i));

  return part;
}

/* Of epochs that there are, in their order, and apart. */
static void
check_spans (const GArray *spans, guint n_epochs)
{
  guint begin = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      const OvEpochSpan *span = &g_array_index (spans, OvEpochSpan, i);

      g_assert_cmpuint (span->first, >=, begin);
      g_assert_cmpuint (span->last, >=, span->first);
      g_assert_cmpuint (span->last, <, n_epochs);
      begin = span->last + 1;
    }
}

static void
check_sound (const OvDiagnosis *diagnosis, const OvRecipe *recipe, guint n_epochs)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_utf8_validate (diagnosis->evidence, -1, NULL));
  g_assert_true (g_str_has_suffix (diagnosis->evidence, "."));
  g_assert_null (strstr (diagnosis->evidence, "nan"));
  g_assert_null (strstr (diagnosis->evidence, "inf"));
  g_assert_cmpint (diagnosis->mark, <, (int) n_epochs);
  g_assert_cmpint (diagnosis->mark, >=, -1);
  check_spans (diagnosis->spans, n_epochs);
  for (guint i = 0; i < diagnosis->others->len; i++)
    {
      const OvDiagnosisFinding *other = diagnosis->others->pdata[i];

      g_assert_cmpint (other->kind, !=, diagnosis->kind);
      g_assert_true (g_str_has_suffix (other->evidence, "."));
      check_spans (other->spans, n_epochs);
    }
  g_assert_true (diagnosis->has_remedy == (diagnosis->remedy_label != NULL));
  if (!diagnosis->has_remedy)
    return;

  ov_recipe_validate (&diagnosis->remedy, &error);
  g_assert_no_error (error);
  g_assert_false (ov_recipe_equal (&diagnosis->remedy, recipe));
}

static void
test_table (gconstpointer user_data)
{
  const Row *row = user_data;
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history (row->name, &recipe);
  g_autoptr (OvDiagnosis) diagnosis = ov_diagnosis_new (history, &recipe, 0, row->limit);
  OvCurveStatistics s;

  ov_curve_statistics_measure (&s, history);
  g_test_message ("%s at epoch %d: %s [%s %g]",
                  ov_diagnosis_kind_get_title (diagnosis->kind, FALSE), diagnosis->mark,
                  diagnosis->evidence, diagnosis->remedy_label, diagnosis->remedy.learning_rate);
  g_test_message ("growth %.4f rising %.2f fall %.4f pace %.2g late %.4f alternation %.2f "
                  "persistence %.2f swing %.1e jitter %.1e rough %.2f (%u) rise %.4f since %.3f",
                  s.growth, s.rising, s.fall, s.pace, s.late, s.alternation, s.persistence,
                  s.swing, s.jitter, s.roughness, s.n_spikes, s.rise, s.fall_since_turn);

  g_assert_cmpstr (ov_diagnosis_kind_get_title (diagnosis->kind, FALSE), ==,
                   ov_diagnosis_kind_get_title (row->kind, FALSE));
  g_assert_cmpint (diagnosis->mark, >=, row->first_mark);
  g_assert_cmpint (diagnosis->mark, <=, row->last_mark);
  g_assert_cmpstr (diagnosis->remedy_label, ==, row->remedy_label);
  g_assert_nonnull (strstr (diagnosis->evidence, row->part));
  check_sound (diagnosis, &recipe, ov_history_get_n_epochs (history));
}

/* What is said of a running run: nothing at first, nothing absurd in between, and what the
 * whole history says in the end. */
static void
test_partial (void)
{
  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      OvRecipe recipe;
      g_autoptr (OvHistory) history = fixture_load_history (rows[r].name, &recipe);
      const guint n_epochs = ov_history_get_n_epochs (history);
      GString *course = g_string_new (NULL);
      int last = -1;

      for (guint n = 0; n <= n_epochs; n++)
        {
          g_autoptr (OvHistory) part = take_first (history, n);
          g_autoptr (OvDiagnosis) diagnosis = ov_diagnosis_new (part, &recipe, 0, rows[r].limit);

          check_sound (diagnosis, &recipe, n);
          if (n < 2 && rows[r].kind != OV_DIAGNOSIS_DIVERGING)
            g_assert_cmpint (diagnosis->kind, ==, OV_DIAGNOSIS_UNKNOWN);
          if (rows[r].kind != OV_DIAGNOSIS_DIVERGING && rows[r].kind != OV_DIAGNOSIS_RECOVERED)
            g_assert_cmpint (diagnosis->kind, !=, OV_DIAGNOSIS_DIVERGING);
          if ((int) diagnosis->kind != last)
            g_string_append_printf (course, " %u: %s", n,
                                    ov_diagnosis_kind_get_title (diagnosis->kind, FALSE));
          last = (int) diagnosis->kind;
        }
      g_test_message ("%s%s", rows[r].name, course->str);
      g_string_free (course, TRUE);
      g_assert_cmpint (last, ==, (int) rows[r].kind);
    }
}

/* A slowly diverging run is named when its loss has turned, long before it is above its start. */
static void
test_early_warning (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history ("linear-0.0185", &recipe);
  g_autoptr (OvHistory) part = take_first (history, 25);
  g_autoptr (OvDiagnosis) diagnosis = ov_diagnosis_new (part, &recipe, 0, LIMIT);

  g_assert_cmpfloat (ov_history_get_last (part)->train_loss, <,
                     ov_history_get_epoch (part, 0)->train_loss);
  g_assert_cmpint (diagnosis->kind, ==, OV_DIAGNOSIS_DIVERGING);
}

static void
test_growth (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history ("linear-0.0185", &recipe);
  g_autoptr (OvDiagnosis) diagnosis = ov_diagnosis_new (history, &recipe, 0, LIMIT);
  const double factor = 2.0 * recipe.learning_rate / LIMIT - 1.0;

  g_assert_cmpfloat_with_epsilon (diagnosis->growth, factor * factor, 1e-3);
}

/* No number at all, right from the start or after some good epochs. */
static void
test_no_number (void)
{
  for (guint n_good = 0; n_good < 9; n_good++)
    {
      OvRecipe recipe;
      g_autoptr (OvHistory) history = fixture_load_history ("linear-0.001", &recipe);
      g_autoptr (OvHistory) part = take_first (history, n_good);
      g_autoptr (OvDiagnosis) diagnosis = NULL;
      OvEpoch epoch = {
        .index = n_good,
        .learning_rate = 0.001,
        .train_loss = NAN,
        .test_loss = INFINITY,
        .batch_loss = NAN,
      };
      g_autofree char *where = g_strdup_printf ("epoch %u ", n_good);

      ov_history_append (part, &epoch);
      diagnosis = ov_diagnosis_new (part, &recipe, 0, 0.0);
      g_assert_cmpint (diagnosis->kind, ==, OV_DIAGNOSIS_DIVERGING);
      g_assert_nonnull (strstr (diagnosis->evidence, where));
      check_sound (diagnosis, &recipe, n_good + 1);
      g_assert_cmpfloat (diagnosis->remedy.learning_rate, <, recipe.learning_rate);
    }
}

/* The remedy stays within the limit, and what it says is in the recipe. */
static void
test_remedies (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) slow = fixture_load_history ("linear-1e-6", &recipe);
  g_autoptr (OvDiagnosis) free = ov_diagnosis_new (slow, &recipe, 0, 0.0);
  g_autoptr (OvDiagnosis) close = ov_diagnosis_new (slow, &recipe, 0, 1.2e-5);
  g_autoptr (OvHistory) tick = NULL;
  g_autoptr (OvDiagnosis) overfitting = NULL;

  g_assert_cmpfloat_with_epsilon (free->remedy.learning_rate, 1e-5, 1e-12);
  g_assert_cmpfloat_with_epsilon (close->remedy.learning_rate, 6e-6, 1e-12);

  tick = fixture_load_history ("sample-linear-tick", &recipe);
  overfitting = ov_diagnosis_new (tick, &recipe, 0, 0.0);
  g_assert_cmpint ((int) overfitting->remedy.epochs, ==, overfitting->mark + 1);
}

/* A rate that another schedule than decay has brought down is said to be low, and no decay is a
 * remedy for it. */
static void
test_other_schedules (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) flat = fixture_load_history ("linear-decay-0.9", &recipe);
  g_autoptr (OvHistory) spiky = NULL;
  g_autoptr (OvDiagnosis) plateau = NULL;
  g_autoptr (OvDiagnosis) spikes = NULL;

  fixture_set_value (&recipe, "schedule", "cosine");
  plateau = ov_diagnosis_new (flat, &recipe, 0, LIMIT);
  g_assert_cmpint (plateau->kind, ==, OV_DIAGNOSIS_PLATEAU);
  g_assert_nonnull (strstr (plateau->evidence, "The schedule has"));
  g_assert_null (strstr (plateau->evidence, "Decay"));
  g_assert_cmpstr (plateau->remedy_label, ==, "Retry with Momentum 0.9");

  spiky = fixture_load_history ("linear-batches", &recipe);
  fixture_set_value (&recipe, "schedule", "cosine");
  spikes = ov_diagnosis_new (spiky, &recipe, 0, 0.0);
  g_assert_cmpint (spikes->kind, ==, OV_DIAGNOSIS_SPIKY);
  g_assert_cmpstr (spikes->remedy_label, ==, "Retry at a Third");
}

/* A run of another number of epochs on a cosine does not pass through the turn. */
static void
test_turn_by_schedule (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) tick = fixture_load_history ("sample-linear-tick", &recipe);
  g_autoptr (OvDiagnosis) diagnosis = NULL;

  fixture_set_value (&recipe, "schedule", "cosine");
  diagnosis = ov_diagnosis_new (tick, &recipe, 0, 0.0);
  g_assert_cmpint (diagnosis->kind, ==, OV_DIAGNOSIS_OVERFITTING);
  g_assert_false (diagnosis->has_remedy);
}

/* What is said, and tried, goes by the rates that the warm-up has come to. */
static void
test_warm_up (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) swinging = fixture_load_history ("linear-0.0179-decay-1", &recipe);
  g_autoptr (OvHistory) growing = NULL;
  g_autoptr (OvDiagnosis) oscillating = NULL;
  g_autoptr (OvDiagnosis) diverging = NULL;

  fixture_set_value (&recipe, "learning-rate", "0.9");
  fixture_set_value (&recipe, "warm-up", "49");
  oscillating = ov_diagnosis_new (swinging, &recipe, 0, LIMIT);
  g_assert_cmpint (oscillating->kind, ==, OV_DIAGNOSIS_OSCILLATING);
  g_assert_nonnull (strstr (oscillating->evidence, "rate is 0.0179 now, 99.1 % of"));

  growing = fixture_load_history ("linear-0.0185", &recipe);
  fixture_set_value (&recipe, "learning-rate", "0.9");
  fixture_set_value (&recipe, "warm-up", "49");
  diverging = ov_diagnosis_new (growing, &recipe, 0, 0.0);
  g_assert_cmpstr (diverging->remedy_label, ==, "Retry at a Third");
  g_assert_cmpfloat_with_epsilon (diverging->remedy.learning_rate, 0.0185 / 3.0, 1e-5);
}

/* A rate that a schedule has brought down since is blamed as it was when the loss began to grow. */
static void
test_onset (void)
{
  static const double limits[] = {LIMIT, 0.0};
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history ("linear-0.1", &recipe);

  fixture_set_value (&recipe, "decay", "0.5");
  for (guint i = 0; i < ov_history_get_n_epochs (history); i++)
    ((OvEpoch *) ov_history_get_epoch (history, i))->learning_rate = ldexp (0.1, -(int) i);
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (OvDiagnosis) diagnosis = ov_diagnosis_new (history, &recipe, 0, limits[i]);

      g_test_message ("%s", diagnosis->evidence);
      g_assert_cmpint (diagnosis->kind, ==, OV_DIAGNOSIS_DIVERGING);
      g_assert_nonnull (strstr (diagnosis->evidence, "In epoch 1, where the loss began to grow, "
                                                     "the learning rate was 0.05,"));
      g_assert_true ((strstr (diagnosis->evidence, "the limit of stability, 0.01806:") != NULL)
                     == (limits[i] > 0.0));
      g_assert_null (strstr (diagnosis->evidence, "ends up growing"));
    }
}

/* The limit of a recipe on the same data: of its own rule and momentum. */
static double
get_limit (const OvRecipe *recipe)
{
  OvRecipe plain;

  g_assert_true (ov_recipe_init_preset (&plain, "linear", NULL));

  return LIMIT * ov_stability_get_rate_limit (recipe, 1.0)
         / ov_stability_get_rate_limit (&plain, 1.0);
}

/* Whether the limit is known or not, nothing is advised that would be beyond it. */
static void
test_within_limit (void)
{
  static const char *const names[] = {"linear-0.1", "linear-0.018", "linear-0.001", "linear-1e-4",
                                      "linear-1e-6", "linear-0.0185", "linear-0.01",
                                      "linear-decay-0.9"};
  static const char *const rules[] = {"gradient-descent", "nesterov"};

  for (gsize i = 0; i < G_N_ELEMENTS (names) * G_N_ELEMENTS (rules); i++)
    {
      OvRecipe recipe;
      const char *name = names[i / G_N_ELEMENTS (rules)];
      g_autoptr (OvHistory) history = fixture_load_history (name, &recipe);

      fixture_set_value (&recipe, "optimiser", rules[i % G_N_ELEMENTS (rules)]);
      for (guint is_known = 0; is_known < 2; is_known++)
        {
          g_autoptr (OvDiagnosis) diagnosis =
            ov_diagnosis_new (history, &recipe, 0, is_known ? LIMIT : 0.0);

          g_test_message ("%s by %s, limit %s: %s", name,
                          rules[i % G_N_ELEMENTS (rules)], is_known ? "known" : "unknown",
                          diagnosis->remedy_label);
          if (diagnosis->has_remedy)
            g_assert_cmpfloat (diagnosis->remedy.learning_rate, <, get_limit (&diagnosis->remedy));
        }
    }
}

/* A limit that nobody has found out is kept to all the same: heavy-ball momentum raises it, and
 * Nesterov's lowers it. */
static void
test_unknown_limit (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history ("linear-0.01", &recipe);
  g_autoptr (OvDiagnosis) heavy = ov_diagnosis_new (history, &recipe, 0, 0.0);
  g_autoptr (OvDiagnosis) batches = NULL;
  g_autoptr (OvDiagnosis) nesterov = NULL;
  g_autoptr (OvDiagnosis) risen = NULL;
  OvEpoch *epoch = (OvEpoch *) ov_history_get_epoch (history, 1);

  g_assert_cmpint (heavy->kind, ==, OV_DIAGNOSIS_SMOOTH);
  g_assert_cmpstr (heavy->remedy_label, ==, "Retry with Momentum 0.9");
  recipe.batch_size = 500;
  batches = ov_diagnosis_new (history, &recipe, 0, 0.0);
  g_assert_cmpstr (batches->remedy_label, ==, "Retry at Three Times the Rate");
  recipe.batch_size = 0;
  fixture_set_value (&recipe, "optimiser", "nesterov");
  nesterov = ov_diagnosis_new (history, &recipe, 0, 0.0);
  g_assert_false (nesterov->has_remedy);

  /* A loss that has grown was beyond it. */
  fixture_set_value (&recipe, "optimiser", "gradient-descent");
  epoch->train_loss = 1.01 * ov_history_get_epoch (history, 0)->train_loss;
  risen = ov_diagnosis_new (history, &recipe, 0, 0.0);
  g_assert_cmpint (risen->kind, ==, OV_DIAGNOSIS_SMOOTH);
  g_assert_false (risen->has_remedy);
}

/* Decay that has brought a rate from beyond the limit is not to be slower. */
static void
test_decay_from_beyond (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history ("linear-decay-0.9", &recipe);
  g_autoptr (OvDiagnosis) within = ov_diagnosis_new (history, &recipe, 0, LIMIT);
  g_autoptr (OvDiagnosis) beyond = NULL;

  g_assert_cmpstr (within->remedy_label, ==, "Retry with Decay 0.999");
  recipe.learning_rate = 1.5 * LIMIT;
  beyond = ov_diagnosis_new (history, &recipe, 0, LIMIT);
  g_assert_cmpint (beyond->kind, ==, OV_DIAGNOSIS_PLATEAU);
  g_assert_cmpstr (beyond->remedy_label, ==, "Retry with Momentum 0.9");
}

/* A batch that holds all images is a full one, and has the same limit. Of a mini-batch none is
 * known. */
static void
test_limit_of_batches (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history ("linear-0.1", &recipe);
  g_autoptr (OvDiagnosis) full = NULL;
  g_autoptr (OvDiagnosis) mini = NULL;

  recipe.batch_size = 50000;
  full = ov_diagnosis_new (history, &recipe, 0, LIMIT);
  g_assert_cmpstr (full->remedy_label, ==, "Retry at Half the Limit");
  recipe.batch_size = 500;
  mini = ov_diagnosis_new (history, &recipe, 0, 0.0);
  g_assert_cmpstr (mini->remedy_label, ==, "Retry at a Tenth");
  g_assert_null (strstr (mini->evidence, "limit"));
}

/* Nor, where the limit is not known, for the rate that no images can have it below. */
static void
test_full_batches (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history ("linear-0.018", &recipe);
  g_autoptr (OvDiagnosis) named = ov_diagnosis_new (history, &recipe, 0, 0.0);
  g_autoptr (OvDiagnosis) full = NULL;
  g_autoptr (OvDiagnosis) mini = NULL;

  recipe.batch_size = 50000;
  full = ov_diagnosis_new (history, &recipe, 50000, 0.0);
  g_assert_cmpstr (full->remedy_label, ==, "Retry with Momentum 0.9");
  g_assert_cmpstr (full->remedy_label, ==, named->remedy_label);
  g_assert_cmpstr (full->evidence, ==, named->evidence);
  mini = ov_diagnosis_new (history, &recipe, 50001, 0.0);
  g_assert_cmpstr (mini->remedy_label, ==, "Retry at Three Times the Rate");
}

/* How fast a loss grows beyond the limit follows only where that is a quadratic. */
static void
test_limit_of_networks (void)
{
  OvRecipe linear, network;
  g_autoptr (OvHistory) history = fixture_load_history ("linear-0.1", &linear);
  g_autoptr (OvDiagnosis) of_linear = ov_diagnosis_new (history, &linear, 0, LIMIT);
  g_autoptr (OvDiagnosis) of_network = NULL;

  g_assert_true (ov_recipe_init_preset (&network, "two-layer-gd", NULL));
  network.learning_rate = linear.learning_rate;
  of_network = ov_diagnosis_new (history, &network, 0, LIMIT);
  g_assert_nonnull (strstr (of_linear->evidence, "ends up growing"));
  g_assert_nonnull (strstr (of_network->evidence, "beyond the limit of stability"));
  g_assert_null (strstr (of_network->evidence, "ends up growing"));
  g_assert_cmpstr (of_network->remedy_label, ==, "Retry at Half the Limit");
}

/* Each rule has its own factor beyond its limit; where the theory does not hold nothing is said. */
static void
test_limit_of_rules (void)
{
  static const struct
  {
    const char *rule;
    double momentum;
    double factor; /* the larger root of x² − (1 + β − ηh) x + β, or of Nesterov's; 0: no limit */
  } cases[] = {
    {"gradient-descent", 0.0, 0.0483862},
    {"gradient-descent", 0.9, 0.2991996},
    {"nesterov", 0.0, 0.0483862},
    {"nesterov", 0.9, 0.0692138},
    {"rmsprop", 0.0, 0.0},
    {"adam", 0.0, 0.0},
    {"adamw", 0.0, 0.0},
  };
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history ("linear-0.0185", &recipe);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OvDiagnosis) diagnosis = NULL;
      g_autofree char *growth = NULL;

      fixture_set_value (&recipe, "optimiser", cases[i].rule);
      recipe.momentum = cases[i].momentum;
      diagnosis = ov_diagnosis_new (history, &recipe, 0, LIMIT);
      g_test_message ("%s, %g: %s", cases[i].rule, cases[i].momentum, diagnosis->evidence);
      if (cases[i].factor == 0.0)
        {
          g_assert_null (strstr (diagnosis->evidence, "limit"));
          g_assert_cmpstr (diagnosis->remedy_label, ==, "Retry at a Third");
          continue;
        }

      growth = g_strdup_printf ("ends up growing by %.1f %%",
                                100.0 * (pow (1.0 + cases[i].factor, 2.0) - 1.0));
      g_assert_nonnull (strstr (diagnosis->evidence, growth));
      g_assert_cmpstr (diagnosis->remedy_label, ==, "Retry at Half the Limit");
    }
}

/* Nesterov's limit falls while momentum grows: no momentum is advised that would diverge. */
static void
test_momentum_within_limit (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history ("linear-0.01", &recipe);
  g_autoptr (OvDiagnosis) within = NULL;
  g_autoptr (OvDiagnosis) beyond = NULL;
  g_autoptr (OvDiagnosis) heavy = NULL;

  fixture_set_value (&recipe, "optimiser", "nesterov");
  within = ov_diagnosis_new (history, &recipe, 0, LIMIT);
  g_assert_cmpstr (within->remedy_label, ==, "Retry with Momentum 0.9");

  /* 0.68 of the limit without momentum is that with 0.9. */
  recipe.learning_rate = 0.7 * LIMIT;
  beyond = ov_diagnosis_new (history, &recipe, 0, LIMIT);
  g_assert_cmpint (beyond->kind, ==, OV_DIAGNOSIS_SMOOTH);
  g_assert_false (beyond->has_remedy);

  fixture_set_value (&recipe, "optimiser", "gradient-descent");
  heavy = ov_diagnosis_new (history, &recipe, 0, LIMIT);
  g_assert_cmpstr (heavy->remedy_label, ==, "Retry with Momentum 0.9");
}

/* What is said first is not all; each sentence means epochs of its own. */
static void
test_others (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history ("sample-linear-momentum-0.95", &recipe);
  g_autoptr (OvDiagnosis) diagnosis = ov_diagnosis_new (history, &recipe, 0, 0.0);
  const OvDiagnosisFinding *other;
  const OvEpochSpan *span = &g_array_index (diagnosis->spans, OvEpochSpan, 0);

  g_assert_cmpint (diagnosis->kind, ==, OV_DIAGNOSIS_OVERFITTING);
  g_assert_cmpuint (diagnosis->spans->len, ==, 1);
  g_assert_cmpuint (span->first, ==, 71);
  g_assert_cmpuint (span->last, ==, 99);

  g_assert_cmpuint (diagnosis->others->len, ==, 1);
  other = diagnosis->others->pdata[0];
  g_assert_cmpint (other->kind, ==, OV_DIAGNOSIS_SWAYING);
  for (guint i = 0; i < other->spans->len; i++)
    for (guint e = g_array_index (other->spans, OvEpochSpan, i).first + 1;
         e <= g_array_index (other->spans, OvEpochSpan, i).last; e++)
      g_assert_cmpfloat (ov_history_get_epoch (history, e)->train_loss, >,
                         ov_history_get_epoch (history, e - 1)->train_loss);
}

/* Nothing is said of a rate that the log of another program does not tell, and nothing has come
 * back that is as high as ever. */
static void
test_unknown_rate (void)
{
  static const double losses[][8] = {
    {1.0, 0.95, 0.9, 0.92, 0.935, 0.953, 0.953, 0.953},
    {1.0, 0.8, 0.7, 0.75, 0.8, 0.69, 0.65, 0.62},
    {1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0},
    {1.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5},
  };
  OvRecipe recipe;

  ov_recipe_init_foreign (&recipe);
  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autoptr (OvHistory) history = ov_history_new ();
      g_autoptr (OvDiagnosis) diagnosis = NULL;

      for (guint e = 0; e < G_N_ELEMENTS (losses[i]); e++)
        {
          OvEpoch epoch;

          ov_epoch_init_missing (&epoch, e);
          epoch.train_loss = epoch.test_loss = losses[i][e];
          ov_history_append (history, &epoch);
        }
      diagnosis = ov_diagnosis_new (history, &recipe, 0, 0.0);
      g_assert_null (strstr (diagnosis->evidence, "nan"));
      g_assert_true ((diagnosis->kind == OV_DIAGNOSIS_RECOVERED) == (i == 1));
      for (guint k = 0; k < diagnosis->others->len; k++)
        g_assert_cmpint (((OvDiagnosisFinding *) diagnosis->others->pdata[k])->kind, !=,
                         OV_DIAGNOSIS_RECOVERED);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis/table/%u-%s", i, rows[i].name);

      g_test_add_data_func (path, &rows[i], test_table);
    }
  g_test_add_func ("/diagnosis/partial", test_partial);
  g_test_add_func ("/diagnosis/others", test_others);
  g_test_add_func ("/diagnosis/unknown-rate", test_unknown_rate);
  g_test_add_func ("/diagnosis/early-warning", test_early_warning);
  g_test_add_func ("/diagnosis/growth", test_growth);
  g_test_add_func ("/diagnosis/no-number", test_no_number);
  g_test_add_func ("/diagnosis/remedies", test_remedies);
  g_test_add_func ("/diagnosis/other-schedules", test_other_schedules);
  g_test_add_func ("/diagnosis/turn-by-schedule", test_turn_by_schedule);
  g_test_add_func ("/diagnosis/warm-up", test_warm_up);
  g_test_add_func ("/diagnosis/onset", test_onset);
  g_test_add_func ("/diagnosis/within-limit", test_within_limit);
  g_test_add_func ("/diagnosis/unknown-limit", test_unknown_limit);
  g_test_add_func ("/diagnosis/decay-from-beyond", test_decay_from_beyond);
  g_test_add_func ("/diagnosis/limit-of-batches", test_limit_of_batches);
  g_test_add_func ("/diagnosis/full-batches", test_full_batches);
  g_test_add_func ("/diagnosis/limit-of-networks", test_limit_of_networks);
  g_test_add_func ("/diagnosis/limit-of-rules", test_limit_of_rules);
  g_test_add_func ("/diagnosis/momentum-within-limit", test_momentum_within_limit);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "optimiser.h"

#include <math.h>

#include "model.h"
#include "naive.h"
#include "update-rule.h"

#define MAX_MEMBERS 3
#define N_PARTS 2
#define N_STEPS 6

typedef struct
{
  OvRecipe   recipe;
  OvNetwork *network;
  gsize      n_parameters;
  double    *parameters;
  double    *velocity;
  double    *squares;
  guint      n_steps;
} Fixture;

static void
fixture_init (Fixture *self, const char *preset, guint rule, double momentum, double regularisation)
{
  g_autoptr (GError) error = NULL;

  *self = (Fixture) {0};
  ov_recipe_init_preset (&self->recipe, preset, &error);
  g_assert_no_error (error);
  self->recipe.update_rule = rule;
  self->recipe.momentum = momentum;
  self->recipe.regularisation = regularisation;
  self->recipe.hidden_units = 13;
  self->network = ov_model_build_network (&self->recipe);

  self->n_parameters = self->network->n_parameters;
  naive_fill_random (self->network->parameters, self->n_parameters, 1.0, 1);
  self->parameters = naive_copy (self->network->parameters, self->n_parameters);
  self->velocity = g_new0 (double, self->n_parameters);
  self->squares = g_new0 (double, self->n_parameters);
}

static void
fixture_clear (Fixture *self)
{
  ov_network_free (self->network);
  g_free (self->parameters);
  g_free (self->velocity);
  g_free (self->squares);
}

/* A gradient of one group, whose parts are drawn by chance. */
static void
draw_gradient (const Fixture *self, OvGradient *gradient, guint seed)
{
  ov_gradient_begin (gradient);
  ov_gradient_begin_group (gradient, 0, N_PARTS);
  for (guint part = 0; part < N_PARTS; part++)
    naive_fill_random (ov_gradient_begin_part (gradient, part), self->n_parameters, 0.5,
                       seed + part);
}

/* Adam's step of one number, from its paper: the means are corrected before they are used. */
static double
find_adam (Fixture *self, double gradient, gsize i)
{
  const OvRecipe *recipe = &self->recipe;
  const double mean_lack = 1.0 - pow (recipe->beta1, self->n_steps + 1.0);
  const double square_lack = 1.0 - pow (recipe->beta2, self->n_steps + 1.0);

  self->velocity[i] = recipe->beta1 * self->velocity[i] + (1.0 - recipe->beta1) * gradient;
  self->squares[i] = recipe->beta2 * self->squares[i]
                     + (1.0 - recipe->beta2) * gradient * gradient;

  return (self->velocity[i] / mean_lack)
         / (sqrt (self->squares[i] / square_lack) + recipe->epsilon);
}

/* What the step of one number takes off it, over the learning rate. */
static double
find_step (Fixture *self, double gradient, gsize i)
{
  const OvRecipe *recipe = &self->recipe;
  const char *rule = ov_update_rule_names[recipe->update_rule];

  if (g_str_has_prefix (rule, "adam"))
    return find_adam (self, gradient, i);

  if (g_str_equal (rule, "rmsprop"))
    {
      self->squares[i] = recipe->alpha * self->squares[i]
                         + (1.0 - recipe->alpha) * gradient * gradient;
      gradient /= sqrt (self->squares[i]) + recipe->epsilon;
    }
  self->velocity[i] = recipe->momentum * self->velocity[i] + gradient;

  return g_str_equal (rule, "nesterov") ? gradient + recipe->momentum * self->velocity[i]
                                        : self->velocity[i];
}

/* The step by its definition. The penalty of AdamW pulls at the weights before it. */
static void
step (Fixture *self, OvGradient *found, double learning_rate)
{
  g_autofree float *values = g_new (float, self->n_parameters);
  g_autofree double *gradient = NULL;
  g_autofree double *pull = g_new0 (double, self->n_parameters);
  const gboolean is_decoupled = ov_update_rule_get (&self->recipe)->is_decoupled;

  ov_gradient_read (found, 0, self->n_parameters, values);
  gradient = naive_copy (values, self->n_parameters);
  naive_penalise (&self->recipe, self->parameters, is_decoupled ? pull : gradient);

  for (gsize i = 0; i < self->n_parameters; i++)
    self->parameters[i] -= learning_rate * (pull[i] + find_step (self, gradient[i], i));
  self->n_steps++;
}

/* What a step takes off the weights, over the learning rate, is what the rule has gathered over
 * what it divides by. */
static void
test_preconditioner (void)
{
  for (guint rule = 0; ov_update_rule_names[rule] != NULL; rule++)
    {
      g_autoptr (OvThreadPool) pool = ov_thread_pool_new (2);
      g_autoptr (OvOptimiser) optimiser = NULL;
      g_autoptr (OvGradient) gradient = NULL;
      g_autofree float *preconditioner = NULL;
      Fixture f;

      fixture_init (&f, "cnn", rule, 0.0, 0.0);
      gradient = ov_gradient_new (pool, f.n_parameters);
      optimiser = ov_optimiser_new (f.network, pool, &f.recipe);
      preconditioner = g_new (float, f.n_parameters);
      for (guint i = 0; ov_update_rule_get (&f.recipe)->get_preconditioner != NULL && i < 3; i++)
        {
          g_autofree float *before =
            g_memdup2 (f.network->parameters, f.n_parameters * sizeof (float));
          g_autofree float *values = g_new (float, f.n_parameters);

          draw_gradient (&f, gradient, 10 * i);
          ov_gradient_read (gradient, 0, f.n_parameters, values);
          ov_optimiser_step (optimiser, gradient, 0.5);
          ov_optimiser_get_preconditioner (optimiser, preconditioner);
          for (gsize j = 0; j < f.n_parameters; j++)
            {
              const double taken =
                ((double) before[j] - (double) f.network->parameters[j]) / 0.5;

              if (ov_update_rule_get (&f.recipe)->has_betas)
                f.velocity[j] = f.recipe.beta1 * f.velocity[j]
                                + (1.0 - f.recipe.beta1) * (double) values[j];
              else
                f.velocity[j] = (double) values[j];
              g_assert_cmpfloat_with_epsilon (taken * (double) preconditioner[j], f.velocity[j],
                                              1e-5);
            }
        }
      fixture_clear (&f);
    }
}

/* What a rule says of itself has to be so, since exact steps and limits rely on it. */
static void
test_heavy_ball (void)
{
  static const double momenta[] = {0.0, 0.7};
  static const double way[] = {1.0, -0.25, 0.5, 2.0};

  for (guint rule = 0; ov_update_rule_names[rule] != NULL; rule++)
    {
      gboolean is_heavy_ball = TRUE;
      OvRecipe recipe = {.update_rule = rule};

      for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
        {
          guint n_states;
          float states[8] = {0.0f};
          float value = 1.0f;
          double velocity = 0.0;
          double expected = 1.0;

          recipe.momentum = momenta[m];
          n_states = ov_update_rule_get (&recipe)->count_states (&recipe);
          g_assert_cmpuint (n_states, <=, G_N_ELEMENTS (states));
          is_heavy_ball &= n_states == (momenta[m] > 0.0 ? 1 : 0);
          for (guint i = 0; i < G_N_ELEMENTS (way); i++)
            {
              float gradient = (float) way[i];

              ov_update_rule_get (&recipe)->step (&recipe, 0.125, i, &value, &gradient,
                                                  n_states > 0 ? states : NULL, 1);
              velocity = momenta[m] * velocity + way[i];
              expected -= 0.125 * velocity;
              is_heavy_ball &= fabs ((double) value - expected) < 1e-6;
              if (n_states == 1)
                is_heavy_ball &= fabs ((double) states[0] - velocity) < 1e-6;
            }
        }
      g_assert_cmpint (ov_update_rule_get (&recipe)->is_heavy_ball, ==, is_heavy_ball);
    }
}

static void
check_steps (const char *preset, guint rule, double momentum, double regularisation)
{
  for (guint n_members = 1; n_members <= MAX_MEMBERS; n_members++)
    {
      g_autoptr (OvThreadPool) pool = ov_thread_pool_new (n_members);
      g_autoptr (OvOptimiser) optimiser = NULL;
      g_autoptr (OvGradient) gradient = NULL;
      double learning_rate = 0.1;
      Fixture f;

      fixture_init (&f, preset, rule, momentum, regularisation);
      gradient = ov_gradient_new (pool, f.n_parameters);
      optimiser = ov_optimiser_new (f.network, pool, &f.recipe);

      for (guint i = 0; i <= N_STEPS; i++)
        {
          const double penalty = naive_penalise (&f.recipe, f.parameters, NULL);

          g_assert_cmpfloat_with_epsilon (optimiser->penalty, penalty,
                                          1e-6 * penalty + 1e-12);
          g_assert_cmpfloat (
            naive_distance (f.network->parameters, f.parameters, f.n_parameters), <,
            1e-6);

          draw_gradient (&f, gradient, 10 * i);
          step (&f, gradient, learning_rate);
          ov_optimiser_step (optimiser, gradient, learning_rate);
          learning_rate *= 0.9;
        }

      fixture_clear (&f);
    }
}

static void
test_plain (void)
{
  check_steps ("linear", 0, 0.0, 0.0);
}

static void
test_penalty (void)
{
  check_steps ("linear", 0, 0.0, 0.05);
  check_steps ("two-layer-gd", 0, 0.0, 0.05);
}

static void
test_momentum (void)
{
  check_steps ("two-layer-gd", 0, 0.9, 0.0);
  check_steps ("linear", 0, 0.5, 0.05);
}

static void
test_rules (void)
{
  for (guint rule = 1; ov_update_rule_names[rule] != NULL; rule++)
    {
      check_steps ("linear", rule, 0.9, 0.05);
      check_steps ("linear", rule, 0.0, 0.0);
    }
}

/* Steps and ‖W‖² are the same to the last bit for any pool. */
static void
check_same_bits (guint rule)
{
  g_autofree float *expected = NULL;
  double penalty = 0.0;

  for (guint n_members = 1; n_members <= MAX_MEMBERS; n_members++)
    {
      g_autoptr (OvThreadPool) pool = ov_thread_pool_new (n_members);
      g_autoptr (OvOptimiser) optimiser = NULL;
      g_autoptr (OvGradient) gradient = NULL;
      const float *parameters;
      Fixture f;

      fixture_init (&f, "two-layer-gd", rule, 0.9, 0.05);
      parameters = f.network->parameters;
      optimiser = ov_optimiser_new (f.network, pool, &f.recipe);
      gradient = ov_gradient_new (pool, f.n_parameters);
      for (guint i = 0; i < N_STEPS; i++)
        {
          draw_gradient (&f, gradient, 10 * i);
          ov_optimiser_step (optimiser, gradient, 0.1);
        }

      if (expected == NULL)
        {
          expected = g_memdup2 (parameters, f.n_parameters * sizeof (float));
          penalty = optimiser->penalty;
        }
      g_assert_cmpmem (parameters, f.n_parameters * sizeof (float), expected,
                       f.n_parameters * sizeof (float));
      g_assert_cmpfloat (optimiser->penalty, ==, penalty);
      fixture_clear (&f);
    }
}

static void
test_same_bits (void)
{
  for (guint rule = 0; ov_update_rule_names[rule] != NULL; rule++)
    check_same_bits (rule);
}

/* Weights beyond a float's range have to show in the loss. */
static void
test_overflow (void)
{
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (2);
  g_autoptr (OvOptimiser) optimiser = NULL;
  g_autoptr (OvGradient) gradient = NULL;
  Fixture f;

  fixture_init (&f, "linear", 0, 0.0, 1.0);
  optimiser = ov_optimiser_new (f.network, pool, &f.recipe);
  gradient = ov_gradient_new (pool, f.n_parameters);
  ov_gradient_begin_group (gradient, 0, 1);
  ov_gradient_begin_part (gradient, 0)[30719] = 1e38f;
  ov_optimiser_step (optimiser, gradient, 100.0);
  g_assert_false (isfinite (optimiser->penalty));
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/optimiser/plain", test_plain);
  g_test_add_func ("/optimiser/penalty", test_penalty);
  g_test_add_func ("/optimiser/momentum", test_momentum);
  g_test_add_func ("/optimiser/rules", test_rules);
  g_test_add_func ("/optimiser/same-bits", test_same_bits);
  g_test_add_func ("/optimiser/overflow", test_overflow);
  g_test_add_func ("/optimiser/heavy-ball", test_heavy_ball);
  g_test_add_func ("/optimiser/preconditioner", test_preconditioner);

  return g_test_run ();
}

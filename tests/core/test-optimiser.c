/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "optimiser.h"

#include <math.h>

#include "naive.h"

#define MAX_MEMBERS 3
#define N_STEPS     6

typedef struct
{
  OvRecipe recipe;
  OvNetwork *network;
  gsize n_parameters;
  double *parameters;
  double *velocity;
  float *gradients[MAX_MEMBERS];
} Fixture;

static void
fixture_init (Fixture *self, const char *preset, double momentum, double regularisation)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (&self->recipe, preset, &error);
  g_assert_no_error (error);
  self->recipe.momentum = momentum;
  self->recipe.regularisation = regularisation;
  self->recipe.hidden_units = 13;
  self->network = ov_network_new (&self->recipe, &error);
  g_assert_no_error (error);

  self->n_parameters = ov_network_get_n_parameters (self->network);
  naive_fill_random (ov_network_get_parameters (self->network), self->n_parameters, 1.0, 1);
  self->parameters = naive_copy (ov_network_get_parameters (self->network), self->n_parameters);
  self->velocity = g_new0 (double, self->n_parameters);
  for (guint i = 0; i < MAX_MEMBERS; i++)
    self->gradients[i] = g_new0 (float, self->n_parameters);
}

static void
fixture_clear (Fixture *self)
{
  ov_network_free (self->network);
  g_free (self->parameters);
  g_free (self->velocity);
  for (guint i = 0; i < MAX_MEMBERS; i++)
    g_free (self->gradients[i]);
}

/* The step by its definition, with the sum of the members' gradients. */
static void
step (Fixture *self, guint n_members, double learning_rate)
{
  g_autofree double *gradient = g_new0 (double, self->n_parameters);

  for (guint member = 0; member < n_members; member++)
    for (gsize i = 0; i < self->n_parameters; i++)
      gradient[i] += (double) self->gradients[member][i];
  naive_penalise (&self->recipe, self->parameters, gradient);

  for (gsize i = 0; i < self->n_parameters; i++)
    {
      self->velocity[i] = self->recipe.momentum * self->velocity[i] + gradient[i];
      self->parameters[i] -= learning_rate * self->velocity[i];
    }
}

static void
check_steps (const char *preset, double momentum, double regularisation)
{
  for (guint n_members = 1; n_members <= MAX_MEMBERS; n_members++)
    {
      g_autoptr (OvTeam) team = ov_team_new (n_members);
      g_autoptr (OvOptimiser) optimiser = NULL;
      double learning_rate = 0.1;
      Fixture f;

      fixture_init (&f, preset, momentum, regularisation);
      optimiser = ov_optimiser_new (f.network, team, &f.recipe);

      for (guint i = 0; i <= N_STEPS; i++)
        {
          const double penalty = naive_penalise (&f.recipe, f.parameters, NULL);

          g_assert_cmpfloat_with_epsilon (ov_optimiser_get_penalty (optimiser), penalty,
                                          1e-6 * penalty + 1e-12);
          g_assert_cmpfloat (
            naive_distance (ov_network_get_parameters (f.network), f.parameters, f.n_parameters), <,
            1e-6);

          for (guint member = 0; member < n_members; member++)
            naive_fill_random (f.gradients[member], f.n_parameters, 0.5, 10 * i + member);
          step (&f, n_members, learning_rate);
          ov_optimiser_step (optimiser, f.gradients, learning_rate);
          for (guint member = 0; member < n_members; member++)
            for (gsize j = 0; j < f.n_parameters; j++)
              g_assert_cmpfloat (f.gradients[member][j], ==, 0.0f);
          learning_rate *= 0.9;
        }

      fixture_clear (&f);
    }
}

static void
test_plain (void)
{
  check_steps ("linear", 0.0, 0.0);
}

static void
test_penalty (void)
{
  check_steps ("linear", 0.0, 0.05);
  check_steps ("two-layer-gd", 0.0, 0.05);
}

static void
test_momentum (void)
{
  check_steps ("two-layer-gd", 0.9, 0.0);
  check_steps ("linear", 0.5, 0.05);
}

/* Weights beyond a float's range have to show in the loss. */
static void
test_overflow (void)
{
  g_autoptr (OvTeam) team = ov_team_new (2);
  g_autoptr (OvOptimiser) optimiser = NULL;
  Fixture f;

  fixture_init (&f, "linear", 0.0, 1.0);
  optimiser = ov_optimiser_new (f.network, team, &f.recipe);
  f.gradients[1][30719] = 1e38f;
  ov_optimiser_step (optimiser, f.gradients, 100.0);
  g_assert_false (isfinite (ov_optimiser_get_penalty (optimiser)));
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/optimiser/plain", test_plain);
  g_test_add_func ("/optimiser/penalty", test_penalty);
  g_test_add_func ("/optimiser/momentum", test_momentum);
  g_test_add_func ("/optimiser/overflow", test_overflow);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecaster.h"

#include "quadratic-fixture.h"
#include "run-witness.h"

#define N_REQUESTS 50

/* Of the data that all forecasts are about. */
static OvQuadratic *quadratic;

static void
count_cb (OvForecaster *forecaster, guint *n_changes)
{
  (*n_changes)++;
}

static OvForecaster *
make_forecaster (guint *n_changes)
{
  OvForecaster *self = ov_forecaster_new ();

  ov_forecaster_set_quadratic (self, quadratic);
  *n_changes = 0;
  g_signal_connect (self, "changed", G_CALLBACK (count_cb), n_changes);

  return self;
}

/* However fast recipes come, the newest is forecast, and none takes the place of a newer one. */
static void
test_newest (void)
{
  guint n_changes;
  OvForecaster *forecaster = make_forecaster (&n_changes);
  const OvForecastResult *result;
  OvRecipe recipe;

  witness_init_recipe (&recipe, 30);
  for (guint i = 1; i <= N_REQUESTS; i++)
    {
      recipe.learning_rate = 1e-4 * i;
      ov_forecaster_request (forecaster, &recipe);
    }
  wait_in_context (NULL, (result = ov_forecaster_get_result (forecaster)) != NULL
                           && result->recipe.learning_rate == recipe.learning_rate);

  g_assert_cmpuint (n_changes, >=, 1);
  g_assert_cmpuint (n_changes, <, N_REQUESTS);
  g_assert_cmpuint (result->n_epochs, ==, 30);
  g_assert_cmpuint (result->n_test, ==, 30);
  g_assert_cmpfloat (result->train_loss[29], <, result->train_loss[0]);
  g_assert_finalize_object (forecaster);
}

/* What cannot be forecast takes away the forecast that is there, and the one that is being made. */
static void
test_unsuited (void)
{
  guint n_changes;
  OvForecaster *forecaster = make_forecaster (&n_changes);
  OvRecipe recipe;
  OvRecipe other;

  witness_init_recipe (&recipe, 300);
  g_assert_true (ov_recipe_init_preset (&other, "two-layer-sgd", NULL));
  ov_forecaster_request (forecaster, &recipe);
  ov_forecaster_request (forecaster, &other);
  witness_drain (50);
  g_assert_null (ov_forecaster_get_result (forecaster));

  ov_forecaster_request (forecaster, &recipe);
  wait_in_context (NULL, ov_forecaster_get_result (forecaster) != NULL);
  ov_forecaster_request (forecaster, &other);
  g_assert_null (ov_forecaster_get_result (forecaster));
  g_assert_finalize_object (forecaster);
}

/* Neither other data nor the end waits for a forecast that is being made. */
static void
test_dropped (void)
{
  guint n_changes;
  OvForecaster *forecaster = make_forecaster (&n_changes);
  OvRecipe recipe;

  witness_init_recipe (&recipe, 300);
  ov_forecaster_request (forecaster, &recipe);
  ov_forecaster_set_quadratic (forecaster, NULL);
  ov_forecaster_request (forecaster, &recipe);
  witness_drain (50);
  g_assert_null (ov_forecaster_get_result (forecaster));

  ov_forecaster_set_quadratic (forecaster, quadratic);
  ov_forecaster_request (forecaster, &recipe);
  g_assert_finalize_object (forecaster);
}

int
main (int argc, char **argv)
{
  int status;

  witness_start (&argc, &argv);
  quadratic = fixture_make_quadratic (witness_get_dataset ());

  witness_add_test ("/forecaster/newest", test_newest);
  witness_add_test ("/forecaster/unsuited", test_unsuited);
  witness_add_test ("/forecaster/dropped", test_dropped);

  status = witness_finish ();
  ov_quadratic_unref (quadratic);

  return status;
}

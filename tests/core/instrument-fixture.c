/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument-fixture.h"

#include "naive.h"
#include "quadratic-fixture.h"

void
instrumented_init (Instrumented   *self,
                   const OvRecipe *recipe,
                   OvDataset      *dataset,
                   OvQuadratic    *quadratic)
{
  *self = (Instrumented) {.recipe = *recipe, .dataset = dataset};
  self->trainer = fixture_make_trainer (recipe, dataset, quadratic);
  self->readings = ov_readings_new ();
  ov_trainer_set_instruments (self->trainer, ov_instrument_get_all ());
}

void
instrumented_clear (Instrumented *self)
{
  g_clear_pointer (&self->trainer, ov_trainer_free);
  g_clear_pointer (&self->readings, ov_readings_free);
  g_clear_pointer (&self->before, g_free);
}

void
instrumented_run_epoch (Instrumented *self)
{
  const OvNetwork *network = ov_trainer_get_network (self->trainer);
  g_autoptr (GError) error = NULL;
  OvEpoch epoch;

  g_free (self->before);
  self->before = g_memdup2 (network->parameters, network->n_parameters * sizeof (float));
  fixture_run_epoch (self->trainer, &epoch);
  g_assert_true (ov_trainer_read_instruments (self->trainer, self->readings, NULL, &error));
  g_assert_no_error (error);
}

/* What an instrument showed last. */
const double *
instrumented_get_values (const Instrumented *self, const char *name)
{
  const OvInstrumentReading *reading;
  guint place;

  g_assert_true (ov_instrument_find (name, &place));
  reading = ov_readings_get_last (self->readings, place);
  g_assert_nonnull (reading);
  g_assert_cmpuint (reading->epoch, ==, ov_trainer_get_n_epochs (self->trainer) - 1);

  return reading->values;
}

/* The gradient of some of the images in double precision, penalty included. */
double *
instrumented_find_gradient (const Instrumented *self,
                            const float        *parameters,
                            guint               first,
                            guint               n_images)
{
  const gsize n = ov_trainer_get_network (self->trainer)->n_parameters;
  g_autofree double *images = naive_get_images (self->dataset, OV_SPLIT_TRAIN,
                                                self->recipe.pixel_scale);
  g_autofree double *values = naive_copy (parameters, n);
  double *gradient = g_new0 (double, n);

  naive_measure (&self->recipe, values, images + (gsize) first * OV_IMAGE_SIZE,
                 self->dataset->labels[OV_SPLIT_TRAIN] + first, n_images, gradient, NULL);
  naive_penalise (&self->recipe, values, gradient);

  return gradient;
}

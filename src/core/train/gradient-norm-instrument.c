/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "instrument-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

extern const OvInstrument ov_gradient_norm_instrument;

/* The length of the gradient that the last step was made by, penalty included. */
static gboolean
measure (OvTrainer    *trainer,
         double       *values,
         GCancellable *cancellable,
         GError      **error)
{
  const float *gradient = ov_trainer_get_step_gradient (trainer);

  values[0] = sqrt (ov_instrument_multiply (gradient, gradient, trainer->network->n_parameters));

  return TRUE;
}

const OvInstrument ov_gradient_norm_instrument = {
  .name = "gradient-norm",
  .title = N_("Gradient norm"),
  .short_title = N_("Gradient"),
  .explanation = N_("the length of the gradient that the last step was made by, penalty included"),
  .parts = OV_INSTRUMENT_WHOLE,
  .scale = OV_INSTRUMENT_LOGARITHMIC,
  .measure = measure,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "instrument-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

extern const OvInstrument ov_distance_instrument;

/* How far the weights are from those that the run started with. */
static gboolean
measure (OvTrainer    *trainer,
         double       *values,
         GCancellable *cancellable,
         GError      **error)
{
  values[0] = ov_instrument_measure_change (trainer->notes.start, trainer->network->parameters,
                                            trainer->network->n_parameters);

  return TRUE;
}

const OvInstrument ov_distance_instrument = {
  .name = "distance",
  .title = N_("Distance from the start"),
  .short_title = N_("Distance"),
  .explanation = N_("how far all weights and biases are from those that the run started with"),
  .parts = OV_INSTRUMENT_WHOLE,
  .scale = OV_INSTRUMENT_LINEAR,
  .measure = measure,
};

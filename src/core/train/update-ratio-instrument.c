/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "instrument-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

extern const OvInstrument ov_update_ratio_instrument;

/* By which share of their length the last step has changed the weights of each layer. From weights
 * of zero there is no such share. */
static gboolean
measure (OvTrainer    *trainer,
         double       *values,
         GCancellable *cancellable,
         GError      **error)
{
  const OvNetwork *network = trainer->network;

  for (guint t = 0; t < network->n_tensors; t++)
    {
      const OvTensor *tensor = &network->tensors[t];
      const float *begin = trainer->notes.begin + tensor->offset;
      double length;

      if (!tensor->is_weight)
        continue;
      length = sqrt (ov_instrument_multiply (begin, begin, tensor->size));
      *values++ = ov_instrument_measure_change (begin, network->parameters + tensor->offset,
                                                tensor->size)
                  / length;
    }

  return TRUE;
}

const OvInstrument ov_update_ratio_instrument = {
  .name = "update-ratio",
  .title = N_("Update-to-weight ratio"),
  .short_title = N_("Update ratio"),
  .explanation = N_("the length of the last step as a share of the length of the weights, for each "
                    "layer that has some"),
  .parts = OV_INSTRUMENT_BY_WEIGHT,
  .scale = OV_INSTRUMENT_LOGARITHMIC,
  .measure = measure,
};

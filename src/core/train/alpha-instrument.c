/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "instrument-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "number.h"
#include "step-parabola.h"

extern const OvInstrument ov_alpha_instrument;

/* Where the last step landed on its own line: on the parabola that has the loss's slopes at both
 * ends of the step, on the images that the step was made by. For the linear classifier on full
 * batches that is the loss itself. After Schneider, Dangel and Hennig (2021: Cockpit: a practical
 * debugging tool for the training of deep neural networks). */
static gboolean
measure (OvTrainer    *trainer,
         double       *values,
         GCancellable *cancellable,
         GError      **error)
{
  const OvNetwork *network = trainer->network;
  const gsize n = network->n_parameters;
  const float *begin = trainer->notes.begin;
  g_autofree float *gradient = g_new (float, n);
  const float *first = ov_trainer_get_step_gradient (trainer);
  double from = 0.0;
  double to = 0.0;

  if (!ov_trainer_find_next_gradient (trainer, gradient, cancellable, error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      const double change = (double) network->parameters[i] - (double) begin[i];

      from += (double) first[i] * change;
      to += (double) gradient[i] * change;
    }
  values[0] = ov_step_get_alpha_of_slopes (from, to);

  return TRUE;
}

/* A single mini-batch overshoots now and then, and nothing is wrong. */
static char *
find_fault (const OvRecipe            *recipe,
            const OvInstrumentReading *last)
{
  g_autofree char *alpha = NULL;

  if (recipe->batch_size > 0 || !(last->values[0] > 1.0) || !isfinite (last->values[0]))
    return NULL;

  alpha = ov_number_format_short (last->values[0], 3);

  return g_strdup_printf (_("The step of epoch %u overshot: it ended higher than it began (alpha "
                            "%s)."),
                          last->epoch, alpha);
}

const OvInstrument ov_alpha_instrument = {
  .name = "alpha",
  .title = N_("Step length (alpha)"),
  .short_title = N_("Alpha"),
  .explanation = N_("where the last step landed along its own line: −1 at its start, 0 at the "
                    "lowest point, 1 as high as before on the other side, above 1 higher"),
  .parts = OV_INSTRUMENT_WHOLE,
  .scale = OV_INSTRUMENT_LINEAR,
  .references = {{0.0, N_("lowest point")}, {1.0, N_("as high as before")}},
  .measure = measure,
  .find_fault = find_fault,
};

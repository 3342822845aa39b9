/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loss-title.h"

#include <glib/gi18n-lib.h>

/* Translators: here and below, the second line is a shorter way to say the first, and so is the
 * third. */
static const char *const titles[][2] = {
  [OV_LOSS_TITLE_ANY] =
    {
      [OV_LOSS_SQUARED_ERROR] = N_("Loss (squared error)\nSquared error\nLoss"),
      [OV_LOSS_CROSS_ENTROPY] = N_("Loss (cross-entropy)\nCross-entropy\nLoss"),
    },
  [OV_LOSS_TITLE_TEST] =
    {
      [OV_LOSS_SQUARED_ERROR] = N_("Test loss (squared error)\nSquared error\nTest loss"),
      [OV_LOSS_CROSS_ENTROPY] = N_("Test loss (cross-entropy)\nCross-entropy\nTest loss"),
    },
  [OV_LOSS_TITLE_BEST_TEST] =
    {
      [OV_LOSS_SQUARED_ERROR] = N_("Best test loss (squared error)\nBest squared error\nBest loss"),
      [OV_LOSS_CROSS_ENTROPY] = N_("Best test loss (cross-entropy)\nBest cross-entropy\nBest loss"),
    },
  [OV_LOSS_TITLE_STEP] =
    {
      [OV_LOSS_SQUARED_ERROR] = N_("Training loss (squared error)\nSquared error\nLoss"),
      [OV_LOSS_CROSS_ENTROPY] = N_("Training loss (cross-entropy)\nCross-entropy\nLoss"),
    },
};

/**
 * ov_loss_title_get:
 * @self: what an axis is about
 * @loss: which kind of loss it shows
 *
 * Returns: (transfer none): the title, which names the kind, in the form that
 *   ov_chart_set_y_title() takes; translated
 */
const char *
ov_loss_title_get (OvLossTitle self,
                   OvLoss      loss)
{
  g_return_val_if_fail (self < G_N_ELEMENTS (titles), NULL);
  g_return_val_if_fail (loss < G_N_ELEMENTS (titles[0]), NULL);

  return _(titles[self][loss]);
}

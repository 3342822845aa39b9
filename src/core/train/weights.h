/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dataset.h"
#include "network.h"
#include "recipe.h"

/**
 * OvWeightsNotes:
 * @recipe: what the weights were trained with
 * @dataset: what they were trained on
 * @n_epochs: for how many whole epochs
 *
 * What somebody needs to know, besides the weights, to use them elsewhere.
 */
typedef struct
{
  const OvRecipe  *recipe;
  const OvDataset *dataset;
  guint            n_epochs;
} OvWeightsNotes;

gboolean ov_weights_save (OvNetwork            *network,
                          const OvWeightsNotes *notes,
                          GFile                *file,
                          GError              **error);
gboolean ov_weights_load (OvNetwork            *network,
                          GFile                *file,
                          GError              **error);

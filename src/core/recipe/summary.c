/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "summary.h"

#include <glib/gi18n-lib.h>

#include "model.h"
#include "number.h"

/**
 * ov_summary_format_shape:
 * @shape: the shape of an image's values
 *
 * Returns: (transfer full): such as "3 × 32 × 32", or "10" for a vector
 */
char *
ov_summary_format_shape (OvShape shape)
{
  if (shape.height == 1 && shape.width == 1)
    return g_strdup_printf ("%u", shape.channels);

  return g_strdup_printf ("%u × %u × %u", shape.channels, shape.height, shape.width);
}

/* How many numbers its tensors have: the product of the dimensions of each. */
static char *
make_sum (const OvLayer *layer)
{
  GString *sum;

  if (layer->klass->n_tensors == 0)
    return NULL;

  sum = g_string_new (NULL);
  for (guint i = 0; i < layer->klass->n_tensors; i++)
    for (guint d = 0; d < layer->tensors[i].n_dims; d++)
      {
        g_autofree char *dim = ov_number_format_count (layer->tensors[i].dims[d]);

        if (sum->len > 0)
          g_string_append (sum, d > 0 ? " × " : " + ");
        g_string_append (sum, dim);
      }

  return g_string_free (sum, FALSE);
}

static void
init_row (OvSummaryRow  *row,
          const OvLayer *layer)
{
  row->name = g_strdup (layer->name);
  row->kind = _(layer->klass->kind);
  row->output = ov_summary_format_shape (layer->out);
  row->shape = layer->out;
  row->changes_shape = layer->in.channels != layer->out.channels
                       || layer->in.height != layer->out.height
                       || layer->in.width != layer->out.width;
  row->sum = make_sum (layer);
  for (guint i = 0; i < layer->klass->n_tensors; i++)
    row->n_parameters += layer->tensors[i].size;
}

/**
 * ov_summary_new:
 * @recipe: a recipe
 *
 * Builds the recipe's network and lists its layers.
 *
 * Returns: (transfer full): the table
 */
OvSummary *
ov_summary_new (const OvRecipe *recipe)
{
  g_autoptr (OvNetwork) network = NULL;
  OvSummary *self;

  g_return_val_if_fail (recipe != NULL, NULL);

  network = ov_model_build_network (recipe);
  self = g_new0 (OvSummary, 1);
  self->n_rows = network->n_layers;
  self->n_parameters = network->n_parameters;
  self->rows = g_new0 (OvSummaryRow, self->n_rows);
  for (guint i = 0; i < self->n_rows; i++)
    init_row (&self->rows[i], &network->layers[i]);

  return self;
}

/**
 * ov_summary_free:
 * @self: a table
 */
void
ov_summary_free (OvSummary *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_rows; i++)
    {
      g_free (self->rows[i].name);
      g_free (self->rows[i].output);
      g_free (self->rows[i].sum);
    }
  g_free (self->rows);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "instrument-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

extern const OvInstrument ov_saturation_instrument;

/* A sigmoid's slope is at most a hundredth beyond these. */
#define SIGMOID_LOW 0.01f
#define SIGMOID_HIGH 0.99f

/* From which share on hardly anything is learned. */
#define MOST_SATURATED 0.5
#define MOST_DEAD 0.9

/* What the members of the pool count, each for itself. */
typedef struct
{
  guint64 (*counts)[OV_READING_MOST_VALUES]; /* [members] */
} Work;

static guint64
count_values (const OvLayerClass *class,
              const float *values,
              gsize        n)
{
  guint64 count = 0;

  if (class == &ov_relu_class)
    for (gsize i = 0; i < n; i++)
      count += values[i] <= 0.0f;
  else
    for (gsize i = 0; i < n; i++)
      count += values[i] < SIGMOID_LOW || values[i] > SIGMOID_HIGH;

  return count;
}

static gboolean
has_limits (const OvLayer *layer)
{
  return layer->klass == &ov_sigmoid_class || layer->klass == &ov_relu_class;
}

static void
count_cb (guint         member,
          OvPass       *pass,
          const guint8 *labels,
          guint         n_images,
          float        *gradient,
          gpointer      user_data)
{
  const Work *work = user_data;
  guint64 *counts = work->counts[member];

  ov_pass_forward (pass, 0, n_images);
  for (guint i = 0; i < pass->network->n_layers; i++)
    {
      const OvLayer *layer = &pass->network->layers[i];

      if (has_limits (layer))
        *counts++ += count_values (layer->klass, pass->values[i + 1],
                                   n_images * ov_shape_get_size (layer->out));
    }
}

/* Which share of the outputs of each layer of units hardly passes a gradient on: a rectified linear
 * unit's zeros, a sigmoid's values below 0.01 and above 0.99. */
static gboolean
measure (OvTrainer    *trainer,
         double       *values,
         GCancellable *cancellable,
         GError      **error)
{
  const OvNetwork *network = trainer->network;
  const guint n_members = ov_thread_pool_get_size (trainer->pool);
  const guint n_images = MIN (OV_INSTRUMENT_IMAGES, trainer->dataset->n_images[OV_SPLIT_TRAIN]);
  g_autofree gpointer counts = g_malloc0_n (n_members, sizeof (guint64[OV_READING_MOST_VALUES]));
  Work work = {counts};
  guint n = 0;

  if (!ov_batch_runner_visit (trainer->runner, OV_SPLIT_TRAIN, 0, n_images, count_cb, &work,
                              cancellable, error))
    return FALSE;

  for (guint i = 0; i < network->n_layers; i++)
    {
      guint64 count = 0;

      if (!has_limits (&network->layers[i]))
        continue;
      for (guint member = 0; member < n_members; member++)
        count += work.counts[member][n];
      values[n++] = (double) count / n_images / (double) ov_shape_get_size (network->layers[i].out);
    }

  return TRUE;
}

/* The classes of the layers of units, in their order. */
static const OvLayerClass *
get_class (const OvModel *model,
           guint          value)
{
  for (guint i = 0; i < model->n_layers; i++)
    {
      const OvLayerClass *class = model->layers[i].klass;

      if ((class == &ov_sigmoid_class || class == &ov_relu_class) && value-- == 0)
        return class;
    }

  return NULL;
}

/* The layer that is worst, when most of it has stopped learning. About half of a rectified layer is
 * at 0 when all is well. */
static char *
find_fault (const OvRecipe            *recipe,
            const OvInstrumentReading *last)
{
  const OvLayerClass *class;
  const char *part;
  double percent;
  guint worst = 0;

  for (guint i = 1; i < last->n_values; i++)
    if (last->values[i] > last->values[worst])
      worst = i;
  class = get_class (recipe->model, worst);
  part = ov_instrument_get_part (&ov_saturation_instrument, recipe->model, worst);
  percent = 100.0 * last->values[worst];

  if (class == &ov_sigmoid_class && last->values[worst] >= MOST_SATURATED)
    return worst == 0
             ? g_strdup_printf (_("The first layer’s sigmoids are saturated: %.0f %% of their "
                                  "outputs are below 0.01 or above 0.99."),
                                percent)
             : g_strdup_printf (_("The sigmoids of “%s” are saturated: %.0f %% of their outputs "
                                  "are below 0.01 or above 0.99."),
                                part, percent);
  if (class == &ov_relu_class && last->values[worst] >= MOST_DEAD)
    return g_strdup_printf (_("The rectified units of “%s” are dead: %.0f %% of their outputs are "
                              "0."),
                            part, percent);

  return NULL;
}

const OvInstrument ov_saturation_instrument = {
  .name = "saturation",
  .title = N_("Saturated or dead units"),
  .short_title = N_("Saturated"),
  .explanation = N_("which share of the outputs hardly passes a gradient on, for each layer of "
                    "units: sigmoids below 0.01 or above 0.99, rectified linear units at 0"),
  .parts = OV_INSTRUMENT_BY_ACTIVATION,
  .scale = OV_INSTRUMENT_SHARE,
  .measure = measure,
  .find_fault = find_fault,
};

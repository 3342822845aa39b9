/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument-private.h"

#include <math.h>
#include <string.h>

/* How many epochs of a single step lie between two readings. */
#define SINGLE_STEP_INTERVAL 5

/**
 * ov_instrument_count:
 *
 * Returns: how many instruments there are
 */
guint
ov_instrument_count (void)
{
  guint n = 0;

  while (ov_instruments[n] != NULL)
    n++;

  return n;
}

/**
 * ov_instrument_get_all:
 *
 * Returns: the set of all instruments: the bit of each one's place in #ov_instruments
 */
guint
ov_instrument_get_all (void)
{
  return (guint) ((G_GUINT64_CONSTANT (1) << ov_instrument_count ()) - 1);
}

/**
 * ov_instrument_find:
 * @name: a name, such as "gradient-norm"
 * @instrument: (out): its place in #ov_instruments
 *
 * Returns: whether there is an instrument of that name
 */
gboolean
ov_instrument_find (const char *name,
                    guint      *instrument)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (instrument != NULL, FALSE);

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    if (strcmp (ov_instruments[i]->name, name) == 0)
      {
        *instrument = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
has_value (const OvInstrument *self,
           const OvLayerPlan  *layer)
{
  if (self->parts == OV_INSTRUMENT_BY_WEIGHT)
    return layer->klass->n_tensors > 0;

  return layer->klass == &ov_sigmoid_class || layer->klass == &ov_relu_class;
}

/**
 * ov_instrument_count_values:
 * @self: an instrument
 * @model: what is trained
 *
 * Returns: how many values it shows of it at once; 0 when it has nothing to show
 */
guint
ov_instrument_count_values (const OvInstrument *self,
                            const OvModel      *model)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (model != NULL, 0);

  if (self->parts == OV_INSTRUMENT_WHOLE)
    return 1;

  for (guint i = 0; i < model->n_layers; i++)
    n += has_value (self, &model->layers[i]);
  g_assert (n <= OV_READING_MOST_VALUES);

  return n;
}

/**
 * ov_instrument_get_part:
 * @self: an instrument
 * @model: what is trained
 * @value: which of the values
 *
 * Returns: (transfer none) (nullable): the name of the layer that it is of, such as "conv1"; %NULL
 *   when it is of the whole network
 */
const char *
ov_instrument_get_part (const OvInstrument *self,
                        const OvModel      *model,
                        guint               value)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (model != NULL, NULL);

  if (self->parts == OV_INSTRUMENT_WHOLE)
    return NULL;

  for (guint i = 0; i < model->n_layers; i++)
    if (has_value (self, &model->layers[i]) && value-- == 0)
      return model->layers[i].name;

  return NULL;
}

/**
 * ov_instrument_get_interval:
 * @recipe: what is trained
 *
 * Returns: every how many epochs the instruments are read where nobody says: each epoch of many
 *   batches, and every few of those that are a single step, which are made in no time when they are
 *   exact and cost alpha one more pass when they are not
 */
guint
ov_instrument_get_interval (const OvRecipe *recipe)
{
  g_return_val_if_fail (recipe != NULL, 1);

  return recipe->batch_size > 0 ? 1 : SINGLE_STEP_INTERVAL;
}

/**
 * ov_instrument_name_column:
 * @self: an instrument
 * @model: what is trained
 * @value: which of the values
 *
 * Returns: (transfer full): what the value is called in a table or a document, such as
 *   "update_ratio_conv1"
 */
char *
ov_instrument_name_column (const OvInstrument *self,
                           const OvModel      *model,
                           guint               value)
{
  const char *part = ov_instrument_get_part (self, model, value);
  char *name = g_strjoin ("_", self->name, part, NULL);

  return g_strdelimit (name, "-", '_');
}

/* The product of two vectors, in double precision. */
double
ov_instrument_multiply (const float *one,
                        const float *other,
                        gsize        n)
{
  double product = 0.0;

  for (gsize i = 0; i < n; i++)
    product += (double) one[i] * (double) other[i];

  return product;
}

/* The length of the way between two points. */
double
ov_instrument_measure_change (const float *from,
                              const float *to,
                              gsize        n)
{
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      const double change = (double) to[i] - (double) from[i];

      squares += change * change;
    }

  return sqrt (squares);
}

/* Where a run starts that had epochs before anybody took notes: at its recipe's first weights. */
static void
find_start (OvTrainer *self,
            float     *start)
{
  g_autoptr (OvNetwork) first = NULL;
  const OvNetwork *network = self->network;

  if (self->n_epochs > 0)
    {
      first = ov_model_build_network (&self->recipe);
      ov_network_init_weights (first, self->recipe.seed, self->recipe.weight_std);
      network = first;
    }
  memcpy (start, network->parameters, network->n_parameters * sizeof (float));
}

/**
 * ov_trainer_set_instruments:
 * @self: a trainer that is not at work, with the weights that it starts or continues from
 * @instruments: the set of those that ov_trainer_read_instruments() reads from the next epoch on
 *
 * Lets the trainer keep in memory what instruments need to know about the last step of an epoch.
 * What it trains is the same to the last bit.
 */
void
ov_trainer_set_instruments (OvTrainer *self,
                            guint      instruments)
{
  const gsize n = self->network->n_parameters;

  g_return_if_fail (self != NULL);

  self->notes.instruments = instruments;
  if (instruments != 0 && self->notes.start == NULL)
    {
      self->notes.start = g_new (float, n);
      self->notes.begin = g_new (float, n);
      self->notes.gradient = g_new (float, n);
      find_start (self, self->notes.start);
    }
}

/* Adds the penalty's gradient. */
static void
add_penalty (const OvTrainer *self,
             const float     *parameters,
             float           *gradient)
{
  const double factor = 2.0 * self->recipe.regularisation;

  for (guint t = 0; t < self->network->n_tensors; t++)
    {
      const OvTensor *tensor = &self->network->tensors[t];

      for (gsize i = tensor->offset; tensor->is_weight && i < tensor->offset + tensor->size; i++)
        gradient[i] += (float) (factor * (double) parameters[i]);
    }
}

/* Keeps where the last step of an epoch begins, which is about to be made on the images from
 * @first on, and its gradient, unless @n_images is 0 for a step that is exact. */
void
ov_trainer_note_gradient (OvTrainer *self,
                          guint      first,
                          guint      n_images)
{
  OvStepNotes *notes = &self->notes;
  const OvNetwork *network = self->network;

  if (notes->instruments == 0)
    return;

  memcpy (notes->begin, network->parameters, network->n_parameters * sizeof (float));
  notes->first = first;
  notes->n_images = n_images;
  notes->has_step = TRUE;
  notes->has_gradient = n_images > 0;
  if (!notes->has_gradient)
    return;

  ov_gradient_read (ov_batch_runner_get_gradient (self->runner), 0, network->n_parameters,
                    notes->gradient);
  add_penalty (self, notes->begin, notes->gradient);
}

/*
 * ov_trainer_get_step_gradient:
 * @self: a trainer that has notes of a step
 *
 * Returns: (transfer none): [parameters], the gradient of the loss, penalty included, where the
 *   last step began, on the images that it was made by
 */
const float *
ov_trainer_get_step_gradient (OvTrainer *self)
{
  OvStepNotes *notes = &self->notes;

  if (!notes->has_gradient)
    ov_quadratic_trainer_find_gradient (self->descent, notes->begin, notes->gradient);
  notes->has_gradient = TRUE;

  return notes->gradient;
}

/*
 * ov_trainer_find_next_gradient:
 * @self: a trainer that has notes of a step
 * @gradient: (out): [parameters], that of the loss, penalty included, where the last step landed,
 *   on the images that it was made by
 * @cancellable: (nullable): gives it up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED
 */
gboolean
ov_trainer_find_next_gradient (OvTrainer    *self,
                               float        *gradient,
                               GCancellable *cancellable,
                               GError      **error)
{
  const OvStepNotes *notes = &self->notes;
  const OvNetwork *network = self->network;
  OvScore score = {0};

  if (notes->n_images == 0)
    {
      ov_quadratic_trainer_find_gradient (self->descent, network->parameters, gradient);
      return TRUE;
    }

  if (!ov_batch_runner_train (self->runner, self->order, notes->first, notes->n_images, NULL, NULL,
                              cancellable, &score, error))
    return FALSE;
  ov_gradient_read (ov_batch_runner_get_gradient (self->runner), 0, network->n_parameters,
                    gradient);
  add_penalty (self, network->parameters, gradient);

  return TRUE;
}

static gboolean
read_instrument (OvTrainer    *self,
                 guint         instrument,
                 OvReadings   *readings,
                 GCancellable *cancellable,
                 GError      **error)
{
  const gint64 start = g_get_monotonic_time ();
  const OvInstrument *class = ov_instruments[instrument];
  OvInstrumentReading reading = {
    .epoch = self->n_epochs - 1,
    .instrument = instrument,
    .n_values = ov_instrument_count_values (class, self->recipe.model),
  };

  if (reading.n_values == 0)
    return TRUE;

  for (guint i = 0; i < OV_READING_MOST_VALUES; i++)
    reading.values[i] = NAN;
  if (!class->measure (self, reading.values, cancellable, error))
    return FALSE;

  reading.seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  ov_readings_add (readings, &reading);

  return TRUE;
}

/**
 * ov_trainer_read_instruments:
 * @self: a trainer that is not at work, between two epochs
 * @readings: where the readings are added
 * @cancellable: (nullable): gives them up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Reads the instruments of ov_trainer_set_instruments() after an epoch. There is nothing to read
 * before the first epoch, after a state was restored, and once the run has diverged. The course of
 * the training is left as it is to the last bit, whether it ends well or not.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED: then some may be missing
 */
gboolean
ov_trainer_read_instruments (OvTrainer    *self,
                             OvReadings   *readings,
                             GCancellable *cancellable,
                             GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (readings != NULL, FALSE);

  if (!self->notes.has_step || self->is_torn || self->has_diverged)
    return TRUE;

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    if (self->notes.instruments & 1u << i
        && !read_instrument (self, i, readings, cancellable, error))
      return FALSE;

  return TRUE;
}

/**
 * ov_instruments_find_faults:
 * @run: the record of a run
 *
 * Returns: (transfer full) (nullable): what is wrong with what the instruments showed last, in
 *   sentences, translated; %NULL when nothing is
 */
char *
ov_instruments_find_faults (const OvRunRecord *run)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (run != NULL, NULL);

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    {
      const OvInstrumentReading *last = ov_readings_get_last (run->readings, i);
      g_autofree char *fault = NULL;

      if (last != NULL && ov_instruments[i]->find_fault != NULL)
        fault = ov_instruments[i]->find_fault (&run->recipe, last);
      if (fault != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", fault);
    }

  return g_string_free (text, text->len == 0);
}

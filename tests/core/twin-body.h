/* SPDX-License-Identifier: GPL-3.0-or-later */

/* No header of its own: twin-float.c and twin-double.c include it once each, after they have said
 * what a Real is, which of BLAS's products multiplies them, and how a TWIN of a function is called.
 * All values lie as [n × channels × height × width], all parameters as in an OvNetwork. */

static void
TWIN (multiply) (gboolean trans_a,
                 gboolean trans_b,
                 gsize rows,
                 gsize columns,
                 gsize inner,
                 const Real *a,
                 const Real *b,
                 Real beta,
                 Real *out)
{
  GEMM (CblasRowMajor, trans_a ? CblasTrans : CblasNoTrans, trans_b ? CblasTrans : CblasNoTrans,
        (blasint) rows, (blasint) columns, (blasint) inner, 1, a,
        (blasint) (trans_a ? rows : inner), b, (blasint) (trans_b ? inner : columns), beta, out,
        (blasint) columns);
}

/* The neighbourhoods of every pixel as a matrix [9 · channels × pixels], or, adding, back again. */
static void
TWIN (unfold) (const OvLayer *layer, Real *image, Real *columns, gboolean back)
{
  const int height = (int) layer->in.height;
  const int width = (int) layer->in.width;
  Real *column = columns;

  for (guint c = 0; c < layer->in.channels; c++)
    for (int dy = -1; dy <= 1; dy++)
      for (int dx = -1; dx <= 1; dx++)
        for (int y = 0; y < height; y++)
          for (int x = 0; x < width; x++, column++)
            {
              const gboolean inside = y + dy >= 0 && y + dy < height && x + dx >= 0
                                      && x + dx < width;
              const gsize row = (gsize) c * layer->in.height + (gsize) (y + (inside ? dy : 0));
              Real *pixel = image + row * layer->in.width + (gsize) (x + (inside ? dx : 0));

              if (back && inside)
                *pixel += *column;
              else if (!back)
                *column = inside ? *pixel : 0;
            }
}

/* One image forward or, with @d_out, back. */
static void
TWIN (convolve) (const OvLayer *layer,
                 const Real *parameters,
                 Real *in,
                 Real *out,
                 const Real *d_out,
                 Real *d_in,
                 Real *gradient)
{
  const gsize n_pixels = (gsize) layer->in.height * layer->in.width;
  const gsize n_taps = 9 * (gsize) layer->in.channels;
  const gsize n_out = layer->out.channels;
  const Real *weight = parameters + layer->tensors[0].offset;
  g_autofree Real *columns = g_new (Real, n_taps * n_pixels);

  TWIN (unfold) (layer, in, columns, FALSE);
  if (d_out == NULL)
    {
      for (gsize o = 0; o < n_out; o++)
        for (gsize i = 0; i < n_pixels; i++)
          out[o * n_pixels + i] = parameters[layer->tensors[1].offset + o];
      TWIN (multiply) (FALSE, FALSE, n_out, n_pixels, n_taps, weight, columns, 1, out);
      return;
    }

  for (gsize o = 0; o < n_out; o++)
    for (gsize i = 0; i < n_pixels; i++)
      gradient[layer->tensors[1].offset + o] += d_out[o * n_pixels + i];
  TWIN (multiply) (FALSE, TRUE, n_out, n_taps, n_pixels, d_out, columns, 1,
                   gradient + layer->tensors[0].offset);
  TWIN (multiply) (TRUE, FALSE, n_taps, n_pixels, n_out, weight, d_out, 0, columns);
  TWIN (unfold) (layer, d_in, columns, TRUE);
}

/* One image; the first of the largest gets the derivative. */
static void
TWIN (pool) (const OvLayer *layer, const Real *in, Real *out, const Real *d_out, Real *d_in)
{
  const gsize width = layer->in.width;
  gsize place = 0;

  for (gsize c = 0; c < layer->in.channels; c++)
    for (gsize y = 0; y < layer->out.height; y++)
      for (gsize x = 0; x < layer->out.width; x++, place++)
        {
          const gsize first = (c * layer->in.height + 2 * y) * width + 2 * x;
          const gsize window[] = {first, first + 1, first + width, first + width + 1};
          gsize largest = first;

          for (guint i = 1; i < G_N_ELEMENTS (window); i++)
            if (in[window[i]] > in[largest])
              largest = window[i];
          if (d_out != NULL)
            d_in[largest] += d_out[place];
          else
            out[place] = in[largest];
        }
}

static void
TWIN (forward) (const OvLayer *layer, const Real *parameters, Real *in, Real *out, guint n)
{
  const gsize n_in = ov_shape_get_size (layer->in);
  const gsize n_out = ov_shape_get_size (layer->out);

  if (layer->klass == &ov_affine_class)
    {
      for (gsize i = 0; i < n * n_out; i++)
        out[i] = parameters[layer->tensors[1].offset + i % n_out];
      TWIN (multiply) (FALSE, TRUE, n, n_out, n_in, in, parameters + layer->tensors[0].offset, 1,
                       out);
      return;
    }

  for (guint image = 0; image < n; image++, in += n_in, out += n_out)
    if (layer->klass == &ov_convolution_class)
      TWIN (convolve) (layer, parameters, in, out, NULL, NULL, NULL);
    else if (layer->klass == &ov_max_pool_class)
      TWIN (pool) (layer, in, out, NULL, NULL);
    else
      for (gsize i = 0; i < n_in; i++)
        if (layer->klass == &ov_relu_class)
          out[i] = in[i] > 0 ? in[i] : 0;
        else if (layer->klass == &ov_sigmoid_class)
          out[i] = 1 / (1 + EXP (-in[i]));
        else
          out[i] = in[i];
}

/* Adds to @gradient and to @d_in, which is zero. */
static void
TWIN (backward) (const OvLayer *layer,
                 const Real *parameters,
                 Real *in,
                 const Real *out,
                 const Real *d_out,
                 Real *d_in,
                 Real *gradient,
                 guint n)
{
  const gsize n_in = ov_shape_get_size (layer->in);
  const gsize n_out = ov_shape_get_size (layer->out);

  if (layer->klass == &ov_affine_class)
    {
      for (gsize i = 0; i < n * n_out; i++)
        gradient[layer->tensors[1].offset + i % n_out] += d_out[i];
      TWIN (multiply) (TRUE, FALSE, n_out, n_in, n, d_out, in, 1,
                       gradient + layer->tensors[0].offset);
      TWIN (multiply) (FALSE, FALSE, n, n_in, n_out, d_out,
                       parameters + layer->tensors[0].offset, 0, d_in);
      return;
    }

  for (guint image = 0; image < n; image++)
    {
      if (layer->klass == &ov_convolution_class)
        TWIN (convolve) (layer, parameters, in, NULL, d_out, d_in, gradient);
      else if (layer->klass == &ov_max_pool_class)
        TWIN (pool) (layer, in, NULL, d_out, d_in);
      else
        for (gsize i = 0; i < n_in; i++)
          if (layer->klass == &ov_relu_class)
            d_in[i] = out[i] > 0 ? d_out[i] : 0;
          else if (layer->klass == &ov_sigmoid_class)
            d_in[i] = d_out[i] * out[i] * (1 - out[i]);
          else
            d_in[i] = d_out[i];

      in += n_in;
      out += n_out;
      d_out += n_out;
      d_in += n_in;
    }
}

/* The sum of the losses, as a double in both precisions. Sets the derivatives by the scores of the
 * mean loss. */
static double
TWIN (measure) (OvLoss loss, const Real *scores, const guint8 *labels, guint n, Real *d_scores)
{
  double total = 0.0;

  for (guint i = 0; i < n; i++, scores += OV_N_CLASSES, d_scores += OV_N_CLASSES)
    {
      Real largest = scores[0];
      Real sum = 0;

      for (guint k = 1; k < OV_N_CLASSES; k++)
        largest = scores[k] > largest ? scores[k] : largest;
      for (guint k = 0; k < OV_N_CLASSES; k++)
        sum += EXP (scores[k] - largest);
      for (guint k = 0; k < OV_N_CLASSES; k++)
        {
          const Real target = k == labels[i] ? 1 : 0;
          const Real residual = loss == OV_LOSS_SQUARED_ERROR
                                  ? scores[k] - target
                                  : EXP (scores[k] - largest) / sum - target;

          d_scores[k] = (loss == OV_LOSS_SQUARED_ERROR ? 2 : 1) * residual / (Real) n;
          if (loss == OV_LOSS_SQUARED_ERROR)
            total += (double) residual * (double) residual;
        }
      if (loss == OV_LOSS_CROSS_ENTROPY)
        total += (double) (LOG (sum) + largest - scores[labels[i]]);
    }

  return total;
}

/* Returns the sum of some images' losses, and adds the gradient of their mean to @gradient unless
 * that is NULL. */
double
TWIN (gradient) (OvNetwork *network,
                 const Real *parameters,
                 const Real *images,
                 const guint8 *labels,
                 guint n,
                 Real *gradient)
{
  const guint n_layers = network->n_layers;
  g_autofree Real **values = g_new0 (Real *, n_layers + 1);
  Real *d_out = g_new0 (Real, (gsize) n * OV_N_CLASSES);
  double loss;

  values[0] = g_memdup2 (images, (gsize) n * OV_IMAGE_SIZE * sizeof (Real));
  for (guint i = 0; i < n_layers; i++)
    {
      const OvLayer *layer = &network->layers[i];

      values[i + 1] = g_new (Real, n * ov_shape_get_size (layer->out));
      TWIN (forward) (layer, parameters, values[i], values[i + 1], n);
    }

  loss = TWIN (measure) (network->loss, values[n_layers], labels, n, d_out);
  for (guint i = n_layers; gradient != NULL && i-- > 0;)
    {
      const OvLayer *layer = &network->layers[i];
      Real *d_in = g_new0 (Real, n * ov_shape_get_size (layer->in));

      TWIN (backward) (layer, parameters, values[i], values[i + 1], d_out, d_in, gradient, n);
      g_free (d_out);
      d_out = d_in;
    }
  g_free (d_out);
  for (guint i = 0; i <= n_layers; i++)
    g_free (values[i]);

  return loss;
}

/* A split's images, in the precision of the twin from the first operation on. */
Real *
TWIN (get_images) (OvDataset *dataset, OvSplit split, double pixel_scale)
{
  const gsize n_images = dataset->n_images[split];
  const guint8 *pixels = dataset->pixels[split];
  const guint n_train = dataset->n_images[OV_SPLIT_TRAIN];
  const guint8 *train_pixels = dataset->pixels[OV_SPLIT_TRAIN];
  const Real scale = (Real) (pixel_scale / 255.0);
  g_autofree double *sums = g_new0 (double, OV_IMAGE_SIZE);
  Real *images = g_new (Real, n_images * OV_IMAGE_SIZE);

  for (gsize i = 0; i < (gsize) n_train * OV_IMAGE_SIZE; i++)
    sums[i % OV_IMAGE_SIZE] += train_pixels[i];
  for (gsize i = 0; i < n_images * OV_IMAGE_SIZE; i++)
    images[i] = (Real) pixels[i] * scale
                - (Real) (sums[i % OV_IMAGE_SIZE] / n_train * pixel_scale / 255.0);

  return images;
}

static double
TWIN (penalise) (OvNetwork *network, const Real *parameters, double regularisation, Real *gradient)
{
  double squares = 0.0;

  for (guint t = 0; t < network->n_tensors; t++)
    {
      const OvTensor *tensor = &network->tensors[t];

      for (gsize i = tensor->offset; tensor->is_weight && i < tensor->offset + tensor->size; i++)
        {
          squares += (double) parameters[i] * (double) parameters[i];
          if (gradient != NULL)
            gradient[i] += (Real) (2.0 * regularisation) * parameters[i];
        }
    }

  return regularisation * squares;
}

static double
TWIN (evaluate) (OvNetwork *network,
                 const Real *parameters,
                 const Real *images,
                 OvDataset *dataset,
                 OvSplit split)
{
  const guint n_images = dataset->n_images[split];
  const guint8 *labels = dataset->labels[split];
  double loss = 0.0;

  for (guint first = 0; first < n_images; first += TWIN_BATCH)
    loss += TWIN (gradient) (network, parameters, images + (gsize) first * OV_IMAGE_SIZE,
                             labels + first, MIN (TWIN_BATCH, n_images - first), NULL);

  return loss / n_images;
}

/* Trains with the first weights and the order of images that a trainer has. Sets each epoch's
 * losses as it does. */
void
TWIN (train) (const OvRecipe *recipe, OvDataset *dataset, guint n_epochs, OvEpoch *epochs)
{
  g_autoptr (OvNetwork) network = ov_model_build_network (recipe);
  const gsize n_parameters = network->n_parameters;
  const guint n_train = dataset->n_images[OV_SPLIT_TRAIN];
  const guint batch_size = recipe->batch_size > 0 ? MIN (recipe->batch_size, n_train) : n_train;
  g_autofree Real *images = TWIN (get_images) (dataset, OV_SPLIT_TRAIN, recipe->pixel_scale);
  g_autofree Real *test_images = TWIN (get_images) (dataset, OV_SPLIT_TEST, recipe->pixel_scale);
  g_autofree Real *parameters = g_new (Real, n_parameters);
  g_autofree Real *velocity = g_new0 (Real, n_parameters);
  g_autofree Real *gradient = g_new (Real, n_parameters);
  g_autofree Real *batch = g_new (Real, (gsize) batch_size * OV_IMAGE_SIZE);
  g_autofree guint8 *labels = g_new (guint8, batch_size);
  g_autofree guint *order = g_new (guint, n_train);
  g_autoptr (GRand) rand = g_rand_new_with_seed (recipe->seed);
  double learning_rate = recipe->learning_rate;

  ov_network_init_weights (network, recipe->seed, recipe->weight_std);
  for (gsize i = 0; i < n_parameters; i++)
    parameters[i] = (Real) network->parameters[i];
  for (guint i = 0; i < n_train; i++)
    order[i] = i;

  for (guint e = 0; e < n_epochs; e++)
    {
      double loss = 0.0;

      if (recipe->shuffle)
        ov_order_shuffle (order, n_train, rand);
      for (guint first = 0; first < n_train; first += batch_size)
        {
          const guint n = MIN (batch_size, n_train - first);
          double batch_loss;

          for (guint i = 0; i < n; i++)
            {
              memcpy (batch + (gsize) i * OV_IMAGE_SIZE,
                      images + (gsize) order[first + i] * OV_IMAGE_SIZE,
                      OV_IMAGE_SIZE * sizeof (Real));
              labels[i] = dataset->labels[OV_SPLIT_TRAIN][order[first + i]];
            }
          memset (gradient, 0, n_parameters * sizeof (Real));
          batch_loss = TWIN (gradient) (network, parameters, batch, labels, n, gradient);
          loss += batch_loss
                  + n * TWIN (penalise) (network, parameters, recipe->regularisation, gradient);
          for (gsize i = 0; i < n_parameters; i++)
            {
              velocity[i] = (Real) recipe->momentum * velocity[i] + gradient[i];
              parameters[i] -= (Real) learning_rate * velocity[i];
            }
        }

      epochs[e].train_loss = loss / n_train;
      loss = TWIN (penalise) (network, parameters, recipe->regularisation, NULL);
      epochs[e].test_loss =
        loss + TWIN (evaluate) (network, parameters, test_images, dataset, OV_SPLIT_TEST);
      if (recipe->measure_train)
        epochs[e].train_loss =
          loss + TWIN (evaluate) (network, parameters, images, dataset, OV_SPLIT_TRAIN);
      learning_rate *= ov_schedule_get_decay (recipe);
    }
}

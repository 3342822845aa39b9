/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dnnl-api.h"

#include <omp.h>

/*
 * The parts of oneDNN's interface that changed between its versions 2 and 3: how a layout is
 * described and how a convolution or a pool is asked for. No other file knows which version there
 * is.
 */

/* A 3 × 3 window that moves by one pixel over an image with a border of one pixel of zeros. */
static const dnnl_dims_t strides = {1, 1};
static const dnnl_dims_t padding = {1, 1};
#if DNNL_VERSION_MAJOR >= 3
static const dnnl_dims_t dilation = {0, 0};
#endif

/* A 2 × 2 window that moves by its own size, without a border. */
static const dnnl_dims_t pool_window = {2, 2};
static const dnnl_dims_t no_padding = {0, 0};

/**
 * ov_dnnl_check:
 * @status: what a function of oneDNN returned
 * @what: what it was asked to do
 *
 * Ends the program when oneDNN refused. As with g_malloc(), being out of memory is the one reason
 * that is left: all that a recipe can ask for has an implementation.
 */
void
ov_dnnl_check (dnnl_status_t status,
               const char   *what)
{
  if (G_UNLIKELY (status != dnnl_success))
    g_error ("oneDNN could not %s: status %d", what, (int) status);
}

/**
 * ov_dnnl_stay_on_this_thread:
 *
 * Makes what oneDNN computes for this thread run on it alone: a pool of our own splits the images.
 * The number of OpenMP's threads is a property of the calling thread.
 */
void
ov_dnnl_stay_on_this_thread (void)
{
  static _Thread_local gboolean done = FALSE;

  if (!done)
    {
      omp_set_num_threads (1);
      done = TRUE;
    }
}

static gpointer
create_engine (gpointer data)
{
  dnnl_engine_t engine;

  ov_dnnl_check (dnnl_engine_create (&engine, dnnl_cpu, 0), "start");

  return engine;
}

/**
 * ov_dnnl_get_engine:
 *
 * Returns: (transfer none): the processor, which all threads share
 */
dnnl_engine_t
ov_dnnl_get_engine (void)
{
  static GOnce once = G_ONCE_INIT;

  /* Already what is chosen for a primitive depends on how many threads it may use. */
  ov_dnnl_stay_on_this_thread ();

  return g_once (&once, create_engine, NULL);
}

/**
 * ov_dnnl_desc_new:
 * @n_dims: how many dimensions there are
 * @dims: [@n_dims], in the order images, channels, height, width or out, in, height, width
 * @tag: their order in memory; %dnnl_format_tag_any to let oneDNN choose
 *
 * Returns: (transfer full): the description of an array of floats
 */
OvDnnlDesc
ov_dnnl_desc_new (guint             n_dims,
                  const dnnl_dim_t *dims,
                  dnnl_format_tag_t tag)
{
  dnnl_dims_t all_dims = {0}; /* oneDNN 3 declares that it reads as many as there can be. */
  OvDnnlDesc desc;
  dnnl_status_t status;

  g_return_val_if_fail (n_dims <= G_N_ELEMENTS (all_dims), NULL);

  memcpy (all_dims, dims, n_dims * sizeof *dims);
#if DNNL_VERSION_MAJOR >= 3
  status = dnnl_memory_desc_create_with_tag (&desc, (int) n_dims, all_dims, dnnl_f32, tag);
#else
  desc = g_new (dnnl_memory_desc_t, 1);
  status = dnnl_memory_desc_init_by_tag (desc, (int) n_dims, all_dims, dnnl_f32, tag);
#endif
  ov_dnnl_check (status, "describe an array");

  return desc;
}

/**
 * ov_dnnl_desc_free:
 * @desc: a description from ov_dnnl_desc_new()
 */
void
ov_dnnl_desc_free (OvDnnlDesc desc)
{
#if DNNL_VERSION_MAJOR >= 3
  dnnl_memory_desc_destroy (desc);
#else
  g_free (desc);
#endif
}

#if DNNL_VERSION_MAJOR >= 3

static dnnl_status_t
create_desc (dnnl_primitive_desc_t      *desc,
             OvDnnlDirection             direction,
             dnnl_alg_kind_t             algorithm,
             const OvDnnlDescs          *descs,
             dnnl_primitive_desc_t       hint,
             const_dnnl_primitive_attr_t attributes)
{
  const dnnl_engine_t engine = ov_dnnl_get_engine ();

  switch (direction)
    {
    case OV_DNNL_FORWARD:
      return dnnl_convolution_forward_primitive_desc_create (
        desc, engine, dnnl_forward_training, algorithm,
        descs->in, descs->weight, descs->bias, descs->out,
        strides, dilation, padding, padding, attributes);

    case OV_DNNL_BACKWARD_DATA:
      return dnnl_convolution_backward_data_primitive_desc_create (
        desc, engine, algorithm, descs->in, descs->weight, descs->out,
        strides, dilation, padding, padding, hint, attributes);

    case OV_DNNL_BACKWARD_WEIGHTS:
    default:
      return dnnl_convolution_backward_weights_primitive_desc_create (
        desc, engine, algorithm, descs->in, descs->weight, descs->bias, descs->out,
        strides, dilation, padding, padding, hint, attributes);
    }
}

static dnnl_status_t
create_pool_desc (dnnl_primitive_desc_t *desc,
                  OvDnnlDirection        direction,
                  OvDnnlDesc             in,
                  OvDnnlDesc             out,
                  dnnl_primitive_desc_t  hint)
{
  const dnnl_engine_t engine = ov_dnnl_get_engine ();

  if (direction == OV_DNNL_FORWARD)
    return dnnl_pooling_forward_primitive_desc_create (
      desc, engine, dnnl_forward_training, dnnl_pooling_max, in, out,
      pool_window, pool_window, dilation, no_padding, no_padding, NULL);

  return dnnl_pooling_backward_primitive_desc_create (
    desc, engine, dnnl_pooling_max, in, out,
    pool_window, pool_window, dilation, no_padding, no_padding, hint, NULL);
}

#else

static dnnl_status_t
create_desc (dnnl_primitive_desc_t      *desc,
             OvDnnlDirection             direction,
             dnnl_alg_kind_t             algorithm,
             const OvDnnlDescs          *descs,
             dnnl_primitive_desc_t       hint,
             const_dnnl_primitive_attr_t attributes)
{
  dnnl_convolution_desc_t operation;
  dnnl_status_t status;

  switch (direction)
    {
    case OV_DNNL_FORWARD:
      status = dnnl_convolution_forward_desc_init (
        &operation, dnnl_forward_training, algorithm,
        descs->in, descs->weight, descs->bias, descs->out, strides, padding, padding);
      break;

    case OV_DNNL_BACKWARD_DATA:
      status = dnnl_convolution_backward_data_desc_init (
        &operation, algorithm,
        descs->in, descs->weight, descs->out, strides, padding, padding);
      break;

    case OV_DNNL_BACKWARD_WEIGHTS:
    default:
      status = dnnl_convolution_backward_weights_desc_init (
        &operation, algorithm,
        descs->in, descs->weight, descs->bias, descs->out, strides, padding, padding);
      break;
    }

  if (status != dnnl_success)
    return status;

  return dnnl_primitive_desc_create (desc, &operation, attributes, ov_dnnl_get_engine (), hint);
}

static dnnl_status_t
create_pool_desc (dnnl_primitive_desc_t *desc,
                  OvDnnlDirection        direction,
                  OvDnnlDesc             in,
                  OvDnnlDesc             out,
                  dnnl_primitive_desc_t  hint)
{
  dnnl_pooling_desc_t operation;
  dnnl_status_t status;

  if (direction == OV_DNNL_FORWARD)
    status = dnnl_pooling_forward_desc_init (
      &operation, dnnl_forward_training, dnnl_pooling_max, in, out,
      pool_window, pool_window, no_padding, no_padding);
  else
    status = dnnl_pooling_backward_desc_init (
      &operation, dnnl_pooling_max, in, out,
      pool_window, pool_window, no_padding, no_padding);

  if (status != dnnl_success)
    return status;

  return dnnl_primitive_desc_create (desc, &operation, NULL, ov_dnnl_get_engine (), hint);
}

#endif

/**
 * ov_dnnl_convolution_desc:
 * @direction: what is computed
 * @fast: whether to take Winograd's algorithm where there is one, which makes about half as many
 *   products and rounds some ten times as much: to 1e-6 or so of the largest
 * @descs: the layouts of the operands; those that oneDNN may choose are %dnnl_format_tag_any
 * @hint: (nullable): the forward convolution, for the two derivatives
 *
 * Chooses an implementation of the 3 × 3 convolution that keeps an image's size. Its scratch memory
 * is the caller's to give.
 *
 * Returns: (transfer full): the description of a primitive
 */
dnnl_primitive_desc_t
ov_dnnl_convolution_desc (OvDnnlDirection       direction,
                          gboolean              fast,
                          const OvDnnlDescs    *descs,
                          dnnl_primitive_desc_t hint)
{
  dnnl_primitive_attr_t attributes;
  dnnl_primitive_desc_t desc;
  dnnl_status_t status = dnnl_unimplemented;

  ov_dnnl_check (dnnl_primitive_attr_create (&attributes), "make attributes");
  ov_dnnl_check (dnnl_primitive_attr_set_scratchpad_mode (attributes, dnnl_scratchpad_mode_user),
                 "set attributes");
  if (fast)
    status = create_desc (&desc, direction, dnnl_convolution_winograd, descs, hint, attributes);
  if (status != dnnl_success)
    ov_dnnl_check (create_desc (&desc, direction, dnnl_convolution_direct, descs, hint,
                                attributes),
                   "choose a convolution");
  dnnl_primitive_attr_destroy (attributes);

  return desc;
}

/**
 * ov_dnnl_max_pool_desc:
 * @direction: %OV_DNNL_FORWARD or %OV_DNNL_BACKWARD_DATA
 * @in: the layout of the input, or of its derivative
 * @out: the layout of the output, or of its derivative
 * @hint: (nullable): the forward pool, for the derivative
 *
 * Chooses an implementation of the 2 × 2 pool that takes the largest. An odd last row or column is
 * left out.
 *
 * Returns: (transfer full): the description of a primitive
 */
dnnl_primitive_desc_t
ov_dnnl_max_pool_desc (OvDnnlDirection       direction,
                       OvDnnlDesc            in,
                       OvDnnlDesc            out,
                       dnnl_primitive_desc_t hint)
{
  dnnl_primitive_desc_t desc;

  ov_dnnl_check (create_pool_desc (&desc, direction, in, out, hint), "choose a pool");

  return desc;
}

static gboolean
has_layout (OvDnnlConstDesc   desc,
            const dnnl_dim_t *dims,
            dnnl_format_tag_t tag)
{
  OvDnnlDesc wanted = ov_dnnl_desc_new (4, dims, tag);
  const gboolean equal = dnnl_memory_desc_equal (desc, wanted) != 0;

  ov_dnnl_desc_free (wanted);

  return equal;
}

static gpointer
find_preferred_block (gpointer data)
{
  /* The network's second convolution, which is where most of the time goes. */
  static const dnnl_dim_t in_dims[] = {16, 32, 16, 16};
  static const dnnl_dim_t weight_dims[] = {64, 32, 3, 3};
  static const dnnl_dim_t bias_dims[] = {64};
  static const dnnl_dim_t out_dims[] = {16, 64, 16, 16};
  const OvDnnlDescs descs = {
    .in = ov_dnnl_desc_new (4, in_dims, dnnl_format_tag_any),
    .weight = ov_dnnl_desc_new (4, weight_dims, dnnl_format_tag_any),
    .bias = ov_dnnl_desc_new (1, bias_dims, dnnl_a),
    .out = ov_dnnl_desc_new (4, out_dims, dnnl_format_tag_any),
  };
  dnnl_primitive_desc_t desc = ov_dnnl_convolution_desc (OV_DNNL_FORWARD, FALSE, &descs, NULL);
  OvDnnlConstDesc chosen = dnnl_primitive_desc_query_md (desc, dnnl_query_dst_md, 0);
  guint block;

  if (has_layout (chosen, out_dims, dnnl_aBcd16b))
    block = 16;
  else if (has_layout (chosen, out_dims, dnnl_aBcd8b))
    block = 8;
  else if (has_layout (chosen, out_dims, dnnl_acdb))
    block = OV_DNNL_ALL_CHANNELS;
  else
    block = 1;

  dnnl_primitive_desc_destroy (desc);
  ov_dnnl_desc_free (descs.in);
  ov_dnnl_desc_free (descs.weight);
  ov_dnnl_desc_free (descs.bias);
  ov_dnnl_desc_free (descs.out);

  return GUINT_TO_POINTER (block);
}

/**
 * ov_dnnl_get_preferred_block:
 *
 * Asks oneDNN which layout suits its convolutions on this processor.
 *
 * Returns: how many neighbouring channels of a pixel should lie next to each other: 16 or 8,
 *   %OV_DNNL_ALL_CHANNELS, or 1
 */
guint
ov_dnnl_get_preferred_block (void)
{
  static GOnce once = G_ONCE_INIT;

  return GPOINTER_TO_UINT (g_once (&once, find_preferred_block, NULL));
}

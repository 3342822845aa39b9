/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dnnl-pool.h"

#include "channel-layout.h"
#include "dnnl-step.h"

struct _OvDnnlPool
{
  dnnl_stream_t         stream;
  OvDnnlDesc            in;
  OvDnnlDesc            out;
  dnnl_primitive_desc_t forward_desc;
  OvDnnlStep            forward; /* the places of the largest are its workspace */
  OvDnnlStep            backward;
};

/**
 * ov_dnnl_pool_new:
 * @in: the shape of the input
 * @out: that of the output, half as high and wide
 * @n_images: the number of images
 *
 * Returns: (transfer full): the pool, to be freed with ov_dnnl_pool_free()
 */
OvDnnlPool *
ov_dnnl_pool_new (OvShape in,
                  OvShape out,
                  guint   n_images)
{
  OvDnnlPool *self = g_new0 (OvDnnlPool, 1);

  self->stream = ov_dnnl_stream_new ();
  self->in = ov_channel_layout_describe (in, n_images);
  self->out = ov_channel_layout_describe (out, n_images);
  self->forward_desc = ov_dnnl_max_pool_desc (OV_DNNL_FORWARD, self->in, self->out, NULL);
  ov_dnnl_step_create (&self->forward, self->forward_desc);
  ov_dnnl_step_add_operand (&self->forward, DNNL_ARG_SRC, self->in, TRUE);
  ov_dnnl_step_add_operand (&self->forward, DNNL_ARG_DST, self->out, TRUE);
  ov_dnnl_step_add_operand (
    &self->forward, DNNL_ARG_WORKSPACE,
    dnnl_primitive_desc_query_md (self->forward_desc, dnnl_query_workspace_md, 0), FALSE);

  return self;
}

/**
 * ov_dnnl_pool_free:
 * @self: (nullable): a pool
 */
void
ov_dnnl_pool_free (OvDnnlPool *self)
{
  if (self == NULL)
    return;

  ov_dnnl_step_clear (&self->forward);
  ov_dnnl_step_clear (&self->backward);
  dnnl_stream_destroy (self->stream);
  dnnl_primitive_desc_destroy (self->forward_desc);
  ov_dnnl_desc_free (self->in);
  ov_dnnl_desc_free (self->out);
  g_free (self);
}

/**
 * ov_dnnl_pool_forward:
 * @self: a pool
 * @in: [images × in], the input
 * @out: (out): [images × out], the largest of each 2 × 2 pixels
 */
void
ov_dnnl_pool_forward (OvDnnlPool  *self,
                      const float *in,
                      float       *out)
{
  ov_dnnl_step_set_operand (&self->forward, DNNL_ARG_SRC, in);
  ov_dnnl_step_set_operand (&self->forward, DNNL_ARG_DST, out);
  ov_dnnl_step_run (&self->forward, self->stream);
}

static void
create_backward (OvDnnlPool *self)
{
  dnnl_primitive_desc_t desc =
    ov_dnnl_max_pool_desc (OV_DNNL_BACKWARD_DATA, self->in, self->out, self->forward_desc);

  ov_dnnl_step_create (&self->backward, desc);
  ov_dnnl_step_add_operand (&self->backward, DNNL_ARG_DIFF_DST, self->out, TRUE);
  ov_dnnl_step_add_operand (&self->backward, DNNL_ARG_DIFF_SRC, self->in, TRUE);
  ov_dnnl_step_add_operand (&self->backward, DNNL_ARG_WORKSPACE,
                            dnnl_primitive_desc_query_md (desc, dnnl_query_workspace_md, 0), TRUE);
  ov_dnnl_step_set_operand (&self->backward, DNNL_ARG_WORKSPACE,
                            ov_dnnl_step_get_operand (&self->forward, DNNL_ARG_WORKSPACE));
  dnnl_primitive_desc_destroy (desc);
}

/**
 * ov_dnnl_pool_backward:
 * @self: a pool, after ov_dnnl_pool_forward()
 * @d_out: [images × out], the derivative of the loss with respect to the output
 * @d_in: (out): [images × in], the derivative with respect to the input, which has it where the
 *   largest was
 */
void
ov_dnnl_pool_backward (OvDnnlPool  *self,
                       const float *d_out,
                       float       *d_in)
{
  if (self->backward.primitive == NULL)
    create_backward (self);

  ov_dnnl_step_set_operand (&self->backward, DNNL_ARG_DIFF_DST, d_out);
  ov_dnnl_step_set_operand (&self->backward, DNNL_ARG_DIFF_SRC, d_in);
  ov_dnnl_step_run (&self->backward, self->stream);
}

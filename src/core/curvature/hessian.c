/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hessian.h"

#include "tangent.h"

/* What one member of the pool needs. */
typedef struct
{
  OvTangent *tangent;    /* NULL until its first tile */
  float     *d_scores;   /* [capacity of the pass × 10] */
  float     *t_d_scores; /* [capacity of the pass × 10] */
} Member;

struct _OvHessian
{
  OvNetwork     *network;
  OvBatchRunner *runner;
  guint          n_images;
  double         regularisation;
  Member        *members; /* [n_members] */
  guint          n_members;
  const float   *direction; /* that of the last product */
};

/**
 * ov_hessian_new:
 * @network: a network that outlives the Hessian
 * @runner: what sends images through @network, which outlives the Hessian and is not used for
 *   anything else during a product
 * @pool: the pool of @runner
 * @n_images: how many of the first training images the loss is the mean of
 * @regularisation: the factor of the penalty reg · ‖W‖²
 *
 * Returns: (transfer full): the Hessian at the weights that the network has during each product, to
 *   be freed with ov_hessian_free()
 */
OvHessian *
ov_hessian_new (OvNetwork     *network,
                OvBatchRunner *runner,
                OvThreadPool  *pool,
                guint          n_images,
                double         regularisation)
{
  OvHessian *self;

  g_return_val_if_fail (network != NULL, NULL);
  g_return_val_if_fail (runner != NULL, NULL);
  g_return_val_if_fail (pool != NULL, NULL);
  g_return_val_if_fail (n_images >= 1, NULL);

  self = g_new0 (OvHessian, 1);
  self->network = network;
  self->runner = runner;
  self->n_images = n_images;
  self->regularisation = regularisation;
  self->n_members = ov_thread_pool_get_size (pool);
  self->members = g_new0 (Member, self->n_members);

  return self;
}

/**
 * ov_hessian_free:
 * @self: a Hessian
 */
void
ov_hessian_free (OvHessian *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_members; i++)
    {
      g_clear_pointer (&self->members[i].tangent, ov_tangent_free);
      g_free (self->members[i].d_scores);
      g_free (self->members[i].t_d_scores);
    }
  g_free (self->members);
  g_free (self);
}

static void
multiply_tile (guint         member,
               OvPass       *pass,
               const guint8 *labels,
               guint         n_images,
               float        *gradient,
               gpointer      user_data)
{
  OvHessian *self = user_data;
  Member *own = &self->members[member];
  const OvLoss loss = self->network->loss;
  const float factor = 1.0f / (float) self->n_images;
  const float *scores;
  const float *t_scores;
  OvScore score = {0};

  if (own->tangent == NULL)
    {
      const gsize n_scores = (gsize) pass->capacity * OV_N_CLASSES;

      own->tangent = ov_tangent_new (pass);
      own->d_scores = g_new (float, n_scores);
      own->t_d_scores = g_new (float, n_scores);
    }

  scores = ov_pass_forward (pass, 0, n_images);
  t_scores = ov_tangent_forward (own->tangent, self->direction);
  ov_loss_measure (loss, scores, labels, n_images, factor, own->d_scores, &score);
  ov_loss_bend (loss, scores, t_scores, n_images, factor, own->t_d_scores);
  ov_tangent_backward (own->tangent, self->direction, own->d_scores, own->t_d_scores, gradient);
}

/* The penalty reg · ‖W‖² bends every weight by 2 reg, and no bias. */
static void
add_penalty (OvHessian   *self,
             const float *direction,
             float       *product)
{
  const float bend = (float) (2.0 * self->regularisation);

  for (guint t = 0; t < self->network->n_tensors; t++)
    {
      const OvTensor *tensor = &self->network->tensors[t];

      for (gsize i = tensor->offset; tensor->is_weight && i < tensor->offset + tensor->size; i++)
        product[i] += bend * direction[i];
    }
}

/**
 * ov_hessian_multiply:
 * @self: a Hessian
 * @direction: [parameters of the network]
 * @product: (out): [parameters of the network], the Hessian times @direction
 * @cancellable: (nullable): gives the product up within a tile
 * @error: (out) (optional): return location for an error
 *
 * Multiplies exactly, but for the rounding of single precision (Pearlman, 1994); two to three
 * gradients would take as long. At the kink of a ReLU or a max-pool it takes the slope that the
 * gradient takes.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED: then @product is undefined
 */
gboolean
ov_hessian_multiply (OvHessian    *self,
                     const float  *direction,
                     float        *product,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (direction != NULL, FALSE);
  g_return_val_if_fail (product != NULL, FALSE);

  self->direction = direction;
  if (!ov_batch_runner_visit (self->runner, OV_SPLIT_TRAIN, 0, self->n_images, multiply_tile, self,
                              cancellable, error))
    return FALSE;

  ov_gradient_read (ov_batch_runner_get_gradient (self->runner), 0,
                    self->network->n_parameters, product);
  add_penalty (self, direction, product);

  return TRUE;
}

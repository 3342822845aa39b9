/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quadratic.h"

#include <math.h>

#include "blas.h"
#include "model.h"
#include "quadratic-private.h"
#include "stability.h"
#include "update-rule.h"

G_DEFINE_BOXED_TYPE (OvQuadratic, ov_quadratic, ov_quadratic_ref, ov_quadratic_unref)

static void
ov_quadratic_clear (OvQuadratic *self)
{
  g_free (self->values);
}

/*
 * ov_quadratic_allocate:
 *
 * Returns: (transfer full): a quadratic form whose numbers are not set yet
 */
OvQuadratic *
ov_quadratic_allocate (void)
{
  OvQuadratic *self = g_atomic_rc_box_new0 (OvQuadratic);

  self->values = g_new (OvQuadraticValues, 1);

  return self;
}

/**
 * ov_quadratic_ref:
 * @self: a quadratic form
 *
 * Takes a reference, from any thread.
 *
 * Returns: (transfer full): @self
 */
OvQuadratic *
ov_quadratic_ref (OvQuadratic *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * ov_quadratic_unref:
 * @self: (transfer full): a quadratic form
 *
 * Gives a reference back, from any thread.
 */
void
ov_quadratic_unref (OvQuadratic *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) ov_quadratic_clear);
}

/**
 * ov_quadratic_new:
 * @dataset: the images
 * @n_threads: how many threads share the work, the caller's own included
 * @func: (scope call) (nullable): called on the calling thread with the
 *   share of the work that is done
 * @user_data: given to @func
 * @cancellable: (nullable): gives the work up, within a second at the latest
 * @error: (out) (optional): return location for an error
 *
 * Computes the quadratic form from the images, which takes some seconds for 60,000 of them: call it
 * on a thread of its own.
 *
 * Returns: (transfer full) (nullable): the quadratic form, or %NULL with %G_IO_ERROR_CANCELLED or
 *   %OV_ERROR_LIBRARY set
 */
OvQuadratic *
ov_quadratic_new (OvDataset      *dataset,
                  guint           n_threads,
                  OvQuadraticFunc func,
                  gpointer        user_data,
                  GCancellable   *cancellable,
                  GError        **error)
{
  g_autoptr (OvQuadratic) self = NULL;
  g_autoptr (OvThreadPool) pool = NULL;
  OvQuadraticWork work = {dataset, .func = func, .user_data = user_data,
                          .cancellable = cancellable};

  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (n_threads >= 1, NULL);

  ov_blas_single_thread ();
  pool = ov_thread_pool_new (n_threads);
  work.pool = pool;
  self = ov_quadratic_allocate ();
  if (!ov_quadratic_build (self, &work, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* Where the quadratic form of a data set is kept. */
static GFile *
find_file (GFile      *folder,
           const char *hash)
{
  g_autoptr (GFile) own_folder = folder != NULL ? g_object_ref (folder)
                                                : ov_quadratic_default_folder ();
  g_autofree char *name = g_strdup_printf ("quadratic-%s", hash);

  return g_file_get_child (own_folder, name);
}

/**
 * ov_quadratic_find:
 * @dataset: the images
 * @folder: (nullable): the folder of the cache; %NULL for ov_quadratic_default_folder()
 *
 * Reads the quadratic form from the cache, which takes a tenth of a second where the disk is fast,
 * and computes nothing. Call it on a thread of its own.
 *
 * Returns: (transfer full) (nullable): the quadratic form, or %NULL when there is none that is
 *   whole and made of these images
 */
OvQuadratic *
ov_quadratic_find (OvDataset *dataset,
                   GFile     *folder)
{
  g_autoptr (GFile) file = NULL;
  const char *hash;

  g_return_val_if_fail (dataset != NULL, NULL);

  hash = ov_dataset_get_hash (dataset);
  file = find_file (folder, hash);

  return ov_quadratic_load (dataset, file, hash);
}

/**
 * ov_quadratic_prepare:
 * @dataset: the images
 * @n_threads: how many threads share the work, the caller's own included
 * @folder: (nullable): the folder of the cache; %NULL for ov_quadratic_default_folder()
 * @func: (scope call) (nullable): called on the calling thread with the
 *   share of the work that is done
 * @user_data: given to @func
 * @source: (out) (optional): where the numbers came from
 * @cache_error: (out) (optional): why they could not be put into the cache, as %OV_ERROR_FILE
 * @cancellable: (nullable): gives the work up, within a second at the latest
 * @error: (out) (optional): return location for an error
 *
 * Reads the quadratic form from the cache or, when there is none that is whole and made of these
 * images, computes it and puts it there. A cache that cannot be written is not an error. Call it on
 * a thread of its own.
 *
 * Returns: (transfer full) (nullable): the quadratic form, or %NULL with %G_IO_ERROR_CANCELLED or
 *   %OV_ERROR_LIBRARY set
 */
OvQuadratic *
ov_quadratic_prepare (OvDataset         *dataset,
                      guint              n_threads,
                      GFile             *folder,
                      OvQuadraticFunc    func,
                      gpointer           user_data,
                      OvQuadraticSource *source,
                      GError           **cache_error,
                      GCancellable      *cancellable,
                      GError           **error)
{
  g_autoptr (OvQuadratic) self = NULL;
  g_autoptr (GFile) file = NULL;
  const char *hash;

  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (n_threads >= 1, NULL);

  hash = ov_dataset_get_hash (dataset);
  file = find_file (folder, hash);

  self = ov_quadratic_load (dataset, file, hash);
  if (source != NULL)
    *source = self != NULL ? OV_QUADRATIC_CACHED : OV_QUADRATIC_BUILT;
  if (self != NULL)
    return g_steal_pointer (&self);

  self = ov_quadratic_new (dataset, n_threads, func, user_data, cancellable, error);
  if (self == NULL)
    return NULL;
  ov_quadratic_save (self, file, hash, cancellable, cache_error);

  return g_steal_pointer (&self);
}

static gboolean
suits (const OvRecipe *recipe,
       guint           n_train)
{
  return recipe->model->is_quadratic && recipe->pixel_scale == 1.0
         && ov_update_rule_is_linear (recipe)
         && ov_recipe_has_full_batches (recipe, n_train);
}

/**
 * ov_quadratic_would_suit:
 * @dataset: (nullable): the images; %NULL when it is not known yet how many there will be
 * @recipe: a recipe
 *
 * Returns: whether the quadratic form of @dataset, once there is one, suits @recipe
 */
gboolean
ov_quadratic_would_suit (OvDataset      *dataset,
                         const OvRecipe *recipe)
{
  g_return_val_if_fail (recipe != NULL, FALSE);

  return suits (recipe, dataset != NULL ? dataset->n_images[OV_SPLIT_TRAIN] : 0);
}

/**
 * ov_quadratic_suits:
 * @self: a quadratic form
 * @recipe: a recipe
 *
 * Returns: whether @recipe trains what @self is the loss of: the linear classifier on the full
 *   batch, with pixels from 0 to 1, by plain descent, heavy-ball or Nesterov's momentum
 */
gboolean
ov_quadratic_suits (const OvQuadratic *self,
                    const OvRecipe    *recipe)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (recipe != NULL, FALSE);

  return suits (recipe, self->n_images[OV_SPLIT_TRAIN]);
}

/**
 * ov_quadratic_get_sharpness:
 * @self: a quadratic form
 * @regularisation: the factor of ‖W‖² in the loss
 *
 * Returns: the largest eigenvalue of the loss's Hessian: 2 (λmax + reg) along the steepest mode of
 *   the weights, or 2 along the biases where that is more, since the images are centred and biases
 *   are not penalised
 */
double
ov_quadratic_get_sharpness (const OvQuadratic *self,
                            double             regularisation)
{
  g_return_val_if_fail (self != NULL, NAN);

  return 2.0 * MAX ((double) self->values->eigenvalues[OV_N_MODES - 1] + regularisation, 1.0);
}

/**
 * ov_quadratic_get_limit:
 * @self: a quadratic form
 * @recipe: a recipe that suits it; its update rule, momentum and regularisation count
 *
 * Returns: the learning rate below which every mode shrinks, see ov_stability_get_rate_limit()
 */
double
ov_quadratic_get_limit (const OvQuadratic *self,
                        const OvRecipe    *recipe)
{
  g_return_val_if_fail (self != NULL, 0.0);
  g_return_val_if_fail (recipe != NULL, 0.0);

  return ov_stability_get_rate_limit (recipe,
                                      ov_quadratic_get_sharpness (self, recipe->regularisation));
}

/**
 * ov_quadratic_get_smooth_limit:
 * @self: a quadratic form
 * @recipe: a recipe that suits it; its update rule, momentum and regularisation count
 *
 * Returns: the learning rate up to which no mode swings past its goal, see
 *   ov_stability_get_smooth_rate()
 */
double
ov_quadratic_get_smooth_limit (const OvQuadratic *self,
                               const OvRecipe    *recipe)
{
  g_return_val_if_fail (self != NULL, 0.0);
  g_return_val_if_fail (recipe != NULL, 0.0);

  return ov_stability_get_smooth_rate (recipe,
                                       ov_quadratic_get_sharpness (self, recipe->regularisation));
}

/**
 * ov_quadratic_get_growth:
 * @self: a quadratic form
 * @recipe: a recipe that suits it; its update rule, momentum, regularisation and learning rate
 *   count
 *
 * Returns: by what an epoch multiplies the distance of the steepest mode from its goal, see
 *   ov_stability_get_growth()
 */
double
ov_quadratic_get_growth (const OvQuadratic *self,
                         const OvRecipe    *recipe)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (recipe != NULL, NAN);

  return ov_stability_get_growth (recipe,
                                  ov_quadratic_get_sharpness (self, recipe->regularisation),
                                  recipe->learning_rate);
}

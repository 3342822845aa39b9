/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weight-plane.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "plane-direction.h"

/*
 * The two main directions of a path, by Li, Xu, Taylor, Studer and Goldstein (2018: the paper on
 * the loss landscape of neural nets, section 7): the principal components of snapshots of the
 * weights. There are some dozens of snapshots of very many weights, so they are found from the
 * snapshots' products with each other: if G = X Xᵀ has the eigenvector v with the eigenvalue σ²,
 * the rows of X, whose mean is 0, have the principal component Xᵀ v / σ.
 */

/* OpenBLAS contains LAPACK, but Debian's package has no header for it; the lengths of the strings,
 * which a Fortran compiler adds at the end, are part of the interface. */
void dsyev_ (const char    *jobz,
             const char    *uplo,
             const blasint *n,
             double        *a,
             const blasint *lda,
             double        *w,
             double        *work,
             const blasint *lwork,
             blasint       *info,
             gsize          jobz_length,
             gsize          uplo_length);

/* Weights that are looked at together, between two looks at the cancellable. */
#define BLOCK 4096

/* A component that has less than this share of the variance is no more than rounding. */
#define LEAST_SHARE 1e-10

/* Work space for each row of LAPACK's matrix. */
#define WORK_COLUMNS 34

/* The snapshots, and what is made of them. */
typedef struct
{
  const float *const *snapshots;
  guint               n;
  double             *gram;  /* [n × n], then its eigenvectors as rows */
  double             *sizes; /* [n], its eigenvalues, ascending */
} Work;

/* Writes [n × size] differences from the first snapshot whose mean over the snapshots is 0. */
static void
centre_block (const Work *work,
              gsize       begin,
              gsize       size,
              double     *block)
{
  for (guint i = 0; i < work->n; i++)
    for (gsize j = 0; j < size; j++)
      block[i * size + j] = (double) work->snapshots[i][begin + j]
                            - (double) work->snapshots[0][begin + j];

  for (gsize j = 0; j < size; j++)
    {
      double sum = 0.0;

      for (guint i = 0; i < work->n; i++)
        sum += block[i * size + j];
      for (guint i = 0; i < work->n; i++)
        block[i * size + j] -= sum / work->n;
    }
}

/* Returns: FALSE when it was cancelled */
static gboolean
measure_products (const Work   *work,
                  gsize         n_parameters,
                  GCancellable *cancellable)
{
  const blasint n = (blasint) work->n;
  g_autofree double *block = g_new (double, work->n *MIN (n_parameters, BLOCK));

  for (gsize begin = 0; begin < n_parameters; begin += BLOCK)
    {
      const gsize size = MIN (n_parameters - begin, BLOCK);

      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
      centre_block (work, begin, size, block);
      cblas_dsyrk (CblasRowMajor, CblasUpper, CblasNoTrans, n, (blasint) size, 1.0, block,
                   (blasint) size, 1.0, work->gram, n);
    }

  return TRUE;
}

/* LAPACK counts columns: the upper half by rows is its lower half, and its eigenvectors are rows
 * here. */
static gboolean
decompose (const Work *work)
{
  const blasint n = (blasint) work->n;
  const blasint n_work = WORK_COLUMNS * n;
  g_autofree double *space = g_new (double, n_work);
  blasint info = 0;

  for (gsize i = 0; i < (gsize) n * (gsize) n; i++)
    if (!isfinite (work->gram[i]))
      return FALSE;

  dsyev_ ("V", "L", &n, work->gram, &n, work->sizes, space, &n_work, &info, 1, 1);

  return info == 0;
}

/* Makes a direction of unit length of the axis's principal component. */
static void
make_direction (OvWeightPlane *self,
                const Work    *work,
                guint          axis)
{
  const double *vector = work->gram + (gsize) (work->n - 1 - axis) * work->n;
  float *direction = self->directions[axis];
  double squares = 0.0;

  for (gsize j = 0; j < self->n_parameters; j++)
    {
      double sum = 0.0;

      /* The components of an eigenvector sum to 0, so that the mean need not be subtracted. */
      for (guint i = 1; i < work->n; i++)
        sum += vector[i] * ((double) work->snapshots[i][j] - (double) work->snapshots[0][j]);
      direction[j] = (float) sum;
      squares += sum * sum;
    }

  for (gsize j = 0; j < self->n_parameters; j++)
    direction[j] = (float) ((double) direction[j] / sqrt (squares));
}

static void
flip (OvWeightPlane *self,
      guint          axis)
{
  for (gsize j = 0; j < self->n_parameters; j++)
    self->directions[axis][j] = -self->directions[axis][j];
}

/* A principal component has no sign of its own: this one points to where the path goes, or to where
 * it is farthest away, so that a map does not turn over when the path has become longer. */
static void
choose_signs (OvWeightPlane *self,
              const Work    *work)
{
  double farthest[OV_PLANE_AXES] = {0.0};
  double place[OV_PLANE_AXES] = {0.0};

  for (guint i = 1; i < work->n; i++)
    {
      ov_weight_plane_project (self, work->snapshots[i], place);
      for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
        if (fabs (place[axis]) > fabs (farthest[axis]))
          farthest[axis] = place[axis];
    }

  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    if (farthest[axis] < 0.0)
      flip (self, axis);
}

static OvWeightPlane *
make_plane (const Work *work,
            gsize       n_parameters)
{
  OvWeightPlane *self = g_new0 (OvWeightPlane, 1);
  double total = 0.0;

  for (guint i = 0; i < work->n; i++)
    total += MAX (work->sizes[i], 0.0);

  self->n_parameters = n_parameters;
  self->origin = g_memdup2 (work->snapshots[0], n_parameters * sizeof (float));
  self->anchor = g_memdup2 (work->snapshots[work->n - 1], n_parameters * sizeof (float));
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      self->directions[axis] = g_new (float, n_parameters);
      self->shares[axis] = work->sizes[work->n - 1 - axis] / total;
      make_direction (self, work, axis);
    }
  choose_signs (self, work);
  ov_weight_plane_project (self, self->anchor, self->place);

  return self;
}

/* Whether the path has two directions at all. */
static gboolean
is_plane (const Work *work)
{
  return work->sizes[work->n - 1] > 0.0
         && work->sizes[work->n - 2] > LEAST_SHARE * work->sizes[work->n - 1];
}

/**
 * ov_weight_plane_new:
 * @snapshots: [@n_snapshots][@n_parameters], weights in the order in which a run had them
 * @n_snapshots: how many, some dozens
 * @n_parameters: how many weights and biases the network has
 * @cancellable: (nullable): gives it up within some milliseconds
 *
 * Finds the plane of the two main directions of a path: those in which the snapshots vary most
 * about their mean. The plane lies through the last snapshot, where its loss is that of the run,
 * and its coordinates are 0 at the first one. Takes about n_snapshots² · n_parameters products.
 *
 * Returns: (transfer full) (nullable): the plane; %NULL when it was cancelled, when the snapshots
 *   are not finite, and when they lie on one line, as two of them always do
 */
OvWeightPlane *
ov_weight_plane_new (const float *const *snapshots,
                     guint               n_snapshots,
                     gsize               n_parameters,
                     GCancellable       *cancellable)
{
  g_autofree double *gram = NULL;
  g_autofree double *sizes = NULL;
  Work work = {snapshots, n_snapshots};

  g_return_val_if_fail (snapshots != NULL || n_snapshots == 0, NULL);
  g_return_val_if_fail (n_parameters >= 1, NULL);

  if (n_snapshots < 3)
    return NULL;

  work.gram = gram = g_new0 (double, (gsize) n_snapshots *n_snapshots);
  work.sizes = sizes = g_new0 (double, n_snapshots);
  if (!measure_products (&work, n_parameters, cancellable) || !decompose (&work)
      || !is_plane (&work))
    return NULL;

  return make_plane (&work, n_parameters);
}

/* Takes the part along another axis out of one, and gives what is left unit length.
 *
 * Returns: FALSE when nothing but rounding is left */
static gboolean
make_orthonormal (OvWeightPlane *self,
                  guint          axis)
{
  float *direction = self->directions[axis];
  const double before = ov_plane_direction_find_product (direction, direction, self->n_parameters);
  double after;

  for (guint other = 0; other < axis; other++)
    ov_plane_direction_remove_part (direction, self->directions[other], self->n_parameters);

  after = ov_plane_direction_find_product (direction, direction, self->n_parameters);
  if (!isfinite (after) || !(after > LEAST_SHARE * before))
    return FALSE;
  for (gsize j = 0; j < self->n_parameters; j++)
    direction[j] = (float) ((double) direction[j] / sqrt (after));

  return TRUE;
}

/* The variance of the snapshots in all, and along each axis. */
static gboolean
measure_shares (OvWeightPlane *self,
                const Work    *work)
{
  double means[OV_PLANE_AXES] = {0.0};
  double squares[OV_PLANE_AXES] = {0.0};
  double total = 0.0;

  for (guint i = 0; i < work->n; i++)
    {
      double place[OV_PLANE_AXES];

      ov_weight_plane_project (self, work->snapshots[i], place);
      for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
        {
          means[axis] += place[axis] / work->n;
          squares[axis] += place[axis] * place[axis];
        }
    }

  for (gsize j = 0; j < self->n_parameters; j++)
    {
      double mean = 0.0;
      double sum = 0.0;

      for (guint i = 0; i < work->n; i++)
        {
          const double moved = (double) work->snapshots[i][j] - (double) work->snapshots[0][j];

          mean += moved / work->n;
          sum += moved * moved;
        }
      total += sum - work->n * mean * mean;
    }

  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    self->shares[axis] = CLAMP ((squares[axis] - work->n * means[axis] * means[axis]) / total, 0.0,
                                1.0);

  return isfinite (total) && total > 0.0;
}

/**
 * ov_weight_plane_new_along:
 * @snapshots: [@n_snapshots][@n_parameters], weights in the order in which a run had them
 * @n_snapshots: how many, at least 1
 * @n_parameters: how many weights and biases the network has
 * @directions: [%OV_PLANE_AXES][@n_parameters], of any length; the second one is made orthogonal to
 *   the first
 * @has_signs: whether they point where they do for a reason; otherwise each is turned to where the
 *   path goes
 *
 * Makes the plane of two directions. It lies through the last snapshot, as that of
 * ov_weight_plane_new() does, and its coordinates are 0 at the first one.
 *
 * Returns: (transfer full) (nullable): the plane; %NULL when the directions have none, when the
 *   snapshots do not differ, or when either are not finite
 */
OvWeightPlane *
ov_weight_plane_new_along (const float *const *snapshots,
                           guint               n_snapshots,
                           gsize               n_parameters,
                           const float *const *directions,
                           gboolean            has_signs)
{
  g_autoptr (OvWeightPlane) self = NULL;
  const Work work = {snapshots, n_snapshots};

  g_return_val_if_fail (snapshots != NULL && n_snapshots >= 1, NULL);
  g_return_val_if_fail (n_parameters >= 1, NULL);
  g_return_val_if_fail (directions != NULL, NULL);

  self = g_new0 (OvWeightPlane, 1);
  self->n_parameters = n_parameters;
  self->origin = g_memdup2 (snapshots[0], n_parameters * sizeof (float));
  self->anchor = g_memdup2 (snapshots[n_snapshots - 1], n_parameters * sizeof (float));
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    self->directions[axis] = g_memdup2 (directions[axis], n_parameters * sizeof (float));
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    if (!make_orthonormal (self, axis))
      return NULL;

  if (!has_signs)
    choose_signs (self, &work);
  if (!measure_shares (self, &work))
    return NULL;
  ov_weight_plane_project (self, self->anchor, self->place);

  return g_steal_pointer (&self);
}

/**
 * ov_weight_plane_free:
 * @self: a plane
 */
void
ov_weight_plane_free (OvWeightPlane *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->origin);
  g_free (self->anchor);
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    g_free (self->directions[axis]);
  g_free (self);
}

/**
 * ov_weight_plane_project:
 * @self: a plane
 * @parameters: [parameters], weights
 * @place: (out): [%OV_PLANE_AXES], the coordinates of the point of the plane that is nearest to
 *   them
 */
void
ov_weight_plane_project (const OvWeightPlane *self,
                         const float         *parameters,
                         double              *place)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (parameters != NULL);
  g_return_if_fail (place != NULL);

  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      const float *direction = self->directions[axis];

      place[axis] = 0.0;
      for (gsize j = 0; j < self->n_parameters; j++)
        place[axis] += (double) direction[j]
                       * ((double) parameters[j] - (double) self->origin[j]);
    }
}

/**
 * ov_weight_plane_locate:
 * @self: a plane
 * @place: [%OV_PLANE_AXES], coordinates
 * @parameters: (out): [parameters], the weights there; exactly the anchor's at its place
 */
void
ov_weight_plane_locate (const OvWeightPlane *self,
                        const double        *place,
                        float               *parameters)
{
  double along;
  double across;

  g_return_if_fail (self != NULL);
  g_return_if_fail (place != NULL);
  g_return_if_fail (parameters != NULL);

  along = place[0] - self->place[0];
  across = place[1] - self->place[1];
  for (gsize j = 0; j < self->n_parameters; j++)
    parameters[j] = (float) ((double) self->anchor[j] + along * (double) self->directions[0][j]
                             + across * (double) self->directions[1][j]);
}

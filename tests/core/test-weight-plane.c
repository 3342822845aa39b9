/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weight-plane.h"

#include <math.h>
#include <string.h>

#include "svd-fixture.h"

#define N_SNAPSHOTS 14

/* More than are looked at together. */
#define N_PARAMETERS 9001

typedef struct
{
  float        values[N_SNAPSHOTS][N_PARAMETERS];
  const float *rows[N_SNAPSHOTS];
} Path;

/* A walk that drifts: steps of all weights, the later the smaller, upon weights that are far larger
 * than the steps. */
static Path *
path_new (guint seed)
{
  Path *self = g_new0 (Path, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree float *drift = g_new (float, N_PARAMETERS);

  for (guint j = 0; j < N_PARAMETERS; j++)
    {
      drift[j] = (float) g_rand_double_range (rand, -0.01, 0.01);
      self->values[0][j] = (float) g_rand_double_range (rand, -1.0, 1.0);
    }
  for (guint i = 1; i < N_SNAPSHOTS; i++)
    for (guint j = 0; j < N_PARAMETERS; j++)
      self->values[i][j] = self->values[i - 1][j] + drift[j] / (float) i
                           + (float) g_rand_double_range (rand, -0.004, 0.004);
  for (guint i = 0; i < N_SNAPSHOTS; i++)
    self->rows[i] = self->values[i];

  return self;
}

static OvWeightPlane *
make_plane (const Path *path)
{
  OvWeightPlane *plane = ov_weight_plane_new (path->rows, N_SNAPSHOTS, N_PARAMETERS, NULL);

  g_assert_nonnull (plane);

  return plane;
}

static void
test_svd (void)
{
  g_autofree Path *path = path_new (1);
  g_autoptr (OvWeightPlane) plane = make_plane (path);
  g_autofree double *vectors = g_new (double, N_SNAPSHOTS *N_PARAMETERS);
  double sizes[N_SNAPSHOTS];
  double total = 0.0;

  fixture_decompose (path->rows, N_SNAPSHOTS, N_PARAMETERS, sizes, vectors);
  for (guint i = 0; i < N_SNAPSHOTS; i++)
    total += sizes[i] * sizes[i];

  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      const double *vector = vectors + axis * N_PARAMETERS;
      double product = 0.0;
      double most = 0.0;
      double sign;

      g_test_message ("share %.9f", plane->shares[axis]);
      g_assert_cmpfloat_with_epsilon (plane->shares[axis], sizes[axis] * sizes[axis] / total, 1e-9);
      for (guint j = 0; j < N_PARAMETERS; j++)
        product += vector[j] * (double) plane->directions[axis][j];
      g_assert_cmpfloat_with_epsilon (fabs (product), 1.0, 1e-6);
      sign = copysign (1.0, product);
      for (guint j = 0; j < N_PARAMETERS; j++)
        most = MAX (most, fabs ((double) plane->directions[axis][j] - sign * vector[j]));
      g_assert_cmpfloat (most, <, 1e-8);

      for (guint i = 0; i < N_SNAPSHOTS; i++)
        {
          double place[OV_PLANE_AXES];
          double expected = 0.0;

          for (guint j = 0; j < N_PARAMETERS; j++)
            expected += sign * vector[j]
                        * ((double) path->values[i][j] - (double) path->values[0][j]);
          ov_weight_plane_project (plane, path->values[i], place);
          g_assert_cmpfloat_with_epsilon (place[axis], expected, 1e-6 * sizes[0]);
        }
    }
}

/* Coordinates are 0 at the first weights, and the last ones lie in the plane to the bit. */
static void
test_coordinates (void)
{
  g_autofree Path *path = path_new (2);
  g_autoptr (OvWeightPlane) plane = make_plane (path);
  g_autofree float *parameters = g_new (float, N_PARAMETERS);
  const double there[OV_PLANE_AXES] = {0.3, -1.7};
  double place[OV_PLANE_AXES];
  double farthest[OV_PLANE_AXES] = {0.0};

  ov_weight_plane_project (plane, path->values[0], place);
  g_assert_cmpfloat (place[0], ==, 0.0);
  g_assert_cmpfloat (place[1], ==, 0.0);

  ov_weight_plane_project (plane, path->values[N_SNAPSHOTS - 1], place);
  g_assert_cmpfloat (place[0], ==, plane->place[0]);
  g_assert_cmpfloat (place[1], ==, plane->place[1]);
  ov_weight_plane_locate (plane, place, parameters);
  g_assert_cmpmem (parameters, sizeof path->values[0], path->values[N_SNAPSHOTS - 1],
                   sizeof path->values[0]);

  ov_weight_plane_locate (plane, there, parameters);
  ov_weight_plane_project (plane, parameters, place);
  g_assert_cmpfloat_with_epsilon (place[0], there[0], 1e-5);
  g_assert_cmpfloat_with_epsilon (place[1], there[1], 1e-5);

  for (guint i = 0; i < N_SNAPSHOTS; i++)
    {
      ov_weight_plane_project (plane, path->values[i], place);
      for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
        if (fabs (place[axis]) > fabs (farthest[axis]))
          farthest[axis] = place[axis];
    }
  g_assert_cmpfloat (farthest[0], >, 0.0);
  g_assert_cmpfloat (farthest[1], >, 0.0);
}

/* A path that lies in a plane is all that the plane shows. */
static void
test_flat_path (void)
{
  g_autofree Path *path = path_new (3);
  g_autoptr (OvWeightPlane) plane = NULL;
  g_autofree float *parameters = g_new (float, N_PARAMETERS);

  for (guint i = 0; i < N_SNAPSHOTS; i++)
    for (guint j = 0; j < N_PARAMETERS; j++)
      path->values[i][j] = (j % 3 == 0 ? (float) i : 0.0f)
                           + (j % 3 == 1 ? 0.1f * (float) (i * i) : 0.0f);
  plane = make_plane (path);
  g_assert_cmpfloat_with_epsilon (plane->shares[0] + plane->shares[1], 1.0, 1e-9);
  g_assert_cmpfloat (plane->shares[1], >, 1e-6);

  for (guint i = 0; i < N_SNAPSHOTS; i++)
    {
      double place[OV_PLANE_AXES];

      ov_weight_plane_project (plane, path->values[i], place);
      ov_weight_plane_locate (plane, place, parameters);
      for (guint j = 0; j < N_PARAMETERS; j++)
        g_assert_cmpfloat_with_epsilon (parameters[j], path->values[i][j], 1e-4);
    }
}

static void
test_no_plane (void)
{
  g_autofree Path *path = path_new (4);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_assert_null (ov_weight_plane_new (path->rows, 0, N_PARAMETERS, NULL));
  g_assert_null (ov_weight_plane_new (path->rows, 2, N_PARAMETERS, NULL));

  g_cancellable_cancel (cancellable);
  g_assert_null (ov_weight_plane_new (path->rows, N_SNAPSHOTS, N_PARAMETERS, cancellable));

  path->values[3][77] = NAN;
  g_assert_null (ov_weight_plane_new (path->rows, N_SNAPSHOTS, N_PARAMETERS, NULL));

  /* On a line. */
  for (guint i = 0; i < N_SNAPSHOTS; i++)
    for (guint j = 0; j < N_PARAMETERS; j++)
      path->values[i][j] = (float) i * (float) (j % 5);
  g_assert_null (ov_weight_plane_new (path->rows, N_SNAPSHOTS, N_PARAMETERS, NULL));

  /* At one place. */
  for (guint i = 1; i < N_SNAPSHOTS; i++)
    memcpy (path->values[i], path->values[0], sizeof path->values[0]);
  g_assert_null (ov_weight_plane_new (path->rows, N_SNAPSHOTS, N_PARAMETERS, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weight-plane/svd", test_svd);
  g_test_add_func ("/weight-plane/coordinates", test_coordinates);
  g_test_add_func ("/weight-plane/flat-path", test_flat_path);
  g_test_add_func ("/weight-plane/no-plane", test_no_plane);

  return g_test_run ();
}

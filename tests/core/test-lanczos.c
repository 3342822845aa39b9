/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lanczos.h"

#include <math.h>
#include <string.h>

#define TOLERANCE 2e-3
#define MOST_PRODUCTS 400

/* A symmetric matrix with eigenvalues that are known: two reflections before and behind a diagonal
 * one, so that no eigenvector is a row of the unit matrix. */
typedef struct
{
  gsize   n;
  double *values;     /* [n], the diagonal */
  double *reflectors; /* [2][n], of unit length */
  guint   n_products;
  guint   cancel_at; /* the product with which it is given up, or 0 */
} Matrix;

static void
matrix_init (Matrix *self, gsize n)
{
  *self = (Matrix) {.n = n};
  self->values = g_new0 (double, n);
  self->reflectors = g_new (double, 2 * n);
  for (gsize r = 0; r < 2; r++)
    {
      double square = 0.0;

      for (gsize i = 0; i < n; i++)
        {
          self->reflectors[r * n + i] = sin ((double) (i + 1) * (1.0 + (double) r));
          square += pow (self->reflectors[r * n + i], 2.0);
        }
      for (gsize i = 0; i < n; i++)
        self->reflectors[r * n + i] /= sqrt (square);
    }
}

static void
matrix_clear (Matrix *self)
{
  g_free (self->values);
  g_free (self->reflectors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Matrix, matrix_clear)

static void
reflect (const Matrix *self, gsize r, double *vector)
{
  const double *reflector = self->reflectors + r * self->n;
  double product = 0.0;

  for (gsize i = 0; i < self->n; i++)
    product += reflector[i] * vector[i];
  for (gsize i = 0; i < self->n; i++)
    vector[i] -= 2.0 * product * reflector[i];
}

/* Sets a vector to the eigenvector of the value in one place. */
static void
get_eigenvector (const Matrix *self, gsize index, float *vector)
{
  g_autofree double *exact = g_new0 (double, self->n);

  exact[index] = 1.0;
  reflect (self, 1, exact);
  reflect (self, 0, exact);
  for (gsize i = 0; i < self->n; i++)
    vector[i] = (float) exact[i];
}

static gboolean
multiply_cb (const float  *direction,
             float        *product,
             gpointer      user_data,
             GCancellable *cancellable,
             GError      **error)
{
  Matrix *self = user_data;
  g_autofree double *vector = g_new (double, self->n);

  self->n_products++;
  if (self->n_products == self->cancel_at)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "given up");
      return FALSE;
    }
  for (gsize i = 0; i < self->n; i++)
    vector[i] = (double) direction[i];
  reflect (self, 0, vector);
  reflect (self, 1, vector);
  for (gsize i = 0; i < self->n; i++)
    vector[i] *= self->values[i];
  reflect (self, 1, vector);
  reflect (self, 0, vector);
  for (gsize i = 0; i < self->n; i++)
    product[i] = (float) vector[i];

  return TRUE;
}

static OvLanczosResult
find (Matrix *self, float *direction, guint32 seed, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (n_threads);
  const OvLanczosProblem problem = {
    .multiply = multiply_cb,
    .user_data = self,
    .n = self->n,
    .pool = pool,
    .seed = seed,
    .max_products = MOST_PRODUCTS,
    .tolerance = TOLERANCE,
  };
  OvLanczosResult result;

  g_assert_true (ov_lanczos_find_largest (&problem, direction, &result, NULL, &error));
  g_assert_no_error (error);
  g_test_message ("%.9g, error %.1e, residual %.1e, %u products", result.value, result.error,
                  result.residual, result.n_products);

  return result;
}

/* The value, and that it keeps what it says of its error; `rounding` is that of the products. */
static void
assert_finds (Matrix *self, float *direction, guint32 seed)
{
  const OvLanczosResult result = find (self, direction, seed, 2);
  double largest = self->values[0];
  double size = 0.0;

  for (gsize i = 0; i < self->n; i++)
    {
      largest = MAX (largest, self->values[i]);
      size = MAX (size, fabs (self->values[i]));
    }
  g_assert_true (result.is_settled);
  g_assert_cmpfloat (result.value, <=, largest + 1e-5 * size);
  g_assert_cmpfloat (largest - result.value, <=, result.error + 1e-5 * size);
  g_assert_cmpfloat (largest - result.value, <=, TOLERANCE * fabs (largest) + 1e-5 * size);
  g_assert_cmpuint (result.n_products, <=, MOST_PRODUCTS);
}

static void
assert_finds_from_anywhere (Matrix *self)
{
  for (guint32 seed = 1; seed <= 5; seed++)
    {
      g_autofree float *direction = g_new0 (float, self->n);

      assert_finds (self, direction, seed);
      assert_finds (self, direction, seed + 100);
    }
}

static void
test_negative (void)
{
  g_auto (Matrix) matrix = {0};

  /* The most negative is ten times as large. */
  matrix_init (&matrix, 700);
  for (gsize i = 0; i < matrix.n; i++)
    matrix.values[i] = -10.0 + 11.0 * (double) i / (double) (matrix.n - 1);
  assert_finds_from_anywhere (&matrix);

  /* None is positive. */
  for (gsize i = 0; i < matrix.n; i++)
    matrix.values[i] = -1.0 - (double) i;
  assert_finds_from_anywhere (&matrix);
}

static void
test_multiple (void)
{
  g_auto (Matrix) matrix = {0};

  matrix_init (&matrix, 600);
  for (gsize i = 0; i < matrix.n; i++)
    matrix.values[i] = i < 10 ? 5.0 : 4.0 * cos ((double) i);
  assert_finds_from_anywhere (&matrix);

  /* A cluster, and a matrix of nothing else. */
  for (gsize i = 0; i < matrix.n; i++)
    matrix.values[i] = i < 10 ? 5.0 - 1e-3 * (double) i : 1.0;
  assert_finds_from_anywhere (&matrix);
  for (gsize i = 0; i < matrix.n; i++)
    matrix.values[i] = -2.0;
  assert_finds_from_anywhere (&matrix);
}

/* Without a gap, where the basis has to be filled and started again. */
static void
test_gapless (void)
{
  g_auto (Matrix) matrix = {0};

  matrix_init (&matrix, 5000);
  for (gsize i = 0; i < matrix.n; i++)
    matrix.values[i] = 3.0 * (double) i / (double) matrix.n;
  assert_finds_from_anywhere (&matrix);
}

static void
test_small (void)
{
  for (gsize n = 1; n <= 20; n++)
    {
      g_auto (Matrix) matrix = {0};

      matrix_init (&matrix, n);
      for (gsize i = 0; i < n; i++)
        matrix.values[i] = cos (2.0 * (double) i);
      assert_finds_from_anywhere (&matrix);
    }
}

static void
test_zero (void)
{
  g_auto (Matrix) matrix = {0};
  g_autofree float *direction = NULL;
  OvLanczosResult result;

  matrix_init (&matrix, 100);
  direction = g_new0 (float, matrix.n);
  result = find (&matrix, direction, 1, 1);
  g_assert_true (result.is_settled);
  g_assert_cmpfloat (result.value, ==, 0.0);
  g_assert_cmpfloat (result.error, ==, 0.0);
  g_assert_cmpuint (result.n_products, ==, 1);

  /* Of one direction only. */
  matrix.values[37] = 1e-8;
  assert_finds_from_anywhere (&matrix);
}

/* Another eigenvector has overtaken the one that was found, which still is one: nothing but the
 * random part can find it. */
static void
test_overtaken (void)
{
  g_auto (Matrix) matrix = {0};
  g_autofree float *direction = NULL;

  matrix_init (&matrix, 20000);
  direction = g_new (float, matrix.n);
  for (gsize i = 0; i < matrix.n; i++)
    matrix.values[i] = i < 10 ? 0.4 + 0.04 * (double) i : 0.2 * sin ((double) i);
  matrix.values[3] = 1.0;
  matrix.values[8] = 1.05;

  for (guint32 seed = 1; seed <= 10; seed++)
    {
      get_eigenvector (&matrix, 3, direction);
      assert_finds (&matrix, direction, seed);
    }
}

/* A start that has nothing of the eigenvector and is not one itself. */
static void
test_orthogonal_start (void)
{
  g_auto (Matrix) matrix = {0};
  g_autofree float *direction = NULL;
  g_autofree float *other = NULL;

  matrix_init (&matrix, 3000);
  direction = g_new (float, matrix.n);
  other = g_new (float, matrix.n);
  for (gsize i = 0; i < matrix.n; i++)
    matrix.values[i] = (double) i / (double) matrix.n;
  matrix.values[5] = 1.3;

  get_eigenvector (&matrix, 6, direction);
  get_eigenvector (&matrix, 2900, other);
  for (gsize i = 0; i < matrix.n; i++)
    direction[i] = 1e3f * (direction[i] - other[i]);
  assert_finds (&matrix, direction, 1);
}

static void
test_not_finite (void)
{
  g_auto (Matrix) matrix = {0};
  g_autofree float *direction = NULL;
  OvLanczosResult result;

  matrix_init (&matrix, 50);
  direction = g_new0 (float, matrix.n);
  direction[7] = 1.0f;
  matrix.values[3] = NAN;
  result = find (&matrix, direction, 1, 2);
  g_assert_true (isnan (result.value));
  g_assert_false (result.is_settled);
  g_assert_cmpuint (result.n_products, ==, 1);
  for (gsize i = 0; i < matrix.n; i++)
    g_assert_cmpfloat (direction[i], ==, i == 7 ? 1.0f : 0.0f);
}

/* What is too little: then it says so, and the value is a lower bound. */
static void
test_unsettled (void)
{
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (1);
  g_autoptr (GError) error = NULL;
  g_auto (Matrix) matrix = {0};
  g_autofree float *direction = NULL;
  double before = 0.0;

  matrix_init (&matrix, 4000);
  direction = g_new0 (float, matrix.n);
  for (gsize i = 0; i < matrix.n; i++)
    matrix.values[i] = (double) i / (double) matrix.n;
  for (guint n = 1; n <= 10; n++)
    {
      const OvLanczosProblem problem = {multiply_cb, &matrix, matrix.n, pool, 1, n, 1e-4};
      OvLanczosResult result;

      memset (direction, 0, matrix.n * sizeof (float));
      g_assert_true (ov_lanczos_find_largest (&problem, direction, &result, NULL, &error));
      g_assert_false (result.is_settled);
      g_assert_cmpuint (result.n_products, ==, n);
      g_assert_cmpfloat (result.value, >, before);
      g_assert_cmpfloat (result.value, <, 1.0);
      before = result.value;
    }
}

static void
test_cancelled (void)
{
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (1);
  g_autoptr (GError) error = NULL;
  g_auto (Matrix) matrix = {0};
  g_autofree float *direction = NULL;
  OvLanczosProblem problem;
  OvLanczosResult result;

  matrix_init (&matrix, 100);
  matrix.cancel_at = 3;
  for (gsize i = 0; i < matrix.n; i++)
    matrix.values[i] = (double) i;
  direction = g_new0 (float, matrix.n);
  problem = (OvLanczosProblem) {multiply_cb, &matrix, matrix.n, pool, 1, 50, 1e-4};
  g_assert_false (ov_lanczos_find_largest (&problem, direction, &result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (gsize i = 0; i < matrix.n; i++)
    g_assert_cmpfloat (direction[i], ==, 0.0f);
}

/* The same bits, whatever the number of threads. */
static void
test_threads (void)
{
  g_auto (Matrix) matrix = {0};
  g_autofree float *first = NULL;

  matrix_init (&matrix, 30000);
  first = g_new0 (float, matrix.n);
  for (gsize i = 0; i < matrix.n; i++)
    matrix.values[i] = cos ((double) i);
  for (guint n_threads = 1; n_threads <= 5; n_threads++)
    {
      g_autofree float *direction = g_new0 (float, matrix.n);
      const OvLanczosResult result = find (&matrix, direction, 1, n_threads);

      g_assert_true (result.is_settled);
      if (n_threads == 1)
        memcpy (first, direction, matrix.n * sizeof (float));
      g_assert_cmpmem (first, matrix.n * sizeof (float), direction, matrix.n * sizeof (float));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lanczos/negative", test_negative);
  g_test_add_func ("/lanczos/multiple", test_multiple);
  g_test_add_func ("/lanczos/gapless", test_gapless);
  g_test_add_func ("/lanczos/small", test_small);
  g_test_add_func ("/lanczos/zero", test_zero);
  g_test_add_func ("/lanczos/overtaken", test_overtaken);
  g_test_add_func ("/lanczos/orthogonal-start", test_orthogonal_start);
  g_test_add_func ("/lanczos/not-finite", test_not_finite);
  g_test_add_func ("/lanczos/unsettled", test_unsettled);
  g_test_add_func ("/lanczos/cancelled", test_cancelled);
  g_test_add_func ("/lanczos/threads", test_threads);

  return g_test_run ();
}

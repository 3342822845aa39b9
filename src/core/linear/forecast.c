/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "eigenmodes.h"
#include "model.h"
#include "quadratic-private.h"
#include "schedule.h"
#include "simd.h"
#include "update-rule.h"

/*
 * Along the eigenvectors of A the weights of all classes obey u ← u − 2 lr ((λ + reg) u − c). From
 * weights of zero they stay multiples of c, and all classes share the factor: u(t) = z(t) · c, with
 * z ← z − 2 lr ((λ + reg) z − 1). So a state is 3072 numbers rather than 30,720; its training loss
 * is a sum over them, and its test loss a quadratic form in them. The first
 * weights u₀ add a second strand: u(t) = z₀(t) · c + z₁(t) · u₀, where z₁ starts at 1 and nothing
 * drives it. The bias is the mean target times a factor of the same kind, since X is centred.
 */

#define N_STRANDS 2

/* First weights of a small spread count along the steepest modes alone: what they change elsewhere
 * is below 1e-6 of the loss. */
#define SMALL_STD 2e-5
#define N_STEEP_MODES 64

/* States whose test losses are found by one product. */
#define STATES_PER_BLOCK 64

/* Rows of the test set's matrix that are weighted at once; divides both numbers of modes. */
#define ROWS_PER_BLOCK 64

/* One strand of the weights. Its modes are the last of all, which have the largest eigenvalues. */
typedef struct
{
  gsize  n_modes;
  gsize  first_mode;

  /* The direction u₀ or c, and what depends on it but not on the rates. */
  float  direction[OV_N_CLASSES * OV_N_MODES]; /* [10 × modes of the quadratic form] */
  double products[OV_N_MODES];                 /* of the direction with itself, over the classes */
  double drive_products[OV_N_MODES];           /* of the direction with c */
  double test_cross[OV_N_MODES];               /* of the direction with the test set's c */
  double test_bias[OV_N_MODES];                /* of it, the mean target and the test mean */

  /* The state that the run is in. */
  double drive;
  double factors[OV_N_MODES];
  double speeds[OV_N_MODES];
} Strand;

struct _OvForecast
{
  OvQuadratic *quadratic;

  /* The first weights that the strands are for. */
  gboolean     started;
  double       weight_std;
  guint        seed;

  Strand       strands[N_STRANDS];     /* that of c and that of u₀ */
  double       curvatures[OV_N_MODES]; /* λ + reg */
  double       bias;                   /* the factor of the mean target */
  double       bias_speed;

  float       *test_second; /* [modes of both strands]², or NULL until it is wanted */

  /* Scored states that wait for the product. */
  float       *rows;   /* [STATES_PER_BLOCK × modes of both], each divided by its largest number */
  float       *turned; /* as @rows, times the test set's matrix */
  double       row_scales[STATES_PER_BLOCK];
  guint        n_rows;
};

/**
 * ov_forecast_new:
 * @quadratic: the loss; referenced
 *
 * Returns: (transfer full): a forecast
 */
OvForecast *
ov_forecast_new (OvQuadratic *quadratic)
{
  OvForecast *self;

  g_return_val_if_fail (quadratic != NULL, NULL);

  self = g_atomic_rc_box_new0 (OvForecast);
  self->quadratic = ov_quadratic_ref (quadratic);

  return self;
}

/**
 * ov_forecast_ref:
 * @self: a forecast
 *
 * Returns: (transfer full): @self
 */
OvForecast *
ov_forecast_ref (OvForecast *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_start (OvForecast *self)
{
  g_clear_pointer (&self->test_second, g_free);
  g_clear_pointer (&self->rows, g_free);
  g_clear_pointer (&self->turned, g_free);
  self->started = FALSE;
}

static void
clear (gpointer data)
{
  OvForecast *self = data;

  clear_start (self);
  ov_quadratic_unref (self->quadratic);
}

/**
 * ov_forecast_unref:
 * @self: (transfer full): a forecast
 */
void
ov_forecast_unref (OvForecast *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* The recipe's own first weights, along the eigenvectors of a strand's modes. */
static void
find_start (OvForecast     *self,
            const OvRecipe *recipe,
            Strand         *strand)
{
  const float *vectors = self->quadratic->values->vectors;
  g_autoptr (OvNetwork) network = ov_model_build_network (recipe);

  ov_network_init_weights (network, recipe->seed, recipe->weight_std);
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans,
               OV_N_CLASSES, (blasint) strand->n_modes, OV_IMAGE_SIZE,
               1.0f, network->parameters, OV_IMAGE_SIZE,
               vectors + strand->first_mode * OV_IMAGE_SIZE, OV_IMAGE_SIZE,
               0.0f, strand->direction + strand->first_mode, OV_N_MODES);
}

/* Sets what depends on the direction of a strand but not on the rates. */
static void
init_strand (OvForecast *self,
             Strand     *strand)
{
  const OvQuadraticValues *values = self->quadratic->values;
  const double *frequencies = self->quadratic->frequencies[OV_SPLIT_TRAIN];

  for (gsize i = 0; i < strand->n_modes; i++)
    {
      const gsize mode = strand->first_mode + i;
      double bias = 0.0;

      strand->products[i] = 0.0;
      strand->drive_products[i] = 0.0;
      strand->test_cross[i] = 0.0;
      for (gsize k = 0; k < OV_N_CLASSES; k++)
        {
          const gsize place = k * OV_N_MODES + mode;
          const double along = (double) strand->direction[place];

          strand->products[i] += along * along;
          strand->drive_products[i] += along * (double) values->mode_cross[place];
          strand->test_cross[i] += along * (double) values->test_cross[place];
          bias += along * frequencies[k];
        }
      strand->test_bias[i] = bias * (double) values->test_mean[mode];
    }
}

static void
set_start (OvForecast     *self,
           const OvRecipe *recipe)
{
  const gboolean small = recipe->weight_std > 0.0 && recipe->weight_std <= SMALL_STD;
  Strand *strands = self->strands;

  if (self->started && self->weight_std == recipe->weight_std && self->seed == recipe->seed)
    return;

  clear_start (self);
  self->started = TRUE;
  self->weight_std = recipe->weight_std;
  self->seed = recipe->seed;

  strands[0].n_modes = OV_N_MODES;
  strands[1].n_modes = small ? N_STEEP_MODES : OV_N_MODES;
  for (guint a = 0; a < N_STRANDS; a++)
    strands[a].first_mode = OV_N_MODES - strands[a].n_modes;

  memcpy (strands[0].direction, self->quadratic->values->mode_cross, sizeof strands[0].direction);
  find_start (self, recipe, &strands[1]);
  for (guint a = 0; a < N_STRANDS; a++)
    init_strand (self, &strands[a]);
}

OV_MULTIVERSION static void
multiply (float *restrict out,
          const float *restrict other,
          gsize n)
{
  for (gsize i = 0; i < n; i++)
    out[i] *= other[i];
}

static gsize
count_modes (const OvForecast *self)
{
  return self->strands[0].n_modes + self->strands[1].n_modes;
}

/* One block of the matrix below: the rows of one strand's modes, the columns of another's. */
static void
weight_block (const OvForecast *self,
              const Strand     *row_strand,
              const Strand     *column_strand,
              float            *block)
{
  const float *second = self->quadratic->values->test_second;
  const gsize stride = count_modes (self);
  const gsize n_columns = column_strand->n_modes;

  for (gsize row = 0; row < row_strand->n_modes; row += ROWS_PER_BLOCK)
    {
      const gsize mode = row_strand->first_mode + row;
      float *rows = block + row * stride;

      cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans,
                   ROWS_PER_BLOCK, (blasint) n_columns, OV_N_CLASSES,
                   1.0f, row_strand->direction + mode, OV_N_MODES,
                   column_strand->direction + column_strand->first_mode, OV_N_MODES,
                   0.0f, rows, (blasint) stride);
      for (gsize i = 0; i < ROWS_PER_BLOCK; i++)
        multiply (rows + i * stride,
                  second + (mode + i) * OV_N_MODES + column_strand->first_mode, n_columns);
    }
}

/* The test loss's quadratic part as a form in the factors: the test set's matrix, each number times
 * the product of the two modes' directions over the classes. */
static void
init_test_second (OvForecast *self)
{
  const gsize size = count_modes (self);
  const gsize split = self->strands[0].n_modes;

  self->test_second = g_new (float, size *size);
  self->rows = g_new (float, STATES_PER_BLOCK *size);
  self->turned = g_new (float, STATES_PER_BLOCK *size);

  for (guint a = 0; a < N_STRANDS; a++)
    for (guint b = 0; b < N_STRANDS; b++)
      weight_block (self, &self->strands[a], &self->strands[b],
                    self->test_second + (a * split) * size + b * split);
}

static double
find_largest (const Strand *strand)
{
  double largest = 0.0;

  for (gsize i = 0; i < strand->n_modes; i++)
    largest = fmax (largest, fabs (strand->factors[i]));

  return largest;
}

/* Σ over classes of x·y, for the shares of the classes in two splits. */
static double
multiply_frequencies (const OvForecast *self,
                      OvSplit           split)
{
  const double (*frequencies)[OV_N_CLASSES] = self->quadratic->frequencies;
  double sum = 0.0;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    sum += frequencies[OV_SPLIT_TRAIN][k] * frequencies[split][k];

  return sum;
}

/* The part of a split's loss that the bias and the targets' own length make. */
static double
measure_bias (const OvForecast *self,
              OvSplit           split)
{
  const double bias = self->bias;

  return 1.0
         + bias
             * (bias * multiply_frequencies (self, OV_SPLIT_TRAIN)
                - 2.0 * multiply_frequencies (self, split));
}

/* What has grown beyond the range of a float is infinite, whatever infinities were subtracted on
 * the way. */
static double
clean (double loss)
{
  return isfinite (loss) ? loss : (double) INFINITY;
}

/* The training loss, penalty included, of the state that the run is in. */
static double
measure_train (const OvForecast *self)
{
  const Strand *drawn = &self->strands[0];
  const Strand *start = &self->strands[1];
  const double *curvatures = self->curvatures + start->first_mode;
  const double *z = drawn->factors;

  return clean (measure_bias (self, OV_SPLIT_TRAIN)
                + ov_eigenmodes_sum_form (drawn->products, self->curvatures, z, z, 2.0, OV_N_MODES)
                + 2.0
                    * ov_eigenmodes_sum_form (start->drive_products, curvatures, start->factors,
                                              z + start->first_mode, 1.0, start->n_modes)
                + ov_eigenmodes_sum_form (start->products, curvatures, start->factors,
                                          start->factors, 0.0, start->n_modes));
}

/* ‖W‖² of the state that the run is in. */
static double
measure_squares (const OvForecast *self)
{
  const Strand *drawn = &self->strands[0];
  const Strand *start = &self->strands[1];
  const double *z = drawn->factors;

  return ov_eigenmodes_sum (drawn->products, z, z, OV_N_MODES)
         + 2.0
             * ov_eigenmodes_sum (start->drive_products, start->factors, z + start->first_mode,
                                  start->n_modes)
         + ov_eigenmodes_sum (start->products, start->factors, start->factors, start->n_modes);
}

/* All of the test loss but the quadratic part, for which the state is put aside. */
static double
begin_test (OvForecast *self,
            double      regularisation)
{
  const Strand *strands = self->strands;
  const double largest = fmax (find_largest (&strands[0]), find_largest (&strands[1]));
  const double divisor = largest > 0.0 ? largest : 1.0;
  float *row = self->rows + self->n_rows * count_modes (self);
  double loss = measure_bias (self, OV_SPLIT_TEST) + regularisation * measure_squares (self);

  for (guint a = 0; a < N_STRANDS; a++)
    {
      const Strand *strand = &strands[a];

      loss += 2.0
              * (self->bias
                   * ov_eigenmodes_dot (strand->factors, strand->test_bias, strand->n_modes)
                 - ov_eigenmodes_dot (strand->factors, strand->test_cross, strand->n_modes));
      for (gsize i = 0; i < strand->n_modes; i++)
        *row++ = (float) (strand->factors[i] / divisor);
    }
  self->row_scales[self->n_rows++] = largest;

  return loss;
}

/* Adds the quadratic part to the test losses of the states that were put aside. */
static void
finish_tests (OvForecast *self,
              double     *losses)
{
  const blasint size = (blasint) count_modes (self);

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, (blasint) self->n_rows, size, size,
               1.0f, self->rows, size, self->test_second, size, 0.0f, self->turned, size);

  for (guint i = 0; i < self->n_rows; i++)
    {
      const double form = cblas_dsdot (size, self->rows + (gsize) i * size, 1,
                                       self->turned + (gsize) i * size, 1);

      losses[i] = clean (losses[i] + form * self->row_scales[i] * self->row_scales[i]);
    }
  self->n_rows = 0;
}

static void
begin_run (OvForecast     *self,
           const OvRecipe *recipe)
{
  const float *eigenvalues = self->quadratic->values->eigenvalues;

  for (guint a = 0; a < N_STRANDS; a++)
    {
      Strand *strand = &self->strands[a];

      strand->drive = a == 0 ? 1.0 : 0.0;
      for (gsize i = 0; i < strand->n_modes; i++)
        {
          strand->factors[i] = a == 0 ? 0.0 : 1.0;
          strand->speeds[i] = 0.0;
        }
    }

  for (gsize i = 0; i < OV_N_MODES; i++)
    self->curvatures[i] = (double) eigenvalues[i] + recipe->regularisation;
  self->bias = 0.0;
  self->bias_speed = 0.0;
  self->n_rows = 0;
}

static void
advance_epoch (OvForecast     *self,
               const OvRecipe *recipe,
               double          learning_rate)
{
  for (guint a = 0; a < N_STRANDS; a++)
    {
      Strand *strand = &self->strands[a];

      ov_eigenmodes_advance (strand->factors, strand->speeds, self->curvatures + strand->first_mode,
                             strand->drive, learning_rate, recipe, strand->n_modes);
    }

  self->bias -= learning_rate
                * ov_update_rule_follow (recipe, 2.0 * (self->bias - 1.0), &self->bias_speed);
}

/**
 * ov_forecast_run:
 * @self: a forecast
 * @recipe: the run to forecast, from its first epoch
 * @train_loss: (out): [epochs of @recipe], the training loss of each epoch
 * @test_epochs: (nullable): [@n_test], the epochs whose test loss is wanted, ascending
 * @n_test: their number, 0 for none; each costs as much as many training losses
 * @test_loss: (out) (nullable): [@n_test], the test losses
 *
 * Forecasts the losses that a trainer will record, penalty included. A loss beyond the range of
 * numbers is infinite. The first call with other first weights takes some tens of milliseconds
 * more.
 *
 * Returns: %TRUE, or %FALSE when @recipe is not the linear classifier on the full batch with pixels
 *   from 0 to 1, see ov_quadratic_suits(); then nothing was written
 */
gboolean
ov_forecast_run (OvForecast     *self,
                 const OvRecipe *recipe,
                 double         *train_loss,
                 const guint    *test_epochs,
                 guint           n_test,
                 double         *test_loss)
{
  OvSchedule schedule;
  guint next_test = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (recipe != NULL, FALSE);
  g_return_val_if_fail (train_loss != NULL, FALSE);
  g_return_val_if_fail (n_test == 0 || (test_epochs != NULL && test_loss != NULL), FALSE);

  if (!ov_quadratic_suits (self->quadratic, recipe))
    return FALSE;

  set_start (self, recipe);
  if (n_test > 0 && self->test_second == NULL)
    init_test_second (self);
  begin_run (self, recipe);
  ov_schedule_init (&schedule, recipe);

  for (guint epoch = 0; epoch < recipe->epochs; epoch++)
    {
      if (!recipe->measure_train)
        train_loss[epoch] = measure_train (self);
      advance_epoch (self, recipe, ov_schedule_get_rate (&schedule, epoch));
      if (recipe->measure_train)
        train_loss[epoch] = measure_train (self);

      if (next_test < n_test && test_epochs[next_test] == epoch)
        {
          test_loss[next_test++] = begin_test (self, recipe->regularisation);
          if (self->n_rows == STATES_PER_BLOCK)
            finish_tests (self, test_loss + next_test - self->n_rows);
        }
    }

  if (self->n_rows > 0)
    finish_tests (self, test_loss + next_test - self->n_rows);

  return TRUE;
}

/**
 * ov_forecast_choose_epochs:
 * @n_epochs: the number of epochs of a run
 * @n_wanted: how many of them are wanted, at least 2
 * @epochs: (out): [@n_wanted], the epochs chosen, ascending
 *
 * Chooses epochs whose losses, joined by lines, look like the whole curve: all of the first ones,
 * where the curve bends, fewer and fewer then, and the last.
 *
 * Returns: how many were chosen: @n_wanted, or @n_epochs when that is less
 */
guint
ov_forecast_choose_epochs (guint  n_epochs,
                           guint  n_wanted,
                           guint *epochs)
{
  const guint n = MIN (n_epochs, n_wanted);

  g_return_val_if_fail (n_wanted >= 2, 0);
  g_return_val_if_fail (epochs != NULL, 0);

  for (guint i = 0; i < n; i++)
    {
      const double place = (double) i / MAX (1, n - 1);

      epochs[i] = MAX (i, (guint) (place * place * (n_epochs - 1) + 0.5));
    }

  return n;
}

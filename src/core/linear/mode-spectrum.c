/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mode-spectrum.h"

#include <float.h>
#include <math.h>

#include "eigenmodes.h"
#include "quadratic-private.h"
#include "schedule.h"
#include "update-rule.h"

/*
 * The weights u along an eigenvector are drawn to u* = c / (λ + reg), and what they lack of it
 * obeys e ← e − rate · v with v ← momentum · v + 2 (λ + reg) e, or likewise with Nesterov's: each
 * of the ten classes has its own e, and all of them the same share of their first one. So that
 * share is found without any weights.
 */

/* After so many epochs shares that are nothing are made 0: numbers too small to be normal would
 * cost a hundred times as much. */
#define EPOCHS_PER_TRIM 64
#define NOTHING 1e-250

/* What the sums of floats behind an eigenvalue may be off by, as a share of the largest one. */
#define ROUNDING ((double) FLT_EPSILON)

/* For how many epochs it is looked at whether momentum carries a mode away from its optimum again:
 * a speed is a millionth by then, with 0.9. */
#define EPOCHS_AHEAD 130

static double
find_curvature (const OvQuadratic *quadratic,
                const OvRecipe    *recipe,
                gsize              place)
{
  /* Where images do not bend the loss an eigenvalue may be rounded to less than 0. */
  return MAX ((double) quadratic->values->eigenvalues[place], 0.0) + recipe->regularisation;
}

static void
trim (double *values)
{
  for (gsize i = 0; i < OV_N_MODES; i++)
    if (fabs (values[i]) < NOTHING)
      values[i] = 0.0;
}

/* What is left along each mode, and the mode's speed, in the order of the quadratic form. */
static void
find_shares (const double   *curvatures,
             OvSchedule     *schedule,
             const OvRecipe *recipe,
             guint           n_epochs,
             double         *shares,
             double         *speeds)
{
  for (gsize i = 0; i < OV_N_MODES; i++)
    {
      shares[i] = 1.0;
      speeds[i] = 0.0;
    }

  for (guint epoch = 0; epoch < n_epochs; epoch++)
    {
      ov_eigenmodes_advance (shares, speeds, curvatures, 0.0,
                             ov_schedule_get_rate (schedule, epoch), recipe, OV_N_MODES);
      if (epoch % EPOCHS_PER_TRIM == EPOCHS_PER_TRIM - 1)
        {
          trim (shares);
          trim (speeds);
        }
    }
}

/* Whether a mode that does not grow is at its optimum but for a little, and no speed carries it
 * away again. */
static gboolean
is_done (double          share,
         double          speed,
         double          curvature,
         double          learning_rate,
         const OvRecipe *recipe)
{
  const double momentum = recipe->momentum;
  /* How far a speed of 1 carries a mode that nothing slows down. */
  const double reach = learning_rate * momentum / (1.0 - momentum);
  const gboolean is_steady = 2.0 * learning_rate * curvature <= 1.0;

  for (guint i = 0; i < EPOCHS_AHEAD && fabs (share) <= OV_MODE_LITTLE; i++)
    {
      if (momentum <= 0.0 || (is_steady && fabs (share) + reach * fabs (speed) <= OV_MODE_LITTLE))
        return TRUE;
      ov_eigenmodes_advance (&share, &speed, &curvature, 0.0, learning_rate, recipe, 1);
    }

  return fabs (share) <= OV_MODE_LITTLE;
}

/**
 * ov_mode_find_factor:
 * @recipe: gives the update rule, a linear one, and its momentum
 * @curvature: λ + reg of a mode, at least 0
 * @learning_rate: the rate of a step
 * @swings: (out) (optional): whether two factors are complex
 *
 * Finds what a step makes of the distance from the optimum: 1 − 2 · rate · (λ + reg), which below
 * 0 changes sides and below −1 grows. With momentum β the distance e obeys e″ = (1 + β − 2 · rate ·
 * (λ + reg)) e′ − β e, and behaves in the long run as that root of r² − (1 + β − 2 · rate · (λ +
 * reg)) r + β which is larger in magnitude. Where the roots are complex they swing, and shrink by
 * √β; the sign is then that of their real part. (Goh, Why Momentum Really Works, Distill 2017.)
 * With Nesterov's momentum and q = 1 − 2 · rate · (λ + reg) it is r² − q (1 + β) r + q β.
 *
 * Returns: the factor
 */
double
ov_mode_find_factor (const OvRecipe *recipe,
                     double          curvature,
                     double          learning_rate,
                     gboolean       *swings)
{
  const gboolean looks_ahead = ov_update_rule_get (recipe)->looks_ahead;
  const double momentum = recipe->momentum;
  const double step = 2.0 * learning_rate * curvature;
  const double half = (looks_ahead ? (1.0 - step) * (1.0 + momentum) : 1.0 + momentum - step) / 2.0;
  const double product = looks_ahead ? (1.0 - step) * momentum : momentum;
  const double square = half * half - product;

  if (swings != NULL)
    *swings = square < 0.0;

  return copysign (square < 0.0 ? sqrt (product) : fabs (half) + sqrt (square), half);
}

/**
 * ov_mode_count_epochs:
 * @factor: what an epoch makes of a distance
 *
 * Returns: how many epochs make it %OV_MODE_LITTLE of what it was; infinite when none do
 */
double
ov_mode_count_epochs (double factor)
{
  const double magnitude = fabs (factor);

  if (!(magnitude < 1.0))
    return (double) INFINITY;

  return magnitude > 0.0 ? MAX (log (OV_MODE_LITTLE) / log (magnitude), 1.0) : 1.0;
}

/* Without any curvature, or but for rounding, a mode stays where it is. */
static OvModeFate
choose_fate (double   factor,
             gboolean done,
             gboolean swings)
{
  if (fabs (factor) > 1.0 + DBL_EPSILON)
    return OV_MODE_GROWS;
  if (done)
    return OV_MODE_DONE;
  if (swings)
    return OV_MODE_SWINGS;

  return factor < 0.0 ? OV_MODE_FLIPS : OV_MODE_CREEPS;
}

/* λ and the penalty over the smallest sum that is not mere rounding. */
static double
find_condition (const double *curvatures)
{
  const double largest = curvatures[OV_N_MODES - 1];
  double smallest = largest;

  for (gsize i = 0; i < OV_N_MODES; i++)
    if (curvatures[i] > ROUNDING * largest)
      smallest = MIN (smallest, curvatures[i]);

  return smallest > 0.0 ? largest / smallest : 1.0;
}

/**
 * ov_mode_spectrum_new:
 * @quadratic: the loss, which is read and not kept
 * @recipe: a recipe that suits it, see ov_quadratic_suits()
 * @n_epochs: how many epochs are done
 *
 * Finds where a run is along all modes, from whatever weights it began: a thousand multiplications
 * or so an epoch, in about a microsecond.
 *
 * Returns: (transfer full): the modes, to be freed with ov_mode_spectrum_free()
 */
OvModeSpectrum *
ov_mode_spectrum_new (const OvQuadratic *quadratic,
                      const OvRecipe    *recipe,
                      guint              n_epochs)
{
  OvModeSpectrum *self;
  g_autofree double *curvatures = NULL;
  g_autofree double *shares = NULL;
  g_autofree double *speeds = NULL;
  OvSchedule schedule;

  g_return_val_if_fail (quadratic != NULL, NULL);
  g_return_val_if_fail (recipe != NULL, NULL);

  ov_schedule_init (&schedule, recipe);
  curvatures = g_new (double, OV_N_MODES);
  for (gsize i = 0; i < OV_N_MODES; i++)
    curvatures[i] = find_curvature (quadratic, recipe, i);
  shares = g_new (double, OV_N_MODES);
  speeds = g_new (double, OV_N_MODES);
  find_shares (curvatures, &schedule, recipe, n_epochs, shares, speeds);

  self = g_new0 (OvModeSpectrum, 1);
  self->n_epochs = n_epochs;
  self->learning_rate = ov_schedule_get_rate (&schedule, n_epochs);
  self->momentum = recipe->momentum;
  self->regularisation = recipe->regularisation;
  self->condition = find_condition (curvatures);
  self->n = OV_N_MODES;
  self->modes = g_new (OvMode, OV_N_MODES);
  for (guint i = 0; i < OV_N_MODES; i++)
    {
      const gsize place = OV_N_MODES - 1 - i;
      OvMode *mode = &self->modes[i];
      gboolean swings;

      mode->eigenvalue = (double) quadratic->values->eigenvalues[place];
      mode->factor = ov_mode_find_factor (recipe, curvatures[place], self->learning_rate, &swings);
      mode->left = isfinite (shares[place]) ? fabs (shares[place]) : (double) INFINITY;
      mode->fate = choose_fate (mode->factor,
                                is_done (shares[place], speeds[place], curvatures[place],
                                         self->learning_rate, recipe),
                                swings);
      self->counts[mode->fate]++;
    }

  return self;
}

/**
 * ov_mode_spectrum_copy:
 * @self: some modes
 *
 * Returns: (transfer full): the same
 */
OvModeSpectrum *
ov_mode_spectrum_copy (const OvModeSpectrum *self)
{
  OvModeSpectrum *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->modes = g_memdup2 (self->modes, self->n * sizeof *self->modes);

  return copy;
}

/**
 * ov_mode_spectrum_free:
 * @self: (transfer full): some modes
 */
void
ov_mode_spectrum_free (OvModeSpectrum *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->modes);
  g_free (self);
}

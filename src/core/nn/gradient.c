/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gradient.h"

#include <string.h>

#include "simd.h"

/*
 * A batch's images are worked through in groups, and a group's gradient is the sum of a few parts,
 * each of the same neighbouring images whatever the number of threads. A part is a sum of floats
 * over few images; the parts, and the groups, are added in their order and in double precision: a
 * float that has become the sum of 50,000 numbers of one sign has lost two of its digits.
 *
 * Parameters from the first on can be left out of the parts: their derivatives are set as a whole
 * by someone who shares them out by parameters rather than by images.
 */

/* Parameters that are summed at once, in double precision: few enough for the cache. */
#define CHUNK 512

/* Parameters that a member folds at once. */
#define BLOCK 4096

struct _OvGradient
{
  OvThreadPool *pool;
  gsize         n_parameters;
  gsize         n_whole;                       /* of the group */
  guint         n_parts;                       /* of the group */
  float        *parts[OV_GRADIENT_MOST_PARTS]; /* [parameters] each, made when they are needed */
  float        *whole;                         /* [parameters], made when it is needed */
  double       *totals;                        /* [parameters], made for several groups */
  gboolean      is_folded;                     /* whether @totals hold groups */
};

/**
 * ov_gradient_new:
 * @pool: the threads that share the work, which outlive the gradient
 * @n_parameters: how many parameters the network has
 *
 * Returns: (transfer full): a gradient of nothing, to be freed with ov_gradient_free()
 */
OvGradient *
ov_gradient_new (OvThreadPool *pool,
                 gsize         n_parameters)
{
  OvGradient *self;

  g_return_val_if_fail (pool != NULL, NULL);

  self = g_new0 (OvGradient, 1);
  self->pool = pool;
  self->n_parameters = n_parameters;

  return self;
}

/**
 * ov_gradient_free:
 * @self: a gradient
 */
void
ov_gradient_free (OvGradient *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < OV_GRADIENT_MOST_PARTS; i++)
    g_free (self->parts[i]);
  g_free (self->whole);
  g_free (self->totals);
  g_free (self);
}

/**
 * ov_gradient_begin:
 * @self: a gradient
 *
 * Forgets what was gathered: another batch begins.
 */
void
ov_gradient_begin (OvGradient *self)
{
  g_return_if_fail (self != NULL);

  self->n_whole = 0;
  self->n_parts = 0;
  self->is_folded = FALSE;
}

/**
 * ov_gradient_begin_group:
 * @self: a gradient whose group before, if there was one, has been folded
 * @n_whole: how many parameters, from the first on, are set through ov_gradient_get_whole()
 * @n_parts: how many parts the derivatives with respect to the others have, %OV_GRADIENT_MOST_PARTS
 *   at most; each has to be begun
 */
void
ov_gradient_begin_group (OvGradient *self,
                         gsize       n_whole,
                         guint       n_parts)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (n_whole <= self->n_parameters);
  g_return_if_fail (n_parts >= 1 && n_parts <= OV_GRADIENT_MOST_PARTS);

  self->n_whole = n_whole;
  self->n_parts = n_parts;
  for (guint i = 0; i < n_parts; i++)
    if (self->parts[i] == NULL)
      self->parts[i] = g_new0 (float, self->n_parameters);
  if (n_whole > 0 && self->whole == NULL)
    self->whole = g_new0 (float, self->n_parameters);
}

/**
 * ov_gradient_get_whole:
 * @self: a gradient whose group has parameters that are set as a whole
 *
 * Returns: (transfer none): [parameters], of which the caller sets those
 */
float *
ov_gradient_get_whole (OvGradient *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->whole;
}

/**
 * ov_gradient_begin_part:
 * @self: a gradient
 * @part: which part of the group; one thread at a time works on it
 *
 * Returns: (transfer none): [parameters], zero from the first that is not set as a whole: what the
 *   part's derivatives are added to
 */
float *
ov_gradient_begin_part (OvGradient *self,
                        guint       part)
{
  float *values;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (part < self->n_parts, NULL);

  values = self->parts[part];
  memset (values + self->n_whole, 0, (self->n_parameters - self->n_whole) * sizeof *values);

  return values;
}

OV_MULTIVERSION static void
add_floats (double *restrict sum,
            const float *restrict values,
            gsize n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += (double) values[i];
}

OV_MULTIVERSION static void
round_doubles (float *restrict out,
               const double *restrict values,
               gsize n)
{
  for (gsize i = 0; i < n; i++)
    out[i] = (float) values[i];
}

/* The parts' sum for at most CHUNK parameters. */
static void
sum_parts (const OvGradient *self,
           gsize             first,
           gsize             n,
           double           *sum)
{
  memset (sum, 0, n * sizeof *sum);
  for (guint part = 0; part < self->n_parts; part++)
    add_floats (sum, self->parts[part] + first, n);
}

/* The group's derivatives with respect to some parameters. */
static void
read_group (const OvGradient *self,
            gsize             first,
            gsize             n,
            float            *values)
{
  const gsize n_whole = self->n_whole > first ? MIN (n, self->n_whole - first) : 0;
  double sum[CHUNK];

  if (n_whole > 0)
    memcpy (values, self->whole + first, n_whole * sizeof *values);
  for (gsize i = n_whole; i < n; i += CHUNK)
    {
      const gsize size = MIN (CHUNK, n - i);

      sum_parts (self, first + i, size, sum);
      round_doubles (values + i, sum, size);
    }
}

static void
fold_member (guint    member,
             guint    n_members,
             gpointer user_data)
{
  OvGradient *self = user_data;
  const gsize n_blocks = (self->n_parameters + BLOCK - 1) / BLOCK;
  float values[BLOCK];
  const OvShare share = ov_thread_pool_share ((guint) n_blocks, member, n_members);

  for (gsize block = share.begin; block < share.end; block++)
    {
      const gsize first = block * BLOCK;
      const gsize n = MIN (BLOCK, self->n_parameters - first);

      if (!self->is_folded)
        memset (self->totals + first, 0, n * sizeof *self->totals);
      read_group (self, first, n, values);
      add_floats (self->totals + first, values, n);
    }
}

/**
 * ov_gradient_fold:
 * @self: a gradient whose group is complete
 *
 * Adds the group to those before it, so that another can follow. A batch that is a single group
 * can do without.
 */
void
ov_gradient_fold (OvGradient *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->n_parts > 0);

  if (self->totals == NULL)
    self->totals = g_new (double, self->n_parameters);
  ov_thread_pool_run (self->pool, fold_member, self);
  self->is_folded = TRUE;
  self->n_parts = 0;
  self->n_whole = 0;
}

/**
 * ov_gradient_read:
 * @self: a gradient whose groups are complete: the only one, or all of them folded
 * @first: the first parameter
 * @n: how many
 * @values: (out): [@n], the derivatives with respect to them
 *
 * Several threads can read at once.
 */
void
ov_gradient_read (OvGradient *self,
                  gsize       first,
                  gsize       n,
                  float      *values)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->is_folded != (self->n_parts > 0));
  g_return_if_fail (first + n <= self->n_parameters);

  if (self->is_folded)
    round_doubles (values, self->totals + first, n);
  else
    read_group (self, first, n, values);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "timeline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Images are counted in these, so that ticks are short. */
#define IMAGES_UNIT 1e6

struct _OvTimeline
{
  OvAbscissa abscissa;
  double     n_images; /* of an epoch, in units */
  GArray    *seconds;  /* of double: [k], how long the first k epochs took */
};

static const struct
{
  const char *name;
  const char *title;
} abscissae[OV_N_ABSCISSAE] = {
  [OV_ABSCISSA_EPOCHS] = {"epochs", N_("Epoch")},
  [OV_ABSCISSA_SECONDS] = {"seconds", N_("Seconds of training")},
  [OV_ABSCISSA_IMAGES] = {"images", N_("Images seen (millions)")},
};

/**
 * ov_abscissa_get_name:
 * @self: what an x axis is
 *
 * Returns: (transfer none): its name in settings and on the command line
 */
const char *
ov_abscissa_get_name (OvAbscissa self)
{
  g_return_val_if_fail (self < OV_N_ABSCISSAE, NULL);

  return abscissae[self].name;
}

/**
 * ov_abscissa_get_title:
 * @self: what an x axis is
 *
 * Returns: (transfer none): its title, translated
 */
const char *
ov_abscissa_get_title (OvAbscissa self)
{
  g_return_val_if_fail (self < OV_N_ABSCISSAE, NULL);

  return _(abscissae[self].title);
}

/**
 * ov_abscissa_parse:
 * @name: such as "seconds"
 * @abscissa: (out): what it names
 *
 * Returns: whether it names one
 */
gboolean
ov_abscissa_parse (const char *name,
                   OvAbscissa *abscissa)
{
  g_return_val_if_fail (name != NULL && abscissa != NULL, FALSE);

  for (guint i = 0; i < OV_N_ABSCISSAE; i++)
    if (g_str_equal (abscissae[i].name, name))
      {
        *abscissa = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * ov_timeline_new:
 * @abscissa: what the axis is
 * @n_images: how many training images an epoch sees, or 0 when that is not known, as of the log of
 *   another program
 *
 * Returns: (transfer full): the timeline of a run that begins, to be freed with
 *   ov_timeline_free()
 */
OvTimeline *
ov_timeline_new (OvAbscissa abscissa,
                 guint      n_images)
{
  OvTimeline *self = g_new0 (OvTimeline, 1);
  const double start = 0.0;

  self->abscissa = abscissa;
  self->n_images = n_images / IMAGES_UNIT;
  self->seconds = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (self->seconds, start);

  return self;
}

/**
 * ov_timeline_free:
 * @self: (nullable): a timeline
 */
void
ov_timeline_free (OvTimeline *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->seconds);
  g_free (self);
}

static guint
get_n_epochs (const OvTimeline *self)
{
  return self->seconds->len - 1;
}

/* How long the first @n epochs took, of which all have been trained. */
static double
get_seconds (const OvTimeline *self,
             guint             n)
{
  return g_array_index (self->seconds, double, n);
}

/**
 * ov_timeline_update:
 * @self: (nullable): a timeline
 * @history: the run's epochs so far; the same history each time
 *
 * Learns of the epochs that are new.
 */
void
ov_timeline_update (OvTimeline      *self,
                    const OvHistory *history)
{
  g_return_if_fail (history != NULL);

  if (self == NULL)
    return;

  for (guint i = get_n_epochs (self); i < ov_history_get_n_epochs (history); i++)
    {
      const double end = get_seconds (self, i) + ov_history_get_epoch (history, i)->seconds;

      g_array_append_val (self->seconds, end);
    }
}

/**
 * ov_timeline_get_abscissa:
 * @self: (nullable): a timeline
 *
 * Returns: what its axis is
 */
OvAbscissa
ov_timeline_get_abscissa (const OvTimeline *self)
{
  return self != NULL ? self->abscissa : OV_ABSCISSA_EPOCHS;
}

/* An epoch that is still to come takes as long as the others did. */
static double
find_seconds (const OvTimeline *self,
              double            epoch)
{
  const guint n = get_n_epochs (self);
  const guint whole = (guint) CLAMP (floor (epoch), 0.0, (double) n);

  if (whole < n)
    return get_seconds (self, whole)
           + (epoch - whole) * (get_seconds (self, whole + 1) - get_seconds (self, whole));

  if (epoch <= n)
    return get_seconds (self, n);

  return n > 0 ? get_seconds (self, n) * epoch / n : NAN;
}

/**
 * ov_timeline_get_end:
 * @self: (nullable): a timeline
 * @epoch: the number of an epoch
 *
 * Returns: the x of what is known after that epoch, or would be; NAN when that cannot be said yet
 */
double
ov_timeline_get_end (const OvTimeline *self,
                     double            epoch)
{
  return ov_timeline_get_abscissa (self) == OV_ABSCISSA_EPOCHS
           ? epoch
           : ov_timeline_get_start (self, epoch + 1.0);
}

/**
 * ov_timeline_get_start:
 * @self: (nullable): a timeline
 * @epoch: how many epochs have been trained; 2.5 is half-way through epoch 2
 *
 * Returns: the x of that moment; NAN when that cannot be said yet
 */
double
ov_timeline_get_start (const OvTimeline *self,
                       double            epoch)
{
  switch (ov_timeline_get_abscissa (self))
    {
    case OV_ABSCISSA_SECONDS:
      return find_seconds (self, epoch);
    case OV_ABSCISSA_IMAGES:
      return self->n_images > 0.0 ? epoch * self->n_images : NAN;
    case OV_ABSCISSA_EPOCHS:
    default:
      return epoch;
    }
}

/**
 * ov_timeline_find_epoch:
 * @self: (nullable): a timeline
 * @x: on the axis
 *
 * Returns: how many epochs have been trained by then, in parts as well; the inverse of
 *   ov_timeline_get_start(), NAN when that cannot be said yet
 */
double
ov_timeline_find_epoch (const OvTimeline *self,
                        double            x)
{
  guint low = 0, high, n;
  double before, length;

  if (ov_timeline_get_abscissa (self) == OV_ABSCISSA_EPOCHS)
    return x;
  if (ov_timeline_get_abscissa (self) == OV_ABSCISSA_IMAGES)
    return self->n_images > 0.0 ? x / self->n_images : NAN;

  n = high = get_n_epochs (self);
  if (x >= get_seconds (self, n))
    return n > 0 ? n * x / get_seconds (self, n) : NAN;

  while (low + 1 < high)
    {
      const guint middle = low + (high - low) / 2;

      if (get_seconds (self, middle) <= x)
        low = middle;
      else
        high = middle;
    }

  before = get_seconds (self, low);
  length = get_seconds (self, low + 1) - before;

  return low + (length > 0.0 ? (x - before) / length : 0.0);
}

/**
 * ov_timeline_has_reached:
 * @self: (nullable): a timeline
 * @epoch: how many epochs have been trained
 *
 * Returns: whether the x of that moment is known, rather than estimated
 */
gboolean
ov_timeline_has_reached (const OvTimeline *self,
                         double            epoch)
{
  return ov_timeline_get_abscissa (self) != OV_ABSCISSA_SECONDS || epoch <= get_n_epochs (self);
}

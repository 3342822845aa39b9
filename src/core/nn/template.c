/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "template.h"

#include <math.h>

#include "finite.h"

/* How far a weight can move a colour from mid-grey, and mid-grey itself. */
#define SWING 127.0f
#define MIDDLE 128.0f

G_DEFINE_BOXED_TYPE (OvTemplates, ov_templates, ov_templates_copy, ov_templates_free)

/**
 * ov_templates_copy:
 * @self: templates
 *
 * Returns: (transfer full): a copy, to be freed with ov_templates_free()
 */
OvTemplates *
ov_templates_copy (const OvTemplates *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_memdup2 (self, sizeof *self);
}

/**
 * ov_templates_free:
 * @self: templates
 */
void
ov_templates_free (OvTemplates *self)
{
  g_free (self);
}

/**
 * ov_templates_are_finite:
 * @self: templates
 *
 * Returns: whether all values are finite, so that there is something to be shown
 */
gboolean
ov_templates_are_finite (const OvTemplates *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return ov_floats_are_finite (&self->values[0][0], (gsize) OV_N_CLASSES * OV_IMAGE_SIZE);
}

/**
 * ov_templates_get_range:
 * @self: templates
 * @class_index: which class
 * @minimum: (out): its smallest value
 * @maximum: (out): its largest value
 */
void
ov_templates_get_range (const OvTemplates *self,
                        guint              class_index,
                        float             *minimum,
                        float             *maximum)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (class_index < OV_N_CLASSES);

  *minimum = INFINITY;
  *maximum = -INFINITY;
  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    {
      *minimum = MIN (*minimum, self->values[class_index][i]);
      *maximum = MAX (*maximum, self->values[class_index][i]);
    }
}

/**
 * ov_templates_get_extent:
 * @self: templates
 * @scale: whether all of them share one scale
 * @class_index: a class
 *
 * Returns: the largest size of a value on the scale of that class, which the brightest colour
 *   stands for
 */
float
ov_templates_get_extent (const OvTemplates *self,
                         OvTemplateScale    scale,
                         guint              class_index)
{
  float extent = 0.0f;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      float minimum = 0.0f;
      float maximum = 0.0f;

      if (scale == OV_TEMPLATE_SCALE_EACH && k != class_index)
        continue;
      ov_templates_get_range (self, k, &minimum, &maximum);
      extent = MAX (extent, MAX (-minimum, maximum));
    }

  return extent;
}

static void
colour (const OvTemplates *self,
        guint              class_index,
        float              extent,
        guint8            *rgb)
{
  for (guint channel = 0; channel < OV_IMAGE_CHANNELS; channel++)
    for (guint i = 0; i < OV_IMAGE_PIXELS; i++)
      {
        const float value = self->values[class_index][channel * OV_IMAGE_PIXELS + i];
        const float share = extent > 0.0f ? value / extent : 0.0f;

        rgb[i * OV_IMAGE_CHANNELS + channel] = (guint8) lrintf (MIDDLE + SWING * share);
      }
}

/**
 * ov_templates_all_to_rgb:
 * @self: templates
 * @scale: what the brightest colour stands for
 * @rgb: (out): [10 × 32 × 32 × 3], red, green and blue of each pixel, row by row
 *
 * Makes a picture of what each class has learned. Zero is mid-grey; a pixel that speaks for the
 * class is bright in its channel, one that speaks against it is dark.
 */
void
ov_templates_all_to_rgb (const OvTemplates *self,
                         OvTemplateScale    scale,
                         guint8            *rgb)
{
  float extent = 0.0f;

  g_return_if_fail (self != NULL);
  g_return_if_fail (rgb != NULL);

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      if (k == 0 || scale == OV_TEMPLATE_SCALE_EACH)
        extent = ov_templates_get_extent (self, scale, k);
      colour (self, k, extent, rgb + (gsize) k * OV_IMAGE_SIZE);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ink.h"

#include <math.h>

guint
ink_count (cairo_surface_t *surface,
           OvColour         ink)
{
  const guint32 wanted = (guint32) (lround (ink.red * 255) << 16 | lround (ink.green * 255) << 8
                                    | lround (ink.blue * 255));
  const int stride = cairo_image_surface_get_stride (surface);
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    {
      const guint8 *row = cairo_image_surface_get_data (surface) + y * stride;

      for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
        n += (((const guint32 *) (gconstpointer) row)[x] & 0xffffff) == wanted;
    }

  return n;
}

guint
ink_count_in_file (const char *path,
                   OvColour    ink)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  guint n;

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  n = ink_count (surface, ink);
  cairo_surface_destroy (surface);

  return n;
}

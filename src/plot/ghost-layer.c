/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ghost-layer.h"

#include <math.h>

#include "curve.h"

/* Fewer curves than this are drawn sooner than copied. */
#define LEAST_CURVES 8

struct _OvGhostLayer
{
  cairo_surface_t *surface;
  GBytes          *key; /* all that decides what is on it */
};

static gboolean
is_ghost (const OvSeries *series)
{
  return series->visible && series->faint;
}

static guint
count_ghosts (const OvChart *chart)
{
  guint n = 0;

  for (guint i = 0; i < chart->series->len; i++)
    n += is_ghost (g_ptr_array_index (chart->series, i));

  return n;
}

static void
add_numbers (GByteArray   *key,
             const double *numbers,
             gsize         n)
{
  g_byte_array_append (key, (const guint8 *) numbers, (guint) (n * sizeof *numbers));
}

static void
add_scale (GByteArray    *key,
           const OvScale *scale)
{
  const double numbers[] = {scale->low, scale->high, scale->start, scale->end, scale->beyond,
                            scale->knee, scale->shift, scale->logarithmic};

  add_numbers (key, numbers, G_N_ELEMENTS (numbers));
}

static GBytes *
make_key (const OvChart  *chart,
          const OvLayout *layout)
{
  const double numbers[] = {layout->width,
                            layout->height,
                            layout->unit,
                            layout->geometry.plot.x,
                            layout->geometry.plot.y,
                            layout->geometry.plot.width,
                            layout->geometry.plot.height,
                            chart->layer_scale,
                            chart->smoothing,
                            (double) chart->theme};
  GByteArray *key = g_byte_array_new ();

  add_numbers (key, numbers, G_N_ELEMENTS (numbers));
  add_scale (key, &layout->geometry.x);
  add_scale (key, &layout->geometry.y);
  for (guint i = 0; i < chart->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (chart->series, i);
      const double identity[] = {series->id, series->revision, series->emphasis};

      if (is_ghost (series))
        add_numbers (key, identity, G_N_ELEMENTS (identity));
    }

  return g_byte_array_free_to_bytes (key);
}

static void
fill (OvGhostLayer   *self,
      const OvChart  *chart,
      const OvLayout *layout)
{
  cairo_t *cr = cairo_create (self->surface);

  for (guint i = 0; i < chart->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (chart->series, i);

      if (is_ghost (series))
        ov_curve_draw (series, &layout->geometry, chart->theme, layout->unit, 0, cr);
    }
  cairo_destroy (cr);
}

static OvGhostLayer *
layer_new (const OvChart  *chart,
           const OvLayout *layout,
           GBytes         *key)
{
  const double scale = chart->layer_scale;
  OvGhostLayer *self = g_new0 (OvGhostLayer, 1);

  self->key = g_bytes_ref (key);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                              (int) ceil (layout->width * scale),
                                              (int) ceil (layout->height * scale));
  cairo_surface_set_device_scale (self->surface, scale, scale);
  fill (self, chart, layout);

  return self;
}

/**
 * ov_ghost_layer_free:
 * @self: (transfer full) (nullable): a layer
 */
void
ov_ghost_layer_free (OvGhostLayer *self)
{
  if (self == NULL)
    return;

  cairo_surface_destroy (self->surface);
  g_bytes_unref (self->key);
  g_free (self);
}

/**
 * ov_ghost_layer_draw:
 * @chart: a chart with valid ranges
 * @layout: its layout
 * @cr: where to draw; the caller has clipped to the plot
 *
 * Draws the faint curves from a picture of them, which is made anew only when something about them
 * has changed: an epoch of the run in front is no reason to draw fifty others.
 *
 * Returns: whether they are drawn; not where they are few, or the chart is to have no such picture
 */
gboolean
ov_ghost_layer_draw (OvChart        *chart,
                     const OvLayout *layout,
                     cairo_t        *cr)
{
  g_autoptr (GBytes) key = NULL;

  if (chart->layer_scale <= 0 || count_ghosts (chart) < LEAST_CURVES)
    {
      g_clear_pointer (&chart->layer, ov_ghost_layer_free);
      return FALSE;
    }

  key = make_key (chart, layout);
  if (chart->layer == NULL || !g_bytes_equal (chart->layer->key, key))
    {
      ov_ghost_layer_free (chart->layer);
      chart->layer = layer_new (chart, layout, key);
    }
  cairo_set_source_surface (cr, chart->layer->surface, 0, 0);
  cairo_paint (cr);

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "raster.h"

static void
draw_cb (cairo_t *cr,
         double   width,
         double   height,
         gpointer user_data)
{
  guint *calls = user_data;

  if (calls != NULL)
    (*calls)++;

  cairo_set_source_rgb (cr, 1, 0, 0);
  cairo_rectangle (cr, 0, 0, width / 2, height);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 1);
  cairo_rectangle (cr, width / 2, 0, width / 2, height);
  cairo_fill (cr);
}

/* Hands out the bytes of a file that lies in memory. */
static cairo_status_t
read_cb (void          *closure,
         unsigned char *data,
         unsigned int   length)
{
  return g_input_stream_read (closure, data, length, NULL, NULL) == (gssize) length
           ? CAIRO_STATUS_SUCCESS
           : CAIRO_STATUS_READ_ERROR;
}

static guint32
get_pixel (cairo_surface_t *surface,
           int              x,
           int              y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  return ((const guint32 *) (gconstpointer) (data
                                             + y * cairo_image_surface_get_stride (surface)))[x]
         & 0xffffff;
}

static void
test_render (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GInputStream) stream = NULL;
  cairo_surface_t *surface;
  guint calls = 0;

  bytes = ov_raster_render (60, 40, 1.5, draw_cb, &calls, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (calls, ==, 1);

  stream = g_memory_input_stream_new_from_bytes (bytes);
  surface = cairo_image_surface_create_from_png_stream (read_cb, stream);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 90);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 60);
  g_assert_cmphex (get_pixel (surface, 10, 10), ==, 0xff0000);
  g_assert_cmphex (get_pixel (surface, 80, 50), ==, 0x0000ff);
  cairo_surface_destroy (surface);
}

static void
test_sizes (void)
{
  static const struct
  {
    int width, height;
    double scale;
  } sizes[] = {
    {0, 10, 1},
    {10, -1, 1},
    {10, 10, 0},
    {10, 10, -2},
    {10, 10, 0.01},
    {10, 10, G_MAXDOUBLE},
    {20000, 10, 1},
    {10, 9000, 2},
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      guint calls = 0;

      g_assert_null (ov_raster_render (sizes[i].width, sizes[i].height, sizes[i].scale, draw_cb,
                                       &calls, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_cmpuint (calls, ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/raster/render", test_render);
  g_test_add_func ("/plot/raster/sizes", test_sizes);

  return g_test_run ();
}

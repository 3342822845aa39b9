/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture.h"

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
test_crisp (void)
{
  static const guint8 rgb[] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30};
  static const guint32 expected[2][2] = {{0xff0000, 0x00ff00}, {0x0000ff, 0x0a141e}};
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 120, 80);
  cairo_t *cr = cairo_create (surface);

  /* Every pixel of the result is one of the picture's colours: nothing is blended. */
  ov_picture_draw (cr, rgb, 2, 2, (cairo_rectangle_t) {10, 10, 100, 60});
  cairo_surface_flush (surface);
  for (int y = 10; y < 70; y++)
    for (int x = 10; x < 110; x++)
      g_assert_cmphex (get_pixel (surface, x, y), ==, expected[(y - 10) / 30][(x - 10) / 50]);

  g_assert_cmphex (get_pixel (surface, 9, 30), ==, 0);
  g_assert_cmphex (get_pixel (surface, 110, 30), ==, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static gboolean
overlap (const cairo_rectangle_t *a,
         const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height
         && b->y < a->y + a->height;
}

static void
test_sheet (void)
{
  static const int sizes[][2] = {{240, 560}, {560, 240}, {900, 480}, {150, 150}, {4000, 2000}};
  static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
  guint8 pixels[4 * 4 * 3];
  const guint8 *pictures[10];
  OvSheet sheet = {.pictures = pictures,
                   .names = names,
                   .n = 10,
                   .width = 4,
                   .height = 4,
                   .title = "Title",
                   .caption = "Caption",
                   .theme = OV_THEME_PAPER,
                   .chosen = 3};

  for (guint i = 0; i < G_N_ELEMENTS (pixels); i++)
    pixels[i] = (guint8) (200 - (i % 3) * 60);
  for (guint i = 0; i < 10; i++)
    pictures[i] = i == 7 ? NULL : pixels;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (sheet.columns = 0; sheet.columns <= 5; sheet.columns += 5)
      {
        double width = sizes[i][0], height = sizes[i][1];
        cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, sizes[i][0],
                                                               sizes[i][1]);
        cairo_t *cr = cairo_create (surface);
        cairo_rectangle_t areas[10];

        ov_sheet_draw (&sheet, cr, width, height);
        g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
        cairo_surface_flush (surface);

        for (guint j = 0; j < 10; j++)
          {
            double x, y;

            ov_sheet_get_area (&sheet, width, height, j, &areas[j]);
            g_assert_cmpfloat (areas[j].width, >, 4);
            g_assert_cmpfloat (areas[j].x, >=, 0);
            g_assert_cmpfloat (areas[j].y, >=, 0);
            g_assert_cmpfloat (areas[j].x + areas[j].width, <=, width);
            g_assert_cmpfloat (areas[j].y + areas[j].height, <=, height);
            for (guint k = 0; k < j; k++)
              g_assert_false (overlap (&areas[k], &areas[j]));

            x = areas[j].x + areas[j].width / 2;
            y = areas[j].y + areas[j].height / 2;
            g_assert_cmpint (ov_sheet_find (&sheet, width, height, x, y), ==, j);
            if (pictures[j] != NULL)
              g_assert_cmphex (get_pixel (surface, (int) x, (int) y), ==, 0xc88c50);
          }

        g_assert_cmpint (ov_sheet_find (&sheet, width, height, -1, -1), ==, -1);
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

static void
test_no_pictures (void)
{
  OvSheet sheet = {.width = 32, .height = 32, .chosen = -1};
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 50, 50);
  cairo_t *cr = cairo_create (surface);

  ov_sheet_draw (&sheet, cr, 50, 50);
  cairo_surface_flush (surface);
  g_assert_cmphex (get_pixel (surface, 25, 25), ==, 0xffffff);
  g_assert_cmpint (ov_sheet_find (&sheet, 50, 50, 25, 25), ==, -1);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/picture/crisp", test_crisp);
  g_test_add_func ("/plot/picture/sheet", test_sheet);
  g_test_add_func ("/plot/picture/no-pictures", test_no_pictures);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture.h"

#include <math.h>

/* Of a name that can be read, in pixels. */
#define LEAST_NAME_SIZE 9

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

/* In how many rows the pictures stand, which are all as long as the first. */
static guint
count_rows (const OvSheet *sheet,
            double         width,
            double         height)
{
  cairo_rectangle_t first, area;
  guint columns = 1;

  ov_sheet_get_area (sheet, width, height, 0, &first);
  for (; columns < sheet->n; columns++)
    {
      ov_sheet_get_area (sheet, width, height, columns, &area);
      if (area.y > first.y)
        break;
    }
  g_assert_cmpuint (sheet->n % columns, ==, 0);
  g_assert_cmpuint (ov_sheet_count_columns (sheet, width, height), ==, columns);

  return sheet->n / columns;
}

/* Whether nothing is drawn in a part of one column of pixels. */
static gboolean
is_blank (cairo_surface_t *surface,
          int              x,
          double           top,
          double           bottom)
{
  for (int y = (int) top; y < (int) bottom; y++)
    if (get_pixel (surface, x, y) != 0xffffff)
      return FALSE;

  return TRUE;
}

/* How much of a sheet beneath a picture is its name's. */
static int
measure_name (const OvSheet           *sheet,
              int                      width,
              int                      height,
              guint                    index,
              const cairo_rectangle_t *area)
{
  const double middle = area->x + area->width / 2, top = ceil (area->y + area->height);
  int bottom = (int) top;

  while (bottom < height && ov_sheet_find (sheet, width, height, middle, bottom) == (int) index)
    bottom++;

  return bottom - (int) top;
}

static gboolean
are_named (const OvSheet *sheet,
           int            width,
           int            height)
{
  cairo_rectangle_t area;

  ov_sheet_get_area (sheet, width, height, 0, &area);

  return measure_name (sheet, width, height, 0, &area) > 0;
}

/* Names are beneath their pictures, large enough to be read, and none reaches its neighbour or the
 * sheet's edge; or there are none. */
static void
check_names (const OvSheet *sheet,
             int            width,
             int            height,
             gboolean       has_names)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  cairo_rectangle_t area, next;

  ov_sheet_draw (sheet, cr, width, height);
  cairo_surface_flush (surface);
  for (guint i = 0; i < sheet->n; i++)
    {
      double top, bottom, middle, next_middle;

      ov_sheet_get_area (sheet, width, height, i, &area);
      ov_sheet_get_area (sheet, width, height, (i + 1) % sheet->n, &next);
      middle = area.x + area.width / 2;
      next_middle = next.x + next.width / 2;
      top = ceil (area.y + area.height);
      bottom = top + measure_name (sheet, width, height, i, &area);
      if (has_names)
        g_assert_cmpfloat (bottom, >, top + LEAST_NAME_SIZE);
      else
        g_assert_cmpfloat (bottom, ==, top);

      if (next.x > area.x)
        g_assert_true (is_blank (surface, (int) (middle + next_middle) / 2, top, bottom));
      g_assert_true (is_blank (surface, 0, top, bottom));
      g_assert_true (is_blank (surface, width - 1, top, bottom));
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Ten classes stand in two rows of five or in five rows of two, their names whole, in any room and
 * in any type; where the cells are too narrow for names there are none. */
static void
test_even_rows (void)
{
  static const struct
  {
    int width, height;
    guint rows;
    gboolean has_names;
  } sizes[] = {
    {176, 140, 2, FALSE},
    {190, 230, 5, TRUE},
    {230, 200, 2, FALSE},
    {310, 270, 2, TRUE},
    {340, 560, 5, TRUE},
    {720, 500, 2, TRUE},
  };
  static const char *const names[] = {"airplane", "automobile", "bird", "cat", "deer",
                                      "dog", "frog", "horse", "ship", "truck"};
  const guint8 *pictures[10] = {NULL};
  OvSheet sheet = {.pictures = pictures,
                   .names = names,
                   .n = 10,
                   .width = 32,
                   .height = 32,
                   .is_even = TRUE,
                   .theme = OV_THEME_LIGHT,
                   .chosen = -1};

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (sheet.type_scale = 1.0; sheet.type_scale <= 2.0; sheet.type_scale += 0.5)
      {
        const guint n_rows = count_rows (&sheet, sizes[i].width, sizes[i].height);
        const gboolean has_names = are_named (&sheet, sizes[i].width, sizes[i].height);

        if (sheet.type_scale == 1.0)
          {
            g_assert_cmpuint (n_rows, ==, sizes[i].rows);
            g_assert_true (has_names == sizes[i].has_names);
          }
        g_assert_true (n_rows == 2 || n_rows == 5);
        check_names (&sheet, sizes[i].width, sizes[i].height, has_names);
      }
}

/* In a high sheet the rows stay together, as far from its top as from its bottom. */
static void
test_high_sheet (void)
{
  static const char *const names[] = {"disc", "ring", "cross", "dots", "bars", "gradient"};
  const guint8 *pictures[6] = {NULL};
  const OvSheet sheet = {.pictures = pictures,
                         .names = names,
                         .n = 6,
                         .width = 32,
                         .height = 32,
                         .columns = 3,
                         .theme = OV_THEME_LIGHT,
                         .chosen = -1};
  const int width = 300, height = 600;
  cairo_rectangle_t upper, lower;
  double name_height;

  ov_sheet_get_area (&sheet, width, height, 0, &upper);
  ov_sheet_get_area (&sheet, width, height, 3, &lower);
  name_height = measure_name (&sheet, width, height, 0, &upper);
  g_assert_cmpfloat (lower.y - upper.y, <, upper.height + name_height + 30.0);
  g_assert_cmpfloat_with_epsilon (upper.y, height - lower.y - lower.height - name_height, 2.0);
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
  g_test_add_func ("/plot/picture/even-rows", test_even_rows);
  g_test_add_func ("/plot/picture/high-sheet", test_high_sheet);
  g_test_add_func ("/plot/picture/no-pictures", test_no_pictures);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "png.h"

#define OLD "the old file"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("overshoot-png-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "chart.png", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->path);
  /* Fails, and so does the test, when anything else was left in the folder. */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
draw_cb (cairo_t  *cr,
         double    width,
         double    height,
         gpointer  user_data)
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

/* Noise does not compress, so that the file is as large as its pixels. */
static void
draw_noise_cb (cairo_t  *cr,
               double    width,
               double    height,
               gpointer  user_data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        cairo_set_source_rgb (cr, g_rand_double (random), g_rand_double (random),
                              g_rand_double (random));
        cairo_rectangle (cr, x, y, 1, 1);
        cairo_fill (cr);
      }
}

static void
write_old (const Fixture *fixture)
{
  g_assert_true (g_file_set_contents (fixture->path, OLD, -1, NULL));
}

static void
assert_old (const Fixture *fixture)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, OLD);
}

static guint32
get_pixel (cairo_surface_t *surface,
           int              x,
           int              y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  return ((const guint32 *) (gconstpointer) (data +
                                             y * cairo_image_surface_get_stride (surface)))[x] &
         0xffffff;
}

static void
test_write (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;
  guint calls = 0;

  write_old (fixture);
  g_assert_true (ov_png_write (fixture->path, 60, 40, 1.5, draw_cb, &calls, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (calls, ==, 1);

  surface = cairo_image_surface_create_from_png (fixture->path);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 90);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 60);
  g_assert_cmphex (get_pixel (surface, 10, 10), ==, 0xff0000);
  g_assert_cmphex (get_pixel (surface, 80, 50), ==, 0x0000ff);
  cairo_surface_destroy (surface);
}

static void
test_mode (Fixture       *fixture,
           gconstpointer  data)
{
  mode_t mask = umask (022);
  GStatBuf status;

  g_assert_true (ov_png_write (fixture->path, 10, 10, 1, draw_cb, NULL, NULL));
  umask (mask);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  /* Others may read it, as any file that a program saves. */
  g_assert_cmpint (status.st_mode & 0777, ==, 0644);
}

static void
test_missing_folder (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "nowhere", "chart.png", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_png_write (path, 10, 10, 1, draw_cb, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "nowhere"));
}

static void
test_through_a_file (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->path, "chart.png", NULL);
  g_autoptr (GError) error = NULL;

  write_old (fixture);
  g_assert_false (ov_png_write (path, 10, 10, 1, draw_cb, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  assert_old (fixture);
}

static void
test_onto_a_folder (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_png_write (fixture->folder, 10, 10, 1, draw_cb, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_assert_true (g_file_test (fixture->folder, G_FILE_TEST_IS_DIR));
}

static void
test_onto_a_device (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_png_write ("/dev/null", 10, 10, 1, draw_cb, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_false (g_file_test ("/dev/null", G_FILE_TEST_IS_REGULAR));
}

/* A limit on the size of files stops the writing midway, as a full disk does, for root as well. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  struct rlimit before, limit;
  g_autoptr (GError) error = NULL;

  write_old (fixture);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (ov_png_write (fixture->path, 100, 100, 1, draw_noise_cb, NULL, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  assert_old (fixture);
}

static void
test_sizes (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct
  {
    int width, height;
    double scale;
  } sizes[] = {
    {0, 10, 1},     {10, -1, 1},           {10, 10, 0},    {10, 10, -2},
    {10, 10, 0.01}, {10, 10, G_MAXDOUBLE}, {20000, 10, 1}, {10, 9000, 2},
  };

  write_old (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      guint calls = 0;

      g_assert_false (ov_png_write (fixture->path, sizes[i].width, sizes[i].height, sizes[i].scale,
                                    draw_cb, &calls, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_cmpuint (calls, ==, 0);
    }

  assert_old (fixture);
}

#define add(path, function) \
  g_test_add ("/plot/png/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("write", test_write);
  add ("mode", test_mode);
  add ("missing-folder", test_missing_folder);
  add ("through-a-file", test_through_a_file);
  add ("onto-a-folder", test_onto_a_folder);
  add ("onto-a-device", test_onto_a_device);
  add ("full-disk", test_full_disk);
  add ("sizes", test_sizes);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures are written in the format that their names say, or not at all. */

#include <glib/gstdio.h>
#include <string.h>

#include "error.h"
#include "picture-file.h"

static void
draw_cb (cairo_t *cr,
         double   width,
         double   height,
         gpointer user_data)
{
  guint *calls = user_data;

  (*calls)++;
  cairo_rectangle (cr, 0.0, 0.0, width, height);
  cairo_fill (cr);
}

static void
test_written (void)
{
  static const char *const names[] = {"a.png", "b.PNG"};
  g_autofree char *folder = g_dir_make_tmp ("overshoot-test-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (GError) error = NULL;
      cairo_surface_t *surface;
      guint calls = 0;
      const OvPicturePage page = {30, 20, 2.0, draw_cb, &calls};

      g_assert_true (ov_picture_file_write (path, &page, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (calls, ==, 1);
      surface = cairo_image_surface_create_from_png (path);
      g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 60);
      g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 40);
      cairo_surface_destroy (surface);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Nothing is drawn for a place that cannot be written, and nothing is left there. */
static void
test_refused (void)
{
  static const char *const names[] = {"a.jpg", "a.eps", "a.ps", "a", "none/a.png", "", ".png"};
  g_autofree char *folder = g_dir_make_tmp ("overshoot-test-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat (folder, "/", names[i], NULL);
      g_autoptr (GError) error = NULL;
      guint calls = 0;
      const OvPicturePage page = {30, 20, 2.0, draw_cb, &calls};

      g_assert_false (ov_picture_file_write (path, &page, &error));
      g_assert_error (error, OV_ERROR, OV_ERROR_FILE);
      g_assert_nonnull (strstr (error->message, folder));
      g_assert_cmpuint (calls, ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figure/picture-file/written", test_written);
  g_test_add_func ("/figure/picture-file/refused", test_refused);

  return g_test_run ();
}

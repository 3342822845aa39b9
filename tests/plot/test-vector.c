/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures made of lines: in both formats text stays text. */

#include "vector.h"

#include <string.h>

#include "text.h"

#define WORDS "Loss & “accuracy” <5>"

static void
draw_cb (cairo_t *cr,
         double   width,
         double   height,
         gpointer user_data)
{
  const OvColour ink = ov_palette_get_role (OV_THEME_PAPER, OV_ROLE_TEXT);
  const char *words = user_data;

  cairo_rectangle (cr, 0.0, 0.0, width, height);
  cairo_stroke (cr);
  ov_text_draw (cr, words, 12.0, OV_TEXT_BOLD, &ink, 10.0, 10.0, 0.0);
  cairo_save (cr);
  cairo_rotate (cr, -0.5);
  ov_text_draw (cr, "turned", 12.0, OV_TEXT_PLAIN, &ink, 10.0, 50.0, 0.0);
  cairo_restore (cr);
  ov_text_draw (cr, "one two three four", 12.0, OV_TEXT_WRAPPED, &ink, 10.0, 60.0, 60.0);
  ov_text_draw (cr, "what is too long for its place", 12.0, OV_TEXT_PLAIN, &ink, 10.0, 90.0, 80.0);
}

static char *
render_svg (const char *words,
            const char *note)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ov_svg_render (300, 200, draw_cb, (gpointer) words, note, &error);

  g_assert_no_error (error);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static guint
count (const char *text,
       const char *part)
{
  guint n = 0;

  for (const char *place = text; (place = strstr (place, part)) != NULL; place += strlen (part))
    n++;

  return n;
}

/* Every word is an element, in its place and its lines, and no glyph is an outline. */
static void
test_svg (void)
{
  g_autofree char *svg = render_svg (WORDS, NULL);

  g_assert_cmpuint (count (svg, "<text"), ==, 4);
  g_assert_nonnull (strstr (svg, ">Loss &amp; “accuracy” &lt;5&gt;</tspan></text>"));
  g_assert_nonnull (strstr (svg, " font-weight=\"bold\""));
  g_assert_nonnull (strstr (svg, ">turned</tspan>"));
  g_assert_nonnull (strstr (svg, ">one two</tspan><tspan"));
  g_assert_nonnull (strstr (svg, "…</tspan>"));
  g_assert_null (strstr (svg, "for its place"));
  g_assert_null (strstr (svg, "glyph"));
  g_assert_null (strstr (svg, "<image"));
  g_assert_nonnull (strstr (svg, "width=\"300pt\" height=\"200pt\""));
}

/* What XML cannot hold becomes a space, and the document stays one. */
static void
test_svg_control_characters (void)
{
  g_autofree char *svg = render_svg ("a\x01"
                                     "b\x1b[1mc",
                                     NULL);

  g_assert_nonnull (strstr (svg, ">a b [1mc<"));
}

static void
test_pdf (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ov_pdf_render (300, 200, draw_cb, (gpointer) WORDS, NULL, &error);
  const char *data = g_bytes_get_data (bytes, NULL);
  const gsize size = g_bytes_get_size (bytes);

  g_assert_no_error (error);
  g_assert_cmpmem (data, 8, "%PDF-1.4", 8);
  g_assert_nonnull (memmem (data, size, "/FontFile", 9));
  g_assert_nonnull (memmem (data, size, "/ToUnicode", 10));
  g_assert_nonnull (memmem (data, size, "0 0 300 200", 11));
}

static void
test_sizes (void)
{
  static const int sizes[][2] = {{0, 10}, {10, -1}, {OV_PICTURE_MOST_SIDE + 1, 10}};

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) svg = NULL;
      g_autoptr (GError) pdf = NULL;

      g_assert_null (ov_svg_render (sizes[i][0], sizes[i][1], draw_cb, NULL, NULL, &svg));
      g_assert_error (svg, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_null (ov_pdf_render (sizes[i][0], sizes[i][1], draw_cb, NULL, NULL, &pdf));
      g_assert_error (pdf, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/vector/svg", test_svg);
  g_test_add_func ("/plot/vector/svg-control-characters", test_svg_control_characters);
  g_test_add_func ("/plot/vector/pdf", test_pdf);
  g_test_add_func ("/plot/vector/sizes", test_sizes);

  return g_test_run ();
}

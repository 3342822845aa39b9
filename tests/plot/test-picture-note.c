/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The text that a picture carries is read back as it was, and from nothing else. */

#include "picture-note.h"

#include <string.h>

#include "vector.h"

#define NOTE "{\"a\": \"(b) \\\\ \\u00e9 <c> & ) '\", \"d\": [1, 2]}"

static void
draw_cb (cairo_t *cr,
         double   width,
         double   height,
         gpointer user_data)
{
  cairo_rectangle (cr, 0.0, 0.0, width / 2, height);
  cairo_fill (cr);
}

static GBytes *
render_png (const char *note)
{
  return ov_raster_render (30, 20, 2.0, draw_cb, NULL, note, NULL);
}

static GBytes *
render_svg (const char *note)
{
  return ov_svg_render (30, 20, draw_cb, NULL, note, NULL);
}

static GBytes *
render_pdf (const char *note)
{
  return ov_pdf_render (30, 20, draw_cb, NULL, note, NULL);
}

static GBytes *(*const formats[]) (const char *note) = {render_png, render_svg, render_pdf};

static char *
read_note (GBytes *bytes,
           gsize   size)
{
  return ov_picture_note_read (g_bytes_get_data (bytes, NULL), size);
}

static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) with = formats[i](NOTE);
      g_autoptr (GBytes) without = formats[i](NULL);
      g_autofree char *note = read_note (with, g_bytes_get_size (with));

      g_assert_cmpstr (note, ==, NOTE);
      g_assert_null (read_note (without, g_bytes_get_size (without)));
      g_assert_true (ov_picture_note_is_picture (g_bytes_get_data (with, NULL),
                                                 OV_PICTURE_NOTE_HEAD, i == 1 ? "a.SVG" : "a"));
    }
}

static void
test_long (void)
{
  g_autofree char *body = g_strnfill (300000, 'x');
  g_autofree char *note = g_strdup_printf ("{\"a\": \"%s\"}", body);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) bytes = formats[i](note);
      g_autofree char *found = read_note (bytes, g_bytes_get_size (bytes));

      g_assert_cmpstr (found, ==, note);
    }
}

/* What is cut off or changed has the note, another text or none; nothing else happens. */
static void
test_damaged (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) bytes = formats[i](NOTE);
      const gsize size = g_bytes_get_size (bytes);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);

      for (gsize n = 0; n <= size; n += 3)
        g_free (read_note (bytes, n));
      for (gsize k = 0; k < size; k += 3)
        {
          copy[k] ^= 0x41;
          g_free (ov_picture_note_read (copy, size));
          copy[k] ^= 0x41;
        }
    }
}

static void
test_nothing (void)
{
  static const char *const texts[] = {
    "",
    "<",
    "<svg/>",
    "<svg><metadata/></svg>",
    "%PDF-1.4 /Keywords (",
    "%PDF-1.4 /Keywords ({\\",
    "%PDF-1.4 /Keywords (words)",
    "\x89PNG\r\n\x1a\n",
    "no picture",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (ov_picture_note_read (texts[i], strlen (texts[i])));
}

/* A file with nothing but keywords, each of which reaches to its end, is looked through in no time:
 * all of them would take hours. */
static void
test_many (void)
{
  static const char key[] = "/Keywords (";
  g_autoptr (GString) text = g_string_new ("%PDF-1.4 ");

  for (guint i = 0; i < 1000000; i++)
    g_string_append_len (text, key, sizeof key - 1);
  g_string_append_c (text, ')');
  g_assert_null (ov_picture_note_read (text->str, text->len));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/picture-note/read", test_read);
  g_test_add_func ("/plot/picture-note/long", test_long);
  g_test_add_func ("/plot/picture-note/damaged", test_damaged);
  g_test_add_func ("/plot/picture-note/nothing", test_nothing);
  g_test_add_func ("/plot/picture-note/many", test_many);

  return g_test_run ();
}

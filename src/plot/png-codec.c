/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "png-codec.h"

#include <glib/gi18n-lib.h>
#include <png.h>
#include <string.h>

/* All that sees libpng: cairo writes PNG files as well, but none that carry a text. */

/* The keyword of the text. */
#define KEYWORD "overshoot"

/* The longest text that is read, in bytes. */
#define MOST_TEXT (4 * 1024 * 1024)

/* A point is 1/72 of an inch. */
#define POINTS_A_METRE (72.0 / 0.0254)

/* What is written. */
typedef struct
{
  cairo_surface_t *surface;
  double           scale;
  const char      *note;
  gboolean         is_opaque;
  guint8          *row;   /* [width × 4 bytes] */
  GByteArray      *bytes; /* where to */
} Picture;

/* What is read. */
typedef struct
{
  const guint8 *data;
  gsize         size;
  gsize         place;
} Source;

/* libpng's functions are left by longjmp() when something is wrong. */
static void
fail_cb (png_structp     png,
         png_const_charp message)
{
  png_longjmp (png, 1);
}

static void
warn_cb (png_structp     png,
         png_const_charp message)
{
}

static void
write_cb (png_structp png,
          png_bytep   data,
          gsize       length)
{
  g_byte_array_append (png_get_io_ptr (png), data, (guint) length);
}

static void
flush_cb (png_structp png)
{
}

static const guint32 *
get_row (cairo_surface_t *surface,
         int              y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  return (gconstpointer) (data + (gsize) y * (gsize) cairo_image_surface_get_stride (surface));
}

static gboolean
is_opaque (cairo_surface_t *surface)
{
  const int width = cairo_image_surface_get_width (surface);
  const int height = cairo_image_surface_get_height (surface);

  for (int y = 0; y < height; y++)
    {
      const guint32 *row = get_row (surface, y);

      for (int x = 0; x < width; x++)
        if (row[x] >> 24 != 0xff)
          return FALSE;
    }

  return TRUE;
}

/* A channel that cairo has multiplied by the alpha. */
static guint8
divide (guint32 pixel,
        guint   shift)
{
  const guint32 alpha = pixel >> 24;

  return alpha == 0 ? 0 : (guint8) (((pixel >> shift & 0xff) * 255 + alpha / 2) / alpha);
}

static void
fill_row (const Picture *self,
          int            y)
{
  const guint32 *pixels = get_row (self->surface, y);
  const int width = cairo_image_surface_get_width (self->surface);
  guint8 *out = self->row;

  for (int x = 0; x < width; x++)
    {
      *out++ = divide (pixels[x], 16);
      *out++ = divide (pixels[x], 8);
      *out++ = divide (pixels[x], 0);
      if (!self->is_opaque)
        *out++ = (guint8) (pixels[x] >> 24);
    }
}

static gboolean
write_picture (png_structp    png,
               png_infop      info,
               const Picture *self)
{
  const png_uint_32 resolution = (png_uint_32) (self->scale * POINTS_A_METRE + 0.5);
  const int height = cairo_image_surface_get_height (self->surface);
  png_text text = {
    .compression = PNG_TEXT_COMPRESSION_NONE,
    .key = (char *) KEYWORD,
    .text = (char *) self->note,
  };

  if (setjmp (png_jmpbuf (png)) != 0)
    return FALSE;

  png_set_write_fn (png, self->bytes, write_cb, flush_cb);
  png_set_IHDR (png, info, (png_uint_32) cairo_image_surface_get_width (self->surface),
                (png_uint_32) height, 8,
                self->is_opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA,
                PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs (png, info, resolution, resolution, PNG_RESOLUTION_METER);
  if (self->note != NULL)
    png_set_text (png, info, &text, 1);
  png_write_info (png, info);
  for (int y = 0; y < height; y++)
    {
      fill_row (self, y);
      png_write_row (png, self->row);
    }
  png_write_end (png, info);

  return TRUE;
}

/**
 * ov_png_encode:
 * @surface: an ARGB32 image surface, flushed
 * @scale: pixels a point, which says how large the picture is on paper
 * @note: (nullable): a text that the file carries, of printable ASCII characters
 * @error: return location for an error in the G_IO_ERROR domain
 *
 * Returns: (transfer full) (nullable): what a PNG file of the picture holds, or %NULL when memory
 *   is short
 */
GBytes *
ov_png_encode (cairo_surface_t *surface,
               double           scale,
               const char      *note,
               GError         **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *row = NULL;
  Picture picture = {.surface = surface, .scale = scale, .note = note, .bytes = bytes};
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, fail_cb, warn_cb);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;
  gboolean is_written;

  g_return_val_if_fail (surface != NULL, NULL);

  picture.is_opaque = is_opaque (surface);
  row = g_malloc (4 * (gsize) cairo_image_surface_get_width (surface));
  picture.row = row;
  is_written = info != NULL && write_picture (png, info, &picture);
  png_destroy_write_struct (&png, &info);
  if (is_written)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       _("The picture could not be written as PNG; try a smaller size."));

  return NULL;
}

static void
read_cb (png_structp png,
         png_bytep   data,
         gsize       length)
{
  Source *source = png_get_io_ptr (png);

  if (length > source->size - source->place)
    png_error (png, "short");
  memcpy (data, source->data + source->place, length);
  source->place += length;
}

/* Reads all that stands before the pixels. Returns NULL when the text is not there. */
static char *
read_text (png_structp png,
           png_infop   info,
           Source     *source)
{
  png_textp texts = NULL;
  int n_texts = 0;

  if (setjmp (png_jmpbuf (png)) != 0)
    return NULL;

  png_set_read_fn (png, source, read_cb);
  png_set_chunk_malloc_max (png, MOST_TEXT);
  png_read_info (png, info);
  png_get_text (png, info, &texts, &n_texts);
  for (int i = 0; i < n_texts; i++)
    if (strcmp (texts[i].key, KEYWORD) == 0 && texts[i].text != NULL)
      return g_strdup (texts[i].text);

  return NULL;
}

/**
 * ov_png_read_note:
 * @data: [@size] bytes of a file that may hold anything
 * @size: how many
 *
 * Returns: (transfer full) (nullable): the text that the file carries, or %NULL when there is none
 */
char *
ov_png_read_note (gconstpointer data,
                  gsize         size)
{
  Source source = {.data = data, .size = size};
  png_structp png = png_create_read_struct (PNG_LIBPNG_VER_STRING, NULL, fail_cb, warn_cb);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;
  char *text;

  text = info != NULL ? read_text (png, info, &source) : NULL;
  png_destroy_read_struct (&png, &info, NULL);

  return text;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "svg-text.h"

#include <math.h>
#include <string.h>

#include "picture-note.h"

/*
 * cairo draws the glyphs of an SVG file as outlines: nobody can search, copy or correct them. So
 * that text stays text, the place of each is taken by an empty image that names it by its URI,
 * which cairo writes down with its transformation and in its order; afterwards the image becomes a
 * <text>.
 */

/* How the URIs begin. */
#define SCHEME "overshoot-text:"

/* Of the element that holds the note. */
#define NOTE_NAMESPACE "urn:io.github.overshoot:runs"

struct _OvSvgTexts
{
  GPtrArray *texts; /* of char, what stands in each <text> from its attributes on */
};

/* A document that is written again. */
typedef struct
{
  OvSvgTexts *texts;
  const char *note;
  GHashTable *places; /* from the id of an image to the number of its text, counted from 1 */
  GString    *out;
  guint       n_placed;   /* texts that have become elements */
  guint       n_skipped;  /* elements that are open and are left out */
  gboolean    is_started; /* whether the root has begun */
} Rewriter;

static const cairo_user_data_key_t key;

/**
 * ov_svg_texts_new:
 * @surface: an SVG surface on which nothing has been drawn; it must not outlive what is returned
 *
 * Returns: (transfer full): its words, from now on
 */
OvSvgTexts *
ov_svg_texts_new (cairo_surface_t *surface)
{
  OvSvgTexts *self = g_new0 (OvSvgTexts, 1);

  self->texts = g_ptr_array_new_with_free_func (g_free);
  cairo_surface_set_user_data (surface, &key, self, NULL);

  return self;
}

/**
 * ov_svg_texts_free:
 * @self: the words of a surface that is finished
 */
void
ov_svg_texts_free (OvSvgTexts *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->texts);
  g_free (self);
}

/**
 * ov_svg_texts_find:
 * @cr: a cairo context
 *
 * Returns: (transfer none) (nullable): the words of the surface that it draws on, or %NULL when
 *   text is to be drawn as usual
 */
OvSvgTexts *
ov_svg_texts_find (cairo_t *cr)
{
  cairo_surface_t *surface = cairo_get_target (cr);

  return surface == cairo_get_group_target (cr) ? cairo_surface_get_user_data (surface, &key)
                                                : NULL;
}

/* XML has no control characters, not even escaped ones. */
static void
append_escaped (GString    *text,
                const char *words,
                gsize       length)
{
  g_autofree char *plain = g_strndup (words, length);
  g_autofree char *escaped = NULL;

  for (char *c = plain; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  escaped = g_markup_escape_text (plain, -1);
  g_string_append (text, escaped);
}

/* What a line shows: the end of one that is elided is not in its text. */
static void
append_line (GString         *text,
             PangoLayout     *layout,
             PangoLayoutLine *line)
{
  const char *words = pango_layout_get_text (layout);

  if (!pango_layout_is_ellipsized (layout))
    {
      gsize length = (gsize) line->length;

      while (length > 0 && words[line->start_index + (int) length - 1] == ' ')
        length--;
      append_escaped (text, words + line->start_index, length);
      return;
    }

  for (GSList *run = line->runs; run != NULL; run = run->next)
    {
      const PangoItem *item = ((PangoLayoutRun *) run->data)->item;

      if (item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS)
        g_string_append (text, "…");
      else
        append_escaped (text, words + item->offset, (gsize) item->length);
    }
}

static void
append_attribute (GString    *text,
                  const char *name,
                  double      value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, " %s=\"%s\"", name,
                          g_ascii_formatd (buffer, sizeof buffer, "%.6g", value));
}

static void
append_style (GString                    *text,
              const PangoFontDescription *font,
              const OvColour             *colour)
{
  g_autofree char *family = g_markup_escape_text (pango_font_description_get_family (font), -1);
  g_autofree char *fill = ov_palette_to_hex (colour);

  g_string_append_printf (text, " font-family=\"%s\"", family);
  append_attribute (text, "font-size",
                    (double) pango_font_description_get_size (font) / PANGO_SCALE);
  if (pango_font_description_get_weight (font) >= PANGO_WEIGHT_BOLD)
    g_string_append (text, " font-weight=\"bold\"");
  g_string_append_printf (text, " fill=\"%s\"", fill);
  if (colour->alpha < 1.0)
    append_attribute (text, "fill-opacity", colour->alpha);
  g_string_append (text, " style=\"font-variant-numeric:tabular-nums;white-space:pre\"");
}

/* Another machine may have other fonts: the length keeps the words in their place. */
static char *
make_text (PangoLayout    *layout,
           const OvColour *colour)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  GString *text = g_string_new (NULL);

  append_style (text, pango_layout_get_font_description (layout), colour);
  g_string_append_c (text, '>');
  do
    {
      PangoRectangle extents;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      g_string_append (text, "<tspan");
      append_attribute (text, "x", (double) extents.x / PANGO_SCALE);
      append_attribute (text, "y",
                        (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE);
      if (extents.width > 0)
        append_attribute (text, "textLength", (double) extents.width / PANGO_SCALE);
      g_string_append (text, " lengthAdjust=\"spacingAndGlyphs\"");
      g_string_append_c (text, '>');
      append_line (text, layout, pango_layout_iter_get_line_readonly (iter));
      g_string_append (text, "</tspan>");
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);

  return g_string_free (text, FALSE);
}

/**
 * ov_svg_texts_add:
 * @self: the words of a surface
 * @cr: draws on that surface
 * @layout: the text
 * @colour: of the text
 * @x: left edge
 * @y: top edge
 *
 * Puts a text on the surface.
 */
void
ov_svg_texts_add (OvSvgTexts     *self,
                  cairo_t        *cr,
                  PangoLayout    *layout,
                  const OvColour *colour,
                  double          x,
                  double          y)
{
  cairo_surface_t *image;
  char *uri;
  int width;
  int height;

  g_return_if_fail (self != NULL && cr != NULL && layout != NULL && colour != NULL);

  pango_layout_get_pixel_size (layout, &width, &height);
  if (width < 1 || height < 1)
    return;

  g_ptr_array_add (self->texts, make_text (layout, colour));
  uri = g_strdup_printf (SCHEME "%u", self->texts->len);
  image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  /* cairo does not paint what it knows to be empty. */
  cairo_surface_mark_dirty (image);
  cairo_surface_set_mime_data (image, CAIRO_MIME_TYPE_URI, (const guchar *) uri, strlen (uri),
                               g_free, uri);
  cairo_save (cr);
  cairo_set_source_surface (cr, image, x, y);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}

static const char *
find_attribute (const char **names,
                const char **values,
                const char  *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return values[i];

  return NULL;
}

/* The number of the text that an element stands for, or 0. */
static guint
find_text (Rewriter    *self,
           const char  *element,
           const char **names,
           const char **values)
{
  const char *link = find_attribute (names, values, "xlink:href");

  if (link == NULL)
    return 0;
  if (strcmp (element, "image") == 0 && g_str_has_prefix (link, SCHEME))
    return (guint) g_ascii_strtoull (link + strlen (SCHEME), NULL, 10);
  if (strcmp (element, "use") == 0 && *link == '#')
    return GPOINTER_TO_UINT (g_hash_table_lookup (self->places, link + 1));

  return 0;
}

static void
place_text (Rewriter   *self,
            guint       number,
            const char *transform)
{
  g_string_append (self->out, "<text");
  if (transform != NULL)
    g_string_append_printf (self->out, " transform=\"%s\"", transform);
  g_string_append (self->out, g_ptr_array_index (self->texts->texts, number - 1));
  g_string_append (self->out, "</text>");
  self->n_placed++;
}

static void
append_note (Rewriter *self)
{
  g_string_append (self->out, "\n<metadata><" OV_PICTURE_NOTE_ELEMENT
                              " xmlns=\"" NOTE_NAMESPACE "\">");
  append_escaped (self->out, self->note, strlen (self->note));
  g_string_append (self->out, "</" OV_PICTURE_NOTE_ELEMENT "></metadata>");
}

static void
start_cb (GMarkupParseContext *context,
          const char          *element,
          const char         **names,
          const char         **values,
          gpointer             user_data,
          GError             **error)
{
  Rewriter *self = user_data;
  const guint number = find_text (self, element, names, values);
  const char *id = find_attribute (names, values, "id");

  if (self->n_skipped > 0 || (number > 0 && number <= self->texts->texts->len))
    {
      if (self->n_skipped++ == 0 && strcmp (element, "image") == 0 && id != NULL)
        g_hash_table_insert (self->places, g_strdup (id), GUINT_TO_POINTER (number));
      else if (self->n_skipped == 1)
        place_text (self, number, find_attribute (names, values, "transform"));
      return;
    }

  g_string_append_printf (self->out, "<%s", element);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = g_markup_escape_text (values[i], -1);

      g_string_append_printf (self->out, " %s=\"%s\"", names[i], value);
    }
  /* Templates have large pixels, whose edges are seen. */
  if (strcmp (element, "image") == 0)
    g_string_append (self->out, " style=\"image-rendering:pixelated\"");
  g_string_append_c (self->out, '>');
  if (!self->is_started && self->note != NULL)
    append_note (self);
  self->is_started = TRUE;
}

static void
end_cb (GMarkupParseContext *context,
        const char          *element,
        gpointer             user_data,
        GError             **error)
{
  Rewriter *self = user_data;

  if (self->n_skipped > 0)
    self->n_skipped--;
  else
    g_string_append_printf (self->out, "</%s>", element);
}

static void
text_cb (GMarkupParseContext *context,
         const char          *text,
         gsize                length,
         gpointer             user_data,
         GError             **error)
{
  Rewriter *self = user_data;
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) length);

  if (self->n_skipped == 0)
    g_string_append (self->out, escaped);
}

static void
passthrough_cb (GMarkupParseContext *context,
                const char          *text,
                gsize                length,
                gpointer             user_data,
                GError             **error)
{
  Rewriter *self = user_data;

  g_string_append_len (self->out, text, (gssize) length);
}

/**
 * ov_svg_texts_write:
 * @self: the words of a surface that is finished
 * @svg: what cairo has written
 * @length: in bytes
 * @note: (nullable): a text that the file carries, of printable ASCII characters
 *
 * Puts the words into the document.
 *
 * Returns: (transfer full) (nullable): the document, or %NULL when a word has not found its place
 */
char *
ov_svg_texts_write (OvSvgTexts *self,
                    const char *svg,
                    gsize       length,
                    const char *note)
{
  static const GMarkupParser parser = {
    .start_element = start_cb,
    .end_element = end_cb,
    .text = text_cb,
    .passthrough = passthrough_cb,
  };
  g_autoptr (GHashTable) places = NULL;
  g_autoptr (GString) out = NULL;
  g_autoptr (GMarkupParseContext) context = NULL;
  Rewriter rewriter = {.texts = self, .note = note};

  g_return_val_if_fail (self != NULL && svg != NULL, NULL);

  rewriter.places = places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  rewriter.out = out = g_string_sized_new (length);
  context = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, &rewriter, NULL);
  if (!g_markup_parse_context_parse (context, svg, (gssize) length, NULL)
      || !g_markup_parse_context_end_parse (context, NULL)
      || rewriter.n_placed != self->texts->len)
    return NULL;

  return g_string_free (g_steal_pointer (&out), FALSE);
}

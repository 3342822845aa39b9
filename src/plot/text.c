/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "svg-text.h"

/* What GNOME has, then what every machine has. */
#define FONT_FAMILY "Cantarell, Inter, DejaVu Sans, sans-serif"

/* One layout a thread is used over and over: making a context for each label would take longer than
 * the label itself. Font maps of pangocairo belong to a thread as well. */
static PangoLayout *
prepare_layout (const char *text,
                double      size,
                OvTextFlags flags,
                double      most_width)
{
  static GPrivate key = G_PRIVATE_INIT (g_object_unref);
  PangoLayout *layout = g_private_get (&key);
  g_autoptr (PangoFontDescription) font = NULL;

  if (layout == NULL)
    {
      PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
      cairo_font_options_t *options = cairo_font_options_create ();

      /* The same measures at every scale and rotation: what fits on the screen fits on paper. */
      cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
      cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
      cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
      pango_cairo_context_set_font_options (context, options);
      pango_context_set_round_glyph_positions (context, FALSE);
      cairo_font_options_destroy (options);

      layout = pango_layout_new (context);
      g_object_unref (context);
      /* Digits of one width, so that numbers do not dance while they change. */
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (layout, attributes);
      g_private_set (&key, layout);
    }

  font = pango_font_description_from_string (FONT_FAMILY);
  pango_font_description_set_absolute_size (font, MAX (size, 1) * PANGO_SCALE);
  if (flags & OV_TEXT_BOLD)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, most_width > 0 ? (int) ceil (most_width * PANGO_SCALE) : -1);
  pango_layout_set_alignment (layout,
                              flags & OV_TEXT_CENTRED ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout,
                              flags & OV_TEXT_WRAPPED ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, (flags & OV_TEXT_WRAPPED) == 0);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

/**
 * ov_text_measure:
 * @text: UTF-8
 * @size: of the type, in user units
 * @flags: how it is set
 * @most_width: where it is wrapped or elided, or 0 for nowhere
 * @width: (out) (optional): what it takes
 * @height: (out) (optional): what it takes
 */
void
ov_text_measure (const char *text,
                 double      size,
                 OvTextFlags flags,
                 double      most_width,
                 double     *width,
                 double     *height)
{
  int layout_width, layout_height;

  g_return_if_fail (text != NULL);

  pango_layout_get_size (prepare_layout (text, size, flags, most_width), &layout_width,
                         &layout_height);

  if (width != NULL)
    *width = (double) layout_width / PANGO_SCALE;
  if (height != NULL)
    *height = (double) layout_height / PANGO_SCALE;
}

/**
 * ov_text_choose:
 * @forms: ways to say the same, in lines, the longest first
 * @size: of the type, in user units
 * @room: how wide it may be
 *
 * Returns: (transfer full) (nullable): the first form that has room, in regular weight; NULL when
 *   none has
 */
char *
ov_text_choose (const char *forms,
                double      size,
                double      room)
{
  g_auto (GStrv) lines = g_strsplit (forms, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      double width = 0;

      ov_text_measure (lines[i], size, OV_TEXT_PLAIN, 0, &width, NULL);
      if (*lines[i] != '\0' && width <= room)
        return g_strdup (lines[i]);
    }

  return NULL;
}

/**
 * ov_text_draw:
 * @cr: where to draw
 * @text: UTF-8
 * @size: of the type, in user units
 * @flags: how it is set
 * @colour: of the text
 * @x: left edge
 * @y: top edge of the first line
 * @most_width: where it is wrapped or elided, or 0 for nowhere; centred text needs it
 *
 * Returns: the height that was taken
 */
double
ov_text_draw (cairo_t        *cr,
              const char     *text,
              double          size,
              OvTextFlags     flags,
              const OvColour *colour,
              double          x,
              double          y,
              double          most_width)
{
  PangoLayout *layout;
  OvSvgTexts *svg;
  int height;

  g_return_val_if_fail (cr != NULL && text != NULL && colour != NULL, 0);

  layout = prepare_layout (text, size, flags, most_width);
  pango_layout_get_size (layout, NULL, &height);

  svg = ov_svg_texts_find (cr);
  if (svg != NULL)
    {
      ov_svg_texts_add (svg, cr, layout, colour, x, y);
      return (double) height / PANGO_SCALE;
    }

  ov_palette_set_source (cr, colour);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  /* The layout's text begins a new path; leave none behind. */
  cairo_new_path (cr);

  return (double) height / PANGO_SCALE;
}

/**
 * ov_text_draw_upwards:
 * @cr: where to draw
 * @text: one line, in regular weight
 * @size: of the type, in user units
 * @colour: its colour
 * @x: its left edge, where the upper edge of its letters is
 * @middle: the middle of its length, in the direction of y
 *
 * Draws the title of an axis that goes upwards.
 */
void
ov_text_draw_upwards (cairo_t        *cr,
                      const char     *text,
                      double          size,
                      const OvColour *colour,
                      double          x,
                      double          middle)
{
  double length;

  g_return_if_fail (cr != NULL && text != NULL && colour != NULL);

  ov_text_measure (text, size, OV_TEXT_PLAIN, 0.0, &length, NULL);
  cairo_save (cr);
  cairo_translate (cr, x, middle + length / 2.0);
  cairo_rotate (cr, -G_PI / 2.0);
  ov_text_draw (cr, text, size, OV_TEXT_PLAIN, colour, 0.0, 0.0, 0.0);
  cairo_restore (cr);
}

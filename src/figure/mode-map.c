/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mode-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "text.h"

/* Sizes in units of the chart. */
#define STRIP_HEIGHT 7.0
#define DOT_RADIUS 2.8
#define LABEL_SIZE 10.5
#define LABEL_GAP 3.0

/* Modes that stand nearer than this, in dots, are drawn as one. */
#define LEAST_DISTANCE 0.45

/* The part of what is left that a mode may have and still be seen to be there. */
#define WORD_HEIGHT 0.62

typedef struct
{
  const OvModeSpectrum *spectrum;
  const OvGround       *ground;
  cairo_t              *cr;
} Work;

/**
 * ov_mode_map_get_slot:
 * @fate: what becomes of a mode
 *
 * Returns: its colour in the palette
 */
guint
ov_mode_map_get_slot (OvModeFate fate)
{
  static const guint slots[OV_N_MODE_FATES] = {
    [OV_MODE_DONE] = OV_SLOT_FIRST_FREE,
    [OV_MODE_CREEPS] = OV_SLOT_FIRST_FREE + 5,
    [OV_MODE_FLIPS] = OV_SLOT_TEST,
    [OV_MODE_SWINGS] = OV_SLOT_FIRST_FREE + 1,
    [OV_MODE_GROWS] = OV_SLOT_FIRST_FREE + 3,
  };

  g_return_val_if_fail (fate < OV_N_MODE_FATES, OV_SLOT_REFERENCE);

  return slots[fate];
}

/* A mode has the room between it and its neighbours; @edge is how many modes lie before. */
static double
find_edge (const Work *work,
           guint       edge)
{
  const double value = edge == 0 ? OV_MODE_MAP_FIRST : sqrt (edge * (edge + 1.0));

  return ov_scale_to_position (&work->ground->geometry.x, value);
}

/* The first mode after @first whose fate is another. */
static guint
find_end (const Work *work,
          guint       first)
{
  const OvModeSpectrum *spectrum = work->spectrum;
  guint end = first + 1;

  while (end < spectrum->n && spectrum->modes[end].fate == spectrum->modes[first].fate)
    end++;

  return end;
}

/* What is left of each mode, as columns on the line at 0. */
static void
trace_left (const Work *work,
            guint       first,
            guint       end)
{
  const OvScale *scale = &work->ground->geometry.y;
  const double base = ov_scale_to_position (scale, 0.0);

  cairo_move_to (work->cr, find_edge (work, first), base);
  for (guint i = first; i < end; i++)
    {
      const double left = MIN (work->spectrum->modes[i].left, OV_MODE_MAP_HIGHEST);
      const double y = ov_scale_to_position (scale, left);

      cairo_line_to (work->cr, find_edge (work, i), y);
      cairo_line_to (work->cr, find_edge (work, i + 1), y);
    }
  cairo_line_to (work->cr, find_edge (work, end), base);
  cairo_close_path (work->cr);
}

/* What some modes do, in little room. */
static char *
format_count (OvModeFate fate,
              guint      n)
{
  switch (fate)
    {
    case OV_MODE_DONE:
      /* Translators: this many modes are where they belong. */
      return g_strdup_printf (_("%u done"), n);
    case OV_MODE_FLIPS:
      return g_strdup_printf (ngettext ("%u flips sides", "%u flip sides", n), n);
    case OV_MODE_SWINGS:
      return g_strdup_printf (ngettext ("%u swings", "%u swing", n), n);
    case OV_MODE_GROWS:
      return g_strdup_printf (ngettext ("%u grows", "%u grow", n), n);
    case OV_MODE_CREEPS:
    default:
      return g_strdup_printf (ngettext ("%u creeps", "%u creep", n), n);
    }
}

static void
write_count (const Work *work,
             OvModeFate  fate,
             guint       first,
             guint       end)
{
  const cairo_rectangle_t *plot = &work->ground->geometry.plot;
  const double size = LABEL_SIZE * work->ground->unit;
  const double gap = LABEL_GAP * work->ground->unit;
  const OvColour ink = ov_palette_get_role (work->ground->theme, OV_ROLE_TEXT);
  const double left = find_edge (work, first) + gap;
  const double right = find_edge (work, end) - gap;
  g_autofree char *text = format_count (fate, end - first);
  double width;
  double height;

  ov_text_measure (text, size, OV_TEXT_PLAIN, 0.0, &width, &height);
  if (width > right - left)
    {
      g_free (text);
      text = g_strdup_printf ("%u", end - first);
      ov_text_measure (text, size, OV_TEXT_PLAIN, 0.0, &width, &height);
    }
  if (width <= right - left)
    ov_text_draw (work->cr, text, size, OV_TEXT_PLAIN, &ink, left,
                  plot->y + plot->height - STRIP_HEIGHT * work->ground->unit - height - gap / 2.0,
                  0.0);
}

/* A stretch of modes that have the same fate. */
static void
draw_stretch (const Work *work,
              guint       first,
              guint       end)
{
  const cairo_rectangle_t *plot = &work->ground->geometry.plot;
  const OvModeFate fate = work->spectrum->modes[first].fate;
  const guint slot = ov_mode_map_get_slot (fate);
  const OvColour pale = ov_palette_get_spread (work->ground->theme, slot, FALSE);
  const OvColour full = ov_palette_get_slot (work->ground->theme, slot);
  const double height = STRIP_HEIGHT * work->ground->unit;
  const double left = find_edge (work, first);

  trace_left (work, first, end);
  ov_palette_set_source (work->cr, &pale);
  cairo_fill (work->cr);

  cairo_rectangle (work->cr, left, plot->y + plot->height - height, find_edge (work, end) - left,
                   height);
  ov_palette_set_source (work->cr, &full);
  cairo_fill (work->cr);
  write_count (work, fate, first, end);
}

/* Where 0 is: a mode whose factor is there is done in one step. */
static void
draw_base (const Work *work)
{
  const OvGeometry *geometry = &work->ground->geometry;
  const OvColour ink = ov_palette_get_role (work->ground->theme, OV_ROLE_AXIS);
  const double y = floor (ov_scale_to_position (&geometry->y, 0.0)) + 0.5;

  cairo_move_to (work->cr, geometry->plot.x, y);
  cairo_line_to (work->cr, geometry->plot.x + geometry->plot.width, y);
  cairo_set_line_width (work->cr, MAX (work->ground->unit, 1.0));
  ov_palette_set_source (work->cr, &ink);
  cairo_stroke (work->cr);
}

/* What grows faster than is in sight stands at the edge. */
static void
draw_factors (const Work *work)
{
  const OvGeometry *geometry = &work->ground->geometry;
  const double radius = DOT_RADIUS * work->ground->unit;
  const double lowest = OV_MODE_MAP_LOWEST + 0.15;
  double last_x = -HUGE_VAL;
  double last_y = -HUGE_VAL;

  for (guint i = 0; i < work->spectrum->n; i++)
    {
      const OvMode *mode = &work->spectrum->modes[i];
      const double x = ov_scale_to_position (&geometry->x, i + 1.0);
      const double y = ov_scale_to_position (&geometry->y, CLAMP (mode->factor, lowest,
                                                                  OV_MODE_MAP_HIGHEST));
      const OvColour colour =
        ov_palette_get_slot (work->ground->theme, ov_mode_map_get_slot (mode->fate));

      if (hypot (x - last_x, y - last_y) < LEAST_DISTANCE * radius && i + 1 < work->spectrum->n)
        continue;
      cairo_new_sub_path (work->cr);
      cairo_arc (work->cr, x, y, radius, 0.0, 2.0 * G_PI);
      ov_palette_set_source (work->cr, &colour);
      cairo_fill (work->cr);
      last_x = x;
      last_y = y;
    }
}

/* Says what the columns are, where they are high: over the flattest modes. */
static void
write_left (const Work *work)
{
  const OvGeometry *geometry = &work->ground->geometry;
  const double size = LABEL_SIZE * work->ground->unit;
  const OvColour ink = ov_palette_get_role (work->ground->theme, OV_ROLE_TEXT);
  const char *text = _("what is left of the way");
  const guint place = work->spectrum->n / 2;
  double width;
  double height;
  double x;

  if (!(work->spectrum->modes[place].left > WORD_HEIGHT))
    return;

  ov_text_measure (text, size, OV_TEXT_PLAIN, 0.0, &width, &height);
  x = geometry->plot.x + geometry->plot.width - width - 2.0 * LABEL_GAP * work->ground->unit;
  ov_text_draw (work->cr, text, size, OV_TEXT_PLAIN, &ink, x,
                ov_scale_to_position (&geometry->y, 0.0) - height
                  - LABEL_GAP * work->ground->unit,
                0.0);
}

/**
 * ov_mode_map_draw:
 * @ground: where it is drawn
 * @cr: where to draw
 * @spectrum: an #OvModeSpectrum
 *
 * Draws all modes as the ground of a chart, an #OvGroundFunc: a dot for the factor of each, a
 * column for what is left of it, and beneath them a strip with the colour of its fate.
 */
void
ov_mode_map_draw (const OvGround *ground,
                  cairo_t        *cr,
                  gpointer        spectrum)
{
  const Work work = {spectrum, ground, cr};
  const cairo_rectangle_t *plot = &ground->geometry.plot;

  g_return_if_fail (spectrum != NULL);

  cairo_save (cr);
  cairo_rectangle (cr, plot->x, plot->y, plot->width, plot->height);
  cairo_clip (cr);
  for (guint i = 0; i < work.spectrum->n; i = find_end (&work, i))
    draw_stretch (&work, i, find_end (&work, i));
  draw_base (&work);
  write_left (&work);
  draw_factors (&work);
  cairo_restore (cr);
}

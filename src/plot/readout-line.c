/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "readout-line.h"

#include <glib/gi18n-lib.h>

#include "curve.h"
#include "text.h"

/* Where values stand above the plot, in the place of the legend, with the same lines. */
typedef struct
{
  const OvLayout *layout;
  double          left;
  double          top;
  double          width;
  double          row;
  guint           n_rows;
  double          size;
  double          sample;
  double          space; /* between a name and its value */
  double          gap;   /* between two curves */
} Strip;

/* What follows the head: one reading, or the number of those that are left out. */
typedef struct
{
  const OvReading *reading; /* NULL for the number */
  char            *more;
  double           name_width; /* 0 without a name */
  double           value_width;
} Item;

static void
clear_item (gpointer data)
{
  g_free (((Item *) data)->more);
}

static double
measure (const Strip *strip,
         const char  *text,
         OvTextFlags  flags)
{
  double width;

  ov_text_measure (text, strip->size, flags, 0, &width, NULL);

  return width + 0.5;
}

static void
place_strip (Strip          *strip,
             const OvLayout *layout)
{
  const double unit = layout->unit;
  const OvLegend *legend = layout->legend;

  *strip = (Strip) {
    .layout = layout,
    .left = 8 * unit,
    .row = legend != NULL ? legend->row_height : layout->label_height + 2 * unit,
    .n_rows = legend != NULL ? legend->n_rows : 1,
    .size = layout->label_size,
    .sample = 33 * unit,
    .space = 5 * unit,
    .gap = 14 * unit,
  };
  strip->top = legend != NULL ? legend->y : MAX (layout->geometry.plot.y - strip->row - unit, 0);
  /* Without a legend the row is that of the topmost label of the axis. */
  if (legend == NULL)
    strip->left = MAX (strip->left, layout->geometry.plot.x);
  /* A title has the left of its row to itself. */
  if (layout->title_width > 1 && (legend == NULL || legend->x > strip->left + 1))
    strip->left = MAX (strip->left, (8 + 24) * unit + layout->title_width);
  strip->width = MAX (layout->width - strip->left - 8 * unit, 1);
}

static double
get_width (const Strip *strip,
           const Item  *item)
{
  if (item->reading == NULL)
    return item->value_width;

  return strip->sample + item->value_width
         + (item->name_width > 0 ? item->name_width + strip->space : 0);
}

/* All readings, with their names. */
static GArray *
list_items (const Strip     *strip,
            const GPtrArray *readings)
{
  GArray *items = g_array_new (FALSE, TRUE, sizeof (Item));

  g_array_set_clear_func (items, clear_item);
  for (guint i = 0; i < readings->len; i++)
    {
      const OvReading *reading = g_ptr_array_index (readings, i);
      Item item = {.reading = reading};

      if (*reading->name != '\0')
        item.name_width = measure (strip, reading->name, OV_TEXT_PLAIN);
      item.value_width = measure (strip, reading->text, OV_TEXT_BOLD);
      g_array_append_val (items, item);
    }

  return items;
}

static void
drop_names (GArray *items)
{
  for (guint i = 0; i < items->len; i++)
    g_array_index (items, Item, i).name_width = 0;
}

/* Keeps the first @n readings, and says how many more there are. */
static void
keep_first (const Strip *strip,
            GArray      *items,
            guint        n,
            guint        n_more)
{
  Item item = {.more = g_strdup_printf (ngettext ("+ %u more", "+ %u more", n_more), n_more)};

  item.value_width = measure (strip, item.more, OV_TEXT_PLAIN);
  g_array_set_size (items, n);
  g_array_append_val (items, item);
}

/* Moves on to where @width has room, by a row if need be. Returns FALSE when there is none. */
static gboolean
advance (const Strip *strip,
         double       width,
         double      *x,
         guint       *row)
{
  if (*x > 0 && *x + width > strip->width)
    {
      *x = 0;
      (*row)++;
    }

  return *row < strip->n_rows && *x + width <= strip->width;
}

static gboolean
do_fit (const Strip  *strip,
        const GArray *items,
        double        head_width)
{
  double x = head_width + strip->gap;
  guint row = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const double width = get_width (strip, &g_array_index (items, Item, i));

      if (!advance (strip, width, &x, &row))
        return FALSE;
      x += width + strip->gap;
    }

  return TRUE;
}

/* Names give way first, for the lines tell the curves apart, and then the last curves. */
static GArray *
choose_items (const Strip     *strip,
              const GPtrArray *readings,
              double           head_width)
{
  GArray *items = list_items (strip, readings);

  if (!do_fit (strip, items, head_width))
    drop_names (items);
  for (guint n = readings->len - 1; n > 0 && !do_fit (strip, items, head_width); n--)
    keep_first (strip, items, n, readings->len - n);

  return items;
}

static void
draw_item (const Strip   *strip,
           const OvChart *chart,
           const Item    *item,
           double         x,
           double         y,
           cairo_t       *cr)
{
  const double unit = strip->layout->unit;
  const OvReading *reading = item->reading;
  const OvColour dim = ov_palette_get_role (chart->theme, OV_ROLE_DIM_TEXT);
  const OvColour ink = reading == NULL || reading->faint
                         ? dim
                         : ov_palette_get_role (chart->theme, OV_ROLE_TEXT);

  if (reading == NULL)
    {
      ov_text_draw (cr, item->more, strip->size, OV_TEXT_PLAIN, &dim, x, y + unit, 0);
      return;
    }

  ov_curve_draw_sample (ov_chart_find_series (chart, reading->series), chart->theme, cr, x,
                        y + strip->row / 2, (3 * OV_CURVE_DASH + 2 * OV_CURVE_GAP) * unit, unit);
  x += strip->sample;
  if (item->name_width > 0)
    {
      ov_text_draw (cr, reading->name, strip->size, OV_TEXT_PLAIN, &ink, x, y + unit, 0);
      x += item->name_width + strip->space;
    }
  ov_text_draw (cr, reading->text, strip->size, OV_TEXT_BOLD, &ink, x, y + unit, 0);
}

/**
 * ov_readout_line_draw:
 * @chart: a chart
 * @layout: its layout
 * @head: where the values are
 * @readings: (element-type OvReading): the values, at least one
 * @cr: where to draw
 *
 * Writes the values above the plot, where they cover the legend but no curve.
 */
void
ov_readout_line_draw (const OvChart   *chart,
                      const OvLayout  *layout,
                      const char      *head,
                      const GPtrArray *readings,
                      cairo_t         *cr)
{
  const OvColour ground = ov_palette_get_role (chart->theme, OV_ROLE_BACKGROUND);
  const OvColour ink = ov_palette_get_role (chart->theme, OV_ROLE_TEXT);
  g_autoptr (GArray) items = NULL;
  double head_width, x;
  guint row = 0;
  Strip strip;

  place_strip (&strip, layout);
  head_width = measure (&strip, head, OV_TEXT_BOLD);
  items = choose_items (&strip, readings, head_width);

  cairo_rectangle (cr, strip.left, strip.top, layout->width - strip.left,
                   MIN (strip.n_rows * strip.row + 2 * layout->unit,
                        layout->geometry.plot.y - strip.top));
  ov_palette_set_source (cr, &ground);
  cairo_fill (cr);
  ov_text_draw (cr, head, strip.size, OV_TEXT_BOLD, &ink, strip.left, strip.top + layout->unit,
                strip.width);
  x = head_width + strip.gap;
  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = &g_array_index (items, Item, i);
      const double width = get_width (&strip, item);

      if (!advance (&strip, width, &x, &row))
        return;
      draw_item (&strip, chart, item, strip.left + x, strip.top + row * strip.row, cr);
      x += width + strip.gap;
    }
}

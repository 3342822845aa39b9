/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "legend.h"

#include <glib/gi18n-lib.h>

#include "curve.h"
#include "text.h"

/* No name is longer than this many times the size of its type. */
#define LONGEST_NAME 36

static void
clear_entry (gpointer data)
{
  OvLegendEntry *entry = data;

  g_free (entry->text);
}

static GArray *
list_entries (const OvChart *chart,
              double         size,
              double         most_text_width)
{
  GArray *entries = g_array_new (FALSE, TRUE, sizeof (OvLegendEntry));

  g_array_set_clear_func (entries, clear_entry);

  /* Ghosts come last: the current curves are what one looks for. */
  for (int faint = 0; faint <= 1; faint++)
    for (guint i = 0; i < chart->series->len; i++)
      {
        const OvSeries *series = g_ptr_array_index (chart->series, i);
        OvLegendEntry entry = {.series = series};

        if (!series->visible || !series->listed || series->faint != (faint == 1)
            || *series->name == '\0')
          continue;

        entry.text = g_strdup (series->name);
        ov_text_measure (entry.text, size, OV_TEXT_PLAIN, 0, &entry.text_width, NULL);
        entry.text_width = MIN (entry.text_width + 0.5, most_text_width);
        g_array_append_val (entries, entry);
      }

  return entries;
}

/* Puts the first @n entries into rows, and returns the number of these. */
static guint
place_entries (OvLegend *self,
               guint     n,
               double    most_width)
{
  double x = 0;
  guint row = 0;

  self->width = 0;
  for (guint i = 0; i < n; i++)
    {
      OvLegendEntry *entry = &g_array_index (self->entries, OvLegendEntry, i);
      double width = (entry->series != NULL ? self->sample : 0) + entry->text_width;

      if (x > 0 && x + width > most_width)
        {
          x = 0;
          row++;
        }

      entry->x = x;
      entry->row = row;
      self->width = MAX (self->width, x + width);
      x += width + self->gap;
    }

  return n > 0 ? row + 1 : 0;
}

/* Leaves out the last entries until the others and the word about them fit. */
static void
shorten (OvLegend *self,
         double    most_width,
         guint     most_rows)
{
  guint total = self->entries->len;

  for (guint kept = total - 1; kept > 0; kept--)
    {
      OvLegendEntry more = {0};

      g_array_set_size (self->entries, kept);
      more.text = g_strdup_printf (ngettext ("+ %u more", "+ %u more", total - kept), total - kept);
      ov_text_measure (more.text, self->size, OV_TEXT_PLAIN, 0, &more.text_width, NULL);
      more.text_width += 0.5;
      g_array_append_val (self->entries, more);
      self->n_rows = place_entries (self, kept + 1, most_width);

      if (self->n_rows <= most_rows)
        return;
    }
}

/**
 * ov_legend_new:
 * @chart: the chart whose visible curves with a name are listed
 * @unit: see #OvLayout
 * @size: of the type
 * @most_width: how wide it may be; it wraps
 * @most_rows: how many rows there may be; what does not fit is counted in its last entry
 *
 * Returns: (transfer full) (nullable): the legend, or NULL when there is nothing to list or no room
 *   at all
 */
OvLegend *
ov_legend_new (const OvChart *chart,
               double         unit,
               double         size,
               double         most_width,
               guint          most_rows)
{
  OvLegend *self;
  double most_text_width;

  if (!chart->legend || most_rows == 0)
    return NULL;

  self = g_new0 (OvLegend, 1);
  self->size = size;
  self->sample = 33 * unit;
  self->gap = 18 * unit;
  most_text_width = MIN (MAX (most_width - self->sample, size), LONGEST_NAME * size);
  self->entries = list_entries (chart, size, most_text_width);

  if (self->entries->len == 0)
    {
      ov_legend_free (self);
      return NULL;
    }

  ov_text_measure ("0", size, OV_TEXT_PLAIN, 0, NULL, &self->row_height);
  self->row_height += 2 * unit;
  self->n_rows = place_entries (self, self->entries->len, most_width);

  if (self->n_rows > most_rows && self->entries->len > 1)
    shorten (self, most_width, most_rows);

  self->n_rows = MIN (self->n_rows, most_rows);

  return self;
}

/**
 * ov_legend_draw:
 * @self: a legend that has its place
 * @chart: its chart
 * @cr: where to draw
 * @unit: see #OvLayout
 */
void
ov_legend_draw (const OvLegend *self,
                const OvChart  *chart,
                cairo_t        *cr,
                double          unit)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const OvLegendEntry *entry = &g_array_index (self->entries, OvLegendEntry, i);
      OvColour text = ov_palette_get_role (chart->theme, OV_ROLE_DIM_TEXT);
      double x = self->x + entry->x, y = self->y + entry->row * self->row_height;

      if (entry->row >= self->n_rows)
        continue;

      if (entry->series != NULL)
        {
          ov_curve_draw_sample (entry->series, chart->theme, cr, x, y + self->row_height / 2,
                                (3 * OV_CURVE_DASH + 2 * OV_CURVE_GAP) * unit, unit);
          x += self->sample;
          if (!entry->series->faint)
            text = ov_palette_get_role (chart->theme, OV_ROLE_TEXT);
        }

      ov_text_draw (cr, entry->text, self->size, OV_TEXT_PLAIN, &text, x, y + unit,
                    entry->text_width);
    }
}

/**
 * ov_legend_free:
 * @self: (transfer full): a legend
 */
void
ov_legend_free (OvLegend *self)
{
  g_array_unref (self->entries);
  g_free (self);
}

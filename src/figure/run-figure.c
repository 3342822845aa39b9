/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "caption.h"
#include "chart.h"
#include "figure-frame.h"

/* Measures of a page of the default size, in its pixels; another size has them in proportion to
 * the square root of its own, so that large pages have room and small ones stay readable. */
#define GAP 16.0

/* How much longer the axis is when a label stands past the last epoch. */
#define LABEL_ROOM 1.12

/* How high a strip is, as a share of the other charts. */
#define STRIP_SHARE 0.7
#define THIN_SHARE 0.42

static const OvQuantity quantities[OV_N_QUANTITIES] = {OV_QUANTITY_LOSS, OV_QUANTITY_ACCURACY};

static double
find_type_scale (double width,
                 double height)
{
  return sqrt (MIN (width / OV_RUN_FIGURE_WIDTH, height / OV_RUN_FIGURE_HEIGHT));
}

/* Where the epochs of a run stand in this figure. */
static OvTimeline *
make_timeline (const OvRunFigure *self,
               const OvRunRecord *run)
{
  OvTimeline *timeline = ov_timeline_new (self->style.abscissa, run->n_images[OV_SPLIT_TRAIN]);

  ov_timeline_update (timeline, run->history);

  return timeline;
}

/* The x of a run's last epoch, or of the second one. */
static double
find_end (const OvRunFigure *self,
          const OvRunRecord *run)
{
  g_autoptr (OvTimeline) timeline = make_timeline (self, run);
  const double last = ov_history_get_n_epochs (run->history) - 1.0;
  const double end = ov_timeline_get_end (timeline, MAX (last, OV_CURVES_LEAST_HORIZON));

  /* Before the first epoch nobody knows how long it takes. */
  return end > 0.0 ? end : 1.0;
}

/* A finished figure's axis ends with the last epoch that any of its runs has reached: it has no
 * need of room to grow into. */
static double
find_horizon (const OvRunFigure *self)
{
  double horizon = find_end (self, self->run);

  for (guint i = 0; i < self->n_ghosts; i++)
    horizon = MAX (horizon, find_end (self, self->ghosts[i]));

  /* The mark of a divergence stands at the end and has its label beside it. */
  return ov_history_has_diverged (self->run->history) ? LABEL_ROOM * horizon : horizon;
}

static OvChart *
make_chart (const OvRunFigure *self,
            OvQuantity         quantity,
            double             type_scale)
{
  const double horizon = find_horizon (self);
  g_autoptr (OvTimeline) timeline = make_timeline (self, self->run);
  OvChart *chart = ov_chart_new ();
  OvCurves curves;

  ov_chart_set_theme (chart, OV_THEME_PAPER);
  ov_chart_set_type_scale (chart, type_scale);
  ov_curves_prepare (chart, quantity, &self->run->recipe);
  ov_chart_set_horizon (chart, horizon, horizon);
  ov_figure_style_apply (&self->style, chart, quantity);

  for (guint i = 0; i < self->n_ghosts; i++)
    {
      g_autoptr (OvTimeline) own = make_timeline (self, self->ghosts[i]);
      OvCurves ghost = ov_curves_add (chart, quantity);

      ghost.timeline = own;
      ov_curves_update (&ghost, self->ghosts[i]->history);
      ov_curves_make_ghost (&ghost, OV_SLOT_FIRST_FREE + i, NULL, &self->ghosts[i]->recipe,
                            &self->run->recipe);
    }

  curves = ov_curves_add (chart, quantity);
  curves.timeline = timeline;
  curves.with_best = self->style.with_best;
  ov_curves_update (&curves, self->run->history);

  return chart;
}

/* A strip, on the same axis of epochs. */
static OvChart *
make_strip (const OvRunFigure *self,
            const OvStrip     *strip,
            double             type_scale)
{
  g_autoptr (OvTimeline) timeline = make_timeline (self, self->run);
  OvChart *chart = ov_chart_new ();
  OvStripCurves curves;

  ov_chart_set_theme (chart, OV_THEME_PAPER);
  ov_chart_set_type_scale (chart, type_scale);
  strip->prepare (chart);
  ov_figure_style_apply_x (&self->style, chart);

  for (guint i = 0; i < self->n_ghosts; i++)
    {
      g_autoptr (OvTimeline) own = make_timeline (self, self->ghosts[i]);

      if (strip->has_points (self->ghosts[i]))
        strip->add_ghost (chart, self->ghosts[i], own, OV_SLOT_FIRST_FREE + i,
                          &self->run->recipe);
    }

  curves = strip->add (chart, self->run, timeline);
  strip->update (&curves, self->run, find_horizon (self));

  return chart;
}

/* The charts of a page, and the strip that each of them is, or NULL. */
typedef struct
{
  GPtrArray *charts; /* owned */
  GPtrArray *strips; /* of OvStrip */
} Column;

static const OvStrip *
get_strip (const Column *self,
           guint         index)
{
  return g_ptr_array_index (self->strips, index);
}

/* How high a chart is, as a share of one that is no strip. */
static double
get_share (const Column *self,
           guint         index)
{
  const OvStrip *strip = get_strip (self, index);

  if (strip == NULL)
    return 1.0;

  return strip->is_thin ? THIN_SHARE : STRIP_SHARE;
}

/* Puts the charts one above the other, and draws them. A strip has a legend of its own, for it
 * shares no curve with the others. */
static void
draw_column (const Column            *self,
             cairo_t                 *cr,
             const cairo_rectangle_t *area,
             double                   gap)
{
  const guint n = self->charts->len;
  double shares = 0.0;
  double left = 0.0;
  double right = 0.0;
  double y = area->y;
  double height;

  for (guint i = 0; i < n; i++)
    shares += get_share (self, i);
  height = (area->height - gap * (n - 1)) / shares;

  for (guint i = 0; i < n; i++)
    {
      OvChart *chart = self->charts->pdata[i];
      const OvStrip *strip = get_strip (self, i);

      if (strip != NULL)
        ov_chart_set_type_height (chart, height);
      ov_chart_set_legend (chart, strip != NULL ? !strip->is_thin : i == 0);
      if (i + 1 < n)
        ov_chart_set_x_title (chart, NULL);
      left = MAX (left, ov_chart_measure_left (chart, area->width, get_share (self, i) * height));
      right = MAX (right,
                   ov_chart_measure_right (chart, area->width, get_share (self, i) * height));
    }

  for (guint i = 0; i < n; i++)
    {
      OvChart *chart = self->charts->pdata[i];
      const double own = get_share (self, i) * height;

      ov_chart_set_minimum_left (chart, left);
      ov_chart_set_minimum_right (chart, right);
      cairo_save (cr);
      cairo_translate (cr, area->x, y);
      ov_chart_draw (chart, cr, area->width, own);
      cairo_restore (cr);
      y += own + gap;
    }
}

/* Draws the charts that were asked for, one above the other, their plot areas aligned. They share
 * the legend of the uppermost and the x axis's title of the lowest. */
static void
draw_charts (const OvRunFigure       *self,
             cairo_t                 *cr,
             const cairo_rectangle_t *area,
             double                   type_scale)
{
  g_autoptr (GPtrArray) charts = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_chart_free);
  g_autoptr (GPtrArray) strips = g_ptr_array_new ();
  const Column column = {charts, strips};

  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    {
      if (!(self->content & (1 << quantities[i])))
        continue;

      g_ptr_array_add (charts, make_chart (self, quantities[i], type_scale));
      g_ptr_array_add (strips, NULL);
      for (guint s = 0; quantities[i] == OV_QUANTITY_LOSS && ov_strips[s] != NULL; s++)
        if (ov_strip_is_chosen (ov_strips[s], &self->style)
            && ov_strips[s]->has_points (self->run))
          {
            g_ptr_array_add (charts, make_strip (self, ov_strips[s], type_scale));
            g_ptr_array_add (strips, (gpointer) ov_strips[s]);
          }
    }

  draw_column (&column, cr, area, GAP * type_scale);
}

/**
 * ov_run_figure_make_caption:
 * @self: a figure
 *
 * Returns: (transfer full): what stands beneath its charts
 */
char *
ov_run_figure_make_caption (const OvRunFigure *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ov_caption_make (&self->run->recipe, self->run->history, self->run->data_name);
}

/**
 * ov_run_figure_draw:
 * @cr: where to draw
 * @width: of the page, in user units
 * @height: of the page, in user units
 * @figure: an #OvRunFigure
 *
 * Draws the whole page, background included, from the origin: an #OvDrawFunc.
 */
void
ov_run_figure_draw (cairo_t *cr,
                    double   width,
                    double   height,
                    gpointer figure)
{
  const OvRunFigure *self = figure;
  g_autofree char *caption = NULL;
  OvFigureFrame frame = {.type_scale = find_type_scale (width, height), .gap = GAP};
  cairo_rectangle_t area;

  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);

  caption = ov_run_figure_make_caption (self);
  frame.caption = caption;
  frame.title = self->title != NULL ? self->title : ov_recipe_get_title (&self->run->recipe);
  area = ov_figure_frame_draw (&frame, cr, width, height);

  /* A page so small that its words fill it has no room for a chart. */
  if (area.width > 0.0 && area.height > 0.0)
    draw_charts (self, cr, &area, frame.type_scale);
}

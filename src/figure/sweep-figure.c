/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "figure-frame.h"
#include "text.h"

/* Measures of a page of the default width, in its pixels; another width has them in proportion to
 * the square root of its own. */
#define GAP 14.0
#define AXIS_SIZE 16.0

/* How much smaller the type of a small chart is than that of a chart alone. */
#define SMALL_TYPE 0.82

/* Heights of a row of small charts, of the overlay, and of all that stands around them. */
#define ROW_HEIGHT 230
#define OVERLAY_HEIGHT 620
#define FRAME_HEIGHT 210

#define MOST_COLUMNS 4

/* What a page has in common with its parts. */
typedef struct
{
  const OvSweepFigure *sheet;
  cairo_t             *cr;
  double               type_scale;
  OvColour             dim;
} Page;

/**
 * ov_sweep_figure_choose_columns:
 * @n_trials: how many small charts there are
 *
 * Returns: in how many columns they stand, so that few places stay empty
 */
guint
ov_sweep_figure_choose_columns (guint n_trials)
{
  const guint fewer = MOST_COLUMNS - 1;

  if (n_trials <= fewer)
    return MAX (n_trials, 1);
  if (n_trials == MOST_COLUMNS)
    return MOST_COLUMNS / 2;

  /* The empty places are what is missing to full rows. */
  return (fewer - n_trials % fewer) % fewer
             < (MOST_COLUMNS - n_trials % MOST_COLUMNS) % MOST_COLUMNS
           ? fewer
           : MOST_COLUMNS;
}

static guint
count_rows (guint n_trials)
{
  const guint columns = ov_sweep_figure_choose_columns (n_trials);

  return MAX ((n_trials + columns - 1) / columns, 1);
}

/**
 * ov_sweep_figure_choose_height:
 * @self: a sheet
 *
 * Returns: a good height for a page of %OV_SWEEP_FIGURE_WIDTH
 */
int
ov_sweep_figure_choose_height (const OvSweepFigure *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return FRAME_HEIGHT
         + (self->overlay ? OVERLAY_HEIGHT : ROW_HEIGHT * (int) count_rows (self->trials.n));
}

/**
 * ov_sweep_figure_make_caption:
 * @self: a sheet
 *
 * Returns: (transfer full): what stands beneath the charts, so that the same can be run again
 */
char *
ov_sweep_figure_make_caption (const OvSweepFigure *self)
{
  g_autofree char *description = NULL;
  g_autofree char *comparison = NULL;
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  description = ov_recipe_describe (self->trials.recipe);
  comparison = ov_trial_curves_describe_overlay (&self->trials);
  text = g_string_new (NULL);

  if (self->trials.n > 0)
    {
      g_autofree char *from = ov_trial_curves_format_rate (&self->trials, 0);
      g_autofree char *to = ov_trial_curves_format_rate (&self->trials, self->trials.n - 1);

      g_string_append_printf (text,
                              ngettext ("%u learning rate, from %s to %s, one seed. ",
                                        "%u learning rates, from %s to %s, one seed. ",
                                        self->trials.n),
                              self->trials.n, from, to);
    }
  if (!self->overlay)
    g_string_append (text, _("Solid: training set, dashed: test set. "));

  /* Translators: a recipe with a learning rate of its own, which does not count here. */
  g_string_append_printf (text, _("Apart from the rate, the recipe is: %s."), description);
  if (self->dataset_name != NULL)
    g_string_append_printf (text, _(" Data: %s."), self->dataset_name);
  if (self->forecast)
    g_string_append (text,
                     _(" The losses follow from the data’s quadratic form, without a run."));
  if (*comparison != '\0')
    g_string_append_printf (text, " %s", comparison);

  return g_string_free (text, FALSE);
}

static OvChart *
make_chart (const Page *page,
            double      type_scale)
{
  OvChart *chart = ov_chart_new ();

  ov_chart_set_theme (chart, OV_THEME_PAPER);
  ov_chart_set_type_scale (chart, type_scale);

  return chart;
}

static void
draw_overlay (const Page              *page,
              const cairo_rectangle_t *area)
{
  g_autoptr (OvChart) chart = make_chart (page, page->type_scale);
  double low;
  double high;

  ov_trial_curves_find_range (&page->sheet->trials, &low, &high);
  ov_trial_curves_fill_overlay (&page->sheet->trials, chart, low, high);
  cairo_save (page->cr);
  cairo_translate (page->cr, area->x, area->y);
  ov_chart_draw (chart, page->cr, area->width, area->height);
  cairo_restore (page->cr);
}

/* The axes' titles stand once beside the grid. Takes their room from @area. */
static void
draw_axis_titles (const Page        *page,
                  cairo_rectangle_t *area)
{
  const double size = AXIS_SIZE * page->type_scale;
  const double gap = 0.4 * GAP * page->type_scale;
  const char *y_title = ov_trial_curves_get_y_title (&page->sheet->trials);
  double width;
  double height;

  ov_text_measure (_("Epoch"), size, OV_TEXT_PLAIN, 0.0, &width, &height);
  ov_text_draw (page->cr, _("Epoch"), size, OV_TEXT_PLAIN, &page->dim,
                area->x + (area->width - width) / 2.0, area->y + area->height - height, 0.0);
  area->height -= height + gap;

  ov_text_measure (y_title, size, OV_TEXT_PLAIN, 0.0, &width, &height);
  cairo_save (page->cr);
  cairo_translate (page->cr, area->x, area->y + (area->height + width) / 2.0);
  cairo_rotate (page->cr, -G_PI / 2.0);
  ov_text_draw (page->cr, y_title, size, OV_TEXT_PLAIN, &page->dim, 0.0, 0.0, 0.0);
  cairo_restore (page->cr);
  area->x += height + gap;
  area->width -= height + gap;
}

static void
draw_grid (const Page       *page,
           cairo_rectangle_t area)
{
  const OvTrialCurves *trials = &page->sheet->trials;
  const guint columns = ov_sweep_figure_choose_columns (trials->n);
  const double gap = GAP * page->type_scale;
  g_autoptr (GPtrArray) charts = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_chart_free);
  double left = 0.0;
  double width;
  double height;
  double low;
  double high;

  draw_axis_titles (page, &area);
  width = (area.width - gap * (columns - 1)) / columns;
  height = (area.height - gap * (count_rows (trials->n) - 1)) / count_rows (trials->n);
  if (width <= 0.0 || height <= 0.0)
    return;

  ov_trial_curves_find_range (trials, &low, &high);
  for (guint i = 0; i < trials->n; i++)
    {
      g_ptr_array_add (charts, make_chart (page, SMALL_TYPE * page->type_scale));
      ov_trial_curves_fill_chart (trials, i, charts->pdata[i], low, high);
      left = MAX (left, ov_chart_measure_left (charts->pdata[i], width, height));
    }

  for (guint i = 0; i < trials->n; i++)
    {
      ov_chart_set_minimum_left (charts->pdata[i], left);
      cairo_save (page->cr);
      cairo_translate (page->cr, area.x + (i % columns) * (width + gap),
                       area.y + (i / columns) * (height + gap));
      ov_chart_draw (charts->pdata[i], page->cr, width, height);
      cairo_restore (page->cr);
    }
}

static cairo_rectangle_t
draw_frame (const Page *page,
            double      width,
            double      height)
{
  g_autofree char *caption = ov_sweep_figure_make_caption (page->sheet);
  /* Translators: the title of a model. */
  g_autofree char *title = g_strdup_printf (_("%s: a ladder of learning rates"),
                                            ov_recipe_get_title (page->sheet->trials.recipe));
  const OvFigureFrame frame = {title, caption, page->type_scale, GAP};

  return ov_figure_frame_draw (&frame, page->cr, width, height);
}

/**
 * ov_sweep_figure_draw:
 * @cr: where to draw
 * @width: of the page, in user units
 * @height: of the page, in user units
 * @figure: an #OvSweepFigure
 *
 * Draws the whole page, background included, from the origin: an #OvDrawFunc.
 */
void
ov_sweep_figure_draw (cairo_t *cr,
                      double   width,
                      double   height,
                      gpointer figure)
{
  const OvSweepFigure *self = figure;
  const Page page = {
    .sheet = self,
    .cr = cr,
    .type_scale = sqrt (width / OV_SWEEP_FIGURE_WIDTH),
    .dim = ov_palette_get_role (OV_THEME_PAPER, OV_ROLE_DIM_TEXT),
  };
  cairo_rectangle_t area;

  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);

  area = draw_frame (&page, width, height);

  /* A page so small that its words fill it has no room for a chart. */
  if (area.width <= 0.0 || area.height <= 0.0)
    return;
  if (self->overlay)
    draw_overlay (&page, &area);
  else
    draw_grid (&page, area);
}

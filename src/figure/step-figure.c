/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "step-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "caption.h"
#include "command-line.h"
#include "loss-title.h"
#include "model.h"
#include "number.h"
#include "range.h"
#include "step-note.h"

#define WIDTH 1200
#define HEIGHT 700

/* Points of a curve that is known everywhere. */
#define N_POINTS 121

/* How far the chart reaches beyond what is marked on it: along the step, and below the lowest point
 * and above the beginning, in the difference of their losses; a landing that is higher is seen up
 * to so much. */
#define EDGE 1.08
#define FLOOR 0.16
#define HEADROOM 0.36
#define MOST_ABOVE 8.0

/* What ends at the edge of the chart ends within it, however it is rounded. */
#define ALMOST 0.999

/* How far the chart reaches below its own line for the band, in the same difference. */
#define MOST_BELOW 3.0

/* The longest sentence that stands above the chart as a whole. */
#define LONG_TITLE 62

/* Where neither a lowest point nor the step is marked, in steps. */
#define USUAL_REACH 4.0

/**
 * ov_step_figure_get_loss:
 * @self: a figure
 * @length: a learning rate
 *
 * Returns: the loss where a step with that rate lands; not a number where nobody has measured it
 */
double
ov_step_figure_get_loss (const OvStepFigure *self,
                         double              length)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (self->line == NULL)
    return ov_step_parabola_get_loss (&self->parabola, length);

  return length == self->line->learning_rate ? self->line->landed
                                             : ov_step_line_get_loss (self->line, length);
}

/**
 * ov_step_figure_get_lowest:
 * @self: a figure
 *
 * Returns: the rate that lands at the lowest point, as ov_step_parabola_get_lowest() has it
 */
double
ov_step_figure_get_lowest (const OvStepFigure *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->line != NULL ? ov_step_line_get_lowest (self->line)
                            : ov_step_parabola_get_lowest (&self->parabola);
}

/**
 * ov_step_figure_get_break_even:
 * @self: a figure
 *
 * Returns: the rate that lands as high as the step began, as ov_step_parabola_get_break_even() has
 *   it
 */
double
ov_step_figure_get_break_even (const OvStepFigure *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->line != NULL ? ov_step_line_get_break_even (self->line)
                            : ov_step_parabola_get_break_even (&self->parabola);
}

/**
 * ov_step_figure_get_reach:
 * @self: a figure
 *
 * Returns: the largest rate that it shows
 */
double
ov_step_figure_get_reach (const OvStepFigure *self)
{
  double break_even;
  double reach;

  g_return_val_if_fail (self != NULL, NAN);

  break_even = ov_step_figure_get_break_even (self);
  reach = isfinite (break_even) && break_even > 0.0 ? EDGE * MAX (break_even, self->learning_rate)
          : self->learning_rate > 0.0               ? USUAL_REACH * self->learning_rate
                                                    : 1.0;

  return self->line != NULL ? MIN (reach, self->line->lengths[OV_STEP_LINE_POINTS - 1]) : reach;
}

/* A curve whose value is known at every length, until it leaves the chart at its bottom. */
static void
add_curve (const OvStepFigure *self,
           OvChart            *chart,
           double              bottom,
           const char         *name,
           guint               slot,
           OvLineStyle         style,
           double (*find) (const OvStepFigure *self, double length))
{
  const guint series = ov_chart_add_series (chart, name, slot, style);
  const double reach = ov_step_figure_get_reach (self);
  double x[N_POINTS];
  double y[N_POINTS];
  guint n = 0;

  do
    {
      x[n] = reach * n / (N_POINTS - 1);
      y[n] = find (self, x[n]);
    }
  while (!(y[n] < bottom) && ++n < N_POINTS);
  ov_chart_set_points (chart, series, x, y, n);
  ov_chart_set_series_continuous (chart, series, TRUE);
}

static double
find_model (const OvStepFigure *self,
            double              length)
{
  return ov_step_parabola_get_loss (&self->parabola, length);
}

/* The loss along the step, with the band of those before it where each has a line of its own. */
static void
add_loss (const OvStepFigure *self,
          OvChart            *chart,
          double              bottom)
{
  const double reach = ov_step_figure_get_reach (self);
  g_autofree char *name = NULL;
  double x[N_POINTS];
  OvSpread y[N_POINTS];
  guint series;

  if (self->line == NULL || self->line->n_steps < 2)
    {
      add_curve (self, chart, bottom, _("Loss"), OV_SLOT_TRAIN, OV_LINE_SOLID,
                 ov_step_figure_get_loss);
      return;
    }

  /* Translators: a curve's name; there are always at least two steps. */
  name = g_strdup_printf (_("Loss, band: last %u steps, min–max"), self->line->n_steps);
  series = ov_chart_add_series (chart, name, OV_SLOT_TRAIN, OV_LINE_SOLID);
  for (guint i = 0; i < N_POINTS; i++)
    {
      x[i] = reach * i / (N_POINTS - 1);
      y[i].middle = ov_step_figure_get_loss (self, x[i]);
      y[i].n = self->line->n_steps;
      ov_step_line_get_band (self->line, x[i], &y[i].low, &y[i].high);
    }
  ov_chart_set_spread (chart, series, OV_SPREAD_RANGE, x, y, N_POINTS);
  ov_chart_set_series_continuous (chart, series, TRUE);
}

/* As far down as the chart shows: nothing of it is to be missed. */
static void
add_tangent (const OvStepFigure *self,
             OvChart            *chart,
             double              bottom)
{
  const guint series = ov_chart_add_series (chart, _("Tangent"), OV_SLOT_REFERENCE,
                                            OV_LINE_DASHED);
  const double reach = ov_step_figure_get_reach (self);
  const double down = (bottom - self->parabola.loss) / self->parabola.slope;
  const double end = down > 0.0 && down < reach ? ALMOST * down : reach;
  const double x[] = {0.0, end};
  const double y[] = {self->parabola.loss, ov_step_parabola_get_tangent (&self->parabola, end)};

  ov_chart_set_points (chart, series, x, y, G_N_ELEMENTS (x));
  ov_chart_set_series_width (chart, series, 1.25);
}

/* The jump from the beginning to where the step lands. */
static void
add_jump (const OvStepFigure *self,
          OvChart            *chart)
{
  const guint series = ov_chart_add_series (chart, _("This step"), OV_SLOT_TEST, OV_LINE_SOLID);
  const double x[] = {0.0, self->learning_rate};
  const double y[] = {ov_step_figure_get_loss (self, x[0]), ov_step_figure_get_loss (self, x[1])};

  ov_chart_set_points (chart, series, x, y, G_N_ELEMENTS (x));
  ov_chart_set_series_width (chart, series, 1.5);
  ov_chart_set_series_marked (chart, series, TRUE);
}

/* A rate in the words of a mark. */
static char *
format_rate (double rate)
{
  return ov_number_format_short (rate, 3);
}

static void
add_marks (const OvStepFigure *self,
           OvChart            *chart)
{
  const double lowest = ov_step_figure_get_lowest (self);
  const double break_even = ov_step_figure_get_break_even (self);
  const double landed = ov_step_figure_get_loss (self, self->learning_rate);

  if (isfinite (break_even) && break_even > 0.0)
    {
      g_autofree char *rate = format_rate (break_even);
      /* Translators: a learning rate. */
      g_autofree char *name = g_strdup_printf (_("as high as before: %s"), rate);

      ov_chart_add_guide (chart, break_even, name);
    }
  if (isfinite (lowest) && lowest > 0.0)
    {
      g_autofree char *rate = format_rate (lowest);
      /* Translators: a learning rate. */
      g_autofree char *name = g_strdup_printf (_("lowest: %s"), rate);

      ov_chart_add_point (chart, lowest, ov_step_figure_get_loss (self, lowest), name);
    }
  if (isfinite (landed))
    {
      g_autofree char *rate = format_rate (self->learning_rate);
      /* Translators: a learning rate. */
      g_autofree char *name = g_strdup_printf (_("this step: %s"), rate);

      ov_chart_add_point (chart, self->learning_rate, landed, name);
    }
}

/* The least that the band is within the chart's reach; infinite where there is none. */
static double
find_band_low (const OvStepFigure *self)
{
  const OvStepLine *line = self->line;
  const double reach = ov_step_figure_get_reach (self);
  double low = INFINITY;

  for (guint i = 0; line != NULL && line->n_steps > 1 && i < OV_STEP_LINE_POINTS; i++)
    if (line->lengths[i] <= reach)
      low = MIN (low, line->low[i]);

  return low;
}

/* The well is seen whole, and what lies above the beginning up to the end of the curve. */
static OvRange
find_range (const OvStepFigure *self)
{
  const double lowest = ov_step_figure_get_lowest (self);
  const double reach = ov_step_figure_get_reach (self);
  const double begin = ov_step_figure_get_loss (self, 0.0);
  double bottom = ov_step_figure_get_loss (self, isfinite (lowest) ? lowest : reach);
  const double end = ov_step_figure_get_loss (self, reach);
  double depth = begin - bottom;

  if (!(depth > 0.0))
    depth = fabs (end - begin);
  if (!isfinite (depth) || !(depth > 0.0))
    return OV_RANGE_EMPTY;

  bottom = MIN (begin, bottom);

  return (OvRange) {
    CLAMP (find_band_low (self), bottom - MOST_BELOW * depth, bottom) - FLOOR * depth,
    isnan (end) ? begin + HEADROOM * depth
                : CLAMP (end, begin + HEADROOM * depth, begin + MOST_ABOVE * depth),
  };
}

static char *
make_sentence (const OvStepFigure *self)
{
  return ov_step_note_make (self->learning_rate, ov_step_figure_get_lowest (self),
                            ov_step_figure_get_break_even (self), self->limit);
}

/* The sentence, or what it says before its colon: the caption has the whole of it. */
static char *
make_heading (const OvStepFigure *self)
{
  char *text = make_sentence (self);
  char *colon = strchr (text, ':');

  if (g_utf8_strlen (text, -1) > LONG_TITLE && colon != NULL)
    *colon = '\0';

  return text;
}

/**
 * ov_step_figure_fill:
 * @self: a figure
 * @chart: a chart without series
 *
 * Draws the step on a chart of any look: its curve, the tangent, where it lands, where it would
 * land lowest and from where on it would land higher than it began.
 */
void
ov_step_figure_fill (const OvStepFigure *self,
                     OvChart            *chart)
{
  g_autofree char *heading = NULL;
  OvRange range;
  double bottom;

  g_return_if_fail (self != NULL && chart != NULL);

  range = find_range (self);
  bottom = ov_range_is_empty (range) ? -G_MAXDOUBLE : range.low;
  heading = make_heading (self);
  ov_chart_set_title (chart, heading);
  ov_chart_set_fractional_x (chart, TRUE);
  /* Translators: the second line is a shorter way to say the first. */
  ov_chart_set_x_title (chart, _("Step length (learning rate)\nStep length"));
  ov_chart_set_y_title (chart, ov_loss_title_get (OV_LOSS_TITLE_STEP, self->recipe->model->loss));
  add_loss (self, chart, bottom);
  if (self->line != NULL)
    add_curve (self, chart, bottom, _("Quadratic model"), OV_SLOT_FIRST_FREE, OV_LINE_DOTTED,
               find_model);
  add_tangent (self, chart, bottom);
  add_jump (self, chart);
  add_marks (self, chart);
  ov_chart_zoom_x (chart, 0.0, ov_step_figure_get_reach (self));
  if (!ov_range_is_empty (range))
    ov_chart_zoom_y (chart, range.low, range.high);
}

static char *
make_title (gconstpointer data)
{
  const OvStepFigure *self = data;

  /* Translators: the title of a model, and an epoch. */
  return g_strdup_printf (_("%s: the step of epoch %u"), ov_recipe_get_title (self->recipe),
                          self->n_epochs);
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *style)
{
  const OvStepFigure *self = data;
  g_autofree char *description = ov_recipe_describe (self->recipe);
  g_autofree char *sentence = make_sentence (self);
  g_autofree char *n_images =
    ov_number_format_count (self->line != NULL ? self->line->n_images : 0);
  GString *text = g_string_new (sentence);

  g_string_append_c (text, ' ');
  if (self->line != NULL)
    g_string_append_printf (text,
                            ngettext ("The loss of the first %s training image along the last "
                                      "update of the epoch. ",
                                      "The loss of the first %s training images along the last "
                                      "update of the epoch. ",
                                      self->line->n_images),
                            n_images);
  if (self->line != NULL && self->line->n_steps > 1)
    /* Translators: there are always at least two updates. */
    g_string_append_printf (text,
                            _("The band spans the lines of the last %u updates, each from where it "
                              "began, drawn from one height. "),
                            self->line->n_steps);
  if (self->line == NULL)
    g_string_append (text, _("The training loss along the step, exact by the data’s quadratic "
                             "form. "));
  g_string_append_printf (text, "%s.", description);
  ov_caption_append_data (text, self->dataset_name);

  return g_string_free (text, FALSE);
}

static void
fill (gconstpointer      data,
      const OvPageStyle *style,
      OvChart           *chart)
{
  ov_step_figure_fill (data, chart);
}

static void
add_notes (gconstpointer      data,
           const OvPageStyle *style,
           OvRunNotes        *notes)
{
  const OvStepFigure *self = data;
  OvRunNote *note = ov_run_notes_add (notes, self->recipe, NULL, OV_SLOT_TRAIN, self->dataset_name,
                                      self->data_hash);

  note->kind = self->line == NULL ? OV_NOTE_FORECAST : OV_NOTE_RUN;
  note->n_epochs = self->n_epochs + 1;
}

/* What was measured may be the step of a run in a file, which the figure does not know. */
static GPtrArray *
make_command (gconstpointer      data,
              const OvPageStyle *page,
              const char        *file,
              const char       **remark)
{
  const OvStepFigure *self = data;
  g_autofree char *epoch = NULL;
  GPtrArray *words;

  if (self->line != NULL)
    {
      *remark = _("This step was measured: no command is known that does it again");
      return NULL;
    }

  words = ov_command_line_new_for_data (self->recipe, self->dataset_name, FALSE);
  ov_command_line_set_command (words, "step");
  epoch = g_strdup_printf ("%u", self->n_epochs);
  ov_command_line_add (words, "epoch", epoch);
  ov_command_line_add (words, "plot", file);

  return words;
}

/* Its data is an #OvStepFigure. */
const OvFigureClass ov_step_figure_class = {
  .width = WIDTH,
  .height = HEIGHT,
  .make_title = make_title,
  .make_caption = make_caption,
  .fill = fill,
  .note = add_notes,
  .make_command = make_command,
};

/**
 * ov_step_figure_copy:
 * @self: a figure
 *
 * Returns: (transfer full): a figure that owns what it shows, to be freed with
 *   ov_step_figure_free()
 */
OvStepFigure *
ov_step_figure_copy (const OvStepFigure *self)
{
  OvStepFigure *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->recipe = g_memdup2 (self->recipe, sizeof *self->recipe);
  if (self->line != NULL)
    copy->line = g_memdup2 (self->line, sizeof *self->line);
  copy->dataset_name = g_strdup (self->dataset_name);
  copy->data_hash = g_strdup (self->data_hash);

  return copy;
}

/**
 * ov_step_figure_free:
 * @self: (transfer full): a figure from ov_step_figure_copy()
 */
void
ov_step_figure_free (OvStepFigure *self)
{
  g_return_if_fail (self != NULL);

  g_free ((gpointer) self->recipe);
  g_free ((gpointer) self->line);
  g_free ((gpointer) self->dataset_name);
  g_free ((gpointer) self->data_hash);
  g_free (self);
}

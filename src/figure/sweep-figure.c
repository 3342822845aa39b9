/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-figure.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "caption.h"
#include "command-line.h"
#include "number.h"
#include "text.h"

/* Measures of a page of the usual size, in its pixels. */
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
  const OvPageStyle   *style;
  cairo_t             *cr;
  double               type_scale;
  OvColour             dim;
} Page;

/**
 * ov_sweep_figure_copy:
 * @self: a figure
 *
 * Returns: (transfer full): one that owns what it shows, whatever becomes of the sweep
 */
OvSweepFigure *
ov_sweep_figure_copy (const OvSweepFigure *self)
{
  OvSweepFigure *copy;
  OvTrialCurve *trials;
  guint n;

  g_return_val_if_fail (self != NULL, NULL);

  n = self->trials.n;
  copy = g_memdup2 (self, sizeof *self);
  trials = g_memdup2 (self->trials.trials, n * sizeof *trials);
  for (guint i = 0; i < n; i++)
    trials[i].history = ov_history_copy (trials[i].history);
  copy->trials.trials = trials;
  copy->trials.recipe = g_memdup2 (self->trials.recipe, sizeof *self->trials.recipe);
  copy->dataset_name = g_strdup (self->dataset_name);
  copy->data_hash = g_strdup (self->data_hash);

  return copy;
}

/**
 * ov_sweep_figure_free:
 * @self: a copy
 */
void
ov_sweep_figure_free (OvSweepFigure *self)
{
  OvTrialCurve *trials;

  g_return_if_fail (self != NULL);

  trials = (OvTrialCurve *) self->trials.trials;
  for (guint i = 0; i < self->trials.n; i++)
    ov_history_free ((OvHistory *) trials[i].history);
  g_free (trials);
  g_free ((OvRecipe *) self->trials.recipe);
  g_free ((char *) self->dataset_name);
  g_free ((char *) self->data_hash);
  g_free (self);
}

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

  description = ov_recipe_describe_without (self->trials.recipe, "learning-rate");
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

  /* Translators: a recipe without its learning rate. */
  g_string_append_printf (text, _("Apart from the rate, the recipe is: %s."), description);
  ov_caption_append_data (text, self->dataset_name);
  if (self->trials.is_forecast)
    g_string_append (text,
                     _(" All curves are forecasts: they follow from the data’s quadratic form, "
                       "without a run."));
  if (*comparison != '\0')
    g_string_append_printf (text, " %s", comparison);

  return g_string_free (text, FALSE);
}

static OvChart *
make_chart (const Page *page,
            double      type_scale)
{
  OvChart *chart = ov_chart_new ();

  ov_page_style_apply (page->style, chart, type_scale);

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
  ov_figure_draw_chart (chart, page->cr, area);
}

/* The longest way to say what the charts show upwards that there is room for, or the shortest. */
static char *
choose_y_title (const Page *page,
                double      size,
                double      room)
{
  const char *titles = ov_trial_curves_get_y_title (&page->sheet->trials);
  const char *last = strrchr (titles, '\n');
  char *title = ov_text_choose (titles, size, room);

  return title != NULL ? title : g_strdup (last != NULL ? last + 1 : titles);
}

/* The axes' titles stand once beside the grid. Takes their room from @area. */
static void
draw_axis_titles (const Page        *page,
                  cairo_rectangle_t *area)
{
  const double size = AXIS_SIZE * page->type_scale;
  const double gap = 0.4 * GAP * page->type_scale;
  g_autofree char *y_title = NULL;
  double width;
  double height;

  ov_text_measure (_("Epoch"), size, OV_TEXT_PLAIN, 0.0, &width, &height);
  ov_text_draw (page->cr, _("Epoch"), size, OV_TEXT_PLAIN, &page->dim,
                area->x + (area->width - width) / 2.0, area->y + area->height - height, 0.0);
  area->height -= height + gap;

  y_title = choose_y_title (page, size, area->height);
  ov_text_draw_upwards (page->cr, y_title, size, &page->dim, area->x,
                        area->y + area->height / 2.0);
  ov_text_measure (y_title, size, OV_TEXT_PLAIN, 0.0, NULL, &height);
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
      const cairo_rectangle_t own = {area.x + (i % columns) * (width + gap),
                                     area.y + (i / columns) * (height + gap), width, height};

      ov_chart_set_minimum_left (charts->pdata[i], left);
      ov_figure_draw_chart (charts->pdata[i], page->cr, &own);
    }
}

/* As high as its rows need. */
static void
measure (gconstpointer data,
         int          *width,
         int          *height)
{
  const OvSweepFigure *self = data;

  *width = OV_SWEEP_FIGURE_WIDTH;
  *height = FRAME_HEIGHT
            + (self->overlay ? OVERLAY_HEIGHT : ROW_HEIGHT * (int) count_rows (self->trials.n));
}

static char *
make_title (gconstpointer data)
{
  const OvSweepFigure *self = data;

  /* Translators: the title of a model. */
  return g_strdup_printf (_("%s: a ladder of learning rates"),
                          ov_recipe_get_title (self->trials.recipe));
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *page)
{
  return ov_sweep_figure_make_caption (data);
}

static void
draw (gconstpointer            data,
      const OvPageStyle       *style,
      cairo_t                 *cr,
      const cairo_rectangle_t *area,
      double                   type_scale)
{
  const OvSweepFigure *self = data;
  const Page page = {
    .sheet = self,
    .style = style,
    .cr = cr,
    .type_scale = type_scale,
    .dim = ov_palette_get_role (ov_page_style_get_theme (style), OV_ROLE_DIM_TEXT),
  };

  if (self->overlay)
    draw_overlay (&page, area);
  else
    draw_grid (&page, *area);
}

/* A run for each rate, called after it. */
static void
add_notes (gconstpointer      data,
           const OvPageStyle *page,
           OvRunNotes        *notes)
{
  const OvSweepFigure *self = data;

  for (guint i = 0; i < self->trials.n; i++)
    {
      g_autofree char *name = ov_trial_curves_format_rate (&self->trials, i);
      OvRecipe recipe = *self->trials.recipe;
      OvRunNote *note;

      recipe.learning_rate = self->trials.trials[i].learning_rate;
      note = ov_run_notes_add (notes, &recipe, name, OV_SLOT_TRAIN, self->dataset_name,
                               self->data_hash);
      note->n_epochs = ov_history_get_n_epochs (self->trials.trials[i].history);
      if (self->trials.is_forecast)
        note->exact_from = 0;
    }
}

static void
add_number (GPtrArray  *words,
            const char *option,
            double      value)
{
  g_autofree char *text = ov_number_format (value);

  ov_command_line_add (words, option, text);
}

/* The rates between the first and the last follow from these. */
static GPtrArray *
make_command (gconstpointer      data,
              const OvPageStyle *page,
              const char        *file,
              const char       **remark)
{
  const OvSweepFigure *self = data;
  const OvTrialCurves *trials = &self->trials;
  OvRecipe recipe = *trials->recipe;
  OvRecipe preset;
  GPtrArray *words;

  if (ov_recipe_init_preset (&preset, recipe.preset, NULL))
    {
      recipe.learning_rate = preset.learning_rate;
      recipe.epochs = preset.epochs;
    }
  words = ov_command_line_new_for_data (&recipe, self->dataset_name, FALSE);
  ov_command_line_set_command (words, "ladder");
  add_number (words, "epochs", trials->recipe->epochs);
  add_number (words, "from", trials->trials[0].learning_rate);
  add_number (words, "to", trials->trials[trials->n - 1].learning_rate);
  add_number (words, "trials", trials->n);
  if (self->trials.is_forecast)
    ov_command_line_add (words, "forecast", NULL);
  if (self->overlay)
    ov_command_line_add (words, "overlay", NULL);
  if (trials->quantity == OV_QUANTITY_ACCURACY)
    ov_command_line_add (words, "accuracy", NULL);
  ov_command_line_add (words, "plot", file);

  return words;
}

/* Its data is an #OvSweepFigure. */
const OvFigureClass ov_sweep_figure_class = {
  .measure = measure,
  .make_title = make_title,
  .make_caption = make_caption,
  .draw = draw,
  .note = add_notes,
  .make_command = make_command,
};

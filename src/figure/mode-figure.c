/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mode-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "caption.h"
#include "command-line.h"
#include "mode-map.h"
#include "number.h"

/* Points of a page of the default size. */
#define WIDTH 1200
#define HEIGHT 640

/**
 * ov_mode_fate_get_title:
 * @fate: what becomes of a mode
 *
 * Returns: (transfer none): a word for it, as it stands in tables
 */
const char *
ov_mode_fate_get_title (OvModeFate fate)
{
  static const char *const titles[OV_N_MODE_FATES] = {
    [OV_MODE_DONE] = N_("done"),
    [OV_MODE_CREEPS] = N_("creeps"),
    [OV_MODE_FLIPS] = N_("flips"),
    [OV_MODE_SWINGS] = N_("swings"),
    [OV_MODE_GROWS] = N_("grows"),
  };

  g_return_val_if_fail (fate < OV_N_MODE_FATES, NULL);

  return _(titles[fate]);
}

/* A count in words, if there is any; the words have a place for it. */
static void
append_count (GString    *text,
              const char *words,
              guint       count)
{
  g_autofree char *number = ov_number_format_count (count);
  g_auto (GStrv) parts = g_strsplit (words, "%s", 2);
  g_autofree char *part = g_strjoinv (number, parts);

  if (count > 0)
    g_string_append (text, part);
}

/**
 * ov_mode_figure_count:
 * @spectrum: where a run is along all modes
 *
 * Says how many modes are done, and what all others do.
 *
 * Returns: (transfer full): the words, to be put behind a colon
 */
char *
ov_mode_figure_count (const OvModeSpectrum *spectrum)
{
  g_autofree char *n_done = NULL;
  g_autofree char *n_modes = NULL;
  GString *text;
  const guint *counts;

  g_return_val_if_fail (spectrum != NULL, NULL);

  counts = spectrum->counts;
  n_done = ov_number_format_count (counts[OV_MODE_DONE]);
  n_modes = ov_number_format_count (spectrum->n);
  text = g_string_new (NULL);
  g_string_append_printf (text, _("%s of %s modes done"), n_done, n_modes);
  append_count (text, ngettext (", %s creeps", ", %s creep", counts[OV_MODE_CREEPS]),
                counts[OV_MODE_CREEPS]);
  append_count (text, ngettext (", %s swings", ", %s swing", counts[OV_MODE_SWINGS]),
                counts[OV_MODE_SWINGS]);
  append_count (text,
                ngettext (", %s flips sides each epoch", ", %s flip sides each epoch",
                          counts[OV_MODE_FLIPS]),
                counts[OV_MODE_FLIPS]);
  append_count (text, ngettext (", %s grows", ", %s grow", counts[OV_MODE_GROWS]),
                counts[OV_MODE_GROWS]);

  return g_string_free (text, FALSE);
}

/**
 * ov_mode_figure_describe:
 * @spectrum: where a run is along all modes
 *
 * Returns: (transfer full): the words of ov_mode_figure_count(), and when it is so
 */
char *
ov_mode_figure_describe (const OvModeSpectrum *spectrum)
{
  g_autofree char *counts = ov_mode_figure_count (spectrum);
  const guint n = spectrum->n_epochs;

  /* Translators: what becomes of all modes in some epochs. */
  return g_strdup_printf (ngettext ("After %u epoch: %s", "After %u epochs: %s", n), n, counts);
}

static char *
format_number (double value)
{
  return ov_number_format_short (value, 3);
}

static void
add_mode (const OvModeFigure *self,
          guint               number,
          OvChart            *chart)
{
  const OvMode *mode;

  if (number < 1 || number > self->spectrum->n)
    return;

  mode = &self->spectrum->modes[number - 1];
  ov_chart_add_point (chart, number,
                      CLAMP (mode->factor, OV_MODE_MAP_LOWEST + 0.15, OV_MODE_MAP_HIGHEST), NULL);
}

/**
 * ov_mode_figure_fill:
 * @self: a figure, which outlives what the chart shows of it
 * @chart: a chart without series
 *
 * Shows all modes on a chart of any look.
 */
void
ov_mode_figure_fill (const OvModeFigure *self,
                     OvChart            *chart)
{
  const OvModeSpectrum *spectrum;
  g_autofree char *steepest = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (self != NULL && chart != NULL);

  spectrum = self->spectrum;
  steepest = format_number (spectrum->modes[0].eigenvalue);
  /* Translators: an eigenvalue. */
  title = g_strdup_printf (_("Modes from the steepest, λ = %s, to the flattest"), steepest);
  ov_chart_set_log_x (chart, TRUE);
  ov_chart_set_legend (chart, FALSE);
  ov_chart_set_x_title (chart, title);
  ov_chart_set_y_title (chart, _("Factor an epoch"));
  ov_chart_zoom_x (chart, OV_MODE_MAP_FIRST, spectrum->n);
  ov_chart_zoom_y (chart, OV_MODE_MAP_LOWEST, OV_MODE_MAP_HIGHEST);
  ov_chart_add_reference (chart, -1.0, _("grows below"));
  add_mode (self, self->across, chart);
  add_mode (self, self->along, chart);
  ov_chart_set_ground (chart, ov_mode_map_draw, (gpointer) spectrum);
}

static char *
make_title (gconstpointer data)
{
  const OvModeFigure *self = data;

  /* Translators: the title of a model. */
  return g_strdup_printf (_("%s: all modes at once"), ov_recipe_get_title (self->recipe));
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *style)
{
  const OvModeFigure *self = data;
  const OvModeSpectrum *spectrum = self->spectrum;
  g_autofree char *description = ov_recipe_describe (self->recipe);
  g_autofree char *summary = ov_mode_figure_describe (spectrum);
  g_autofree char *rate = format_number (spectrum->learning_rate);
  g_autofree char *condition = ov_number_format_short (spectrum->condition, 2);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s. ", summary);
  if (spectrum->momentum > 0.0)
    g_string_append_printf (text,
                            _("A dot is what an epoch at rate %s makes of a mode’s distance from "
                              "its optimum: with momentum the larger of two factors, of complex "
                              "ones the magnitude. "),
                            rate);
  else
    g_string_append_printf (text,
                            _("A dot is what an epoch at rate %s makes of a mode’s distance from "
                              "its optimum: 1 − 2 · rate · (λ + regularisation). "),
                            rate);
  g_string_append_printf (text,
                          _("A column is what is left of that distance; of a mode that is done, "
                            "less than a hundredth. The condition number is at least %s. %s."),
                          condition, description);
  ov_caption_append_data (text, self->dataset_name);

  return g_string_free (text, FALSE);
}

static void
fill (gconstpointer      data,
      const OvPageStyle *style,
      OvChart           *chart)
{
  const OvModeFigure *self = data;
  g_autofree char *title = ov_mode_figure_count (self->spectrum);

  ov_mode_figure_fill (self, chart);
  ov_chart_set_title (chart, title);
}

static void
add_notes (gconstpointer      data,
           const OvPageStyle *style,
           OvRunNotes        *notes)
{
  const OvModeFigure *self = data;
  OvRunNote *note = ov_run_notes_add (notes, self->recipe, NULL, OV_SLOT_TRAIN, self->dataset_name,
                                      self->data_hash);

  note->kind = OV_NOTE_FORECAST;
  note->n_epochs = self->spectrum->n_epochs;
}

/* The command goes to the end of as many epochs as the recipe has. */
static GPtrArray *
make_command (gconstpointer      data,
              const OvPageStyle *page,
              const char        *file,
              const char       **remark)
{
  const OvModeFigure *self = data;
  OvRecipe recipe = *self->recipe;
  GPtrArray *words;

  recipe.epochs = self->spectrum->n_epochs;
  words = ov_command_line_new_for_data (&recipe, self->dataset_name, FALSE);
  ov_command_line_set_command (words, "valley");
  ov_command_line_add (words, "modes", "all");
  ov_command_line_add (words, "plot", file);

  return words;
}

/* Its data is an #OvModeFigure. */
const OvFigureClass ov_mode_figure_class = {
  .width = WIDTH,
  .height = HEIGHT,
  .make_title = make_title,
  .make_caption = make_caption,
  .fill = fill,
  .note = add_notes,
  .make_command = make_command,
};

/**
 * ov_mode_figure_copy:
 * @self: a figure
 *
 * Returns: (transfer full): a figure that owns what it shows, to be freed with
 *   ov_mode_figure_free()
 */
OvModeFigure *
ov_mode_figure_copy (const OvModeFigure *self)
{
  OvModeFigure *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->spectrum = ov_mode_spectrum_copy (self->spectrum);
  copy->recipe = g_memdup2 (self->recipe, sizeof *self->recipe);
  copy->dataset_name = g_strdup (self->dataset_name);
  copy->data_hash = g_strdup (self->data_hash);

  return copy;
}

/**
 * ov_mode_figure_free:
 * @self: (transfer full): a figure from ov_mode_figure_copy()
 */
void
ov_mode_figure_free (OvModeFigure *self)
{
  g_return_if_fail (self != NULL);

  ov_mode_spectrum_free ((gpointer) self->spectrum);
  g_free ((gpointer) self->recipe);
  g_free ((gpointer) self->dataset_name);
  g_free ((gpointer) self->data_hash);
  g_free (self);
}

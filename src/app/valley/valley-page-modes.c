/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-page-private.h"

#include <glib/gi18n-lib.h>

#include "forecast-job.h"
#include "joined-text.h"
#include "mode-figure.h"

/* All modes at once, beneath the valley of two of them. */

static OvModeFigure
make_figure (OvValleyPage *self)
{
  return (OvModeFigure) {
    .spectrum = self->spectrum,
    .recipe = &self->spectrum_recipe,
    .across = (guint) gtk_spin_button_get_value_as_int (self->steep_choice),
    .along = (guint) gtk_spin_button_get_value_as_int (self->flat_choice),
    .dataset_name = self->data_name,
    .data_hash = self->data,
  };
}

/* At the epoch that is looked at, at the rate that the panel has. Of a very long run it would take
 * too long for a frame. */
static void
find_spectrum (OvValleyPage *self)
{
  const OvRecipe *recipe = ov_valley_page_get_recipe (self);
  const guint n_epochs = MIN (ov_valley_page_count_done (self), OV_FORECAST_MOST_EPOCHS);

  if (self->spectrum != NULL && self->spectrum->n_epochs == n_epochs
      && ov_recipe_equal (recipe, &self->spectrum_recipe))
    return;

  g_clear_pointer (&self->spectrum, ov_mode_spectrum_free);
  self->spectrum = ov_mode_spectrum_new (self->quadratic, recipe, n_epochs);
  self->spectrum_recipe = *recipe;
}

/*
 * ov_valley_page_show_modes:
 * @self: a page that has a valley
 *
 * Shows what becomes of all modes.
 */
void
ov_valley_page_show_modes (OvValleyPage *self)
{
  OvChart *chart = ov_chart_view_get_chart (self->modes_view);
  g_autofree char *text = NULL;
  OvModeFigure figure;

  find_spectrum (self);
  figure = make_figure (self);
  text = ov_mode_figure_describe (self->spectrum);
  ov_chart_remove_all_marks (chart);
  ov_mode_figure_fill (&figure, chart);
  ov_joined_text_set_label (self->modes_note, text);
  ov_chart_view_set_description (self->modes_view, _("All modes at once"), text);
  ov_chart_view_changed (self->modes_view);
}

/*
 * ov_valley_page_forget_modes:
 * @self: a page
 *
 * Lets go of what the chart of all modes shows.
 */
void
ov_valley_page_forget_modes (OvValleyPage *self)
{
  if (self->modes_view != NULL)
    ov_chart_set_ground (ov_chart_view_get_chart (self->modes_view), NULL, NULL);
  g_clear_pointer (&self->spectrum, ov_mode_spectrum_free);
}

/*
 * ov_valley_page_add_modes_figure:
 * @self: a page
 * @set: a set of figures
 * @obstacle: (nullable): why there is no valley
 *
 * Adds all modes as a figure.
 */
void
ov_valley_page_add_modes_figure (OvValleyPage *self,
                                 OvFigureSet  *set,
                                 const char   *obstacle)
{
  OvModeFigure figure;

  if (obstacle != NULL)
    {
      ov_figure_set_add_missing (set, "modes", _("All modes"), obstacle);
      return;
    }

  find_spectrum (self);
  figure = make_figure (self);
  ov_figure_set_add (set, "modes", _("All modes"), &ov_mode_figure_class,
                     ov_mode_figure_copy (&figure), (GDestroyNotify) ov_mode_figure_free);
}

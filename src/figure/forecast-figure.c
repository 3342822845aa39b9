/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "forecast-figure.h"

#include <glib/gi18n-lib.h>

#include "caption.h"
#include "curves.h"
#include "forecast-curves.h"

static char *
make_title (gconstpointer data)
{
  const OvForecastFigure *self = data;

  /* Translators: the title of a model. */
  return g_strdup_printf (_("%s: forecast"), ov_recipe_get_title (&self->forecast->recipe));
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *page)
{
  const OvForecastFigure *self = data;
  g_autofree char *description = ov_recipe_describe (&self->forecast->recipe);
  GString *text =
    g_string_new (_("What a run would show, by the data’s quadratic form; there was no run. "
                    "Dashed: training set, dotted: test set. "));

  g_string_append_printf (text, "%s.", description);
  ov_caption_append_data (text, self->dataset_name);

  return g_string_free (text, FALSE);
}

static void
fill (gconstpointer      data,
      const OvPageStyle *style,
      OvChart           *chart)
{
  const OvForecastResult *forecast = ((const OvForecastFigure *) data)->forecast;
  const double horizon = MAX (forecast->n_epochs - 1.0, OV_CURVES_LEAST_HORIZON);
  OvForecastCurves curves = {0};

  ov_curves_prepare (chart, OV_QUANTITY_LOSS, &forecast->recipe);
  ov_chart_set_horizon (chart, horizon, horizon);
  ov_forecast_curves_show (&curves, chart, NULL, forecast->epochs, forecast->train_loss,
                           forecast->n_epochs, forecast->test_epochs, forecast->test_loss,
                           forecast->n_test);
}

static void
add_notes (gconstpointer      data,
           const OvPageStyle *page,
           OvRunNotes        *notes)
{
  const OvForecastFigure *self = data;
  OvRunNote *note = ov_run_notes_add (notes, &self->forecast->recipe, NULL, OV_SLOT_TRAIN,
                                      self->dataset_name, self->data_hash);

  note->kind = OV_NOTE_FORECAST;
  note->n_epochs = self->forecast->recipe.epochs;
}

/* Its data is an #OvForecastFigure. */
const OvFigureClass ov_forecast_figure_class = {
  .width = OV_FORECAST_FIGURE_WIDTH,
  .height = OV_FORECAST_FIGURE_HEIGHT,
  .make_title = make_title,
  .make_caption = make_caption,
  .fill = fill,
  .note = add_notes,
};

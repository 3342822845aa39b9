/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-page-private.h"

#include <glib/gi18n-lib.h>

#include "cut-figure.h"
#include "number.h"
#include "valley-figure.h"

/* The valley on paper: with the way of the page's recipe, and with four that are typical. */

/* Shares of the limit: a rate that creeps, one that is in the middle at once, one that bounces, and
 * one that overshoots further each time. On CIFAR-10 they are 0.001, 0.009, 0.0175 and 0.0185. */
static const double shares[] = {0.0554, 0.498, 0.969, 1.024};

#define MOST_WAYS G_N_ELEMENTS (shares)

/* Adds the ways from the recipe's first weights with some rates. */
static void
add_figure (OvValleyPage *self,
            OvFigureSet  *set,
            const char   *name,
            const char   *title,
            const OvFigureClass *class,
            const OvValley *valley,
            const double   *rates,
            guint           n_rates)
{
  const OvRecipe *recipe = ov_valley_page_get_recipe (self);
  const gsize n_points = (gsize) recipe->epochs + 1;
  g_autofree OvValleyPoint *points = g_new (OvValleyPoint, n_rates * n_points);
  OvValleyWay ways[MOST_WAYS];
  OvValleyState start;
  const OvValleyFigure figure = {
    .valley = valley,
    .recipe = recipe,
    .ways = ways,
    .n_ways = n_rates,
    .position = ov_valley_page_find_position (self),
    .has_start = TRUE,
    .dataset_name = self->data_name,
    .data_hash = self->data,
  };

  ov_valley_find_start (valley, self->quadratic, recipe, &start);
  for (guint i = 0; i < n_rates; i++)
    {
      OvRecipe own = *recipe;

      own.learning_rate = rates[i];
      ways[i] = (OvValleyWay) {rates[i], points + i * n_points};
      ov_valley_walk (valley, &own, &start, ways[i].points, (guint) n_points);
    }
  ov_figure_set_add (set, name, title, class, ov_valley_figure_copy (&figure),
                     (GDestroyNotify) ov_valley_figure_free);
}

/*
 * ov_valley_page_add_valleys:
 * @self: a page
 * @set: a set of figures
 * @valley: (nullable): what it shows
 * @obstacle: (nullable): why there is none
 *
 * Adds the valley with the way of the recipe, the same with four rates beside each other, and the
 * cuts through it; where there is none, the map of the path that the page shows instead.
 */
void
ov_valley_page_add_valleys (OvValleyPage   *self,
                            OvFigureSet    *set,
                            const OvValley *valley,
                            const char     *obstacle)
{
  const OvRecipe *recipe = ov_valley_page_get_recipe (self);
  double rates[MOST_WAYS];
  double limit;

  if (obstacle != NULL)
    {
      if (!ov_valley_page_add_path_figure (self, set))
        ov_figure_set_add_missing (set, "valley", _("Valley"), obstacle);
      ov_figure_set_add_missing (set, "rates", _("Valley at four rates"), obstacle);
      ov_figure_set_add_missing (set, "cuts", _("Cuts through the valley"), obstacle);
      return;
    }

  limit = ov_quadratic_get_limit (self->quadratic, recipe);
  for (guint i = 0; i < MOST_WAYS; i++)
    rates[i] = ov_number_round (shares[i] * limit, 3);
  add_figure (self, set, "valley", _("Valley"), &ov_valley_figure_class, valley,
              &recipe->learning_rate, 1);
  add_figure (self, set, "rates", _("Valley at four rates"), &ov_valley_figure_class, valley,
              rates, MOST_WAYS);
  add_figure (self, set, "cuts", _("Cuts through the valley"), &ov_cut_figure_class, valley,
              &recipe->learning_rate, 1);
}

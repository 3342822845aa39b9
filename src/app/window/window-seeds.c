/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "run-statistics.h"

/* What the seeds of a recipe bring, run one after the other. */

/* Best accuracies that differ by less than this, in points of a per cent, are one band of nothing
 * on a chart. */
#define LEAST_SPREAD 0.05

static void
recipe_wanted_cb (OvSeedSeries   *series,
                  const OvRecipe *recipe,
                  OvWindow       *self)
{
  ov_window_adopt_recipe (self, recipe, OV_ADOPTION_RESTARTS);
}

static void
changed_cb (OvSeedSeries *series,
            OvWindow     *self)
{
  g_autofree char *text = NULL;

  if (!ov_seed_series_is_running (series))
    {
      ov_banner_hide (self->seeds_banner);
      return;
    }

  /* Translators: which of how many seeds. */
  text = g_strdup_printf (_("Running the recipe with %u seeds: this is number %u"),
                          OV_SEED_SERIES_LENGTH, ov_seed_series_get_position (series) + 1);
  ov_banner_show (self->seeds_banner, text, _("_Stop After This Run"), "win.stop-seeds");
}

/* What came out of all seeds. Those that diverged are counted apart. */
static char *
describe_items (GPtrArray *items)
{
  g_autofree double *values = g_new (double, items->len);
  OvRunStatistics statistics;
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const OvRunFacts *facts = ov_run_item_get_facts (items->pdata[i]);

      if (facts->outcome != OV_OUTCOME_DIVERGED)
        values[n++] = facts->best_accuracy;
    }
  ov_run_statistics_measure (&statistics, values, n);

  if (n < 2)
    g_string_append_printf (text, _("Of %u seeds %u diverged: there is no mean"), items->len,
                            items->len - n);
  else if (statistics.high - statistics.low < LEAST_SPREAD)
    /* Translators: how many runs, their mean, and how far apart they are. */
    g_string_append_printf (text,
                            _("%u seeds make no difference here: best test accuracy %.2f %%, at "
                              "most %.2g apart"),
                            n, statistics.mean, statistics.high - statistics.low);
  else
    /* Translators: how many runs, their mean and their standard deviation. */
    g_string_append_printf (text, _("%u seeds: best test accuracy %.2f ± %.2f %%"), n,
                            statistics.mean, statistics.deviation);
  if (n >= 2 && n < items->len)
    g_string_append_printf (text, _("; %u more diverged"), items->len - n);

  return g_string_free (text, FALSE);
}

static void
finished_cb (OvSeedSeries *series,
             OvWindow     *self)
{
  g_autoptr (GPtrArray) items = ov_seed_series_list_items (series);
  g_autofree char *text = describe_items (items);

  ov_toaster_tell (self->toaster, text);
}

/**
 * ov_window_run_seeds:
 * @self: a window
 * @recipe: a recipe
 *
 * Runs a recipe with several seeds, and shows their mean in place of them.
 */
void
ov_window_run_seeds (OvWindow       *self,
                     const OvRecipe *recipe)
{
  const OvRecipe copy = *recipe;
  OvFigureStyle style = ov_chart_menu_read_style (self->settings);

  if (style.seeds == OV_SEEDS_SINGLE)
    g_settings_set_string (self->settings, "seeds", ov_seeds_get_name (OV_SEEDS_RANGE));
  ov_window_show_first_page (self);
  ov_seed_series_start (self->seeds, &copy);
}

static void
run_seeds_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  OvWindow *self = OV_WINDOW (widget);
  const char *json = g_variant_get_string (parameter, NULL);
  OvRecipe recipe = *ov_recipe_panel_get_recipe (self->recipe_panel);

  if (*json == '\0' || ov_recipe_from_json (&recipe, json, NULL))
    ov_window_run_seeds (self, &recipe);
}

static void
stop_seeds_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ov_seed_series_stop (OV_WINDOW (widget)->seeds);
}

/**
 * ov_window_install_seeds:
 * @widget_class: the window's class
 *
 * Installs the actions: `win.run-seeds` takes a recipe as JSON, or "" for that of the panel.
 */
void
ov_window_install_seeds (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.run-seeds", "s", run_seeds_cb);
  gtk_widget_class_install_action (widget_class, "win.stop-seeds", NULL, stop_seeds_cb);
}

/**
 * ov_window_connect_seeds:
 * @self: a window that is being made, and has told its collection of what the session starts
 *
 * Lets the window run the seeds of a recipe.
 */
void
ov_window_connect_seeds (OvWindow *self)
{
  self->seeds = ov_seed_series_new (self->session, self->collection);
  g_signal_connect_object (self->seeds, "recipe-wanted", G_CALLBACK (recipe_wanted_cb), self, 0);
  g_signal_connect_object (self->seeds, "changed", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (self->seeds, "finished", G_CALLBACK (finished_cb), self, 0);
}

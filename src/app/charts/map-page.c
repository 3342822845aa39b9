/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "map-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "chart-view.h"
#include "loss.h"
#include "model.h"

/* What the map is as wide as while there is nothing on it, and how far it reaches beyond the
 * outermost rates. */
#define LEAST_RATE 1e-4
#define GREATEST_RATE 1.0
#define REACH 2.0

/* The finder's curve ends where the loss leaves its first value so far behind. */
#define FINDING_RISE 1.2
#define FINDING_WIDTH 1.5

/* How near the pointer has to come to a dot, in pixels. */
#define NEAR 16.0

/**
 * OvMapPage:
 *
 * All runs on the present data, each a dot in its own colour: the learning rate across, the best
 * that it reached on the test set upwards. A run that diverged is a cross on the edge. Clicking a
 * dot asks for that run.
 */
struct _OvMapPage
{
  OvPage        parent_instance;

  /* Template children. */
  GtkDropDown  *quantity_choice;
  OvChartView  *view;

  /* Owned. */
  GListModel   *runs;
  GSignalGroup *runs_signals;

  double       *finding_rates; /* [n_finding] */
  double       *finding_losses;
  gsize         n_finding;

  char         *data;  /* what is trained on; NULL while there is none */
  OvLoss        loss;  /* for which the current run is trained */
  double        limit; /* NAN while nobody knows it */
  guint         tick;  /* redraws the map in the next frame, or 0 */
};

G_DEFINE_FINAL_TYPE (OvMapPage, ov_map_page, OV_TYPE_PAGE)

static gboolean
shows_losses (OvMapPage *self)
{
  return gtk_drop_down_get_selected (self->quantity_choice) != 0;
}

/* Whether a run is on the map beside the current one: it has the same data and, on a map of losses,
 * the same kind of loss. */
static gboolean
is_comparable (OvMapPage *self,
               OvRunItem *item)
{
  const OvRecipe *recipe = ov_run_item_get_recipe (item);

  return (self->data == NULL || strcmp (ov_run_item_get_data (item), self->data) == 0)
         && (!shows_losses (self) || recipe->model->loss == self->loss);
}

/* The place of a run's dot; its height is infinite for a run that diverged. Returns FALSE for a
 * run that has no epoch yet. */
static gboolean
get_point (OvMapPage *self,
           OvRunItem *item,
           double    *rate,
           double    *best)
{
  const OvRunFacts *facts = ov_run_item_get_facts (item);

  *rate = ov_run_item_get_recipe (item)->learning_rate;
  *best = shows_losses (self) ? facts->best_loss : facts->best_accuracy;
  if (facts->outcome == OV_OUTCOME_DIVERGED)
    *best = INFINITY;

  return !isnan (*best) && is_comparable (self, item);
}

/* One that was broken off is told from those that are complete. */
static char *
describe (OvRunItem *item)
{
  const OvRunFacts *facts = ov_run_item_get_facts (item);
  const OvRecipe *recipe = ov_run_item_get_recipe (item);

  if (ov_run_facts_are_complete (ov_run_item_get_facts (item)))
    return g_strdup (ov_run_item_get_name (item));

  /* Translators: the name of a run, and how many of its epochs were trained. */
  return g_strdup_printf (_("%s, %u of %u epochs"), ov_run_item_get_name (item), facts->n_epochs,
                          recipe->epochs);
}

static void
add_runs (OvMapPage *self,
          OvChart   *chart)
{
  const guint n_runs = self->runs != NULL ? g_list_model_get_n_items (self->runs) : 0;
  double low = LEAST_RATE;
  double high = GREATEST_RATE;

  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (self->runs, i);
      g_autofree char *name = describe (item);
      double rate;
      double best;
      guint series;

      if (!get_point (self, item, &rate, &best))
        continue;

      series = ov_chart_add_series (chart, name, ov_run_item_get_slot (item), OV_LINE_SOLID);
      ov_chart_set_series_listed (chart, series, FALSE);
      ov_chart_set_points (chart, series, &rate, &best, 1);
      low = MIN (low, rate / REACH);
      high = MAX (high, rate * REACH);
    }

  ov_chart_zoom_x (chart, low, high);
}

/* What the finder saw, beneath the dots: up to where the loss blows up, which would dwarf them. */
static void
add_finding (OvMapPage *self,
             OvChart   *chart)
{
  gsize n = 0;
  guint series;

  while (n < self->n_finding
         && self->finding_losses[n] <= FINDING_RISE * self->finding_losses[0])
    n++;
  if (n == 0)
    return;

  series = ov_chart_add_series (chart, _("Learning-rate finder"), OV_SLOT_TRAIN, OV_LINE_SOLID);
  ov_chart_set_series_faint (chart, series, TRUE);
  ov_chart_set_series_width (chart, series, FINDING_WIDTH);
  ov_chart_set_points (chart, series, self->finding_rates, self->finding_losses, n);
}

/* What is left out is not left out in silence. */
static void
note_left_out (OvMapPage *self,
               OvChart   *chart)
{
  const guint n_runs = self->runs != NULL ? g_list_model_get_n_items (self->runs) : 0;
  g_autofree char *note = NULL;
  guint n_left_out = 0;

  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (self->runs, i);

      n_left_out += !is_comparable (self, item);
    }
  if (n_left_out > 0)
    note = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%u run with other data or another loss is left out",
                                         "%u runs with other data or another loss are left out",
                                         n_left_out),
                            n_left_out);
  ov_chart_set_note (chart, note);
}

static void
rebuild (OvMapPage *self)
{
  OvChart *chart = ov_chart_view_get_chart (self->view);
  const gboolean is_accuracy = !shows_losses (self);
  const guint n_runs = self->runs != NULL ? g_list_model_get_n_items (self->runs) : 0;

  ov_chart_remove_all_series (chart);
  ov_chart_remove_all_marks (chart);
  ov_chart_set_log_x (chart, TRUE);
  ov_chart_set_x_title (chart, _("Learning rate"));
  ov_chart_set_y_title (chart, is_accuracy ? _("Best test accuracy (%)") : _("Best test loss"));
  ov_chart_set_y_limits (chart, 0.0, is_accuracy ? 100.0 : INFINITY);
  ov_chart_set_message (chart, n_runs == 0 ? _("Every run will be a dot here.") : NULL);
  if (!is_accuracy)
    add_finding (self, chart);
  add_runs (self, chart);
  note_left_out (self, chart);
  if (isfinite (self->limit))
    ov_chart_add_marker (chart, self->limit, _("limit"));
  ov_chart_view_changed (self->view);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  OvMapPage *self = OV_MAP_PAGE (widget);

  self->tick = 0;
  rebuild (self);

  return G_SOURCE_REMOVE;
}

static void
update_soon (OvMapPage *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
runs_changed_cb (GListModel *runs,
                 guint       position,
                 guint       n_removed,
                 guint       n_added,
                 OvMapPage  *self)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (runs, i);

      g_signal_handlers_disconnect_by_func (item, update_soon, self);
      g_signal_connect_object (item, "changed", G_CALLBACK (update_soon), self,
                               G_CONNECT_SWAPPED);
    }
  update_soon (self);
}

static OvRunItem *
find_run (OvMapPage *self,
          double     x,
          double     y)
{
  const guint n_runs = self->runs != NULL ? g_list_model_get_n_items (self->runs) : 0;
  OvRunItem *nearest = NULL;
  double least = NEAR;
  OvGeometry geometry;

  ov_chart_get_geometry (ov_chart_view_get_chart (self->view),
                         gtk_widget_get_width (GTK_WIDGET (self->view)),
                         gtk_widget_get_height (GTK_WIDGET (self->view)), &geometry);

  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (self->runs, i);
      double rate;
      double best;
      double distance;

      if (!get_point (self, item, &rate, &best))
        continue;

      /* A cross stands on the upper edge. */
      distance = hypot (ov_scale_to_position (&geometry.x, rate) - x,
                        (isfinite (best) ? ov_scale_to_position (&geometry.y, best)
                                         : geometry.plot.y)
                          - y);
      if (distance < least)
        {
          least = distance;
          nearest = item;
        }
    }

  return nearest;
}

static void
released_cb (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             OvMapPage       *self)
{
  OvRunItem *item = find_run (self, x, y);

  if (item != NULL)
    ov_page_want_run (OV_PAGE (self), item);
}

static void
crosshair_moved_cb (OvChartView *view,
                    double       x,
                    double       y,
                    OvMapPage   *self)
{
  ov_chart_view_set_crosshair (view, x, y);
}

static void
zoomed_cb (OvChartView *view,
           double       low,
           double       high,
           OvMapPage   *self)
{
  if (isfinite (low))
    ov_chart_zoom_x (ov_chart_view_get_chart (view), low, high);
  else
    rebuild (self);
  ov_chart_view_changed (view);
}

static void
ov_map_page_set_runs (OvPage     *page,
                      GListModel *runs)
{
  OvMapPage *self = OV_MAP_PAGE (page);

  g_set_object (&self->runs, runs);
  g_signal_group_set_target (self->runs_signals, runs);
  runs_changed_cb (runs, 0, 0, g_list_model_get_n_items (runs), self);
}

static void
ov_map_page_set_dataset (OvPage    *page,
                         OvDataset *dataset)
{
  OvMapPage *self = OV_MAP_PAGE (page);

  g_free (self->data);
  self->data = g_strdup (ov_dataset_get_hash (dataset));
  update_soon (self);
}

static void
ov_map_page_set_recipe (OvPage         *page,
                        const OvRecipe *recipe)
{
  OvMapPage *self = OV_MAP_PAGE (page);

  self->loss = recipe->model->loss;
  update_soon (self);
}

static void
ov_map_page_set_limit (OvPage *page,
                       double  limit)
{
  OvMapPage *self = OV_MAP_PAGE (page);

  self->limit = limit;
  update_soon (self);
}

/* The finding's curve lies beneath the dots while the map shows losses. */
static void
ov_map_page_set_finding (OvPage          *page,
                         const OvFinding *finding)
{
  OvMapPage *self = OV_MAP_PAGE (page);
  const gsize n = finding != NULL ? finding->n_points : 0;

  g_free (self->finding_rates);
  g_free (self->finding_losses);
  self->finding_rates = n > 0 ? g_memdup2 (finding->learning_rates, n * sizeof (double)) : NULL;
  self->finding_losses = n > 0 ? g_memdup2 (finding->smoothed, n * sizeof (double)) : NULL;
  self->n_finding = n;
  update_soon (self);
}

static void
ov_map_page_dispose (GObject *object)
{
  OvMapPage *self = OV_MAP_PAGE (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_object (&self->runs_signals);
  g_clear_object (&self->runs);
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->finding_rates, g_free);
  g_clear_pointer (&self->finding_losses, g_free);
  self->n_finding = 0;

  G_OBJECT_CLASS (ov_map_page_parent_class)->dispose (object);
}

static void
ov_map_page_class_init (OvMapPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  OvPageClass *page_class = OV_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_map_page_dispose;

  page_class->name = "map";
  page_class->title = N_("Map");
  page_class->icon_name = "overshoot-map-symbolic";
  page_class->set_runs = ov_map_page_set_runs;
  page_class->set_dataset = ov_map_page_set_dataset;
  page_class->set_recipe = ov_map_page_set_recipe;
  page_class->set_limit = ov_map_page_set_limit;
  page_class->set_finding = ov_map_page_set_finding;

  g_type_ensure (OV_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/map-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvMapPage, quantity_choice);
  gtk_widget_class_bind_template_child (widget_class, OvMapPage, view);
  gtk_widget_class_bind_template_callback (widget_class, update_soon);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, crosshair_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoomed_cb);
  gtk_widget_class_set_css_name (widget_class, "mappage");
}

static void
ov_map_page_init (OvMapPage *self)
{
  self->limit = NAN;
  self->runs_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect (self->runs_signals, "items-changed", G_CALLBACK (runs_changed_cb), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  rebuild (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "map-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "chart-view.h"
#include "chart-voice.h"
#include "loss.h"
#include "map-figure.h"
#include "map-walk.h"
#include "model.h"
#include "next-frame.h"

/* How near the pointer has to come to a dot, in pixels. */
#define NEAR 16.0

/**
 * OvMapPage:
 *
 * All runs on the present data, each a dot in its own colour: the learning rate across, the best
 * that it reached on the test set upwards. A run that diverged is a cross in a strip at the foot,
 * one that is not complete a ring. Clicking a dot asks for that run. Arrow keys lead from dot to
 * dot, and Enter asks for the run of the one that they have led to.
 *
 * While the pointer is on the map it stands still: what arrives meanwhile is drawn when it has
 * left. What the user does there and then, such as choosing another quantity, is drawn at once.
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
  OvMapFigure  *drawn;       /* what is on the map */
  GPtrArray    *drawn_items; /* (element-type OvRunItem): [runs of @drawn] */

  double       *finding_rates; /* [n_finding] */
  double       *finding_losses;
  gsize         n_finding;

  OvRunItem    *chosen; /* to which keys have led; NULL for none */

  char         *data;      /* what is trained on; NULL while there is none */
  char         *data_name; /* what it is called */
  OvLoss        loss;      /* for which the current run is trained */
  double        limit;     /* NAN while nobody knows it */
  guint         tick;      /* redraws the map in the next frame, or 0 */
  gboolean      is_held;   /* by the pointer */
  gboolean      is_behind; /* something has arrived since it is held */
  double        low;       /* the rates that the user has zoomed to; NAN for all */
  double        high;
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

/* Whether a run diverged, or was still diverging when it ended, as the table of the runs says. */
static gboolean
has_diverged (const OvRunFacts *facts)
{
  return facts->outcome == OV_OUTCOME_DIVERGED
         || (facts->outcome != OV_OUTCOME_NONE && facts->diagnosis == OV_DIAGNOSIS_DIVERGING);
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
  if (has_diverged (facts))
    *best = INFINITY;

  /* Of a log nobody knows the rate. */
  return !isnan (*best) && is_comparable (self, item)
         && !ov_run_item_is_foreign (item);
}

/* Returns: (transfer full): what belongs on the map; the runs of its dots are added to @items. */
static OvMapFigure *
make_figure (OvMapPage *self,
             GPtrArray *items)
{
  const guint n_runs = self->runs != NULL ? g_list_model_get_n_items (self->runs) : 0;
  OvMapFigure *figure = ov_map_figure_new ();

  figure->shows_losses = shows_losses (self);
  figure->loss = self->loss;
  figure->limit = self->limit;
  figure->dataset_name = g_strdup (self->data_name);
  figure->data_hash = g_strdup (self->data);
  if (self->n_finding > 0)
    {
      figure->rates = g_memdup2 (self->finding_rates, self->n_finding * sizeof (double));
      figure->losses = g_memdup2 (self->finding_losses, self->n_finding * sizeof (double));
      figure->n_finding = self->n_finding;
    }
  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (self->runs, i);
      const OvRunFacts *facts = ov_run_item_get_facts (item);
      double rate;
      double best;
      OvMapRun run;

      figure->n_left_out += !is_comparable (self, item);
      if (!get_point (self, item, &rate, &best))
        continue;

      run = (OvMapRun) {
        .name = g_strdup (ov_run_item_get_name (item)),
        .slot = ov_run_item_get_slot (item),
        .recipe = *ov_run_item_get_recipe (item),
        .best = best,
        .n_epochs = facts->n_epochs,
        .is_complete = ov_run_facts_are_complete (facts),
      };
      g_array_append_val (figure->runs, run);
      if (items != NULL)
        g_ptr_array_add (items, g_object_ref (item));
    }

  return figure;
}

static void
describe (OvMapPage *self)
{
  const guint n_runs = self->drawn->runs->len;
  g_autofree char *text = NULL;

  if (n_runs > 0)
    text = g_strdup_printf (ngettext ("%u run against its learning rate. The arrow keys go to its "
                                      "dot, and Enter opens it",
                                      "%u runs against their learning rates. The arrow keys go "
                                      "from dot to dot, and Enter opens one",
                                      n_runs),
                            n_runs);
  ov_chart_view_set_description (self->view, _("Map of the runs"),
                                 text != NULL ? text : _("No run yet"));
}

/* Where a run is among those that are drawn, or -1. */
static int
find_place (OvMapPage *self,
            OvRunItem *item)
{
  guint place;

  return item != NULL && g_ptr_array_find (self->drawn_items, item, &place) ? (int) place : -1;
}

static void
rebuild (gpointer widget)
{
  OvMapPage *self = OV_MAP_PAGE (widget);
  OvChart *chart = ov_chart_view_get_chart (self->view);
  const gboolean is_empty = self->runs == NULL || g_list_model_get_n_items (self->runs) == 0;

  self->is_behind = FALSE;
  g_ptr_array_set_size (self->drawn_items, 0);
  g_clear_pointer (&self->drawn, ov_map_figure_free);
  self->drawn = make_figure (self, self->drawn_items);
  self->drawn->chosen = find_place (self, self->chosen);
  ov_map_figure_fill (self->drawn, chart);
  if (isfinite (self->low))
    ov_chart_zoom_x (chart, self->low, self->high);
  ov_chart_set_message (chart, is_empty ? _("Every run will be a dot here.") : NULL);
  describe (self);
  ov_chart_view_changed (self->view);
}

static void
update_soon (OvMapPage *self)
{
  ov_next_frame_call (self, &self->tick, rebuild);
}

/* Draws what has arrived, unless the pointer is on the map: then it says that it waits. */
static void
arrive (OvMapPage *self)
{
  if (!self->is_held)
    {
      update_soon (self);
      return;
    }

  if (self->is_behind)
    return;

  self->is_behind = TRUE;
  ov_chart_set_note (ov_chart_view_get_chart (self->view),
                     _("still under the pointer: newer epochs show when it leaves"));
  ov_chart_view_changed (self->view);
}

/* What is due is drawn before the map stands still, so that it is not held back. */
static void
enter_cb (OvMapPage *self)
{
  if (self->tick != 0)
    rebuild (self);
  ov_next_frame_cancel (self, &self->tick);
  self->is_held = TRUE;
}

static void
leave_cb (OvMapPage *self)
{
  self->is_held = FALSE;
  if (self->is_behind)
    update_soon (self);
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

      g_signal_handlers_disconnect_by_func (item, arrive, self);
      g_signal_connect_object (item, "changed", G_CALLBACK (arrive), self,
                               G_CONNECT_SWAPPED);
    }
  update_soon (self);
}

static gboolean
is_kept (OvMapPage *self,
         OvRunItem *item)
{
  const guint n_runs = self->runs != NULL ? g_list_model_get_n_items (self->runs) : 0;

  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (OvRunItem) kept = g_list_model_get_item (self->runs, i);

      if (kept == item)
        return TRUE;
    }

  return FALSE;
}

static void
get_geometry (OvMapPage  *self,
              OvGeometry *geometry)
{
  ov_chart_get_geometry (ov_chart_view_get_chart (self->view),
                         gtk_widget_get_width (GTK_WIDGET (self->view)),
                         gtk_widget_get_height (GTK_WIDGET (self->view)), geometry);
}

/* The run whose dot, as it is drawn, is nearest to a place. */
static OvRunItem *
find_run (OvMapPage *self,
          double     x,
          double     y)
{
  OvRunItem *nearest = NULL;
  double least = NEAR;
  OvGeometry geometry;

  get_geometry (self, &geometry);
  for (guint i = 0; i < self->drawn->runs->len; i++)
    {
      double across, down;

      ov_map_walk_find_dot (self->drawn, i, &geometry, &across, &down);
      if (hypot (across - x, down - y) < least && is_kept (self, self->drawn_items->pdata[i]))
        {
          least = hypot (across - x, down - y);
          nearest = self->drawn_items->pdata[i];
        }
    }

  return nearest;
}

/* Points at a run's dot by a ring, the read-out and words; NULL for none. */
static void
choose (OvMapPage *self,
        OvRunItem *item)
{
  g_autofree char *text = NULL;
  double best;
  int place;

  g_set_object (&self->chosen, item);
  rebuild (self);
  place = find_place (self, item);
  if (place < 0)
    {
      ov_chart_view_set_crosshair (self->view, NAN, NAN);
      return;
    }

  text = ov_map_figure_describe_run (self->drawn, (guint) place);
  best = g_array_index (self->drawn->runs, OvMapRun, place).best;
  ov_chart_view_set_crosshair (self->view, ov_run_item_get_recipe (item)->learning_rate,
                               isfinite (best) ? best : (double) NAN);
  ov_chart_voice_tell (GTK_WIDGET (self->view), text);
}

/* Before the chart, whose crosshair these keys would move. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                OvMapPage             *self)
{
  OvGeometry geometry;
  int place;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    {
      if (self->chosen == NULL || !is_kept (self, self->chosen))
        return GDK_EVENT_PROPAGATE;

      ov_page_want_run (OV_PAGE (self), self->chosen);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Escape && self->chosen != NULL)
    choose (self, NULL);

  get_geometry (self, &geometry);
  place = find_place (self, self->chosen);
  if (!ov_map_walk (self->drawn, &geometry, keyval, &place))
    return GDK_EVENT_PROPAGATE;

  if (place >= 0)
    choose (self, self->drawn_items->pdata[place]);

  return GDK_EVENT_STOP;
}

static void
unfocused_cb (OvMapPage *self)
{
  if (self->chosen != NULL)
    choose (self, NULL);
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
zoomed_cb (OvChartView *view,
           double       low,
           double       high,
           OvMapPage   *self)
{
  self->low = low;
  self->high = high;
  rebuild (self);
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
  g_free (self->data_name);
  self->data_name = g_strdup (dataset->name);
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
  arrive (self);
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
  arrive (self);
}

static void
ov_map_page_add_figures (OvPage      *page,
                         OvFigureSet *set)
{
  g_autoptr (OvMapFigure) figure = make_figure (OV_MAP_PAGE (page), NULL);

  if (figure->runs->len > 0)
    ov_figure_set_add (set, "map", _("Map of the runs"), &ov_map_figure_class,
                       g_steal_pointer (&figure), (GDestroyNotify) ov_map_figure_free);
  else
    ov_figure_set_add_missing (set, "map", _("Map of the runs"),
                               _("There is no run on the map yet: a run is a dot from its first "
                                 "epoch on. Export again by then."));
}

static void
ov_map_page_dispose (GObject *object)
{
  OvMapPage *self = OV_MAP_PAGE (object);

  g_clear_object (&self->runs_signals);
  g_clear_object (&self->runs);
  g_clear_object (&self->chosen);
  g_clear_pointer (&self->drawn, ov_map_figure_free);
  g_clear_pointer (&self->drawn_items, g_ptr_array_unref);
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->data_name, g_free);
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
  page_class->add_figures = ov_map_page_add_figures;

  g_type_ensure (OV_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/map-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvMapPage, quantity_choice);
  gtk_widget_class_bind_template_child (widget_class, OvMapPage, view);
  gtk_widget_class_bind_template_callback (widget_class, update_soon);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, unfocused_cb);
  gtk_widget_class_bind_template_callback (widget_class, ov_chart_view_set_crosshair);
  gtk_widget_class_bind_template_callback (widget_class, zoomed_cb);
  gtk_widget_class_set_css_name (widget_class, "mappage");
}

static void
ov_map_page_init (OvMapPage *self)
{
  self->drawn_items = g_ptr_array_new_with_free_func (g_object_unref);
  self->limit = NAN;
  self->low = self->high = NAN;
  self->runs_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect (self->runs_signals, "items-changed", G_CALLBACK (runs_changed_cb), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  rebuild (self);
}

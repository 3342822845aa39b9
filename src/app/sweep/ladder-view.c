/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ladder-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart-grid.h"
#include "rungs.h"

/**
 * OvLadderView:
 *
 * A ladder's rungs as a grid of small charts on shared axes, or as one chart of all. It follows the
 * ladder while that runs.
 */
struct _OvLadderView
{
  GtkWidget    parent_instance;

  /* Template children. */
  GtkWidget   *stack;
  GtkWidget   *empty;
  GtkWidget   *unknown;
  GtkWidget   *grid_page;
  OvChartGrid *grid;
  OvChartView *overlay;

  /* Owned. */
  OvLadder    *ladder;

  OvQuantity   quantity;
  gboolean     is_overlay;
  guint64      changed; /* a bit for each rung that is to be drawn anew */
  double       low;     /* the shared range, as it was last drawn */
  double       high;
  guint        tick; /* brings the charts up to date in the next frame, or 0 */
};

G_DEFINE_FINAL_TYPE (OvLadderView, ov_ladder_view, GTK_TYPE_WIDGET)

/* The ladder, which has rungs, as the charts take it. The array is to be freed. */
static OvRungs
make_rungs (OvLadderView *self)
{
  const guint n = ov_ladder_get_n_rungs (self->ladder);
  OvRung *rungs = g_new (OvRung, n);

  for (guint i = 0; i < n; i++)
    rungs[i] = (OvRung) {
      ov_ladder_get_recipe (self->ladder, i)->learning_rate,
      ov_ladder_get_history (self->ladder, i)};

  return (OvRungs) {
    .quantity = self->quantity,
    .recipe = ov_ladder_get_recipe (self->ladder, 0),
    .rungs = rungs,
    .n = n,
  };
}

static void
describe_view (OvLadderView  *self,
               const OvRungs *rungs,
               guint          rung)
{
  g_autofree char *rate = ov_rungs_format_rate (rungs, rung);
  g_autofree char *title = g_strdup_printf (_("Learning rate %s"), rate);
  g_autofree char *description = ov_rungs_describe (rungs, rung);

  ov_chart_view_set_description (ov_chart_grid_get_view (self->grid, rung), title, description);
}

static const char *
get_waiting (OvLadderView *self,
             guint         rung)
{
  if (ov_history_get_n_epochs (ov_ladder_get_history (self->ladder, rung)) > 0)
    return NULL;

  switch (ov_ladder_get_state (self->ladder, rung))
    {
    case OV_RUN_RUNNING:
      return _("Running…");
    case OV_RUN_IDLE:
      return ov_ladder_is_running (self->ladder) ? _("Waits for its turn") : _("Not run");
    default:
      return _("Stopped");
    }
}

static void
update_grid (OvLadderView  *self,
             const OvRungs *rungs,
             gboolean       all)
{
  for (guint i = 0; i < rungs->n; i++)
    {
      OvChartView *view = ov_chart_grid_get_view (self->grid, i);

      if (!all && (self->changed & (G_GUINT64_CONSTANT (1) << i)) == 0)
        continue;

      ov_rungs_fill_chart (rungs, i, ov_chart_view_get_chart (view), self->low, self->high);
      ov_chart_set_message (ov_chart_view_get_chart (view), get_waiting (self, i));
      describe_view (self, rungs, i);
      ov_chart_view_changed (view);
    }
  ov_chart_grid_align (self->grid);
}

static void
update_overlay (OvLadderView  *self,
                const OvRungs *rungs)
{
  g_autofree char *description = ov_rungs_describe_overlay (rungs);

  ov_rungs_fill_overlay (rungs, ov_chart_view_get_chart (self->overlay), self->low, self->high);
  ov_chart_view_set_description (self->overlay, _("All learning rates"), description);
  ov_chart_view_changed (self->overlay);
}

/* Whether there is something to draw. */
static gboolean
has_curves (OvLadderView *self)
{
  return ov_ladder_get_n_rungs (self->ladder) > 0
         && (self->quantity == OV_QUANTITY_LOSS || !ov_ladder_is_foretold (self->ladder));
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  OvLadderView *self = OV_LADDER_VIEW (widget);
  const double low_before = self->low;
  const double high_before = self->high;
  OvRungs rungs;

  self->tick = 0;
  if (!has_curves (self))
    return G_SOURCE_REMOVE;

  rungs = make_rungs (self);
  ov_rungs_find_range (&rungs, &self->low, &self->high);
  if (self->is_overlay)
    update_overlay (self, &rungs);
  else
    update_grid (self, &rungs, self->low != low_before || self->high != high_before);
  self->changed = 0;
  g_free ((gpointer) rungs.rungs);

  return G_SOURCE_REMOVE;
}

/* However much happens between two frames, the charts are brought up to date once. */
static void
update_soon (OvLadderView *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
show_page (OvLadderView *self)
{
  GtkWidget *page = self->empty;

  if (has_curves (self))
    page = self->is_overlay ? GTK_WIDGET (self->overlay) : self->grid_page;
  else if (ov_ladder_get_n_rungs (self->ladder) > 0)
    page = self->unknown;
  gtk_stack_set_visible_child (GTK_STACK (self->stack), page);
}

static void
update_all_soon (OvLadderView *self)
{
  self->changed = G_MAXUINT64;
  show_page (self);
  update_soon (self);
}

static void
rung_changed_cb (OvLadder     *ladder,
                 guint         rung,
                 OvLadderView *self)
{
  self->changed |= G_GUINT64_CONSTANT (1) << rung;
  update_soon (self);
}

static void
state_changed_cb (OvLadder     *ladder,
                  OvLadderView *self)
{
  ov_chart_grid_set_n_views (self->grid, ov_ladder_get_n_rungs (ladder));
  update_all_soon (self);
}

static void
crosshair_moved_cb (OvChartView  *view,
                    double        x,
                    double        y,
                    OvLadderView *self)
{
  ov_chart_view_set_crosshair (view, x, y);
}

static void
zoomed_cb (OvChartView  *view,
           double        low,
           double        high,
           OvLadderView *self)
{
  if (isfinite (low))
    ov_chart_zoom_x (ov_chart_view_get_chart (view), low, high);
  else
    ov_chart_fit (ov_chart_view_get_chart (view));
  ov_chart_view_changed (view);
}

static void
ov_ladder_view_dispose (GObject *object)
{
  OvLadderView *self = OV_LADDER_VIEW (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  if (self->ladder != NULL)
    g_signal_handlers_disconnect_by_data (self->ladder, self);
  g_clear_object (&self->ladder);
  g_clear_pointer (&self->stack, gtk_widget_unparent);

  G_OBJECT_CLASS (ov_ladder_view_parent_class)->dispose (object);
}

static void
ov_ladder_view_class_init (OvLadderViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_ladder_view_dispose;

  g_type_ensure (OV_TYPE_CHART_GRID);
  g_type_ensure (OV_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ladder-view.ui");
  gtk_widget_class_bind_template_child (widget_class, OvLadderView, stack);
  gtk_widget_class_bind_template_child (widget_class, OvLadderView, empty);
  gtk_widget_class_bind_template_child (widget_class, OvLadderView, unknown);
  gtk_widget_class_bind_template_child (widget_class, OvLadderView, grid_page);
  gtk_widget_class_bind_template_child (widget_class, OvLadderView, grid);
  gtk_widget_class_bind_template_child (widget_class, OvLadderView, overlay);
  gtk_widget_class_bind_template_callback (widget_class, crosshair_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoomed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ladderview");
}

static void
ov_ladder_view_init (OvLadderView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * ov_ladder_view_set_ladder:
 * @self: a view that has no ladder yet
 * @ladder: the ladder to show and to follow; referenced
 */
void
ov_ladder_view_set_ladder (OvLadderView *self,
                           OvLadder     *ladder)
{
  g_return_if_fail (OV_IS_LADDER_VIEW (self));
  g_return_if_fail (OV_IS_LADDER (ladder));
  g_return_if_fail (self->ladder == NULL);

  self->ladder = g_object_ref (ladder);
  g_signal_connect (ladder, "rung-changed", G_CALLBACK (rung_changed_cb), self);
  g_signal_connect (ladder, "state-changed", G_CALLBACK (state_changed_cb), self);
  state_changed_cb (ladder, self);
}

/**
 * ov_ladder_view_set_quantity:
 * @self: a view that has a ladder
 * @quantity: what its charts show
 */
void
ov_ladder_view_set_quantity (OvLadderView *self,
                             OvQuantity    quantity)
{
  g_return_if_fail (OV_IS_LADDER_VIEW (self));

  self->quantity = quantity;
  update_all_soon (self);
}

/**
 * ov_ladder_view_set_overlay:
 * @self: a view that has a ladder
 * @overlay: whether all rungs are in one chart, rather than each in one of its own
 */
void
ov_ladder_view_set_overlay (OvLadderView *self,
                            gboolean      overlay)
{
  g_return_if_fail (OV_IS_LADDER_VIEW (self));

  self->is_overlay = overlay;
  update_all_soon (self);
}

/**
 * ov_ladder_view_describe:
 * @self: a view whose ladder has rungs
 *
 * Returns: (transfer full): how the rungs compare, in sentences
 */
char *
ov_ladder_view_describe (OvLadderView *self)
{
  OvRungs rungs;
  char *text;

  g_return_val_if_fail (OV_IS_LADDER_VIEW (self), NULL);
  g_return_val_if_fail (ov_ladder_get_n_rungs (self->ladder) > 0, NULL);

  rungs = make_rungs (self);
  text = ov_rungs_describe_overlay (&rungs);
  g_free ((gpointer) rungs.rungs);

  return text;
}

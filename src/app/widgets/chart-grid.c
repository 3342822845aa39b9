/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-grid.h"

#include <math.h>

#include "chart-alignment.h"
#include "text-scale.h"
#include "text.h"
#include "theme.h"

/* How wide a small chart is at least, how many stand in a row at most, and its proportions. */
#define LEAST_WIDTH 236
#define MOST_COLUMNS 4
#define LEAST_HEIGHT 160
#define MOST_HEIGHT 300
#define PROPORTION 0.66

#define ROW_SPACING 6

/* Of the type beside each row, at the usual size. */
#define TITLE_SIZE 12.0

/**
 * OvChartGrid:
 *
 * Small charts of one size, in as many columns as there is room for. Their plot areas begin at the
 * same place, so that one can be compared with the next. What all show upwards stands once beside
 * each row.
 */
struct _OvChartGrid
{
  GtkWidget  parent_instance;

  GPtrArray *views;      /* of OvChartView, which are children */
  double     type_scale; /* 1 but in lecture mode */
  char      *y_title;    /* in several forms; NULL for none */
};

G_DEFINE_FINAL_TYPE (OvChartGrid, ov_chart_grid, GTK_TYPE_WIDGET)

/* Where the charts stand. */
typedef struct
{
  int left; /* what stands beside a row takes so much */
  int columns;
  int rows;
  int width;
  int height;
} Cells;

static double
get_title_size (OvChartGrid *self)
{
  return TITLE_SIZE * self->type_scale * ov_text_scale_find (GTK_WIDGET (self));
}

static int
measure_title (OvChartGrid *self)
{
  double height = 0.0;

  if (self->y_title != NULL)
    ov_text_measure ("0", get_title_size (self), OV_TEXT_PLAIN, 0.0, NULL, &height);

  return (int) ceil (height);
}

static Cells
divide (OvChartGrid *self,
        int          width)
{
  const int left = measure_title (self);
  const int n = (int) MAX (self->views->len, 1);
  const int most = CLAMP ((width - left) / LEAST_WIDTH, 1, MOST_COLUMNS);
  Cells cells = {.left = left};

  /* As few columns as the rows need, so that the last row is not much shorter than the others. */
  cells.rows = (n + most - 1) / most;
  cells.columns = (n + cells.rows - 1) / cells.rows;
  cells.width = (width - left) / cells.columns;
  cells.height = CLAMP ((int) (PROPORTION * cells.width), LEAST_HEIGHT,
                        (int) (MOST_HEIGHT * self->type_scale));

  return cells;
}

/* What the grid is given beyond its need makes the charts higher. */
static Cells
fill (OvChartGrid *self,
      int          width,
      int          height)
{
  Cells cells = divide (self, width);

  cells.height = CLAMP ((height - ROW_SPACING * (cells.rows - 1)) / cells.rows, cells.height,
                        MOST_HEIGHT);

  return cells;
}

static void
ov_chart_grid_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  OvChartGrid *self = OV_CHART_GRID (widget);
  const Cells cells = fill (self, width, height);

  for (guint i = 0; i < self->views->len; i++)
    {
      const int column = (int) i % cells.columns;
      const int row = (int) i / cells.columns;
      const GtkAllocation area = {cells.left + column * cells.width,
                                  row * (cells.height + ROW_SPACING), cells.width, cells.height};

      gtk_widget_size_allocate (self->views->pdata[i], &area, -1);
    }
  ov_chart_grid_align (self);
}

static void
ov_chart_grid_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  OvChartGrid *self = OV_CHART_GRID (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = measure_title (self) + LEAST_WIDTH;
      *natural = measure_title (self) + MOST_COLUMNS * LEAST_WIDTH;
    }
  else
    {
      const Cells cells = divide (self, MAX (for_size, measure_title (self) + LEAST_WIDTH));

      *minimum = cells.rows * cells.height + (cells.rows - 1) * ROW_SPACING;
      *natural = *minimum;
    }
}

static void
ov_chart_grid_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  OvChartGrid *self = OV_CHART_GRID (widget);
  const int height = gtk_widget_get_height (widget);
  const Cells cells = fill (self, gtk_widget_get_width (widget), height);
  const OvColour dim = ov_palette_get_role (ov_theme_find (), OV_ROLE_DIM_TEXT);
  const double size = get_title_size (self);
  g_autofree char *title = NULL;
  cairo_t *cr;

  GTK_WIDGET_CLASS (ov_chart_grid_parent_class)->snapshot (widget, snapshot);
  title = self->y_title != NULL ? ov_text_choose (self->y_title, size, cells.height) : NULL;
  if (title == NULL)
    return;

  cr = gtk_snapshot_append_cairo (
    snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) cells.left, (float) height));
  for (int i = 0; i < cells.rows; i++)
    ov_text_draw_upwards (cr, title, size, &dim, 0.0,
                          i * (cells.height + ROW_SPACING) + cells.height / 2.0);
  cairo_destroy (cr);
}

static GtkSizeRequestMode
ov_chart_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ov_chart_grid_dispose (GObject *object)
{
  ov_chart_grid_set_n_views (OV_CHART_GRID (object), 0);

  G_OBJECT_CLASS (ov_chart_grid_parent_class)->dispose (object);
}

static void
ov_chart_grid_finalize (GObject *object)
{
  g_ptr_array_unref (OV_CHART_GRID (object)->views);
  g_free (OV_CHART_GRID (object)->y_title);

  G_OBJECT_CLASS (ov_chart_grid_parent_class)->finalize (object);
}

static void
ov_chart_grid_class_init (OvChartGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ov_chart_grid_dispose;
  object_class->finalize = ov_chart_grid_finalize;
  widget_class->size_allocate = ov_chart_grid_size_allocate;
  widget_class->measure = ov_chart_grid_measure;
  widget_class->snapshot = ov_chart_grid_snapshot;
  widget_class->get_request_mode = ov_chart_grid_get_request_mode;

  gtk_widget_class_set_css_name (widget_class, "chartgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ov_chart_grid_init (OvChartGrid *self)
{
  self->views = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->type_scale = 1.0;
  ov_theme_follow (GTK_WIDGET (self));
}

/* One zoom holds for all. */
static void
zoomed_cb (OvChartView *view,
           double       low,
           double       high,
           OvChartGrid *self)
{
  for (guint i = 0; i < self->views->len; i++)
    ov_chart_view_zoom (self->views->pdata[i], low, high);
}

/**
 * ov_chart_grid_set_n_views:
 * @self: a grid
 * @n_views: how many charts it has
 *
 * Adds empty charts at the end, or removes the last ones.
 */
void
ov_chart_grid_set_n_views (OvChartGrid *self,
                           guint        n_views)
{
  g_return_if_fail (OV_IS_CHART_GRID (self));

  if (n_views < self->views->len)
    g_ptr_array_set_size (self->views, (int) n_views);

  while (self->views->len < n_views)
    {
      GtkWidget *view = ov_chart_view_new ();

      /* Only the chart that is pointed at has a read-out: the others would be covered by theirs. */
      g_signal_connect (view, "crosshair-moved", G_CALLBACK (ov_chart_view_set_crosshair), NULL);
      g_signal_connect (view, "zoomed", G_CALLBACK (zoomed_cb), self);
      ov_chart_view_set_type_scale (OV_CHART_VIEW (view), self->type_scale);
      gtk_widget_set_parent (view, GTK_WIDGET (self));
      g_ptr_array_add (self->views, view);
    }
}

/**
 * ov_chart_grid_set_y_title:
 * @self: a grid
 * @title: (nullable): what all charts show upwards, in the form that ov_chart_set_y_title() takes
 */
void
ov_chart_grid_set_y_title (OvChartGrid *self,
                           const char  *title)
{
  g_return_if_fail (OV_IS_CHART_GRID (self));

  if (g_strcmp0 (self->y_title, title) == 0)
    return;

  g_free (self->y_title);
  self->y_title = g_strdup (title);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * ov_chart_grid_set_type_scale:
 * @self: a grid
 * @type_scale: how many times larger type and lines of all charts are, of those that come
 *   later as well; 1 at first
 */
void
ov_chart_grid_set_type_scale (OvChartGrid *self,
                              double       type_scale)
{
  g_return_if_fail (OV_IS_CHART_GRID (self));
  g_return_if_fail (type_scale > 0.0);

  self->type_scale = type_scale;
  for (guint i = 0; i < self->views->len; i++)
    ov_chart_view_set_type_scale (self->views->pdata[i], type_scale);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * ov_chart_grid_get_view:
 * @self: a grid
 * @index: one of its charts
 *
 * Returns: (transfer none): the chart's view
 */
OvChartView *
ov_chart_grid_get_view (OvChartGrid *self,
                        guint        index)
{
  g_return_val_if_fail (OV_IS_CHART_GRID (self), NULL);
  g_return_val_if_fail (index < self->views->len, NULL);

  return self->views->pdata[index];
}

/**
 * ov_chart_grid_align:
 * @self: a grid whose charts have changed
 *
 * Lets all plot areas begin at the same place.
 */
void
ov_chart_grid_align (OvChartGrid *self)
{
  g_return_if_fail (OV_IS_CHART_GRID (self));

  ov_chart_alignment_apply ((OvChartView *const *) self->views->pdata, self->views->len);
}

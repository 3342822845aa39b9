/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "curve-pane-private.h"

#include <math.h>

#include "chart-alignment.h"
#include "text-scale.h"

/* All three have room in a window of 600 pixels, together with the words beneath them. */
#define LEAST_HEIGHT 100
#define STRIP_SHARE 0.27
#define STRIP_LEAST_HEIGHT 104
#define THIN_HEIGHT 74

/**
 * ov_curve_pane_get_n_views:
 * @self: a pane
 *
 * Returns: how many charts it has, visible or not
 */
guint
ov_curve_pane_get_n_views (OvCurvePane *self)
{
  return OV_N_QUANTITIES + ov_strip_column_get_length (self->strips);
}

/**
 * ov_curve_pane_get_view:
 * @self: a pane
 * @index: which of its charts
 *
 * Returns: (transfer none): the view of a chart: of the quantities, and after them of the strips,
 *   which stand between them
 */
OvChartView *
ov_curve_pane_get_view (OvCurvePane *self,
                        guint        index)
{
  OvChartView *const views[OV_N_QUANTITIES] = {self->loss_view, self->accuracy_view};

  return index < OV_N_QUANTITIES ? views[index]
                                 : ov_strip_column_get_view (self->strips, index - OV_N_QUANTITIES);
}

/**
 * ov_curve_pane_get_chart:
 * @self: a pane
 * @index: which of its charts, as in ov_curve_pane_get_view()
 *
 * Returns: (transfer none): the chart
 */
OvChart *
ov_curve_pane_get_chart (OvCurvePane *self,
                         guint        index)
{
  return ov_chart_view_get_chart (ov_curve_pane_get_view (self, index));
}

/**
 * ov_curve_pane_redraw:
 * @self: a pane
 *
 * Draws all charts in the next frame.
 */
void
ov_curve_pane_redraw (OvCurvePane *self)
{
  for (guint i = 0; i < ov_curve_pane_get_n_views (self); i++)
    ov_chart_view_changed (ov_curve_pane_get_view (self, i));
}

/**
 * ov_curve_pane_align:
 * @self: a pane
 *
 * Puts an epoch at the same place in all charts.
 */
void
ov_curve_pane_align (OvCurvePane *self)
{
  const guint n = ov_curve_pane_get_n_views (self);
  g_autofree OvChartView **views = g_new (OvChartView *, n);

  for (guint i = 0; i < n; i++)
    views[i] = ov_curve_pane_get_view (self, i);
  ov_chart_alignment_apply (views, n);
}

/**
 * ov_curve_pane_get_height:
 * @strip: (nullable): what a chart shows; %NULL for a quantity
 *
 * Returns: how high the chart is at least
 */
int
ov_curve_pane_get_height (const OvStrip *strip)
{
  if (strip == NULL)
    return LEAST_HEIGHT;

  return strip->is_thin ? THIN_HEIGHT : STRIP_LEAST_HEIGHT;
}

/* How many times higher than usual strips are, so that type on them grows together with that on the
 * charts beside them: as far as these have room for it. */
static double
find_strip_scale (OvCurvePane *self,
                  int          height)
{
  const double text_scale = ov_text_scale_find (GTK_WIDGET (self));
  const int need = OV_N_QUANTITIES * OV_CHART_ROOMY_HEIGHT
                   + ov_strip_column_measure (self->strips, STRIP_LEAST_HEIGHT, THIN_HEIGHT);

  return CLAMP (1.0 * height / need, 1.0, MAX (text_scale, 1.0));
}

/* How high the strips are that are not thin, and at least. */
static int
find_strip_height (OvCurvePane *self,
                   int          height,
                   int          least)
{
  const guint n = ov_strip_column_count_visible (self->strips);

  return n > 0 ? MAX ((int) (STRIP_SHARE * height / n), least) : 0;
}

/**
 * ov_curve_pane_place:
 * @self: a pane that is being allocated
 * @width: its width
 * @height: its height
 *
 * Puts the charts under each other, and the guess pad over all of them: what one shows may be the
 * answer to what is asked of another.
 */
void
ov_curve_pane_place (OvCurvePane *self,
                     int          width,
                     int          height)
{
  const gboolean is_sketching = gtk_widget_get_visible (GTK_WIDGET (self->guess_pad));
  const double scale = find_strip_scale (self, height);
  const int thin = (int) (THIN_HEIGHT * scale);
  const int strip = find_strip_height (self, height, (int) (STRIP_LEAST_HEIGHT * scale));
  const int strips = ov_strip_column_measure (self->strips, strip, thin);
  const int upper = (height - strips) / 2;
  GtkAllocation place = {0, 0, width, upper};

  for (guint i = 0; i < ov_curve_pane_get_n_views (self); i++)
    gtk_widget_set_child_visible (GTK_WIDGET (ov_curve_pane_get_view (self, i)), !is_sketching);
  if (is_sketching)
    gtk_widget_size_allocate (GTK_WIDGET (self->guess_pad), &(GtkAllocation) {0, 0, width, height},
                              -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->loss_view), &place, -1);
  place.y = upper;
  place.height = strip;
  ov_strip_column_allocate (self->strips, &place, thin, upper);
  place.y += strips;
  place.height = height - place.y;
  gtk_widget_size_allocate (GTK_WIDGET (self->accuracy_view), &place, -1);
  ov_curve_pane_align (self);
}

/* The number of the epoch that stands at an x, in parts as well. */
static double
find_number (OvCurvePane *self,
             double       x)
{
  if (ov_timeline_get_abscissa (self->timeline) == OV_ABSCISSA_EPOCHS)
    return x;

  /* What is known after an epoch stands where it ends. */
  return ov_timeline_find_epoch (self->timeline, x) - 1.0;
}

/**
 * ov_curve_pane_get_axis:
 * @self: a pane
 * @axis: (out): where the epochs stand on the charts
 */
void
ov_curve_pane_get_axis (OvCurvePane *self,
                        OvCurveAxis *axis)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self->accuracy_view));
  const int height = gtk_widget_get_height (GTK_WIDGET (self->accuracy_view));
  OvChart *losses;
  OvGeometry geometry;
  double low, high;

  g_return_if_fail (OV_IS_CURVE_PANE (self));
  g_return_if_fail (axis != NULL);

  losses = ov_curve_pane_get_chart (self, OV_QUANTITY_LOSS);
  ov_chart_get_geometry (ov_curve_pane_get_chart (self, OV_QUANTITY_ACCURACY), width, height,
                         &geometry);
  ov_chart_get_x_range (losses, &low, &high);
  *axis = (OvCurveAxis) {
    .left = geometry.plot.x,
    .right = width - geometry.plot.x - geometry.plot.width,
    .bottom = height - geometry.plot.y - geometry.plot.height,
    .first = NAN,
    .last = NAN,
  };
  if (self->run == NULL || ov_chart_get_log_x (losses))
    return;

  axis->first = find_number (self, low);
  axis->last = find_number (self, high);
}

/**
 * ov_curve_pane_measure:
 * @widget: a pane
 * @orientation: across or upright
 * @for_size: unused
 * @minimum: (out): the least size
 * @natural: (out): the size that it likes
 * @minimum_baseline: (out): unused
 * @natural_baseline: (out): unused
 */
void
ov_curve_pane_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  OvCurvePane *self = OV_CURVE_PANE (widget);
  const gboolean is_upright = orientation == GTK_ORIENTATION_VERTICAL;
  const int factor = is_upright ? OV_N_QUANTITIES : 1;
  const int strips = is_upright
                       ? ov_strip_column_measure (self->strips, STRIP_LEAST_HEIGHT, THIN_HEIGHT)
                       : 0;

  gtk_widget_measure (GTK_WIDGET (self->loss_view), orientation, -1, minimum, natural, NULL, NULL);
  *minimum = *minimum * factor + strips;
  *natural = *natural * factor + strips;
}

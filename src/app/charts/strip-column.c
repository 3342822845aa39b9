/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strip-column.h"

struct _OvStripColumn
{
  GPtrArray *charts; /* of OvStripChart */
};

static OvStripChart *
get_chart (const OvStripColumn *self,
           guint                index)
{
  return g_ptr_array_index (self->charts, index);
}

/**
 * ov_strip_column_new:
 *
 * Returns: (transfer full): a column without strips, to be freed with ov_strip_column_free()
 */
OvStripColumn *
ov_strip_column_new (void)
{
  OvStripColumn *self = g_new0 (OvStripColumn, 1);

  self->charts = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_strip_chart_free);

  return self;
}

/**
 * ov_strip_column_free:
 * @self: a column
 */
void
ov_strip_column_free (OvStripColumn *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->charts);
  g_free (self);
}

/**
 * ov_strip_column_add:
 * @self: a column
 * @strip: what the next strip shows
 * @view: the view of its chart; referenced
 */
void
ov_strip_column_add (OvStripColumn *self,
                     const OvStrip *strip,
                     OvChartView   *view)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_add (self->charts, ov_strip_chart_new (strip, view));
}

/**
 * ov_strip_column_get_length:
 * @self: a column
 *
 * Returns: how many strips there are, visible or not
 */
guint
ov_strip_column_get_length (const OvStripColumn *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->charts->len;
}

/**
 * ov_strip_column_get_view:
 * @self: a column
 * @index: which strip
 *
 * Returns: (transfer none): the view of its chart
 */
OvChartView *
ov_strip_column_get_view (const OvStripColumn *self,
                          guint                index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->charts->len, NULL);

  return ov_strip_chart_get_view (get_chart (self, index));
}

/**
 * ov_strip_column_set_run:
 * @self: a column
 * @run: (nullable): the current run; referenced
 * @timeline: (nullable): where its epochs stand; borrowed
 *
 * Does for each strip what ov_strip_chart_set_run() does.
 */
void
ov_strip_column_set_run (OvStripColumn    *self,
                         OvRun            *run,
                         const OvTimeline *timeline)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->charts->len; i++)
    ov_strip_chart_set_run (get_chart (self, i), run, timeline);
}

/**
 * ov_strip_column_set_style:
 * @self: a column
 * @style: how the charts look; copied
 *
 * Does for each strip what ov_strip_chart_set_style() does.
 */
void
ov_strip_column_set_style (OvStripColumn       *self,
                           const OvFigureStyle *style)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->charts->len; i++)
    ov_strip_chart_set_style (get_chart (self, i), style);
}

/**
 * ov_strip_column_add_ghosts:
 * @self: a column
 * @ghosts: of #OvRunItem, the earlier runs behind the current one
 *
 * Does for each strip what ov_strip_chart_add_ghosts() does.
 */
void
ov_strip_column_add_ghosts (OvStripColumn *self,
                            GListModel    *ghosts)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->charts->len; i++)
    ov_strip_chart_add_ghosts (get_chart (self, i), ghosts);
}

/**
 * ov_strip_column_clear_ghosts:
 * @self: a column
 *
 * Does for each strip what ov_strip_chart_clear_ghosts() does.
 */
void
ov_strip_column_clear_ghosts (OvStripColumn *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->charts->len; i++)
    ov_strip_chart_clear_ghosts (get_chart (self, i));
}

/**
 * ov_strip_column_update:
 * @self: a column
 * @horizon: the last epoch on the charts beside them; NAN when that is not known
 *
 * Does for each strip what ov_strip_chart_update() does.
 */
void
ov_strip_column_update (OvStripColumn *self,
                        double         horizon)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->charts->len; i++)
    ov_strip_chart_update (get_chart (self, i), horizon);
}

/**
 * ov_strip_column_describe:
 * @self: a column
 *
 * Does for each strip what ov_strip_chart_describe() does.
 */
void
ov_strip_column_describe (OvStripColumn *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->charts->len; i++)
    ov_strip_chart_describe (get_chart (self, i));
}

/**
 * ov_strip_column_show_wanted:
 * @self: a column
 *
 * Shows the strips on which there is something to be seen, now or soon, and hides the others.
 */
void
ov_strip_column_show_wanted (OvStripColumn *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->charts->len; i++)
    gtk_widget_set_visible (GTK_WIDGET (ov_strip_column_get_view (self, i)),
                            ov_strip_chart_is_wanted (get_chart (self, i)));
}

/**
 * ov_strip_column_count_visible:
 * @self: a column
 *
 * Returns: how many strips are visible
 */
guint
ov_strip_column_count_visible (const OvStripColumn *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->charts->len; i++)
    n += gtk_widget_get_visible (GTK_WIDGET (ov_strip_column_get_view (self, i)));

  return n;
}

/**
 * ov_strip_column_measure:
 * @self: a column
 * @height: how high a strip is
 * @thin_height: how high a thin one is
 *
 * Returns: how high all are together that are visible
 */
int
ov_strip_column_measure (const OvStripColumn *self,
                         int                  height,
                         int                  thin_height)
{
  int sum = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->charts->len; i++)
    if (gtk_widget_get_visible (GTK_WIDGET (ov_strip_column_get_view (self, i))))
      sum += ov_strip_chart_is_thin (get_chart (self, i)) ? thin_height : height;

  return sum;
}

/**
 * ov_strip_column_allocate:
 * @self: a column
 * @first: where the uppermost visible strip is to be; the others follow beneath, as high as it
 * @thin_height: how high those are that are thin
 * @type_height: the height of a chart whose type they share
 */
void
ov_strip_column_allocate (OvStripColumn       *self,
                          const GtkAllocation *first,
                          int                  thin_height,
                          int                  type_height)
{
  GtkAllocation place;

  g_return_if_fail (self != NULL);
  g_return_if_fail (first != NULL);

  place = *first;
  for (guint i = 0; i < self->charts->len; i++)
    {
      OvChartView *view = ov_strip_column_get_view (self, i);

      ov_chart_set_type_height (ov_chart_view_get_chart (view), type_height);
      if (!gtk_widget_get_visible (GTK_WIDGET (view)))
        continue;
      place.height = ov_strip_chart_is_thin (get_chart (self, i)) ? thin_height : first->height;
      gtk_widget_size_allocate (GTK_WIDGET (view), &place, -1);
      place.y += place.height;
    }
}

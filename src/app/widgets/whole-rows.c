/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "whole-rows.h"

#include "next-frame.h"

/**
 * OvWholeRows:
 *
 * Has a #GtkScrolledWindow with a #GtkTextView as its child: rows of one height, after which other
 * lines may follow. Where the text is scrolled to its end, the uppermost row in view is a whole
 * one: what is over of the height stays free beneath the scrolled window.
 *
 * A margin of the text would do the same, but when one changes GTK lays out the whole text anew.
 */
struct _OvWholeRows
{
  AdwBin parent_instance;

  guint  n_rows;
  int    row_height;  /* 0 while it is not known */
  int    rest_height; /* of what follows the rows */
  guint  tick;        /* allocates the child anew; 0 for not */
};

G_DEFINE_FINAL_TYPE (OvWholeRows, ov_whole_rows, ADW_TYPE_BIN)

static GtkTextView *
get_view (OvWholeRows *self)
{
  GtkWidget *scroller = adw_bin_get_child (ADW_BIN (self));

  return GTK_TEXT_VIEW (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller)));
}

/* Where a line ends, in pixels from the beginning of the text. */
static int
find_bottom (GtkTextView *view,
             int          line,
             int         *height)
{
  GtkTextIter iter;
  int y;

  gtk_text_buffer_get_iter_at_line (gtk_text_view_get_buffer (view), &iter, line);
  gtk_text_view_get_line_yrange (view, &iter, &y, height);

  return y + *height;
}

static void
queue_allocate (gpointer widget)
{
  gtk_widget_queue_allocate (widget);
}

/* When lines were laid out, which happens while the view is allocated: what comes of it waits for
 * the next frame. */
static void
measure_rows (OvWholeRows *self)
{
  GtkTextView *view = get_view (self);
  const int last = gtk_text_buffer_get_line_count (gtk_text_view_get_buffer (view)) - 1;
  int row_height, rest_height, last_height;

  if (self->n_rows == 0 || (int) self->n_rows > last + 1)
    return;

  rest_height = -find_bottom (view, (int) self->n_rows - 1, &row_height);
  rest_height += find_bottom (view, last, &last_height);
  if (row_height == self->row_height && rest_height == self->rest_height)
    return;

  self->row_height = row_height;
  self->rest_height = rest_height;
  ov_next_frame_call (self, &self->tick, queue_allocate);
}

static void
child_cb (OvWholeRows *self)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (adw_bin_get_child (ADW_BIN (self)));

  if (scroller != NULL)
    g_signal_connect_object (gtk_scrolled_window_get_vadjustment (scroller), "changed",
                             G_CALLBACK (measure_rows), self, G_CONNECT_SWAPPED);
}

static void
ov_whole_rows_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size, minimum,
                      natural, NULL, NULL);
}

static void
ov_whole_rows_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  OvWholeRows *self = OV_WHOLE_ROWS (widget);
  GtkWidget *scroller = adw_bin_get_child (ADW_BIN (self));
  const int margin = gtk_text_view_get_bottom_margin (get_view (self));
  const int room = height - self->rest_height - margin;
  const int over = self->row_height > 0 && room > 0 ? room % self->row_height : 0;
  int least;

  gtk_widget_measure (scroller, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  gtk_widget_size_allocate (scroller, &(GtkAllocation) {0, 0, width, MAX (least, height - over)},
                            baseline);
}

static void
ov_whole_rows_dispose (GObject *object)
{
  ov_next_frame_cancel (object, &OV_WHOLE_ROWS (object)->tick);

  G_OBJECT_CLASS (ov_whole_rows_parent_class)->dispose (object);
}

static void
ov_whole_rows_class_init (OvWholeRowsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_whole_rows_dispose;
  widget_class->measure = ov_whole_rows_measure;
  widget_class->size_allocate = ov_whole_rows_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "wholerows");
}

static void
ov_whole_rows_init (OvWholeRows *self)
{
  /* That of a bin would measure and allocate the child alone. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  g_signal_connect (self, "notify::child", G_CALLBACK (child_cb), NULL);
}

/**
 * ov_whole_rows_set_n_rows:
 * @self: rows of text
 * @n_rows: how many lines, from the first one, are rows
 *
 * Tells what of the text has to be whole.
 */
void
ov_whole_rows_set_n_rows (OvWholeRows *self,
                          guint        n_rows)
{
  g_return_if_fail (OV_IS_WHOLE_ROWS (self));

  self->n_rows = n_rows;
}

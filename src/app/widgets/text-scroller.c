/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-scroller.h"

/**
 * OvTextScroller:
 *
 * Has a #GtkScrolledWindow as its child, in which text is wrapped, and asks for as much height as
 * the text needs at the width that it has. A scrolled window alone asks for the height of lines as
 * long as they can be, so that in a narrow window the last ones would be out of sight even where
 * there is room for them.
 */
struct _OvTextScroller
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (OvTextScroller, ov_text_scroller, ADW_TYPE_BIN)

/* What is scrolled, without the viewport that the scrolled window has put around it. */
static GtkWidget *
get_text (GtkWidget *scroller)
{
  GtkWidget *child = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller));

  return GTK_IS_VIEWPORT (child) ? gtk_viewport_get_child (GTK_VIEWPORT (child)) : child;
}

static GtkSizeRequestMode
ov_text_scroller_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ov_text_scroller_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  GtkWidget *scroller = adw_bin_get_child (ADW_BIN (widget));
  int wanted;

  gtk_widget_measure (scroller, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  gtk_widget_measure (get_text (scroller), orientation, for_size, NULL, &wanted, NULL, NULL);
  *natural = MAX (*minimum, wanted);
}

static void
ov_text_scroller_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  gtk_widget_size_allocate (adw_bin_get_child (ADW_BIN (widget)),
                            &(GtkAllocation) {0, 0, width, height}, baseline);
}

static void
ov_text_scroller_class_init (OvTextScrollerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->get_request_mode = ov_text_scroller_get_request_mode;
  widget_class->measure = ov_text_scroller_measure;
  widget_class->size_allocate = ov_text_scroller_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "textscroller");
}

static void
ov_text_scroller_init (OvTextScroller *self)
{
  /* That of a bin would measure the child alone. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
}

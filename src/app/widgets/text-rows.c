/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-rows.h"

/* Returns: where a line ends, in pixels from the beginning of the text */
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

/**
 * ov_text_rows_align:
 * @view: a text that is scrolled, of rows of one height; others may follow
 * @n_rows: how many rows
 * @least_margin: what stands free beneath the text at least, in pixels
 *
 * Makes the uppermost row in view a whole one where the text is scrolled to its end: what is over
 * of the height stands free beneath the last line.
 */
void
ov_text_rows_align (GtkTextView *view,
                    guint        n_rows,
                    int          least_margin)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  int last, last_height, row_height, room;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view) && least_margin >= 0);

  if (n_rows == 0)
    return;

  last = gtk_text_buffer_get_line_count (gtk_text_view_get_buffer (view)) - 1;
  room = (int) gtk_adjustment_get_page_size (adjustment) - least_margin;
  room -= find_bottom (view, last, &last_height);
  room += find_bottom (view, (int) n_rows - 1, &row_height);
  gtk_text_view_set_bottom_margin (
    view, least_margin + (room > 0 && row_height > 0 ? room % row_height : 0));
}

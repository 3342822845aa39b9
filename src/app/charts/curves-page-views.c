/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curves-page-private.h"

/* What stands beside and beneath the charts, where and when it does. */

/* The only width in lecture mode of what stands beside the charts, where the scale is 1. */
#define LECTURE_VIEWS_WIDTH 250

/**
 * ov_curves_page_show_parts:
 * @self: a page
 *
 * Shows and hides what stands around the charts. While a guess is drawn nothing else is to be seen:
 * the table, the pictures, the log and the words may be about the very run that is asked for.
 * Lecture mode has no table, and a narrow window no pictures.
 */
void
ov_curves_page_show_parts (OvCurvesPage *self)
{
  OvGuessPad *pad = ov_curve_pane_get_guess_pad (self->curve_pane);
  const gboolean is_guessing = gtk_widget_get_visible (GTK_WIDGET (pad));

  ov_scrubber_set_covered (self->scrubber, is_guessing);
  gtk_widget_set_visible (GTK_WIDGET (self->diagnosis_bar), !is_guessing);
  gtk_widget_set_visible (GTK_WIDGET (self->views),
                          !is_guessing && ov_spare_side_has_room (self->side));
  gtk_widget_set_visible (GTK_WIDGET (self->run_table),
                          !is_guessing && !(self->lecture_scale > 0.0));
  ov_curves_page_place_table (self);
}

/**
 * ov_curves_page_enlarge_views:
 * @self: a page
 * @type_scale: how many times larger type is in lecture mode, or 0 outside it
 *
 * Makes the pictures grow with their names.
 */
void
ov_curves_page_enlarge_views (OvCurvesPage *self,
                              double        type_scale)
{
  GtkWidget *views = adw_bin_get_child (self->views);
  const gboolean is_lecture = type_scale > 0.0;
  const gboolean was_lecture = self->lecture_scale > 0.0;
  const int width = gtk_widget_get_width (GTK_WIDGET (self->views_paned));
  gboolean is_moved;

  self->lecture_scale = type_scale;
  ov_template_view_set_type_scale (self->template_view, is_lecture ? type_scale : 1.0);
  gtk_paned_set_resize_end_child (self->views_paned, !is_lecture);
  if (is_lecture)
    {
      if (!was_lecture)
        {
          self->views_width = gtk_widget_get_width (views);
          gtk_widget_get_size_request (views, &self->views_least, NULL);
        }
      gtk_widget_set_size_request (views, (int) (LECTURE_VIEWS_WIDTH * type_scale), -1);
      return;
    }

  gtk_widget_set_size_request (views, self->views_least, -1);
  /* What was made wider by hand is as wide again. */
  g_object_get (self->views_paned, "position-set", &is_moved, NULL);
  if (is_moved)
    gtk_paned_set_position (self->views_paned, MAX (0, width - self->views_width));
}

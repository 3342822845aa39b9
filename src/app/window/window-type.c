/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include "css-class.h"
#include "next-frame.h"

/*
 * A window on a large screen is looked at from further away: its type and its sidebar are larger.
 * How much larger is said by ui/style.css, for each of these classes.
 */

static const struct
{
  const char *css_class;
  int         width; /* of a window that has the class, at least; in pixels */
  int         height;
} steps[] = {
  {"huge", 3000, 1700},
  {"large", 2300, 1250},
  {"wide", 1800, 0},
};

/* Lecture mode has a type of its own. */
static const char *
find_class (OvWindow *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));

  for (gsize i = 0; self->lecture == NULL && i < G_N_ELEMENTS (steps); i++)
    if (width >= steps[i].width && height >= steps[i].height)
      return steps[i].css_class;

  return NULL;
}

static void
choose_type (gpointer window)
{
  OvWindow *self = window;

  self->type_class = find_class (self);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    ov_css_class_set (GTK_WIDGET (self), steps[i].css_class,
                      self->type_class == steps[i].css_class);
}

/**
 * ov_window_choose_type:
 * @self: a window that has its size
 *
 * Makes type and sidebar as large as suits that size, with the next frame.
 */
void
ov_window_choose_type (OvWindow *self)
{
  g_return_if_fail (OV_IS_WINDOW (self));

  if (find_class (self) != self->type_class)
    ov_next_frame_call (self, &self->type_tick, choose_type);
  ov_window_fit_lecture (self);
}

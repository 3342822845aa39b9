/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include "chart-view.h"
#include "next-frame.h"
#include "text-scale.h"

/*
 * Lecture mode: the window fills the screen, and shows only what the last row is to look at, in
 * large type and with thick lines. Widgets that have no place in it bear a class, by which they are
 * found; what was changed is put back when it is over.
 */

#define LECTURE_CLASS "lecture"
#define HIDDEN_CLASS "not-in-lectures"

/* How many times larger type and lines are on a screen of that height, and at most. At least it is
 * that together with the system's text scale. */
#define TYPE_SCALE 1.4
#define USUAL_HEIGHT 800.0
#define LEAST_SCALE 1.2
#define MOST_SCALE 4.0

/* Of the pointer, in pixels, where the scale is 1. */
#define POINTER_SIZE 32.0

struct _OvLecture
{
  GPtrArray      *hidden;   /* borrowed: the widgets that were visible */
  GtkCssProvider *provider; /* how large the type is */
  double          scale;    /* the same */
  double          own;      /* the scale for the size that the window had last */
  guint           tick;     /* makes it that of the window's size, or 0 */
  GtkWidget      *page;     /* borrowed: the one that was visible */
  gboolean        was_fullscreen;
  gboolean        has_filled; /* the screen, since it began */
};

/* As large as on any other screen, seen from the last row. */
static double
find_scale (OvWindow *self,
            int       height)
{
  const double least = MAX (LEAST_SCALE / ov_text_scale_find (GTK_WIDGET (self)), 1.0);

  return CLAMP (TYPE_SCALE * height / USUAL_HEIGHT, least, MOST_SCALE);
}

static int
get_screen_height (OvWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  GdkMonitor *monitor =
    surface != NULL
      ? gdk_display_get_monitor_at_surface (gdk_surface_get_display (surface), surface)
      : NULL;
  GdkRectangle area;

  if (monitor == NULL)
    return (int) USUAL_HEIGHT;

  gdk_monitor_get_geometry (monitor, &area);

  return area.height;
}

/* Hides what has no place in a lecture, and gives all charts their type. */
static void
transform (OvLecture *lecture,
           GtkWidget *widget,
           double     scale)
{
  if (OV_IS_CHART_VIEW (widget))
    ov_chart_view_set_type_scale (OV_CHART_VIEW (widget), scale);
  if (lecture != NULL && gtk_widget_has_css_class (widget, HIDDEN_CLASS)
      && gtk_widget_get_visible (widget))
    {
      gtk_widget_set_visible (widget, FALSE);
      g_ptr_array_add (lecture->hidden, widget);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    transform (lecture, child, scale);
}

/* An arrow in a colour that stands out, with an outline that does on any ground. */
static void
draw_pointer (cairo_t *cr,
              double   size)
{
  static const double corners[][2] = {
    {0.00, 0.00},
    {0.00, 0.86},
    {0.20, 0.68},
    {0.34, 1.00},
    {0.48, 0.94},
    {0.34, 0.63},
    {0.61, 0.61},
  };
  const OvColour fill = ov_palette_get_role (OV_THEME_LIGHT, OV_ROLE_WARNING);
  const OvColour outline = ov_palette_get_role (OV_THEME_LIGHT, OV_ROLE_BACKGROUND);
  const OvColour edge = ov_palette_get_role (OV_THEME_LIGHT, OV_ROLE_TEXT);
  const double line = size / 16.0;

  cairo_translate (cr, 2.0 * line, 2.0 * line);
  for (gsize i = 0; i < G_N_ELEMENTS (corners); i++)
    cairo_line_to (cr, corners[i][0] * (size - 4.0 * line), corners[i][1] * (size - 4.0 * line));
  cairo_close_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  ov_palette_set_source (cr, &edge);
  cairo_set_line_width (cr, 3.0 * line);
  cairo_stroke_preserve (cr);
  ov_palette_set_source (cr, &outline);
  cairo_set_line_width (cr, 2.0 * line);
  cairo_stroke_preserve (cr);
  ov_palette_set_source (cr, &fill);
  cairo_fill (cr);
}

/* Returns: (transfer full): a pointer that can be seen from the last row */
static GdkCursor *
make_pointer (double scale)
{
  const int side = (int) (POINTER_SIZE * scale);
  const int tip = side / 8;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  draw_pointer (cr, side);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize) side * (gsize) cairo_image_surface_get_stride (surface));
  texture = gdk_memory_texture_new (side, side, GDK_MEMORY_DEFAULT, bytes,
                                    (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_destroy (surface);

  return gdk_cursor_new_from_texture (texture, tip, tip, NULL);
}

static void
set_scale (OvWindow *self,
           double    scale)
{
  OvLecture *lecture = self->lecture;
  g_autoptr (GdkCursor) pointer = make_pointer (scale);
  g_autofree char *css =
    g_strdup_printf ("window." LECTURE_CLASS " { font-size: %d%%; }", (int) (100.0 * scale));

  lecture->scale = scale;
  gtk_css_provider_load_from_data (lecture->provider, css, -1);
  transform (lecture, GTK_WIDGET (self), scale);
  for (guint i = 0; i < self->pages->len; i++)
    ov_page_set_lecture (g_ptr_array_index (self->pages, i), scale);
  gtk_widget_set_cursor (GTK_WIDGET (self), pointer);
}

static void
choose_scale (gpointer window)
{
  OvWindow *self = window;

  if (self->lecture->own != self->lecture->scale)
    set_scale (self, self->lecture->own);
}

/**
 * ov_window_fit_lecture:
 * @self: a window that has its size
 *
 * Makes type and lines of a lecture as large as suits that size, with the next frame, if it is
 * another one than before: the window fills the screen only after the lecture has begun, and may go
 * on to another screen.
 */
void
ov_window_fit_lecture (OvWindow *self)
{
  OvLecture *lecture;
  double own;

  g_return_if_fail (OV_IS_WINDOW (self));

  lecture = self->lecture;
  if (lecture == NULL)
    return;

  own = find_scale (self, gtk_widget_get_height (GTK_WIDGET (self)));
  if (lecture->own == own)
    return;

  lecture->own = own;
  ov_next_frame_call (self, &lecture->tick, choose_scale);
}

static void
set_frozen (OvWindow *self,
            gboolean  is_frozen)
{
  g_autoptr (GdkPaintable) content = NULL;
  g_autoptr (GdkPaintable) image = NULL;

  if (is_frozen)
    {
      content = gtk_widget_paintable_new (self->content);
      image = gdk_paintable_get_current_image (content);
    }
  gtk_picture_set_paintable (self->frozen_picture, image);
  gtk_widget_set_visible (GTK_WIDGET (self->frozen_picture), is_frozen);
  gtk_widget_set_visible (self->frozen_sign, is_frozen);
}

/* The window manager has its own keys for it. */
static void
fullscreened_cb (OvWindow *self)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    self->lecture->has_filled = TRUE;
  else if (self->lecture->has_filled)
    ov_window_leave_lecture (self);
}

static void
enable_keys (OvWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.blank", self->lecture != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.freeze", self->lecture != NULL);
}

static void
enter (OvWindow *self)
{
  OvLecture *lecture = g_new0 (OvLecture, 1);

  self->lecture = lecture;
  lecture->hidden = g_ptr_array_new ();
  lecture->page = adw_view_stack_get_visible_child (self->stack);
  lecture->was_fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));
  lecture->own = find_scale (self, gtk_widget_get_height (GTK_WIDGET (self)));
  lecture->provider = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                              GTK_STYLE_PROVIDER (lecture->provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_widget_add_css_class (GTK_WIDGET (self), LECTURE_CLASS);

  /* An entry that happens to have the focus would take the keys. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  set_scale (self, find_scale (self, get_screen_height (self)));
  ov_window_place_sidebar (self);
  enable_keys (self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
  gtk_window_fullscreen (GTK_WINDOW (self));
}

/**
 * ov_window_leave_lecture:
 * @self: a window
 *
 * Makes the window what it was before it was in lecture mode, if it is in it.
 */
void
ov_window_leave_lecture (OvWindow *self)
{
  OvLecture *lecture = self->lecture;

  if (lecture == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self, fullscreened_cb, NULL);
  ov_next_frame_cancel (self, &lecture->tick);
  self->lecture = NULL;
  set_frozen (self, FALSE);
  gtk_widget_set_visible (self->blank, FALSE);
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self), LECTURE_CLASS);
  gtk_style_context_remove_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                                 GTK_STYLE_PROVIDER (lecture->provider));
  ov_window_place_sidebar (self);
  for (guint i = 0; i < lecture->hidden->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (lecture->hidden, i), TRUE);
  transform (NULL, GTK_WIDGET (self), 1.0);
  for (guint i = 0; i < self->pages->len; i++)
    ov_page_set_lecture (g_ptr_array_index (self->pages, i), 0.0);
  /* A question is asked where it is. */
  if (!ov_lesson_bar_is_guessing (self->lesson_bar))
    adw_view_stack_set_visible_child (self->stack, lecture->page);
  enable_keys (self);
  if (!lecture->was_fullscreen)
    gtk_window_unfullscreen (GTK_WINDOW (self));

  g_object_unref (lecture->provider);
  g_ptr_array_unref (lecture->hidden);
  g_free (lecture);
}

static void
lecture_cb (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  OvWindow *self = OV_WINDOW (widget);

  if (self->lecture != NULL)
    ov_window_leave_lecture (self);
  else if (self->sidebar_tick == 0)
    enter (self);
}

static void
blank_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  gtk_widget_set_visible (OV_WINDOW (widget)->blank, TRUE);
}

static void
freeze_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  OvWindow *self = OV_WINDOW (widget);

  set_frozen (self, !gtk_widget_get_visible (self->frozen_sign));
}

/* Any key brings a blank screen back, and does nothing else. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                OvWindow              *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (gtk_widget_get_visible (self->blank))
    {
      gtk_widget_set_visible (self->blank, FALSE);
      return GDK_EVENT_STOP;
    }
  if (keyval != GDK_KEY_Escape || self->lecture == NULL)
    return GDK_EVENT_PROPAGATE;

  /* There it takes back what was typed, or closes a menu. */
  if (focus != NULL
      && (GTK_IS_EDITABLE (focus) || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL))
    return GDK_EVENT_PROPAGATE;

  ov_window_leave_lecture (self);

  return GDK_EVENT_STOP;
}

/**
 * ov_window_connect_lecture:
 * @self: a window that has its template
 *
 * Lets lecture mode see the keys before the window's shortcuts. Whoever is to see them first of all
 * is connected later.
 */
void
ov_window_connect_lecture (OvWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr (GdkCursor) nothing = gdk_cursor_new_from_name ("none", NULL);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_cursor (self->blank, nothing);
  enable_keys (self);
}

/**
 * ov_window_install_lecture:
 * @widget_class: the window's class
 *
 * Installs what begins and ends lecture mode, and what can be done in it.
 */
void
ov_window_install_lecture (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.lecture", NULL, lecture_cb);
  gtk_widget_class_install_action (widget_class, "win.blank", NULL, blank_cb);
  gtk_widget_class_install_action (widget_class, "win.freeze", NULL, freeze_cb);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand-fixture.h"

#include <gdk/x11/gdkx.h>

/* What the events of one call lead to may take this many milliseconds to happen, and this many
 * frames on a machine that is too busy to draw one in that time. */
#define SETTLING 30
#define SETTLING_FRAMES 3

/* How often an entry may be missed. */
#define MOST_CLICKS 50

static void
ended_cb (GPid pid, int status, gpointer user_data)
{
  gboolean *has_ended = user_data;
  g_autoptr (GError) error = NULL;

  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  g_spawn_close_pid (pid);
  *has_ended = TRUE;
}

/* The X server has sent what xdotool did before that ended: fetches it, and lets it take effect. */
static void
settle (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  gdk_display_sync (gdk_display_get_default ());
  fixture_let_pass (SETTLING);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (GTK_IS_APPLICATION_WINDOW (window) && gtk_widget_get_mapped (window))
        fixture_wait_for_frames (window, SETTLING_FRAMES);
    }
}

/* Lets xdotool do something, while the window keeps running. With all descriptors left open GLib
 * need not fork, after which each page of this large process that is written to would be copied. */
void
hand_run (const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  gboolean has_ended = FALSE;
  GPid pid;

  g_strv_builder_add (builder, "xdotool");
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  g_spawn_async (NULL, argv, NULL,
                 G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_LEAVE_DESCRIPTORS_OPEN
                   | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  g_child_watch_add (pid, ended_cb, &has_ended);
  wait_for (has_ended);
  settle ();
}

static char *
name_window (gpointer widget)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (widget));

  return g_strdup_printf ("%lu", gdk_x11_surface_get_xid (surface));
}

/* Points at a place of a widget, in shares of its width and height. */
void
hand_point (gpointer widget, double across, double down)
{
  GtkNative *native = gtk_widget_get_native (widget);
  g_autofree char *window = name_window (widget);
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;
  graphene_point_t point;
  double offset_x;
  double offset_y;

  g_assert_true (gtk_widget_get_mapped (widget));
  g_assert_true (gtk_widget_compute_point (
    widget, GTK_WIDGET (native),
    &GRAPHENE_POINT_INIT ((float) (across * gtk_widget_get_width (widget)),
                          (float) (down * gtk_widget_get_height (widget))),
    &point));
  gtk_native_get_surface_transform (native, &offset_x, &offset_y);
  x = g_strdup_printf ("%d", (int) (point.x + offset_x));
  y = g_strdup_printf ("%d", (int) (point.y + offset_y));
  hand_run ((const char *const[]) {"mousemove", "--window", window, x, y, NULL});
}

void
hand_press (HandButton button, guint n_times)
{
  g_autofree char *number = g_strdup_printf ("%d", (int) button);
  g_autofree char *times = g_strdup_printf ("%u", n_times);

  hand_run ((const char *const[]) {"click", "--repeat", times, "--delay", "20", number, NULL});
}

/* Near its beginning, where a spin button has no button. */
void
hand_click (gpointer widget)
{
  hand_point (widget, 0.15, 0.5);
  hand_press (HAND_LEFT, 1);
}

/* Clicks into an entry until it has the focus, and selects what it holds. A click misses when what
 * stands above the entry grows between pointing and clicking, as it does while a window starts. */
void
hand_enter (gpointer entry)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (entry));
  GtkWidget *focus;
  guint n_clicks = 0;

  do
    {
      g_assert_cmpuint (n_clicks++, <, MOST_CLICKS);
      hand_click (entry);
      focus = gtk_window_get_focus (window);
    }
  while (focus == NULL || !gtk_widget_is_ancestor (focus, entry));

  hand_key ("ctrl+a");
}

/* Keys by their names in X, with spaces between them, such as "ctrl+a Escape". */
void
hand_key (const char *keys)
{
  g_auto (GStrv) names = g_strsplit (keys, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) arguments = NULL;

  g_strv_builder_add (builder, "key");
  g_strv_builder_addv (builder, (const char **) names);
  arguments = g_strv_builder_end (builder);
  hand_run ((const char *const *) arguments);
}

void
hand_type (const char *text)
{
  hand_run ((const char *const[]) {"type", "--delay", "5", text, NULL});
}

/* As a window manager that does not ask for the minimum size. */
void
hand_resize (gpointer window, int width, int height)
{
  g_autofree char *name = name_window (window);
  g_autofree char *across = g_strdup_printf ("%d", width);
  g_autofree char *down = g_strdup_printf ("%d", height);

  hand_run ((const char *const[]) {"windowsize", name, across, down, NULL});
}

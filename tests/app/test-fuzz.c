/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hand-fixture.h"
#include "naive.h"
#include "window-fixture.h"
#include "window-private.h"

/* Warnings are fatal in the tests, so a window that is still there has passed. */
#define N_EVENTS 300
#define SEED 8

static const char *const pages[] = {"curves", "valley", "finder", "ladder", "model",
                                    "map"};

/* Nothing that opens a window of the system's, or closes this one. */
static const char *const keys[] = {
  "space",
  "s",
  "r",
  "l",
  "m",
  "Tab",
  "shift+Tab",
  "Up",
  "Down",
  "Left",
  "Right",
  "Page_Up",
  "Page_Down",
  "Home",
  "End",
  "Return",
  "Escape",
  "1",
  "comma",
  "BackSpace",
  "ctrl+a",
  "ctrl+l",
  "ctrl+BackSpace",
  "F9",
  "F10",
};

/* Sizes that nobody asks for, but tiling window managers give. All are within the screen, since GTK
 * finds no monitor for a menu that is opened beyond it. */
static const int sizes[][2] = {
  {1, 1},
  {1, 900},
  {1280, 1},
  {17, 300},
  {300, 17},
  {100, 900},
  {1280, 100},
  {599, 439},
  {600, 440},
  {900, 600},
  {1280, 800},
  {350, 350},
};

static void
set_size (WindowFixture *fixture, GRand *random)
{
  const int *size = sizes[g_rand_int_range (random, 0, G_N_ELEMENTS (sizes))];

  if (g_rand_boolean (random))
    hand_resize (fixture->window, size[0], size[1]);
  else
    hand_resize (fixture->window, g_rand_int_range (random, 1, 1281),
                 g_rand_int_range (random, 1, 901));
}

static void
click_somewhere (GRand *random)
{
  g_autofree char *x = g_strdup_printf ("%d", g_rand_int_range (random, 0, 1280));
  g_autofree char *y = g_strdup_printf ("%d", g_rand_int_range (random, 0, 900));
  const char *button = (const char *[]) {"1", "1", "1", "3", "4", "5"}[g_rand_int_range (random, 0,
                                                                                         6)];

  hand_run ((const char *const[]) {"mousemove", x, y, "click", button, NULL});
}

static void
close_dialogs (WindowFixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (item->data != fixture->window && gtk_widget_get_visible (item->data))
      gtk_window_close (item->data);
}

static void
do_something (WindowFixture *fixture, GRand *random)
{
  static const char *const figures[] = {"", "loss", "curves", "templates", "finder", "ladder",
                                        "map", "valley", "rates", "cuts", "step", "modes"};

  switch (g_rand_int_range (random, 0, 8))
    {
    case 0:
    case 1:
      set_size (fixture, random);
      break;
    case 2:
    case 3:
      hand_key (keys[g_rand_int_range (random, 0, G_N_ELEMENTS (keys))]);
      break;
    case 4:
      adw_view_stack_set_visible_child_name (
        fixture->window->stack, pages[g_rand_int_range (random, 0, G_N_ELEMENTS (pages))]);
      break;
    case 5:
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.export", "s",
                                  figures[g_rand_int_range (random, 0, G_N_ELEMENTS (figures))]);
      break;
    default:
      click_somewhere (random);
      break;
    }
}

static gboolean
stay_cb (GtkWindow *window)
{
  return GDK_EVENT_STOP;
}

/* At sizes below the least, on every page, with dialogs open, in the middle of runs. */
static void
test_events (WindowFixture *fixture)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr (OvDataset) dataset = naive_dataset_new (200, 50);
  gulong handler;

  /* No click may end the test or ask the net. */
  handler = g_signal_connect (fixture->window, "close-request", G_CALLBACK (stay_cb), NULL);
  g_setenv ("OVERSHOOT_CIFAR10_URL", "http://127.0.0.1:9/", TRUE);
  ov_session_set_dataset (ov_window_get_session (fixture->window), dataset);
  for (guint i = 0; i < N_EVENTS; i++)
    {
      do_something (fixture, random);
      if (i % 10 == 9)
        close_dialogs (fixture);
    }

  close_dialogs (fixture);
  hand_resize (fixture->window, 1280, 800);
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window)), >, 1200);
  g_unsetenv ("OVERSHOOT_CIFAR10_URL");
  g_signal_handler_disconnect (fixture->window, handler);
}

/* Every page at every size, so that none is left to chance. */
static void
test_sizes (WindowFixture *fixture)
{
  g_settings_set_int (fixture->settings, "sharpness-interval", 1);
  for (gsize p = 0; p < G_N_ELEMENTS (pages); p++)
    {
      adw_view_stack_set_visible_child_name (fixture->window->stack, pages[p]);
      for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
        hand_resize (fixture->window, sizes[i][0], sizes[i][1]);
    }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/fuzz/sizes", test_sizes);
  window_fixture_add ("/fuzz/events", test_events);

  return g_test_run ();
}

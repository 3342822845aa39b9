/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "toaster.h"

#include "run-collection.h"
#include "window-fixture.h"
#include "window-private.h"

/* As long as a toast appears in the place of another one, in milliseconds. */
#define APPEARANCE 500

typedef struct
{
  GtkWidget *window;
  OvToaster *toaster;
  GString   *gone; /* the titles of the toasts that are gone, in their order */
} Fixture;

static void
dismissed_cb (AdwToast *toast, Fixture *fixture)
{
  g_string_append (fixture->gone, adw_toast_get_title (toast));
}

static AdwToast *
add (Fixture *fixture, const char *title)
{
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_timeout (toast, 0);
  g_signal_connect (toast, "dismissed", G_CALLBACK (dismissed_cb), fixture);
  ov_toaster_add (fixture->toaster, g_object_ref (toast));

  return toast;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  AdwToastOverlay *overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());

  adw_toast_overlay_set_child (overlay, gtk_label_new ("Charts"));
  fixture->window = fixture_show (GTK_WIDGET (overlay));
  fixture->toaster = ov_toaster_new (overlay);
  fixture->gone = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_destroy (fixture->window);
  g_object_unref (fixture->toaster);
  g_string_free (fixture->gone, TRUE);
}

/* The one that stands waits until it has appeared; the others go at once. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AdwToast) a = add (fixture, "A");
  g_autoptr (AdwToast) b = add (fixture, "B");
  g_autoptr (AdwToast) c = add (fixture, "C");
  const gint64 start = g_get_monotonic_time ();

  ov_toaster_dismiss (fixture->toaster, a);
  g_assert_cmpstr (fixture->gone->str, ==, "");
  ov_toaster_dismiss (fixture->toaster, b);
  g_assert_cmpstr (fixture->gone->str, ==, "B");
  wait_for (g_str_equal (fixture->gone->str, "BA"));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 300 * 1000);

  wait_for (fixture_find_label (fixture->window, "C") != NULL);
  ov_toaster_dismiss (fixture->toaster, a);
  ov_toaster_dismiss (fixture->toaster, c);
  g_assert_cmpstr (fixture->gone->str, ==, "BA");
  wait_for (g_str_equal (fixture->gone->str, "BAC"));
}

/* One after the other, at moments at which libadwaita 1.2 frees a toast that is still shown. */
static void
test_succession (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AdwToast) toast = add (fixture, ".");

  fixture_let_pass (2 * APPEARANCE);
  for (guint pause = 0; pause <= APPEARANCE; pause += 50)
    {
      ov_toaster_dismiss (fixture->toaster, toast);
      g_object_unref (toast);
      toast = add (fixture, ".");
      fixture_let_pass (pause);
    }
  ov_toaster_dismiss (fixture->toaster, toast);
  wait_for (fixture->gone->len == APPEARANCE / 50 + 2);
  fixture_let_pass (APPEARANCE);
}

/* Somebody presses the button of a toast as soon as it is where another one was. */
static void
test_clicked (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (AdwToast) first = add (fixture, "1");
      g_autoptr (AdwToast) second = add (fixture, "2");

      adw_toast_set_button_label (first, "First");
      adw_toast_set_button_label (second, "Second");
      fixture_click (fixture->window, "First");
      wait_for (fixture_find_label (fixture->window, "Second") != NULL);
      g_assert_null (fixture_find_label (fixture->window, "First"));
      fixture_click (fixture->window, "Second");
      fixture_let_pass (APPEARANCE / 4 * i);
    }
  g_assert_cmpstr (fixture->gone->str, ==, "12121212");
}

/* Which may be closed while a toast stands that is to go. */
static void
test_window_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AdwToast) toast = add (fixture, "A");

  ov_toaster_dismiss (fixture->toaster, toast);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fixture->window = fixture_show (gtk_label_new ("Another"));
  fixture_let_pass (2 * APPEARANCE);
  ov_toaster_tell (fixture->toaster, "To nobody");
}

static void
move_to (WindowFixture *fixture, double position)
{
  g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));

  window_fixture_wait_for_epochs (fixture, 5);
  window_fixture_move_rate (fixture, position);
  window_fixture_let_go (fixture);
  window_fixture_wait_for_other (fixture, before);
}

static guint
count_behind (WindowFixture *fixture)
{
  return g_list_model_get_n_items (ov_run_collection_get_behind (fixture->window->collection));
}

/* Somebody clears the charts and takes it back, twice, faster than toasts appear. */
static void
test_undo (WindowFixture *fixture)
{
  guint n_behind;

  move_to (fixture, 0.2);
  move_to (fixture, 0.3);
  window_fixture_wait_for_epochs (fixture, 3);
  n_behind = count_behind (fixture);
  g_assert_cmpuint (n_behind, >, 0);
  window_fixture_act (fixture, "win.clear-runs");
  g_assert_cmpuint (count_behind (fixture), ==, 0);
  fixture_let_pass (2 * APPEARANCE);
  window_fixture_act (fixture, "win.undo");
  window_fixture_act (fixture, "win.clear-runs");
  fixture_let_pass (100);
  window_fixture_act (fixture, "win.undo");
  wait_for (fixture->window->undo_toast == NULL);
  fixture_let_pass (3 * APPEARANCE);
  g_assert_cmpuint (count_behind (fixture), ==, n_behind);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add ("/toaster/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/toaster/succession", Fixture, NULL, set_up, test_succession, tear_down);
  g_test_add ("/toaster/clicked", Fixture, NULL, set_up, test_clicked, tear_down);
  g_test_add ("/toaster/window-gone", Fixture, NULL, set_up, test_window_gone, tear_down);
  window_fixture_add ("/toaster/undo", test_undo);

  return g_test_run ();
}

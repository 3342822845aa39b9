/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guess-pad.h"

#include <math.h>

#include "app-fixture.h"

#define N_EPOCHS 41

typedef struct
{
  OvGuessPad *pad;
  GtkWidget  *window;
  guint       n_sketched;
} Fixture;

static void
sketched_cb (OvGuessPad *pad, Fixture *fixture)
{
  fixture->n_sketched++;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->pad = g_object_new (OV_TYPE_GUESS_PAD, NULL);
  ov_guess_pad_prepare (fixture->pad, N_EPOCHS, OV_LOSS_SQUARED_ERROR, 0.0, 2.0, 1.0, "Draw");
  g_signal_connect (fixture->pad, "sketched", G_CALLBACK (sketched_cb), fixture);
  fixture->window = fixture_show (fixture->pad);
  g_object_add_weak_pointer (G_OBJECT (fixture->pad), (gpointer *) &fixture->pad);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->pad);
}

static double
get_value (Fixture *fixture, guint epoch)
{
  return ov_guess_pad_get_guess (fixture->pad)->values[epoch];
}

/* The pen begins at the loss before training; a step is a fortieth of either axis. */
static void
test_keys (Fixture *fixture, gconstpointer unused)
{
  fixture_press (fixture->pad, GDK_KEY_Right, 0);
  g_assert_cmpfloat_with_epsilon (get_value (fixture, 0), 1.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (get_value (fixture, 1), 1.0, 1e-9);
  g_assert_true (isnan (get_value (fixture, 2)));
  fixture_press (fixture->pad, GDK_KEY_Down, 0);
  g_assert_cmpfloat_with_epsilon (get_value (fixture, 1), 0.95, 1e-9);
  fixture_press (fixture->pad, GDK_KEY_Up, GDK_SHIFT_MASK);
  g_assert_cmpfloat_with_epsilon (get_value (fixture, 1), 1.2, 1e-9);
  g_assert_cmpuint (fixture->n_sketched, ==, 3);

  fixture_press (fixture->pad, GDK_KEY_Escape, 0);
  g_assert_true (ov_guess_is_empty (ov_guess_pad_get_guess (fixture->pad)));
  g_assert_false (fixture_press (fixture->pad, GDK_KEY_a, 0));
}

/* The pen stays on the paper. */
static void
test_edges (Fixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < 30; i++)
    {
      fixture_press (fixture->pad, GDK_KEY_Up, GDK_SHIFT_MASK);
      fixture_press (fixture->pad, GDK_KEY_Right, GDK_SHIFT_MASK);
    }
  g_assert_cmpfloat (get_value (fixture, N_EPOCHS - 1), ==, 2.0);
  fixture_press (fixture->pad, GDK_KEY_Left, GDK_SHIFT_MASK);
  g_assert_cmpfloat (get_value (fixture, N_EPOCHS - 6), ==, 2.0);
}

/* Pressing anywhere is a point already: the drag has not moved yet. */
static void
test_pointer (Fixture *fixture, gconstpointer unused)
{
  gpointer drag = fixture_controller (fixture->pad, GTK_TYPE_GESTURE_DRAG);
  const double width = gtk_widget_get_width (GTK_WIDGET (fixture->pad));
  const double height = gtk_widget_get_height (GTK_WIDGET (fixture->pad));

  g_signal_emit_by_name (drag, "drag-begin", 0.5 * width, 0.5 * height);
  g_assert_cmpuint (fixture->n_sketched, ==, 1);
  g_assert_true (isfinite (get_value (fixture, 19)) || isfinite (get_value (fixture, 20))
                 || isfinite (get_value (fixture, 18)));
  g_signal_emit_by_name (drag, "drag-begin", width, 0.0);
  g_assert_cmpfloat (get_value (fixture, N_EPOCHS - 1), ==, 2.0);
  g_assert_true (isnan (get_value (fixture, 0)));
}

static void
test_prepare_again (Fixture *fixture, gconstpointer unused)
{
  fixture_press (fixture->pad, GDK_KEY_Right, 0);
  ov_guess_pad_prepare (fixture->pad, 7, OV_LOSS_SQUARED_ERROR, 0.5, 1.5, 1.0, "Draw another");
  g_assert_cmpuint (ov_guess_pad_get_guess (fixture->pad)->n_epochs, ==, 7);
  g_assert_true (ov_guess_is_empty (ov_guess_pad_get_guess (fixture->pad)));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  add ("/guess-pad/keys", test_keys);
  add ("/guess-pad/edges", test_edges);
  add ("/guess-pad/pointer", test_pointer);
  add ("/guess-pad/prepare-again", test_prepare_again);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "next-frame.h"

#include "app-fixture.h"

static guint n_calls;

static void
count (gpointer widget)
{
  g_assert_true (GTK_IS_LABEL (widget));
  n_calls++;
}

/* However often it is asked for before a frame, it is done once; and again when asked again. */
static void
test_once (void)
{
  GtkWidget *label = gtk_label_new ("A");
  GtkWidget *window = fixture_show (label);
  guint tick = 0;

  n_calls = 0;
  for (guint round = 1; round <= 2; round++)
    {
      for (guint i = 0; i < 3; i++)
        ov_next_frame_call (label, &tick, count);
      g_assert_cmpuint (tick, !=, 0);
      wait_for (tick == 0);
      fixture_wait_for_frames (label, 2);
      g_assert_cmpuint (n_calls, ==, round);
    }
  fixture_destroy (window);
}

static void
test_cancelled (void)
{
  GtkWidget *label = gtk_label_new ("A");
  GtkWidget *window = fixture_show (label);
  guint tick = 0;

  n_calls = 0;
  ov_next_frame_cancel (label, &tick);
  ov_next_frame_call (label, &tick, count);
  ov_next_frame_cancel (label, &tick);
  g_assert_cmpuint (tick, ==, 0);
  fixture_wait_for_frames (label, 2);
  g_assert_cmpuint (n_calls, ==, 0);
  fixture_destroy (window);
}

int
main (int argc, char *argv[])
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/next-frame/once", test_once);
  g_test_add_func ("/next-frame/cancelled", test_cancelled);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "run-table.h"
#include "window-fixture.h"
#include "window-private.h"

/* What stands in the window at one time is of the same epoch. */

#define N_FRAMES 40

typedef struct
{
  WindowFixture *fixture;
  guint          n_frames; /* with other numbers than the frame before */
  guint          n_agreeing;
  char          *counter; /* of the last of them */
} Watch;

/* What was drawn just now. Both are made to agree before anything is, whenever the epochs came. */
static void
painted_cb (GdkFrameClock *clock, Watch *watch)
{
  GtkWidget *bar = fixture_child (watch->fixture->window, "status_bar");
  const char *counter = gtk_label_get_text (fixture_child (bar, "counter"));
  guint n_done, n_planned;
  g_autofree char *expected = NULL;

  if (g_strcmp0 (counter, watch->counter) == 0
      || sscanf (counter, "Epoch %u / %u", &n_done, &n_planned) != 2 || n_done == 0)
    return;

  g_free (watch->counter);
  watch->counter = g_strdup (counter);
  expected = g_strdup_printf ("%u of %u", n_done, n_planned);
  watch->n_frames++;
  watch->n_agreeing += fixture_find_label (watch->fixture->window, expected) != NULL;
}

static void
test_frames (WindowFixture *fixture)
{
  const OvRecipe recipe = fixture_recipe (100000);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (fixture->window));
  OvRunTable *table = fixture_find_type (fixture->window, OV_TYPE_RUN_TABLE);
  Watch watch = {.fixture = fixture};

  /* Opened by hand it stays open, however low the page is. */
  g_object_set (table, "open", FALSE, NULL);
  g_object_set (table, "open", TRUE, NULL);
  window_fixture_set_recipe (fixture, &recipe);
  window_fixture_wait_for_epochs (fixture, 1);
  fixture_wait_for_frames (fixture->window, 3);
  g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &watch);
  wait_for (watch.n_frames >= N_FRAMES);
  g_signal_handlers_disconnect_by_data (clock, &watch);
  g_assert_cmpuint (watch.n_agreeing, ==, watch.n_frames);
  g_free (watch.counter);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/run-live/frames", test_frames);

  return g_test_run ();
}

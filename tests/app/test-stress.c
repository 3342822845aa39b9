/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#define N_MOVES 200
#define SEED 20260

/* The longest pause between two moves, in milliseconds: some come before the debounce is over, some
 * before the first epoch, some later. */
#define LONGEST_PAUSE 60

static const char *const rows[] = {"learning_rate_row", "decay_row", "regularisation_row"};

/* One thing that a restless hand does. */
static void
move (WindowFixture *fixture, GRand *random)
{
  GtkWidget *panel = fixture_child (fixture->window, "recipe_panel");
  GtkWidget *row = fixture_child (panel, rows[g_rand_int_range (random, 0, G_N_ELEMENTS (rows))]);

  gtk_adjustment_set_value (fixture_child (row, "adjustment"), g_rand_double (random));
  if (g_rand_int_range (random, 0, 3) > 0)
    g_signal_emit_by_name (row, "changed", TRUE);

  switch (g_rand_int_range (random, 0, 10))
    {
    case 0:
      window_fixture_act (fixture, "win.toggle");
      break;
    case 1:
      window_fixture_act (fixture, "win.step");
      break;
    case 2:
      window_fixture_act (fixture, "win.restart");
      break;
    case 3:
      window_fixture_act (fixture, "win.clear-runs");
      break;
    case 4:
      window_fixture_act (fixture, "win.log-loss");
      break;
    default:
      break;
    }
}

/* In a row, at random moments, and then the window is closed in the middle of a run. */
static void
test_moves (WindowFixture *fixture)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < N_MOVES; i++)
    {
      const guint pause = (guint) g_rand_int_range (random, 0, LONGEST_PAUSE);

      move (fixture, random);
      if (pause % 3 == 0)
        g_main_context_iteration (NULL, FALSE);
      else
        fixture_let_pass (pause);
    }

  window_fixture_restart (fixture);
  window_fixture_wait_for_epochs (fixture, 1);
}

typedef struct
{
  OvRun         *run;
  OvSession     *session;
  OvDataStore   *store;
  OvRecipePanel *panel;
} Watched;

static void
watch (gpointer *location)
{
  g_object_add_weak_pointer (*location, location);
}

/* Closing takes everything along, whatever the run was doing. */
static void
test_close (WindowFixture *fixture)
{
  Watched watched = {
    .run = window_fixture_get_run (fixture),
    .session = ov_window_get_session (fixture->window),
    .store = ov_window_get_store (fixture->window),
    .panel = fixture_child (fixture->window, "recipe_panel"),
  };

  window_fixture_wait_for_epochs (fixture, 5);
  watch ((gpointer *) &watched.run);
  watch ((gpointer *) &watched.session);
  watch ((gpointer *) &watched.store);
  watch ((gpointer *) &watched.panel);
  window_fixture_move_rate (fixture, 0.3);
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_for (fixture->window == NULL);
  wait_for (watched.run == NULL && watched.session == NULL && watched.store == NULL
            && watched.panel == NULL);
  window_fixture_assert_no_threads ();
}

/* What is left behind by opening and closing would add up. */
static void
test_again (WindowFixture *fixture)
{
  guint n_threads = 0;

  for (guint i = 0; i < 5; i++)
    {
      window_fixture_wait_for_epochs (fixture, 1);
      if (i == 2)
        n_threads = fixture_count_threads ();
      window_fixture_reopen (fixture);
    }
  window_fixture_wait_for_epochs (fixture, 1);
  wait_for (fixture_count_threads () <= n_threads + 2);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/stress/moves", test_moves);
  window_fixture_add ("/stress/close", test_close);
  window_fixture_add ("/stress/again", test_again);

  return g_test_run ();
}

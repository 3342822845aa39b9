/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hand-fixture.h"
#include "run-table.h"
#include "window-fixture.h"
#include "window-private.h"

/*
 * Pointer, wheel and keys at random, while runs are running, and the window is closed in the middle
 * of it and opened again. Warnings are fatal in the tests; what is left to see is that no run that
 * was there is gone unless undo brings it back.
 */

#define N_EVENTS 300
#define N_EVENTS_AT_ONCE 10

/* That of the test unless OVERSHOOT_TEST_SEED names another. */
#define SEED "13"

/* Where the window is, less its header bar, which moves all of it, and less its borders. Without a
 * window manager GTK itself follows a border that is dragged, and asks for the last size twice. The
 * X server tells of the first only, where a window manager has to answer both, and GTK draws
 * nothing more until it has heard of the second. */
#define LEFT 10
#define RIGHT 1270
#define TOP 60
#define BOTTOM 790

/* How many keys it may take to select a row. */
#define MOST_KEYS 20

static const char *const keys[] = {
  "space",
  "s",
  "r",
  "l",
  "m",
  "Tab",
  "Tab",
  "shift+Tab",
  "Up",
  "Down",
  "Left",
  "Right",
  "Home",
  "End",
  "Return",
  "Escape",
  "1",
  "2",
  "3",
  "4",
  "5",
  "6",
  "comma",
  "BackSpace",
  "F9",
  "F10",
  "F11",
  "b",
  "period",
  "Menu",
  "ctrl+l",
  "ctrl+BackSpace",
  "p",
  "ctrl+f",
  "ctrl+a",
  "F2",
  "Prior",
  "Next",
  "ctrl+z",
  "Delete",
};

typedef struct
{
  WindowFixture *fixture;
  GRand         *random;
  GHashTable    *known; /* ids of runs that have epochs */
  guint          undo_source;
  guint          n_undone;
  gulong         close_handler;
} Hand;

static void
add_place (Hand *self, GStrvBuilder *words)
{
  g_autofree char *x = g_strdup_printf ("%d", g_rand_int_range (self->random, LEFT, RIGHT));
  g_autofree char *y = g_strdup_printf ("%d", g_rand_int_range (self->random, TOP, BOTTOM));

  g_strv_builder_add_many (words, "mousemove", x, y, NULL);
}

/* A click of any button, a turn of the wheel, a drag, or a key. */
static void
add_event (Hand *self, GStrvBuilder *words)
{
  static const char *const buttons[] = {"1", "1", "3", "4", "5"};
  const int what = g_rand_int_range (self->random, 0, 8);

  if (what < 3)
    {
      add_place (self, words);
      g_strv_builder_add_many (
        words, "click", buttons[g_rand_int_range (self->random, 0, G_N_ELEMENTS (buttons))], NULL);
    }
  else if (what == 3)
    {
      add_place (self, words);
      g_strv_builder_add_many (words, "mousedown", "1", NULL);
      add_place (self, words);
      g_strv_builder_add_many (words, "mouseup", "1", NULL);
    }
  else
    {
      g_strv_builder_add_many (
        words, "key", keys[g_rand_int_range (self->random, 0, G_N_ELEMENTS (keys))], NULL);
    }
}

static void
do_some (Hand *self, guint n_events)
{
  for (guint i = 0; i < n_events; i += N_EVENTS_AT_ONCE)
    {
      g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
      g_auto (GStrv) all = NULL;

      for (guint j = 0; j < N_EVENTS_AT_ONCE; j++)
        add_event (self, words);
      all = g_strv_builder_end (words);
      hand_run ((const char *const *) all);
    }
}

static gboolean
is_all_there (Hand *self)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (ov_run_collection_find (self->fixture->window->collection, id) == NULL)
      return FALSE;

  return TRUE;
}

static gboolean
undo_cb (gpointer user_data)
{
  Hand *self = user_data;

  self->undo_source = 0;
  g_test_message ("%u runs are left of %u: undo",
                  g_list_model_get_n_items (G_LIST_MODEL (self->fixture->window->collection)),
                  g_hash_table_size (self->known));
  window_fixture_act (self->fixture, "win.undo");
  g_assert_true (is_all_there (self));
  self->n_undone++;

  return G_SOURCE_REMOVE;
}

/* Takes back what has deleted a run before the next event, so that undo takes back nothing else. */
static void
changed_cb (GListModel *runs, guint position, guint n_removed, guint n_added, Hand *self)
{
  if (n_removed > n_added && self->undo_source == 0 && !is_all_there (self))
    self->undo_source = g_idle_add_full (G_PRIORITY_HIGH, undo_cb, self, NULL);
}

static gboolean
stay_cb (GtkWindow *window)
{
  return GDK_EVENT_STOP;
}

static void
take_hold (Hand *self)
{
  self->close_handler = g_signal_connect (self->fixture->window, "close-request",
                                          G_CALLBACK (stay_cb), NULL);
  g_signal_connect (self->fixture->window->collection, "items-changed", G_CALLBACK (changed_cb),
                    self);
}

static void
let_go (Hand *self)
{
  wait_for (self->undo_source == 0);
  g_assert_true (is_all_there (self));
  g_signal_handlers_disconnect_by_func (self->fixture->window->collection, changed_cb, self);
  g_signal_handler_disconnect (self->fixture->window, self->close_handler);
}

static void
note_runs (Hand *self)
{
  GListModel *runs = G_LIST_MODEL (self->fixture->window->collection);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (runs, i);

      if (ov_run_item_get_facts (item)->n_epochs > 0)
        g_hash_table_add (self->known, g_strdup (ov_run_item_get_id (item)));
    }
}

static void
make_runs (Hand *self, guint n_runs)
{
  for (guint i = 0; i < n_runs; i++)
    {
      OvRecipe recipe = fixture_recipe (4);

      recipe.learning_rate = 1e-3 * (i + 1);
      window_fixture_set_recipe (self->fixture, &recipe);
      wait_for (ov_run_has_ended (window_fixture_get_run (self->fixture)));
    }
  note_runs (self);
  g_assert_cmpuint (g_hash_table_size (self->known), >=, n_runs);
}

static gboolean
is_only_selected (GtkSelectionModel *rows, guint position)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (rows);

  return gtk_bitset_get_size (selected) == 1 && gtk_bitset_contains (selected, position);
}

/* Whether or not chance deletes a run, this does: the one before the current one. */
static void
delete_one (Hand *self)
{
  GtkWidget *view = fixture_child (fixture_find_type (self->fixture->window, OV_TYPE_RUN_TABLE),
                                   "view");
  GtkSelectionModel *rows = gtk_column_view_get_model (GTK_COLUMN_VIEW (view));

  fixture_wait_for_frames (self->fixture->window, 3);
  g_assert_true (gtk_widget_grab_focus (view));
  for (guint i = 0; !is_only_selected (rows, 1); i++)
    {
      g_assert_cmpuint (i, <, MOST_KEYS);
      hand_key (i % 2 == 0 ? "Home" : "Down");
    }
  hand_key ("Delete");
  wait_for (self->n_undone == 1);
}

static void
test_events (WindowFixture *fixture)
{
  const char *chosen = g_getenv ("OVERSHOOT_TEST_SEED");
  const guint32 seed = (guint32) g_ascii_strtoull (chosen != NULL ? chosen : SEED, NULL, 10);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  Hand hand = {.fixture = fixture, .random = random, .known = known};

  g_test_message ("seed %u", seed);
  g_setenv ("OVERSHOOT_CIFAR10_URL", "http://127.0.0.1:9/", TRUE);
  make_runs (&hand, 3);

  take_hold (&hand);
  delete_one (&hand);
  do_some (&hand, N_EVENTS / 2);
  note_runs (&hand);
  let_go (&hand);
  window_fixture_reopen (fixture);

  wait_for (is_all_there (&hand));
  take_hold (&hand);
  do_some (&hand, N_EVENTS / 2);
  let_go (&hand);
  g_test_message ("%u runs are there still, %u times thanks to undo", g_hash_table_size (known),
                  hand.n_undone);
  g_unsetenv ("OVERSHOOT_CIFAR10_URL");
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/close-midway/events", test_events);

  return g_test_run ();
}

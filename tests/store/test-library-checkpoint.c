/* SPDX-License-Identifier: GPL-3.0-or-later */

/* States come back as they were, and the budget takes the least needed ones first. */

#include <glib/gstdio.h>

#include "folder-fixture.h"
#include "run-fixture.h"

#define N_EPOCHS 12
#define SIZE 10000

/* A state that no other run and epoch has. */
static GBytes *
make_state (const char *id,
            guint       epoch)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (text->len < SIZE)
    g_string_append_printf (text, "%s after %u, ", id, epoch);

  return g_bytes_new (text->str, SIZE);
}

static gboolean
put (OvLibrary  *library,
     const char *id,
     guint       epoch)
{
  g_autoptr (GBytes) state = make_state (id, epoch);
  g_autoptr (GError) error = NULL;
  gboolean is_kept = FALSE;

  ov_library_put_checkpoint (library, id, epoch, state, &is_kept, &error);
  g_assert_no_error (error);

  return is_kept;
}

static void
assert_epochs (OvLibrary  *library,
               const char *id,
               const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) epochs = ov_library_list_checkpoints (library, id, &error);
  g_autoptr (GString) listed = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < epochs->len; i++)
    {
      const guint epoch = g_array_index (epochs, guint, i);
      g_autoptr (GBytes) expected_state = make_state (id, epoch);
      g_autoptr (GBytes) state = NULL;
      guint loaded;

      g_string_append_printf (listed, i > 0 ? " %u" : "%u", epoch);
      state = ov_library_load_checkpoint (library, id, epoch, &loaded, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (loaded, ==, epoch);
      g_assert_true (g_bytes_equal (state, expected_state));
    }
  g_assert_cmpstr (listed->str, ==, expected);
}

static void
test_nearest (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autofree char *id = fixture_add_run (library, N_EPOCHS);
  g_autoptr (GBytes) state = NULL;
  g_autoptr (GError) error = NULL;
  guint epoch;

  for (guint i = 3; i <= N_EPOCHS; i += 3)
    g_assert_true (put (library, id, i));
  g_assert_true (put (library, id, 6));
  assert_epochs (library, id, "3 6 9 12");

  state = ov_library_load_checkpoint (library, id, 8, &epoch, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (epoch, ==, 6);
  g_clear_pointer (&state, g_bytes_unref);

  state = ov_library_load_checkpoint (library, id, 2, &epoch, &error);
  g_assert_null (state);
  g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING);
}

/* Of twelve epochs, the one with the best test accuracy is that of index 8: sin (8) is highest. */
static void
test_budget (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autofree char *first = fixture_add_run (library, N_EPOCHS);
  g_autofree char *pinned = fixture_add_run (library, N_EPOCHS);
  g_autofree char *last = fixture_add_run (library, N_EPOCHS);
  g_autoptr (GError) error = NULL;
  gint64 used, budget;

  g_assert_true (ov_library_set_pinned (library, pinned, TRUE, &error));
  for (guint i = 3; i <= N_EPOCHS; i += 3)
    {
      g_assert_true (put (library, first, i));
      g_assert_true (put (library, pinned, i));
      g_assert_true (put (library, last, i));
    }
  g_assert_true (ov_library_get_checkpoint_bytes (library, &used, &budget, &error));
  g_assert_cmpint (used, ==, 12 * SIZE);
  g_assert_cmpint (budget, ==, 1 << 30);

  /* First the oldest of those between, but of the pinned run. */
  g_assert_true (ov_library_set_checkpoint_budget (library, 9 * SIZE, &error));
  assert_epochs (library, first, "9 12");
  assert_epochs (library, pinned, "3 6 9 12");
  assert_epochs (library, last, "6 9 12");

  g_assert_true (ov_library_set_checkpoint_budget (library, 6 * SIZE + 1, &error));
  assert_epochs (library, first, "12");
  assert_epochs (library, pinned, "3 6 9 12");
  assert_epochs (library, last, "12");

  /* One more makes room for itself; the best and the last one of what is pinned always stay. */
  g_assert_true (put (library, last, 13));
  assert_epochs (library, last, "13");
  g_assert_true (ov_library_set_checkpoint_budget (library, 2 * SIZE, &error));
  assert_epochs (library, first, "");
  assert_epochs (library, pinned, "9 12");
  g_assert_false (put (library, last, 14));
  assert_epochs (library, last, "");
  assert_epochs (library, pinned, "9 12");
}

/* What is deleted goes first, and with its run; the file gets shorter when it is asked to. */
static void
test_deleted (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autofree char *first = fixture_add_run (library, N_EPOCHS);
  g_autofree char *last = fixture_add_run (library, N_EPOCHS);
  g_autoptr (GError) error = NULL;
  GStatBuf before, after;
  gint64 used, budget;

  for (guint i = 3; i <= N_EPOCHS; i += 3)
    g_assert_true (put (library, first, i) && put (library, last, i));
  g_assert_true (ov_library_set_pinned (library, last, TRUE, &error));
  g_assert_true (ov_library_delete (library, last, &error));
  g_assert_true (ov_library_set_checkpoint_budget (library, 4 * SIZE, &error));
  assert_epochs (library, first, "3 6 9 12");
  assert_epochs (library, last, "");

  g_assert_true (ov_library_delete (library, first, &error));
  g_assert_true (ov_library_purge (library, G_MAXINT64, &error));
  g_assert_true (ov_library_get_checkpoint_bytes (library, &used, &budget, &error));
  g_assert_cmpint (used, ==, 0);
  g_assert_cmpint (g_stat (ov_library_get_path (library), &before), ==, 0);
  g_assert_true (ov_library_shrink (library, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (ov_library_get_path (library), &after), ==, 0);
  g_assert_cmpint (after.st_size, <, before.st_size - 8 * SIZE);
}

/* What is left is what there was then, and the run goes on from it. */
static void
test_rewind (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autofree char *shorter = fixture_add_run (library, 6);
  g_autofree char *id = fixture_add_run (library, N_EPOCHS);
  g_autoptr (OvRunEntry) entry = ov_library_find (library, id, NULL);
  g_autoptr (OvRunEntry) expected = ov_library_find (library, shorter, NULL);
  g_autoptr (OvRunEntry) rewound = NULL;
  g_autoptr (OvRunRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  OvRecipe recipe = entry->recipe;

  for (guint i = 3; i <= N_EPOCHS; i += 3)
    g_assert_true (put (library, id, i));
  g_assert_true (ov_library_drop_checkpoint (library, id, 3, &error));
  g_assert_no_error (error);
  assert_epochs (library, id, "6 9 12");

  recipe.epochs = 77;
  ov_library_rewind (library, id, &recipe, 6, &error);
  g_assert_no_error (error);
  assert_epochs (library, id, "6");
  rewound = ov_library_find (library, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rewound->recipe.epochs, ==, 77);
  g_assert_cmpint (rewound->outcome, ==, OV_OUTCOME_NONE);
  g_assert_cmpuint (rewound->n_epochs, ==, 6);
  g_assert_cmpuint (rewound->best_epoch, ==, expected->best_epoch);
  g_assert_cmpfloat (rewound->best_test_accuracy, ==, expected->best_test_accuracy);
  g_assert_cmpfloat (rewound->last_train_loss, ==, expected->last_train_loss);
  g_assert_cmpfloat (rewound->last_test_loss, ==, expected->last_test_loss);
  g_assert_cmpfloat_with_epsilon (rewound->seconds, expected->seconds, 1e-9);

  record = fixture_load (library, id);
  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, 6);
  for (gsize i = 0; i < record->sharpness->points->len; i++)
    g_assert_cmpuint (ov_sharpness_history_get_point (record->sharpness, i)->epoch, <, 6);
  g_assert_cmpuint (record->readings->points->len, >, 0);
  for (gsize i = 0; i < record->readings->points->len; i++)
    g_assert_cmpuint (ov_readings_get (record->readings, i)->epoch, <, 6);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add_in_folder ("/library-checkpoint/nearest", test_nearest);
  fixture_add_in_folder ("/library-checkpoint/budget", test_budget);
  fixture_add_in_folder ("/library-checkpoint/deleted", test_deleted);
  fixture_add_in_folder ("/library-checkpoint/rewind", test_rewind);

  return g_test_run ();
}

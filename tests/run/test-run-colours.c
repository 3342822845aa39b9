/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keeper-fixture.h"
#include "library.h"
#include "run-witness.h"

#define N_RUNS 3
#define N_EPOCHS 8

/* A library with runs of which none has a colour. */
static void
set_up (KeeperFixture *fixture)
{
  g_autoptr (OvLibrary) library = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  keeper_fixture_set_up (fixture);
  keeper_fixture_open (fixture);
  for (guint i = 0; i < N_RUNS; i++)
    keeper_fixture_add_run (fixture, 1e-3 * (i + 1), N_EPOCHS);
  keeper_fixture_close (fixture);

  library = ov_library_open (fixture->path, 0, &error);
  g_assert_no_error (error);
  entries = ov_library_list (library, NULL, &error);
  g_assert_cmpuint (entries->len, ==, N_RUNS);
  for (guint i = 0; i < N_RUNS; i++)
    g_assert_true (ov_library_set_colour (library, ((OvRunEntry *) entries->pdata[i])->id,
                                          OV_RUN_ENTRY_NO_COLOUR, FALSE, &error));
}

/* Runs without a colour, such as those of the command line, get different ones, for good. */
static void
test_different (void)
{
  KeeperFixture fixture;
  guint slots[2];

  set_up (&fixture);
  keeper_fixture_open (&fixture);
  for (guint i = 0; i < 2; i++)
    slots[i] = ov_run_item_get_slot (keeper_fixture_get_item (&fixture, i));
  g_assert_cmpuint (slots[0], !=, slots[1]);
  ov_run_item_choose_slot (keeper_fixture_get_item (&fixture, 0), 7);
  keeper_fixture_close (&fixture);

  keeper_fixture_open (&fixture);
  g_assert_cmpuint (ov_run_item_get_slot (keeper_fixture_get_item (&fixture, 0)), ==, 7);
  g_assert_true (ov_run_item_is_slot_chosen (keeper_fixture_get_item (&fixture, 0)));
  g_assert_cmpuint (ov_run_item_get_slot (keeper_fixture_get_item (&fixture, 1)), ==, slots[1]);
  g_assert_false (ov_run_item_is_slot_chosen (keeper_fixture_get_item (&fixture, 1)));
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

/* One that the charts do not show has none, whatever else is changed, until they do. */
static void
test_hidden (void)
{
  KeeperFixture fixture;
  g_autoptr (OvLibrary) library = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *id = NULL;

  set_up (&fixture);
  library = ov_library_open (fixture.path, 0, NULL);
  entries = ov_library_list (library, NULL, NULL);
  id = g_strdup (((OvRunEntry *) entries->pdata[0])->id);
  g_assert_true (ov_library_set_hidden (library, id, TRUE, NULL));
  g_clear_pointer (&library, ov_library_free);

  keeper_fixture_open (&fixture);
  ov_run_item_set_name (ov_run_collection_find (fixture.collection, id), "The hidden one");
  keeper_fixture_close (&fixture);

  keeper_fixture_open (&fixture);
  g_assert_true (ov_run_item_is_colourless (ov_run_collection_find (fixture.collection, id)));
  ov_run_item_set_shown (ov_run_collection_find (fixture.collection, id), TRUE);
  g_assert_false (ov_run_item_is_colourless (ov_run_collection_find (fixture.collection, id)));
  for (guint i = 0; i < N_RUNS; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpuint (ov_run_item_get_slot (keeper_fixture_get_item (&fixture, i)), !=,
                        ov_run_item_get_slot (keeper_fixture_get_item (&fixture, j)));
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  witness_start (&argc, &argv);

  g_test_add_func ("/run-colours/different", test_different);
  g_test_add_func ("/run-colours/hidden", test_hidden);

  return witness_finish ();
}

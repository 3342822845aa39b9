/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several programs have one library open: no two of them train the same run, and the next start
 * continues the run that it was left in the middle of. */

#include <signal.h>
#include <sys/prctl.h>

#include "keeper-fixture.h"
#include "library.h"
#include "run-lock.h"
#include "run-witness.h"

/* The library that this program, started by a test, is to write until it is killed. */
#define CHILD "OVERSHOOT_TEST_CHILD"

/* So many that a library has all of them soon, in epochs a second. */
#define PACE 50.0

/* More epochs than start() waits for. */
#define MANY 20

#define RATE 1e-3

/* Between two looks at what another program has done, in microseconds. */
#define LOOK_INTERVAL 20000

static OvRunItem *
start (KeeperFixture *fixture, double learning_rate)
{
  OvRunItem *item = keeper_fixture_begin (fixture, learning_rate, WITNESS_ENDLESS, "data");

  ov_run_set_pace (ov_run_item_get_run (item), PACE);
  ov_run_start (ov_run_item_get_run (item));
  wait_in_context (NULL, ov_run_item_get_facts (item)->n_epochs > 2);

  return item;
}

static void
stop (OvRunItem *item)
{
  ov_run_finish (ov_run_item_get_run (item), G_MAXINT64);
}

static guint
count (KeeperFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->collection));
}

static void
be_child (const char *path)
{
  KeeperFixture fixture = {.path = (char *) path};

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  keeper_fixture_open (&fixture);
  start (&fixture, RATE);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
has_run (const char *path)
{
  g_autoptr (OvLibrary) library =
    ov_library_open (path, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, NULL);
  g_autoptr (GPtrArray) entries = library != NULL ? ov_library_list (library, NULL, NULL) : NULL;
  g_autofree char *current = NULL;

  return entries != NULL && entries->len == 1
         && ((OvRunEntry *) entries->pdata[0])->n_epochs > 0
         && ov_library_get_current (library, &current, NULL) && current != NULL;
}

/* Another program, which trains a run of the library. */
static GSubprocess *
start_child (const KeeperFixture *fixture)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GError) error = NULL;
  GSubprocess *child;

  g_subprocess_launcher_setenv (launcher, CHILD, fixture->path, TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, "/proc/self/exe", NULL);
  g_assert_no_error (error);
  deadline_set ("the child's run is in the library");
  while (!deadline_is_met (has_run (fixture->path)))
    g_usleep (LOOK_INTERVAL);

  return child;
}

static void
kill_child (GSubprocess *child)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_no_error (error);
  g_object_unref (child);
}

/* What another program trains is not taken up by a run of the same recipe either; when that program
 * is killed, anybody may resume its run. */
static void
test_two_programs (void)
{
  KeeperFixture fixture;
  GSubprocess *child;
  OvRunItem *theirs, *own;
  g_autofree char *id = NULL;

  keeper_fixture_set_up (&fixture);
  child = start_child (&fixture);
  keeper_fixture_open (&fixture);
  theirs = keeper_fixture_get_item (&fixture, 0);
  g_assert_null (ov_run_keeper_find_left (fixture.keeper));
  g_assert_true (ov_run_keeper_is_elsewhere (fixture.keeper, theirs));
  own = start (&fixture, RATE);
  g_assert_true (own != theirs);
  g_assert_false (ov_run_keeper_is_elsewhere (fixture.keeper, own));
  id = g_strdup (ov_run_item_get_id (own));
  stop (own);
  g_assert_true (ov_run_keeper_is_elsewhere (fixture.keeper, theirs));
  kill_child (child);
  g_assert_false (ov_run_keeper_is_elsewhere (fixture.keeper, theirs));
  keeper_fixture_close (&fixture);

  keeper_fixture_open (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 2);
  g_assert_cmpstr (ov_run_item_get_id (ov_run_keeper_find_left (fixture.keeper)), ==, id);
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

static void
test_killed (void)
{
  KeeperFixture fixture;

  keeper_fixture_set_up (&fixture);
  kill_child (start_child (&fixture));
  keeper_fixture_open (&fixture);
  g_assert_nonnull (ov_run_keeper_find_left (fixture.keeper));
  g_assert_cmpfloat (
    ov_run_item_get_recipe (ov_run_keeper_find_left (fixture.keeper))->learning_rate, ==, RATE);
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

/* Once another run has begun, what the item was made for is not taken back: it is the other
 * program's. */
static void
assert_stays_own (KeeperFixture *fixture, OvRunItem *item)
{
  OvRun *run = ov_run_item_get_run (item);
  const guint n_epochs = ov_history_get_n_epochs (ov_run_get_history (run));
  g_autofree char *id = g_strdup (ov_run_item_get_id (item));

  keeper_fixture_begin (fixture, 2.0 * RATE, 1, "data");
  g_assert_false (ov_run_item_is_current (item));
  g_assert_true (ov_run_item_get_run (item) == run);
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, n_epochs);
  g_assert_cmpstr (ov_run_item_get_id (item), ==, id);
}

/* Both have listed the run before either takes it up: who comes second has a run of its own. */
static void
test_same_run (void)
{
  KeeperFixture first, second;
  OvRunItem *item, *own;

  keeper_fixture_set_up (&first);
  keeper_fixture_open (&first);
  item = start (&first, RATE);
  wait_in_context (NULL, ov_run_item_get_facts (item)->n_epochs > MANY);
  stop (item);
  keeper_fixture_close (&first);

  keeper_fixture_open (&first);
  second = (KeeperFixture) {.path = first.path};
  keeper_fixture_open (&second);
  item = start (&first, RATE);
  g_assert_cmpuint (count (&first), ==, 1);
  own = start (&second, RATE);
  g_assert_cmpstr (ov_run_item_get_id (own), !=, ov_run_item_get_id (item));
  stop (item);
  stop (own);
  assert_stays_own (&second, own);
  keeper_fixture_close (&second);
  g_free (second.message);
  keeper_fixture_close (&first);

  keeper_fixture_open (&first);
  g_assert_cmpuint (count (&first), ==, 2);
  keeper_fixture_close (&first);
  keeper_fixture_tear_down (&first);
}

/* A run that has come to its end in the library is another program's nevertheless, when that runs
 * it once more. */
static void
test_repeated (void)
{
  KeeperFixture first, second;
  OvRunItem *theirs;

  keeper_fixture_set_up (&first);
  keeper_fixture_open (&first);
  keeper_fixture_add_run (&first, RATE, 3);
  keeper_fixture_close (&first);

  keeper_fixture_open (&first);
  keeper_fixture_begin (&first, RATE, 3, "data");
  second = (KeeperFixture) {.path = first.path};
  keeper_fixture_open (&second);
  theirs = keeper_fixture_get_item (&second, 0);
  g_assert_cmpint (ov_run_item_get_facts (theirs)->outcome, ==, OV_OUTCOME_FINISHED);
  g_assert_true (ov_run_item_is_elsewhere (theirs));
  g_assert_true (keeper_fixture_begin (&second, RATE, 3, "data") != theirs);
  keeper_fixture_close (&first);
  keeper_fixture_close (&second);
  g_free (second.message);
  keeper_fixture_tear_down (&first);
}

/* What another program has trained further since the library was listed loses nothing of it to a
 * run that does not get as far. */
static void
test_longer (void)
{
  KeeperFixture first, second;
  OvRunItem *item;
  guint n_listed, n_epochs;

  keeper_fixture_set_up (&first);
  keeper_fixture_open (&first);
  item = start (&first, RATE);
  stop (item);
  n_listed = ov_run_item_get_facts (item)->n_epochs;
  keeper_fixture_close (&first);

  second = (KeeperFixture) {.path = first.path};
  keeper_fixture_open (&second);
  keeper_fixture_open (&first);
  item = start (&first, RATE);
  wait_in_context (NULL, ov_run_item_get_facts (item)->n_epochs > n_listed + MANY);
  stop (item);
  n_epochs = ov_run_item_get_facts (item)->n_epochs;
  keeper_fixture_close (&first);

  item = start (&second, RATE);
  wait_in_context (NULL, ov_run_item_get_facts (item)->n_epochs > n_listed + 1);
  stop (item);
  keeper_fixture_close (&second);
  g_free (second.message);

  keeper_fixture_open (&first);
  g_assert_cmpuint (count (&first), ==, 1);
  g_assert_cmpuint (ov_run_item_get_facts (keeper_fixture_get_item (&first, 0))->n_epochs, >=,
                    n_epochs);
  keeper_fixture_close (&first);
  keeper_fixture_tear_down (&first);
}

static guint
count_epochs (const char *path, const char *id)
{
  g_autoptr (OvLibrary) library =
    ov_library_open (path, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, NULL);
  g_autoptr (OvRunEntry) entry = library != NULL ? ov_library_find (library, id, NULL) : NULL;

  return entry != NULL ? entry->n_epochs : 0;
}

/* A run is held until its last epochs are in the library: from there another program has it. It may
 * be begun again until then, and is held as before. */
static void
test_last_epochs (void)
{
  KeeperFixture fixture;
  OvRunItem *item;
  g_autoptr (OvRunLock) lock = NULL;

  keeper_fixture_set_up (&fixture);
  keeper_fixture_open (&fixture);
  item = start (&fixture, RATE);
  lock = ov_run_lock_new (fixture.path, FALSE);
  stop (item);
  g_assert_true (ov_run_lock_is_elsewhere (lock, ov_run_item_get_id (item)));
  wait_in_context (NULL, !ov_run_lock_is_elsewhere (lock, ov_run_item_get_id (item)));
  g_assert_cmpuint (count_epochs (fixture.path, ov_run_item_get_id (item)), ==,
                    ov_run_item_get_facts (item)->n_epochs);

  g_assert_true (start (&fixture, RATE) == item);
  stop (item);
  g_assert_true (start (&fixture, RATE) == item);
  g_assert_true (ov_run_lock_is_elsewhere (lock, ov_run_item_get_id (item)));
  stop (item);
  wait_in_context (NULL, !ov_run_lock_is_elsewhere (lock, ov_run_item_get_id (item)));
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

static void
write_another (const KeeperFixture *fixture)
{
  OvRecipe recipe;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library = ov_library_open (fixture->path, 0, &error);
  g_autoptr (OvRunRecord) record = NULL;
  g_autoptr (OvRunEntry) entry = NULL;

  g_assert_no_error (error);
  witness_init_recipe (&recipe, 3);
  record = ov_run_record_new (&recipe, NULL, 1);
  entry = ov_run_entry_new (record, "data");
  g_assert_true (ov_library_add_run (library, entry, &error));
  g_assert_no_error (error);
}

/* Of all windows, the one that is closed last decides; what was written last does not. */
static void
test_current (void)
{
  KeeperFixture first, second;
  OvRunItem *item;
  g_autofree char *id = NULL;

  keeper_fixture_set_up (&first);
  keeper_fixture_open (&first);
  second = (KeeperFixture) {.path = first.path};
  keeper_fixture_open (&second);
  item = start (&first, RATE);
  id = g_strdup (ov_run_item_get_id (item));
  start (&second, 2.0 * RATE);
  stop (item);
  stop (keeper_fixture_get_item (&second, 0));
  keeper_fixture_close (&second);
  g_free (second.message);
  keeper_fixture_close (&first);
  write_another (&first);

  keeper_fixture_open (&first);
  g_assert_cmpuint (count (&first), ==, 3);
  g_assert_cmpstr (ov_run_item_get_id (ov_run_keeper_find_left (first.keeper)), ==, id);
  keeper_fixture_close (&first);
  keeper_fixture_tear_down (&first);
}

int
main (int argc, char **argv)
{
  const char *library = g_getenv (CHILD);

  witness_start (&argc, &argv);
  if (library != NULL)
    be_child (library);

  g_test_add_func ("/run-hold/two-programs", test_two_programs);
  g_test_add_func ("/run-hold/killed", test_killed);
  g_test_add_func ("/run-hold/same-run", test_same_run);
  g_test_add_func ("/run-hold/repeated", test_repeated);
  g_test_add_func ("/run-hold/longer", test_longer);
  g_test_add_func ("/run-hold/last-epochs", test_last_epochs);
  g_test_add_func ("/run-hold/current", test_current);

  return witness_finish ();
}

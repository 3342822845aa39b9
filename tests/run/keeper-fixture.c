/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keeper-fixture.h"

#include <glib/gstdio.h>

#include "run-witness.h"

void
keeper_fixture_set_up (KeeperFixture *self)
{
  g_autoptr (GError) error = NULL;

  *self = (KeeperFixture) {0};
  self->folder = g_dir_make_tmp ("overshoot-keeper-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "runs.db", NULL);
}

void
keeper_fixture_tear_down (KeeperFixture *self)
{
  static const char *const endings[] = {"", "-wal", "-shm"};
  g_autofree char *lock = g_build_filename (self->folder, ".runs.db.lock", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (self->path, endings[i], NULL);

      g_remove (path);
    }
  g_remove (lock);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->message);
}

static void
failed_cb (OvRunKeeper *keeper, const char *message, KeeperFixture *self)
{
  g_free (self->message);
  self->message = g_strdup (message);
}

/* As when the program starts. */
void
keeper_fixture_open (KeeperFixture *self)
{
  self->collection = ov_run_collection_new (2, 6);
  self->keeper = ov_run_keeper_new (self->collection, self->path);
  g_signal_connect (self->keeper, "failed", G_CALLBACK (failed_cb), self);
  ov_run_keeper_open (self->keeper);
  wait_in_context (NULL, ov_run_keeper_is_open (self->keeper));
}

/* As when it ends. */
void
keeper_fixture_close (KeeperFixture *self)
{
  g_object_run_dispose (G_OBJECT (self->keeper));
  g_clear_object (&self->keeper);
  g_assert_finalize_object (self->collection);
}

OvRunItem *
keeper_fixture_begin (KeeperFixture *self, double learning_rate, guint n_epochs, const char *data)
{
  OvRecipe recipe;
  g_autoptr (OvRun) run = NULL;

  witness_init_recipe (&recipe, n_epochs);
  recipe.learning_rate = learning_rate;
  run = ov_run_new (&recipe, witness_get_dataset (), 1);

  return ov_run_collection_begin (self->collection, run, data);
}

/* Returns a run that has ended. */
OvRunItem *
keeper_fixture_add_run (KeeperFixture *self, double learning_rate, guint n_epochs)
{
  OvRunItem *item = keeper_fixture_begin (self, learning_rate, n_epochs, "data");

  ov_run_start (ov_run_item_get_run (item));
  wait_in_context (NULL, ov_run_has_ended (ov_run_item_get_run (item)));

  return item;
}

OvRunItem *
keeper_fixture_get_item (KeeperFixture *self, guint place)
{
  g_autoptr (OvRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->collection), place);

  g_assert_nonnull (item);

  return item;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-fixture.h"

#include <glib/gstdio.h>

#include "library.h"
#include "window-private.h"

/* How long threads that were joined may take to leave the kernel's list, in milliseconds. */
#define PATIENCE 20000

static void
open_window (WindowFixture *fixture)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (fixture->application));

  fixture->window = OV_WINDOW (window);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &fixture->window);
  wait_for (window_fixture_get_run (fixture) != NULL);
}

/* The test is the application's first activity; when it returns, the window is closed in the
 * middle of what it does. */
static void
activate_cb (GApplication *application, WindowTest test)
{
  WindowFixture fixture = {.application = OV_APPLICATION (application)};

  fixture.settings = g_settings_new (APPLICATION_ID);
  open_window (&fixture);
  test (&fixture);
  if (fixture.window != NULL)
    gtk_window_close (GTK_WINDOW (fixture.window));
  wait_for (fixture.window == NULL);
  g_object_unref (fixture.settings);
}

/* What an earlier test has run. */
static void
forget_runs (void)
{
  static const char *const endings[] = {"", "-wal", "-shm"};
  g_autofree char *library = ov_library_get_default_path ();

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (library, endings[i], NULL);

      g_remove (path);
    }
}

static void
reset_settings (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);

  /* Preparing forecasts keeps a processor busy for seconds: test-laboratory.c asks for them. */
  g_settings_set_boolean (settings, "forecast", FALSE);
}

/* Runs an application from its start to its end, of which nothing may be left. */
void
window_fixture_run (WindowTest test)
{
  OvApplication *application = ov_application_new (G_APPLICATION_NON_UNIQUE);

  reset_settings ();
  forget_runs ();
  g_signal_connect_after (application, "activate", G_CALLBACK (activate_cb), test);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 0, NULL), ==, 0);
  g_assert_finalize_object (application);
  window_fixture_assert_no_threads ();
}

static void
run_cb (gconstpointer test)
{
  window_fixture_run ((WindowTest) test);
}

void
window_fixture_add (const char *path, WindowTest test)
{
  g_test_add_data_func (path, (gconstpointer) test, run_cb);
}

/* Closes the window and opens another one, as on the next day, with something in between. */
void
window_fixture_reopen_after (WindowFixture *fixture, void (*func) (void))
{
  g_application_hold (G_APPLICATION (fixture->application));
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_for (fixture->window == NULL);
  if (func != NULL)
    func ();
  g_signal_handlers_block_matched (fixture->application, G_SIGNAL_MATCH_FUNC, 0, 0, NULL,
                                   activate_cb, NULL);
  g_application_activate (G_APPLICATION (fixture->application));
  g_application_release (G_APPLICATION (fixture->application));
  open_window (fixture);
}

void
window_fixture_reopen (WindowFixture *fixture)
{
  window_fixture_reopen_after (fixture, NULL);
}

void
window_fixture_act (WindowFixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL));
}

OvRun *
window_fixture_get_run (WindowFixture *fixture)
{
  return ov_session_get_run (ov_window_get_session (fixture->window));
}

/* Returns: (nullable): the run in the table that has a name */
OvRunItem *
window_fixture_find_run (WindowFixture *fixture, const char *name)
{
  GListModel *runs = G_LIST_MODEL (fixture->window->collection);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (runs, i);

      if (g_str_equal (ov_run_item_get_name (item), name))
        return item;
    }

  return NULL;
}

guint
window_fixture_get_n_epochs (WindowFixture *fixture)
{
  return ov_history_get_n_epochs (ov_run_get_history (window_fixture_get_run (fixture)));
}

/* Of the current run, whichever that is by then. */
void
window_fixture_wait_for_epochs (WindowFixture *fixture, guint n_epochs)
{
  wait_for (window_fixture_get_n_epochs (fixture) >= n_epochs);
}

/* Waits for a run to take the place of another one, which may be gone already. */
OvRun *
window_fixture_wait_for_other (WindowFixture *fixture, OvRun *run)
{
  wait_for (window_fixture_get_run (fixture) != run);

  return window_fixture_get_run (fixture);
}

/* Runs the recipe once more, and returns the run that takes the place of the one before. */
OvRun *
window_fixture_restart (WindowFixture *fixture)
{
  g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));

  window_fixture_act (fixture, "win.restart");

  return window_fixture_wait_for_other (fixture, before);
}

/* Chooses a whole recipe, as if each of its numbers had been typed. */
void
window_fixture_set_recipe (WindowFixture *fixture, const OvRecipe *recipe)
{
  g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));
  OvRecipePanel *panel = fixture_child (fixture->window, "recipe_panel");

  ov_recipe_panel_set_recipe (panel, recipe);
  g_signal_emit_by_name (panel, "recipe-changed");
  window_fixture_wait_for_other (fixture, before);
}

static GtkWidget *
get_rate_row (WindowFixture *fixture)
{
  return fixture_child (fixture_child (fixture->window, "recipe_panel"), "learning_rate_row");
}

void
window_fixture_move_rate (WindowFixture *fixture, double position)
{
  gtk_adjustment_set_value (fixture_child (get_rate_row (fixture), "adjustment"), position);
}

void
window_fixture_let_go (WindowFixture *fixture)
{
  g_signal_emit_by_name (get_rate_row (fixture), "changed", TRUE);
}

GtkWindow *
window_fixture_wait_for_dialog (WindowFixture *fixture, GType type)
{
  return fixture_wait_for_dialog (fixture->window, type);
}

static guint
count_own_threads (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *name;
  guint n_threads = 0;

  while ((name = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", name, "comm", NULL);
      g_autofree char *comm = NULL;

      if (g_file_get_contents (path, &comm, NULL, NULL) && g_str_has_prefix (comm, "overshoot-"))
        n_threads++;
    }

  return n_threads;
}

/* Libraries keep threads for later; those that the program started are to be gone. One that has
 * just begun has no name yet, and is not counted until it has: none are there when two counts in
 * turn have found none. */
void
window_fixture_assert_no_threads (void)
{
  guint n_quiet = 0;

  for (guint i = 0; i < PATIENCE && n_quiet < 2; i++)
    {
      n_quiet = count_own_threads () == 0 ? n_quiet + 1 : 0;
      g_usleep (1000);
    }
  g_assert_cmpuint (n_quiet, ==, 2);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-fixture.h"

/* Every key, and the action that it does. */
static const struct
{
  const char *action;
  const char *accel;
} keys[] = {
  {"win.toggle", "space"},
  {"win.step", "s"},
  {"win.restart", "r"},
  {"win.export::", "<Control>e"},
  {"win.open-folder", "<Control>o"},
  {"app.quit", "<Control>q"},
};

static void
test_keys (WindowFixture *fixture)
{
  GtkApplication *application = GTK_APPLICATION (fixture->application);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_auto (GStrv) accels = gtk_application_get_accels_for_action (application, keys[i].action);

      g_assert_cmpstr (accels[0], ==, keys[i].accel);
    }
}

/* No two actions have the same key. */
static void
test_keys_are_told_apart (WindowFixture *fixture)
{
  GtkApplication *application = GTK_APPLICATION (fixture->application);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (application);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (g_strv_length (actions), >=, G_N_ELEMENTS (keys));
  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) accels = gtk_application_get_accels_for_action (application, actions[i]);

      for (guint k = 0; accels[k] != NULL; k++)
        g_assert_true (g_hash_table_add (seen, g_strdup (accels[k])));
    }
}

static guint
count_shortcuts (GtkWidget *widget)
{
  guint n = GTK_IS_SHORTCUTS_SHORTCUT (widget) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_shortcuts (child);

  return n;
}

static void
test_shortcuts_window (WindowFixture *fixture)
{
  GtkShortcutsWindow *help =
    gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (fixture->window));

  g_assert_nonnull (help);
  window_fixture_act (fixture, "win.show-help-overlay");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (help)));
  g_assert_cmpuint (count_shortcuts (GTK_WIDGET (help)), >=, G_N_ELEMENTS (keys));
  gtk_window_close (GTK_WINDOW (help));
}

static void
test_about (WindowFixture *fixture)
{
  GtkWindow *about;

  g_action_group_activate_action (G_ACTION_GROUP (fixture->application), "about", NULL);
  about = window_fixture_wait_for_dialog (fixture, ADW_TYPE_ABOUT_WINDOW);
  g_assert_cmpstr (adw_about_window_get_version (ADW_ABOUT_WINDOW (about)), ==, PACKAGE_VERSION);
  g_assert_cmpstr (adw_about_window_get_application_icon (ADW_ABOUT_WINDOW (about)), ==,
                   APPLICATION_ID);
  gtk_window_close (about);
}

/* Being started once more shows the window that there is. */
static void
test_one_window (WindowFixture *fixture)
{
  g_autoptr (GFile) nothing = g_file_new_for_path ("/nowhere/at/all");
  GtkApplication *application = GTK_APPLICATION (fixture->application);

  g_application_open (G_APPLICATION (application), &nothing, 1, "");
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (application)), ==, 1);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (
                                 window_fixture_wait_for_dialog (fixture, ADW_TYPE_MESSAGE_DIALOG)),
                               "close");
}

static void
test_quit (WindowFixture *fixture)
{
  window_fixture_wait_for_epochs (fixture, 1);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->application), "quit", NULL);
  wait_for (fixture->window == NULL);
}

/* Every action that a menu or a key names exists. */
static void
test_actions_exist (WindowFixture *fixture)
{
  g_auto (GStrv) actions =
    gtk_application_list_action_descriptions (GTK_APPLICATION (fixture->application));

  /* The sidebar's comes with the first frame. */
  fixture_wait_for_frames (fixture->window, 1);
  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;
      gboolean is_known;

      g_assert_true (g_action_parse_detailed_name (actions[i], &name, &target, NULL));
      if (!g_str_has_prefix (name, "win."))
        continue;

      is_known = g_action_map_lookup_action (G_ACTION_MAP (fixture->window), name + 4) != NULL;
      for (guint k = 0; !is_known; k++)
        {
          GType owner;
          const char *installed;
          const GVariantType *type;
          const char *property;

          g_assert_true (gtk_widget_class_query_action (GTK_WIDGET_GET_CLASS (fixture->window), k,
                                                        &owner, &installed, &type, &property));
          is_known = g_str_equal (installed, name);
        }
    }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/application/keys", test_keys);
  window_fixture_add ("/application/keys-are-told-apart", test_keys_are_told_apart);
  window_fixture_add ("/application/shortcuts-window", test_shortcuts_window);
  window_fixture_add ("/application/about", test_about);
  window_fixture_add ("/application/one-window", test_one_window);
  window_fixture_add ("/application/quit", test_quit);
  window_fixture_add ("/application/actions-exist", test_actions_exist);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "chart-view.h"
#include "curve-pane.h"
#include "diagnosis-bar.h"
#include "epoch-log.h"
#include "run-table.h"
#include "window-fixture.h"
#include "window-private.h"

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
  {"win.lecture", "F11"},
  {"win.page(1)", "1"},
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

/* Picks an entry of the main menu. */
static void
choose_colours (WindowFixture *fixture, const char *scheme)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->application), "colour-scheme",
                                  g_variant_new_string (scheme));
}

static gboolean
is_dark (void)
{
  return adw_style_manager_get_dark (adw_style_manager_get_default ());
}

/* The ground in the corner of a chart, as it is drawn. */
static double
read_ground (WindowFixture *fixture)
{
  OvChartView *view =
    fixture_child (fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE), "loss_view");
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 300, 200);
  cairo_t *cr = cairo_create (surface);
  double green;

  ov_chart_draw (ov_chart_view_get_chart (view), cr, 300, 200);
  cairo_surface_flush (surface);
  green = cairo_image_surface_get_data (surface)[1] / 255.0;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return green;
}

/* The colours change at once, the charts with them, and are those of the next start as well. */
static void
test_colours (WindowFixture *fixture)
{
  choose_colours (fixture, "dark");
  wait_for (is_dark ());
  wait_for (read_ground (fixture) < 0.3);

  window_fixture_reopen (fixture);
  g_assert_true (is_dark ());
  g_assert_cmpfloat (read_ground (fixture), <, 0.3);

  choose_colours (fixture, "light");
  wait_for (!is_dark ());
  wait_for (read_ground (fixture) > 0.7);

  choose_colours (fixture, "system");
  wait_for (adw_style_manager_get_color_scheme (adw_style_manager_get_default ())
            == ADW_COLOR_SCHEME_DEFAULT);
}

static gboolean
is_row_visible (WindowFixture *fixture, const char *name)
{
  return gtk_widget_is_visible (fixture_child (fixture->window->recipe_panel, name));
}

static gboolean
has_status_bar (WindowFixture *fixture)
{
  return gtk_widget_is_visible (GTK_WIDGET (fixture->window->status_bar));
}

/* How far from the left edge of a chart of a certain size its plot begins, which grows with its
 * type. */
static double
measure_type (WindowFixture *fixture)
{
  OvChartView *view =
    fixture_child (fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE), "accuracy_view");
  OvGeometry geometry;

  ov_chart_get_geometry (ov_chart_view_get_chart (view), 800, 400, &geometry);

  return geometry.plot.x;
}

static GtkWidget *
get_page (WindowFixture *fixture)
{
  return adw_view_stack_get_visible_child (fixture->window->stack);
}

static void
go_to_page (WindowFixture *fixture, int number)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "i", number));
}

static GtkWidget *
get_table (WindowFixture *fixture)
{
  return fixture_find_type (fixture->window, OV_TYPE_RUN_TABLE);
}

/* In a lecture it is told which run the charts show, and that one has failed, and no more. */
static void
check_banners (WindowFixture *fixture)
{
  OvWindow *window = fixture->window;

  ov_banner_show (window->view_banner, "A sentence about a run", NULL, NULL);
  g_assert_true (gtk_widget_is_visible (GTK_WIDGET (window->view_banner)));
  g_assert_false (gtk_widget_is_visible (GTK_WIDGET (window->data_banner)));
  ov_banner_hide (window->view_banner);
  wait_for (!gtk_widget_get_visible (GTK_WIDGET (window->view_banner)));
}

/* Only what the last row is to look at, in large type; afterwards everything is as it was. */
static void
test_lecture (WindowFixture *fixture)
{
  GtkWidget *page = get_page (fixture);
  GtkWidget *views = fixture_child (page, "views");
  double before;
  int least;
  int least_after;

  window_fixture_wait_for_epochs (fixture, 3);

  /* A step ends with its epoch: none comes after it. What slides into a new window is to be in its
   * place, for the ticks go by the charts' height. */
  ov_run_step (window_fixture_get_run (fixture));
  wait_for (ov_run_get_state (window_fixture_get_run (fixture)) == OV_RUN_PAUSED);
  wait_for (gtk_revealer_get_child_revealed (
    fixture_child (fixture->window->data_banner, "revealer")));
  fixture_wait_for_frames (fixture->window, 3);
  wait_for (g_action_group_has_action (G_ACTION_GROUP (fixture->window), "sidebar-visible"));
  adw_flap_set_reveal_flap (fixture->window->flap, FALSE);
  before = measure_type (fixture);
  gtk_widget_get_size_request (views, &least, NULL);

  window_fixture_act (fixture, "win.lecture");
  g_assert_false (has_status_bar (fixture));
  g_assert_false (is_row_visible (fixture, "decay_row"));
  g_assert_false (gtk_widget_is_visible (get_table (fixture)));
  g_assert_false (gtk_widget_is_visible (fixture_find_type (fixture->window, OV_TYPE_EPOCH_LOG)));
  g_assert_true (gtk_widget_is_visible (fixture_find_type (fixture->window,
                                                           OV_TYPE_DIAGNOSIS_BAR)));
  g_assert_true (is_row_visible (fixture, "learning_rate_row"));
  wait_for (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->recipe_panel)));
  wait_for (measure_type (fixture) > 1.1 * before);
  check_banners (fixture);

  go_to_page (fixture, 2);
  g_assert_true (get_page (fixture) == g_ptr_array_index (fixture->window->pages, 1));
  go_to_page (fixture, (int) fixture->window->pages->len + 1);
  g_assert_true (get_page (fixture) == g_ptr_array_index (fixture->window->pages, 1));

  window_fixture_act (fixture, "win.lecture");
  g_assert_true (get_page (fixture) == page);
  g_assert_true (has_status_bar (fixture));
  g_assert_true (is_row_visible (fixture, "decay_row"));
  g_assert_true (gtk_widget_is_visible (get_table (fixture)));
  g_assert_false (adw_flap_get_reveal_flap (fixture->window->flap));
  g_assert_cmpint (gtk_orientable_get_orientation (GTK_ORIENTABLE (fixture->window->flap)), ==,
                   GTK_ORIENTATION_HORIZONTAL);
  wait_for (measure_type (fixture) == before);
  gtk_widget_get_size_request (views, &least_after, NULL);
  g_assert_cmpint (least_after, ==, least);

  /* A window that is closed in it opens as it was before. */
  window_fixture_act (fixture, "win.lecture");
  window_fixture_reopen (fixture);
  g_assert_true (has_status_bar (fixture));
  g_assert_false (g_settings_get_boolean (fixture->settings, "sidebar-visible"));
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
  window_fixture_add ("/application/colours", test_colours);
  window_fixture_add ("/application/lecture", test_lecture);

  return g_test_run ();
}

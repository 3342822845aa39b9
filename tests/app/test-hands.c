/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "export-dialog.h"
#include "hand-fixture.h"
#include "window-fixture.h"

static const char *const value_rows[] = {"learning_rate_row", "decay_row", "regularisation_row"};

static gpointer
get_panel_child (WindowFixture *fixture, const char *name)
{
  return fixture_child (fixture_child (fixture->window, "recipe_panel"), name);
}

static GtkAdjustment *
get_sidebar_place (WindowFixture *fixture)
{
  GtkWidget *panel = fixture_child (fixture->window, "recipe_panel");
  GtkWidget *scrolled = gtk_widget_get_ancestor (panel, GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

/* Turns the wheel both ways and to both sides over a widget. */
static void
turn_over (gpointer widget)
{
  hand_point (widget, 0.4, 0.5);
  hand_press (HAND_WHEEL_DOWN, 1);
  hand_point (widget, 0.4, 0.5);
  hand_press (HAND_WHEEL_UP, 1);
  hand_point (widget, 0.4, 0.5);
  hand_press (HAND_WHEEL_LEFT, 2);
  hand_press (HAND_WHEEL_RIGHT, 1);
}

/* With the focus or without it. */
static void
test_wheel_over_values (WindowFixture *fixture)
{
  OvRun *run = window_fixture_get_run (fixture);
  GtkAdjustment *place = get_sidebar_place (fixture);
  const OvRecipe before = *ov_session_get_recipe (ov_window_get_session (fixture->window));

  adw_expander_row_set_expanded (get_panel_child (fixture, "more_row"), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (value_rows); i++)
    {
      GtkWidget *row = get_panel_child (fixture, value_rows[i]);
      GtkWidget *scale = fixture_child (row, "scale");
      GtkWidget *entry = fixture_child (row, "entry");

      turn_over (scale);
      gtk_widget_grab_focus (scale);
      turn_over (scale);
      turn_over (entry);
      gtk_widget_grab_focus (entry);
      turn_over (entry);
    }
  turn_over (get_panel_child (fixture, "preset_row"));

  hand_point (fixture_child (get_panel_child (fixture, "learning_rate_row"), "scale"), 0.5, 0.5);
  hand_press (HAND_WHEEL_DOWN, 2);
  g_assert_cmpfloat (gtk_adjustment_get_value (place), >, 0.0);
  g_assert_true (window_fixture_get_run (fixture) == run);
  g_assert_true (ov_recipe_equal (&before, ov_recipe_panel_get_recipe (
                                             fixture_child (fixture->window, "recipe_panel"))));
}

static OvRun *
begin_to_type (WindowFixture *fixture, GtkWidget *entry)
{
  OvRun *run = window_fixture_get_run (fixture);

  hand_click (entry);
  hand_key ("ctrl+a");

  return run;
}

/* Every key that does something elsewhere is text, or a key of the text, in an entry. */
static void
test_keys_in_entry (WindowFixture *fixture)
{
  GtkWidget *entry = fixture_child (get_panel_child (fixture, "learning_rate_row"), "entry");
  OvRun *run = begin_to_type (fixture, entry);
  const char *page = adw_view_stack_get_visible_child_name (
    fixture_child (fixture->window, "stack"));
  const gboolean log_loss = g_settings_get_boolean (fixture->settings, "log-loss");
  const gboolean smoothing = g_settings_get_boolean (fixture->settings, "smoothing");

  hand_type ("s r lmSRLM 1");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "s r lmSRLM 1");
  hand_key ("Page_Up Page_Down Home End ctrl+BackSpace");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "s r lmSRLM ");
  g_assert_true (window_fixture_get_run (fixture) == run);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
  g_assert_cmpstr (page, ==, adw_view_stack_get_visible_child_name (
                               fixture_child (fixture->window, "stack")));
  g_assert_true (log_loss == g_settings_get_boolean (fixture->settings, "log-loss"));
  g_assert_true (smoothing == g_settings_get_boolean (fixture->settings, "smoothing"));

  hand_key ("Escape");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0.01");
  g_assert_true (window_fixture_get_run (fixture) == run);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/hands/wheel/values", test_wheel_over_values);
  window_fixture_add ("/hands/keys/entry", test_keys_in_entry);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-view.h"
#include "curve-pane.h"
#include "instrument.h"
#include "window-fixture.h"

/* The instruments in the window: the menu's switches, and the strips. */

static OvRecipe
make_recipe (guint n_epochs)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  recipe.hidden_units = 5;
  recipe.pixel_scale = 1.0;
  recipe.weight_std = 0.1;
  recipe.epochs = n_epochs;

  return recipe;
}

/* The strip of an instrument, which has its name. */
static GtkWidget *
get_view (WindowFixture *fixture, const char *name)
{
  GtkWidget *pane = fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE);

  for (GtkWidget *child = gtk_widget_get_first_child (pane); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (gtk_widget_get_name (child), name))
      return child;

  g_error ("no strip %s", name);
}

static GtkWidget *
get_switch (WindowFixture *fixture, const char *name)
{
  GtkWidget *menu = fixture_child (fixture->window, "chart_menu");
  GtkWidget *box = fixture_child (menu, "instruments");

  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (gtk_widget_get_name (child), name))
      return child;

  g_error ("no switch %s", name);
}

static void
turn (WindowFixture *fixture, const char *name, gboolean is_on)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (get_switch (fixture, name)), is_on);
}

static const OvReadings *
get_readings (WindowFixture *fixture)
{
  return ov_run_get_record (window_fixture_get_run (fixture))->readings;
}

static void
test_off_at_first (WindowFixture *fixture)
{
  OvRecipe recipe = make_recipe (3);

  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  g_assert_cmpuint (get_readings (fixture)->points->len, ==, 0);
  for (guint i = 0; ov_instruments[i] != NULL; i++)
    {
      g_assert_false (gtk_widget_get_visible (get_view (fixture, ov_instruments[i]->name)));
      g_assert_false (gtk_check_button_get_active (
        GTK_CHECK_BUTTON (get_switch (fixture, ov_instruments[i]->name))));
    }
}

/* A switch applies to the running run, shows its strip alone, and is remembered. */
static void
test_switch (WindowFixture *fixture)
{
  OvRecipe recipe = make_recipe (100000);
  g_auto (GStrv) names = NULL;

  window_fixture_set_recipe (fixture, &recipe);
  turn (fixture, "distance", TRUE);
  turn (fixture, "alpha", TRUE);
  names = g_settings_get_strv (fixture->settings, "instruments");
  g_assert_cmpuint (g_strv_length (names), ==, 2);
  g_assert_true (g_strv_contains ((const char *const *) names, "alpha"));
  wait_for (get_readings (fixture)->points->len >= 6);
  wait_for (gtk_widget_get_visible (get_view (fixture, "alpha")));
  g_assert_true (gtk_widget_get_visible (get_view (fixture, "distance")));
  g_assert_false (gtk_widget_get_visible (get_view (fixture, "gradient-norm")));

  /* Switched off, the strip goes, and nothing is read any more. */
  turn (fixture, "alpha", FALSE);
  g_assert_false (gtk_widget_get_visible (get_view (fixture, "alpha")));
  turn (fixture, "distance", FALSE);
  g_assert_cmpuint (ov_run_get_instruments (window_fixture_get_run (fixture)), ==, 0);

  /* What was read is shown again. */
  turn (fixture, "alpha", TRUE);
  g_assert_true (gtk_widget_get_visible (get_view (fixture, "alpha")));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/instruments/off-at-first", test_off_at_first);
  window_fixture_add ("/instruments/switch", test_switch);

  return g_test_run ();
}

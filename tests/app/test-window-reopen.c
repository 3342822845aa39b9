/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "window-fixture.h"
#include "window-private.h"

/* What a window leaves to the one that is opened after it. */

static void
test_remembered (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (77);
  OvRecipePanel *panel;
  GtkWidget *flap;
  guint n_attempts = 0;

  recipe.learning_rate = 0.0042;
  window_fixture_set_recipe (fixture, &recipe);

  /* The size that the window was first given may still arrive. */
  do
    {
      g_assert_cmpuint (n_attempts++, <, 50);
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 700);
      gdk_display_sync (gtk_widget_get_display (GTK_WIDGET (fixture->window)));
      fixture_wait_for_frames (fixture->window, 3);
    }
  while (g_settings_get_int (fixture->settings, "window-width") != 1000);
  window_fixture_act (fixture, "win.log-loss");
  window_fixture_act (fixture, "win.sidebar-visible");
  g_object_set (fixture_child (fixture->window, "status_bar"), "pace", 10.0, NULL);
  fixture_wait_for_frames (fixture->window, 3);

  window_fixture_reopen (fixture);
  g_assert_true (ov_recipe_equal (ov_run_get_recipe (window_fixture_get_run (fixture)), &recipe));
  panel = fixture_child (fixture->window, "recipe_panel");
  g_assert_true (ov_recipe_equal (ov_recipe_panel_get_recipe (panel), &recipe));
  g_assert_cmpint (g_settings_get_int (fixture->settings, "window-width"), ==, 1000);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "window-height"), ==, 700);
  g_assert_true (g_settings_get_boolean (fixture->settings, "log-loss"));
  g_assert_cmpfloat (g_settings_get_double (fixture->settings, "pace"), ==, 10.0);
  flap = fixture_child (fixture->window, "flap");
  g_assert_false (adw_flap_get_reveal_flap (ADW_FLAP (flap)));
}

static void
realized_cb (GtkWidget *window, guint *n_keys)
{
  g_assert_cmpint (gtk_widget_get_width (window), ==, 0);
  g_assert_false (gtk_widget_activate_action (window, "win.sidebar-visible", NULL));
  *n_keys += 1;
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window, guint *n_keys)
{
  if (OV_IS_WINDOW (window))
    g_signal_connect (window, "realize", G_CALLBACK (realized_cb), n_keys);
}

/* The sidebar does not move before it has a width, and then it moves. */
static void
test_early_key (WindowFixture *fixture)
{
  guint n_keys = 0;
  AdwFlap *flap;

  g_signal_connect (fixture->application, "window-added", G_CALLBACK (window_added_cb), &n_keys);
  window_fixture_reopen (fixture);
  g_assert_cmpuint (n_keys, ==, 1);
  flap = fixture_child (fixture->window, "flap");
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_true (adw_flap_get_reveal_flap (flap));

  window_fixture_act (fixture, "win.sidebar-visible");
  fixture_wait_for_frames (fixture->window, 1);
  g_assert_true (isfinite (adw_flap_get_reveal_progress (flap)));
  g_assert_false (adw_flap_get_reveal_flap (flap));
  wait_for (adw_flap_get_reveal_progress (flap) == 0.0);
}

static void
set_folded (WindowFixture *fixture, gboolean is_folded)
{
  AdwFlap *flap = fixture->window->flap;

  adw_flap_set_fold_policy (flap, is_folded ? ADW_FLAP_FOLD_POLICY_ALWAYS
                                            : ADW_FLAP_FOLD_POLICY_AUTO);
  wait_for (adw_flap_get_folded (flap) == is_folded);
}

/* A sidebar that somebody has hidden stays so when it folds itself and has room again, and one that
 * folded itself is there again then, whatever it did while it was folded. */
static void
test_folded (WindowFixture *fixture)
{
  fixture_wait_for_frames (fixture->window, 3);
  for (guint i = 0; i < 2; i++)
    {
      const gboolean is_wanted = i == 1;

      window_fixture_act (fixture, "win.sidebar-visible");
      g_assert_true (adw_flap_get_reveal_flap (fixture->window->flap) == is_wanted);
      set_folded (fixture, TRUE);
      set_folded (fixture, FALSE);
      g_assert_true (adw_flap_get_reveal_flap (fixture->window->flap) == is_wanted);
      set_folded (fixture, TRUE);
      g_assert_false (adw_flap_get_reveal_flap (fixture->window->flap));
      window_fixture_act (fixture, "win.sidebar-visible");
      g_assert_true (adw_flap_get_reveal_flap (fixture->window->flap));
      if (is_wanted)
        window_fixture_act (fixture, "win.sidebar-visible");
      set_folded (fixture, FALSE);
      g_assert_true (adw_flap_get_reveal_flap (fixture->window->flap) == is_wanted);
      set_folded (fixture, TRUE);
      window_fixture_reopen (fixture);
      g_assert_true (adw_flap_get_reveal_flap (fixture->window->flap) == is_wanted);
      fixture_wait_for_frames (fixture->window, 3);
    }
}

static const char *damage;

static void
damage_recipe (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);

  g_settings_set_string (settings, "recipe", damage);
}

/* Whatever has become of the recipe since the window was closed, the next one begins with the
 * first preset, and not with the recipe of before. */
static void
test_damaged_recipe (WindowFixture *fixture)
{
  static const char *const damaged[] = {
    "{",
    "[]",
    "17",
    "{\"preset\": \"none\"}",
    "{\"preset\": \"linear\", \"learning-rate\": -1}",
    "{\"preset\": \"linear\", \"epochs\": \"many\"}",
  };
  const OvRecipe before = fixture_recipe (7);
  OvRecipe expected;

  ov_recipe_init_preset (&expected, ov_recipe_list_presets ()[0], NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      window_fixture_set_recipe (fixture, &before);
      damage = damaged[i];
      window_fixture_reopen_after (fixture, damage_recipe);
      g_assert_true (ov_recipe_equal (ov_run_get_recipe (window_fixture_get_run (fixture)),
                                      &expected));
    }
}

static void
close_half_typed (WindowFixture *fixture)
{
  GtkWidget *panel = fixture_child (fixture->window, "recipe_panel");
  GtkWidget *entry = fixture_child (fixture_child (panel, "learning_rate_row"), "entry");
  const OvRecipe recipe = *ov_recipe_panel_get_recipe (OV_RECIPE_PANEL (panel));

  g_assert_true (gtk_widget_grab_focus (entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), "0.0025");
  window_fixture_reopen (fixture);
  g_assert_true (ov_recipe_equal (ov_run_get_recipe (window_fixture_get_run (fixture)), &recipe));
}

/* A number that is being typed when the window is closed goes with it, and so it does in the
 * sidebar that only a lecture shows. */
static void
test_half_typed (WindowFixture *fixture)
{
  wait_for (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  close_half_typed (fixture);

  wait_for (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  fixture_wait_for_frames (fixture->window, 3);
  window_fixture_act (fixture, "win.sidebar-visible");
  window_fixture_act (fixture, "win.lecture");
  close_half_typed (fixture);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/window-reopen/remembered", test_remembered);
  window_fixture_add ("/window-reopen/early-key", test_early_key);
  window_fixture_add ("/window-reopen/folded", test_folded);
  window_fixture_add ("/window-reopen/damaged-recipe", test_damaged_recipe);
  window_fixture_add ("/window-reopen/half-typed", test_half_typed);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recipe-panel.h"

#include "app-fixture.h"
#include "option-row.h"
#include "recipe-fixture.h"
#include "schedule-preview.h"
#include "slider-scale.h"
#include "value-row.h"

/* Longer than the panel waits for a slider to rest, in milliseconds. */
#define REST 400

typedef struct
{
  OvRecipePanel *panel;
  OvValueRow    *rate_row;
  GtkAdjustment *rate;
  GtkWidget     *window;
  guint          n_changed;
  gint64         changed_at;
  OvRecipe       last;
} Fixture;

static void
recipe_changed_cb (OvRecipePanel *panel, Fixture *fixture)
{
  fixture->n_changed++;
  fixture->changed_at = g_get_monotonic_time ();
  fixture->last = *ov_recipe_panel_get_recipe (panel);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->panel = g_object_new (OV_TYPE_RECIPE_PANEL, NULL);
  fixture->rate_row = fixture_child (fixture->panel, "learning_rate_row");
  fixture->rate = fixture_child (fixture->rate_row, "adjustment");
  g_signal_connect (fixture->panel, "recipe-changed", G_CALLBACK (recipe_changed_cb), fixture);
  fixture->window = fixture_show (fixture->panel);
  g_object_add_weak_pointer (G_OBJECT (fixture->panel), (gpointer *) &fixture->panel);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->panel);
}

static void
test_begins_with_the_first_preset (Fixture *fixture, gconstpointer unused)
{
  OvRecipe expected;

  ov_recipe_init_preset (&expected, ov_recipe_list_presets ()[0], NULL);
  g_assert_true (ov_recipe_equal (ov_recipe_panel_get_recipe (fixture->panel), &expected));
  g_assert_cmpfloat (ov_value_row_get_value (fixture->rate_row), ==, expected.learning_rate);
  g_assert_cmpfloat (ov_value_row_get_value (fixture_child (fixture->panel, "decay_row")), ==,
                     expected.decay);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
}

/* However often a slider moves, it makes one recipe, when it rests. */
static void
test_debounce (Fixture *fixture, gconstpointer unused)
{
  gint64 moved_at = 0;

  for (guint i = 1; i <= 60; i++)
    {
      moved_at = g_get_monotonic_time ();
      gtk_adjustment_set_value (fixture->rate, 0.3 + 0.005 * i);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  wait_for (fixture->n_changed > 0);
  g_assert_cmpint (fixture->changed_at - moved_at, >=, 100 * 1000);
  fixture_let_pass (REST);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpfloat (fixture->last.learning_rate, ==,
                     ov_slider_scale_to_value (ov_parameter_find ("learning-rate"), 0.6));
}

/* Letting go does not wait, and the rest that was being waited for tells nothing more. */
static void
test_release (Fixture *fixture, gconstpointer unused)
{
  gtk_adjustment_set_value (fixture->rate, 6.0 / 11.0);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  g_signal_emit_by_name (fixture->rate_row, "changed", TRUE);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpfloat_with_epsilon (fixture->last.learning_rate, 1e-3, 1e-12);
  fixture_let_pass (REST);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

static void
test_typed (Fixture *fixture, gconstpointer unused)
{
  OvValueRow *decay_row = fixture_child (fixture->panel, "decay_row");

  fixture_type (fixture_child (decay_row, "entry"), "0.998001");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpfloat (fixture->last.decay, ==, 0.998001);

  fixture_type (fixture_child (decay_row, "entry"), "2");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpfloat (ov_recipe_panel_get_recipe (fixture->panel)->decay, ==, 0.998001);
}

static void
test_set_recipe (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL);
  recipe.regularisation = 0.25;
  ov_recipe_panel_set_recipe (fixture->panel, &recipe);
  g_assert_true (ov_recipe_equal (ov_recipe_panel_get_recipe (fixture->panel), &recipe));
  g_assert_cmpfloat (ov_value_row_get_value (fixture_child (fixture->panel,
                                                            "regularisation_row")),
                     ==, 0.25);
  fixture_let_pass (REST);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
}

/* A slider that was moved and then replaced by a whole recipe must not bring its value back. */
static void
test_preset (Fixture *fixture, gconstpointer unused)
{
  AdwComboRow *preset_row = fixture_child (fixture->panel, "preset_row");
  const char *const *presets = ov_recipe_list_presets ();
  OvRecipe expected;

  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (preset_row)), ==,
                    g_strv_length ((char **) presets));
  gtk_adjustment_set_value (fixture->rate, 0.9);
  adw_combo_row_set_selected (preset_row, 1);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  ov_recipe_init_preset (&expected, presets[1], NULL);
  g_assert_true (ov_recipe_equal (&fixture->last, &expected));
  fixture_let_pass (REST);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

static void
test_pending_move_ends_with_a_set_recipe (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = *ov_recipe_panel_get_recipe (fixture->panel);

  gtk_adjustment_set_value (fixture->rate, 0.9);
  recipe.learning_rate = 0.002;
  ov_recipe_panel_set_recipe (fixture->panel, &recipe);
  fixture_let_pass (REST);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
}

static OvOptionRow *
find_option (GtkWidget *widget, const char *key)
{
  if (OV_IS_OPTION_ROW (widget)
      && ov_option_row_get_parameter (OV_OPTION_ROW (widget)) == ov_parameter_find (key))
    return OV_OPTION_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      OvOptionRow *found = find_option (child, key);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Every number of a recipe has one row, with a slider or under "More". */
static void
test_options (Fixture *fixture, gconstpointer unused)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);
  OvOptionRow *epochs;

  for (gsize i = 0; i < n_parameters; i++)
    {
      const gboolean has_slider = g_str_equal (parameters[i].key, "learning-rate")
                                  || g_str_equal (parameters[i].key, "decay")
                                  || g_str_equal (parameters[i].key, "regularisation");

      g_assert_true ((find_option (GTK_WIDGET (fixture->panel), parameters[i].key) == NULL)
                     == has_slider);
    }

  epochs = find_option (GTK_WIDGET (fixture->panel), "epochs");
  fixture_type (fixture_find_type (epochs, GTK_TYPE_ENTRY), "42");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpuint (fixture->last.epochs, ==, 42);
}

/* A choice is made from a menu of titles, and what belongs to another one is out of sight. */
static void
test_choice (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *panel = GTK_WIDGET (fixture->panel);
  OvOptionRow *schedule = find_option (panel, "schedule");
  GtkWidget *factor = GTK_WIDGET (find_option (panel, "step-factor"));
  GtkDropDown *menu = fixture_find_type (schedule, GTK_TYPE_DROP_DOWN);
  OvRecipe recipe;

  g_assert_false (gtk_widget_get_visible (factor));
  ov_recipe_init_preset (&recipe, "linear", NULL);
  fixture_set_value (&recipe, "schedule", "step");
  gtk_drop_down_set_selected (menu, recipe.schedule);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_true (ov_recipe_equal (&fixture->last, &recipe));
  g_assert_true (gtk_widget_get_visible (factor));

  ov_recipe_init_preset (&recipe, "linear", NULL);
  ov_recipe_panel_set_recipe (fixture->panel, &recipe);
  g_assert_cmpuint (gtk_drop_down_get_selected (menu), ==, 0);
  g_assert_false (gtk_widget_get_visible (factor));
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

static void
press (GtkWidget *widget, const char *signal, double x, double y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller))
        g_signal_emit_by_name (controller, signal, x, y);
    }
}

/* The circle at the highest rate goes up and to the right: a higher rate after a warm-up. */
static void
test_preview (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *preview = fixture_find_type (fixture->panel, OV_TYPE_SCHEDULE_PREVIEW);
  const OvRecipe *shown = ov_schedule_preview_get_recipe (OV_SCHEDULE_PREVIEW (preview));
  const OvRecipe *recipe = ov_recipe_panel_get_recipe (fixture->panel);

  gtk_widget_allocate (preview, 320, 112, -1, NULL);
  g_assert_true (ov_recipe_equal (shown, recipe));
  press (preview, "drag-begin", 200.0, 5.0);
  press (preview, "drag-update", 40.0, -10.0);
  press (preview, "drag-end", 40.0, -10.0);
  g_assert_cmpuint (fixture->n_changed, ==, 0);

  press (preview, "drag-begin", 10.0, 32.0);
  press (preview, "drag-update", 40.0, -10.0);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  g_assert_cmpfloat (recipe->learning_rate, >, 0.01);
  g_assert_cmpfloat (recipe->learning_rate, <, 0.013);
  g_assert_cmpuint (recipe->warm_up, ==, 40);
  press (preview, "drag-end", 40.0, -10.0);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_true (ov_recipe_equal (&fixture->last, shown));
  g_assert_cmpfloat (ov_value_row_get_value (OV_VALUE_ROW (fixture->rate_row)), ==,
                     recipe->learning_rate);
}

/* A panel that goes while a slider is moving leaves no timer behind. */
static void
test_goes_while_moving (Fixture *fixture, gconstpointer unused)
{
  gtk_adjustment_set_value (fixture->rate, 0.9);
  gtk_window_set_child (GTK_WINDOW (fixture->window), NULL);
  wait_for (fixture->panel == NULL);
  fixture_let_pass (REST);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  add ("/recipe-panel/begins-with-the-first-preset", test_begins_with_the_first_preset);
  add ("/recipe-panel/debounce", test_debounce);
  add ("/recipe-panel/release", test_release);
  add ("/recipe-panel/typed", test_typed);
  add ("/recipe-panel/set-recipe", test_set_recipe);
  add ("/recipe-panel/preset", test_preset);
  add ("/recipe-panel/pending-move-ends", test_pending_move_ends_with_a_set_recipe);
  add ("/recipe-panel/options", test_options);
  add ("/recipe-panel/choice", test_choice);
  add ("/recipe-panel/preview", test_preview);
  add ("/recipe-panel/goes-while-moving", test_goes_while_moving);

  return g_test_run ();
}

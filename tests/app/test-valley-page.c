/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "valley-page.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "app-fixture.h"
#include "chart-view.h"
#include "path-figure.h"
#include "quadratic-fixture.h"
#include "valley-figure.h"

#define N_EPOCHS 30

/* Of the data that all tests are about; to find it out takes a while. */
static OvDataset   *dataset;
static OvQuadratic *quadratic;

typedef struct
{
  OvPage    *page;
  GtkWidget *window;
  OvRecipe   recipe;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->recipe = fixture_recipe (N_EPOCHS);
  fixture->recipe.learning_rate = 0.5 * 2.0 / ov_quadratic_get_sharpness (quadratic, 0.0);
  fixture->page = g_object_new (OV_TYPE_VALLEY_PAGE, NULL);
  fixture->window = fixture_show (fixture->page);
  ov_page_set_dataset (fixture->page, dataset);
  ov_page_preview_recipe (fixture->page, &fixture->recipe);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->page);
}

static const char *
get_note (Fixture *fixture)
{
  return gtk_label_get_text (fixture_child (fixture->page, "note"));
}

static const char *
get_step_note (Fixture *fixture)
{
  return gtk_label_get_text (fixture_child (fixture->page, "step_note"));
}

static gboolean
has_choices (Fixture *fixture)
{
  return gtk_widget_get_sensitive (fixture_child (fixture->page, "choices"));
}

static void
show_valley (Fixture *fixture)
{
  ov_page_set_quadratic (fixture->page, quadratic);
  wait_for (has_choices (fixture) && *get_step_note (fixture) != '\0');
}

/* What stands in place of a map, or NULL. */
static const char *
find_message (Fixture *fixture)
{
  gpointer empty = fixture_child (fixture->page, "empty");

  return gtk_widget_get_mapped (empty) ? adw_status_page_get_description (empty) : NULL;
}

/* The loss has to be known, and is known of the linear classifier alone. */
static void
test_obstacles (Fixture *fixture, gconstpointer unused)
{
  OvRecipe other;

  fixture_wait_for_frames (fixture->page, 2);
  g_assert_false (has_choices (fixture));
  g_assert_nonnull (strstr (find_message (fixture), "as soon as the data"));

  show_valley (fixture);
  g_assert_null (find_message (fixture));
  g_assert_true (ov_recipe_init_preset (&other, "two-layer-gd", NULL));
  ov_page_preview_recipe (fixture->page, &other);
  wait_for (!has_choices (fixture));
  g_assert_nonnull (strstr (find_message (fixture), "Run this recipe"));
  ov_page_preview_recipe (fixture->page, &fixture->recipe);
  wait_for (has_choices (fixture));
  ov_page_set_quadratic (fixture->page, NULL);
  wait_for (!has_choices (fixture));
}

/* The words follow the rate that a slider is moved to, and where the step lands with them. */
static void
test_rates (Fixture *fixture, gconstpointer unused)
{
  const double limit = 2.0 / ov_quadratic_get_sharpness (quadratic, 0.0);
  OvRecipe recipe = fixture->recipe;

  show_valley (fixture);
  recipe.decay = 1.0;
  recipe.learning_rate = 0.9 * limit;
  ov_page_preview_recipe (fixture->page, &recipe);
  wait_for (strstr (get_note (fixture), "bounces") != NULL);
  recipe.learning_rate = 1.1 * limit;
  ov_page_preview_recipe (fixture->page, &recipe);
  wait_for (strstr (get_note (fixture), "overshoots further") != NULL);
  recipe.learning_rate = 0.01 * limit;
  ov_page_preview_recipe (fixture->page, &recipe);
  wait_for (strstr (get_note (fixture), "creeps") != NULL);
}

static const char *
get_modes_note (Fixture *fixture)
{
  return gtk_label_get_text (fixture_child (fixture->page, "modes_note"));
}

/* What becomes of all modes follows the slider: which flip sides, and which grow. */
static void
test_modes (Fixture *fixture, gconstpointer unused)
{
  const double limit = 2.0 / ov_quadratic_get_sharpness (quadratic, 0.0);
  OvRecipe recipe = fixture->recipe;

  show_valley (fixture);
  recipe.momentum = 0.0;
  recipe.learning_rate = 0.01 * limit;
  ov_page_preview_recipe (fixture->page, &recipe);
  wait_for (g_str_equal (get_modes_note (fixture), "After 0 epochs: 0 of 3,072 modes done, "
                                                   "3,072 creep"));
  recipe.learning_rate = 0.97 * limit;
  ov_page_preview_recipe (fixture->page, &recipe);
  wait_for (strstr (get_modes_note (fixture), "flip") != NULL);
  recipe.learning_rate = 1.1 * limit;
  ov_page_preview_recipe (fixture->page, &recipe);
  wait_for (strstr (get_modes_note (fixture), "grow") != NULL);
  ov_page_set_lecture (fixture->page, 1.4);
  wait_for (!gtk_widget_get_visible (fixture_child (fixture->page, "modes_pane")));
}

/* A direction that was chosen by hand stays; one cannot lie across itself. */
static void
test_directions (Fixture *fixture, gconstpointer unused)
{
  GtkSpinButton *steep;
  GtkSpinButton *flat;
  OvChart *chart = ov_chart_view_get_chart (fixture_child (fixture->page, "view"));
  double low;
  double high;
  double other_low;
  double other_high;

  show_valley (fixture);
  steep = fixture_child (fixture->page, "steep_choice");
  flat = fixture_child (fixture->page, "flat_choice");
  g_assert_cmpint (gtk_spin_button_get_value_as_int (steep), ==, 1);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (flat), >, 1);

  ov_chart_get_x_range (chart, &low, &high);
  gtk_spin_button_set_value (flat, gtk_spin_button_get_value (flat) + 1.0);
  fixture_wait_for_frames (fixture->page, 3);
  ov_chart_get_x_range (chart, &other_low, &other_high);
  g_assert_cmpfloat (fabs (high - low - (other_high - other_low)), >, 1e-9);

  gtk_spin_button_set_value (flat, 1.0);
  fixture_wait_for_frames (fixture->page, 3);
  fixture->recipe.learning_rate *= 0.5;
  ov_page_preview_recipe (fixture->page, &fixture->recipe);
  wait_for (strstr (get_note (fixture), "Rate") == NULL);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (flat), ==, 1);
  gtk_spin_button_set_value (flat, 2.0);
  wait_for (strstr (get_note (fixture), "Rate") != NULL);
}

/* A run of the fixture's recipe that is over, in front and current. */
static OvRun *
show_run (Fixture *fixture, const OvRecipe *recipe)
{
  g_autoptr (OvPlayhead) playhead = ov_playhead_new ();
  g_autoptr (OvReplay) replay = ov_replay_new (playhead);
  OvRun *run = fixture_run (recipe, dataset);

  ov_playhead_set_run (playhead, run);
  ov_page_set_replay (fixture->page, replay);
  ov_page_set_run (fixture->page, run);
  ov_page_show_run (fixture->page, run);

  return run;
}

/* Of a run that is over the words are about what it has done, and about the last step that it made;
 * a slider that is moved then says what lies ahead, from the run's own weights. */
static void
test_run (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvRun) run = show_run (fixture, &fixture->recipe);
  OvRecipe recipe = fixture->recipe;

  show_valley (fixture);
  wait_for (strstr (get_note (fixture), "30 epochs") != NULL);
  g_assert_true (g_str_has_prefix (get_step_note (fixture), "Step of epoch 29."));
  g_assert_true (g_str_has_prefix (get_modes_note (fixture), "After 30 epochs: "));
  g_assert_null (strstr (get_modes_note (fixture), " 0 of 3,072"));

  recipe.epochs = 20;
  recipe.learning_rate = 1.1 * 2.0 / ov_quadratic_get_sharpness (quadratic, 0.0);
  ov_page_preview_recipe (fixture->page, &recipe);
  wait_for (strstr (get_note (fixture), "20 epochs: overshoots further") != NULL);
  g_assert_true (g_str_has_prefix (get_step_note (fixture), "Step of epoch 29."));

  /* What is ahead of a branch does not begin at the first weights. */
  ov_page_preview_recipe (fixture->page, NULL);
  wait_for (strstr (get_note (fixture), "30 epochs") != NULL);
  ov_run_get_record (run)->n_inherited = 3;
  ov_page_preview_recipe (fixture->page, &fixture->recipe);
  wait_for (!has_choices (fixture));
}

static void
press_play (Fixture *fixture)
{
  g_signal_emit_by_name (fixture_child (fixture->page, "play_button"), "clicked");
}

/* A run that is over is played from its first weights on, and goes to where its scale is moved. */
static void
test_player (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvRun) run = NULL;
  g_autoptr (OvRun) other = NULL;
  GtkWidget *scale;
  gboolean is_handled;

  fixture_wait_for_frames (fixture->page, 2);
  g_assert_false (gtk_widget_get_mapped (fixture_child (fixture->page, "player")));
  run = show_run (fixture, &fixture->recipe);
  show_valley (fixture);
  wait_for (g_str_has_prefix (get_modes_note (fixture), "After 30 epochs: "));
  g_assert_true (gtk_widget_get_mapped (fixture_child (fixture->page, "across_view")));
  g_assert_true (gtk_widget_get_mapped (fixture_child (fixture->page, "along_view")));
  g_assert_true (gtk_widget_get_sensitive (fixture_child (fixture->page, "player")));

  press_play (fixture);
  wait_for (g_str_has_prefix (get_modes_note (fixture), "After 0 epochs: "));
  wait_for (!g_str_has_prefix (get_modes_note (fixture), "After 0 epochs: "));
  press_play (fixture);
  scale = fixture_child (fixture->page, "player_scale");
  g_signal_emit_by_name (scale, "change-value", GTK_SCROLL_JUMP, 12.2, &is_handled);
  g_assert_true (is_handled);
  wait_for (g_str_has_prefix (get_modes_note (fixture), "After 12 epochs: "));
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (scale)), ==, 12.0);

  /* Another run in front ends it. */
  press_play (fixture);
  other = fixture_run (&fixture->recipe, dataset);
  ov_page_show_run (fixture->page, other);
  wait_for (!gtk_widget_get_sensitive (fixture_child (fixture->page, "player")));
}

/* A network that is still in front when the panel has turned to the linear recipe has no valley. */
static void
test_network (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvRun) run = NULL;
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-gd", NULL));
  recipe.epochs = 1;
  run = show_run (fixture, &recipe);
  ov_page_set_quadratic (fixture->page, quadratic);
  fixture_wait_for_frames (fixture->page, 3);
  g_assert_false (has_choices (fixture));
}

/* What the page draws on paper starts from the run's own first weights, at one rate or at four. */
static void
test_starts (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *name;
    guint n_ways;
  } cases[] = {{"valley", 1}, {"rates", 4}, {"cuts", 1}};
  g_autoptr (OvFigureSet) set = ov_figure_set_new ();

  fixture->recipe.weight_std = 0.01;
  ov_page_preview_recipe (fixture->page, &fixture->recipe);
  show_valley (fixture);
  ov_page_add_figures (fixture->page, set);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OvValleyFigure *figure;
      OvValleyState start;
      guint place;

      g_assert_true (ov_figure_set_find (set, cases[i].name, &place));
      figure = ov_figure_set_get (set, place)->figure.data;
      g_assert_cmpuint (figure->n_ways, ==, cases[i].n_ways);
      ov_valley_find_start (figure->valley, quadratic, &fixture->recipe, &start);
      g_assert_cmpfloat (fabs (start.place[OV_VALLEY_FLAT]), >, 0.0);
      for (guint w = 0; w < figure->n_ways; w++)
        {
          OvValleyPoint points[N_EPOCHS + 1];
          OvRecipe recipe = fixture->recipe;

          recipe.learning_rate = figure->ways[w].learning_rate;
          ov_valley_walk (figure->valley, &recipe, &start, points, N_EPOCHS + 1);
          g_assert_cmpmem (points, sizeof points, figure->ways[w].points, sizeof points);
          g_assert_true (w == 0 || recipe.learning_rate > figure->ways[w - 1].learning_rate);
        }
    }
}

static const char *
find_problem (Fixture *fixture, const char *name)
{
  g_autoptr (OvFigureSet) set = ov_figure_set_new ();
  guint place;

  ov_page_add_figures (fixture->page, set);
  g_assert_true (ov_figure_set_find (set, name, &place));

  /* Problems are texts of the program's own. */
  return ov_figure_set_get (set, place)->problem;
}

static void
test_figures (Fixture *fixture, gconstpointer unused)
{
  OvRecipe other;

  g_assert_nonnull (find_problem (fixture, "valley"));
  g_assert_nonnull (find_problem (fixture, "step"));
  g_assert_nonnull (find_problem (fixture, "modes"));
  show_valley (fixture);
  g_assert_null (find_problem (fixture, "valley"));
  g_assert_null (find_problem (fixture, "step"));
  g_assert_null (find_problem (fixture, "modes"));

  /* What was found for another recipe is not drawn as this one's. */
  other = fixture->recipe;
  other.momentum = 0.5;
  ov_page_preview_recipe (fixture->page, &other);
  g_assert_nonnull (find_problem (fixture, "step"));
  g_assert_null (find_problem (fixture, "valley"));
}

/* What keeps the states of a run. */
typedef struct
{
  char            *folder;
  OvRunCollection *collection;
  OvRunKeeper     *keeper;
  OvPlayhead      *playhead;
  OvReplay        *replay;
} Kept;

static void
kept_init (Kept *self, OvRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->folder = g_dir_make_tmp ("overshoot-valley-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->folder, "runs.db", NULL);
  self->collection = ov_run_collection_new (2, 6);
  self->keeper = ov_run_keeper_new (self->collection, path);
  self->playhead = ov_playhead_new ();
  self->replay = ov_replay_new (self->playhead);
  ov_replay_set_keeper (self->replay, self->collection, self->keeper);
  ov_run_collection_begin (self->collection, run, ov_dataset_get_hash (dataset));
  ov_playhead_set_run (self->playhead, run);
}

static void
kept_clear (Kept *self)
{
  ov_playhead_set_run (self->playhead, NULL);
  g_object_run_dispose (G_OBJECT (self->keeper));
  g_object_unref (self->replay);
  g_object_unref (self->playhead);
  g_object_unref (self->keeper);
  g_object_unref (self->collection);
  g_rmdir (self->folder);
  g_free (self->folder);
}

/* What the step of a network does is in words, as it was or at a rate that a slider is moved to,
 * and can be drawn on paper. */
static void
check_step (Fixture *fixture, OvRun *run)
{
  GtkCheckButton *toggle = fixture_child (fixture->page, "step_switch");
  const OvStepLine *line = ov_run_get_step (run);
  OvRecipe recipe = *ov_run_get_recipe (run);

  g_assert_nonnull (line);
  wait_for (g_str_has_prefix (get_step_note (fixture), "Step of epoch 4. ")
            && strstr (get_step_note (fixture), "Measured on 230 images") != NULL);
  g_assert_false (gtk_widget_get_visible (fixture_child (fixture->page, "modes_pane")));
  g_assert_null (find_problem (fixture, "step"));

  recipe.learning_rate = 0.5 * ov_step_line_get_lowest (line);
  recipe.decay = 1.0;
  ov_page_preview_recipe (fixture->page, &recipe);
  wait_for (strstr (get_step_note (fixture), "Goes 50\u00a0% of the way") != NULL);
  recipe.learning_rate *= 2.0;
  ov_page_preview_recipe (fixture->page, &recipe);
  wait_for (strstr (get_step_note (fixture), "Lands at the lowest point") != NULL);

  gtk_check_button_set_active (toggle, FALSE);
  wait_for (!gtk_widget_get_mapped (fixture_child (fixture->page, "step_pane")));
  gtk_check_button_set_active (toggle, TRUE);
  wait_for (gtk_widget_get_mapped (fixture_child (fixture->page, "step_pane")));
  ov_page_preview_recipe (fixture->page, ov_run_get_recipe (run));
}

/* The step of a run that a slider has ended stays, at the rate of the next run, until that has
 * measured its own. */
static void
check_next_run (Fixture *fixture, OvRun *run)
{
  OvRecipe recipe = *ov_run_get_recipe (run);
  g_autoptr (OvRun) next = NULL;

  recipe.learning_rate = 0.5 * ov_step_line_get_lowest (ov_run_get_step (run));
  recipe.decay = 1.0;
  next = ov_run_new (&recipe, dataset, 1);
  ov_page_preview_recipe (fixture->page, &recipe);
  ov_page_set_run (fixture->page, next);
  ov_page_show_run (fixture->page, next);
  wait_for (g_str_equal (get_step_note (fixture),
                         "Step of epoch 4 of the run before. Goes 50\u00a0% of the way to the "
                         "lowest point: a longer step would do more."));
  g_assert_nonnull (find_problem (fixture, "step"));

  ov_run_start (next);
  wait_for (g_str_has_prefix (get_step_note (fixture), "Step of epoch 4. "));
  wait_for (ov_run_has_ended (next));
  g_assert_null (find_problem (fixture, "step"));
}

/* The path of a network shows while its run is running, as soon as it has a plane, and can be drawn
 * on paper; it makes room for the valley of a linear run. */
static void
test_path (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvRun) run = NULL;
  g_autoptr (OvRun) linear = NULL;
  OvChart *chart = ov_chart_view_get_chart (fixture_child (fixture->page, "view"));
  OvRecipe recipe;
  Kept kept;
  double low;
  double high;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  recipe.hidden_units = 3;
  recipe.epochs = 5;
  recipe.batch_size = 10;
  recipe.learning_rate = 0.02;
  run = ov_run_new (&recipe, dataset, 1);
  kept_init (&kept, run);
  ov_page_set_replay (fixture->page, kept.replay);
  ov_page_preview_recipe (fixture->page, &recipe);
  ov_page_set_run (fixture->page, run);
  ov_page_show_run (fixture->page, run);
  ov_page_set_quadratic (fixture->page, quadratic);
  fixture_wait_for_frames (fixture->page, 2);
  g_assert_nonnull (find_problem (fixture, "valley"));

  ov_run_start (run);
  wait_for (strstr (get_note (fixture), "of the movement of the weights") != NULL);
  wait_for (ov_run_has_ended (run) && strstr (get_note (fixture), "of the movement") != NULL);
  g_assert_false (gtk_widget_get_visible (fixture_child (fixture->page, "choices")));
  check_step (fixture, run);
  g_assert_null (find_problem (fixture, "valley"));
  ov_chart_get_x_range (chart, &low, &high);
  g_assert_cmpfloat (low, <, 0.0);
  g_assert_cmpfloat (high, >, 0.0);

  check_next_run (fixture, run);
  linear = fixture_run (&fixture->recipe, dataset);
  ov_page_preview_recipe (fixture->page, &fixture->recipe);
  ov_page_set_run (fixture->page, linear);
  ov_page_show_run (fixture->page, linear);
  wait_for (has_choices (fixture));
  g_assert_true (gtk_widget_get_visible (fixture_child (fixture->page, "choices")));
  g_assert_null (strstr (get_note (fixture), "of the movement"));
  g_assert_false (gtk_widget_get_visible (fixture_child (fixture->page, "step_switch")));
  kept_clear (&kept);
}

static void
begin (Fixture *fixture, Kept *kept, OvRun *run)
{
  ov_run_collection_begin (kept->collection, run, ov_dataset_get_hash (dataset));
  ov_playhead_set_run (kept->playhead, run);
  ov_page_set_run (fixture->page, run);
  ov_page_show_run (fixture->page, run);
}

/* Another run from the same start that is on the charts joins the map, one from another start is
 * left out, and the page says so. What the page draws on paper has both runs. */
static void
test_paths (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GListStore) ghosts = g_list_store_new (OV_TYPE_RUN_ITEM);
  g_autoptr (OvFigureSet) set = ov_figure_set_new ();
  g_autoptr (OvRunItem) stranger = NULL;
  g_autoptr (OvRun) first = NULL;
  g_autoptr (OvRun) second = NULL;
  const OvPathFigure *figure;
  OvRecipe recipe;
  Kept kept;
  guint place;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  recipe.hidden_units = 3;
  recipe.epochs = 2;
  first = ov_run_new (&recipe, dataset, 1);
  recipe.learning_rate *= 3.0;
  second = ov_run_new (&recipe, dataset, 1);
  recipe.seed++;
  stranger = ov_run_item_new ("other", "Other", 4, &recipe, ov_dataset_get_hash (dataset), "Data",
                              0);

  kept_init (&kept, first);
  ov_page_set_replay (fixture->page, kept.replay);
  ov_page_set_ghosts (fixture->page, G_LIST_MODEL (ghosts));
  ov_run_start (first);
  wait_for (ov_run_has_ended (first));
  g_list_store_append (ghosts, ov_run_collection_get_front (kept.collection));
  begin (fixture, &kept, second);
  ov_run_start (second);
  wait_for (strstr (get_note (fixture), "of the weights of 2 runs") != NULL);
  g_assert_null (strstr (get_note (fixture), "Left out"));

  g_list_store_append (ghosts, stranger);
  wait_for (strstr (get_note (fixture), "Left out: 1 from another start") != NULL);
  ov_page_add_figures (fixture->page, set);
  g_assert_true (ov_figure_set_find (set, "valley", &place));
  figure = ov_figure_set_get (set, place)->figure.data;
  g_assert_cmpuint (figure->map->n_paths, ==, 2);
  g_assert_true (ov_recipe_equal (figure->runs[0].recipe, ov_run_get_recipe (second)));
  g_assert_true (ov_recipe_equal (figure->runs[1].recipe, ov_run_get_recipe (first)));

  /* Other directions are chosen, and the map is drawn anew. */
  g_assert_true (gtk_widget_get_visible (fixture_child (fixture->page, "directions")));
  gtk_drop_down_set_selected (fixture_child (fixture->page, "directions"), OV_PLANE_RANDOM);
  wait_for (strstr (get_note (fixture), "Two random directions") != NULL);
  gtk_drop_down_set_selected (fixture_child (fixture->page, "directions"), OV_PLANE_STEEPEST);
  wait_for (strstr (get_note (fixture), "The steepest direction and the main one") != NULL);
  gtk_drop_down_set_selected (fixture_child (fixture->page, "directions"), OV_PLANE_PATH);
  wait_for (strstr (get_note (fixture), "Two directions that explain") != NULL);

  /* A run that is hidden leaves the map. */
  g_list_store_remove (ghosts, 0);
  wait_for (strstr (get_note (fixture), "of the weights;") != NULL);
  wait_for (ov_run_has_ended (second));
  kept_clear (&kept);
}

int
main (int argc, char *argv[])
{
  int status;

  fixture_init (&argc, &argv);
  dataset = fixture_make_images (230, 20);
  quadratic = fixture_make_quadratic (dataset);

  g_test_add ("/valley-page/obstacles", Fixture, NULL, set_up, test_obstacles, tear_down);
  g_test_add ("/valley-page/rates", Fixture, NULL, set_up, test_rates, tear_down);
  g_test_add ("/valley-page/modes", Fixture, NULL, set_up, test_modes, tear_down);
  g_test_add ("/valley-page/directions", Fixture, NULL, set_up, test_directions, tear_down);
  g_test_add ("/valley-page/run", Fixture, NULL, set_up, test_run, tear_down);
  g_test_add ("/valley-page/player", Fixture, NULL, set_up, test_player, tear_down);
  g_test_add ("/valley-page/network", Fixture, NULL, set_up, test_network, tear_down);
  g_test_add ("/valley-page/starts", Fixture, NULL, set_up, test_starts, tear_down);
  g_test_add ("/valley-page/path", Fixture, NULL, set_up, test_path, tear_down);
  g_test_add ("/valley-page/paths", Fixture, NULL, set_up, test_paths, tear_down);
  g_test_add ("/valley-page/figures", Fixture, NULL, set_up, test_figures, tear_down);

  status = g_test_run ();
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);

  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "banner.h"
#include "chart-view.h"
#include "contrast.h"
#include "curve-pane.h"
#include "diagnosis-bar.h"
#include "epoch-log.h"
#include "run-table.h"
#include "scrubber.h"
#include "window-fixture.h"
#include "window-private.h"

static const char *
get_notice (WindowFixture *fixture, const char *name)
{
  return ov_banner_get_text (fixture_child (fixture->window, name));
}

static OvRunState
get_state (WindowFixture *fixture)
{
  return ov_run_get_state (window_fixture_get_run (fixture));
}

static OvOutcome
get_outcome (WindowFixture *fixture)
{
  return ov_run_get_outcome (window_fixture_get_run (fixture));
}

/* The runs behind the one in front. */
static guint
count_behind (WindowFixture *fixture)
{
  return g_list_model_get_n_items (ov_run_collection_get_behind (fixture->window->collection));
}

static guint
count_runs (WindowFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->window->collection));
}

/* The newest run has the place 0. */
static OvRunItem *
get_run_item (WindowFixture *fixture, guint place)
{
  OvRunItem *item =
    g_list_model_get_item (G_LIST_MODEL (fixture->window->collection), place);

  g_assert_nonnull (item);
  g_object_unref (item);

  return item;
}

static OvRunTable *
get_table (WindowFixture *fixture)
{
  return fixture_find_type (fixture->window, OV_TYPE_RUN_TABLE);
}

static void
select_row (WindowFixture *fixture, guint position)
{
  GtkColumnView *view = fixture_child (get_table (fixture), "view");

  gtk_selection_model_select_item (gtk_column_view_get_model (view), position, TRUE);
}

/* The names in a chart's legend, which are those of its read-out. */
static GPtrArray *
read_loss_chart (WindowFixture *fixture, double epoch)
{
  GtkWidget *pane = fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE);
  OvChartView *view = fixture_child (pane, "loss_view");
  OvChart *chart = ov_chart_view_get_chart (view);

  fixture_wait_for_frames (fixture->window, 2);

  return ov_chart_read_out (chart, ov_chart_find_nearest_x (chart, epoch), NAN);
}

/* Whether a curve of the chart has a name; any when @faint is FALSE, a ghost's otherwise. */
static gboolean
has_curve (WindowFixture *fixture, const char *part, gboolean faint)
{
  g_autoptr (GPtrArray) readings = read_loss_chart (fixture, 1.0);

  for (guint i = 0; i < readings->len; i++)
    {
      const OvReading *reading = g_ptr_array_index (readings, i);

      if (reading->faint == faint && strstr (reading->name, part) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Something learns without anybody having asked for it. */
static void
test_starts (WindowFixture *fixture)
{
  GtkActionable *button;
  OvRecipe expected;

  ov_recipe_init_preset (&expected, ov_recipe_list_presets ()[0], NULL);
  g_assert_true (ov_recipe_equal (ov_run_get_recipe (window_fixture_get_run (fixture)), &expected));
  window_fixture_wait_for_epochs (fixture, 1);
  g_assert_nonnull (ov_run_get_templates (window_fixture_get_run (fixture)));
  wait_for (has_curve (fixture, "Training", FALSE));
  wait_for (has_curve (fixture, "Test", FALSE));

  /* It says that the data is not real, and what to do about it. */
  g_assert_nonnull (get_notice (fixture, "data_banner"));
  button = fixture_child (fixture_child (fixture->window, "data_banner"), "button");
  g_assert_cmpstr (gtk_actionable_get_action_name (button), ==, "win.get-data");
  g_assert_null (get_notice (fixture, "run_banner"));
}

static void
test_play_pause_step (WindowFixture *fixture)
{
  GtkButton *button = fixture_child (fixture->window, "run_button");
  const OvRecipe recipe = fixture_recipe (100000);
  guint n_epochs;

  window_fixture_set_recipe (fixture, &recipe);
  window_fixture_wait_for_epochs (fixture, 2);
  g_assert_cmpint (get_state (fixture), ==, OV_RUN_RUNNING);
  g_assert_cmpstr (gtk_button_get_icon_name (button), ==, "media-playback-pause-symbolic");

  window_fixture_act (fixture, "win.toggle");
  g_assert_cmpint (get_state (fixture), ==, OV_RUN_PAUSED);
  g_assert_cmpstr (gtk_button_get_icon_name (button), ==, "media-playback-start-symbolic");
  fixture_let_pass (300);
  n_epochs = window_fixture_get_n_epochs (fixture);
  fixture_let_pass (300);
  g_assert_cmpuint (window_fixture_get_n_epochs (fixture), ==, n_epochs);

  window_fixture_act (fixture, "win.step");
  wait_for (get_state (fixture) == OV_RUN_PAUSED);
  g_assert_cmpuint (window_fixture_get_n_epochs (fixture), ==, n_epochs + 1);

  window_fixture_act (fixture, "win.toggle");
  g_assert_cmpint (get_state (fixture), ==, OV_RUN_RUNNING);
  window_fixture_wait_for_epochs (fixture, n_epochs + 3);

  /* A step of a running run pauses it first. */
  window_fixture_act (fixture, "win.step");
  wait_for (get_state (fixture) == OV_RUN_PAUSED);
}

static void
test_restart (WindowFixture *fixture)
{
  OvRun *first = g_object_ref (window_fixture_get_run (fixture));
  OvRun *second;

  window_fixture_wait_for_epochs (fixture, 10);
  second = window_fixture_restart (fixture);
  g_assert_cmpint (ov_run_get_outcome (first), ==, OV_OUTCOME_CANCELLED);
  g_assert_true (ov_recipe_equal (ov_run_get_recipe (first), ov_run_get_recipe (second)));
  window_fixture_wait_for_epochs (fixture, 1);
  g_object_unref (first);
}

/* A paused run that is restarted runs by itself, and so does one that has ended. */
static void
test_restart_from_rest (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (3);
  g_autoptr (OvRun) before = NULL;

  window_fixture_wait_for_epochs (fixture, 1);
  window_fixture_act (fixture, "win.toggle");
  window_fixture_restart (fixture);
  window_fixture_wait_for_epochs (fixture, 2);

  window_fixture_set_recipe (fixture, &recipe);
  wait_for (get_outcome (fixture) == OV_OUTCOME_FINISHED);
  g_set_object (&before, window_fixture_get_run (fixture));
  window_fixture_act (fixture, "win.toggle");
  window_fixture_wait_for_other (fixture, before);
  wait_for (get_outcome (fixture) == OV_OUTCOME_FINISHED);
}

static void
test_slider (WindowFixture *fixture)
{
  g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));

  window_fixture_wait_for_epochs (fixture, 20);
  g_assert_cmpuint (count_behind (fixture), ==, 0);
  window_fixture_move_rate (fixture, 6.0 / 11.0);
  window_fixture_let_go (fixture);
  window_fixture_wait_for_other (fixture, before);
  g_assert_cmpfloat_with_epsilon (ov_run_get_recipe (window_fixture_get_run (fixture))
                                    ->learning_rate,
                                  1e-3, 1e-12);
  window_fixture_wait_for_epochs (fixture, 5);

  /* The earlier run stays, by what it has that the new one has not, and by no more. */
  g_assert_true (has_curve (fixture, "0.01", TRUE));
  g_assert_false (has_curve (fixture, "0.999", TRUE));
  g_assert_cmpuint (count_behind (fixture), ==, 1);

  window_fixture_act (fixture, "win.clear-runs");
  g_assert_cmpuint (count_behind (fixture), ==, 0);
  g_assert_cmpuint (count_runs (fixture), ==, 2);
  g_assert_false (has_curve (fixture, "0.01", TRUE));
}

/* A slider that is moved but not let go of starts a run when it rests. */
static void
test_slider_rests (WindowFixture *fixture)
{
  g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));

  for (int i = 0; i <= 10; i++)
    window_fixture_move_rate (fixture, 6.0 / 11.0 - 0.01 * (10 - i));
  g_assert_true (window_fixture_get_run (fixture) == before);
  window_fixture_wait_for_other (fixture, before);
  g_assert_cmpfloat_with_epsilon (ov_run_get_recipe (window_fixture_get_run (fixture))
                                    ->learning_rate,
                                  1e-3, 1e-12);
}

/* Keys are not for an entry of the sidebar while nobody sees it. */
static void
test_hidden_entry (WindowFixture *fixture)
{
  GtkWidget *panel = fixture_child (fixture->window, "recipe_panel");
  GtkWidget *entry = fixture_child (fixture_child (panel, "learning_rate_row"), "entry");

  fixture_wait_for_frames (fixture->window, 3);
  g_assert_true (gtk_widget_grab_focus (entry));
  window_fixture_act (fixture, "win.sidebar-visible");
  g_assert_null (gtk_window_get_focus (GTK_WINDOW (fixture->window)));

  /* What stands elsewhere keeps it. */
  gtk_widget_grab_focus (fixture_child (fixture->window, "run_button"));
  window_fixture_act (fixture, "win.sidebar-visible");
  window_fixture_act (fixture, "win.sidebar-visible");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window))
                 == fixture_child (fixture->window, "run_button"));
}

static void
test_tracks (WindowFixture *fixture)
{
  g_autoptr (OvRun) before = NULL;
  OvRecipe recipe;

  for (guint i = 0; i < 7; i++)
    {
      recipe = fixture_recipe (4);
      recipe.learning_rate = 0.001 * (i + 1);
      window_fixture_set_recipe (fixture, &recipe);
      wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
    }
  g_assert_cmpuint (count_behind (fixture), ==, 5);
  g_assert_cmpuint (count_runs (fixture), >=, 7);

  ov_run_item_set_shown (get_run_item (fixture, 2), FALSE);
  g_assert_cmpuint (count_behind (fixture), ==, 4);

  /* An earlier run's recipe is run again. */
  before = g_object_ref (window_fixture_get_run (fixture));
  select_row (fixture, 1);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_table (fixture)), "runs.again",
                                             NULL));
  window_fixture_wait_for_other (fixture, before);
  g_assert_cmpfloat (ov_run_get_recipe (window_fixture_get_run (fixture))->learning_rate, ==,
                     0.006);
}

static gboolean
is_viewing (WindowFixture *fixture)
{
  return ov_banner_get_text (fixture_child (fixture->window, "view_banner")) != NULL;
}

/* Viewing an earlier run shows all of it, says so, and neither stops nor starts anything. */
static void
test_view (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (4);
  OvRun *current;
  OvRunItem *earlier;
  g_autofree char *log = NULL;

  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  recipe.learning_rate = 0.002;
  recipe.epochs = 100000;
  window_fixture_set_recipe (fixture, &recipe);
  window_fixture_wait_for_epochs (fixture, 3);
  current = window_fixture_get_run (fixture);
  earlier = get_run_item (fixture, 1);
  g_assert_false (is_viewing (fixture));

  g_signal_emit_by_name (get_table (fixture), "view-wanted", earlier);
  g_assert_true (is_viewing (fixture));
  g_assert_true (ov_run_collection_get_front (fixture->window->collection) == earlier);
  log = ov_epoch_log_get_text (fixture_find_type (fixture->window, OV_TYPE_EPOCH_LOG));
  g_assert_nonnull (strstr (log, "Epoch 003"));
  g_assert_null (strstr (log, "Epoch 004"));
  g_assert_true (window_fixture_get_run (fixture) == current);
  g_assert_false (ov_run_has_ended (current));
  window_fixture_wait_for_epochs (fixture, window_fixture_get_n_epochs (fixture) + 2);

  window_fixture_act (fixture, "win.view-current");
  g_assert_false (is_viewing (fixture));
  g_assert_true (window_fixture_get_run (fixture) == current);
  g_assert_false (ov_run_has_ended (current));
}

/* What was deleted comes back as it was. */
static void
test_undo_delete (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (4);
  g_autoptr (OvRunItem) earlier = NULL;
  guint n_runs;

  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  recipe.learning_rate = 0.002;
  window_fixture_set_recipe (fixture, &recipe);
  window_fixture_wait_for_epochs (fixture, 3);
  earlier = g_object_ref (get_run_item (fixture, 1));
  ov_run_item_set_name (earlier, "Dear to me");

  n_runs = count_runs (fixture);
  select_row (fixture, 1);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_table (fixture)), "runs.delete",
                                             NULL));
  g_assert_cmpuint (count_runs (fixture), ==, n_runs - 1);
  fixture_click (fixture->window, "_Undo");
  g_assert_true (get_run_item (fixture, 1) == earlier);
  g_assert_cmpstr (ov_run_item_get_name (earlier), ==, "Dear to me");
  g_assert_true (ov_run_item_is_shown (earlier));
}

static void
assert_agreed_cb (OvRunCollection *runs, OvRunItem *item, OvDiagnosisBar *bar)
{
  if (ov_run_item_is_current (item))
    g_assert_cmpint (ov_diagnosis_bar_get_diagnosis (bar)->kind, ==,
                     ov_run_item_get_facts (item)->diagnosis);
}

/* What the table says of the run in front is what stands beneath the charts, at any time. */
static void
test_diagnosis (WindowFixture *fixture)
{
  const OvRecipe recipe = fixture_recipe (100000);
  OvRunCollection *runs = fixture->window->collection;
  OvDiagnosisBar *bar = fixture_find_type (fixture->window, OV_TYPE_DIAGNOSIS_BAR);

  window_fixture_set_recipe (fixture, &recipe);
  g_signal_connect (runs, "item-changed", G_CALLBACK (assert_agreed_cb), bar);
  wait_for (ov_run_item_get_facts (ov_run_collection_get_current (runs))->diagnosis
            != OV_DIAGNOSIS_UNKNOWN);
  g_signal_handlers_disconnect_by_func (runs, assert_agreed_cb, bar);
}

static void
test_diverged (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (300);
  OvDiagnosisBar *bar = fixture_find_type (fixture->window, OV_TYPE_DIAGNOSIS_BAR);
  g_autoptr (OvRun) before = NULL;

  recipe.learning_rate = 1.0;
  recipe.decay = 1.0;
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (get_outcome (fixture) == OV_OUTCOME_DIVERGED);
  g_assert_cmpuint (window_fixture_get_n_epochs (fixture), >, 1);

  g_assert_cmpint (ov_diagnosis_bar_get_diagnosis (bar)->kind, ==, OV_DIAGNOSIS_DIVERGING);
  g_assert_true (ov_diagnosis_bar_get_diagnosis (bar)->has_remedy);

  /* The last finite pictures stay. */
  g_assert_nonnull (ov_run_get_templates (window_fixture_get_run (fixture)));
  for (guint k = 0; k < OV_N_CLASSES; k++)
    for (guint i = 0; i < OV_IMAGE_SIZE; i++)
      g_assert_true (isfinite (ov_run_get_templates (window_fixture_get_run (fixture))
                                 ->values[k][i]));

  before = g_object_ref (window_fixture_get_run (fixture));
  g_signal_emit_by_name (fixture_child (bar, "remedy_button"), "clicked");
  window_fixture_wait_for_other (fixture, before);
  g_assert_cmpfloat (ov_run_get_recipe (window_fixture_get_run (fixture))->learning_rate, <, 1.0);
}

/* A pace that is set during a run holds for it and for those to come. */
static void
test_pace (WindowFixture *fixture)
{
  guint n_epochs;

  window_fixture_wait_for_epochs (fixture, 1);
  g_object_set (fixture_child (fixture->window, "status_bar"), "pace", 1.0, NULL);
  window_fixture_restart (fixture);
  window_fixture_wait_for_epochs (fixture, 1);
  n_epochs = window_fixture_get_n_epochs (fixture);
  fixture_let_pass (700);
  g_assert_cmpuint (window_fixture_get_n_epochs (fixture), <=, n_epochs + 1);
  g_object_set (fixture_child (fixture->window, "status_bar"), "pace", 0.0, NULL);
  window_fixture_wait_for_epochs (fixture, n_epochs + 20);
}

/* Closing in the middle of an epoch is what every test of this file does; here the data is still
 * on its way. */
static void
test_close_while_loading (WindowFixture *fixture)
{
  for (guint i = 0; i < 3; i++)
    window_fixture_act (fixture, "win.use-sample");
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_for (fixture->window == NULL);
}

static void
test_copy_log (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (5);
  GtkWidget *log = fixture_find_type (fixture->window, OV_TYPE_EPOCH_LOG);
  g_autofree char *text = NULL;
  g_autofree char *copied = NULL;

  window_fixture_set_recipe (fixture, &recipe);
  wait_for (get_outcome (fixture) == OV_OUTCOME_FINISHED);
  window_fixture_act (fixture, "win.copy-log");
  text = ov_epoch_log_get_text (OV_EPOCH_LOG (log));
  copied = fixture_read_clipboard (log);
  g_assert_cmpstr (copied, ==, text);
}

static void
test_copy_chart (WindowFixture *fixture)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  GValue value = G_VALUE_INIT;

  window_fixture_wait_for_epochs (fixture, 5);
  window_fixture_act (fixture, "win.copy-chart");
  wait_for (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard),
                                               GDK_TYPE_TEXTURE));
  g_value_init (&value, GDK_TYPE_TEXTURE);
  g_assert_true (gdk_content_provider_get_value (gdk_clipboard_get_content (clipboard), &value,
                                                 NULL));
  g_assert_cmpint (gdk_texture_get_width (g_value_get_object (&value)), ==, 1200);
  g_assert_cmpint (gdk_texture_get_height (g_value_get_object (&value)), ==, 800);
  g_value_unset (&value);
}

/* On a screen of 900 × 600, whatever there is to be told, nothing of the window is off it. */
static void
test_small_screen (WindowFixture *fixture)
{
  OvBanner *banners[] = {fixture->window->view_banner, fixture->window->library_banner};
  int least;

  for (gsize i = 0; i < G_N_ELEMENTS (banners); i++)
    ov_banner_show (banners[i],
                    "A sentence as long as those that a program has to say about its files when it "
                    "cannot write any of them, and about what can be done",
                    "Try _Again", NULL);
  fixture_let_pass (100);

  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_VERTICAL, 900, &least, NULL,
                      NULL, NULL);
  g_assert_cmpint (least, <=, 600);
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                      NULL, NULL);
  g_assert_cmpint (least, <=, 900);
}

/* On a large one the charts take all the room, and the words below them what they need. */
static void
test_large_screen (WindowFixture *fixture)
{
  g_assert_true (gtk_widget_compute_expand (
    fixture_find_type (fixture->window, OV_TYPE_SCRUBBER), GTK_ORIENTATION_VERTICAL));
  g_assert_false (gtk_widget_compute_expand (
    fixture_find_type (fixture->window, OV_TYPE_DIAGNOSIS_BAR), GTK_ORIENTATION_VERTICAL));
}

/* Of a colour that lets the ground through. */
static double
find_contrast (const GdkRGBA *ink, const GdkRGBA *ground)
{
  const double share = ink->alpha;
  const OvColour below = {ground->red, ground->green, ground->blue, 1};
  const OvColour seen = {share * ink->red + (1 - share) * ground->red,
                         share * ink->green + (1 - share) * ground->green,
                         share * ink->blue + (1 - share) * ground->blue, 1};

  return contrast_find (seen, below);
}

/* Text within a widget that is dimmed can be read on every ground that it may stand on. Returns how
 * many there are. */
static guint
check_dimmed (GtkWidget *widget)
{
  static const char *const grounds[] = {"window_bg_color", "view_bg_color", "headerbar_bg_color"};
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA ink, full, ground;
  guint n = 0;

  gtk_style_context_get_color (style, &ink);
  g_assert_true (gtk_style_context_lookup_color (style, "window_fg_color", &full));
  if (GTK_IS_LABEL (widget) && gtk_widget_is_sensitive (widget)
      && (gtk_widget_has_css_class (widget, "dim-label")
          || gtk_widget_get_ancestor (widget, g_type_from_name ("GtkColumnViewTitle")) != NULL))
    {
      g_assert_cmpfloat (ink.alpha, <, full.alpha);
      for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
        {
          g_assert_true (gtk_style_context_lookup_color (style, grounds[i], &ground));
          g_assert_cmpfloat (find_contrast (&ink, &ground), >=, 4.5);
        }
      n++;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += check_dimmed (child);

  return n;
}

static void
test_contrast (WindowFixture *fixture)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_cmpuint (check_dimmed (GTK_WIDGET (fixture->window)), >=, 15);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_assert_cmpuint (check_dimmed (GTK_WIDGET (fixture->window)), >=, 15);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/window/starts", test_starts);
  window_fixture_add ("/window/play-pause-step", test_play_pause_step);
  window_fixture_add ("/window/restart", test_restart);
  window_fixture_add ("/window/restart-from-rest", test_restart_from_rest);
  window_fixture_add ("/window/slider", test_slider);
  window_fixture_add ("/window/slider-rests", test_slider_rests);
  window_fixture_add ("/window/hidden-entry", test_hidden_entry);
  window_fixture_add ("/window/tracks", test_tracks);
  window_fixture_add ("/window/view", test_view);
  window_fixture_add ("/window/undo-delete", test_undo_delete);
  window_fixture_add ("/window/diagnosis", test_diagnosis);
  window_fixture_add ("/window/diverged", test_diverged);
  window_fixture_add ("/window/pace", test_pace);
  window_fixture_add ("/window/close-while-loading", test_close_while_loading);
  window_fixture_add ("/window/copy-log", test_copy_log);
  window_fixture_add ("/window/copy-chart", test_copy_chart);
  window_fixture_add ("/window/small-screen", test_small_screen);
  window_fixture_add ("/window/large-screen", test_large_screen);
  window_fixture_add ("/window/contrast", test_contrast);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis-bar.h"

#include "app-fixture.h"
#include "chart-private.h"
#include "chart-view.h"
#include "curve-pane-private.h"
#include "naive.h"

typedef struct
{
  OvCurvePane *pane;
  OvChart     *loss;
  OvChart     *accuracy;
  GtkWidget   *window;
  OvDataset   *dataset;
  OvRun       *run;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (30);

  fixture->dataset = naive_dataset_new (40, 20);
  fixture->run = fixture_run (&recipe, fixture->dataset);
  fixture->pane = g_object_new (OV_TYPE_CURVE_PANE, NULL);
  fixture->loss = ov_chart_view_get_chart (fixture_child (fixture->pane, "loss_view"));
  fixture->accuracy = ov_chart_view_get_chart (fixture_child (fixture->pane, "accuracy_view"));
  ov_curve_pane_set_run (fixture->pane, fixture->run);
  fixture->window = fixture_show (fixture->pane);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_finalize_object (fixture->run);
  ov_dataset_unref (fixture->dataset);
}

/* What somebody points at in words is shaded, until nobody does, and is not taken along to the next
 * run. */
static void
test_marked_spans (Fixture *fixture, gconstpointer unused)
{
  const OvEpochSpan spans[] = {{2, 5}, {9, 9}};
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (OvEpochSpan));
  guint n_before[2], n_marked[2];
  const guint n_views = ov_curve_pane_get_n_views (fixture->pane);
  OvChart *strip = ov_curve_pane_get_chart (fixture->pane, n_views - 1);
  const guint n_on_strip = strip->marks->len;

  g_assert_cmpuint (n_views, >, OV_N_QUANTITIES);
  n_before[0] = fixture->loss->marks->len;
  n_before[1] = fixture->accuracy->marks->len;
  g_array_append_vals (array, spans, G_N_ELEMENTS (spans));
  g_object_set (fixture->pane, "marked-spans", array, NULL);
  n_marked[0] = fixture->loss->marks->len;
  n_marked[1] = fixture->accuracy->marks->len;
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (n_marked[i], ==, n_before[i] + G_N_ELEMENTS (spans));
  g_assert_cmpuint (strip->marks->len, ==, n_on_strip + G_N_ELEMENTS (spans));

  g_object_set (fixture->pane, "marked-spans", NULL, NULL);
  g_assert_cmpuint (fixture->loss->marks->len, ==, n_before[0]);
  g_assert_cmpuint (fixture->accuracy->marks->len, ==, n_before[1]);
  g_assert_cmpuint (strip->marks->len, ==, n_on_strip);

  g_object_set (fixture->pane, "marked-spans", array, NULL);
  ov_curve_pane_set_run (fixture->pane, NULL);
  g_assert_cmpuint (fixture->loss->marks->len, ==, 0);
  ov_curve_pane_set_run (fixture->pane, fixture->run);
}

static GtkEventController *
find_motion (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        return controller;
    }

  return NULL;
}

/* Pointing at a sentence marks its epochs on the charts; what else was found is on demand. */
static void
test_pointed_sentence (Fixture *fixture, gconstpointer unused)
{
  OvDiagnosisBar *bar = g_object_ref_sink (g_object_new (OV_TYPE_DIAGNOSIS_BAR, NULL));
  OvRecipe recipe = fixture_recipe (100);
  const OvDiagnosis *diagnosis;
  GtkEventController *motion = find_motion (fixture_child (bar, "evidence"));
  GtkEventController *focus =
    fixture_controller (fixture_child (bar, "sentences"), GTK_TYPE_EVENT_CONTROLLER_FOCUS);
  GtkWidget *line;
  g_autoptr (OvRun) run = NULL;
  const guint n_before = fixture->loss->marks->len;

  recipe.momentum = 0.97;
  run = fixture_run (&recipe, fixture->dataset);
  g_object_bind_property (bar, "pointed-spans", fixture->pane, "marked-spans", G_BINDING_DEFAULT);
  ov_diagnosis_bar_set_run (bar, run, NULL);
  diagnosis = ov_diagnosis_bar_get_diagnosis (bar);
  g_test_message ("%s", diagnosis->evidence);
  g_assert_cmpuint (diagnosis->others->len, >, 0);
  g_assert_true (gtk_widget_get_visible (fixture_child (bar, "others_button")));
  g_assert_cmpuint (fixture->loss->marks->len, ==, n_before);

  g_signal_emit_by_name (motion, "enter", 1.0, 1.0);
  g_assert_cmpuint (fixture->loss->marks->len, ==, n_before + diagnosis->spans->len);
  g_signal_emit_by_name (motion, "leave");
  g_assert_cmpuint (fixture->loss->marks->len, ==, n_before);

  /* So do keys. */
  g_signal_emit_by_name (focus, "enter");
  g_assert_cmpuint (fixture->loss->marks->len, ==, n_before + diagnosis->spans->len);
  g_signal_emit_by_name (focus, "leave");
  g_assert_cmpuint (fixture->loss->marks->len, ==, n_before);

  line = gtk_widget_get_first_child (fixture_child (bar, "others"));
  g_signal_emit_by_name (find_motion (line), "enter", 1.0, 1.0);
  g_assert_cmpuint (
    fixture->loss->marks->len, ==,
    n_before + ((OvDiagnosisFinding *) diagnosis->others->pdata[0])->spans->len);
  g_signal_emit_by_name (find_motion (line), "leave");
  g_assert_cmpuint (fixture->loss->marks->len, ==, n_before);

  g_object_run_dispose (G_OBJECT (bar));
  g_assert_finalize_object (bar);
}

/* What is said of a run that waits is said of all of its epochs. */
static void
test_paused (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (100000);
  OvDiagnosisBar *bar = g_object_ref_sink (g_object_new (OV_TYPE_DIAGNOSIS_BAR, NULL));
  g_autoptr (OvRun) run = ov_run_new (&recipe, fixture->dataset, 1);
  g_autoptr (OvDiagnosis) now = NULL;

  ov_diagnosis_bar_set_run (bar, run, NULL);
  ov_run_start (run);
  wait_for (ov_history_get_n_epochs (ov_run_get_history (run)) > 20);
  ov_run_pause (run);
  wait_for (ov_run_get_state (run) == OV_RUN_PAUSED);
  now = ov_diagnosis_new (ov_run_get_history (run), &recipe, 40, 0.0);
  g_assert_cmpstr (ov_diagnosis_bar_get_diagnosis (bar)->evidence, ==, now->evidence);

  g_object_run_dispose (G_OBJECT (bar));
  g_assert_finalize_object (bar);
}

/* A sentence that is seen whole is not covered by itself when it is pointed at. */
static void
test_tooltip (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *bar = g_object_new (OV_TYPE_DIAGNOSIS_BAR, NULL);
  GtkWidget *window = fixture_show (bar);
  GtkWidget *evidence = fixture_child (bar, "evidence");
  g_autofree char *words = g_strnfill (4000, 'x');

  ov_diagnosis_bar_set_run (OV_DIAGNOSIS_BAR (bar), fixture->run, NULL);
  fixture_wait_for_frames (window, 3);
  g_assert_true (gtk_widget_get_has_tooltip (evidence));

  /* Tab leads to it. */
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  g_assert_true (gtk_widget_child_focus (fixture_child (bar, "sentences"), GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == fixture_child (bar, "sentences"));
  g_assert_false (fixture_has_tooltip (evidence));
  gtk_label_set_text (GTK_LABEL (evidence), words);
  fixture_wait_for_frames (window, 3);
  g_assert_true (fixture_has_tooltip (evidence));
  fixture_destroy (window);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add ("/diagnosis-bar/marked-spans", Fixture, NULL, set_up, test_marked_spans, tear_down);
  g_test_add ("/diagnosis-bar/pointed-sentence", Fixture, NULL, set_up, test_pointed_sentence,
              tear_down);
  g_test_add ("/diagnosis-bar/tooltip", Fixture, NULL, set_up, test_tooltip, tear_down);
  g_test_add ("/diagnosis-bar/paused", Fixture, NULL, set_up, test_paused, tear_down);

  return g_test_run ();
}

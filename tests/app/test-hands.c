/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "export-dialog.h"
#include "hand-fixture.h"
#include "sweep-page.h"
#include "window-fixture.h"
#include "window-private.h"

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

static gboolean
has_text (GtkWidget *editable, const char *text)
{
  return strcmp (gtk_editable_get_text (GTK_EDITABLE (editable)), text) == 0;
}

static OvRun *
begin_to_type (WindowFixture *fixture, GtkWidget *entry)
{
  const OvRecipe recipe = fixture_recipe (100000);

  /* A click that missed the entry may have moved a slider: the run is another one afterwards, and
   * one that does not end meanwhile. */
  hand_enter (entry);
  window_fixture_set_recipe (fixture, &recipe);
  hand_key ("ctrl+a");

  return window_fixture_get_run (fixture);
}

/* Every key that does something elsewhere is text, or a key of the text, in an entry. */
static void
test_keys_in_entry (WindowFixture *fixture)
{
  GtkWidget *entry = fixture_child (get_panel_child (fixture, "learning_rate_row"), "entry");
  OvRun *run = begin_to_type (fixture, entry);
  AdwViewStack *stack = fixture_child (fixture->window, "stack");
  const char *page = adw_view_stack_get_visible_child_name (stack);
  const gboolean log_loss = g_settings_get_boolean (fixture->settings, "log-loss");
  const gboolean smoothing = g_settings_get_boolean (fixture->settings, "smoothing");

  hand_type ("s r lmSRLM 1");
  wait_for (has_text (entry, "s r lmSRLM 1"));
  hand_key ("Page_Up Page_Down Home End ctrl+BackSpace");
  wait_for (has_text (entry, "s r lmSRLM "));
  g_assert_true (window_fixture_get_run (fixture) == run);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
  g_assert_cmpstr (page, ==, adw_view_stack_get_visible_child_name (stack));
  g_assert_true (log_loss == g_settings_get_boolean (fixture->settings, "log-loss"));
  g_assert_true (smoothing == g_settings_get_boolean (fixture->settings, "smoothing"));

  hand_key ("Escape");
  wait_for (has_text (entry, "0.01"));
  g_assert_true (window_fixture_get_run (fixture) == run);
}

/* Enter applies what was typed; what cannot be a rate is refused in words that name the range, and
 * stays until Escape takes it back. */
static void
test_number_typed (WindowFixture *fixture)
{
  GtkWidget *row = get_panel_child (fixture, "learning_rate_row");
  GtkWidget *entry = fixture_child (row, "entry");
  GtkRevealer *revealer = fixture_child (row, "problem_revealer");
  g_autoptr (OvRun) run = g_object_ref (begin_to_type (fixture, entry));

  hand_type ("1000");
  hand_key ("Return");
  wait_for (gtk_revealer_get_reveal_child (revealer));
  g_assert_nonnull (strstr (gtk_label_get_text (fixture_child (row, "problem")), "100"));
  g_assert_true (window_fixture_get_run (fixture) == run);

  hand_key ("Escape");
  wait_for (!gtk_revealer_get_reveal_child (revealer));
  wait_for (has_text (entry, "0.01"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)),
                                         entry));

  hand_key ("ctrl+a");
  hand_type ("2e-3");
  hand_key ("Return");
  window_fixture_wait_for_other (fixture, run);
  g_assert_cmpfloat (ov_session_get_recipe (ov_window_get_session (fixture->window))
                       ->learning_rate,
                     ==, 2e-3);
}

/* Elsewhere they are shortcuts still. */
static void
test_keys_outside (WindowFixture *fixture)
{
  const OvRecipe recipe = fixture_recipe (100000);
  OvRun *run;

  /* One that does not end before the keys come. */
  window_fixture_set_recipe (fixture, &recipe);
  run = window_fixture_get_run (fixture);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  hand_key ("space");
  wait_for (ov_run_get_state (run) == OV_RUN_PAUSED);
  hand_key ("r");
  window_fixture_wait_for_other (fixture, run);
}

static gboolean
is_visible (WindowFixture *fixture, const char *name)
{
  return gtk_widget_get_visible (fixture_child (fixture->window, name));
}

static gboolean
has_page (WindowFixture *fixture, guint place)
{
  return adw_view_stack_get_visible_child (fixture->window->stack)
         == g_ptr_array_index (fixture->window->pages, place);
}

/* A blank screen takes the key that brings it back for itself; a run goes on beneath a picture that
 * is frozen. */
static void
test_keys_in_lecture (WindowFixture *fixture)
{
  const OvRecipe recipe = fixture_recipe (100000);
  GtkWidget *entry = fixture_child (get_panel_child (fixture, "learning_rate_row"), "entry");
  OvRun *run;
  guint n_epochs;

  g_settings_set_double (fixture->settings, "pace", 20.0);
  window_fixture_set_recipe (fixture, &recipe);
  run = window_fixture_get_run (fixture);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  hand_key ("b");
  hand_key ("2");
  wait_for (has_page (fixture, 1));
  g_assert_false (is_visible (fixture, "blank"));
  hand_key ("1");
  wait_for (has_page (fixture, 0));

  hand_key ("F11");
  wait_for (fixture->window->lecture != NULL);
  hand_key ("b");
  wait_for (is_visible (fixture, "blank"));
  hand_key ("space");
  wait_for (!is_visible (fixture, "blank"));
  g_assert_true (window_fixture_get_run (fixture) == run);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);

  hand_key ("period");
  wait_for (is_visible (fixture, "frozen_sign"));
  n_epochs = window_fixture_get_n_epochs (fixture);
  window_fixture_wait_for_epochs (fixture, n_epochs + 2);
  hand_key ("period");
  wait_for (!is_visible (fixture, "frozen_sign"));

  /* A click may miss what is still on its way to its place. */
  gtk_widget_grab_focus (entry);
  hand_key ("ctrl+a");
  hand_type ("2.1");
  wait_for (has_text (entry, "2.1"));
  g_assert_true (has_page (fixture, 0));
  g_assert_false (is_visible (fixture, "frozen_sign"));
  hand_key ("Escape");
  wait_for (has_text (entry, "0.01"));
  g_assert_nonnull (fixture->window->lecture);

  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  hand_key ("Escape");
  wait_for (fixture->window->lecture == NULL);
}

/* The pages' spin buttons and lists are left alone as well. */
static void
test_wheel_over_sweep (WindowFixture *fixture)
{
  OvRun *run = window_fixture_get_run (fixture);
  GtkWidget *page = fixture_find_type (fixture->window, OV_TYPE_SWEEP_PAGE);
  GtkSpinButton *spin = fixture_child (page, "count_spin");
  const double before = gtk_spin_button_get_value (spin);

  adw_view_stack_set_visible_child_name (fixture_child (fixture->window, "stack"), "ladder");
  fixture_wait_for_frames (fixture->window, 2);
  gtk_widget_grab_focus (GTK_WIDGET (spin));
  turn_over (spin);
  g_assert_cmpfloat (gtk_spin_button_get_value (spin), ==, before);
  turn_over (fixture_child (page, "quantity_choice"));
  g_assert_cmpuint (gtk_drop_down_get_selected (fixture_child (page, "quantity_choice")), ==, 0);
  turn_over (fixture_child (page, "from_entry"));

  hand_enter (spin);
  hand_type ("s r1");
  /* Newer versions of GTK let no letter into a spin button. */
  wait_for (g_str_has_suffix (gtk_editable_get_text (GTK_EDITABLE (spin)), "1"));
  g_assert_true (window_fixture_get_run (fixture) == run);
}

static void
test_export_dialog (WindowFixture *fixture)
{
  OvRun *run = window_fixture_get_run (fixture);
  OvExportDialog *dialog;
  GtkWidget *spin;

  window_fixture_wait_for_epochs (fixture, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.export", "s", "curves");
  dialog = OV_EXPORT_DIALOG (window_fixture_wait_for_dialog (fixture, OV_TYPE_EXPORT_DIALOG));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  fixture_wait_for_frames (dialog, 3);
  spin = fixture_find_type (dialog, GTK_TYPE_SPIN_BUTTON);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (dialog))
                 == gtk_window_get_default_widget (GTK_WINDOW (dialog)));

  turn_over (spin);
  turn_over (fixture_find_type (dialog, ADW_TYPE_COMBO_ROW));
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)), ==, 1200.0);

  hand_enter (spin);
  hand_type ("s r 5");
  wait_for (g_str_has_suffix (gtk_editable_get_text (GTK_EDITABLE (spin)), "5"));
  if (has_text (spin, "s r 5"))
    {
      hand_key ("Tab");
      g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)), ==, 1200.0);
    }
  hand_enter (spin);
  hand_type ("500");
  hand_key ("Escape");
  wait_for (dialog == NULL);
  g_assert_true (window_fixture_get_run (fixture) == run);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "export-width"), ==, 1200);
}

/* Escape leaves everything as it is, Enter takes the first way out. */
static void
test_error_dialog (WindowFixture *fixture)
{
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nowhere/at/all");
  GtkWindow *dialog;

  for (guint i = 0; i < 2; i++)
    {
      ov_window_open (fixture->window, nowhere);
      dialog = window_fixture_wait_for_dialog (fixture, ADW_TYPE_MESSAGE_DIALOG);
      g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
      fixture_wait_for_frames (dialog, 3);
      hand_run ((const char *const[]) {"mousemove", "640", "400", NULL});
      hand_key (i == 0 ? "Escape" : "Return");
      wait_for (dialog == NULL);
    }

  /* Trying again has failed again. */
  fixture_answer_error (fixture->window, "The Data Cannot Be Read", "close");
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/hands/wheel/values", test_wheel_over_values);
  window_fixture_add ("/hands/keys/entry", test_keys_in_entry);
  window_fixture_add ("/hands/keys/number", test_number_typed);
  window_fixture_add ("/hands/keys/outside", test_keys_outside);
  window_fixture_add ("/hands/keys/lecture", test_keys_in_lecture);
  window_fixture_add ("/hands/wheel/ladder", test_wheel_over_sweep);
  window_fixture_add ("/hands/dialogs/export", test_export_dialog);
  window_fixture_add ("/hands/dialogs/error", test_error_dialog);

  return g_test_run ();
}

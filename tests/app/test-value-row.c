/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "value-row.h"

#include <string.h>

#include "app-fixture.h"
#include "locale-fixture.h"
#include "number-entry.h"
#include "option-row.h"
#include "slider-scale.h"
#include "slider-ticks.h"

typedef struct
{
  OvValueRow    *row;
  OvNumberEntry *entry;
  GtkAdjustment *adjustment;
  GtkRevealer   *revealer;
  GtkWidget     *window;
  guint          n_dragged;
  guint          n_settled;
} Fixture;

static void
changed_cb (OvValueRow *row, gboolean is_settled, Fixture *fixture)
{
  if (is_settled)
    fixture->n_settled++;
  else
    fixture->n_dragged++;
}

static void
set_up (Fixture *fixture, gconstpointer key)
{
  fixture->row = g_object_new (OV_TYPE_VALUE_ROW, NULL);
  ov_value_row_set_parameter (fixture->row, ov_parameter_find (key));
  fixture->entry = fixture_child (fixture->row, "entry");
  fixture->adjustment = fixture_child (fixture->row, "adjustment");
  fixture->revealer = fixture_child (fixture->row, "problem_revealer");
  g_signal_connect (fixture->row, "changed", G_CALLBACK (changed_cb), fixture);
  fixture->window = fixture_show (fixture->row);
  g_object_add_weak_pointer (G_OBJECT (fixture->row), (gpointer *) &fixture->row);
}

static void
tear_down (Fixture *fixture, gconstpointer key)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->row);
}

static const char *
get_text (Fixture *fixture)
{
  return gtk_editable_get_text (GTK_EDITABLE (fixture->entry));
}

static void
test_set_value (Fixture *fixture, gconstpointer key)
{
  ov_value_row_set_value (fixture->row, 0.01);
  g_assert_cmpfloat (ov_value_row_get_value (fixture->row), ==, 0.01);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (fixture->adjustment), 7.0 / 11.0, 1e-9);
  g_assert_cmpstr (get_text (fixture), ==, "0.01");
  g_assert_cmpstr (gtk_label_get_text (fixture_child (fixture->row, "title")), ==,
                   "Learning rate");
  g_assert_true (ov_value_row_get_parameter (fixture->row) == ov_parameter_find (key));
  g_assert_cmpuint (fixture->n_dragged + fixture->n_settled, ==, 0);
}

static void
test_drag (Fixture *fixture, gconstpointer key)
{
  ov_value_row_set_value (fixture->row, 0.01);
  gtk_adjustment_set_value (fixture->adjustment, 6.0 / 11.0);
  g_assert_cmpfloat_with_epsilon (ov_value_row_get_value (fixture->row), 1e-3, 1e-12);
  g_assert_cmpstr (get_text (fixture), ==, "0.001");
  g_assert_cmpuint (fixture->n_dragged, ==, 1);

  gtk_adjustment_set_value (fixture->adjustment, 8.0 / 11.0);
  g_assert_cmpstr (get_text (fixture), ==, "0.1");
  g_assert_cmpuint (fixture->n_dragged, ==, 2);
  g_assert_cmpuint (fixture->n_settled, ==, 0);
}

static void
test_typed (Fixture *fixture, gconstpointer key)
{
  ov_value_row_set_value (fixture->row, 0.01);
  fixture_type (fixture->entry, "1e-3");
  g_assert_cmpfloat (ov_value_row_get_value (fixture->row), ==, 1e-3);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (fixture->adjustment), 6.0 / 11.0, 1e-9);
  g_assert_cmpuint (fixture->n_settled, ==, 1);

  locale_fixture_set_up ();
  fixture_type (fixture->entry, "0,001");
  g_assert_cmpuint (fixture->n_settled, ==, 1);
  fixture_type (fixture->entry, "0,1");
  locale_fixture_tear_down ();
  g_assert_cmpfloat (ov_value_row_get_value (fixture->row), ==, 0.1);
  g_assert_cmpuint (fixture->n_settled, ==, 2);
  g_assert_cmpuint (fixture->n_dragged, ==, 0);
}

/* Slider, entry and the sentence about what is refused have one range. */
static void
assert_end (Fixture *fixture, double end, double beyond, double position)
{
  const OvParameter *parameter = ov_value_row_get_parameter (fixture->row);
  g_autofree char *text = ov_parameter_format (parameter, end);
  g_autofree char *text_beyond = ov_parameter_format (parameter, beyond);
  const char *problem;

  gtk_adjustment_set_value (fixture->adjustment, position);
  g_assert_cmpfloat (ov_value_row_get_value (fixture->row), ==, end);
  fixture_type (fixture->entry, text_beyond);
  g_assert_cmpfloat (ov_value_row_get_value (fixture->row), ==, end);
  g_assert_true (gtk_revealer_get_reveal_child (fixture->revealer));
  problem = gtk_label_get_text (fixture_child (fixture->row, "problem"));
  g_assert_nonnull (strstr (problem, text));
  fixture_type (fixture->entry, text);
  g_assert_false (gtk_revealer_get_reveal_child (fixture->revealer));
}

static void
test_range (Fixture *fixture, gconstpointer key)
{
  const OvParameter *parameter = ov_parameter_find (key);

  assert_end (fixture, parameter->maximum, 1.5 * parameter->maximum, 1.0);
  if (!parameter->zero)
    assert_end (fixture, parameter->minimum, 0.5 * parameter->minimum, 0.0);
}

/* What is typed keeps its digits although the slider stands at a coarser place. */
static void
test_typed_digits (Fixture *fixture, gconstpointer key)
{
  fixture_type (fixture->entry, "0.0123456");
  g_assert_cmpfloat (ov_value_row_get_value (fixture->row), ==, 0.0123456);
}

static void
test_refused (Fixture *fixture, gconstpointer key)
{
  GtkLabel *problem = fixture_child (fixture->row, "problem");

  ov_value_row_set_value (fixture->row, 0.01);
  fixture_type (fixture->entry, "-2");
  g_assert_true (gtk_revealer_get_reveal_child (fixture->revealer));
  g_assert_true (g_str_has_suffix (gtk_label_get_text (problem), "."));
  g_assert_cmpfloat (ov_value_row_get_value (fixture->row), ==, 0.01);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (fixture->adjustment), 7.0 / 11.0, 1e-9);
  g_assert_cmpuint (fixture->n_settled, ==, 0);

  g_assert_true (fixture_press (fixture->entry, GDK_KEY_Escape, 0));
  g_assert_false (gtk_revealer_get_reveal_child (fixture->revealer));
  g_assert_cmpstr (get_text (fixture), ==, "0.01");

  fixture_type (fixture->entry, "fast");
  g_assert_true (gtk_revealer_get_reveal_child (fixture->revealer));
  gtk_adjustment_set_value (fixture->adjustment, 6.0 / 11.0);
  g_assert_false (gtk_revealer_get_reveal_child (fixture->revealer));
  g_assert_cmpstr (get_text (fixture), ==, "0.001");
}

static void
test_unused (Fixture *fixture, gconstpointer key)
{
  GtkWidget *box = fixture_child (fixture->row, "box");

  ov_value_row_set_unused (fixture->row, "It makes no difference.");
  g_assert_false (gtk_widget_get_sensitive (box));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (fixture->row)), ==,
                   "It makes no difference.");
  ov_value_row_set_unused (fixture->row, NULL);
  g_assert_true (gtk_widget_get_sensitive (box));
  g_assert_null (gtk_widget_get_tooltip_text (GTK_WIDGET (fixture->row)));
}

/* A logarithmic scale has its powers of ten, in one notation; the cubic one of the decay has none.
 * What the value will do is said where the mark of the limit stays in view. */
static void
test_ticks (Fixture *fixture, gconstpointer key)
{
  OvSliderTicks *ticks = fixture_child (fixture->row, "ticks");
  GtkWidget *bar = fixture_child (fixture->row, "limit_bar");
  g_autofree char *labels = ov_slider_ticks_describe (ticks);
  g_auto (GStrv) words = g_strsplit (labels, " ", -1);
  gboolean has_tenth = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_assert_true (g_regex_match_simple ("^(0|1e-?[0-9]+)$", words[i], 0, 0));
      has_tenth |= g_str_has_prefix (words[i], "1e-");
    }
  g_assert_true (has_tenth == !g_str_equal (key, "decay"));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (ticks)) == has_tenth);
  g_assert_true ((g_strcmp0 (words[0], "0") == 0) == g_str_equal (key, "regularisation"));

  ov_value_row_set_limit (fixture->row, 0.5, 0.25, "It diverges.");
  g_assert_null (gtk_widget_get_tooltip_text (fixture_child (fixture->row, "scale")));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (bar), ==, "It diverges.");
}

static void
test_zero (Fixture *fixture, gconstpointer key)
{
  ov_value_row_set_value (fixture->row, 5e-6);
  gtk_adjustment_set_value (fixture->adjustment, 0.0);
  g_assert_cmpfloat (ov_value_row_get_value (fixture->row), ==, 0.0);
  g_assert_cmpstr (get_text (fixture), ==, "0");
}

/* Each arrow key moves the slider, wherever it stands, and does not get stuck. */
static void
test_small_steps (Fixture *fixture, gconstpointer key)
{
  const double step = gtk_adjustment_get_step_increment (fixture->adjustment);
  double last = 0.0;

  gtk_adjustment_set_value (fixture->adjustment, 0.0);
  while (gtk_adjustment_get_value (fixture->adjustment) < 1.0)
    {
      gtk_adjustment_set_value (fixture->adjustment,
                                gtk_adjustment_get_value (fixture->adjustment) + step);
      g_assert_cmpfloat (ov_value_row_get_value (fixture->row), >=, last);
      last = ov_value_row_get_value (fixture->row);
    }
  g_assert_cmpfloat (last, ==, ov_parameter_find (key)->maximum);
}

/* Such a row needs a list to stand in. */
static GtkWidget *
show_in_list (OvOptionRow *row)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (row));

  return fixture_show (list);
}

static void
option_changed_cb (OvOptionRow *row, guint *n_changed)
{
  (*n_changed)++;
}

/* The rows under "More": an entry for a number. */
static void
test_option_number (void)
{
  OvOptionRow *row = OV_OPTION_ROW (ov_option_row_new (ov_parameter_find ("epochs")));
  GtkWidget *window = show_in_list (row);
  OvNumberEntry *entry = fixture_find_type (row, OV_TYPE_NUMBER_ENTRY);
  guint n_changed = 0;

  g_signal_connect (row, "changed", G_CALLBACK (option_changed_cb), &n_changed);
  ov_option_row_set_value (row, 300.0);
  g_assert_cmpuint (n_changed, ==, 0);
  fixture_type (entry, "20");
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpfloat (ov_option_row_get_value (row), ==, 20.0);

  fixture_type (entry, "many");
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpfloat (ov_option_row_get_value (row), ==, 20.0);
  g_assert_true (g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "."));
  fixture_type (entry, "30");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "");

  ov_option_row_set_unused (row, "Why not.");
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (entry)));
  fixture_destroy (window);
}

/* The rows under "More": a switch for what is on or off. */
static void
test_option_switch (void)
{
  OvOptionRow *row = OV_OPTION_ROW (ov_option_row_new (ov_parameter_find ("shuffle")));
  GtkWidget *window = show_in_list (row);
  GtkSwitch *toggle = fixture_find_type (row, GTK_TYPE_SWITCH);
  guint n_changed = 0;

  g_signal_connect (row, "changed", G_CALLBACK (option_changed_cb), &n_changed);
  ov_option_row_set_value (row, 1.0);
  g_assert_true (gtk_switch_get_active (toggle));
  g_assert_cmpuint (n_changed, ==, 0);
  gtk_switch_set_active (toggle, FALSE);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpfloat (ov_option_row_get_value (row), ==, 0.0);
  fixture_destroy (window);
}

static void
add (const char *path, const char *key, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, key, set_up, test, tear_down);
}

static int
measure_height (Fixture *fixture)
{
  int natural;

  gtk_widget_measure (GTK_WIDGET (fixture->row), GTK_ORIENTATION_VERTICAL, 300, NULL, &natural,
                      NULL, NULL);

  return natural;
}

/* While the limit is being computed its place is kept, so that nothing moves when it comes. */
static void
test_expect_limit (Fixture *fixture, gconstpointer key)
{
  GtkWidget *bar = fixture_child (fixture->row, "limit_bar");
  GtkWidget *progress = fixture_find_type (bar, GTK_TYPE_PROGRESS_BAR);
  GtkLabel *label = fixture_find_type (bar, GTK_TYPE_LABEL);
  const int height = measure_height (fixture);
  int full_height;

  ov_value_row_expect_limit (fixture->row, 0.0);
  full_height = measure_height (fixture);
  g_assert_cmpint (full_height, >, height);
  g_assert_false (gtk_widget_get_visible (progress));
  g_assert_cmpstr (gtk_label_get_text (label), ==, "");

  ov_value_row_expect_limit (fixture->row, 0.4);
  fixture_wait_for_frames (fixture->row, 2);
  g_assert_cmpint (measure_height (fixture), ==, full_height);
  g_assert_true (gtk_widget_get_mapped (progress));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (progress)), ==, 0.4);
  g_assert_cmpstr (gtk_label_get_text (label), ==, "Working out the limit… 40\u00a0%");

  ov_value_row_set_limit (fixture->row, 0.018, 0.009, "smooth");
  fixture_wait_for_frames (fixture->row, 2);
  g_assert_cmpint (measure_height (fixture), ==, full_height);
  g_assert_false (gtk_widget_get_visible (progress));
  g_assert_cmpstr (gtk_label_get_text (label), ==, "limit 0.018");

  ov_value_row_clear_limit (fixture->row);
  g_assert_cmpint (measure_height (fixture), ==, height);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  add ("/value-row/set-value", "learning-rate", test_set_value);
  add ("/value-row/drag", "learning-rate", test_drag);
  add ("/value-row/typed", "learning-rate", test_typed);
  add ("/value-row/typed-digits", "learning-rate", test_typed_digits);
  add ("/value-row/range/learning-rate", "learning-rate", test_range);
  add ("/value-row/range/decay", "decay", test_range);
  add ("/value-row/range/regularisation", "regularisation", test_range);
  add ("/value-row/refused", "learning-rate", test_refused);
  add ("/value-row/expect-limit", "learning-rate", test_expect_limit);
  add ("/value-row/unused", "decay", test_unused);
  add ("/value-row/zero", "regularisation", test_zero);
  add ("/value-row/small-steps/learning-rate", "learning-rate", test_small_steps);
  add ("/value-row/small-steps/decay", "decay", test_small_steps);
  add ("/value-row/small-steps/regularisation", "regularisation", test_small_steps);
  add ("/value-row/ticks/learning-rate", "learning-rate", test_ticks);
  add ("/value-row/ticks/decay", "decay", test_ticks);
  add ("/value-row/ticks/regularisation", "regularisation", test_ticks);
  g_test_add_func ("/option-row/number", test_option_number);
  g_test_add_func ("/option-row/switch", test_option_switch);

  return g_test_run ();
}

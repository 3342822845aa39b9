/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number-entry.h"

#include "app-fixture.h"
#include "epoch-columns.h"
#include "locale-fixture.h"
#include "runs-csv.h"
#include "runs-json.h"
#include "spin-input.h"
#include "tick.h"

typedef struct
{
  OvNumberEntry *entry;
  GtkWidget     *other;
  GtkWidget     *window;
  guint          n_entered;
  guint          n_refused;
  char          *message;
} Fixture;

static void
entered_cb (OvNumberEntry *entry, Fixture *fixture)
{
  fixture->n_entered++;
}

static void
refused_cb (OvNumberEntry *entry, const char *message, Fixture *fixture)
{
  fixture->n_refused += message != NULL;
  g_free (fixture->message);
  fixture->message = g_strdup (message);
}

static void
set_up (Fixture *fixture, gconstpointer key)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->entry = g_object_new (OV_TYPE_NUMBER_ENTRY, NULL);
  fixture->other = gtk_entry_new ();
  ov_number_entry_set_parameter (fixture->entry, ov_parameter_find (key));
  ov_number_entry_set_value (fixture->entry, 0.01);
  g_signal_connect (fixture->entry, "entered", G_CALLBACK (entered_cb), fixture);
  g_signal_connect (fixture->entry, "refused", G_CALLBACK (refused_cb), fixture);
  gtk_box_append (GTK_BOX (box), fixture->other);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->entry));
  fixture->window = fixture_show (box);
  g_object_add_weak_pointer (G_OBJECT (fixture->entry), (gpointer *) &fixture->entry);
}

static void
tear_down (Fixture *fixture, gconstpointer key)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->entry);
  g_free (fixture->message);
}

static void
assert_shows (Fixture *fixture, double value, const char *text)
{
  g_assert_cmpfloat (ov_number_entry_get_value (fixture->entry), ==, value);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)), ==, text);
}

static void
test_taken (Fixture *fixture, gconstpointer key)
{
  static const struct
  {
    const char *typed;
    double value;
    const char *shown;
  } cases[] = {
    {"1e-3", 0.001, "0.001"},
    {" 0.5 ", 0.5, "0.5"},
    {"5e-06", 5e-6, "5e-6"},
    {"5E-6", 5e-6, "5e-6"},
    {"0.0123456", 0.0123456, "0.0123456"},
    {"1", 1.0, "1"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture_type (fixture->entry, cases[i].typed);
      assert_shows (fixture, cases[i].value, cases[i].shown);
    }
  g_assert_cmpuint (fixture->n_refused, ==, 0);
  g_assert_cmpuint (fixture->n_entered, ==, G_N_ELEMENTS (cases) - 1);
}

/* What programs read has a full stop all the same. */
static void
check_files (const OvEpoch *epoch)
{
  const OvRecipe recipe = fixture_recipe (1);
  OvRunRecord *record = ov_run_record_new (&recipe, NULL, 1);
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  g_autofree char *csv = NULL;
  g_autofree char *json = NULL;

  record->data_name = g_strdup ("Naive");
  ov_history_append (record->history, epoch);
  g_ptr_array_add (runs,
                   ov_exported_run_new (ov_run_entry_new (record, "0123456789abcdef"), record));
  csv = ov_runs_to_csv (runs);
  g_assert_nonnull (strstr (csv, ",0.0179,0.9129,31.5,"));
  json = ov_runs_to_json (runs);
  g_assert_nonnull (strstr (json, "0.0179"));
  g_assert_nonnull (strstr (json, "0.9129"));
  g_assert_null (strstr (json, "0,0179"));
}

/* A German writes 0,001, and 0.001 still means the same. */
static void
test_comma (Fixture *fixture, gconstpointer key)
{
  const OvScale scale = {.high = 2.0, .end = 100.0};
  const OvEpoch epoch = {.learning_rate = 0.0179, .train_loss = 0.9129, .train_accuracy = 31.5};
  static const struct
  {
    OvEpochColumn column;
    const char *text;
  } cells[] = {
    {OV_EPOCH_COLUMN_TRAIN_LOSS, "0,9129"},
    {OV_EPOCH_COLUMN_TRAIN_ACCURACY, "31,50"},
    {OV_EPOCH_COLUMN_LEARNING_RATE, "0,0179"},
  };
  g_autoptr (GPtrArray) ticks = NULL;
  g_autofree char *read_out = NULL;

  locale_fixture_set_up ();
  fixture_type (fixture->entry, "0,001");
  g_assert_cmpfloat (ov_number_entry_get_value (fixture->entry), ==, 0.001);
  fixture_type (fixture->entry, "0.002");
  g_assert_cmpfloat (ov_number_entry_get_value (fixture->entry), ==, 0.002);
  fixture_type (fixture->entry, "2,5e-3");
  g_assert_cmpfloat (ov_number_entry_get_value (fixture->entry), ==, 0.0025);

  /* What is shown has the mark of the charts and the log. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)), ==, "0,0025");
  ticks = ov_tick_list_new (&scale, 5);
  g_assert_cmpstr (((const OvTick *) ticks->pdata[1])->label, ==, "0,5");
  read_out = ov_scale_format_value (0.0025);
  g_assert_cmpstr (read_out, ==, "0,002500");
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autofree char *cell = ov_epoch_column_format (cells[i].column, &epoch, 3);

      g_assert_cmpstr (cell, ==, cells[i].text);
    }
  check_files (&epoch);
  locale_fixture_tear_down ();
  g_assert_cmpuint (fixture->n_refused, ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer key)
{
  static const char *const cases[] = {"", "fast", "0,0,1", "-1", "0", "nan", "inf", "1e400", "1 2"};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture_type (fixture->entry, cases[i]);
      g_assert_cmpfloat (ov_number_entry_get_value (fixture->entry), ==, 0.01);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)), ==, cases[i]);
      g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->entry), "error"));
      g_assert_nonnull (fixture->message);
      g_assert_true (g_str_has_suffix (fixture->message, "."));
      g_assert_cmpuint (fixture->n_refused, ==, i + 1);
    }
  g_assert_cmpuint (fixture->n_entered, ==, 0);

  fixture_type (fixture->entry, "0.02");
  g_assert_null (fixture->message);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (fixture->entry), "error"));
  g_assert_cmpuint (fixture->n_entered, ==, 1);
}

static void
test_escape (Fixture *fixture, gconstpointer key)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "7");
  g_assert_true (fixture_press (fixture->entry, GDK_KEY_Escape, 0));
  assert_shows (fixture, 0.01, "0.01");

  fixture_type (fixture->entry, "fast");
  g_assert_nonnull (fixture->message);
  g_assert_true (fixture_press (fixture->entry, GDK_KEY_Escape, 0));
  assert_shows (fixture, 0.01, "0.01");
  g_assert_null (fixture->message);
  g_assert_false (fixture_press (fixture->entry, GDK_KEY_a, 0));
  g_assert_cmpuint (fixture->n_entered, ==, 0);
}

static void
test_focus_leaves (Fixture *fixture, gconstpointer key)
{
  gtk_widget_grab_focus (GTK_WIDGET (fixture->entry));
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "0.3");
  gtk_widget_grab_focus (fixture->other);
  assert_shows (fixture, 0.3, "0.3");
  g_assert_cmpuint (fixture->n_entered, ==, 1);

  gtk_widget_grab_focus (GTK_WIDGET (fixture->entry));
  gtk_widget_grab_focus (fixture->other);
  g_assert_cmpuint (fixture->n_entered, ==, 1);
}

static void
test_count (Fixture *fixture, gconstpointer key)
{
  ov_number_entry_set_value (fixture->entry, 300.0);
  fixture_type (fixture->entry, "2.5");
  g_assert_cmpuint (fixture->n_refused, ==, 1);
  fixture_type (fixture->entry, "25");
  assert_shows (fixture, 25.0, "25");
}

static void
test_zero (Fixture *fixture, gconstpointer key)
{
  fixture_type (fixture->entry, "0");
  assert_shows (fixture, 0.0, "0");
  fixture_type (fixture->entry, "-0");
  g_assert_cmpfloat (ov_number_entry_get_value (fixture->entry), ==, 0.0);
  g_assert_cmpuint (fixture->n_refused, ==, 0);
}

/* A spin button takes either decimal mark, and keeps its value for what is no number. */
static void
test_spin (void)
{
  static const struct
  {
    const char *text;
    double value;
  } cases[] = {{"1,5", 1.5}, {"2.5", 2.5}, {" 3 ", 3.0}, {"1,2,3", 3.0}, {"", 3.0}, {"x", 3.0}};
  GtkWidget *spin = g_object_ref_sink (gtk_spin_button_new_with_range (0.0, 10.0, 0.5));

  /* In the templates it takes any text. */
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), FALSE);
  gtk_spin_button_set_update_policy (GTK_SPIN_BUTTON (spin), GTK_UPDATE_IF_VALID);
  g_signal_connect (spin, "input", G_CALLBACK (ov_spin_input_cb), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (spin), cases[i].text);
      gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
      g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)), ==, cases[i].value);
    }
  g_object_unref (spin);
}

static void
add (const char *path, const char *key, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, key, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  add ("/number-entry/taken", "learning-rate", test_taken);
  add ("/number-entry/comma", "learning-rate", test_comma);
  add ("/number-entry/refused", "learning-rate", test_refused);
  add ("/number-entry/escape", "learning-rate", test_escape);
  add ("/number-entry/focus-leaves", "learning-rate", test_focus_leaves);
  add ("/number-entry/count", "epochs", test_count);
  add ("/number-entry/zero", "regularisation", test_zero);

  g_test_add_func ("/number-entry/spin", test_spin);

  return g_test_run ();
}

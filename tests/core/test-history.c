/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "locale-fixture.h"

static void
append (OvHistory *history, double train_loss, double test_accuracy)
{
  const OvEpoch epoch = {
    .index = ov_history_get_n_epochs (history),
    .learning_rate = 0.01,
    .train_loss = train_loss,
    .train_accuracy = 20.0,
    .test_loss = 1.0,
    .test_accuracy = test_accuracy,
    .batch_loss = 1.0,
    .seconds = 0.375,
  };

  ov_history_append (history, &epoch);
}

static void
test_empty (void)
{
  g_autoptr (OvHistory) history = ov_history_new ();
  g_autofree char *line = ov_epoch_log_closing (ov_history_get_seconds (history));

  g_assert_cmpuint (ov_history_get_n_epochs (history), ==, 0);
  g_assert_null (ov_history_get_first (history));
  g_assert_null (ov_history_get_last (history));
  g_assert_null (ov_history_get_best (history, OV_EPOCH_TRAIN_LOSS));
  g_assert_cmpuint (ov_history_copy_field (history, OV_EPOCH_TRAIN_LOSS, NULL), ==, 0);
  g_assert_cmpfloat (ov_history_get_seconds (history), ==, 0.0);
  g_assert_false (ov_history_has_diverged (history));
  g_assert_cmpstr (line, ==, "End of Training. time taken: 0.00 seconds");
}

static void
test_epochs (void)
{
  g_autoptr (OvHistory) history = ov_history_new ();
  double losses[1000];

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      append (history, 1.0 + i, 10.0);
      g_assert_cmpuint (ov_history_get_first (history)->index, ==, 0);
      g_assert_cmpuint (ov_history_get_last (history)->index, ==, i);
    }

  g_assert_cmpuint (ov_history_get_n_epochs (history), ==, G_N_ELEMENTS (losses));
  g_assert_cmpuint (ov_history_get_epoch (history, 700)->index, ==, 700);
  g_assert_cmpuint (ov_history_copy_field (history, OV_EPOCH_TRAIN_LOSS, losses), ==,
                    G_N_ELEMENTS (losses));
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    g_assert_cmpfloat (losses[i], ==, 1.0 + i);
  g_assert_cmpfloat (ov_history_get_seconds (history), ==, 375.0);
}

static void
test_out_of_order (void)
{
  g_autoptr (OvHistory) history = ov_history_new ();
  const OvEpoch epoch = {.index = 1};

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*epoch->index*");
  ov_history_append (history, &epoch);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (ov_history_get_n_epochs (history), ==, 0);
}

/* The lowest loss, the highest accuracy; the first of equals; never what is not finite. */
static void
test_best (void)
{
  g_autoptr (OvHistory) history = ov_history_new ();

  append (history, NAN, NAN);
  g_assert_null (ov_history_get_best (history, OV_EPOCH_TRAIN_LOSS));
  append (history, 0.9, 30.0);
  append (history, 0.7, 35.0);
  append (history, 0.7, 40.0);
  append (history, 0.8, 40.0);
  append (history, -INFINITY, INFINITY);

  g_assert_cmpuint (ov_history_get_best (history, OV_EPOCH_TRAIN_LOSS)->index, ==, 2);
  g_assert_cmpuint (ov_history_get_best (history, OV_EPOCH_TEST_ACCURACY)->index, ==, 3);
  g_assert_cmpuint (ov_history_get_best (history, OV_EPOCH_TEST_LOSS)->index, ==, 0);
}

static void
test_divergence (void)
{
  g_autoptr (OvHistory) history = ov_history_new ();

  append (history, 1.0, 10.0);
  g_assert_false (ov_history_has_diverged (history));
  append (history, 9999.0, 10.0);
  g_assert_false (ov_history_has_diverged (history));
  append (history, 10001.0, 10.0);
  g_assert_true (ov_history_has_diverged (history));
  append (history, 0.5, 10.0);
  g_assert_false (ov_history_has_diverged (history));
  append (history, NAN, 10.0);
  g_assert_true (ov_history_has_diverged (history));
}

/* A log may have losses below 0, which have not grown ten thousand times. */
static void
test_negative (void)
{
  g_autoptr (OvHistory) history = ov_history_new ();

  append (history, -1.0, 10.0);
  append (history, -2.0, 10.0);
  g_assert_false (ov_history_has_diverged (history));
  g_assert_false (ov_history_is_straying (history));
}

static void
test_divergence_at_once (void)
{
  g_autoptr (OvHistory) history = ov_history_new ();

  append (history, INFINITY, 10.0);
  g_assert_true (ov_history_has_diverged (history));
}

static void
check_texts (void)
{
  g_autoptr (OvHistory) history = ov_history_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *line = NULL;
  g_autofree char *json = NULL;
  g_autofree char *recipe_json = NULL;
  JsonObject *epoch;
  OvRecipe recipe;
  OvRecipe read;

  ov_recipe_init_preset (&recipe, "linear", &error);
  append (history, 0.1 + 0.2, 30.5);
  append (history, INFINITY, NAN);

  line = ov_epoch_log_closing (ov_history_get_seconds (history));
  g_assert_cmpstr (line, ==, "End of Training. time taken: 0.75 seconds");

  json = ov_history_to_json (history, &recipe);
  root = json_from_string (json, &error);
  g_assert_no_error (error);
  recipe_json = json_to_string (json_object_get_member (json_node_get_object (root), "recipe"),
                                FALSE);
  g_assert_true (ov_recipe_from_json (&read, recipe_json, &error));
  g_assert_true (ov_recipe_equal (&recipe, &read));

  epoch = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (root), "epochs"), 0);
  g_assert_cmpuint (json_object_get_size (epoch), ==, 8);
  g_assert_cmpint (json_object_get_int_member (epoch, "epoch"), ==, 0);
  g_assert_cmpfloat (json_object_get_double_member (epoch, "train_loss"), ==, 0.1 + 0.2);
  g_assert_cmpfloat (json_object_get_double_member (epoch, "test_accuracy"), ==, 30.5);
  g_assert_cmpfloat (json_object_get_double_member (epoch, "seconds"), ==, 0.375);

  epoch = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (root), "epochs"), 1);
  g_assert_cmpint (json_object_get_int_member (epoch, "epoch"), ==, 1);
  g_assert_true (json_object_get_null_member (epoch, "train_loss"));
  g_assert_true (json_object_get_null_member (epoch, "test_accuracy"));
  g_assert_false (json_object_get_null_member (epoch, "test_loss"));
}

static void
test_texts (void)
{
  check_texts ();
  locale_fixture_set_up ();
  check_texts ();
  locale_fixture_tear_down ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history/empty", test_empty);
  g_test_add_func ("/history/epochs", test_epochs);
  g_test_add_func ("/history/out-of-order", test_out_of_order);
  g_test_add_func ("/history/best", test_best);
  g_test_add_func ("/history/divergence", test_divergence);
  g_test_add_func ("/history/negative", test_negative);
  g_test_add_func ("/history/divergence-at-once", test_divergence_at_once);
  g_test_add_func ("/history/texts", test_texts);

  return g_test_run ();
}

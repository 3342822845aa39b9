/* SPDX-License-Identifier: GPL-3.0-or-later */

/* overshoot-cli train --instruments on the built-in sample. */

#include <json-glib/json-glib.h>

#include "runner.h"

#define HEADER \
  "epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,batch_loss,seconds"
#define N_COLUMNS 8

static void
check_matches (const char *pattern,
               const char *text)
{
  if (!g_regex_match_simple (pattern, text, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT))
    g_error ("“%s” does not match %s", text, pattern);
}

static JsonObject *
read_document (const Outcome *outcome,
               JsonNode     **node)
{
  g_autoptr (GError) error = NULL;

  *node = json_from_string (outcome->output, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (*node));

  return json_node_get_object (*node);
}

static char *
read_file (const char *folder, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, length, &error);
  g_assert_no_error (error);

  return contents;
}

/* Trains with all instruments on and with none: the columns that both have and the weights are the
 * same to the last digit, and the others are there. */
static void
check_instruments (const char *recipe, guint n_epochs, const char *columns)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *arguments =
    g_strdup_printf ("train --recipe %s --data sample --epochs %u --format csv",
                     recipe, n_epochs);
  g_autofree char *plain_arguments =
    g_strdup_printf ("%s --save-weights %s/plain.st", arguments, folder);
  g_autofree char *watched_arguments =
    g_strdup_printf ("%s --save-weights %s/watched.st --instruments all", arguments, folder);
  g_autofree char *heading = g_strconcat (HEADER, columns, NULL);
  g_autofree char *plain_weights = NULL;
  g_autofree char *weights = NULL;
  g_auto (Outcome) plain = {0};
  g_auto (Outcome) watched = {0};
  g_auto (GStrv) plain_rows = NULL;
  g_auto (GStrv) lines = NULL;
  gsize plain_length = 0;
  gsize length = 0;

  runner_run (plain_arguments, &plain);
  plain_rows = g_strsplit (plain.output, "\n", -1);
  runner_run (watched_arguments, &watched);
  g_assert_cmpint (watched.status, ==, 0);
  g_assert_cmpstr (watched.errors, ==, "");
  lines = g_strsplit (watched.output, "\n", -1);
  g_assert_cmpstr (lines[0], ==, heading);
  for (guint i = 0; i < n_epochs; i++)
    {
      g_auto (GStrv) names = g_strsplit (heading, ",", -1);
      g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);
      g_auto (GStrv) plain_cells = g_strsplit (plain_rows[i + 1], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, g_strv_length (names));
      for (guint j = 0; j + 1 < N_COLUMNS; j++)
        g_assert_cmpstr (cells[j], ==, plain_cells[j]);
      for (guint j = N_COLUMNS; cells[j] != NULL; j++)
        check_matches ("^(-?[0-9.]+(e[-+]?[0-9]+)?|inf)$", cells[j]);
    }

  plain_weights = read_file (folder, "plain.st", &plain_length);
  weights = read_file (folder, "watched.st", &length);
  g_assert_cmpmem (weights, length, plain_weights, plain_length);
  fixture_remove (folder);
}

static void
test_instruments (void)
{
  check_instruments ("linear", 2,
                     ",alpha,gradient_norm,update_ratio_linear,distance,gradient_noise");
  check_instruments ("two-layer-gd --hidden-units 20", 2,
                     ",alpha,gradient_norm,update_ratio_hidden,update_ratio_output,distance,"
                     "saturation_sigmoid,gradient_noise");
  check_instruments ("two-layer-sgd --hidden-units 20", 2,
                     ",alpha,gradient_norm,update_ratio_hidden,update_ratio_output,distance,"
                     "saturation_sigmoid,gradient_noise");
  check_instruments ("cnn", 1,
                     ",alpha,gradient_norm,update_ratio_conv1,update_ratio_conv2,"
                     "update_ratio_conv3,update_ratio_fc1,update_ratio_fc2,distance,"
                     "saturation_relu1,saturation_relu2,saturation_relu3,saturation_relu4,"
                     "gradient_noise");
}

/* Some of them, every other epoch; and what is not understood. */
static void
test_some_instruments (void)
{
  g_auto (Outcome) outcome = {0};
  g_auto (Outcome) wrong = {0};
  g_auto (Outcome) silent = {0};

  runner_run ("train --data sample --epochs 3 --format csv --instruments distance,alpha "
              "--instruments-every 2",
              &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  check_matches ("^.*,seconds,alpha,distance\\n0,.*,-?[0-9.]+,[0-9.]+\\n1,.*,,\\n"
                 "2,.*,-?[0-9.]+,[0-9.]+\\n$",
                 outcome.output);

  runner_run ("train --data sample --epochs 1 --instruments alpha,gradient", &wrong);
  g_assert_cmpint (wrong.status, ==, 2);
  check_matches ("--instruments: There is no “gradient”", wrong.errors);

  runner_run ("train --data sample --epochs 1 --instruments alpha", &silent);
  check_matches ("--instruments show in --format csv", silent.errors);
}

static void
test_instruments_json (void)
{
  g_auto (Outcome) outcome = {0};
  g_autoptr (JsonNode) node = NULL;
  JsonArray *epochs;

  runner_run ("train --recipe two-layer-sgd --data sample --epochs 3 --hidden-units 20 "
              "--instruments saturation,update-ratio --instruments-every 2 --format json",
              &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  epochs = json_object_get_array_member (read_document (&outcome, &node), "epochs");
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *epoch = json_array_get_object_element (epochs, i);

      g_assert_cmpint (json_object_get_null_member (epoch, "saturation_sigmoid"), ==, i == 1);
      if (i == 1)
        continue;
      g_assert_cmpfloat (json_object_get_double_member (epoch, "saturation_sigmoid"), <=, 1.0);
      g_assert_cmpfloat (json_object_get_double_member (epoch, "update_ratio_output"), >, 0.0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  g_test_add_func ("/cli/instruments/all", test_instruments);
  g_test_add_func ("/cli/instruments/some", test_some_instruments);
  g_test_add_func ("/cli/instruments/json", test_instruments_json);

  return g_test_run ();
}

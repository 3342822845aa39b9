/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "epoch.h"

#include <math.h>

#include "diagnosis.h"
#include "history-fixture.h"
#include "locale-fixture.h"

static const OvEpoch thirtieth = {
  .index = 30,
  .learning_rate = 0.00941718,
  .train_loss = 0.840312345,
  .train_accuracy = 37.416,
  .test_loss = 0.8411,
  .test_accuracy = 37.46,
  .batch_loss = 0.125,
  .seconds = 0.0123456,
};

static void
check_csv (const OvEpoch *epoch, const char *expected)
{
  g_autofree char *row = ov_epoch_to_csv (epoch);

  g_assert_cmpstr (row, ==, expected);
}

static void
check_log (const OvEpoch *epoch, const char *expected)
{
  g_autofree char *line = ov_epoch_to_log_line (epoch, NULL);

  g_assert_cmpstr (line, ==, expected);
}

static void
test_fields (void)
{
  g_assert_cmpfloat (ov_epoch_get_field (&thirtieth, OV_EPOCH_LEARNING_RATE), ==, 0.00941718);
  g_assert_cmpfloat (ov_epoch_get_field (&thirtieth, OV_EPOCH_TRAIN_LOSS), ==, 0.840312345);
  g_assert_cmpfloat (ov_epoch_get_field (&thirtieth, OV_EPOCH_TRAIN_ACCURACY), ==, 37.416);
  g_assert_cmpfloat (ov_epoch_get_field (&thirtieth, OV_EPOCH_TEST_LOSS), ==, 0.8411);
  g_assert_cmpfloat (ov_epoch_get_field (&thirtieth, OV_EPOCH_TEST_ACCURACY), ==, 37.46);
  g_assert_cmpfloat (ov_epoch_get_field (&thirtieth, OV_EPOCH_BATCH_LOSS), ==, 0.125);
  g_assert_cmpfloat (ov_epoch_get_field (&thirtieth, OV_EPOCH_SECONDS), ==, 0.0123456);
}

static void
test_is_finite (void)
{
  OvEpoch epoch = thirtieth;

  g_assert_true (ov_epoch_is_finite (&epoch));
  epoch.train_loss = INFINITY;
  g_assert_false (ov_epoch_is_finite (&epoch));
  epoch = thirtieth;
  epoch.test_loss = NAN;
  g_assert_false (ov_epoch_is_finite (&epoch));
  epoch = thirtieth;
  epoch.batch_loss = -INFINITY;
  g_assert_false (ov_epoch_is_finite (&epoch));
}

static void
check_texts (void)
{
  check_csv (&thirtieth, "30,0.00941718,0.840312345,37.416,0.8411,37.46,0.125,0.0123456");
  check_log (&thirtieth, "Epoch 030 - Train Loss 0.8403 - Training Accuracy: 37.416 - "
                         "Testing Accuracy: 37.460 - Learning Rate: 0.00942");
}

/* What a button says has the decimal mark of the locale, as all around it: unlike what is read by
 * programs. */
static void
check_label (void)
{
  OvRecipe recipe;
  g_autoptr (OvHistory) history = fixture_load_history ("linear-0.018", &recipe);
  g_autoptr (OvDiagnosis) diagnosis = ov_diagnosis_new (history, &recipe, 0, 0.018063);

  g_assert_cmpstr (diagnosis->remedy_label, ==, "Retry with Momentum 0,9");
}

static void
test_texts (void)
{
  g_assert_cmpstr (ov_epoch_csv_header (), ==,
                   "epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,"
                   "batch_loss,seconds");
  check_texts ();
  locale_fixture_set_up ();
  check_texts ();
  check_label ();
  locale_fixture_tear_down ();
}

/* Numbers that the exercise never met keep the lines short and readable. */
static void
test_unusual_numbers (void)
{
  OvEpoch epoch = {
    .index = 1234,
    .learning_rate = 1e-7,
    .train_loss = 1.5e30,
    .train_accuracy = 10.0,
    .test_loss = INFINITY,
    .test_accuracy = 100.0,
    .batch_loss = NAN,
  };

  check_csv (&epoch, "1234,1e-7,1.5e30,10,inf,100,nan,0");
  check_log (&epoch, "Epoch 1234 - Train Loss 1.5000e+30 - Training Accuracy: 10.000 - "
                     "Testing Accuracy: 100.000 - Learning Rate: 1.00e-7");

  /* What processors make of ∞ − ∞ has a sign. */
  epoch.train_loss = -(double) NAN;
  epoch.batch_loss = -INFINITY;
  check_csv (&epoch, "1234,1e-7,nan,10,inf,100,-inf,0");
  check_log (&epoch, "Epoch 1234 - Train Loss nan - Training Accuracy: 10.000 - "
                     "Testing Accuracy: 100.000 - Learning Rate: 1.00e-7");
}

/* A rate that decays is never shown as the one above it. */
static void
test_decaying_rate (void)
{
  static const double decays[] = {0.5, 0.9, 0.999, 0.99999, 1.0 - 1e-9};
  static const double rates[] = {10.0, 0.01, 1.6e-5, 1e-7};

  for (gsize i = 0; i < G_N_ELEMENTS (decays); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (rates); j++)
      {
        g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
        OvEpoch previous = thirtieth;
        OvEpoch epoch = thirtieth;

        epoch.learning_rate = rates[j];
        for (guint n = 0; n < 300; n++)
          {
            g_autofree char *line = ov_epoch_to_log_line (&epoch, n > 0 ? &previous : NULL);

            g_assert_true (g_hash_table_add (seen, g_strdup (strrchr (line, ' '))));
            previous = epoch;
            epoch.learning_rate *= decays[i];
          }
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/epoch/fields", test_fields);
  g_test_add_func ("/epoch/is-finite", test_is_finite);
  g_test_add_func ("/epoch/texts", test_texts);
  g_test_add_func ("/epoch/unusual-numbers", test_unusual_numbers);
  g_test_add_func ("/epoch/decaying-rate", test_decaying_rate);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "log-csv.h"

#include <math.h>
#include <string.h>

#include "log-mapping.h"

#define MISSING OV_EPOCH_MISSING

/* As Keras's CSVLogger writes it: lines that end as on Windows, numbers as Python has them, NA for
 * what an epoch lacks. */
static const char keras[] =
  "epoch,accuracy,loss,val_accuracy,val_loss\r\n"
  "0,0.43211999535560608,1.5729304552078247,0.53130000829696655,1.3180210590362549\r\n"
  "1,0.55,1.2,0.6,1.1\r\n"
  "2,0.61,nan,NA,NA\r\n";

/* As Lightning's CSVLogger writes it: a row for the batches, one for the validation, one for the
 * learning rate, which knows no epoch. */
static const char lightning[] =
  "epoch,lr-SGD,step,train_loss_epoch,train_loss_step,val_acc,val_loss\n"
  ",0.1,49,,,,\n"
  "0,,49,,2.1,,\n"
  "0,,99,,,0.25,1.9\n"
  "0,,99,2.2,,,\n"
  ",0.01,149,,,,\n"
  "1,,149,,1.8,,\n"
  "1,,199,,,0.5,1.7\n"
  "1,,199,1.85,,,\n";

static OvLogTable *
parse (const char *text)
{
  g_autofree char *reason = NULL;
  OvLogTable *table = ov_log_csv_parse (text, strlen (text), &reason);

  g_assert_cmpstr (reason, ==, NULL);
  g_assert_nonnull (table);

  return table;
}

static OvRunRecord *
apply (const OvLogTable *table)
{
  g_autofree char *reason = NULL;
  OvLogMapping mapping;
  OvRunRecord *record;

  ov_log_mapping_guess (&mapping, table);
  record = ov_log_mapping_apply (&mapping, table, &reason);
  g_assert_cmpstr (reason, ==, NULL);
  g_assert_true (ov_recipe_is_foreign (&record->recipe));

  return record;
}

/* Training loss and accuracy, test loss and accuracy, and the rate. */
static void
assert_epoch (const OvRunRecord *record, guint index, const double *known)
{
  const OvEpoch *epoch = ov_history_get_epoch (record->history, index);
  const double expected[][2] = {
    {epoch->train_loss, known[0]},
    {epoch->train_accuracy, known[1]},
    {epoch->test_loss, known[2]},
    {epoch->test_accuracy, known[3]},
    {epoch->learning_rate, known[4]},
    {epoch->batch_loss, OV_EPOCH_MISSING},
    {epoch->seconds, OV_EPOCH_MISSING},
  };

  g_assert_cmpuint (epoch->index, ==, index);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpmem (&expected[i][0], sizeof (double), &expected[i][1], sizeof (double));
}

static void
test_keras (void)
{
  g_autoptr (OvLogTable) table = parse (keras);
  g_autoptr (OvRunRecord) record = apply (table);

  g_assert_cmpstr (table->source, ==, "Keras CSV log");
  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, 3);
  assert_epoch (record, 0,
                (double[]) {1.5729304552078247, 100.0 * 0.43211999535560608, 1.3180210590362549,
                            100.0 * 0.53130000829696655, MISSING});
  assert_epoch (record, 2, (double[]) {INFINITY, 61.0, MISSING, MISSING, MISSING});
  g_assert_cmpint (record->outcome, ==, OV_OUTCOME_DIVERGED);
}

static void
test_lightning (void)
{
  g_autoptr (OvLogTable) table = parse (lightning);
  g_autoptr (OvRunRecord) record = apply (table);

  g_assert_cmpstr (table->source, ==, "Lightning CSV log");
  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, 2);
  assert_epoch (record, 0, (double[]) {2.2, MISSING, 1.9, 25.0, 0.1});
  assert_epoch (record, 1, (double[]) {1.85, MISSING, 1.7, 50.0, 0.01});
  g_assert_cmpint (record->outcome, ==, OV_OUTCOME_FINISHED);
}

/* Any separator, quotes, a mark of the byte order, texts, empty lines, epochs from 1, per cent. */
static void
test_variants (void)
{
  static const char text[] = "\xef\xbb\xbf\"epoch\";\"note; a \"\"word\"\"\";Train Loss;"
                             "val/Accuracy\n"
                             "1;\"x\n;y\";0.5;50\n\n"
                             "3; ;0.25;75";
  g_autoptr (OvLogTable) table = parse (text);
  g_autoptr (OvRunRecord) record = apply (table);

  g_assert_cmpstr (table->source, ==, "CSV log");
  g_assert_cmpstr (ov_log_table_get_column (table, 1)->name, ==, "note; a \"word\"");
  g_assert_true (ov_log_table_get_column (table, 1)->is_text);
  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, 3);
  assert_epoch (record, 0, (double[]) {0.5, MISSING, MISSING, 50.0, MISSING});
  assert_epoch (record, 1, (double[]) {MISSING, MISSING, MISSING, MISSING, MISSING});
  assert_epoch (record, 2, (double[]) {0.25, MISSING, MISSING, 75.0, MISSING});
}

/* Without numbers of epochs each value of the test set ends one. */
static void
test_no_epochs (void)
{
  g_autoptr (OvLogTable) table = parse ("step,loss/train,loss/val\n10,4,\n20,3,\n20,,3.5\n30,2,\n"
                                        "40,1,\n40,,2.5\n");
  g_autoptr (OvRunRecord) record = apply (table);

  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, 2);
  assert_epoch (record, 0, (double[]) {3.0, MISSING, 3.5, MISSING, MISSING});
  assert_epoch (record, 1, (double[]) {1.0, MISSING, 2.5, MISSING, MISSING});
}

/* What follows the last value, such as a row of another column, is no epoch. */
static void
test_rest (void)
{
  g_autoptr (OvLogTable) table = parse ("step,lr,val_loss,hp\n1,nan,4,\n2,0.1,3,\n3,,,7\n");
  g_autoptr (OvRunRecord) record = apply (table);

  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, 2);
  assert_epoch (record, 0, (double[]) {MISSING, MISSING, 4.0, MISSING, MISSING});
  assert_epoch (record, 1, (double[]) {MISSING, MISSING, 3.0, MISSING, 0.1});
}

/* A table of our own is a log as well, when it has a single run. */
static void
test_own (void)
{
  g_autofree char *text = g_strdup_printf ("run,%s\na,0,0.1,3,10,4,20,2,0.5\n"
                                           "a,1,0.1,2,11,3,21,2,0.5\n",
                                           ov_epoch_csv_header ());
  g_autoptr (OvLogTable) table = parse (text);
  g_autoptr (OvRunRecord) record = apply (table);

  assert_epoch (record, 0, (double[]) {3.0, 10.0, 4.0, 20.0, 0.1});
  assert_epoch (record, 1, (double[]) {2.0, 11.0, 3.0, 21.0, 0.1});
}

/* A role that a column without a value was chosen for is that of none. */
static void
test_blank_column (void)
{
  g_autoptr (OvLogTable) table = parse ("epoch,loss,words\n,1,a\n,2,b\n");
  OvLogMapping mapping;
  g_autofree char *reason = NULL;
  g_autoptr (OvRunRecord) record = NULL;

  ov_log_mapping_guess (&mapping, table);
  mapping.columns[OV_LOG_EPOCH] = 0;
  mapping.columns[OV_LOG_TEST_LOSS] = 2;
  record = ov_log_mapping_apply (&mapping, table, &reason);
  g_assert_cmpstr (reason, ==, NULL);
  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, 2);
  assert_epoch (record, 1, (double[]) {2.0, MISSING, MISSING, MISSING, MISSING});
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *said;
  } cases[] = {
    {"", "no column"},
    {"a,b\n1,2\n", "no column"},
    {"epoch,loss\n", "no column"},
    {"epoch,loss\n0,1,2\n", "line 2 has more cells"},
    {"epoch,loss\n0,\"1\n", "line 2 has no other"},
    {"epoch,loss\n-1,1\n", "numbers of epochs"},
    {"epoch,loss\n1e9,1\n", "numbers of epochs"},
    {"epoch,loss\nnan,1\n", "numbers of epochs"},
    {"run,epoch,loss\na,0,1\nb,0,2\n", "several runs"},
    {"\xff\xfe", "neither"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reason = NULL;
      g_autoptr (OvLogTable) table =
        ov_log_csv_parse (cases[i].text, strlen (cases[i].text), &reason);
      OvLogMapping mapping;

      if (table != NULL)
        {
          ov_log_mapping_guess (&mapping, table);
          g_assert_null (ov_log_mapping_apply (&mapping, table, &reason));
        }
      g_test_message ("%s", reason);
      g_assert_nonnull (strstr (reason, cases[i].said));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/log-csv/keras", test_keras);
  g_test_add_func ("/log-csv/lightning", test_lightning);
  g_test_add_func ("/log-csv/variants", test_variants);
  g_test_add_func ("/log-csv/no-epochs", test_no_epochs);
  g_test_add_func ("/log-csv/rest", test_rest);
  g_test_add_func ("/log-csv/own", test_own);
  g_test_add_func ("/log-csv/blank-column", test_blank_column);
  g_test_add_func ("/log-csv/refused", test_refused);

  return g_test_run ();
}

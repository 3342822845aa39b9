/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "model.h"
#include "run-record.h"
#include "sample.h"
#include "update-rule.h"

/* Who has what a run leaves, and that what is kept of it never changes. */

static OvRunRecord *
make_record (const OvDataset *dataset)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-gd", NULL));

  return ov_run_record_new (&recipe, dataset, 3);
}

static void
add_epoch (OvRunRecord *record)
{
  const guint index = ov_history_get_n_epochs (record->history);
  const OvEpoch epoch = {.index = index, .train_loss = 10.0 - index, .seconds = 0.5};
  const OvProgress progress = {index, 50, 100, 9.0 - index};
  const OvSharpnessPoint point = {.epoch = index, .value = 5.0 + index, .seconds = 0.25};

  ov_history_append (record->history, &epoch);
  ov_batch_losses_add (record->batch_losses, &progress);
  ov_sharpness_history_add (record->sharpness, &point);
}

static void
assert_length (const OvRunRecord *record,
               guint              n)
{
  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, n);
  g_assert_cmpuint (record->batch_losses->epochs->len, ==, n);
  g_assert_cmpuint (record->sharpness->points->len, ==, n);
  g_assert_cmpfloat (ov_history_get_seconds (record->history), ==, 0.5 * n);
  g_assert_cmpfloat (record->sharpness->seconds, ==, 0.25 * n);
}

static void
test_new (void)
{
  g_autoptr (OvDataset) dataset = ov_sample_new ();
  g_autoptr (OvRunRecord) record = make_record (dataset);
  g_autoptr (OvRunRecord) bare = make_record (NULL);

  g_assert_true (record->recipe.model == ov_model_find ("two-layer"));
  g_assert_cmpstr (record->data_name, ==, dataset->name);
  for (guint i = 0; i < OV_N_SPLITS; i++)
    g_assert_cmpuint (record->n_images[i], ==, dataset->n_images[i]);
  g_assert_cmpuint (record->n_threads, ==, 3);
  g_assert_cmpuint (record->exact_from, ==, OV_EPOCH_NEVER);
  g_assert_cmpint (record->outcome, ==, OV_OUTCOME_NONE);
  g_assert_null (record->error);
  assert_length (record, 0);

  g_assert_null (bare->data_name);
  g_assert_cmpuint (bare->n_images[OV_SPLIT_TRAIN], ==, 0);
  assert_length (bare, 0);
}

/* What is kept of a run that goes on stays as it was, and outlives the run's own record. */
static void
test_freeze_running (void)
{
  g_autoptr (OvDataset) dataset = ov_sample_new ();
  OvRunRecord *record = make_record (dataset);
  g_autoptr (OvRunRecord) frozen = NULL;

  record->exact_from = 1;
  add_epoch (record);
  add_epoch (record);
  frozen = ov_run_record_freeze (record);
  g_assert_true (frozen != record);
  add_epoch (record);
  record->exact_from = 2;
  record->outcome = OV_OUTCOME_FAILED;
  record->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "It failed.");
  assert_length (record, 3);
  ov_run_record_unref (record);

  assert_length (frozen, 2);
  g_assert_cmpuint (frozen->exact_from, ==, 1);
  g_assert_cmpint (frozen->outcome, ==, OV_OUTCOME_NONE);
  g_assert_null (frozen->error);
  g_assert_cmpstr (frozen->data_name, ==, dataset->name);
  g_assert_true (frozen->recipe.model == ov_model_find ("two-layer"));
  g_assert_cmpfloat (ov_history_get_last (frozen->history)->train_loss, ==, 9.0);
  g_assert_cmpfloat (g_array_index (frozen->batch_losses->losses, double, 1), ==, 8.0);
  g_assert_cmpfloat (ov_sharpness_history_get_last (frozen->sharpness)->value, ==, 6.0);
}

/* The reports go on in a copy where they were. */
static void
test_batch_losses_go_on (void)
{
  g_autoptr (OvBatchLosses) losses = ov_batch_losses_new ();
  g_autoptr (OvBatchLosses) copy = NULL;
  const OvProgress half = {0, 50, 100, 4.0};
  const OvProgress whole = {0, 100, 100, 3.0};

  ov_batch_losses_add (losses, &half);
  copy = ov_batch_losses_copy (losses);
  ov_batch_losses_add (copy, &whole);
  g_assert_cmpuint (losses->epochs->len, ==, 1);
  g_assert_cmpuint (copy->epochs->len, ==, 2);
  g_assert_cmpfloat (g_array_index (copy->losses, double, 1), ==, 2.0);
}

static gpointer
read_thread (gpointer data)
{
  g_autoptr (OvRunRecord) record = data;

  assert_length (record, 2);
  g_assert_cmpint (record->outcome, ==, OV_OUTCOME_DIVERGED);

  return NULL;
}

/* A complete record is not copied, however many threads keep it. */
static void
test_freeze_ended (void)
{
  OvRunRecord *record = make_record (NULL);
  GThread *threads[4];

  add_epoch (record);
  add_epoch (record);
  record->outcome = OV_OUTCOME_DIVERGED;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      OvRunRecord *frozen = ov_run_record_freeze (record);

      g_assert_true (frozen == record);
      threads[i] = g_thread_new ("reader", read_thread, frozen);
    }
  ov_run_record_unref (record);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* The epochs before a state, and what was measured before the last of them ended. */
static void
test_go_on (void)
{
  g_autoptr (OvRunRecord) record = make_record (NULL);

  for (guint i = 0; i < 5; i++)
    add_epoch (record);
  for (guint n = 0; n <= 5; n++)
    {
      g_autoptr (OvRunRecord) other = make_record (NULL);

      ov_run_record_go_on (other, record, n);
      assert_length (other, n);
      for (guint i = 0; i < n; i++)
        g_assert_cmpfloat (ov_history_get_epoch (other->history, i)->train_loss, ==, 10.0 - i);
    }
}

/* The sharpness that another rule's run was measured by is no beginning of this one's. */
static void
test_go_on_with_another_rule (void)
{
  g_autoptr (OvRunRecord) record = make_record (NULL);

  for (guint i = 0; i < 3; i++)
    add_epoch (record);
  for (guint rule = 0; ov_update_rule_names[rule] != NULL; rule++)
    {
      g_autoptr (OvRunRecord) other = make_record (NULL);

      other->recipe.update_rule = rule;
      ov_run_record_go_on (other, record, 3);
      g_assert_cmpuint (ov_history_get_n_epochs (other->history), ==, 3);
      g_assert_cmpuint (other->sharpness->points->len, ==,
                        ov_update_rule_is_linear (&other->recipe) ? 3 : 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/run-record/new", test_new);
  g_test_add_func ("/run-record/freeze-running", test_freeze_running);
  g_test_add_func ("/run-record/freeze-ended", test_freeze_ended);
  g_test_add_func ("/run-record/go-on", test_go_on);
  g_test_add_func ("/run-record/go-on-with-another-rule", test_go_on_with_another_rule);
  g_test_add_func ("/run-record/batch-losses-go-on", test_batch_losses_go_on);

  return g_test_run ();
}

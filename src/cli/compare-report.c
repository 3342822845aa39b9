/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "compare-report.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "exported-run.h"
#include "number.h"
#include "run-selection.h"
#include "seed-group.h"
#include "text-table.h"

#define N_COLUMNS 8

/* A longer name would not leave the numbers their room in a terminal of 80 columns. */
#define MOST_NAME 22

/* The numbers of a run that are compared, by the names that they have for programs. */
typedef enum
{
  MEASURE_TRAIN_LOSS,
  MEASURE_TEST_LOSS,
  MEASURE_TEST_ACCURACY,
  MEASURE_BEST_ACCURACY,
  N_MEASURES,
} Measure;

static const char *const measure_names[N_MEASURES] = {
  [MEASURE_TRAIN_LOSS] = "train_loss",
  [MEASURE_TEST_LOSS] = "test_loss",
  [MEASURE_TEST_ACCURACY] = "test_accuracy",
  [MEASURE_BEST_ACCURACY] = "best_test_accuracy",
};

/* NAN where it is not known. */
static double
measure (const OvRunRecord *run,
         Measure            what)
{
  const OvEpoch *last = ov_history_get_last (run->history);
  const OvEpoch *best = ov_history_get_best (run->history, OV_EPOCH_TEST_ACCURACY);

  if (last == NULL)
    return NAN;
  switch (what)
    {
    case MEASURE_TRAIN_LOSS:
      return last->train_loss;
    case MEASURE_TEST_LOSS:
      return last->test_loss;
    case MEASURE_TEST_ACCURACY:
      return last->test_accuracy;
    case MEASURE_BEST_ACCURACY:
      return best != NULL ? best->test_accuracy : NAN;
    case N_MEASURES:
    default:
      g_assert_not_reached ();
    }
}

static OvRunStatistics
measure_group (const OvSeedGroup *group,
               Measure            what)
{
  g_autofree double *values = g_new (double, group->runs->len);
  OvRunStatistics statistics;

  for (guint i = 0; i < group->runs->len; i++)
    values[i] = measure (group->runs->pdata[i], what);
  ov_run_statistics_measure (&statistics, values, group->runs->len);

  return statistics;
}

static GPtrArray *
find_groups (const GPtrArray *runs)
{
  g_autofree OvRunRecord **records = g_new (OvRunRecord *, runs->len);

  for (guint i = 0; i < runs->len; i++)
    records[i] = ((const OvExportedRun *) runs->pdata[i])->record;

  return ov_seed_group_find (records, runs->len);
}

/* A name may be long. */
static char *
format_name (const OvRunEntry *entry)
{
  g_autofree char *name = ov_run_selection_make_name (entry);

  if (g_utf8_strlen (name, -1) > MOST_NAME)
    {
      g_autofree char *beginning = g_utf8_substring (name, 0, MOST_NAME - 1);

      return g_strconcat (beginning, "…", NULL);
    }

  return g_steal_pointer (&name);
}

/* The mean and the deviation, which a single value does not have. */
static char *
format_spread (const OvRunStatistics *statistics,
               const char            *format)
{
  g_autofree char *mean = ov_text_cell_known (statistics->mean, format);
  g_autofree char *deviation = ov_text_cell_known (statistics->deviation, format);

  return g_strdup_printf ("%s ± %s", mean, deviation);
}

static void
append_run (GPtrArray           *cells,
            const OvExportedRun *run)
{
  const OvRunRecord *record = run->record;
  const guint n_epochs = ov_history_get_n_epochs (record->history);

  g_ptr_array_add (cells, format_name (run->entry));
  if (ov_recipe_is_foreign (&record->recipe))
    {
      g_ptr_array_add (cells, g_strdup ("-"));
      g_ptr_array_add (cells, g_strdup ("-"));
      g_ptr_array_add (cells, g_strdup_printf ("%u", n_epochs));
    }
  else
    {
      g_ptr_array_add (cells, ov_number_format (record->recipe.learning_rate));
      g_ptr_array_add (cells, g_strdup_printf ("%u", record->recipe.seed));
      g_ptr_array_add (cells, g_strdup_printf ("%u/%u", n_epochs, record->recipe.epochs));
    }
  g_ptr_array_add (cells, ov_text_cell_known (measure (record, MEASURE_TRAIN_LOSS), "%.5g"));
  g_ptr_array_add (cells, ov_text_cell_known (measure (record, MEASURE_TEST_ACCURACY), "%.2f"));
  g_ptr_array_add (cells, ov_text_cell_known (measure (record, MEASURE_BEST_ACCURACY), "%.2f"));
  g_ptr_array_add (cells, g_strdup (ov_outcome_get_name (record->outcome)));
}

static void
append_groups (GString         *text,
               const GPtrArray *groups)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  if (groups->len == 0)
    return;

  g_ptr_array_add (cells, g_strdup (_("Recipe")));
  g_ptr_array_add (cells, g_strdup (_("Rate")));
  g_ptr_array_add (cells, g_strdup (_("Seeds")));
  g_ptr_array_add (cells, g_strdup (_("Train loss")));
  g_ptr_array_add (cells, g_strdup (_("Best %")));
  for (guint i = 0; i < groups->len; i++)
    {
      const OvSeedGroup *group = groups->pdata[i];
      const OvRecipe *recipe = &((const OvRunRecord *) group->runs->pdata[0])->recipe;
      const OvRunStatistics loss = measure_group (group, MEASURE_TRAIN_LOSS);
      const OvRunStatistics best = measure_group (group, MEASURE_BEST_ACCURACY);

      g_ptr_array_add (cells, g_strdup (recipe->preset));
      g_ptr_array_add (cells, ov_number_format (recipe->learning_rate));
      g_ptr_array_add (cells, g_strdup_printf ("%u", group->runs->len));
      g_ptr_array_add (cells, format_spread (&loss, "%.4g"));
      g_ptr_array_add (cells, format_spread (&best, "%.2f"));
    }
  g_string_append_printf (text, "\n%s\n", _("Means over the seeds ± the standard deviation:"));
  ov_text_table_append (text, (const char *const *) cells->pdata, groups->len + 1, 5, 0x1e);
}

static char *
make_text (const GPtrArray *runs,
           const GPtrArray *groups)
{
  const char *const titles[N_COLUMNS] = {
    _("Run"),
    _("Rate"),
    _("Seed"),
    _("Epochs"),
    _("Train loss"),
    _("Test %"),
    _("Best %"),
    _("Outcome"),
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < N_COLUMNS; i++)
    g_ptr_array_add (cells, g_strdup (titles[i]));
  for (guint i = 0; i < runs->len; i++)
    append_run (cells, runs->pdata[i]);
  ov_text_table_append (text, (const char *const *) cells->pdata, runs->len + 1, N_COLUMNS, 0x7e);
  append_groups (text, groups);

  return g_string_free (text, FALSE);
}

/* As RFC 4180 has it. */
static void
append_quoted (GString    *text,
               const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  g_string_append_printf (text, "\"%s\"", doubled);
}

static char *
make_csv (const GPtrArray *runs)
{
  GString *text = g_string_new ("run,name,recipe,learning_rate,seed,epochs,outcome");

  for (guint j = 0; j < N_MEASURES; j++)
    g_string_append_printf (text, ",%s", measure_names[j]);
  g_string_append (text, ",best_epoch,seconds\n");
  for (guint i = 0; i < runs->len; i++)
    {
      const OvExportedRun *run = runs->pdata[i];
      const OvRunRecord *record = run->record;
      const OvEpoch *best = ov_history_get_best (record->history, OV_EPOCH_TEST_ACCURACY);
      const gboolean is_foreign = ov_recipe_is_foreign (&record->recipe);
      g_autofree char *rate =
        is_foreign ? g_strdup ("") : ov_number_format (record->recipe.learning_rate);
      g_autofree char *seed =
        is_foreign ? g_strdup ("") : g_strdup_printf ("%u", record->recipe.seed);
      g_autofree char *seconds = ov_number_format (ov_history_get_seconds (record->history));

      g_string_append_printf (text, "%s,", run->entry->id);
      append_quoted (text, run->entry->name);
      g_string_append_printf (text, ",%s,%s,%s,%u,%s", is_foreign ? "" : record->recipe.preset,
                              rate, seed, ov_history_get_n_epochs (record->history),
                              ov_outcome_get_name (record->outcome));
      for (guint j = 0; j < N_MEASURES; j++)
        {
          const double value = measure (record, j);
          g_autofree char *cell = isfinite (value) ? ov_number_format (value) : g_strdup ("");

          g_string_append_printf (text, ",%s", cell);
        }
      if (best != NULL)
        g_string_append_printf (text, ",%u,%s\n", best->index, seconds);
      else
        g_string_append_printf (text, ",,%s\n", seconds);
    }

  return g_string_free (text, FALSE);
}

static JsonObject *
describe_run (const OvExportedRun *run)
{
  JsonObject *object = json_object_new ();
  g_autofree char *recipe = ov_recipe_to_json (&run->record->recipe);

  json_object_set_string_member (object, "id", run->entry->id);
  json_object_set_string_member (object, "name", run->entry->name);
  if (ov_recipe_is_foreign (&run->record->recipe))
    json_object_set_null_member (object, "recipe");
  else
    json_object_set_member (object, "recipe", json_from_string (recipe, NULL));
  json_object_set_int_member (object, "epochs", ov_history_get_n_epochs (run->record->history));
  json_object_set_string_member (object, "outcome", ov_outcome_get_name (run->record->outcome));
  for (guint j = 0; j < N_MEASURES; j++)
    json_object_set_double_member (object, measure_names[j], measure (run->record, j));
  json_object_set_double_member (object, "seconds",
                                 ov_history_get_seconds (run->record->history));

  return object;
}

static JsonObject *
describe_group (const OvSeedGroup *group)
{
  JsonObject *object = json_object_new ();
  JsonArray *seeds = json_array_new ();
  g_autofree char *recipe =
    ov_recipe_to_json (&((const OvRunRecord *) group->runs->pdata[0])->recipe);

  for (guint i = 0; i < group->runs->len; i++)
    json_array_add_int_element (seeds, ((const OvRunRecord *) group->runs->pdata[i])->recipe.seed);
  json_object_set_member (object, "recipe", json_from_string (recipe, NULL));
  json_object_set_array_member (object, "seeds", seeds);
  json_object_set_int_member (object, "diverged", group->n_diverged);
  for (guint j = 0; j < N_MEASURES; j++)
    {
      const OvRunStatistics statistics = measure_group (group, j);
      JsonObject *spread = json_object_new ();

      json_object_set_double_member (spread, "mean", statistics.mean);
      json_object_set_double_member (spread, "deviation", statistics.deviation);
      json_object_set_double_member (spread, "low", statistics.low);
      json_object_set_double_member (spread, "high", statistics.high);
      json_object_set_object_member (object, measure_names[j], spread);
    }

  return object;
}

static char *
make_json (const GPtrArray *runs,
           const GPtrArray *groups)
{
  JsonObject *object = json_object_new ();
  JsonArray *list = json_array_new ();
  JsonArray *means = json_array_new ();

  for (guint i = 0; i < runs->len; i++)
    json_array_add_object_element (list, describe_run (runs->pdata[i]));
  for (guint i = 0; i < groups->len; i++)
    json_array_add_object_element (means, describe_group (groups->pdata[i]));
  json_object_set_array_member (object, "runs", list);
  json_object_set_array_member (object, "means", means);

  return ov_study_print (object);
}

/**
 * ov_compare_report_make:
 * @runs: (element-type OvExportedRun): runs
 * @format: how they are written
 *
 * Returns: (transfer full): a row for each run, and, but in CSV, one for the mean of those that
 *   differ by the seed alone
 */
char *
ov_compare_report_make (const GPtrArray *runs,
                        OvStudyFormat    format)
{
  g_autoptr (GPtrArray) groups = find_groups (runs);

  if (format == OV_STUDY_CSV)
    return make_csv (runs);

  return format == OV_STUDY_JSON ? make_json (runs, groups) : make_text (runs, groups);
}

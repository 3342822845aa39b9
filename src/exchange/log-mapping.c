/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log-mapping.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Which columns of a log are what, and what becomes of them. */

static const struct
{
  const char  *name;
  const char  *title;
  OvEpochField field;
} roles[] = {
  [OV_LOG_EPOCH] = {"epoch", N_("Epoch"), OV_N_EPOCH_FIELDS},
  [OV_LOG_TRAIN_LOSS] = {"train-loss", N_("Training loss"), OV_EPOCH_TRAIN_LOSS},
  [OV_LOG_TEST_LOSS] = {"test-loss", N_("Test loss"), OV_EPOCH_TEST_LOSS},
  [OV_LOG_TRAIN_ACCURACY] = {"train-accuracy", N_("Training accuracy"), OV_EPOCH_TRAIN_ACCURACY},
  [OV_LOG_TEST_ACCURACY] = {"test-accuracy", N_("Test accuracy"), OV_EPOCH_TEST_ACCURACY},
  [OV_LOG_LEARNING_RATE] = {"learning-rate", N_("Learning rate"), OV_EPOCH_LEARNING_RATE},
};

/**
 * ov_log_role_get_name:
 * @role: what a column can be
 *
 * Returns: (transfer none): what it is called on the command line
 */
const char *
ov_log_role_get_name (OvLogRole role)
{
  g_return_val_if_fail (role < OV_N_LOG_ROLES, NULL);

  return roles[role].name;
}

/**
 * ov_log_role_get_title:
 * @role: what a column can be
 *
 * Returns: (transfer none): what people call it, translated
 */
const char *
ov_log_role_get_title (OvLogRole role)
{
  g_return_val_if_fail (role < OV_N_LOG_ROLES, NULL);

  return _(roles[role].title);
}

static gboolean
has_word (char      **words,
          const char *wanted)
{
  g_auto (GStrv) names = g_strsplit (wanted, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) names, words[i]))
      return TRUE;

  return FALSE;
}

/* How well a name fits a role: 0 for not at all. A loss of a validation set is preferred to one of
 * a test set, which is often measured once, and one of an epoch to one of a step. */
static guint
rate (const char *name,
      OvLogRole   role)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_auto (GStrv) words = g_strsplit_set (lower, "_-/. :", -1);
  const gboolean is_validation = has_word (words, "val valid validation eval dev");
  const gboolean is_test = has_word (words, "test");
  const gboolean is_loss = has_word (words, "loss");
  const gboolean is_accuracy = has_word (words, "acc accuracy");
  const gboolean is_rate = has_word (words, "lr") || strstr (lower, "learning_rate") != NULL;
  const gboolean wants_test = role == OV_LOG_TEST_LOSS || role == OV_LOG_TEST_ACCURACY;
  guint rating = 4;

  switch (role)
    {
    case OV_LOG_EPOCH:
      return strcmp (lower, "epoch") == 0 ? rating : 0;
    case OV_LOG_LEARNING_RATE:
      return is_rate && !is_loss && !is_accuracy ? rating : 0;
    case OV_LOG_TRAIN_LOSS:
    case OV_LOG_TEST_LOSS:
    case OV_LOG_TRAIN_ACCURACY:
    case OV_LOG_TEST_ACCURACY:
    case OV_N_LOG_ROLES:
    default:
      break;
    }

  if ((role == OV_LOG_TRAIN_LOSS || role == OV_LOG_TEST_LOSS ? !is_loss : !is_accuracy)
      || wants_test != (is_validation || is_test) || has_word (words, "best top5 top"))
    return 0;
  if (wants_test && !is_validation)
    rating--;
  if (has_word (words, "step batch last"))
    rating -= 2;

  return rating;
}

/* Returns the column of a role, or NULL when there is none that has a value. */
static const OvLogColumn *
get_column (const OvLogMapping *self,
            const OvLogTable   *table,
            OvLogRole           role)
{
  const int place = self->columns[role];
  const OvLogColumn *column = place >= 0 && (guint) place < table->columns->len
                                ? ov_log_table_get_column (table, (guint) place)
                                : NULL;

  return column != NULL && column->values->len > 0 ? column : NULL;
}

/**
 * ov_log_mapping_is_share:
 * @self: which columns are what
 * @table: a log
 *
 * Returns: whether no accuracy is above one, so that they can hardly be per cent
 */
gboolean
ov_log_mapping_is_share (const OvLogMapping *self,
                         const OvLogTable   *table)
{
  static const OvLogRole accuracies[] = {OV_LOG_TRAIN_ACCURACY, OV_LOG_TEST_ACCURACY};

  for (gsize i = 0; i < G_N_ELEMENTS (accuracies); i++)
    {
      const OvLogColumn *column = get_column (self, table, accuracies[i]);

      for (guint j = 0; column != NULL && j < column->values->len; j++)
        if (g_array_index (column->values, double, j) > 1.0)
          return FALSE;
    }

  return TRUE;
}

/**
 * ov_log_mapping_guess:
 * @self: (out): which columns are what, as far as their names tell
 * @table: a log
 */
void
ov_log_mapping_guess (OvLogMapping     *self,
                      const OvLogTable *table)
{
  g_return_if_fail (self != NULL && table != NULL);

  for (OvLogRole role = 0; role < OV_N_LOG_ROLES; role++)
    {
      guint best = 0;

      self->columns[role] = OV_LOG_NO_COLUMN;
      for (guint i = 0; i < table->columns->len; i++)
        {
          const OvLogColumn *column = ov_log_table_get_column (table, i);
          const guint rating =
            !column->is_text && column->values->len > 0 ? rate (column->name, role) : 0;

          if (rating > best)
            self->columns[role] = (int) i;
          best = MAX (best, rating);
        }
    }
  self->is_share = ov_log_mapping_is_share (self, table);
}

/**
 * ov_log_mapping_choose:
 * @self: which columns are what
 * @table: a log
 * @role: what a column is
 * @name: what the log calls the column; "" for none
 * @reason: (out) (transfer full): why it cannot be, to be put into a sentence
 *
 * Changes a guess. Accuracies are shares again, if they can be.
 *
 * Returns: whether there is such a column of numbers
 */
gboolean
ov_log_mapping_choose (OvLogMapping     *self,
                       const OvLogTable *table,
                       OvLogRole         role,
                       const char       *name,
                       char            **reason)
{
  const int column = *name != '\0' ? ov_log_table_find (table, name) : OV_LOG_NO_COLUMN;

  g_return_val_if_fail (self != NULL && table != NULL && role < OV_N_LOG_ROLES, FALSE);

  if (column == OV_LOG_NO_COLUMN && *name != '\0')
    {
      g_autofree char *columns = ov_log_table_list (table);

      *reason = g_strdup_printf (_("it has no column “%s” of numbers, but %s"), name, columns);
      return FALSE;
    }
  self->columns[role] = column;
  self->is_share = ov_log_mapping_is_share (self, table);

  return TRUE;
}

/* Puts the epoch of each row into @epochs, [rows], by the column that says it: a row whose cell is
 * blank belongs to the epoch of the next row that has one, and at the end to that of the last.
 * Returns whether they can be epochs. */
static gboolean
take_epochs (const OvLogColumn *column,
             guint              n_rows,
             double            *epochs)
{
  guint next = 0;

  for (guint row = 0; row < n_rows; row++)
    {
      double epoch;

      while (next + 1 < column->rows->len && g_array_index (column->rows, guint, next) < row)
        next++;
      epoch = g_array_index (column->values, double, next);
      if (!(epoch >= 0.0 && epoch <= OV_RECIPE_MOST_EPOCHS))
        return FALSE;
      epochs[row] = floor (epoch);
    }

  return TRUE;
}

/* Where no column says it, an epoch ends with each value of the test set, or else with each of the
 * training set. */
static void
count_epochs (const OvLogMapping *self,
              const OvLogTable   *table,
              double             *epochs)
{
  static const OvLogRole ends[] = {OV_LOG_TEST_LOSS, OV_LOG_TEST_ACCURACY, OV_LOG_TRAIN_LOSS,
                                   OV_LOG_TRAIN_ACCURACY};
  const OvLogColumn *column = NULL;
  guint next = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (ends) && column == NULL; i++)
    column = get_column (self, table, ends[i]);
  for (guint row = 0; row < table->n_rows; row++)
    {
      epochs[row] = next;
      if (column != NULL && next < column->rows->len
          && g_array_index (column->rows, guint, next) == row)
        next++;
    }
}

/* What a cell becomes. A log has nan for a loss that has grown beyond all numbers; a nan of ours
 * says that nothing is known. */
static double
convert (const OvLogMapping *self,
         OvEpochField        field,
         double              value)
{
  const gboolean is_loss = field == OV_EPOCH_TRAIN_LOSS || field == OV_EPOCH_TEST_LOSS;
  const gboolean is_accuracy =
    field == OV_EPOCH_TRAIN_ACCURACY || field == OV_EPOCH_TEST_ACCURACY;

  if (is_loss)
    return isnan (value) ? INFINITY : value;
  if (is_accuracy && self->is_share)
    value *= 100.0;
  if (is_accuracy && !(value >= 0.0 && value <= 100.0))
    return OV_EPOCH_MISSING;

  return isnan (value) ? OV_EPOCH_MISSING : value;
}

/* Puts a column's values into the epochs that begin at @first. Of several values of an epoch the
 * last one counts. */
static void
fill (const OvLogMapping *self,
      const OvLogColumn  *column,
      OvEpochField        field,
      const double       *row_epochs,
      guint               first,
      OvEpoch            *epochs)
{
  for (guint i = 0; i < column->rows->len; i++)
    {
      const guint row = g_array_index (column->rows, guint, i);
      const guint place = (guint) row_epochs[row] - first;

      ov_epoch_set_field (&epochs[place], field,
                          convert (self, field, g_array_index (column->values, double, i)));
    }
}

/* Programs count from 0 or from 1. Returns the first number. */
static guint
find_first (const double *row_epochs,
            guint         n_rows,
            guint        *n_epochs)
{
  double least = OV_RECIPE_MOST_EPOCHS;
  double most = 0.0;
  guint first;

  for (guint row = 0; row < n_rows; row++)
    {
      least = MIN (least, row_epochs[row]);
      most = MAX (most, row_epochs[row]);
    }
  first = least >= 1.0 ? 1 : 0;
  *n_epochs = (guint) most + 1 - first;

  return first;
}

/* Whether the log says anything about an epoch. */
static gboolean
is_known (const OvEpoch *epoch)
{
  for (OvEpochField field = 0; field < OV_N_EPOCH_FIELDS; field++)
    if (!ov_epoch_is_missing (ov_epoch_get_field (epoch, field)))
      return TRUE;

  return FALSE;
}

static OvRunRecord *
make_record (const OvEpoch *epochs,
             guint          n_epochs)
{
  OvRecipe recipe;
  OvRunRecord *record;

  /* Rows after the last value, of other columns, make no epoch. */
  while (n_epochs > 1 && !is_known (&epochs[n_epochs - 1]))
    n_epochs--;

  ov_recipe_init_foreign (&recipe);
  record = ov_run_record_new (&recipe, NULL, 0);
  for (guint i = 0; i < n_epochs; i++)
    ov_history_append (record->history, &epochs[i]);
  record->outcome = ov_history_has_diverged (record->history) ? OV_OUTCOME_DIVERGED
                                                              : OV_OUTCOME_FINISHED;

  return record;
}

/* Whether there is anything to draw. */
static gboolean
has_curve (const OvLogMapping *self,
           const OvLogTable   *table)
{
  for (OvLogRole role = OV_LOG_TRAIN_LOSS; role <= OV_LOG_TEST_ACCURACY; role++)
    if (get_column (self, table, role) != NULL)
      return TRUE;

  return FALSE;
}

/**
 * ov_log_mapping_apply:
 * @self: which columns are what
 * @table: a log
 * @reason: (out) (transfer full): why it makes no run, to be put into a sentence
 *
 * Makes a run of a log. What an epoch lacks is %OV_EPOCH_MISSING; epochs are counted from 0.
 *
 * Returns: (transfer full) (nullable): the record of a run without a recipe, or %NULL with @reason
 *   set
 */
OvRunRecord *
ov_log_mapping_apply (const OvLogMapping *self,
                      const OvLogTable   *table,
                      char              **reason)
{
  const OvLogColumn *column;
  g_autofree double *row_epochs = NULL;
  g_autofree OvEpoch *epochs = NULL;
  guint n_epochs;
  guint first;

  g_return_val_if_fail (self != NULL && table != NULL && reason != NULL, NULL);

  *reason = NULL;
  row_epochs = g_new0 (double, MAX (table->n_rows, 1));
  column = get_column (self, table, OV_LOG_EPOCH);
  if (!has_curve (self, table))
    {
      g_autofree char *columns = ov_log_table_list (table);

      *reason =
        g_strdup_printf (_("no column of it is called a loss or an accuracy; it has %s"), columns);
    }
  else if (table->n_rows == 0)
    *reason = g_strdup (_("it has no epoch yet"));
  else if (column != NULL && !take_epochs (column, table->n_rows, row_epochs))
    *reason = g_strdup_printf (_("its column “%s” does not hold numbers of epochs"),
                               column->name);
  else if (column == NULL)
    count_epochs (self, table, row_epochs);
  if (*reason != NULL)
    return NULL;

  first = find_first (row_epochs, table->n_rows, &n_epochs);
  if (n_epochs > OV_RECIPE_MOST_EPOCHS)
    {
      *reason = g_strdup_printf (_("it has more than %u epochs"), OV_RECIPE_MOST_EPOCHS);
      return NULL;
    }
  epochs = g_new (OvEpoch, n_epochs);
  for (guint i = 0; i < n_epochs; i++)
    ov_epoch_init_missing (&epochs[i], i);
  for (OvLogRole role = OV_LOG_TRAIN_LOSS; role < OV_N_LOG_ROLES; role++)
    {
      column = get_column (self, table, role);
      if (column != NULL)
        fill (self, column, roles[role].field, row_epochs, first, epochs);
    }

  return make_record (epochs, n_epochs);
}

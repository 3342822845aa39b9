/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-column.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "duration.h"
#include "model.h"
#include "number.h"
#include "run-branch.h"

/* From this many epochs on there is always a diagnosis. */
#define LEAST_EPOCHS 5

static double
get_parameter (const OvRunColumn *self,
               OvRunItem         *item)
{
  const OvParameter *parameter = ov_parameter_find (self->parameter);
  const OvRecipe *recipe = ov_run_item_get_recipe (item);

  return ov_parameter_unused (parameter, recipe) == NULL ? ov_parameter_get (parameter, recipe)
                                                         : NAN;
}

static char *
format_parameter (const OvRunColumn *self,
                  OvRunItem         *item)
{
  const double value = get_parameter (self, item);

  return isnan (value) ? g_strdup ("–")
                       : ov_parameter_format_local (ov_parameter_find (self->parameter), value);
}

static char *
format_branch (const OvRunColumn *self,
               OvRunItem         *item)
{
  return ov_run_branch_format (item);
}

static char *
format_network (const OvRunColumn *self,
                OvRunItem         *item)
{
  return g_strdup (ov_recipe_get_title (ov_run_item_get_recipe (item)));
}

static char *
format_loss_kind (const OvRunColumn *self,
                  OvRunItem         *item)
{
  /* What another program calls a loss. */
  if (ov_run_item_is_foreign (item))
    return g_strdup (_("its program’s own"));

  return g_strdup (ov_run_item_get_recipe (item)->model->loss == OV_LOSS_CROSS_ENTROPY
                     ? _("cross-entropy")
                     : _("squared error"));
}

static char *
format_data (const OvRunColumn *self,
             OvRunItem         *item)
{
  return g_strdup (ov_run_item_get_data_name (item));
}

/* Whether another column shows a number of the recipe, or whether it is shown with the epochs. */
static gboolean
has_column (const char *key)
{
  const OvRunColumn *columns;
  gsize n_columns;

  columns = ov_run_column_list (&n_columns);
  for (gsize i = 0; i < n_columns; i++)
    if (g_strcmp0 (columns[i].parameter, key) == 0)
      return TRUE;

  return strcmp (key, "epochs") == 0;
}

/* What a recipe has that its preset has not, of the numbers that are seldom turned. */
static char *
format_others (const OvRunColumn *self,
               OvRunItem         *item)
{
  const OvRecipe *recipe = ov_run_item_get_recipe (item);
  const OvPreset *preset = ov_preset_find (recipe->preset);
  g_autoptr (GString) text = g_string_new (NULL);
  const OvParameter *parameters;
  gsize n_parameters;

  parameters = ov_parameter_list (&n_parameters);
  for (gsize i = 0; i < n_parameters; i++)
    {
      const double value = ov_parameter_get (&parameters[i], recipe);
      g_autofree char *number = NULL;

      if (has_column (parameters[i].key) || ov_parameter_unused (&parameters[i], recipe) != NULL
          || value == ov_parameter_get (&parameters[i], &preset->recipe))
        continue;
      number = ov_parameter_format_local (&parameters[i], value);
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", _(parameters[i].title),
                              number);
    }

  return g_strdup (text->str);
}

static double
get_epochs (const OvRunColumn *self,
            OvRunItem         *item)
{
  return ov_run_item_get_facts (item)->n_epochs;
}

/* What was broken off is distinguished from what is complete. */
static char *
format_epochs (const OvRunColumn *self,
               OvRunItem         *item)
{
  const OvRunFacts *facts = ov_run_item_get_facts (item);

  if (facts->outcome == OV_OUTCOME_FINISHED)
    return g_strdup_printf ("%u", facts->n_epochs);
  if (facts->outcome == OV_OUTCOME_DIVERGED)
    /* Translators: how many epochs a run had when it diverged. */
    return g_strdup_printf (_("%u, diverged"), facts->n_epochs);

  /* Translators: how many epochs are done, and how many there were to be. */
  return g_strdup_printf (_("%u of %u"), facts->n_epochs, ov_run_item_get_recipe (item)->epochs);
}

static double
get_accuracy (const OvRunColumn *self,
              OvRunItem         *item)
{
  return ov_run_item_get_facts (item)->best_accuracy;
}

static char *
format_accuracy (const OvRunColumn *self,
                 OvRunItem         *item)
{
  const OvRunFacts *facts = ov_run_item_get_facts (item);

  if (isnan (facts->best_accuracy))
    return g_strdup ("–");

  /* How far the run has come stands beside it. */
  /* Translators: the best accuracy on the test set, and the epoch that has it. */
  return g_strdup_printf (_("%.1f %% @ %u"), facts->best_accuracy, facts->best_epoch);
}

static double
get_loss (const OvRunColumn *self,
          OvRunItem         *item)
{
  return ov_run_item_get_facts (item)->last_loss;
}

static char *
format_loss (const OvRunColumn *self,
             OvRunItem         *item)
{
  const OvRunFacts *facts = ov_run_item_get_facts (item);

  if (facts->n_epochs == 0)
    return g_strdup ("–");

  if (ov_run_item_is_foreign (item) && isnan (facts->last_loss))
    return g_strdup ("–");

  return isfinite (facts->last_loss) ? ov_number_format_full (facts->last_loss, 4)
                                     : g_strdup (_("not finite"));
}

static char *
format_diagnosis (const OvRunColumn *self,
                  OvRunItem         *item)
{
  const OvRunFacts *facts = ov_run_item_get_facts (item);

  /* Of another program, or too short to be judged. In words it would widen the column for each run
   * that begins. */
  if (facts->diagnosis == OV_DIAGNOSIS_UNKNOWN
      && (ov_run_item_is_foreign (item)
          || (facts->outcome != OV_OUTCOME_NONE && facts->n_epochs < LEAST_EPOCHS)))
    return g_strdup ("–");

  /* Not judged yet. */
  if (facts->diagnosis == OV_DIAGNOSIS_UNKNOWN)
    return g_strdup ("…");

  return g_strdup (ov_diagnosis_kind_get_title (facts->diagnosis,
                                                facts->outcome != OV_OUTCOME_NONE));
}

static double
get_seconds (const OvRunColumn *self,
             OvRunItem         *item)
{
  return ov_run_item_get_facts (item)->seconds;
}

static char *
format_seconds (const OvRunColumn *self,
                OvRunItem         *item)
{
  const double seconds = ov_run_item_get_facts (item)->seconds;

  /* A log need not say how long its epochs took. */
  if (ov_run_item_is_foreign (item) && !(seconds > 0.0))
    return g_strdup ("–");

  return ov_duration_format (seconds);
}

static double
get_started (const OvRunColumn *self,
             OvRunItem         *item)
{
  return (double) ov_run_item_get_started (item);
}

static char *
format_started (const OvRunColumn *self,
                OvRunItem         *item)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) utc =
    g_date_time_new_from_unix_utc (ov_run_item_get_started (item) / G_USEC_PER_SEC);
  g_autoptr (GDateTime) started = utc != NULL ? g_date_time_to_local (utc) : NULL;
  const gboolean is_today = started != NULL
                            && g_date_time_get_year (started) == g_date_time_get_year (now)
                            && g_date_time_get_day_of_year (started)
                                 == g_date_time_get_day_of_year (now);

  if (started == NULL)
    return g_strdup ("–");

  return g_date_time_format (started, is_today ? "%H:%M" : "%x %H:%M");
}

/* The numbers of a recipe that are turned most often have columns of their own. */
static const OvRunColumn columns[] = {
  {N_("Branch of"), .only_if_different = TRUE, .is_rare = TRUE, .format = format_branch},
  {N_("Network"), .only_if_different = TRUE, .format = format_network},
  {N_("Data"), .only_if_different = TRUE, .format = format_data},
  {N_("Rate"), "learning-rate", TRUE, .value = get_parameter},
  {N_("Decay"), "decay", TRUE, .value = get_parameter},
  {N_("Regularisation"), "regularisation", TRUE, .value = get_parameter},
  {N_("Momentum"), "momentum", TRUE, .value = get_parameter},
  {N_("Batch"), "batch-size", TRUE, .value = get_parameter},
  {N_("Hidden"), "hidden-units", TRUE, .value = get_parameter},
  {N_("Seed"), "seed", TRUE, .value = get_parameter},
  {N_("Otherwise"), .only_if_different = TRUE, .format = format_others},
  {N_("Epochs"), .value = get_epochs, .format = format_epochs},
  {N_("Best Test"), .value = get_accuracy, .format = format_accuracy,
   .format_heading = ov_run_heading_format_accuracy},
  {N_("Last Loss"), .value = get_loss, .format = format_loss},
  {N_("Kind of Loss"), .only_if_different = TRUE, .format = format_loss_kind},
  {N_("Diagnosis"), .format = format_diagnosis},
  {N_("Time"), .value = get_seconds, .format = format_seconds},
  {N_("Started"), .value = get_started, .format = format_started},
};

/**
 * ov_run_column_list:
 * @n_columns: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_columns): the columns beside those with the colour and
 *   the name
 */
const OvRunColumn *
ov_run_column_list (gsize *n_columns)
{
  g_return_val_if_fail (n_columns != NULL, NULL);

  *n_columns = G_N_ELEMENTS (columns);

  return columns;
}

/**
 * ov_run_column_format:
 * @self: a column
 * @item: a run
 *
 * Returns: (transfer full): what stands in the run's cell
 */
char *
ov_run_column_format (const OvRunColumn *self,
                      OvRunItem         *item)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (OV_IS_RUN_ITEM (item), NULL);

  return self->format != NULL ? self->format (self, item) : format_parameter (self, item);
}

/**
 * ov_run_column_format_heading:
 * @self: a column
 * @heading: what stands above a group
 *
 * Returns: (transfer full): what stands in the heading's row: what all runs of the group have
 *   there, or nothing where they differ, unless the column has something better to say
 */
char *
ov_run_column_format_heading (const OvRunColumn *self,
                              OvRunHeading      *heading)
{
  GPtrArray *items;
  char *text;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (OV_IS_RUN_HEADING (heading), NULL);

  if (self->format_heading != NULL)
    return self->format_heading (heading);

  /* What became of a run is nobody else's. */
  items = ov_run_heading_get_items (heading);
  text = self->only_if_different ? ov_run_column_format (self, items->pdata[0]) : g_strdup ("");
  for (guint i = 1; *text != '\0' && i < items->len; i++)
    {
      g_autofree char *other = ov_run_column_format (self, items->pdata[i]);

      if (strcmp (other, text) != 0)
        *text = '\0';
    }

  return text;
}

/* By the numbers in them, where they have some; nothing comes last. */
static int
compare_texts (const OvRunColumn *self,
               OvRunItem         *a,
               OvRunItem         *b)
{
  g_autofree char *first = ov_run_column_format (self, a);
  g_autofree char *second = ov_run_column_format (self, b);
  g_autofree char *first_key = NULL;
  g_autofree char *second_key = NULL;

  if (*first == '\0' || *second == '\0')
    return (*first == '\0') - (*second == '\0');

  first_key = g_utf8_collate_key_for_filename (first, -1);
  second_key = g_utf8_collate_key_for_filename (second, -1);

  return strcmp (first_key, second_key);
}

/**
 * ov_run_column_compare:
 * @self: a column
 * @a: a run
 * @b: another one
 *
 * Returns: less than, equal to or more than 0 as @a stands before @b in ascending order
 */
int
ov_run_column_compare (const OvRunColumn *self,
                       OvRunItem         *a,
                       OvRunItem         *b)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->value != NULL)
    {
      const double first = self->value (self, a);
      const double second = self->value (self, b);

      if (isnan (first) || isnan (second))
        return isnan (first) - isnan (second);

      return first < second ? -1 : first > second;
    }

  return compare_texts (self, a, b);
}

/**
 * ov_run_column_is_number:
 * @self: a column
 *
 * Returns: whether its cells are numbers, which stand to the right
 */
gboolean
ov_run_column_is_number (const OvRunColumn *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->value != NULL;
}

static gboolean
are_equal (const OvRunColumn *self,
           OvRunItem         *a,
           OvRunItem         *b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (self->value != NULL)
    return ov_run_column_compare (self, a, b) == 0;

  first = ov_run_column_format (self, a);
  second = ov_run_column_format (self, b);

  return strcmp (first, second) == 0;
}

static gboolean
has_text (const OvRunColumn *self,
          OvRunItem         *item)
{
  g_autofree char *text = ov_run_column_format (self, item);

  return *text != '\0';
}

/**
 * ov_run_column_is_wanted:
 * @self: a column
 * @items: of #OvRunItem
 *
 * Returns: whether it says anything about the runs: a column in which all agree only takes room,
 *   unless what became of each stands in it, or what few have
 */
gboolean
ov_run_column_is_wanted (const OvRunColumn *self,
                         GListModel        *items)
{
  g_autoptr (OvRunItem) first = g_list_model_get_item (items, 0);
  const guint n_items = g_list_model_get_n_items (items);

  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->only_if_different)
    return TRUE;
  for (guint i = 1; i < n_items; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (items, i);

      if (!are_equal (self, first, item))
        return TRUE;
    }

  return self->is_rare && first != NULL && has_text (self, first);
}

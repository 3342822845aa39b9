/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-heading.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "parameter.h"
#include "run-statistics.h"

/**
 * OvRunHeading:
 *
 * What stands above the runs of a group in a list: what they have in common, how many they are and
 * what came out of them.
 */
struct _OvRunHeading
{
  GObject       parent_instance;

  OvRunGrouping grouping;
  GPtrArray    *items; /* of OvRunItem, at least one */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvRunHeading, ov_run_heading, G_TYPE_OBJECT)

static int
compare_but_seed (const OvRecipe *a,
                  const OvRecipe *b)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  for (gsize i = 0; i < n_parameters; i++)
    {
      const double first = ov_parameter_get (&parameters[i], a);
      const double second = ov_parameter_get (&parameters[i], b);

      if (first != second && strcmp (parameters[i].key, "seed") != 0)
        return first < second ? -1 : 1;
    }

  return 0;
}

/**
 * ov_run_grouping_compare:
 * @self: how runs are grouped
 * @a: a run
 * @b: another
 *
 * Returns: 0 when both belong to one group, or nothing is grouped; else less than 0 when the group
 *   of @a comes before that of @b, and more than 0 when it comes after it
 */
int
ov_run_grouping_compare (OvRunGrouping self,
                         OvRunItem    *a,
                         OvRunItem    *b)
{
  const OvRecipe *first = ov_run_item_get_recipe (a);
  const OvRecipe *second = ov_run_item_get_recipe (b);
  int order;

  if (self == OV_RUN_GROUPING_NONE)
    return 0;

  order = strcmp (ov_run_item_get_data (a), ov_run_item_get_data (b));
  if (order == 0)
    order = strcmp (first->preset, second->preset);

  return order != 0 || self == OV_RUN_GROUPING_NETWORK ? order : compare_but_seed (first, second);
}

static void
ov_run_heading_finalize (GObject *object)
{
  g_ptr_array_unref (OV_RUN_HEADING (object)->items);

  G_OBJECT_CLASS (ov_run_heading_parent_class)->finalize (object);
}

static void
ov_run_heading_class_init (OvRunHeadingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ov_run_heading_finalize;

  /* OvRunHeading::changed: something about one of the runs has changed. */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_RUN_HEADING, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_run_heading_init (OvRunHeading *self)
{
}

static void
item_changed_cb (OvRunHeading *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * ov_run_heading_new:
 * @grouping: why the runs belong together
 * @items: (element-type OvRunItem): the runs of a group, at least one; referenced
 *
 * Returns: (transfer full): a heading
 */
OvRunHeading *
ov_run_heading_new (OvRunGrouping grouping,
                    GPtrArray    *items)
{
  OvRunHeading *self;

  g_return_val_if_fail (items != NULL && items->len > 0, NULL);

  self = g_object_new (OV_TYPE_RUN_HEADING, NULL);
  self->grouping = grouping;
  self->items = g_ptr_array_ref (items);
  for (guint i = 0; i < items->len; i++)
    g_signal_connect_object (items->pdata[i], "changed", G_CALLBACK (item_changed_cb), self,
                             G_CONNECT_SWAPPED);

  return self;
}

/**
 * ov_run_heading_get_grouping:
 * @self: a heading
 *
 * Returns: why the runs beneath it belong together
 */
OvRunGrouping
ov_run_heading_get_grouping (OvRunHeading *self)
{
  g_return_val_if_fail (OV_IS_RUN_HEADING (self), OV_RUN_GROUPING_NONE);

  return self->grouping;
}

/**
 * ov_run_heading_get_items:
 * @self: a heading
 *
 * Returns: (transfer none) (element-type OvRunItem): the runs beneath it
 */
GPtrArray *
ov_run_heading_get_items (OvRunHeading *self)
{
  g_return_val_if_fail (OV_IS_RUN_HEADING (self), NULL);

  return self->items;
}

/* How many of the runs diverged, and how many are not at their end. */
static void
count (OvRunHeading *self,
       guint        *n_diverged,
       guint        *n_unfinished)
{
  *n_diverged = *n_unfinished = 0;
  for (guint i = 0; i < self->items->len; i++)
    {
      const OvRunFacts *facts = ov_run_item_get_facts (self->items->pdata[i]);

      *n_diverged += facts->outcome == OV_OUTCOME_DIVERGED;
      *n_unfinished += !ov_run_facts_are_complete (facts);
    }
}

/* The recipe in few words: what it has that its preset has not, but for the seed. */
static char *
describe_recipe (const OvRecipe *recipe)
{
  g_autofree char *difference = NULL;
  OvRecipe preset;

  ov_recipe_init_preset (&preset, recipe->preset, NULL);
  if (ov_recipe_equal_but_seed (recipe, &preset))
    return g_strdup (ov_recipe_get_title (recipe));

  preset.seed = recipe->seed;
  difference = ov_recipe_describe_difference (recipe, &preset);

  return g_strdup_printf ("%s, %s", ov_recipe_get_title (recipe), difference);
}

/**
 * ov_run_heading_format_count:
 * @self: a heading
 *
 * Returns: (transfer full): how many the runs are, such as "5 runs, 1 diverged"
 */
char *
ov_run_heading_format_count (OvRunHeading *self)
{
  guint n_diverged, n_unfinished;
  GString *text;

  g_return_val_if_fail (OV_IS_RUN_HEADING (self), NULL);

  count (self, &n_diverged, &n_unfinished);
  text = g_string_new (NULL);
  g_string_append_printf (text,
                          g_dngettext (GETTEXT_PACKAGE, "%u run", "%u runs", self->items->len),
                          self->items->len);
  if (n_diverged > 0)
    g_string_append_printf (text, _(", %u diverged"), n_diverged);
  if (n_unfinished > 0)
    g_string_append_printf (text, _(", %u unfinished"), n_unfinished);

  return g_string_free (text, FALSE);
}

/**
 * ov_run_heading_format_title:
 * @self: a heading
 *
 * Returns: (transfer full): what the runs have in common and how many they are, such as "Linear
 *   classifier, learning rate 0.02: 5 runs, 1 diverged"
 */
char *
ov_run_heading_format_title (OvRunHeading *self)
{
  const OvRecipe *recipe;
  g_autofree char *common = NULL;
  g_autofree char *n_runs = NULL;

  g_return_val_if_fail (OV_IS_RUN_HEADING (self), NULL);

  recipe = ov_run_item_get_recipe (self->items->pdata[0]);
  common = self->grouping == OV_RUN_GROUPING_NETWORK ? g_strdup (ov_recipe_get_title (recipe))
                                                     : describe_recipe (recipe);
  n_runs = ov_run_heading_format_count (self);

  /* Translators: what runs have in common, and how many they are. */
  return g_strdup_printf (_("%s: %s"), common, n_runs);
}

/**
 * ov_run_heading_format_accuracy:
 * @self: a heading
 *
 * Returns: (transfer full): the mean of the best test accuracies and their standard deviation (of
 *   a sample, with n − 1), over the runs that finished; "" unless these differ only by the seed and
 *   are at least two
 */
char *
ov_run_heading_format_accuracy (OvRunHeading *self)
{
  g_autofree double *values = NULL;
  OvRunStatistics statistics;
  guint n = 0;

  g_return_val_if_fail (OV_IS_RUN_HEADING (self), NULL);

  values = g_new (double, self->items->len);
  for (guint i = 0; i < self->items->len; i++)
    {
      const OvRunFacts *facts = ov_run_item_get_facts (self->items->pdata[i]);

      /* A branch has had its recipe for a part of its epochs only. */
      if (facts->outcome == OV_OUTCOME_FINISHED
          && ov_run_item_get_parent (self->items->pdata[i], NULL) == NULL)
        values[n++] = facts->best_accuracy;
    }
  ov_run_statistics_measure (&statistics, values, n);
  if (self->grouping != OV_RUN_GROUPING_ALL_BUT_SEED || !isfinite (statistics.deviation))
    return g_strdup ("");

  /* Translators: a mean and a standard deviation. */
  return g_strdup_printf (_("%.1f ± %.2f %%"), statistics.mean, statistics.deviation);
}

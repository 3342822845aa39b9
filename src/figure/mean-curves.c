/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mean-curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "number.h"

/* The mean of one group: the training set's curve and the test set's. */
typedef struct
{
  const OvSeedGroup *group; /* borrowed */
  guint              series[2];
  gboolean           is_front;
  guint              slot;
  guint             *n_epochs; /* [runs], that are in the curves */
  guint              n_drawn;
  double             seconds; /* of training, of the drawn epochs */
} Mean;

struct _OvMeanCurves
{
  OvChart      *chart; /* borrowed */
  OvQuantity    quantity;
  OvFigureStyle style;
  GArray       *members; /* of OvMeanMember, each of which has a reference of its run */
  GPtrArray    *groups;  /* of OvSeedGroup; NULL while nothing is drawn */
  GPtrArray    *means;   /* of Mean */
};

static void
free_mean (gpointer data)
{
  Mean *mean = data;

  g_free (mean->n_epochs);
  g_free (mean);
}

static void
clear_member (gpointer data)
{
  ov_run_record_unref (((OvMeanMember *) data)->run);
}

/**
 * ov_mean_curves_make_name:
 * @group: runs that differ only by the seed
 * @seeds: how they are shown, not by themselves
 *
 * Returns: (transfer full): what their mean is called, such as "mean of 4 seeds, min–max, 1
 *   unfinished, 1 more diverged": whoever reads it knows what it is made of
 */
char *
ov_mean_curves_make_name (const OvSeedGroup *group,
                          OvSeeds            seeds)
{
  GString *name = g_string_new (NULL);
  guint n_unfinished;

  g_return_val_if_fail (group != NULL, NULL);

  /* Translators: a curve's name; there are always at least two seeds. */
  if (seeds == OV_SEEDS_RANGE)
    g_string_append_printf (name, _("mean of %u seeds, min–max"), group->runs->len);
  else
    g_string_append_printf (name, _("mean ± standard deviation of %u seeds"), group->runs->len);

  n_unfinished = ov_seed_group_count_unfinished (group);
  if (n_unfinished > 0)
    /* Translators: how many of the runs that a mean is taken of have not come to their end. */
    g_string_append_printf (name, _(", %u unfinished"), n_unfinished);
  if (group->n_diverged > 0)
    /* Translators: how many runs have diverged, and are no part of a mean. */
    g_string_append_printf (name, _(", %u more diverged"), group->n_diverged);

  return g_string_free (name, FALSE);
}

/**
 * ov_mean_curves_new:
 * @chart: a chart, which has to outlive the curves
 * @quantity: what it shows
 *
 * Returns: (transfer full): no curves yet, to be freed with ov_mean_curves_free()
 */
OvMeanCurves *
ov_mean_curves_new (OvChart   *chart,
                    OvQuantity quantity)
{
  OvMeanCurves *self;

  g_return_val_if_fail (chart != NULL, NULL);

  self = g_new0 (OvMeanCurves, 1);
  self->chart = chart;
  self->quantity = quantity;
  self->members = g_array_new (FALSE, FALSE, sizeof (OvMeanMember));
  g_array_set_clear_func (self->members, clear_member);
  self->means = g_ptr_array_new_with_free_func (free_mean);

  return self;
}

/**
 * ov_mean_curves_free:
 * @self: curves; those that are drawn go with their chart
 */
void
ov_mean_curves_free (OvMeanCurves *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->members);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_ptr_array_unref (self->means);
  g_free (self);
}

static OvMeanMember *
get_member (OvMeanCurves *self,
            guint         index)
{
  return &g_array_index (self->members, OvMeanMember, index);
}

/* The mean that a run is part of, or NULL. */
static const Mean *
find_mean (OvMeanCurves      *self,
           const OvRunRecord *run)
{
  for (guint i = 0; i < self->means->len; i++)
    {
      const Mean *mean = self->means->pdata[i];

      if (ov_seed_group_contains (mean->group, run))
        return mean;
    }

  return NULL;
}

/* Takes the means off the chart, and puts the runs' own curves back. */
static void
remove_means (OvMeanCurves *self)
{
  for (guint i = 0; i < self->members->len; i++)
    if (find_mean (self, get_member (self, i)->run) != NULL)
      ov_curves_set_part_of_mean (get_member (self, i)->curves, FALSE);
  for (guint i = 0; i < self->means->len; i++)
    for (guint k = 0; k < 2; k++)
      ov_chart_remove_series (self->chart, ((const Mean *) self->means->pdata[i])->series[k]);
  g_ptr_array_set_size (self->means, 0);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
}

/**
 * ov_mean_curves_clear:
 * @self: curves
 *
 * Takes everything off the chart. To be called while the curves of all runs are still on it.
 */
void
ov_mean_curves_clear (OvMeanCurves *self)
{
  g_return_if_fail (self != NULL);

  remove_means (self);
  g_array_set_size (self->members, 0);
}

/* Names the curves of a mean. One of runs behind the one in front is told by what it has that the
 * run in front has not. */
static void
name_curves (OvMeanCurves *self,
             const Mean   *mean)
{
  const OvRecipe *front = &get_member (self, 0)->run->recipe;
  OvRecipe recipe = ((const OvRunRecord *) mean->group->runs->pdata[0])->recipe;
  g_autofree char *name = ov_mean_curves_make_name (mean->group, self->style.seeds);
  g_autofree char *what = NULL;
  g_autofree char *train = NULL;
  g_autofree char *test = NULL;

  recipe.seed = front->seed;
  if (mean->is_front)
    what = g_strdup (_("Training"));
  else if (!ov_recipe_equal (&recipe, front))
    what = ov_recipe_describe_difference (&recipe, front);
  train = what != NULL ? g_strdup_printf ("%s, %s", what, name) : g_strdup (name);
  test = mean->is_front ? g_strdup (_("Test"))
                        : g_strdup_printf (_("%s, test"), what != NULL ? what : name);

  ov_chart_set_series_name (self->chart, mean->series[0], train);
  ov_chart_set_series_name (self->chart, mean->series[1], test);
  ov_chart_set_series_listed (self->chart, mean->series[1], mean->is_front);
}

/* The statistics as the chart draws them; a single run has no spread. */
static OvSpread
measure (const OvMeanCurves *self,
         const Mean         *mean,
         guint               epoch,
         gboolean            train)
{
  OvRunStatistics found;
  gboolean is_range = self->style.seeds == OV_SEEDS_RANGE;

  ov_seed_group_measure (mean->group, epoch, ov_quantity_get_field (self->quantity, train), &found);

  return (OvSpread) {
    .middle = found.mean,
    .low = found.n < 2 ? NAN : is_range ? found.low
                                        : found.mean - found.deviation,
    .high = found.n < 2 ? NAN : is_range ? found.high
                                         : found.mean + found.deviation,
    .n = found.n,
  };
}

/* Where an epoch stands. Runs that share a place by epochs do not by seconds: there the mean has
 * taken as long as they did on average. */
static double
find_x (const OvMeanCurves *self,
        Mean               *mean,
        const OvTimeline   *timeline,
        guint               epoch)
{
  OvRunStatistics seconds;

  if (self->style.abscissa != OV_ABSCISSA_SECONDS)
    return ov_timeline_get_end (timeline, epoch);

  ov_seed_group_measure (mean->group, epoch, OV_EPOCH_SECONDS, &seconds);
  mean->seconds += seconds.mean;

  return mean->seconds;
}

/* Draws the epochs from n_drawn on. */
static void
append (OvMeanCurves *self,
        Mean         *mean)
{
  const OvRunRecord *first = mean->group->runs->pdata[0];
  g_autoptr (OvTimeline) timeline = ov_timeline_new (self->style.abscissa,
                                                     first->n_images[OV_SPLIT_TRAIN]);
  const guint from = mean->n_drawn;
  const guint n = ov_seed_group_count_epochs (mean->group) - from;
  g_autofree double *x = g_new (double, n);
  g_autofree OvSpread *y = g_new (OvSpread, n);

  for (guint i = 0; i < n; i++)
    x[i] = find_x (self, mean, timeline, from + i);
  for (guint k = 0; k < 2; k++)
    {
      for (guint i = 0; i < n; i++)
        y[i] = measure (self, mean, from + i, k == 0);
      ov_chart_append_spread (self->chart, mean->series[k], x, y, n);
    }
  mean->n_drawn += n;
}

/* Draws what is new. An epoch that one run has now and others had before has another mean than it
 * had, and then all are drawn anew. */
static void
update_mean (OvMeanCurves *self,
             Mean         *mean)
{
  guint first = G_MAXUINT;

  for (guint i = 0; i < mean->group->runs->len; i++)
    {
      const OvRunRecord *run = mean->group->runs->pdata[i];
      const guint n = ov_history_get_n_epochs (run->history);

      if (n != mean->n_epochs[i])
        first = MIN (first, mean->n_epochs[i]);
      mean->n_epochs[i] = n;
    }
  if (first == G_MAXUINT)
    return;

  if (first < mean->n_drawn || mean->n_drawn == 0)
    {
      mean->n_drawn = 0;
      mean->seconds = 0.0;
      for (guint k = 0; k < 2; k++)
        ov_chart_set_spread (self->chart, mean->series[k],
                             self->style.seeds == OV_SEEDS_RANGE ? OV_SPREAD_RANGE
                                                                 : OV_SPREAD_DEVIATION,
                             NULL, NULL, 0);
    }
  append (self, mean);
  name_curves (self, mean);
}

static void
add_mean (OvMeanCurves      *self,
          const OvSeedGroup *group)
{
  Mean *mean = g_new0 (Mean, 1);
  gboolean is_colour_found = FALSE;

  mean->group = group;
  mean->n_epochs = g_new0 (guint, group->runs->len);
  for (guint i = 0; i < self->members->len; i++)
    {
      const OvMeanMember *member = get_member (self, i);

      if (!ov_seed_group_contains (group, member->run))
        continue;
      mean->is_front |= member->is_front;
      if (!is_colour_found)
        mean->slot = member->slot;
      is_colour_found = TRUE;
      ov_curves_set_part_of_mean (member->curves, TRUE);
    }

  for (guint k = 0; k < 2; k++)
    {
      mean->series[k] = ov_chart_add_series (self->chart, NULL,
                                             mean->is_front ? k == 0 ? OV_SLOT_TRAIN : OV_SLOT_TEST
                                                            : mean->slot,
                                             k == 0 ? OV_LINE_SOLID : OV_LINE_DASHED);
      ov_chart_set_series_faint (self->chart, mean->series[k], !mean->is_front);
    }
  g_ptr_array_add (self->means, mean);
  update_mean (self, mean);
}

/* The runs whose curves can be seen at all. */
static GPtrArray *
find_groups (OvMeanCurves *self)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();

  for (guint i = 0; self->style.seeds != OV_SEEDS_SINGLE && i < self->members->len; i++)
    if (!get_member (self, i)->curves->is_other_kind)
      g_ptr_array_add (runs, get_member (self, i)->run);

  return ov_seed_group_find ((OvRunRecord *const *) runs->pdata, runs->len);
}

static gboolean
are_groups_equal (GPtrArray *a,
                  GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const OvSeedGroup *first = a->pdata[i];
      const OvSeedGroup *second = b->pdata[i];

      if (first->n_diverged != second->n_diverged || first->runs->len != second->runs->len
          || memcmp (first->runs->pdata, second->runs->pdata,
                     first->runs->len * sizeof (gpointer))
               != 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * ov_mean_curves_draw:
 * @self: curves
 * @style: how the chart looks; copied
 * @members: [@n_members]: the run in front, and then the others; copied, and their runs referenced
 * @n_members: how many
 *
 * Draws a mean for each group of runs that differ only by the seed, if the style wants any. The
 * curves of the members have to stay where they are until ov_mean_curves_clear().
 */
void
ov_mean_curves_draw (OvMeanCurves        *self,
                     const OvFigureStyle *style,
                     const OvMeanMember  *members,
                     guint                n_members)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (style != NULL);
  g_return_if_fail (members != NULL || n_members == 0);

  ov_mean_curves_clear (self);
  self->style = *style;
  g_array_append_vals (self->members, members, n_members);
  for (guint i = 0; i < n_members; i++)
    ov_run_record_ref (members[i].run);
  ov_mean_curves_update (self);
}

/**
 * ov_mean_curves_update:
 * @self: curves
 *
 * Draws what is new: epochs, and runs that have got their first one or have diverged.
 */
void
ov_mean_curves_update (OvMeanCurves *self)
{
  g_autoptr (GPtrArray) groups = NULL;

  g_return_if_fail (self != NULL);

  groups = find_groups (self);
  if (are_groups_equal (self->groups, groups))
    {
      for (guint i = 0; i < self->means->len; i++)
        update_mean (self, self->means->pdata[i]);
      return;
    }

  remove_means (self);
  self->groups = g_steal_pointer (&groups);
  for (guint i = 0; i < self->groups->len; i++)
    add_mean (self, self->groups->pdata[i]);
}

/**
 * ov_mean_curves_point_at:
 * @self: curves
 * @run: (nullable): the run that is pointed at
 *
 * Lets the mean of a run that is pointed at stay as it is, with the run's own curves over it, and
 * lowers all others. To be called after the runs' own curves have been told.
 */
void
ov_mean_curves_point_at (OvMeanCurves      *self,
                         const OvRunRecord *run)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->means->len; i++)
    {
      const Mean *mean = self->means->pdata[i];
      const gboolean is_lowered = run != NULL && !ov_seed_group_contains (mean->group, run);

      for (guint k = 0; k < 2; k++)
        ov_chart_set_series_emphasis (self->chart, mean->series[k],
                                      is_lowered ? OV_EMPHASIS_LOWERED : OV_EMPHASIS_NONE);
    }
  for (guint i = 0; i < self->members->len; i++)
    {
      const OvMeanMember *member = get_member (self, i);

      if (!member->is_front && find_mean (self, member->run) != NULL)
        ov_curves_set_visible (member->curves, member->run == run);
    }
}

/**
 * ov_mean_curves_describe:
 * @self: curves
 *
 * Returns: (transfer full) (nullable): what the mean of the run in front shows, for people who do
 *   not see it; %NULL when it is part of none
 */
char *
ov_mean_curves_describe (OvMeanCurves *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->means->len; i++)
    {
      const Mean *mean = self->means->pdata[i];
      const guint n = ov_seed_group_count_epochs (mean->group);
      g_autofree char *name = NULL;
      g_autofree char *middle = NULL;
      g_autofree char *low = NULL;
      g_autofree char *high = NULL;
      OvSpread test;

      if (!mean->is_front)
        continue;
      name = ov_mean_curves_make_name (mean->group, self->style.seeds);
      test = measure (self, mean, n - 1, FALSE);
      middle = ov_number_format_short (test.middle, 4);
      low = ov_number_format_short (test.low, 4);
      high = ov_number_format_short (test.high, 4);

      /* Translators: a mean, such as "mean of 5 seeds, min–max", and its value on the test set in
       * the last epoch, with the ends of its spread. */
      return g_strdup_printf (_("%s: test %s (%s to %s) in epoch %u"), name, middle, low, high,
                              n - 1);
    }

  return NULL;
}

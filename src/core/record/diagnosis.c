/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis.h"

#include <glib/gi18n-lib.h>

#include "dataset.h"
#include "diagnosis-private.h"
#include "model.h"
#include "schedule.h"
#include "stability.h"
#include "update-rule.h"

/* Fewer epochs than this show only that the loss is finite. */
#define LEAST_EPOCHS 5

/* A loss that grows by half in each of two epochs, beyond where it began, is lost. That of Adam may
 * do so in one and come back. */
#define EXPLOSIVE_GROWTH 1.5
#define LEAST_EXPLOSIVE_EPOCHS 3

/* Full-batch descent below the limit never raises the training loss of a linear classifier, and
 * noise raises it in every other epoch: nine rises in ten, by 0.1 per cent each or more, are
 * neither. */
#define RISING_SHARE 0.9
#define LEAST_GROWTH 1.001

/* From here on momentum takes more than ten epochs of full batches, which are what is looked at, to
 * turn. */
#define LONG_MOMENTUM 0.95

/* Above its start by more than a spike's height, and still rising more often than not. */
#define HIGH_LOSS 1.05
#define RISING_MOSTLY 0.6

/* The tick: the test loss is one per cent above its minimum, which can be seen on a chart, and
 * four standard deviations of its jitter, which chance does not give; the training loss has gone
 * down by one per cent meanwhile. */
#define LEAST_RISE 0.01
#define RISE_OVER_JITTER 4.0
#define LEAST_FALL_SINCE_TURN 0.01

/* The gap: so many more of the training images are right, in per cent of all, while the test loss
 * has gained less than a hundredth in the last third of the epochs. */
#define LEAST_GAP 12.0
#define LEAST_TEST_GAIN 0.01

/* Noise has an alternation of 0.67 ± 0.15 and a persistence of 0.17 ± 0.25 over some twenty
 * epochs; a mode that changes its sign in each epoch has 1 and its factor's square. The swing is a
 * tenth of what counts as a spike: a regular one is seen sooner. */
#define LEAST_ALTERNATION 0.8
#define LEAST_PERSISTENCE 0.55
#define LEAST_SWING 5e-4
#define LEAST_SWINGING_EPOCHS 10

/* So many rises, one of them as high, are no smooth curve, however long ago they were. */
#define LEAST_SWAYS 3
#define LEAST_SWAY 0.01

/* A training loss that has climbed by this much from foot to top has been seen to by anybody, also
 * when it has come back. With mini-batches it has to be more than their noise. */
#define LEAST_BUMP 0.05

/* What may be left of a climb that has come back, as a share of its height. */
#define MOST_REST 0.15

/* One of this size is no smooth curve, though nothing to worry about. */
#define LEAST_UNEVENNESS 0.02

/* What swings still rises, if only in some epochs: it falls as well. */
#define LEAST_LATEST_RISES 3

/* One later epoch in 25 that stands out visibly, two at least, is what people call spikes. */
#define LEAST_ROUGHNESS 0.04
#define LEAST_SPIKES 2

/* A training loss that stands so far above its least for two epochs, or further for one, has risen
 * for anybody to see. With mini-batches it has to be more than their noise. */
#define LEAST_EXCESS 0.01
#define LEAST_SUDDEN_EXCESS 0.05

/* A loss of full-batch descent that has risen by so much in an epoch is at what the rate allows. */
#define STRAIN 0.001

/* A run that takes less than a twentieth off its first loss in all its epochs has not learned. */
#define LEAST_FALL 0.05

/* Unless twice as many images were right at first as by chance, of ten classes, and an epoch brings
 * less than a tenth of what the second one did. */
#define LEARNED_ACCURACY 20.0
#define BENT_PACE 0.1

/* Such a run that rises in a quarter of its epochs, by more than rounding, is stuck. */
#define STUCK_SHARE 0.25
#define LEAST_STIR 1e-5

/* A curve stands still when the last third of its epochs brought less than half a per cent of the
 * whole fall. */
#define LEAST_LATE 0.005

/* And when it has not given back more than this of it either. */
#define MOST_LOST 0.05

/* Two layers need some epochs to leave the saddle at their small first weights, so slowness is not
 * named before a tenth of the run, nor before ten epochs. */
#define PATIENCE 10
#define PATIENCE_SHARE 10

static gboolean
is_exploding (const OvHistory *history)
{
  const guint last = ov_history_get_n_epochs (history) - 1;
  const double now = ov_history_get_epoch (history, last)->train_loss;
  const double before = ov_history_get_epoch (history, last - 1)->train_loss;

  return now >= EXPLOSIVE_GROWTH * before
         && before >= EXPLOSIVE_GROWTH * ov_history_get_epoch (history, last - 2)->train_loss
         && now > ov_history_get_epoch (history, 0)->train_loss;
}

static gboolean
is_diverging (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  double first_loss;

  if (ov_history_has_diverged (self->history))
    return TRUE;
  if (s->n_epochs >= LEAST_EXPLOSIVE_EPOCHS && is_exploding (self->history))
    return TRUE;
  if (s->n_epochs < LEAST_EPOCHS || s->growth < LEAST_GROWTH)
    return FALSE;

  first_loss = ov_history_get_epoch (self->history, 0)->train_loss;

  /* Momentum lifts a loss for many epochs on end, and lets it down again. */
  return (s->rising >= RISING_SHARE && self->recipe->momentum < LONG_MOMENTUM)
         || (s->rising >= RISING_MOSTLY
             && ov_history_get_last (self->history)->train_loss > HIGH_LOSS * first_loss);
}

/* How far the training loss stands above its least, as a share of that. */
double
ov_case_find_excess (const OvCase *self)
{
  const double least = ov_history_get_epoch (self->history, self->statistics.least)->train_loss;

  return ov_history_get_last (self->history)->train_loss / least - 1.0;
}

/* Whether the test loss has turned up while the training loss fell on. */
gboolean
ov_case_is_tick (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  const OvEpoch *turn = ov_history_get_epoch (self->history, s->turn);

  return s->rise >= MAX (LEAST_RISE, RISE_OVER_JITTER * s->jitter)
         && s->fall_since_turn >= LEAST_FALL_SINCE_TURN
         && ov_history_get_last (self->history)->train_loss < turn->train_loss;
}

static gboolean
is_overfitting (const OvCase *self)
{
  const OvEpoch *last = ov_history_get_last (self->history);

  return ov_case_is_tick (self)
         || (last->train_accuracy - last->test_accuracy >= LEAST_GAP
             && self->statistics.watched == OV_EPOCH_TEST_LOSS
             && self->statistics.late_test < LEAST_TEST_GAIN
             && ov_case_find_excess (self) < LEAST_EXCESS);
}

static gboolean
is_oscillating (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;

  return s->n_epochs >= LEAST_SWINGING_EPOCHS && s->swing >= LEAST_SWING
         && s->test_rises.n_latest >= LEAST_LATEST_RISES
         && s->alternation >= LEAST_ALTERNATION && s->persistence >= LEAST_PERSISTENCE;
}

static gboolean
is_spiky (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;

  return s->n_epochs >= LEAST_SWINGING_EPOCHS && s->n_spikes >= LEAST_SPIKES
         && s->roughness >= LEAST_ROUGHNESS;
}

/* Whether the training loss stands above where it has been. A bump at the beginning that it has
 * come back from is none of this. */
static gboolean
is_too_high (const OvCase *self)
{
  const double noise = !self->is_full ? RISE_OVER_JITTER * self->statistics.jitter
                                      : 0.0;

  const gboolean has_stayed = self->statistics.least + 2 < self->statistics.n_epochs;

  return ov_case_find_excess (self) >= MAX (has_stayed ? LEAST_EXCESS : LEAST_SUDDEN_EXCESS, noise);
}

/* A rate that is too low still lowers the loss in each epoch; one that has thrown the network where
 * nothing can be learned raises it again and again. */
static gboolean
is_stuck (const OvCase *self)
{
  const OvRises *rises = &self->statistics.train_rises;

  return rises->height >= LEAST_STIR && rises->n >= STUCK_SHARE * (self->statistics.n_epochs - 1);
}

/* Whether descent on full batches has had rises that a rate below the limit does not make. */
gboolean
ov_case_is_strained (const OvCase *self)
{
  return self->is_full && self->statistics.train_rises.height >= STRAIN;
}

/* Whether momentum has carried the steps past the lowest point and back. Without it, descent on
 * full batches below the limit never raises a paraboloid's loss. */
static gboolean
is_swaying (const OvCase *self)
{
  const OvRises *rises = &self->statistics.train_rises;

  return self->recipe->momentum > 0.0 && self->is_full
         && ov_update_rule_is_linear (self->recipe) && self->recipe->model->is_quadratic
         && (self->limit == 0.0 || ov_case_find_reached_rate (self) < self->limit)
         && rises->n >= LEAST_SWAYS && rises->climb >= LEAST_SWAY;
}

/* Whether the training loss has climbed and is again where it was, but for a rest. */
static gboolean
has_recovered (const OvCase *self)
{
  const double noise = self->is_full ? 0.0 : RISE_OVER_JITTER * self->statistics.jitter;
  const OvRises *rises = &self->statistics.train_rises;
  double foot, top, now;

  if (rises->climb < MAX (LEAST_BUMP, noise))
    return FALSE;

  foot = ov_history_get_epoch (self->history, rises->climb_start)->train_loss;
  top = ov_history_get_epoch (self->history, rises->climb_end)->train_loss;
  now = ov_history_get_last (self->history)->train_loss;

  return now <= foot + MOST_REST * (top - foot);
}

/* Whether the rate is beyond the limit now. */
gboolean
ov_case_is_beyond (const OvCase *self)
{
  const OvEpoch *last = ov_history_get_last (self->history);

  return self->limit > 0.0 && last != NULL && last->learning_rate > self->limit;
}

/* What will have been taken off the first loss when the epochs that are left go at the present
 * pace, as the schedule changes it. */
static double
project_fall (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  const guint n_left = self->recipe->epochs > s->n_epochs ? self->recipe->epochs - s->n_epochs : 0;
  OvSchedule schedule;

  ov_schedule_init (&schedule, self->recipe);

  return s->fall
         + MAX (s->pace, 0.0)
             * ov_schedule_get_reach (&schedule, MAX (s->n_epochs, 1) - 1, n_left);
}

static gboolean
has_had_time (const OvCase *self)
{
  const guint patience = MAX (PATIENCE, self->recipe->epochs / PATIENCE_SHARE);

  return self->statistics.n_epochs >= MIN (patience, MAX (self->recipe->epochs, LEAST_EPOCHS));
}

static gboolean
is_flat (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;

  return has_had_time (self) && s->late < LEAST_LATE && s->late > -MOST_LOST;
}

/* Whether the run had learned before its first loss was measured, as one in mini-batches does in
 * its first epoch, and slows down since: a higher rate would have little left to do. */
static gboolean
has_bent (const OvCase *self)
{
  const OvEpoch *first = ov_history_get_epoch (self->history, 0);
  const OvEpoch *second = ov_history_get_epoch (self->history, 1);

  return first->train_accuracy >= LEARNED_ACCURACY
         && self->statistics.pace
              < BENT_PACE * (first->train_loss - second->train_loss) / first->train_loss;
}

static gboolean
is_slow (const OvCase *self)
{
  return has_had_time (self) && !ov_recipe_is_foreign (self->recipe) && !has_bent (self)
         && project_fall (self) < LEAST_FALL;
}

static gboolean
is_lost (const OvCase *self)
{
  return is_slow (self) && is_stuck (self);
}

/* Whether either loss has climbed so much that nobody would call its curve smooth. */
static gboolean
is_uneven (const OvCase *self)
{
  return MAX (self->statistics.train_rises.climb, self->statistics.test_rises.climb)
         >= LEAST_UNEVENNESS;
}

/* What can be found once there are enough epochs, the most important first. Of what is of one
 * aspect a run has one only: what swings is no noise, and what has risen has not come back. All but
 * what the test loss shows by itself needs the training loss. */
static const struct
{
  OvDiagnosisKind kind;
  guint           aspect;
  gboolean (*applies) (const OvCase *self);
  gboolean is_of_test_loss;
} criteria[] = {
  {OV_DIAGNOSIS_OVERFITTING, 0, is_overfitting},
  {OV_DIAGNOSIS_SWAYING, 1, is_swaying},
  {OV_DIAGNOSIS_OSCILLATING, 1, is_oscillating, TRUE},
  {OV_DIAGNOSIS_SPIKY, 1, is_spiky, TRUE},
  {OV_DIAGNOSIS_TOO_HIGH, 2, is_too_high},
  {OV_DIAGNOSIS_RECOVERED, 1, has_recovered},
  {OV_DIAGNOSIS_PLATEAU, 2, is_flat},
  {OV_DIAGNOSIS_TOO_HIGH, 2, is_lost},
  {OV_DIAGNOSIS_TOO_SLOW, 2, is_slow},
};

#define MOST_FINDINGS 3

/* Returns how many findings there are, one at least. */
static guint
decide (const OvCase   *self,
        OvDiagnosisKind kinds[MOST_FINDINGS])
{
  const OvCurveStatistics *s = &self->statistics;
  const gboolean is_known = ov_curve_count_missing (self->history, OV_EPOCH_TRAIN_LOSS) == 0;
  guint aspects = 0;
  guint n = 0;

  kinds[0] = OV_DIAGNOSIS_DIVERGING;
  if (is_diverging (self))
    return 1;

  kinds[0] = OV_DIAGNOSIS_UNKNOWN;
  if (s->n_epochs < LEAST_EPOCHS)
    return 1;

  for (gsize i = 0; i < G_N_ELEMENTS (criteria); i++)
    if ((aspects & (1U << criteria[i].aspect)) == 0 && (is_known || criteria[i].is_of_test_loss)
        && criteria[i].applies (self))
      {
        aspects |= 1U << criteria[i].aspect;
        kinds[n++] = criteria[i].kind;
      }
  if (n > 0 || !is_known)
    return MAX (n, 1);

  if (has_had_time (self) || s->fall > 0.0)
    kinds[0] = is_uneven (self) ? OV_DIAGNOSIS_FALLING : OV_DIAGNOSIS_SMOOTH;

  return 1;
}

/* No epoch shows it best. */
#define NO_MARK -1

/* What a diagnosis is called, which of the measurements is the epoch where it shows best, and what
 * it is called once the run has ended, where that is something else. */
static const struct
{
  const char *title;
  gssize      mark; /* its place in OvCurveStatistics */
  const char *past_title;
} kinds[] = {
  [OV_DIAGNOSIS_UNKNOWN] = {N_("Too early to tell"), NO_MARK, N_("No diagnosis")},
  [OV_DIAGNOSIS_TOO_SLOW] = {N_("Too slow"), NO_MARK},
  [OV_DIAGNOSIS_SMOOTH] = {N_("Smooth"), NO_MARK},
  [OV_DIAGNOSIS_SPIKY] = {N_("Spiky"), G_STRUCT_OFFSET (OvCurveStatistics, spike)},
  [OV_DIAGNOSIS_OSCILLATING] = {N_("Oscillating"),
                                G_STRUCT_OFFSET (OvCurveStatistics, test_rises.most)},
  [OV_DIAGNOSIS_SWAYING] = {N_("Oscillating"),
                            G_STRUCT_OFFSET (OvCurveStatistics, train_rises.climb_end)},
  [OV_DIAGNOSIS_DIVERGING] = {N_("Diverging"), G_STRUCT_OFFSET (OvCurveStatistics, least),
                              N_("Diverged")},
  [OV_DIAGNOSIS_OVERFITTING] = {N_("Overfitting"), G_STRUCT_OFFSET (OvCurveStatistics, turn)},
  [OV_DIAGNOSIS_PLATEAU] = {N_("Plateau"), G_STRUCT_OFFSET (OvCurveStatistics, settled)},
  [OV_DIAGNOSIS_TOO_HIGH] = {N_("Rate too high"), G_STRUCT_OFFSET (OvCurveStatistics, peak)},
  [OV_DIAGNOSIS_FALLING] = {N_("Falling"), NO_MARK},
  [OV_DIAGNOSIS_RECOVERED] = {N_("Over a bump"),
                              G_STRUCT_OFFSET (OvCurveStatistics, train_rises.climb_end)},
};

static int
find_mark (const OvCase   *self,
           OvDiagnosisKind kind)
{
  const gssize place = kinds[kind].mark;

  return place == NO_MARK ? -1 : (int) G_STRUCT_MEMBER (guint, &self->statistics, place);
}

/* The loss of a linear classifier has a limit that no images can have below this. Its curvature is
 * twice the second moment of the images without their mean, penalty included, or 2 along the biases
 * where that is more. No direction has more of the moment than all have together, and a pixel
 * between 0 and its scale has a quarter of the scale's square at most (Popoviciu's inequality). */
static double
find_safe_rate (const OvRecipe *recipe)
{
  const double moment = OV_IMAGE_SIZE * recipe->pixel_scale * recipe->pixel_scale / 4.0;

  return ov_stability_get_rate_limit (recipe, 2.0 * MAX (moment + recipe->regularisation, 1.0));
}

static void
set_limit (OvCase *self,
           double  limit)
{
  if (!ov_update_rule_is_linear (self->recipe))
    return;

  self->limit = limit;
  if (limit == 0.0 && self->is_full && !ov_recipe_is_foreign (self->recipe)
      && self->recipe->model->is_quadratic)
    self->safe_rate = find_safe_rate (self->recipe);
}

static void
finding_free (gpointer data)
{
  OvDiagnosisFinding *self = data;

  g_free (self->evidence);
  g_array_unref (self->spans);
  g_free (self);
}

static OvDiagnosisFinding *
finding_new (const OvCase   *about,
             OvDiagnosisKind kind)
{
  OvDiagnosisFinding *self = g_new0 (OvDiagnosisFinding, 1);

  self->kind = kind;
  self->evidence = ov_case_explain (about, kind);
  self->spans = ov_case_find_spans (about, kind);

  return self;
}

/**
 * ov_diagnosis_new:
 * @history: the epochs of a run so far; it may still be running
 * @recipe: the recipe of the run
 * @n_train: how many training images there are; 0 when nobody knows
 * @stability_limit: the learning rate beyond which the run is unstable, see
 *   ov_stability_get_rate_limit(), or 0 when it is not known or there is none: only full-batch
 *   descent, without or with momentum, has one, so it is left aside for other update rules
 *
 * Names what the curves of a run do, with the evidence, what else was found, and one thing to try.
 * Cheap enough to be called after each epoch that is drawn.
 *
 * Returns: (transfer full): a diagnosis, to be freed with ov_diagnosis_free()
 */
OvDiagnosis *
ov_diagnosis_new (const OvHistory *history,
                  const OvRecipe  *recipe,
                  guint            n_train,
                  double           stability_limit)
{
  OvDiagnosisKind found[MOST_FINDINGS];
  OvDiagnosis *self;
  OvCase about;
  guint n_found;

  g_return_val_if_fail (history != NULL, NULL);
  g_return_val_if_fail (recipe != NULL, NULL);
  g_return_val_if_fail (stability_limit >= 0.0, NULL);

  /* Whoever knows a limit knows that a batch holds all images. */
  about = (OvCase) {
    .history = history,
    .recipe = recipe,
    .is_full = stability_limit > 0.0 || ov_recipe_has_full_batches (recipe, n_train),
  };
  set_limit (&about, stability_limit);
  ov_curve_statistics_measure (&about.statistics, history);

  self = g_new0 (OvDiagnosis, 1);
  n_found = decide (&about, found);
  self->kind = found[0];
  self->mark = find_mark (&about, self->kind);
  self->growth = self->kind == OV_DIAGNOSIS_DIVERGING ? about.statistics.growth : 1.0;
  self->evidence = ov_case_explain (&about, self->kind);
  self->spans = ov_case_find_spans (&about, self->kind);
  self->others = g_ptr_array_new_with_free_func (finding_free);
  for (guint i = 1; i < n_found; i++)
    g_ptr_array_add (self->others, finding_new (&about, found[i]));
  ov_case_prescribe (&about, self);

  return self;
}

/**
 * ov_diagnosis_add_evidence:
 * @self: a diagnosis
 * @sentences: (nullable): what else was seen, for people
 */
void
ov_diagnosis_add_evidence (OvDiagnosis *self,
                           const char  *sentences)
{
  char *evidence;

  g_return_if_fail (self != NULL);

  if (sentences == NULL)
    return;

  evidence = self->evidence != NULL && *self->evidence != '\0'
               ? g_strjoin (" ", self->evidence, sentences, NULL)
               : g_strdup (sentences);
  g_free (self->evidence);
  self->evidence = evidence;
}

/**
 * ov_diagnosis_free:
 * @self: a diagnosis
 */
void
ov_diagnosis_free (OvDiagnosis *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->evidence);
  g_array_unref (self->spans);
  g_ptr_array_unref (self->others);
  g_free (self);
}

/**
 * ov_diagnosis_kind_get_title:
 * @kind: what the curves of a run do
 * @has_ended: whether the run has ended, whatever the reason: what has ended has diverged, and is
 *   not diverging
 *
 * Returns: (transfer none): a word or two for it, translated
 */
const char *
ov_diagnosis_kind_get_title (OvDiagnosisKind kind,
                             gboolean        has_ended)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);

  return has_ended && kinds[kind].past_title != NULL ? _(kinds[kind].past_title)
                                                     : _(kinds[kind].title);
}

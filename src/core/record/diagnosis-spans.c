/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis-private.h"

/* A rise that is lower than this from foot to top shows on no chart. */
#define LEAST_CLIMB 1e-4

static void
add (GArray *spans,
     guint   first,
     guint   last)
{
  OvEpochSpan *before =
    spans->len > 0 ? &g_array_index (spans, OvEpochSpan, spans->len - 1) : NULL;
  const OvEpochSpan span = {first, last};

  if (before != NULL && before->last >= first)
    before->last = last;
  else
    g_array_append_val (spans, span);
}

/* Each rise, from the epoch before it. */
static void
add_rises (const OvCase *self,
           GArray       *spans,
           OvEpochField  field)
{
  const guint n = self->statistics.n_finite;
  g_autofree double *loss = g_new (double, self->statistics.n_epochs);

  ov_history_copy_field (self->history, field, loss);
  for (guint i = 1; i < n; i++)
    if (ov_curve_has_rise (loss, i))
      add (spans, i - 1, i);
}

static void
add_spikes (const OvCase *self,
            GArray       *spans)
{
  const guint n = self->statistics.n_finite;
  g_autofree double *loss = g_new (double, self->statistics.n_epochs);

  ov_history_copy_field (self->history, self->statistics.watched, loss);
  for (guint i = 1; i + 1 < n; i++)
    if (ov_curve_find_spike (loss, n, i) > 0.0)
      add (spans, i - 1, i + 1);
}

/* Whether a curve that is smooth now is said to have risen, by the loss that has risen more: of the
 * training loss sooner, which is what descends. */
gboolean
ov_case_tells_train_rises (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;

  return s->train_rises.climb >= LEAST_CLIMB
         && 2.0 * s->train_rises.climb >= s->test_rises.climb;
}

gboolean
ov_case_tells_test_rises (const OvCase *self)
{
  return self->statistics.test_rises.climb >= LEAST_CLIMB && !ov_case_tells_train_rises (self);
}

/* Where a curve that falls has risen before, or else how it falls now. */
static void
add_smooth (const OvCase *self,
            GArray       *spans,
            guint         last)
{
  const OvCurveStatistics *s = &self->statistics;

  if (ov_case_tells_train_rises (self))
    add_rises (self, spans, OV_EPOCH_TRAIN_LOSS);
  else if (ov_case_tells_test_rises (self))
    add_rises (self, spans, OV_EPOCH_TEST_LOSS);
  else
    add (spans, last - MIN (s->n_paced, last), last);
}

/* The epochs that the sentences of ov_case_explain() mean. */
GArray *
ov_case_find_spans (const OvCase   *self,
                    OvDiagnosisKind kind)
{
  const OvCurveStatistics *s = &self->statistics;
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (OvEpochSpan));
  const guint last = MAX (s->n_epochs, 1) - 1;
  const guint last_third = last - last / 3;

  switch (kind)
    {
    case OV_DIAGNOSIS_SMOOTH:
    case OV_DIAGNOSIS_FALLING:
      add_smooth (self, spans, last);
      break;
    case OV_DIAGNOSIS_TOO_SLOW:
      add (spans, 0, last);
      break;
    case OV_DIAGNOSIS_SPIKY:
      add_spikes (self, spans);
      break;
    case OV_DIAGNOSIS_OSCILLATING:
      add_rises (self, spans, s->watched);
      break;
    case OV_DIAGNOSIS_SWAYING:
      add_rises (self, spans, OV_EPOCH_TRAIN_LOSS);
      break;
    case OV_DIAGNOSIS_TOO_HIGH:
      if (ov_case_is_at_least (self))
        add_rises (self, spans, OV_EPOCH_TRAIN_LOSS);
      else
        add (spans, s->least, last);
      break;
    case OV_DIAGNOSIS_DIVERGING:
      add (spans, s->least, last);
      break;
    case OV_DIAGNOSIS_RECOVERED:
      add (spans, s->train_rises.climb_start, s->train_rises.climb_end);
      break;
    case OV_DIAGNOSIS_OVERFITTING:
      add (spans, ov_case_is_tick (self) ? s->turn : last_third, last);
      break;
    case OV_DIAGNOSIS_PLATEAU:
      add (spans, MIN (s->settled, last_third), last);
      break;
    case OV_DIAGNOSIS_UNKNOWN:
    default:
      break;
    }

  return spans;
}

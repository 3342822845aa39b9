/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "instrument-strip.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What any instrument shows of a run, a curve for each of its values. */

/* Of the lines, in the chart's units. */
#define WIDTH 1.6

/* When the least and the largest value differ by more than this factor, a linear axis would crush
 * one of them. */
#define WIDE 20.0

static guint
get_place (const OvStrip *self)
{
  guint place = 0;

  ov_instrument_find (self->instrument->name, &place);

  return place;
}

gboolean
ov_instrument_strip_is_chosen (const OvStrip       *self,
                               const OvFigureStyle *style)
{
  return (style->with_instruments & 1u << get_place (self)) != 0;
}

/* One that is switched on has something to show soon, unless the model has none of what it is
 * of. */
gboolean
ov_instrument_strip_is_wanted (const OvStrip *self,
                               OvRun         *run)
{
  const OvRunRecord *record = ov_run_get_record (run);

  return ov_instrument_strip_has_points (self, record)
         || (ov_run_get_instruments (run) & 1u << get_place (self)
             && ov_instrument_count_values (self->instrument, record->recipe.model) > 0);
}

gboolean
ov_instrument_strip_has_points (const OvStrip     *self,
                                const OvRunRecord *run)
{
  return ov_readings_get_last (run->readings, get_place (self)) != NULL;
}

void
ov_instrument_strip_prepare (const OvStrip *self,
                             OvChart       *chart)
{
  const OvInstrument *instrument = self->instrument;

  ov_chart_set_x_title (chart, _("Epoch"));
  ov_chart_set_y_title (chart, _(instrument->short_title));
  if (instrument->scale == OV_INSTRUMENT_SHARE)
    ov_chart_set_y_limits (chart, 0.0, 1.0);
  else if (instrument->scale == OV_INSTRUMENT_LOGARITHMIC)
    ov_chart_set_y_limits (chart, 0.0, INFINITY);
  ov_chart_set_log_y (chart, FALSE);
  for (guint i = 0; i < OV_INSTRUMENT_REFERENCES; i++)
    if (instrument->references[i].label != NULL)
      ov_chart_add_reference (chart, instrument->references[i].value,
                              _(instrument->references[i].label));
}

/* The curve of a value. Layers are told apart by the palette's free colours. */
static guint
add_series (OvChart    *chart,
            const char *name,
            guint       slot,
            gboolean    is_faint)
{
  const guint series = ov_chart_add_series (chart, name, slot, OV_LINE_SOLID);

  ov_chart_set_series_width (chart, series, WIDTH);
  ov_chart_set_series_faint (chart, series, is_faint);

  return series;
}

OvStripCurves
ov_instrument_strip_add (const OvStrip     *self,
                         OvChart           *chart,
                         const OvRunRecord *run,
                         const OvTimeline  *timeline)
{
  const OvModel *model = run->recipe.model;
  const guint n = ov_instrument_count_values (self->instrument, model);
  const char *part = ov_instrument_get_part (self->instrument, model, 0);
  OvStripCurves curves = {.chart = chart, .timeline = timeline, .lowest = INFINITY};
  g_autofree char *name = NULL;

  name = g_strjoin (": ", _(self->instrument->short_title), part, NULL);
  curves.measured = add_series (chart, name, OV_SLOT_TRAIN, FALSE);
  for (guint i = 1; i < n; i++)
    curves.parts[curves.n_parts++] =
      add_series (chart, ov_instrument_get_part (self->instrument, model, i),
                  i == 1 ? OV_SLOT_TEST : OV_SLOT_FIRST_FREE + i - 2, FALSE);

  return curves;
}

/* Appends what is new. What is not finite has no place on a chart. */
static void
append (const OvStrip     *self,
        OvStripCurves     *curves,
        const OvRunRecord *run)
{
  const guint place = get_place (self);

  for (; curves->n_measured < run->readings->points->len; curves->n_measured++)
    {
      const OvInstrumentReading *reading = ov_readings_get (run->readings, curves->n_measured);
      const double x = ov_timeline_get_end (curves->timeline, reading->epoch);

      /* The epoch may be told a moment later. */
      if (reading->epoch >= ov_history_get_n_epochs (run->history))
        break;

      for (guint i = 0; reading->instrument == place && i < reading->n_values; i++)
        {
          const double value = reading->values[i];

          if (!isfinite (value) || i > curves->n_parts)
            continue;
          ov_chart_append_points (curves->chart, i == 0 ? curves->measured : curves->parts[i - 1],
                                  &x, &value, 1);
          if (value <= 0.0)
            continue;
          curves->lowest = MIN (curves->lowest, value);
          curves->highest = MAX (curves->highest, value);
        }
    }
}

/* An earlier run has its curve where there is only one: five of each would be a tangle. */
OvStripCurves
ov_instrument_strip_add_ghost (const OvStrip    *self,
                               OvChart          *chart,
                               const OvGhost    *ghost,
                               const OvTimeline *timeline,
                               const OvRecipe   *current)
{
  OvStripCurves curves = {.chart = chart, .timeline = timeline, .lowest = INFINITY};
  g_autofree char *name = NULL;

  if (self->instrument->parts != OV_INSTRUMENT_WHOLE)
    return curves;

  name = ov_curves_name_ghost (ghost->name, &ghost->run->recipe, current);
  curves.measured = add_series (chart, name, ghost->slot, TRUE);
  ov_chart_set_series_listed (chart, curves.measured, FALSE);
  append (self, &curves, ghost->run);

  return curves;
}

void
ov_instrument_strip_update (const OvStrip     *self,
                            OvStripCurves     *curves,
                            const OvRunRecord *run,
                            double             horizon)
{
  append (self, curves, run);
  ov_chart_set_horizon (curves->chart, horizon, horizon);
  ov_chart_set_log_y (curves->chart, self->instrument->scale == OV_INSTRUMENT_LOGARITHMIC
                                       && curves->highest > WIDE * curves->lowest);
}

/* What it showed last, with the layers' names. */
static char *
format_values (const OvStrip             *self,
               const OvRunRecord         *run,
               const OvInstrumentReading *reading)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < reading->n_values; i++)
    {
      const char *part = ov_instrument_get_part (self->instrument, run->recipe.model, i);
      g_autofree char *value = self->instrument->scale == OV_INSTRUMENT_SHARE
                                 ? g_strdup_printf (_("%.0f %%"), 100.0 * reading->values[i])
                                 : ov_scale_format_value (reading->values[i]);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? ", " : "", part != NULL ? part : "",
                              part != NULL ? " " : "", value);
    }

  return g_string_free (text, FALSE);
}

char *
ov_instrument_strip_describe (const OvStrip     *self,
                              const OvRunRecord *run)
{
  const OvInstrumentReading *last = ov_readings_get_last (run->readings, get_place (self));
  g_autofree char *values = NULL;

  if (last == NULL)
    return g_strdup (_("not measured yet"));

  values = format_values (self, run, last);

  /* Translators: values such as "−0.93", and the number of an epoch. */
  return g_strdup_printf (_("%s after epoch %u"), values, last->epoch);
}

/* The newest value, where there is only one. */
void
ov_instrument_strip_annotate (const OvStrip *self,
                              OvChart       *chart,
                              OvRun         *run)
{
  const OvRunRecord *record = ov_run_get_record (run);
  const OvInstrumentReading *last = ov_readings_get_last (record->readings, get_place (self));
  g_autofree char *note = NULL;

  if (last != NULL && last->n_values == 1)
    note = format_values (self, record, last);
  ov_chart_set_note (chart, note);
}

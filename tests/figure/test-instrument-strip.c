/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument-strip.h"

#include <math.h>
#include <string.h>

#include "figure-fixture.h"

static const OvStrip *
find_strip (const char *name)
{
  for (guint i = 0; ov_strips[i] != NULL; i++)
    if (g_str_equal (ov_strip_get_name (ov_strips[i]), name))
      return ov_strips[i];

  g_error ("no strip %s", name);
}

/* Readings after each epoch: the first value is 1 + epoch, the next ones ten times the last. */
static OvRunRecord *
make_record (const char *preset, guint n_epochs)
{
  OvRunRecord *record = figure_make_record (n_epochs);

  g_assert_true (ov_recipe_init_preset (&record->recipe, preset, NULL));
  for (guint epoch = 0; epoch < n_epochs; epoch++)
    for (guint i = 0; ov_instruments[i] != NULL; i++)
      {
        OvInstrumentReading reading = {
          .epoch = epoch,
          .instrument = i,
          .n_values = ov_instrument_count_values (ov_instruments[i], record->recipe.model),
        };

        for (guint j = 0; j < reading.n_values; j++)
          reading.values[j] = (1.0 + epoch) * pow (10.0, j);
        if (reading.n_values > 0)
          g_assert_true (ov_readings_add (record->readings, &reading));
      }

  return record;
}

static guint
count_readings (OvChart *chart, double x)
{
  g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, x, NAN);

  return readings->len;
}

/* Every instrument has a strip, which is there when it was read and nobody hides it. */
static void
test_table (void)
{
  g_autoptr (OvRunRecord) bare = figure_make_record (3);
  g_autoptr (OvRunRecord) run = make_record ("cnn", 3);
  const OvFigureStyle none = {0};
  const OvFigureStyle all = {.with_instruments = ov_instrument_get_all ()};

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    {
      const OvStrip *strip = find_strip (ov_instruments[i]->name);

      g_assert_true (strip->instrument == ov_instruments[i]);
      g_assert_cmpstr (ov_strip_get_title (strip), ==, ov_instruments[i]->title);
      g_assert_true (ov_strip_is_chosen (strip, &all));
      g_assert_false (ov_strip_is_chosen (strip, &none));
      g_assert_false (strip->has_points (strip, bare));
      g_assert_true (strip->has_points (strip, run));
    }
}

/* A layer each has a curve; what is new is appended once, up to the epochs that are known. */
static void
test_layers (void)
{
  g_autoptr (OvRunRecord) run = make_record ("cnn", 3);
  g_autoptr (OvChart) chart = ov_chart_new ();
  g_autoptr (GPtrArray) readings = NULL;
  const OvStrip *strip = find_strip ("update-ratio");
  const OvInstrumentReading early = {.epoch = 3, .instrument = 0, .n_values = 1};
  g_autofree char *text = strip->describe (strip, run);
  OvStripCurves curves;

  g_assert_true (ov_readings_add (run->readings, &early));
  strip->prepare (strip, chart);
  ov_chart_set_read_mode (chart, OV_READ_EXACT);
  curves = strip->add (strip, chart, run, NULL);
  strip->update (strip, &curves, run, 10.0);
  strip->update (strip, &curves, run, 10.0);
  g_assert_true (ov_chart_get_log_y (chart));
  g_assert_cmpuint (count_readings (chart, 2.0), ==, 5);
  g_assert_cmpuint (count_readings (chart, 3.0), ==, 0);
  readings = ov_chart_read_out (chart, 1.0, NAN);
  for (guint i = 0; i < readings->len; i++)
    g_assert_cmpfloat (((OvReading *) g_ptr_array_index (readings, i))->value, ==,
                       2.0 * pow (10.0, i));
  g_assert_nonnull (strstr (text, "conv1"));
  g_assert_nonnull (strstr (text, "epoch 2"));

  ov_strip_curves_set_visible (&curves, FALSE);
  g_assert_cmpuint (count_readings (chart, 2.0), ==, 0);
  ov_strip_curves_remove (&curves);
}

/* Earlier runs have a curve where there is one, and none where there are several. */
static void
test_ghosts (void)
{
  g_autoptr (OvRunRecord) run = make_record ("two-layer-sgd", 3);
  g_autoptr (OvChart) chart = ov_chart_new ();
  const OvStrip *alpha = find_strip ("alpha");
  const OvStrip *ratio = find_strip ("update-ratio");
  const OvGhost ghost = {.run = run, .slot = 4};
  OvStripCurves curves;

  ov_chart_set_read_mode (chart, OV_READ_EXACT);
  curves = alpha->add_ghost (alpha, chart, &ghost, NULL, &run->recipe);
  g_assert_cmpuint (count_readings (chart, 2.0), ==, 1);
  ov_strip_curves_remove (&curves);
  curves = ratio->add_ghost (ratio, chart, &ghost, NULL, &run->recipe);
  g_assert_cmpuint (count_readings (chart, 2.0), ==, 0);
  ov_strip_curves_remove (&curves);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/instrument-strip/table", test_table);
  g_test_add_func ("/instrument-strip/layers", test_layers);
  g_test_add_func ("/instrument-strip/ghosts", test_ghosts);

  return g_test_run ();
}

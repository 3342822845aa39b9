/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "legend.h"
#include "text.h"

#define SIZE 13.0

static OvChart *
make_chart (guint n_ghosts)
{
  OvChart *chart = ov_chart_new ();

  for (guint i = 0; i < n_ghosts; i++)
    {
      g_autofree char *name = g_strdup_printf ("learning rate %u, decay 0.99", i);
      guint ghost = ov_chart_add_series (chart, name, OV_SLOT_FIRST_FREE + i, OV_LINE_SOLID);

      ov_chart_set_series_faint (chart, ghost, TRUE);
    }

  ov_chart_add_series (chart, "train", OV_SLOT_TRAIN, OV_LINE_SOLID);
  ov_chart_add_series (chart, "test", OV_SLOT_TEST, OV_LINE_DASHED);
  ov_chart_add_series (chart, NULL, OV_SLOT_TEST, OV_LINE_DASHED);

  return chart;
}

static const OvLegendEntry *
get_entry (const OvLegend *legend,
           guint           index)
{
  return &g_array_index (legend->entries, OvLegendEntry, index);
}

static void
test_one_row (void)
{
  g_autoptr (OvChart) chart = make_chart (1);
  OvLegend *legend = ov_legend_new (chart, 1, SIZE, 1000, 3);

  g_assert_cmpuint (legend->entries->len, ==, 3);
  g_assert_cmpuint (legend->n_rows, ==, 1);
  /* Current curves come before ghosts, although they were added later. */
  g_assert_cmpstr (get_entry (legend, 0)->text, ==, "train");
  g_assert_cmpstr (get_entry (legend, 1)->text, ==, "test");
  g_assert_true (get_entry (legend, 2)->series->faint);
  ov_legend_free (legend);
}

/* At every width: nothing overlaps or sticks out, and what is not listed is counted. */
static void
test_all_widths (void)
{
  g_autoptr (OvChart) chart = make_chart (9);

  for (double width = 60; width < 1600; width += 20)
    for (guint rows = 1; rows <= 3; rows++)
      {
        OvLegend *legend = ov_legend_new (chart, 1, SIZE, width, rows);
        guint listed = 0, left_out = 0;

        g_assert_cmpuint (legend->n_rows, <=, rows);
        for (guint i = 0; i < legend->entries->len; i++)
          {
            const OvLegendEntry *entry = get_entry (legend, i);
            double sample = entry->series != NULL ? legend->sample : 0;

            g_assert_cmpfloat (entry->x + sample + entry->text_width, <=, MAX (width, 90));
            if (i > 0 && entry->row == get_entry (legend, i - 1)->row)
              g_assert_cmpfloat (entry->x, >, get_entry (legend, i - 1)->x + legend->sample);

            if (entry->series != NULL)
              listed++;
            else
              left_out = (guint) g_ascii_strtoull (entry->text + strlen ("+ "), NULL, 10);
          }

        g_assert_cmpuint (listed + left_out, ==, 11);
        ov_legend_free (legend);
      }
}

static void
test_nothing (void)
{
  g_autoptr (OvChart) chart = make_chart (0);
  g_autoptr (OvChart) empty = ov_chart_new ();

  g_assert_null (ov_legend_new (empty, 1, SIZE, 500, 3));
  g_assert_null (ov_legend_new (chart, 1, SIZE, 500, 0));
  ov_chart_set_legend (chart, FALSE);
  g_assert_null (ov_legend_new (chart, 1, SIZE, 500, 3));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/legend/one-row", test_one_row);
  g_test_add_func ("/plot/legend/all-widths", test_all_widths);
  g_test_add_func ("/plot/legend/nothing", test_nothing);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "chart-menu.h"

#include "app-fixture.h"

/* Whatever is chosen is a setting, the settings are a style, and all of it goes back. */
static void
test_settings (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);
  OvChartMenu *menu = g_object_ref_sink (g_object_new (OV_TYPE_CHART_MENU, NULL));
  GtkDropDown *abscissa = fixture_child (menu, "abscissa");
  const OvFigureStyle plain = {0};
  OvFigureStyle style = ov_chart_menu_read_style (settings);

  g_assert_true (ov_figure_style_equal (&style, &plain));
  ov_chart_menu_set_settings (menu, settings);
  g_assert_cmpuint (gtk_drop_down_get_selected (abscissa), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (abscissa)), ==,
                    OV_N_ABSCISSAE);

  gtk_drop_down_set_selected (abscissa, OV_ABSCISSA_IMAGES);
  gtk_check_button_set_active (fixture_child (menu, "log_x"), TRUE);
  gtk_check_button_set_active (fixture_child (menu, "smoothing"), TRUE);
  gtk_adjustment_set_value (fixture_child (menu, "smoothing_weight"), 0.9);
  gtk_check_button_set_active (fixture_child (menu, "accuracy_range"), TRUE);
  gtk_check_button_set_active (fixture_child (menu, "rate_strip"), TRUE);
  style = ov_chart_menu_read_style (settings);
  g_assert_cmpuint (style.abscissa, ==, OV_ABSCISSA_IMAGES);
  g_assert_true (style.log_x);
  g_assert_cmpfloat_with_epsilon (style.smoothing, 0.9, 1e-9);
  g_assert_cmpfloat (style.ranges[OV_QUANTITY_ACCURACY].high, ==, 100.0);
  g_assert_true (style.with_rate);
  g_assert_false (style.with_names);

  g_settings_set_string (settings, "abscissa", "seconds");
  g_assert_cmpuint (gtk_drop_down_get_selected (abscissa), ==, OV_ABSCISSA_SECONDS);

  g_signal_emit_by_name (fixture_child (menu, "reset_button"), "clicked");
  style = ov_chart_menu_read_style (settings);
  g_assert_true (ov_figure_style_equal (&style, &plain));
  g_assert_cmpuint (gtk_drop_down_get_selected (abscissa), ==, 0);
  g_assert_finalize_object (menu);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add_func ("/chart-menu/settings", test_settings);

  return g_test_run ();
}

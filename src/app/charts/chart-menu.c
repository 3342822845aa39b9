/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "chart-menu.h"

#include "choice-setting.h"
#include "instrument-setting.h"
#include "instrument.h"
#include "spin-input.h"

/**
 * OvChartMenu:
 *
 * How the charts look: their axes, smoothing and what is marked on them. Everything in it is a
 * setting, which the charts follow at once.
 */
struct _OvChartMenu
{
  GtkPopover     parent_instance;

  /* Template children. */
  GtkDropDown   *abscissa;
  GtkWidget     *log_x;
  GtkWidget     *log_loss;
  GtkWidget     *loss_range;
  GtkAdjustment *loss_minimum;
  GtkAdjustment *loss_maximum;
  GtkWidget     *accuracy_range;
  GtkAdjustment *accuracy_minimum;
  GtkAdjustment *accuracy_maximum;
  GtkWidget     *smoothing;
  GtkAdjustment *smoothing_weight;
  GtkWidget     *mark_best;
  GtkWidget     *curve_names;
  GtkWidget     *rate_strip;
  GtkBox        *instruments;
  GtkDropDown   *seeds;
  GtkWidget     *reset_button;

  /* Owned. */
  GSettings     *settings;
};

G_DEFINE_FINAL_TYPE (OvChartMenu, ov_chart_menu, GTK_TYPE_POPOVER)

/* All that decides how charts look. */
static const char *const keys[] = {
  "abscissa",
  "log-x",
  "log-loss",
  "loss-range",
  "loss-minimum",
  "loss-maximum",
  "accuracy-range",
  "accuracy-minimum",
  "accuracy-maximum",
  "smoothing",
  "smoothing-weight",
  "mark-best",
  "curve-names",
  "rate-strip",
  "instruments",
  "seeds",
};

static void
reset_cb (GtkButton   *button,
          OvChartMenu *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (self->settings, keys[i]);
}

static void
ov_chart_menu_dispose (GObject *object)
{
  OvChartMenu *self = OV_CHART_MENU (object);

  g_clear_object (&self->settings);

  G_OBJECT_CLASS (ov_chart_menu_parent_class)->dispose (object);
}

static void
ov_chart_menu_class_init (OvChartMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_chart_menu_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/chart-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, abscissa);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, log_x);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, log_loss);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, loss_range);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, loss_minimum);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, loss_maximum);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, accuracy_range);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, accuracy_minimum);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, accuracy_maximum);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, smoothing);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, smoothing_weight);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, mark_best);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, curve_names);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, rate_strip);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, instruments);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, seeds);
  gtk_widget_class_bind_template_child (widget_class, OvChartMenu, reset_button);
  gtk_widget_class_bind_template_callback (widget_class, ov_spin_input_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
ov_chart_menu_init (OvChartMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * ov_chart_menu_set_settings:
 * @self: a menu
 * @settings: the program's; referenced
 *
 * Shows the settings, and lets them be changed. To be called once.
 */
void
ov_chart_menu_set_settings (OvChartMenu *self,
                            GSettings   *settings)
{
  const struct
  {
    const char *key;
    gpointer object;
    const char *property;
  } bindings[] = {
    {"log-x", self->log_x, "active"},
    {"log-loss", self->log_loss, "active"},
    {"loss-range", self->loss_range, "active"},
    {"loss-minimum", self->loss_minimum, "value"},
    {"loss-maximum", self->loss_maximum, "value"},
    {"accuracy-range", self->accuracy_range, "active"},
    {"accuracy-minimum", self->accuracy_minimum, "value"},
    {"accuracy-maximum", self->accuracy_maximum, "value"},
    {"smoothing", self->smoothing, "active"},
    {"smoothing-weight", self->smoothing_weight, "value"},
    {"mark-best", self->mark_best, "active"},
    {"curve-names", self->curve_names, "active"},
    {"rate-strip", self->rate_strip, "active"},
  };

  g_return_if_fail (OV_IS_CHART_MENU (self));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    g_settings_bind (settings, bindings[i].key, bindings[i].object, bindings[i].property,
                     G_SETTINGS_BIND_DEFAULT);
  ov_choice_setting_bind (settings, "abscissa", GTK_WIDGET (self->abscissa));
  ov_choice_setting_bind (settings, "seeds", GTK_WIDGET (self->seeds));
  ov_instrument_setting_bind (settings, self->instruments);
}

static OvRange
read_range (GSettings  *settings,
            const char *is_fixed,
            const char *minimum,
            const char *maximum)
{
  if (!g_settings_get_boolean (settings, is_fixed))
    return OV_RANGE_EMPTY;

  return (OvRange) {g_settings_get_double (settings, minimum),
                    g_settings_get_double (settings, maximum)};
}

/**
 * ov_chart_menu_read_style:
 * @settings: the program's
 *
 * Returns: how the charts look, on the screen and in what is exported
 */
OvFigureStyle
ov_chart_menu_read_style (GSettings *settings)
{
  g_autofree char *abscissa = NULL;
  g_autofree char *seeds = NULL;
  OvFigureStyle style = {0};

  g_return_val_if_fail (G_IS_SETTINGS (settings), style);

  abscissa = g_settings_get_string (settings, "abscissa");
  ov_abscissa_parse (abscissa, &style.abscissa);
  style.log_x = g_settings_get_boolean (settings, "log-x");
  style.log_loss = g_settings_get_boolean (settings, "log-loss");
  if (g_settings_get_boolean (settings, "smoothing"))
    style.smoothing = g_settings_get_double (settings, "smoothing-weight");
  style.with_best = g_settings_get_boolean (settings, "mark-best");
  style.with_names = g_settings_get_boolean (settings, "curve-names");
  style.with_rate = g_settings_get_boolean (settings, "rate-strip");
  style.with_instruments = ov_instrument_setting_read (settings);
  seeds = g_settings_get_string (settings, "seeds");
  ov_seeds_parse (seeds, &style.seeds);
  style.ranges[OV_QUANTITY_LOSS] = read_range (settings, "loss-range", "loss-minimum",
                                               "loss-maximum");
  style.ranges[OV_QUANTITY_ACCURACY] = read_range (settings, "accuracy-range", "accuracy-minimum",
                                                   "accuracy-maximum");

  return style;
}

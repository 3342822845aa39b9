/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sharpness-row.h"

#include <glib/gi18n-lib.h>

#include "sharpness-strip.h"

/* The intervals to choose from, in epochs; 0 is off. */
static const int intervals[] = {0, 1, 5, 10};

#define LARGEST_INTERVAL 1000

/**
 * OvSharpnessRow:
 *
 * How often the sharpness is measured, and what that costs.
 */
struct _OvSharpnessRow
{
  AdwComboRow   parent_instance;

  /* Owned. */
  OvRun        *run;
  GSignalGroup *run_signals;

  int           interval;
};

enum
{
  PROP_0,
  PROP_INTERVAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OvSharpnessRow, ov_sharpness_row, ADW_TYPE_COMBO_ROW)

static void
show_cost (OvSharpnessRow *self)
{
  g_autofree char *cost = self->run != NULL ? ov_sharpness_describe_cost (self->run, "\n") : NULL;

  /* In short lines, which leave the choice beside them its room. */
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), cost != NULL ? cost : _("Takes time"));
}

static void
fill (OvSharpnessRow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("Off"));
  for (gsize i = 1; i < G_N_ELEMENTS (intervals); i++)
    {
      g_autofree char *name =
        intervals[i] == 1
          ? g_strdup (_("Every epoch"))
          : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Every %d epoch", "Every %d epochs",
                                          (gulong) intervals[i]),
                             intervals[i]);

      gtk_string_list_append (names, name);
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (names));
}

static void
selected_cb (OvSharpnessRow *self)
{
  const guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (selected < G_N_ELEMENTS (intervals) && intervals[selected] != self->interval)
    g_object_set (self, "interval", intervals[selected], NULL);
}

/* An interval that only the settings know is heeded, and shown as none of the choices. */
static void
set_interval (OvSharpnessRow *self,
              int             interval)
{
  guint selected = GTK_INVALID_LIST_POSITION;

  self->interval = interval;
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    if (intervals[i] == interval)
      selected = i;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), selected);
}

static void
ov_sharpness_row_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (id == PROP_INTERVAL)
    g_value_set_int (value, OV_SHARPNESS_ROW (object)->interval);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_sharpness_row_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  if (id == PROP_INTERVAL)
    set_interval (OV_SHARPNESS_ROW (object), g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_sharpness_row_dispose (GObject *object)
{
  OvSharpnessRow *self = OV_SHARPNESS_ROW (object);

  g_clear_object (&self->run_signals);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (ov_sharpness_row_parent_class)->dispose (object);
}

static void
ov_sharpness_row_class_init (OvSharpnessRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ov_sharpness_row_get_property;
  object_class->set_property = ov_sharpness_row_set_property;
  object_class->dispose = ov_sharpness_row_dispose;

  /**
   * OvSharpnessRow:interval:
   *
   * How many epochs lie between two measurements; 0 for none.
   */
  properties[PROP_INTERVAL] = g_param_spec_int ("interval", NULL, NULL, 0, LARGEST_INTERVAL, 0,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ov_sharpness_row_init (OvSharpnessRow *self)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("Sharpness"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  fill (self);
  show_cost (self);
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "sharpness-changed", G_CALLBACK (show_cost),
                                  self);
}

/**
 * ov_sharpness_row_set_recipe:
 * @self: a row
 * @recipe: the recipe that is shown beside it
 *
 * Makes the row insensitive, and lets its tooltip say why, when the recipe's runs have nothing to
 * follow. What was chosen stays for the recipes to come.
 */
void
ov_sharpness_row_set_recipe (OvSharpnessRow *self,
                             const OvRecipe *recipe)
{
  const char *reason;

  g_return_if_fail (OV_IS_SHARPNESS_ROW (self));

  reason = ov_sharpness_unused (recipe);
  gtk_widget_set_sensitive (GTK_WIDGET (self), reason == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), reason);
}

/**
 * ov_sharpness_row_set_run:
 * @self: a row
 * @run: (nullable): the run whose cost is shown; referenced
 */
void
ov_sharpness_row_set_run (OvSharpnessRow *self,
                          OvRun          *run)
{
  g_return_if_fail (OV_IS_SHARPNESS_ROW (self));

  g_set_object (&self->run, run);
  g_signal_group_set_target (self->run_signals, run);
  show_cost (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sharpness-row.h"

#include <glib/gi18n-lib.h>

#include "joined-text.h"
#include "sharpness-strip.h"

/* The intervals to choose from, in epochs; 0 is off. */
static const int intervals[] = {0, 1, 5, 10};

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
};

G_DEFINE_FINAL_TYPE (OvSharpnessRow, ov_sharpness_row, ADW_TYPE_COMBO_ROW)

static void
show_cost (OvSharpnessRow *self)
{
  g_autofree char *cost = self->run != NULL ? ov_sharpness_describe_cost (self->run, "\n") : NULL;

  /* In short lines, which leave the choice beside them its room. */
  ov_joined_text_set_subtitle (ADW_ACTION_ROW (self), cost != NULL ? cost : _("Takes time"));
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

/* An interval that only the settings know is heeded, and shown as none of the choices. */
static gboolean
show_interval (GValue   *selected,
               GVariant *interval,
               gpointer  unused)
{
  g_value_set_uint (selected, GTK_INVALID_LIST_POSITION);
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    if (intervals[i] == g_variant_get_int32 (interval))
      g_value_set_uint (selected, i);

  return TRUE;
}

static GVariant *
choose_interval (const GValue       *selected,
                 const GVariantType *type,
                 gpointer            unused)
{
  const guint i = g_value_get_uint (selected);

  return i < G_N_ELEMENTS (intervals) ? g_variant_new_int32 (intervals[i]) : NULL;
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
  G_OBJECT_CLASS (klass)->dispose = ov_sharpness_row_dispose;
}

static void
ov_sharpness_row_init (OvSharpnessRow *self)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("Sharpness"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  fill (self);
  show_cost (self);
  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "sharpness-changed", G_CALLBACK (show_cost),
                                  self);
}

/**
 * ov_sharpness_row_set_settings:
 * @self: a row
 * @settings: where the interval is kept
 */
void
ov_sharpness_row_set_settings (OvSharpnessRow *self,
                               GSettings      *settings)
{
  g_return_if_fail (OV_IS_SHARPNESS_ROW (self));

  g_settings_bind_with_mapping (settings, "sharpness-interval", self, "selected",
                                G_SETTINGS_BIND_DEFAULT, show_interval, choose_interval, NULL,
                                NULL);
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
  ov_joined_text_set_tooltip (GTK_WIDGET (self), reason);
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

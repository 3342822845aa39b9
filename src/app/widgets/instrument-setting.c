/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "instrument-setting.h"

#include <glib/gi18n-lib.h>

#include "instrument.h"
#include "joined-text.h"

/* The setting that says which instruments are read: the list of their names, so that it means the
 * same to a program that has others. Names that are not known are kept. */

#define KEY "instruments"

/* An instrument that is switched on and off. */
typedef struct
{
  GSettings *settings;
  guint      place;
} Switch;

static void
switch_free (gpointer data)
{
  Switch *self = data;

  g_object_unref (self->settings);
  g_free (self);
}

static guint
find_set (GVariant *names)
{
  g_autofree const char **words = g_variant_get_strv (names, NULL);
  guint set = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      guint place;

      if (ov_instrument_find (words[i], &place))
        set |= 1u << place;
    }

  return set;
}

/**
 * ov_instrument_setting_read:
 * @settings: the program's
 *
 * Returns: the set of the instruments that are switched on, see ov_instrument_get_all()
 */
guint
ov_instrument_setting_read (GSettings *settings)
{
  g_autoptr (GVariant) names = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), 0);

  names = g_settings_get_value (settings, KEY);

  return find_set (names);
}

static gboolean
names_to_active (GValue   *value,
                 GVariant *names,
                 gpointer  user_data)
{
  const Switch *self = user_data;

  g_value_set_boolean (value, (find_set (names) & 1u << self->place) != 0);

  return TRUE;
}

static GVariant *
active_to_names (const GValue       *value,
                 const GVariantType *type,
                 gpointer            user_data)
{
  const Switch *self = user_data;
  const char *own = ov_instruments[self->place]->name;
  g_auto (GStrv) names = g_settings_get_strv (self->settings, KEY);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) changed = NULL;

  for (gsize i = 0; names[i] != NULL; i++)
    if (!g_str_equal (names[i], own))
      g_strv_builder_add (builder, names[i]);
  if (g_value_get_boolean (value))
    g_strv_builder_add (builder, own);
  changed = g_strv_builder_end (builder);

  return g_variant_new_strv ((const char *const *) changed, -1);
}

/**
 * ov_instrument_setting_bind:
 * @settings: the program's
 * @box: where there is room for the switches
 *
 * Puts a switch for each instrument into a box, for as long as there is the box.
 */
void
ov_instrument_setting_bind (GSettings *settings,
                            GtkBox    *box)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (GTK_IS_BOX (box));

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    {
      GtkWidget *button = gtk_check_button_new_with_label (_(ov_instruments[i]->title));
      Switch *self = g_new (Switch, 1);

      *self = (Switch) {g_object_ref (settings), i};
      gtk_widget_set_name (button, ov_instruments[i]->name);
      ov_joined_text_set_tooltip (button, _(ov_instruments[i]->explanation));
      gtk_box_append (box, button);
      g_settings_bind_with_mapping (settings, KEY, button, "active", G_SETTINGS_BIND_DEFAULT,
                                    names_to_active, active_to_names, self, switch_free);
    }
}

static gboolean
names_to_set (GValue   *value,
              GVariant *names,
              gpointer  user_data)
{
  g_value_set_uint (value, find_set (names));

  return TRUE;
}

/**
 * ov_instrument_setting_bind_set:
 * @settings: the program's
 * @object: what has a property "instruments", which is to be the set of those that are switched on
 */
void
ov_instrument_setting_bind_set (GSettings *settings,
                                GObject   *object)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (G_IS_OBJECT (object));

  g_settings_bind_with_mapping (settings, KEY, object, "instruments", G_SETTINGS_BIND_GET,
                                names_to_set, NULL, NULL, NULL);
}

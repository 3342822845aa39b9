/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "choice-setting.h"

/* A setting that is one of a few words, chosen from a list. The list has them in the schema's
 * order, in the words of a person. */

static gboolean
word_to_position (GValue   *value,
                  GVariant *variant,
                  gpointer  user_data)
{
  const char *const *words = user_data;
  const char *word = g_variant_get_string (variant, NULL);
  guint position = 0;

  while (words[position] != NULL && !g_str_equal (words[position], word))
    position++;
  g_value_set_uint (value, position);

  return words[position] != NULL;
}

static GVariant *
position_to_word (const GValue       *value,
                  const GVariantType *expected_type,
                  gpointer            user_data)
{
  char **words = user_data;
  const guint position = g_value_get_uint (value);

  return position < g_strv_length (words) ? g_variant_new_string (words[position]) : NULL;
}

/* Returns: (transfer full): the words that a key may be, in the schema's order */
static char **
list_words (GSettings  *settings,
            const char *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;
  g_autoptr (GVariant) range = NULL;
  g_autoptr (GVariant) words = NULL;
  const char *kind;

  g_object_get (settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  range = g_settings_schema_key_get_range (schema_key);
  g_variant_get (range, "(&sv)", &kind, &words);
  g_assert (g_str_equal (kind, "enum"));

  return g_variant_dup_strv (words, NULL);
}

/**
 * ov_choice_setting_bind:
 * @settings: the program's
 * @key: a key with choices
 * @list: a #GtkDropDown or #AdwComboRow with as many of them, in the schema's order
 *
 * Lets a list show and change a setting, for as long as there is the list.
 */
void
ov_choice_setting_bind (GSettings  *settings,
                        const char *key,
                        GtkWidget  *list)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (GTK_IS_WIDGET (list));

  g_settings_bind_with_mapping (settings, key, list, "selected", G_SETTINGS_BIND_DEFAULT,
                                word_to_position, position_to_word, list_words (settings, key),
                                (GDestroyNotify) g_strfreev);
}

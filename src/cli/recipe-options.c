/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe-options.h"

#include <glib/gi18n-lib.h>

#include "choice.h"
#include "error.h"
#include "parameter.h"

#define DEFAULT_PRESET "linear"
#define MOST_THREADS 256

static gboolean
parse_preset (const char *preset,
              OvRecipe   *recipe,
              GError    **error)
{
  const char *const *presets = ov_recipe_list_presets ();
  guint index;

  return ov_choice_parse ("recipe", preset, presets, &index, error)
         && ov_recipe_init_preset (recipe, preset, error);
}

/* Sets every value that was given, and notes those that the recipe's network does not use. */
static gboolean
parse_values (GHashTable *texts,
              OvRecipe   *recipe,
              GPtrArray  *notes,
              GError    **error)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  for (gsize i = 0; i < n_parameters; i++)
    {
      const char *text = g_hash_table_lookup (texts, parameters[i].key);
      double value;

      if (text == NULL)
        continue;

      if (!ov_parameter_parse (&parameters[i], text, &value, error)
          || !ov_parameter_set (&parameters[i], recipe, value, error))
        {
          g_prefix_error (error, "--%s: ", parameters[i].key);
          return FALSE;
        }
    }

  for (gsize i = 0; i < n_parameters; i++)
    {
      const char *reason = ov_parameter_unused (&parameters[i], recipe);

      if (reason != NULL && g_hash_table_contains (texts, parameters[i].key))
        g_ptr_array_add (notes, g_strdup_printf (_("--%s has no effect. %s"),
                                                 parameters[i].key, reason));
    }

  return ov_recipe_validate (recipe, error);
}

/**
 * ov_recipe_options_get_preset:
 * @texts: from options to their texts
 *
 * Returns: (transfer none): the preset of --recipe, or the one that a run has without it
 */
const char *
ov_recipe_options_get_preset (GHashTable *texts)
{
  const char *preset = g_hash_table_lookup (texts, "recipe");

  return preset != NULL ? preset : DEFAULT_PRESET;
}

/**
 * ov_recipe_options_parse:
 * @texts: from options to their texts
 * @recipe: (out): the preset of --recipe with the values that were given
 * @notes: gets a sentence for each option that has no effect
 * @error: return location for an error
 *
 * Understands the options that decide a run.
 *
 * Returns: %FALSE with @error set to one sentence that says what is wrong
 */
gboolean
ov_recipe_options_parse (GHashTable *texts,
                         OvRecipe   *recipe,
                         GPtrArray  *notes,
                         GError    **error)
{
  return parse_preset (ov_recipe_options_get_preset (texts), recipe, error)
         && parse_values (texts, recipe, notes, error);
}

/**
 * ov_count_option_parse:
 * @texts: from options to their texts
 * @option: the name of one that takes a whole number
 * @minimum: the least
 * @maximum: the greatest
 * @count: (inout): the number, left as it is when the option was not given
 * @error: return location for an error
 *
 * Returns: %FALSE with @error set to one sentence that names the option
 */
gboolean
ov_count_option_parse (GHashTable *texts,
                       const char *option,
                       guint       minimum,
                       guint       maximum,
                       guint      *count,
                       GError    **error)
{
  const char *text = g_hash_table_lookup (texts, option);
  guint64 value;

  if (text == NULL)
    return TRUE;

  if (!g_ascii_string_to_unsigned (text, 10, minimum, maximum, &value, NULL))
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("--%s: “%s” is not a whole number from %u to %u."), option, text, minimum,
                   maximum);
      return FALSE;
    }

  *count = (guint) value;

  return TRUE;
}

/**
 * ov_number_option_parse:
 * @texts: from options to their texts
 * @option: the name of one that takes a number
 * @minimum: the least
 * @maximum: the greatest
 * @number: (inout): the number, left as it is when the option was not given
 * @error: return location for an error
 *
 * Returns: %FALSE with @error set to one sentence that names the option
 */
gboolean
ov_number_option_parse (GHashTable *texts,
                        const char *option,
                        double      minimum,
                        double      maximum,
                        double     *number,
                        GError    **error)
{
  const char *text = g_hash_table_lookup (texts, option);
  char *end = NULL;
  double value;

  if (text == NULL)
    return TRUE;

  value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !(value >= minimum && value <= maximum))
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("--%s: “%s” is not a number from %g to %g."), option, text, minimum, maximum);
      return FALSE;
    }

  *number = value;

  return TRUE;
}

/**
 * ov_threads_option_parse:
 * @texts: from options to their texts
 * @n_threads: (inout): how many threads compute, left as it is when --threads was not given
 * @error: return location for an error
 *
 * Returns: as ov_count_option_parse()
 */
gboolean
ov_threads_option_parse (GHashTable *texts,
                         guint      *n_threads,
                         GError    **error)
{
  return ov_count_option_parse (texts, "threads", 1, MOST_THREADS, n_threads, error);
}

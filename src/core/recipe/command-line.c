/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command-line.h"

#include <string.h>

#include "data-source.h"
#include "number.h"
#include "parameter.h"
#include "sample.h"

/* What no shell takes for anything but itself. */
static const char plain_characters[] = "+,-./:=@_";

/**
 * ov_command_line_add:
 * @words: a command line
 * @option: the name of an option
 * @value: (nullable): what follows it
 *
 * Adds an option.
 */
void
ov_command_line_add (GPtrArray  *words,
                     const char *option,
                     const char *value)
{
  g_return_if_fail (words != NULL && option != NULL);

  g_ptr_array_add (words, g_strconcat ("--", option, NULL));
  if (value != NULL)
    g_ptr_array_add (words, g_strdup (value));
}

/* As it is read back to the last bit. */
static char *
write_value (const OvParameter *parameter,
             double             value)
{
  if (parameter->kind == OV_PARAMETER_SWITCH)
    return g_strdup (value != 0.0 ? "on" : "off");
  if (parameter->kind == OV_PARAMETER_CHOICE)
    return g_strdup (parameter->choices[(guint) value]);

  return ov_number_format (value);
}

/**
 * ov_command_line_new:
 * @recipe: what is to be run; not a foreign one
 * @data: (nullable): what --data is to be given; %NULL for the user's own data
 * @exact_steps: whether the data's quadratic form makes the steps
 *
 * Says what `overshoot-cli` needs to be told to run the same again: the preset, and what differs
 * from it.
 *
 * Returns: (transfer full) (element-type utf8): the words, from the program's name on
 */
GPtrArray *
ov_command_line_new (const OvRecipe *recipe,
                     const char     *data,
                     gboolean        exact_steps)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);
  OvRecipe preset;

  g_return_val_if_fail (recipe != NULL, words);
  g_return_val_if_fail (ov_recipe_init_preset (&preset, recipe->preset, NULL), words);

  g_ptr_array_add (words, g_strdup ("overshoot-cli"));
  g_ptr_array_add (words, g_strdup ("train"));
  ov_command_line_add (words, "recipe", recipe->preset);
  for (gsize i = 0; i < n_parameters; i++)
    {
      const double value = ov_parameter_get (&parameters[i], recipe);
      g_autofree char *text = write_value (&parameters[i], value);

      if (value != ov_parameter_get (&parameters[i], &preset))
        ov_command_line_add (words, parameters[i].key, text);
    }
  if (data != NULL)
    ov_command_line_add (words, "data", data);
  if (exact_steps)
    ov_command_line_add (words, "exact-steps", NULL);

  return words;
}

/**
 * ov_command_line_new_for_data:
 * @recipe: as for ov_command_line_new()
 * @data_name: (nullable): what the data set is called: the sample is chosen, any other is not
 * @exact_steps: as for ov_command_line_new()
 *
 * Returns: (transfer full) (element-type utf8): the words, from the program's name on
 */
GPtrArray *
ov_command_line_new_for_data (const OvRecipe *recipe,
                              const char     *data_name,
                              gboolean        exact_steps)
{
  return ov_command_line_new (recipe, ov_sample_is_name (data_name) ? OV_DATA_SOURCE_SAMPLE : NULL,
                              exact_steps);
}

/**
 * ov_command_line_set_command:
 * @words: (element-type utf8): a command line
 * @command: a command of `overshoot-cli` that takes a recipe
 *
 * Lets another command take the recipe than that which trains it.
 */
void
ov_command_line_set_command (GPtrArray  *words,
                             const char *command)
{
  g_return_if_fail (words != NULL && words->len > 1 && command != NULL);

  g_free (words->pdata[1]);
  words->pdata[1] = g_strdup (command);
}

static gboolean
is_plain (const char *word)
{
  for (const char *c = word; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr (plain_characters, *c) == NULL)
      return FALSE;

  return *word != '\0';
}

/**
 * ov_command_line_write:
 * @words: (element-type utf8): a command line
 *
 * Returns: (transfer full): a line for a shell
 */
char *
ov_command_line_write (const GPtrArray *words)
{
  GString *line = g_string_new (NULL);

  g_return_val_if_fail (words != NULL, NULL);

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = words->pdata[i];
      g_autofree char *quoted = is_plain (word) ? g_strdup (word) : g_shell_quote (word);

      g_string_append_printf (line, "%s%s", i > 0 ? " " : "", quoted);
    }

  return g_string_free (line, FALSE);
}

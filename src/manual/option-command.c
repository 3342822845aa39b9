/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "option.h"

#include <glib/gi18n-lib.h>

#include "recipe.h"

static const OvCommand commands[] = {
  {"train", N_("Train a classifier and write down what happens"), NULL,
   1 << OV_OPTIONS_RECIPE | 1 << OV_OPTIONS_DATA | 1 << OV_OPTIONS_RESULTS
     | 1 << OV_OPTIONS_PICTURE | 1 << OV_OPTIONS_GENERAL,
   NULL},
  {"model", N_("Show the layers of a recipe's network"), NULL,
   1 << OV_OPTIONS_RECIPE | 1 << OV_OPTIONS_GENERAL, NULL},
  {"ladder", N_("Train a recipe at a range of learning rates, and compare"), NULL,
   1 << OV_OPTIONS_RECIPE | 1 << OV_OPTIONS_DATA | 1 << OV_OPTIONS_FINDINGS
     | 1 << OV_OPTIONS_PICTURE | 1 << OV_OPTIONS_GENERAL,
   NULL},
  {"find-lr", N_("Find the learning rates at which a recipe learns"), NULL,
   1 << OV_OPTIONS_RECIPE | 1 << OV_OPTIONS_DATA | 1 << OV_OPTIONS_FINDINGS
     | 1 << OV_OPTIONS_PICTURE | 1 << OV_OPTIONS_GENERAL,
   NULL},
  {"forecast", N_("Forecast the losses of a linear run, and its limit, without a run"), NULL,
   1 << OV_OPTIONS_RECIPE | 1 << OV_OPTIONS_DATA | 1 << OV_OPTIONS_FINDINGS
     | 1 << OV_OPTIONS_PICTURE | 1 << OV_OPTIONS_GENERAL,
   NULL},
  {"step", N_("Show the loss along a step, and where the step lands"), NULL,
   1 << OV_OPTIONS_RECIPE | 1 << OV_OPTIONS_DATA | 1 << OV_OPTIONS_FINDINGS
     | 1 << OV_OPTIONS_PICTURE | 1 << OV_OPTIONS_GENERAL,
   NULL},
  {"valley", N_("Show the way of linear runs between a steep and a flat direction"), NULL,
   1 << OV_OPTIONS_RECIPE | 1 << OV_OPTIONS_DATA | 1 << OV_OPTIONS_FINDINGS
     | 1 << OV_OPTIONS_PICTURE | 1 << OV_OPTIONS_GENERAL,
   NULL},
  {"compare", N_("Put runs side by side, with means over the seeds"), "FILE|DIR|RUN...",
   1 << OV_OPTIONS_FINDINGS | 1 << OV_OPTIONS_RUNS | 1 << OV_OPTIONS_PICTURE
     | 1 << OV_OPTIONS_GENERAL,
   NULL, "overshoot csv json"},
  {"diagnose", N_("Say what the curves of runs do, and what to try"), "FILE|DIR|RUN...",
   1 << OV_OPTIONS_RUNS | 1 << OV_OPTIONS_GENERAL, NULL, "overshoot csv json"},
  {"data", N_("Say which images a run uses and where, verify them, or get CIFAR-10"),
   "where|verify|fetch", 1 << OV_OPTIONS_DATA | 1 << OV_OPTIONS_GENERAL, "where verify fetch"},
  {"runs", N_("List, show, plot, import, export or delete the runs that are kept"),
   "ACTION [FILE] [RUN...]",
   1 << OV_OPTIONS_RUNS | 1 << OV_OPTIONS_PICTURE | 1 << OV_OPTIONS_GENERAL,
   "list show plot import export delete",
   "overshoot csv"},
  {"sweep", N_("Train every combination of some values, and save the runs"), "[RECIPE]",
   1 << OV_OPTIONS_RECIPE | 1 << OV_OPTIONS_DATA | 1 << OV_OPTIONS_SWEEP | 1 << OV_OPTIONS_GENERAL,
   .takes_preset = TRUE},
  {"show", N_("Say which runs a picture shows, and how to run them again"), "FILE",
   1 << OV_OPTIONS_RUNS | 1 << OV_OPTIONS_GENERAL, NULL, "png svg pdf"},
  {"help", N_("Show the help, that of a command, or how to use weights elsewhere"), "[COMMAND]",
   0, "weights"},
};

/**
 * ov_command_list:
 * @n_commands: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_commands): the commands of overshoot-cli
 */
const OvCommand *
ov_command_list (gsize *n_commands)
{
  g_return_val_if_fail (n_commands != NULL, NULL);

  *n_commands = G_N_ELEMENTS (commands);

  return commands;
}

/**
 * ov_command_find:
 * @name: a name such as "train"
 *
 * Returns: (transfer none) (nullable): the command of that name
 */
const OvCommand *
ov_command_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];

  return NULL;
}

/**
 * ov_command_list_words:
 * @self: a command
 *
 * Returns: (transfer full) (nullable): the words that it takes, between spaces: of the help, the
 *   other commands as well; where it takes a recipe, the names of all
 */
char *
ov_command_list_words (const OvCommand *self)
{
  g_autoptr (GString) words = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; self->groups == 0 && i < G_N_ELEMENTS (commands); i++)
    if (commands[i].groups != 0)
      g_string_append_printf (words, "%s ", commands[i].name);
  for (const char *const *preset = ov_recipe_list_presets ();
       self->takes_preset && *preset != NULL; preset++)
    g_string_append_printf (words, "%s ", *preset);
  if (self->words != NULL)
    g_string_append (words, self->words);

  return words->len > 0 ? g_strdup (words->str) : NULL;
}

/**
 * ov_command_takes:
 * @self: a command
 * @option: an option
 *
 * Returns: whether the command has the option
 */
gboolean
ov_command_takes (const OvCommand *self,
                  const OvOption  *option)
{
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (option != NULL, FALSE);

  if ((self->groups & 1u << option->group) == 0)
    return FALSE;
  if (option->commands == NULL)
    return TRUE;

  names = g_strsplit (option->commands, " ", -1);

  return g_strv_contains ((const char *const *) names, self->name);
}

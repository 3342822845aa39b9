/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "option.h"

#include <glib/gi18n-lib.h>

#include "parameter.h"
#include "recipe.h"

/* All are taken by a callback, which ov_option_context_new() names. */
#define TEXT G_OPTION_ARG_CALLBACK
#define PLACE G_OPTION_FLAG_FILENAME
#define FLAG G_OPTION_FLAG_NO_ARG

static const OvOption fixed_options[] = {
  {OV_OPTIONS_DATA,
   {"data", 0, PLACE, TEXT, NULL,
    N_("CIFAR-10, or the built-in sample (the user's CIFAR-10, if any)"),
    N_("DIR|ARCHIVE|sample")},
   .words = "sample"},
  {OV_OPTIONS_DATA,
   {"threads", 0, 0, TEXT, NULL,
    N_("Threads to compute with (as many as suit the machine)"), N_("N")}},
  {OV_OPTIONS_DATA,
   {"exact-steps", 0, FLAG, TEXT, NULL,
    N_("Linear: prepare the data's quadratic form, run many times as fast"), NULL}},
  {OV_OPTIONS_RESULTS,
   {"format", 0, 0, TEXT, NULL,
    N_("What is written to standard output, see below (log)"), N_("FORMAT")},
   .words = "log csv json exercise"},
  {OV_OPTIONS_RESULTS,
   {"sharpness", 0, 0, TEXT, NULL,
    N_("Measure how steeply the loss bends every N epochs (not for linear)"), N_("N")}},
  {OV_OPTIONS_RESULTS,
   {"plot", 0, PLACE, TEXT, NULL,
    N_("Draw loss and accuracy into this file at the end"), N_("FILE.png")},
   .suffixes = "png"},
  {OV_OPTIONS_RESULTS,
   {"plot-x", 0, 0, TEXT, NULL,
    N_("Plot against epochs, seconds or images (epochs)"), N_("NAME")},
   .words = "epochs seconds images"},
  {OV_OPTIONS_RESULTS,
   {"plot-log-x", 0, FLAG, TEXT, NULL,
    N_("Make the x axis of the plot logarithmic"), NULL}},
  {OV_OPTIONS_RESULTS,
   {"plot-smoothing", 0, 0, TEXT, NULL,
    N_("Smooth the plot: how much of their past curves keep, up to 0.99"), N_("X")}},
  {OV_OPTIONS_RESULTS,
   {"plot-with", 0, 0, TEXT, NULL,
    N_("Add any of best (epoch), names (of curves), rate (of learning)"),
    N_("LIST")},
   .words = "best names rate"},
  {OV_OPTIONS_RESULTS,
   {"templates", 0, PLACE, TEXT, NULL,
    N_("Draw what each class has learned into this file"), N_("FILE.png")},
   .suffixes = "png"},
  {OV_OPTIONS_RESULTS,
   {"save-weights", 0, PLACE, TEXT, NULL,
    N_("Write the weights at the end into this file (best:FILE.st: best)"),
    N_("FILE.st")},
   .suffixes = "st safetensors"},
  {OV_OPTIONS_RESULTS,
   {"load-weights", 0, PLACE, TEXT, NULL,
    N_("Start from these weights (safetensors)"), N_("FILE.st")},
   .suffixes = "st safetensors"},
  {OV_OPTIONS_RESULTS,
   {"save-run", 0, PLACE, TEXT, NULL,
    N_("Save the run to this file while it is running"),
    N_("FILE.overshoot")},
   .suffixes = "overshoot"},
  {OV_OPTIONS_RESULTS,
   {"checkpoint-every", 0, 0, TEXT, NULL,
    N_("Keep a state there every N epochs (the newest and the best)"),
    N_("N")}},
  {OV_OPTIONS_RESULTS,
   {"resume", 0, PLACE, TEXT, NULL,
    N_("Resume the last run in this file, to its end or to --epochs"),
    N_("FILE.overshoot")},
   .suffixes = "overshoot"},
  {OV_OPTIONS_RUNS,
   {"library", 0, PLACE, TEXT, NULL,
    N_("The file with the runs, in place of the user's library"), N_("FILE.overshoot")},
   .suffixes = "overshoot db"},
  {OV_OPTIONS_RUNS,
   {"json", 0, FLAG, TEXT, NULL,
    N_("Write JSON, for programs"), NULL}},
  {OV_OPTIONS_GENERAL,
   {"help", 'h', FLAG, TEXT, NULL,
    N_("Show this help"), NULL}},
};

#undef TEXT
#undef PLACE
#undef FLAG

static const OvCommand commands[] = {
  {"train", N_("Train a classifier and write down what happens"),
   1 << OV_OPTIONS_RECIPE | 1 << OV_OPTIONS_DATA | 1 << OV_OPTIONS_RESULTS
     | 1 << OV_OPTIONS_GENERAL,
   NULL},
  {"model", N_("Show the layers of a recipe's network"),
   1 << OV_OPTIONS_RECIPE | 1 << OV_OPTIONS_GENERAL, NULL},
  {"runs", N_("List, show, import, export or delete the runs that are kept"),
   1 << OV_OPTIONS_RUNS | 1 << OV_OPTIONS_GENERAL, "list show import export delete",
   "overshoot"},
  {"help", N_("Show the help, that of a command, or how to use weights elsewhere"),
   0, "train model runs weights"},
};

static const GOptionEntry program_options[] = {
  {"help", 'h', 0, G_OPTION_ARG_NONE, NULL, N_("Show this help"), NULL},
  {"version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version and what computes"), NULL},
  {NULL},
};

/* GLib adds --help. */
static const GOptionEntry window_options[] = {
  {"version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version"), NULL},
  {NULL},
};

/* A hint says what 0 means. */
static char *
describe_range (const OvParameter *parameter)
{
  g_autofree char *minimum = ov_parameter_format (parameter, parameter->minimum);
  g_autofree char *maximum = ov_parameter_format (parameter, parameter->maximum);

  if (parameter->kind == OV_PARAMETER_SWITCH)
    return g_strdup (_("on or off"));
  if (parameter->kind == OV_PARAMETER_CHOICE)
    return g_strjoinv (", ", (char **) parameter->choices);
  if (parameter->hint != NULL)
    return g_strdup_printf (_("up to %s (%s)"), maximum, _(parameter->hint));
  if (ov_parameter_is_from_zero (parameter))
    return g_strdup_printf (_("%s to %s"), "0", maximum);
  if (parameter->zero && parameter->minimum > 0.0)
    return g_strdup_printf (_("0, or %s to %s"), minimum, maximum);

  return g_strdup_printf (_("%s to %s"), minimum, maximum);
}

static char *
describe_parameter (const OvParameter *parameter)
{
  g_autofree char *range = describe_range (parameter);

  return g_strdup_printf ("%s: %s", _(parameter->title), range);
}

static void
append_recipe (GArray *options)
{
  const OvOption option = {
    .group = OV_OPTIONS_RECIPE,
    .entry = {
      .long_name = "recipe",
      .arg = G_OPTION_ARG_CALLBACK,
      .description = N_("The recipe to start from (linear)"),
      .arg_description = N_("NAME"),
    },
    .words = g_strjoinv (" ", (char **) ov_recipe_list_presets ()),
  };

  g_array_append_val (options, option);
}

/* What a shell offers for a parameter, or NULL. */
static char *
list_words (const OvParameter *parameter)
{
  if (parameter->kind == OV_PARAMETER_SWITCH)
    return g_strdup ("on off");

  return parameter->choices != NULL ? g_strjoinv (" ", (char **) parameter->choices) : NULL;
}

/* From the table that knows every number of a recipe, so that none can be forgotten here. */
static void
append_parameters (GArray *options)
{
  static const char *const arguments[] = {
    [OV_PARAMETER_REAL] = N_("X"),
    [OV_PARAMETER_COUNT] = N_("N"),
    [OV_PARAMETER_SWITCH] = "on|off",
    [OV_PARAMETER_CHOICE] = N_("NAME"),
  };
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  for (gsize i = 0; i < n_parameters; i++)
    {
      const OvOption option = {
        .group = OV_OPTIONS_RECIPE,
        .entry = {
          .long_name = parameters[i].key,
          .arg = G_OPTION_ARG_CALLBACK,
          .description = describe_parameter (&parameters[i]),
          .arg_description = arguments[parameters[i].kind],
        },
        .words = list_words (&parameters[i]),
      };

      g_array_append_val (options, option);
    }
}

/**
 * ov_option_list:
 * @n_options: (out): how many there are
 *
 * The table from which the command line, the help, the manual page and the shells' completions are
 * made. To be called on the main thread.
 *
 * Returns: (transfer none) (array length=n_options): the options of overshoot-cli's commands, group
 *   by group
 */
const OvOption *
ov_option_list (gsize *n_options)
{
  static GArray *options;

  g_return_val_if_fail (n_options != NULL, NULL);

  if (options == NULL)
    {
      options = g_array_new (FALSE, FALSE, sizeof (OvOption));
      append_recipe (options);
      append_parameters (options);
      g_array_append_vals (options, fixed_options, G_N_ELEMENTS (fixed_options));
    }

  *n_options = options->len;

  return (const OvOption *) options->data;
}

/**
 * ov_option_find:
 * @long_name: a name such as "format"
 *
 * Returns: (transfer none): the option of that name, which has to exist
 */
const OvOption *
ov_option_find (const char *long_name)
{
  gsize n_options;
  const OvOption *options = ov_option_list (&n_options);

  for (gsize i = 0; i < n_options; i++)
    if (g_str_equal (options[i].entry.long_name, long_name))
      return &options[i];

  g_assert_not_reached ();
}

/**
 * ov_option_takes_value:
 * @self: an option
 *
 * Returns: whether something has to follow it
 */
gboolean
ov_option_takes_value (const OvOption *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->entry.flags & G_OPTION_FLAG_NO_ARG) == 0;
}

/**
 * ov_option_takes_file:
 * @self: an option
 *
 * Returns: whether that may be the name of a file
 */
gboolean
ov_option_takes_file (const OvOption *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->entry.flags & G_OPTION_FLAG_FILENAME) != 0;
}

/**
 * ov_option_group_get_title:
 * @group: a group of options
 *
 * Returns: (transfer none): its title, translated
 */
const char *
ov_option_group_get_title (OvOptionGroup group)
{
  switch (group)
    {
    case OV_OPTIONS_RECIPE:
      return _("Recipe");
    case OV_OPTIONS_DATA:
      return _("Data");
    case OV_OPTIONS_RESULTS:
      return _("Results");
    case OV_OPTIONS_RUNS:
      return _("Runs");
    case OV_OPTIONS_GENERAL:
      return _("General");
    case OV_N_OPTION_GROUPS:
    default:
      g_assert_not_reached ();
    }
}

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
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (option != NULL, FALSE);

  return (self->groups & 1u << option->group) != 0;
}

/**
 * ov_option_list_program:
 *
 * Returns: (transfer none): the options that overshoot-cli takes in place of a command, ended by an
 *   entry without a name
 */
const GOptionEntry *
ov_option_list_program (void)
{
  return program_options;
}

/**
 * ov_option_list_window:
 *
 * Returns: (transfer none): the options of overshoot, ended by an entry without a name
 */
const GOptionEntry *
ov_option_list_window (void)
{
  return window_options;
}

/**
 * ov_option_next_window:
 * @entry: (nullable): an option of overshoot, or %NULL for the first
 *
 * The help, which GLib adds, is the first option of the other program.
 *
 * Returns: (transfer none) (nullable): the option after it
 */
const GOptionEntry *
ov_option_next_window (const GOptionEntry *entry)
{
  if (entry == NULL)
    return ov_option_list_program ();
  if (entry == ov_option_list_program ())
    return ov_option_list_window ();

  return entry[1].long_name != NULL ? entry + 1 : NULL;
}

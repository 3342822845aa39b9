/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "option.h"

#include <glib/gi18n-lib.h>

#include "instrument.h"
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
    N_("Threads to compute with (as many as suit the machine)"), N_("N")},
   .commands = "train ladder find-lr forecast step valley sweep"},
  {OV_OPTIONS_DATA,
   {"exact-steps", 0, FLAG, TEXT, NULL,
    N_("Linear: prepare the data's quadratic form, run many times as fast"), NULL},
   .commands = "train sweep"},
  {OV_OPTIONS_RESULTS,
   {"format", 0, 0, TEXT, NULL,
    N_("What is written to standard output, see below (log)"), N_("FORMAT")},
   .words = "log csv json exercise"},
  {OV_OPTIONS_RESULTS,
   {"sharpness", 0, 0, TEXT, NULL,
    N_("Measure how steeply the loss bends every N epochs"), N_("N")}},
  {OV_OPTIONS_RESULTS,
   {"instruments", 0, 0, TEXT, NULL,
    N_("Measure these after each epoch, or all, see below"), N_("LIST")}},
  {OV_OPTIONS_RESULTS,
   {"instruments-every", 0, 0, TEXT, NULL,
    N_("Measure them every N epochs (1)"), N_("N")}},
  {OV_OPTIONS_RESULTS,
   {"plot", 0, PLACE, TEXT, NULL,
    N_("Draw loss and accuracy into this file (.png, .svg, .pdf) at the end"), N_("FILE.pdf")},
   .suffixes = "png svg pdf"},
  {OV_OPTIONS_RESULTS,
   {"templates", 0, PLACE, TEXT, NULL,
    N_("Draw what each class has learned into such a file"), N_("FILE.pdf")},
   .suffixes = "png svg pdf"},
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
  {OV_OPTIONS_FINDINGS,
   {"from", 0, 0, TEXT, NULL,
    N_("The lowest learning rate (a hundredth of the recipe's)"), N_("X")},
   .commands = "ladder"},
  {OV_OPTIONS_FINDINGS,
   {"to", 0, 0, TEXT, NULL,
    N_("The highest one (ten times the recipe's)"), N_("X")},
   .commands = "ladder"},
  {OV_OPTIONS_FINDINGS,
   {"trials", 0, 0, TEXT, NULL,
    N_("How many rates, at equal factors: 3 to 16 (7)"), N_("N")},
   .commands = "ladder"},
  {OV_OPTIONS_FINDINGS,
   {"forecast", 0, FLAG, TEXT, NULL,
    N_("Linear: forecast the losses instead of training"), NULL},
   .commands = "ladder"},
  {OV_OPTIONS_FINDINGS,
   {"overlay", 0, FLAG, TEXT, NULL,
    N_("Draw all rates in one chart"), NULL},
   .commands = "ladder"},
  {OV_OPTIONS_FINDINGS,
   {"accuracy", 0, FLAG, TEXT, NULL,
    N_("Draw accuracies in place of losses"), NULL},
   .commands = "ladder"},
  {OV_OPTIONS_FINDINGS,
   {"epoch", 0, 0, TEXT, NULL,
    N_("The epoch whose step it is, from 0 (0)"), N_("N")},
   .commands = "step"},
  {OV_OPTIONS_FINDINGS,
   {"run", 0, PLACE, TEXT, NULL,
    N_("A run in a file, in place of a recipe (its next step, or its path)"),
    N_("FILE.overshoot")},
   .suffixes = "overshoot",
   .commands = "step valley"},
  {OV_OPTIONS_FINDINGS,
   {"modes", 0, 0, TEXT, NULL,
    N_("The steep eigenvector and the flat one, from 1 for the steepest, or all (see above)"),
    N_("M,N")},
   .commands = "valley"},
  {OV_OPTIONS_FINDINGS,
   {"rates", 0, 0, TEXT, NULL,
    N_("A run for each of these rates, up to 9 (the recipe's)"), N_("X,Y,...")},
   .commands = "valley"},
  {OV_OPTIONS_FINDINGS,
   {"directions", 0, 0, TEXT, NULL,
    N_("The plane of a path: path, random or steepest, see above (path)"), N_("DIRECTIONS")},
   .words = "path random steepest",
   .commands = "valley"},
  {OV_OPTIONS_FINDINGS,
   {"format", 0, 0, TEXT, NULL,
    N_("What is written to standard output: text, csv or json (text)"), N_("FORMAT")},
   .words = "text csv json"},
  {OV_OPTIONS_FINDINGS,
   {"plot", 0, PLACE, TEXT, NULL,
    N_("Draw what was found into this file (.png, .svg, .pdf)"), N_("FILE.pdf")},
   .suffixes = "png svg pdf"},
  {OV_OPTIONS_PICTURE,
   {"plot-charts", 0, 0, TEXT, NULL,
    N_("Plot both charts, or the loss or the accuracy alone (both)"), N_("NAME")},
   .words = "both loss accuracy",
   .commands = "train compare runs"},
  {OV_OPTIONS_PICTURE,
   {"plot-x", 0, 0, TEXT, NULL,
    N_("Plot against epochs, seconds or images (epochs)"), N_("NAME")},
   .words = "epochs seconds images",
   .commands = "train compare runs"},
  {OV_OPTIONS_PICTURE,
   {"plot-log-x", 0, FLAG, TEXT, NULL,
    N_("Make the x axis of the plot logarithmic"), NULL},
   .commands = "train compare runs"},
  {OV_OPTIONS_PICTURE,
   {"plot-smoothing", 0, 0, TEXT, NULL,
    N_("Smooth the plot: how much of their past curves keep, up to 0.99"), N_("X")},
   .commands = "train compare runs"},
  {OV_OPTIONS_PICTURE,
   {"plot-with", 0, 0, TEXT, NULL,
    N_("Add any of best (epoch), names (of curves), rate (of learning)"),
    N_("LIST")},
   .words = "best names rate",
   .commands = "train compare runs"},
  {OV_OPTIONS_PICTURE,
   {"plot-size", 0, 0, TEXT, NULL,
    N_("Size of the picture, or WIDTHxHEIGHT in points (as suits it)"), N_("SIZE")},
   .words = "screen slide column page"},
  {OV_OPTIONS_PICTURE,
   {"plot-dpi", 0, 0, TEXT, NULL,
    N_("Pixels an inch of a PNG (as suits the size)"), N_("N")}},
  {OV_OPTIONS_PICTURE,
   {"plot-theme", 0, 0, TEXT, NULL,
    N_("Colours of the picture (light)"), N_("NAME")},
   .words = "light dark transparent"},
  {OV_OPTIONS_PICTURE,
   {"plot-title", 0, 0, TEXT, NULL,
    N_("Title of the picture; an empty one leaves it out"), N_("TEXT")}},
  {OV_OPTIONS_PICTURE,
   {"plot-font-size", 0, 0, TEXT, NULL,
    N_("Size of its type in points (as suits the size)"), N_("X")}},
  {OV_OPTIONS_PICTURE,
   {"plot-line-width", 0, 0, TEXT, NULL,
    N_("Width of its curves in points (as suits the size)"), N_("X")}},
  {OV_OPTIONS_PICTURE,
   {"plot-no-caption", 0, FLAG, TEXT, NULL,
    N_("Leave the recipe out beneath the picture"), NULL}},
  {OV_OPTIONS_RUNS,
   {"library", 0, PLACE, TEXT, NULL,
    N_("The file with the runs, in place of the user's library"), N_("FILE.overshoot")},
   .suffixes = "overshoot db",
   .commands = "runs compare diagnose"},
  {OV_OPTIONS_RUNS,
   {"json", 0, FLAG, TEXT, NULL,
    N_("Write JSON, for programs"), NULL},
   .commands = "runs diagnose show"},
  {OV_OPTIONS_RUNS,
   {"columns", 0, 0, TEXT, NULL,
    N_("import: which column of a log is what, where its name does not tell"),
    N_("WHAT=NAME,...")},
   .commands = "runs"},
  {OV_OPTIONS_RUNS,
   {"accuracies", 0, 0, TEXT, NULL,
    N_("import: the unit of a log's accuracies, percent or shares (as they look)"), N_("UNIT")},
   .words = "percent shares",
   .commands = "runs"},
  {OV_OPTIONS_SWEEP,
   {"output", 'o', PLACE, TEXT, NULL,
    N_("The folder for the runs, a file each"), N_("DIR")}},
  {OV_OPTIONS_SWEEP,
   {"jobs", 'j', 0, TEXT, NULL,
    N_("Runs at the same time (as many as the machine has processors)"), N_("N")}},
  {OV_OPTIONS_SWEEP,
   {"engine", 0, 0, TEXT, NULL,
    N_("What runs them: own (threads of this program), slurm or parallel (own)"), N_("NAME")},
   .words = "own slurm parallel"},
  {OV_OPTIONS_SWEEP,
   {"sshlogin", 0, 0, TEXT, NULL,
    N_("parallel: the machines, as GNU parallel takes them (this one)"), N_("LIST")}},
  {OV_OPTIONS_SWEEP,
   {"partition", 0, 0, TEXT, NULL,
    N_("slurm: the partition (the cluster's default)"), N_("NAME")}},
  {OV_OPTIONS_SWEEP,
   {"time", 0, 0, TEXT, NULL,
    N_("slurm: the longest time for a run, such as 2:00:00 (the default)"), N_("TIME")}},
  {OV_OPTIONS_SWEEP,
   {"cpus", 0, 0, TEXT, NULL,
    N_("slurm: processors for each run, which has as many threads (1)"), N_("N")}},
  {OV_OPTIONS_SWEEP,
   {"limit", 0, 0, TEXT, NULL,
    N_("slurm: most runs at the same time"), N_("N")}},
  {OV_OPTIONS_SWEEP,
   {"no-wait", 0, FLAG, TEXT, NULL,
    N_("slurm: submit the runs and return"), NULL}},
  {OV_OPTIONS_SWEEP,
   {"print-jobs", 0, FLAG, TEXT, NULL,
    N_("Train nothing; write a command for each run that is missing"), NULL}},
  {OV_OPTIONS_GENERAL,
   {"output", 'o', PLACE, TEXT, NULL,
    N_("Write to this file, at the end, in place of standard output"), N_("FILE")},
   .commands = "train model find-lr forecast step valley ladder diagnose compare data runs show"},
  {OV_OPTIONS_GENERAL,
   {"no-progress", 0, FLAG, TEXT, NULL,
    N_("Show no progress on the terminal"), NULL},
   .commands = "train find-lr forecast step valley ladder sweep data"},
  {OV_OPTIONS_GENERAL,
   {"quiet", 'q', FLAG, TEXT, NULL,
    N_("Say only what goes wrong: no progress, no log"), NULL}},
  {OV_OPTIONS_GENERAL,
   {"help", 'h', FLAG, TEXT, NULL,
    N_("Show this help"), NULL}},
};

#undef TEXT
#undef PLACE
#undef FLAG

static const GOptionEntry program_options[] = {
  {"help", 'h', 0, G_OPTION_ARG_NONE, NULL, N_("Show this help"), NULL},
  {"version", 'V', 0, G_OPTION_ARG_NONE, NULL, N_("Show the version and what computes"), NULL},
  {NULL},
};

/* GLib adds --help. */
static const GOptionEntry window_options[] = {
  {"version", 'V', 0, G_OPTION_ARG_NONE, NULL, N_("Show the version"), NULL},
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

/* From the table that knows every instrument. */
static void
name_instruments (GArray *options)
{
  for (guint i = 0; i < options->len; i++)
    {
      OvOption *option = &g_array_index (options, OvOption, i);
      GString *words;

      if (!g_str_equal (option->entry.long_name, "instruments"))
        continue;
      words = g_string_new ("all");
      for (guint j = 0; ov_instruments[j] != NULL; j++)
        g_string_append_printf (words, " %s", ov_instruments[j]->name);
      option->words = g_string_free (words, FALSE);
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
      name_instruments (options);
    }

  *n_options = options->len;

  return (const OvOption *) options->data;
}

/**
 * ov_option_find:
 * @command: a command
 * @long_name: a name such as "format"
 *
 * Returns: (transfer none) (nullable): the command's option of that name
 */
const OvOption *
ov_option_find (const char *command,
                const char *long_name)
{
  const OvCommand *found = ov_command_find (command);
  gsize n_options;
  const OvOption *options = ov_option_list (&n_options);

  g_return_val_if_fail (found != NULL, NULL);

  for (gsize i = 0; i < n_options; i++)
    if (ov_command_takes (found, &options[i])
        && g_str_equal (options[i].entry.long_name, long_name))
      return &options[i];

  return NULL;
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
    case OV_OPTIONS_FINDINGS:
      return _("What is found");
    case OV_OPTIONS_PICTURE:
      return _("Pictures");
    case OV_OPTIONS_RUNS:
      return _("Runs");
    case OV_OPTIONS_SWEEP:
      return _("Sweep");
    case OV_OPTIONS_GENERAL:
      return _("General");
    case OV_N_OPTION_GROUPS:
    default:
      g_assert_not_reached ();
    }
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "help.h"

#include <glib/gi18n-lib.h>

#include "parameter.h"
#include "recipe.h"

/* Columns before an option's explanation. */
#define OPTION_COLUMNS 28

/* Where lists are wrapped, and where their lines begin. */
#define COLUMNS 88
#define LIST_INDENT 6

static const char formats_text[] =
  N_("Formats:\n"
     "  log        A line an epoch, for people.\n"
     "  csv        A heading, then a row as soon as its epoch ends.\n"
     "  json       One document at the end: recipe, data, epochs, outcome, seconds.\n"
     "  exercise   What the exercise printed, at the epochs at which it did. The loss is that\n"
     "             of the last batch, and linear shows the rate after a decay. The exercise's\n"
     "             item 1 decayed twice an epoch: --decays-per-epoch 2.\n"
     "  Numbers always have a full stop. Train figures are those of the passes that made\n"
     "  the updates, test figures are taken after the epoch, accuracies are per cent.\n"
     "  The sharpness is that of the weights with which the epoch begins: full batches are\n"
     "  stable while it is below 2 (1 + momentum) / learning rate. sharpness_error says by\n"
     "  which share of itself the true one is larger at most, 0.002 unless 200 products were\n"
     "  not enough for that; sharpness_residual is the length of Hv - sv, divided by s, where v\n"
     "  is the direction found, s the sharpness, and H the matrix of second derivatives.\n"
     "\n");

static const char places_text[] =
  N_("Places:\n"
     "  Pictures end in .png, weights in .safetensors or .st. Each place is tried before the\n"
     "  training starts, and an old file stays whole until the new one is. Symbolic links are\n"
     "  followed, and the old file's mode and owner are kept. A FIFO that has a reader,\n"
     "  /dev/null and what the shell calls /dev/fd/N are written into, whatever they are called;\n"
     "  other devices, and the places of two results or of a result and the data, are refused.\n"
     "  Once a loss or a weight is not finite, results use the weights of before that epoch.\n"
     "\n");

static const char ends_text[] =
  N_("Exit status:\n"
     "  0      every epoch is done\n"
     "  1      data, a file or a library stood in the way\n"
     "  2      the command line cannot be understood\n"
     "  3      the run diverged: the loss grew beyond all bounds\n"
     "  128+N  signal N stopped it: 130 is Ctrl+C, 143 SIGTERM, 129 SIGHUP, 152 SIGXCPU;\n"
     "         141: nobody reads standard output any more\n"
     "  Results are written for 3 and 128+N as well, as far as the run came. A second signal\n"
     "  ends the program at once. Signals that were ignored at the start stay ignored.\n"
     "\n"
     "Environment:\n"
     "  OVERSHOOT_DATA   The folder with the user's CIFAR-10, in place of\n"
     "                   $XDG_DATA_HOME/overshoot.\n"
     "  OPENBLAS_CORETYPE, DNNL_MAX_CPU_ISA\n"
     "                   Read by OpenBLAS and oneDNN, which compute: the processor's kind\n"
     "                   and instructions to use. What is chosen shows in --version.\n"
     "\n"
     "Examples:\n"
     "  overshoot-cli train --recipe linear --epochs 300 --format csv > run.csv\n"
     "  overshoot-cli train --learning-rate 0.0185 --decay 1 --plot diverging.png\n"
     "  overshoot-cli train --data sample --templates templates.png\n");

static const char program_text[] =
  N_("Usage:\n"
     "  overshoot-cli train [OPTION…]   Train a classifier and write down what happens\n"
     "  overshoot-cli model [OPTION…]   Show the layers of a recipe's network\n"
     "  overshoot-cli help [COMMAND]    Show this help, or that of a command\n"
     "  overshoot-cli help weights      Show how to use weights elsewhere, as in PyTorch\n"
     "  overshoot-cli --version         Show the version\n"
     "\n"
     "overshoot-cli trains small image classifiers on CIFAR-10 and shows what the learning\n"
     "rate does to them. It is Overshoot without a screen.\n");

static const char train_text[] =
  N_("Usage:\n"
     "  overshoot-cli train [OPTION…]\n"
     "\n"
     "Trains one of the recipes below and writes what happens, epoch by epoch, to standard\n"
     "output. A recipe holds every number that decides a run; the options change it, so that\n"
     "the same options always give the same run.\n"
     "\n");

static const char model_text[] =
  N_("Usage:\n"
     "  overshoot-cli model [--recipe NAME] [--hidden-units N]\n"
     "\n"
     "Shows the layers of a recipe's network: what they are called, what they do, the shape\n"
     "of their output (channels × height × width) and how many numbers they learn.\n");

static void
append_option (GString    *text,
               const char *option,
               const char *explanation)
{
  g_string_append_printf (text, "  %-*s %s\n", OPTION_COLUMNS, option, explanation);
}

/* Breaks a list of any length, at its commas, into lines that fit a terminal. */
static void
append_wrapped (GString    *text,
                const char *list)
{
  g_auto (GStrv) items = g_strsplit (list, ", ", -1);
  glong column = 0;

  for (gsize i = 0; items[i] != NULL; i++)
    {
      const char *end = items[i + 1] != NULL ? "," : "\n";
      const glong length = 1 + g_utf8_strlen (items[i], -1) + 1;

      if (i == 0 || column + length > COLUMNS)
        {
          g_string_append_printf (text, "%s%*s", i > 0 ? "\n" : "", LIST_INDENT - 1, "");
          column = LIST_INDENT - 1;
        }

      g_string_append_printf (text, " %s%s", items[i], end);
      column += length;
    }
}

static char *
describe_range (const OvParameter *parameter)
{
  g_autofree char *minimum = ov_parameter_format (parameter, parameter->minimum);
  g_autofree char *maximum = ov_parameter_format (parameter, parameter->maximum);

  if (parameter->kind == OV_PARAMETER_SWITCH)
    return g_strdup (_("on or off"));

  if (ov_parameter_is_from_zero (parameter))
    return g_strdup_printf (_("%s to %s"), "0", maximum);
  if (parameter->zero && parameter->minimum > 0.0)
    return g_strdup_printf (_("0, or %s to %s"), minimum, maximum);

  return g_strdup_printf (_("%s to %s"), minimum, maximum);
}

/* From the table that the command line is read with, so that no option can be forgotten here. */
static void
append_parameters (GString *text)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  for (gsize i = 0; i < n_parameters; i++)
    {
      const char *kind = parameters[i].kind == OV_PARAMETER_REAL    ? "X"
                         : parameters[i].kind == OV_PARAMETER_COUNT ? "N"
                                                                    : "on|off";
      g_autofree char *option = g_strdup_printf ("--%s %s", parameters[i].key, kind);
      g_autofree char *range = describe_range (&parameters[i]);
      g_autofree char *explanation = g_strdup_printf ("%s: %s", _(parameters[i].title), range);

      append_option (text, option, explanation);
      if (parameters[i].hint != NULL)
        {
          g_autofree char *hint = g_strdup_printf ("(%s)", _(parameters[i].hint));

          append_option (text, "", hint);
        }
    }
}

static void
append_presets (GString *text)
{
  const char *const *presets = ov_recipe_list_presets ();

  for (gsize i = 0; presets[i] != NULL; i++)
    {
      OvRecipe recipe;
      g_autofree char *description = NULL;

      if (!ov_recipe_init_preset (&recipe, presets[i], NULL))
        continue;

      description = ov_recipe_describe (&recipe);
      g_string_append_printf (text, "  %s\n", presets[i]);
      append_wrapped (text, description);
    }
}

static void
append_results (GString *text)
{
  g_string_append (text, _("Results:\n"));
  append_option (text, "--format FORMAT", _("What standard output holds, see below (log)"));
  append_option (text, "--sharpness N",
                 _("Measure before every N-th epoch how steeply the loss bends"));
  append_option (text, "", _("(not for linear): columns in csv and json, a chart in --plot"));
  append_option (text, "--plot FILE.png", _("Draw loss and accuracy into this file at the end"));
  append_option (text, "--templates FILE.png",
                 _("Draw what each class has learned into this file: its weights or,"));
  append_option (text, "", _("for networks, its score's average gradient by the pixels"));
  append_option (text, "--save-weights FILE.st", _("Write the weights at the end (safetensors):"));
  append_option (text, "", _("with --epochs 0 those that the training starts from"));
  append_option (text, "--load-weights FILE.st", _("Start from these weights (safetensors)"));
  append_option (text, "", _("(“overshoot-cli help weights” shows how to use them elsewhere)"));
  g_string_append (text, "\n");

  g_string_append (text, _(formats_text));
  g_string_append (text, _(places_text));
}

static void
append_ends (GString *text)
{
  g_string_append (text, _(ends_text));
}

/**
 * ov_help_make_program:
 *
 * Returns: (transfer full): the help of `overshoot-cli` itself
 */
char *
ov_help_make_program (void)
{
  return g_strdup (_(program_text));
}

/**
 * ov_help_make_model:
 *
 * Returns: (transfer full): the help of `overshoot-cli model`
 */
char *
ov_help_make_model (void)
{
  return g_strdup (_(model_text));
}

/**
 * ov_help_make_train:
 *
 * Returns: (transfer full): the help of `overshoot-cli train`, a page that needs no other
 */
char *
ov_help_make_train (void)
{
  GString *text = g_string_new (_(train_text));

  g_string_append (text, _("Recipe:\n"));
  append_option (text, "--recipe NAME", _("The recipe to start from (linear)"));
  append_parameters (text);
  g_string_append (text, "\n");

  g_string_append (text, _("Data:\n"));
  append_option (text, "--data DIR|ARCHIVE|sample",
                 _("CIFAR-10's folder or archive, or the built-in sample (the"));
  append_option (text, "", _("user's CIFAR-10 or, where there is none, the sample)"));
  append_option (text, "--threads N", _("Threads to compute with (as many as suit the machine)"));
  append_option (text, "--exact-steps", _("Linear classifier: prepare the data's quadratic form"));
  append_option (text, "", _("(some seconds, then cached) and run many times as fast"));
  g_string_append (text, "\n");

  append_results (text);

  g_string_append (text, _("Recipes, and the values they start with:\n"));
  append_presets (text);
  g_string_append (text, "\n");

  append_ends (text);

  return g_string_free (text, FALSE);
}

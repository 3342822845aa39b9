/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "blas.h"
#include "choice.h"
#include "compare-command.h"
#include "data-command.h"
#include "diagnose-command.h"
#include "exit-status.h"
#include "find-lr-command.h"
#include "forecast-command.h"
#include "help.h"
#include "ladder-command.h"
#include "machine.h"
#include "memory-guard.h"
#include "model-command.h"
#include "option.h"
#include "output.h"
#include "runs-command.h"
#include "show-command.h"
#include "spelling.h"
#include "step-command.h"
#include "sweep-command.h"
#include "thread-pool.h"
#include "train-command.h"
#include "valley-command.h"

/* What does each command of ov_command_list() but "help". */
static const struct
{
  const char *name;
  int (*run) (int    argc,
              char **argv);
} commands[] = {
  {"train", ov_train_command},
  {"model", ov_model_command},
  {"ladder", ov_ladder_command},
  {"find-lr", ov_find_lr_command},
  {"forecast", ov_forecast_command},
  {"step", ov_step_command},
  {"valley", ov_valley_command},
  {"compare", ov_compare_command},
  {"diagnose", ov_diagnose_command},
  {"data", ov_data_command},
  {"runs", ov_runs_command},
  {"sweep", ov_sweep_command},
  {"show", ov_show_command},
};

/* Asks which command was meant by a word that is none. */
static char *
make_hint (const char *word)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gsize n_commands;
  const OvCommand *known = ov_command_list (&n_commands);

  for (gsize i = 0; i < n_commands; i++)
    g_ptr_array_add (names, (gpointer) known[i].name);
  g_ptr_array_add (names, NULL);

  return ov_choice_hint (word, (const char *const *) names->pdata);
}

static int
show_help (int    argc,
           char **argv)
{
  g_autofree char *text = NULL;

  if (argc <= 1)
    text = ov_help_make_program ();
  else if (g_str_equal (argv[1], "weights"))
    text = ov_help_make_weights ();
  else
    text = ov_help_make_command (argv[1]);
  if (text == NULL)
    {
      g_autofree char *hint = make_hint (argv[1]);

      ov_output_complain (_("There is no help on “%s”.%s “overshoot-cli help” lists the commands."),
                          argv[1], hint);
      return OV_EXIT_USAGE;
    }

  return ov_output_finish (text);
}

/* What computes is shown as well: with another kernel a run differs by rounding. Not translated, so
 * that a script finds the same words everywhere. */
static int
show_version (void)
{
  g_autofree char *text = NULL;
  OvMachine machine;

  ov_machine_init (&machine);
  text = g_strdup_printf ("overshoot-cli %s\n"
                          "OpenBLAS %s: kernels %s\n"
                          "oneDNN %s: instructions %s, first layers from %s\n"
                          "own loops: %s\n"
                          "threads: %u\n",
                          PACKAGE_VERSION, machine.openblas, machine.kernels, machine.onednn,
                          machine.instructions, machine.byte_products ? "bytes" : "floats",
                          machine.loops, ov_thread_pool_default_size ());

  return ov_output_finish (text);
}

static int
run_command (int    argc,
             char **argv)
{
  static const char *const options[] = {"--help", "--version", NULL};
  const char *command = argc > 1 ? argv[1] : NULL;
  const char *option;
  g_autofree char *hint = NULL;

  if (command == NULL)
    {
      g_autofree char *text = ov_help_make_program ();

      ov_output_show (text);
      return OV_EXIT_USAGE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (command, commands[i].name))
      return commands[i].run (argc - 1, argv + 1);

  option = g_str_equal (command, "-h")   ? options[0]
           : g_str_equal (command, "-V") ? options[1]
                                         : ov_spelling_complete (command, options, NULL);
  if (g_str_equal (command, "help") || option == options[0])
    return show_help (argc - 1, argv + 1);
  if (option == options[1])
    return show_version ();

  hint = make_hint (command);
  ov_output_complain (_("There is no command “%s”.%s “overshoot-cli help” lists them."), command,
                      hint);

  return OV_EXIT_USAGE;
}

int
main (int    argc,
      char **argv)
{
  ov_output_init ();
  ov_blas_choose_kernels ();

  setlocale (LC_ALL, "");
  /* What is written may be read by a program, so numbers have a full stop in every language. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("overshoot-cli");
  ov_memory_guard_install ();

  return ov_output_close (run_command (argc, argv));
}

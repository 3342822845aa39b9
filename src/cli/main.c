/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "blas.h"
#include "exit-status.h"
#include "help.h"
#include "machine.h"
#include "memory-guard.h"
#include "model-command.h"
#include "output.h"
#include "runs-command.h"
#include "thread-pool.h"
#include "train-command.h"

static int
show_help (int    argc,
           char **argv)
{
  g_autofree char *text = NULL;

  if (argc <= 1)
    text = ov_help_make_program ();
  else if (g_str_equal (argv[1], "train"))
    text = ov_help_make_train ();
  else if (g_str_equal (argv[1], "model"))
    text = ov_help_make_model ();
  else if (g_str_equal (argv[1], "runs"))
    text = ov_help_make_runs ();
  else if (g_str_equal (argv[1], "weights"))
    text = ov_help_make_weights ();
  else
    {
      ov_output_complain (_("There is no help on “%s”; “overshoot-cli help” lists the commands."),
                          argv[1]);
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
  static const char *const help_words[] = {"help", "--help", "-h", NULL};
  const char *command = argc > 1 ? argv[1] : NULL;

  if (command == NULL)
    {
      g_autofree char *text = ov_help_make_program ();

      ov_output_show (text);
      return OV_EXIT_USAGE;
    }

  if (g_str_equal (command, "train"))
    return ov_train_command (argc - 1, argv + 1);

  if (g_str_equal (command, "model"))
    return ov_model_command (argc - 1, argv + 1);

  if (g_str_equal (command, "runs"))
    return ov_runs_command (argc - 1, argv + 1);

  if (g_strv_contains (help_words, command))
    return show_help (argc - 1, argv + 1);

  if (g_str_equal (command, "--version"))
    return show_version ();

  ov_output_complain (_("There is no command “%s”; “overshoot-cli help” lists them."), command);

  return OV_EXIT_USAGE;
}

int
main (int    argc,
      char **argv)
{
  ov_output_init ();
  ov_blas_choose_kernels ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("overshoot-cli");
  ov_memory_guard_install ();

  return ov_output_close (run_command (argc, argv));
}

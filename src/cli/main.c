/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "blas.h"
#include "exit-status.h"
#include "help.h"
#include "memory-guard.h"
#include "model-command.h"
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
  else if (g_str_equal (argv[1], "weights"))
    text = ov_help_make_weights ();
  else
    {
      g_printerr (_("overshoot-cli: There is no command “%s”; there are train and model.\n"),
                  argv[1]);
      return OV_EXIT_USAGE;
    }

  g_print ("%s", text);

  return OV_EXIT_FINISHED;
}

static int
show_version (void)
{
  g_print ("overshoot-cli %s\n", PACKAGE_VERSION);

  return OV_EXIT_FINISHED;
}

int
main (int    argc,
      char **argv)
{
  static const char *const help_words[] = { "help", "--help", "-h", NULL };
  const char *command = argc > 1 ? argv[1] : NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("overshoot-cli");
  ov_memory_guard_install ();

  if (command == NULL)
    {
      g_autofree char *text = ov_help_make_program ();

      g_printerr ("%s", text);
      return OV_EXIT_USAGE;
    }

  if (g_str_equal (command, "train"))
    {
      ov_blas_choose_kernels (argv);
      return ov_train_command (argc - 1, argv + 1);
    }

  if (g_str_equal (command, "model"))
    return ov_model_command (argc - 1, argv + 1);

  if (g_strv_contains (help_words, command))
    return show_help (argc - 1, argv + 1);

  if (g_str_equal (command, "--version"))
    return show_version ();

  g_printerr (_("overshoot-cli: There is no command “%s”; “overshoot-cli help” lists them.\n"),
              command);

  return OV_EXIT_USAGE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prints one of the documents that the build makes from the table of options.
 *
 * document NAME DATE: NAME is that of the file, DATE the day of the release. */

#include <stdio.h>
#include <stdlib.h>

#include "completion.h"
#include "roff.h"

static const struct
{
  const char *name;
  char *(*make) (void);
} completions[] = {
  {"overshoot-cli.bash", ov_completion_make_bash},
  {"_overshoot-cli", ov_completion_make_zsh},
  {"overshoot-cli.fish", ov_completion_make_fish},
  {"overshoot.bash", ov_completion_make_window_bash},
  {"_overshoot", ov_completion_make_window_zsh},
  {"overshoot.fish", ov_completion_make_window_fish},
};

int
main (int    argc,
      char **argv)
{
  g_autofree char *text = NULL;

  if (argc != 3)
    return EXIT_FAILURE;

  if (g_str_equal (argv[1], "overshoot-cli.1"))
    text = ov_roff_make_cli (argv[2]);
  else if (g_str_equal (argv[1], "overshoot.1"))
    text = ov_roff_make_window (argv[2]);

  for (gsize i = 0; i < G_N_ELEMENTS (completions); i++)
    if (g_str_equal (argv[1], completions[i].name))
      text = completions[i].make ();

  if (text == NULL)
    return EXIT_FAILURE;

  return fputs (text, stdout) == EOF || fclose (stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

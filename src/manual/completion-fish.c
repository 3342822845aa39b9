/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "completion-private.h"

/* What shows the files that have one of the suffixes before others: kept in that order. */
static void
append_fish_files (GString    *script,
                   const char *suffixes)
{
  g_auto (GStrv) words = g_strsplit (suffixes, " ", -1);

  g_string_append (script, " -k -a '(");
  for (gsize i = 0; words[i] != NULL; i++)
    g_string_append_printf (script, "%s__fish_complete_suffix .%s", i > 0 ? "; " : "", words[i]);
  g_string_append (script, ")'");
}

static void
append_fish_option (GString         *script,
                    const OvCommand *command,
                    const OvOption  *option)
{
  g_autofree char *text = ov_completion_quote (option->entry.description, "\\");
  const char *value = !ov_option_takes_value (option) ? "" : ov_option_takes_file (option) ? " -r"
                                                                                           : " -x";

  g_string_append_printf (script,
                          "complete -c overshoot-cli -n '__overshoot_cli_does %s' -l %s%s",
                          command->name, option->entry.long_name, value);
  if (option->entry.short_name != '\0')
    g_string_append_printf (script, " -s %c", option->entry.short_name);
  if (ov_option_takes_file (option) && option->suffixes == NULL)
    g_string_append (script, " -F");
  if (option->words != NULL)
    g_string_append_printf (script, " -a '%s'", option->words);
  if (option->suffixes != NULL)
    append_fish_files (script, option->suffixes);
  g_string_append_printf (script, " -d '%s'\n", text);
}

/* A word after a command may have the name of another. */
static const char fish_beginning[] =
  OV_COMPLETION_HEADER
  "function __overshoot_cli_does\n"
  "    set -l words (commandline -opc)\n"
  "    test \"$words[2]\" = $argv[1]\n"
  "end\n"
  "complete -c overshoot-cli -f\n";

/**
 * ov_completion_make_fish:
 *
 * Returns: (transfer full): what lets fish complete the options of overshoot-cli
 */
char *
ov_completion_make_fish (void)
{
  GString *script = g_string_new (fish_beginning);
  gsize n_options, n_commands;
  const OvOption *options = ov_option_list (&n_options);
  const OvCommand *commands = ov_command_list (&n_commands);

  for (const GOptionEntry *entry = ov_option_list_program (); entry->long_name != NULL; entry++)
    g_string_append_printf (script,
                            "complete -c overshoot-cli -n __fish_use_subcommand -l %s -d '%s'\n",
                            entry->long_name, entry->description);
  for (gsize i = 0; i < n_commands; i++)
    {
      g_autofree char *summary = ov_completion_quote (commands[i].summary, "\\");
      g_autofree char *words = ov_command_list_words (&commands[i]);

      g_string_append_printf (script,
                              "complete -c overshoot-cli -n __fish_use_subcommand -a %s -d '%s'\n",
                              commands[i].name, summary);
      if (words != NULL)
        g_string_append_printf (script, "complete -c overshoot-cli "
                                        "-n '__overshoot_cli_does %s' -a '%s'\n",
                                commands[i].name, words);
      if (commands[i].suffixes != NULL)
        {
          g_string_append_printf (script, "complete -c overshoot-cli "
                                          "-n '__overshoot_cli_does %s'",
                                  commands[i].name);
          append_fish_files (script, commands[i].suffixes);
          g_string_append_c (script, '\n');
        }
      for (gsize j = 0; j < n_options; j++)
        if (ov_command_takes (&commands[i], &options[j]))
          append_fish_option (script, &commands[i], &options[j]);
    }

  return g_string_free (script, FALSE);
}

/**
 * ov_completion_make_window_fish:
 *
 * Returns: (transfer full): what lets fish complete the options of overshoot, and its file
 */
char *
ov_completion_make_window_fish (void)
{
  GString *script = g_string_new (OV_COMPLETION_HEADER);

  for (const GOptionEntry *entry = NULL; (entry = ov_option_next_window (entry)) != NULL;)
    g_string_append_printf (script, "complete -c overshoot -l %s -d '%s'\n", entry->long_name,
                            entry->description);

  return g_string_free (script, FALSE);
}

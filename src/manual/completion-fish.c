/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "completion-private.h"

static void
append_fish_option (GString         *script,
                    const OvCommand *command,
                    const OvOption  *option)
{
  g_autofree char *text = ov_completion_quote (option->entry.description, "\\");
  g_auto (GStrv) suffixes = g_strsplit (option->suffixes != NULL ? option->suffixes : "", " ", -1);
  const char *value = !ov_option_takes_value (option) ? "" : ov_option_takes_file (option) ? " -r"
                                                                                           : " -x";

  g_string_append_printf (script,
                          "complete -c overshoot-cli -n '__fish_seen_subcommand_from %s"
                          "; and not __fish_seen_subcommand_from help' -l %s%s",
                          command->name, option->entry.long_name, value);
  if (option->entry.short_name != '\0')
    g_string_append_printf (script, " -s %c", option->entry.short_name);
  if (ov_option_takes_file (option) && option->suffixes == NULL)
    g_string_append (script, " -F");
  if (option->words != NULL)
    g_string_append_printf (script, " -a '%s'", option->words);
  if (option->suffixes != NULL)
    {
      /* Kept in the order in which the function offers them: the files with the suffix first. */
      g_string_append (script, " -k -a '(");
      for (gsize i = 0; suffixes[i] != NULL; i++)
        g_string_append_printf (script, "%s__fish_complete_suffix .%s", i > 0 ? "; " : "",
                                suffixes[i]);
      g_string_append (script, ")'");
    }
  g_string_append_printf (script, " -d '%s'\n", text);
}

/**
 * ov_completion_make_fish:
 *
 * Returns: (transfer full): what lets fish complete the options of overshoot-cli
 */
char *
ov_completion_make_fish (void)
{
  GString *script = g_string_new (OV_COMPLETION_HEADER "complete -c overshoot-cli -f\n");
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

      g_string_append_printf (script,
                              "complete -c overshoot-cli -n __fish_use_subcommand -a %s -d '%s'\n",
                              commands[i].name, summary);
      if (commands[i].words != NULL)
        g_string_append_printf (script, "complete -c overshoot-cli "
                                        "-n '__fish_seen_subcommand_from %s' -a '%s'\n",
                                commands[i].name, commands[i].words);
      if (commands[i].suffix != NULL)
        g_string_append_printf (script, "complete -c overshoot-cli "
                                        "-n '__fish_seen_subcommand_from %s' "
                                        "-k -a '(__fish_complete_suffix .%s)'\n",
                                commands[i].name, commands[i].suffix);
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

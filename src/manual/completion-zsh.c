/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "completion-private.h"

/* What shows the files that have one of the suffixes. */
static void
append_zsh_files (GString    *script,
                  const char *suffixes)
{
  g_auto (GStrv) words = g_strsplit (suffixes, " ", -1);
  g_autofree char *pattern = g_strjoinv (" *.", words);

  g_string_append_printf (script, "_files -g \"*.%s\"", pattern);
}

static void
append_zsh_option (GString        *script,
                   const OvOption *option)
{
  const GOptionEntry *entry = &option->entry;
  g_autofree char *text = ov_completion_quote (entry->description, "[]:\\");

  g_string_append_printf (script, "        '--%s%s[%s]", entry->long_name,
                          ov_option_takes_value (option) ? "=" : "", text);
  if (ov_option_takes_value (option))
    g_string_append_printf (script, ":%s:", entry->arg_description);
  if (ov_option_takes_file (option) && option->words != NULL)
    g_string_append_printf (script, "{ compadd %s; _files }", option->words);
  else if (option->suffixes != NULL)
    append_zsh_files (script, option->suffixes);
  else if (option->words != NULL)
    g_string_append_printf (script, "(%s)", option->words);
  g_string_append (script, "' \\\n");
}

/**
 * ov_completion_make_zsh:
 *
 * Returns: (transfer full): what lets zsh complete the options of overshoot-cli
 */
char *
ov_completion_make_zsh (void)
{
  GString *script = g_string_new ("#compdef overshoot-cli\n" OV_COMPLETION_HEADER);
  gsize n_options, n_commands;
  const OvOption *options = ov_option_list (&n_options);
  const OvCommand *commands = ov_command_list (&n_commands);

  g_string_append (script, "local curcontext=$curcontext state line\n\n"
                           "_arguments -C \\\n");
  for (const GOptionEntry *entry = ov_option_list_program (); entry->long_name != NULL; entry++)
    g_string_append_printf (script, "  '(- *)--%s[%s]' \\\n", entry->long_name, entry->description);
  g_string_append (script, "  '1:command:((");
  for (gsize i = 0; i < n_commands; i++)
    {
      g_autofree char *summary = ov_completion_quote (commands[i].summary, "\\:\"' ,()");

      g_string_append_printf (script, "%s%s\\:%s", i > 0 ? " " : "", commands[i].name, summary);
    }
  g_string_append (script, "))' \\\n  '*:: :->rest'\n\n[[ $state == rest ]] || return\n\n"
                           "case $line[1] in\n");

  for (gsize i = 0; i < n_commands; i++)
    {
      g_autofree char *words = ov_command_list_words (&commands[i]);

      g_string_append_printf (script, "  %s)\n    _arguments \\\n", commands[i].name);
      for (gsize j = 0; j < n_options; j++)
        if (ov_command_takes (&commands[i], &options[j]))
          append_zsh_option (script, &options[j]);
      if (words != NULL)
        g_string_append_printf (script, "        '1: :(%s)' \\\n", words);
      if (commands[i].suffixes != NULL)
        {
          g_string_append (script, "        '*: :");
          append_zsh_files (script, commands[i].suffixes);
          g_string_append (script, "' \\\n");
        }
      g_string_append (script, "        && return\n    ;;\n");
    }
  g_string_append (script, "esac\n");

  return g_string_free (script, FALSE);
}

/**
 * ov_completion_make_window_zsh:
 *
 * Returns: (transfer full): what lets zsh complete the options of overshoot, and its file
 */
char *
ov_completion_make_window_zsh (void)
{
  GString *script = g_string_new ("#compdef overshoot\n" OV_COMPLETION_HEADER "_arguments \\\n");

  for (const GOptionEntry *entry = NULL; (entry = ov_option_next_window (entry)) != NULL;)
    g_string_append_printf (script, "  '--%s[%s]' \\\n", entry->long_name, entry->description);
  g_string_append (script, "  ':DATA:_files'\n");

  return g_string_free (script, FALSE);
}

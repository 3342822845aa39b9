/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "completion-private.h"

#define BASH_HEADER OV_COMPLETION_HEADER "# shellcheck shell=bash\n"

/* The options that a command takes, or those in place of one for %NULL, and then the commands. */
static char *
list_words (const OvCommand *command)
{
  GString *words = g_string_new (NULL);
  gsize n_options, n_commands;
  const OvOption *options = ov_option_list (&n_options);
  const OvCommand *commands = ov_command_list (&n_commands);

  if (command != NULL && command->words != NULL)
    g_string_append_printf (words, "%s ", command->words);
  for (gsize i = 0; command != NULL && i < n_options; i++)
    if (ov_command_takes (command, &options[i]))
      g_string_append_printf (words, "--%s ", options[i].entry.long_name);
  for (gsize i = 0; command == NULL && i < n_commands; i++)
    g_string_append_printf (words, "%s ", commands[i].name);
  if (command == NULL)
    for (const GOptionEntry *entry = ov_option_list_program (); entry->long_name != NULL; entry++)
      g_string_append_printf (words, "--%s ", entry->long_name);
  g_string_truncate (words, words->len - 1);

  return g_string_free (words, FALSE);
}

/* Those whose value nobody can guess. */
static void
append_bash_numbers (GString *script)
{
  gsize n_options;
  const OvOption *options = ov_option_list (&n_options);
  const char *before = "";

  g_string_append (script, "    ");
  for (gsize i = 0; i < n_options; i++)
    if (ov_option_takes_value (&options[i])
        && options[i].words == NULL
        && !ov_option_takes_file (&options[i]))
      {
        g_string_append_printf (script, "%s--%s", before, options[i].entry.long_name);
        before = " | ";
      }
  g_string_append (script, ")\n      return\n      ;;\n");
}

static void
append_bash_value (GString        *script,
                   const OvOption *option)
{
  g_auto (GStrv) suffixes = g_strsplit (option->suffixes != NULL ? option->suffixes : "", " ", -1);

  g_string_append_printf (script, "    --%s)\n", option->entry.long_name);
  if (option->words != NULL)
    g_string_append_printf (script, "      _overshoot_words '%s'\n", option->words);
  if (ov_option_takes_file (option))
    g_string_append (script, option->suffixes != NULL ? "      _overshoot_files -d\n"
                                                      : "      _overshoot_files -f\n");
  for (gsize i = 0; suffixes[i] != NULL; i++)
    g_string_append_printf (script, "      _overshoot_files -f -X '!*.%s'\n", suffixes[i]);
  g_string_append (script, "      return\n      ;;\n");
}

static const char bash_beginning[] =
  "_overshoot_words ()\n"
  "{\n"
  "  local found\n"
  "\n"
  "  mapfile -t found < <(compgen -W \"$1\" -- \"$word\")\n"
  "  COMPREPLY+=(\"${found[@]}\")\n"
  "}\n"
  "\n"
  "_overshoot_files ()\n"
  "{\n"
  "  local found\n"
  "\n"
  "  compopt -o filenames 2>/dev/null\n"
  "  mapfile -t found < <(compgen \"$@\" -- \"$word\")\n"
  "  COMPREPLY+=(\"${found[@]}\")\n"
  "}\n"
  "\n"
  "_overshoot_cli ()\n"
  "{\n"
  "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
  "\n"
  "  # Bash makes three words of --option=value.\n"
  "  if [ \"$word\" = = ]\n"
  "  then\n"
  "    word=\n"
  "  elif [ \"$before\" = = ]\n"
  "  then\n"
  "    before=${COMP_WORDS[COMP_CWORD - 2]}\n"
  "  fi\n"
  "\n"
  "  COMPREPLY=()\n"
  "  case $before in\n";

/**
 * ov_completion_make_bash:
 *
 * Returns: (transfer full): what lets bash complete the options of overshoot-cli
 */
char *
ov_completion_make_bash (void)
{
  GString *script = g_string_new (BASH_HEADER);
  g_autofree char *first_words = list_words (NULL);
  gsize n_options, n_commands;
  const OvOption *options = ov_option_list (&n_options);
  const OvCommand *commands = ov_command_list (&n_commands);

  g_string_append (script, bash_beginning);
  for (gsize i = 0; i < n_options; i++)
    if (options[i].words != NULL || ov_option_takes_file (&options[i]))
      append_bash_value (script, &options[i]);
  append_bash_numbers (script);
  g_string_append (script, "  esac\n\n");

  g_string_append_printf (script,
                          "  if [ \"$COMP_CWORD\" -eq 1 ]\n"
                          "  then\n"
                          "    _overshoot_words '%s'\n"
                          "    return\n"
                          "  fi\n"
                          "\n"
                          "  case ${COMP_WORDS[1]} in\n",
                          first_words);
  for (gsize i = 0; i < n_commands; i++)
    {
      g_autofree char *words = list_words (&commands[i]);

      g_string_append_printf (script, "    %s)\n      _overshoot_words '%s'\n",
                              commands[i].name, words);
      if (commands[i].suffix != NULL)
        g_string_append_printf (script, "      _overshoot_files -d\n"
                                        "      _overshoot_files -f -X '!*.%s'\n",
                                commands[i].suffix);
      g_string_append (script, "      ;;\n");
    }
  g_string_append (script, "  esac\n}\n\ncomplete -F _overshoot_cli overshoot-cli\n");

  return g_string_free (script, FALSE);
}

/**
 * ov_completion_make_window_bash:
 *
 * Returns: (transfer full): what lets bash complete the options of overshoot, and its file
 */
char *
ov_completion_make_window_bash (void)
{
  GString *script = g_string_new (BASH_HEADER "complete -A file -o filenames -W '");

  for (const GOptionEntry *entry = NULL; (entry = ov_option_next_window (entry)) != NULL;)
    g_string_append_printf (script, "--%s ", entry->long_name);
  g_string_truncate (script, script->len - 1);
  g_string_append (script, "' overshoot\n");

  return g_string_free (script, FALSE);
}

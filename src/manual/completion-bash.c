/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "completion-private.h"

#define BASH_HEADER OV_COMPLETION_HEADER "# shellcheck shell=bash\n"

/* The options that a command takes, or those in place of one for %NULL, and then the commands. */
static char *
list_words (const OvCommand *command)
{
  GString *words = g_string_new (NULL);
  g_autofree char *own = command != NULL ? ov_command_list_words (command) : NULL;
  gsize n_options, n_commands;
  const OvOption *options = ov_option_list (&n_options);
  const OvCommand *commands = ov_command_list (&n_commands);

  if (own != NULL)
    g_string_append_printf (words, "%s ", own);
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

static gboolean
is_only_one (const OvOption *option)
{
  gsize n_options;
  const OvOption *options = ov_option_list (&n_options);
  guint n = 0;

  for (gsize i = 0; i < n_options; i++)
    n += g_str_equal (options[i].entry.long_name, option->entry.long_name);

  return n == 1;
}

/* What matches the command, a space and the option: those of some commands may have the name of
 * those of others. */
static void
append_pattern (GString        *script,
                const OvOption *option)
{
  const char *name = option->entry.long_name;
  const gboolean is_simple = is_only_one (option);
  const char *before = "";
  gsize n_commands;
  const OvCommand *commands = ov_command_list (&n_commands);

  for (gsize i = 0; i < n_commands; i++)
    {
      const char *command = is_simple ? "*" : commands[i].name;

      if (!ov_command_takes (&commands[i], option))
        continue;
      g_string_append_printf (script, "%s%s' --%s'", before, command, name);
      if (option->entry.short_name != '\0')
        g_string_append_printf (script, " | %s' -%c'", command, option->entry.short_name);
      before = " | ";
      if (is_simple)
        break;
    }
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
        g_string_append (script, before);
        append_pattern (script, &options[i]);
        before = " | ";
      }
  g_string_append (script, ")\n      return\n      ;;\n");
}

/* Folders, and the files that have one of the suffixes. */
static void
append_bash_files (GString    *script,
                   const char *suffixes)
{
  g_auto (GStrv) words = g_strsplit (suffixes, " ", -1);

  g_string_append (script, "      _overshoot_files -d\n");
  for (gsize i = 0; words[i] != NULL; i++)
    g_string_append_printf (script, "      _overshoot_files -f -X '!*.%s'\n", words[i]);
}

static void
append_bash_value (GString        *script,
                   const OvOption *option)
{
  g_string_append (script, "    ");
  append_pattern (script, option);
  g_string_append (script, ")\n");
  if (option->words != NULL)
    g_string_append_printf (script, "      _overshoot_words '%s'\n", option->words);
  if (option->suffixes != NULL)
    append_bash_files (script, option->suffixes);
  else if (ov_option_takes_file (option))
    g_string_append (script, "      _overshoot_files -f\n");
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
  "  case \"${COMP_WORDS[1]} $before\" in\n";

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
      if (commands[i].suffixes != NULL)
        append_bash_files (script, commands[i].suffixes);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "completion.h"

#include "option.h"

#define BASH_HEADER HEADER "# shellcheck shell=bash\n"
#define HEADER "# Made by Overshoot's build from the table of its options.\n"

static gboolean
takes_option (const OvCommand *command,
              const OvOption  *option)
{
  return (command->groups & 1u << option->group) != 0;
}

static gboolean
takes_file (const OvOption *option)
{
  return (option->entry.flags & G_OPTION_FLAG_FILENAME) != 0;
}

static gboolean
takes_value (const OvOption *option)
{
  return (option->entry.flags & G_OPTION_FLAG_NO_ARG) == 0;
}

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
    if (takes_option (command, &options[i]))
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
    if (takes_value (&options[i]) && options[i].words == NULL && !takes_file (&options[i]))
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
  if (takes_file (option))
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
    if (options[i].words != NULL || takes_file (&options[i]))
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

      g_string_append_printf (script, "    %s)\n      _overshoot_words '%s'\n      ;;\n",
                              commands[i].name, words);
    }
  g_string_append (script, "  esac\n}\n\ncomplete -F _overshoot_cli overshoot-cli\n");

  return g_string_free (script, FALSE);
}

/* Between single quotes, where those of @special have a backslash. */
static char *
quote (const char *text,
       const char *special)
{
  GString *quoted = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (strchr (special, *c) != NULL)
        g_string_append_c (quoted, '\\');
      if (*c == '\'')
        g_string_append (quoted, "'\\'");
      g_string_append_c (quoted, *c);
    }

  return g_string_free (quoted, FALSE);
}

static void
append_zsh_option (GString        *script,
                   const OvOption *option)
{
  const GOptionEntry *entry = &option->entry;
  g_autofree char *text = quote (entry->description, "[]:\\");
  g_auto (GStrv) suffixes = g_strsplit (option->suffixes != NULL ? option->suffixes : "", " ", -1);

  g_string_append_printf (script, "        '--%s%s[%s]", entry->long_name,
                          takes_value (option) ? "=" : "", text);
  if (takes_value (option))
    g_string_append_printf (script, ":%s:", entry->arg_description);
  if (takes_file (option) && option->words != NULL)
    g_string_append_printf (script, "{ compadd %s; _files }", option->words);
  else if (option->suffixes != NULL)
    {
      g_autofree char *pattern = g_strjoinv (" *.", suffixes);

      g_string_append_printf (script, "_files -g \"*.%s\"", pattern);
    }
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
  GString *script = g_string_new ("#compdef overshoot-cli\n" HEADER);
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
      g_autofree char *summary = quote (commands[i].summary, "\\:\"' ,()");

      g_string_append_printf (script, "%s%s\\:%s", i > 0 ? " " : "", commands[i].name, summary);
    }
  g_string_append (script, "))' \\\n  '*:: :->rest'\n\n[[ $state == rest ]] || return\n\n"
                           "case $line[1] in\n");

  for (gsize i = 0; i < n_commands; i++)
    {
      g_string_append_printf (script, "  %s)\n    _arguments \\\n", commands[i].name);
      for (gsize j = 0; j < n_options; j++)
        if (takes_option (&commands[i], &options[j]))
          append_zsh_option (script, &options[j]);
      if (commands[i].words != NULL)
        g_string_append_printf (script, "        '1: :(%s)' \\\n", commands[i].words);
      g_string_append (script, "        && return\n    ;;\n");
    }
  g_string_append (script, "esac\n");

  return g_string_free (script, FALSE);
}

static void
append_fish_option (GString         *script,
                    const OvCommand *command,
                    const OvOption  *option)
{
  g_autofree char *text = quote (option->entry.description, "\\");
  g_auto (GStrv) suffixes = g_strsplit (option->suffixes != NULL ? option->suffixes : "", " ", -1);
  const char *value = !takes_value (option) ? "" : takes_file (option) ? " -r"
                                                                       : " -x";

  g_string_append_printf (script,
                          "complete -c overshoot-cli -n '__fish_seen_subcommand_from %s' -l %s%s",
                          command->name, option->entry.long_name, value);
  if (option->entry.short_name != '\0')
    g_string_append_printf (script, " -s %c", option->entry.short_name);
  if (takes_file (option) && option->suffixes == NULL)
    g_string_append (script, " -F");
  if (option->words != NULL)
    g_string_append_printf (script, " -a '%s'", option->words);
  if (option->suffixes != NULL)
    {
      g_string_append (script, " -a '");
      for (gsize i = 0; suffixes[i] != NULL; i++)
        g_string_append_printf (script, "(__fish_complete_suffix .%s)", suffixes[i]);
      g_string_append_c (script, '\'');
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
  GString *script = g_string_new (HEADER "complete -c overshoot-cli -f\n");
  gsize n_options, n_commands;
  const OvOption *options = ov_option_list (&n_options);
  const OvCommand *commands = ov_command_list (&n_commands);

  for (const GOptionEntry *entry = ov_option_list_program (); entry->long_name != NULL; entry++)
    g_string_append_printf (script,
                            "complete -c overshoot-cli -n __fish_use_subcommand -l %s -d '%s'\n",
                            entry->long_name, entry->description);
  for (gsize i = 0; i < n_commands; i++)
    {
      g_autofree char *summary = quote (commands[i].summary, "\\");

      g_string_append_printf (script,
                              "complete -c overshoot-cli -n __fish_use_subcommand -a %s -d '%s'\n",
                              commands[i].name, summary);
      if (commands[i].words != NULL)
        g_string_append_printf (script, "complete -c overshoot-cli "
                                        "-n '__fish_seen_subcommand_from %s' -a '%s'\n",
                                commands[i].name, commands[i].words);
      for (gsize j = 0; j < n_options; j++)
        if (takes_option (&commands[i], &options[j]))
          append_fish_option (script, &commands[i], &options[j]);
    }

  return g_string_free (script, FALSE);
}

/* What the window's program takes, one after the other; GLib adds the help, which is the first of
 * the other program's. */
static const GOptionEntry *
next_window_option (const GOptionEntry *entry)
{
  if (entry == NULL)
    return ov_option_list_program ();
  if (entry == ov_option_list_program ())
    return ov_option_list_window ();

  return entry[1].long_name != NULL ? entry + 1 : NULL;
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

  for (const GOptionEntry *entry = NULL; (entry = next_window_option (entry)) != NULL;)
    g_string_append_printf (script, "--%s ", entry->long_name);
  g_string_truncate (script, script->len - 1);
  g_string_append (script, "' overshoot\n");

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
  GString *script = g_string_new ("#compdef overshoot\n" HEADER "_arguments \\\n");

  for (const GOptionEntry *entry = NULL; (entry = next_window_option (entry)) != NULL;)
    g_string_append_printf (script, "  '--%s[%s]' \\\n", entry->long_name, entry->description);
  g_string_append (script, "  ':DATA:_files'\n");

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
  GString *script = g_string_new (HEADER);

  for (const GOptionEntry *entry = NULL; (entry = next_window_option (entry)) != NULL;)
    g_string_append_printf (script, "complete -c overshoot -l %s -d '%s'\n", entry->long_name,
                            entry->description);

  return g_string_free (script, FALSE);
}

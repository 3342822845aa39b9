/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvOptionGroup:
 * @OV_OPTIONS_RECIPE: what decides a run
 * @OV_OPTIONS_DATA: what it is trained on, and how
 * @OV_OPTIONS_RESULTS: what it leaves behind
 * @OV_OPTIONS_FINDINGS: how a command shows what it finds out
 * @OV_OPTIONS_PICTURE: how the pictures look that it draws
 * @OV_OPTIONS_RUNS: which of the runs that are kept, and how they are shown
 * @OV_OPTIONS_SWEEP: where the runs of a sweep go, and who trains them
 * @OV_OPTIONS_GENERAL: what has nothing to do with a run
 *
 * The options as help and manual put them together.
 */
typedef enum
{
  OV_OPTIONS_RECIPE,
  OV_OPTIONS_DATA,
  OV_OPTIONS_RESULTS,
  OV_OPTIONS_FINDINGS,
  OV_OPTIONS_PICTURE,
  OV_OPTIONS_RUNS,
  OV_OPTIONS_SWEEP,
  OV_OPTIONS_GENERAL,
  OV_N_OPTION_GROUPS,
} OvOptionGroup;

/**
 * OvOption:
 * @group: where help and manual show it
 * @entry: its name and texts, not yet translated; whoever parses it adds where the value goes
 * @words: (nullable): the words that it takes, between spaces
 * @suffixes: (nullable): how the names of the files that it takes end, between spaces
 * @commands: (nullable): those of the commands with its group that have it, between spaces; %NULL
 *   for all. Two options may have one name where no command has both.
 *
 * An option of some commands of overshoot-cli.
 */
typedef struct
{
  OvOptionGroup group;
  GOptionEntry  entry;
  const char   *words;
  const char   *suffixes;
  const char   *commands;
} OvOption;

/**
 * OvCommand:
 * @name: its name
 * @summary: what it does, not yet translated
 * @arguments: (nullable): what follows its options, for the synopsis; it is not translated
 * @groups: the groups whose options it takes, a bit for each
 * @words: (nullable): the words that it takes, between spaces; ov_command_list_words() knows more
 * @suffixes: (nullable): how the names of the files that it takes end, between spaces
 * @takes_preset: whether it takes the name of a recipe
 *
 * A command of overshoot-cli.
 */
typedef struct
{
  const char *name;
  const char *summary;
  const char *arguments;
  guint       groups;
  const char *words;
  const char *suffixes;
  gboolean    takes_preset;
} OvCommand;

const OvOption     *ov_option_list            (gsize              *n_options);
const OvOption     *ov_option_find            (const char         *command,
                                               const char         *long_name);
const char         *ov_option_group_get_title (OvOptionGroup       group);
gboolean            ov_option_takes_value     (const OvOption     *self);
gboolean            ov_option_takes_file      (const OvOption     *self);
const OvCommand    *ov_command_list           (gsize              *n_commands);
const OvCommand    *ov_command_find           (const char         *name);
char               *ov_command_list_words     (const OvCommand    *self);
gboolean            ov_command_takes          (const OvCommand    *self,
                                               const OvOption     *option);
const GOptionEntry *ov_option_list_program    (void);
const GOptionEntry *ov_option_list_window     (void);
const GOptionEntry *ov_option_next_window     (const GOptionEntry *entry);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "option-context.h"

/* For the help, which takes no value. */
static gboolean
ignore_cb (const char *option,
           const char *text,
           gpointer    user_data,
           GError    **error)
{
  return TRUE;
}

static GOptionGroup *
make_group (const OvCommand *command,
            OvOptionGroup    kind,
            GOptionArgFunc   take,
            gpointer         user_data)
{
  g_autofree char *name = g_strdup_printf ("group-%d", (int) kind);
  g_autofree char *heading = g_strconcat (ov_option_group_get_title (kind), ":", NULL);
  GOptionGroup *group = g_option_group_new (name, heading, heading, user_data, NULL);
  gsize n_options;
  const OvOption *options = ov_option_list (&n_options);

  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  for (gsize i = 0; i < n_options; i++)
    {
      GOptionEntry entries[] = {options[i].entry, {NULL}};

      entries[0].arg_data = take;
      if (options[i].group == kind && ov_command_takes (command, &options[i]))
        g_option_group_add_entries (group, entries);
    }

  return group;
}

/**
 * ov_option_context_new:
 * @command: a command of overshoot-cli
 * @take: (nullable): is given each option with its text, both as they were written
 * @user_data: passed to @take
 *
 * Returns: (transfer full): what parses the options of the command, and shows their help
 */
GOptionContext *
ov_option_context_new (const char    *command,
                       GOptionArgFunc take,
                       gpointer       user_data)
{
  const OvCommand *found = ov_command_find (command);
  GOptionContext *context;

  g_return_val_if_fail (found != NULL, NULL);

  context = g_option_context_new (found->arguments);
  g_option_context_set_help_enabled (context, FALSE);
  for (guint kind = 0; kind < OV_N_OPTION_GROUPS; kind++)
    if ((found->groups & 1u << kind) != 0)
      g_option_context_add_group (context, make_group (found, kind,
                                                       take != NULL ? take : ignore_cb,
                                                       user_data));

  return context;
}

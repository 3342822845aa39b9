/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "help.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "option-context.h"
#include "recipe.h"
#include "topic.h"
#include "wrap.h"

/* Where the lines of texts begin. */
#define INDENT 2

/* Between a term and its explanation. */
#define GAP 3

/* The cursor stands in @column; further lines begin at @indent. */
static void
append_wrapped (GString    *text,
                const char *words,
                glong       column,
                glong       indent)
{
  g_autofree char *lines = ov_wrap (words, column, indent);

  g_string_append (text, lines);
}

static void
append_paragraph (GString    *text,
                  const char *words)
{
  g_string_append_printf (text, "%*s", INDENT, "");
  append_wrapped (text, words, INDENT, INDENT);
}

static void
append_items (GString           *text,
              const OvTopicItem *items)
{
  glong width = 0;

  for (const OvTopicItem *item = items; item->term != NULL; item++)
    width = MAX (width, g_utf8_strlen (item->term, -1));

  for (const OvTopicItem *item = items; item->term != NULL; item++)
    {
      const glong indent = INDENT + width + GAP;

      g_string_append_printf (text, "%*s%-*s", INDENT, "", (int) (width + GAP), item->term);
      append_wrapped (text, _(item->text), indent, indent);
    }
}

static void
append_verbatim (GString    *text,
                 const char *verbatim)
{
  g_auto (GStrv) lines = g_strsplit (verbatim, "\n", -1);

  for (gsize i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_string_append_printf (text, "%*s%s\n", INDENT, "", lines[i]);
}

static void
append_topic (GString       *text,
              const OvTopic *topic)
{
  const OvTopicItem *items = topic->list != NULL ? topic->list () : topic->items;

  g_string_append_printf (text, "%s:\n", _(topic->title));
  if (topic->before != NULL)
    append_paragraph (text, _(topic->before));
  if (items != NULL)
    append_items (text, items);
  if (topic->after != NULL)
    append_paragraph (text, _(topic->after));
  if (topic->verbatim != NULL && topic->before != NULL)
    g_string_append_c (text, '\n');
  if (topic->verbatim != NULL)
    append_verbatim (text, topic->verbatim);
  g_string_append_c (text, '\n');
}

static void
append_presets (GString *text)
{
  const char *const *presets = ov_recipe_list_presets ();

  g_string_append_printf (text, "%s\n", _("Recipes, and the values they start with:"));
  for (gsize i = 0; presets[i] != NULL; i++)
    {
      OvRecipe recipe;
      g_autofree char *description = NULL;

      if (!ov_recipe_init_preset (&recipe, presets[i], NULL))
        continue;

      description = ov_recipe_describe (&recipe);
      g_string_append_printf (text, "%*s%s\n%*s", INDENT, "", presets[i], 3 * INDENT, "");
      append_wrapped (text, description, 3 * INDENT, 3 * INDENT);
    }
  g_string_append_c (text, '\n');
}

/* The help begins with what is before a topic, in the full width. */
static char *
make_summary (const OvTopic *topic)
{
  char *text = ov_wrap (_(topic->before), 0, 0);

  return g_strchomp (text);
}

/* The help of each command: what it begins with, and what stands below its options. A row for each
 * command of ov_command_list() but "help". */
static const struct
{
  const char    *command;
  const OvTopic *summary;
  gboolean       has_presets;
  const OvTopic *topics[9];
} pages[] = {
  {"train",
   &ov_topic_train,
   TRUE,
   {
     &ov_topic_schedules,
     &ov_topic_optimisers,
     &ov_topic_formats,
     &ov_topic_instruments,
     &ov_topic_results,
     &ov_topic_ends,
     &ov_topic_environment,
     &ov_topic_examples,
   }},
  {"model", &ov_topic_model, FALSE, {NULL}},
  {"ladder", &ov_topic_ladder, TRUE, {&ov_topic_ladder_examples}},
  {"find-lr", &ov_topic_find_lr, TRUE, {&ov_topic_find_lr_examples}},
  {"show", &ov_topic_show, FALSE, {NULL}},
  {"forecast", &ov_topic_forecast, FALSE, {&ov_topic_forecast_examples}},
  {"step", &ov_topic_step, TRUE, {&ov_topic_step_examples}},
  {"valley", &ov_topic_valley, FALSE, {&ov_topic_valley_examples}},
  {"compare", &ov_topic_compare, FALSE, {&ov_topic_compare_examples}},
  {"diagnose", &ov_topic_diagnose, FALSE, {&ov_topic_diagnose_examples}},
  {"data", &ov_topic_data, FALSE, {&ov_topic_data_examples}},
  {"runs", &ov_topic_runs, FALSE, {&ov_topic_run_actions, &ov_topic_run_files, &ov_topic_library}},
  {"sweep",
   &ov_topic_sweep,
   FALSE,
   {
     &ov_topic_sweep_values,
     &ov_topic_sweep_files,
     &ov_topic_sweep_clusters,
     &ov_topic_sweep_ends,
     &ov_topic_sweep_examples,
   }},
};

/* GLib lets the explanation of an option run as wide as it is. */
static char *
wrap_options (const char *help)
{
  g_auto (GStrv) lines = g_strsplit (help, "\n", -1);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *name = g_str_has_prefix (lines[i], "  -") ? strstr (lines[i], "--") : NULL;
      const char *words = name != NULL ? name + strcspn (name, " ") : "";
      const gsize gap = strspn (words, " ");

      if (gap > 0 && words[gap] != '\0')
        {
          const glong column = g_utf8_strlen (lines[i], words + gap - lines[i]);

          g_string_append_len (text, lines[i], words + gap - lines[i]);
          append_wrapped (text, words + gap, column, column);
        }
      else
        g_string_append_printf (text, "%s%s", lines[i], lines[i + 1] != NULL ? "\n" : "");
    }

  return g_string_free (text, FALSE);
}

static char *
make_help (const char    *command,
           const OvTopic *summary,
           const char    *description)
{
  g_autoptr (GOptionContext) context = ov_option_context_new (command, NULL, NULL);
  g_autofree char *introduction = make_summary (summary);
  g_autofree char *program = g_strdup (g_get_prgname ());
  g_autofree char *usage = g_strconcat ("overshoot-cli ", command, NULL);
  g_autofree char *text = NULL;

  g_option_context_set_summary (context, introduction);
  g_option_context_set_description (context, description);

  /* The only way to tell GLib that a command is a part of the usage. */
  g_set_prgname (usage);
  text = g_option_context_get_help (context, FALSE, NULL);
  g_set_prgname (program);

  return wrap_options (text);
}

/**
 * ov_help_make_program:
 *
 * Returns: (transfer full): the help of `overshoot-cli` itself
 */
char *
ov_help_make_program (void)
{
  gsize n_commands;
  const OvCommand *commands = ov_command_list (&n_commands);
  g_autofree OvTopicItem *items = g_new0 (OvTopicItem, n_commands + 1);
  const OvTopic topic = {
    .title = N_("Commands"),
    .items = items,
    .after = N_("“overshoot-cli COMMAND --help” lists the options of a command."),
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("COMMAND [OPTION…]"));
  GOptionGroup *group = g_option_group_new ("program", NULL, NULL, NULL, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *introduction = make_summary (&ov_topic_program);

  for (gsize i = 0; i < n_commands; i++)
    items[i] = (OvTopicItem) {commands[i].name, commands[i].summary};
  append_topic (text, &topic);
  g_string_truncate (text, text->len - 1);

  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_group_add_entries (group, ov_option_list_program ());
  g_option_context_set_main_group (context, group);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, introduction);
  g_option_context_set_description (context, text->str);

  return g_option_context_get_help (context, TRUE, NULL);
}

/**
 * ov_help_make_command:
 * @command: the name of a command, or of anything else
 *
 * Returns: (transfer full) (nullable): the help of the command, a page that needs no other; %NULL
 *   when there is no such command, or no help on it
 */
char *
ov_help_make_command (const char *command)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (!g_str_equal (pages[i].command, command))
        continue;

      if (pages[i].has_presets)
        append_presets (text);
      for (gsize j = 0; pages[i].topics[j] != NULL; j++)
        append_topic (text, pages[i].topics[j]);
      if (text->len > 0)
        g_string_truncate (text, text->len - 1);

      return make_help (command, pages[i].summary, text->len > 0 ? text->str : NULL);
    }

  return NULL;
}

/**
 * ov_help_make_weights:
 *
 * Returns: (transfer full): what a file of weights holds, and a program that uses it
 */
char *
ov_help_make_weights (void)
{
  GString *text = g_string_new (NULL);

  append_topic (text, &ov_topic_weights);
  g_string_truncate (text, text->len - 1);

  return g_string_free (text, FALSE);
}

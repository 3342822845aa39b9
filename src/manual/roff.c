/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "roff.h"

#include "library.h"
#include "option.h"
#include "recipe.h"
#include "topic.h"
#include "wrap.h"

/* What roff would take for a request or for another character. A hyphen that is typed as one is
 * marked, so that it can be copied from the page; those of prose are left to roff. */
static void
append_escaped (GString    *page,
                const char *text,
                gboolean    is_typed)
{
  if (*text == '.' || *text == '\'')
    g_string_append (page, "\\&");

  for (const char *c = text; *c != '\0'; c++)
    {
      const gboolean is_option = c[0] == '-' && (c[1] == '-' || (c > text && c[-1] == '-'));

      if (*c == '\\')
        g_string_append (page, "\\e");
      else if (*c == '-' && (is_typed || is_option))
        g_string_append (page, "\\-");
      else if (*c == '\'' && is_typed)
        g_string_append (page, "\\(aq");
      else
        g_string_append_c (page, *c);
    }
}

static void
append_line (GString    *page,
             const char *text,
             gboolean    is_typed)
{
  append_escaped (page, text, is_typed);
  g_string_append_c (page, '\n');
}

static void
append_prose (GString    *page,
              const char *text)
{
  g_autofree char *wrapped = ov_wrap (text, 0, 0);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (wrapped), "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    append_line (page, lines[i], FALSE);
}

static void
append_paragraph (GString    *page,
                  const char *text)
{
  g_string_append (page, ".PP\n");
  append_prose (page, text);
}

static void
append_heading (GString    *page,
                const char *request,
                const char *title)
{
  g_autofree char *capitals = g_ascii_strup (title, -1);

  g_string_append_printf (page, ".%s \"%s\"\n", request,
                          g_str_equal (request, "SH") ? capitals : title);
}

static void
append_item (GString    *page,
             const char *term,
             const char *text)
{
  g_string_append (page, ".TP\n\\fB");
  append_escaped (page, term, TRUE);
  g_string_append (page, "\\fR\n");
  append_prose (page, text);
}

static void
append_verbatim (GString    *page,
                 const char *verbatim)
{
  g_auto (GStrv) lines = g_strsplit (verbatim, "\n", -1);

  g_string_append (page, ".RS 4\n.nf\n");
  for (gsize i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    append_line (page, lines[i], TRUE);
  g_string_append (page, ".fi\n.RE\n");
}

static void
append_topic (GString       *page,
              const OvTopic *topic)
{
  append_heading (page, "SH", topic->title);
  if (topic->before != NULL)
    append_prose (page, topic->before);
  for (const OvTopicItem *item = topic->items; item != NULL && item->term != NULL; item++)
    append_item (page, item->term, item->text);
  if (topic->after != NULL)
    append_paragraph (page, topic->after);
  if (topic->verbatim != NULL)
    append_verbatim (page, topic->verbatim);
}

static void
append_option (GString            *page,
               const GOptionEntry *entry)
{
  g_string_append (page, ".TP\n");
  if (entry->short_name != '\0')
    g_string_append_printf (page, "\\fB\\-%c\\fR, ", entry->short_name);
  g_string_append (page, "\\fB\\-\\-");
  append_escaped (page, entry->long_name, TRUE);
  g_string_append (page, "\\fR");
  if (entry->arg_description != NULL)
    g_string_append_printf (page, "=\\fI%s\\fR", entry->arg_description);
  g_string_append_c (page, '\n');
  append_prose (page, entry->description);
}

static void
append_options (GString *page)
{
  gsize n_options;
  const OvOption *options = ov_option_list (&n_options);

  append_heading (page, "SH", "Options");
  for (const GOptionEntry *entry = ov_option_list_program (); entry->long_name != NULL; entry++)
    append_option (page, entry);
  for (guint group = 0; group < OV_N_OPTION_GROUPS; group++)
    {
      append_heading (page, "SS", ov_option_group_get_title (group));
      for (gsize i = 0; i < n_options; i++)
        if (options[i].group == group && !g_str_equal (options[i].entry.long_name, "help"))
          append_option (page, &options[i].entry);
    }
}

static void
append_commands (GString *page)
{
  gsize n_commands;
  const OvCommand *commands = ov_command_list (&n_commands);

  append_heading (page, "SH", "Commands");
  for (gsize i = 0; i < n_commands; i++)
    append_item (page, commands[i].name, commands[i].summary);
}

/* A line for each command; what stands for something else, which is in capitals, is in italics. */
static void
append_synopsis (GString *page)
{
  gsize n_commands;
  const OvCommand *commands = ov_command_list (&n_commands);

  for (gsize i = 0; i < n_commands; i++)
    {
      const char *arguments = commands[i].arguments != NULL ? commands[i].arguments : "";
      g_autoptr (GString) line =
        g_string_new (commands[i].groups != 0 ? "[\\fIOPTION\\fR...] " : "");

      for (const char *c = arguments; *c != '\0'; c++)
        {
          const gboolean is_first = c == arguments || !g_ascii_isupper (c[-1]);

          if (g_ascii_isupper (*c) && is_first)
            g_string_append (line, "\\fI");
          g_string_append_c (line, *c);
          if (g_ascii_isupper (*c) && !g_ascii_isupper (c[1]))
            g_string_append (line, "\\fR");
        }
      g_string_append_printf (page, "%s.B overshoot\\-cli %s\n%s\n", i > 0 ? ".br\n" : "",
                              commands[i].name, g_strchomp (line->str));
    }
}

static void
append_recipes (GString *page)
{
  const char *const *presets = ov_recipe_list_presets ();

  append_heading (page, "SH", "Recipes");
  for (gsize i = 0; presets[i] != NULL; i++)
    {
      OvRecipe recipe;
      g_autofree char *description = NULL;

      if (!ov_recipe_init_preset (&recipe, presets[i], NULL))
        continue;

      description = ov_recipe_describe (&recipe);
      append_item (page, presets[i], description);
    }
}

static GString *
begin_page (const char *name,
            const char *date,
            const char *summary)
{
  g_autofree char *capitals = g_ascii_strup (name, -1);
  GString *page = g_string_new (NULL);

  g_string_append_printf (page, ".TH \"%s\" 1 \"%s\" \"Overshoot " PACKAGE_VERSION "\"\n",
                          capitals, date);
  g_string_append (page, ".SH NAME\n");
  append_escaped (page, name, TRUE);
  g_string_append_printf (page, " \\- %s\n.SH SYNOPSIS\n", summary);

  return page;
}

/**
 * ov_roff_make_cli:
 * @date: the day of the release, such as "2026-11-23"
 *
 * Returns: (transfer full): the manual page of overshoot-cli, in roff's man macros
 */
char *
ov_roff_make_cli (const char *date)
{
  GString *page = begin_page ("overshoot-cli", date, "train small image classifiers");

  append_synopsis (page);
  append_topic (page, &ov_topic_program);
  append_paragraph (page, ov_topic_train.before);
  append_commands (page);
  append_options (page);
  append_recipes (page);
  append_topic (page, &ov_topic_schedules);
  append_topic (page, &ov_topic_optimisers);
  append_topic (page, &ov_topic_formats);
  append_topic (page, &ov_topic_results);
  append_topic (page, &ov_topic_weights);
  append_topic (page, &ov_topic_ladder);
  append_topic (page, &ov_topic_find_lr);
  append_topic (page, &ov_topic_show);
  append_topic (page, &ov_topic_forecast);
  append_topic (page, &ov_topic_step);
  append_topic (page, &ov_topic_valley);
  append_topic (page, &ov_topic_compare);
  append_topic (page, &ov_topic_diagnose);
  append_topic (page, &ov_topic_data);
  append_topic (page, &ov_topic_run_actions);
  append_topic (page, &ov_topic_run_files);
  append_topic (page, &ov_topic_library);
  append_verbatim (page, ov_library_get_schema ());
  append_topic (page, &ov_topic_sweep);
  append_topic (page, &ov_topic_sweep_values);
  append_topic (page, &ov_topic_sweep_files);
  append_topic (page, &ov_topic_sweep_clusters);
  append_topic (page, &ov_topic_sweep_ends);
  append_topic (page, &ov_topic_ends);
  append_topic (page, &ov_topic_environment);
  append_topic (page, &ov_topic_examples);
  append_verbatim (page, ov_topic_ladder_examples.verbatim);
  append_verbatim (page, ov_topic_find_lr_examples.verbatim);
  append_verbatim (page, ov_topic_sweep_examples.verbatim);
  append_verbatim (page, ov_topic_forecast_examples.verbatim);
  append_verbatim (page, ov_topic_step_examples.verbatim);
  append_verbatim (page, ov_topic_valley_examples.verbatim);
  append_verbatim (page, ov_topic_compare_examples.verbatim);
  append_verbatim (page, ov_topic_diagnose_examples.verbatim);
  append_verbatim (page, ov_topic_data_examples.verbatim);
  g_string_append (page, ".SH SEE ALSO\n.BR overshoot (1)\n");

  return g_string_free (page, FALSE);
}

/**
 * ov_roff_make_window:
 * @date: the day of the release
 *
 * Returns: (transfer full): the manual page of overshoot
 */
char *
ov_roff_make_window (const char *date)
{
  GString *page = begin_page ("overshoot", date, "see what the learning rate does");

  g_string_append (page, ".B overshoot\n[\\fIOPTION\\fR...] [\\fIFILE\\fR...]\n");
  append_topic (page, &ov_topic_window);
  append_heading (page, "SH", "Options");
  for (const GOptionEntry *entry = NULL; (entry = ov_option_next_window (entry)) != NULL;)
    append_option (page, entry);
  append_topic (page, &ov_topic_window_data);
  append_topic (page, &ov_topic_environment);
  g_string_append (page, ".SH SEE ALSO\n.BR overshoot\\-cli (1)\n");

  return g_string_free (page, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure-command.h"

#include <glib/gi18n-lib.h>

#include "command-line.h"
#include "number.h"

static void
add_number (GPtrArray  *words,
            const char *option,
            double      value)
{
  g_autofree char *text = ov_number_format (value);

  if (value > 0.0)
    ov_command_line_add (words, option, text);
}

static void
add_page (GPtrArray          *words,
          const OvFigurePage *page)
{
  const OvPageStyle *style = &page->style;
  g_autofree char *size = g_strdup_printf ("%dx%d", page->size.width, page->size.height);

  if (page->size.width > 0)
    ov_command_line_add (words, "plot-size", size);
  add_number (words, "plot-dpi", page->size.dpi);
  if (style->theme != OV_PAGE_LIGHT)
    ov_command_line_add (words, "plot-theme", ov_page_theme_names[style->theme]);
  if (style->title != NULL)
    ov_command_line_add (words, "plot-title", style->title);
  add_number (words, "plot-font-size", style->font_size);
  add_number (words, "plot-line-width", style->line_width);
  if (style->hides_caption)
    ov_command_line_add (words, "plot-no-caption", NULL);
}

static GPtrArray *
make_words (const OvFigurePage *self,
            guint               index,
            const char         *file,
            const char        **remark)
{
  const OvFigure *figure = &self->figures[index];

  if (figure->class->make_command != NULL)
    return figure->class->make_command (figure->data, &self->style, file, remark);

  *remark = _("No command draws this figure");

  return NULL;
}

/* Whether a figure before this one is drawn by the same command. */
static gboolean
is_drawn (const OvFigurePage *self,
          guint               index)
{
  const char *remark = NULL;
  g_autoptr (GPtrArray) words = make_words (self, index, "", &remark);
  g_autofree char *line = ov_command_line_write (words);

  for (guint i = 0; i < index; i++)
    {
      g_autoptr (GPtrArray) others = make_words (self, i, "", &remark);
      g_autofree char *other = ov_command_line_write (others);

      if (g_str_equal (line, other))
        return TRUE;
    }

  return FALSE;
}

/**
 * ov_figure_page_make_command:
 * @self: a page
 * @files: [as many as there are figures] the name of a file for each
 * @remark: (out) (nullable): what is to be known of the command, or why there is none
 *
 * Says what `overshoot-cli` needs to be told to do what the page shows again and to draw it.
 *
 * Returns: (transfer full) (nullable): a line for each figure, or %NULL when one of them is beyond
 *   any command
 */
char *
ov_figure_page_make_command (const OvFigurePage *self,
                             const char *const  *files,
                             const char        **remark)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  guint n_lines = 0;

  g_return_val_if_fail (self != NULL && files != NULL && remark != NULL, NULL);

  *remark = NULL;
  for (guint i = 0; i < self->n; i++)
    {
      g_autoptr (GPtrArray) words = make_words (self, i, files[i], remark);
      g_autofree char *line = NULL;

      if (words == NULL)
        return NULL;
      if (is_drawn (self, i))
        continue;

      add_page (words, self);
      line = ov_command_line_write (words);
      g_string_append_printf (lines, "%s%s", n_lines > 0 ? "\n" : "", line);
      n_lines++;
    }
  if (n_lines > 1)
    *remark = _("A command for each figure is on the clipboard: none puts them side by side");

  return g_string_free (g_steal_pointer (&lines), FALSE);
}

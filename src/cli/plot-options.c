/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plot-options.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "choice.h"
#include "error.h"
#include "instrument.h"
#include "option-texts.h"
#include "recipe-options.h"

/* Words between commas, each of which turns something on; as they stand in the option's help. */
static gboolean
parse_extras (const char    *text,
              OvFigureStyle *style,
              GError       **error)
{
  gboolean *const switches[] = {&style->with_best, &style->with_names, &style->with_rate};
  g_auto (GStrv) words = text != NULL ? g_strsplit (text, ",", -1) : NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      guint index;

      if (!ov_choice_parse_of ("train", "plot-with", words[i], &index, error))
        return FALSE;
      *switches[index] = TRUE;
    }

  return TRUE;
}

static gboolean
parse_charts (GHashTable  *texts,
              OvRunFigure *figure,
              GError     **error)
{
  /* In the order of the option's words. */
  static const OvRunFigureContent contents[] = {OV_RUN_FIGURE_BOTH, OV_RUN_FIGURE_LOSS,
                                                OV_RUN_FIGURE_ACCURACY};
  OvFigureStyle *style = &figure->style;
  guint abscissa = style->abscissa;
  guint content = 0;

  if (!ov_choice_parse_of ("train", "plot-charts", g_hash_table_lookup (texts, "plot-charts"),
                           &content, error)
      || !ov_choice_parse_of ("train", "plot-x", g_hash_table_lookup (texts, "plot-x"), &abscissa,
                              error)
      || !ov_number_option_parse (texts, "plot-smoothing", 0.0, OV_FIGURE_MOST_SMOOTHING,
                                  &style->smoothing, error)
      || !parse_extras (g_hash_table_lookup (texts, "plot-with"), style, error))
    return FALSE;

  figure->content = contents[content];
  style->abscissa = (OvAbscissa) abscissa;
  style->with_instruments = ov_instrument_get_all ();
  style->log_x = g_hash_table_contains (texts, "plot-log-x");

  return TRUE;
}

static gboolean
parse_size (GHashTable *texts,
            OvPageSize *size,
            GError    **error)
{
  const char *text = g_hash_table_lookup (texts, "plot-size");
  double dpi;

  if (text != NULL && !ov_page_size_parse (size, text))
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("--%s: “%s” is not a size. Take screen, slide, column or page, or a width "
                     "and height from %d to %d points, such as 400x300."),
                   "plot-size", text, OV_PAGE_LEAST_SIDE, OV_PAGE_MOST_SIDE);
      return FALSE;
    }

  dpi = size->dpi;
  if (!ov_number_option_parse (texts, "plot-dpi", OV_PAGE_LEAST_DPI, OV_PAGE_MOST_DPI, &dpi,
                               error))
    return FALSE;
  size->dpi = (int) lround (dpi);

  return TRUE;
}

static gboolean
parse_page (GHashTable   *texts,
            OvFigurePage *page,
            GError      **error)
{
  OvPageStyle *style = &page->style;
  guint theme = style->theme;

  if (!parse_size (texts, &page->size, error)
      || !ov_choice_parse ("plot-theme", g_hash_table_lookup (texts, "plot-theme"),
                           ov_page_theme_names, &theme, error)
      || !ov_number_option_parse (texts, "plot-font-size", 1.0, OV_PAGE_MOST_FONT,
                                  &style->font_size, error)
      || !ov_number_option_parse (texts, "plot-line-width", 0.1, OV_PAGE_MOST_LINE,
                                  &style->line_width, error))
    return FALSE;

  style->theme = theme;
  style->title = g_hash_table_lookup (texts, "plot-title");
  style->hides_caption = g_hash_table_contains (texts, "plot-no-caption");

  return TRUE;
}

/**
 * ov_plot_options_parse:
 * @texts: from options to their texts
 * @is_drawn: whether a picture is asked for
 * @page: (inout): how it looks; its title belongs to @texts
 * @figure: (inout): which charts of runs are on it, and how they look
 * @notes: gets a sentence for each option that has no effect
 * @error: return location for an error
 *
 * Understands the options that begin with --plot-, as far as the command has them.
 *
 * Returns: %FALSE with @error set to one sentence that says what is wrong
 */
gboolean
ov_plot_options_parse (GHashTable   *texts,
                       gboolean      is_drawn,
                       OvFigurePage *page,
                       OvRunFigure  *figure,
                       GPtrArray    *notes,
                       GError      **error)
{
  static const char *const options[] = {
    "plot-charts",
    "plot-x",
    "plot-log-x",
    "plot-smoothing",
    "plot-with",
    "plot-size",
    "plot-dpi",
    "plot-theme",
    "plot-title",
    "plot-font-size",
    "plot-line-width",
    "plot-no-caption",
  };

  if (!parse_charts (texts, figure, error) || !parse_page (texts, page, error))
    return FALSE;

  for (gsize i = 0; !is_drawn && i < G_N_ELEMENTS (options); i++)
    if (g_hash_table_contains (texts, options[i]))
      g_ptr_array_add (notes, g_strdup_printf (_("--%s has no effect, since nothing is drawn."),
                                               options[i]));

  return TRUE;
}

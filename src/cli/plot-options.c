/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plot-options.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "error.h"
#include "option.h"

/* The words of an option, as they stand in its help. */
static char *
list_words (const char *option)
{
  g_auto (GStrv) words = g_strsplit (ov_option_find (option)->words, " ", -1);

  return g_strjoinv (", ", words);
}

static gboolean
parse_abscissa (const char *text,
                OvAbscissa *abscissa,
                GError    **error)
{
  g_autofree char *known = NULL;

  if (text == NULL || ov_abscissa_parse (text, abscissa))
    return TRUE;

  known = list_words ("plot-x");
  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               _("--%s: there is no “%s”; the known ones are: %s."), "plot-x", text, known);

  return FALSE;
}

static gboolean
parse_smoothing (const char *text,
                 double     *smoothing,
                 GError    **error)
{
  char *end = NULL;
  double value;

  if (text == NULL)
    return TRUE;

  value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !(value >= 0.0 && value <= OV_FIGURE_MOST_SMOOTHING))
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("--%s: “%s” is not a number from 0 to %.2f."), "plot-smoothing", text,
                   OV_FIGURE_MOST_SMOOTHING);
      return FALSE;
    }
  *smoothing = value;

  return TRUE;
}

/* Words between commas, each of which turns something on. */
static gboolean
parse_extras (const char    *text,
              OvFigureStyle *style,
              GError       **error)
{
  g_auto (GStrv) words = text != NULL ? g_strsplit (text, ",", -1) : NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    if (g_str_equal (words[i], "best"))
      style->with_best = TRUE;
    else if (g_str_equal (words[i], "names"))
      style->with_names = TRUE;
    else if (g_str_equal (words[i], "rate"))
      style->with_rate = TRUE;
    else
      {
        g_autofree char *known = list_words ("plot-with");

        g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                     _("--%s: there is no “%s”; the known ones are: %s."), "plot-with", words[i],
                     known);
        return FALSE;
      }

  return TRUE;
}

/**
 * ov_plot_options_parse:
 * @texts: from options to their texts
 * @style: (inout): how the charts of --plot look
 * @notes: gets a sentence for each option that has no effect
 * @error: return location for an error
 *
 * Understands the options that begin with --plot-.
 *
 * Returns: %FALSE with @error set to one sentence that says what is wrong
 */
gboolean
ov_plot_options_parse (GHashTable    *texts,
                       OvFigureStyle *style,
                       GPtrArray     *notes,
                       GError       **error)
{
  static const char *const options[] = {"plot-x", "plot-log-x", "plot-smoothing", "plot-with"};

  if (!parse_abscissa (g_hash_table_lookup (texts, "plot-x"), &style->abscissa, error)
      || !parse_smoothing (g_hash_table_lookup (texts, "plot-smoothing"), &style->smoothing, error)
      || !parse_extras (g_hash_table_lookup (texts, "plot-with"), style, error))
    return FALSE;

  style->log_x = g_hash_table_contains (texts, "plot-log-x");
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (g_hash_table_contains (texts, options[i]) && !g_hash_table_contains (texts, "plot"))
      g_ptr_array_add (notes, g_strdup_printf (_("--%s has no effect without --plot."),
                                               options[i]));

  return TRUE;
}

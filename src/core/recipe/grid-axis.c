/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "grid-axis.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "error.h"
#include "number.h"

#define DOTS ".."

/* What rounding may move a value by, as a share of the way to its neighbour. */
#define ROUNDING_SHARE 0.01

/* Values between the ends of a range have so many digits where that is close enough. */
#define FEWEST_DIGITS 4
#define MOST_DIGITS 17

/* So many digits are free of what adding steps leaves at the end: 0.30000000000000004 is 0.3. */
#define STEP_DIGITS 12

/* By how much of a step the end of a range may be missed, for the same reason. */
#define STEP_SLACK 1e-9

/* One parameter's values while they are read. */
typedef struct
{
  const OvParameter *parameter;
  GArray            *values; /* of double */
  GHashTable        *known;  /* the same, to look them up */
  guint              n_read; /* with those that come again */
} Axis;

/* That of GLib 2.74 is the same for all numbers between 0 and 1, such as learning rates. */
static guint
hash_cb (gconstpointer key)
{
  const double value = *(const double *) key + 0.0; /* there is no zero with a sign */
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);

  return (guint) (bits ^ bits >> 32);
}

static gboolean
fail (GError    **error,
      const char *item,
      const char *sentence)
{
  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               /* Translators: the first is what was written, such as “1..5”. */
               _("“%s”: %s"), item, sentence);

  return FALSE;
}

/* Adds a value that is not there yet. */
static gboolean
add (Axis    *axis,
     double   value,
     GError **error)
{
  OvRecipe scratch;

  if (axis->n_read++ == OV_GRID_MOST)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("These are more than %d values. Leave some out."), OV_GRID_MOST);
      return FALSE;
    }

  ov_recipe_init_preset (&scratch, ov_recipe_list_presets ()[0], NULL);
  if (!ov_parameter_set (axis->parameter, &scratch, value, error))
    return FALSE;

  if (g_hash_table_add (axis->known, g_memdup2 (&value, sizeof value)))
    g_array_append_val (axis->values, value);

  return TRUE;
}

/* Value @place of @n from @from to @to, before it is rounded. */
static double
divide (double   from,
        double   to,
        gboolean is_log,
        guint    n,
        guint    place)
{
  const double share = place / (n - 1.0);

  if (place == 0)
    return from;
  if (place == n - 1)
    return to;

  return is_log ? from * pow (to / from, share) : from + (to - from) * share;
}

/* Returns the fewest digits with which every value is close to what it would be with all. */
static int
choose_digits (double   from,
               double   to,
               gboolean is_log,
               guint    n)
{
  for (int digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits++)
    {
      gboolean is_enough = TRUE;

      for (guint i = 1; i < n - 1 && is_enough; i++)
        {
          const double value = divide (from, to, is_log, n, i);
          const double gap = value - divide (from, to, is_log, n, i - 1);

          is_enough = fabs (ov_number_round (value, digits) - value) <= ROUNDING_SHARE * gap;
        }
      if (is_enough)
        return digits;
    }

  return MOST_DIGITS;
}

/* Adds @count values from one end to the other, in equal steps or by equal factors. */
static gboolean
add_divided (Axis       *axis,
             const char *item,
             double      from,
             double      to,
             gboolean    is_log,
             const char *count,
             GError    **error)
{
  guint64 n;
  int digits;

  if (!g_ascii_string_to_unsigned (count, 10, 2, OV_GRID_MOST, &n, NULL))
    return fail (error, item, _("The number of values has to be a whole number from 2 on."));
  if (is_log && from <= 0.0)
    return fail (error, item, _("Equal factors have no way from 0. Begin above it, or write 0 as "
                                "a value of its own: 0,1e-6..1e-3:log:4."));

  digits = choose_digits (from, to, is_log, (guint) n);
  for (guint i = 0; i < n; i++)
    {
      double value = divide (from, to, is_log, (guint) n, i);

      if (axis->parameter->kind == OV_PARAMETER_COUNT)
        value = round (value);
      else if (i > 0 && i < n - 1)
        value = ov_number_round (value, digits);
      if (!add (axis, value, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_steps (Axis       *axis,
           const char *item,
           double      from,
           double      to,
           const char *text,
           GError    **error)
{
  char *end;
  const double step = g_ascii_strtod (text, &end);
  double n;

  if (end == text || *end != '\0' || !isfinite (step) || step <= 0.0)
    return fail (error, item, _("The step has to be a number above 0, such as 1..9:2."));
  n = floor ((to - from) / step + STEP_SLACK);
  if (n >= OV_GRID_MOST)
    return fail (error, item, _("These are too many values. Make the step larger."));

  for (guint i = 0; i <= n; i++)
    {
      const double value = i == 0 ? from : ov_number_round (from + i * step, STEP_DIGITS);

      if (!add (axis, value, error))
        return FALSE;
    }

  return TRUE;
}

/* @rest is what follows the dots. */
static gboolean
add_range (Axis       *axis,
           const char *item,
           const char *first,
           const char *rest,
           GError    **error)
{
  g_auto (GStrv) parts = g_strsplit (rest, ":", -1);
  const guint n_parts = g_strv_length (parts);
  double from, to;

  if (axis->parameter->choices != NULL || axis->parameter->kind == OV_PARAMETER_SWITCH)
    return fail (error, item, _("Words have no range. Write them one by one, with commas."));
  if (!ov_parameter_parse (axis->parameter, first, &from, error)
      || !ov_parameter_parse (axis->parameter, n_parts > 0 ? parts[0] : "", &to, error))
    return FALSE;
  if (from > to)
    return fail (error, item, _("A range begins with its smaller end."));

  if (n_parts == 3 && g_str_equal (parts[1], "log"))
    return add_divided (axis, item, from, to, TRUE, parts[2], error);
  if (n_parts == 3 && g_str_equal (parts[1], "lin"))
    return add_divided (axis, item, from, to, FALSE, parts[2], error);
  if (n_parts == 2)
    return add_steps (axis, item, from, to, parts[1], error);
  if (n_parts == 1 && axis->parameter->kind == OV_PARAMETER_COUNT)
    return add_steps (axis, item, from, to, "1", error);

  return fail (error, item, _("How the range is divided is not clear. Write FROM..TO:STEP, "
                              "FROM..TO:lin:N or FROM..TO:log:N."));
}

static gboolean
add_item (Axis       *axis,
          const char *item,
          GError    **error)
{
  const char *dots = strstr (item, DOTS);
  g_autofree char *first = NULL;
  double value;

  if (dots == NULL)
    return ov_parameter_parse (axis->parameter, item, &value, error) && add (axis, value, error);

  first = g_strndup (item, (gsize) (dots - item));

  return add_range (axis, item, first, dots + strlen (DOTS), error);
}

/**
 * ov_grid_axis_parse:
 * @parameter: a number of a recipe
 * @text: its values with commas between them, each of which may be a range: "1,2,5", "1..5",
 *   "0..0.9:0.3", "0..1:lin:5", "1e-4..0.1:log:13", "on,off"
 * @error: (out) (optional): return location for an error
 *
 * Reads the values that a parameter is to have. A range without a step is for whole numbers. The
 * values within a range have no more digits than it takes to come within a hundredth of the way to
 * their neighbours, so that they can be read and typed; its ends are as they are written. A value
 * that comes twice is one.
 *
 * Returns: (transfer full) (nullable) (element-type double): the values, at least one, in the order
 *   of the text, or %NULL with @error set to an %OV_ERROR_RECIPE
 */
GArray *
ov_grid_axis_parse (const OvParameter *parameter,
                    const char        *text,
                    GError           **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GHashTable) known =
    g_hash_table_new_full (hash_cb, g_double_equal, g_free, NULL);
  g_auto (GStrv) items = NULL;
  Axis axis = {parameter, values, known, 0};

  g_return_val_if_fail (parameter != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  /* An empty text has no item, but has to be complained about. */
  items = g_strsplit (*text != '\0' ? text : " ", ",", -1);
  for (gsize i = 0; items[i] != NULL; i++)
    if (!add_item (&axis, items[i], error))
      return NULL;

  return g_steal_pointer (&values);
}

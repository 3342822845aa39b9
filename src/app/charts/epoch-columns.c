/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "epoch-columns.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "number.h"
#include "schedule.h"

/* Between two columns, in pixels. */
#define LEAST_GAP 8
#define MOST_GAP 28

/* A loss that is larger is diverging, and its digits would fill the column. */
#define LARGEST_FIXED_LOSS 1e6

/* Of learning rates, which all have the same number of digits. */
#define LEAST_RATE_DIGITS 3
#define MOST_RATE_DIGITS 8

/* What digits are measured by. */
#define DIGITS "0000000000"
#define N_DIGITS 10

/* Which column goes first where there is no room for all; the others stay whatever the room. */
static const OvEpochColumn order_of_going[] = {
  OV_EPOCH_COLUMN_LEARNING_RATE,
  OV_EPOCH_COLUMN_TRAIN_ACCURACY,
  OV_EPOCH_COLUMN_TEST_ACCURACY,
};

/**
 * ov_epoch_column_get_heading:
 * @self: a column
 *
 * Returns: (transfer none): what stands above it
 */
const char *
ov_epoch_column_get_heading (OvEpochColumn self)
{
  static const char *const headings[OV_N_EPOCH_COLUMNS] = {
    [OV_EPOCH_COLUMN_NUMBER] = N_("Epoch"),
    [OV_EPOCH_COLUMN_TRAIN_LOSS] = N_("Loss"),
    /* Translators: the accuracy on the training images, in per cent, above narrow numbers. */
    [OV_EPOCH_COLUMN_TRAIN_ACCURACY] = N_("Train %"),
    /* Translators: the accuracy on the test images, in per cent, above narrow numbers. */
    [OV_EPOCH_COLUMN_TEST_ACCURACY] = N_("Test %"),
    /* Translators: the learning rate, above narrow numbers. */
    [OV_EPOCH_COLUMN_LEARNING_RATE] = N_("Rate"),
  };

  g_return_val_if_fail (self < OV_N_EPOCH_COLUMNS, NULL);

  return _(headings[self]);
}

static char *
format (const char *pattern,
        double      value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  ov_number_write (text, pattern, value);

  return ov_number_localise (g_strdup (text));
}

/**
 * ov_epoch_column_plan_digits:
 * @recipe: of a run
 *
 * So that the lines that are there need not change: with a decay d neighbouring rates, m · 10ⁿ with
 * 1 ≤ m < 10, differ by m (1 − d) · 10ⁿ, which k digits show when it is no less than 10ⁿ⁻ᵏ⁺¹.
 *
 * Returns: how many significant digits tell its learning rates apart, as far as the recipe says; at
 *   least three
 */
int
ov_epoch_column_plan_digits (const OvRecipe *recipe)
{
  double decay;

  g_return_val_if_fail (recipe != NULL, LEAST_RATE_DIGITS);

  decay = ov_schedule_has_decay (recipe) ? ov_schedule_get_decay (recipe) : 1.0;
  if (!(decay > 0.0 && decay < 1.0))
    return LEAST_RATE_DIGITS;

  return (int) CLAMP (1.0 + ceil (-log10 (1.0 - decay)), LEAST_RATE_DIGITS, MOST_RATE_DIGITS);
}

/**
 * ov_epoch_column_count_digits:
 * @history: some epochs
 * @first: those before it are told apart already
 * @digits: by so many significant digits of their learning rates; at least three
 *
 * Returns: how many it takes to tell every epoch from the one before it, as far as their rates
 *   differ for anybody to mind
 */
int
ov_epoch_column_count_digits (const OvHistory *history,
                              guint            first,
                              int              digits)
{
  g_return_val_if_fail (history != NULL, LEAST_RATE_DIGITS);

  digits = MAX (digits, LEAST_RATE_DIGITS);
  for (guint i = MAX (first, 1); i < ov_history_get_n_epochs (history); i++)
    digits = MAX (digits, ov_number_count_distinct (
                            ov_history_get_epoch (history, i)->learning_rate,
                            ov_history_get_epoch (history, i - 1)->learning_rate));

  return MIN (digits, MOST_RATE_DIGITS);
}

/**
 * ov_epoch_column_format:
 * @self: a column
 * @epoch: an epoch
 * @rate_digits: how many significant digits a learning rate has, in all epochs
 *
 * Returns: (transfer full): what stands in the column; a dash for what nobody knows
 */
char *
ov_epoch_column_format (OvEpochColumn  self,
                        const OvEpoch *epoch,
                        int            rate_digits)
{
  static const OvEpochField fields[OV_N_EPOCH_COLUMNS] = {
    [OV_EPOCH_COLUMN_TRAIN_LOSS] = OV_EPOCH_TRAIN_LOSS,
    [OV_EPOCH_COLUMN_TRAIN_ACCURACY] = OV_EPOCH_TRAIN_ACCURACY,
    [OV_EPOCH_COLUMN_TEST_ACCURACY] = OV_EPOCH_TEST_ACCURACY,
    [OV_EPOCH_COLUMN_LEARNING_RATE] = OV_EPOCH_LEARNING_RATE,
  };
  double value;

  g_return_val_if_fail (self < OV_N_EPOCH_COLUMNS, NULL);
  g_return_val_if_fail (epoch != NULL, NULL);

  if (self == OV_EPOCH_COLUMN_NUMBER)
    return g_strdup_printf ("%u", epoch->index);

  value = ov_epoch_get_field (epoch, fields[self]);
  if (ov_epoch_is_missing (value))
    return g_strdup ("–");
  if (self == OV_EPOCH_COLUMN_LEARNING_RATE)
    return ov_number_format_full (value, rate_digits);
  if (self == OV_EPOCH_COLUMN_TRAIN_LOSS)
    return format (fabs (value) < LARGEST_FIXED_LOSS ? "%.4f" : "%.3e", value);

  return format ("%.2f", value);
}

static int
measure (GtkWidget  *widget,
         const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width;

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_size (layout, &width, NULL);

  return PANGO_PIXELS_CEIL (width);
}

/**
 * ov_epoch_columns_measure:
 * @widget: whose type the text is set in
 * @n_characters: [OV_N_EPOCH_COLUMNS] how many characters the longest number of each column has, of
 *   which none is wider than a digit
 * @widths: (out): [OV_N_EPOCH_COLUMNS] what each column takes with its heading, in pixels
 */
void
ov_epoch_columns_measure (GtkWidget  *widget,
                          const glong n_characters[OV_N_EPOCH_COLUMNS],
                          int         widths[OV_N_EPOCH_COLUMNS])
{
  const double digit = measure (widget, DIGITS) / (double) N_DIGITS;

  g_return_if_fail (GTK_IS_WIDGET (widget) && n_characters != NULL && widths != NULL);

  for (guint i = 0; i < OV_N_EPOCH_COLUMNS; i++)
    widths[i] = MAX (measure (widget, ov_epoch_column_get_heading (i)),
                     (int) ceil (digit * (double) n_characters[i]));
}

static int
sum_widths (const OvEpochColumns *self,
            const int             widths[OV_N_EPOCH_COLUMNS],
            int                  *n_gaps)
{
  int sum = 0;

  *n_gaps = -1;
  for (guint i = 0; i < OV_N_EPOCH_COLUMNS; i++)
    if (self->is_shown[i])
      {
        sum += widths[i];
        (*n_gaps)++;
      }

  return sum;
}

/**
 * ov_epoch_columns_share:
 * @self: (out): which columns are shown, and where they end
 * @widths: [OV_N_EPOCH_COLUMNS] what each column takes, in pixels
 * @room: the width for all of them, in pixels
 *
 * Shows the columns that there is room for. Where there is not enough for all, the least important
 * ones go, for a number that is cut is worse than none; where there is more, the gaps are wider.
 */
void
ov_epoch_columns_share (OvEpochColumns *self,
                        const int       widths[OV_N_EPOCH_COLUMNS],
                        int             room)
{
  int n_gaps;
  int sum;
  int gap;
  int end = 0;

  g_return_if_fail (self != NULL && widths != NULL);

  *self = (OvEpochColumns) {.is_shown = {TRUE, TRUE, TRUE, TRUE, TRUE}};
  sum = sum_widths (self, widths, &n_gaps);
  for (gsize i = 0; i < G_N_ELEMENTS (order_of_going) && sum + n_gaps * LEAST_GAP > room; i++)
    {
      self->is_shown[order_of_going[i]] = FALSE;
      sum = sum_widths (self, widths, &n_gaps);
    }

  gap = CLAMP ((room - sum) / n_gaps, LEAST_GAP, MOST_GAP);
  for (guint i = 0; i < OV_N_EPOCH_COLUMNS; i++)
    if (self->is_shown[i])
      {
        end += (end > 0 ? gap : 0) + widths[i];
        self->ends[i] = end;
      }
}

/**
 * ov_epoch_columns_equal:
 * @a: some columns
 * @b: some columns
 *
 * Returns: whether both show the same columns at the same places
 */
gboolean
ov_epoch_columns_equal (const OvEpochColumns *a,
                        const OvEpochColumns *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  for (guint i = 0; i < OV_N_EPOCH_COLUMNS; i++)
    if (a->is_shown[i] != b->is_shown[i] || a->ends[i] != b->ends[i])
      return FALSE;

  return TRUE;
}

/**
 * ov_epoch_columns_make_tabs:
 * @self: some columns
 *
 * Returns: (transfer full): tabulators that let what follows each of them end where its column does
 */
PangoTabArray *
ov_epoch_columns_make_tabs (const OvEpochColumns *self)
{
  PangoTabArray *tabs = pango_tab_array_new (0, TRUE);
  int n_tabs = 0;

  g_return_val_if_fail (self != NULL, tabs);

  for (guint i = 0; i < OV_N_EPOCH_COLUMNS; i++)
    if (self->is_shown[i])
      pango_tab_array_set_tab (tabs, n_tabs++, PANGO_TAB_RIGHT, self->ends[i]);

  return tabs;
}

/**
 * ov_epoch_columns_join:
 * @self: which columns are shown
 * @cells: [OV_N_EPOCH_COLUMNS] what stands in them
 *
 * Returns: (transfer full): a line of text, a tabulator before each column that is shown
 */
char *
ov_epoch_columns_join (const OvEpochColumns *self,
                       char *const           cells[OV_N_EPOCH_COLUMNS])
{
  GString *line = g_string_new (NULL);

  g_return_val_if_fail (self != NULL && cells != NULL, g_string_free (line, FALSE));

  for (guint i = 0; i < OV_N_EPOCH_COLUMNS; i++)
    if (self->is_shown[i])
      g_string_append_printf (line, "\t%s", cells[i]);

  return g_string_free (line, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "caption.h"

#include <glib/gi18n-lib.h>

#include "number.h"

static char *
format_number (double      value,
               const char *format)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  /* With the decimal mark of the axes above it. */
  g_ascii_formatd (buffer, sizeof buffer, format, value);

  return ov_number_localise (g_strdup (buffer));
}

static gboolean
is_complete (const OvEpoch *epoch)
{
  return !ov_epoch_is_missing (epoch->train_loss) && !ov_epoch_is_missing (epoch->test_loss)
         && !ov_epoch_is_missing (epoch->train_accuracy)
         && !ov_epoch_is_missing (epoch->test_accuracy);
}

/* What the log of another program says of its last epoch, which may be nothing. */
static void
append_known (GString       *text,
              const OvEpoch *last)
{
  const struct
  {
    const char *words;
    double value;
    const char *format;
    const char *unit;
  } parts[] = {
    {_("training loss"), last->train_loss, "%.4f", ""},
    {_("test loss"), last->test_loss, "%.4f", ""},
    {_("training accuracy"), last->train_accuracy, "%.2f", " %"},
    {_("test accuracy"), last->test_accuracy, "%.2f", " %"},
  };
  g_autoptr (GString) known = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *number = format_number (parts[i].value, parts[i].format);

      if (!ov_epoch_is_missing (parts[i].value))
        g_string_append_printf (known, "%s%s %s%s", known->len > 0 ? ", " : "", parts[i].words,
                                number, parts[i].unit);
    }

  /* Translators: such as "training loss 0.7873, test loss 0.8021". */
  if (known->len > 0)
    g_string_append_printf (text, _(" In epoch %u: %s."), last->index, known->str);
}

static void
append_all (GString       *text,
            const OvEpoch *last)
{
  g_autofree char *train_loss = format_number (last->train_loss, "%.4f");
  g_autofree char *test_loss = format_number (last->test_loss, "%.4f");
  g_autofree char *train_accuracy = format_number (last->train_accuracy, "%.2f");
  g_autofree char *test_accuracy = format_number (last->test_accuracy, "%.2f");

  /* Translators: the losses, then the accuracies, of the last epoch. */
  g_string_append_printf (text, _(" In epoch %u: training loss %s, test loss %s; "
                                  "training accuracy %s %%, test accuracy %s %%."),
                          last->index, train_loss, test_loss, train_accuracy, test_accuracy);
}

static void
append_results (GString         *text,
                const OvHistory *history)
{
  const OvEpoch *last = ov_history_get_last (history);
  const OvEpoch *best = ov_history_get_best (history, OV_EPOCH_TEST_ACCURACY);

  if (ov_history_has_diverged (history))
    {
      g_string_append_printf (text, _(" The run diverged in epoch %u."), last->index);
      return;
    }

  if (is_complete (last))
    append_all (text, last);
  else
    append_known (text, last);

  if (best != NULL && !(best->test_accuracy <= last->test_accuracy))
    {
      g_autofree char *accuracy = format_number (best->test_accuracy, "%.2f");

      g_string_append_printf (text, _(" Best test accuracy: %s %% in epoch %u."),
                              accuracy, best->index);
    }
}

/**
 * ov_caption_append_data:
 * @text: what is said of a figure
 * @dataset_name: (nullable): what it was made with
 *
 * Adds a sentence about the data, if that has a name.
 */
void
ov_caption_append_data (GString    *text,
                        const char *dataset_name)
{
  g_return_if_fail (text != NULL);

  if (dataset_name != NULL)
    g_string_append_printf (text, _(" Data: %s."), dataset_name);
}

/**
 * ov_caption_make:
 * @recipe: what was run
 * @history: (nullable): how it went
 * @dataset_name: (nullable): on what
 *
 * Says in a few sentences how a figure's numbers came about, so that the same can be run again.
 *
 * Returns: (transfer full): the translated text
 */
char *
ov_caption_make (const OvRecipe  *recipe,
                 const OvHistory *history,
                 const char      *dataset_name)
{
  g_autofree char *description = NULL;
  GString *text;

  g_return_val_if_fail (recipe != NULL, NULL);

  text = g_string_new (NULL);
  description = ov_recipe_describe (recipe);
  g_string_append_printf (text, "%s.", description);

  ov_caption_append_data (text, dataset_name);

  if (history != NULL && ov_history_get_n_epochs (history) > 0)
    append_results (text, history);

  return g_string_free (text, FALSE);
}

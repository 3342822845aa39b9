/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-choice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model.h"

/* Earlier runs that are on the charts without anybody having asked for them. */
#define MOST_SHOWN 5

/**
 * ov_run_choice_name:
 * @items: (element-type OvRunItem): the runs that there are
 * @recipe: what a new one runs
 *
 * Returns: (transfer full): a name like "Linear 3": the highest number among those of the model,
 *   and one more
 */
char *
ov_run_choice_name (GPtrArray      *items,
                    const OvRecipe *recipe)
{
  const char *title = _(recipe->model->short_title);
  const gsize length = strlen (title);
  guint64 highest = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const char *name = ov_run_item_get_name (items->pdata[i]);
      guint64 number;

      if (g_str_has_prefix (name, title) && name[length] == ' '
          && g_ascii_string_to_unsigned (name + length + 1, 10, 1, G_MAXUINT32, &number, NULL))
        highest = MAX (highest, number);
    }

  /* Translators: a kind of network and a number, such as "Linear 3". */
  return g_strdup_printf (_("%s %u"), title, (guint) highest + 1);
}

/**
 * ov_run_choice_slot:
 * @items: (element-type OvRunItem): the runs that there are, the oldest first
 * @first_slot: the first colour of the palette that a run may have
 * @n_slots: how many there are from there on
 *
 * Returns: the colour that fewest of the runs on the charts have, and of those the one that was
 *   given longest ago
 */
guint
ov_run_choice_slot (GPtrArray *items,
                    guint      first_slot,
                    guint      n_slots)
{
  g_autofree guint *n_shown = g_new0 (guint, n_slots);
  g_autofree guint *last = g_new0 (guint, n_slots);
  guint best = 0;

  for (guint i = 0; i < items->len; i++)
    {
      OvRunItem *item = items->pdata[i];
      const guint slot = ov_run_item_get_slot (item) - first_slot;

      if (slot >= n_slots)
        continue;
      n_shown[slot] += ov_run_item_is_shown (item);
      last[slot] = i + 1;
    }
  for (guint i = 1; i < n_slots; i++)
    if (n_shown[i] < n_shown[best] || (n_shown[i] == n_shown[best] && last[i] < last[best]))
      best = i;

  return first_slot + best;
}

/* Whether the charts may drop one run rather than another when there are too many: first those that
 * were broken off, and then the older ones. */
static gboolean
is_before (OvRunItem *a,
           OvRunItem *b)
{
  const gboolean a_is_complete = ov_run_facts_are_complete (ov_run_item_get_facts (a));

  if (b == NULL)
    return TRUE;
  if (a_is_complete != ov_run_facts_are_complete (ov_run_item_get_facts (b)))
    return !a_is_complete;

  return ov_run_item_get_started (a) < ov_run_item_get_started (b);
}

static OvRunItem *
find_best (GPtrArray *items)
{
  OvRunItem *best = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      OvRunItem *item = items->pdata[i];

      if (ov_run_item_is_shown (item) && ov_run_item_get_facts (item)->best_accuracy >= 0.0
          && (best == NULL
              || ov_run_item_get_facts (item)->best_accuracy
                   > ov_run_item_get_facts (best)->best_accuracy))
        best = item;
    }

  return best;
}

/**
 * ov_run_choice_thin_out:
 * @items: (element-type OvRunItem): the runs that there are
 * @newest: the one that was shown last
 *
 * Takes runs off the charts until there are no more than the eye can follow. @newest, the best one
 * and the pinned ones stay.
 */
void
ov_run_choice_thin_out (GPtrArray *items,
                        OvRunItem *newest)
{
  OvRunItem *best = find_best (items);

  for (;;)
    {
      OvRunItem *first = NULL;
      guint n_shown = 0;

      for (guint i = 0; i < items->len; i++)
        {
          OvRunItem *item = items->pdata[i];

          if (!ov_run_item_is_shown (item) || ov_run_item_is_pinned (item))
            continue;
          n_shown++;
          if (item != newest && item != best && is_before (item, first))
            first = item;
        }
      if (n_shown <= MOST_SHOWN || first == NULL)
        return;
      ov_run_item_set_shown (first, FALSE);
    }
}

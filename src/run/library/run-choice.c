/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-choice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model.h"

/* Earlier runs that are on the charts without anybody having asked for them. */
#define MOST_SHOWN 5

/* Earlier runs that are on the charts when the program starts, pinned ones aside: those that were
 * there when it ended, as far as they can be told apart. */
#define MOST_RESTORED 50

/**
 * ov_run_choice_are_comparable:
 * @a: (nullable): a run
 * @b: (nullable): another
 *
 * Returns: whether both are there and were trained on the same data: charts show no others
 *   together, but for the logs of other programs, of whose data nobody knows
 */
gboolean
ov_run_choice_are_comparable (OvRunItem *a,
                              OvRunItem *b)
{
  return a != NULL && b != NULL
         && (strcmp (ov_run_item_get_data (a), ov_run_item_get_data (b)) == 0
             || ov_run_item_is_foreign (a)
             || ov_run_item_is_foreign (b));
}

/**
 * ov_run_choice_is_repeated:
 * @item: a run
 * @recipe: what another one runs
 * @data: what distinguishes the other one's data
 *
 * Returns: whether the other one repeats it; a branch is no run of its recipe, and what was read
 *   from elsewhere, or is being trained there, stays what somebody else makes
 */
gboolean
ov_run_choice_is_repeated (OvRunItem      *item,
                           const OvRecipe *recipe,
                           const char     *data)
{
  return ov_run_item_get_parent (item, NULL) == NULL && ov_run_item_get_source (item) == NULL
         && !ov_run_item_is_elsewhere (item)
         && ov_recipe_equal (ov_run_item_get_recipe (item), recipe)
         && strcmp (ov_run_item_get_data (item), data) == 0;
}

/**
 * ov_run_choice_find_repeat:
 * @items: (element-type OvRunItem): runs, the oldest first
 * @recipe: what a run runs
 * @data: what distinguishes its data from other data
 *
 * Returns: (transfer none) (nullable): the newest of the runs that it repeats, which is no branch
 */
OvRunItem *
ov_run_choice_find_repeat (GPtrArray      *items,
                           const OvRecipe *recipe,
                           const char     *data)
{
  for (guint i = items->len; i-- > 0;)
    if (ov_run_choice_is_repeated (items->pdata[i], recipe, data))
      return items->pdata[i];

  return NULL;
}

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
 * ov_run_choice_rename:
 * @item: a run that was named before all of @runs were there
 * @runs: of #OvRunItem, all runs
 *
 * Gives @item another name if one of the others has the same.
 */
void
ov_run_choice_rename (OvRunItem  *item,
                      GListModel *runs)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      OvRunItem *other = g_list_model_get_item (runs, i);

      is_taken |= other != item
                  && strcmp (ov_run_item_get_name (other), ov_run_item_get_name (item)) == 0;
      g_ptr_array_add (items, other);
    }
  if (is_taken)
    {
      g_autofree char *name = ov_run_choice_name (items, ov_run_item_get_recipe (item));

      ov_run_item_set_name (item, name);
    }
}

/**
 * ov_run_choice_find:
 * @items: (element-type OvRunItem): runs
 * @id: what distinguishes a run from others
 *
 * Returns: (transfer none) (nullable): the run
 */
OvRunItem *
ov_run_choice_find (GPtrArray  *items,
                    const char *id)
{
  for (guint i = 0; i < items->len; i++)
    if (strcmp (ov_run_item_get_id (items->pdata[i]), id) == 0)
      return items->pdata[i];

  return NULL;
}

/**
 * ov_run_choice_find_own:
 * @items: (element-type OvRunItem): runs, the oldest first
 * @run: a run that begins
 * @data: what distinguishes its data from other data
 *
 * Returns: (transfer none) (nullable): the item of the run that it resumes or repeats; a branch
 *   does neither
 */
OvRunItem *
ov_run_choice_find_own (GPtrArray  *items,
                        OvRun      *run,
                        const char *data)
{
  const OvRunOrigin *origin = ov_run_get_origin (run);
  OvRunItem *item = NULL;

  if (origin != NULL && origin->is_branch)
    return NULL;

  /* One that has repeated it meanwhile, and got further, has taken its place. */
  if (origin != NULL)
    item = ov_run_choice_find (items, origin->id);

  return item != NULL ? item
                      : ov_run_choice_find_repeat (items, ov_run_get_recipe (run), data);
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

/**
 * ov_run_choice_restore:
 * @items: (element-type OvRunItem): runs of an earlier day, the oldest first
 *
 * Takes runs off the charts if more were on them than a start can bring back. The newest and the
 * pinned ones stay.
 */
void
ov_run_choice_restore (GPtrArray *items)
{
  guint n_shown = 0;

  for (guint i = items->len; i-- > 0;)
    if (ov_run_item_is_shown (items->pdata[i]) && !ov_run_item_is_pinned (items->pdata[i])
        && ++n_shown > MOST_RESTORED)
      ov_run_item_set_shown (items->pdata[i], FALSE);
}

/**
 * ov_run_choice_make_item:
 * @items: (element-type OvRunItem): the runs that there are, the oldest first
 * @run: a run that begins
 * @data: what distinguishes its data from other data
 * @first_slot: the first colour of the palette that a run may have
 * @n_slots: how many there are from there on
 *
 * Returns: (transfer full): an item for the run, with a name and a colour of its own
 */
OvRunItem *
ov_run_choice_make_item (GPtrArray  *items,
                         OvRun      *run,
                         const char *data,
                         guint       first_slot,
                         guint       n_slots)
{
  const OvRunOrigin *origin = ov_run_get_origin (run);
  const OvRecipe *recipe = ov_run_get_recipe (run);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = ov_run_choice_name (items, recipe);
  OvRunItem *item = ov_run_item_new (id, name, ov_run_choice_slot (items, first_slot, n_slots),
                                     recipe, data, ov_run_get_dataset (run)->name,
                                     g_get_real_time ());

  if (origin != NULL && origin->is_branch)
    {
      OvRunItem *parent = ov_run_choice_find (items, origin->id);

      ov_run_item_set_parent (item, origin->id, origin->n_epochs);
      ov_run_item_set_parent_name (item, parent != NULL ? ov_run_item_get_name (parent) : NULL);
    }

  return item;
}

/**
 * ov_run_choice_hide_other_data:
 * @items: (element-type OvRunItem): runs
 * @data: what distinguishes the data of a run that begins from other data
 *
 * Takes the runs off the charts that are not comparable with what begins, see
 * ov_run_choice_are_comparable(): the logs of other programs stay.
 */
void
ov_run_choice_hide_other_data (GPtrArray  *items,
                               const char *data)
{
  g_return_if_fail (items != NULL);
  g_return_if_fail (data != NULL);

  for (guint i = 0; i < items->len; i++)
    if (strcmp (ov_run_item_get_data (items->pdata[i]), data) != 0
        && !ov_run_item_is_foreign (items->pdata[i]))
      ov_run_item_set_shown (items->pdata[i], FALSE);
}

static int
compare_started_cb (gconstpointer a,
                    gconstpointer b)
{
  OvRunItem *const *first = a;
  OvRunItem *const *second = b;
  const gint64 before = ov_run_item_get_started (*first);
  const gint64 after = ov_run_item_get_started (*second);

  return before < after ? -1 : before > after;
}

/**
 * ov_run_choice_sort:
 * @items: (element-type OvRunItem): runs
 *
 * Puts the runs into the order in which they began.
 */
void
ov_run_choice_sort (GPtrArray *items)
{
  g_return_if_fail (items != NULL);

  g_ptr_array_sort (items, compare_started_cb);
}

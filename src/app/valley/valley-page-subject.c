/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "model.h"
#include "update-rule.h"

/* What the page of the valley is about. */

static gboolean
is_current (OvValleyPage *self)
{
  return self->run == NULL || self->run == self->current;
}

/*
 * ov_valley_page_get_ahead:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what the panel has, as far as the run in front has not shown
 *   it yet; %NULL where nothing lies ahead, as of a run that has come to its end
 */
const OvRecipe *
ov_valley_page_get_ahead (OvValleyPage *self)
{
  if (!is_current (self) || !self->has_recipe)
    return NULL;
  if (self->run == NULL || !ov_recipe_equal (ov_run_get_recipe (self->run), &self->recipe))
    return &self->recipe;

  return ov_run_has_ended (self->run) ? NULL : &self->recipe;
}

/*
 * ov_valley_page_get_recipe:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): whose loss it is: that of what lies ahead, or of the run
 */
const OvRecipe *
ov_valley_page_get_recipe (OvValleyPage *self)
{
  const OvRecipe *ahead = ov_valley_page_get_ahead (self);

  return ahead != NULL ? ahead : ov_valley_page_get_own_recipe (self);
}

/*
 * ov_valley_page_get_own_recipe:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): that of the run in front, or of one that has not begun yet
 */
const OvRecipe *
ov_valley_page_get_own_recipe (OvValleyPage *self)
{
  return self->run != NULL ? ov_run_get_recipe (self->run) : ov_valley_page_get_ahead (self);
}

/*
 * ov_valley_page_find_item:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the run in front, as one of all runs
 */
OvRunItem *
ov_valley_page_find_item (OvValleyPage *self)
{
  const guint n = self->runs != NULL ? g_list_model_get_n_items (self->runs) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (self->runs, i);

      if (ov_run_item_get_run (item) == self->run)
        return item;
    }

  return NULL;
}

/* A run that was read while there was other data has none of it, whatever it was trained on. */
static gboolean
has_other_data (OvValleyPage *self)
{
  OvDataset *dataset = ov_run_get_dataset (self->run);
  OvRunItem *item = dataset == NULL ? ov_valley_page_find_item (self) : NULL;
  const char *data = dataset != NULL ? ov_dataset_get_hash (dataset)
                     : item != NULL  ? ov_run_item_get_data (item)
                                     : NULL;

  return data != NULL && strcmp (data, self->data) != 0;
}

/*
 * ov_valley_page_find_obstacle:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): why there is no valley to see; %NULL when there is one
 */
const char *
ov_valley_page_find_obstacle (OvValleyPage *self)
{
  const OvRecipe *recipe = ov_valley_page_get_recipe (self);
  const OvRecipe *own = ov_valley_page_get_own_recipe (self);

  if (self->quadratic == NULL)
    return _("The valley shows as soon as the data has been prepared.");
  if (self->run != NULL && ov_run_get_record (self->run)->n_inherited > 0)
    return _("A branch goes on from the weights of another run: view that run to see its way.");
  if (recipe == NULL)
    return _("A branch has no way from the first weights.");
  if (recipe->model->is_quadratic && own->model->is_quadratic
      && !(ov_update_rule_is_linear (recipe) && ov_update_rule_is_linear (own)))
    return _("RMSProp, Adam and AdamW mix the directions of the valley. Choose gradient descent or "
             "Nesterov momentum to see it.");
  if (!ov_quadratic_suits (self->quadratic, recipe) || !ov_quadratic_suits (self->quadratic, own))
    return _("Only the linear classifier’s loss is known everywhere. Run this recipe to see the "
             "valley around its path.");
  if (self->run != NULL && has_other_data (self))
    return _("This run was trained on other data, whose valley is another.");

  return NULL;
}

/*
 * ov_valley_page_count_done:
 * @self: a page
 *
 * Returns: how many epochs of the run in front are done at the epoch that is looked at
 */
guint
ov_valley_page_count_done (OvValleyPage *self)
{
  OvPlayhead *playhead = self->replay != NULL ? ov_replay_get_playhead (self->replay) : NULL;

  if (isfinite (self->position))
    return (guint) self->position;
  if (self->run == NULL || playhead == NULL || ov_playhead_get_run (playhead) != self->run
      || ov_playhead_get_n_epochs (playhead) == 0)
    return 0;

  return ov_playhead_get_epoch (playhead) + 1;
}

/*
 * ov_valley_page_find_step_epoch:
 * @self: a page
 * @recipe: of the run in front
 *
 * Returns: after how many epochs the step is looked at: the last one made, where no other follows
 */
guint
ov_valley_page_find_step_epoch (OvValleyPage   *self,
                                const OvRecipe *recipe)
{
  return MIN (ov_valley_page_count_done (self), MAX (recipe->epochs, 1) - 1);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "exact-origin.h"
#include "number-dialog.h"
#include "parameter.h"
#include "schedule.h"

/* How runs are resumed, go on for more epochs, and branch off. */

/* What is asked for while the state to continue from is looked for. */
typedef struct
{
  OvWindow  *window; /* weak */
  OvRunItem *item;
  guint      n_epochs; /* what a resumed run is to have; 0 for what its recipe says */
  guint      at_most;
  gboolean   is_branch;
} Wanted;

static void
wanted_free (Wanted *self)
{
  g_clear_weak_pointer (&self->window);
  g_object_unref (self->item);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wanted, wanted_free)

static void
refuse (OvWindow   *self,
        const char *text)
{
  ov_banner_show (self->run_banner, text, NULL, NULL);
}

static void
resume (OvWindow     *self,
        const Wanted *wanted,
        OvRunOrigin  *origin)
{
  OvRecipe recipe = *ov_run_item_get_recipe (wanted->item);

  if (wanted->n_epochs > 0)
    recipe.epochs = wanted->n_epochs;
  ov_window_continue (self, &recipe, origin, FALSE);
}

/* A branch that leaves its parent at the end needs more epochs than that. */
static void
branch (OvWindow     *self,
        const Wanted *wanted,
        OvRunOrigin  *origin)
{
  const guint most = (guint) ov_parameter_find ("epochs")->maximum;
  const char *name = ov_run_item_get_name (wanted->item);
  OvRecipe recipe = *ov_run_item_get_recipe (wanted->item);
  g_autofree char *text = NULL;

  if (recipe.epochs <= origin->n_epochs)
    recipe.epochs = origin->n_epochs < most / 2 ? 2 * origin->n_epochs : most;
  ov_recipe_panel_set_recipe (self->recipe_panel, &recipe);
  g_clear_pointer (&self->branch, ov_run_origin_unref);
  self->branch = ov_run_origin_ref (origin);
  ov_window_show_forecast (self);

  if (origin->n_epochs == wanted->at_most || wanted->at_most == G_MAXUINT)
    /* Translators: the name of a run, and a number of epochs. */
    text = g_strdup_printf (_("The next change in the panel continues %s from epoch %u"), name,
                            origin->n_epochs);
  else
    /* Translators: the name of a run, and two numbers of epochs. */
    text = g_strdup_printf (_("The next change in the panel continues %s from epoch %u: of epoch "
                              "%u no state is kept, and this is the last one before it"),
                            name, origin->n_epochs, wanted->at_most);
  ov_banner_show (self->branch_banner, text, _("_Cancel"), "win.cancel-branch");
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

/* What was found is used, or there is a sentence about why nothing was. */
static void
use (const Wanted *wanted,
     OvRunOrigin  *origin,
     const GError *error)
{
  if (origin == NULL)
    refuse (wanted->window, error->message);
  else if (wanted->is_branch)
    branch (wanted->window, wanted, origin);
  else
    resume (wanted->window, wanted, origin);
}

static gboolean
is_over (const Wanted *wanted,
         const GError *error)
{
  return wanted->window == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
computed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Wanted) wanted = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvRunOrigin) origin = ov_exact_origin_find_finish (result, &error);

  if (!is_over (wanted, error))
    use (wanted, origin, error);
}

/* The form from which the state can be computed that is wanted, where no such state is kept. */
static OvQuadratic *
find_form (const Wanted      *wanted,
           const OvRunOrigin *origin)
{
  if (!wanted->is_branch || wanted->at_most == G_MAXUINT
      || (origin != NULL && origin->n_epochs == wanted->at_most))
    return NULL;

  return ov_replay_get_form (wanted->window->replay, ov_run_item_get_run (wanted->item),
                             wanted->at_most);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Wanted) wanted = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvRunOrigin) origin = ov_run_keeper_find_origin_finish (result, &error);
  OvQuadratic *form;

  if (is_over (wanted, error))
    return;

  form = find_form (wanted, origin);
  if (form != NULL)
    {
      OvRunItem *item = wanted->item;
      const guint n_epochs = wanted->at_most;
      GCancellable *cancellable = wanted->window->continuation;

      ov_exact_origin_find (form, item, n_epochs, cancellable, computed_cb,
                            g_steal_pointer (&wanted));
    }
  else
    use (wanted, origin, error);
}

/* Whether the run was trained on what the session trains on. */
static gboolean
check_data (OvWindow  *self,
            OvRunItem *item)
{
  OvDataset *dataset = ov_data_store_get_dataset (self->store);
  g_autofree char *text = NULL;

  if (dataset != NULL
      && g_str_equal (ov_dataset_get_hash (dataset), ov_run_item_get_data (item)))
    return TRUE;

  /* Translators: the name of a run, and that of the images it was trained on. */
  text = g_strdup_printf (_("%s cannot be continued on these images: it was trained on others "
                            "(%s). Choose those under Data first."),
                          ov_run_item_get_name (item), ov_run_item_get_data_name (item));
  refuse (self, text);

  return FALSE;
}

/* Whether a run may be resumed as what it is: a branch of it may be made at any time. */
static gboolean
check_free (OvWindow  *self,
            OvRunItem *item)
{
  g_autofree char *text = NULL;

  if (!ov_run_keeper_is_elsewhere (self->keeper, item))
    return TRUE;

  /* Translators: the name of a run. */
  text = g_strdup_printf (_("%s cannot be resumed here: another window of Overshoot is training "
                            "it. Wait until that one is closed, or branch off from the run."),
                          ov_run_item_get_name (item));
  refuse (self, text);

  return FALSE;
}

static void
find (OvWindow  *self,
      OvRunItem *item,
      guint      n_epochs,
      guint      at_most,
      gboolean   is_branch)
{
  Wanted *wanted;

  ov_window_drop_branch (self);
  if (!check_data (self, item) || (!is_branch && !check_free (self, item)))
    return;

  wanted = g_new0 (Wanted, 1);
  g_set_weak_pointer (&wanted->window, self);
  wanted->item = g_object_ref (item);
  wanted->n_epochs = n_epochs;
  wanted->at_most = at_most;
  wanted->is_branch = is_branch;
  self->continuation = g_cancellable_new ();
  ov_run_keeper_find_origin (self->keeper, item, at_most, is_branch, self->continuation, found_cb,
                             wanted);
}

/**
 * ov_window_continue:
 * @self: a window
 * @recipe: what is run from there on; copied
 * @origin: where a run stood
 * @is_resting: whether to pause there
 *
 * Continues a run, and makes the recipe the window's.
 */
void
ov_window_continue (OvWindow       *self,
                    const OvRecipe *recipe,
                    OvRunOrigin    *origin,
                    gboolean        is_resting)
{
  g_return_if_fail (OV_IS_WINDOW (self));

  ov_window_show_recipe (self, recipe);
  ov_session_continue (self->session, ov_recipe_panel_get_recipe (self->recipe_panel), origin,
                       is_resting);
}

/**
 * ov_window_resume_run:
 * @self: a window
 * @item: a run that was stopped
 *
 * Lets a run continue to the end of its recipe, as the current one.
 */
void
ov_window_resume_run (OvWindow  *self,
                      OvRunItem *item)
{
  g_return_if_fail (OV_IS_WINDOW (self));
  g_return_if_fail (OV_IS_RUN_ITEM (item));

  find (self, item, 0, G_MAXUINT, FALSE);
}

/**
 * ov_window_branch_run:
 * @self: a window
 * @item: a run
 * @at_most: after how many epochs it is left; the last state up to there is taken
 *
 * Lets the next change in the panel continue a run from an epoch, as a run of its own.
 */
void
ov_window_branch_run (OvWindow  *self,
                      OvRunItem *item,
                      guint      at_most)
{
  g_return_if_fail (OV_IS_WINDOW (self));
  g_return_if_fail (OV_IS_RUN_ITEM (item));

  find (self, item, 0, at_most, TRUE);
}

/**
 * ov_window_drop_branch:
 * @self: a window
 *
 * Lets the next change begin a run of its own again.
 */
void
ov_window_drop_branch (OvWindow *self)
{
  g_return_if_fail (OV_IS_WINDOW (self));

  if (self->continuation != NULL)
    g_cancellable_cancel (self->continuation);
  g_clear_object (&self->continuation);
  if (self->branch == NULL)
    return;

  g_clear_pointer (&self->branch, ov_run_origin_unref);
  ov_banner_hide (self->branch_banner);
  ov_window_show_forecast (self);
}

/**
 * ov_window_start_branch:
 * @self: a window
 * @recipe: a recipe that was changed in the panel
 *
 * Starts the branch that waits for a change, if one does. What cannot continue from there is
 * refused with a sentence, and taken back in the panel.
 *
 * Returns: whether one waits; if not, the recipe is for a run of its own
 */
gboolean
ov_window_start_branch (OvWindow       *self,
                        const OvRecipe *recipe)
{
  g_autoptr (OvRunOrigin) origin = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (OV_IS_WINDOW (self), FALSE);

  if (self->branch == NULL)
    return FALSE;

  if (ov_checkpoint_check_recipe (self->branch->checkpoint, recipe, &error)
      && recipe->epochs <= self->branch->n_epochs)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 _("%u epochs are done there already. Ask for more than that."),
                 self->branch->n_epochs);
  if (error != NULL)
    {
      OvRecipe own = *ov_checkpoint_get_recipe (self->branch->checkpoint);

      own.epochs = MAX (own.epochs, self->branch->n_epochs + 1);
      ov_recipe_panel_set_recipe (self->recipe_panel, &own);
      ov_banner_show (self->branch_banner, error->message, _("_Cancel"), "win.cancel-branch");
      return TRUE;
    }

  origin = g_steal_pointer (&self->branch);
  ov_banner_hide (self->branch_banner);
  ov_window_continue (self, recipe, origin, FALSE);

  return TRUE;
}

static void
more_epochs_cb (AdwMessageDialog *dialog,
                const char       *response,
                OvWindow         *self)
{
  OvRunItem *item = g_object_get_data (G_OBJECT (dialog), "run");

  if (g_str_equal (response, "go-on"))
    find (self, item, (guint) ov_number_dialog_get_value (dialog), G_MAXUINT, FALSE);
}

/* Whether more epochs leave those that a run has as they are, however many are asked for: steps
 * that are a third of the run apart stay where they are for one more, but not for the double. If
 * not, it is refused. */
static gboolean
check_schedule (OvWindow  *self,
                OvRunItem *item)
{
  OvRecipe longer = *ov_run_item_get_recipe (item);
  g_autofree char *text = NULL;

  longer.epochs = MAX (longer.epochs + 1, (guint) ov_parameter_find ("epochs")->maximum);
  if (ov_schedule_is_prefix (ov_run_item_get_recipe (item), &longer))
    return TRUE;

  /* Translators: the name of a run. */
  text = g_strdup_printf (_("The learning rate of %s goes by its number of epochs, so with more of "
                            "them it would be another run. Let it branch off instead."),
                          ov_run_item_get_name (item));
  refuse (self, text);

  return FALSE;
}

static void
ask_for_more_epochs (OvWindow  *self,
                     OvRunItem *item)
{
  const guint most = (guint) ov_parameter_find ("epochs")->maximum;
  const guint n_epochs = ov_run_item_get_facts (item)->n_epochs;
  GtkWidget *entry = gtk_spin_button_new_with_range (n_epochs + 1.0, MAX (most, n_epochs + 1),
                                                     MAX (1.0, n_epochs / 2));
  g_autofree char *text = NULL;
  AdwMessageDialog *dialog;

  /* Translators: the name of a run, and a number of epochs. */
  text = g_strdup_printf (_("%s has %u epochs. It continues as the same run until it has:"),
                          ov_run_item_get_name (item), n_epochs);
  dialog = ov_number_dialog_new (GTK_WINDOW (self), text, entry, _("Number of epochs"), "go-on",
                                 _("_Train"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (entry), 2.0 * n_epochs);
  g_object_set_data_full (G_OBJECT (dialog), "run", g_object_ref (item), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (more_epochs_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Returns: (nullable): the run that an action is about */
static OvRunItem *
get_item (OvWindow *self,
          GVariant *id)
{
  return ov_run_collection_find (self->collection, g_variant_get_string (id, NULL));
}

static void
resume_run_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *id)
{
  OvWindow *self = OV_WINDOW (widget);
  OvRunItem *item = get_item (self, id);

  if (item == NULL)
    return;
  if (ov_run_item_get_facts (item)->outcome != OV_OUTCOME_FINISHED)
    ov_window_resume_run (self, item);
  else if (check_schedule (self, item))
    ask_for_more_epochs (self, item);
}

/* A run that a person looks back at is left after the epoch that they see. */
static guint
get_seen_epochs (OvWindow  *self,
                 OvRunItem *item)
{
  return ov_playhead_looks_back (self->playhead, ov_run_item_get_run (item))
           ? ov_playhead_get_epoch (self->playhead) + 1
           : G_MAXUINT;
}

static void
branch_run_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *id)
{
  OvWindow *self = OV_WINDOW (widget);
  OvRunItem *item = get_item (self, id);

  if (item != NULL)
    ov_window_branch_run (self, item, get_seen_epochs (self, item));
}

static void
cancel_branch_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  OvWindow *self = OV_WINDOW (widget);

  ov_window_drop_branch (self);
  ov_recipe_panel_set_recipe (self->recipe_panel, ov_session_get_recipe (self->session));
}

/**
 * ov_window_install_continuation:
 * @widget_class: the window's class
 *
 * Installs the actions that continue a run, which take its id.
 */
void
ov_window_install_continuation (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.resume-run", "s", resume_run_cb);
  gtk_widget_class_install_action (widget_class, "win.branch-run", "s", branch_run_cb);
  gtk_widget_class_install_action (widget_class, "win.cancel-branch", NULL, cancel_branch_cb);
}

/**
 * ov_window_offer_continuation:
 * @self: a window
 * @item: an earlier run, which is being viewed
 *
 * Offers what it takes to continue the run beside the words about it.
 */
void
ov_window_offer_continuation (OvWindow  *self,
                              OvRunItem *item)
{
  const OvRunFacts *facts = ov_run_item_get_facts (item);
  const char *id = ov_run_item_get_id (item);
  g_autofree char *resume_action = g_strdup_printf ("win.resume-run::%s", id);
  g_autofree char *branch_action = g_strdup_printf ("win.branch-run::%s", id);
  g_autoptr (GMenu) menu = g_menu_new ();

  /* Nobody but its own program continues the run of a log. */
  if (ov_run_item_is_foreign (item))
    return;

  if (facts->outcome == OV_OUTCOME_FINISHED)
    g_menu_append (menu, _("_Train for More Epochs…"), resume_action);
  else if (facts->outcome != OV_OUTCOME_DIVERGED)
    g_menu_append (menu, _("_Resume"), resume_action);
  g_menu_append (menu, _("_Branch from Here…"), branch_action);
  ov_banner_set_menu (self->view_banner, _("Resume or Branch Off"), G_MENU_MODEL (menu));
}

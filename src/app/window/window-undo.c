/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "joined-text.h"

/* The offer to take back what ended a run with work in it, or cleared the charts. */

/* The least work that is worth a word, in seconds of training: what is run again in a moment is
 * not, such as all the runs that begin and end while a slider is dragged. */
#define LEAST_SECONDS 1.0

/* How long an offer stands, in seconds. */
#define TIMEOUT 10

struct _OvUndo
{
  OvRunOrigin *origin;     /* of the run that was ended, where it ended; NULL for none */
  OvRecipe     recipe;     /* its recipe */
  gboolean     is_resting; /* whether it was paused */
  double       seconds;    /* of its training */
  GPtrArray   *shown;      /* of OvRunItem: what the charts showed besides */
  AdwToast    *toast;      /* borrowed while it is there */
};

/**
 * ov_undo_free:
 * @self: (transfer full): an offer
 */
void
ov_undo_free (OvUndo *self)
{
  g_clear_pointer (&self->origin, ov_run_origin_unref);
  g_ptr_array_unref (self->shown);
  g_free (self);
}

static OvUndo *
make_undo (OvWindow *self)
{
  GListModel *behind = ov_run_collection_get_behind (self->collection);
  OvUndo *undo = g_new0 (OvUndo, 1);

  undo->shown = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (behind); i++)
    g_ptr_array_add (undo->shown, g_list_model_get_item (behind, i));

  return undo;
}

static void
undo_end (OvWindow *self,
          gpointer  data)
{
  OvUndo *undo = data;

  ov_run_collection_freeze (self->collection);
  for (guint i = 0; i < undo->shown->len; i++)
    ov_run_item_set_shown (undo->shown->pdata[i], TRUE);
  ov_run_collection_thaw (self->collection);

  if (undo->origin != NULL && undo->origin->checkpoint != NULL)
    {
      ov_window_drop_branch (self);
      ov_window_continue (self, &undo->recipe, undo->origin, undo->is_resting);
    }
}

static void
dismissed_cb (AdwToast *toast,
              OvWindow *self)
{
  if (self->undo_toast == toast)
    self->undo_toast = NULL;
}

/* What the button of a toast does once, and on what. */
typedef struct
{
  OvOfferFunc    func;
  gpointer       data;
  GDestroyNotify free_func;
} Offer;

static const char *const offer_key = "overshoot-offer";

static void
offer_free (Offer *offer)
{
  if (offer->free_func != NULL)
    offer->free_func (offer->data);
  g_free (offer);
}

static void
clicked_cb (AdwToast *toast,
            OvWindow *self)
{
  Offer *offer = g_object_steal_data (G_OBJECT (toast), offer_key);

  if (offer == NULL)
    return;

  offer->func (self, offer->data);
  offer_free (offer);
}

/* A sentence and a button; @data is freed with them. */
static AdwToast *
make_toast (OvWindow      *self,
            const char    *text,
            const char    *label,
            OvOfferFunc    func,
            gpointer       data,
            GDestroyNotify free_func)
{
  AdwToast *toast = ov_joined_text_new_toast (text);
  Offer *offer = g_new (Offer, 1);

  *offer = (Offer) {func, data, free_func};
  adw_toast_set_button_label (toast, label);
  g_object_set_data_full (G_OBJECT (toast), offer_key, offer, (GDestroyNotify) offer_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (clicked_cb), self, 0);

  return toast;
}

/* Shows a toast for some time, in place of the one before. */
static void
show_toast (OvWindow *self,
            AdwToast *toast)
{
  if (self->undo_toast != NULL)
    ov_toaster_dismiss (self->toaster, self->undo_toast);
  self->undo_toast = toast;
  adw_toast_set_timeout (toast, TIMEOUT);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), self, 0);
  ov_toaster_add (self->toaster, toast);
}

static void
forget_cb (AdwToast *toast,
           OvWindow *self)
{
  if (self->last_undo == toast)
    g_clear_object (&self->last_undo);
}

/* A toast is soon gone, and a keyboard's way to its button is long. */
static void
remember (OvWindow *self,
          AdwToast *toast)
{
  g_set_object (&self->last_undo, toast);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (forget_cb), self, G_CONNECT_AFTER);
}

/**
 * ov_window_add_undo:
 * @self: a window
 * @text: what was done
 * @func: takes it back
 * @data: handed to @func
 * @free_func: frees @data when nothing can be taken back any more
 *
 * Shows a toast whose button ov_window_undo() presses, until there is another one.
 */
void
ov_window_add_undo (OvWindow      *self,
                    const char    *text,
                    OvOfferFunc    func,
                    gpointer       data,
                    GDestroyNotify free_func)
{
  AdwToast *toast;

  g_return_if_fail (OV_IS_WINDOW (self));
  g_return_if_fail (func != NULL);

  toast = make_toast (self, text, _("_Undo"), func, data, free_func);
  adw_toast_set_timeout (toast, TIMEOUT);
  remember (self, toast);
  ov_toaster_add (self->toaster, toast);
}

/* Shows an offer in place of the one before. */
static void
show (OvWindow   *self,
      OvUndo     *undo,
      const char *text)
{
  AdwToast *toast =
    make_toast (self, text, _("_Undo"), undo_end, undo, (GDestroyNotify) ov_undo_free);

  remember (self, toast);
  show_toast (self, toast);
}

/* The offer to take back an end that stands, or NULL. */
static const OvUndo *
get_standing (OvWindow *self)
{
  const Offer *offer =
    self->undo_toast != NULL ? g_object_get_data (G_OBJECT (self->undo_toast), offer_key) : NULL;

  return offer != NULL && offer->func == undo_end ? offer->data : NULL;
}

/**
 * ov_window_undo:
 * @self: a window
 *
 * Takes back what was done last, if that can be taken back.
 */
void
ov_window_undo (OvWindow *self)
{
  g_autoptr (AdwToast) toast = NULL;

  g_return_if_fail (OV_IS_WINDOW (self));

  toast = g_steal_pointer (&self->last_undo);
  if (toast == NULL)
    return;

  g_signal_emit_by_name (toast, "button-clicked");
  ov_toaster_dismiss (self->toaster, toast);
}

/**
 * ov_window_note_end:
 * @self: a window
 * @run: the run that begins
 * @previous: (nullable): the run that it takes the place of, which has ended and is still the
 *   current one of the list
 *
 * Remembers what was ended for the sake of a new run, if it was worth anything. One that is only
 * continued is not lost.
 */
void
ov_window_note_end (OvWindow *self,
                    OvRun    *run,
                    OvRun    *previous)
{
  OvRunItem *item = ov_run_collection_get_current (self->collection);
  const OvRunOrigin *origin = ov_run_get_origin (run);

  g_clear_pointer (&self->ended, ov_undo_free);
  self->is_first_run = previous == NULL;
  if (previous == NULL || item == NULL || ov_run_get_outcome (previous) != OV_OUTCOME_CANCELLED
      || ov_run_get_checkpoint (previous) == NULL
      || ov_run_get_dataset (run) != ov_run_get_dataset (previous)
      || ov_history_get_seconds (ov_run_get_history (previous)) < LEAST_SECONDS
      || (origin != NULL && !origin->is_branch
          && g_str_equal (origin->id, ov_run_item_get_id (item))))
    return;

  self->ended = make_undo (self);
  self->ended->origin = ov_run_origin_new (ov_run_item_get_id (item), FALSE,
                                           ov_run_get_checkpoint (previous),
                                           ov_run_get_record (previous));
  self->ended->recipe = *ov_run_get_recipe (previous);
  self->ended->is_resting = self->was_resting;
  self->ended->seconds = ov_history_get_seconds (ov_run_get_history (previous));
}

/**
 * ov_window_offer_undo:
 * @self: a window whose new run has begun
 *
 * Offers to resume the run that was ended, with what the charts showed. Of several that end while
 * an offer stands, it is for the one with most work in it.
 */
void
ov_window_offer_undo (OvWindow *self)
{
  g_autofree char *text = NULL;
  OvRunItem *item;
  const OvUndo *standing;

  if (self->ended == NULL)
    return;

  standing = get_standing (self);
  item = ov_run_collection_find (self->collection, self->ended->origin->id);
  if (item == NULL || (standing != NULL && standing->seconds > self->ended->seconds))
    return;

  /* Translators: the name of a run, and how many epochs it has. */
  text = g_strdup_printf (_("%s was stopped at epoch %u"), ov_run_item_get_name (item),
                          self->ended->origin->n_epochs);
  show (self, g_steal_pointer (&self->ended), text);
}

/**
 * ov_window_clear_runs:
 * @self: a window
 *
 * Takes all earlier runs off the charts, and offers to take that back.
 */
void
ov_window_clear_runs (OvWindow *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *text = NULL;
  OvUndo *undo;

  g_return_if_fail (OV_IS_WINDOW (self));

  undo = make_undo (self);
  ov_run_collection_show_only (self->collection, none);
  if (undo->shown->len == 0)
    {
      ov_undo_free (undo);
      return;
    }

  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run is off the charts",
                                       "%u runs are off the charts", undo->shown->len),
                          undo->shown->len);
  show (self, undo, text);
}

static void
resume_former (OvWindow *self,
               gpointer  data)
{
  OvRunItem *item = ov_run_collection_get_current (self->collection);

  if (item != NULL)
    ov_window_resume_run (self, item);
}

/* The program begins with its last recipe. Where that is a run which was in the middle of its work,
 * a person may rather want it resumed. */
static void
item_changed_cb (OvRunCollection *collection,
                 OvRunItem       *item,
                 OvWindow        *self)
{
  const OvRunFacts *facts = ov_run_item_get_former_facts (item);
  g_autofree char *text = NULL;

  if (!self->is_first_run || facts == NULL || ov_run_item_is_resumed (item)
      || facts->outcome != OV_OUTCOME_CANCELLED
      || facts->seconds < LEAST_SECONDS)
    return;

  self->is_first_run = FALSE;
  /* Translators: the name of a run, and how many epochs it has. */
  text = g_strdup_printf (_("%s was left at epoch %u"), ov_run_item_get_name (item),
                          facts->n_epochs);
  show_toast (self, make_toast (self, text, _("_Resume"), resume_former, NULL, NULL));
}

static void
state_changed_cb (OvRun    *run,
                  OvWindow *self)
{
  if (!ov_run_has_ended (run))
    self->was_resting = ov_run_get_state (run) == OV_RUN_PAUSED;
}

/**
 * ov_window_connect_undo:
 * @self: a window that is being made
 *
 * Lets the window know what its run did before it ended, and which run was left by the last one.
 */
void
ov_window_connect_undo (OvWindow *self)
{
  g_signal_group_connect (self->run_signals, "state-changed", G_CALLBACK (state_changed_cb), self);
  g_signal_connect_object (self->collection, "item-changed", G_CALLBACK (item_changed_cb), self, 0);
}

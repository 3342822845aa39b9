/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "toaster.h"

/*
 * Shows toasts one after another, and dismisses them when that is safe. The overlay shows a toast
 * in the place of another one in half a second, and hides a toast in less: libadwaita 1.2 frees a
 * toast that is dismissed soon after it has appeared while it is still being shown, and the program
 * crashes. So a toast stands for as long at least as it takes to appear.
 */

/* In microseconds. */
#define LEAST_TIME (G_USEC_PER_SEC / 2)

struct _OvToaster
{
  GObject          parent_instance;

  AdwToastOverlay *overlay;        /* a weak pointer; NULL when it is gone */
  GQueue           toasts;         /* of AdwToast, owned: the one that stands, and what waits */
  gint64           standing_since; /* the monotonic time when the first of them appeared */
  guint            timeout;        /* dismisses the one that stands; 0 for none */
};

G_DEFINE_FINAL_TYPE (OvToaster, ov_toaster, G_TYPE_OBJECT)

static void
ov_toaster_dispose (GObject *object)
{
  OvToaster *self = OV_TOASTER (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_queue_clear_full (&self->toasts, g_object_unref);
  g_clear_weak_pointer (&self->overlay);

  G_OBJECT_CLASS (ov_toaster_parent_class)->dispose (object);
}

static void
ov_toaster_class_init (OvToasterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_toaster_dispose;
}

static void
ov_toaster_init (OvToaster *self)
{
  g_queue_init (&self->toasts);
}

/**
 * ov_toaster_new:
 * @overlay: where toasts are shown; nobody else adds any
 *
 * Returns: (transfer full): a toaster without toasts
 */
OvToaster *
ov_toaster_new (AdwToastOverlay *overlay)
{
  OvToaster *self;

  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (overlay), NULL);

  self = g_object_new (OV_TYPE_TOASTER, NULL);
  g_set_weak_pointer (&self->overlay, overlay);

  return self;
}

/* Also when its time is over, or a person has closed it. The next one appears. */
static void
dismissed_cb (AdwToast  *toast,
              OvToaster *self)
{
  if (g_queue_peek_head (&self->toasts) == toast)
    {
      g_clear_handle_id (&self->timeout, g_source_remove);
      self->standing_since = g_get_monotonic_time ();
    }
  if (g_queue_remove (&self->toasts, toast))
    g_object_unref (toast);
}

/**
 * ov_toaster_add:
 * @self: a toaster
 * @toast: (transfer full): a toast that was not shown yet
 *
 * Shows a toast as soon as those are gone that were added before; nowhere when the overlay is gone.
 */
void
ov_toaster_add (OvToaster *self,
                AdwToast  *toast)
{
  g_return_if_fail (OV_IS_TOASTER (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  if (self->overlay == NULL)
    {
      g_object_unref (toast);
      return;
    }

  if (g_queue_is_empty (&self->toasts))
    self->standing_since = g_get_monotonic_time ();
  g_queue_push_tail (&self->toasts, g_object_ref (toast));
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), self, 0);
  adw_toast_overlay_add_toast (self->overlay, toast);
}

/**
 * ov_toaster_tell:
 * @self: a toaster
 * @text: a sentence
 *
 * Shows a sentence for a few seconds.
 */
void
ov_toaster_tell (OvToaster  *self,
                 const char *text)
{
  ov_toaster_add (self, adw_toast_new (text));
}

static gboolean
dismiss_cb (gpointer data)
{
  OvToaster *self = data;
  AdwToast *toast = g_queue_peek_head (&self->toasts);

  self->timeout = 0;
  adw_toast_dismiss (toast);

  return G_SOURCE_REMOVE;
}

/**
 * ov_toaster_dismiss:
 * @self: a toaster
 * @toast: a toast that was added
 *
 * Dismisses a toast, unless it is gone already. One that has only just appeared stands a moment
 * longer.
 */
void
ov_toaster_dismiss (OvToaster *self,
                    AdwToast  *toast)
{
  gint64 rest;

  g_return_if_fail (OV_IS_TOASTER (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  if (g_queue_find (&self->toasts, toast) == NULL)
    return;

  rest = self->standing_since + LEAST_TIME - g_get_monotonic_time ();
  if (g_queue_peek_head (&self->toasts) != toast || rest <= 0)
    adw_toast_dismiss (toast);
  else if (self->timeout == 0)
    self->timeout = g_timeout_add ((guint) (rest / 1000 + 1), dismiss_cb, self);
}

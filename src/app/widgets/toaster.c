/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "toaster.h"

#include "joined-text.h"

/*
 * Shows toasts one after another. The overlay would do so, too, but libadwaita 1.2 frees a toast
 * that is hidden before it has appeared, which takes frames, and the program crashes. So the
 * overlay has one toast at a time, which begins to appear when nothing is left of the one before
 * it, and which neither the program nor a pointer can dismiss until a frame has shown it whole.
 */

/* For how long a toast appears, and a little more, in microseconds. */
#define APPEARANCE (350 * 1000)

/* How often to look whether the one before is gone, in milliseconds. */
#define INTERVAL 50

struct _OvToaster
{
  GObject          parent_instance;

  AdwToastOverlay *overlay;     /* a weak pointer; NULL when it is gone */
  GQueue           toasts;      /* of AdwToast, owned: the one that stands, and what waits */
  AdwToast        *standing;    /* a toast of the queue; NULL while none is shown */
  gboolean         is_unwanted; /* it goes as soon as it has appeared */
  guint            appearance;  /* the tick callback while it appears; 0 for none */
  gint64           start;       /* the time of the first frame of that; 0 before */
  guint            succession;  /* the timeout that shows the next one; 0 for none */
};

G_DEFINE_FINAL_TYPE (OvToaster, ov_toaster, G_TYPE_OBJECT)

static void
stop_watching (OvToaster *self)
{
  if (self->appearance != 0 && self->overlay != NULL)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->overlay), self->appearance);
  self->appearance = 0;
}

static void
ov_toaster_dispose (GObject *object)
{
  OvToaster *self = OV_TOASTER (object);

  stop_watching (self);
  g_clear_handle_id (&self->succession, g_source_remove);
  self->standing = NULL;
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

/* Whether nothing is left in the overlay of a toast that was dismissed. */
static gboolean
is_clear (OvToaster *self)
{
  return gtk_widget_get_last_child (GTK_WIDGET (self->overlay))
         == adw_toast_overlay_get_child (self->overlay);
}

static gboolean
appear_cb (GtkWidget *overlay, GdkFrameClock *clock, gpointer data)
{
  OvToaster *self = data;
  const gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (self->start == 0)
    self->start = now;
  if (now < self->start + APPEARANCE)
    return G_SOURCE_CONTINUE;

  self->appearance = 0;
  if (self->is_unwanted)
    adw_toast_dismiss (self->standing);
  else if (!is_clear (self))
    gtk_widget_set_can_target (gtk_widget_get_last_child (overlay), TRUE);

  return G_SOURCE_REMOVE;
}

static void
show_next (OvToaster *self)
{
  GtkWidget *overlay = GTK_WIDGET (self->overlay);

  if (overlay == NULL || g_queue_is_empty (&self->toasts))
    return;

  self->standing = g_queue_peek_head (&self->toasts);
  self->is_unwanted = FALSE;
  self->start = 0;
  adw_toast_overlay_add_toast (self->overlay, g_object_ref (self->standing));
  gtk_widget_set_can_target (gtk_widget_get_last_child (overlay), FALSE);
  self->appearance = gtk_widget_add_tick_callback (overlay, appear_cb, self, NULL);
}

static gboolean
succeed_cb (gpointer data)
{
  OvToaster *self = data;

  if (self->overlay != NULL && !is_clear (self))
    return G_SOURCE_CONTINUE;

  self->succession = 0;
  show_next (self);

  return G_SOURCE_REMOVE;
}

/* Also when its time is over, or a person has closed it. */
static void
dismissed_cb (AdwToast  *toast,
              OvToaster *self)
{
  if (self->standing == toast)
    {
      stop_watching (self);
      self->standing = NULL;
      self->succession = g_timeout_add (INTERVAL, succeed_cb, self);
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

  g_queue_push_tail (&self->toasts, toast);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), self, 0);
  if (self->standing == NULL && self->succession == 0)
    show_next (self);
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
  ov_toaster_add (self, ov_joined_text_new_toast (text));
}

/**
 * ov_toaster_dismiss:
 * @self: a toaster
 * @toast: a toast that was added
 *
 * Dismisses a toast, unless it is gone already: one that appears as soon as it has.
 */
void
ov_toaster_dismiss (OvToaster *self,
                    AdwToast  *toast)
{
  g_return_if_fail (OV_IS_TOASTER (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  if (g_queue_find (&self->toasts, toast) == NULL)
    return;

  if (self->standing != toast)
    g_signal_emit_by_name (toast, "dismissed");
  else if (self->appearance == 0)
    adw_toast_dismiss (toast);
  else
    self->is_unwanted = TRUE;
}

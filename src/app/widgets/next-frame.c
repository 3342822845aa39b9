/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "next-frame.h"

typedef struct
{
  guint          *tick;
  OvNextFrameFunc func;
} Call;

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  const Call *call = user_data;

  *call->tick = 0;
  call->func (widget);

  return G_SOURCE_REMOVE;
}

/**
 * ov_next_frame_call:
 * @widget: (type GtkWidget): a widget
 * @tick: (inout): a number in the widget, 0 while no call is due
 * @func: what to call
 *
 * Has a widget brought up to date in the next frame: once, however often this is called before it.
 */
void
ov_next_frame_call (gpointer        widget,
                    guint          *tick,
                    OvNextFrameFunc func)
{
  Call *call;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (tick != NULL && func != NULL);

  if (*tick != 0)
    return;

  call = g_new (Call, 1);
  *call = (Call) {tick, func};
  *tick = gtk_widget_add_tick_callback (widget, tick_cb, call, g_free);
}

/**
 * ov_next_frame_cancel:
 * @widget: (type GtkWidget): a widget
 * @tick: (inout): the number that ov_next_frame_call() was given
 *
 * Calls off what is due, if anything is.
 */
void
ov_next_frame_cancel (gpointer widget,
                      guint   *tick)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (tick != NULL);

  if (*tick != 0)
    gtk_widget_remove_tick_callback (widget, *tick);
  *tick = 0;
}

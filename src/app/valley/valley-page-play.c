/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "joined-text.h"
#include "spoken-value.h"

/* The player beneath the map. */

/* How long it takes to play a whole run, in seconds. */
#define SECONDS 20.0

/* It plays slowly at first: there a run leaps furthest. */
static double
find_position (guint  n_epochs,
               double seconds)
{
  const double share = CLAMP (seconds / SECONDS, 0.0, 1.0);

  return n_epochs * share * share;
}

/* The inverse: when it is there. */
static double
find_seconds (guint  n_epochs,
              double position)
{
  return SECONDS * sqrt (CLAMP (position / n_epochs, 0.0, 1.0));
}

static OvPlayhead *
get_playhead (OvValleyPage *self)
{
  OvPlayhead *playhead = self->replay != NULL ? ov_replay_get_playhead (self->replay) : NULL;

  return playhead != NULL && self->run != NULL && ov_playhead_get_run (playhead) == self->run
           ? playhead
           : NULL;
}

/*
 * ov_valley_page_count_epochs:
 * @self: a page
 *
 * Returns: how many epochs of the run in front there are
 */
guint
ov_valley_page_count_epochs (OvValleyPage *self)
{
  OvPlayhead *playhead = get_playhead (self);

  return playhead != NULL ? ov_playhead_get_n_epochs (playhead) : 0;
}

static void
look_at (OvValleyPage *self,
         double        position)
{
  OvPlayhead *playhead = get_playhead (self);
  const guint epoch = MAX ((guint) position, 1) - 1;

  self->position = position;
  if (playhead != NULL && ov_playhead_get_epoch (playhead) != epoch)
    ov_playhead_set_epoch (playhead, epoch);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  OvValleyPage *self = OV_VALLEY_PAGE (widget);
  const guint n_epochs = ov_valley_page_count_epochs (self);
  const gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (self->played_at != 0)
    self->played += (double) (now - self->played_at) / G_USEC_PER_SEC;
  self->played_at = now;
  look_at (self, find_position (n_epochs, self->played));
  if (self->played >= SECONDS || n_epochs < 2)
    ov_valley_page_stop (self);
  ov_valley_page_update_soon (self);

  return G_SOURCE_CONTINUE;
}

/*
 * ov_valley_page_stop:
 * @self: a page
 *
 * Stops playing, where it is.
 */
void
ov_valley_page_stop (OvValleyPage *self)
{
  if (self->player_tick == 0)
    return;

  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->player_tick);
  self->player_tick = 0;
  self->position = NAN;
  ov_valley_page_update_soon (self);
}

/*
 * ov_valley_page_play_cb:
 * @button: the button that plays
 * @self: a page
 *
 * Plays the run in front from its beginning, or from where it is looked at, or stops.
 */
void
ov_valley_page_play_cb (GtkButton    *button,
                        OvValleyPage *self)
{
  const guint n_epochs = ov_valley_page_count_epochs (self);
  const guint n_done = ov_valley_page_count_done (self);

  if (self->player_tick != 0)
    {
      ov_valley_page_stop (self);
      return;
    }
  if (n_epochs < 2)
    return;

  self->played = n_done < n_epochs ? find_seconds (n_epochs, n_done) : 0.0;
  self->played_at = 0;
  self->player_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  look_at (self, find_position (n_epochs, self->played));
  ov_valley_page_update_soon (self);
}

/*
 * ov_valley_page_scrub_cb:
 * @range: the player's scale
 * @scroll: how it was moved
 * @value: where to, in epochs that are done
 * @self: a page
 *
 * Looks at an epoch.
 *
 * Returns: whether the scale stays where the page puts it
 */
gboolean
ov_valley_page_scrub_cb (GtkRange     *range,
                         GtkScrollType scroll,
                         double        value,
                         OvValleyPage *self)
{
  OvPlayhead *playhead = get_playhead (self);
  const guint n_epochs = ov_valley_page_count_epochs (self);

  if (playhead == NULL || n_epochs == 0)
    return GDK_EVENT_STOP;

  ov_valley_page_stop (self);
  ov_playhead_set_epoch (playhead, (guint) lround (CLAMP (value, 1.0, n_epochs)) - 1);

  return GDK_EVENT_STOP;
}

/*
 * ov_valley_page_show_player:
 * @self: a page
 *
 * Shows where the player is.
 */
void
ov_valley_page_show_player (OvValleyPage *self)
{
  const guint n_epochs = ov_valley_page_count_epochs (self);
  const guint n_done = ov_valley_page_count_done (self);
  const gboolean plays = self->player_tick != 0;
  const char *text = plays ? _("Stop Playing") : _("Play the Run in 20 Seconds");
  g_autofree char *place = NULL;

  gtk_widget_set_sensitive (self->player, n_epochs >= 2);
  gtk_adjustment_configure (self->player_adjustment,
                            plays ? self->position : (double) MAX (n_done, 1), 1.0,
                            MAX (n_epochs, 2), 1.0, 10.0, 0.0);
  place = g_strdup_printf (ngettext ("%u of %u epoch", "%u of %u epochs", n_epochs), n_done,
                           n_epochs);
  ov_spoken_value_set (GTK_WIDGET (self->player_scale), place, NULL);
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self->play_button)), text) == 0)
    return;

  gtk_button_set_icon_name (self->play_button, plays ? "media-playback-pause-symbolic"
                                                     : "media-playback-start-symbolic");
  ov_joined_text_set_tooltip (GTK_WIDGET (self->play_button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scrubber.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "joined-text.h"
#include "spoken-value.h"
#include "text-scale.h"

/* The room before the buttons, as style.css has it. */
#define BUTTONS_MARGIN 4

/* How much room there has to be beneath the plots for the corner to stand beside the axis's title,
 * where text is of the usual size, and between the handle's way and the corner where there is less,
 * in pixels. */
#define CORNER_ROOM 32
#define CORNER_GAP 12

/**
 * OvScrubber:
 *
 * One handle that moves through the epochs of the run in front, also while it is running, and
 * buttons that play them in both directions. It stands beneath its child, which shows the epochs,
 * each right above the handle. At its end the handle follows the newest epoch.
 */
struct _OvScrubber
{
  GtkWidget      parent_instance;

  /* Template children. */
  GtkWidget     *box;
  GtkOverlay    *overlay;
  GtkWidget     *corner;
  GtkWidget     *row;
  GtkWidget     *buttons;
  GtkButton     *backwards_button;
  GtkButton     *forwards_button;
  GtkRange      *scale;
  GtkAdjustment *adjustment;
  GtkLabel      *read_out;
  GtkWidget     *newest_button;

  /* Owned. */
  OvPlayhead    *playhead;
  GSignalGroup  *playhead_signals;

  OvCurveAxis    axis;
  guint          tick; /* plays, or 0 */
  gint64         played_at;
};

enum
{
  PROP_0,
  PROP_CHILD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OvScrubber, ov_scrubber, GTK_TYPE_WIDGET)

/* A screen reader moves the handle itself, without a word to the range; it goes to an epoch
 * that there is. */
static void
value_changed_cb (GtkAdjustment *adjustment,
                  OvScrubber    *self)
{
  const double value = gtk_adjustment_get_value (adjustment);

  ov_playhead_set_epoch (self->playhead, (guint) lround (MAX (value, 0.0)));
  gtk_adjustment_set_value (adjustment, ov_playhead_get_epoch (self->playhead));
}

static void
show_epoch (OvScrubber *self)
{
  const guint epoch = ov_playhead_get_epoch (self->playhead);
  const guint n_epochs = ov_playhead_get_n_epochs (self->playhead);
  g_autofree char *number = ov_playhead_format (self->playhead);
  g_autofree char *read_out = g_strdup_printf (_("Epoch %s"), number);
  const gboolean has_axis = isfinite (self->axis.first) && isfinite (self->axis.last)
                            && self->axis.last > self->axis.first;
  g_autofree char *text = NULL;

  ov_joined_text_set_label (self->read_out, read_out);
  g_signal_handlers_block_by_func (self->adjustment, value_changed_cb, self);
  gtk_adjustment_configure (self->adjustment, n_epochs > 0 ? epoch : 0.0,
                            has_axis ? self->axis.first : 0.0,
                            has_axis ? self->axis.last : MAX (n_epochs, 2) - 1.0, 1.0, 10.0, 0.0);
  g_signal_handlers_unblock_by_func (self->adjustment, value_changed_cb, self);
  gtk_range_set_fill_level (self->scale, MAX (n_epochs, 1) - 1.0);
  if (n_epochs == 0)
    return;

  if (ov_playhead_is_newest (self->playhead))
    text = g_strdup_printf (_("Epoch %u, the newest"), epoch);
  else
    text = g_strdup_printf (_("Epoch %u of %u"), epoch, n_epochs - 1);
  ov_spoken_value_set (GTK_WIDGET (self->scale), text, NULL);
}

static void
show_button (OvScrubber     *self,
             GtkButton      *button,
             OvPlayDirection direction,
             const char     *play)
{
  const gboolean plays = ov_playhead_get_direction (self->playhead) == direction;
  const char *text = plays ? _("Stop Playing") : play;

  /* It seldom changes, while the epochs come with every frame. */
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (button)), text) == 0)
    return;

  gtk_button_set_icon_name (button, plays ? "media-playback-pause-symbolic"
                                          : "media-playback-start-symbolic");
  ov_joined_text_set_tooltip (GTK_WIDGET (button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  OvScrubber *self = OV_SCRUBBER (widget);
  const gint64 now = gdk_frame_clock_get_frame_time (clock);
  const gint64 passed = self->played_at != 0 ? now - self->played_at : 0;

  self->played_at = now;
  ov_playhead_advance (self->playhead, (double) passed / G_USEC_PER_SEC);

  return G_SOURCE_CONTINUE;
}

static void
set_playing (OvScrubber *self,
             gboolean    is_playing)
{
  if (is_playing == (self->tick != 0))
    return;

  self->played_at = 0;
  if (is_playing)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  else
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  if (!is_playing)
    self->tick = 0;
}

static void
update (OvScrubber *self)
{
  const gboolean is_newest = ov_playhead_is_newest (self->playhead);
  const gboolean has_epochs = ov_playhead_get_n_epochs (self->playhead) >= 2;

  show_epoch (self);
  show_button (self, self->backwards_button, OV_PLAY_BACKWARDS, _("Play Backwards"));
  show_button (self, self->forwards_button, OV_PLAY_FORWARDS, _("Play Forwards"));
  set_playing (self, ov_playhead_get_direction (self->playhead) != OV_PLAY_STOPPED);

  /* Not the row: what is taken out of an insensitive parent stays so. */
  gtk_widget_set_sensitive (self->buttons, has_epochs);
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale), has_epochs);

  /* A button that has the focus keeps it, so that keys go on where they are. */
  gtk_widget_set_sensitive (self->newest_button,
                            !is_newest || gtk_widget_has_focus (self->newest_button));
}

/* The playhead says where the handle is, whoever moves it. */
static gboolean
change_value_cb (GtkRange     *range,
                 GtkScrollType scroll,
                 double        value,
                 OvScrubber   *self)
{
  ov_playhead_set_epoch (self->playhead, (guint) lround (MAX (value, 0.0)));

  return GDK_EVENT_STOP;
}

static void
toggle (OvScrubber     *self,
        OvPlayDirection direction)
{
  const gboolean plays = ov_playhead_get_direction (self->playhead) == direction;

  ov_playhead_play (self->playhead, plays ? OV_PLAY_STOPPED : direction);
}

static void
backwards_cb (GtkButton  *button,
              OvScrubber *self)
{
  toggle (self, OV_PLAY_BACKWARDS);
}

static void
forwards_cb (GtkButton  *button,
             OvScrubber *self)
{
  toggle (self, OV_PLAY_FORWARDS);
}

static void
newest_cb (GtkButton  *button,
           OvScrubber *self)
{
  ov_playhead_follow (self->playhead);
}

static void
ov_scrubber_dispose (GObject *object)
{
  OvScrubber *self = OV_SCRUBBER (object);

  set_playing (self, FALSE);
  g_clear_object (&self->playhead_signals);
  g_clear_object (&self->playhead);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ov_scrubber_parent_class)->dispose (object);
}

static void
ov_scrubber_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  if (id == PROP_CHILD)
    g_value_set_object (value, gtk_overlay_get_child (OV_SCRUBBER (object)->overlay));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_scrubber_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  if (id == PROP_CHILD)
    gtk_overlay_set_child (OV_SCRUBBER (object)->overlay, g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_scrubber_class_init (OvScrubberClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ov_scrubber_get_property;
  object_class->set_property = ov_scrubber_set_property;
  object_class->dispose = ov_scrubber_dispose;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/scrubber.ui");
  gtk_widget_class_bind_template_child (widget_class, OvScrubber, box);
  gtk_widget_class_bind_template_child (widget_class, OvScrubber, overlay);
  gtk_widget_class_bind_template_child (widget_class, OvScrubber, corner);
  gtk_widget_class_bind_template_child (widget_class, OvScrubber, row);
  gtk_widget_class_bind_template_child (widget_class, OvScrubber, buttons);
  gtk_widget_class_bind_template_child (widget_class, OvScrubber, backwards_button);
  gtk_widget_class_bind_template_child (widget_class, OvScrubber, forwards_button);
  gtk_widget_class_bind_template_child (widget_class, OvScrubber, scale);
  gtk_widget_class_bind_template_child (widget_class, OvScrubber, adjustment);
  gtk_widget_class_bind_template_child (widget_class, OvScrubber, read_out);
  gtk_widget_class_bind_template_child (widget_class, OvScrubber, newest_button);
  gtk_widget_class_bind_template_callback (widget_class, change_value_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, backwards_cb);
  gtk_widget_class_bind_template_callback (widget_class, forwards_cb);
  gtk_widget_class_bind_template_callback (widget_class, newest_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "scrubber");
}

static void
ov_scrubber_init (OvScrubber *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->playhead_signals = g_signal_group_new (OV_TYPE_PLAYHEAD);
  g_signal_group_connect_swapped (self->playhead_signals, "changed", G_CALLBACK (update), self);
}

/**
 * ov_scrubber_set_playhead:
 * @self: a scrubber
 * @playhead: which epoch is looked at; referenced
 *
 * Lets the handle move the playhead, and follow it.
 */
void
ov_scrubber_set_playhead (OvScrubber *self,
                          OvPlayhead *playhead)
{
  g_return_if_fail (OV_IS_SCRUBBER (self));
  g_return_if_fail (OV_IS_PLAYHEAD (playhead));

  g_set_object (&self->playhead, playhead);
  g_signal_group_set_target (self->playhead_signals, playhead);
  update (self);
}

/* The number and the button stand in the corner of the child; where that has no room for them, at
 * the end of the row. */
static void
place_corner (OvScrubber *self,
              gboolean    in_row)
{
  g_autoptr (GtkWidget) corner = g_object_ref (self->corner);

  if (in_row == (gtk_widget_get_parent (corner) == self->row))
    return;

  if (in_row)
    {
      gtk_overlay_remove_overlay (self->overlay, corner);
      gtk_box_append (GTK_BOX (self->row), corner);
    }
  else
    {
      gtk_box_remove (GTK_BOX (self->row), corner);
      gtk_overlay_add_overlay (self->overlay, corner);
    }
}

/**
 * ov_scrubber_set_axis:
 * @self: a scrubber that has its playhead
 * @axis: where the epochs stand in its child, which begins and ends where the scrubber does
 *
 * Lets the handle stand right beneath each epoch. While epochs do not stand at equal distances it
 * has the run's epochs to itself.
 */
void
ov_scrubber_set_axis (OvScrubber        *self,
                      const OvCurveAxis *axis)
{
  const gboolean is_cramped = axis->bottom < CORNER_ROOM * ov_text_scale_find (GTK_WIDGET (self));
  const int right = MAX (0, (int) lround (axis->right));
  int start;

  g_return_if_fail (OV_IS_SCRUBBER (self));

  self->axis = *axis;
  place_corner (self, is_cramped);
  gtk_widget_measure (self->buttons, GTK_ORIENTATION_HORIZONTAL, -1, &start, NULL, NULL, NULL);
  gtk_widget_set_margin_start (GTK_WIDGET (self->scale),
                               MAX (0, (int) lround (axis->left) - start - BUTTONS_MARGIN));
  gtk_widget_set_margin_end (GTK_WIDGET (self->scale), is_cramped ? CORNER_GAP : right);
  gtk_widget_set_margin_end (self->corner, right);
  if (self->playhead != NULL)
    show_epoch (self);
}

/**
 * ov_scrubber_set_covered:
 * @self: a scrubber
 * @is_covered: whether it tells nothing of the run
 *
 * Is not to be seen while nobody is to know how far the run came; its child is.
 */
void
ov_scrubber_set_covered (OvScrubber *self,
                         gboolean    is_covered)
{
  g_return_if_fail (OV_IS_SCRUBBER (self));

  /* Not what holds them, which lecture mode hides and shows. */
  gtk_widget_set_visible (self->buttons, !is_covered);
  gtk_widget_set_visible (GTK_WIDGET (self->scale), !is_covered);
  gtk_widget_set_visible (GTK_WIDGET (self->read_out), !is_covered);
  gtk_widget_set_visible (self->newest_button, !is_covered);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "epoch-log.h"

#include <glib/gi18n-lib.h>

/* How near its end, in pixels, the log has to be for new lines to pull it along. */
#define NEAR_END 24.0

/* How long after the reader's doing, in microseconds, the log's movement is due to it. */
#define READER_TIME (G_USEC_PER_SEC / 2)

#define END_MARK "end"
#define EPOCH_MARK "epoch"

/* How strongly the line of the epoch that is looked at stands out. */
#define LINE_ALPHA 0.25f

/**
 * OvEpochLog:
 *
 * A line an epoch, worded like the exercise that Overshoot grew from. It can be selected and
 * copied, and it follows the run unless the reader has scrolled back, or an earlier epoch is looked
 * at, whose line stands out.
 */
struct _OvEpochLog
{
  GtkWidget      parent_instance;

  /* Template children. */
  GtkWidget     *scroller;
  GtkTextView   *view;
  GtkTextBuffer *buffer;

  /* Owned. */
  OvRun         *run;
  GSignalGroup  *run_signals;
  OvPlayhead    *playhead; /* NULL until it is set */
  GSignalGroup  *playhead_signals;
  GtkTextTag    *line_tag; /* of the epoch that is looked at; borrowed from the buffer's table */

  guint          marked; /* that epoch; OV_EPOCH_NEVER for the newest */
  guint          n_lines;
  gboolean       is_closed;    /* the line with the time taken stands at the end */
  gboolean       is_following; /* the end of the log stays in view */
  gint64         touched_at;   /* when the reader last did something here */
};

G_DEFINE_FINAL_TYPE (OvEpochLog, ov_epoch_log, GTK_TYPE_WIDGET)

/* Lines that are laid out late move the view as well, so only a movement that follows upon the
 * reader's own doing counts as scrolling back. */
static void
scrolled_cb (GtkAdjustment *adjustment,
             OvEpochLog    *self)
{
  const double end = gtk_adjustment_get_upper (adjustment)
                     - gtk_adjustment_get_page_size (adjustment);

  if (self->marked != OV_EPOCH_NEVER)
    return;

  if (gtk_adjustment_get_value (adjustment) >= end - NEAR_END)
    self->is_following = TRUE;
  else if (g_get_monotonic_time () - self->touched_at < READER_TIME)
    self->is_following = FALSE;
}

/* The log has become longer, or its lines were laid out. */
static void
resized_cb (GtkAdjustment *adjustment,
            OvEpochLog    *self)
{
  if (self->is_following)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment)
                                            - gtk_adjustment_get_page_size (adjustment));
}

/* GtkTextView lays out lines that are new or look otherwise when the main loop is idle, or else
 * while it is drawn, when it is too late to allocate the scrollbar that they move. An input event
 * begins a frame before the idle comes, so the view asks for its place in that frame's layout. All
 * that is around it has to be allocated as well, since the view asks for a new size while it lays
 * its lines out. */
static void
lay_out (OvEpochLog *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self->view));
}

static gboolean
event_cb (GtkEventControllerLegacy *controller,
          GdkEvent                 *event,
          OvEpochLog               *self)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_SCROLL:
    case GDK_BUTTON_PRESS:
    case GDK_BUTTON_RELEASE:
    case GDK_TOUCH_UPDATE:
    case GDK_KEY_PRESS:
      self->touched_at = g_get_monotonic_time ();
      break;
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
scroll_to_end (OvEpochLog *self)
{
  GtkTextMark *mark = gtk_text_buffer_get_mark (self->buffer, END_MARK);

  gtk_text_view_scroll_to_mark (self->view, mark, 0.0, FALSE, 0.0, 0.0);
}

static void
append (OvEpochLog *self,
        const char *text)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_insert (self->buffer, &end, text, -1);
}

/* What the run's end adds to the log; NULL while it is running. */
static char *
make_closing (OvEpochLog *self)
{
  const OvHistory *history = ov_run_get_history (self->run);
  g_autofree char *line = ov_epoch_log_closing (ov_history_get_seconds (history));

  switch (ov_run_get_outcome (self->run))
    {
    case OV_OUTCOME_FINISHED:
      return ov_recipe_is_foreign (ov_run_get_recipe (self->run)) ? NULL : g_strdup (line);
    case OV_OUTCOME_DIVERGED:
      return g_strdup_printf (_("Diverged after %u epochs.\n%s"),
                              ov_history_get_n_epochs (history), line);
    case OV_OUTCOME_FAILED:
      return g_strdup (ov_run_get_record (self->run)->error->message);
    default:
      return NULL;
    }
}

static void
update (OvEpochLog *self)
{
  const OvHistory *history = ov_run_get_history (self->run);
  const guint n_epochs = ov_history_get_n_epochs (history);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *closing = NULL;

  for (; self->n_lines < n_epochs; self->n_lines++)
    {
      const guint i = self->n_lines;
      const OvEpoch *previous = i > 0 ? ov_history_get_epoch (history, i - 1) : NULL;
      g_autofree char *line = ov_epoch_to_log_line (ov_history_get_epoch (history, i), previous);

      if (self->n_lines > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, line);
    }

  closing = self->is_closed ? NULL : make_closing (self);
  if (closing != NULL)
    {
      g_string_append_printf (text, n_epochs > 0 ? "\n%s" : "%s", closing);
      self->is_closed = TRUE;
    }

  if (text->len == 0)
    return;

  append (self, text->str);
  if (self->is_following)
    scroll_to_end (self);
}

/* Where the line of an epoch begins and ends, its line break included. */
static void
get_line (OvEpochLog  *self,
          guint        epoch,
          GtkTextIter *start,
          GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_line (self->buffer, start, (int) epoch);
  *end = *start;
  gtk_text_iter_forward_line (end);
}

static void
update_tag (OvEpochLog *self)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (style, "accent_bg_color", &colour))
    return;

  colour.alpha = LINE_ALPHA;
  g_object_set (self->line_tag, "paragraph-background-rgba", &colour, NULL);
}

/* At once, since an animation would not catch up while the epochs are played; but a line that is
 * not laid out yet has no place, and GTK goes there when it has. */
static void
scroll_to_line (OvEpochLog        *self,
                const GtkTextIter *start)
{
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  GtkTextMark *mark = gtk_text_buffer_get_mark (self->buffer, EPOCH_MARK);
  int y, height;

  gtk_text_buffer_move_mark (self->buffer, mark, start);
  gtk_text_view_get_line_yrange (self->view, start, &y, &height);
  if (height > 0)
    gtk_adjustment_set_value (adjustment, y + height / 2.0
                                            - gtk_adjustment_get_page_size (adjustment) / 2.0);
  else
    gtk_text_view_scroll_to_mark (self->view, mark, 0.0, TRUE, 0.0, 0.5);
}

static void
mark_line (OvEpochLog *self,
           guint       epoch)
{
  GtkTextIter start, end;

  update_tag (self);
  get_line (self, epoch, &start, &end);
  gtk_text_buffer_apply_tag (self->buffer, self->line_tag, &start, &end);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  scroll_to_line (self, &start);
}

/* The line of an earlier epoch stands out; the newest one is at the end anyway. */
static void
look_at (OvEpochLog *self)
{
  guint epoch = OV_EPOCH_NEVER;
  GtkTextIter start, end;

  if (ov_playhead_looks_back (self->playhead, self->run))
    epoch = ov_playhead_get_epoch (self->playhead);
  if (self->marked == epoch)
    return;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->line_tag, &start, &end);
  self->marked = epoch;
  self->is_following = epoch == OV_EPOCH_NEVER;
  if (epoch != OV_EPOCH_NEVER)
    mark_line (self, epoch);
  else
    scroll_to_end (self);
  lay_out (self);
}

static void
ov_epoch_log_dispose (GObject *object)
{
  OvEpochLog *self = OV_EPOCH_LOG (object);

  g_clear_object (&self->playhead_signals);
  g_clear_object (&self->playhead);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->run);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (ov_epoch_log_parent_class)->dispose (object);
}

static void
ov_epoch_log_class_init (OvEpochLogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_epoch_log_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/epoch-log.ui");
  gtk_widget_class_bind_template_child (widget_class, OvEpochLog, scroller);
  gtk_widget_class_bind_template_child (widget_class, OvEpochLog, view);
  gtk_widget_class_bind_template_child (widget_class, OvEpochLog, buffer);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "epochlog");
}

static void
ov_epoch_log_init (OvEpochLog *self)
{
  GtkEventController *legacy = gtk_event_controller_legacy_new ();
  GtkAdjustment *adjustment;
  GtkTextIter end;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_following = TRUE;
  self->marked = OV_EPOCH_NEVER;

  self->playhead_signals = g_signal_group_new (OV_TYPE_PLAYHEAD);
  g_signal_group_connect_swapped (self->playhead_signals, "changed", G_CALLBACK (look_at), self);
  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "epochs-added", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->run_signals, "state-changed", G_CALLBACK (update), self);

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_create_mark (self->buffer, END_MARK, &end, FALSE);
  gtk_text_buffer_create_mark (self->buffer, EPOCH_MARK, &end, TRUE);
  self->line_tag = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);

  gtk_event_controller_set_propagation_phase (legacy, GTK_PHASE_CAPTURE);
  g_signal_connect (legacy, "event", G_CALLBACK (event_cb), self);
  gtk_widget_add_controller (self->scroller, legacy);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self, 0);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (resized_cb), self, 0);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (lay_out), self,
                           G_CONNECT_SWAPPED);
}

/**
 * ov_epoch_log_set_run:
 * @self: a log
 * @run: (nullable): the run to follow; referenced
 *
 * Empties the log and writes another run's epochs.
 */
void
ov_epoch_log_set_run (OvEpochLog *self,
                      OvRun      *run)
{
  g_return_if_fail (OV_IS_EPOCH_LOG (self));

  if (self->run == run)
    return;

  g_set_object (&self->run, run);
  g_signal_group_set_target (self->run_signals, run);
  gtk_text_buffer_set_text (self->buffer, "", 0);
  self->n_lines = 0;
  self->is_closed = FALSE;
  self->is_following = TRUE;
  self->marked = OV_EPOCH_NEVER;
  if (run != NULL)
    update (self);
}

/**
 * ov_epoch_log_set_playhead:
 * @self: a log
 * @playhead: which epoch is looked at; referenced
 *
 * Lets the line of that epoch stand out and come into view.
 */
void
ov_epoch_log_set_playhead (OvEpochLog *self,
                           OvPlayhead *playhead)
{
  g_return_if_fail (OV_IS_EPOCH_LOG (self));
  g_return_if_fail (OV_IS_PLAYHEAD (playhead));

  g_set_object (&self->playhead, playhead);
  g_signal_group_set_target (self->playhead_signals, playhead);
  look_at (self);
}

/**
 * ov_epoch_log_get_text:
 * @self: a log
 *
 * Returns: (transfer full): all that stands in the log
 */
char *
ov_epoch_log_get_text (OvEpochLog *self)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (OV_IS_EPOCH_LOG (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

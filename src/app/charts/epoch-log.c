/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "epoch-log.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "epoch-columns.h"
#include "joined-text.h"
#include "next-frame.h"
#include "whole-rows.h"

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
 * A table with a line an epoch, of the columns that there is room for. What is selected is copied
 * in the words of the exercise that Overshoot grew from. The table follows the run unless the
 * reader has scrolled back, or an earlier epoch is looked at, whose line stands out.
 *
 * It is a text with tabulators, for lines that are added to a text cost nothing that depends on how
 * many there are.
 */
struct _OvEpochLog
{
  GtkWidget      parent_instance;

  /* Template children. */
  GtkWidget     *box;
  GtkLabel      *headings;
  OvWholeRows   *rows;
  GtkWidget     *scroller; /* in them */
  GtkTextView   *view;
  GtkTextBuffer *buffer;

  /* Owned. */
  OvRun         *run;
  GSignalGroup  *run_signals;
  OvPlayhead    *playhead; /* NULL until it is set */
  GSignalGroup  *playhead_signals;
  char          *closing; /* what stands after the last epoch; NULL while there is more to come */

  /* Borrowed from the buffer's table. */
  GtkTextTag    *row_tag;  /* of all epochs */
  GtkTextTag    *line_tag; /* of the epoch that is looked at */

  OvEpochColumns columns;
  glong          n_characters[OV_N_EPOCH_COLUMNS]; /* of the longest number in each column */
  guint          fitting;                          /* due in the next frame; 0 for not */

  guint          marked; /* the epoch that is looked at; OV_EPOCH_NEVER for the newest */
  guint          n_lines;
  int            rate_digits;  /* of the learning rates in these */
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

static void queue_fit (OvEpochLog *self);
static void rewrite (OvEpochLog *self);

static void
scroll_to_end (OvEpochLog *self)
{
  GtkTextMark *mark = gtk_text_buffer_get_mark (self->buffer, END_MARK);

  gtk_text_view_scroll_to_mark (self->view, mark, 0.0, FALSE, 0.0, 0.0);
}

/* With a tag or, without one, with lines that are wrapped. */
static void
append (OvEpochLog *self,
        const char *text,
        GtkTextTag *tag)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_insert_with_tags (self->buffer, &end, text, -1, tag, NULL);
}

/* What the run's end adds to the log; NULL while it is running. As it is copied it has the
 * exercise's own line, and as it is read the decimal mark of the numbers above it. */
static char *
make_closing (OvEpochLog *self,
              gboolean    is_copied)
{
  const OvHistory *history = ov_run_get_history (self->run);
  const double seconds = ov_history_get_seconds (history);
  g_autofree char *line =
    is_copied ? ov_epoch_log_closing (seconds)
              : g_strdup_printf (_("End of training. Time taken: %.2f seconds"), seconds);

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

static const OvEpoch *
get_epoch (OvEpochLog *self,
           guint       epoch)
{
  return ov_history_get_epoch (ov_run_get_history (self->run), epoch);
}

/* Returns: (transfer full): an epoch's line, for which the columns may have to become wider. */
static char *
make_row (OvEpochLog *self,
          guint       epoch)
{
  char *cells[OV_N_EPOCH_COLUMNS];
  char *row;

  for (guint i = 0; i < OV_N_EPOCH_COLUMNS; i++)
    {
      cells[i] = ov_epoch_column_format (i, get_epoch (self, epoch), self->rate_digits);
      if (g_utf8_strlen (cells[i], -1) > self->n_characters[i])
        {
          self->n_characters[i] = g_utf8_strlen (cells[i], -1);
          queue_fit (self);
        }
    }

  row = ov_epoch_columns_join (&self->columns, cells);
  for (guint i = 0; i < OV_N_EPOCH_COLUMNS; i++)
    g_free (cells[i]);

  return row;
}

static void
update (OvEpochLog *self)
{
  const OvHistory *history = ov_run_get_history (self->run);
  const guint n_epochs = ov_history_get_n_epochs (history);
  const guint n_before = self->n_lines;
  const int digits = ov_epoch_column_count_digits (history, n_before, self->rate_digits);
  const gboolean is_wider = digits > self->rate_digits;
  g_autoptr (GString) text = g_string_new (NULL);

  self->rate_digits = digits;
  if (is_wider && n_before > 0)
    {
      rewrite (self);
      return;
    }

  for (; self->n_lines < n_epochs; self->n_lines++)
    {
      g_autofree char *row = make_row (self, self->n_lines);

      if (self->n_lines > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, row);
    }
  if (text->len > 0)
    append (self, text->str, self->row_tag);
  ov_whole_rows_set_n_rows (self->rows, self->n_lines);

  if (self->closing == NULL && (self->closing = make_closing (self, TRUE)) != NULL)
    {
      g_autofree char *shown = make_closing (self, FALSE);

      if (n_epochs > 0)
        append (self, "\n", NULL);
      append (self, shown, NULL);
    }
  else if (self->n_lines == n_before)
    return;

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

/* The headings end where the numbers beneath them do. */
static void
set_headings (OvEpochLog *self)
{
  char *headings[OV_N_EPOCH_COLUMNS];
  g_autoptr (PangoTabArray) tabs = ov_epoch_columns_make_tabs (&self->columns);
  g_autofree char *text = NULL;

  for (guint i = 0; i < OV_N_EPOCH_COLUMNS; i++)
    headings[i] = (char *) ov_epoch_column_get_heading (i);

  text = ov_epoch_columns_join (&self->columns, headings);
  gtk_label_set_tabs (self->headings, tabs);
  ov_joined_text_set_label (self->headings, text);
  gtk_text_view_set_tabs (self->view, tabs);
  lay_out (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* Empties the text, and writes it again when there is a run. */
static void
rewrite (OvEpochLog *self)
{
  gtk_text_buffer_set_text (self->buffer, "", 0);
  g_clear_pointer (&self->closing, g_free);
  self->n_lines = 0;
  self->marked = OV_EPOCH_NEVER;
  if (self->run != NULL)
    update (self);
  if (self->playhead != NULL)
    look_at (self);
}

/* Shows the columns that there is room for. */
static void
fit (gpointer widget)
{
  OvEpochLog *self = OV_EPOCH_LOG (widget);
  const int room = gtk_widget_get_width (GTK_WIDGET (self->view))
                   - gtk_text_view_get_left_margin (self->view)
                   - gtk_text_view_get_right_margin (self->view);
  const OvEpochColumns before = self->columns;
  int widths[OV_N_EPOCH_COLUMNS];

  if (room <= 0)
    return;

  ov_epoch_columns_measure (GTK_WIDGET (self->headings), self->n_characters, widths);
  ov_epoch_columns_share (&self->columns, widths, room);
  if (ov_epoch_columns_equal (&self->columns, &before))
    return;

  set_headings (self);
  if (memcmp (self->columns.is_shown, before.is_shown, sizeof before.is_shown) != 0)
    rewrite (self);
}

static void
queue_fit (OvEpochLog *self)
{
  ov_next_frame_call (self, &self->fitting, fit);
}

/* Returns: (transfer full): what stands from one line to before another one, in the words of the
 * exercise. */
static char *
make_text (OvEpochLog *self,
           guint       first,
           guint       end)
{
  GString *text = g_string_new (NULL);

  for (guint i = first; i < MIN (end, self->n_lines); i++)
    {
      g_autofree char *line = ov_epoch_to_log_line (get_epoch (self, i),
                                                    i > 0 ? get_epoch (self, i - 1) : NULL);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, line);
    }
  if (self->closing != NULL && end > self->n_lines)
    {
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, self->closing);
    }

  return g_string_free (text, FALSE);
}

/* All lines of which something is selected. */
static void
copy_cb (GtkTextView *view,
         OvEpochLog  *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  guint n_lines;

  if (!gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end))
    return;

  n_lines = (guint) gtk_text_iter_get_line (&end) + (gtk_text_iter_starts_line (&end) ? 0 : 1);
  text = make_text (self, (guint) gtk_text_iter_get_line (&start), n_lines);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (view)), text);
  g_signal_stop_emission_by_name (view, "copy-clipboard");
}

static void
stop (GtkAdjustment *adjustment)
{
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment));
}

/* GTK ends a movement that goes on when it is unmapped, by a jump to where that leads. There the
 * text may lay out lines and set another value, which GTK does not expect: it disconnects its
 * movement twice. So the movement ends before. */
static void
ov_epoch_log_unmap (GtkWidget *widget)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (OV_EPOCH_LOG (widget)->scroller);

  stop (gtk_scrolled_window_get_hadjustment (scroller));
  stop (gtk_scrolled_window_get_vadjustment (scroller));

  GTK_WIDGET_CLASS (ov_epoch_log_parent_class)->unmap (widget);
}

static void
ov_epoch_log_dispose (GObject *object)
{
  OvEpochLog *self = OV_EPOCH_LOG (object);

  g_clear_object (&self->playhead_signals);
  g_clear_object (&self->playhead);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->run);
  g_clear_pointer (&self->closing, g_free);
  ov_next_frame_cancel (self, &self->fitting);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ov_epoch_log_parent_class)->dispose (object);
}

static void
ov_epoch_log_class_init (OvEpochLogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_epoch_log_dispose;
  widget_class->unmap = ov_epoch_log_unmap;

  g_type_ensure (OV_TYPE_WHOLE_ROWS);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/epoch-log.ui");
  gtk_widget_class_bind_template_child (widget_class, OvEpochLog, box);
  gtk_widget_class_bind_template_child (widget_class, OvEpochLog, headings);
  gtk_widget_class_bind_template_child (widget_class, OvEpochLog, rows);
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
  const int unknown[OV_N_EPOCH_COLUMNS] = {0};
  GtkAdjustment *adjustment;
  GtkTextIter end;

  gtk_widget_init_template (GTK_WIDGET (self));
  ov_epoch_columns_share (&self->columns, unknown, G_MAXINT);
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
  self->row_tag =
    gtk_text_buffer_create_tag (self->buffer, NULL, "wrap-mode", GTK_WRAP_NONE, NULL);
  self->line_tag = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);

  gtk_event_controller_set_propagation_phase (legacy, GTK_PHASE_CAPTURE);
  g_signal_connect (legacy, "event", G_CALLBACK (event_cb), self);
  gtk_widget_add_controller (self->scroller, legacy);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self, 0);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (resized_cb), self, 0);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (lay_out), self,
                           G_CONNECT_SWAPPED);
  adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (queue_fit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi",
                           G_CALLBACK (queue_fit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "copy-clipboard", G_CALLBACK (copy_cb), self, 0);
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
  self->is_following = TRUE;
  self->rate_digits = run != NULL ? ov_epoch_column_plan_digits (ov_run_get_recipe (run)) : 0;
  memset (self->n_characters, 0, sizeof self->n_characters);
  rewrite (self);
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
 * Returns: (transfer full): all that the log tells, in the words of the exercise
 */
char *
ov_epoch_log_get_text (OvEpochLog *self)
{
  g_return_val_if_fail (OV_IS_EPOCH_LOG (self), NULL);

  return make_text (self, 0, G_MAXUINT);
}

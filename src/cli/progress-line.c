/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "progress-line.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "output.h"

#define UPDATE_INTERVAL (G_USEC_PER_SEC / 10)
#define FALLBACK_COLUMNS 80

struct _OvProgressLine
{
  guint    n_epochs;
  gint64   start_time;
  gint64   last_time;
  gboolean is_terminal;
  gboolean is_shown;
  gboolean has_epoch;
  OvEpoch  epoch; /* the last one that is done */
};

/* Beyond the terminal's width the line would wrap, and could no longer be rewritten in place. */
static glong
find_columns (void)
{
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1)
    return size.ws_col - 1;

  return FALLBACK_COLUMNS - 1;
}

static char *
format_duration (double seconds)
{
  const double whole = ceil (seconds);
  const int hours = (int) (whole / 3600.0);
  const int minutes = (int) (fmod (whole, 3600.0) / 60.0);

  if (hours > 0)
    return g_strdup_printf (_("%d h %d min"), hours, minutes);

  if (minutes > 0)
    return g_strdup_printf (_("%d min %d s"), minutes, (int) fmod (whole, 60.0));

  return g_strdup_printf (_("%d s"), (int) whole);
}

static void
append_time_left (GString              *text,
                  const OvProgressLine *self,
                  double                share)
{
  const gint64 now = g_get_monotonic_time ();
  const double elapsed = (double) (now - self->start_time) / G_USEC_PER_SEC;
  g_autofree char *left = NULL;

  if (share <= 0.0)
    return;

  left = format_duration (elapsed * (1.0 - share) / share);
  g_string_append_printf (text, _(" · %s left"), left);
}

static char *
make_text (OvProgressLine   *self,
           const OvProgress *progress)
{
  double done = progress->epoch;
  GString *text = g_string_new (NULL);

  if (progress->images_total > 0)
    done += (double) progress->images_done / progress->images_total;

  g_string_append_printf (text, _("epoch %u / %u"), progress->epoch, self->n_epochs);
  g_string_append_printf (text, " · %.0f %%", floor (100.0 * done / self->n_epochs));

  append_time_left (text, self, done / self->n_epochs);

  if (self->has_epoch)
    g_string_append_printf (text, _(" · loss: train %.4f, test %.4f"),
                            self->epoch.train_loss, self->epoch.test_loss);
  else if (isfinite (progress->loss) && progress->images_done > 0)
    g_string_append_printf (text, _(" · loss so far %.4f"), progress->loss);

  return g_string_free (text, FALSE);
}

/**
 * ov_progress_line_new:
 * @n_epochs: epochs in the run
 *
 * Makes a progress line; the time left is reckoned from now on.
 *
 * Returns: (transfer full): the line, not yet shown
 */
OvProgressLine *
ov_progress_line_new (guint n_epochs)
{
  OvProgressLine *self = g_new0 (OvProgressLine, 1);
  const char *term = g_getenv ("TERM");

  self->n_epochs = n_epochs;
  self->start_time = g_get_monotonic_time ();
  self->is_terminal =
    ov_output_shows_progress () && isatty (STDERR_FILENO) && g_strcmp0 (term, "dumb") != 0;

  return self;
}

/**
 * ov_progress_line_free:
 * @self: (transfer full) (nullable): the line
 *
 * Clears the line and frees it.
 */
void
ov_progress_line_free (OvProgressLine *self)
{
  if (self == NULL)
    return;

  ov_progress_line_clear (self);
  g_free (self);
}

static gboolean
is_due (OvProgressLine *self)
{
  return self->is_terminal && g_get_monotonic_time () - self->last_time >= UPDATE_INTERVAL;
}

static void
write_text (OvProgressLine *self,
            const char     *text)
{
  const glong length = MIN (g_utf8_strlen (text, -1), find_columns ());
  g_autofree char *part = g_utf8_substring (text, 0, length);
  g_autofree char *line = NULL;

  line = g_strdup_printf ("\r%s\033[K", part);
  ov_output_show (line);
  self->last_time = g_get_monotonic_time ();
  self->is_shown = TRUE;
}

/**
 * ov_progress_line_show:
 * @self: the line
 * @progress: where the run stands
 *
 * Rewrites the line, ten times a second at most.
 */
void
ov_progress_line_show (OvProgressLine   *self,
                       const OvProgress *progress)
{
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (progress != NULL);

  if (!is_due (self))
    return;

  text = make_text (self, progress);
  write_text (self, text);
}

/**
 * ov_progress_line_show_share:
 * @self: the line
 * @what: what is done, in a word or two
 * @done: which share of it is, 0 to 1
 *
 * Rewrites the line, ten times a second at most.
 */
void
ov_progress_line_show_share (OvProgressLine *self,
                             const char     *what,
                             double          done)
{
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (what != NULL);

  if (!is_due (self))
    return;

  text = g_strdup_printf ("%s · %.0f %%", what, floor (100.0 * done));
  write_text (self, text);
}

/**
 * ov_progress_line_show_bytes:
 * @self: the line
 * @done: how much of a download has come
 * @total: how much there is, or 0 when that is not known
 *
 * Rewrites the line, ten times a second at most.
 */
void
ov_progress_line_show_bytes (OvProgressLine *self,
                             guint64         done,
                             guint64         total)
{
  const double share = total > 0 ? (double) done / (double) total : 0.0;
  g_autofree char *done_text = NULL;
  g_autofree char *total_text = NULL;
  g_autoptr (GString) text = NULL;

  g_return_if_fail (self != NULL);

  if (!is_due (self))
    return;

  text = g_string_new (NULL);
  done_text = g_format_size (done);
  total_text = g_format_size (total);
  if (total > 0)
    g_string_append_printf (text, _("%s of %s · %.0f %%"), done_text, total_text,
                            floor (100.0 * share));
  else
    g_string_append (text, done_text);
  append_time_left (text, self, share);
  write_text (self, text->str);
}

/**
 * ov_progress_line_show_words:
 * @self: the line
 * @words: what is done now, which nothing is known about but that
 *
 * Rewrites the line, at once.
 */
void
ov_progress_line_show_words (OvProgressLine *self,
                             const char     *words)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (words != NULL);

  if (!self->is_terminal)
    return;

  write_text (self, words);
  self->last_time = 0;
}

/**
 * ov_progress_line_show_runs:
 * @self: the line, which was made for as many runs as there are
 * @n_done: how many of them are done
 * @share: which share of all the work is done, 0 to 1
 *
 * Rewrites the line, ten times a second at most.
 */
void
ov_progress_line_show_runs (OvProgressLine *self,
                            guint           n_done,
                            double          share)
{
  g_autoptr (GString) text = NULL;

  g_return_if_fail (self != NULL);

  if (!is_due (self))
    return;

  text = g_string_new (NULL);
  g_string_append_printf (text, _("%u of %u runs"), n_done, self->n_epochs);
  g_string_append_printf (text, " · %.0f %%", floor (100.0 * share));
  append_time_left (text, self, share);
  write_text (self, text->str);
}

/**
 * ov_progress_line_take_epoch:
 * @self: the line
 * @epoch: the epoch that has just ended
 *
 * Remembers the losses to show from now on.
 */
void
ov_progress_line_take_epoch (OvProgressLine *self,
                             const OvEpoch  *epoch)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (epoch != NULL);

  self->epoch = *epoch;
  self->has_epoch = TRUE;
}

/**
 * ov_progress_line_make_way:
 * @self: the line
 *
 * To be called before standard output is written: takes the line off when both share a terminal.
 * The next ov_progress_line_show() brings it back at once.
 */
void
ov_progress_line_make_way (OvProgressLine *self)
{
  g_return_if_fail (self != NULL);

  if (ov_output_has_file () || !isatty (STDOUT_FILENO))
    return;

  ov_progress_line_clear (self);
  self->last_time = 0;
}

/**
 * ov_progress_line_clear:
 * @self: the line
 *
 * Takes the line off the terminal, so that something else can be written there.
 */
void
ov_progress_line_clear (OvProgressLine *self)
{
  g_return_if_fail (self != NULL);

  if (!self->is_shown)
    return;

  ov_output_show ("\r\033[K");
  self->is_shown = FALSE;
}

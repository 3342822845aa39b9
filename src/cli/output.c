/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "output.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "descriptor.h"
#include "error.h"
#include "exit-status.h"
#include "file-error.h"

static const char unwritable_text[] =
  N_("Standard output cannot be written (%s). Make room, or send it to another place.");

static gboolean was_sigpipe_ignored;

/**
 * ov_output_init:
 *
 * Makes standard output and standard error safe to use. To be called first in main().
 */
void
ov_output_init (void)
{
  struct sigaction action;

  if (!ov_descriptors_occupy ())
    _exit (OV_EXIT_ERROR);

  /* A reader that has gone must not end a run that has more to write than this. */
  was_sigpipe_ignored = sigaction (SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
  signal (SIGPIPE, SIG_IGN);

  /* So does a limit to the size of files: it becomes an error of the write that meets it. */
  signal (SIGXFSZ, SIG_IGN);
}

/* What the locale has no character for is written with others that look alike, as iconv() knows
 * them: “quoted” as "quoted", × as x, and as a question mark if there is nothing like it. */
static char *
to_charset (const char *text)
{
  const char *charset;
  g_autofree char *target = NULL;
  g_autofree char *valid = NULL;
  g_autoptr (GString) plain = NULL;
  char *converted;

  if (g_get_charset (&charset))
    return g_strdup (text);

  /* Those characters of ours for which iconv() knows nothing. */
  valid = g_utf8_make_valid (text, -1);
  plain = g_string_new (valid);
  g_string_replace (plain, "·", "-", 0);
  g_string_replace (plain, "‖", "|", 0);
  target = g_strconcat (charset, "//TRANSLIT", NULL);
  converted = g_convert_with_fallback (plain->str, -1, target, "UTF-8", "?", NULL, NULL, NULL);

  return converted != NULL ? converted : g_str_to_ascii (plain->str, "C");
}

/**
 * ov_output_print:
 * @text: what to write, UTF-8
 * @error: return location for an error
 *
 * Writes to standard output, at once: whoever reads the other end of a pipe sees an epoch when it
 * ends.
 *
 * Returns: %FALSE with @error set when it cannot be written: to %G_IO_ERROR_BROKEN_PIPE when nobody
 *   reads any more, which is no fault of ours, otherwise to an %OV_ERROR_FILE
 */
gboolean
ov_output_print (const char *text,
                 GError    **error)
{
  g_autofree char *converted = to_charset (text);
  int error_number;

  if (fputs (converted, stdout) != EOF && fflush (stdout) == 0)
    return TRUE;

  error_number = errno;
  if (error_number == EPIPE && !was_sigpipe_ignored)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE,
                 _("Nothing reads standard output any more."));
  else
    g_set_error (error, OV_ERROR, OV_ERROR_FILE, _(unwritable_text), g_strerror (error_number));

  return FALSE;
}

/**
 * ov_output_close:
 * @status: the program's exit status so far
 *
 * Closes standard output, which is when some file systems report a full disk. To be called last.
 *
 * Returns: the program's exit status
 */
int
ov_output_close (int status)
{
  if (fclose (stdout) == 0 || status != OV_EXIT_FINISHED)
    return status;

  ov_output_complain (_(unwritable_text), g_strerror (errno));

  return OV_EXIT_ERROR;
}

/**
 * ov_output_finish:
 * @text: all that the program has to say, UTF-8
 *
 * Writes to standard output, and complains when that cannot be done.
 *
 * Returns: the program's exit status
 */
int
ov_output_finish (const char *text)
{
  g_autoptr (GError) error = NULL;

  return ov_output_print (text, &error) ? OV_EXIT_FINISHED : ov_output_fail (error);
}

/**
 * ov_output_show:
 * @text: what to write, UTF-8
 *
 * Writes to standard error. When that cannot be done there is nobody to tell.
 */
void
ov_output_show (const char *text)
{
  g_autofree char *converted = to_charset (text);

  fputs (converted, stderr);
  fflush (stderr);
}

/* Names, and texts from files, can hold what moves a terminal's cursor. */
static char *
make_line (const char *sentence)
{
  g_autofree char *valid = g_utf8_make_valid (sentence, -1);
  GString *line = g_string_new ("overshoot-cli: ");

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    ov_file_display_character (line, g_utf8_get_char (c));
  g_string_append_c (line, '\n');

  return g_string_free (line, FALSE);
}

/**
 * ov_output_complain:
 * @format: a sentence with conversions as of printf()
 * @...: what to put into it
 *
 * Writes a line with the program's name to standard error.
 */
void
ov_output_complain (const char *format,
                    ...)
{
  g_autofree char *sentence = NULL;
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = make_line (sentence);
  ov_output_show (line);
}

/**
 * ov_output_fail:
 * @error: why the program has to end
 *
 * Complains about an error, unless it is that nobody reads any more: then the program ends as
 * quietly as SIGPIPE would have ended it.
 *
 * Returns: the program's exit status
 */
int
ov_output_fail (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    return OV_EXIT_SIGNAL + SIGPIPE;

  ov_output_complain ("%s", error->message);

  return OV_EXIT_ERROR;
}

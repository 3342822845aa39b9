/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "output.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "data-source.h"
#include "data-target.h"
#include "descriptor.h"
#include "error.h"
#include "exit-status.h"
#include "file-error.h"
#include "file-writer.h"
#include "help.h"

static const char unwritable_text[] =
  N_("Standard output cannot be written (%s). Make room, or send it to another place.");

static gboolean was_sigpipe_ignored;

/* What the command line says about the output, which is one for the whole program. */
static struct
{
  gboolean      is_quiet;
  gboolean      hides_progress;
  OvFileTarget *target; /* the file that stands in for standard output, or NULL */
  OvFileWriter *writer; /* what writes it */
  gboolean      is_used;
  gboolean      is_refused; /* the file cannot be written */
} output;

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

/**
 * ov_output_set_quiet:
 * @is_quiet: whether only what goes wrong is said
 * @hides_progress: whether no progress is shown
 */
void
ov_output_set_quiet (gboolean is_quiet,
                     gboolean hides_progress)
{
  output.is_quiet = is_quiet;
  output.hides_progress = is_quiet || hides_progress;
}

/**
 * ov_output_is_quiet:
 *
 * Returns: whether only what goes wrong is said
 */
gboolean
ov_output_is_quiet (void)
{
  return output.is_quiet;
}

/**
 * ov_output_shows_progress:
 *
 * Returns: whether progress is shown, where standard error is a terminal
 */
gboolean
ov_output_shows_progress (void)
{
  return !output.hides_progress;
}

/**
 * ov_output_set_file:
 * @path: a file
 * @error: return location for an error
 *
 * Lets a file stand in for standard output. It takes its place in ov_output_close(), whole; an old
 * file stays until then.
 *
 * Returns: %FALSE with an %OV_ERROR_FILE when the place cannot be written
 */
gboolean
ov_output_set_file (const char *path,
                    GError    **error)
{
  g_return_val_if_fail (path != NULL && output.writer == NULL, FALSE);

  output.target = ov_file_target_new (path, error);
  if (output.target != NULL)
    output.writer = ov_file_writer_new (path, OV_FILE_DURABLE, error);
  if (output.writer == NULL)
    {
      g_prefix_error (error, "--output: ");
      output.is_refused = TRUE;
      return FALSE;
    }

  return TRUE;
}

/**
 * ov_output_has_file:
 *
 * Returns: whether a file stands in for standard output
 */
gboolean
ov_output_has_file (void)
{
  return output.writer != NULL;
}

/**
 * ov_output_goes_to:
 * @target: a place
 *
 * Returns: whether the file that stands in for standard output is written there
 */
gboolean
ov_output_goes_to (const OvFileTarget *target)
{
  return output.target != NULL && ov_file_target_is_same (target, output.target);
}

static gboolean
refuse_place (const char *name,
              GError    **error)
{
  output.is_refused = TRUE;
  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("%s and %s would be the same file. Give each a name of its own."), name,
               "--output");

  return FALSE;
}

/**
 * ov_output_spares:
 * @name: what the file is for, such as "--resume"
 * @path: a file that is read, or written otherwise; it need not exist
 * @error: return location for an error
 *
 * Nobody who names a file twice wants to lose what is in it.
 *
 * Returns: %FALSE with an %OV_ERROR_FILE when the file that stands in for standard output would
 *   take its place
 */
gboolean
ov_output_spares (const char *name,
                  const char *path,
                  GError    **error)
{
  g_autoptr (OvFileTarget) other = NULL;

  if (output.target == NULL || *path == '\0')
    return TRUE;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    other = ov_file_target_new (path, NULL);
  if (other != NULL ? !ov_file_target_is_same (other, output.target)
                    : !ov_file_target_is_path (output.target, path))
    return TRUE;

  return refuse_place (name, error);
}

/**
 * ov_output_spares_data:
 * @data: (nullable): what --data names; %NULL for the user's own data
 * @error: return location for an error
 *
 * Returns: as ov_output_spares(), of the images that are to be read
 */
gboolean
ov_output_spares_data (const char *data,
                       GError    **error)
{
  if (output.target == NULL || g_strcmp0 (data, OV_DATA_SOURCE_SAMPLE) == 0)
    return TRUE;

  return (data == NULL || ov_output_spares ("--data", data, error))
         && (!ov_data_target_is_read (output.target, data) || refuse_place ("--data", error));
}

/**
 * ov_output_spares_file:
 * @path: a file that is read, or written otherwise, and has no option
 * @error: return location for an error
 *
 * Returns: as ov_output_spares(), with the file's name in quotes
 */
gboolean
ov_output_spares_file (const char *path,
                       GError    **error)
{
  g_autofree char *shown = ov_file_display_name (path);
  g_autofree char *name = g_strdup_printf ("“%s”", shown);

  return ov_output_spares (name, path, error);
}

/* What the locale has no character for is written with others that look alike, as iconv() knows
 * them: “quoted” as "quoted", × as x, and as a question mark if there is nothing like it. */
static char *
to_charset (const char *text)
{
  static const char *const plain_characters[][2] = {
    {"·", "-"},
    {"‖", "|"},
    {"₁", "1"},
    {"₂", "2"},
  };
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
  for (gsize i = 0; i < G_N_ELEMENTS (plain_characters); i++)
    g_string_replace (plain, plain_characters[i][0], plain_characters[i][1], 0);
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
 * ends. A file that stands in for it gets the text as UTF-8.
 *
 * Returns: %FALSE with @error set when it cannot be written: to %G_IO_ERROR_BROKEN_PIPE when nobody
 *   reads any more, which is no fault of ours, otherwise to an %OV_ERROR_FILE
 */
gboolean
ov_output_print (const char *text,
                 GError    **error)
{
  g_autofree char *converted = NULL;
  int error_number;

  output.is_used = TRUE;
  if (output.writer != NULL)
    return ov_file_writer_write (output.writer, text, strlen (text), error);

  converted = to_charset (text);
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
 * ov_output_close_file:
 * @status: the program's exit status so far
 *
 * Puts the file that stands in for standard output into its place. What a command that failed has
 * not begun to write does not replace an old file.
 *
 * Returns: the program's exit status
 */
int
ov_output_close_file (int status)
{
  const gboolean is_wanted = output.writer != NULL && status != OV_EXIT_USAGE
                             && (output.is_used || status == OV_EXIT_FINISHED);
  g_autoptr (GError) error = NULL;

  if (is_wanted && !ov_file_writer_commit (output.writer, &error))
    {
      ov_output_complain ("--output: %s", error->message);
      status = OV_EXIT_ERROR;
    }
  g_clear_pointer (&output.writer, ov_file_writer_free);
  g_clear_pointer (&output.target, ov_file_target_free);

  return status;
}

/**
 * ov_output_close:
 * @status: the program's exit status so far
 *
 * Closes standard output, which is when some file systems report a full disk, and puts the file
 * that stands in for it into its place. To be called last.
 *
 * Returns: the program's exit status
 */
int
ov_output_close (int status)
{
  status = ov_output_close_file (status);
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
 * ov_output_help:
 * @command: a command
 *
 * Writes its help to standard output.
 *
 * Returns: the program's exit status
 */
int
ov_output_help (const char *command)
{
  g_autofree char *text = ov_help_make_command (command);

  return ov_output_finish (text);
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

/**
 * ov_output_refuse:
 * @error: why the command line cannot be followed
 *
 * Complains about a command line.
 *
 * Returns: the program's exit status, which is that of an error when all is understood, and only
 *   the file that is to stand in for standard output cannot be written
 */
int
ov_output_refuse (const GError *error)
{
  ov_output_complain ("%s", error->message);

  return output.is_refused ? OV_EXIT_ERROR : OV_EXIT_USAGE;
}

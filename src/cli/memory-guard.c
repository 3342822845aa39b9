/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "memory-guard.h"

#include <glib.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "blas-memory.h"
#include "exit-status.h"

/* Translated and converted before it is needed, since there is no memory for it then. */
static char             *sentence;

static int               exit_status;

/* What GLib and the room core say when a library gets no memory, or no thread. */
static const char *const signs[] = {
  "failed to allocate",
  "creating thread",
  "oneDNN could not get memory",
};

static gboolean
is_lack_of_memory (const char *message)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strstr (message, signs[i]) != NULL)
      return TRUE;

  return FALSE;
}

/* GLib would end the program by a signal that looks like a bug in the program. */
static GLogWriterOutput
writer_cb (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         unused)
{
  for (gsize i = 0; i < n_fields && (level & G_LOG_LEVEL_ERROR) != 0; i++)
    {
      if (!g_str_equal (fields[i].key, "MESSAGE") || !is_lack_of_memory (fields[i].value))
        continue;
      if (write (STDERR_FILENO, sentence, strlen (sentence)) < 0)
        _exit (OV_EXIT_ERROR);
      _exit (OV_EXIT_ERROR);
    }

  return g_log_writer_default (level, fields, n_fields, unused);
}

static void
note_status_cb (int   status,
                void *unused)
{
  exit_status = status;
}

/* Runs before the libraries' own exit handlers, of which OpenBLAS's might block for ever. */
__attribute__ ((destructor)) static void
leave_if_stuck (void)
{
  if (sentence == NULL || ov_blas_can_end ())
    return;

  fflush (NULL);
  _exit (exit_status);
}

/**
 * ov_memory_guard_install:
 *
 * Lets a lack of memory or of threads end the program with a message. Large blocks that may well
 * not be there are asked for with care; this is for all the others. Call it once, after
 * setlocale().
 */
void
ov_memory_guard_install (void)
{
  const char *text = _("overshoot-cli: There is not enough memory, or there are too many threads. "
                       "Close other programs, raise the limits, or use fewer threads.\n");

  sentence = g_locale_from_utf8 (text, -1, NULL, NULL, NULL);
  if (sentence == NULL)
    sentence = g_strdup (text);
  on_exit (note_status_cb, NULL);
  g_log_set_writer_func (writer_cb, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data-fetch.h"

#include <glib/gi18n-lib.h>

#include "data-source.h"
#include "download.h"
#include "error.h"
#include "exit-status.h"
#include "file-error.h"
#include "output.h"
#include "progress-line.h"

/* A download from its start to its end. */
typedef struct
{
  OvProgressLine *line;
  gboolean        is_done;
  OvDataset      *dataset; /* what came of it, */
  GError         *error;   /* or why it did not */
} Fetch;

static void
told_cb (guint64       n_bytes,
         guint64       n_total,
         OvDataset    *dataset,
         const GError *error,
         gpointer      user_data)
{
  Fetch *self = user_data;

  self->is_done = dataset != NULL || error != NULL;
  self->dataset = dataset;
  if (error != NULL)
    self->error = g_error_copy (error);
  else if (!self->is_done && n_bytes == n_total)
    ov_progress_line_show_words (self->line, _("checking what was downloaded"));
  else if (!self->is_done)
    ov_progress_line_show_bytes (self->line, n_bytes, n_total);
}

/* On the thread that watches for signals. */
static void
cancelled_cb (GCancellable *cancellable,
              gpointer      job)
{
  ov_job_cancel (job);
}

static gboolean
download (GFile        *folder,
          GCancellable *cancellable,
          GError      **error)
{
  g_autoptr (OvProgressLine) line = ov_progress_line_new (0);
  Fetch fetch = {.line = line};
  OvJob *job = ov_download_start (folder, NULL, told_cb, &fetch);
  const gulong id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), job, NULL);

  ov_progress_line_show_words (line, _("connecting"));
  while (!fetch.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_disconnect (cancellable, id);
  ov_job_free (job);

  if (fetch.error != NULL)
    g_propagate_error (error, fetch.error);
  g_clear_pointer (&fetch.dataset, ov_dataset_unref);

  return fetch.error == NULL;
}

/* Whether there is nothing to be done. */
static gboolean
has_cifar10 (GFile        *folder,
             GCancellable *cancellable)
{
  g_autoptr (OvDataset) dataset = ov_cifar10_load_folder (folder, cancellable, NULL);

  return dataset != NULL && ov_cifar10_verify_quickly (dataset, cancellable, NULL);
}

/**
 * ov_data_fetch:
 * @choice: (nullable): the folder that --data names, or %NULL for the user's
 * @interrupt: ends it; nothing of what was begun remains then
 * @error: return location for an error
 *
 * Does `overshoot-cli data fetch`: has CIFAR-10 in a folder, and downloads it where it is not there
 * or is not what was published.
 *
 * Returns: an #OvExitStatus, with @error set where something failed
 */
int
ov_data_fetch (const char  *choice,
               OvInterrupt *interrupt,
               GError     **error)
{
  GCancellable *cancellable = ov_interrupt_get_cancellable (interrupt);
  g_autoptr (GFile) folder =
    choice != NULL ? ov_data_source_get_file (choice) : ov_cifar10_default_folder ();
  g_autofree char *place = folder != NULL ? ov_file_display_file (folder) : NULL;
  g_autofree char *text = NULL;

  if (folder == NULL)
    {
      ov_output_complain (_("The sample is built in. --data names the folder that CIFAR-10 is put "
                            "into; the user's own needs no --data."));
      return OV_EXIT_USAGE;
    }

  /* What was downloaded so far is removed before the program ends. */
  ov_interrupt_set_patient (interrupt);
  if (has_cifar10 (folder, cancellable))
    text = g_strdup_printf (_("CIFAR-10 is in %s already, as it was published, to the last bit.\n"),
                            place);
  else if (download (folder, cancellable, error))
    text = g_strdup_printf (_("CIFAR-10 is in %s now, as it was published, to the last bit.\n"),
                            place);
  else
    {
      if (g_cancellable_is_cancelled (cancellable))
        ov_output_complain (_("Interrupted. Nothing of the download is left."));
      return OV_EXIT_ERROR;
    }

  return ov_output_is_quiet () ? OV_EXIT_FINISHED : ov_output_finish (text);
}

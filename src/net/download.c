/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "download.h"

#include <libsoup/soup.h>

#include "download-error.h"
#include "file-writer.h"
#include "patience.h"

#define CIFAR10_URI "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"

/* The archive has 170 MB. A server that sends far more is given up. */
#define MAX_ARCHIVE_SIZE (G_GUINT64_CONSTANT (256) * 1024 * 1024)

/* Nobody's own file has this name, so that it is always a temporary one that is written. */
#define ARCHIVE_NAME ".cifar-10-download"

#define PIECE_SIZE (256 * 1024)
#define TIMEOUT_SECONDS 30

/* A server that sends less than this in the time of its patience is given up. */
#define LEAST_PIECE (512 * 1024)
#define PATIENCE_MILLISECONDS 30000
#define PROGRESS_INTERVAL (G_TIME_SPAN_SECOND / 10)

static guint patience_milliseconds = PATIENCE_MILLISECONDS;

/* What a download works with, and whom it reports to. All but the latter belongs to its thread. */
typedef struct
{
  GFile         *folder;
  char          *uri;
  OvJob         *job;
  gint64         next_progress;
  OvDownloadFunc func;
  gpointer       user_data;
} Download;

/* What is reported: how far it is, and at the end, what came of it. */
typedef struct
{
  guint64    n_bytes;
  guint64    n_total;
  OvDataset *dataset;
  GError    *error;
} Report;

static void
download_free (gpointer data)
{
  Download *download = data;

  g_clear_object (&download->folder);
  g_free (download->uri);
  g_free (download);
}

static void
report_free (gpointer data)
{
  Report *report = data;

  g_clear_pointer (&report->dataset, ov_dataset_unref);
  g_clear_error (&report->error);
  g_free (report);
}

static void
report_progress (Download *download,
                 guint64   n_bytes,
                 guint64   n_total)
{
  const Report report = {.n_bytes = n_bytes, .n_total = n_total};
  const gint64 now = g_get_monotonic_time ();

  if (now < download->next_progress && n_bytes != n_total)
    return;

  download->next_progress = now + PROGRESS_INTERVAL;
  ov_job_send (download->job, g_memdup2 (&report, sizeof report));
}

static gboolean
check_response (SoupMessage *message,
                const char  *uri,
                GError     **error)
{
  guint status = soup_message_get_status (message);
  goffset length =
    soup_message_headers_get_content_length (soup_message_get_response_headers (message));

  if (status != SOUP_STATUS_OK)
    {
      ov_download_set_status_error (error, uri, status);
      return FALSE;
    }

  if ((guint64) length > MAX_ARCHIVE_SIZE)
    {
      ov_download_set_size_error (error, uri);
      return FALSE;
    }

  return TRUE;
}

/* Copies the response into the file and checks that all of it came. */
static gboolean
copy_body (Download     *download,
           OvPatience   *patience,
           SoupMessage  *message,
           GInputStream *body,
           OvFileWriter *file,
           GError      **error)
{
  GCancellable *cancellable = ov_patience_get_cancellable (patience);
  guint64 n_total = (guint64) soup_message_headers_get_content_length (
    soup_message_get_response_headers (message));
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);
  g_autoptr (GError) cause = NULL;
  guint64 n_bytes = 0;
  gssize n_read;

  while ((n_read = g_input_stream_read (body, piece, PIECE_SIZE, cancellable, &cause)) > 0)
    {
      n_bytes += (guint64) n_read;
      ov_patience_add (patience, (guint64) n_read);
      if (n_bytes > MAX_ARCHIVE_SIZE)
        {
          ov_download_set_size_error (error, download->uri);
          return FALSE;
        }

      if (!ov_file_writer_write (file, piece, (gsize) n_read, error))
        return FALSE;
      report_progress (download, n_bytes, n_total);
    }

  if (cause == NULL && n_total > 0 && n_bytes != n_total)
    cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "");

  if (cause != NULL)
    {
      ov_download_set_network_error (error, download->uri, cause);
      return FALSE;
    }

  return TRUE;
}

static gboolean
transfer (Download     *download,
          OvPatience   *patience,
          OvFileWriter *file,
          GError      **error)
{
  GCancellable *cancellable = ov_patience_get_cancellable (patience);
  g_autoptr (SoupSession) session = soup_session_new_with_options (
    "user-agent", "overshoot/" PACKAGE_VERSION, "timeout", TIMEOUT_SECONDS, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, download->uri);
  g_autoptr (GInputStream) body = NULL;
  g_autoptr (GError) cause = NULL;

  if (message == NULL)
    {
      ov_download_set_address_error (error, download->uri);
      return FALSE;
    }

  /* Some servers call the archive's own compression an encoding, which is not to be undone here. */
  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
  body = soup_session_send (session, message, cancellable, &cause);
  if (body == NULL)
    {
      ov_download_set_network_error (error, download->uri, cause);
      return FALSE;
    }

  return check_response (message, download->uri, error)
         && copy_body (download, patience, message, body, file, error);
}

static gboolean
download_archive (Download     *download,
                  OvFileWriter *file,
                  GError      **error)
{
  g_autoptr (OvPatience) patience =
    ov_patience_new (ov_job_get_cancellable (download->job), LEAST_PIECE, patience_milliseconds);
  g_autoptr (GError) cause = NULL;

  if (transfer (download, patience, file, &cause))
    return TRUE;

  if (ov_patience_is_lost (patience)
      && g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ov_download_set_slow_error (error, download->uri);
  else
    g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

/* Downloads the archive under a temporary name, reads it from there and checks it. The file never
 * gets its own name, and is gone when this returns: it makes room on the disk for the six. */
static OvDataset *
obtain_dataset (Download *download,
                GError  **error)
{
  GCancellable *cancellable = ov_job_get_cancellable (download->job);
  const char *folder = ov_file_make_folder (download->folder, 0777, error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, ARCHIVE_NAME, NULL) : NULL;
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (OvFileWriter) writer = NULL;
  g_autoptr (GFile) archive = NULL;
  g_autoptr (GError) cause = NULL;

  if (path != NULL)
    writer = ov_file_writer_new (path, OV_FILE_CACHE, error);
  if (writer == NULL || !download_archive (download, writer, error))
    return NULL;

  archive = ov_file_writer_get_unfinished (writer);
  dataset = ov_cifar10_load_archive (archive, cancellable, &cause);
  if (dataset == NULL)
    {
      ov_download_set_contents_error (error, download->uri, cause);
      return NULL;
    }

  if (!ov_cifar10_verify (dataset, cancellable, error))
    return NULL;

  return g_steal_pointer (&dataset);
}

/* libsoup's session lives and dies here, with a main context that nobody else sees. */
static void
run (OvJob   *job,
     gpointer task)
{
  Download *download = task;
  GCancellable *cancellable = ov_job_get_cancellable (job);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (OvDataset) dataset = NULL;
  Report report = {0};

  download->job = job;
  g_main_context_push_thread_default (context);
  dataset = obtain_dataset (download, &report.error);
  g_main_context_pop_thread_default (context);

  /* Once the six files are in their places, it is too late to cancel. */
  if (dataset != NULL
      && ov_cifar10_save_folder (dataset, download->folder, cancellable, &report.error))
    report.dataset = g_steal_pointer (&dataset);
  ov_job_send (job, g_memdup2 (&report, sizeof report));
}

static void
receive (GPtrArray *reports,
         gboolean   has_ended,
         gpointer   user_data)
{
  const Download *download = user_data;
  Report *report = reports->len > 0 ? g_ptr_array_index (reports, 0) : NULL;

  if (report != NULL)
    download->func (report->n_bytes, report->n_total, g_steal_pointer (&report->dataset),
                    report->error, download->user_data);
}

static const OvJobKind kind = {
  .name = "overshoot-load",
  .is_newest_only = TRUE,
  .run = run,
  .free_task = download_free,
  .free_value = report_free,
  .receive = receive,
};

/**
 * ov_download_set_patience:
 * @milliseconds: how long the downloads that begin from now on wait for half a megabyte
 *
 * For tests, which have no time to wait as long as people do.
 */
void
ov_download_set_patience (guint milliseconds)
{
  patience_milliseconds = milliseconds;
}

/**
 * ov_download_get_uri:
 *
 * Returns: (transfer none): where CIFAR-10 is downloaded from: `$OVERSHOOT_CIFAR10_URL` when that
 *   is set, as the tests do, else its home
 */
const char *
ov_download_get_uri (void)
{
  const char *uri = g_getenv ("OVERSHOOT_CIFAR10_URL");

  return uri != NULL && *uri != '\0' ? uri : CIFAR10_URI;
}

/**
 * ov_download_start:
 * @folder: where the six files go; made when it does not exist
 * @uri: (nullable): the archive's address, or %NULL for ov_download_get_uri()
 * @func: (scope notified): called with how far it is and what came of it: CIFAR-10, verified; or
 *   %OV_ERROR_NETWORK, %OV_ERROR_DATA, %OV_ERROR_FILE or %G_IO_ERROR_CANCELLED
 * @user_data: given to @func
 *
 * Downloads CIFAR-10's archive into @folder, reads and checks it, and puts the six files into
 * their places. All of that happens in another thread. Whatever goes wrong, files that were in
 * @folder stay as they are and no temporary file remains.
 *
 * Returns: (transfer full): the job
 */
OvJob *
ov_download_start (GFile         *folder,
                   const char    *uri,
                   OvDownloadFunc func,
                   gpointer       user_data)
{
  Download *download;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  download = g_new0 (Download, 1);
  download->folder = g_object_ref (folder);
  download->uri = g_strdup (uri != NULL ? uri : ov_download_get_uri ());
  download->func = func;
  download->user_data = user_data;

  return ov_job_start (&kind, download, download);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "download.h"

#include <libsoup/soup.h>

#include "download-error.h"
#include "file-writer.h"
#include "patience.h"

#define CIFAR10_URI "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"

/* The archive has 170 MB. A server that sends far more is not heeded. */
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

/* What a download works with. The worker thread owns everything but what the mutex guards. */
typedef struct
{
  GFile                 *folder;
  char                  *uri;
  OvDownloadProgressFunc progress;
  gpointer               progress_data;
  gint64                 next_progress;

  GMutex                 mutex;
  guint64                n_bytes;
  guint64                n_total;
  gboolean               is_progress_pending;
} Download;

static void
download_free (Download *download)
{
  g_clear_object (&download->folder);
  g_free (download->uri);
  g_mutex_clear (&download->mutex);
  g_free (download);
}

static gboolean
tell_progress_cb (gpointer user_data)
{
  GTask *task = user_data;
  Download *download = g_task_get_task_data (task);
  guint64 n_bytes, n_total;

  g_mutex_lock (&download->mutex);
  n_bytes = download->n_bytes;
  n_total = download->n_total;
  download->is_progress_pending = FALSE;
  g_mutex_unlock (&download->mutex);

  if (!g_task_get_completed (task))
    download->progress (n_bytes, n_total, download->progress_data);

  return G_SOURCE_REMOVE;
}

/* Passes the newest numbers to the caller's main context, as one source at most. */
static void
report_progress (GTask  *task,
                 guint64 n_bytes,
                 guint64 n_total)
{
  Download *download = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();
  gboolean was_pending;

  if (download->progress == NULL || (now < download->next_progress && n_bytes != n_total))
    return;
  download->next_progress = now + PROGRESS_INTERVAL;

  g_mutex_lock (&download->mutex);
  download->n_bytes = n_bytes;
  download->n_total = n_total;
  was_pending = download->is_progress_pending;
  download->is_progress_pending = TRUE;
  g_mutex_unlock (&download->mutex);

  /* g_main_context_invoke() would call it here and now when the caller's loop happens to rest. */
  if (!was_pending)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, tell_progress_cb, g_object_ref (task), g_object_unref);
      g_source_attach (source, g_task_get_context (task));
    }
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
copy_body (GTask        *task,
           OvPatience   *patience,
           SoupMessage  *message,
           GInputStream *body,
           OvFileWriter *file,
           GError      **error)
{
  Download *download = g_task_get_task_data (task);
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
      report_progress (task, n_bytes, n_total);
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
transfer (GTask        *task,
          OvPatience   *patience,
          OvFileWriter *file,
          GError      **error)
{
  Download *download = g_task_get_task_data (task);
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
         && copy_body (task, patience, message, body, file, error);
}

static gboolean
download_archive (GTask        *task,
                  OvFileWriter *file,
                  GError      **error)
{
  Download *download = g_task_get_task_data (task);
  g_autoptr (OvPatience) patience =
    ov_patience_new (g_task_get_cancellable (task), LEAST_PIECE, patience_milliseconds);
  g_autoptr (GError) cause = NULL;

  if (transfer (task, patience, file, &cause))
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
obtain_dataset (GTask   *task,
                GError **error)
{
  Download *download = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *folder = ov_file_make_folder (download->folder, 0777, error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, ARCHIVE_NAME, NULL) : NULL;
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (OvFileWriter) writer = NULL;
  g_autoptr (GFile) archive = NULL;
  g_autoptr (GError) cause = NULL;

  if (path != NULL)
    writer = ov_file_writer_new (path, OV_FILE_CACHE, error);
  if (writer == NULL || !download_archive (task, writer, error))
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

/* Runs in a thread of its own. libsoup's session lives and dies in it, with a main context that
 * nobody else sees. */
static void
download_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Download *download = task_data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (context);
  dataset = obtain_dataset (task, &error);
  g_main_context_pop_thread_default (context);

  if (dataset != NULL && ov_cifar10_save_folder (dataset, download->folder, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&dataset), (GDestroyNotify) ov_dataset_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

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
 * ov_download_async:
 * @folder: where the six files go; made when it does not exist
 * @uri: (nullable): the archive's address, or %NULL for ov_download_get_uri()
 * @cancellable: (nullable): ends the download
 * @progress: (nullable) (scope notified): told how far it is
 * @progress_data: given to @progress
 * @callback: called when the download has ended; calls ov_download_finish()
 * @user_data: given to @callback
 *
 * Downloads CIFAR-10's archive into @folder, reads and checks it, and puts the six files into
 * their places. All of that happens in another thread. Whatever goes wrong, files that were in
 * @folder stay as they are and no temporary file remains.
 */
void
ov_download_async (GFile                 *folder,
                   const char            *uri,
                   GCancellable          *cancellable,
                   OvDownloadProgressFunc progress,
                   gpointer               progress_data,
                   GAsyncReadyCallback    callback,
                   gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;
  Download *download;

  g_return_if_fail (G_IS_FILE (folder));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  download = g_new0 (Download, 1);
  download->folder = g_object_ref (folder);
  download->uri = g_strdup (uri != NULL ? uri : ov_download_get_uri ());
  download->progress = progress;
  download->progress_data = progress_data;
  g_mutex_init (&download->mutex);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, ov_download_async);
  g_task_set_task_data (task, download, (GDestroyNotify) download_free);
  g_task_run_in_thread (task, download_thread);
}

/**
 * ov_download_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): CIFAR-10, verified; or %NULL with @error set:
 *   %OV_ERROR_NETWORK, %OV_ERROR_DATA, %OV_ERROR_FILE or %G_IO_ERROR_CANCELLED
 */
OvDataset *
ov_download_finish (GAsyncResult *result,
                    GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ov_download_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data-store.h"

#include "cifar10.h"
#include "data-source.h"
#include "sample.h"

/* Checking the sums gives way to the first epochs and to the interface. */
#define CHECK_NICENESS 15

/**
 * OvDataStore:
 *
 * The data that is in use, and all ways to get other data: from a folder, from the archive, from
 * the internet, or drawn by the program itself. Reading and checking happen on threads; while other
 * data is on its way, and when it cannot be had, the data in use stays.
 */
struct _OvDataStore
{
  GObject             parent_instance;

  OvDataDownload      download;

  OvDataset          *dataset;
  GFile              *source;     /* NULL for the sample */
  const OvDataReader *reader;     /* what has read it; NULL for the sample */
  char               *choice;     /* the choice of it; NULL when it stands in for something else */
  char               *remembered; /* the choice to begin with, or NULL */
  OvDataCheck         check;

  GCancellable       *loading;     /* of the reading in progress, or NULL */
  OvJob              *checking;    /* the last check, or NULL */
  OvJob              *downloading; /* the download in progress, or NULL */
  guint64             n_bytes;
  guint64             n_total;

  OvDataFailure       failure; /* the last one */
  GFile              *unread;  /* what could not be read; NULL before the first time */
};

enum
{
  DATASET_CHANGED,
  CHECK_CHANGED,
  PROGRESS_CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvDataStore, ov_data_store, G_TYPE_OBJECT)

/* What is being read, and why. */
typedef struct
{
  char               *choice;   /* as ov_data_source_load() takes it */
  gboolean            is_first; /* there has to be something: other data stands in if need be */
  GFile              *source;   /* where the data was read from; NULL for the sample */
  const OvDataReader *reader;   /* what has read it; NULL for the sample */
  GError             *error;    /* why other data stands in */
} LoadRequest;

static void
load_request_free (LoadRequest *request)
{
  g_free (request->choice);
  g_clear_object (&request->source);
  g_clear_error (&request->error);
  g_free (request);
}

static void
cancel (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

static void
ov_data_store_dispose (GObject *object)
{
  OvDataStore *self = OV_DATA_STORE (object);

  cancel (&self->loading);
  g_clear_pointer (&self->checking, ov_job_abandon);
  g_clear_pointer (&self->downloading, ov_job_abandon);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_object (&self->source);
  g_clear_object (&self->unread);
  g_clear_pointer (&self->choice, g_free);
  g_clear_pointer (&self->remembered, g_free);

  G_OBJECT_CLASS (ov_data_store_parent_class)->dispose (object);
}

static void
ov_data_store_class_init (OvDataStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_data_store_dispose;

  /**
   * OvDataStore::dataset-changed:
   * @self: the store
   */
  signals[DATASET_CHANGED] = g_signal_new ("dataset-changed", OV_TYPE_DATA_STORE,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);

  /**
   * OvDataStore::check-changed:
   * @self: the store
   */
  signals[CHECK_CHANGED] = g_signal_new ("check-changed", OV_TYPE_DATA_STORE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OvDataStore::progress-changed:
   * @self: the store
   *
   * A download began, made progress or ended.
   */
  signals[PROGRESS_CHANGED] = g_signal_new ("progress-changed", OV_TYPE_DATA_STORE,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);

  /**
   * OvDataStore::failed:
   * @self: the store
   * @failure: an #OvDataFailure; ov_data_store_retry() tries the same again
   * @message: what went wrong and what can be done, as a sentence for people
   */
  signals[FAILED] = g_signal_new ("failed", OV_TYPE_DATA_STORE, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
}

static void
ov_data_store_init (OvDataStore *self)
{
}

/**
 * ov_data_store_new:
 * @download: how to download
 *
 * Returns: (transfer full): a store without data
 */
OvDataStore *
ov_data_store_new (OvDataDownload download)
{
  OvDataStore *self;

  g_return_val_if_fail (download != NULL, NULL);

  self = g_object_new (OV_TYPE_DATA_STORE, NULL);
  self->download = download;

  return self;
}

static void
set_check (OvDataStore *self,
           OvDataCheck  check)
{
  self->check = check;
  g_signal_emit (self, signals[CHECK_CHANGED], 0);
}

/* Data that is checked, and what knows its sums. */
typedef struct
{
  OvDataset          *dataset;
  const OvDataReader *reader;
} CheckTask;

static void
check_task_free (gpointer data)
{
  CheckTask *task = data;

  ov_dataset_unref (task->dataset);
  g_free (task);
}

static void
run_check (OvJob   *job,
           gpointer data)
{
  const CheckTask *task = data;
  const gboolean is_right =
    task->reader->verify (task->dataset, ov_job_get_cancellable (job), NULL);

  ov_job_send (job, GINT_TO_POINTER (is_right ? OV_DATA_CHECK_RIGHT : OV_DATA_CHECK_WRONG));
}

static void
receive_check (GPtrArray *checks,
               gboolean   has_ended,
               gpointer   user_data)
{
  if (checks->len > 0)
    set_check (user_data, (OvDataCheck) GPOINTER_TO_INT (g_ptr_array_index (checks, 0)));
}

static const OvJobKind check_kind = {
  .name = "overshoot-check",
  .niceness = CHECK_NICENESS,
  .run = run_check,
  .free_task = check_task_free,
  .receive = receive_check,
};

static void
start_check (OvDataStore *self)
{
  CheckTask *task;

  g_clear_pointer (&self->checking, ov_job_abandon);
  if (self->reader == NULL || self->reader->verify == NULL)
    {
      set_check (self, OV_DATA_CHECK_NONE);
      return;
    }

  set_check (self, OV_DATA_CHECK_RUNNING);
  task = g_new (CheckTask, 1);
  task->dataset = ov_dataset_ref (self->dataset);
  task->reader = self->reader;
  self->checking = ov_job_start (&check_kind, task, self);
}

static void
take_dataset (OvDataStore        *self,
              OvDataset          *dataset,
              GFile              *source,
              const OvDataReader *reader,
              const char         *choice)
{
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  self->dataset = dataset;
  g_set_object (&self->source, source);
  self->reader = reader;
  g_free (self->choice);
  self->choice = g_strdup (choice);
  g_signal_emit (self, signals[DATASET_CHANGED], 0);
  start_check (self);
}

static void
load_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  LoadRequest *request = task_data;
  g_autoptr (GError) error = NULL;
  OvDataset *dataset =
    ov_data_source_load (request->choice, &request->source, &request->reader, cancellable, &error);

  if (dataset == NULL && request->is_first)
    {
      request->error = g_steal_pointer (&error);
      if (request->choice != NULL)
        dataset = ov_data_source_load (NULL, &request->source, &request->reader, cancellable, NULL);
      if (dataset == NULL)
        dataset = ov_sample_new ();
    }

  /* The main thread will ask for the hash, and has no time to wait for it. */
  if (dataset != NULL)
    {
      ov_dataset_get_hash (dataset);
      g_task_return_pointer (task, dataset, (GDestroyNotify) ov_dataset_unref);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
fail (OvDataStore  *self,
      OvDataFailure failure,
      const char   *choice,
      const GError *error)
{
  self->failure = failure;
  g_clear_object (&self->unread);
  self->unread = ov_data_source_get_file (choice);
  g_signal_emit (self, signals[FAILED], 0, failure, error->message);
}

static void load (OvDataStore *self, const char *choice, gboolean is_first);

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  OvDataStore *self = OV_DATA_STORE (source);
  LoadRequest *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  OvDataset *dataset = g_task_propagate_pointer (G_TASK (result), &error);

  if (dataset != NULL)
    {
      take_dataset (self, dataset, request->source, request->reader,
                    request->error == NULL ? request->choice : NULL);
      if (request->error != NULL)
        fail (self, OV_DATA_FAILURE_READING, request->choice, request->error);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* What was asked for at the start took the place of what the program begins with. */
  if (self->dataset == NULL)
    load (self, self->remembered, TRUE);
  fail (self, OV_DATA_FAILURE_READING, request->choice, error);
}

static void
load (OvDataStore *self,
      const char  *choice,
      gboolean     is_first)
{
  LoadRequest *request = g_new0 (LoadRequest, 1);
  g_autoptr (GTask) task = NULL;

  request->choice = g_strdup (choice);
  request->is_first = is_first;

  cancel (&self->loading);
  self->loading = g_cancellable_new ();
  task = g_task_new (self, self->loading, loaded_cb, NULL);
  g_task_set_source_tag (task, load);
  g_task_set_task_data (task, request, (GDestroyNotify) load_request_free);
  g_task_run_in_thread (task, load_thread);
}

/**
 * ov_data_store_load_default:
 * @self: a store
 * @remembered: (nullable): what ov_data_store_get_choice() said the last time
 *
 * Reads what the program begins with: what was chosen the last time, else CIFAR-10 from the user's
 * folder, else the sample. There is data to be seen in any case: when what ought to be read cannot
 * be, OvDataStore::failed is emitted, and what would be read without a choice stands in.
 */
void
ov_data_store_load_default (OvDataStore *self,
                            const char  *remembered)
{
  g_return_if_fail (OV_IS_DATA_STORE (self));

  g_free (self->remembered);
  self->remembered = g_strdup (remembered);
  load (self, remembered, TRUE);
}

/**
 * ov_data_store_open:
 * @self: a store
 * @source: a folder with the batches of CIFAR-10, or its archive
 *
 * Reads other data. OvDataStore::failed is emitted when it cannot be read.
 */
void
ov_data_store_open (OvDataStore *self,
                    GFile       *source)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (OV_IS_DATA_STORE (self));
  g_return_if_fail (G_IS_FILE (source));

  uri = g_file_get_uri (source);
  load (self, uri, FALSE);
}

/**
 * ov_data_store_use_sample:
 * @self: a store
 *
 * Takes the data that the program draws by itself.
 */
void
ov_data_store_use_sample (OvDataStore *self)
{
  g_return_if_fail (OV_IS_DATA_STORE (self));

  load (self, OV_DATA_SOURCE_SAMPLE, FALSE);
}

static void
downloaded_cb (guint64       n_bytes,
               guint64       n_total,
               OvDataset    *dataset,
               const GError *error,
               gpointer      user_data)
{
  g_autoptr (OvDataStore) self = g_object_ref (user_data);

  self->n_bytes = n_bytes;
  self->n_total = n_total;
  if (dataset != NULL || error != NULL)
    g_clear_pointer (&self->downloading, ov_job_abandon);
  g_signal_emit (self, signals[PROGRESS_CHANGED], 0);

  if (dataset != NULL)
    {
      g_autoptr (GFile) folder = ov_cifar10_default_folder ();
      g_autofree char *uri = g_file_get_uri (folder);

      cancel (&self->loading);
      take_dataset (self, dataset, folder, &ov_cifar10_folder_reader, uri);
    }
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (self, OV_DATA_FAILURE_DOWNLOAD, NULL, error);
}

/**
 * ov_data_store_download:
 * @self: a store
 *
 * Gets CIFAR-10 from its home into the user's folder, and takes it. A second call while that is
 * running does nothing.
 */
void
ov_data_store_download (OvDataStore *self)
{
  g_autoptr (GFile) folder = NULL;

  g_return_if_fail (OV_IS_DATA_STORE (self));

  if (self->downloading != NULL)
    return;

  folder = ov_cifar10_default_folder ();
  self->n_bytes = 0;
  self->n_total = 0;
  self->downloading = self->download (folder, NULL, downloaded_cb, self);
  g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
}

/**
 * ov_data_store_retry:
 * @self: a store
 *
 * Tries once more what failed last.
 */
void
ov_data_store_retry (OvDataStore *self)
{
  g_return_if_fail (OV_IS_DATA_STORE (self));

  if (self->failure == OV_DATA_FAILURE_DOWNLOAD)
    ov_data_store_download (self);
  else if (self->unread != NULL)
    ov_data_store_open (self, self->unread);
}

/**
 * ov_data_store_cancel:
 * @self: a store
 *
 * Gives up the download, if there is one.
 */
void
ov_data_store_cancel (OvDataStore *self)
{
  g_return_if_fail (OV_IS_DATA_STORE (self));

  if (self->downloading != NULL)
    ov_job_cancel (self->downloading);
}

/**
 * ov_data_store_stop:
 * @self: a store
 *
 * Gives up whatever is running: reading, checking and downloading. The threads end within some
 * milliseconds.
 */
void
ov_data_store_stop (OvDataStore *self)
{
  g_return_if_fail (OV_IS_DATA_STORE (self));

  ov_data_store_cancel (self);
  cancel (&self->loading);
  g_clear_pointer (&self->checking, ov_job_abandon);
}

/**
 * ov_data_store_get_dataset:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): the data in use
 */
OvDataset *
ov_data_store_get_dataset (OvDataStore *self)
{
  g_return_val_if_fail (OV_IS_DATA_STORE (self), NULL);

  return self->dataset;
}

/**
 * ov_data_store_get_source:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): where the data was read from; %NULL for the sample
 */
GFile *
ov_data_store_get_source (OvDataStore *self)
{
  g_return_val_if_fail (OV_IS_DATA_STORE (self), NULL);

  return self->source;
}

/**
 * ov_data_store_get_choice:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): what to remember for ov_data_store_load_default(); %NULL
 *   when nobody chose the data in use, or when it stands in for what could not be read
 */
const char *
ov_data_store_get_choice (OvDataStore *self)
{
  g_return_val_if_fail (OV_IS_DATA_STORE (self), NULL);

  return self->choice;
}

/**
 * ov_data_store_get_check:
 * @self: a store
 *
 * Returns: whether the data is what it says it is
 */
OvDataCheck
ov_data_store_get_check (OvDataStore *self)
{
  g_return_val_if_fail (OV_IS_DATA_STORE (self), OV_DATA_CHECK_NONE);

  return self->check;
}

/**
 * ov_data_store_is_downloading:
 * @self: a store
 *
 * Returns: whether a download is running
 */
gboolean
ov_data_store_is_downloading (OvDataStore *self)
{
  g_return_val_if_fail (OV_IS_DATA_STORE (self), FALSE);

  return self->downloading != NULL;
}

/**
 * ov_data_store_get_progress:
 * @self: a store
 * @n_bytes: (out): how much of the download has come
 * @n_total: (out): how much there is, or 0 when that is unknown
 */
void
ov_data_store_get_progress (OvDataStore *self,
                            guint64     *n_bytes,
                            guint64     *n_total)
{
  g_return_if_fail (OV_IS_DATA_STORE (self));

  *n_bytes = self->n_bytes;
  *n_total = self->n_total;
}

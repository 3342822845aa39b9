/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quadratic-store.h"

#include <sys/resource.h>
#include <unistd.h>

/* The preparation gives way to the first epochs and to the interface. */
#define NICENESS 12

/* How often the preparation tells how far it is, in microseconds. */
#define PROGRESS_INTERVAL (100 * 1000)

/**
 * OvQuadraticStore:
 *
 * The quadratic form of the data in use: prepared on a thread when the data changes, or read from
 * the cache. Until it is there, nobody has to wait for it.
 */
struct _OvQuadraticStore
{
  GObject       parent_instance;

  guint         n_threads;
  OvQuadratic  *quadratic; /* NULL while it is being prepared */
  GCancellable *cancellable;
  double        progress;
  gboolean      has_failed;
  gboolean      is_looking; /* in the cache, and nothing is computed */
};

enum
{
  CHANGED,
  PROGRESS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvQuadraticStore, ov_quadratic_store, G_TYPE_OBJECT)

/* One preparation, shared with its thread. */
typedef struct
{
  OvDataset    *dataset;
  guint         n_threads;
  GCancellable *cancellable;
  GWeakRef      store;
  gint64        told_at;
  gboolean      only_looks; /* in the cache */
} Preparation;

/* A report that the main context has not handled yet. */
typedef struct
{
  OvQuadraticStore *store;
  GCancellable     *cancellable; /* of the preparation that tells it */
  double            progress;
} Report;

static void
preparation_free (Preparation *preparation)
{
  ov_dataset_unref (preparation->dataset);
  g_object_unref (preparation->cancellable);
  g_weak_ref_clear (&preparation->store);
  g_free (preparation);
}

static void
report_free (Report *report)
{
  g_object_unref (report->store);
  g_object_unref (report->cancellable);
  g_free (report);
}

static gboolean
report_cb (gpointer user_data)
{
  Report *report = user_data;

  /* What a preparation that was given up still tells is about other data. */
  if (report->cancellable == report->store->cancellable && report->store->quadratic == NULL)
    {
      report->store->progress = report->progress;
      g_signal_emit (report->store, signals[PROGRESS_CHANGED], 0);
    }

  return G_SOURCE_REMOVE;
}

/* On the preparing thread. */
static void
progress_cb (double   done,
             gpointer user_data)
{
  Preparation *preparation = user_data;
  const gint64 now = g_get_monotonic_time ();
  OvQuadraticStore *store;
  GSource *source;
  Report *report;

  if (now - preparation->told_at < PROGRESS_INTERVAL)
    return;
  preparation->told_at = now;

  store = g_weak_ref_get (&preparation->store);
  if (store == NULL)
    return;

  report = g_new (Report, 1);
  *report = (Report) {store, g_object_ref (preparation->cancellable), done};
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, report_cb, report, (GDestroyNotify) report_free);
  g_source_attach (source, NULL);
  g_source_unref (source);
}

static gpointer
prepare_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Preparation *preparation = g_task_get_task_data (task);
  g_autoptr (GFile) folder = ov_quadratic_default_folder ();
  g_autoptr (GError) cache_error = NULL;
  GError *error = NULL;
  OvQuadratic *quadratic;

  /* Who looks is waited for. */
  if (preparation->only_looks)
    {
      quadratic = ov_quadratic_find (preparation->dataset, folder);
      g_task_return_pointer (task, quadratic, (GDestroyNotify) ov_quadratic_unref);
      return NULL;
    }

  setpriority (PRIO_PROCESS, (id_t) gettid (), NICENESS);

  quadratic = ov_quadratic_prepare (preparation->dataset, preparation->n_threads, folder,
                                    progress_cb, preparation, NULL, &cache_error,
                                    g_task_get_cancellable (task), &error);
  if (cache_error != NULL)
    g_info ("The quadratic form is not kept: %s", cache_error->message);

  if (quadratic != NULL)
    g_task_return_pointer (task, quadratic, (GDestroyNotify) ov_quadratic_unref);
  else
    g_task_return_error (task, error);

  return NULL;
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  OvQuadraticStore *self = OV_QUADRATIC_STORE (source);
  g_autoptr (GError) error = NULL;
  OvQuadratic *quadratic = g_task_propagate_pointer (G_TASK (result), &error);

  if (error == NULL)
    self->is_looking = FALSE;
  if (quadratic == NULL && error == NULL)
    {
      g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
      return;
    }
  if (quadratic == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      g_info ("There is no quadratic form: %s", error->message);
      self->has_failed = TRUE;
      g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
      return;
    }

  self->quadratic = quadratic;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ov_quadratic_store_dispose (GObject *object)
{
  OvQuadraticStore *self = OV_QUADRATIC_STORE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);

  G_OBJECT_CLASS (ov_quadratic_store_parent_class)->dispose (object);
}

static void
ov_quadratic_store_class_init (OvQuadraticStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_quadratic_store_dispose;

  /**
   * OvQuadraticStore::changed:
   * @self: the store
   *
   * The quadratic form is there, or gone because the data has changed.
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_QUADRATIC_STORE, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OvQuadraticStore::progress-changed:
   * @self: the store
   *
   * The preparation has got further, at most ten times a second, or has failed, or the form is
   * not in the cache.
   */
  signals[PROGRESS_CHANGED] = g_signal_new ("progress-changed", OV_TYPE_QUADRATIC_STORE,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);
}

static void
ov_quadratic_store_init (OvQuadraticStore *self)
{
}

/**
 * ov_quadratic_store_new:
 * @n_threads: how many threads compute
 *
 * Returns: (transfer full): a store without data
 */
OvQuadraticStore *
ov_quadratic_store_new (guint n_threads)
{
  OvQuadraticStore *self;

  g_return_val_if_fail (n_threads >= 1, NULL);

  self = g_object_new (OV_TYPE_QUADRATIC_STORE, NULL);
  self->n_threads = n_threads;

  return self;
}

/* Lets go of the old form, and begins with that of other data on a thread. */
static void
begin (OvQuadraticStore *self,
       OvDataset        *dataset,
       gboolean          only_looks)
{
  g_autoptr (GTask) task = NULL;
  Preparation *preparation;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  self->progress = 0.0;
  self->has_failed = FALSE;
  self->is_looking = dataset != NULL && only_looks;
  g_signal_emit (self, signals[CHANGED], 0);
  if (dataset == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  preparation = g_new0 (Preparation, 1);
  preparation->dataset = ov_dataset_ref (dataset);
  preparation->n_threads = self->n_threads;
  preparation->cancellable = g_object_ref (self->cancellable);
  preparation->only_looks = only_looks;
  g_weak_ref_init (&preparation->store, self);

  task = g_task_new (self, self->cancellable, prepared_cb, NULL);
  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, preparation, (GDestroyNotify) preparation_free);
  g_thread_unref (g_thread_new ("overshoot-quadratic", prepare_thread, g_steal_pointer (&task)));
}

/**
 * ov_quadratic_store_set_dataset:
 * @self: a store
 * @dataset: (nullable): the data in use; referenced
 *
 * Begins to prepare the quadratic form of other data, or lets go of the old one.
 */
void
ov_quadratic_store_set_dataset (OvQuadraticStore *self,
                                OvDataset        *dataset)
{
  g_return_if_fail (OV_IS_QUADRATIC_STORE (self));

  begin (self, dataset, FALSE);
}

/**
 * ov_quadratic_store_look_up:
 * @self: a store
 * @dataset: the data in use; referenced
 *
 * Lets go of the old quadratic form and reads that of other data from the cache, if it is there.
 * OvQuadraticStore::changed says that it was, OvQuadraticStore::progress-changed that it was not.
 */
void
ov_quadratic_store_look_up (OvQuadraticStore *self,
                            OvDataset        *dataset)
{
  g_return_if_fail (OV_IS_QUADRATIC_STORE (self));
  g_return_if_fail (dataset != NULL);

  begin (self, dataset, TRUE);
}

/**
 * ov_quadratic_store_is_looking:
 * @self: a store
 *
 * Returns: whether it is not known yet if the quadratic form is in the cache, after
 *   ov_quadratic_store_look_up()
 */
gboolean
ov_quadratic_store_is_looking (OvQuadraticStore *self)
{
  g_return_val_if_fail (OV_IS_QUADRATIC_STORE (self), FALSE);

  return self->is_looking;
}

/**
 * ov_quadratic_store_get_quadratic:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): the quadratic form, or %NULL while it is being prepared
 */
OvQuadratic *
ov_quadratic_store_get_quadratic (OvQuadraticStore *self)
{
  g_return_val_if_fail (OV_IS_QUADRATIC_STORE (self), NULL);

  return self->quadratic;
}

/**
 * ov_quadratic_store_get_progress:
 * @self: a store
 *
 * Returns: which share of the preparation is done, 0 to 1. It stays 0 while the form is looked for
 *   in the cache: anything above is the computer at work, which takes seconds
 */
double
ov_quadratic_store_get_progress (OvQuadraticStore *self)
{
  g_return_val_if_fail (OV_IS_QUADRATIC_STORE (self), 0.0);

  return self->quadratic != NULL ? 1.0 : self->progress;
}

/**
 * ov_quadratic_store_has_failed:
 * @self: a store
 *
 * Returns: whether there will be no quadratic form of the present data
 */
gboolean
ov_quadratic_store_has_failed (OvQuadraticStore *self)
{
  g_return_val_if_fail (OV_IS_QUADRATIC_STORE (self), FALSE);

  return self->has_failed;
}

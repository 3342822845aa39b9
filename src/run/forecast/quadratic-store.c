/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quadratic-store.h"

#include "job.h"

/* The preparation gives way to the first epochs and to the interface. */
#define NICENESS 12

/* How often the preparation reports how far it is, in microseconds. */
#define PROGRESS_INTERVAL (100 * 1000)

/**
 * OvQuadraticStore:
 *
 * The quadratic form of the data in use: prepared on a thread when the data changes, or read from
 * the cache. Until it is there, nobody has to wait for it.
 */
struct _OvQuadraticStore
{
  GObject      parent_instance;

  guint        n_threads;
  OvQuadratic *quadratic; /* NULL while it is being prepared */
  OvJob       *job;       /* of the last preparation, or NULL */
  double       progress;
  gboolean     has_failed;
  gboolean     is_looking; /* in the cache, and nothing is computed */
};

enum
{
  CHANGED,
  PROGRESS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvQuadraticStore, ov_quadratic_store, G_TYPE_OBJECT)

/* One preparation. */
typedef struct
{
  OvDataset *dataset;
  guint      n_threads;
  OvJob     *job; /* the thread's */
  gint64     told_at;
} Preparation;

/* What a preparation reports, the last time that it is over. */
typedef struct
{
  double       progress;
  gboolean     is_over;
  OvQuadratic *quadratic;
  GError      *error;
} Report;

static void
preparation_free (gpointer data)
{
  Preparation *preparation = data;

  ov_dataset_unref (preparation->dataset);
  g_free (preparation);
}

static void
report_free (gpointer data)
{
  Report *report = data;

  g_clear_pointer (&report->quadratic, ov_quadratic_unref);
  g_clear_error (&report->error);
  g_free (report);
}

static void
send (OvJob       *job,
      const Report report)
{
  ov_job_send (job, g_memdup2 (&report, sizeof report));
}

/* On the preparing thread. */
static void
progress_cb (double   done,
             gpointer user_data)
{
  Preparation *preparation = user_data;
  const gint64 now = g_get_monotonic_time ();

  if (now - preparation->told_at < PROGRESS_INTERVAL)
    return;
  preparation->told_at = now;

  send (preparation->job, (Report) {.progress = done});
}

static void
prepare (OvJob   *job,
         gpointer task)
{
  Preparation *preparation = task;
  g_autoptr (GFile) folder = ov_quadratic_default_folder ();
  g_autoptr (GError) cache_error = NULL;
  Report report = {.is_over = TRUE};

  preparation->job = job;
  report.quadratic = ov_quadratic_prepare (preparation->dataset, preparation->n_threads, folder,
                                           progress_cb, preparation, NULL, &cache_error,
                                           ov_job_get_cancellable (job), &report.error);
  if (cache_error != NULL)
    g_info ("The quadratic form is not kept: %s", cache_error->message);

  send (job, report);
}

static void
look (OvJob   *job,
      gpointer task)
{
  const Preparation *preparation = task;
  g_autoptr (GFile) folder = ov_quadratic_default_folder ();

  send (job, (Report) {
               .is_over = TRUE,
               .quadratic = ov_quadratic_find (preparation->dataset, folder),
             });
}

static void
receive (GPtrArray *reports,
         gboolean   has_ended,
         gpointer   user_data)
{
  OvQuadraticStore *self = user_data;
  Report *report = reports->len > 0 ? g_ptr_array_index (reports, 0) : NULL;

  if (report == NULL)
    return;

  if (!report->is_over)
    self->progress = report->progress;
  else
    {
      self->is_looking = FALSE;
      self->has_failed = report->error != NULL;
      self->quadratic = g_steal_pointer (&report->quadratic);
    }
  if (report->error != NULL)
    g_info ("There is no quadratic form: %s", report->error->message);

  g_signal_emit (self, signals[self->quadratic != NULL ? CHANGED : PROGRESS_CHANGED], 0);
}

/* The preparation gives way to others, but somebody waits for a look-up. */
static const OvJobKind preparing = {
  .name = "overshoot-form",
  .niceness = NICENESS,
  .is_newest_only = TRUE,
  .run = prepare,
  .free_task = preparation_free,
  .free_value = report_free,
  .receive = receive,
};

static const OvJobKind looking = {
  .name = "overshoot-look",
  .is_newest_only = TRUE,
  .run = look,
  .free_task = preparation_free,
  .free_value = report_free,
  .receive = receive,
};

static void
ov_quadratic_store_dispose (GObject *object)
{
  OvQuadraticStore *self = OV_QUADRATIC_STORE (object);

  g_clear_pointer (&self->job, ov_job_abandon);
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
  Preparation *preparation;

  g_clear_pointer (&self->job, ov_job_abandon);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  self->progress = 0.0;
  self->has_failed = FALSE;
  self->is_looking = dataset != NULL && only_looks;
  g_signal_emit (self, signals[CHANGED], 0);
  if (dataset == NULL)
    return;

  preparation = g_new0 (Preparation, 1);
  preparation->dataset = ov_dataset_ref (dataset);
  preparation->n_threads = self->n_threads;
  self->job = ov_job_start (only_looks ? &looking : &preparing, preparation, self);
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

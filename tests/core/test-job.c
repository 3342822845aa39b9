/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "job.h"

#include <sys/resource.h>
#include <unistd.h>

#include "deadline.h"

#define N_VALUES 1000
#define NICENESS 5

static int n_live_values;
static int n_live_tasks;

/* What a job is told to do, and what it tells. */
typedef struct
{
  guint    n_values;   /* to send */
  gboolean is_endless; /* goes on until it is cancelled */
  GCond    changed;    /* of what is below */
  GMutex   mutex;
  gboolean may_start; /* before that the job waits */
  gboolean is_done_sending;
} Task;

/* What has been received. */
typedef struct
{
  OvJob   *job;
  GThread *thread;
  guint    last;
  guint    n_received;
  guint    n_calls;
  gboolean has_ended;
  gboolean frees; /* lets go of the job when it is told something */
} Receiver;

static gpointer
value_new (guint number)
{
  g_atomic_int_inc (&n_live_values);

  return g_memdup2 (&number, sizeof number);
}

static void
value_free (gpointer value)
{
  g_atomic_int_add (&n_live_values, -1);
  g_free (value);
}

static Task *
task_new (guint n_values)
{
  Task *task = g_new0 (Task, 1);

  task->n_values = n_values;
  task->may_start = TRUE;
  g_mutex_init (&task->mutex);
  g_cond_init (&task->changed);
  g_atomic_int_inc (&n_live_tasks);

  return task;
}

static void
task_free (gpointer data)
{
  Task *task = data;

  g_mutex_clear (&task->mutex);
  g_cond_clear (&task->changed);
  g_free (task);
  g_atomic_int_add (&n_live_tasks, -1);
}

static void
run (OvJob *job, gpointer data)
{
  Task *task = data;

  g_assert_cmpint (getpriority (PRIO_PROCESS, (id_t) gettid ()), >=, NICENESS);
  g_mutex_lock (&task->mutex);
  while (!task->may_start)
    g_cond_wait (&task->changed, &task->mutex);
  g_mutex_unlock (&task->mutex);

  for (guint i = 1; i <= task->n_values; i++)
    if (!ov_job_send (job, value_new (i)))
      break;
  while (task->is_endless && ov_job_send (job, NULL))
    g_usleep (100);

  g_mutex_lock (&task->mutex);
  task->is_done_sending = TRUE;
  g_cond_broadcast (&task->changed);
  g_mutex_unlock (&task->mutex);
}

static void
receive (GPtrArray *values, gboolean has_ended, gpointer user_data)
{
  Receiver *receiver = user_data;

  g_assert_true (g_thread_self () == receiver->thread);
  g_assert_false (receiver->has_ended);
  for (guint i = 0; i < values->len; i++)
    {
      const guint number = *(const guint *) g_ptr_array_index (values, i);

      g_assert_cmpuint (number, >, receiver->last);
      receiver->last = number;
    }
  receiver->n_received += values->len;
  receiver->n_calls++;
  receiver->has_ended = has_ended;
  if (receiver->frees)
    g_clear_pointer (&receiver->job, ov_job_free);
}

static const OvJobKind queue = {
  .name = "test-queue",
  .niceness = NICENESS,
  .run = run,
  .free_task = task_free,
  .free_value = value_free,
  .receive = receive,
};

static const OvJobKind newest = {
  .name = "test-newest",
  .niceness = NICENESS,
  .is_newest_only = TRUE,
  .run = run,
  .free_task = task_free,
  .free_value = value_free,
  .receive = receive,
};

static void
start (Receiver *receiver, const OvJobKind *kind, Task *task)
{
  receiver->thread = g_thread_self ();
  receiver->job = ov_job_start (kind, task, receiver);
}

static void
wait_until_sent (Task *task)
{
  g_mutex_lock (&task->mutex);
  while (!task->is_done_sending)
    g_cond_wait (&task->changed, &task->mutex);
  g_mutex_unlock (&task->mutex);
}

static void
assert_nothing_lives (void)
{
  g_assert_cmpint (g_atomic_int_get (&n_live_values), ==, 0);
  g_assert_cmpint (g_atomic_int_get (&n_live_tasks), ==, 0);
}

static void
wait_until_nothing_lives (void)
{
  for (deadline_set ("what abandoned jobs worked on");
       !deadline_is_met (g_atomic_int_get (&n_live_tasks) == 0
                         && g_atomic_int_get (&n_live_values) == 0);)
    g_usleep (1000);
}

/* Every value arrives, in order, and then the end. */
static void
test_queue (void)
{
  Receiver receiver = {0};

  start (&receiver, &queue, task_new (N_VALUES));
  wait_in_context (NULL, receiver.has_ended);
  g_assert_cmpuint (receiver.n_received, ==, N_VALUES);
  g_assert_cmpuint (receiver.last, ==, N_VALUES);
  ov_job_free (receiver.job);
  assert_nothing_lives ();
}

/* While nobody looks, only the newest stays; it comes with one call. */
static void
test_newest (void)
{
  Receiver receiver = {0};
  Task *task = task_new (N_VALUES);

  start (&receiver, &newest, task);
  wait_until_sent (task);
  wait_in_context (NULL, receiver.has_ended);
  g_assert_cmpuint (receiver.n_received, ==, 1);
  g_assert_cmpuint (receiver.last, ==, N_VALUES);
  g_assert_cmpuint (receiver.n_calls, <=, 2);
  ov_job_free (receiver.job);
  assert_nothing_lives ();
}

/* A cancelled job still says that it has ended. */
static void
test_cancel (void)
{
  Receiver receiver = {0};
  Task *task = task_new (0);

  task->is_endless = TRUE;
  start (&receiver, &queue, task);
  wait_in_context (NULL, receiver.n_calls > 0);
  g_assert_false (receiver.has_ended);
  ov_job_cancel (receiver.job);
  wait_in_context (NULL, receiver.has_ended);
  ov_job_free (receiver.job);
  assert_nothing_lives ();
}

/* All of it arrives without a main loop, once; the receiver may let go of the job. */
static void
test_wait (void)
{
  for (guint frees = 0; frees < 2; frees++)
    {
      Receiver receiver = {.frees = frees};
      Task *task = task_new (N_VALUES);

      start (&receiver, &queue, task);
      wait_until_sent (task);
      g_assert_true (ov_job_wait (receiver.job, G_MAXINT64));
      g_assert_cmpuint (receiver.n_calls, ==, 1);
      g_assert_cmpuint (receiver.n_received, ==, N_VALUES);
      g_assert_true (receiver.has_ended);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpuint (receiver.n_calls, ==, 1);
      g_clear_pointer (&receiver.job, ov_job_free);
      assert_nothing_lives ();
    }
}

/* Who waits no longer gets what there is. */
static void
test_wait_in_vain (void)
{
  Receiver receiver = {0};
  Task *task = task_new (0);

  task->is_endless = TRUE;
  start (&receiver, &queue, task);
  g_assert_false (ov_job_wait (receiver.job, 0));
  g_assert_false (receiver.has_ended);
  ov_job_cancel (receiver.job);
  g_assert_true (ov_job_wait (receiver.job, G_MAXINT64));
  g_assert_true (receiver.has_ended);
  ov_job_free (receiver.job);
  assert_nothing_lives ();
}

/* What was sent and not delivered is dropped, and nothing is received any more. */
static void
test_free (void)
{
  Receiver receiver = {0};
  Task *task = task_new (N_VALUES);

  start (&receiver, &queue, task);
  wait_until_sent (task);
  ov_job_free (receiver.job);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (receiver.n_calls, ==, 0);
  assert_nothing_lives ();
}

/* Nobody waits for the thread of an abandoned job, which frees what it worked on. */
static void
test_abandon (void)
{
  Receiver receiver = {0};
  Task *task = task_new (N_VALUES);

  task->may_start = FALSE;
  start (&receiver, &queue, task);
  g_mutex_lock (&task->mutex);
  ov_job_abandon (receiver.job);
  g_assert_cmpint (g_atomic_int_get (&n_live_tasks), ==, 1);
  task->may_start = TRUE;
  g_cond_broadcast (&task->changed);
  g_mutex_unlock (&task->mutex);

  wait_until_nothing_lives ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (receiver.n_calls, ==, 0);
}

/* The receiver may let go of the job in the middle of what it is told. */
static void
test_free_by_receiver (void)
{
  Receiver receiver = {.frees = TRUE};
  Task *task = task_new (N_VALUES);

  task->is_endless = TRUE;
  start (&receiver, &queue, task);
  wait_in_context (NULL, receiver.job == NULL);
  g_assert_cmpuint (receiver.n_calls, ==, 1);
  assert_nothing_lives ();
}

/* A job tells the context that was its starter's. */
static void
test_other_context (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Receiver receiver = {0};

  g_main_context_push_thread_default (context);
  start (&receiver, &queue, task_new (N_VALUES));
  g_main_context_pop_thread_default (context);
  while (!receiver.has_ended)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_false (receiver.has_ended);
      g_main_context_iteration (context, TRUE);
    }
  g_assert_cmpuint (receiver.n_received, ==, N_VALUES);
  ov_job_free (receiver.job);
  assert_nothing_lives ();
}

/* Jobs that come and go while others still run. */
static void
test_many (void)
{
  for (guint i = 0; i < 200; i++)
    {
      Receiver receiver = {0};
      Task *task = task_new (i);

      task->is_endless = i % 2 == 0;
      start (&receiver, i % 3 == 0 ? &newest : &queue, task);
      if (i % 5 == 0)
        wait_in_context (NULL, receiver.n_calls > 0);
      if (i % 2 == 0)
        ov_job_free (receiver.job);
      else
        ov_job_abandon (receiver.job);
    }
  wait_until_nothing_lives ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job/queue", test_queue);
  g_test_add_func ("/job/newest", test_newest);
  g_test_add_func ("/job/cancel", test_cancel);
  g_test_add_func ("/job/wait", test_wait);
  g_test_add_func ("/job/wait-in-vain", test_wait_in_vain);
  g_test_add_func ("/job/free", test_free);
  g_test_add_func ("/job/abandon", test_abandon);
  g_test_add_func ("/job/free-by-receiver", test_free_by_receiver);
  g_test_add_func ("/job/other-context", test_other_context);
  g_test_add_func ("/job/many", test_many);

  return g_test_run ();
}

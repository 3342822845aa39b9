/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-queue.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "file-writer.h"

/* Beside the runs; of each job a list of its runs, and of each of its tasks what that has said. */
#define FOLDER "slurm"
#define LIST_SUFFIX ".runs"

struct _OvSweepQueue
{
  char       *folder;
  GHashTable *jobs;   /* from the number of a job, as text, to the names of its runs (GStrv) */
  GHashTable *queued; /* the names of the runs that are in the queue */
};

static char *
make_list_path (const OvSweepQueue *self,
                const char         *job)
{
  g_autofree char *name = g_strconcat (job, LIST_SUFFIX, NULL);

  return g_build_filename (self->folder, name, NULL);
}

/* Reads which jobs earlier calls have submitted. */
static void
read_lists (OvSweepQueue *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_autofree char *text = NULL;

      if (!g_str_has_suffix (name, LIST_SUFFIX) || !g_file_get_contents (path, &text, NULL, NULL))
        continue;
      g_hash_table_insert (self->jobs, g_strndup (name, strlen (name) - strlen (LIST_SUFFIX)),
                           g_strsplit (g_strchomp (text), "\n", -1));
    }
}

/**
 * ov_sweep_queue_open:
 * @folder: the folder of a sweep
 * @cancellable: (nullable): gives the question to Slurm up
 * @error: return location for an error
 *
 * Finds out which runs of a sweep are in the queue.
 *
 * Returns: (transfer full) (nullable): the queue, or %NULL with @error set
 */
OvSweepQueue *
ov_sweep_queue_open (const char   *folder,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (OvSweepQueue) self = g_new0 (OvSweepQueue, 1);
  g_autoptr (GFile) own = g_file_new_build_filename (folder, FOLDER, NULL);

  self->folder = g_file_get_path (own);
  self->jobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  self->queued = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (ov_file_make_folder (own, 0755, error) == NULL)
    return NULL;
  read_lists (self);

  return ov_sweep_queue_refresh (self, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * ov_sweep_queue_free:
 * @self: (transfer full): a queue
 */
void
ov_sweep_queue_free (OvSweepQueue *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->folder);
  g_hash_table_unref (self->jobs);
  g_hash_table_unref (self->queued);
  g_free (self);
}

/**
 * ov_sweep_queue_make_log:
 * @self: a queue
 *
 * Returns: (transfer full): where Slurm is to write what a task says: a path with %A for its job,
 *   %a for its number, and %% for a per cent sign
 */
char *
ov_sweep_queue_make_log (const OvSweepQueue *self)
{
  g_auto (GStrv) parts = g_strsplit (self->folder, "%", -1);
  g_autofree char *folder = g_strjoinv ("%%", parts);

  return g_build_filename (folder, "%A_%a.log", NULL);
}

/**
 * ov_sweep_queue_add:
 * @self: a queue
 * @job: the number of a job that was submitted
 * @names: the names of its runs, in the order of its tasks, ended by %NULL
 * @error: return location for an error
 *
 * Remembers a job, also for later calls of the program.
 *
 * Returns: whether it could be written down
 */
gboolean
ov_sweep_queue_add (OvSweepQueue      *self,
                    const char        *job,
                    const char *const *names,
                    GError           **error)
{
  g_autofree char *path = make_list_path (self, job);
  g_autofree char *text = g_strjoinv ("\n", (char **) names);

  g_hash_table_insert (self->jobs, g_strdup (job), g_strdupv ((char **) names));
  for (gsize i = 0; names[i] != NULL; i++)
    g_hash_table_add (self->queued, g_strdup (names[i]));

  return ov_file_write (path, text, strlen (text), error);
}

/* Takes a line of squeue: a job and a task, which counts from 1. */
static void
take_line (OvSweepQueue *self,
           const char   *line)
{
  char job[32];
  char **names;
  guint task;

  if (sscanf (line, "%31s %u", job, &task) != 2)
    return;
  names = g_hash_table_lookup (self->jobs, job);
  if (names != NULL && task >= 1 && task <= g_strv_length (names))
    g_hash_table_add (self->queued, g_strdup (names[task - 1]));
}

/**
 * ov_sweep_queue_refresh:
 * @self: a queue
 * @cancellable: (nullable): gives the question up
 * @error: return location for an error
 *
 * Asks Slurm which of the runs wait or are running.
 *
 * Returns: whether Slurm has answered; if not, the queue is as it was
 */
gboolean
ov_sweep_queue_refresh (OvSweepQueue *self,
                        GCancellable *cancellable,
                        GError      **error)
{
  const char *const argv[] = {"squeue", "--noheader", "--array", "--me",
                              "--name=" OV_SWEEP_JOB_NAME, "--format=%F %K", NULL};
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (g_hash_table_size (self->jobs) == 0)
    return TRUE;
  if (!ov_sweep_engine_call (argv, NULL, cancellable, &text, error))
    return FALSE;

  g_hash_table_remove_all (self->queued);
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    take_line (self, lines[i]);

  return TRUE;
}

/**
 * ov_sweep_queue_get_n_runs:
 * @self: a queue
 *
 * Returns: how many runs of the sweep are in the queue
 */
guint
ov_sweep_queue_get_n_runs (const OvSweepQueue *self)
{
  return g_hash_table_size (self->queued);
}

/**
 * ov_sweep_queue_has:
 * @self: a queue
 * @name: the name of a run
 *
 * Returns: whether the run is in the queue
 */
gboolean
ov_sweep_queue_has (const OvSweepQueue *self,
                    const char         *name)
{
  return g_hash_table_contains (self->queued, name);
}

/**
 * ov_sweep_queue_clear:
 * @self: a queue with no run in it
 *
 * Forgets the jobs, which have ended.
 */
void
ov_sweep_queue_clear (OvSweepQueue *self)
{
  GHashTableIter iter;
  gpointer job;

  g_hash_table_iter_init (&iter, self->jobs);
  while (g_hash_table_iter_next (&iter, &job, NULL))
    {
      g_autofree char *path = make_list_path (self, job);

      g_unlink (path);
    }
  g_hash_table_remove_all (self->jobs);
}

/**
 * ov_sweep_queue_cancel:
 * @self: a queue
 * @error: return location for an error
 *
 * Takes the runs out of the queue. Those that are running are asked to end, which saves them.
 *
 * Returns: whether Slurm has done it; if not, some may still be in the queue
 */
gboolean
ov_sweep_queue_cancel (OvSweepQueue *self,
                       GError      **error)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *output = NULL;
  GHashTableIter iter;
  gpointer job;

  g_ptr_array_add (argv, (gpointer) "scancel");
  g_hash_table_iter_init (&iter, self->jobs);
  while (g_hash_table_iter_next (&iter, &job, NULL))
    g_ptr_array_add (argv, job);
  g_ptr_array_add (argv, NULL);

  return ov_sweep_engine_call ((const char *const *) argv->pdata, NULL, NULL, &output, error);
}

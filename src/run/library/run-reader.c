/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-reader.h"

#include "library.h"
#include "run-facts.h"

/* For how long a deleted run can be restored, in milliseconds. */
#define GRACE ((gint64) 24 * 60 * 60 * 1000)

/* A run that nobody has written to for this long was left by a program that crashed, in
 * milliseconds. */
#define ABANDONED ((gint64) 60 * 60 * 1000)

/**
 * ov_run_listing_free:
 * @self: (transfer full): a listing
 */
void
ov_run_listing_free (OvRunListing *self)
{
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self);
}

/**
 * ov_run_query_new:
 * @path: a library's file
 *
 * Returns: (transfer full): a query of no runs
 */
OvRunQuery *
ov_run_query_new (const char *path)
{
  OvRunQuery *self = g_new (OvRunQuery, 1);

  self->path = g_strdup (path);
  self->ids = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * ov_run_query_free:
 * @self: (transfer full): a query
 */
void
ov_run_query_free (OvRunQuery *self)
{
  g_free (self->path);
  g_ptr_array_unref (self->ids);
  g_free (self);
}

/**
 * ov_run_reader_list_cb:
 * @task: returns an #OvRunListing
 * @source: not used
 * @query: of no runs
 * @cancellable: not used
 *
 * Opens a library, which is made if there is none, tidies it up, and lists its runs.
 */
void
ov_run_reader_list_cb (GTask        *task,
                       gpointer      source,
                       gpointer      query,
                       GCancellable *cancellable)
{
  const OvRunQuery *asked = query;
  const gint64 now = g_get_real_time () / 1000;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library =
    ov_library_open (asked->path, OV_LIBRARY_CREATE | OV_LIBRARY_SHARED, &error);
  OvRunListing *listing = g_new0 (OvRunListing, 1);

  if (library != NULL)
    {
      listing->is_read_only = ov_library_is_read_only (library);

      /* What cannot be tidied up now can be another day. */
      if (!listing->is_read_only)
        {
          ov_library_purge (library, now - GRACE, NULL);
          ov_library_end_abandoned (library, now - ABANDONED, NULL);
        }
      listing->entries = ov_library_list (library, NULL, &error);
    }

  if (listing->entries != NULL)
    g_task_return_pointer (task, listing, (GDestroyNotify) ov_run_listing_free);
  else
    {
      ov_run_listing_free (listing);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

/**
 * ov_run_reader_judge_cb:
 * @task: returns a #GArray of #OvRunFacts, without epochs where a run cannot be read
 * @source: not used
 * @query: which runs
 * @cancellable: (nullable): ends the reading
 *
 * Finds out what only the curves of runs show.
 */
void
ov_run_reader_judge_cb (GTask        *task,
                        gpointer      source,
                        gpointer      query,
                        GCancellable *cancellable)
{
  const OvRunQuery *asked = query;
  g_autoptr (OvLibrary) library =
    ov_library_open (asked->path, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, NULL);
  GArray *facts = g_array_sized_new (FALSE, TRUE, sizeof (OvRunFacts), asked->ids->len);

  for (guint i = 0; i < asked->ids->len; i++)
    {
      g_autoptr (OvRunRecord) record = NULL;
      OvRunFacts found = {0};

      if (library != NULL && !g_cancellable_is_cancelled (cancellable))
        record = ov_library_load (library, asked->ids->pdata[i], NULL);
      if (record != NULL)
        ov_run_facts_init (&found, &record->recipe, record->history,
                           record->outcome != OV_OUTCOME_NONE ? record->outcome
                                                              : OV_OUTCOME_CANCELLED);
      g_array_append_val (facts, found);
    }

  g_task_return_pointer (task, facts, (GDestroyNotify) g_array_unref);
}

/**
 * ov_run_reader_load_cb:
 * @task: returns an #OvRunRecord
 * @source: not used
 * @query: which run
 * @cancellable: not used
 *
 * Reads all that a run has left.
 */
void
ov_run_reader_load_cb (GTask        *task,
                       gpointer      source,
                       gpointer      query,
                       GCancellable *cancellable)
{
  const OvRunQuery *asked = query;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library =
    ov_library_open (asked->path, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, &error);
  OvRunRecord *record =
    library != NULL ? ov_library_load (library, asked->ids->pdata[0], &error) : NULL;

  if (record != NULL)
    g_task_return_pointer (task, record, (GDestroyNotify) ov_run_record_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

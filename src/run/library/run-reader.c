/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-reader.h"

#include "library.h"
#include "run-facts.h"

/* For how long a deleted run can be restored, in milliseconds. */
#define GRACE ((gint64) 24 * 60 * 60 * 1000)

/* How long another program may keep the library locked before that is an error, in milliseconds. */
#define PATIENCE 5000

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
  g_free (self->current);
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
  OvRunQuery *self = g_new0 (OvRunQuery, 1);

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
  g_clear_error (&self->error);
  g_free (self);
}

/* What cannot be written can still be read. */
static OvLibrary *
open_to_list (const char *path,
              GError    **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (OvLibrary) library =
    ov_library_open (path, OV_LIBRARY_CREATE | OV_LIBRARY_SHARED, &fault);

  if (library == NULL && g_error_matches (fault, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_READ_ONLY))
    library = ov_library_open (path, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, NULL);
  if (library == NULL)
    g_propagate_error (error, g_steal_pointer (&fault));

  return g_steal_pointer (&library);
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
  g_autoptr (OvLibrary) library = open_to_list (asked->path, &error);
  OvRunListing *listing = g_new0 (OvRunListing, 1);

  if (library != NULL)
    {
      listing->is_read_only = ov_library_is_read_only (library);

      /* What cannot be tidied up now, while another program writes, can be another day. */
      if (!listing->is_read_only)
        {
          ov_library_set_patience (library, 0);
          ov_library_purge (library, now - GRACE, NULL);
          ov_library_end_abandoned (library, now - ABANDONED, NULL);
          ov_library_set_patience (library, PATIENCE);
        }
      listing->entries = ov_library_list (library, NULL, &error);
      ov_library_get_current (library, &listing->current, NULL);
    }

  if (listing->entries != NULL)
    g_task_return_pointer (task, listing, (GDestroyNotify) ov_run_listing_free);
  else
    {
      ov_run_listing_free (listing);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
clear_record (gpointer record)
{
  if (record != NULL)
    ov_run_record_unref (record);
}

/* Nobody runs an earlier run any more: one without an outcome was broken off. */
static OvRunRecord *
load (OvLibrary  *library,
      const char *id,
      GError    **error)
{
  OvRunRecord *record = ov_library_load (library, id, error);

  if (record != NULL && record->outcome == OV_OUTCOME_NONE)
    record->outcome = OV_OUTCOME_CANCELLED;

  return record;
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
        record = load (library, asked->ids->pdata[i], NULL);
      if (record != NULL)
        ov_run_facts_init (&found, record);
      g_array_append_val (facts, found);
    }

  g_task_return_pointer (task, facts, (GDestroyNotify) g_array_unref);
}

/**
 * ov_run_reader_load_cb:
 * @task: returns a #GPtrArray of (nullable) #OvRunRecord
 * @source: not used
 * @query: which runs; has its error set when one cannot be read, which is %NULL then
 * @cancellable: (nullable): ends the reading
 *
 * Reads all that runs have left.
 */
void
ov_run_reader_load_cb (GTask        *task,
                       gpointer      source,
                       gpointer      query,
                       GCancellable *cancellable)
{
  OvRunQuery *asked = query;
  g_autoptr (OvLibrary) library =
    ov_library_open (asked->path, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, &asked->error);
  GPtrArray *records = g_ptr_array_new_full (asked->ids->len, clear_record);

  for (guint i = 0; i < asked->ids->len; i++)
    {
      OvRunRecord *record = NULL;

      if (library != NULL && !g_cancellable_is_cancelled (cancellable))
        record = load (library, asked->ids->pdata[i],
                       asked->error == NULL ? &asked->error : NULL);
      g_ptr_array_add (records, record);
    }

  g_task_return_pointer (task, records, (GDestroyNotify) g_ptr_array_unref);
}

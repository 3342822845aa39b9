/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "event-writer.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "error.h"
#include "event-format.h"
#include "file-error.h"
#include "file-name.h"
#include "file-writer.h"
#include "instrument-columns.h"
#include "protobuf.h"

/* What TensorBoard calls an epoch's quantities: what stands before a slash is shown together. */
static const char *const tags[OV_N_EPOCH_FIELDS] = {
  [OV_EPOCH_LEARNING_RATE] = "learning_rate",
  [OV_EPOCH_TRAIN_LOSS] = "loss/train",
  [OV_EPOCH_TRAIN_ACCURACY] = "accuracy/train",
  [OV_EPOCH_TEST_LOSS] = "loss/test",
  [OV_EPOCH_TEST_ACCURACY] = "accuracy/test",
  [OV_EPOCH_BATCH_LOSS] = "loss/last_batch",
  [OV_EPOCH_SECONDS] = "seconds",
};

static void
append_sum (GByteArray   *file,
            gconstpointer data,
            gsize         size)
{
  const guint32 sum = GUINT32_TO_LE (ov_event_sum (data, size));

  g_byte_array_append (file, (const guint8 *) &sum, sizeof sum);
}

static void
append_record (GByteArray       *file,
               const GByteArray *event)
{
  const guint64 length = GUINT64_TO_LE ((guint64) event->len);

  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  append_sum (file, &length, sizeof length);
  g_byte_array_append (file, event->data, event->len);
  append_sum (file, event->data, event->len);
}

/* TensorBoard keeps single precision. */
static void
append_value (GByteArray *summary,
              const char *tag,
              double      number)
{
  g_autoptr (GByteArray) value = g_byte_array_new ();

  ov_protobuf_append_bytes (value, OV_EVENT_VALUE_TAG, tag, strlen (tag));
  ov_protobuf_append_float (value, OV_EVENT_VALUE_SIMPLE, (float) number);
  ov_protobuf_append_bytes (summary, OV_EVENT_SUMMARY_VALUE, value->data, value->len);
}

static void
append_reading_cb (const char *column,
                   double      value,
                   gpointer    user_data)
{
  if (!isnan (value))
    append_value (user_data, column, value);
}

static void
append_event (GByteArray       *file,
              double            time,
              guint             step,
              const GByteArray *summary)
{
  g_autoptr (GByteArray) event = g_byte_array_new ();

  ov_protobuf_append_double (event, OV_EVENT_WALL_TIME, time);
  if (summary == NULL)
    ov_protobuf_append_bytes (event, OV_EVENT_FILE_VERSION, OV_EVENT_VERSION,
                              strlen (OV_EVENT_VERSION));
  else
    {
      ov_protobuf_append_varint (event, OV_EVENT_STEP, step);
      ov_protobuf_append_bytes (event, OV_EVENT_SUMMARY, summary->data, summary->len);
    }
  append_record (file, event);
}

/**
 * ov_event_writer_make:
 * @run: a run
 *
 * Makes an event file of a run: an event for each epoch, whose number is its step. Its time is that
 * of the start and of the epochs until then.
 *
 * Returns: (transfer full): the file
 */
GByteArray *
ov_event_writer_make (const OvExportedRun *run)
{
  const OvRunRecord *record;
  GByteArray *file;
  double time;
  guint n_epochs;
  guint instruments;

  g_return_val_if_fail (run != NULL, NULL);

  record = run->record;
  file = g_byte_array_new ();
  time = (double) run->entry->started / 1000.0;
  append_event (file, time, 0, NULL);
  n_epochs = ov_history_get_n_epochs (record->history);
  instruments = ov_readings_get_instruments (record->readings);
  for (guint i = 0; i <= n_epochs; i++)
    {
      const OvEpoch *epoch = i < n_epochs ? ov_history_get_epoch (record->history, i) : NULL;
      const OvSharpnessPoint *point = ov_sharpness_history_find (record->sharpness, i);
      g_autoptr (GByteArray) summary = g_byte_array_new ();

      for (OvEpochField field = 0; epoch != NULL && field < OV_N_EPOCH_FIELDS; field++)
        if (!ov_epoch_is_missing (ov_epoch_get_field (epoch, field)))
          append_value (summary, tags[field], ov_epoch_get_field (epoch, field));
      if (point != NULL)
        append_value (summary, "sharpness", point->value);
      if (epoch != NULL)
        ov_instrument_columns_visit (record, instruments, i, append_reading_cb, summary);
      if (epoch != NULL && !ov_epoch_is_missing (epoch->seconds))
        time += epoch->seconds;

      /* After the last epoch the sharpness may have been measured once more. */
      if (epoch != NULL || point != NULL)
        append_event (file, time, i, summary);
    }

  return file;
}

/* The name of a run's folder, which is what TensorBoard calls it: no two are the same. */
static char *
make_name (const OvRunEntry *entry,
           GHashTable       *taken)
{
  g_autofree char *name = ov_file_name_make (entry->name[0] != '\0' ? entry->name : entry->id);
  char *free_name = g_strdup (name);

  for (guint i = 2; g_hash_table_contains (taken, free_name); i++)
    {
      g_free (free_name);
      free_name = g_strdup_printf ("%s (%u)", name, i);
    }
  g_hash_table_add (taken, g_strdup (free_name));

  return free_name;
}

/* @made gets the folder, if it can be made. */
static gboolean
make_folder (const char *path,
             GPtrArray  *made,
             GError    **error)
{
  g_autofree char *shown = NULL;

  if (g_mkdir (path, 0777) == 0)
    {
      g_ptr_array_add (made, g_strdup (path));
      return TRUE;
    }
  if (errno != EEXIST)
    {
      ov_file_set_error (error, path, errno);
      return FALSE;
    }

  shown = ov_file_display_name (path);
  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("There is a “%s” already. Remove it, or give another name: what TensorBoard shows "
                 "is a folder of its own."),
               shown);

  return FALSE;
}

static gboolean
save_run (const OvExportedRun *run,
          const char          *folder,
          GPtrArray           *made,
          GError             **error)
{
  g_autoptr (GByteArray) file = ov_event_writer_make (run);
  g_autofree char *name = g_strdup_printf ("events.out.tfevents.%" G_GINT64_FORMAT ".overshoot",
                                           run->entry->started / 1000);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (!make_folder (folder, made, error) || !ov_file_write (path, file->data, file->len, error))
    return FALSE;
  g_ptr_array_add (made, g_steal_pointer (&path));

  return TRUE;
}

/* What is in a folder goes before the folder. */
static void
remove_all (const GPtrArray *made)
{
  for (guint i = made->len; i-- > 0;)
    g_remove (made->pdata[i]);
}

/**
 * ov_event_writer_save:
 * @runs: (element-type OvExportedRun): runs
 * @path: a folder that is not there yet
 * @error: return location for an error
 *
 * Makes a folder for TensorBoard, with a folder in it for each run, which has its name.
 *
 * Returns: whether it is there; if not, nothing of it is, and @error is an %OV_ERROR_FILE
 */
gboolean
ov_event_writer_save (const GPtrArray *runs,
                      const char      *path,
                      GError         **error)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
  gboolean is_saved;

  g_return_val_if_fail (runs != NULL && path != NULL, FALSE);

  is_saved = make_folder (path, made, error);
  for (guint i = 0; is_saved && i < runs->len; i++)
    {
      const OvExportedRun *run = g_ptr_array_index (runs, i);
      g_autofree char *name = make_name (run->entry, taken);
      g_autofree char *folder = g_build_filename (path, name, NULL);

      is_saved = save_run (run, folder, made, error);
    }
  if (!is_saved)
    remove_all (made);

  return is_saved;
}

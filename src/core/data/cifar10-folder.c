/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "cifar10-batch.h"
#include "data-reader.h"
#include "error.h"
#include "file-error.h"
#include "thread-pool.h"

/* The folders that the original archives unpack to. */
#define ORIGINAL_FOLDER "cifar-10-batches-bin"
#define PYTHON_FOLDER "cifar-10-batches-py"

/* The six files while members of a pool read them; the errors are one per file, so that the first
 * file's is the one that is reported. */
typedef struct
{
  GFile            *folder;
  gboolean          is_python;
  GCancellable     *cancellable;
  OvCifar10Batches *batches;
  GError           *errors[OV_CIFAR10_N_FILES];
} Reading;

static GFile *
get_batch (GFile   *folder,
           guint    file_index,
           gboolean is_python)
{
  g_autofree char *name = is_python ? ov_cifar10_python_name (file_index)
                                    : g_strdup (ov_cifar10_file_names[file_index]);

  return g_file_get_child (folder, name);
}

static gboolean
read_stream (gpointer      source,
             guint8       *buffer,
             gsize         size,
             GCancellable *cancellable,
             GError      **error)
{
  gsize n_read;

  if (!g_input_stream_read_all (source, buffer, size, &n_read, cancellable, error))
    return FALSE;
  if (n_read == size)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                       _("it became shorter while it was read"));
  return FALSE;
}

/* A file that is not plain is refused before it is opened, since opening a named pipe would wait
 * for ever. */
static gboolean
check_file (GFile        *file,
            gboolean      is_python,
            GCancellable *cancellable,
            GError      **error)
{
  g_autofree char *name = ov_file_display_file (file);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (
    file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE,
    cancellable, &cause);
  GFileType type;

  if (info == NULL && g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                   _("“%s” is missing. CIFAR-10 has six files: choose the folder that holds them "
                     "all, or get CIFAR-10 again."),
                   name);
      return FALSE;
    }

  if (info == NULL)
    {
      ov_data_reader_set_read_error (error, file, cause);
      return FALSE;
    }

  /* In a folder that may not be entered the type is left out, and the attribute is 0. */
  type = (GFileType) g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_STANDARD_TYPE);
  if (type != G_FILE_TYPE_REGULAR)
    {
      ov_data_reader_set_kind_error (error, file, type);
      return FALSE;
    }

  if (is_python && g_file_info_get_size (info) > OV_CIFAR10_MAX_PYTHON_SIZE)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                   _("“%s” is too large for a batch of CIFAR-10 for Python. Get CIFAR-10 again."),
                   name);
      return FALSE;
    }

  if (!is_python && g_file_info_get_size (info) != OV_CIFAR10_FILE_SIZE)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                   _("“%s” has %" PRId64 " bytes instead of %d: it is incomplete or not "
                     "of CIFAR-10. Get CIFAR-10 again."),
                   name, g_file_info_get_size (info), OV_CIFAR10_FILE_SIZE);
      return FALSE;
    }

  return TRUE;
}

static gboolean
fill_from_python (Reading          *reading,
                  guint             file_index,
                  GFileInputStream *stream,
                  GFile            *file,
                  GError          **error)
{
  g_autofree char *name = ov_file_display_file (file);
  g_autoptr (GFileInfo) info =
    g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, error);

  return info != NULL
         && ov_cifar10_batches_fill_from_python (
           reading->batches, file_index, name,
           (gsize) CLAMP (g_file_info_get_size (info), 0, OV_CIFAR10_MAX_PYTHON_SIZE),
           read_stream, stream, reading->cancellable, error);
}

static gboolean
read_file (Reading *reading,
           guint    file_index,
           GError **error)
{
  g_autoptr (GFile) file = get_batch (reading->folder, file_index, reading->is_python);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) cause = NULL;

  stream = g_file_read (file, reading->cancellable, &cause);
  if (stream != NULL
      && (reading->is_python
            ? fill_from_python (reading, file_index, stream, file, &cause)
            : ov_cifar10_batches_fill (reading->batches, file_index, read_stream, stream,
                                       reading->cancellable, &cause)))
    return TRUE;

  if (cause->domain == OV_ERROR)
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    ov_data_reader_set_read_error (error, file, cause);
  return FALSE;
}

static void
read_files_cb (guint    member,
               guint    n_members,
               gpointer user_data)
{
  Reading *reading = user_data;
  const OvShare share = ov_thread_pool_share (OV_CIFAR10_N_FILES, member, n_members);

  for (guint i = share.begin; i < share.end; i++)
    {
      if (!read_file (reading, i, &reading->errors[i]))
        return;
    }
}

/* Where the six files may be: in a folder, or in the one in it that an archive makes. The binary
 * version comes first. */
static const struct
{
  const char *name;
  gboolean    is_python;
} places[] = {
  {".", FALSE},
  {ORIGINAL_FOLDER, FALSE},
  {".", TRUE},
  {PYTHON_FOLDER, TRUE},
};

/* Returns the folder that holds the six files. */
static GFile *
find_batches (GFile    *folder,
              gboolean *is_python)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GFile) place = g_file_resolve_relative_path (folder, places[i].name);
      g_autoptr (GFile) file = get_batch (place, 0, places[i].is_python);

      *is_python = places[i].is_python;
      if (g_file_query_exists (file, NULL))
        return g_steal_pointer (&place);
    }

  *is_python = FALSE;

  return g_object_ref (folder);
}

/**
 * ov_cifar10_list_files:
 * @folder: a folder, as ov_cifar10_load_folder() takes it
 *
 * Returns: (transfer full) (element-type GFile): all files that might be read from it, of which
 *   most do not exist
 */
GPtrArray *
ov_cifar10_list_files (GFile *folder)
{
  GPtrArray *files;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GFile) place = g_file_resolve_relative_path (folder, places[i].name);

      for (guint j = 0; j < OV_CIFAR10_N_FILES; j++)
        g_ptr_array_add (files, get_batch (place, j, places[i].is_python));
    }

  return files;
}

static gboolean
check_folder (GFile        *folder,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFileEnumerator) enumerator =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE,
                               cancellable, &cause);

  if (enumerator != NULL)
    return TRUE;

  ov_data_reader_set_read_error (error, folder, cause);
  return FALSE;
}

/**
 * ov_cifar10_load_folder:
 * @folder: a folder with the six files, of the binary version or of the one for Python, or one with
 *   the folder `cifar-10-batches-bin` or `cifar-10-batches-py` in it
 * @cancellable: (nullable): stops the reading
 * @error: return location for an error
 *
 * Reads CIFAR-10's batches, several files at a time. Blocks; meant for a worker thread.
 *
 * Returns: (transfer full) (nullable): the data set, or %NULL with @error set: %OV_ERROR_DATA, or
 *   %G_IO_ERROR_CANCELLED
 */
OvDataset *
ov_cifar10_load_folder (GFile        *folder,
                        GCancellable *cancellable,
                        GError      **error)
{
  g_autoptr (GFile) batches_folder = NULL;
  g_autoptr (OvThreadPool) pool = NULL;
  g_auto (OvCifar10Batches) batches = {0};
  Reading reading = {0};
  gboolean failed = FALSE;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  batches_folder = find_batches (folder, &reading.is_python);
  if (!check_folder (batches_folder, cancellable, error))
    return NULL;

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autoptr (GFile) file = get_batch (batches_folder, i, reading.is_python);

      if (!check_file (file, reading.is_python, cancellable, error))
        return NULL;
    }

  if (!ov_cifar10_batches_init (&batches, error))
    return NULL;

  reading.folder = batches_folder;
  reading.cancellable = cancellable;
  reading.batches = &batches;
  pool = ov_thread_pool_new (MIN (ov_thread_pool_default_size (), OV_CIFAR10_N_FILES));
  ov_thread_pool_run (pool, read_files_cb, &reading);

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      if (reading.errors[i] == NULL)
        continue;
      if (!failed)
        g_propagate_error (error, g_steal_pointer (&reading.errors[i]));
      g_clear_error (&reading.errors[i]);
      failed = TRUE;
    }

  if (failed)
    return NULL;

  return ov_cifar10_batches_finish (&batches, error);
}

/* A folder with only some of the files is damaged, rather than something for another reader. */
static OvDataMatch
probe (const OvDataPlace *place)
{
  if (place->names == NULL)
    return OV_DATA_MATCH_NONE;

  for (guint i = 0; place->names[i] != NULL; i++)
    if (g_str_has_prefix (place->names[i], "data_batch_")
        || g_str_has_prefix (place->names[i], "test_batch")
        || g_str_has_prefix (place->names[i], "cifar-10-batches-"))
      return OV_DATA_MATCH_CERTAIN;

  return OV_DATA_MATCH_POSSIBLE;
}

const OvDataReader ov_cifar10_folder_reader = {
  .probe = probe,
  .load = ov_cifar10_load_folder,
  .verify = ov_cifar10_verify,
  .verify_quickly = ov_cifar10_verify_quickly,
  .get_default = ov_cifar10_default_folder,
};

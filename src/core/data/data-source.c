/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data-source.h"

#include "sample.h"

static void
place_clear (OvDataPlace *place)
{
  g_clear_pointer (&place->names, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OvDataPlace, place_clear)

/* Returns %NULL with @error set where a folder cannot be listed to its end, which is not to be
 * taken for an empty one. */
static GStrv
list_names (GFile        *folder,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GFileEnumerator) files =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE,
                               cancellable, error);

  if (files == NULL)
    return NULL;

  while (TRUE)
    {
      GFileInfo *info;

      if (!g_file_enumerator_iterate (files, &info, NULL, cancellable, error))
        return NULL;
      if (info == NULL)
        return g_strv_builder_end (names);

      g_strv_builder_add (names, g_file_info_get_name (info));
    }
}

/* Fails with GIO's error. */
static gboolean
look_at (OvDataPlace  *place,
         GFile        *file,
         GCancellable *cancellable,
         GError      **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;

  /* The type is left out where it may not be read; the attribute is 0 then, which is no type at
   * all. */
  place->file = file;
  place->type = (GFileType) g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_STANDARD_TYPE);
  if (place->type == G_FILE_TYPE_DIRECTORY)
    place->names = list_names (file, cancellable, error);

  return place->type != G_FILE_TYPE_DIRECTORY || place->names != NULL;
}

/* Returns the reader that suits @place best, the first one of equals, or %NULL. */
static const OvDataReader *
find_reader (const OvDataPlace *place,
             OvDataMatch       *match)
{
  const OvDataReader *found = NULL;

  *match = OV_DATA_MATCH_NONE;
  for (guint i = 0; ov_data_readers[i] != NULL; i++)
    {
      const OvDataMatch suits = ov_data_readers[i]->probe (place);

      if (suits <= *match)
        continue;
      *match = suits;
      found = ov_data_readers[i];
    }

  return found;
}

static OvDataset *
read_place (const OvDataPlace   *place,
            const OvDataReader **reader,
            GCancellable        *cancellable,
            GError             **error)
{
  OvDataMatch match;
  const OvDataReader *found = find_reader (place, &match);
  OvDataset *dataset;

  if (found == NULL)
    {
      ov_data_reader_set_kind_error (error, place->file, place->type);
      return NULL;
    }

  dataset = found->load (place->file, cancellable, error);
  if (dataset != NULL && reader != NULL)
    *reader = found;

  return dataset;
}

/**
 * ov_data_source_read:
 * @file: a file or a folder
 * @reader: (out) (optional): what has read it
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Reads data with the reader that it suits. Blocks; meant for a worker thread.
 *
 * Returns: (transfer full) (nullable): the data set, or %NULL with @error set: %OV_ERROR_DATA, or
 *   %G_IO_ERROR_CANCELLED
 */
OvDataset *
ov_data_source_read (GFile               *file,
                     const OvDataReader **reader,
                     GCancellable        *cancellable,
                     GError             **error)
{
  g_auto (OvDataPlace) place = {0};
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (look_at (&place, file, cancellable, &cause))
    return read_place (&place, reader, cancellable, error);

  ov_data_reader_set_read_error (error, file, cause);
  return NULL;
}

/* Reads the user's own data, or returns %NULL without an error where there is none. A folder that
 * has nothing for any reader is as good as none. */
static OvDataset *
read_default (GFile               *file,
              const OvDataReader **reader,
              GCancellable        *cancellable,
              GError             **error)
{
  g_auto (OvDataPlace) place = {0};
  g_autoptr (GError) cause = NULL;
  OvDataMatch match;

  if (!look_at (&place, file, cancellable, &cause))
    {
      if (!g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        ov_data_reader_set_read_error (error, file, cause);
      return NULL;
    }

  find_reader (&place, &match);
  if (place.type == G_FILE_TYPE_DIRECTORY && match != OV_DATA_MATCH_CERTAIN)
    return NULL;

  return read_place (&place, reader, cancellable, error);
}

static OvDataset *
load_default (GFile              **source,
              const OvDataReader **reader,
              GCancellable        *cancellable,
              GError             **error)
{
  for (guint i = 0; ov_data_readers[i] != NULL; i++)
    {
      g_autoptr (GFile) file = NULL;
      g_autoptr (GError) cause = NULL;
      OvDataset *dataset;

      if (ov_data_readers[i]->get_default == NULL)
        continue;

      file = ov_data_readers[i]->get_default ();
      dataset = read_default (file, reader, cancellable, &cause);
      if (cause != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return NULL;
        }
      if (dataset != NULL)
        {
          *source = g_steal_pointer (&file);
          return dataset;
        }
    }

  return ov_sample_new ();
}

/**
 * ov_data_source_get_file:
 * @choice: (nullable): as ov_data_source_load() takes it
 *
 * Returns: (transfer full) (nullable): where the data would be read from, the first place when
 *   there is no choice; %NULL for the sample
 */
GFile *
ov_data_source_get_file (const char *choice)
{
  for (guint i = 0; choice == NULL && ov_data_readers[i] != NULL; i++)
    if (ov_data_readers[i]->get_default != NULL)
      return ov_data_readers[i]->get_default ();
  if (choice == NULL || g_str_equal (choice, OV_DATA_SOURCE_SAMPLE))
    return NULL;

  return g_file_new_for_commandline_arg (choice);
}

/**
 * ov_data_source_load:
 * @choice: (nullable): the path or URI of a folder or an archive, or %OV_DATA_SOURCE_SAMPLE; %NULL
 *   for the user's own data and, where there is none, the sample
 * @source: (out) (transfer full) (nullable): where the data was read from; %NULL for the sample
 * @reader: (out) (nullable): what has read it; %NULL for the sample
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Loads the data to train on, for either program. Data that is there and cannot be read is an
 * error, whether it was named or is the user's own: a run on other data than the user believes
 * would be worse. A folder of the name “sample” is reached as “./sample”. Blocks; meant for a
 * worker thread.
 *
 * Returns: (transfer full) (nullable): the data set, or %NULL with @error set
 */
OvDataset *
ov_data_source_load (const char          *choice,
                     GFile              **source,
                     const OvDataReader **reader,
                     GCancellable        *cancellable,
                     GError             **error)
{
  g_autoptr (GFile) file = NULL;
  OvDataset *dataset;

  g_return_val_if_fail (source != NULL, NULL);
  g_return_val_if_fail (reader != NULL, NULL);

  *source = NULL;
  *reader = NULL;
  if (choice == NULL)
    return load_default (source, reader, cancellable, error);

  file = ov_data_source_get_file (choice);
  if (file == NULL)
    return ov_sample_new ();

  dataset = ov_data_source_read (file, reader, cancellable, error);
  if (dataset != NULL)
    *source = g_steal_pointer (&file);

  return dataset;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "weights.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "file-error.h"
#include "file-writer.h"
#include "safetensors.h"
#include "weights-private.h"

/*
 * A network's parameters as a file in the safetensors format, with the names and shapes that other
 * programs use.
 */

/* The network's tensors in their order, with room for one more. */
static const OvTensor **
list_tensors (const OvNetwork *network)
{
  const guint n_tensors = network->n_tensors;
  const OvTensor **tensors = g_new (const OvTensor *, n_tensors + 1);

  for (guint i = 0; i < n_tensors; i++)
    tensors[i] = &network->tensors[i];

  return tensors;
}

/**
 * ov_weights_save:
 * @network: a network
 * @notes: (nullable): what else a user of the file needs to know
 * @file: where its parameters are written to
 * @error: (out) (optional): return location for an error
 *
 * Writes a file in the safetensors format, see ov_file_write().
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_FILE
 */
gboolean
ov_weights_save (OvNetwork            *network,
                 const OvWeightsNotes *notes,
                 GFile                *file,
                 GError              **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (JsonNode) metadata = NULL;
  g_autofree const OvTensor **tensors = NULL;
  guint n_tensors;

  g_return_val_if_fail (network != NULL, FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  tensors = list_tensors (network);
  n_tensors = network->n_tensors;
  if (notes != NULL)
    {
      metadata = ov_weights_notes_build (notes);
      tensors[n_tensors++] = &ov_weights_mean_image;
    }

  bytes = ov_safetensors_begin (tensors, n_tensors, metadata);
  ov_safetensors_append (bytes, network->parameters,
                         network->n_parameters);
  if (notes != NULL)
    {
      float mean[OV_IMAGE_SIZE];

      ov_weights_notes_get_mean (notes, mean);
      ov_safetensors_append (bytes, mean, OV_IMAGE_SIZE);
    }

  return ov_file_write_to (file, bytes->data, bytes->len, error);
}

/* Puts a reason into a sentence that names the file. */
static gboolean
refuse (GFile      *file,
        const char *reason,
        GError    **error)
{
  g_autofree char *name = ov_file_display_file (file);

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("“%s” does not hold weights for this network: %s. Take a file that was saved from "
                 "the same recipe with the same number of hidden units."),
               name, reason);

  return FALSE;
}

/* Reads a known number of bytes; a file that ends before them is refused. */
static gboolean
read_bytes (GInputStream *stream,
            GFile        *file,
            gpointer      bytes,
            gsize         size,
            GError      **error)
{
  g_autoptr (GError) cause = NULL;
  gsize n_read;

  if (g_input_stream_read_all (stream, bytes, size, &n_read, NULL, &cause))
    return n_read == size ? TRUE : refuse (file, _("it ends too early"), error);

  ov_file_set_read_error (error, file, cause);

  return FALSE;
}

/* Finds the network's tensors. A mean image, which older files and those of other programs do not
 * have, is passed over. */
static gboolean
find_tensors (const OvNetwork *network,
              const char      *header,
              gsize            length,
              gsize           *places,
              gsize           *size,
              char           **reason)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = ov_safetensors_parse_header (parser, header, length, reason);
  g_autofree const OvTensor **tensors = list_tensors (network);
  guint n_tensors = network->n_tensors;

  if (root == NULL)
    return FALSE;

  if (json_object_has_member (root, ov_weights_mean_image.name))
    tensors[n_tensors++] = &ov_weights_mean_image;

  return ov_safetensors_find (root, tensors, n_tensors, places, size, reason);
}

/* There has to be room for the place of one tensor more than the network has. */
static gboolean
read_header (GInputStream    *stream,
             const OvNetwork *network,
             GFile           *file,
             gsize           *places,
             gsize           *size,
             GError         **error)
{
  g_autofree char *header = NULL;
  g_autofree char *reason = NULL;
  guint64 length;

  if (!read_bytes (stream, file, &length, sizeof length, error))
    return FALSE;
  length = GUINT64_FROM_LE (length);
  if (length > OV_SAFETENSORS_LARGEST_HEADER)
    return refuse (file, _("its header is not that of a safetensors file"), error);

  header = g_malloc (length + 1);
  if (!read_bytes (stream, file, header, length, error))
    return FALSE;
  if (!find_tensors (network, header, length, places, size, &reason))
    return refuse (file, reason, error);

  return TRUE;
}

/* Turns the file's bytes into the network's block, and refuses what is not finite. */
static gboolean
convert (const OvNetwork *network,
         const guint8    *bytes,
         const gsize     *places,
         float           *parameters)
{
  for (guint i = 0; i < network->n_tensors; i++)
    {
      const OvTensor *tensor = &network->tensors[i];

      if (!ov_safetensors_read (bytes + places[i], tensor->size, parameters + tensor->offset))
        return FALSE;
    }

  return TRUE;
}

/**
 * ov_weights_load:
 * @network: a network
 * @file: a file in the safetensors format that holds the network's tensors; a mean image and
 *   notes are passed over
 * @error: (out) (optional): return location for an error
 *
 * Reads a network's parameters. When it fails they are as they were.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_FILE
 */
gboolean
ov_weights_load (OvNetwork *network,
                 GFile     *file,
                 GError   **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree gsize *places = NULL;
  g_autofree guint8 *bytes = NULL;
  g_autofree float *parameters = NULL;
  gsize n_parameters;
  gsize size;
  guint8 rest;

  g_return_val_if_fail (network != NULL, FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  /* A named pipe that nobody writes to would keep the program waiting for ever. */
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_SPECIAL)
    {
      g_autofree char *name = ov_file_display_file (file);

      g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                   _("“%s” is a pipe or a device. Weights are read from files only: save what "
                     "comes from there to one first."),
                   name);
      return FALSE;
    }

  stream = g_file_read (file, NULL, &cause);
  if (stream == NULL)
    {
      ov_file_set_read_error (error, file, cause);
      return FALSE;
    }

  n_parameters = network->n_parameters;
  places = g_new (gsize, network->n_tensors + 1);
  parameters = g_new (float, n_parameters);

  if (!read_header (G_INPUT_STREAM (stream), network, file, places, &size, error))
    return FALSE;
  bytes = g_malloc (size);
  if (!read_bytes (G_INPUT_STREAM (stream), file, bytes, size, error))
    return FALSE;
  if (g_input_stream_read (G_INPUT_STREAM (stream), &rest, 1, NULL, NULL) > 0)
    return refuse (file, _("something follows its last number"), error);
  if (!convert (network, bytes, places, parameters))
    return refuse (file, _("some of its numbers are not finite"), error);

  memcpy (network->parameters, parameters, n_parameters * sizeof (float));

  return TRUE;
}

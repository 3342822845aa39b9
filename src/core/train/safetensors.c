/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "safetensors.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "json-strict.h"
#include "json-text.h"

/*
 * The safetensors format, <https://huggingface.co/docs/safetensors>: the length of the header as
 * eight bytes, the least significant first; the header, which is JSON; the numbers.
 */

/* Members that the format defines. */
#define DTYPE "dtype"
#define SHAPE "shape"
#define OFFSETS "data_offsets"
#define FLOAT32 "F32"

/* An object of objects that hold arrays. */
#define DEEPEST_LEVEL 3

/* The numbers begin at a multiple of this, so that a program can use them where they lie. */
#define HEADER_ALIGNMENT 8

static void
add_tensor (JsonBuilder    *builder,
            const OvTensor *tensor,
            gsize           begin)
{
  json_builder_set_member_name (builder, tensor->name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, DTYPE);
  json_builder_add_string_value (builder, FLOAT32);

  json_builder_set_member_name (builder, SHAPE);
  json_builder_begin_array (builder);
  for (guint i = 0; i < tensor->n_dims; i++)
    json_builder_add_int_value (builder, tensor->dims[i]);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, OFFSETS);
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, (gint64) begin);
  json_builder_add_int_value (builder, (gint64) (begin + tensor->size * sizeof (float)));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static char *
format_header (const OvTensor *const *tensors,
               guint                  n_tensors,
               JsonNode              *metadata)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  gsize begin = 0;
  gsize length;

  json_builder_begin_object (builder);
  if (metadata != NULL)
    {
      json_builder_set_member_name (builder, OV_SAFETENSORS_METADATA);
      json_builder_add_value (builder, json_node_copy (metadata));
    }
  for (guint i = 0; i < n_tensors; i++)
    {
      add_tensor (builder, tensors[i], begin);
      begin += tensors[i]->size * sizeof (float);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = ov_json_print (root, FALSE);

  length = strlen (text);
  length += (HEADER_ALIGNMENT - length % HEADER_ALIGNMENT) % HEADER_ALIGNMENT;

  return g_strdup_printf ("%-*s", (int) length, text);
}

/**
 * ov_safetensors_begin:
 * @tensors: [@n_tensors], what the file is to hold; only names and shapes are looked at
 * @n_tensors: how many there are
 * @metadata: (nullable): an object of strings, what else is to be known
 *
 * Begins a file. The tensors' numbers are to follow in this order, see ov_safetensors_append(). The
 * header is filled up with spaces to a multiple of eight bytes.
 *
 * Returns: (transfer full): the file up to its first number
 */
GByteArray *
ov_safetensors_begin (const OvTensor *const *tensors,
                      guint                  n_tensors,
                      JsonNode              *metadata)
{
  g_autofree char *header = format_header (tensors, n_tensors, metadata);
  const guint64 length = GUINT64_TO_LE ((guint64) strlen (header));
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) strlen (header));

  return bytes;
}

/**
 * ov_safetensors_append:
 * @bytes: a file that was begun
 * @values: [@n]
 * @n: how many
 *
 * Adds numbers, the least significant byte first.
 */
void
ov_safetensors_append (GByteArray  *bytes,
                       const float *values,
                       gsize        n)
{
  const guint begin = bytes->len;

  g_byte_array_set_size (bytes, begin + (guint) (n * sizeof (float)));
  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, &values[i], sizeof bits);
      bits = GUINT32_TO_LE (bits);
      memcpy (bytes->data + begin + i * sizeof bits, &bits, sizeof bits);
    }
}

/**
 * ov_safetensors_read:
 * @bytes: [4 · @n], numbers of a file
 * @n: how many
 * @values: (out): [@n]
 *
 * Returns: whether all are finite
 */
gboolean
ov_safetensors_read (const guint8 *bytes,
                     gsize         n,
                     float        *values)
{
  gboolean finite = TRUE;

  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, bytes + i * sizeof bits, sizeof bits);
      bits = GUINT32_FROM_LE (bits);
      memcpy (&values[i], &bits, sizeof bits);
      finite &= isfinite (values[i]) != 0;
    }

  return finite;
}

/* Reads an array of whole numbers that are not negative. */
static gboolean
read_numbers (JsonObject *object,
              const char *name,
              guint       n_wanted,
              guint64    *numbers)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  array = json_node_get_array (node);
  if (json_array_get_length (array) != n_wanted)
    return FALSE;

  for (guint i = 0; i < n_wanted; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_INT64
          || json_node_get_int (element) < 0)
        return FALSE;
      numbers[i] = (guint64) json_node_get_int (element);
    }

  return TRUE;
}

static char *
format_shape (const OvTensor *tensor)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tensor->n_dims; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " × " : "", tensor->dims[i]);

  return g_string_free (text, FALSE);
}

/* Finds where a tensor's numbers begin, in bytes. Returns why that cannot be, or NULL. */
static char *
read_tensor (JsonObject     *root,
             const OvTensor *tensor,
             gsize          *begin)
{
  JsonNode *node = json_object_get_member (root, tensor->name);
  guint64 dims[OV_TENSOR_MAX_DIMS];
  guint64 offsets[2];
  gboolean fits;
  JsonObject *object;
  JsonNode *dtype;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup_printf (_("it has no “%s”"), tensor->name);

  object = json_node_get_object (node);
  dtype = json_object_get_member (object, DTYPE);
  if (dtype == NULL || !JSON_NODE_HOLDS_VALUE (dtype)
      || g_strcmp0 (json_node_get_string (dtype), FLOAT32) != 0)
    return g_strdup_printf (_("“%s” is not made of 32-bit floats (%s)"), tensor->name, FLOAT32);

  fits = read_numbers (object, SHAPE, tensor->n_dims, dims);
  for (guint i = 0; fits && i < tensor->n_dims; i++)
    fits = dims[i] == tensor->dims[i];
  if (!fits)
    {
      g_autofree char *shape = format_shape (tensor);

      return g_strdup_printf (_("the shape of “%s” is not %s"), tensor->name, shape);
    }

  if (!read_numbers (object, OFFSETS, G_N_ELEMENTS (offsets), offsets)
      || offsets[1] - offsets[0] != tensor->size * sizeof (float) || offsets[0] > offsets[1])
    return g_strdup_printf (_("the place of “%s” in the file does not fit its shape"),
                            tensor->name);

  *begin = offsets[0];

  return NULL;
}

/* Whether the tensors lie one after the other, in any order, with nothing between them. */
static gboolean
is_gapless (const OvTensor *const *tensors,
            const gsize           *places,
            guint                  n_tensors)
{
  gsize end = 0;

  for (guint n_found = 0; n_found < n_tensors; n_found++)
    {
      guint i = 0;

      while (i < n_tensors && places[i] != end)
        i++;
      if (i == n_tensors)
        return FALSE;
      end += tensors[i]->size * sizeof (float);
    }

  return TRUE;
}

/**
 * ov_safetensors_get_header:
 * @bytes: [@size], a whole file
 * @size: its length
 * @length: (out): the header's length; the numbers follow it
 *
 * Returns: (transfer none) (nullable): the header, or %NULL when the file ends before its end
 */
const char *
ov_safetensors_get_header (const guint8 *bytes,
                           gsize         size,
                           gsize        *length)
{
  guint64 value;

  if (size < sizeof value)
    return NULL;

  memcpy (&value, bytes, sizeof value);
  value = GUINT64_FROM_LE (value);
  if (value > OV_SAFETENSORS_LARGEST_HEADER || value > size - sizeof value)
    return NULL;
  *length = (gsize) value;

  return (const char *) bytes + sizeof value;
}

/**
 * ov_safetensors_parse_header:
 * @parser: what will own the result
 * @header: [@length], the header of a file
 * @length: its length in bytes
 * @reason: (out) (transfer full): why it is not one, to be put into a sentence
 *
 * Returns: (transfer none) (nullable): the tensors' places by their names, and the metadata
 */
JsonObject *
ov_safetensors_parse_header (JsonParser *parser,
                             const char *header,
                             gsize       length,
                             char      **reason)
{
  g_autofree char *fault = NULL;
  JsonObject *root = ov_json_parse_object (parser, header, length, DEEPEST_LEVEL, &fault);

  *reason = root == NULL
              ? g_strdup_printf (_("its header is not that of a safetensors file (%s)"), fault)
              : NULL;

  return root;
}

/**
 * ov_safetensors_find:
 * @root: from ov_safetensors_parse_header()
 * @tensors: [@n_tensors], what the file has to hold
 * @n_tensors: how many there are
 * @places: (out): [@n_tensors], where each begins, in bytes after the header
 * @size: (out): how many bytes follow the header
 * @reason: (out) (transfer full): why the file cannot be used, to be put into a sentence
 *
 * Makes sure that a file holds these tensors, with their shapes, and nothing else but metadata.
 *
 * Returns: whether it does
 */
gboolean
ov_safetensors_find (JsonObject            *root,
                     const OvTensor *const *tensors,
                     guint                  n_tensors,
                     gsize                 *places,
                     gsize                 *size,
                     char                 **reason)
{
  *reason = NULL;
  *size = 0;
  for (guint i = 0; i < n_tensors && *reason == NULL; i++)
    {
      *reason = read_tensor (root, tensors[i], &places[i]);
      *size += tensors[i]->size * sizeof (float);
    }

  if (*reason == NULL
      && json_object_get_size (root)
           != n_tensors + json_object_has_member (root, OV_SAFETENSORS_METADATA))
    *reason = g_strdup (_("it holds more than this network has"));
  if (*reason == NULL && !is_gapless (tensors, places, n_tensors))
    *reason = g_strdup (_("its tensors overlap or have gaps between them"));

  return *reason == NULL;
}

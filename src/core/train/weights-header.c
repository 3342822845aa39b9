/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "json-strict.h"
#include "weights-private.h"

/* Members that the format defines. */
#define METADATA "__metadata__"
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

/**
 * ov_weights_format_header:
 * @network: a network
 * @notes: (nullable): what is to be known besides
 *
 * Returns: (transfer full): the header of a file that holds the network's block of parameters and,
 *   with @notes, the mean image behind it, filled up with spaces to a multiple of eight bytes
 */
char *
ov_weights_format_header (const OvNetwork      *network,
                          const OvWeightsNotes *notes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  gsize length;

  json_builder_begin_object (builder);
  if (notes != NULL)
    {
      json_builder_set_member_name (builder, METADATA);
      ov_weights_notes_build (notes, builder);
    }
  for (guint i = 0; i < ov_network_get_n_tensors (network); i++)
    {
      const OvTensor *tensor = ov_network_get_tensor (network, i);

      add_tensor (builder, tensor, tensor->offset * sizeof (float));
    }
  if (notes != NULL)
    add_tensor (builder, &ov_weights_mean_image,
                ov_network_get_n_parameters (network) * sizeof (float));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);

  length = strlen (text);
  length += (HEADER_ALIGNMENT - length % HEADER_ALIGNMENT) % HEADER_ALIGNMENT;

  return g_strdup_printf ("%-*s", (int) length, text);
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
 * ov_weights_parse_header:
 * @network: the network that the weights are for
 * @header: [@length], the header of a file
 * @length: its length in bytes
 * @places: (out): [tensors of the network], where each tensor begins, in bytes after the header
 * @size: (out): how many bytes follow the header
 * @reason: (out) (transfer full): why the weights cannot be used, to be put into a sentence
 *
 * Makes sure that a file holds the network's tensors, with their shapes, and nothing else but a
 * mean image and notes, which older files and those of other programs do not have.
 *
 * Returns: whether they can be used
 */
gboolean
ov_weights_parse_header (const OvNetwork *network,
                         const char      *header,
                         gsize            length,
                         gsize           *places,
                         gsize           *size,
                         char           **reason)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *fault = NULL;
  JsonObject *root = ov_json_parse_object (parser, header, length, DEEPEST_LEVEL, &fault);
  const guint n_own = ov_network_get_n_tensors (network);
  g_autofree const OvTensor **tensors = g_new (const OvTensor *, n_own + 1);
  g_autofree gsize *begins = g_new (gsize, n_own + 1);
  guint n_tensors = n_own;

  *reason = NULL;
  *size = 0;
  if (root == NULL)
    {
      *reason = g_strdup_printf (_("its header is not that of a safetensors file (%s)"), fault);
      return FALSE;
    }

  for (guint i = 0; i < n_own; i++)
    tensors[i] = ov_network_get_tensor (network, i);
  if (json_object_has_member (root, ov_weights_mean_image.name))
    tensors[n_tensors++] = &ov_weights_mean_image;
  for (guint i = 0; i < n_tensors && *reason == NULL; i++)
    {
      *reason = read_tensor (root, tensors[i], &begins[i]);
      *size += tensors[i]->size * sizeof (float);
    }

  if (*reason == NULL
      && json_object_get_size (root) != n_tensors + json_object_has_member (root, METADATA))
    *reason = g_strdup (_("it holds more than this network has"));
  if (*reason == NULL && !is_gapless (tensors, begins, n_tensors))
    *reason = g_strdup (_("its tensors overlap or have gaps between them"));
  if (*reason == NULL)
    memcpy (places, begins, n_own * sizeof *places);

  return *reason == NULL;
}

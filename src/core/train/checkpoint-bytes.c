/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "checkpoint-private.h"
#include "epoch.h"
#include "error.h"
#include "model.h"
#include "parameter.h"
#include "quadratic-trainer.h"
#include "safetensors.h"

/*
 * A checkpoint as a file in the safetensors format. The weights have the names that they have in a
 * file of weights; what else there is of each parameter has its name behind a prefix. All other
 * facts are strings of the metadata.
 */

#define FORMAT_VERSION "1"

#define VERSION_NAME "checkpoint"
#define RECIPE_NAME "recipe"
#define EPOCHS_NAME "epochs"
#define STEPS_NAME "steps"
#define EXACT_NAME "exact-steps-from"
#define BATCH_FIRST_NAME "batch-first-epoch"
#define BATCH_SIZE_NAME "batch-epochs"

/* What stands before a tensor's name in each block; for states, their number stands between. */
static const char *const prefixes[OV_CHECKPOINT_N_BLOCKS] = {
  [OV_CHECKPOINT_WEIGHTS] = "",
  [OV_CHECKPOINT_STATES] = "optimiser.",
  [OV_CHECKPOINT_DIRECTION] = "curvature.",
  [OV_CHECKPOINT_BATCH_WEIGHTS] = "batch.",
  [OV_CHECKPOINT_BATCH_STATES] = "batch-optimiser.",
};

static void
tensor_free (gpointer data)
{
  OvTensor *tensor = data;

  g_free (tensor->name);
  g_free (tensor);
}

static char *
make_name (OvCheckpointBlock block,
           gsize             state,
           const OvTensor   *tensor)
{
  if (block == OV_CHECKPOINT_STATES || block == OV_CHECKPOINT_BATCH_STATES)
    return g_strdup_printf ("%s%" G_GSIZE_FORMAT ".%s", prefixes[block], state, tensor->name);

  return g_strconcat (prefixes[block], tensor->name, NULL);
}

/* Adds a block's tensors, in the order of its numbers. */
static void
add_tensors (GPtrArray          *tensors,
             const OvCheckpoint *self,
             const OvNetwork    *network,
             OvCheckpointBlock   block)
{
  const gsize n_copies = ov_checkpoint_get_size (self, block) / self->n_parameters;

  for (gsize copy = 0; copy < n_copies; copy++)
    for (guint i = 0; i < network->n_tensors; i++)
      {
        const OvTensor *own = &network->tensors[i];
        OvTensor *tensor = g_memdup2 (own, sizeof *own);

        tensor->name = make_name (block, copy, own);
        g_ptr_array_add (tensors, tensor);
      }
}

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            guint        number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  add_text (builder, name, text);
}

/* The format has room for strings only. */
static JsonNode *
describe (const OvCheckpoint *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *recipe = ov_recipe_to_json (&self->recipe);

  json_builder_begin_object (builder);
  add_text (builder, "format", "pt");
  add_text (builder, "generator", "overshoot " PACKAGE_VERSION);
  add_text (builder, VERSION_NAME, FORMAT_VERSION);
  add_text (builder, RECIPE_NAME, recipe);
  add_number (builder, EPOCHS_NAME, self->n_epochs);
  add_number (builder, STEPS_NAME, self->n_steps);
  if (self->exact_from != OV_EPOCH_NEVER)
    add_number (builder, EXACT_NAME, self->exact_from);
  if (self->batch_size > 0)
    {
      add_number (builder, BATCH_FIRST_NAME, self->batch_first);
      add_number (builder, BATCH_SIZE_NAME, self->batch_size);
    }
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * ov_checkpoint_to_bytes:
 * @self: a checkpoint
 *
 * Returns: (transfer full): a file in the safetensors format, for ov_checkpoint_from_bytes(). Its
 *   weights can be loaded by any program that reads the format
 */
GBytes *
ov_checkpoint_to_bytes (const OvCheckpoint *self)
{
  g_autoptr (GPtrArray) tensors = g_ptr_array_new_with_free_func (tensor_free);
  g_autoptr (OvNetwork) network = NULL;
  g_autoptr (JsonNode) metadata = NULL;
  GByteArray *bytes;

  g_return_val_if_fail (self != NULL, NULL);

  network = ov_model_build_network (&self->recipe);
  for (guint block = 0; block < OV_CHECKPOINT_N_BLOCKS; block++)
    if (self->blocks[block] != NULL)
      add_tensors (tensors, self, network, block);

  metadata = describe (self);
  bytes = ov_safetensors_begin ((const OvTensor *const *) tensors->pdata, tensors->len, metadata);
  for (guint block = 0; block < OV_CHECKPOINT_N_BLOCKS; block++)
    if (self->blocks[block] != NULL)
      ov_safetensors_append (bytes, self->blocks[block], ov_checkpoint_get_size (self, block));

  return g_byte_array_free_to_bytes (bytes);
}

/* Returns: (nullable): a string of the metadata */
static const char *
get_text (JsonObject *metadata,
          const char *name)
{
  JsonNode *node = json_object_get_member (metadata, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static gboolean
get_number (JsonObject *metadata,
            const char *name,
            guint       minimum,
            guint       maximum,
            guint      *number)
{
  const char *text = get_text (metadata, name);
  guint64 value;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, minimum, maximum, &value, NULL))
    return FALSE;
  *number = (guint) value;

  return TRUE;
}

/* Reads what belongs to exact steps, where there is any. */
static gboolean
read_batch (OvCheckpoint *self,
            JsonObject   *metadata)
{
  if (!json_object_has_member (metadata, EXACT_NAME))
    return TRUE;
  if (!get_number (metadata, EXACT_NAME, 0, self->n_epochs, &self->exact_from))
    return FALSE;
  if (!json_object_has_member (metadata, BATCH_SIZE_NAME))
    return TRUE;

  return get_number (metadata, BATCH_SIZE_NAME, 1, OV_QUADRATIC_TRAINER_MAX_EPOCHS,
                     &self->batch_size)
         && get_number (metadata, BATCH_FIRST_NAME, self->exact_from, self->n_epochs,
                        &self->batch_first)
         && self->n_epochs - self->batch_first <= self->batch_size;
}

/* Reads the facts. Returns NULL with a reason when they make no sense. */
static OvCheckpoint *
read_metadata (JsonObject *root,
               OvNetwork **network,
               char      **reason)
{
  const guint most_epochs = (guint) ov_parameter_find ("epochs")->maximum;
  JsonNode *node = json_object_get_member (root, OV_SAFETENSORS_METADATA);
  g_autoptr (OvCheckpoint) self = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *metadata;
  const char *text;
  OvRecipe recipe;
  guint n_epochs;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      *reason = g_strdup (_("nothing says what it belongs to"));
      return NULL;
    }

  metadata = json_node_get_object (node);
  if (g_strcmp0 (get_text (metadata, VERSION_NAME), FORMAT_VERSION) != 0)
    {
      *reason = g_strdup (_("it is not of the kind that this version writes"));
      return NULL;
    }

  text = get_text (metadata, RECIPE_NAME);
  if (text == NULL || !ov_recipe_from_json (&recipe, text, &error))
    {
      *reason = error != NULL ? g_strdup_printf (_("its recipe is damaged (%s)"), error->message)
                              : g_strdup (_("it has no recipe"));
      return NULL;
    }

  *network = ov_model_build_network (&recipe);
  if (get_number (metadata, EPOCHS_NAME, 0, most_epochs, &n_epochs))
    self = ov_checkpoint_new (&recipe, n_epochs, (*network)->n_parameters);
  if (self == NULL || !get_number (metadata, STEPS_NAME, 0, G_MAXUINT, &self->n_steps)
      || !read_batch (self, metadata))
    {
      *reason = g_strdup (_("its epochs make no sense"));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* Whether the header has a block, which its first tensor shows. */
static gboolean
has_block (const OvCheckpoint *self,
           const OvNetwork    *network,
           JsonObject         *root,
           OvCheckpointBlock   block)
{
  g_autofree char *name = make_name (block, 0, &network->tensors[0]);

  switch (block)
    {
    case OV_CHECKPOINT_WEIGHTS:
      return TRUE;
    case OV_CHECKPOINT_STATES:
      return self->n_states > 0;
    case OV_CHECKPOINT_DIRECTION:
      return json_object_has_member (root, name);
    case OV_CHECKPOINT_BATCH_WEIGHTS:
      return self->batch_size > 0;
    case OV_CHECKPOINT_BATCH_STATES:
      return self->batch_size > 0 && self->n_states > 0;
    case OV_CHECKPOINT_N_BLOCKS:
    default:
      g_assert_not_reached ();
    }
}

/* Reads the numbers of every block that has to be there. Returns why that cannot be, or NULL. */
static char *
read_blocks (OvCheckpoint    *self,
             const OvNetwork *network,
             JsonObject      *root,
             const guint8    *numbers,
             gsize            n_bytes)
{
  g_autoptr (GPtrArray) tensors = g_ptr_array_new_with_free_func (tensor_free);
  g_autofree gsize *places = NULL;
  char *reason;
  gsize size;
  guint next = 0;

  for (guint block = 0; block < OV_CHECKPOINT_N_BLOCKS; block++)
    if (has_block (self, network, root, block))
      add_tensors (tensors, self, network, block);

  places = g_new (gsize, tensors->len);
  if (!ov_safetensors_find (root, (const OvTensor *const *) tensors->pdata, tensors->len, places,
                            &size, &reason))
    return reason;
  if (size != n_bytes)
    return g_strdup (_("its length is not that of its numbers"));

  for (guint block = 0; block < OV_CHECKPOINT_N_BLOCKS; block++)
    {
      float *values;

      if (!has_block (self, network, root, block))
        continue;

      values = ov_checkpoint_add_block (self, block);
      for (gsize i = 0; i < ov_checkpoint_get_size (self, block); next++)
        {
          const OvTensor *tensor = g_ptr_array_index (tensors, next);

          if (!ov_safetensors_read (numbers + places[next], tensor->size, values + i))
            return g_strdup (_("some of its numbers are not finite"));
          i += tensor->size;
        }
    }

  return NULL;
}

static OvCheckpoint *
parse (const guint8 *data,
       gsize         size,
       char        **reason)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (OvCheckpoint) self = NULL;
  g_autoptr (OvNetwork) network = NULL;
  const char *header;
  JsonObject *root;
  gsize length;

  header = ov_safetensors_get_header (data, size, &length);
  if (header == NULL)
    {
      *reason = g_strdup (_("it ends too early"));
      return NULL;
    }

  root = ov_safetensors_parse_header (parser, header, length, reason);
  if (root == NULL)
    return NULL;
  self = read_metadata (root, &network, reason);
  if (self == NULL)
    return NULL;

  *reason = read_blocks (self, network, root, (const guint8 *) header + length,
                         size - (gsize) (header + length - (const char *) data));

  return *reason == NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * ov_checkpoint_from_bytes:
 * @bytes: what ov_checkpoint_to_bytes() has made, or anything else
 * @error: (out) (optional): return location for an error
 *
 * Returns: (transfer full) (nullable): the checkpoint, or %NULL with @error set to an
 *   %OV_ERROR_FILE
 */
OvCheckpoint *
ov_checkpoint_from_bytes (GBytes  *bytes,
                          GError **error)
{
  g_autofree char *reason = NULL;
  OvCheckpoint *self;
  gconstpointer data;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  self = parse (data, size, &reason);
  if (self == NULL)
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 /* Translators: %s is a part of a sentence, such as "it ends too early". */
                 _("The checkpoint cannot be used: %s. Continue from another one, or train from "
                   "the start."),
                 reason);

  return self;
}

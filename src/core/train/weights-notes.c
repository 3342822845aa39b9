/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "json-text.h"
#include "number.h"
#include "weights-private.h"

/* The image that is subtracted from every other one, in the units of the network's input. */
const OvTensor ov_weights_mean_image = {
  .name = (char *) "mean_image",
  .dims = {OV_IMAGE_CHANNELS, OV_IMAGE_SIDE, OV_IMAGE_SIDE},
  .n_dims = 3,
  .size = OV_IMAGE_SIZE,
};

static void
add (JsonBuilder *builder,
     const char  *name,
     const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static char *
list_classes (const OvDataset *dataset)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *names = json_array_new ();

  for (guint k = 0; k < OV_N_CLASSES; k++)
    json_array_add_string_element (names, dataset->class_names[k]);
  json_node_take_array (node, names);

  return ov_json_print (node, FALSE);
}

/**
 * ov_weights_notes_build:
 * @notes: what is to be known of some weights
 *
 * "format" is what Python's package looks for; the sentence is for whoever reads the file, so it is
 * not translated.
 *
 * Returns: (transfer full): an object of strings, which is all that the format has room for
 */
JsonNode *
ov_weights_notes_build (const OvWeightsNotes *notes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *scale = ov_number_format (notes->recipe->pixel_scale);
  g_autofree char *epochs = g_strdup_printf ("%u", notes->n_epochs);
  g_autofree char *recipe = ov_recipe_to_json (notes->recipe);
  g_autofree char *classes = list_classes (notes->dataset);

  json_builder_begin_object (builder);
  add (builder, "format", "pt");
  add (builder, "generator", "overshoot " PACKAGE_VERSION);
  add (builder, "input",
       "byte * pixel_scale / 255 - mean_image; channels (red, green, blue), rows, columns, "
       "flattened in this order before a linear layer");
  add (builder, "pixel_scale", scale);
  add (builder, "classes", classes);
  add (builder, "data", notes->dataset->name);
  add (builder, "epochs", epochs);
  add (builder, "recipe", recipe);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * ov_weights_notes_get_mean:
 * @notes: what is to be known of some weights
 * @mean: (out): [3072], the mean image, channel by channel, in the units of the network's input
 */
void
ov_weights_notes_get_mean (const OvWeightsNotes *notes,
                           float                *mean)
{
  const float *bytes = notes->dataset->mean_image;

  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    mean[i] = (float) ((double) bytes[i] * notes->recipe->pixel_scale / 255.0);
}

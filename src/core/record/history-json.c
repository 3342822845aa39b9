/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"

#include <json-glib/json-glib.h>

#include "json-text.h"

static void
add_epoch (JsonBuilder   *builder,
           const OvEpoch *epoch)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "epoch");
  json_builder_add_int_value (builder, epoch->index);

  for (OvEpochField field = 0; field < OV_N_EPOCH_FIELDS; field++)
    {
      json_builder_set_member_name (builder, ov_epoch_field_get_name (field));
      json_builder_add_double_value (builder, ov_epoch_get_field (epoch, field));
    }

  json_builder_end_object (builder);
}

/**
 * ov_history_to_json:
 * @self: a history
 * @recipe: the recipe of the run that it is of
 *
 * Writes a history as one JSON object with the members `recipe` and `epochs`. JSON has no infinity:
 * a value that is not finite is null.
 *
 * Returns: (transfer full): the text
 */
char *
ov_history_to_json (const OvHistory *self,
                    const OvRecipe  *recipe)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *recipe_text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (recipe != NULL, NULL);

  recipe_text = ov_recipe_to_json (recipe);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "recipe");
  json_builder_add_value (builder, json_from_string (recipe_text, NULL));
  json_builder_set_member_name (builder, "epochs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ov_history_get_n_epochs (self); i++)
    add_epoch (builder, ov_history_get_epoch (self, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return ov_json_print (root, TRUE);
}

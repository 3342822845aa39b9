/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "json-strict.h"
#include "json-text.h"
#include "model.h"
#include "parameter.h"

#define PRESET_MEMBER "recipe"

/* A recipe is flat; what is nested in it is shown by the name of its member. */
#define DEEPEST_LEVEL 8

/**
 * ov_recipe_list_presets:
 *
 * Returns: (transfer none) (array zero-terminated=1): the names of the recipes to start from
 */
const char *const *
ov_recipe_list_presets (void)
{
  static const char **names;

  if (g_once_init_enter (&names))
    {
      gsize n_presets;
      const OvPreset *presets = ov_preset_list (&n_presets);
      const char **made = g_new0 (const char *, n_presets + 1);

      for (gsize i = 0; i < n_presets; i++)
        made[i] = presets[i].recipe.preset;
      g_once_init_leave (&names, made);
    }

  return names;
}

/**
 * ov_recipe_init_preset:
 * @self: (out): a recipe
 * @preset: a name from ov_recipe_list_presets()
 * @error: (out) (optional): return location for an error
 *
 * Sets every number of a recipe to the preset's default.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_RECIPE when there is no such preset
 */
gboolean
ov_recipe_init_preset (OvRecipe   *self,
                       const char *preset,
                       GError    **error)
{
  const OvPreset *found;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (preset != NULL, FALSE);

  found = ov_preset_find (preset);
  if (found == NULL)
    {
      g_autofree char *known = g_strjoinv (", ", (char **) ov_recipe_list_presets ());

      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("There is no recipe called “%s”. Take one of these: %s."), preset, known);
      return FALSE;
    }

  *self = found->recipe;

  return TRUE;
}

/**
 * ov_recipe_init_foreign:
 * @self: (out): a recipe
 *
 * Lets a recipe stand for one that nobody knows: that of a run which another program has made. It
 * has a title and no values, and cannot be run.
 */
void
ov_recipe_init_foreign (OvRecipe *self)
{
  g_return_if_fail (self != NULL);

  *self = ov_preset_get_foreign ()->recipe;
}

/**
 * ov_recipe_is_foreign:
 * @self: a recipe
 *
 * Returns: whether it is that of a run which another program has made, so that nothing is known of
 *   it and it cannot be run
 */
gboolean
ov_recipe_is_foreign (const OvRecipe *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->model == ov_preset_get_foreign ()->recipe.model;
}

/**
 * ov_recipe_has_full_batches:
 * @self: a recipe
 * @n_train: how many training images there are; 0 when nobody knows
 *
 * Returns: whether each step is made with all of them; a batch that holds all images is a full one,
 *   whatever it is called
 */
gboolean
ov_recipe_has_full_batches (const OvRecipe *self,
                            guint           n_train)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->batch_size == 0 || (n_train > 0 && self->batch_size >= n_train);
}

/* Returns: (transfer none): the preset that a recipe grew from */
static const OvPreset *
get_preset (const OvRecipe *self)
{
  const OvPreset *preset = ov_recipe_is_foreign (self) ? ov_preset_get_foreign ()
                                                       : ov_preset_find (self->preset);

  g_assert (preset != NULL);

  return preset;
}

/**
 * ov_recipe_get_title:
 * @self: a recipe
 *
 * Returns: (transfer none): the name of its preset for people
 */
const char *
ov_recipe_get_title (const OvRecipe *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _(get_preset (self)->title);
}

/**
 * ov_recipe_equal:
 * @a: a recipe
 * @b: another
 *
 * Returns: whether they describe the same run; two that nobody knows do not
 */
gboolean
ov_recipe_equal (const OvRecipe *a,
                 const OvRecipe *b)
{
  const OvParameter *parameters;
  gsize n_parameters;

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  if (strcmp (a->preset, b->preset) != 0 || ov_recipe_is_foreign (a))
    return FALSE;

  parameters = ov_parameter_list (&n_parameters);
  for (gsize i = 0; i < n_parameters; i++)
    if (ov_parameter_get (&parameters[i], a) != ov_parameter_get (&parameters[i], b))
      return FALSE;

  return TRUE;
}

/**
 * ov_recipe_equal_but_seed:
 * @a: a recipe
 * @b: another
 *
 * Returns: whether they describe the same run but for chance: only their seeds may differ
 */
gboolean
ov_recipe_equal_but_seed (const OvRecipe *a,
                          const OvRecipe *b)
{
  OvRecipe other;

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  other = *b;
  other.seed = a->seed;

  return ov_recipe_equal (a, &other);
}

/**
 * ov_recipe_equal_start:
 * @a: a recipe
 * @b: another
 *
 * Returns: whether they train the same network from the same first weights, which see the same
 *   pixels: whatever else differs, their runs part only after that; two that nobody knows do not
 */
gboolean
ov_recipe_equal_start (const OvRecipe *a,
                       const OvRecipe *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return a->model == b->model && !ov_recipe_is_foreign (a) && a->hidden_units == b->hidden_units
         && a->seed == b->seed && a->weight_std == b->weight_std
         && a->pixel_scale == b->pixel_scale;
}

/**
 * ov_recipe_validate:
 * @self: a recipe
 * @error: (out) (optional): return location for an error
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_RECIPE that names the first value that
 *   is out of range
 */
gboolean
ov_recipe_validate (const OvRecipe *self,
                    GError        **error)
{
  const OvParameter *parameters;
  gsize n_parameters;
  OvRecipe scratch;

  g_return_val_if_fail (self != NULL, FALSE);

  scratch = *self;
  parameters = ov_parameter_list (&n_parameters);
  for (gsize i = 0; i < n_parameters; i++)
    if (!ov_parameter_set (&parameters[i], &scratch, ov_parameter_get (&parameters[i], self),
                           error))
      return FALSE;

  return TRUE;
}

static void
add_member (JsonBuilder       *builder,
            const OvParameter *parameter,
            double             value)
{
  json_builder_set_member_name (builder, parameter->key);
  if (parameter->kind == OV_PARAMETER_SWITCH)
    json_builder_add_boolean_value (builder, value != 0.0);
  else if (parameter->kind == OV_PARAMETER_COUNT)
    json_builder_add_int_value (builder, (gint64) value);
  else if (parameter->kind == OV_PARAMETER_CHOICE)
    json_builder_add_string_value (builder, parameter->choices[(guint) value]);
  else
    json_builder_add_double_value (builder, value);
}

/**
 * ov_recipe_to_json:
 * @self: a recipe
 *
 * Returns: (transfer full): one JSON object that holds the whole recipe, but for optional values
 *   that are the preset's; "null" for one that nobody knows
 */
char *
ov_recipe_to_json (const OvRecipe *self)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;
  const OvParameter *parameters;
  gsize n_parameters;

  g_return_val_if_fail (self != NULL, NULL);

  if (ov_recipe_is_foreign (self))
    return g_strdup ("null");

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, PRESET_MEMBER);
  json_builder_add_string_value (builder, self->preset);

  parameters = ov_parameter_list (&n_parameters);
  for (gsize i = 0; i < n_parameters; i++)
    {
      const double value = ov_parameter_get (&parameters[i], self);

      if (!parameters[i].is_optional
          || value != ov_parameter_get (&parameters[i], &get_preset (self)->recipe))
        add_member (builder, &parameters[i], value);
    }

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return ov_json_print (root, FALSE);
}

static gboolean
read_member (OvRecipe   *self,
             const char *name,
             JsonNode   *node,
             GError    **error)
{
  const OvParameter *parameter = ov_parameter_find (name);
  double value;

  if (parameter == NULL)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("A recipe has no value called “%s”. Take it out."), name);
      return FALSE;
    }

  return ov_parameter_read_json (parameter, node, &value, error)
         && ov_parameter_set (parameter, self, value, error);
}

/**
 * ov_recipe_from_json:
 * @self: (out): a recipe
 * @json: what ov_recipe_to_json() has written; values that it leaves out take the preset's defaults
 * @error: (out) (optional): return location for an error
 *
 * Reads a recipe. On failure @self is as it was.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_RECIPE
 */
gboolean
ov_recipe_from_json (OvRecipe   *self,
                     const char *json,
                     GError    **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autofree char *fault = NULL;
  JsonObject *root;
  JsonNode *preset;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  OvRecipe recipe;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (json != NULL, FALSE);

  parser = json_parser_new ();
  root = ov_json_parse_object (parser, json, strlen (json), DEEPEST_LEVEL, &fault);
  if (root == NULL)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("This is not a recipe, since %s. It has to be one JSON object, such as %s."),
                   fault, "{\"recipe\": \"linear\"}");
      return FALSE;
    }

  preset = json_object_get_member (root, PRESET_MEMBER);
  if (preset == NULL || !JSON_NODE_HOLDS_VALUE (preset)
      || json_node_get_value_type (preset) != G_TYPE_STRING)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("The recipe does not say which one it starts from. Add %s."),
                   "\"recipe\": \"linear\"");
      return FALSE;
    }
  if (!ov_recipe_init_preset (&recipe, json_node_get_string (preset), error))
    return FALSE;

  json_object_iter_init (&iter, root);
  while (json_object_iter_next (&iter, &name, &node))
    if (strcmp (name, PRESET_MEMBER) != 0 && !read_member (&recipe, name, node, error))
      return FALSE;

  *self = recipe;

  return TRUE;
}

static void
append_value (GString           *text,
              const OvParameter *parameter,
              const OvRecipe    *recipe)
{
  g_autofree char *value =
    ov_parameter_format_local (parameter, ov_parameter_get (parameter, recipe));
  g_autofree char *title = g_utf8_strdown (_(parameter->title), -1);

  if (text->len > 0)
    g_string_append (text, ", ");
  g_string_append_printf (text, "%s %s", title, value);
}

/**
 * ov_recipe_describe:
 * @self: a recipe
 *
 * Returns: (transfer full): the recipe in a line, for a caption: its title and the values that
 *   matter to it
 */
char *
ov_recipe_describe (const OvRecipe *self)
{
  return ov_recipe_describe_without (self, NULL);
}

/**
 * ov_recipe_describe_without:
 * @self: a recipe
 * @varied: (nullable): the key of a parameter, such as "learning-rate"
 *
 * Returns: (transfer full): the same as ov_recipe_describe(), but for the value of @varied
 */
char *
ov_recipe_describe_without (const OvRecipe *self,
                            const char     *varied)
{
  static const char *const always[] = {
    "learning-rate",
    "decay",
    "regularisation",
    "epochs",
    "seed",
    NULL,
  };
  const OvPreset *preset;
  const OvParameter *parameters;
  gsize n_parameters;
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  preset = get_preset (self);
  text = g_string_new (_(preset->title));
  if (ov_recipe_is_foreign (self))
    return g_string_free (text, FALSE);

  parameters = ov_parameter_list (&n_parameters);
  for (gsize i = 0; i < n_parameters; i++)
    {
      const gboolean changed = ov_parameter_get (&parameters[i], self)
                               != ov_parameter_get (&parameters[i], &preset->recipe);

      if ((changed || g_strv_contains (always, parameters[i].key))
          && g_strcmp0 (parameters[i].key, varied) != 0
          && ov_parameter_unused (&parameters[i], self) == NULL)
        append_value (text, &parameters[i], self);
    }

  return g_string_free (text, FALSE);
}

/**
 * ov_recipe_describe_difference:
 * @self: a recipe
 * @other: the recipe that it is compared with
 *
 * Returns: (transfer full): what @self has that @other has not, such as "learning rate 0.02"
 */
char *
ov_recipe_describe_difference (const OvRecipe *self,
                               const OvRecipe *other)
{
  const OvParameter *parameters;
  gsize n_parameters;
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (other != NULL, NULL);

  text = g_string_new (NULL);
  if (strcmp (self->preset, other->preset) != 0)
    g_string_append (text, ov_recipe_get_title (self));

  parameters = ov_parameter_list (&n_parameters);
  for (gsize i = 0; i < n_parameters; i++)
    if (self->model == other->model
        && ov_parameter_get (&parameters[i], self) != ov_parameter_get (&parameters[i], other))
      append_value (text, &parameters[i], self);

  if (text->len == 0)
    g_string_append (text, _("the same recipe"));

  return g_string_free (text, FALSE);
}

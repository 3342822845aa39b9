/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "grid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"

/* The name of a file may have 255 bytes, with what is added to it. */
#define LONGEST_NAME 200
#define HASH_LENGTH 16

typedef struct
{
  const OvParameter *parameter;
  GArray            *values; /* of double */
} Axis;

struct _OvGrid
{
  GArray *presets; /* of OvRecipe */
  GArray *axes;    /* of Axis, the one that changes fastest last */
};

static void
axis_clear (gpointer data)
{
  Axis *axis = data;

  g_array_unref (axis->values);
}

static gboolean
has_preset (const OvGrid *self,
            const char   *preset)
{
  for (guint i = 0; i < self->presets->len; i++)
    if (g_str_equal (g_array_index (self->presets, OvRecipe, i).preset, preset))
      return TRUE;

  return FALSE;
}

/**
 * ov_grid_new:
 * @presets: the names of the recipes to start from, with commas between them
 * @error: (out) (optional): return location for an error
 *
 * Returns: (transfer full) (nullable): a grid of these recipes as they are, or %NULL with @error
 * set   to an %OV_ERROR_RECIPE
 */
OvGrid *
ov_grid_new (const char *presets,
             GError    **error)
{
  g_autoptr (OvGrid) self = g_new0 (OvGrid, 1);
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (presets != NULL, NULL);

  self->presets = g_array_new (FALSE, FALSE, sizeof (OvRecipe));
  self->axes = g_array_new (FALSE, FALSE, sizeof (Axis));
  g_array_set_clear_func (self->axes, axis_clear);

  names = g_strsplit (*presets != '\0' ? presets : " ", ",", -1);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      OvRecipe recipe;

      if (!ov_recipe_init_preset (&recipe, names[i], error))
        return NULL;
      if (!has_preset (self, recipe.preset))
        g_array_append_val (self->presets, recipe);
    }

  return g_steal_pointer (&self);
}

/**
 * ov_grid_free:
 * @self: (transfer full): a grid
 */
void
ov_grid_free (OvGrid *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->presets);
  g_array_unref (self->axes);
  g_free (self);
}

/**
 * ov_grid_add:
 * @self: a grid
 * @parameter: a number that has no values yet
 * @text: the values that it is to have, as ov_grid_axis_parse() takes them
 * @error: (out) (optional): return location for an error
 *
 * Combines every recipe there is with every one of the values.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_RECIPE and the grid as it was
 */
gboolean
ov_grid_add (OvGrid            *self,
             const OvParameter *parameter,
             const char        *text,
             GError           **error)
{
  Axis axis = {parameter, NULL};

  g_return_val_if_fail (self != NULL, FALSE);

  axis.values = ov_grid_axis_parse (parameter, text, error);
  if (axis.values == NULL)
    return FALSE;
  if ((guint64) ov_grid_get_n_recipes (self) * axis.values->len > OV_GRID_MOST)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("These are more than %d runs. Leave some values out."), OV_GRID_MOST);
      g_array_unref (axis.values);
      return FALSE;
    }
  g_array_append_val (self->axes, axis);

  return TRUE;
}

/**
 * ov_grid_get_n_presets:
 * @self: a grid
 *
 * Returns: how many recipes it starts from
 */
guint
ov_grid_get_n_presets (const OvGrid *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->presets->len;
}

/**
 * ov_grid_get_n_axes:
 * @self: a grid
 *
 * Returns: how many parameters were given values
 */
guint
ov_grid_get_n_axes (const OvGrid *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->axes->len;
}

/**
 * ov_grid_get_axis:
 * @self: a grid
 * @axis: one of its axes
 * @n_values: (out) (optional): how many values it has
 *
 * Returns: (transfer none): the parameter of the axis
 */
const OvParameter *
ov_grid_get_axis (const OvGrid *self,
                  guint         axis,
                  guint        *n_values)
{
  const Axis *found;

  g_return_val_if_fail (self != NULL && axis < self->axes->len, NULL);

  found = &g_array_index (self->axes, Axis, axis);
  if (n_values != NULL)
    *n_values = found->values->len;

  return found->parameter;
}

/**
 * ov_grid_find_unused:
 * @self: a grid with all of its axes
 * @axis: one of them
 *
 * Returns: (nullable) (transfer none): why the parameter makes no difference to any of the recipes,
 *   as a sentence for people, or %NULL when it does to some
 */
const char *
ov_grid_find_unused (const OvGrid *self,
                     guint         axis)
{
  const OvParameter *parameter = ov_grid_get_axis (self, axis, NULL);
  const guint n_recipes = ov_grid_get_n_recipes (self);
  const char *reason = NULL;

  for (guint i = 0; i < n_recipes; i++)
    {
      OvRecipe recipe;

      ov_grid_get_recipe (self, i, &recipe);
      reason = ov_parameter_unused (parameter, &recipe);
      if (reason == NULL)
        return NULL;
    }

  return reason;
}

/**
 * ov_grid_get_n_recipes:
 * @self: a grid
 *
 * Returns: how many recipes it has, at least 1 and at most %OV_GRID_MOST
 */
guint
ov_grid_get_n_recipes (const OvGrid *self)
{
  guint n;

  g_return_val_if_fail (self != NULL, 0);

  n = self->presets->len;
  for (guint i = 0; i < self->axes->len; i++)
    n *= g_array_index (self->axes, Axis, i).values->len;

  return n;
}

/**
 * ov_grid_get_recipe:
 * @self: a grid
 * @place: which of its recipes; the values that were added last change fastest
 * @recipe: (out): the recipe
 */
void
ov_grid_get_recipe (const OvGrid *self,
                    guint         place,
                    OvRecipe     *recipe)
{
  guint rest = place;
  g_autofree double *chosen = NULL;

  g_return_if_fail (self != NULL && place < ov_grid_get_n_recipes (self));
  g_return_if_fail (recipe != NULL);

  chosen = g_new (double, self->axes->len);
  for (guint i = self->axes->len; i-- > 0;)
    {
      const GArray *values = g_array_index (self->axes, Axis, i).values;

      chosen[i] = g_array_index (values, double, rest % values->len);
      rest /= values->len;
    }

  *recipe = g_array_index (self->presets, OvRecipe, rest);
  for (guint i = 0; i < self->axes->len; i++)
    {
      const gboolean is_set = ov_parameter_set (g_array_index (self->axes, Axis, i).parameter,
                                                recipe, chosen[i], NULL);

      g_assert (is_set);
    }
}

/**
 * ov_grid_make_name:
 * @self: a grid
 * @place: which of its recipes
 *
 * Makes the name of a file out of the preset and all the values that were given, also those that
 * every recipe of the grid has: "linear_learning-rate=0.001_seed=3". So the same recipe has the
 * same name in another grid with the same parameters, such as a grid of it alone. A name that would
 * be too long for a file ends in a hash of the whole.
 *
 * Returns: (transfer full): the name, of letters, digits and -=_. only
 */
char *
ov_grid_make_name (const OvGrid *self,
                   guint         place)
{
  g_autoptr (GString) name = NULL;
  g_autofree char *hash = NULL;
  OvRecipe recipe;

  g_return_val_if_fail (self != NULL, NULL);

  ov_grid_get_recipe (self, place, &recipe);
  name = g_string_new (recipe.preset);
  for (guint i = 0; i < self->axes->len; i++)
    {
      const OvParameter *parameter = ov_grid_get_axis (self, i, NULL);
      g_autofree char *value =
        ov_parameter_format (parameter, ov_parameter_get (parameter, &recipe));

      g_string_append_printf (name, "_%s=%s", parameter->key, value);
    }
  if (name->len <= LONGEST_NAME)
    return g_strdup (name->str);

  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name->str, (gssize) name->len);
  g_string_truncate (name, LONGEST_NAME - HASH_LENGTH - 1);
  g_string_append_printf (name, "_%.*s", HASH_LENGTH, hash);

  return g_strdup (name->str);
}

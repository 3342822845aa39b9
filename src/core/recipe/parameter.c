/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "parameter.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "affine-int8.h"
#include "error.h"
#include "model.h"
#include "number.h"
#include "schedule.h"
#include "update-rule.h"

#define FIELD(name) G_STRUCT_OFFSET (OvRecipe, name)

/* A choice is listed here from its first name on, and is offered once it has two. */
static const OvParameter parameters[] = {
  {"learning-rate", N_("Learning rate"), OV_PARAMETER_REAL,
   1e-9, 100.0, FALSE, FIELD (learning_rate)},
  {"decay", N_("Decay"), OV_PARAMETER_REAL,
   0.1, 1.0, FALSE, FIELD (decay)},
  {"regularisation", N_("Regularisation"), OV_PARAMETER_REAL,
   1e-9, 100.0, TRUE, FIELD (regularisation)},
  {"momentum", N_("Momentum"), OV_PARAMETER_REAL,
   0.0, 0.999, TRUE, FIELD (momentum)},
  {"epochs", N_("Epochs"), OV_PARAMETER_COUNT,
   1.0, OV_RECIPE_MOST_EPOCHS, TRUE, FIELD (epochs)},
  {"batch-size", N_("Batch size"), OV_PARAMETER_COUNT,
   1.0, 50000.0, TRUE, FIELD (batch_size),
   N_("0 is the full batch")},
  {"hidden-units", N_("Hidden units"), OV_PARAMETER_COUNT,
   1.0, 2000.0, FALSE, FIELD (hidden_units)},
  {"seed", N_("Seed"), OV_PARAMETER_COUNT,
   0.0, 4294967295.0, TRUE, FIELD (seed)},
  {"shuffle", N_("Shuffle the images"), OV_PARAMETER_SWITCH,
   0.0, 1.0, TRUE, FIELD (shuffle)},
  {"measure-train", N_("Measure the training set after each epoch"), OV_PARAMETER_SWITCH,
   0.0, 1.0, TRUE, FIELD (measure_train)},
  {"weight-std", N_("Spread of the first weights"), OV_PARAMETER_REAL,
   1e-12, 10.0, TRUE, FIELD (weight_std),
   N_("0 is Glorot’s uniform range")},
  {"pixel-scale", N_("Largest pixel value"), OV_PARAMETER_REAL,
   1e-3, 255.0, FALSE, FIELD (pixel_scale)},
  {"reduced-precision", N_("Reduced precision"), OV_PARAMETER_SWITCH,
   0.0, 1.0, TRUE, FIELD (reduced_precision)},
  {"decays-per-epoch", N_("Decays per epoch"), OV_PARAMETER_COUNT,
   1.0, 10.0, FALSE, FIELD (decays_per_epoch)},
  {"schedule", N_("Schedule"), OV_PARAMETER_CHOICE,
   .offset = FIELD (schedule), .choices = ov_schedule_names, .titles = ov_schedule_titles,
   .is_optional = TRUE},
  {"step-factor", N_("Factor of a step"), OV_PARAMETER_REAL,
   0.001, 1.0, FALSE, FIELD (step_factor), .is_optional = TRUE},
  {"step-epochs", N_("Epochs between two steps"), OV_PARAMETER_COUNT,
   1.0, OV_RECIPE_MOST_EPOCHS, TRUE, FIELD (step_epochs),
   N_("0 is a third of the run"), .is_optional = TRUE},
  {"warm-up", N_("Epochs of warm-up"), OV_PARAMETER_COUNT,
   1.0, OV_RECIPE_MOST_EPOCHS, TRUE, FIELD (warm_up), .is_optional = TRUE},
  {"optimiser", N_("Optimiser"), OV_PARAMETER_CHOICE,
   .offset = FIELD (update_rule), .choices = ov_update_rule_names,
   .titles = ov_update_rule_titles, .is_optional = TRUE},
  {"alpha", N_("Alpha"), OV_PARAMETER_REAL,
   0.0, 0.99999, TRUE, FIELD (alpha), .is_optional = TRUE},
  {"beta1", N_("Beta₁"), OV_PARAMETER_REAL,
   0.0, 0.9999, TRUE, FIELD (beta1), .is_optional = TRUE},
  {"beta2", N_("Beta₂"), OV_PARAMETER_REAL,
   0.0, 0.99999, TRUE, FIELD (beta2), .is_optional = TRUE},
  {"epsilon", N_("Epsilon"), OV_PARAMETER_REAL,
   1e-12, 1.0, FALSE, FIELD (epsilon), .is_optional = TRUE},
};

static OvParameter offered[G_N_ELEMENTS (parameters)];

/**
 * ov_parameter_list:
 * @n_parameters: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_parameters): every number of a recipe, the ones that are
 *   turned most often first
 */
const OvParameter *
ov_parameter_list (gsize *n_parameters)
{
  static gsize n_offered;

  g_return_val_if_fail (n_parameters != NULL, NULL);

  if (g_once_init_enter (&n_offered))
    {
      gsize n = 0;

      for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++)
        {
          if (parameters[i].choices != NULL && parameters[i].choices[1] == NULL)
            continue;

          offered[n] = parameters[i];
          if (offered[n].choices != NULL)
            offered[n].maximum = g_strv_length ((char **) offered[n].choices) - 1.0;
          n++;
        }
      g_once_init_leave (&n_offered, n);
    }
  *n_parameters = n_offered;

  return offered;
}

/**
 * ov_parameter_find:
 * @key: a name such as "learning-rate"
 *
 * Returns: (transfer none) (nullable): the parameter of that name
 */
const OvParameter *
ov_parameter_find (const char *key)
{
  const OvParameter *listed;
  gsize n_listed;

  g_return_val_if_fail (key != NULL, NULL);

  listed = ov_parameter_list (&n_listed);
  for (gsize i = 0; i < n_listed; i++)
    if (strcmp (listed[i].key, key) == 0)
      return &listed[i];

  return NULL;
}

/**
 * ov_parameter_get:
 * @self: a parameter
 * @recipe: a recipe
 *
 * Returns: the parameter's value; a switch that is on is 1
 */
double
ov_parameter_get (const OvParameter *self,
                  const OvRecipe    *recipe)
{
  g_return_val_if_fail (self != NULL, 0.0);
  g_return_val_if_fail (recipe != NULL, 0.0);

  switch (self->kind)
    {
    case OV_PARAMETER_REAL:
      return G_STRUCT_MEMBER (double, recipe, self->offset);
    case OV_PARAMETER_COUNT:
    case OV_PARAMETER_CHOICE:
      return G_STRUCT_MEMBER (guint, recipe, self->offset);
    case OV_PARAMETER_SWITCH:
      return G_STRUCT_MEMBER (gboolean, recipe, self->offset) ? 1.0 : 0.0;
    default:
      g_assert_not_reached ();
    }
}

/**
 * ov_parameter_is_from_zero:
 * @self: a parameter
 *
 * Returns: whether it is a count that can be 0 as well as 1, so that its range has no gap
 */
gboolean
ov_parameter_is_from_zero (const OvParameter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->kind == OV_PARAMETER_COUNT && self->zero && self->minimum <= 1.0;
}

/* @given is what the error calls @value, which is NAN when it is not a number at all. */
static gboolean
check_range (const OvParameter *self,
             double             value,
             const char        *given,
             GError           **error)
{
  g_autofree char *minimum = NULL;
  g_autofree char *maximum = NULL;

  if (value == 0.0 && self->zero)
    return TRUE;
  if (isfinite (value) && value >= self->minimum && value <= self->maximum
      && (self->kind == OV_PARAMETER_REAL || value == floor (value)))
    return TRUE;

  if (self->kind == OV_PARAMETER_SWITCH)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE, _("%s has to be on or off, not %s."),
                   _(self->title), given);
      return FALSE;
    }
  if (self->kind == OV_PARAMETER_CHOICE)
    {
      g_autofree char *names = g_strjoinv (", ", (char **) self->choices);

      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE, _("%s has to be one of these: %s; not %s."),
                   _(self->title), names, given);
      return FALSE;
    }

  minimum =
    ov_parameter_format_local (self, ov_parameter_is_from_zero (self) ? 0.0 : self->minimum);
  maximum = ov_parameter_format_local (self, self->maximum);

  if (self->kind == OV_PARAMETER_COUNT && value != floor (value))
    g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                 _("%s has to be a whole number from %s to %s, not %s."),
                 _(self->title), minimum, maximum, given);
  else if (self->zero && self->minimum > 0.0 && !ov_parameter_is_from_zero (self))
    g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                 _("%s has to be 0 or a number between %s and %s, not %s."),
                 _(self->title), minimum, maximum, given);
  else
    g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                 _("%s has to be a number between %s and %s, not %s."),
                 _(self->title), minimum, maximum, given);

  return FALSE;
}

/**
 * ov_parameter_set:
 * @self: a parameter
 * @recipe: the recipe to change
 * @value: the new value; a switch is on when it is 1
 * @error: (out) (optional): return location for an error
 *
 * Puts a value into a recipe.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_RECIPE and @recipe as it was, when the
 *   value is out of range
 */
gboolean
ov_parameter_set (const OvParameter *self,
                  OvRecipe          *recipe,
                  double             value,
                  GError           **error)
{
  g_autofree char *given = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (recipe != NULL, FALSE);

  given = ov_parameter_format_local (self, value);
  if (!check_range (self, value, given, error))
    return FALSE;

  switch (self->kind)
    {
    case OV_PARAMETER_REAL:
      /* Minus zero is equal to zero, but would be written with its sign. */
      G_STRUCT_MEMBER (double, recipe, self->offset) = value == 0.0 ? 0.0 : value;
      return TRUE;
    case OV_PARAMETER_COUNT:
    case OV_PARAMETER_CHOICE:
      G_STRUCT_MEMBER (guint, recipe, self->offset) = (guint) value;
      return TRUE;
    case OV_PARAMETER_SWITCH:
      G_STRUCT_MEMBER (gboolean, recipe, self->offset) = value != 0.0;
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

/* Returns NAN when nothing has that name. */
static double
find_choice (const OvParameter *self,
             const char        *name)
{
  for (guint i = 0; self->choices[i] != NULL; i++)
    if (strcmp (self->choices[i], name) == 0)
      return i;

  return NAN;
}

/**
 * ov_parameter_parse:
 * @self: a parameter
 * @text: what a person has written, such as "1e-3", "0.001" or "0,001"
 * @value: (out): the number
 * @error: (out) (optional): return location for an error
 *
 * Reads a value and checks its range. A switch is "on", "off", "1" or "0", a choice one of its
 * names.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_RECIPE
 */
gboolean
ov_parameter_parse (const OvParameter *self,
                    const char        *text,
                    double            *value,
                    GError           **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *given = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  stripped = g_strstrip (g_strdup (text));
  /* Translators: what was written where a number or a word has to be. */
  given = g_strdup_printf (_("“%s”"), stripped);

  if (self->kind == OV_PARAMETER_SWITCH && g_ascii_strcasecmp (stripped, "on") == 0)
    *value = 1.0;
  else if (self->kind == OV_PARAMETER_SWITCH && g_ascii_strcasecmp (stripped, "off") == 0)
    *value = 0.0;
  else if (self->kind == OV_PARAMETER_CHOICE)
    *value = find_choice (self, stripped);
  else if (!ov_number_read (stripped, self->kind == OV_PARAMETER_REAL, value))
    *value = NAN;

  return check_range (self, *value, given, error);
}

/**
 * ov_parameter_read_json:
 * @self: a parameter
 * @node: what stands for it in a recipe's file: a name for a choice, a number or, for a switch, a
 *   truth value for any other
 * @value: (out): the number
 * @error: (out) (optional): return location for an error
 *
 * Reads a value, whose range ov_parameter_set() checks.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_RECIPE
 */
gboolean
ov_parameter_read_json (const OvParameter *self,
                        JsonNode          *node,
                        double            *value,
                        GError           **error)
{
  GType type;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (node != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;
  if (self->kind == OV_PARAMETER_CHOICE)
    {
      g_autofree char *names = g_strjoinv (", ", (char **) self->choices);

      if (type == G_TYPE_STRING)
        return ov_parameter_parse (self, json_node_get_string (node), value, error);

      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("%s in the recipe is not a name. Write one of these, in quotation marks: %s."),
                   _(self->title), names);
      return FALSE;
    }

  if (type == G_TYPE_NONE || type == G_TYPE_STRING
      || (type == G_TYPE_BOOLEAN && self->kind != OV_PARAMETER_SWITCH))
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("%s in the recipe is not a number. Write it like 0.01 or 1e-2."),
                   _(self->title));
      return FALSE;
    }

  *value = type == G_TYPE_BOOLEAN ? json_node_get_boolean (node) : json_node_get_double (node);

  return TRUE;
}

/**
 * ov_parameter_format:
 * @self: a parameter
 * @value: a value of it
 *
 * Writes a value with the fewest digits that are read back as the same number, with a full stop
 * in every language.
 *
 * Returns: (transfer full): the text
 */
char *
ov_parameter_format (const OvParameter *self,
                     double             value)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind == OV_PARAMETER_SWITCH)
    return g_strdup (value != 0.0 ? "on" : "off");
  if (self->kind == OV_PARAMETER_CHOICE && value >= 0.0 && value <= self->maximum)
    return g_strdup (self->choices[(guint) value]);
  if (self->kind == OV_PARAMETER_COUNT && value == floor (value) && fabs (value) < 1e15)
    return g_strdup_printf ("%.0f", value);

  return ov_number_format (value);
}

/**
 * ov_parameter_format_local:
 * @self: a parameter
 * @value: a value of it
 *
 * Writes a value as ov_parameter_format() does, for people: with the decimal mark of the locale.
 *
 * Returns: (transfer full): the text
 */
char *
ov_parameter_format_local (const OvParameter *self,
                           double             value)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->kind == OV_PARAMETER_CHOICE ? ov_parameter_format (self, value)
                                           : ov_number_localise (ov_parameter_format (self, value));
}

/* Why a number makes no difference to the rule of the updates, or NULL. */
static const char *
find_unused_by_rule (const OvParameter *self,
                     const OvRecipe    *recipe)
{
  const OvUpdateRule *rule = ov_update_rule_get (recipe);

  if (self->offset == FIELD (momentum) && !rule->has_momentum)
    return _("Adam has no momentum but its mean gradient, see beta₁.");
  if (self->offset == FIELD (alpha) && !rule->has_alpha)
    return _("Only RMSProp keeps a share alpha of the mean square.");
  if ((self->offset == FIELD (beta1) || self->offset == FIELD (beta2)) && !rule->has_betas)
    return _("Only Adam and AdamW have betas.");
  if (self->offset == FIELD (epsilon) && !rule->has_epsilon)
    return _("Only what divides by the root of a mean square has an epsilon.");

  return NULL;
}

/**
 * ov_parameter_unused:
 * @self: a parameter
 * @recipe: a recipe
 *
 * Returns: (nullable) (transfer none): why the parameter makes no difference to the recipe, as a
 *   sentence for people, or %NULL when it does
 */
const char *
ov_parameter_unused (const OvParameter *self,
                     const OvRecipe    *recipe)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (recipe != NULL, NULL);

  if (ov_recipe_is_foreign (recipe))
    return _("Another program has made this run, and its log does not say.");
  if (self->offset == FIELD (hidden_units) && !recipe->model->has_hidden_units)
    return _("Only the two-layer network has hidden units.");
  if ((self->offset == FIELD (decay) || self->offset == FIELD (decays_per_epoch))
      && !ov_schedule_has_decay (recipe))
    return _("This schedule has no decay.");
  if ((self->offset == FIELD (step_factor) || self->offset == FIELD (step_epochs))
      && !ov_schedule_has_steps (recipe))
    return _("This schedule has no steps.");
  if (self->offset == FIELD (shuffle) && recipe->batch_size == 0)
    return _("The order of the images makes no difference to a full batch.");
  if (self->offset == FIELD (reduced_precision)
      && (!recipe->model->has_hidden_units || recipe->hidden_units < OV_AFFINE_INT8_LEAST_UNITS))
    return _("Only a wide two-layer network can train in reduced precision.");

  return find_unused_by_rule (self, recipe);
}

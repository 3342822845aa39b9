/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"

/* JSON-GLib's, whose headers most callers do without. */
typedef struct _JsonNode JsonNode;

/**
 * OvParameterKind:
 * @OV_PARAMETER_REAL: a double
 * @OV_PARAMETER_COUNT: a whole number
 * @OV_PARAMETER_SWITCH: on or off
 * @OV_PARAMETER_CHOICE: one of some names, kept as its place among them
 */
typedef enum
{
  OV_PARAMETER_REAL,
  OV_PARAMETER_COUNT,
  OV_PARAMETER_SWITCH,
  OV_PARAMETER_CHOICE,
} OvParameterKind;

/**
 * OvParameter:
 * @key: its name in files and on the command line, such as "learning-rate"
 * @title: its name for people, not yet translated
 * @kind: what it holds
 * @minimum: the smallest value allowed; 0 may be allowed besides, see @zero
 * @maximum: the largest value allowed
 * @zero: whether 0 is allowed although it is below @minimum
 * @offset: where it stands in an #OvRecipe
 * @hint: (nullable): what a special value means, for people, not yet translated
 * @choices: (array zero-terminated=1) (nullable): the names of a choice
 * @titles: (array zero-terminated=1) (nullable): those for people, not yet translated
 * @is_optional: whether a recipe in a file leaves it out where it is the preset's, as do files that
 *   are older than it, so that such a recipe is still written with the same bytes
 *
 * One number of a recipe: the single place that knows its name and its range. The JSON reader,
 * the command line and the window's entries and sliders all go through it.
 */
typedef struct
{
  const char        *key;
  const char        *title;
  OvParameterKind    kind;
  double             minimum;
  double             maximum;
  gboolean           zero;
  gsize              offset;
  const char        *hint;

  const char *const *choices;
  const char *const *titles;
  gboolean           is_optional;
} OvParameter;

const OvParameter *ov_parameter_list         (gsize             *n_parameters);
const OvParameter *ov_parameter_find         (const char        *key);
gboolean           ov_parameter_is_from_zero (const OvParameter *self);
double             ov_parameter_get          (const OvParameter *self,
                                              const OvRecipe    *recipe);
gboolean           ov_parameter_set          (const OvParameter *self,
                                              OvRecipe          *recipe,
                                              double             value,
                                              GError           **error);
gboolean           ov_parameter_parse        (const OvParameter *self,
                                              const char        *text,
                                              double            *value,
                                              GError           **error);
gboolean           ov_parameter_read_json    (const OvParameter *self,
                                              JsonNode          *node,
                                              double            *value,
                                              GError           **error);
char              *ov_parameter_format       (const OvParameter *self,
                                               double             value);
char              *ov_parameter_format_local (const OvParameter *self,
                                              double             value);
const char        *ov_parameter_unused       (const OvParameter *self,
                                              const OvRecipe    *recipe);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recipe-fixture.h"

#include "parameter.h"

/* Gives a recipe what the option of that name would, such as "schedule" and "cosine". */
void
fixture_set_value (OvRecipe   *recipe,
                   const char *key,
                   const char *value)
{
  const OvParameter *parameter = ov_parameter_find (key);
  g_autoptr (GError) error = NULL;
  double number;

  g_assert_nonnull (parameter);
  g_assert_true (ov_parameter_parse (parameter, value, &number, &error));
  g_assert_no_error (error);
  g_assert_true (ov_parameter_set (parameter, recipe, number, &error));
  g_assert_no_error (error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "error.h"
#include "grid-axis.h"

/* The name of a parameter in the first line, the values that it is to have in the second. What is
 * accepted can be written into a recipe, and read back as the same. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  FuzzInput input = {bytes, size};
  g_autofree char *key = fuzz_take_line (&input);
  g_autofree char *text = fuzz_take_line (&input);
  const OvParameter *parameter = key != NULL ? ov_parameter_find (key) : NULL;
  g_autoptr (GArray) values = NULL;
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  fuzz_is_accepted = FALSE;

  /* The command line lets nothing else through. */
  if (parameter == NULL || text == NULL || !g_utf8_validate (text, -1, NULL))
    return 0;

  values = ov_grid_axis_parse (parameter, text, &error);
  fuzz_is_accepted = values != NULL;
  if (!fuzz_is_accepted)
    {
      fuzz_check_sentence (error, OV_ERROR);
      return 0;
    }

  ov_recipe_init_preset (&recipe, "linear", NULL);
  g_assert_cmpuint (values->len, >=, 1);
  g_assert_cmpuint (values->len, <=, OV_GRID_MOST);
  for (guint i = 0; i < values->len; i++)
    {
      const double value = g_array_index (values, double, i);
      g_autofree char *written = ov_parameter_format (parameter, value);
      double again;

      g_assert_true (ov_parameter_set (parameter, &recipe, value, NULL));
      g_assert_true (ov_parameter_parse (parameter, written, &again, NULL));
      g_assert_cmpfloat (value, ==, again);
    }

  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "error.h"
#include "recipe.h"

/* A recipe as the settings keep it. One that is accepted can be written, and read back as the same;
 * one that is refused leaves what was there before. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) bytes, size);
  g_autofree char *written = NULL;
  g_autofree char *description = NULL;
  g_autofree char *difference = NULL;
  g_autoptr (GError) error = NULL;
  OvRecipe recipe, before, again;

  ov_recipe_init_preset (&before, "cnn", NULL);
  recipe = before;
  fuzz_is_accepted = ov_recipe_from_json (&recipe, text, &error);
  if (!fuzz_is_accepted)
    {
      fuzz_check_sentence (error, OV_ERROR);
      g_assert_true (ov_recipe_equal (&recipe, &before));
      return 0;
    }

  written = ov_recipe_to_json (&recipe);
  if (!ov_recipe_from_json (&again, written, &error))
    g_error ("%s: %s", written, error->message);
  g_assert_true (ov_recipe_equal (&recipe, &again));

  description = ov_recipe_describe (&recipe);
  difference = ov_recipe_describe_difference (&recipe, &before);
  g_assert_true (g_utf8_validate (description, -1, NULL));
  g_assert_true (g_utf8_validate (difference, -1, NULL));
  if (!ov_recipe_validate (&recipe, &error))
    fuzz_check_sentence (error, OV_ERROR);

  return 0;
}

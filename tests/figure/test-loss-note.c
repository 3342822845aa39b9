/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loss-note.h"

#include <string.h>

#include "recipe.h"

static OvRecipe
get_preset (const char *name)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, name, NULL));

  return recipe;
}

/* Runs whose losses can be compared need no words. */
static void
test_same (void)
{
  const OvRecipe front = get_preset ("linear");
  OvRecipe other = front;
  OvLossNote note = {0};

  other.learning_rate *= 2.0;
  other.seed++;
  g_assert_true (ov_loss_note_add (&note, &other, &front));
  g_assert_null (ov_loss_note_make (&note));
}

static void
test_other_kind (void)
{
  const OvRecipe front = get_preset ("linear");
  const OvRecipe other = get_preset ("cnn");
  OvLossNote note = {0};
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  g_assert_false (ov_loss_note_add (&note, &other, &front));
  one = ov_loss_note_make (&note);
  g_assert_true (g_str_has_prefix (one, "1 run with another kind of loss"));
  g_assert_false (ov_loss_note_add (&note, &other, &front));
  two = ov_loss_note_make (&note);
  g_assert_true (g_str_has_prefix (two, "2 runs with another kind of loss"));

  /* The second line says it more briefly. */
  g_assert_nonnull (strchr (two, '\n'));
  g_assert_cmpuint (strlen (strchr (two, '\n')), <, strlen (two) / 2);
}

/* A squared error is one with and without a penalty, but the numbers differ by it. */
static void
test_other_penalty (void)
{
  const OvRecipe front = get_preset ("linear");
  OvRecipe other = get_preset ("two-layer-gd");
  OvLossNote note = {0};
  g_autofree char *text = NULL;

  other.regularisation = front.regularisation;
  g_assert_true (ov_loss_note_add (&note, &other, &front));
  g_assert_null (ov_loss_note_make (&note));
  other.regularisation = 0.0;
  g_assert_true (ov_loss_note_add (&note, &other, &front));
  text = ov_loss_note_make (&note);
  g_assert_nonnull (strstr (text, "penalty"));
}

/* A log has no place on an axis of seconds, which an empty chart would not say. */
static void
test_unplaced (void)
{
  const OvRecipe own = get_preset ("linear");
  OvRecipe log;
  OvLossNote note = {0};
  g_autofree char *text = NULL;

  ov_recipe_init_foreign (&log);
  ov_loss_note_place (&note, &own, OV_ABSCISSA_SECONDS);
  ov_loss_note_place (&note, &log, OV_ABSCISSA_EPOCHS);
  g_assert_null (ov_loss_note_make (&note));
  ov_loss_note_place (&note, &log, OV_ABSCISSA_IMAGES);
  text = ov_loss_note_make (&note);
  g_assert_nonnull (strstr (text, "drawn by epochs only"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loss-note/same", test_same);
  g_test_add_func ("/loss-note/other-kind", test_other_kind);
  g_test_add_func ("/loss-note/other-penalty", test_other_penalty);
  g_test_add_func ("/loss-note/unplaced", test_unplaced);

  return g_test_run ();
}

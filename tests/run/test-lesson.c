/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson.h"

#include <string.h>

#include "parameter.h"
#include "quadratic.h"

/* What the longest lesson may take is minutes, not hours. */
#define MOST_EPOCHS 100

static void
test_words (void)
{
  for (guint i = 0; i < OV_N_LESSONS; i++)
    {
      const OvLesson *lesson = ov_lesson_get (i);

      g_assert_cmpuint (strlen (lesson->title), >, 0);
      g_assert_cmpuint (strlen (lesson->text), >, 100);
      g_assert_true (g_str_has_suffix (lesson->text, "."));
      g_assert_true (g_str_has_prefix (lesson->look_at, "Look at "));
      g_assert_true (g_str_has_prefix (lesson->valley, "In the valley "));
      g_assert_cmpuint (lesson->n_steps, >=, 1);
      g_assert_cmpuint (lesson->n_steps, <=, OV_LESSON_MAX_STEPS);
      for (guint j = 0; j < lesson->n_steps; j++)
        {
          g_assert_true (g_str_has_prefix (lesson->steps[j].label, "Run "));
          g_assert_true (g_str_has_suffix (lesson->steps[j].question, "?"));
          g_assert_true (g_str_has_suffix (lesson->steps[j].valley_question, "?"));
        }
      for (guint j = 0; j < i; j++)
        {
          g_assert_cmpstr (lesson->title, !=, ov_lesson_get (j)->title);
          g_assert_cmpstr (lesson->text, !=, ov_lesson_get (j)->text);
        }
    }
}

static void
test_recipes (void)
{
  OvRecipe recipes[OV_N_LESSONS * OV_LESSON_MAX_STEPS];
  guint n = 0;

  for (guint i = 0; i < OV_N_LESSONS; i++)
    for (guint j = 0; j < ov_lesson_get (i)->n_steps; j++, n++)
      {
        g_autoptr (GError) error = NULL;

        ov_lesson_init_recipe (ov_lesson_get (i), j, &recipes[n]);
        g_assert_true (ov_recipe_validate (&recipes[n], &error));
        g_assert_no_error (error);
        g_assert_cmpuint (recipes[n].epochs, <=, MOST_EPOCHS);
        for (guint k = 0; k < n; k++)
          g_assert_false (ov_recipe_equal (&recipes[n], &recipes[k]));
      }
}

/* Every change of the table is a change, and is found in the recipe. */
static void
test_changes (void)
{
  for (guint i = 0; i < OV_N_LESSONS; i++)
    for (guint j = 0; j < ov_lesson_get (i)->n_steps; j++)
      {
        const OvLessonStep *step = &ov_lesson_get (i)->steps[j];
        OvRecipe recipe;

        ov_lesson_init_recipe (ov_lesson_get (i), j, &recipe);
        g_assert_cmpstr (recipe.preset, ==, step->preset);
        for (const OvLessonChange *change = step->changes; change->key != NULL; change++)
          g_assert_cmpfloat (ov_parameter_get (ov_parameter_find (change->key), &recipe), ==,
                             change->value);
      }
}

static void
test_has_recipe (void)
{
  OvRecipe recipe;

  for (guint i = 0; i < OV_N_LESSONS; i++)
    for (guint j = 0; j < ov_lesson_get (i)->n_steps; j++)
      {
        ov_lesson_init_recipe (ov_lesson_get (i), j, &recipe);
        for (guint k = 0; k < OV_N_LESSONS; k++)
          g_assert_cmpint (ov_lesson_has_recipe (ov_lesson_get (k), &recipe), ==, k == i);
        recipe.seed++;
        g_assert_false (ov_lesson_has_recipe (ov_lesson_get (i), &recipe));
      }
}

/* The axis for guesses shows the loss before training. */
static void
test_axis (void)
{
  for (guint i = 0; i < OV_N_LESSONS; i++)
    {
      const OvLesson *lesson = ov_lesson_get (i);

      g_assert_cmpfloat (lesson->low, <, lesson->start);
      g_assert_cmpfloat (lesson->start, <, lesson->high);
      g_assert_true (lesson->guessed == OV_EPOCH_TRAIN_LOSS
                     || lesson->guessed == OV_EPOCH_TEST_LOSS);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lesson/words", test_words);
  g_test_add_func ("/lesson/recipes", test_recipes);
  g_test_add_func ("/lesson/changes", test_changes);
  g_test_add_func ("/lesson/has-recipe", test_has_recipe);
  g_test_add_func ("/lesson/axis", test_axis);

  return g_test_run ();
}

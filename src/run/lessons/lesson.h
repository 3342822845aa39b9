/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "epoch.h"
#include "recipe.h"

#define OV_N_LESSONS 7
#define OV_LESSON_MAX_STEPS 2
#define OV_LESSON_MAX_CHANGES 5

/**
 * OvLessonChange:
 * @key: (nullable): a number of the recipe; %NULL after the last one
 * @value: what it is set to
 */
typedef struct
{
  const char *key;
  double      value;
} OvLessonChange;

/**
 * OvLessonStep:
 * @label: for the button that runs it, not yet translated
 * @question: what to guess before it is run, not yet translated
 * @valley_question: what to guess of it in the valley, not yet translated
 * @preset: the preset that its recipe grows from
 * @changes: what is different from the preset
 *
 * One run of a lesson.
 */
typedef struct
{
  const char    *label;
  const char    *question;
  const char    *valley_question;
  const char    *preset;
  OvLessonChange changes[OV_LESSON_MAX_CHANGES + 1];
} OvLessonStep;

/**
 * OvLesson:
 * @title: a few words, not yet translated
 * @text: what happens and why, in a few sentences, not yet translated
 * @look_at: where on the charts it shows, not yet translated
 * @valley: what is to be seen of it in the valley, not yet translated
 * @guessed: the loss that is guessed: that of the training set or that of the test set
 * @start: that loss before any training
 * @low: the lowest loss that can be guessed
 * @high: the highest one
 * @steps: its runs, in order
 * @n_steps: how many there are; each stays on the charts beside the next
 *
 * One thing to learn about the learning rate, and the runs that show it on CIFAR-10.
 */
typedef struct
{
  const char  *title;
  const char  *text;
  const char  *look_at;
  const char  *valley;
  OvEpochField guessed;
  double       start;
  double       low;
  double       high;
  OvLessonStep steps[OV_LESSON_MAX_STEPS];
  guint        n_steps;
} OvLesson;

const OvLesson *ov_lesson_get         (guint           index);
void            ov_lesson_init_recipe (const OvLesson *self,
                                       guint           step,
                                       OvRecipe       *recipe);
gboolean        ov_lesson_has_recipe  (const OvLesson *self,
                                       const OvRecipe *recipe);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lesson.h"

#include <glib/gi18n-lib.h>

#include "parameter.h"

/* The loss before any training: with weights near 0 the squared error of ten scores of 0 against a
 * single 1 is 1. The axis for guesses leaves room on either side, so that it gives nothing away. */
#define SQUARED_ERROR_START 1.0
#define SQUARED_ERROR_LOW 0.5
#define SQUARED_ERROR_HIGH 1.25

/* What a text says about a run was read off that run on CIFAR-10. */
static const OvLesson lessons[] = {
  {
    .title = N_("Too High"),
    .text = N_("A step goes downhill by the slope times the learning rate. At 0.1 it shoots "
               "across the valley and lands higher on the other side than it set out; there the "
               "slope is steeper, so the next step is longer still."),
    .look_at = N_("Look at the epoch log: soon each loss is about a hundred times the one before, "
                  "and after a handful of epochs the run is beyond saving."),
    .valley = N_("In the valley the first step lands eleven times as far as the lowest point "
                 "across, and each step after it ten times as far on the other side; along the "
                 "valley the same rate does no harm. The step’s own line leads across and along "
                 "at once, so its lowest point is further away: it lands 6.6 times as far as "
                 "that."),
    .guessed = OV_EPOCH_TRAIN_LOSS,
    .start = SQUARED_ERROR_START,
    .low = SQUARED_ERROR_LOW,
    .high = SQUARED_ERROR_HIGH,
    .n_steps = 1,
    .steps = {
      {
        .label = N_("Run at 0.1"),
        .question = N_("The linear classifier learns at a rate of 0.1 for 30 epochs. Where does "
                       "its training loss go?"),
        .valley_question = N_("The linear classifier learns at a rate of 0.1 for 30 epochs. Where "
                              "does its first step land on the other side, and does the run come "
                              "to the middle of the valley?"),
        .preset = "linear",
        .changes = {{"learning-rate", 0.1}, {"epochs", 30}},
      },
    },
  },
  {
    .title = N_("Too Low"),
    .text = N_("At a millionth every step points the right way, and none of them gets anywhere. "
               "The curve falls without a flaw, and yet after 60 epochs the loss has come down "
               "from 1.0000 to 0.9997."),
    .look_at = N_("Look at the numbers on the axis before you look at the shape. Then run at 0.01: "
                  "beside it, the first curve is a flat line at the top."),
    .valley = N_("In the valley 60 steps at a millionth do not leave the ring where they start. "
                 "At 0.01 one step crosses to the middle, and the rest goes along it."),
    .guessed = OV_EPOCH_TRAIN_LOSS,
    .start = SQUARED_ERROR_START,
    .low = SQUARED_ERROR_LOW,
    .high = SQUARED_ERROR_HIGH,
    .n_steps = 2,
    .steps = {
      {
        .label = N_("Run at 0.000001"),
        .question = N_("The linear classifier learns at a rate of 0.000001 for 60 epochs. How far "
                       "does its training loss come?"),
        .valley_question = N_("The linear classifier learns at a rate of 0.000001 for 60 epochs. "
                              "Where does its first step land, and after how many is it in the "
                              "middle of the valley?"),
        .preset = "linear",
        .changes = {{"learning-rate", 1e-6}, {"epochs", 60}},
      },
      {
        .label = N_("Run at 0.01"),
        .question = N_("Now the same 60 epochs at a rate of 0.01. How far does the training loss "
                       "come this time?"),
        .valley_question = N_("The same 60 epochs at a rate of 0.01. Where does the first step "
                              "land this time, and after how many is the run in the middle?"),
        .preset = "linear",
        .changes = {{"learning-rate", 0.01}, {"epochs", 60}},
      },
    },
  },
  {
    .title = N_("The Spikes in Between"),
    .text = N_("Between the two lies a rate that works, but only just. The loss falls on the "
               "whole; now and then a step overshoots in one steep direction, and the loss jumps "
               "before it recovers. No noise does this: every step here sees all the images."),
    .look_at = N_("Look at the hump around epoch 5 and the spike around epoch 22. At 0.003 both "
                  "are gone, but the loss ends at 0.87 rather than 0.84: spikes are what speed "
                  "costs."),
    .valley = N_("In the valley the first step at 0.01 lands at the lowest point of its own line, "
                 "as if the rate were made for it. Two steps later the ground is steeper: there "
                 "the same rate lands three times as far as the lowest point, then seven times, "
                 "and the loss climbs into its hump."),
    .guessed = OV_EPOCH_TRAIN_LOSS,
    .start = SQUARED_ERROR_START,
    .low = SQUARED_ERROR_LOW,
    .high = SQUARED_ERROR_HIGH,
    .n_steps = 2,
    .steps = {
      {
        .label = N_("Run at 0.01"),
        .question = N_("A network of two layers learns from the full batch at a rate of 0.01 for "
                       "30 epochs. Does its training loss fall along a smooth curve?"),
        .valley_question = N_("A network of two layers learns from the full batch at a rate of "
                              "0.01. Where on its line does its first step land?"),
        .preset = "two-layer-gd",
        .changes = {{"learning-rate", 0.01}, {"epochs", 30}, {"measure-train", 0}},
      },
      {
        .label = N_("Run at 0.003"),
        .question = N_("Now at a rate of 0.003. What becomes of the spikes, and of the speed?"),
        .valley_question = N_("The same line, but now the rate is 0.003. Where does the first "
                              "step land?"),
        .preset = "two-layer-gd",
        .changes = {{"learning-rate", 0.003}, {"epochs", 30}, {"measure-train", 0}},
      },
    },
  },
  {
    .title = N_("Decay as the Cure"),
    .text = N_("0.022 is beyond the limit of this data, 0.0181, so the loss more than doubles "
               "from epoch to epoch. With a decay of 0.97 the rate shrinks by 3 % after each "
               "epoch and passes below the limit at epoch 7: what had been blown up dies away."),
    .look_at = N_("Look at the top of the hump: it stands where the rate crosses the limit. After "
                  "that the curve is as smooth as if nothing had happened."),
    .valley = N_("In the valley the leaps across grow for as long as the rate is beyond the "
                 "limit, while the run gets on along it; then they shrink, and it settles in the "
                 "middle."),
    .guessed = OV_EPOCH_TRAIN_LOSS,
    .start = SQUARED_ERROR_START,
    .low = SQUARED_ERROR_LOW,
    .high = SQUARED_ERROR_HIGH,
    .n_steps = 2,
    .steps = {
      {
        .label = N_("Run Without Decay"),
        .question = N_("The linear classifier learns at 0.022, a little beyond its limit of "
                       "0.0181, and the rate stays there. Where does its training loss go?"),
        .valley_question = N_("The linear classifier learns at 0.022, a little beyond its limit "
                              "of 0.0181, and the rate stays there. Where does the first step "
                              "land, and does the run come to the middle of the valley?"),
        .preset = "linear",
        .changes = {{"learning-rate", 0.022}, {"decay", 1.0}, {"epochs", 60}},
      },
      {
        .label = N_("Run with Decay 0.97"),
        .question = N_("The same start, but now the rate shrinks by 3 % after each epoch. Does "
                       "the training loss come back?"),
        .valley_question = N_("The same first step, but now the rate shrinks by 3 % after each "
                              "epoch. After how many is the run in the middle of the valley?"),
        .preset = "linear",
        .changes = {{"learning-rate", 0.022}, {"decay", 0.97}, {"epochs", 60}},
      },
    },
  },
  {
    .title = N_("Momentum"),
    .text = N_("A steep direction forbids a long step, and a flat one needs it. With momentum a "
               "step keeps nine tenths of the one before: along the flat directions the steps add "
               "up to ten times their length, across the steep ones they cancel out."),
    .look_at = N_("Look at the losses after 60 epochs: without momentum 0.89, with it 0.79, at the "
                  "same rate of 0.002. The price is a loss that swings a little on its way."),
    .valley = N_("In the valley the run without momentum creeps to the middle, and is 61 % along "
                 "it at the end. With momentum it swings across like a heavy ball, and is 85 % "
                 "along after 14 epochs."),
    .guessed = OV_EPOCH_TRAIN_LOSS,
    .start = SQUARED_ERROR_START,
    .low = SQUARED_ERROR_LOW,
    .high = SQUARED_ERROR_HIGH,
    .n_steps = 2,
    .steps = {
      {
        .label = N_("Run Without Momentum"),
        .question = N_("The linear classifier learns at a rate of 0.002 for 60 epochs. How far "
                       "does its training loss come?"),
        .valley_question = N_("The linear classifier learns at a rate of 0.002 for 60 epochs. "
                              "Where does its first step land, and after how many is it in the "
                              "middle of the valley?"),
        .preset = "linear",
        .changes = {{"learning-rate", 0.002}, {"decay", 1.0}, {"epochs", 60}},
      },
      {
        .label = N_("Run with Momentum"),
        .question = N_("The same rate, but each step now keeps nine tenths of the one before. How "
                       "far does the training loss come this time?"),
        .valley_question = N_("The same first step, but each one after it keeps nine tenths of "
                              "the one before. After how many epochs does the run settle in the "
                              "middle of the valley?"),
        .preset = "linear",
        .changes = {{"learning-rate", 0.002}, {"decay", 1.0}, {"epochs", 60}, {"momentum", 0.9}},
      },
    },
  },
  {
    .title = N_("The Tick of Overfitting"),
    .text = N_("At a lively rate the network soon knows what its training images have in common, "
               "and begins to learn them by heart. The training loss falls on and on; the test "
               "loss turns after a dozen epochs and climbs again, like a tick."),
    .look_at = N_("Look at the gap between the solid and the dashed curve, and at the epoch where "
                  "the dashed one is lowest: whoever stopped there would have the best network."),
    .valley = N_("In the valley every mini-batch has a line of its own: the last one of the first "
                 "epoch already leads twice as far as its lowest point on other images, and yet "
                 "the way goes down on the whole. The map is that of the training loss; where the "
                 "test loss turns, nothing shows on it."),
    .guessed = OV_EPOCH_TEST_LOSS,
    .start = SQUARED_ERROR_START,
    .low = SQUARED_ERROR_LOW,
    .high = SQUARED_ERROR_HIGH,
    .n_steps = 1,
    .steps = {
      {
        .label = N_("Run at 0.01"),
        .question = N_("A network of two layers learns from mini-batches at a rate of 0.01 for 50 "
                       "epochs, and its training loss falls all the time. What does its test loss "
                       "do?"),
        .valley_question = N_("A network of two layers learns from mini-batches at a rate of "
                              "0.01. Where on its line does the first epoch’s last step land?"),
        .preset = "two-layer-sgd",
        .changes = {{"learning-rate", 0.01}, {"epochs", 50}, {"measure-train", 0}},
      },
    },
  },
  {
    .title = N_("SGD Against GD"),
    .text = N_("Gradient descent reads all 50,000 images to take one step; stochastic gradient "
               "descent takes a step after every 500. In the same epoch that is a hundred steps "
               "instead of one: each is shorter and rougher, but together they go much further."),
    .look_at = N_("Look at the epoch where the second curve passes the last value of the first: "
                  "it comes almost at once. The epochs take about the same time."),
    .valley = N_("In the valley the full batch’s first step goes all the way to the lowest point "
                 "of its line, and the mini-batches’ last step of the first epoch an eighth of "
                 "the way. Yet on the map of both runs, which begin at one point, 2,000 short "
                 "steps lead nearly five times as far as 20 long ones."),
    .guessed = OV_EPOCH_TRAIN_LOSS,
    .start = SQUARED_ERROR_START,
    .low = SQUARED_ERROR_LOW,
    .high = SQUARED_ERROR_HIGH,
    .n_steps = 2,
    .steps = {
      {
        .label = N_("Run the Full Batch"),
        .question = N_("A network of two layers takes 20 steps at a rate of 0.01, each with all "
                       "the images. How far does its training loss come?"),
        .valley_question = N_("A network of two layers takes its first step at a rate of 0.01, "
                              "with all the images. Where on its line does it land?"),
        .preset = "two-layer-gd",
        .changes = {{"learning-rate", 0.01}, {"epochs", 20}, {"measure-train", 0}},
      },
      {
        .label = N_("Run Mini-Batches"),
        .question = N_("Now it takes a hundred steps an epoch, at a tenth of the rate. How far "
                       "does its training loss come?"),
        .valley_question = N_("Now it takes a hundred steps an epoch, at a tenth of the rate. "
                              "Where on its line does the first epoch’s last step land?"),
        .preset = "two-layer-sgd",
        .changes = {{"learning-rate", 0.001}, {"epochs", 20}, {"measure-train", 0}},
      },
    },
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (lessons) == OV_N_LESSONS);

/**
 * ov_lesson_get:
 * @index: a number below %OV_N_LESSONS
 *
 * Returns: (transfer none): that lesson
 */
const OvLesson *
ov_lesson_get (guint index)
{
  g_return_val_if_fail (index < OV_N_LESSONS, NULL);

  return &lessons[index];
}

/**
 * ov_lesson_init_recipe:
 * @self: a lesson
 * @step: which of its runs
 * @recipe: (out caller-allocates): what to run
 */
void
ov_lesson_init_recipe (const OvLesson *self,
                       guint           step,
                       OvRecipe       *recipe)
{
  const OvLessonStep *chosen;
  gboolean is_set;

  g_return_if_fail (self != NULL);
  g_return_if_fail (step < self->n_steps);
  g_return_if_fail (recipe != NULL);

  chosen = &self->steps[step];
  is_set = ov_recipe_init_preset (recipe, chosen->preset, NULL);
  for (const OvLessonChange *change = chosen->changes; is_set && change->key != NULL; change++)
    is_set = ov_parameter_set (ov_parameter_find (change->key), recipe, change->value, NULL);

  /* The table is ours, and a test goes through all of it. */
  g_assert (is_set);
}

/**
 * ov_lesson_has_recipe:
 * @self: a lesson
 * @recipe: any recipe
 *
 * Returns: whether @recipe is that of one of the lesson's runs
 */
gboolean
ov_lesson_has_recipe (const OvLesson *self,
                      const OvRecipe *recipe)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (recipe != NULL, FALSE);

  for (guint i = 0; i < self->n_steps; i++)
    {
      OvRecipe own;

      ov_lesson_init_recipe (self, i, &own);
      if (ov_recipe_equal (&own, recipe))
        return TRUE;
    }

  return FALSE;
}

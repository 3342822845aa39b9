/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "topic.h"

#include <glib/gi18n-lib.h>

static const OvTopicItem schedules_items[] = {
  {"exponential",
   N_("Multiplied by --decay after each epoch, --decays-per-epoch times; this is the default.")},
  {"constant", N_("The same rate in all epochs.")},
  {"step",
   N_("Multiplied by --step-factor (0.1) each time that --step-epochs have passed; a third of the "
      "run, if they are not given.")},
  {"cosine", N_("Down to nothing at the end of the run, along half a wave of a cosine.")},
  {"one-cycle",
   N_("From a 25th up to the rate in the first three tenths of the run, and down to nearly nothing "
      "at its end.")},
  {NULL, NULL},
};

static const OvTopicItem optimisers_items[] = {
  {"gradient-descent",
   N_("Down the gradient, with the share --momentum of the step before; this is the default.")},
  {"nesterov", N_("The same with Nesterov's momentum, as SGD (nesterov=True) has it in PyTorch.")},
  {"rmsprop",
   N_("RMSProp: divides the gradient by the root of its running mean square, of which a step keeps "
      "the share --alpha (0.99), plus --epsilon (1e-8); then momentum.")},
  {"adam",
   N_("Adam: divides the running mean of the gradient by the root of that of its square; they keep "
      "the shares --beta1 (0.9) and --beta2 (0.999).")},
  {"adamw",
   N_("AdamW: Adam of the loss alone; what --regularisation takes off a weight, 2 reg W, is not "
      "divided.")},
  {NULL, NULL},
};

const OvTopic ov_topic_optimisers = {
  .title = N_("Optimisers"),
  .before = N_("What --optimiser makes of a gradient. The formulas are those of PyTorch."),
  .items = optimisers_items,
  .after =
    N_("Forecasts, exact steps and the limit of the learning rate are known for gradient descent "
       "and Nesterov's momentum."),
};

const OvTopic ov_topic_schedules = {
  .title = N_("Schedules"),
  .before =
    N_("What --schedule says of the learning rate from epoch to epoch; --learning-rate is the "
       "highest one."),
  .items = schedules_items,
  .after =
    N_("Before any of them, --warm-up N lets the rate rise in a straight line for N epochs; the "
       "schedule has those that are left. A run whose rate goes by its number of epochs (step "
       "without --step-epochs, cosine, one-cycle) is not resumed for more of them."),
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "history.h"
#include "timeline.h"
#include "recipe.h"

/* Where an x axis ends at the earliest: one epoch alone has no extent. */
#define OV_CURVES_LEAST_HORIZON 1.0

/**
 * OvQuantity:
 * @OV_QUANTITY_LOSS: what the training makes small
 * @OV_QUANTITY_ACCURACY: per cent of the images classified rightly
 *
 * What a chart of runs shows. Each has a training and a test curve.
 */
typedef enum
{
  OV_QUANTITY_LOSS,
  OV_QUANTITY_ACCURACY,
} OvQuantity;

#define OV_N_QUANTITIES (OV_QUANTITY_ACCURACY + 1)

/**
 * OvCurves:
 * @chart: (unowned): where they are drawn
 * @quantity: what they show
 * @timeline: (unowned) (nullable): where the epochs stand; %NULL for at their numbers. To be set
 *   before the first epoch is drawn
 * @with_best: whether the best epoch is marked
 * @train: series of the training set
 * @test: series of the test set
 * @batch_losses: series of the losses within the epochs; 0 while there is none
 * @marker: where the run diverged; 0 while it has not
 * @best: the best epoch on the test set so far
 * @best_mark: the mark there; 0 while there is none
 * @is_stray: whether it leaves the range of the others
 * @is_hidden: whether nothing of it is drawn
 * @is_ghost: whether another run is in front, and nothing of this one is marked
 * @is_other_kind: whether its numbers have no axis in common with those of the run in front, and it
 *   is hidden for that
 * @n_epochs: epochs that are drawn
 * @n_batch_losses: losses within the epochs that are drawn
 *
 * One run's curves on one chart: solid for the training set, dashed for the test set.
 */
typedef struct
{
  OvChart    *chart;
  OvQuantity  quantity;
  OvTimeline *timeline;
  gboolean    with_best;
  guint       train;
  guint       test;
  guint       batch_losses;
  guint       marker;
  guint       best;
  guint       best_mark;
  gboolean    is_stray;
  gboolean    is_hidden;
  gboolean    is_ghost;
  gboolean    is_other_kind;
  guint       n_epochs;
  gsize       n_batch_losses;
} OvCurves;

OvEpochField ov_quantity_get_field (OvQuantity quantity,
                                    gboolean   train);

const char *ov_curves_get_loss_title (const OvRecipe   *recipe);
void     ov_curves_prepare          (OvChart          *chart,
                                     OvQuantity        quantity,
                                     const OvRecipe   *recipe);
OvCurves ov_curves_add              (OvChart          *chart,
                                     OvQuantity        quantity);
void     ov_curves_update           (OvCurves         *self,
                                     const OvHistory  *history);
void     ov_curves_update_batch_losses (OvCurves         *self,
                                     const double     *epochs,
                                     const double     *losses,
                                     gsize             n);
void     ov_curves_set_emphasis     (OvCurves         *self,
                                     OvEmphasis        emphasis);
char    *ov_curves_name_ghost       (const char       *name,
                                     const OvRecipe   *recipe,
                                     const OvRecipe   *current);
void     ov_curves_make_ghost       (OvCurves         *self,
                                     guint             slot,
                                     const char       *name,
                                     const OvRecipe   *recipe,
                                     const OvRecipe   *current);
void     ov_curves_set_best         (OvCurves         *self,
                                     gboolean          with_best,
                                     const OvHistory  *history);
void     ov_curves_set_visible      (OvCurves         *self,
                                     gboolean          visible);
void     ov_curves_set_part_of_mean (OvCurves         *self,
                                     gboolean          is_part);
void     ov_curves_set_timeline_horizon (const OvTimeline *timeline,
                                     OvChart          *chart,
                                     const OvRecipe   *recipe);
void     ov_curves_remove           (OvCurves         *self);
char    *ov_curves_describe         (OvQuantity        quantity,
                                     const OvHistory  *history);

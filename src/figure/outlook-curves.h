/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"

G_BEGIN_DECLS

/**
 * OvOutlookCurves:
 * @train: series of the foretold training loss; 0 while there is none
 * @test: series of the foretold test loss; 0 while there is none
 *
 * What a run will show, on a chart of losses.
 */
typedef struct
{
  guint train;
  guint test;
} OvOutlookCurves;

void ov_outlook_curves_show (OvOutlookCurves *self,
                             OvChart         *chart,
                             const double    *epochs,
                             const double    *train_loss,
                             gsize            n_epochs,
                             const double    *test_epochs,
                             const double    *test_loss,
                             gsize            n_test);
void ov_outlook_curves_hide (OvOutlookCurves *self,
                             OvChart         *chart);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"
#include "job.h"
#include "quadratic.h"

G_BEGIN_DECLS

/* A forecast of more epochs than this takes so long that nobody should have to wait for its end. */
#define OV_FORETELLER_MOST_EPOCHS 3000

/**
 * OvForetellerFunc:
 * @histories: (element-type OvHistory): the next recipes' epochs, in order; those that are kept are
 *   to be stolen from the array
 * @has_ended: whether there will be no more
 * @user_data: the receiver's
 *
 * Is told what was foretold since the last time. The accuracies of the epochs are %NAN: nobody
 * knows them.
 */
typedef void (*OvForetellerFunc) (GPtrArray *histories,
                                  gboolean   has_ended,
                                  gpointer   user_data);

OvJob *ov_foreteller_start (OvQuadratic      *quadratic,
                            const OvRecipe   *recipes,
                            guint             n_recipes,
                            OvForetellerFunc  func,
                            gpointer          user_data);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "range-test.h"
#include "run.h"

G_BEGIN_DECLS

#define OV_TYPE_FINDER_PAGE (ov_finder_page_get_type ())
G_DECLARE_FINAL_TYPE (OvFinderPage, ov_finder_page, OV, FINDER_PAGE, GtkWidget)

void             ov_finder_page_set_recipe  (OvFinderPage   *self,
                                             const OvRecipe *recipe);
void             ov_finder_page_set_dataset (OvFinderPage   *self,
                                             OvDataset      *dataset);
void             ov_finder_page_set_run     (OvFinderPage   *self,
                                             OvRun          *run);
void             ov_finder_page_set_limit   (OvFinderPage   *self,
                                             double          limit);
const OvFinding *ov_finder_page_get_finding (OvFinderPage   *self);
gboolean         ov_finder_page_is_from_run (OvFinderPage   *self);

G_END_DECLS

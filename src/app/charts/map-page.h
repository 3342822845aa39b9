/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "run.h"

G_BEGIN_DECLS

#define OV_TYPE_MAP_PAGE (ov_map_page_get_type ())
G_DECLARE_FINAL_TYPE (OvMapPage, ov_map_page, OV, MAP_PAGE, GtkWidget)

void ov_map_page_set_runs    (OvMapPage    *self,
                              GListModel   *runs);
void ov_map_page_set_limit   (OvMapPage    *self,
                              double        limit);
void ov_map_page_set_finding (OvMapPage    *self,
                              const double *learning_rates,
                              const double *losses,
                              gsize         n);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "figure-set.h"

#define OV_TYPE_FIGURE_CHOOSER (ov_figure_chooser_get_type ())
G_DECLARE_FINAL_TYPE (OvFigureChooser, ov_figure_chooser, OV, FIGURE_CHOOSER, AdwPreferencesGroup)

void        ov_figure_chooser_set_figures    (OvFigureChooser     *self,
                                              OvFigureSet         *set,
                                              const char          *name);
const char *ov_figure_chooser_find_problem   (OvFigureChooser     *self);
gboolean    ov_figure_chooser_has_curves     (OvFigureChooser     *self);
void        ov_figure_chooser_fill           (OvFigureChooser     *self,
                                              OvFigurePage        *page);
char       *ov_figure_chooser_make_file_name (OvFigureChooser     *self,
                                              const char          *suffix);
char       *ov_figure_chooser_make_command   (OvFigureChooser     *self,
                                              const OvFigurePage  *page,
                                              const char          *suffix,
                                              const char         **remark);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "figure-set.h"
#include "figure-style.h"
#include "run-item.h"

/**
 * OvRunFigures:
 *
 * The run that is in front, with the earlier ones behind it, as it was when it was asked for. It
 * holds copies of all that can be drawn of it, while the runs continue.
 */
typedef struct _OvRunFigures OvRunFigures;

OvRunFigures *ov_run_figures_new           (OvRun               *run,
                                            GListModel          *ghosts,
                                            const OvFigureStyle *style,
                                            gboolean             shared_scale);
void          ov_run_figures_set_item      (OvRunFigures        *self,
                                            OvRunItem           *item);
void          ov_run_figures_set_templates (OvRunFigures        *self,
                                            const OvTemplates   *templates,
                                            guint                n_epochs);
void          ov_run_figures_add_to        (OvRunFigures        *self,
                                            OvFigureSet         *set);

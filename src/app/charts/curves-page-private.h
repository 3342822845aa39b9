/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "curve-pane.h"
#include "diagnosis-bar.h"
#include "epoch-log.h"
#include "page.h"
#include "run-table.h"
#include "scrubber.h"
#include "spare-side.h"
#include "template-view.h"

#define OV_TYPE_CURVES_PAGE (ov_curves_page_get_type ())
G_DECLARE_FINAL_TYPE (OvCurvesPage, ov_curves_page, OV, CURVES_PAGE, OvPage)

struct _OvCurvesPage
{
  OvPage           parent_instance;

  /* Template children. */
  OvCurvePane     *curve_pane;
  OvScrubber      *scrubber;
  OvDiagnosisBar  *diagnosis_bar;
  GtkLabel        *templates_title;
  OvTemplateView  *template_view;
  OvEpochLog      *epoch_log;
  OvSpareSide     *side;
  GtkPaned        *views_paned; /* in it */
  AdwBin          *views;       /* the pictures and the log, in that; seen where there is room */
  GtkPaned        *paned;
  OvRunTable      *run_table;

  guint            tick;          /* puts the border of the table to its place, or 0 */
  int              placed_height; /* of the table, when nobody has moved its border since */
  int              border_height; /* of that border, when it was placed */
  gboolean         is_asked_for;  /* somebody has opened the table, or closed it */
  gboolean         has_room;      /* for the table to be open, when it was placed */
  gboolean         is_placing;

  double           lecture_scale; /* of type and lines; 0 outside lecture mode */
  int              views_width;   /* when it began */
  int              views_least;   /* what was asked for them at least then */

  /* Owned. */
  GSettings       *settings;
  OvRunCollection *runs;
  GListModel      *ghosts;
  OvRun           *run;    /* the one in front */
  OvReplay        *replay; /* of it; NULL until it is set */
  OvDataset       *dataset;
  OvQuadratic     *quadratic; /* of that; NULL while there is none */
};

void ov_curves_page_place_table   (OvCurvesPage *self);
void ov_curves_page_table_opened  (OvCurvesPage *self);
void ov_curves_page_resized       (OvCurvesPage *self);
void ov_curves_page_runs_changed  (OvCurvesPage *self);
void ov_curves_page_leave_table   (OvCurvesPage *self);
void ov_curves_page_show_parts    (OvCurvesPage *self);
void ov_curves_page_enlarge_views (OvCurvesPage *self,
                                   double        type_scale);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart-view.h"
#include "mode-spectrum.h"
#include "path-finder.h"
#include "path-scene.h"
#include "step-finder.h"
#include "step-pad.h"
#include "valley-cut.h"
#include "valley-page.h"
#include "valley-scene.h"

struct _OvValleyPage
{
  OvPage          parent_instance;

  /* Template children. */
  GtkLabel       *note;
  GtkDropDown    *directions;
  GtkWidget      *choices;
  GtkSpinButton  *steep_choice;
  GtkSpinButton  *flat_choice;
  GtkStack       *stack;
  AdwStatusPage  *empty; /* in place of a map */
  OvChartView    *view;
  GtkWidget      *cuts_pane;
  OvChartView    *across_view;
  OvChartView    *along_view;
  GtkWidget      *player;
  GtkButton      *play_button;
  GtkWidget      *player_scale;
  GtkAdjustment  *player_adjustment;
  OvStepPad      *step_pad;
  GtkWidget      *step_switch; /* a GtkCheckButton */
  AdwClamp       *step_clamp;
  GtkWidget      *step_pane;
  GtkLabel       *step_note;
  OvChartView    *step_view;
  GtkWidget      *modes_pane;
  GtkLabel       *modes_note;
  OvChartView    *modes_view;

  /* Owned. */
  OvQuadratic    *quadratic; /* NULL while there is none */
  OvReplay       *replay;
  GListModel     *runs;   /* of OvRunItem: all of them */
  GListModel     *ghosts; /* those on the charts */
  OvRun          *run;    /* in front, or NULL */
  OvStepFinder   *finder;
  OvValleyScene  *scene; /* of @quadratic, or NULL */
  char           *data;  /* what is trained on */
  char           *data_name;

  OvRun          *measured_run; /* the one that is asked to measure its steps, or NULL */
  GSignalGroup   *step_signals; /* of the run in front */
  OvRun          *step_run;     /* whose measured step is shown, or NULL */

  OvValleyCut     cuts[OV_N_VALLEY_SIDES];
  OvPathFinder   *paths;
  OvPathScene    *path_scene; /* of the newest map of @paths, or NULL */

  OvModeSpectrum *spectrum; /* of @quadratic, or NULL */
  OvRecipe        spectrum_recipe;

  OvRun          *current; /* borrowed: the session's */
  OvRecipe        recipe;  /* what the panel has */
  gboolean        has_recipe;
  gboolean        has_chosen; /* whether the modes are of this data */
  gboolean        is_in_lecture;
  double          position;  /* how many epochs are done while they are played; NAN otherwise */
  double          played;    /* for so many seconds */
  gint64          played_at; /* when it was last looked, or 0 */
  guint           player_tick;
  guint           tick; /* draws all of it anew in the next frame, or 0 */
};

const OvRecipe *ov_valley_page_get_ahead       (OvValleyPage   *self);
const OvRecipe *ov_valley_page_get_recipe      (OvValleyPage   *self);
const OvRecipe *ov_valley_page_get_own_recipe  (OvValleyPage   *self);
OvRunItem      *ov_valley_page_find_item       (OvValleyPage   *self);
const char     *ov_valley_page_find_obstacle   (OvValleyPage   *self);
guint           ov_valley_page_count_done      (OvValleyPage   *self);
double          ov_valley_page_find_position   (OvValleyPage   *self);
void            ov_valley_page_update_soon     (OvValleyPage   *self);
void            ov_valley_page_show_obstacle   (OvValleyPage   *self,
                                                const char     *obstacle);
guint           ov_valley_page_count_epochs    (OvValleyPage   *self);
void            ov_valley_page_show_cuts       (OvValleyPage   *self,
                                                const OvValleyPoint *points,
                                                guint           n_points,
                                                double          position);
void            ov_valley_page_stop            (OvValleyPage   *self);
void            ov_valley_page_show_player     (OvValleyPage   *self);
void            ov_valley_page_play_cb         (GtkButton      *button,
                                                OvValleyPage   *self);
gboolean        ov_valley_page_scrub_cb        (GtkRange       *range,
                                                GtkScrollType   scroll,
                                                double          value,
                                                OvValleyPage   *self);
void            ov_valley_page_add_valleys     (OvValleyPage   *self,
                                                OvFigureSet    *set,
                                                const OvValley *valley,
                                                const char     *obstacle);
void            ov_valley_page_show_modes      (OvValleyPage   *self);
void            ov_valley_page_forget_modes    (OvValleyPage   *self);
void            ov_valley_page_add_modes_figure (OvValleyPage  *self,
                                                OvFigureSet    *set,
                                                const char     *obstacle);
guint           ov_valley_page_find_step_epoch (OvValleyPage   *self,
                                                const OvRecipe *recipe);
OvRun          *ov_valley_page_get_mapped_run  (OvValleyPage   *self);
void            ov_valley_page_init_steps      (OvValleyPage   *self);
void            ov_valley_page_leave_steps     (OvValleyPage   *self);
void            ov_valley_page_follow_steps    (OvValleyPage   *self);
gboolean        ov_valley_page_measures_step   (OvValleyPage   *self);
void            ov_valley_page_show_step       (OvValleyPage   *self,
                                                const char     *obstacle);
void            ov_valley_page_add_step_figure (OvValleyPage   *self,
                                                OvFigureSet    *set,
                                                const char     *obstacle);
gboolean        ov_valley_page_show_path       (OvValleyPage   *self,
                                                gboolean        has_valley);
void            ov_valley_page_forget_path     (OvValleyPage   *self);
gboolean        ov_valley_page_add_path_figure (OvValleyPage   *self,
                                                OvFigureSet    *set);

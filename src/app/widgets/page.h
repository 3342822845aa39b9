/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "figure-set.h"
#include "forecast-job.h"
#include "guess.h"
#include "quadratic.h"
#include "range-test.h"
#include "replay.h"
#include "run-item.h"

#define OV_TYPE_PAGE (ov_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (OvPage, ov_page, OV, PAGE, AdwBin)

/**
 * OvPageClass:
 * @name: what the page is called in the window's stack
 * @title: what the switcher calls it; translated where it is shown
 * @icon_name: what the switcher shows
 * @set_settings: where it keeps what outlives the program
 * @set_dataset: what is trained on
 * @set_recipe: what is run, or will be as soon as there is data
 * @preview_recipe: what the panel of the recipe has, also while one of its sliders is being moved;
 *   %NULL while that is for a branch, which does not start from its first weights
 * @set_run: the current run of the session
 * @show_run: the run that the window has in front: the current one, or an earlier one
 * @set_runs: of #OvRunItem, every run that is kept; called once
 * @set_ghosts: of #OvRunItem, the earlier runs that are on the charts; called once
 * @reveal_runs: (element-type OvRunItem): runs that a list of runs is to select and show
 * @set_replay: which epoch of the run in front is looked at, and what it had learned by then;
 *   called once
 * @set_quadratic: the quadratic form of the data; %NULL while there is none
 * @set_limit: the learning rate beyond which the recipe diverges; NAN while nobody knows it
 * @set_forecast: what a run of the recipe will show; %NULL while nobody knows it
 * @set_guess: what the user expects of the current run; %NULL for nothing
 * @get_guess_pad: the #OvGuessPad on which a guess can be drawn, hidden until one is wanted
 * @get_step_pad: the #OvStepPad that asks where the first step of a run lands, hidden until it does
 * @add_figures: adds what it shows to what can be drawn on paper; one is called like the page
 * @copy_text: puts what it shows on the clipboard as text
 * @set_lecture: how much larger type and lines are in lecture mode; 0 outside it
 * @measure_whole: the least width at which all of it is seen, in pixels; without it the least one
 *   that it can have
 * @set_finding: what a range test from the first weights found; %NULL for nothing
 *
 * What a page wants to be told is what its class implements; all of it may stay %NULL.
 */
struct _OvPageClass
{
  AdwBinClass parent_class;

  const char *name;
  const char *title;
  const char *icon_name;

  void (*set_settings) (OvPage *self, GSettings *settings);
  void (*set_dataset) (OvPage *self, OvDataset *dataset);
  void (*set_recipe) (OvPage *self, const OvRecipe *recipe);
  void (*preview_recipe) (OvPage *self, const OvRecipe *recipe);
  void (*set_run) (OvPage *self, OvRun *run);
  void (*show_run) (OvPage *self, OvRun *run);
  void (*set_runs) (OvPage *self, GListModel *runs);
  void (*set_ghosts) (OvPage *self, GListModel *ghosts);
  void (*reveal_runs) (OvPage *self, GPtrArray *items);
  void (*set_replay) (OvPage *self, OvReplay *replay);
  void (*set_quadratic) (OvPage *self, OvQuadratic *quadratic);
  void (*set_limit) (OvPage *self, double limit);
  void (*set_finding) (OvPage *self, const OvFinding *finding);
  void (*set_forecast) (OvPage *self, const OvForecastResult *forecast);
  void (*set_guess) (OvPage *self, const OvGuess *guess);
  void (*set_lecture) (OvPage *self, double type_scale);
  GtkWidget *(*get_guess_pad) (OvPage *self);
  GtkWidget *(*get_step_pad) (OvPage *self);
  void (*add_figures) (OvPage *self, OvFigureSet *set);
  void (*copy_text) (OvPage *self);
  int (*measure_whole) (OvPage *self);
};

void       ov_page_set_settings    (OvPage                 *self,
                                    GSettings              *settings);
void       ov_page_set_dataset     (OvPage                 *self,
                                    OvDataset              *dataset);
void       ov_page_set_recipe      (OvPage                 *self,
                                    const OvRecipe         *recipe);
void       ov_page_preview_recipe  (OvPage                 *self,
                                    const OvRecipe         *recipe);
void       ov_page_set_run         (OvPage                 *self,
                                    OvRun                  *run);
void       ov_page_show_run        (OvPage                 *self,
                                    OvRun                  *run);
void       ov_page_set_runs        (OvPage                 *self,
                                    GListModel             *runs);
void       ov_page_set_ghosts      (OvPage                 *self,
                                    GListModel             *ghosts);
void       ov_page_reveal_runs     (OvPage                 *self,
                                    GPtrArray              *items);
void       ov_page_set_replay      (OvPage                 *self,
                                    OvReplay               *replay);
void       ov_page_set_quadratic   (OvPage                 *self,
                                    OvQuadratic            *quadratic);
void       ov_page_set_limit       (OvPage                 *self,
                                    double                  limit);
void       ov_page_set_finding     (OvPage                 *self,
                                    const OvFinding        *finding);
void       ov_page_set_forecast    (OvPage                 *self,
                                    const OvForecastResult *forecast);
void       ov_page_set_guess       (OvPage                 *self,
                                    const OvGuess          *guess);
void       ov_page_set_lecture     (OvPage                 *self,
                                    double                  type_scale);
int        ov_page_measure_whole   (OvPage                 *self);
GtkWidget *ov_page_get_guess_pad   (OvPage                 *self);
GtkWidget *ov_page_get_step_pad    (OvPage                 *self);
void       ov_page_add_figures     (OvPage                 *self,
                                    OvFigureSet            *set);
gboolean   ov_page_can_copy_text   (OvPage                 *self);
void       ov_page_copy_text       (OvPage                 *self);

void       ov_page_tell_busy       (OvPage                 *self,
                                    gboolean                is_busy);
void       ov_page_tell            (OvPage                 *self,
                                    const char             *text);
void       ov_page_want_rate       (OvPage                 *self,
                                    double                  learning_rate);
void       ov_page_want_recipe     (OvPage                 *self,
                                    const OvRecipe         *recipe);
void       ov_page_want_run        (OvPage                 *self,
                                    OvRunItem              *item);
void       ov_page_want_delete     (OvPage                 *self,
                                    GPtrArray              *items);
void       ov_page_publish_finding (OvPage                 *self,
                                    const OvFinding        *finding);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "banner.h"
#include "chart-menu.h"
#include "data-row.h"
#include "forecaster.h"
#include "guess-pad.h"
#include "lesson-bar.h"
#include "page.h"
#include "quadratic-store.h"
#include "recipe-panel.h"
#include "run-keeper.h"
#include "status-bar.h"
#include "window.h"

/* What becomes of a recipe that is already in use when the window adopts it once more. */
typedef enum
{
  OV_ADOPTION_KEEPS,    /* its run goes on */
  OV_ADOPTION_RESTARTS, /* it is run again */
} OvAdoption;

struct _OvWindow
{
  AdwApplicationWindow  parent_instance;

  /* Template children. */
  AdwViewSwitcherTitle *title;
  AdwFlap              *flap;
  AdwToastOverlay      *toasts;
  GtkButton            *run_button;
  OvChartMenu          *chart_menu;
  OvBanner             *data_banner;
  OvBanner             *run_banner;
  OvBanner             *view_banner;
  OvBanner             *library_banner;
  OvDataRow            *data_row;
  OvRecipePanel        *recipe_panel;
  OvLessonBar          *lesson_bar;
  OvStatusBar          *status_bar;
  AdwViewStack         *stack;

  /* Owned. */
  GSettings            *settings;
  OvSession            *session;
  OvDataStore          *store;
  OvQuadraticStore     *quadratics;
  OvForecaster         *forecaster;
  GSignalGroup         *session_signals; /* what each of them tells until the window is gone */
  GSignalGroup         *store_signals;
  GSignalGroup         *quadratics_signals;
  GSignalGroup         *forecaster_signals;
  GSignalGroup         *run_signals; /* of the session's current run */
  GPtrArray            *pages;       /* borrowed #OvPage, in the order of the switcher */
  OvRunKeeper          *keeper;
  OvRunCollection      *collection;  /* every run that is kept */
  OvRun                *resting_run; /* while a page is busy */
  guint                 n_busy;      /* how many pages are */
  GtkFileChooserNative *chooser;     /* while it is open */
  OvGuessPad           *guess_pad;   /* borrowed from the page that has one */
  OvGuess              *guess;       /* of the lesson's run; NULL without one */

  gboolean              lesson_is_due; /* the next run is one of the lesson */

  gboolean              was_downloading;
  gboolean              is_preparation_due;
  guint                 hold_timeout; /* of the run that waits for the cache */
};

/* The types of the pages in the order of the switcher, and NULL. The build makes the table. */
extern GType (*const ov_page_table[]) (void);

void ov_window_install_actions        (GtkWidgetClass *widget_class);
void ov_window_add_setting_actions    (OvWindow       *self);
void ov_window_remove_setting_actions (OvWindow       *self);
void ov_window_connect_data           (OvWindow       *self);
void ov_window_load_data              (OvWindow       *self);
void ov_window_add_pages         (OvWindow       *self);
void ov_window_show_first_page (OvWindow *self);
void ov_window_show_run (OvWindow *self, OvRun *run);
void ov_window_connect_laboratory     (OvWindow       *self);
void ov_window_connect_runs           (OvWindow       *self);
void ov_window_delete_runs            (OvWindow       *self,
                                       GPtrArray      *items);
void ov_window_connect_lessons        (OvWindow       *self);
void ov_window_adopt_recipe           (OvWindow       *self,
                                       const OvRecipe *recipe,
                                       OvAdoption      adoption);

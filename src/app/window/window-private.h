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
#include "replay.h"
#include "run-keeper.h"
#include "seed-series.h"
#include "status-bar.h"
#include "step-pad.h"
#include "toaster.h"
#include "window.h"

/* What becomes of a recipe that is already in use when the window adopts it once more. */
typedef enum
{
  OV_ADOPTION_KEEPS,    /* its run goes on */
  OV_ADOPTION_RESTARTS, /* it is run again */
} OvAdoption;

/* What it takes to take something back. */
typedef struct _OvUndo OvUndo;

/* How the window was before it was in lecture mode. */
typedef struct _OvLecture OvLecture;

/* Opens files of a kind: an array of #GFile, which has at least one. */
typedef void (*OvFilesFunc) (OvWindow *self, GPtrArray *files);

/* What the button of a toast does. */
typedef void (*OvOfferFunc) (OvWindow *self, gpointer data);

/**
 * OvHoldReason:
 * @OV_HOLD_FORM: for the quadratic form of its data
 * @OV_HOLD_LEFT_RUN: for the run that was left when the window was closed last
 *
 * What a run waits for before it begins.
 */
typedef enum
{
  OV_HOLD_FORM = 1 << 0,
  OV_HOLD_LEFT_RUN = 1 << 1,
} OvHoldReason;

/* Of the end of a wait. What was waited for goes first when both have come while the window was
 * busy, as it is when it is drawn for the first time. */
#define OV_PRIORITY_WAIT (G_PRIORITY_DEFAULT + 1)

struct _OvWindow
{
  AdwApplicationWindow  parent_instance;

  /* Template children. */
  AdwViewSwitcherTitle *title;
  AdwFlap              *flap;
  GtkScrolledWindow    *sidebar; /* in it */
  GtkWidget            *content; /* all that there is but what lecture mode lays over it */
  GtkPicture           *frozen_picture;
  GtkWidget            *frozen_sign;
  GtkWidget            *blank;
  AdwToastOverlay      *toasts;
  GtkButton            *run_button;
  OvChartMenu          *chart_menu;
  OvBanner             *data_banner;
  OvBanner             *run_banner;
  OvBanner             *view_banner;
  OvBanner             *seeds_banner;
  OvBanner             *branch_banner;
  OvBanner             *library_banner;
  OvDataRow            *data_row;
  OvRecipePanel        *recipe_panel;
  OvLessonBar          *lesson_bar;
  OvStatusBar          *status_bar;
  GtkOrientable        *stage; /* the sidebar and the pages, and the lessons beneath or beside */
  AdwViewStack         *stack;
  GtkWidget            *switcher_bar;
  GtkWidget            *recipe_note; /* in the place of the recipe while that is not to be seen */

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
  OvRunCollection      *collection; /* every run that is kept */
  OvPlayhead           *playhead;   /* of the run in front */
  OvReplay             *replay;
  OvSeedSeries         *seeds;
  OvRunOrigin          *branch;       /* what the next change continues; NULL for nothing */
  GCancellable         *continuation; /* while what it continues is looked for */
  OvUndo               *ended;        /* the run that the current one has ended, if worth it */
  OvToaster            *toaster;
  AdwToast             *last_undo;    /* owned; what Ctrl+Z takes back, or NULL */
  AdwToast             *undo_toast;   /* borrowed; what is offered to be taken back, or NULL */
  gboolean              is_first_run; /* whether nothing ran here before the current run */
  gboolean              was_resting;  /* whether the current run was paused before it ended */
  OvRun                *resting_run;  /* while a page is busy */
  guint                 n_busy;       /* how many pages are */
  GtkFileChooserNative *chooser;      /* while it is open */
  OvGuessPad           *guess_pad;    /* borrowed from the page that has one */
  OvStepPad            *step_pad;     /* the same */
  OvGuess              *guess;        /* of the lesson's run; NULL without one */

  OvRunItem            *opened; /* to be viewed when the first run has begun; NULL for none */

  OvLecture            *lecture; /* while the window is in lecture mode */

  gboolean              lesson_is_due; /* the next run is one of the lesson */

  gboolean              was_downloading;
  gboolean              is_preparation_due;
  guint                 holds;         /* of OvHoldReason: what the next run waits for */
  guint                 start_timeout; /* while the run that was left is looked for */
  gboolean              has_begun;     /* whether there was data for a first run */
  guint                 hold_timeout;  /* of the run that waits for the cache */
  guint                 sidebar_tick;  /* until the sidebar has a size */
  guint                 type_tick;     /* makes type larger or smaller, or 0 */
  const char           *type_class;    /* how large it is; NULL for as usual */
  guint                 lessons_tick;  /* puts the lessons to their place, or 0 */
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
void ov_window_set_held               (OvWindow       *self,
                                       OvHoldReason    reason,
                                       gboolean        is_held);
void ov_window_connect_start          (OvWindow       *self);
void ov_window_end                    (OvWindow       *self);
void ov_window_connect_runs           (OvWindow       *self);
void ov_window_delete_runs            (OvWindow       *self,
                                       GPtrArray      *items);
void ov_window_install_continuation   (GtkWidgetClass *widget_class);
void ov_window_offer_continuation     (OvWindow       *self,
                                       OvRunItem      *item);
void ov_window_continue               (OvWindow       *self,
                                       const OvRecipe *recipe,
                                       OvRunOrigin    *origin,
                                       gboolean        is_resting);
void ov_window_resume_run             (OvWindow       *self,
                                       OvRunItem      *item);
void ov_window_branch_run             (OvWindow       *self,
                                       OvRunItem      *item,
                                       guint           at_most);
gboolean ov_window_start_branch       (OvWindow       *self,
                                       const OvRecipe *recipe);
void ov_window_drop_branch            (OvWindow       *self);
void ov_window_show_forecast          (OvWindow       *self);
void ov_window_show_recipe            (OvWindow       *self,
                                       const OvRecipe *recipe);
void ov_window_remember_recipe        (OvWindow       *self,
                                       const OvRecipe *recipe);
void ov_window_install_colours        (GtkWidgetClass *widget_class);
void ov_window_install_states         (GtkWidgetClass *widget_class);
void ov_window_install_lecture        (GtkWidgetClass *widget_class);
void ov_window_connect_sidebar        (OvWindow       *self);
void ov_window_disconnect_sidebar     (OvWindow       *self);
void ov_window_place_sidebar          (OvWindow       *self);
void ov_window_connect_lecture        (OvWindow       *self);
void ov_window_leave_lecture          (OvWindow       *self);
void ov_window_fit_lecture            (OvWindow       *self);
void ov_undo_free                     (OvUndo         *self);
void ov_window_connect_undo           (OvWindow       *self);
void ov_window_note_end               (OvWindow       *self,
                                       OvRun          *run,
                                       OvRun          *previous);
void ov_window_offer_undo             (OvWindow       *self);
void ov_window_add_undo               (OvWindow       *self,
                                       const char     *text,
                                       OvOfferFunc     func,
                                       gpointer        data,
                                       GDestroyNotify  free_func);
void ov_window_undo                   (OvWindow       *self);
void ov_window_clear_runs             (OvWindow       *self);
void ov_window_connect_lessons        (OvWindow       *self);
void ov_window_show_guess             (OvWindow       *self);
void ov_window_place_lessons          (OvWindow       *self);
void ov_window_choose_type            (OvWindow       *self);
void ov_window_take_drops             (OvWindow       *self);
void ov_window_choose_runs            (OvWindow       *self);
void ov_window_open_runs              (OvWindow       *self,
                                       GPtrArray      *files);
void ov_window_choose_files           (OvWindow       *self,
                                       const char     *title,
                                       GtkFileFilter  *filter,
                                       OvFilesFunc     open);
void ov_window_choose_logs            (OvWindow       *self);
void ov_window_open_logs              (OvWindow       *self,
                                       GPtrArray      *files);
void ov_window_import_logs            (OvWindow       *self,
                                       GPtrArray      *runs);
void ov_window_view_opened            (OvWindow       *self);
void ov_window_open_pictures          (OvWindow       *self,
                                       GPtrArray      *files);
void ov_window_save_runs              (OvWindow       *self,
                                       GVariant       *ids);
void ov_window_save_data              (OvWindow       *self,
                                       GVariant       *ids);
void ov_window_export_data            (OvWindow       *self);
void ov_window_export                 (OvWindow       *self,
                                       const char     *name);
void ov_window_copy_picture           (OvWindow       *self);
void ov_window_connect_seeds          (OvWindow       *self);
void ov_window_install_seeds          (GtkWidgetClass *widget_class);
void ov_window_run_seeds              (OvWindow       *self,
                                       const OvRecipe *recipe);
void ov_window_adopt_recipe           (OvWindow       *self,
                                       const OvRecipe *recipe,
                                       OvAdoption      adoption);

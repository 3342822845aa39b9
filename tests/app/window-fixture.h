/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app-fixture.h"
#include "application.h"
#include "recipe-panel.h"
#include "window.h"

/* A test of the whole window: the real application in this process, with the first images of the
 * sample as its data. */
typedef struct
{
  OvApplication *application;
  OvWindow      *window;
  GSettings     *settings;
} WindowFixture;

typedef void (*WindowTest) (WindowFixture *fixture);

void   window_fixture_add             (const char    *path,
                                       WindowTest     test);
void   window_fixture_run             (WindowTest     test);
void   window_fixture_reopen          (WindowFixture *fixture);
void   window_fixture_reopen_after    (WindowFixture *fixture,
                                       void         (*func) (void));
void   window_fixture_act             (WindowFixture *fixture,
                                       const char    *action);
OvRun *window_fixture_get_run         (WindowFixture *fixture);
OvRunItem *window_fixture_find_run    (WindowFixture *fixture,
                                       const char    *name);
guint  window_fixture_get_n_epochs    (WindowFixture *fixture);
void   window_fixture_wait_for_epochs (WindowFixture *fixture,
                                       guint          n_epochs);
OvRun *window_fixture_restart         (WindowFixture *fixture);
OvRun *window_fixture_wait_for_other  (WindowFixture *fixture,
                                       OvRun         *run);
void   window_fixture_set_recipe      (WindowFixture *fixture,
                                       const OvRecipe *recipe);
void   window_fixture_move_rate       (WindowFixture *fixture,
                                       double         position);
void   window_fixture_let_go          (WindowFixture *fixture);
GtkWindow *window_fixture_wait_for_dialog (WindowFixture *fixture,
                                       GType          type);
void   window_fixture_assert_no_threads (void);

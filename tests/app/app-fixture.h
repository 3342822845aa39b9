/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "deadline.h"
#include "run-item.h"

/* What tests of the window's widgets share. */
#define wait_for(condition)                                                    \
  for (deadline_set (G_STRLOC ": " #condition); !deadline_is_met (condition);) \
    fixture_iterate ()

void       fixture_init            (int             *argc,
                                    char          ***argv);
void       fixture_iterate         (void);

GtkWidget *fixture_show            (gpointer         widget);
void       fixture_destroy         (gpointer         window);
void       fixture_wait_for_frames (gpointer         widget,
                                    guint            n_frames);
void       fixture_let_pass        (guint            milliseconds);
gpointer   fixture_child           (gpointer         widget,
                                    const char      *name);
gpointer   fixture_find_type       (gpointer         widget,
                                    GType            type);
gboolean   fixture_has_folder      (void);
gpointer   fixture_controller      (gpointer         widget,
                                    GType            type);
gboolean   fixture_press           (gpointer         widget,
                                    guint            keyval,
                                    GdkModifierType  state);
gboolean   fixture_has_tooltip     (gpointer         widget);
void       fixture_type            (gpointer         entry,
                                    const char      *text);

GtkWindow *fixture_wait_for_dialog (gpointer         parent,
                                    GType            type);
void       fixture_answer_error    (gpointer         parent,
                                    const char      *heading,
                                    const char      *response);

char      *fixture_read_clipboard  (gpointer         widget);
void       fixture_assert_picture  (const char      *path,
                                    int              width,
                                    int              height);

OvRecipe   fixture_recipe          (guint            n_epochs);
OvRun     *fixture_run             (const OvRecipe  *recipe,
                                    OvDataset       *dataset);
GtkWidget *fixture_find_label      (gpointer         widget,
                                    const char      *text);
const char *fixture_get_text       (GtkWidget       *widget);
gboolean   fixture_is_cut          (GtkWidget       *widget);
void       fixture_click           (gpointer         widget,
                                    const char      *label);
OvRunItem *fixture_item            (OvRun           *run,
                                    guint            slot);
guint      fixture_count_threads   (void);

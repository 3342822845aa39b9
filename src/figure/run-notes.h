/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "run-record.h"

/**
 * OvNoteKind:
 * @OV_NOTE_RUN: a run
 * @OV_NOTE_RANGE_TEST: a learning-rate range test of a recipe, which is no run
 * @OV_NOTE_FORECAST: what a run would show, by the data's quadratic form
 *
 * What a picture shows of a recipe.
 */
typedef enum
{
  OV_NOTE_RUN,
  OV_NOTE_RANGE_TEST,
  OV_NOTE_FORECAST,
} OvNoteKind;

/**
 * OvRunNote:
 * @kind: what is shown of it
 * @name: what the run is called, or ""
 * @slot: its colour in the palette
 * @recipe: what decides it
 * @data: the name of the images, or ""
 * @data_hash: what tells them from others, or ""
 * @n_epochs: how many epochs it had when it was drawn
 * @n_threads: how many threads computed
 * @exact_from: the epoch from which on the steps were exact, or %OV_EPOCH_NEVER
 * @n_inherited: how many of the first epochs are of another recipe
 *
 * What a picture says of a run that it shows.
 */
typedef struct
{
  OvNoteKind kind;
  char      *name;
  guint      slot;
  OvRecipe   recipe;
  char      *data;
  char      *data_hash;
  guint      n_epochs;
  guint      n_threads;
  guint      exact_from;
  guint      n_inherited;
} OvRunNote;

/**
 * OvRunNotes:
 * @program: the version of Overshoot that has drawn the picture
 * @machine: the libraries and instructions that computed
 * @runs: (element-type OvRunNote): the runs, the one in front first
 *
 * The runs that a picture shows, as the picture carries them: enough to run them again.
 */
typedef struct
{
  char      *program;
  char      *machine;
  GPtrArray *runs;
} OvRunNotes;

OvRunNotes *ov_run_notes_new       (void);
void        ov_run_notes_free      (OvRunNotes         *self);
OvRunNote  *ov_run_notes_add       (OvRunNotes         *self,
                                    const OvRecipe     *recipe,
                                    const char         *name,
                                    guint               slot,
                                    const char         *data,
                                    const char         *data_hash);
void        ov_run_notes_add_run   (OvRunNotes         *self,
                                    const OvRunRecord  *run,
                                    const char         *name,
                                    guint               slot,
                                    const char         *data_hash);
char       *ov_run_notes_write     (const OvRunNotes   *self);
OvRunNotes *ov_run_notes_parse     (const char         *text,
                                    GError            **error);
OvRunNotes *ov_run_notes_load      (GFile              *file,
                                    GError            **error);
char       *ov_run_note_make_command (const OvRunNote  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvRunNotes, ov_run_notes_free)

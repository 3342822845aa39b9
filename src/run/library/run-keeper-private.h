/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checkpoint-cache.h"
#include "library-writer.h"
#include "run-keeper.h"
#include "run-loader.h"
#include "run-lock.h"

/* Only for the files that make up a keeper. */

struct _OvRunKeeper
{
  GObject            parent_instance;

  char              *path;
  OvRunCollection   *collection;
  GSignalGroup      *signals;
  OvLibraryWriter   *writer; /* NULL while nothing can be kept */
  GHashTable        *saved;  /* of Saved, by the runs' ids */
  OvRunLoader       *loader;
  GCancellable      *cancellable;
  gboolean           is_open;
  char              *left_id; /* of the run that the program was left in the middle of, or NULL */

  OvRunLock         *lock;       /* NULL until the library is open */
  char              *held_id;    /* of the run that other programs leave alone, or NULL */
  GHashTable        *n_releases; /* of guint, by the runs' ids: those that wait for the writer */
  char              *current_id; /* of the run that the library has noted as the current one */

  OvCheckpointCache *states;
  OvRun             *followed; /* the current run, whose states are kept */
  gulong             followed_handler;
  gint64             last_written; /* when states were handed to the library */
};

/* What the library has of a run. */
typedef struct
{
  guint    n_epochs;
  OvRun   *run;      /* borrowed, to be compared: whose they are; NULL from an earlier day */
  gboolean is_whole; /* nothing more of that run is to come */
} Saved;

void ov_run_keeper_note_left     (OvRunKeeper *self,
                                  GPtrArray   *entries,
                                  const char  *current);
void ov_run_keeper_open_locks    (OvRunKeeper *self,
                                  gboolean     is_writable);
void ov_run_keeper_hold          (OvRunKeeper *self,
                                  OvRunItem   *item);
void ov_run_keeper_let_go        (OvRunKeeper *self,
                                  OvRunItem   *item);
void ov_run_keeper_recount       (OvRunKeeper *self,
                                  OvRunItem   *item,
                                  Saved       *saved);
void ov_run_keeper_note_current  (OvRunKeeper *self,
                                  OvRunItem   *item);
void ov_run_keeper_follow_states (OvRunKeeper *self,
                                  OvRunItem   *item);
void ov_run_keeper_write_states  (OvRunKeeper *self,
                                  OvRunItem   *item,
                                  gboolean     is_last);
void ov_run_keeper_restore_states (OvRunKeeper *self,
                                   OvRunItem   *item);
void ov_run_keeper_leave_states  (OvRunKeeper *self);
void ov_run_keeper_resume_saved  (OvRunKeeper *self,
                                  OvRunItem   *item,
                                  Saved       *saved);

OvRunItem *ov_run_keeper_make_item      (OvRunKeeper      *self,
                                         const OvRunEntry *entry);
void       ov_run_keeper_remember       (OvRunKeeper      *self,
                                         const OvRunEntry *entry);
void       ov_run_keeper_prepare        (OvRunKeeper      *self,
                                         OvRunItem        *item);

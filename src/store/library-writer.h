/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checkpoint.h"
#include "library.h"

/**
 * OvLibraryWriter:
 *
 * A library that is written on a thread of its own, so that nobody waits for the disk: what it is
 * given is written within a second, in the order in which it was given. What cannot be written now,
 * since the disk is full or another program keeps the library locked, is tried again until it can.
 */
typedef struct _OvLibraryWriter OvLibraryWriter;

/**
 * OvLibraryWriterFailed:
 * @error: (nullable): why nothing, or not all, is written; %NULL when all has been written after
 *   all
 * @user_data: what was given with the function
 *
 * Called on the main context that made the writer; of the same fault once, until writing succeeds.
 */
typedef void (*OvLibraryWriterFailed) (const GError *error,
                                       gpointer      user_data);

/**
 * OvStateFate:
 * @OV_STATE_PENDING: it is not written yet
 * @OV_STATE_KEPT: the library has it
 * @OV_STATE_LOST: there was no room for it, or nothing is written any more
 *
 * What became of a state that was to be kept.
 */
typedef enum
{
  OV_STATE_PENDING,
  OV_STATE_KEPT,
  OV_STATE_LOST,
} OvStateFate;

OvLibraryWriter *ov_library_writer_new            (const char            *path,
                                                   OvLibraryFlags         flags,
                                                   OvLibraryWriterFailed  failed,
                                                   gpointer               user_data);
void             ov_library_writer_free           (OvLibraryWriter       *self);
void             ov_library_writer_add_run        (OvLibraryWriter       *self,
                                                   const OvRunEntry      *entry);
void             ov_library_writer_continue_run   (OvLibraryWriter       *self,
                                                   const char            *id,
                                                   const OvRunRecord     *record);
void             ov_library_writer_begin_again    (OvLibraryWriter       *self,
                                                   const OvRunEntry      *entry);
void             ov_library_writer_save           (OvLibraryWriter       *self,
                                                   const char            *id,
                                                   const OvRunRecord     *record);
void             ov_library_writer_put_checkpoint (OvLibraryWriter       *self,
                                                   const char            *id,
                                                   OvCheckpoint          *state,
                                                   gint                  *fate);
void             ov_library_writer_push           (OvLibraryWriter       *self,
                                                   OvLibraryWork          work,
                                                   gpointer               data,
                                                   GDestroyNotify         free_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvLibraryWriter, ov_library_writer_free)

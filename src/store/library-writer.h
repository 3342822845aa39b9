/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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
 * @error: why nothing, or not all, is written
 * @user_data: what was given with the function
 *
 * Called on the main context that made the writer; of the same fault once, until writing succeeds.
 */
typedef void (*OvLibraryWriterFailed) (const GError *error,
                                       gpointer      user_data);

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
void             ov_library_writer_save           (OvLibraryWriter       *self,
                                                   const char            *id,
                                                   const OvRunRecord     *record);
void             ov_library_writer_put_checkpoint (OvLibraryWriter       *self,
                                                   const char            *id,
                                                   guint                  epoch,
                                                   GBytes                *state);
void             ov_library_writer_push           (OvLibraryWriter       *self,
                                                   OvLibraryWork          work,
                                                   gpointer               data,
                                                   GDestroyNotify         free_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvLibraryWriter, ov_library_writer_free)

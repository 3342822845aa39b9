/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checkpoint.h"
#include "library-writer.h"
#include "run-record.h"

/**
 * OvCheckpointCache:
 *
 * The states of the runs of a session in memory, up to a budget, until a library has them: of each
 * run some dozens, spread evenly over its epochs, its best one and its newest one.
 */
typedef struct _OvCheckpointCache OvCheckpointCache;

OvCheckpointCache *ov_checkpoint_cache_new   (gsize              budget);
void               ov_checkpoint_cache_free  (OvCheckpointCache *self);
void               ov_checkpoint_cache_add   (OvCheckpointCache *self,
                                              OvRunRecord       *record,
                                              OvCheckpoint      *checkpoint);
void               ov_checkpoint_cache_retain (OvCheckpointCache *self,
                                               GHashTable        *records);
void               ov_checkpoint_cache_move  (OvCheckpointCache *self,
                                              const OvRunRecord *from,
                                              OvRunRecord       *to);
OvCheckpoint      *ov_checkpoint_cache_find  (OvCheckpointCache *self,
                                              const OvRunRecord *record,
                                              guint              at_most);
GPtrArray         *ov_checkpoint_cache_list (OvCheckpointCache *self,
                                             const OvRunRecord *record);
void               ov_checkpoint_cache_write (OvCheckpointCache *self,
                                              const OvRunRecord *record,
                                              OvLibraryWriter   *writer,
                                              const char        *id);
gsize              ov_checkpoint_cache_get_n_bytes (OvCheckpointCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvCheckpointCache, ov_checkpoint_cache_free)

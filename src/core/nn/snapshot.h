/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

/**
 * OvSnapshot:
 * @n_references: how many hold it
 * @n_epochs: how many whole epochs the network had been trained for; 0 for its first weights
 * @n_images: how many images of another epoch had led to updates as well; 0 between two epochs
 * @n_parameters: how many weights and biases the network has
 * @parameters: [@n_parameters], in the network's own order, all finite
 *
 * The weights of a network at one moment of its training, as a value. Immutable and
 * reference-counted; it may be handed from thread to thread.
 */
typedef struct
{
  gatomicrefcount n_references;
  guint           n_epochs;
  guint           n_images;
  gsize           n_parameters;
  float           parameters[];
} OvSnapshot;

OvSnapshot *ov_snapshot_new   (OvNetwork  *network,
                               guint       n_epochs,
                               guint       n_images);
OvSnapshot *ov_snapshot_ref   (OvSnapshot *self);
void        ov_snapshot_unref (OvSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSnapshot, ov_snapshot_unref)

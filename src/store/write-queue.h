/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

/**
 * OvWriteOrder:
 * @work: what to do; %NULL when nothing comes after this
 * @data: given to @work
 * @free_data: (nullable): frees @data
 * @is_urgent: whether it is to be written at once
 *
 * One thing to be written into a library.
 */
typedef struct
{
  OvLibraryWork  work;
  gpointer       data;
  GDestroyNotify free_data;
  gboolean       is_urgent;
} OvWriteOrder;

/**
 * OvWriteQueue:
 *
 * Takes orders from the thread that gives them to the one that writes.
 */
typedef struct _OvWriteQueue OvWriteQueue;

void          ov_write_order_free  (OvWriteOrder  *self);
OvWriteQueue *ov_write_queue_new   (void);
OvWriteQueue *ov_write_queue_ref   (OvWriteQueue  *self);
void          ov_write_queue_unref (OvWriteQueue  *self);
void          ov_write_queue_push  (OvWriteQueue  *self,
                                    OvWriteOrder  *order);
OvWriteOrder *ov_write_queue_pop   (OvWriteQueue  *self,
                                    gint64         deadline);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvThreadPool:
 *
 * Threads that do one piece of work together, again and again, without being made again.
 */
typedef struct _OvThreadPool OvThreadPool;

typedef void (*OvThreadPoolFunc) (guint    member,
                                  guint    n_members,
                                  gpointer user_data);

/**
 * OvShare:
 * @begin: the first item
 * @end: one past the last item
 *
 * Neighbouring items, which one member of a pool deals with.
 */
typedef struct
{
  guint begin;
  guint end;
} OvShare;

OvThreadPool *ov_thread_pool_new          (guint             n_members);
void          ov_thread_pool_free         (OvThreadPool     *self);
guint         ov_thread_pool_get_size     (const OvThreadPool *self);
void          ov_thread_pool_run          (OvThreadPool     *self,
                                           OvThreadPoolFunc  func,
                                           gpointer          user_data);
guint         ov_thread_pool_default_size (void);
OvShare       ov_thread_pool_share        (guint             n_items,
                                           guint             member,
                                           guint             n_members);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvThreadPool, ov_thread_pool_free)

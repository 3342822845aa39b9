/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvTeam:
 *
 * Threads that do one piece of work together, again and again, without being made anew.
 */
typedef struct _OvTeam OvTeam;

typedef void (*OvTeamFunc) (guint    member,
                            guint    n_members,
                            gpointer user_data);

OvTeam *ov_team_new           (guint       n_members);
void    ov_team_free          (OvTeam     *self);
guint   ov_team_get_n_members (const OvTeam *self);
void    ov_team_run           (OvTeam     *self,
                               OvTeamFunc  func,
                               gpointer    user_data);
guint   ov_team_default_size  (void);
void    ov_team_share         (guint       n_items,
                               guint       member,
                               guint       n_members,
                               guint      *begin,
                               guint      *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvTeam, ov_team_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "team.h"

G_BEGIN_DECLS

char *ov_digest_compute (OvTeam        *team,
                         gconstpointer  data,
                         gsize          size);

G_END_DECLS

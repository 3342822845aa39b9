/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "valley.h"

char *ov_step_note_make   (double               length,
                           double               lowest,
                           double               break_even,
                           double               limit);
char *ov_valley_note_make (const OvValley      *valley,
                           const OvValleyPoint *points,
                           guint                n_points);

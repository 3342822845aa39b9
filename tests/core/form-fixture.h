/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"

/* Quadratic forms that the build has made: see make-form.c. */

OvQuadratic *fixture_read_form  (OvDataset         *dataset);
void         fixture_write_form (OvDataset         *dataset,
                                 const OvQuadratic *form,
                                 const char        *path);

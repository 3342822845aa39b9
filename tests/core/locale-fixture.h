/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

void locale_fixture_set_up    (void);
void locale_fixture_tear_down (void);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

gboolean fixture_expects_bytes     (void);
void     fixture_test_instructions (void);

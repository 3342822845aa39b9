/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

void ov_memory_guard_install (void);

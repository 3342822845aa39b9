/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "interrupt.h"

int ov_data_fetch (const char  *choice,
                   OvInterrupt *interrupt,
                   GError     **error);

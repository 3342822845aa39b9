/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study.h"

int ov_path_valley_run (OvStudy *study);

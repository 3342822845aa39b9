/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"

char *ov_figure_page_make_command (const OvFigurePage  *self,
                                   const char *const   *files,
                                   const char         **remark);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "valley-figure.h"

extern const OvFigureClass ov_cut_figure_class;

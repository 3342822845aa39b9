/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"

G_BEGIN_DECLS

OvRecipe   figure_make_recipe  (void);
OvHistory *figure_make_history (guint n_epochs);

G_END_DECLS

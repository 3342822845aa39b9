/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"
#include "mode-spectrum.h"

/**
 * OvModeFigure:
 * @spectrum: where a run is along all modes
 * @recipe: its recipe
 * @across: the number of a mode that is pointed out, or 0
 * @along: that of another, or 0
 * @dataset_name: (nullable): what the modes are of
 * @data_hash: (nullable): what tells that from others
 *
 * All modes at once, on the screen and on paper. All of it is borrowed.
 */
typedef struct
{
  const OvModeSpectrum *spectrum;
  const OvRecipe       *recipe;
  guint                 across;
  guint                 along;
  const char           *dataset_name;
  const char           *data_hash;
} OvModeFigure;

extern const OvFigureClass ov_mode_figure_class;

const char   *ov_mode_fate_get_title (OvModeFate            fate);
char         *ov_mode_figure_count   (const OvModeSpectrum *spectrum);
char         *ov_mode_figure_describe (const OvModeSpectrum *spectrum);
void          ov_mode_figure_fill    (const OvModeFigure   *self,
                                      OvChart              *chart);
OvModeFigure *ov_mode_figure_copy    (const OvModeFigure   *self);
void          ov_mode_figure_free    (OvModeFigure         *self);

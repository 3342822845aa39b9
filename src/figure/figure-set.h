/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"

/**
 * OvFigureChoice:
 * @name: what it is called among actions and files, such as "loss"
 * @title: what people call it
 * @figure: the figure; without a class where there is nothing to be drawn
 * @problem: (nullable): why there is nothing, and what to do about it
 * @free: (nullable): what frees the figure's data
 *
 * A figure that can be drawn.
 */
typedef struct
{
  const char    *name;
  const char    *title;
  OvFigure       figure;
  const char    *problem;
  GDestroyNotify free;
} OvFigureChoice;

/**
 * OvFigureSet:
 * @choices: (element-type OvFigureChoice): the figures
 *
 * All that a window can draw on paper, as it was when it was asked for: it owns what it shows, so
 * that it can be drawn on a thread. It is reference-counted, and does not change once it is shared.
 */
typedef struct
{
  gatomicrefcount ref_count;
  GArray         *choices;
} OvFigureSet;

OvFigureSet          *ov_figure_set_new         (void);
OvFigureSet          *ov_figure_set_ref         (OvFigureSet         *self);
void                  ov_figure_set_unref       (OvFigureSet         *self);
void                  ov_figure_set_add         (OvFigureSet         *self,
                                                 const char          *name,
                                                 const char          *title,
                                                 const OvFigureClass *class,
                                                 gpointer             data,
                                                 GDestroyNotify       free);
void                  ov_figure_set_add_missing (OvFigureSet         *self,
                                                 const char          *name,
                                                 const char          *title,
                                                 const char          *problem);
const OvFigureChoice *ov_figure_set_get         (OvFigureSet         *self,
                                                 guint                index);
gboolean              ov_figure_set_find        (OvFigureSet         *self,
                                                 const char          *name,
                                                 guint               *index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvFigureSet, ov_figure_set_unref)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "range.h"
#include "series.h"

typedef enum
{
  OV_MARK_MARKER,
  OV_MARK_GUIDE,
  OV_MARK_REFERENCE,
  OV_MARK_BAND,
  OV_MARK_POINT,
} OvMarkKind;

/* A vertical marker at @from, a horizontal reference at @from, a band over x, or a ring around the
 * point at the x @from and the y @to. */
typedef struct
{
  guint      id;
  OvMarkKind kind;
  double     from;
  double     to;
  char      *label;
} OvMark;

typedef struct _OvLayout OvLayout;

/* Ranges and layout are worked out when they are asked for and kept until something changes. */
struct _OvChart
{
  char                 *title;
  char                 *x_title;
  char                 *y_title;
  char                 *unit;
  char                 *message;
  char                 *note;
  char                 *foot; /* what the strip at the foot is called, or NULL */
  OvTheme               theme;
  double                type_scale;
  double                text_scale;  /* as far as there is room */
  double                curve_width; /* 0 for what suits the size of the type */
  gboolean              is_transparent;
  double                type_height; /* 0 for its own height */
  gboolean              has_steady_type;
  gboolean              legend;
  gboolean              end_labels;
  OvGroundFunc          ground; /* NULL for none */
  gpointer              ground_data;

  guint                 last_id;
  GPtrArray            *series;
  GPtrArray            *marks;
  double                smoothing;

  gboolean              log_x;
  double                log_x_shift;
  gboolean              fractional_x;
  gboolean              log_y;
  double                first_horizon;
  double                planned;
  OvRange               y_limits;
  OvRange               y_fixed;
  OvRange               zoom_x;
  OvRange               zoom_y;
  double                minimum_left;
  double                minimum_right;

  gboolean              has_crosshair;
  double                crosshair_x;
  double                crosshair_y;
  gboolean              with_read_out;
  OvReadMode            read_mode;
  OvRange               selection;

  gboolean              ranges_valid;
  gboolean              has_x; /* whether anything says what the range is */
  gboolean              has_y;
  OvRange               x_range;
  OvRange               y_range;
  double                beyond; /* 0 for an axis that is not broken */
  guint                 n_above;
  guint                 n_below;
  guint                 n_non_finite;

  OvLayout             *layout;

  double                layer_scale; /* pixels a unit of the picture of the faint curves; 0: none */
  struct _OvGhostLayer *layer;
};

void      ov_chart_change        (OvChart       *self);
OvSeries *ov_chart_find_series   (const OvChart *self,
                                  guint          series);
OvSeries *ov_chart_change_series (OvChart       *self,
                                  guint          series);
void      ov_chart_update_ranges (OvChart       *self);
void      ov_mark_free           (OvMark        *mark);

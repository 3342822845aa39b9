/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palette.h"
#include "scale.h"

/* A chart that is as high as this has room for four ticks in type of the usual size. */
#define OV_CHART_ROOMY_HEIGHT 140

/**
 * OvChart:
 *
 * Curves over a common x, with their axes, legend and read-out, drawn on any cairo context. It has
 * one owner and belongs to one thread. The numbers that it gives out for series and marks are never
 * 0 and never used twice in one chart.
 */
typedef struct _OvChart OvChart;

typedef enum
{
  OV_LINE_SOLID,
  OV_LINE_DASHED,
  OV_LINE_DOTTED,
} OvLineStyle;

/**
 * OvSymbol:
 * @OV_SYMBOL_NONE: a line through the points
 * @OV_SYMBOL_DOT: a dot at each
 * @OV_SYMBOL_RING: a hollow one
 * @OV_SYMBOL_CROSS: a cross
 *
 * What a curve is drawn as. One with a symbol is no line, but points that stand by themselves.
 */
typedef enum
{
  OV_SYMBOL_NONE,
  OV_SYMBOL_DOT,
  OV_SYMBOL_RING,
  OV_SYMBOL_CROSS,
} OvSymbol;

/**
 * OvSpread:
 * @middle: what the curve shows, such as a mean; one that is not finite breaks the curve
 * @low: where the band around it begins
 * @high: where it ends; the band is broken where either is not finite
 * @n: of how many values @middle is the mean
 *
 * Values that were measured at one place, several of them.
 */
typedef struct
{
  double middle;
  double low;
  double high;
  guint  n;
} OvSpread;

/**
 * OvSpreadForm:
 * @OV_SPREAD_RANGE: as its ends: 39.5 (38.9–40.2)
 * @OV_SPREAD_DEVIATION: as what it reaches to either side: 39.5 ± 0.6
 *
 * How the read-out tells the band around a curve.
 */
typedef enum
{
  OV_SPREAD_RANGE,
  OV_SPREAD_DEVIATION,
} OvSpreadForm;

/**
 * OvReadMode:
 * @OV_READ_NEAREST: the crosshair stands at the data x nearest to the one that was asked for, and
 *   each curve shows its value nearest to that
 * @OV_READ_AT: the crosshair stands where it was placed
 * @OV_READ_EXACT: the same, and only curves that have a value at that very x show it
 *
 * What the read-out shows.
 */
typedef enum
{
  OV_READ_NEAREST,
  OV_READ_AT,
  OV_READ_EXACT,
} OvReadMode;

/**
 * OvEmphasis:
 * @OV_EMPHASIS_NONE: as it is
 * @OV_EMPHASIS_RAISED: strong, as the one that is pointed at
 * @OV_EMPHASIS_LOWERED: dim, as all others then
 *
 * What becomes of a curve while one of them is pointed at. Nothing moves by it.
 */
typedef enum
{
  OV_EMPHASIS_NONE,
  OV_EMPHASIS_RAISED,
  OV_EMPHASIS_LOWERED,
} OvEmphasis;

/**
 * OvReading:
 * @series: the curve
 * @name: its name in the legend; "" when it has none
 * @colour: as drawn
 * @style: as drawn
 * @faint: whether it is a ghost
 * @x: the curve's data x that lies nearest to the x that was asked for
 * @value: the curve's value there, as it was given (never smoothed); may be non-finite
 * @low: where the band around it begins; NAN where there is none
 * @high: where it ends; NAN where there is none
 * @text: all of these in words for the screen
 */
typedef struct
{
  guint       series;
  char       *name;
  OvColour    colour;
  OvLineStyle style;
  gboolean    faint;
  double      x;
  double      value;
  double      low;
  double      high;
  char       *text;
} OvReading;

/**
 * OvGeometry:
 * @plot: the plot area within the chart, in the chart's user units
 * @x: maps data x to horizontal position
 * @y: maps data y to vertical position; its start is the bottom edge, or that of the strip there
 * @foot: the middle of the strip at the foot, see ov_chart_set_foot(); NAN for a chart without one
 */
typedef struct
{
  cairo_rectangle_t plot;
  OvScale           x;
  OvScale           y;
  double            foot;
} OvGeometry;

/**
 * OvGround:
 * @geometry: the plot area and its scales
 * @theme: the colours
 * @unit: all lengths are multiples of this
 * @curve_width: of curves, in user units; 0 for what suits the unit
 *
 * Where something is drawn beneath the curves of a chart.
 */
typedef struct
{
  OvGeometry geometry;
  OvTheme    theme;
  double     unit;
  double     curve_width;
} OvGround;

/**
 * OvGroundFunc:
 * @user_data: what ov_chart_set_ground() was given
 *
 * Draws beneath the curves, over the grid.
 */
typedef void (*OvGroundFunc) (const OvGround *ground,
                              cairo_t        *cr,
                              gpointer        user_data);

OvChart   *ov_chart_new                 (void);
void       ov_chart_free                (OvChart          *self);

/* Words and looks. Each string may be NULL. */
void       ov_chart_set_title           (OvChart          *self,
                                         const char       *title);
void       ov_chart_set_x_title         (OvChart          *self,
                                         const char       *title);
void       ov_chart_set_y_title         (OvChart          *self,
                                         const char       *title);
void       ov_chart_set_unit            (OvChart          *self,
                                         const char       *unit);
void       ov_chart_set_message         (OvChart          *self,
                                         const char       *message);
void       ov_chart_set_note            (OvChart          *self,
                                         const char       *note);
void       ov_chart_set_foot            (OvChart          *self,
                                         const char       *name);
void       ov_chart_set_layer_scale     (OvChart          *self,
                                         double            scale);
void       ov_chart_set_theme           (OvChart          *self,
                                         OvTheme           theme);
OvTheme    ov_chart_get_theme           (const OvChart    *self);
void       ov_chart_set_curve_width     (OvChart          *self,
                                         double            width);
void       ov_chart_set_transparent     (OvChart          *self,
                                         gboolean          is_transparent);
void       ov_chart_set_type_scale      (OvChart          *self,
                                         double            type_scale);
void       ov_chart_set_text_scale      (OvChart          *self,
                                         double            text_scale);
void       ov_chart_set_steady_type     (OvChart          *self,
                                         gboolean          steady_type);
void       ov_chart_set_type_height     (OvChart          *self,
                                         double            height);
void       ov_chart_set_legend          (OvChart          *self,
                                         gboolean          legend);
void       ov_chart_set_end_labels      (OvChart          *self,
                                         gboolean          end_labels);

void       ov_chart_set_ground          (OvChart          *self,
                                         OvGroundFunc      func,
                                         gpointer          user_data);

/* Series. */
guint      ov_chart_add_series          (OvChart          *self,
                                         const char       *name,
                                         guint             slot,
                                         OvLineStyle       style);
void       ov_chart_remove_series       (OvChart          *self,
                                         guint             series);
void       ov_chart_remove_all_series   (OvChart          *self);
void       ov_chart_set_points          (OvChart          *self,
                                         guint             series,
                                         const double     *x,
                                         const double     *y,
                                         gsize             n);
void       ov_chart_append_points       (OvChart          *self,
                                         guint             series,
                                         const double     *x,
                                         const double     *y,
                                         gsize             n);
void       ov_chart_set_spread          (OvChart          *self,
                                         guint             series,
                                         OvSpreadForm      form,
                                         const double     *x,
                                         const OvSpread   *y,
                                         gsize             n);
void       ov_chart_append_spread       (OvChart          *self,
                                         guint             series,
                                         const double     *x,
                                         const OvSpread   *y,
                                         gsize             n);
void       ov_chart_set_series_name     (OvChart          *self,
                                         guint             series,
                                         const char       *name);
void       ov_chart_set_series_listed   (OvChart          *self,
                                         guint             series,
                                         gboolean          listed);
void       ov_chart_set_series_slot     (OvChart          *self,
                                         guint             series,
                                         guint             slot);
void       ov_chart_set_series_width    (OvChart          *self,
                                         guint             series,
                                         double            width);
void       ov_chart_set_series_faint    (OvChart          *self,
                                         guint             series,
                                         gboolean          faint);
void       ov_chart_set_series_emphasis (OvChart          *self,
                                         guint             series,
                                         OvEmphasis        emphasis);
void       ov_chart_set_series_visible  (OvChart          *self,
                                         guint             series,
                                         gboolean          visible);
void       ov_chart_set_series_smoothed (OvChart          *self,
                                         guint             series,
                                         gboolean          smoothed);
void       ov_chart_set_series_marked   (OvChart          *self,
                                         guint             series,
                                         gboolean          marked);
void       ov_chart_set_series_symbol   (OvChart          *self,
                                         guint             series,
                                         OvSymbol          symbol);
void       ov_chart_set_series_continuous (OvChart        *self,
                                         guint             series,
                                         gboolean          continuous);
void       ov_chart_set_series_bounding (OvChart          *self,
                                         guint             series,
                                         gboolean          bounding);
void       ov_chart_set_series_stray    (OvChart          *self,
                                         guint             series,
                                         gboolean          stray);

/* Axes. */
void       ov_chart_set_log_x           (OvChart          *self,
                                         gboolean          log_x);
gboolean   ov_chart_get_log_x           (const OvChart    *self);
void       ov_chart_set_log_x_shift     (OvChart          *self,
                                         double            shift);
void       ov_chart_set_fractional_x    (OvChart          *self,
                                         gboolean          fractional_x);
void       ov_chart_set_log_y           (OvChart          *self,
                                         gboolean          log_y);
gboolean   ov_chart_get_log_y           (const OvChart    *self);
void       ov_chart_set_horizon         (OvChart          *self,
                                         double            first,
                                         double            planned);
void       ov_chart_set_y_limits        (OvChart          *self,
                                         double            lowest,
                                         double            highest);
void       ov_chart_set_y_fixed         (OvChart          *self,
                                         double            low,
                                         double            high);
void       ov_chart_zoom_x              (OvChart          *self,
                                         double            low,
                                         double            high);
void       ov_chart_zoom_y              (OvChart          *self,
                                         double            low,
                                         double            high);
void       ov_chart_fit                 (OvChart          *self);
gboolean   ov_chart_is_zoomed           (const OvChart    *self);
void       ov_chart_get_x_range         (OvChart          *self,
                                         double           *low,
                                         double           *high);
void       ov_chart_get_y_range         (OvChart          *self,
                                         double           *low,
                                         double           *high);
double     ov_chart_get_beyond          (OvChart          *self);
void       ov_chart_count_cut_off       (OvChart          *self,
                                         guint            *above,
                                         guint            *below);
guint      ov_chart_count_non_finite    (OvChart          *self);
void       ov_chart_set_smoothing       (OvChart          *self,
                                         double            weight);

/* Marks. Labels may be NULL. */
guint      ov_chart_add_marker          (OvChart          *self,
                                         double            x,
                                         const char       *label);
guint      ov_chart_add_guide           (OvChart          *self,
                                         double            x,
                                         const char       *label);
guint      ov_chart_add_reference       (OvChart          *self,
                                         double            y,
                                         const char       *label);
guint      ov_chart_add_point           (OvChart          *self,
                                         double            x,
                                         double            y,
                                         const char       *label);
guint      ov_chart_add_band            (OvChart          *self,
                                         double            from,
                                         double            to,
                                         const char       *label);
void       ov_chart_remove_mark         (OvChart          *self,
                                         guint             mark);
void       ov_chart_remove_all_marks    (OvChart          *self);

/* Pointing. A NAN for @y means: no pointer in this chart. */
void       ov_chart_set_crosshair       (OvChart          *self,
                                         double            x,
                                         double            y,
                                         gboolean          with_read_out);
void       ov_chart_clear_crosshair     (OvChart          *self);
void       ov_chart_set_selection       (OvChart          *self,
                                         double            from,
                                         double            to);
void       ov_chart_clear_selection     (OvChart          *self);
void       ov_chart_set_read_mode       (OvChart          *self,
                                         OvReadMode        mode);
double     ov_chart_find_read_x         (OvChart          *self,
                                         double            x);
double     ov_chart_find_point          (OvChart          *self,
                                         guint             series,
                                         double            x,
                                         int               steps);
double     ov_chart_find_nearest_x      (OvChart          *self,
                                         double            x);
GPtrArray *ov_chart_read_out            (OvChart          *self,
                                         double            x,
                                         double            y);
void       ov_reading_free              (OvReading        *reading);
char      *ov_chart_tell                (OvChart          *self,
                                         double            x);

/* Geometry and drawing. */
double     ov_chart_measure_left        (OvChart          *self,
                                         double            width,
                                         double            height);
void       ov_chart_set_minimum_left    (OvChart          *self,
                                         double            left);
double     ov_chart_measure_right       (OvChart          *self,
                                         double            width,
                                         double            height);
void       ov_chart_set_minimum_right   (OvChart          *self,
                                         double            right);
void       ov_chart_get_geometry        (OvChart          *self,
                                         double            width,
                                         double            height,
                                         OvGeometry       *geometry);
gboolean   ov_geometry_find_symbol      (const OvGeometry *self,
                                         double            point_x,
                                         double            point_y,
                                         double           *x,
                                         double           *y);
void       ov_chart_draw                (OvChart          *self,
                                         cairo_t          *cr,
                                         double            width,
                                         double            height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvChart, ov_chart_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvReading, ov_reading_free)

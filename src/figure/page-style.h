/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"

/**
 * OvPageTheme:
 * @OV_PAGE_LIGHT: black on white
 * @OV_PAGE_DARK: light on a dark ground
 * @OV_PAGE_TRANSPARENT: black on whatever the picture is put on
 */
typedef enum
{
  OV_PAGE_LIGHT,
  OV_PAGE_DARK,
  OV_PAGE_TRANSPARENT,
} OvPageTheme;

/**
 * OvPageSize:
 * @name: what the command line calls it
 * @width: in points
 * @height: in points
 * @dpi: pixels an inch, where the format has pixels
 *
 * A size that something usually has.
 */
typedef struct
{
  const char *name;
  int         width;
  int         height;
  int         dpi;
} OvPageSize;

#define OV_N_PAGE_SIZES 4

/* What a size without a resolution has. */
#define OV_PAGE_USUAL_DPI 72

/* Limits of sizes, in points, and of the resolution. */
#define OV_PAGE_LEAST_SIDE 90
#define OV_PAGE_MOST_SIDE 4096
#define OV_PAGE_LEAST_DPI 36
#define OV_PAGE_MOST_DPI 1200

/* Limits of the type and of the lines, in points. */
#define OV_PAGE_MOST_FONT 72.0
#define OV_PAGE_MOST_LINE 20.0

/**
 * OvPageNames:
 * @OV_PAGE_NAMES_AS_SHOWN: as the style of the charts says
 * @OV_PAGE_NAMES_AT_ENDS: at the ends of the curves
 * @OV_PAGE_NAMES_IN_LEGEND: in a legend
 *
 * Where the names of the curves of runs stand.
 */
typedef enum
{
  OV_PAGE_NAMES_AS_SHOWN,
  OV_PAGE_NAMES_AT_ENDS,
  OV_PAGE_NAMES_IN_LEGEND,
} OvPageNames;

/**
 * OvPageStyle:
 * @theme: the colours
 * @font_size: of a caption, in points; 0 for what suits the page
 * @line_width: of curves, in points; 0 for what suits the page
 * @title: (nullable): in place of the figure's own
 * @hides_caption: whether nothing stands beneath the charts
 * @hidden: a bit for each set whose curves of runs are left out, 1 << %OV_SPLIT_TRAIN and so on
 * @hides_ghosts: whether earlier runs are left out
 * @names: where the names of the curves stand
 *
 * How a page looks, whatever is on it. All 0 is how it looks by itself.
 */
typedef struct
{
  OvPageTheme theme;
  double      font_size;
  double      line_width;
  const char *title;
  gboolean    hides_caption;
  guint       hidden;
  gboolean    hides_ghosts;
  OvPageNames names;
} OvPageStyle;

extern const OvPageSize ov_page_sizes[OV_N_PAGE_SIZES];
extern const char *const ov_page_theme_names[];

gboolean ov_page_size_parse              (OvPageSize        *self,
                                          const char        *text);
OvTheme  ov_page_style_get_theme         (const OvPageStyle *self);
double   ov_page_style_choose_type_scale (const OvPageStyle *self,
                                          double             usual);
void     ov_page_style_apply             (const OvPageStyle *self,
                                          OvChart           *chart,
                                          double             type_scale);

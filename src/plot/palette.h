/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

/**
 * OvTheme:
 * @OV_THEME_LIGHT: dark lines on the window's white
 * @OV_THEME_DARK: light lines on a dark window
 * @OV_THEME_PAPER: for print: white, black text, larger type
 */
typedef enum
{
  OV_THEME_LIGHT,
  OV_THEME_DARK,
  OV_THEME_PAPER,
} OvTheme;

typedef struct
{
  double red;
  double green;
  double blue;
  double alpha;
} OvColour;

/**
 * OvRole:
 *
 * What a colour that does not belong to a curve is for.
 */
typedef enum
{
  OV_ROLE_BACKGROUND,
  OV_ROLE_TEXT,
  OV_ROLE_DIM_TEXT,
  OV_ROLE_GRID,
  OV_ROLE_AXIS,
  OV_ROLE_CROSSHAIR,
  OV_ROLE_BOX,
  OV_ROLE_BOX_BORDER,
  OV_ROLE_WARNING,
  OV_ROLE_BAND,
  OV_ROLE_SELECTION,
  OV_ROLE_BEYOND,
} OvRole;

#define OV_N_ROLES (OV_ROLE_BEYOND + 1)

/* Slots that have a meaning; the others are free, and numbers past the last one wrap around. */
#define OV_SLOT_TRAIN 0
#define OV_SLOT_TEST 1
#define OV_SLOT_FIRST_FREE 2
#define OV_N_SLOTS 8

/* Of lines that belong to no run, such as a limit or a guess: a colour that no curve has. */
#define OV_SLOT_REFERENCE 0x8000

/* From here on the slots are steps of a ramp, for curves that follow from one number. */
#define OV_SLOT_RAMP 0x10000
#define OV_N_RAMP_STEPS 256

OvColour ov_palette_get_role   (OvTheme         theme,
                                OvRole          role);
OvColour ov_palette_get_slot   (OvTheme         theme,
                                guint           slot);
OvColour ov_palette_get_ghost  (OvTheme         theme,
                                guint           slot);
OvColour ov_palette_get_dimmed (OvTheme         theme,
                                guint           slot);
OvColour ov_palette_get_spread (OvTheme         theme,
                                guint           slot,
                                gboolean        is_dimmed);
guint    ov_palette_find_ramp  (double          position);
char    *ov_palette_to_hex     (const OvColour *colour);
void     ov_palette_set_source (cairo_t        *cr,
                                const OvColour *colour);

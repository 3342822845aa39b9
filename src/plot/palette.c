/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palette.h"

#include <math.h>

/* How much a band covers of what is beneath it, and while another curve is pointed at. */
#define SPREAD_ALPHA 0.2
#define DARK_SPREAD_ALPHA 0.28
#define DIMMED_SPREAD_SHARE 0.4

/* The least contrast of a line: what WCAG 2.1 (1.4.11) asks of graphics, and a little for rounding.
 * What the line has beyond it is raised to a power for its ghost: a ghost of a darker line stays
 * darker, by which those tell ghosts apart who confuse their hues. */
#define LEAST_CONTRAST 3.05
#define GHOST_POWER 0.4

/* How much a dimmed line keeps of its hue. */
#define DIMMED_SHARE 0.3

/* The first two are as far apart in lightness and along the blue-yellow axis as in hue, so that
 * train and test differ for every kind of colour vision. All were found by a search that began at
 * plain hues and kept close to them, for the largest CIEDE2000 between neighbours, less between any
 * two, and between their ghosts, as seen by the eye that tells them apart least;
 * tests/plot/test-palette.c says how large it is. All have a contrast of at least 3 to their
 * background. */
static const guint32 light_slots[OV_N_SLOTS] = {
  0x165197, 0xd96403, 0x2a8268, 0xa04dc4, 0x3799ac, 0xca1858, 0x725e02, 0x5f6979};
static const guint32 dark_slots[OV_N_SLOTS] = {
  0x57abf8, 0xffb430, 0x4dca98, 0xa873c1, 0x53e2fa, 0xe96d9f, 0xb2a446, 0xacb6c1};
static const guint32 paper_slots[OV_N_SLOTS] = {
  0x0f4b91, 0xd15c0d, 0x016749, 0x9547bf, 0x22848d, 0xb61e52, 0x615200, 0x60656e};

/* Stops of a ramp that grows lighter from one end to the other, so that the order of its colours is
 * seen by every kind of colour vision. */
#define N_STOPS 4
static const guint32 light_ramp[N_STOPS] = {0x14286e, 0x7d35a8, 0xc94a6c, 0xd9701a};
static const guint32 dark_ramp[N_STOPS] = {0x6a78e8, 0xb48af0, 0xf7a0b4, 0xffd070};
static const guint32 paper_ramp[N_STOPS] = {0x10205c, 0x702a98, 0xb83f60, 0xcc6510};

/* Indexed by OvRole; the lowest byte is alpha. */
static const guint32 light_roles[] = {
  0xffffffff, 0x1f2328ff, 0x5d656eff, 0xe3e6e9ff, 0x878f98ff, 0x4a525bff,
  0xfffffff2, 0xc3c9cfff, 0xb3141cff, 0x3d6ea81f, 0x3584e433, 0xb3141c1f};
static const guint32 dark_roles[] = {
  0x1e1e1eff, 0xf2f2f2ff, 0xb4b8bdff, 0x35373aff, 0x787d83ff, 0xc9cdd2ff,
  0x2c2e31f2, 0x5b6066ff, 0xff7b72ff, 0x8fb8e826, 0x62a0ea36, 0xff7b722b};
static const guint32 paper_roles[] = {
  0xffffffff, 0x000000ff, 0x303438ff, 0xd9dcdfff, 0x555b61ff, 0x202428ff,
  0xfffffff5, 0x9aa0a6ff, 0x9c0d14ff, 0x3d6ea81f, 0x3584e433, 0x9c0d141a};

static OvColour
unpack (guint32 rgba)
{
  OvColour colour = {
    .red = (rgba >> 24) / 255.0,
    .green = ((rgba >> 16) & 0xff) / 255.0,
    .blue = ((rgba >> 8) & 0xff) / 255.0,
    .alpha = (rgba & 0xff) / 255.0,
  };

  return colour;
}

/**
 * ov_palette_get_role:
 * @theme: the surroundings
 * @role: what the colour is for
 *
 * Returns: the colour, which is see-through for areas and boxes
 */
OvColour
ov_palette_get_role (OvTheme theme,
                     OvRole  role)
{
  const guint32 *roles = theme == OV_THEME_DARK    ? dark_roles
                         : theme == OV_THEME_PAPER ? paper_roles
                                                   : light_roles;

  G_STATIC_ASSERT (G_N_ELEMENTS (light_roles) == OV_N_ROLES);
  G_STATIC_ASSERT (G_N_ELEMENTS (dark_roles) == OV_N_ROLES);
  G_STATIC_ASSERT (G_N_ELEMENTS (paper_roles) == OV_N_ROLES);

  return unpack (roles[MIN ((guint) role, OV_N_ROLES - 1)]);
}

/* The colour of a step of the ramp, from 0. */
static OvColour
get_ramp (OvTheme theme,
          guint   step)
{
  const guint32 *ramp = theme == OV_THEME_DARK    ? dark_ramp
                        : theme == OV_THEME_PAPER ? paper_ramp
                                                  : light_ramp;
  const double place = (N_STOPS - 1.0) * MIN (step, OV_N_RAMP_STEPS - 1) / (OV_N_RAMP_STEPS - 1.0);
  const guint stop = MIN ((guint) place, N_STOPS - 2);
  const OvColour from = unpack (ramp[stop] << 8 | 0xff);
  const OvColour to = unpack (ramp[stop + 1] << 8 | 0xff);
  const double share = place - stop;

  return (OvColour) {
    .red = from.red + share * (to.red - from.red),
    .green = from.green + share * (to.green - from.green),
    .blue = from.blue + share * (to.blue - from.blue),
    .alpha = 1.0,
  };
}

/**
 * ov_palette_find_ramp:
 * @position: from 0 to 1
 *
 * Returns: the slot of the colour that stands at @position on a ramp, dark to light
 */
guint
ov_palette_find_ramp (double position)
{
  return OV_SLOT_RAMP + (guint) (CLAMP (position, 0.0, 1.0) * (OV_N_RAMP_STEPS - 1) + 0.5);
}

/**
 * ov_palette_get_slot:
 * @theme: the surroundings
 * @slot: %OV_SLOT_TRAIN, %OV_SLOT_TEST, %OV_SLOT_REFERENCE, a slot of ov_palette_find_ramp() or any
 *   other number; numbers past the last slot wrap around over the free ones, so that no other curve
 *   ever looks like train or test
 *
 * Returns: the opaque colour of a curve
 */
OvColour
ov_palette_get_slot (OvTheme theme,
                     guint   slot)
{
  const guint32 *slots = theme == OV_THEME_DARK    ? dark_slots
                         : theme == OV_THEME_PAPER ? paper_slots
                                                   : light_slots;

  if (slot == OV_SLOT_REFERENCE)
    return ov_palette_get_role (theme, OV_ROLE_TEXT);
  if (slot >= OV_SLOT_RAMP)
    return get_ramp (theme, slot - OV_SLOT_RAMP);

  if (slot >= OV_N_SLOTS)
    slot = OV_SLOT_FIRST_FREE + (slot - OV_SLOT_FIRST_FREE) % (OV_N_SLOTS - OV_SLOT_FIRST_FREE);

  return unpack (slots[slot] << 8 | 0xff);
}

/* A channel as light, for WCAG's relative luminance. */
static double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
find_luminance (const OvColour *colour)
{
  return 0.2126 * to_linear (colour->red) + 0.7152 * to_linear (colour->green)
         + 0.0722 * to_linear (colour->blue);
}

/* The contrast ratio of WCAG 2. */
static double
find_contrast (const OvColour *a,
               const OvColour *b)
{
  const double first = find_luminance (a) + 0.05;
  const double second = find_luminance (b) + 0.05;

  return MAX (first, second) / MIN (first, second);
}

/* To what a screen can show, so that a picture has exactly this colour. */
static double
to_byte (double channel)
{
  return round (255 * channel) / 255;
}

/* @share of the ink, and of the ground what is left. */
static OvColour
mix (const OvColour *ink,
     const OvColour *ground,
     double          share)
{
  return (OvColour) {
    .red = to_byte (share * ink->red + (1 - share) * ground->red),
    .green = to_byte (share * ink->green + (1 - share) * ground->green),
    .blue = to_byte (share * ink->blue + (1 - share) * ground->blue),
    .alpha = 1.0,
  };
}

/* Ink that is mixed with the ground until its contrast is as small as @contrast; the ink itself
 * where that has no more. */
static OvColour
pale (const OvColour *ink,
      const OvColour *ground,
      double          contrast)
{
  double low = 0.0;
  double high = 1.0;

  while (high - low > 1.0 / 256.0)
    {
      const double share = (low + high) / 2.0;
      const OvColour colour = mix (ink, ground, share);

      if (find_contrast (&colour, ground) >= contrast)
        high = share;
      else
        low = share;
    }

  return mix (ink, ground, high);
}

/**
 * ov_palette_get_ghost:
 * @theme: the surroundings
 * @slot: as in ov_palette_get_slot()
 *
 * Returns: the pale form of a curve's colour, for an earlier run and for what lies beneath another
 *   line that says the same better. It is opaque: lines that cross would otherwise add up to a dark
 *   spot.
 */
OvColour
ov_palette_get_ghost (OvTheme theme,
                      guint   slot)
{
  const OvColour ink = ov_palette_get_slot (theme, slot);
  const OvColour ground = ov_palette_get_role (theme, OV_ROLE_BACKGROUND);
  const double contrast = find_contrast (&ink, &ground);

  return pale (&ink, &ground, LEAST_CONTRAST * pow (contrast / LEAST_CONTRAST, GHOST_POWER));
}

/**
 * ov_palette_get_dimmed:
 * @theme: the surroundings
 * @slot: as in ov_palette_get_slot()
 *
 * Returns: the opaque colour of a curve while another one is pointed at: there, but almost grey
 *   and as pale as a line may be
 */
OvColour
ov_palette_get_dimmed (OvTheme theme,
                       guint   slot)
{
  const OvColour ink = ov_palette_get_slot (theme, slot);
  const OvColour grey = ov_palette_get_role (theme, OV_ROLE_DIM_TEXT);
  const OvColour ground = ov_palette_get_role (theme, OV_ROLE_BACKGROUND);
  const OvColour dull = mix (&ink, &grey, DIMMED_SHARE);

  return pale (&dull, &ground, LEAST_CONTRAST);
}

/**
 * ov_palette_get_spread:
 * @theme: the surroundings
 * @slot: as in ov_palette_get_slot()
 * @is_dimmed: whether another curve is pointed at
 *
 * Returns: the see-through colour of the band around a curve, through which a grid and other bands
 *   are seen
 */
OvColour
ov_palette_get_spread (OvTheme  theme,
                       guint    slot,
                       gboolean is_dimmed)
{
  OvColour colour = ov_palette_get_slot (theme, slot);

  colour.alpha = theme == OV_THEME_DARK ? DARK_SPREAD_ALPHA : SPREAD_ALPHA;
  if (is_dimmed)
    colour.alpha *= DIMMED_SPREAD_SHARE;

  return colour;
}

/**
 * ov_palette_to_hex:
 * @colour: a colour; its alpha is left out
 *
 * Returns: (transfer full): "#rrggbb", as CSS and Pango markup take it
 */
char *
ov_palette_to_hex (const OvColour *colour)
{
  g_return_val_if_fail (colour != NULL, NULL);

  return g_strdup_printf ("#%02x%02x%02x", (guint) (colour->red * 255 + 0.5),
                          (guint) (colour->green * 255 + 0.5), (guint) (colour->blue * 255 + 0.5));
}

/**
 * ov_palette_set_source:
 * @cr: a cairo context
 * @colour: what to draw with from now on
 */
void
ov_palette_set_source (cairo_t        *cr,
                       const OvColour *colour)
{
  g_return_if_fail (cr != NULL && colour != NULL);

  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha);
}

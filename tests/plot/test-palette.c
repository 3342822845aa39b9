/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "palette.h"

static const OvTheme themes[] = {OV_THEME_LIGHT, OV_THEME_DARK, OV_THEME_PAPER};

static double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
find_luminance (OvColour colour)
{
  return 0.2126 * to_linear (colour.red) + 0.7152 * to_linear (colour.green)
         + 0.0722 * to_linear (colour.blue);
}

/* The contrast ratio of WCAG 2. */
static double
find_contrast (OvColour a,
               OvColour b)
{
  double first = find_luminance (a) + 0.05, second = find_luminance (b) + 0.05;

  return MAX (first, second) / MIN (first, second);
}

/* The full-strength matrices of Machado, Oliveira and Fernandes (2009), on linear RGB: protanopia,
 * deuteranopia, tritanopia; first of all, unchanged sight. */
static const double sights[][3][3] = {
  {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
  {{0.152286, 1.052583, -0.204868},
   {0.114503, 0.786281, 0.099216},
   {-0.003882, -0.048116, 1.051998}},
  {{0.367322, 0.860646, -0.227968},
   {0.280085, 0.672501, 0.047413},
   {-0.011820, 0.042940, 0.968881}},
  {{1.255528, -0.076749, -0.178779},
   {-0.078411, 0.930809, 0.147602},
   {0.004733, 0.691367, 0.303900}},
};

/* CIE L*a*b* of a colour as such an eye sees it. */
static void
see (OvColour     colour,
     const double sight[3][3],
     double       lab[3])
{
  static const double to_xyz[3][3] = {
    {0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505},
    {0.2126, 0.7152, 0.0722},
    {0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089},
  };
  double rgb[3] = {to_linear (colour.red), to_linear (colour.green), to_linear (colour.blue)},
         seen[3], f[3];

  for (guint i = 0; i < 3; i++)
    seen[i] = CLAMP (sight[i][0] * rgb[0] + sight[i][1] * rgb[1] + sight[i][2] * rgb[2], 0, 1);

  for (guint i = 0; i < 3; i++)
    {
      double t = to_xyz[i][0] * seen[0] + to_xyz[i][1] * seen[1] + to_xyz[i][2] * seen[2];

      f[i] = t > 0.008856 ? cbrt (t) : 7.787 * t + 16.0 / 116;
    }

  lab[0] = 116 * f[1] - 16;
  lab[1] = 500 * (f[0] - f[1]);
  lab[2] = 200 * (f[1] - f[2]);
}

static void
test_train_and_test_differ (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sights); j++)
      {
        double a[3], b[3];

        see (ov_palette_get_slot (themes[i], OV_SLOT_TRAIN), sights[j], a);
        see (ov_palette_get_slot (themes[i], OV_SLOT_TEST), sights[j], b);
        /* About 2.3 is just noticeable; 40 is plain from the back row. */
        g_assert_cmpfloat (hypot (hypot (a[0] - b[0], a[1] - b[1]), a[2] - b[2]), >, 40);
      }
}

static void
test_contrast (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      OvColour ground = ov_palette_get_role (themes[i], OV_ROLE_BACKGROUND);

      for (guint slot = 0; slot < OV_N_SLOTS; slot++)
        {
          double ink = find_contrast (ov_palette_get_slot (themes[i], slot), ground);

          g_assert_cmpfloat (ink, >=, 3);
          g_assert_cmpfloat (find_contrast (ov_palette_get_ghost (themes[i], slot), ground), <,
                             ink);
          g_assert_cmpfloat (find_contrast (ov_palette_get_ghost (themes[i], slot), ground), >=,
                             3);
          g_assert_cmpfloat (find_contrast (ov_palette_get_pale (themes[i], slot), ground), >,
                             1.4);
        }

      g_assert_cmpfloat (find_contrast (ov_palette_get_role (themes[i], OV_ROLE_TEXT), ground), >=,
                         7);
      g_assert_cmpfloat (find_contrast (ov_palette_get_role (themes[i], OV_ROLE_DIM_TEXT), ground),
                         >=, 4.5);
      g_assert_cmpfloat (find_contrast (ov_palette_get_role (themes[i], OV_ROLE_WARNING), ground),
                         >=, 4.5);
      g_assert_cmpfloat (find_contrast (ov_palette_get_role (themes[i], OV_ROLE_GRID), ground), <,
                         2);
    }
}

static void
test_slots_wrap (void)
{
  for (guint slot = OV_N_SLOTS; slot < 40; slot++)
    {
      OvColour colour = ov_palette_get_slot (OV_THEME_LIGHT, slot);
      g_autofree char *text = ov_palette_to_hex (&colour);

      for (guint i = 0; i < OV_SLOT_FIRST_FREE; i++)
        {
          OvColour reserved = ov_palette_get_slot (OV_THEME_LIGHT, i);
          g_autofree char *reserved_text = ov_palette_to_hex (&reserved);

          g_assert_cmpstr (text, !=, reserved_text);
        }
    }
}

/* In degrees. */
static double
find_hue (OvColour colour)
{
  const double y = sqrt (3.0) * (colour.green - colour.blue);
  const double hue = atan2 (y, 2 * colour.red - colour.green - colour.blue) * 180 / G_PI;

  return hue < 0 ? hue + 360 : hue;
}

/* A curve has its hue on paper and on the screen, and on paper it is as dark or darker. */
static void
test_hues (void)
{
  for (guint slot = 0; slot < OV_N_SLOTS; slot++)
    {
      const OvColour screen = ov_palette_get_slot (OV_THEME_LIGHT, slot);
      const OvColour paper = ov_palette_get_slot (OV_THEME_PAPER, slot);

      g_assert_cmpfloat (fabs (find_hue (screen) - find_hue (paper)), <, 8);
      g_assert_cmpfloat (find_luminance (paper), <=, find_luminance (screen));
    }
}

/* What belongs to no run has the colour of none. */
static void
test_reference (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    for (guint slot = 0; slot < OV_N_SLOTS; slot++)
      {
        double a[3], b[3];

        see (ov_palette_get_slot (themes[i], OV_SLOT_REFERENCE), sights[0], a);
        see (ov_palette_get_slot (themes[i], slot), sights[0], b);
        g_assert_cmpfloat (hypot (hypot (a[0] - b[0], a[1] - b[1]), a[2] - b[2]), >, 20);
      }
}

/* Every step can be seen, and no two ends of a stretch change places for any eye. */
static void
test_ramp (void)
{
  g_assert_cmpuint (ov_palette_find_ramp (-1), ==, OV_SLOT_RAMP);
  g_assert_cmpuint (ov_palette_find_ramp (2), ==, OV_SLOT_RAMP + OV_N_RAMP_STEPS - 1);

  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sights); j++)
      {
        OvColour ground = ov_palette_get_role (themes[i], OV_ROLE_BACKGROUND);
        double before = -1;

        for (double position = 0; position <= 1; position += 0.125)
          {
            OvColour ink = ov_palette_get_slot (themes[i], ov_palette_find_ramp (position));
            double lab[3];

            see (ink, sights[j], lab);
            g_assert_cmpfloat (find_contrast (ink, ground), >=, 3);
            g_assert_cmpfloat (lab[0], >, before);
            before = lab[0];
          }
      }
}

static void
test_hex (void)
{
  OvColour colour = {1, 0.5, 0, 0.3};
  g_autofree char *text = ov_palette_to_hex (&colour);

  g_assert_cmpstr (text, ==, "#ff8000");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/palette/train-and-test-differ", test_train_and_test_differ);
  g_test_add_func ("/plot/palette/contrast", test_contrast);
  g_test_add_func ("/plot/palette/slots-wrap", test_slots_wrap);
  g_test_add_func ("/plot/palette/hues", test_hues);
  g_test_add_func ("/plot/palette/reference", test_reference);
  g_test_add_func ("/plot/palette/ramp", test_ramp);
  g_test_add_func ("/plot/palette/hex", test_hex);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "contrast.h"
#include "palette.h"

static const OvTheme themes[] = {OV_THEME_LIGHT, OV_THEME_DARK, OV_THEME_PAPER};

/* The full-strength matrices of Machado, Oliveira and Fernandes (2009), on linear RGB: protanopia,
 * deuteranopia, tritanopia; first of all, unchanged sight. */
static const double  sights[][3][3] = {
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
  double rgb[3] = {contrast_to_linear (colour.red), contrast_to_linear (colour.green),
                   contrast_to_linear (colour.blue)};
  double seen[3], f[3];

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

/* In degrees, from 0 to 360. */
static double
find_angle (double a,
            double b)
{
  const double angle = atan2 (b, a) * 180 / G_PI;

  return angle < 0 ? angle + 360 : angle;
}

static double
cosine (double degrees)
{
  return cos (degrees * G_PI / 180);
}

/* CIEDE2000, as Sharma, Wu and Dalal (2005) write it. */
static double
find_difference (const double first[3],
                 const double second[3])
{
  const double mean_ab = (hypot (first[1], first[2]) + hypot (second[1], second[2])) / 2;
  const double g = 0.5 * (1 - sqrt (pow (mean_ab, 7) / (pow (mean_ab, 7) + pow (25, 7))));
  const double a1 = (1 + g) * first[1], a2 = (1 + g) * second[1];
  const double c1 = hypot (a1, first[2]), c2 = hypot (a2, second[2]);
  const double h1 = find_angle (a1, first[2]), h2 = find_angle (a2, second[2]);
  const double turn = fabs (h2 - h1) <= 180 ? 0 : h2 > h1 ? -360
                                                          : 360;
  const double hue = 2 * sqrt (c1 * c2) * sin ((h2 - h1 + turn) / 2 * G_PI / 180);
  const double mean_l = (first[0] + second[0]) / 2, mean_c = (c1 + c2) / 2;
  const double mean_h = turn == 0 ? (h1 + h2) / 2 : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
  const double t = 1 - 0.17 * cosine (mean_h - 30) + 0.24 * cosine (2 * mean_h)
                   + 0.32 * cosine (3 * mean_h + 6) - 0.20 * cosine (4 * mean_h - 63);
  const double off_grey = (mean_l - 50) * (mean_l - 50);
  const double l = (second[0] - first[0]) / (1 + 0.015 * off_grey / sqrt (20 + off_grey));
  const double c = (c2 - c1) / (1 + 0.045 * mean_c), h = hue / (1 + 0.015 * mean_c * t);
  const double bend = 60 * exp (-pow ((mean_h - 275) / 25, 2)) * G_PI / 180;
  const double twist = -2 * sin (bend) * sqrt (pow (mean_c, 7) / (pow (mean_c, 7) + pow (25, 7)));

  return sqrt (l * l + c * c + h * h + twist * c * h);
}

/* Pairs of the table that comes with the paper. */
static void
test_difference (void)
{
  static const struct
  {
    double first[3], second[3], difference;
  } rows[] = {
    {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
    {{50, -1, 2}, {50, 0, 0}, 2.3669},
    {{50, 2.49, -0.001}, {50, -2.49, 0.0011}, 7.2195},
    {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
    {{50, 2.5, 0}, {61, -5, 29}, 22.8977},
    {{2.0776, 0.0795, -1.135}, {0.9033, -0.0636, -0.5514}, 0.9082},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpfloat_with_epsilon (find_difference (rows[i].first, rows[i].second),
                                      rows[i].difference, 1e-4);
      g_assert_cmpfloat_with_epsilon (find_difference (rows[i].second, rows[i].first),
                                      rows[i].difference, 1e-4);
    }
}

/* Whether one of them is what a new run gets after the other. */
static gboolean
are_neighbours (guint first,
                guint second)
{
  return second == first + 1 || (first == OV_SLOT_FIRST_FREE && second == OV_N_SLOTS - 1);
}

/* The next run, and any other one, is told from a run by its colour, by every eye, and so are their
 * ghosts. 1 is just noticeable where two areas touch; thin lines with something between them need
 * several times as much. Who sees all colours is used to more. */
static void
test_runs_differ (void)
{
  static const double least[2][2] = {{8, 11}, {4, 7}};

  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sights); j++)
      for (guint second = 1; second < OV_N_SLOTS; second++)
        for (guint first = 0; first < second; first++)
          for (guint ghosts = 0; ghosts < 2; ghosts++)
            {
              OvColour (*get) (OvTheme theme, guint slot) =
                ghosts == 1 ? ov_palette_get_ghost : ov_palette_get_slot;
              double a[3], b[3];

              see (get (themes[i], first), sights[j], a);
              see (get (themes[i], second), sights[j], b);
              g_assert_cmpfloat (find_difference (a, b), >=,
                                 least[ghosts][are_neighbours (first, second)]
                                   * (j == 0 ? 1.5 : 1));
            }
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
          double ink = contrast_find (ov_palette_get_slot (themes[i], slot), ground);

          g_assert_cmpfloat (ink, >=, 3);
          g_assert_cmpfloat (contrast_find (ov_palette_get_ghost (themes[i], slot), ground), <,
                             ink);
          g_assert_cmpfloat (contrast_find (ov_palette_get_ghost (themes[i], slot), ground), >=,
                             3);
          g_assert_cmpfloat (contrast_find (ov_palette_get_dimmed (themes[i], slot), ground), >=,
                             3);
          g_assert_cmpfloat (contrast_find (ov_palette_get_dimmed (themes[i], slot), ground), <,
                             ink);
        }

      g_assert_cmpfloat (contrast_find (ov_palette_get_role (themes[i], OV_ROLE_TEXT), ground), >=,
                         7);
      g_assert_cmpfloat (contrast_find (ov_palette_get_role (themes[i], OV_ROLE_DIM_TEXT), ground),
                         >=, 4.5);
      g_assert_cmpfloat (contrast_find (ov_palette_get_role (themes[i], OV_ROLE_WARNING), ground),
                         >=, 4.5);
      g_assert_cmpfloat (contrast_find (ov_palette_get_role (themes[i], OV_ROLE_AXIS), ground), >=,
                         3);
      g_assert_cmpfloat (contrast_find (ov_palette_get_role (themes[i], OV_ROLE_CROSSHAIR), ground),
                         >=, 3);
      g_assert_cmpfloat (contrast_find (ov_palette_get_role (themes[i], OV_ROLE_GRID), ground), <,
                         2);
    }
}

/* Text is legible in a box and on everything that is laid over the background, too. */
static void
test_contrast_on_areas (void)
{
  static const OvRole areas[] = {OV_ROLE_BOX, OV_ROLE_BAND, OV_ROLE_SELECTION, OV_ROLE_BEYOND};
  static const OvRole texts[] = {OV_ROLE_TEXT, OV_ROLE_DIM_TEXT, OV_ROLE_WARNING};

  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (areas); j++)
      {
        const OvColour under = ov_palette_get_role (themes[i], OV_ROLE_BACKGROUND);
        const OvColour area = ov_palette_get_role (themes[i], areas[j]);
        const OvColour ground = {
          area.alpha * area.red + (1 - area.alpha) * under.red,
          area.alpha * area.green + (1 - area.alpha) * under.green,
          area.alpha * area.blue + (1 - area.alpha) * under.blue,
          1,
        };

        for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
          g_assert_cmpfloat (contrast_find (ov_palette_get_role (themes[i], texts[k]), ground), >=,
                             4.5);
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
      g_assert_cmpfloat (contrast_find_luminance (paper), <=, contrast_find_luminance (screen));
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
            g_assert_cmpfloat (contrast_find (ink, ground), >=, 3);
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
  g_test_add_func ("/plot/palette/difference", test_difference);
  g_test_add_func ("/plot/palette/runs-differ", test_runs_differ);
  g_test_add_func ("/plot/palette/contrast", test_contrast);
  g_test_add_func ("/plot/palette/contrast-on-areas", test_contrast_on_areas);
  g_test_add_func ("/plot/palette/slots-wrap", test_slots_wrap);
  g_test_add_func ("/plot/palette/hues", test_hues);
  g_test_add_func ("/plot/palette/reference", test_reference);
  g_test_add_func ("/plot/palette/ramp", test_ramp);
  g_test_add_func ("/plot/palette/hex", test_hex);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "simd.h"
#include "watch.h"

#define NOISE_STEP G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

/* A random number generator of our own: it is the same everywhere, has no state to share between
 * threads, and its 64 bits are enough noise for the three colours of a pixel. */
typedef struct
{
  guint64 state;
} Noise;

/* A picture's figure. Lengths are in pixels; @u_x … @v_y turn the picture's frame into the
 * figure's own, whose origin is (@x, @y). */
typedef struct
{
  float x, y;
  float u_x, u_y, v_x, v_y;
  float radius;
  float width;
  float period;
} Figure;

/* Returns how much of the pixel at (@u, @v) in the figure's frame the figure covers, 0 to 1. */
typedef float (*CoverFunc) (const Figure *figure, float u, float v);

/* How a class is drawn. @hue is its usual colour on a wheel of 1, @turn the largest rotation in
 * radians, @drift the largest distance of its origin from the picture's centre. */
typedef struct
{
  float hue;
  float turn;
  float drift;
} Class;

/* Vigna's SplitMix64: a counter, well mixed. */
OV_INLINE_SAME static inline guint64
mix_bits (guint64 bits)
{
  bits = (bits ^ (bits >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  bits = (bits ^ (bits >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return bits ^ (bits >> 31);
}

static guint64
noise_next (Noise *noise)
{
  return mix_bits (noise->state += NOISE_STEP);
}

static float
noise_between (Noise *noise,
               float  low,
               float  high)
{
  return low + (high - low) * (float) (noise_next (noise) >> 40) / 16777216.0f;
}

/* Turns a signed distance to an edge, positive inside, into the part of a pixel that is covered. */
OV_INLINE_SAME static inline float
cover_edge (float inside)
{
  return CLAMP (inside + 0.5f, 0.0f, 1.0f);
}

/* The signed distance to the edges of stripes of the given period. */
OV_INLINE_SAME static inline float
stripe_edge (float position,
             float period)
{
  float phase = position / period;

  phase -= floorf (phase);
  return (0.25f - fabsf (phase - 0.5f)) * period;
}

OV_INLINE_SAME static inline float
cover_disc (const Figure *figure,
            float         u,
            float         v)
{
  return cover_edge (figure->radius - sqrtf (u * u + v * v));
}

OV_INLINE_SAME static inline float
cover_ring (const Figure *figure,
            float         u,
            float         v)
{
  return cover_edge (figure->width - fabsf (sqrtf (u * u + v * v) - figure->radius));
}

OV_INLINE_SAME static inline float
cover_cross (const Figure *figure,
             float         u,
             float         v)
{
  float level = MIN (figure->radius - fabsf (u), figure->width - fabsf (v));
  float upright = MIN (figure->radius - fabsf (v), figure->width - fabsf (u));

  return cover_edge (MAX (level, upright));
}

OV_INLINE_SAME static inline float
cover_triangle (const Figure *figure,
                float         u,
                float         v)
{
  float side = 0.5f * figure->radius - 0.866f * fabsf (u) + 0.5f * v;
  float base = 0.5f * figure->radius - v;

  return cover_edge (MIN (side, base));
}

OV_INLINE_SAME static inline float
cover_diamond (const Figure *figure,
               float         u,
               float         v)
{
  return cover_edge (0.707f * (figure->radius - fabsf (u) - fabsf (v)));
}

OV_INLINE_SAME static inline float
cover_stripes (const Figure *figure,
               float         u,
               float         v)
{
  return cover_edge (stripe_edge (v, figure->period));
}

OV_INLINE_SAME static inline float
cover_bars (const Figure *figure,
            float         u,
            float         v)
{
  return cover_edge (stripe_edge (u, figure->period));
}

OV_INLINE_SAME static inline float
cover_checks (const Figure *figure,
              float         u,
              float         v)
{
  float upright = stripe_edge (u, 1.5f * figure->period);
  float level = stripe_edge (v, 1.5f * figure->period);

  return cover_edge (MAX (MIN (upright, level), MIN (-upright, -level)));
}

OV_INLINE_SAME static inline float
cover_dots (const Figure *figure,
            float         u,
            float         v)
{
  float column = u / figure->period;
  float row = v / figure->period;

  column = (column - floorf (column) - 0.5f) * figure->period;
  row = (row - floorf (row) - 0.5f) * figure->period;
  return cover_edge (0.3f * figure->period - sqrtf (column * column + row * row));
}

OV_INLINE_SAME static inline float
cover_gradient (const Figure *figure,
                float         u,
                float         v)
{
  return CLAMP (0.5f + v / (2.5f * figure->radius), 0.0f, 1.0f);
}

/* In the order of the classes. */
typedef enum
{
  DISC,
  RING,
  CROSS,
  TRIANGLE,
  DIAMOND,
  STRIPES,
  BARS,
  CHECKS,
  DOTS,
  GRADIENT,
} Kind;

const char *const ov_sample_class_names[OV_N_CLASSES] = {
  N_ ("disc"), N_ ("ring"), N_ ("cross"), N_ ("triangle"), N_ ("diamond"),
  N_ ("stripes"), N_ ("bars"), N_ ("checks"), N_ ("dots"), N_ ("gradient")};

static const Class classes[OV_N_CLASSES] = {
  {0.00f, 0.0f, 4.5f},
  {0.14f, 0.0f, 4.5f},
  {0.60f, 0.4f, 4.5f},
  {0.30f, 0.3f, 4.5f},
  {0.80f, 0.3f, 4.5f},
  {0.55f, 0.2f, 2.0f},
  {0.08f, 0.2f, 2.0f},
  {0.45f, 0.15f, 2.5f},
  {0.92f, 0.3f, 2.5f},
  {0.68f, 0.6f, 4.0f},
};

static void
place_figure (Figure *figure,
              const Class *class,
              Noise *noise)
{
  float angle = noise_between (noise, -class->turn, class->turn);
  float centre = 0.5f * (OV_IMAGE_SIDE - 1);

  figure->x = centre + noise_between (noise, -class->drift, class->drift);
  figure->y = centre + noise_between (noise, -class->drift, class->drift);
  figure->u_x = cosf (angle);
  figure->u_y = sinf (angle);
  figure->v_x = -figure->u_y;
  figure->v_y = figure->u_x;
  figure->radius = noise_between (noise, 6.5f, 12.5f);
  figure->width = noise_between (noise, 1.5f, 3.5f);
  figure->period = noise_between (noise, 7.0f, 10.0f);
}

/* Fills @colour, red, green, blue from 0 to 1, with a colour of the given hue on a wheel of 1. */
static void
mix_colour (float *colour,
            float  hue,
            float  saturation,
            float  value)
{
  for (guint i = 0; i < OV_IMAGE_CHANNELS; i++)
    {
      float place = hue - (float) i / OV_IMAGE_CHANNELS;
      float strength;

      place -= floorf (place);
      strength = CLAMP (fabsf (6.0f * place - 3.0f) - 1.0f, 0.0f, 1.0f);
      colour[i] = value * (1.0f - saturation * (1.0f - strength));
    }
}

/* A random byte's and another one's sum is noise of a triangular shape around 255. */
OV_INLINE_SAME static inline guint8
add_noise (float   level,
           guint64 bits,
           float   strength)
{
  int sum = (int) (bits & 0xff) + (int) (bits >> 8 & 0xff) - 255;

  return (guint8) CLAMP (level + strength * (float) sum + 0.5f, 0.0f, 255.0f);
}

OV_INLINE_SAME static inline void
cover_pixels (CoverFunc     cover,
              float        *covers,
              const Figure *figure,
              float         y)
{
  for (guint i = 0; i < OV_IMAGE_SIDE; i++)
    {
      float x = (float) i - figure->x;

      covers[i] = cover (figure, figure->u_x * x + figure->u_y * y,
                         figure->v_x * x + figure->v_y * y);
    }
}

/* Writes how much of each pixel of a row the figure covers; @y is the row's, from its origin. */
OV_MULTIVERSION_SAME static void
cover_row (float        *covers,
           Kind          kind,
           const Figure *figure,
           float         y)
{
  switch (kind)
    {
    case DISC:
      cover_pixels (cover_disc, covers, figure, y);
      break;
    case RING:
      cover_pixels (cover_ring, covers, figure, y);
      break;
    case CROSS:
      cover_pixels (cover_cross, covers, figure, y);
      break;
    case TRIANGLE:
      cover_pixels (cover_triangle, covers, figure, y);
      break;
    case DIAMOND:
      cover_pixels (cover_diamond, covers, figure, y);
      break;
    case STRIPES:
      cover_pixels (cover_stripes, covers, figure, y);
      break;
    case BARS:
      cover_pixels (cover_bars, covers, figure, y);
      break;
    case CHECKS:
      cover_pixels (cover_checks, covers, figure, y);
      break;
    case DOTS:
      cover_pixels (cover_dots, covers, figure, y);
      break;
    case GRADIENT:
      cover_pixels (cover_gradient, covers, figure, y);
      break;
    default:
      g_assert_not_reached ();
    }
}

OV_MULTIVERSION_SAME OV_UNWATCHED static void
fill_with_noise (guint64 *bits,
                 guint64  state)
{
  for (guint i = 0; i < OV_IMAGE_SIDE; i++)
    bits[i] = mix_bits (state + (i + 1) * NOISE_STEP);
}

/* Draws a row of one channel, whose figure has the colour @front and whose noise is in the bits
 * from @shift on. */
OV_MULTIVERSION_SAME OV_UNWATCHED static void
paint_row (guint8        *pixels,
           const float   *covers,
           float          front,
           float          back,
           float          light,
           const guint64 *bits,
           guint          shift,
           float          strength)
{
  for (guint i = 0; i < OV_IMAGE_SIDE; i++)
    {
      float level = light + 255.0f * (back + covers[i] * (front - back));

      pixels[i] = add_noise (level, bits[i] >> shift, strength);
    }
}

/**
 * ov_sample_draw_image:
 * @pixels: (out caller-allocates): [3072], planes of red, green and blue
 * @class_index: the class, 0 to 9
 * @seed: decides everything else
 *
 * Draws one image: the class's figure in a place, size, rotation and colour that vary, on a
 * background of any colour, under light that differs from picture to picture, with noise. The
 * same arguments draw the same image.
 */
void
ov_sample_draw_image (guint8 *pixels,
                      guint   class_index,
                      guint64 seed)
{
  const Class *class = &classes[class_index];
  Noise noise = {seed};
  Figure figure;
  float front[OV_IMAGE_CHANNELS], back[OV_IMAGE_CHANNELS];
  float hue, saturation, value;
  float light, strength;

  ov_watch_write (pixels, OV_IMAGE_SIZE);
  place_figure (&figure, class, &noise);

  /* One after the other, or it would be the compiler that decides which takes which noise. */
  value = noise_between (&noise, 0.5f, 1.0f);
  saturation = noise_between (&noise, 0.3f, 0.9f);
  hue = class->hue + noise_between (&noise, -0.25f, 0.25f);
  mix_colour (front, hue, saturation, value);
  value = noise_between (&noise, 0.2f, 0.7f);
  saturation = noise_between (&noise, 0.0f, 0.5f);
  hue = noise_between (&noise, 0.0f, 1.0f);
  mix_colour (back, hue, saturation, value);

  light = 255.0f * noise_between (&noise, -0.13f, 0.13f);
  strength = noise_between (&noise, 0.05f, 0.25f);

  for (guint row = 0; row < OV_IMAGE_SIDE; row++)
    {
      float covers[OV_IMAGE_SIDE];
      guint64 bits[OV_IMAGE_SIDE];

      cover_row (covers, class_index, &figure, (float) row - figure.y);
      fill_with_noise (bits, noise.state);
      noise.state += OV_IMAGE_SIDE * NOISE_STEP;
      for (guint j = 0; j < OV_IMAGE_CHANNELS; j++)
        paint_row (pixels + j * OV_IMAGE_PIXELS + row * OV_IMAGE_SIDE, covers, front[j], back[j],
                   light, bits, 16 * j, strength);
    }
}

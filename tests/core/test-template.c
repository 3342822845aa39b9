/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "template.h"

#include <string.h>

#define RED 0
#define GREEN OV_IMAGE_PIXELS
#define BLUE (2 * OV_IMAGE_PIXELS)

/* The picture of one class, with what the others have left out. */
static void
to_rgb (const OvTemplates *templates,
        OvTemplateScale    scale,
        guint              class_index,
        guint8            *rgb)
{
  const gsize size = OV_N_CLASSES * OV_IMAGE_SIZE;
  g_autofree guint8 *all = g_malloc (size + 1);

  all[size] = 77;
  ov_templates_all_to_rgb (templates, scale, all);
  g_assert_cmpuint (all[size], ==, 77);
  memcpy (rgb, all + (gsize) class_index * OV_IMAGE_SIZE, OV_IMAGE_SIZE);
}

static void
test_copy (void)
{
  g_autofree OvTemplates *templates = g_new0 (OvTemplates, 1);
  g_autoptr (OvTemplates) copy = NULL;
  OvTemplates *boxed;

  templates->values[9][OV_IMAGE_SIZE - 1] = 3.0f;
  copy = ov_templates_copy (templates);
  templates->values[9][OV_IMAGE_SIZE - 1] = 4.0f;
  g_assert_cmpfloat (copy->values[9][OV_IMAGE_SIZE - 1], ==, 3.0f);

  boxed = g_boxed_copy (OV_TYPE_TEMPLATES, copy);
  g_assert_cmpmem (boxed, sizeof *boxed, copy, sizeof *copy);
  g_boxed_free (OV_TYPE_TEMPLATES, boxed);
}

static void
test_range (void)
{
  g_autofree OvTemplates *templates = g_new0 (OvTemplates, 1);
  float minimum;
  float maximum;

  templates->values[2][0] = -4.0f;
  templates->values[2][OV_IMAGE_SIZE - 1] = 5.0f;
  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    templates->values[3][i] = -2.0f;

  ov_templates_get_range (templates, 2, &minimum, &maximum);
  g_assert_cmpfloat (minimum, ==, -4.0f);
  g_assert_cmpfloat (maximum, ==, 5.0f);
  ov_templates_get_range (templates, 3, &minimum, &maximum);
  g_assert_cmpfloat (minimum, ==, -2.0f);
  g_assert_cmpfloat (maximum, ==, -2.0f);
}

/* Planes of red, green and blue become pixels; nothing is mid-grey. */
static void
test_rgb (void)
{
  g_autofree OvTemplates *templates = g_new0 (OvTemplates, 1);
  g_autofree guint8 *rgb = g_malloc (OV_IMAGE_SIZE);

  templates->values[1][RED + 0] = 2.0f;
  templates->values[1][GREEN + 33] = -2.0f;
  templates->values[1][BLUE + 1023] = 1.0f;
  to_rgb (templates, OV_TEMPLATE_SCALE_EACH, 1, rgb);

  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    switch (i)
      {
      case 0:
        g_assert_cmpuint (rgb[i], ==, 255);
        break;
      case 33 * 3 + 1:
        g_assert_cmpuint (rgb[i], ==, 1);
        break;
      case 1023 * 3 + 2:
        g_assert_cmpuint (rgb[i], >=, 191);
        g_assert_cmpuint (rgb[i], <=, 192);
        break;
      default:
        g_assert_cmpuint (rgb[i], ==, 128);
      }
}

static void
test_scales (void)
{
  g_autofree OvTemplates *templates = g_new0 (OvTemplates, 1);
  g_autofree guint8 *rgb = g_malloc (OV_IMAGE_SIZE);

  templates->values[0][5] = 1.0f;
  templates->values[7][5] = -4.0f;

  to_rgb (templates, OV_TEMPLATE_SCALE_EACH, 0, rgb);
  g_assert_cmpuint (rgb[15], ==, 255);
  to_rgb (templates, OV_TEMPLATE_SCALE_SHARED, 0, rgb);
  g_assert_cmpuint (rgb[15], ==, 160);
  to_rgb (templates, OV_TEMPLATE_SCALE_SHARED, 7, rgb);
  g_assert_cmpuint (rgb[15], ==, 1);
}

/* Before anything is learned, and with weights next to nothing. */
static void
test_small_values (void)
{
  static const float sizes[] = {1e-24f, 1e-38f, 1e-42f, 1e38f};
  g_autofree OvTemplates *templates = g_new0 (OvTemplates, 1);
  g_autofree guint8 *rgb = g_malloc (OV_IMAGE_SIZE);

  to_rgb (templates, OV_TEMPLATE_SCALE_SHARED, 4, rgb);
  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    g_assert_cmpuint (rgb[i], ==, 128);

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      templates->values[4][RED] = sizes[s];
      templates->values[4][GREEN] = -sizes[s];
      to_rgb (templates, OV_TEMPLATE_SCALE_SHARED, 4, rgb);
      g_assert_cmpuint (rgb[0], ==, 255);
      g_assert_cmpuint (rgb[1], ==, 1);
      g_assert_cmpuint (rgb[2], ==, 128);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/template/copy", test_copy);
  g_test_add_func ("/template/range", test_range);
  g_test_add_func ("/template/rgb", test_rgb);
  g_test_add_func ("/template/scales", test_scales);
  g_test_add_func ("/template/small-values", test_small_values);

  return g_test_run ();
}

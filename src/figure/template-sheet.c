/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "template-sheet.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "caption.h"
#include "model.h"
#include "picture-file.h"
#include "picture.h"
#include "sensitivity.h"

#define COLUMNS 5

/* The largest value in size, which is what the brightest colour of a shared scale stands for. */
static float
find_largest (const OvTemplates *templates)
{
  float largest = 0.0f;

  for (guint i = 0; i < OV_N_CLASSES; i++)
    {
      float minimum;
      float maximum;

      ov_templates_get_range (templates, i, &minimum, &maximum);
      largest = MAX (largest, MAX (fabsf (minimum), fabsf (maximum)));
    }

  return largest;
}

/* What the numbers are, as a sentence. */
static char *
describe_templates (const OvTemplateSheet *self)
{
  if (self->recipe->model->features_title == NULL)
    return g_strdup (_("The weights of each class."));

  return g_strdup_printf (_("The gradient of each class's score with respect to the pixels, "
                            "averaged over %u test images."),
                          ov_sensitivity_get_n_images (self->dataset));
}

/**
 * ov_template_sheet_make_caption:
 * @self: a sheet
 *
 * Returns: (transfer full): what stands beneath the pictures
 */
char *
ov_template_sheet_make_caption (const OvTemplateSheet *self)
{
  g_autofree char *caption = NULL;
  g_autofree char *meaning = NULL;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_val_if_fail (self != NULL, NULL);

  caption = ov_caption_make (self->recipe, self->history, ov_dataset_get_name (self->dataset));

  meaning = describe_templates (self);
  if (self->scale == OV_TEMPLATE_SCALE_EACH)
    return g_strdup_printf (_("%s Each class has its own colour scale; grey is 0. %s"), meaning,
                            caption);

  g_ascii_formatd (number, sizeof number, "%.3g", find_largest (self->templates));

  return g_strdup_printf (_("%s One colour scale for all classes, from −%s to +%s; "
                            "grey is 0. %s"),
                          meaning, number, number, caption);
}

/**
 * ov_template_sheet_draw:
 * @self: a sheet
 * @cr: where to draw
 * @width: of the page, in user units
 * @height: of the page, in user units
 *
 * Draws the whole page, background included, from the origin.
 */
void
ov_template_sheet_draw (const OvTemplateSheet *self,
                        cairo_t               *cr,
                        double                 width,
                        double                 height)
{
  g_autofree char *caption = NULL;
  g_autofree guint8 *rgb = NULL;
  const guint8 *pictures[OV_N_CLASSES];
  const char *names[OV_N_CLASSES];
  OvSheet sheet = {
    .pictures = pictures,
    .names = names,
    .n = OV_N_CLASSES,
    .width = OV_IMAGE_SIDE,
    .height = OV_IMAGE_SIDE,
    .columns = COLUMNS,
    .title = _("What each class has learned"),
    .theme = OV_THEME_PAPER,
    .chosen = -1,
  };

  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);

  caption = ov_template_sheet_make_caption (self);
  sheet.caption = caption;
  rgb = g_malloc (OV_N_CLASSES * OV_IMAGE_SIZE);

  ov_templates_all_to_rgb (self->templates, self->scale, rgb);
  for (guint i = 0; i < OV_N_CLASSES; i++)
    {
      pictures[i] = rgb + i * OV_IMAGE_SIZE;
      names[i] = ov_dataset_get_class_name (self->dataset, i);
    }

  ov_sheet_draw (&sheet, cr, width, height);
}

static void
draw_cb (cairo_t *cr,
         double   width,
         double   height,
         gpointer user_data)
{
  ov_template_sheet_draw (user_data, cr, width, height);
}

/**
 * ov_template_sheet_write:
 * @self: a sheet
 * @path: where to write it
 * @width: of the page, in pixels before scaling
 * @height: of the page, in pixels before scaling
 * @scale: how many pixels become one
 * @error: return location for an error
 *
 * Writes the sheet as a PNG file. A file that was there stays whole when this fails.
 *
 * Returns: %FALSE with @error set when the file cannot be written
 */
gboolean
ov_template_sheet_write (const OvTemplateSheet *self,
                         const char            *path,
                         int                    width,
                         int                    height,
                         double                 scale,
                         GError               **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  return ov_picture_file_write (path, width, height, scale, draw_cb, (gpointer) self, error);
}

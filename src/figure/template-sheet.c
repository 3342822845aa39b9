/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "template-sheet.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "caption.h"
#include "model.h"
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
 * @cr: where to draw
 * @width: of the page, in user units
 * @height: of the page, in user units
 * @sheet: an #OvTemplateSheet
 *
 * Draws the whole page, background included, from the origin: an #OvDrawFunc.
 */
void
ov_template_sheet_draw (cairo_t *cr,
                        double   width,
                        double   height,
                        gpointer sheet)
{
  const OvTemplateSheet *self = sheet;
  g_autofree char *caption = NULL;
  g_autofree guint8 *rgb = NULL;
  const guint8 *pictures[OV_N_CLASSES];
  const char *names[OV_N_CLASSES];
  OvSheet layout = {
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
  layout.caption = caption;
  rgb = g_malloc (OV_N_CLASSES * OV_IMAGE_SIZE);

  ov_templates_all_to_rgb (self->templates, self->scale, rgb);
  for (guint i = 0; i < OV_N_CLASSES; i++)
    {
      pictures[i] = rgb + i * OV_IMAGE_SIZE;
      names[i] = ov_dataset_get_class_name (self->dataset, i);
    }

  ov_sheet_draw (&layout, cr, width, height);
}

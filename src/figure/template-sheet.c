/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "template-sheet.h"

#include <glib/gi18n-lib.h>

#include "caption.h"
#include "command-line.h"
#include "model.h"
#include "number.h"
#include "picture.h"
#include "run-figure.h"
#include "sensitivity.h"

#define COLUMNS 5

/* What the numbers are, as a sentence. */
static char *
describe_values (const OvTemplateSheet *self)
{
  g_autofree char *n_images = NULL;

  if (self->run->recipe.model->features_title == NULL)
    return g_strdup (_("The weights of each class."));

  n_images = ov_number_format_count (ov_sensitivity_get_n_images (self->dataset));

  return g_strdup_printf (_("The gradient of each class's score with respect to the pixels, "
                            "averaged over %s test images."),
                          n_images);
}

/* The same, and of which epoch they are when it is not the last one. */
static char *
describe_templates (const OvTemplateSheet *self)
{
  g_autofree char *meaning = describe_values (self);

  if (self->n_epochs == 0)
    return g_steal_pointer (&meaning);

  return g_strdup_printf (_("%s As they were after epoch %u."), meaning, self->n_epochs - 1);
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
  double extent;

  g_return_val_if_fail (self != NULL, NULL);

  caption = ov_caption_make (&self->run->recipe, self->run->history, self->dataset->name);

  meaning = describe_templates (self);
  if (self->scale == OV_TEMPLATE_SCALE_EACH)
    return g_strdup_printf (_("%s Each class has its own colour scale; grey is 0. %s"), meaning,
                            caption);

  extent = ov_templates_get_extent (self->templates, OV_TEMPLATE_SCALE_SHARED, 0);

  return g_strdup_printf (_("%s One colour scale for all classes, from −%.3g to +%.3g; "
                            "grey is 0. %s"),
                          meaning, extent, extent, caption);
}

static char *
make_title (gconstpointer data)
{
  const OvTemplateSheet *self = data;

  if (self->name == NULL)
    return g_strdup (_("What each class has learned"));

  /* Translators: the name of a run, such as "Linear 3". */
  return g_strdup_printf (_("%s: what each class has learned"), self->name);
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *page)
{
  return ov_template_sheet_make_caption (data);
}

static void
draw (gconstpointer            data,
      const OvPageStyle       *page,
      cairo_t                 *cr,
      const cairo_rectangle_t *area,
      double                   type_scale)
{
  const OvTemplateSheet *self = data;
  g_autofree guint8 *rgb = g_malloc (OV_N_CLASSES * OV_IMAGE_SIZE);
  const guint8 *pictures[OV_N_CLASSES];
  const char *names[OV_N_CLASSES];
  const OvSheet layout = {
    .pictures = pictures,
    .names = names,
    .n = OV_N_CLASSES,
    .width = OV_IMAGE_SIDE,
    .height = OV_IMAGE_SIDE,
    .columns = area->width >= area->height ? COLUMNS : 0,
    .is_even = TRUE,
    .theme = ov_page_style_get_theme (page),
    .is_transparent = TRUE,
    .chosen = -1,
  };

  ov_templates_all_to_rgb (self->templates, self->scale, rgb);
  for (guint i = 0; i < OV_N_CLASSES; i++)
    {
      pictures[i] = rgb + i * OV_IMAGE_SIZE;
      names[i] = self->dataset->class_names[i];
    }

  cairo_save (cr);
  cairo_translate (cr, area->x, area->y);
  ov_sheet_draw (&layout, cr, area->width, area->height);
  cairo_restore (cr);
}

static void
add_notes (gconstpointer      data,
           const OvPageStyle *page,
           OvRunNotes        *notes)
{
  const OvTemplateSheet *self = data;

  ov_run_notes_add_run (notes, self->run, self->name, self->slot,
                        ov_dataset_get_hash (self->dataset));
}

static GPtrArray *
make_command (gconstpointer      data,
              const OvPageStyle *page,
              const char        *file,
              const char       **remark)
{
  const OvTemplateSheet *self = data;
  GPtrArray *words = ov_run_record_make_command (self->run, remark);

  if (words != NULL)
    ov_command_line_add (words, "templates", file);
  if (words != NULL && self->n_epochs > 0)
    *remark = _("The command draws the templates of the last epoch, not of the one looked at");

  return words;
}

/* Its data is an #OvTemplateSheet. */
const OvFigureClass ov_template_sheet_class = {
  .width = OV_TEMPLATE_SHEET_WIDTH,
  .height = OV_TEMPLATE_SHEET_HEIGHT,
  .make_title = make_title,
  .make_caption = make_caption,
  .draw = draw,
  .note = add_notes,
  .make_command = make_command,
};

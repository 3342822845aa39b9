/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "finding-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "caption.h"
#include "command-line.h"
#include "finding-curves.h"
#include "suggestion.h"

/**
 * ov_finding_figure_copy:
 * @self: a figure
 *
 * Returns: (transfer full): one that owns what it shows
 */
OvFindingFigure *
ov_finding_figure_copy (const OvFindingFigure *self)
{
  OvFindingFigure *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->finding = ov_finding_copy (self->finding);
  copy->recipe = g_memdup2 (self->recipe, sizeof *self->recipe);
  copy->dataset_name = g_strdup (self->dataset_name);
  copy->data_hash = g_strdup (self->data_hash);

  return copy;
}

/**
 * ov_finding_figure_free:
 * @self: a copy
 */
void
ov_finding_figure_free (OvFindingFigure *self)
{
  g_return_if_fail (self != NULL);

  ov_finding_free ((OvFinding *) self->finding);
  g_free ((OvRecipe *) self->recipe);
  g_free ((char *) self->dataset_name);
  g_free ((char *) self->data_hash);
  g_free (self);
}

static char *
make_title (gconstpointer data)
{
  const OvFindingFigure *self = data;

  /* Translators: the title of a model. */
  return g_strdup_printf (_("%s: learning-rate range test"), ov_recipe_get_title (self->recipe));
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *page)
{
  const OvFindingFigure *self = data;
  g_autofree char *description = ov_recipe_describe (self->recipe);
  GString *text = g_string_new (NULL);

  if (self->is_from_run)
    g_string_append (text, _("From the weights of a run. "));
  /* Translators: a recipe with a learning rate of its own, which does not count here. */
  g_string_append_printf (text, _("A step at each rate. Apart from the rate, the recipe is: %s."),
                          description);
  ov_caption_append_data (text, self->dataset_name);

  return g_string_free (text, FALSE);
}

static void
add_marks (const OvFindingFigure *self,
           OvChart               *chart)
{
  for (guint i = 0; i < OV_N_SUGGESTIONS; i++)
    {
      const double rate =
        ov_suggestion_get_rate (i, self->finding, self->limit > 0.0 ? self->limit : NAN);

      if (!isfinite (rate))
        continue;
      if (i == OV_SUGGESTION_LIMIT)
        ov_chart_add_marker (chart, self->limit, ov_suggestion_get_mark (i));
      else
        ov_chart_add_guide (chart, rate, ov_suggestion_get_mark (i));
    }
}

static void
fill (gconstpointer      data,
      const OvPageStyle *style,
      OvChart           *chart)
{
  const OvFindingFigure *self = data;
  OvFindingCurves curves = ov_finding_curves_add (chart);

  ov_finding_curves_update (&curves, self->finding, self->recipe);
  add_marks (self, chart);
  ov_finding_curves_frame (&curves, self->finding);
}

/* From the weights of a run nobody can run it again who has the picture alone. */
static void
add_notes (gconstpointer      data,
           const OvPageStyle *page,
           OvRunNotes        *notes)
{
  const OvFindingFigure *self = data;

  if (!self->is_from_run)
    ov_run_notes_add (notes, self->recipe, NULL, OV_SLOT_TRAIN, self->dataset_name,
                      self->data_hash)
      ->kind = OV_NOTE_RANGE_TEST;
}

static GPtrArray *
make_command (gconstpointer      data,
              const OvPageStyle *page,
              const char        *file,
              const char       **remark)
{
  const OvFindingFigure *self = data;
  GPtrArray *words;

  if (self->is_from_run)
    {
      *remark = _("This range test started from the weights of a run: no command does that");
      return NULL;
    }

  words = ov_command_line_new_for_data (self->recipe, self->dataset_name, FALSE);
  ov_command_line_set_command (words, "find-lr");
  ov_command_line_add (words, "plot", file);

  return words;
}

/* Its data is an #OvFindingFigure. */
const OvFigureClass ov_finding_figure_class = {
  .width = OV_FINDING_FIGURE_WIDTH,
  .height = OV_FINDING_FIGURE_HEIGHT,
  .make_title = make_title,
  .make_caption = make_caption,
  .fill = fill,
  .note = add_notes,
  .make_command = make_command,
};

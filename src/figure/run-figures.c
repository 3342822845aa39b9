/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-figures.h"

#include <glib/gi18n-lib.h>

#include "run-figure.h"
#include "template-sheet.h"

struct _OvRunFigures
{
  gatomicrefcount ref_count;

  OvRunRecord    *run; /* frozen, as are those behind it */
  char           *id;  /* NULL when it has none, as has the name */
  char           *name;
  guint           slot;      /* its colour wherever it is not in front */
  GArray         *ghosts;    /* of OvGhost, whose fields are owned here */
  OvDataset      *dataset;   /* NULL when it is not there, and then there are no templates */
  OvTemplates    *templates; /* NULL when nothing has been learned yet */
  OvFigureStyle   style;
  guint           n_epochs; /* that led to them; 0 for as many as the run has */
  OvTemplateScale scale;
};

/* A figure, which keeps all that it borrows from. */
typedef struct
{
  union
  {
    OvRunFigure     charts;
    OvTemplateSheet sheet;
  };
  OvRunFigures *owner;
} Drawn;

static void
clear_ghost (gpointer data)
{
  OvGhost *ghost = data;

  ov_run_record_unref ((OvRunRecord *) ghost->run);
  g_free ((char *) ghost->name);
  g_free ((char *) ghost->data_hash);
}

/**
 * ov_run_figures_new:
 * @run: the run that the figures are about
 * @ghosts: (nullable): of #OvRunItem, the earlier runs behind it
 * @style: (nullable): how the charts look; %NULL for as they are by themselves
 * @shared_scale: whether the templates share one scale
 *
 * Returns: (transfer full): all that can be drawn, as it is now, for ov_run_figures_add_to()
 */
OvRunFigures *
ov_run_figures_new (OvRun               *run,
                    GListModel          *ghosts,
                    const OvFigureStyle *style,
                    gboolean             shared_scale)
{
  const guint n_ghosts = ghosts != NULL ? g_list_model_get_n_items (ghosts) : 0;
  const OvTemplates *templates;
  OvRunFigures *self;

  g_return_val_if_fail (OV_IS_RUN (run), NULL);

  self = g_new0 (OvRunFigures, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->run = ov_run_record_freeze (ov_run_get_record (run));
  self->ghosts = g_array_new (FALSE, FALSE, sizeof (OvGhost));
  g_array_set_clear_func (self->ghosts, clear_ghost);
  for (guint i = 0; i < n_ghosts; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (ghosts, i);
      const OvGhost ghost = {
        .run = ov_run_record_freeze (ov_run_get_record (ov_run_item_get_run (item))),
        .name = g_strdup (ov_run_item_get_name (item)),
        .slot = ov_run_item_get_slot (item),
        .data_hash = g_strdup (ov_run_item_get_data (item)),
      };

      g_array_append_val (self->ghosts, ghost);
    }
  if (ov_run_get_dataset (run) != NULL)
    self->dataset = ov_dataset_ref (ov_run_get_dataset (run));
  templates = ov_run_get_templates (run);
  if (templates != NULL && self->dataset != NULL)
    self->templates = ov_templates_copy (templates);
  if (style != NULL)
    self->style = *style;
  self->scale = shared_scale ? OV_TEMPLATE_SCALE_SHARED : OV_TEMPLATE_SCALE_EACH;

  return self;
}

/**
 * ov_run_figures_set_item:
 * @self: figures that are in no set yet
 * @item: the run that they are about, among all that are kept
 *
 * Gives the run its name and its colour.
 */
void
ov_run_figures_set_item (OvRunFigures *self,
                         OvRunItem    *item)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (OV_IS_RUN_ITEM (item));

  self->slot = ov_run_item_get_slot (item);
  g_free (self->id);
  self->id = g_strdup (ov_run_item_get_id (item));
  g_free (self->name);
  self->name = g_strdup (ov_run_item_get_name (item));
}

/**
 * ov_run_figures_set_templates:
 * @self: figures that are in no set yet
 * @templates: (nullable): what the classes had learned by an earlier epoch; copied
 * @n_epochs: how many epochs led to it; 0 for as many as the run has
 *
 * Draws these templates rather than those that the run itself has.
 */
void
ov_run_figures_set_templates (OvRunFigures      *self,
                              const OvTemplates *templates,
                              guint              n_epochs)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->templates, ov_templates_free);
  if (templates != NULL && self->dataset != NULL)
    self->templates = ov_templates_copy (templates);
  self->n_epochs = n_epochs;
}

static void
unref (OvRunFigures *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  ov_run_record_unref (self->run);
  g_free (self->id);
  g_free (self->name);
  g_array_unref (self->ghosts);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_pointer (&self->templates, ov_templates_free);
  g_free (self);
}

static void
drawn_free (gpointer data)
{
  Drawn *drawn = data;

  unref (drawn->owner);
  g_free (drawn);
}

static Drawn *
drawn_new (OvRunFigures *self)
{
  Drawn *drawn = g_new0 (Drawn, 1);

  g_atomic_ref_count_inc (&self->ref_count);
  drawn->owner = self;

  return drawn;
}

static void
add_charts (OvRunFigures      *self,
            OvFigureSet       *set,
            const char        *name,
            const char        *title,
            OvRunFigureContent content)
{
  Drawn *drawn = drawn_new (self);

  drawn->charts = (OvRunFigure) {
    .content = content,
    .style = self->style,
    .run = self->run,
    .id = self->id,
    .name = self->name,
    .slot = self->slot,
    .data_hash = self->dataset != NULL ? ov_dataset_get_hash (self->dataset) : NULL,
    .ghosts = (const OvGhost *) (gpointer) self->ghosts->data,
    .n_ghosts = self->ghosts->len,
  };
  ov_figure_set_add (set, name, title, &ov_run_figure_class, &drawn->charts, drawn_free);
}

static void
add_templates (OvRunFigures *self,
               OvFigureSet  *set)
{
  const char *name = "templates";
  const char *title = _("Templates");
  Drawn *drawn;

  if (self->templates == NULL)
    {
      ov_figure_set_add_missing (set, name, title,
                                 _("There are no templates: no epoch has ended with finite "
                                   "weights, or none of the epoch that is looked at are kept. "
                                   "Choose a chart, or export again after the first epoch or "
                                   "at the newest one."));
      return;
    }

  drawn = drawn_new (self);
  drawn->sheet = (OvTemplateSheet) {
    .templates = self->templates,
    .scale = self->scale,
    .dataset = self->dataset,
    .run = self->run,
    .name = self->name,
    .slot = self->slot,
    .n_epochs = self->n_epochs,
  };
  ov_figure_set_add (set, name, title, &ov_template_sheet_class, &drawn->sheet, drawn_free);
}

/**
 * ov_run_figures_add_to:
 * @self: (transfer full): all that can be drawn of a run
 * @set: what can be drawn altogether
 *
 * Adds the charts, those strips that have something to show, and the templates.
 */
void
ov_run_figures_add_to (OvRunFigures *self,
                       OvFigureSet  *set)
{
  g_return_if_fail (self != NULL && set != NULL);

  add_charts (self, set, "loss", _("Loss"), OV_RUN_FIGURE_LOSS);
  add_charts (self, set, "accuracy", _("Accuracy"), OV_RUN_FIGURE_ACCURACY);
  add_charts (self, set, "curves", _("Loss above accuracy"), OV_RUN_FIGURE_BOTH);
  for (guint s = 0; ov_strips[s] != NULL; s++)
    if (ov_strips[s]->has_points (ov_strips[s], self->run))
      add_charts (self, set, ov_strip_get_name (ov_strips[s]),
                  _(ov_strip_get_title (ov_strips[s])), OV_RUN_FIGURE_STRIP << s);
  add_templates (self, set);
  unref (self);
}

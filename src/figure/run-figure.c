/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-figure.h"

#include <glib/gi18n-lib.h>

#include "caption.h"
#include "chart-column.h"
#include "chart.h"
#include "command-line.h"
#include "loss-note.h"
#include "mean-curves.h"
#include "model.h"
#include "number.h"

/* Between two charts, on a page of the usual size, in its pixels. */
#define GAP 16.0

/* How much longer the axis is when a label stands past the last epoch. */
#define LABEL_ROOM 1.12

static const OvQuantity quantities[OV_N_QUANTITIES] = {OV_QUANTITY_LOSS, OV_QUANTITY_ACCURACY};

/* Where the epochs of a run stand in this figure. */
static OvTimeline *
make_timeline (const OvRunFigure *self,
               const OvRunRecord *run)
{
  OvTimeline *timeline = ov_timeline_new (self->style.abscissa, run->n_images[OV_SPLIT_TRAIN]);

  ov_timeline_update (timeline, run->history);

  return timeline;
}

/* The x of a run's last epoch, or of the second one. */
static double
find_end (const OvRunFigure *self,
          const OvRunRecord *run)
{
  g_autoptr (OvTimeline) timeline = make_timeline (self, run);
  const double last = ov_history_get_n_epochs (run->history) - 1.0;
  const double end = ov_timeline_get_end (timeline, MAX (last, OV_CURVES_LEAST_HORIZON));

  /* Before the first epoch nobody knows how long it takes. */
  return end > 0.0 ? end : 1.0;
}

/* A finished figure's axis ends with the last epoch that any of its runs has reached: it has no
 * need of room to grow into. */
static double
find_horizon (const OvRunFigure *self)
{
  double horizon = find_end (self, self->run);

  for (guint i = 0; i < self->n_ghosts; i++)
    horizon = MAX (horizon, find_end (self, self->ghosts[i].run));

  /* The mark of a divergence stands at the end and has its label beside it. */
  return ov_history_has_diverged (self->run->history) ? LABEL_ROOM * horizon : horizon;
}

/* Squared errors and cross-entropies have no axis in common. */
static gboolean
is_comparable (const OvRunFigure *self,
               const OvGhost     *ghost,
               OvQuantity         quantity)
{
  return quantity != OV_QUANTITY_LOSS
         || ov_loss_note_is_comparable (&ghost->run->recipe, &self->run->recipe);
}

static guint
count_left_out (const OvRunFigure *self,
                OvQuantity         quantity)
{
  guint n = 0;

  for (guint i = 0; i < self->n_ghosts; i++)
    n += !is_comparable (self, &self->ghosts[i], quantity);

  return n;
}

/* What is left out is not left out in silence. */
static void
note_losses (const OvRunFigure *self,
             OvChart           *chart)
{
  OvLossNote note = {0};
  g_autofree char *words = NULL;

  ov_loss_note_place (&note, &self->run->recipe, self->style.abscissa);
  for (guint i = 0; i < self->n_ghosts; i++)
    {
      ov_loss_note_add (&note, &self->ghosts[i].run->recipe, &self->run->recipe);
      ov_loss_note_place (&note, &self->ghosts[i].run->recipe, self->style.abscissa);
    }
  words = ov_loss_note_make (&note);
  ov_chart_set_note (chart, words);
}

static void
hide_splits (const OvPageStyle *page,
             const OvCurves    *curves)
{
  if (page->hidden & 1 << OV_SPLIT_TRAIN)
    ov_chart_set_series_visible (curves->chart, curves->train, FALSE);
  if (page->hidden & 1 << OV_SPLIT_TEST)
    ov_chart_set_series_visible (curves->chart, curves->test, FALSE);
}

/* Adds the curves of an earlier run, which the caller keeps as long as what is drawn of them. */
static OvMeanMember
add_ghost (const OvRunFigure *self,
           const OvPageStyle *page,
           OvChart           *chart,
           OvCurves          *curves,
           OvQuantity         quantity,
           const OvGhost     *ghost)
{
  g_autoptr (OvTimeline) timeline = make_timeline (self, ghost->run);

  *curves = ov_curves_add (chart, quantity);
  curves->timeline = timeline;
  ov_curves_update (curves, ghost->run->history);
  curves->timeline = NULL;
  ov_curves_make_ghost (curves, ghost->slot, ghost->name, &ghost->run->recipe,
                        &self->run->recipe);
  hide_splits (page, curves);

  return (OvMeanMember) {.run = (OvRunRecord *) ghost->run, .curves = curves, .slot = ghost->slot};
}

static OvChart *
make_chart (const OvRunFigure *self,
            const OvPageStyle *page,
            OvQuantity         quantity,
            double             type_scale)
{
  const double horizon = find_horizon (self);
  g_autoptr (OvTimeline) timeline = make_timeline (self, self->run);
  g_autoptr (OvMeanCurves) means = NULL;
  g_autofree OvMeanMember *members = g_new (OvMeanMember, self->n_ghosts + 1);
  g_autofree OvCurves *ghosts = g_new (OvCurves, self->n_ghosts);
  OvChart *chart = ov_chart_new ();
  guint n_members = 1;
  OvCurves curves;

  ov_page_style_apply (page, chart, type_scale);
  ov_curves_prepare (chart, quantity, &self->run->recipe);
  ov_chart_set_horizon (chart, horizon, horizon);
  ov_figure_style_apply (&self->style, chart, quantity);

  for (guint i = 0; i < self->n_ghosts; i++)
    if (is_comparable (self, &self->ghosts[i], quantity))
      members[n_members++] =
        add_ghost (self, page, chart, &ghosts[i], quantity, &self->ghosts[i]);

  curves = ov_curves_add (chart, quantity);
  curves.timeline = timeline;
  curves.with_best = self->style.with_best;
  ov_curves_update (&curves, self->run->history);
  hide_splits (page, &curves);
  if (quantity == OV_QUANTITY_LOSS)
    note_losses (self, chart);

  members[0] = (OvMeanMember) {(OvRunRecord *) self->run, &curves, OV_SLOT_TRAIN, TRUE};
  means = ov_mean_curves_new (chart, quantity);
  ov_mean_curves_draw (means, &self->style, members, n_members);

  return chart;
}

/* A strip, on the same axis of epochs. */
static OvChart *
make_strip (const OvRunFigure *self,
            const OvPageStyle *page,
            const OvStrip     *strip,
            double             type_scale)
{
  g_autoptr (OvTimeline) timeline = make_timeline (self, self->run);
  OvChart *chart = ov_chart_new ();
  OvStripCurves curves;

  ov_page_style_apply (page, chart, type_scale);
  strip->prepare (strip, chart);
  ov_figure_style_apply_x (&self->style, chart);

  for (guint i = 0; i < self->n_ghosts; i++)
    {
      g_autoptr (OvTimeline) own = make_timeline (self, self->ghosts[i].run);

      if (strip->has_points (strip, self->ghosts[i].run))
        {
          curves = strip->add_ghost (strip, chart, &self->ghosts[i], own, &self->run->recipe);
          /* A chart that is not low has room for their names. */
          if (!strip->is_thin && !(self->content & OV_RUN_FIGURE_BOTH))
            ov_chart_set_series_listed (chart, curves.measured, TRUE);
        }
    }

  curves = strip->add (strip, chart, self->run, timeline);
  strip->update (strip, &curves, self->run, find_horizon (self));

  return chart;
}

/* Whether a strip belongs to the losses that are drawn. */
static gboolean
has_strip (const OvRunFigure *self,
           guint              index)
{
  const OvStrip *strip = ov_strips[index];

  return (self->content & 1 << OV_QUANTITY_LOSS && ov_strip_is_chosen (strip, &self->style)
          && strip->has_points (strip, self->run))
         || self->content & OV_RUN_FIGURE_STRIP << index;
}

static void
add_strips (const OvRunFigure *self,
            const OvPageStyle *page,
            OvChartColumn     *column,
            double             type_scale)
{
  for (guint s = 0; ov_strips[s] != NULL; s++)
    if (has_strip (self, s))
      ov_chart_column_add (column, make_strip (self, page, ov_strips[s], type_scale),
                           ov_strips[s]);
}

/* Draws all charts that are asked for, one above the other, their plot areas aligned. They share
 * the legend of the uppermost and the x axis's title of the lowest. */
static void
draw_charts (const OvRunFigure       *self,
             const OvPageStyle       *page,
             cairo_t                 *cr,
             const cairo_rectangle_t *area,
             double                   type_scale)
{
  const gboolean has_losses = (self->content & 1 << OV_QUANTITY_LOSS) != 0;
  g_autoptr (OvChartColumn) column =
    ov_chart_column_new (count_left_out (self, OV_QUANTITY_LOSS) > 0);
  guint n_strips = 0;

  for (guint s = 0; ov_strips[s] != NULL; s++)
    n_strips += has_strip (self, s);
  type_scale *= ov_chart_column_get_scale (n_strips);

  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    {
      if (self->content & 1 << quantities[i])
        ov_chart_column_add (column, make_chart (self, page, quantities[i], type_scale), NULL);
      if (has_losses && quantities[i] == OV_QUANTITY_LOSS)
        add_strips (self, page, column, type_scale);
    }
  if (!has_losses)
    add_strips (self, page, column, type_scale);

  ov_chart_column_draw (column, cr, area, GAP * type_scale);
}

static char *
list_seeds (const OvSeedGroup *group)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < group->runs->len; i++)
    g_string_append_printf (list, i == 0 ? "%u" : ", %u",
                            ((const OvRunRecord *) group->runs->pdata[i])->recipe.seed);

  return g_string_free (list, FALSE);
}

/* The runs that have a mean with the one that the figure is about, or NULL. */
static OvSeedGroup *
find_group (const OvRunFigure *self,
            GPtrArray         *groups)
{
  for (guint i = 0; i < groups->len; i++)
    if (ov_seed_group_contains (groups->pdata[i], self->run))
      return groups->pdata[i];

  return NULL;
}

/* What the curves are the mean of, so that it can be had again. */
static char *
describe_mean (const OvRunFigure *self)
{
  g_autofree OvRunRecord **runs = g_new (OvRunRecord *, self->n_ghosts + 1);
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *name = NULL;
  g_autofree char *seeds = NULL;
  const OvSeedGroup *group;

  if (self->style.seeds == OV_SEEDS_SINGLE)
    return NULL;

  runs[0] = (OvRunRecord *) self->run;
  for (guint i = 0; i < self->n_ghosts; i++)
    runs[i + 1] = (OvRunRecord *) self->ghosts[i].run;
  groups = ov_seed_group_find (runs, self->n_ghosts + 1);
  group = find_group (self, groups);
  if (group == NULL)
    return NULL;

  name = ov_mean_curves_make_name (group, self->style.seeds);
  seeds = list_seeds (group);

  /* Translators: what the curves of a figure are, such as "mean of 3 seeds, min–max", and the seeds
   * of the runs. */
  return g_strdup_printf (_("Thick curves: %s (seeds %s)."), name, seeds);
}

/**
 * ov_run_figure_make_caption:
 * @self: a figure
 *
 * Returns: (transfer full): what stands beneath its charts
 */
char *
ov_run_figure_make_caption (const OvRunFigure *self)
{
  g_autofree char *own = NULL;
  g_autofree char *mean = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  own = ov_caption_make (&self->run->recipe, self->run->history, self->run->data_name);
  mean = describe_mean (self);

  return g_strjoin (" ", own, mean, NULL);
}

/* Whether it is thin strips alone, on which there is no room for other runs. */
static gboolean
is_thin (const OvRunFigure *self)
{
  if (self->content & OV_RUN_FIGURE_BOTH)
    return FALSE;

  for (guint s = 0; ov_strips[s] != NULL; s++)
    if (self->content & OV_RUN_FIGURE_STRIP << s && !ov_strips[s]->is_thin)
      return FALSE;

  return TRUE;
}

/* The figure as it is on a page. */
static OvRunFigure
put_on_page (const OvRunFigure *self,
             const OvPageStyle *page)
{
  OvRunFigure figure = *self;

  if (page->hides_ghosts || is_thin (self))
    figure.n_ghosts = 0;
  if (page->names != OV_PAGE_NAMES_AS_SHOWN)
    figure.style.with_names = page->names == OV_PAGE_NAMES_AT_ENDS;

  return figure;
}

static char *
make_title (gconstpointer data)
{
  const OvRunFigure *self = data;
  const char *model = ov_recipe_get_title (&self->run->recipe);

  if (self->name == NULL)
    return g_strdup (model);

  /* Translators: the name of a run, and what it trained: "Linear 3: Linear classifier". */
  return g_strdup_printf (_("%s: %s"), self->name, model);
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *page)
{
  const OvRunFigure figure = put_on_page (data, page);

  return ov_run_figure_make_caption (&figure);
}

static void
draw (gconstpointer            data,
      const OvPageStyle       *page,
      cairo_t                 *cr,
      const cairo_rectangle_t *area,
      double                   type_scale)
{
  const OvRunFigure figure = put_on_page (data, page);

  draw_charts (&figure, page, cr, area, type_scale);
}

static void
add_notes (gconstpointer      data,
           const OvPageStyle *page,
           OvRunNotes        *notes)
{
  const OvRunFigure self = put_on_page (data, page);

  ov_run_notes_add_run (notes, self.run, self.name, self.slot, self.data_hash);
  for (guint i = 0; i < self.n_ghosts; i++)
    ov_run_notes_add_run (notes, self.ghosts[i].run, self.ghosts[i].name, self.ghosts[i].slot,
                          self.ghosts[i].data_hash);
}

/**
 * ov_run_record_make_command:
 * @run: a run
 * @remark: (out) (nullable): why there is none
 *
 * Returns: (transfer full) (nullable) (element-type utf8): the words of a command line that trains
 *   the same again, for ov_command_line_write(), or %NULL with @remark set. Data other than the
 *   sample is left to the user's own
 */
GPtrArray *
ov_run_record_make_command (const OvRunRecord *run,
                            const char       **remark)
{
  g_return_val_if_fail (run != NULL && remark != NULL, NULL);

  if (ov_recipe_is_foreign (&run->recipe))
    *remark = _("This run is the log of another program: no command trains it");
  else if (run->n_inherited > 0)
    *remark = _("This run branched off from another one: no command trains it");
  else
    return ov_command_line_new_for_data (&run->recipe, run->data_name, run->exact_from == 0);

  return NULL;
}

/* A run that no command trains can be drawn from the library of runs. */
static GPtrArray *
draw_from_library (const OvRunFigure *self,
                   const char        *file,
                   const char       **remark)
{
  const char *const first[] = {"overshoot-cli", "runs", "plot", file, self->id};
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    g_ptr_array_add (words, g_strdup (first[i]));
  *remark = _("The command draws the run that is kept: none trains a branch or a log again");

  return words;
}

static void
add_charts (GPtrArray         *words,
            const OvRunFigure *self)
{
  const OvFigureStyle *style = &self->style;
  g_autofree char *smoothing = ov_number_format (style->smoothing);
  const char *extras[4] = {NULL};
  g_autofree char *list = NULL;
  guint n = 0;

  if (self->content == OV_RUN_FIGURE_LOSS)
    ov_command_line_add (words, "plot-charts", "loss");
  else if (self->content == OV_RUN_FIGURE_ACCURACY)
    ov_command_line_add (words, "plot-charts", "accuracy");
  if (style->abscissa != OV_ABSCISSA_EPOCHS)
    ov_command_line_add (words, "plot-x", ov_abscissa_get_name (style->abscissa));
  if (style->log_x)
    ov_command_line_add (words, "plot-log-x", NULL);
  if (style->smoothing > 0.0)
    ov_command_line_add (words, "plot-smoothing", smoothing);
  if (style->with_best)
    extras[n++] = "best";
  if (style->with_names)
    extras[n++] = "names";
  if (style->with_rate)
    extras[n++] = "rate";
  list = g_strjoinv (",", (char **) extras);
  if (n > 0)
    ov_command_line_add (words, "plot-with", list);
}

static guint
find_common_divisor (guint a,
                     guint b)
{
  return b == 0 ? a : find_common_divisor (b, a % b);
}

/* Every how many epochs the instruments of a run were read: after epoch 0, and from then on at
 * equal distances, where some may be missing. */
static guint
find_interval (const OvRunRecord *run)
{
  guint interval = 0;

  for (gsize i = 0; i < run->readings->points->len; i++)
    interval = find_common_divisor (ov_readings_get (run->readings, i)->epoch, interval);

  return interval > 0 ? interval : ov_instrument_get_interval (&run->recipe);
}

/* Has the instruments read whose strips are on the figure. */
static void
add_instruments (GPtrArray         *words,
                 const OvRunFigure *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;
  g_autofree char *interval = g_strdup_printf ("%u", find_interval (self->run));

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    if (self->style.with_instruments & 1u << i
        && ov_readings_get_last (self->run->readings, i) != NULL)
      g_ptr_array_add (names, (gpointer) ov_instruments[i]->name);
  if (names->len == 0 || !(self->content & OV_RUN_FIGURE_LOSS))
    return;

  g_ptr_array_add (names, NULL);
  list = g_strjoinv (",", (char **) names->pdata);
  ov_command_line_add (words, "instruments", list);
  if (!g_str_equal (interval, "1"))
    ov_command_line_add (words, "instruments-every", interval);
}

/* Fixed ranges have no option, and are found from the data. */
static GPtrArray *
make_command (gconstpointer      data,
              const OvPageStyle *page,
              const char        *file,
              const char       **remark)
{
  const OvRunFigure self = put_on_page (data, page);
  GPtrArray *words;

  if (!(self.content & OV_RUN_FIGURE_BOTH))
    {
      *remark = _("No command draws a strip alone, without the losses above it");
      return NULL;
    }

  words = ov_run_record_make_command (self.run, remark);
  if (words != NULL)
    {
      add_instruments (words, &self);
      ov_command_line_add (words, "plot", file);
    }
  else if (self.id != NULL)
    words = draw_from_library (&self, file, remark);
  if (words != NULL)
    add_charts (words, &self);

  return words;
}

/* Its data is an #OvRunFigure. */
const OvFigureClass ov_run_figure_class = {
  .width = OV_RUN_FIGURE_WIDTH,
  .height = OV_RUN_FIGURE_HEIGHT,
  .make_title = make_title,
  .make_caption = make_caption,
  .draw = draw,
  .note = add_notes,
  .make_command = make_command,
};

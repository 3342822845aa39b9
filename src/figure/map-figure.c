/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "map-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "caption.h"
#include "loss-title.h"
#include "number.h"
#include "parameter.h"

/* What the map is as wide as while there is nothing on it, and how far it reaches beyond the
 * outermost rates. */
#define LEAST_RATE 1e-4
#define GREATEST_RATE 1.0
#define REACH 2.0

/* The finder's curve ends where the loss leaves its first value so far behind. */
#define FINDING_RISE 1.2
#define FINDING_WIDTH 1.5

/* On paper nobody can point at a dot: as many are named. */
#define MOST_NAMES 12

static void
clear_run (gpointer run)
{
  g_free (((OvMapRun *) run)->name);
}

/**
 * ov_map_figure_new:
 *
 * Returns: (transfer full): a map without runs, whose fields are to be set; it owns what they hold
 */
OvMapFigure *
ov_map_figure_new (void)
{
  OvMapFigure *self = g_new0 (OvMapFigure, 1);

  self->runs = g_array_new (FALSE, FALSE, sizeof (OvMapRun));
  g_array_set_clear_func (self->runs, clear_run);
  self->limit = NAN;
  self->chosen = -1;

  return self;
}

/**
 * ov_map_figure_free:
 * @self: a map
 */
void
ov_map_figure_free (OvMapFigure *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->runs);
  g_free (self->rates);
  g_free (self->losses);
  g_free (self->dataset_name);
  g_free (self->data_hash);
  g_free (self);
}

static const OvMapRun *
get_run (const OvMapFigure *self,
         guint              index)
{
  return &g_array_index (self->runs, OvMapRun, index);
}

/* How a run is told from those that ended otherwise; one that goes on has not ended yet. */
typedef enum
{
  FATE_FINISHED,
  FATE_UNFINISHED,
  FATE_DIVERGED,
  N_FATES,
} Fate;

static const struct
{
  const char *name;
  OvSymbol    symbol;
} fates[N_FATES] = {
  [FATE_FINISHED] = {N_("finished"), OV_SYMBOL_DOT},
  [FATE_UNFINISHED] = {N_("not finished"), OV_SYMBOL_RING},
  [FATE_DIVERGED] = {N_("diverged"), OV_SYMBOL_CROSS},
};

static Fate
find_fate (const OvMapRun *run)
{
  if (!isfinite (run->best))
    return FATE_DIVERGED;

  return run->is_complete ? FATE_FINISHED : FATE_UNFINISHED;
}

static gboolean
has_fate (const OvMapFigure *self,
          Fate               fate)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (find_fate (get_run (self, i)) == fate)
      return TRUE;

  return FALSE;
}

/* One that was broken off says how far it came. */
static char *
describe (const OvMapRun *run)
{
  if (run->is_complete)
    return g_strdup (run->name);

  /* Translators: the name of a run, and how many of its epochs were trained. */
  return g_strdup_printf (_("%s, %u of %u epochs"), run->name, run->n_epochs, run->recipe.epochs);
}

static void
add_runs (const OvMapFigure *self,
          OvChart           *chart,
          gboolean           with_names)
{
  double low = LEAST_RATE;
  double high = GREATEST_RATE;

  for (guint i = 0; i < self->runs->len; i++)
    {
      const OvMapRun *run = get_run (self, i);
      const double rate = run->recipe.learning_rate;
      g_autofree char *name = describe (run);
      const guint series = ov_chart_add_series (chart, name, run->slot, OV_LINE_SOLID);

      ov_chart_set_series_listed (chart, series, with_names);
      ov_chart_set_series_symbol (chart, series, fates[find_fate (run)].symbol);
      if (self->chosen == (int) i)
        ov_chart_set_series_emphasis (chart, series, OV_EMPHASIS_RAISED);
      ov_chart_set_points (chart, series, &rate, &run->best, 1);
      low = MIN (low, rate / REACH);
      high = MAX (high, rate * REACH);
    }

  ov_chart_zoom_x (chart, low, high);
}

/* What the finder saw, beneath the dots: up to where the loss blows up, which would dwarf them. */
static void
add_finding (const OvMapFigure *self,
             OvChart           *chart)
{
  gsize n = 0;
  guint series;

  while (n < self->n_finding && self->losses[n] <= FINDING_RISE * self->losses[0])
    n++;
  if (n == 0)
    return;

  series = ov_chart_add_series (chart, _("Learning-rate finder (training loss)"),
                                OV_SLOT_TRAIN, OV_LINE_SOLID);
  ov_chart_set_series_faint (chart, series, TRUE);
  ov_chart_set_series_width (chart, series, FINDING_WIDTH);
  ov_chart_set_points (chart, series, self->rates, self->losses, n);
}

/* What the symbols mean, as entries of the legend; where runs are listed by name the caption says
 * so. What has diverged has a strip at the foot, named beside it. */
static void
add_fates (const OvMapFigure *self,
           OvChart           *chart,
           gboolean           with_names)
{
  for (guint i = 0; i < N_FATES && !with_names; i++)
    if (has_fate (self, i))
      ov_chart_set_series_symbol (
        chart, ov_chart_add_series (chart, _(fates[i].name), OV_SLOT_REFERENCE, OV_LINE_SOLID),
        fates[i].symbol);
  ov_chart_set_foot (chart, has_fate (self, FATE_DIVERGED) ? _(fates[FATE_DIVERGED].name) : NULL);
}

/* Nothing is left out in silence. */
static void
add_note (const OvMapFigure *self,
          OvChart           *chart)
{
  g_autofree char *note = NULL;

  if (self->n_left_out > 0)
    note = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%u run with other data or another loss is left out",
                                         "%u runs with other data or another loss are left out",
                                         self->n_left_out),
                            self->n_left_out);
  ov_chart_set_note (chart, note);
}

static void
show (const OvMapFigure *self,
      OvChart           *chart,
      gboolean           with_names)
{
  ov_chart_remove_all_series (chart);
  ov_chart_remove_all_marks (chart);
  ov_chart_set_log_x (chart, TRUE);
  ov_chart_set_x_title (chart, _("Learning rate"));
  ov_chart_set_y_title (chart,
                        self->shows_losses ? ov_loss_title_get (OV_LOSS_TITLE_BEST_TEST, self->loss)
                                           : _("Best test accuracy (%)\nTest accuracy (%)\n"
                                               "Accuracy (%)"));
  ov_chart_set_y_limits (chart, 0.0, self->shows_losses ? INFINITY : 100.0);
  if (self->shows_losses)
    add_finding (self, chart);
  add_fates (self, chart, with_names);
  add_runs (self, chart, with_names);
  add_note (self, chart);
  if (isfinite (self->limit))
    ov_chart_add_marker (chart, self->limit, _("limit"));
}

/**
 * ov_map_figure_fill:
 * @self: a map
 * @chart: a chart on the screen, where a dot that is pointed at tells its name
 *
 * Makes @chart show the map and nothing else.
 */
void
ov_map_figure_fill (const OvMapFigure *self,
                    OvChart           *chart)
{
  g_return_if_fail (self != NULL && chart != NULL);

  show (self, chart, FALSE);
}

/* What the height of a dot means, in words. */
static char *
describe_best (const OvMapFigure *self,
               const OvMapRun    *run)
{
  g_autofree char *best = NULL;

  if (!isfinite (run->best))
    return g_strdup (_(fates[FATE_DIVERGED].name));
  if (!self->shows_losses)
    return g_strdup_printf (_("test accuracy %.1f %%"), run->best);

  best = ov_number_format_short (run->best, 4);

  /* Translators: the least loss of a run on the test set. */
  return g_strdup_printf (_("test loss %s"), best);
}

/**
 * ov_map_figure_describe_run:
 * @self: a map
 * @index: the place of one of its runs
 *
 * Returns: (transfer full): the run as a person would speak of its dot: "Linear 2. Learning rate
 *   0.01, decay 0.95, test accuracy 38.2 %"
 */
char *
ov_map_figure_describe_run (const OvMapFigure *self,
                            guint              index)
{
  static const char *const keys[] = {"learning-rate", "decay"};
  const OvMapRun *run;
  g_autofree char *name = NULL;
  g_autofree char *best = NULL;
  GString *text;

  g_return_val_if_fail (self != NULL && index < self->runs->len, NULL);

  run = get_run (self, index);
  name = describe (run);
  best = describe_best (self, run);
  text = g_string_new (name);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const OvParameter *parameter = ov_parameter_find (keys[i]);
      g_autofree char *value =
        ov_parameter_format_local (parameter, ov_parameter_get (parameter, &run->recipe));
      g_autofree char *title = i == 0 ? g_strdup (_(parameter->title))
                                      : g_utf8_strdown (_(parameter->title), -1);

      if (ov_parameter_unused (parameter, &run->recipe) == NULL)
        g_string_append_printf (text, "%s%s %s", i == 0 ? ". " : ", ", title, value);
    }
  g_string_append_printf (text, ", %s", best);

  return g_string_free (text, FALSE);
}

static char *
make_title (gconstpointer data)
{
  return g_strdup (_("Runs by learning rate"));
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *page)
{
  const OvMapFigure *self = data;
  GString *text = g_string_new (self->shows_losses
                                  ? _("Each dot is a run: the lowest loss that it reached on the "
                                      "test set.")
                                  : _("Each dot is a run: the highest accuracy that it reached on "
                                      "the test set."));

  if (has_fate (self, FATE_UNFINISHED))
    g_string_append (text, _(" A ring has not finished its epochs."));
  if (has_fate (self, FATE_DIVERGED))
    g_string_append (text, _(" A cross in the strip at the foot has diverged."));
  ov_caption_append_data (text, self->dataset_name);

  return g_string_free (text, FALSE);
}

static void
fill (gconstpointer      data,
      const OvPageStyle *style,
      OvChart           *chart)
{
  const OvMapFigure *self = data;
  const gboolean has_names = self->runs->len <= MOST_NAMES;

  ov_chart_set_end_labels (chart, has_names && style->names == OV_PAGE_NAMES_AT_ENDS);
  show (self, chart, has_names);
}

static void
add_notes (gconstpointer      data,
           const OvPageStyle *page,
           OvRunNotes        *notes)
{
  const OvMapFigure *self = data;

  for (guint i = 0; i < self->runs->len; i++)
    {
      const OvMapRun *run = get_run (self, i);
      OvRunNote *note = ov_run_notes_add (notes, &run->recipe, run->name, run->slot,
                                          self->dataset_name, self->data_hash);

      note->n_epochs = run->n_epochs;
    }
}

static GPtrArray *
make_command (gconstpointer      data,
              const OvPageStyle *page,
              const char        *file,
              const char       **remark)
{
  *remark = _("A map shows runs of many recipes: no command draws it");

  return NULL;
}

/* Its data is an #OvMapFigure. */
const OvFigureClass ov_map_figure_class = {
  .width = OV_MAP_FIGURE_WIDTH,
  .height = OV_MAP_FIGURE_HEIGHT,
  .make_title = make_title,
  .make_caption = make_caption,
  .fill = fill,
  .note = add_notes,
  .make_command = make_command,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include "least-size.h"

/**
 * OvPage:
 *
 * A page of the window's stack. The window makes one of each type that its build lists, tells all
 * of them what it knows, and does what they ask for in signals; it knows none of them by name.
 */
enum
{
  BUSY,
  TOLD,
  RATE_WANTED,
  RECIPE_WANTED,
  RUN_WANTED,
  DELETE_WANTED,
  FINDING_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE (OvPage, ov_page, ADW_TYPE_BIN)

static void
ov_page_class_init (OvPageClass *klass)
{
  /**
   * OvPage::busy:
   * @self: the page
   * @is_busy: whether the page needs the processors from now on, or no more
   */
  signals[BUSY] = g_signal_new ("busy", OV_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  /**
   * OvPage::told:
   * @self: the page
   * @text: what has been done, in a few words
   */
  signals[TOLD] = g_signal_new ("told", OV_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * OvPage::rate-wanted:
   * @self: the page
   * @learning_rate: what the recipe is to be run with
   */
  signals[RATE_WANTED] = g_signal_new ("rate-wanted", OV_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);

  /**
   * OvPage::recipe-wanted:
   * @self: the page
   * @recipe: the #OvRecipe that is to be run
   */
  signals[RECIPE_WANTED] = g_signal_new ("recipe-wanted", OV_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * OvPage::run-wanted:
   * @self: the page
   * @item: the run that is to be put in front
   */
  signals[RUN_WANTED] = g_signal_new ("run-wanted", OV_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, OV_TYPE_RUN_ITEM);

  /**
   * OvPage::delete-wanted:
   * @self: the page
   * @items: (element-type OvRunItem): the runs that are to go
   */
  signals[DELETE_WANTED] = g_signal_new ("delete-wanted", OV_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  /**
   * OvPage::finding-changed:
   * @self: the page
   * @finding: (nullable): the #OvFinding for the other pages, or %NULL when there is none any more
   */
  signals[FINDING_CHANGED] = g_signal_new ("finding-changed", OV_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
ov_page_init (OvPage *self)
{
}

/**
 * ov_page_set_settings:
 * @self: a page
 * @settings: where the page keeps what outlives the program
 */
void
ov_page_set_settings (OvPage    *self,
                      GSettings *settings)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->set_settings != NULL)
    OV_PAGE_GET_CLASS (self)->set_settings (self, settings);
}

/**
 * ov_page_set_dataset:
 * @self: a page
 * @dataset: what is trained on
 */
void
ov_page_set_dataset (OvPage    *self,
                     OvDataset *dataset)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->set_dataset != NULL)
    OV_PAGE_GET_CLASS (self)->set_dataset (self, dataset);
}

/**
 * ov_page_set_recipe:
 * @self: a page
 * @recipe: what is run, or will be as soon as there is data
 */
void
ov_page_set_recipe (OvPage         *self,
                    const OvRecipe *recipe)
{
  g_return_if_fail (OV_IS_PAGE (self));
  g_return_if_fail (recipe != NULL);

  if (OV_PAGE_GET_CLASS (self)->set_recipe != NULL)
    OV_PAGE_GET_CLASS (self)->set_recipe (self, recipe);
}

/**
 * ov_page_set_run:
 * @self: a page
 * @run: (nullable): the current run of the session
 */
void
ov_page_set_run (OvPage *self,
                 OvRun  *run)
{
  g_return_if_fail (OV_IS_PAGE (self));
  g_return_if_fail (run == NULL || OV_IS_RUN (run));

  if (OV_PAGE_GET_CLASS (self)->set_run != NULL)
    OV_PAGE_GET_CLASS (self)->set_run (self, run);
}

/**
 * ov_page_show_run:
 * @self: a page
 * @run: the run that the window has in front
 */
void
ov_page_show_run (OvPage *self,
                  OvRun  *run)
{
  g_return_if_fail (OV_IS_PAGE (self));
  g_return_if_fail (OV_IS_RUN (run));

  if (OV_PAGE_GET_CLASS (self)->show_run != NULL)
    OV_PAGE_GET_CLASS (self)->show_run (self, run);
}

/**
 * ov_page_set_runs:
 * @self: a page
 * @runs: of #OvRunItem, every run that is kept
 */
void
ov_page_set_runs (OvPage     *self,
                  GListModel *runs)
{
  g_return_if_fail (OV_IS_PAGE (self));
  g_return_if_fail (G_IS_LIST_MODEL (runs));

  if (OV_PAGE_GET_CLASS (self)->set_runs != NULL)
    OV_PAGE_GET_CLASS (self)->set_runs (self, runs);
}

/**
 * ov_page_reveal_runs:
 * @self: a page
 * @items: (element-type OvRunItem): runs
 *
 * Selects runs in the list of all runs, if the page has one, and brings them into sight.
 */
void
ov_page_reveal_runs (OvPage    *self,
                     GPtrArray *items)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->reveal_runs != NULL)
    OV_PAGE_GET_CLASS (self)->reveal_runs (self, items);
}

/**
 * ov_page_set_replay:
 * @self: a page
 * @replay: which epoch of the run in front is looked at, and what it had learned by then
 */
void
ov_page_set_replay (OvPage   *self,
                    OvReplay *replay)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->set_replay != NULL)
    OV_PAGE_GET_CLASS (self)->set_replay (self, replay);
}

/**
 * ov_page_set_quadratic:
 * @self: a page
 * @quadratic: (nullable): the quadratic form of the data
 */
void
ov_page_set_quadratic (OvPage      *self,
                       OvQuadratic *quadratic)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->set_quadratic != NULL)
    OV_PAGE_GET_CLASS (self)->set_quadratic (self, quadratic);
}

/**
 * ov_page_preview_recipe:
 * @self: a page
 * @recipe: (nullable): what the panel of the recipe has, also while one of its sliders is being
 *   moved; copied; %NULL while that is for a branch
 */
void
ov_page_preview_recipe (OvPage         *self,
                        const OvRecipe *recipe)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->preview_recipe != NULL)
    OV_PAGE_GET_CLASS (self)->preview_recipe (self, recipe);
}

/**
 * ov_page_set_limit:
 * @self: a page
 * @limit: the learning rate beyond which the recipe diverges; NAN while nobody knows it
 */
void
ov_page_set_limit (OvPage *self,
                   double  limit)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->set_limit != NULL)
    OV_PAGE_GET_CLASS (self)->set_limit (self, limit);
}

/**
 * ov_page_set_finding:
 * @self: a page
 * @finding: (nullable): what a range test from the first weights found; copied
 */
void
ov_page_set_finding (OvPage          *self,
                     const OvFinding *finding)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->set_finding != NULL)
    OV_PAGE_GET_CLASS (self)->set_finding (self, finding);
}

/**
 * ov_page_set_ghosts:
 * @self: a page
 * @ghosts: of #OvRunItem, the earlier runs that stay on the charts
 */
void
ov_page_set_ghosts (OvPage     *self,
                    GListModel *ghosts)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->set_ghosts != NULL)
    OV_PAGE_GET_CLASS (self)->set_ghosts (self, ghosts);
}

/**
 * ov_page_set_forecast:
 * @self: a page
 * @forecast: (nullable): what a run of the recipe will show; copied
 */
void
ov_page_set_forecast (OvPage                 *self,
                      const OvForecastResult *forecast)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->set_forecast != NULL)
    OV_PAGE_GET_CLASS (self)->set_forecast (self, forecast);
}

/**
 * ov_page_set_guess:
 * @self: a page
 * @guess: (nullable): what the user expects of the current run; copied
 */
void
ov_page_set_guess (OvPage        *self,
                   const OvGuess *guess)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->set_guess != NULL)
    OV_PAGE_GET_CLASS (self)->set_guess (self, guess);
}

/**
 * ov_page_set_lecture:
 * @self: a page
 * @type_scale: how much larger type and lines are in lecture mode; 0 outside it
 *
 * Begins or ends lecture mode. The window itself enlarges every #OvChartView and all type, and
 * hides what has the class "not-in-lectures".
 */
void
ov_page_set_lecture (OvPage *self,
                     double  type_scale)
{
  g_return_if_fail (OV_IS_PAGE (self));

  if (OV_PAGE_GET_CLASS (self)->set_lecture != NULL)
    OV_PAGE_GET_CLASS (self)->set_lecture (self, type_scale);
}

/**
 * ov_page_measure_whole:
 * @self: a page
 *
 * Returns: the least width at which the page leaves nothing out for want of room, in pixels
 */
int
ov_page_measure_whole (OvPage *self)
{
  g_return_val_if_fail (OV_IS_PAGE (self), 0);

  return OV_PAGE_GET_CLASS (self)->measure_whole != NULL
           ? OV_PAGE_GET_CLASS (self)->measure_whole (self)
           : ov_least_size_get_width (self);
}

/**
 * ov_page_get_guess_pad:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the #OvGuessPad on which a guess can be drawn, if it has one
 */
GtkWidget *
ov_page_get_guess_pad (OvPage *self)
{
  g_return_val_if_fail (OV_IS_PAGE (self), NULL);

  return OV_PAGE_GET_CLASS (self)->get_guess_pad != NULL
           ? OV_PAGE_GET_CLASS (self)->get_guess_pad (self)
           : NULL;
}

/**
 * ov_page_get_step_pad:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the #OvStepPad that asks where a first step lands, if it has
 *   one
 */
GtkWidget *
ov_page_get_step_pad (OvPage *self)
{
  g_return_val_if_fail (OV_IS_PAGE (self), NULL);

  return OV_PAGE_GET_CLASS (self)->get_step_pad != NULL
           ? OV_PAGE_GET_CLASS (self)->get_step_pad (self)
           : NULL;
}

/**
 * ov_page_add_figures:
 * @self: a page
 * @set: what can be drawn on paper
 *
 * Adds what it shows, as it is now.
 */
void
ov_page_add_figures (OvPage      *self,
                     OvFigureSet *set)
{
  g_return_if_fail (OV_IS_PAGE (self));
  g_return_if_fail (set != NULL);

  if (OV_PAGE_GET_CLASS (self)->add_figures != NULL)
    OV_PAGE_GET_CLASS (self)->add_figures (self, set);
}

/**
 * ov_page_can_copy_text:
 * @self: a page
 *
 * Returns: whether there is a text of what it shows
 */
gboolean
ov_page_can_copy_text (OvPage *self)
{
  g_return_val_if_fail (OV_IS_PAGE (self), FALSE);

  return OV_PAGE_GET_CLASS (self)->copy_text != NULL;
}

/**
 * ov_page_copy_text:
 * @self: a page that has a text, see ov_page_can_copy_text()
 *
 * Puts what it shows on the clipboard as text.
 */
void
ov_page_copy_text (OvPage *self)
{
  g_return_if_fail (OV_IS_PAGE (self) && ov_page_can_copy_text (self));

  OV_PAGE_GET_CLASS (self)->copy_text (self);
}

/**
 * ov_page_tell_busy:
 * @self: the page that calls this
 * @is_busy: whether it needs the processors from now on, or no more
 *
 * Asks for the processors, or gives them back.
 */
void
ov_page_tell_busy (OvPage  *self,
                   gboolean is_busy)
{
  g_return_if_fail (OV_IS_PAGE (self));

  g_signal_emit (self, signals[BUSY], 0, is_busy);
}

/**
 * ov_page_tell:
 * @self: the page that calls this
 * @text: what has been done, in a few words
 *
 * Tells the user that something has been done.
 */
void
ov_page_tell (OvPage     *self,
              const char *text)
{
  g_return_if_fail (OV_IS_PAGE (self));

  g_signal_emit (self, signals[TOLD], 0, text);
}

/**
 * ov_page_want_rate:
 * @self: the page that calls this
 * @learning_rate: what the recipe is to be run with
 *
 * Asks for a run.
 */
void
ov_page_want_rate (OvPage *self,
                   double  learning_rate)
{
  g_return_if_fail (OV_IS_PAGE (self));

  g_signal_emit (self, signals[RATE_WANTED], 0, learning_rate);
}

/**
 * ov_page_want_recipe:
 * @self: the page that calls this
 * @recipe: what is to be run
 *
 * Asks for another recipe.
 */
void
ov_page_want_recipe (OvPage         *self,
                     const OvRecipe *recipe)
{
  g_return_if_fail (OV_IS_PAGE (self));

  g_signal_emit (self, signals[RECIPE_WANTED], 0, recipe);
}

/**
 * ov_page_want_run:
 * @self: the page that calls this
 * @item: a run
 *
 * Asks for an earlier run to be put in front.
 */
void
ov_page_want_run (OvPage    *self,
                  OvRunItem *item)
{
  g_return_if_fail (OV_IS_PAGE (self));

  g_signal_emit (self, signals[RUN_WANTED], 0, item);
}

/**
 * ov_page_want_delete:
 * @self: the page that calls this
 * @items: (element-type OvRunItem): runs
 *
 * Asks for runs to be deleted, which can be undone.
 */
void
ov_page_want_delete (OvPage    *self,
                     GPtrArray *items)
{
  g_return_if_fail (OV_IS_PAGE (self));

  g_signal_emit (self, signals[DELETE_WANTED], 0, items);
}

/**
 * ov_page_publish_finding:
 * @self: the page that calls this
 * @finding: (nullable): what a range test from the first weights found
 *
 * Gives the other pages a finding, or takes the last one back.
 */
void
ov_page_publish_finding (OvPage          *self,
                         const OvFinding *finding)
{
  g_return_if_fail (OV_IS_PAGE (self));

  g_signal_emit (self, signals[FINDING_CHANGED], 0, finding);
}

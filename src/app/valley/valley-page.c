/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "choice-setting.h"
#include "joined-text.h"
#include "next-frame.h"
#include "number.h"
#include "reflow.h"
#include "step-note.h"

/* Heights of the charts, in pixels. */
#define LEAST_MAP 200
#define LEAST_STEP 110
#define MOST_STEP 230
#define MOST_STEP_IN_LECTURE 165 /* where type has its usual size */

static const char same_directions[] = N_("Choose two different directions.");

/* After so many epochs a run is on its way along the valley. */
#define TYPICAL_EPOCHS 8

/**
 * OvValleyPage:
 *
 * The training loss of the linear classifier over a plane through its weights, which is exactly a
 * paraboloid, with the ways of the runs that are on the charts, and the loss along the next step of
 * the one in front. While a slider is moved the way ahead bends with it. Of any other run it is the
 * path in its own plane, on a map that is measured while one looks, and the loss along its newest
 * step, which the run measures.
 */
G_DEFINE_FINAL_TYPE (OvValleyPage, ov_valley_page, OV_TYPE_PAGE)

/* At first the valley lies along the mode whose loss still falls most after some epochs at the best
 * rate for the steepest one. It stays where it is while sliders are moved. */
static void
choose_modes (OvValleyPage *self)
{
  OvRecipe recipe;

  if (self->has_chosen)
    return;

  ov_recipe_init_preset (&recipe, "linear", NULL);
  recipe.epochs = TYPICAL_EPOCHS;
  recipe.decay = 1.0;
  recipe.learning_rate = 1.0 / ov_quadratic_get_sharpness (self->quadratic, 0.0);
  gtk_spin_button_set_value (self->steep_choice, 1.0);
  gtk_spin_button_set_value (self->flat_choice, ov_valley_choose_mode (self->quadratic, &recipe));
  self->has_chosen = TRUE;
}

/* Returns FALSE when both directions are the same. */
static gboolean
choose_valley (OvValleyPage *self,
               OvValley     *valley)
{
  choose_modes (self);

  return ov_valley_init (valley, self->quadratic,
                         (guint) gtk_spin_button_get_value_as_int (self->steep_choice),
                         (guint) gtk_spin_button_get_value_as_int (self->flat_choice),
                         ov_valley_page_get_recipe (self)->regularisation);
}

static void
add_ghosts (OvValleyPage *self)
{
  const guint n = self->ghosts != NULL ? g_list_model_get_n_items (self->ghosts) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (self->ghosts, i);
      const OvRecipe *recipe = ov_run_item_get_recipe (item);
      const OvValleyTrail way = {recipe, ov_run_item_get_facts (item)->n_epochs,
                                 ov_run_item_get_slot (item), FALSE};

      if (!ov_run_item_is_foreign (item) && ov_run_item_get_parent (item, NULL) == NULL
          && strcmp (ov_run_item_get_data (item), self->data) == 0
          && ov_quadratic_suits (self->quadratic, recipe))
        ov_valley_scene_add (self->scene, &way);
    }
}

/* Says what a run does in some epochs from its first weights. */
static void
tell_way (OvValleyPage        *self,
          const OvRecipe      *recipe,
          const OvValleyPoint *points,
          guint                n_epochs)
{
  g_autofree char *what =
    ov_valley_note_make (ov_valley_scene_get_valley (self->scene), points, n_epochs + 1);
  g_autofree char *rate = ov_number_format_short (recipe->learning_rate, 3);
  /* Translators: a learning rate, a number of epochs, and what a run does in them, such as
   * "bounces". */
  g_autofree char *text = g_strdup_printf (ngettext ("Rate %s, %u epoch: %s",
                                                     "Rate %s, %u epochs: %s", n_epochs),
                                           rate, n_epochs, what);

  ov_joined_text_set_label (self->note, text);
}

/* The part of a run that is done, and where it is then. */
static const OvValleyPoint *
add_done (OvValleyPage *self,
          guint         n_done,
          OvChart      *chart)
{
  const OvValleyTrail done = {ov_run_get_recipe (self->run), n_done, OV_SLOT_TRAIN, FALSE};
  const OvValleyPoint *points = ov_valley_scene_add (self->scene, &done);
  g_autofree char *label = g_strdup_printf (_("epoch %u"), n_done - 1);

  ov_chart_add_point (chart, points[n_done].place[OV_VALLEY_FLAT],
                      points[n_done].place[OV_VALLEY_STEEP], label);

  return points;
}

/* What lies ahead of the run in front, or behind the epoch that is looked at, what it has done, and
 * where it is. Returns the whole way, or NULL. */
static const OvValleyPoint *
add_front (OvValleyPage *self,
           OvChart      *chart,
           guint        *n_points)
{
  const OvRecipe *ahead = ov_valley_page_get_ahead (self);
  const OvRecipe *recipe = ov_valley_page_get_recipe (self);
  const guint n_done = ov_valley_page_count_done (self);
  const guint n_epochs = ahead != NULL ? ahead->epochs : ov_valley_page_count_epochs (self);
  const OvValleyPoint *points = NULL;
  const OvValleyPoint *own = NULL;

  ov_joined_text_set_label (self->note, _("The Valley"));
  if (n_epochs > 0 && (ahead != NULL || n_done < n_epochs))
    {
      const OvValleyTrail whole = {recipe, n_epochs, OV_SLOT_TRAIN, TRUE};

      points = ov_valley_scene_add (self->scene, &whole);
    }
  if (n_done > 0)
    own = add_done (self, n_done, chart);
  if (points == NULL)
    points = own;
  if (points != NULL)
    tell_way (self, recipe, points, ahead != NULL ? n_epochs : MAX (n_done, 1));
  *n_points = n_epochs + 1;

  return points;
}

/*
 * ov_valley_page_find_position:
 * @self: a page
 *
 * Returns: how many epochs are done, with parts, where the balls are; while nothing is done they
 *   have leapt some times to show how they will
 */
double
ov_valley_page_find_position (OvValleyPage *self)
{
  const guint n_done = ov_valley_page_count_done (self);

  if (isfinite (self->position))
    return self->position;

  return n_done > 0 ? n_done : OV_VALLEY_CUT_MOST_LANDINGS - 1.0;
}

/*
 * ov_valley_page_show_obstacle:
 * @self: a page
 * @obstacle: (nullable): why there is no map; %NULL when there is one
 *
 * Says so in place of the map, for an empty one has no scale.
 */
void
ov_valley_page_show_obstacle (OvValleyPage *self,
                              const char   *obstacle)
{
  if (obstacle == NULL)
    {
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->view));
      return;
    }

  ov_chart_set_ground (ov_chart_view_get_chart (self->view), NULL, NULL);
  ov_joined_text_set_description (self->empty, obstacle);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->empty));
}

static void
show_valley (OvValleyPage *self)
{
  OvChart *chart = ov_chart_view_get_chart (self->view);
  const OvValleyPoint *points;
  OvValley valley;
  guint n_points;

  if (!choose_valley (self, &valley))
    {
      ov_valley_page_show_obstacle (self, _(same_directions));
      ov_joined_text_set_label (self->note, _("The Valley"));
      return;
    }

  if (self->scene == NULL)
    self->scene = ov_valley_scene_new ();
  ov_valley_scene_begin (self->scene, &valley, self->quadratic);
  if (ov_step_pad_is_asking (self->step_pad))
    {
      ov_valley_scene_show (self->scene, chart);
      ov_joined_text_set_label (self->note, _("The Valley"));
      return;
    }

  add_ghosts (self);
  points = add_front (self, chart, &n_points);
  ov_valley_scene_show (self->scene, chart);
  ov_valley_page_show_cuts (self, points, n_points, ov_valley_page_find_position (self));
}

static void
rebuild (gpointer widget)
{
  OvValleyPage *self = OV_VALLEY_PAGE (widget);
  OvChart *chart = ov_chart_view_get_chart (self->view);
  const char *obstacle = ov_valley_page_find_obstacle (self);
  const gboolean is_asking = ov_step_pad_is_asking (self->step_pad);
  const gboolean has_pad = gtk_widget_get_visible (GTK_WIDGET (self->step_pad));
  gboolean has_path;
  gboolean has_step;

  ov_chart_remove_all_marks (chart);
  has_path = ov_valley_page_show_path (self, obstacle == NULL);
  if (!has_path)
    ov_valley_page_show_obstacle (self, obstacle);
  gtk_widget_set_visible (GTK_WIDGET (self->directions), has_path);
  has_step = has_path && ov_valley_page_measures_step (self);
  gtk_widget_set_visible (self->choices, !has_path);
  gtk_widget_set_sensitive (self->choices, obstacle == NULL);
  gtk_widget_set_visible (self->step_switch, has_path);
  gtk_widget_set_visible (self->step_pane, !has_pad && (obstacle == NULL || has_step));
  gtk_widget_set_visible (self->modes_pane,
                          obstacle == NULL && !is_asking && !self->is_in_lecture);
  gtk_widget_set_visible (self->cuts_pane, obstacle == NULL && !is_asking);
  gtk_widget_set_visible (self->player, (obstacle == NULL || has_path) && !is_asking);
  ov_valley_page_show_player (self);
  if (obstacle == NULL)
    {
      const OvRecipe *recipe = ov_valley_page_get_own_recipe (self);

      ov_step_finder_request (self->finder, recipe, ov_valley_page_find_step_epoch (self, recipe));
      show_valley (self);
      ov_valley_page_show_step (self, obstacle);
      ov_valley_page_show_modes (self);
    }
  else if (has_path)
    ov_valley_page_show_step (self, obstacle);
  else
    ov_joined_text_set_label (self->note, _("The Valley"));
  ov_chart_view_set_description (self->view, _("The valley of the loss"),
                                 obstacle != NULL && !has_path ? obstacle
                                                               : gtk_label_get_text (self->note));
  ov_chart_view_changed (self->view);
}

/*
 * ov_valley_page_update_soon:
 * @self: a page
 *
 * Draws all of it anew in the next frame. A page that nobody looks at draws nothing; it is drawn
 * when it is turned to.
 */
void
ov_valley_page_update_soon (OvValleyPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    ov_next_frame_call (self, &self->tick, rebuild);
}

static void
ov_valley_page_unmap (GtkWidget *widget)
{
  ov_path_finder_set_active (OV_VALLEY_PAGE (widget)->paths, FALSE);
  ov_valley_page_stop (OV_VALLEY_PAGE (widget));
  GTK_WIDGET_CLASS (ov_valley_page_parent_class)->unmap (widget);
  ov_valley_page_follow_steps (OV_VALLEY_PAGE (widget));
}

static void
ov_valley_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ov_valley_page_parent_class)->map (widget);
  ov_path_finder_set_active (OV_VALLEY_PAGE (widget)->paths, TRUE);
  ov_valley_page_follow_steps (OV_VALLEY_PAGE (widget));
  ov_valley_page_update_soon (OV_VALLEY_PAGE (widget));
}

static void
paths_changed_cb (OvValleyPage *self)
{
  ov_valley_page_forget_path (self);
  ov_valley_page_update_soon (self);
}

static void
ov_valley_page_set_settings (OvPage    *page,
                             GSettings *settings)
{
  ov_choice_setting_bind (settings, "valley-directions",
                          GTK_WIDGET (OV_VALLEY_PAGE (page)->directions));
  g_settings_bind (settings, "measure-steps", OV_VALLEY_PAGE (page)->step_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
}

static void
ov_valley_page_set_dataset (OvPage    *page,
                            OvDataset *dataset)
{
  OvValleyPage *self = OV_VALLEY_PAGE (page);

  g_free (self->data);
  self->data = g_strdup (ov_dataset_get_hash (dataset));
  g_free (self->data_name);
  self->data_name = g_strdup (dataset->name);
  ov_step_pad_set_dataset (self->step_pad, dataset);
  ov_valley_page_follow_steps (self);
  ov_valley_page_update_soon (self);
}

static void
ov_valley_page_preview_recipe (OvPage         *page,
                               const OvRecipe *recipe)
{
  OvValleyPage *self = OV_VALLEY_PAGE (page);

  self->has_recipe = recipe != NULL;
  if (recipe != NULL)
    self->recipe = *recipe;
  ov_valley_page_update_soon (self);
}

static void
ov_valley_page_set_run (OvPage *page,
                        OvRun  *run)
{
  OvValleyPage *self = OV_VALLEY_PAGE (page);

  g_set_weak_pointer (&self->current, run);
  ov_valley_page_update_soon (self);
}

static void
ov_valley_page_show_run (OvPage *page,
                         OvRun  *run)
{
  OvValleyPage *self = OV_VALLEY_PAGE (page);

  ov_valley_page_stop (self);
  g_set_object (&self->run, run);
  ov_valley_page_follow_steps (self);
  ov_valley_page_update_soon (self);
}

static void
ov_valley_page_set_runs (OvPage     *page,
                         GListModel *runs)
{
  g_set_object (&OV_VALLEY_PAGE (page)->runs, runs);
}

static void
ov_valley_page_set_ghosts (OvPage     *page,
                           GListModel *ghosts)
{
  OvValleyPage *self = OV_VALLEY_PAGE (page);

  g_set_object (&self->ghosts, ghosts);
  g_signal_connect_object (ghosts, "items-changed", G_CALLBACK (ov_valley_page_update_soon), self,
                           G_CONNECT_SWAPPED);
}

static void
ov_valley_page_set_replay (OvPage   *page,
                           OvReplay *replay)
{
  OvValleyPage *self = OV_VALLEY_PAGE (page);

  g_set_object (&self->replay, replay);
  ov_path_finder_set_replay (self->paths, replay);
  g_signal_connect_object (ov_replay_get_playhead (replay), "changed",
                           G_CALLBACK (ov_valley_page_update_soon), self, G_CONNECT_SWAPPED);
}

static void
ov_valley_page_set_quadratic (OvPage      *page,
                              OvQuadratic *quadratic)
{
  OvValleyPage *self = OV_VALLEY_PAGE (page);

  /* The chart borrows the scene. */
  ov_chart_set_ground (ov_chart_view_get_chart (self->view), NULL, NULL);
  g_clear_pointer (&self->scene, ov_valley_scene_free);
  ov_valley_page_forget_modes (self);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  if (quadratic != NULL)
    self->quadratic = ov_quadratic_ref (quadratic);
  self->has_chosen = FALSE;
  ov_step_finder_set_quadratic (self->finder, quadratic);
  ov_step_pad_set_quadratic (self->step_pad, quadratic);
  ov_valley_page_update_soon (self);
}

/* The map and one chart beneath it are enough for the last row. */
static void
ov_valley_page_set_lecture (OvPage *page,
                            double  type_scale)
{
  OvValleyPage *self = OV_VALLEY_PAGE (page);
  const int most = type_scale > 0.0 ? (int) (type_scale * MOST_STEP_IN_LECTURE) : MOST_STEP;

  self->is_in_lecture = type_scale > 0.0;
  adw_clamp_set_maximum_size (self->step_clamp, most);
  adw_clamp_set_tightening_threshold (self->step_clamp, most);
  ov_valley_page_update_soon (self);
}

static GtkWidget *
ov_valley_page_get_step_pad (OvPage *page)
{
  return GTK_WIDGET (OV_VALLEY_PAGE (page)->step_pad);
}

static void
ov_valley_page_add_figures (OvPage      *page,
                            OvFigureSet *set)
{
  OvValleyPage *self = OV_VALLEY_PAGE (page);
  const char *obstacle = ov_valley_page_find_obstacle (self);
  OvValley valley;

  if (obstacle == NULL && !choose_valley (self, &valley))
    ov_valley_page_add_valleys (self, set, NULL, _(same_directions));
  else
    ov_valley_page_add_valleys (self, set, &valley, obstacle);

  ov_valley_page_add_step_figure (self, set, obstacle);
  ov_valley_page_add_modes_figure (self, set, obstacle);
}

static void
ov_valley_page_dispose (GObject *object)
{
  OvValleyPage *self = OV_VALLEY_PAGE (object);

  if (self->view != NULL)
    ov_chart_set_ground (ov_chart_view_get_chart (self->view), NULL, NULL);
  ov_valley_page_forget_modes (self);
  ov_valley_page_forget_path (self);
  ov_valley_page_leave_steps (self);
  g_clear_weak_pointer (&self->current);
  g_clear_object (&self->paths);
  g_clear_object (&self->finder);
  g_clear_object (&self->replay);
  g_clear_object (&self->runs);
  g_clear_object (&self->ghosts);
  g_clear_object (&self->run);
  g_clear_pointer (&self->scene, ov_valley_scene_free);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->data_name, g_free);

  G_OBJECT_CLASS (ov_valley_page_parent_class)->dispose (object);
}

static void
ov_valley_page_class_init (OvValleyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  OvPageClass *page_class = OV_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_valley_page_dispose;
  widget_class->map = ov_valley_page_map;
  widget_class->unmap = ov_valley_page_unmap;

  page_class->name = "valley";
  page_class->title = N_("Valley");
  page_class->icon_name = "overshoot-valley-symbolic";
  page_class->set_settings = ov_valley_page_set_settings;
  page_class->set_dataset = ov_valley_page_set_dataset;
  page_class->preview_recipe = ov_valley_page_preview_recipe;
  page_class->set_run = ov_valley_page_set_run;
  page_class->show_run = ov_valley_page_show_run;
  page_class->set_runs = ov_valley_page_set_runs;
  page_class->set_ghosts = ov_valley_page_set_ghosts;
  page_class->set_replay = ov_valley_page_set_replay;
  page_class->set_quadratic = ov_valley_page_set_quadratic;
  page_class->set_lecture = ov_valley_page_set_lecture;
  page_class->get_step_pad = ov_valley_page_get_step_pad;
  page_class->add_figures = ov_valley_page_add_figures;

  g_type_ensure (OV_TYPE_CHART_VIEW);
  g_type_ensure (OV_TYPE_REFLOW);
  g_type_ensure (OV_TYPE_STEP_PAD);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/valley-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, note);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, directions);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, choices);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, step_switch);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, steep_choice);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, flat_choice);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, stack);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, empty);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, view);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, cuts_pane);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, across_view);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, along_view);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, player);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, play_button);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, player_scale);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, player_adjustment);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, step_clamp);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, step_pane);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, step_pad);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, step_note);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, step_view);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, modes_pane);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, modes_note);
  gtk_widget_class_bind_template_child (widget_class, OvValleyPage, modes_view);
  gtk_widget_class_bind_template_callback (widget_class, ov_valley_page_update_soon);
  gtk_widget_class_bind_template_callback (widget_class, ov_valley_page_follow_steps);
  gtk_widget_class_bind_template_callback (widget_class, ov_valley_page_play_cb);
  gtk_widget_class_bind_template_callback (widget_class, ov_valley_page_scrub_cb);
  gtk_widget_class_set_css_name (widget_class, "valleypage");
}

static void
ov_valley_page_init (OvValleyPage *self)
{
  self->position = NAN;
  self->finder = ov_step_finder_new ();
  g_signal_connect_object (self->finder, "changed", G_CALLBACK (ov_valley_page_update_soon), self,
                           G_CONNECT_SWAPPED);

  ov_valley_page_init_steps (self);
  self->paths = ov_path_finder_new ();
  ov_path_finder_set_active (self->paths, FALSE);
  g_signal_connect_object (self->paths, "changed", G_CALLBACK (paths_changed_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
  ov_chart_view_set_minimum_height (self->view, LEAST_MAP);
  ov_chart_view_set_minimum_height (self->across_view, LEAST_MAP / 2);
  ov_chart_view_set_minimum_height (self->along_view, LEAST_MAP / 2);
  ov_chart_view_set_minimum_height (self->step_view, LEAST_STEP);
  ov_chart_view_set_minimum_height (self->modes_view, LEAST_STEP);
  gtk_spin_button_set_range (self->steep_choice, 1.0, ov_valley_count_modes ());
  gtk_spin_button_set_range (self->flat_choice, 1.0, ov_valley_count_modes ());
  rebuild (self);
}

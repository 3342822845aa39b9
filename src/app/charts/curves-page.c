/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "chart-menu.h"
#include "curves-page-private.h"
#include "joined-text.h"
#include "run-figures.h"
#include "text-scale.h"

/* How many times larger type is than usual where the pictures need the room of a long title. */
#define LARGE_TYPE 1.25

/**
 * OvCurvesPage:
 *
 * The laboratory: the curves of the run in front, what is wrong with it, what it has learned and
 * its log.
 */
G_DEFINE_FINAL_TYPE (OvCurvesPage, ov_curves_page, OV_TYPE_PAGE)

static void
remedy_chosen_cb (OvDiagnosisBar *bar,
                  OvPage         *page)
{
  ov_page_want_recipe (page, &ov_diagnosis_bar_get_diagnosis (bar)->remedy);
}

/* The charts follow every setting of theirs. */
static void
show_style (OvCurvesPage *self)
{
  OvFigureStyle style = ov_chart_menu_read_style (self->settings);

  /* From the last row nobody sees which line of a legend is which curve. */
  style.with_names |= self->lecture_scale > 0.0;
  ov_curve_pane_set_style (self->curve_pane, &style);
}

static void
view_wanted_cb (OvRunTable *table,
                OvRunItem  *item,
                OvPage     *page)
{
  ov_page_want_run (page, item);
}

static void
again_wanted_cb (OvRunTable *table,
                 OvRunItem  *item,
                 OvPage     *page)
{
  ov_page_want_recipe (page, ov_run_item_get_recipe (item));
}

static void
delete_wanted_cb (OvRunTable *table,
                  GPtrArray  *items,
                  OvPage     *page)
{
  ov_page_want_delete (page, items);
}

static void
pointed_cb (OvRunTable   *table,
            OvRunItem    *item,
            OvCurvesPage *self)
{
  OvRun *run = item != NULL ? ov_run_item_get_run (item) : NULL;

  /* One that is not on the charts makes no other one dim. */
  if (run != self->run && item != NULL
      && !g_list_store_find (G_LIST_STORE (self->ghosts), item, NULL))
    run = NULL;
  ov_curve_pane_point_at (self->curve_pane, run);
}

static void
ov_curves_page_set_settings (OvPage    *page,
                             GSettings *settings)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);

  g_set_object (&self->settings, settings);
  g_signal_connect_object (settings, "changed", G_CALLBACK (show_style), self, G_CONNECT_SWAPPED);
  show_style (self);
  g_settings_bind (settings, "shared-template-scale", self->template_view, "shared-scale",
                   G_SETTINGS_BIND_DEFAULT);
  ov_run_table_set_settings (self->run_table, settings);
  g_signal_connect_object (settings, "changed::runs-visible",
                           G_CALLBACK (ov_curves_page_place_table), self, G_CONNECT_SWAPPED);
  ov_curves_page_place_table (self);
}

/* Both are brought up to date together: no two diagnoses of a run are to be seen at a time. */
static void
item_changed_cb (OvRunCollection *runs,
                 OvRunItem       *item,
                 OvCurvesPage    *self)
{
  if (self->run != NULL && ov_run_item_get_run (item) == self->run)
    ov_diagnosis_bar_follow (self->diagnosis_bar, ov_run_item_get_facts (item)->diagnosis);
}

static void
ov_curves_page_set_runs (OvPage     *page,
                         GListModel *runs)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);

  g_set_object (&self->runs, OV_RUN_COLLECTION (runs));
  ov_run_table_set_collection (self->run_table, self->runs);
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (ov_curves_page_runs_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (runs, "item-changed", G_CALLBACK (item_changed_cb), self, 0);
}

static void
ov_curves_page_set_ghosts (OvPage     *page,
                           GListModel *ghosts)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);

  g_set_object (&self->ghosts, ghosts);
  ov_curve_pane_set_ghosts (self->curve_pane, ghosts);
}

static void
ov_curves_page_reveal_runs (OvPage    *page,
                            GPtrArray *items)
{
  ov_run_table_reveal (OV_CURVES_PAGE (page)->run_table, items);
}

/* An earlier run may be one of other data, or of data that is not there. */
static void
judge_run (OvCurvesPage *self)
{
  const gboolean is_of_data = self->run != NULL && self->dataset != NULL
                              && ov_run_get_dataset (self->run) == self->dataset;

  ov_diagnosis_bar_set_run (self->diagnosis_bar, self->run, is_of_data ? self->quadratic : NULL);
}

static void
ov_curves_page_show_run (OvPage *page,
                         OvRun  *run)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);

  g_set_object (&self->run, run);
  ov_curve_pane_set_run (self->curve_pane, run);
  judge_run (self);
  ov_template_view_set_run (self->template_view, run);
  ov_epoch_log_set_run (self->epoch_log, run);
}

static const char newest_title[] = N_("What Each Class Has Learned");

/* What is said above the pictures: of which epoch they are, where it is not the newest one. */
static char *
name_templates (OvReplay *replay)
{
  OvPlayhead *playhead = ov_replay_get_playhead (replay);
  const OvReplayKind kind = ov_replay_get_kind (replay);
  const guint epoch = ov_replay_get_epoch (replay);
  OvRun *run = ov_playhead_get_run (playhead);

  if (run != NULL && ov_recipe_is_foreign (ov_run_get_recipe (run)))
    return g_strdup (_("A Log Has No Weights"));
  if (kind == OV_REPLAY_NONE)
    return g_strdup_printf (_("No State Is Kept up to Epoch %u"),
                            ov_playhead_get_epoch (playhead));
  if (kind == OV_REPLAY_OWN || (kind == OV_REPLAY_EXACT && ov_playhead_is_newest (playhead)))
    return g_strdup (_(newest_title));
  if (ov_replay_get_templates (replay) == NULL)
    return g_strdup_printf (_("Not Finite after Epoch %u"), epoch);
  if (epoch == OV_EPOCH_NEVER)
    return g_strdup (_("Before the First Epoch, the Nearest Kept State"));
  if (kind == OV_REPLAY_NEAREST)
    return g_strdup_printf (_("After Epoch %u, the Nearest Kept State"), epoch);

  return g_strdup_printf (_("Learned by Epoch %u"), epoch);
}

static void
replay_changed_cb (OvReplay     *replay,
                   OvCurvesPage *self)
{
  g_autofree char *title = name_templates (replay);
  const gboolean is_short = ov_text_scale_find (GTK_WIDGET (self)) >= LARGE_TYPE
                            && g_str_equal (title, _(newest_title));

  /* Translators: a short form of "What Each Class Has Learned". */
  ov_joined_text_set_label (self->templates_title, is_short ? _("Learned") : title);
}

static void
ov_curves_page_system_setting_changed (GtkWidget       *widget,
                                       GtkSystemSetting setting)
{
  OvCurvesPage *self = OV_CURVES_PAGE (widget);

  GTK_WIDGET_CLASS (ov_curves_page_parent_class)->system_setting_changed (widget, setting);

  if (setting == GTK_SYSTEM_SETTING_DPI && self->replay != NULL)
    replay_changed_cb (self->replay, self);
}

static void
axis_changed_cb (OvCurvePane  *pane,
                 OvCurvesPage *self)
{
  OvCurveAxis axis;

  ov_curve_pane_get_axis (pane, &axis);
  ov_scrubber_set_axis (self->scrubber, &axis);
}

static void
ov_curves_page_set_replay (OvPage   *page,
                           OvReplay *replay)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);
  OvPlayhead *playhead = ov_replay_get_playhead (replay);

  g_set_object (&self->replay, replay);
  g_signal_connect_object (replay, "changed", G_CALLBACK (replay_changed_cb), self, 0);
  ov_template_view_set_replay (self->template_view, replay);
  ov_scrubber_set_playhead (self->scrubber, playhead);
  ov_curve_pane_set_playhead (self->curve_pane, playhead);
  ov_epoch_log_set_playhead (self->epoch_log, playhead);
}

static void
ov_curves_page_set_dataset (OvPage    *page,
                            OvDataset *dataset)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);

  if (dataset != NULL)
    ov_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  self->dataset = dataset;
  judge_run (self);
}

static void
ov_curves_page_set_quadratic (OvPage      *page,
                              OvQuadratic *quadratic)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);

  if (quadratic != NULL)
    ov_quadratic_ref (quadratic);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  self->quadratic = quadratic;
  judge_run (self);
}

static void
ov_curves_page_set_forecast (OvPage                 *page,
                             const OvForecastResult *forecast)
{
  ov_curve_pane_set_forecast (OV_CURVES_PAGE (page)->curve_pane, forecast);
}

static void
ov_curves_page_set_guess (OvPage        *page,
                          const OvGuess *guess)
{
  ov_curve_pane_set_guess (OV_CURVES_PAGE (page)->curve_pane, guess);
}

static void
ov_curves_page_set_lecture (OvPage *page,
                            double  type_scale)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);

  ov_curves_page_enlarge_views (self, type_scale);
  show_style (self);
  ov_curves_page_show_parts (self);
}

static GtkWidget *
ov_curves_page_get_guess_pad (OvPage *page)
{
  return GTK_WIDGET (ov_curve_pane_get_guess_pad (OV_CURVES_PAGE (page)->curve_pane));
}

/* What the charts and the pictures show now; nothing before the first run. */
static void
ov_curves_page_add_figures (OvPage      *page,
                            OvFigureSet *set)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);
  OvFigureStyle style;
  OvRunFigures *figures;

  if (self->run == NULL)
    return;

  style = ov_chart_menu_read_style (self->settings);
  figures = ov_run_figures_new (self->run, self->ghosts, &style,
                                g_settings_get_boolean (self->settings, "shared-template-scale"));
  if (self->runs != NULL)
    ov_run_figures_set_item (figures, ov_run_collection_get_front (self->runs));
  if (self->replay != NULL && ov_replay_get_kind (self->replay) != OV_REPLAY_OWN)
    {
      const guint epoch = ov_replay_get_epoch (self->replay);
      const OvHistory *history = ov_run_get_history (self->run);
      const gboolean is_last = epoch + 1 == ov_history_get_n_epochs (history);

      ov_run_figures_set_templates (figures, ov_replay_get_templates (self->replay),
                                    epoch == OV_EPOCH_NEVER || is_last ? 0 : epoch + 1);
    }
  ov_run_figures_add_to (figures, set);
}

static int
ov_curves_page_measure_whole (OvPage *page)
{
  return ov_spare_side_measure_both (OV_CURVES_PAGE (page)->side);
}

static void
ov_curves_page_copy_text (OvPage *page)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);
  g_autofree char *text = ov_epoch_log_get_text (self->epoch_log);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  ov_page_tell (page, _("The epoch log is on the clipboard"));
}

static void
ov_curves_page_dispose (GObject *object)
{
  OvCurvesPage *self = OV_CURVES_PAGE (object);

  ov_curves_page_leave_table (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->runs);
  g_clear_object (&self->ghosts);
  g_clear_object (&self->run);
  g_clear_object (&self->replay);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);

  G_OBJECT_CLASS (ov_curves_page_parent_class)->dispose (object);
}

static void
ov_curves_page_class_init (OvCurvesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  OvPageClass *page_class = OV_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_curves_page_dispose;
  widget_class->system_setting_changed = ov_curves_page_system_setting_changed;

  page_class->name = "curves";
  page_class->title = N_("Curves");
  page_class->icon_name = "overshoot-curves-symbolic";
  page_class->set_settings = ov_curves_page_set_settings;
  page_class->set_runs = ov_curves_page_set_runs;
  page_class->set_ghosts = ov_curves_page_set_ghosts;
  page_class->reveal_runs = ov_curves_page_reveal_runs;
  page_class->show_run = ov_curves_page_show_run;
  page_class->set_replay = ov_curves_page_set_replay;
  page_class->set_dataset = ov_curves_page_set_dataset;
  page_class->set_quadratic = ov_curves_page_set_quadratic;
  page_class->set_forecast = ov_curves_page_set_forecast;
  page_class->set_guess = ov_curves_page_set_guess;
  page_class->set_lecture = ov_curves_page_set_lecture;
  page_class->get_guess_pad = ov_curves_page_get_guess_pad;
  page_class->add_figures = ov_curves_page_add_figures;
  page_class->copy_text = ov_curves_page_copy_text;
  page_class->measure_whole = ov_curves_page_measure_whole;

  g_type_ensure (OV_TYPE_CURVE_PANE);
  g_type_ensure (OV_TYPE_DIAGNOSIS_BAR);
  g_type_ensure (OV_TYPE_EPOCH_LOG);
  g_type_ensure (OV_TYPE_RUN_TABLE);
  g_type_ensure (OV_TYPE_SCRUBBER);
  g_type_ensure (OV_TYPE_SPARE_SIDE);
  g_type_ensure (OV_TYPE_TEMPLATE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/curves-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, curve_pane);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, scrubber);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, diagnosis_bar);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, templates_title);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, template_view);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, epoch_log);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, side);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, views_paned);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, views);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, paned);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, run_table);
  gtk_widget_class_bind_template_callback (widget_class, remedy_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, pointed_cb);
  gtk_widget_class_bind_template_callback (widget_class, ov_curves_page_table_opened);
  gtk_widget_class_bind_template_callback (widget_class, axis_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, ov_curves_page_show_parts);
  gtk_widget_class_bind_template_callback (widget_class, ov_curves_page_resized);
  gtk_widget_class_set_css_name (widget_class, "curvespage");
}

static void
ov_curves_page_init (OvCurvesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (self->diagnosis_bar, "pointed-spans", self->curve_pane, "marked-spans",
                          G_BINDING_DEFAULT);
  g_signal_connect_object (ov_curve_pane_get_guess_pad (self->curve_pane), "notify::visible",
                           G_CALLBACK (ov_curves_page_show_parts), self, G_CONNECT_SWAPPED);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart-menu.h"
#include "curve-pane.h"
#include "diagnosis-bar.h"
#include "epoch-log.h"
#include "error-dialog.h"
#include "export-dialog.h"
#include "page.h"
#include "run-table.h"
#include "template-view.h"

#define OV_TYPE_CURVES_PAGE (ov_curves_page_get_type ())
G_DECLARE_FINAL_TYPE (OvCurvesPage, ov_curves_page, OV, CURVES_PAGE, OvPage)

/**
 * OvCurvesPage:
 *
 * The laboratory: the curves of the run in front, what is wrong with it, what it has learned and
 * its log.
 */
struct _OvCurvesPage
{
  OvPage          parent_instance;

  /* Template children. */
  OvCurvePane    *curve_pane;
  OvDiagnosisBar *diagnosis_bar;
  OvTemplateView *template_view;
  OvEpochLog     *epoch_log;
  GtkPaned       *paned;
  OvRunTable     *run_table;

  guint           tick; /* puts the border of the table to its place, or 0 */

  /* Owned. */
  GSettings      *settings;
  GListModel     *ghosts;
  OvRun          *run; /* the one in front */
};

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
  const OvFigureStyle style = ov_chart_menu_read_style (self->settings);

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

static gboolean
is_table_open (OvCurvesPage *self)
{
  gboolean is_open;

  g_object_get (self->run_table, "open", &is_open, NULL);

  return is_open;
}

static gboolean
place_border_cb (GtkWidget     *widget,
                 GdkFrameClock *clock,
                 gpointer       user_data)
{
  OvCurvesPage *self = OV_CURVES_PAGE (widget);
  const int height = gtk_widget_get_height (GTK_WIDGET (self->paned));
  const int wanted = is_table_open (self) ? g_settings_get_int (self->settings, "runs-height") : 0;

  if (height == 0)
    return G_SOURCE_CONTINUE;

  self->tick = 0;
  gtk_paned_set_position (self->paned, MAX (0, height - wanted));

  return G_SOURCE_REMOVE;
}

/* When the page has been laid out, which says where the border can be. */
static void
place_border (OvCurvesPage *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), place_border_cb, NULL, NULL);
}

static void
remember_height (OvCurvesPage *self)
{
  const int height = gtk_widget_get_height (GTK_WIDGET (self->run_table));

  if (self->settings != NULL && self->tick == 0 && height > 0)
    g_settings_set_int (self->settings, "runs-height", height);
}

/* A table that has just been closed still has its height. */
static void
table_opened_cb (OvCurvesPage *self)
{
  if (!is_table_open (self))
    remember_height (self);
  place_border (self);
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
  g_settings_bind (settings, "runs-visible", self->run_table, "open", G_SETTINGS_BIND_DEFAULT);
  place_border (self);
}

static void
ov_curves_page_set_runs (OvPage     *page,
                         GListModel *runs)
{
  ov_run_table_set_collection (OV_CURVES_PAGE (page)->run_table, OV_RUN_COLLECTION (runs));
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
ov_curves_page_show_run (OvPage *page,
                         OvRun  *run)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);

  g_set_object (&self->run, run);
  ov_curve_pane_set_run (self->curve_pane, run);
  ov_diagnosis_bar_set_run (self->diagnosis_bar, run);
  ov_template_view_set_run (self->template_view, run);
  ov_epoch_log_set_run (self->epoch_log, run);
}

static void
ov_curves_page_set_limit (OvPage *page,
                          double  limit)
{
  ov_diagnosis_bar_set_limit (OV_CURVES_PAGE (page)->diagnosis_bar,
                              isfinite (limit) ? limit : 0.0);
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

static GtkWidget *
ov_curves_page_get_guess_pad (OvPage *page)
{
  return GTK_WIDGET (ov_curve_pane_get_guess_pad (OV_CURVES_PAGE (page)->curve_pane));
}

/* What the charts and the pictures show now; NULL before the first run, which is said. */
static OvExport *
make_export (OvCurvesPage *self)
{
  const OvFigureStyle style = ov_chart_menu_read_style (self->settings);

  if (self->run == NULL)
    {
      ov_page_tell (OV_PAGE (self),
                    _("There is no run to draw yet: it begins when the data is loaded"));
      return NULL;
    }

  return ov_export_new (self->run, self->ghosts, &style,
                        g_settings_get_boolean (self->settings, "shared-template-scale"));
}

static void
saved_cb (OvPage *page)
{
  ov_page_tell (page, _("The picture is saved"));
}

static void
ov_curves_page_export (OvPage *page,
                       int     content)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);
  OvExport *export = make_export (self);
  GtkWidget *dialog;

  if (export == NULL)
    return;

  dialog = ov_export_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), export,
                                 (OvExportContent) content, self->settings);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
texture_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (OvCurvesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = ov_export_texture_finish (result, &error);

  if (texture == NULL)
    {
      const OvWayOut ways_out[] = {
        {_("_Choose Another Size…"), "win.export(2)"},
        {_("_Try Again"), "win.copy-chart"},
      };

      ov_error_dialog_present (GTK_WIDGET (self), _("The Charts Were Not Copied"),
                               error->message, ways_out, G_N_ELEMENTS (ways_out));
      return;
    }

  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  ov_page_tell (OV_PAGE (self), _("The charts are on the clipboard"));
}

static void
ov_curves_page_copy_picture (OvPage *page)
{
  OvCurvesPage *self = OV_CURVES_PAGE (page);
  g_autoptr (OvExport) export = make_export (self);
  OvExportSize size;

  if (export == NULL)
    return;

  size.width = g_settings_get_int (self->settings, "export-width");
  size.height = g_settings_get_int (self->settings, "export-height");
  size.scale = g_settings_get_int (self->settings, "export-scale");
  ov_export_texture_async (export, OV_EXPORT_BOTH, size, texture_cb, g_object_ref (self));
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

  if (self->settings != NULL && is_table_open (self))
    remember_height (self);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_object (&self->settings);
  g_clear_object (&self->ghosts);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (ov_curves_page_parent_class)->dispose (object);
}

static void
ov_curves_page_class_init (OvCurvesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  OvPageClass *page_class = OV_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_curves_page_dispose;

  page_class->name = "curves";
  page_class->title = N_("Curves");
  page_class->icon_name = "overshoot-curves-symbolic";
  page_class->set_settings = ov_curves_page_set_settings;
  page_class->set_runs = ov_curves_page_set_runs;
  page_class->set_ghosts = ov_curves_page_set_ghosts;
  page_class->show_run = ov_curves_page_show_run;
  page_class->set_limit = ov_curves_page_set_limit;
  page_class->set_forecast = ov_curves_page_set_forecast;
  page_class->set_guess = ov_curves_page_set_guess;
  page_class->get_guess_pad = ov_curves_page_get_guess_pad;
  page_class->export = ov_curves_page_export;
  page_class->copy_picture = ov_curves_page_copy_picture;
  page_class->copy_text = ov_curves_page_copy_text;

  g_type_ensure (OV_TYPE_CURVE_PANE);
  g_type_ensure (OV_TYPE_DIAGNOSIS_BAR);
  g_type_ensure (OV_TYPE_EPOCH_LOG);
  g_type_ensure (OV_TYPE_RUN_TABLE);
  g_type_ensure (OV_TYPE_TEMPLATE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/curves-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, curve_pane);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, diagnosis_bar);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, template_view);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, epoch_log);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, paned);
  gtk_widget_class_bind_template_child (widget_class, OvCurvesPage, run_table);
  gtk_widget_class_bind_template_callback (widget_class, remedy_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, pointed_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_opened_cb);
  gtk_widget_class_set_css_name (widget_class, "curvespage");
}

static void
ov_curves_page_init (OvCurvesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

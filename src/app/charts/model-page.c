/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model-page.h"

#include <glib/gi18n-lib.h>

#include "dataset.h"
#include "feature-view.h"
#include "joined-text.h"
#include "model.h"
#include "number.h"
#include "reflow.h"
#include "shape-picture.h"
#include "summary.h"
#include "template-view.h"
#include "text-scroller.h"

/* Above and below each text, since the pictures beside them touch. */
#define ROW_MARGIN 4

enum
{
  COLUMN_PICTURE,
  COLUMN_LAYER,
  COLUMN_KIND,
  COLUMN_OUTPUT,
  COLUMN_PARAMETERS,
};

/**
 * OvModelPage:
 *
 * The network of the current run, drawn layer by layer beside a table of its shapes and parameters,
 * and what it has learned: what its first layer looks for, or the templates of a network of one
 * layer.
 */
struct _OvModelPage
{
  OvPage          parent_instance;

  /* Template children. */
  GtkLabel       *title;
  GtkGrid        *table;
  GtkLabel       *features_title;
  GtkWidget      *features_head;
  GtkDropDown    *class_choice;
  GtkWidget      *features_scroller;
  OvFeatureView  *feature_view;
  OvTemplateView *template_view;

  /* Owned. */
  OvRun          *run;
  OvReplay       *replay;
  OvDataset      *named; /* whose classes can be chosen; NULL before there is any */
};

G_DEFINE_FINAL_TYPE (OvModelPage, ov_model_page, OV_TYPE_PAGE)

static void
attach (OvModelPage *self,
        int          column,
        int          row,
        const char  *text,
        const char  *css_class)
{
  const gboolean is_number = column == COLUMN_PARAMETERS;
  GtkWidget *label = ov_joined_text_new_label (text);

  gtk_label_set_xalign (GTK_LABEL (label), is_number ? 1.0f : 0.0f);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  gtk_widget_set_margin_top (label, ROW_MARGIN);
  gtk_widget_set_margin_bottom (label, ROW_MARGIN);
  gtk_widget_set_hexpand (label, column == COLUMN_OUTPUT);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  if (is_number)
    gtk_widget_add_css_class (label, "numeric");
  gtk_grid_attach (self->table, label, column, row, 1, 1);
}

static void
clear_table (OvModelPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->table))) != NULL)
    gtk_grid_remove (self->table, child);
}

/* Beneath the number of parameters how it comes about. Returns the row that follows. */
static int
add_layer (OvModelPage        *self,
           int                 row,
           const OvSummaryRow *layer)
{
  const gboolean learns = layer->n_parameters > 0;
  g_autofree char *n_parameters = ov_number_format_count (layer->n_parameters);
  GtkWidget *picture = ov_shape_picture_new (layer->shape, learns, layer->changes_shape || learns);
  GtkWidget *sum;

  gtk_grid_attach (self->table, picture, COLUMN_PICTURE, row, 1, learns ? 2 : 1);
  attach (self, COLUMN_LAYER, row, layer->name, NULL);
  attach (self, COLUMN_KIND, row, layer->kind, NULL);
  attach (self, COLUMN_OUTPUT, row, layer->output, NULL);
  attach (self, COLUMN_PARAMETERS, row, n_parameters, NULL);
  if (layer->sum == NULL)
    return row + 1;

  sum = ov_joined_text_new_label (layer->sum);
  gtk_label_set_xalign (GTK_LABEL (sum), 1.0f);
  gtk_widget_add_css_class (sum, "dim-label");
  gtk_widget_add_css_class (sum, "numeric");
  gtk_widget_set_margin_bottom (sum, ROW_MARGIN);
  gtk_grid_attach (self->table, sum, COLUMN_LAYER, row + 1, COLUMN_PARAMETERS, 1);

  return row + 2;
}

static void
add_input (OvModelPage *self,
           int          row)
{
  const OvShape image = {OV_IMAGE_CHANNELS, OV_IMAGE_SIDE, OV_IMAGE_SIDE};
  g_autofree char *shape = ov_summary_format_shape (image);

  gtk_grid_attach (self->table, ov_shape_picture_new (image, FALSE, TRUE), COLUMN_PICTURE, row, 1,
                   1);
  attach (self, COLUMN_LAYER, row, _("input"), NULL);
  attach (self, COLUMN_KIND, row, _("Image"), NULL);
  attach (self, COLUMN_OUTPUT, row, shape, NULL);
}

static void
fill_table (OvModelPage    *self,
            const OvRecipe *recipe)
{
  g_autoptr (OvSummary) summary = NULL;
  g_autofree char *total = NULL;
  int row = 0;

  ov_joined_text_set_label (self->title, ov_recipe_get_title (recipe));
  clear_table (self);
  if (ov_recipe_is_foreign (recipe))
    return;

  summary = ov_summary_new (recipe);
  attach (self, COLUMN_LAYER, row, _("Layer"), "dim-label");
  attach (self, COLUMN_KIND, row, _("Kind"), "dim-label");
  attach (self, COLUMN_OUTPUT, row, _("Output"), "dim-label");
  attach (self, COLUMN_PARAMETERS, row++, _("Parameters"), "dim-label");
  add_input (self, row++);
  for (guint i = 0; i < summary->n_rows; i++)
    row = add_layer (self, row, &summary->rows[i]);

  total = ov_number_format_count (summary->n_parameters);
  attach (self, COLUMN_LAYER, row, _("Total"), "heading");
  attach (self, COLUMN_PARAMETERS, row, total, "heading");
}

/* The replay learns of another run after the pages. */
static gboolean
is_replayed (OvModelPage *self)
{
  return self->replay != NULL
         && ov_playhead_get_run (ov_replay_get_playhead (self->replay)) == self->run;
}

static const OvFeatures *
get_features (OvModelPage *self)
{
  return is_replayed (self) ? ov_replay_get_features (self->replay)
                            : ov_run_get_features (self->run);
}

/* Of a run that diverged there are the last finite weights, if any. */
static char *
name_features_of_diverged (OvModelPage *self,
                           const char  *title)
{
  const OvFeatures *features = get_features (self);

  if (features == NULL)
    return g_strdup (_("The run diverged before its weights could be looked at."));
  if (!features->is_finite)
    return g_strdup (_("The run diverged: its weights are no longer finite."));

  /* Translators: what the pictures show. */
  return g_strdup_printf (_("%s: before the run diverged"), title);
}

/* With the epoch, where it is not the newest one. */
static char *
name_features (OvModelPage *self)
{
  const char *title = ov_run_get_recipe (self->run)->model->features_title;
  const guint epoch = is_replayed (self) ? ov_replay_get_epoch (self->replay) : OV_EPOCH_NEVER;

  if (ov_recipe_is_foreign (ov_run_get_recipe (self->run)))
    return g_strdup (_("A log does not say what the network is."));
  if (title == NULL)
    return g_strdup (_("This network has no hidden units: its weights are the templates."));
  if (epoch == OV_EPOCH_NEVER && ov_run_get_outcome (self->run) == OV_OUTCOME_DIVERGED)
    return name_features_of_diverged (self, _(title));
  if (get_features (self) == NULL && ov_run_has_ended (self->run))
    return g_strdup (_("Of this run no weights are kept, so that there is nothing to see here."));
  if (epoch == OV_EPOCH_NEVER)
    return g_strdup (_(title));

  /* Translators: what the pictures show, and the number of an epoch. */
  return g_strdup_printf (_("%s: after epoch %u"), _(title), epoch);
}

/* The classes of other data are chosen anew. */
static void
name_classes (OvModelPage *self,
              OvDataset   *dataset)
{
  g_autoptr (GtkStringList) names = NULL;

  if (self->named == dataset || dataset == NULL)
    return;

  g_clear_pointer (&self->named, ov_dataset_unref);
  self->named = ov_dataset_ref (dataset);
  names = gtk_string_list_new (NULL);
  gtk_string_list_append (names, _("All classes"));
  for (guint k = 0; k < OV_N_CLASSES; k++)
    gtk_string_list_append (names, dataset->class_names[k]);
  gtk_drop_down_set_model (self->class_choice, G_LIST_MODEL (names));
}

static void
show_features (OvModelPage *self)
{
  const OvFeatures *features;
  OvDataset *dataset;
  g_autofree char *title = NULL;

  if (self->run == NULL)
    return;

  features = get_features (self);
  dataset = ov_run_get_dataset (self->run);
  title = name_features (self);
  name_classes (self, dataset);
  ov_joined_text_set_label (self->features_title, title);
  gtk_widget_set_visible (self->features_head,
                          features != NULL && features->by_class != NULL && dataset != NULL);
  ov_feature_view_set_features (self->feature_view, features,
                                dataset != NULL ? dataset->class_names : NULL);
}

/* A network without hidden units has its templates in the place of its features. */
static void
show_parts (OvModelPage *self)
{
  const OvRecipe *recipe = ov_run_get_recipe (self->run);
  const gboolean has_features = recipe->model->features_title != NULL;

  gtk_widget_set_visible (self->features_scroller, has_features);
  gtk_widget_set_visible (GTK_WIDGET (self->template_view),
                          !has_features && !ov_recipe_is_foreign (recipe));
}

static void
class_chosen_cb (OvModelPage *self)
{
  const guint selected = gtk_drop_down_get_selected (self->class_choice);

  ov_feature_view_sort (self->feature_view, selected != GTK_INVALID_LIST_POSITION
                                              ? (int) selected - 1
                                              : OV_FEATURE_VIEW_ALL);
}

static void
ov_model_page_set_settings (OvPage    *page,
                            GSettings *settings)
{
  g_settings_bind (settings, "shared-template-scale", OV_MODEL_PAGE (page)->template_view,
                   "shared-scale", G_SETTINGS_BIND_GET);
}

static void
ov_model_page_set_replay (OvPage   *page,
                          OvReplay *replay)
{
  OvModelPage *self = OV_MODEL_PAGE (page);

  g_set_object (&self->replay, replay);
  g_signal_connect_object (replay, "features-changed", G_CALLBACK (show_features), self,
                           G_CONNECT_SWAPPED);
  ov_template_view_set_replay (self->template_view, replay);
}

/* Until there is a run the network is that of the recipe. */
static void
ov_model_page_set_recipe (OvPage         *page,
                          const OvRecipe *recipe)
{
  OvModelPage *self = OV_MODEL_PAGE (page);

  if (self->run != NULL)
    return;

  fill_table (self, recipe);
  ov_joined_text_set_label (self->features_title,
                            _("What the network learns shows here from the first epoch on."));
}

static void
ov_model_page_show_run (OvPage *page,
                        OvRun  *run)
{
  OvModelPage *self = OV_MODEL_PAGE (page);

  if (self->run == run)
    return;

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_func (self->run, show_features, self);
  g_set_object (&self->run, run);
  g_signal_connect_object (run, "state-changed", G_CALLBACK (show_features), self,
                           G_CONNECT_SWAPPED);
  fill_table (self, ov_run_get_recipe (run));
  ov_template_view_set_run (self->template_view, run);
  show_parts (self);
  show_features (self);
}

static void
ov_model_page_set_lecture (OvPage *page,
                           double  type_scale)
{
  OvModelPage *self = OV_MODEL_PAGE (page);

  ov_template_view_set_type_scale (self->template_view, type_scale > 0.0 ? type_scale : 1.0);
  ov_feature_view_set_type_scale (self->feature_view, type_scale > 0.0 ? type_scale : 1.0);
}

static void
ov_model_page_dispose (GObject *object)
{
  OvModelPage *self = OV_MODEL_PAGE (object);

  g_clear_object (&self->replay);
  g_clear_object (&self->run);
  g_clear_pointer (&self->named, ov_dataset_unref);

  G_OBJECT_CLASS (ov_model_page_parent_class)->dispose (object);
}

static void
ov_model_page_class_init (OvModelPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  OvPageClass *page_class = OV_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_model_page_dispose;

  page_class->name = "model";
  page_class->title = N_("Model");
  page_class->icon_name = "overshoot-model-symbolic";
  page_class->set_settings = ov_model_page_set_settings;
  page_class->set_replay = ov_model_page_set_replay;
  page_class->set_recipe = ov_model_page_set_recipe;
  page_class->show_run = ov_model_page_show_run;
  page_class->set_lecture = ov_model_page_set_lecture;

  g_type_ensure (OV_TYPE_FEATURE_VIEW);
  g_type_ensure (OV_TYPE_TEMPLATE_VIEW);
  g_type_ensure (OV_TYPE_REFLOW);
  g_type_ensure (OV_TYPE_TEXT_SCROLLER);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/model-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, title);
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, table);
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, features_title);
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, features_head);
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, class_choice);
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, features_scroller);
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, feature_view);
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, template_view);
  gtk_widget_class_bind_template_callback (widget_class, class_chosen_cb);
  gtk_widget_class_set_css_name (widget_class, "modelpage");
}

static void
ov_model_page_init (OvModelPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

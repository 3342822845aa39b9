/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model-page.h"

#include <glib/gi18n-lib.h>

#include "feature-view.h"
#include "model.h"
#include "summary.h"

#define N_COLUMNS 4

/**
 * OvModelPage:
 *
 * The network of the current run as a table of its layers, and what its first layer looks for.
 */
struct _OvModelPage
{
  OvPage         parent_instance;

  /* Template children. */
  GtkLabel      *title;
  GtkGrid       *table;
  GtkLabel      *features_title;
  OvFeatureView *feature_view;

  /* Owned. */
  OvRun         *run;
  OvReplay      *replay;
};

G_DEFINE_FINAL_TYPE (OvModelPage, ov_model_page, OV_TYPE_PAGE)

static void
attach (OvModelPage *self,
        int          column,
        int          row,
        const char  *text,
        const char  *css_class)
{
  const gboolean is_number = column == N_COLUMNS - 1;
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), is_number ? 1.0f : 0.0f);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_widget_set_hexpand (label, column == N_COLUMNS - 2);
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

static void
fill_table (OvModelPage *self)
{
  const char *const headings[N_COLUMNS] = {_("Layer"), _("Kind"), _("Output"), _("Parameters")};
  const OvRecipe *recipe = ov_run_get_recipe (self->run);
  g_autoptr (OvSummary) summary = NULL;
  g_autofree char *total = NULL;

  clear_table (self);
  if (ov_recipe_is_foreign (recipe))
    return;

  summary = ov_summary_new (recipe);

  for (int column = 0; column < N_COLUMNS; column++)
    attach (self, column, 0, headings[column], "dim-label");
  for (guint i = 0; i < summary->n_rows; i++)
    {
      const OvSummaryRow *row = &summary->rows[i];
      g_autofree char *n_parameters = g_strdup_printf ("%'" G_GSIZE_FORMAT, row->n_parameters);

      attach (self, 0, (int) i + 1, row->name, NULL);
      attach (self, 1, (int) i + 1, row->kind, NULL);
      attach (self, 2, (int) i + 1, row->output, NULL);
      attach (self, 3, (int) i + 1, n_parameters, NULL);
    }

  total = g_strdup_printf ("%'" G_GSIZE_FORMAT, summary->n_parameters);
  attach (self, 0, (int) summary->n_rows + 1, _("Total"), "heading");
  attach (self, N_COLUMNS - 1, (int) summary->n_rows + 1, total, "heading");
}

/* The replay learns of another run after the pages. */
static gboolean
is_replayed (OvModelPage *self)
{
  return self->replay != NULL
         && ov_playhead_get_run (ov_replay_get_playhead (self->replay)) == self->run;
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
  if (epoch == OV_EPOCH_NEVER)
    return g_strdup (_(title));

  /* Translators: what the pictures show, and the number of an epoch. */
  return g_strdup_printf (_("%s: after epoch %u"), _(title), epoch);
}

static void
show_features (OvModelPage *self)
{
  g_autofree char *title = NULL;

  if (self->run == NULL)
    return;

  title = name_features (self);
  gtk_label_set_text (self->features_title, title);
  ov_feature_view_set_features (self->feature_view,
                                is_replayed (self) ? ov_replay_get_features (self->replay)
                                                   : ov_run_get_features (self->run));
}

static void
ov_model_page_set_replay (OvPage   *page,
                          OvReplay *replay)
{
  OvModelPage *self = OV_MODEL_PAGE (page);

  g_set_object (&self->replay, replay);
  g_signal_connect_object (replay, "features-changed", G_CALLBACK (show_features), self,
                           G_CONNECT_SWAPPED);
}

static void
ov_model_page_show_run (OvPage *page,
                        OvRun  *run)
{
  OvModelPage *self = OV_MODEL_PAGE (page);

  if (self->run == run)
    return;

  g_set_object (&self->run, run);
  gtk_label_set_text (self->title, ov_recipe_get_title (ov_run_get_recipe (run)));
  fill_table (self);
  show_features (self);
}

static void
ov_model_page_dispose (GObject *object)
{
  OvModelPage *self = OV_MODEL_PAGE (object);

  g_clear_object (&self->replay);
  g_clear_object (&self->run);

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
  page_class->set_replay = ov_model_page_set_replay;
  page_class->show_run = ov_model_page_show_run;

  g_type_ensure (OV_TYPE_FEATURE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/model-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, title);
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, table);
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, features_title);
  gtk_widget_class_bind_template_child (widget_class, OvModelPage, feature_view);
  gtk_widget_class_set_css_name (widget_class, "modelpage");
}

static void
ov_model_page_init (OvModelPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

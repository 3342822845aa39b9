/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-list.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "palette.h"
#include "run-item.h"

#define SWATCH_SIZE 14

/**
 * OvRunList:
 *
 * The earlier runs that are still on the charts: the colour of each, what its recipe has that the
 * current one has not, and how it ended. A row's button takes it off the charts; the row itself
 * asks for its recipe to be run again.
 */
struct _OvRunList
{
  GtkWidget     parent_instance;

  /* Template children. */
  GtkWidget    *group;
  GtkListBox   *list;

  /* Owned. */
  OvRun        *run;
  GListModel   *ghosts;
  GSignalGroup *ghosts_signals;
};

enum
{
  REMOVED,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvRunList, ov_run_list, GTK_TYPE_WIDGET)

static void
draw_swatch_cb (GtkDrawingArea *area,
                cairo_t        *cr,
                int             width,
                int             height,
                gpointer        user_data)
{
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const OvColour colour = ov_palette_get_ghost (dark ? OV_THEME_DARK : OV_THEME_LIGHT,
                                                GPOINTER_TO_UINT (user_data));

  ov_palette_set_source (cr, &colour);
  cairo_arc (cr, width / 2.0, height / 2.0, MIN (width, height) / 2.0, 0.0, 2.0 * G_PI);
  cairo_fill (cr);
}

static GtkWidget *
make_swatch (guint slot)
{
  GtkWidget *swatch = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), SWATCH_SIZE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), SWATCH_SIZE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch_cb,
                                  GUINT_TO_POINTER (slot), NULL);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), swatch, G_CONNECT_SWAPPED);

  return swatch;
}

static char *
describe_outcome (OvRun *run)
{
  const OvHistory *history = ov_run_get_history (run);
  const guint n_epochs = ov_history_get_n_epochs (history);
  const OvEpoch *best = ov_history_get_best (history, OV_EPOCH_TEST_ACCURACY);

  if (ov_run_get_outcome (run) == OV_OUTCOME_DIVERGED)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "diverged after %u epoch",
                                         "diverged after %u epochs", n_epochs),
                            n_epochs);
  if (best == NULL)
    return g_strdup ("");

  /* Translators: the best accuracy on the test set, and the number of epochs. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "test %.1f %% · %u epoch",
                                       "test %.1f %% · %u epochs", n_epochs),
                          best->test_accuracy, n_epochs);
}

static void
remove_cb (GtkButton *button,
           OvRunItem *ghost)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (button), OV_TYPE_RUN_LIST);

  g_signal_emit (list, signals[REMOVED], 0, ghost);
}

static void
activated_cb (AdwActionRow *row,
              OvRunItem    *ghost)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (row), OV_TYPE_RUN_LIST);

  g_signal_emit (list, signals[CHOSEN], 0, ghost);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  OvRunList *self = user_data;
  OvRunItem *ghost = item;
  OvRun *run = ov_run_item_get_run (ghost);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = describe_outcome (run);
  GtkWidget *row;
  GtkWidget *button;

  title = self->run != NULL ? ov_recipe_describe_difference (ov_run_get_recipe (run),
                                                             ov_run_get_recipe (self->run))
                            : ov_recipe_describe (ov_run_get_recipe (run));

  row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle", subtitle,
                      "title-lines", 2, "activatable", TRUE,
                      "tooltip-text", _("Run This Recipe Again"), NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_swatch (ov_run_item_get_slot (ghost)));

  button = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_set_tooltip_text (button, _("Remove from the Charts"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Remove from the Charts"), -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), ghost, 0);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), ghost, 0);

  return row;
}

static void
update_visible (OvRunList *self)
{
  gtk_widget_set_visible (self->group, self->ghosts != NULL
                                         && g_list_model_get_n_items (self->ghosts) > 0);
}

/* The rows' titles name what differs from the current run, so another run makes other rows. */
static void
rebuild (OvRunList *self)
{
  gtk_list_box_bind_model (self->list, self->ghosts, create_row_cb, self, NULL);
  update_visible (self);
}

static void
ov_run_list_dispose (GObject *object)
{
  OvRunList *self = OV_RUN_LIST (object);

  g_clear_object (&self->ghosts_signals);
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->ghosts);
  g_clear_object (&self->run);
  g_clear_pointer (&self->group, gtk_widget_unparent);
  self->list = NULL;

  G_OBJECT_CLASS (ov_run_list_parent_class)->dispose (object);
}

static void
ov_run_list_class_init (OvRunListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_run_list_dispose;

  /**
   * OvRunList::removed:
   * @self: the list
   * @ghost: the run that is to go
   */
  signals[REMOVED] = g_signal_new ("removed", OV_TYPE_RUN_LIST, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, OV_TYPE_RUN_ITEM);

  /**
   * OvRunList::chosen:
   * @self: the list
   * @ghost: the run whose recipe is wanted again
   */
  signals[CHOSEN] = g_signal_new ("chosen", OV_TYPE_RUN_LIST, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, OV_TYPE_RUN_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/run-list.ui");
  gtk_widget_class_bind_template_child (widget_class, OvRunList, group);
  gtk_widget_class_bind_template_child (widget_class, OvRunList, list);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
ov_run_list_init (OvRunList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->ghosts_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->ghosts_signals, "items-changed",
                                  G_CALLBACK (update_visible), self);
}

/**
 * ov_run_list_set_run:
 * @self: a list
 * @run: (nullable): the current run, which the others are compared with; referenced
 */
void
ov_run_list_set_run (OvRunList *self,
                     OvRun     *run)
{
  g_return_if_fail (OV_IS_RUN_LIST (self));

  if (g_set_object (&self->run, run))
    rebuild (self);
}

/**
 * ov_run_list_set_ghosts:
 * @self: a list
 * @ghosts: (nullable): of #OvRunItem, the earlier runs; referenced
 */
void
ov_run_list_set_ghosts (OvRunList  *self,
                        GListModel *ghosts)
{
  g_return_if_fail (OV_IS_RUN_LIST (self));

  g_set_object (&self->ghosts, ghosts);
  g_signal_group_set_target (self->ghosts_signals, ghosts);
  rebuild (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ladder-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error-dialog.h"
#include "ladder-export.h"
#include "ladder-view.h"
#include "number-entry.h"
#include "parameter.h"
#include "picture-chooser.h"
#include "thread-pool.h"

/* A range reaches so far around the recipe's rate, unless it is typed. */
#define BELOW 100.0
#define ABOVE 10.0

/* How many epochs a rung has at most unless it is typed, by what an epoch costs. */
#define MOST_LAYER_EPOCHS 20
#define MOST_CNN_EPOCHS 4

/**
 * OvLadderPage:
 *
 * One recipe at several learning rates, as a grid of small charts on shared axes or as one chart of
 * all. While the user has typed nothing else, the range follows the recipe.
 */
struct _OvLadderPage
{
  GtkWidget             parent_instance;

  /* Template children. */
  GtkWidget            *box;
  OvNumberEntry        *from_entry;
  OvNumberEntry        *to_entry;
  GtkSpinButton        *count_spin;
  OvNumberEntry        *epochs_entry;
  GtkButton            *run_button;
  GtkLabel             *status;
  GtkDropDown          *quantity_choice;
  GtkToggleButton      *overlay_button;
  GtkWidget            *export_button;
  GtkProgressBar       *progress_bar;
  OvLadderView         *view;

  /* Owned. */
  OvLadder             *ladder;
  GSettings            *settings;
  GtkFileChooserNative *chooser; /* while it is open */
  char                 *problem; /* why nothing is run, until something is */

  OvRecipe              recipe;
  gboolean              has_own_range;
  gboolean              has_own_epochs;
  gboolean              is_busy;
  gboolean              is_saving;
  guint                 tick; /* shows where it stands in the next frame, or 0 */
};

enum
{
  BUSY,
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvLadderPage, ov_ladder_page, GTK_TYPE_WIDGET)

static OvQuantity
get_quantity (OvLadderPage *self)
{
  return gtk_drop_down_get_selected (self->quantity_choice) == 0 ? OV_QUANTITY_LOSS
                                                                 : OV_QUANTITY_ACCURACY;
}

static guint
count_ended (OvLadderPage *self)
{
  guint n_ended = 0;

  for (guint i = 0; i < ov_ladder_get_n_rungs (self->ladder); i++)
    n_ended += ov_ladder_get_state (self->ladder, i) >= OV_RUN_FINISHED;

  return n_ended;
}

/* Whether there is nothing to see because accuracies cannot be foretold. */
static gboolean
lacks_accuracies (OvLadderPage *self)
{
  return ov_ladder_is_foretold (self->ladder) && get_quantity (self) == OV_QUANTITY_ACCURACY;
}

/* What is wrong, what is going on, or what has come out. */
static char *
make_status (OvLadderPage *self,
             gboolean     *is_wrong)
{
  const GError *error = ov_ladder_get_error (self->ladder);
  const guint n_rungs = ov_ladder_get_n_rungs (self->ladder);
  g_autofree char *text = NULL;

  *is_wrong = self->problem != NULL || error != NULL;
  if (*is_wrong)
    return g_strdup (self->problem != NULL ? self->problem : error->message);
  if (n_rungs == 0 || lacks_accuracies (self))
    return g_strdup ("");
  if (self->is_busy)
    return g_strdup_printf (_("Running rate %u of %u, from the lowest up."),
                            MIN (count_ended (self) + 1, n_rungs), n_rungs);

  text = ov_ladder_view_describe (self->view);
  if (gtk_toggle_button_get_active (self->overlay_button))
    return g_steal_pointer (&text);

  return g_strdup_printf (_("%s Solid: training set, dashed: test set."), text);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  OvLadderPage *self = OV_LADDER_PAGE (widget);
  g_autofree char *text = NULL;
  gboolean is_wrong;

  self->tick = 0;
  text = make_status (self, &is_wrong);
  gtk_label_set_text (self->status, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), text);
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
  gtk_progress_bar_set_fraction (self->progress_bar, ov_ladder_get_progress (self->ladder));

  return G_SOURCE_REMOVE;
}

/* However much happens between two frames, it is told once. */
static void
update_soon (OvLadderPage *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
update_export_button (OvLadderPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ladder.export",
                                 ov_ladder_get_n_rungs (self->ladder) > 0 && !self->is_saving
                                   && !lacks_accuracies (self));
}

static void
layout_changed_cb (OvLadderPage *self)
{
  update_export_button (self);
  ov_ladder_view_set_quantity (self->view, get_quantity (self));
  ov_ladder_view_set_overlay (self->view, gtk_toggle_button_get_active (self->overlay_button));
  update_soon (self);
}

static void
set_problem (OvLadderPage *self,
             const char   *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  update_soon (self);
}

static void
state_changed_cb (OvLadder     *ladder,
                  OvLadderPage *self)
{
  const gboolean is_running = ov_ladder_is_running (ladder);
  const gboolean is_busy = is_running && !ov_ladder_is_foretold (ladder);

  gtk_button_set_label (self->run_button, is_running ? _("_Stop") : _("R_un"));
  if (is_running)
    gtk_widget_remove_css_class (GTK_WIDGET (self->run_button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->run_button), "suggested-action");
  update_export_button (self);
  gtk_widget_set_opacity (GTK_WIDGET (self->progress_bar), is_running ? 1.0 : 0.0);
  update_soon (self);

  if (is_busy == self->is_busy)
    return;

  self->is_busy = is_busy;
  g_signal_emit (self, signals[BUSY], 0, is_busy);
}

static void
run_cb (OvLadderPage *self)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe = self->recipe;

  if (ov_ladder_is_running (self->ladder))
    {
      ov_ladder_stop (self->ladder);
      return;
    }

  if (ov_ladder_get_dataset (self->ladder) == NULL)
    {
      set_problem (self, _("The data is still being loaded. Try again in a moment."));
      return;
    }

  /* Losses can be foretold; who wants to see accuracies has to have the recipe run. */
  ov_ladder_set_foretelling (self->ladder, get_quantity (self) == OV_QUANTITY_LOSS);
  recipe.epochs = (guint) ov_number_entry_get_value (self->epochs_entry);
  if (ov_ladder_start (self->ladder, &recipe, ov_number_entry_get_value (self->from_entry),
                       ov_number_entry_get_value (self->to_entry),
                       (guint) gtk_spin_button_get_value_as_int (self->count_spin), &error))
    set_problem (self, NULL);
  else
    set_problem (self, error->message);
}

static void
range_entered_cb (OvLadderPage *self)
{
  self->has_own_range = TRUE;
  set_problem (self, NULL);
}

static void
epochs_entered_cb (OvLadderPage *self)
{
  self->has_own_epochs = TRUE;
  set_problem (self, NULL);
}

static void
refused_cb (OvLadderPage *self,
            const char   *message)
{
  set_problem (self, message);
}

static void
tell_unsaved (OvLadderPage *self,
              const char   *reason)
{
  const OvWayOut way_out = {_("_Choose Another Place…"), "ladder.export"};

  ov_error_dialog_present (GTK_WIDGET (self), _("The Picture Was Not Saved"), reason, &way_out, 1);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (OvLadderPage) self = user_data;
  g_autoptr (GError) error = NULL;
  const gboolean is_saved = ov_ladder_export_save_finish (result, &error);

  self->is_saving = FALSE;
  update_export_button (self);
  if (is_saved)
    g_signal_emit (self, signals[SAVED], 0);
  else if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    tell_unsaved (self, error->message);
}

/**
 * ov_ladder_page_save:
 * @self: a page whose ladder has rungs
 * @path: the file to write
 *
 * Saves what the page shows, drawn for paper, or tells in a dialog why that could not be done.
 */
void
ov_ladder_page_save (OvLadderPage *self,
                     const char   *path)
{
  g_return_if_fail (OV_IS_LADDER_PAGE (self));
  g_return_if_fail (path != NULL);

  self->is_saving = TRUE;
  update_export_button (self);
  ov_ladder_export_save_async (self->ladder, get_quantity (self),
                               gtk_toggle_button_get_active (self->overlay_button), path,
                               saved_cb, g_object_ref (self));
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           OvLadderPage    *self)
{
  g_autoptr (GtkFileChooserNative) own = g_steal_pointer (&self->chooser);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (response != GTK_RESPONSE_ACCEPT || ov_ladder_get_n_rungs (self->ladder) == 0)
    return;

  path = ov_picture_chooser_get_path (own, self->settings, &error);
  if (path != NULL)
    ov_ladder_page_save (self, path);
  else
    tell_unsaved (self, error->message);
}

static void
export_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  OvLadderPage *self = OV_LADDER_PAGE (widget);

  g_clear_object (&self->chooser);
  self->chooser = ov_picture_chooser_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                          "ladder.png", self->settings);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
ov_ladder_page_dispose (GObject *object)
{
  OvLadderPage *self = OV_LADDER_PAGE (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  if (self->ladder != NULL)
    g_signal_handlers_disconnect_by_data (self->ladder, self);
  if (self->ladder != NULL)
    ov_ladder_clear (self->ladder);
  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ov_ladder_page_parent_class)->dispose (object);
}

static void
ov_ladder_page_finalize (GObject *object)
{
  OvLadderPage *self = OV_LADDER_PAGE (object);

  /* A picture that is still being saved asks for it. */
  g_clear_object (&self->ladder);
  g_free (self->problem);

  G_OBJECT_CLASS (ov_ladder_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ladder-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, box);
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, from_entry);
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, to_entry);
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, count_spin);
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, epochs_entry);
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, run_button);
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, status);
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, quantity_choice);
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, overlay_button);
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, OvLadderPage, view);
  gtk_widget_class_install_action (widget_class, "ladder.export", NULL, export_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
  gtk_widget_class_bind_template_callback (widget_class, range_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, epochs_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, layout_changed_cb);
}

static void
ov_ladder_page_class_init (OvLadderPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ov_ladder_page_dispose;
  object_class->finalize = ov_ladder_page_finalize;

  /**
   * OvLadderPage::busy:
   * @self: the page
   * @is_busy: whether its runs need the processors from now on, or no more
   */
  signals[BUSY] = g_signal_new ("busy", OV_TYPE_LADDER_PAGE, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  /**
   * OvLadderPage::saved:
   * @self: the page
   *
   * The picture was written.
   */
  signals[SAVED] = g_signal_new ("saved", OV_TYPE_LADDER_PAGE, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (OV_TYPE_LADDER_VIEW);
  g_type_ensure (OV_TYPE_NUMBER_ENTRY);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ladderpage");
}

static void
ov_ladder_page_init (OvLadderPage *self)
{
  gboolean known;

  self->ladder = ov_ladder_new (ov_thread_pool_default_size ());
  g_signal_connect_swapped (self->ladder, "rung-changed", G_CALLBACK (update_soon), self);
  g_signal_connect (self->ladder, "state-changed", G_CALLBACK (state_changed_cb), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  ov_ladder_view_set_ladder (self->view, self->ladder);
  ov_number_entry_set_parameter (self->from_entry, ov_parameter_find ("learning-rate"));
  ov_number_entry_set_parameter (self->to_entry, ov_parameter_find ("learning-rate"));
  ov_number_entry_set_parameter (self->epochs_entry, ov_parameter_find ("epochs"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->from_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("From learning rate"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->to_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("To learning rate"), -1);

  known = ov_recipe_init_preset (&self->recipe, ov_recipe_list_presets ()[0], NULL);
  g_assert (known);
  ov_ladder_page_set_recipe (self, &self->recipe);
  state_changed_cb (self->ladder, self);
}

/**
 * ov_ladder_page_set_settings:
 * @self: a page
 * @settings: where the folder for pictures is kept; referenced
 */
void
ov_ladder_page_set_settings (OvLadderPage *self,
                             GSettings    *settings)
{
  g_return_if_fail (OV_IS_LADDER_PAGE (self));

  g_set_object (&self->settings, settings);
}

/* Three digits are enough for the end of a range. */
static double
round_rate (double rate)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.2e", rate), NULL);
}

static guint
choose_epochs (const OvRecipe *recipe)
{
  if (recipe->model == OV_MODEL_CNN)
    return MIN (recipe->epochs, MOST_CNN_EPOCHS);
  if (recipe->model == OV_MODEL_TWO_LAYER)
    return MIN (recipe->epochs, MOST_LAYER_EPOCHS);

  return recipe->epochs;
}

/**
 * ov_ladder_page_set_recipe:
 * @self: a page
 * @recipe: what the next ladder has in common; copied
 *
 * Takes another recipe for the next ladder; one that runs goes on. The range follows the recipe
 * unless it was typed for the same preset.
 */
void
ov_ladder_page_set_recipe (OvLadderPage   *self,
                           const OvRecipe *recipe)
{
  const OvParameter *rate = ov_parameter_find ("learning-rate");

  g_return_if_fail (OV_IS_LADDER_PAGE (self));
  g_return_if_fail (recipe != NULL);

  if (strcmp (recipe->preset, self->recipe.preset) != 0)
    self->has_own_range = self->has_own_epochs = FALSE;

  self->recipe = *recipe;
  if (!self->has_own_range)
    {
      ov_number_entry_set_value (self->from_entry,
                                 MAX (round_rate (recipe->learning_rate / BELOW), rate->minimum));
      ov_number_entry_set_value (self->to_entry,
                                 MIN (round_rate (recipe->learning_rate * ABOVE), rate->maximum));
    }
  if (!self->has_own_epochs)
    ov_number_entry_set_value (self->epochs_entry, MAX (choose_epochs (recipe), 1));
}

/**
 * ov_ladder_page_set_dataset:
 * @self: a page
 * @dataset: what the rungs are trained on; referenced
 *
 * Takes other data. A ladder on the former data is gone.
 */
void
ov_ladder_page_set_dataset (OvLadderPage *self,
                            OvDataset    *dataset)
{
  g_return_if_fail (OV_IS_LADDER_PAGE (self));

  ov_ladder_set_dataset (self->ladder, dataset);
}

/**
 * ov_ladder_page_set_quadratic:
 * @self: a page
 * @quadratic: (nullable): the quadratic form of the data, from which the losses of the next ladder
 *   are foretold where it suits the recipe; referenced
 */
void
ov_ladder_page_set_quadratic (OvLadderPage *self,
                              OvQuadratic  *quadratic)
{
  g_return_if_fail (OV_IS_LADDER_PAGE (self));

  ov_ladder_set_quadratic (self->ladder, quadratic);
}

/**
 * ov_ladder_page_get_ladder:
 * @self: a page
 *
 * Returns: (transfer none): its ladder
 */
OvLadder *
ov_ladder_page_get_ladder (OvLadderPage *self)
{
  g_return_val_if_fail (OV_IS_LADDER_PAGE (self), NULL);

  return self->ladder;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe-panel.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "joined-text.h"
#include "option-row.h"
#include "parameter.h"
#include "schedule-preview.h"
#include "sharpness-row.h"
#include "value-row.h"

/* How long a slider has to stand still, in milliseconds, before a new run starts although it is
 * still held. */
#define DEBOUNCE 150

/* The numbers with a slider, and the children that have them: the learning rate first. */
static const struct
{
  const char *key;
  const char *child;
} value_rows[] = {
  {"learning-rate", "learning_rate_row"},
  {"decay", "decay_row"},
  {"regularisation", "regularisation_row"},
};

#define N_VALUE_ROWS G_N_ELEMENTS (value_rows)

/**
 * OvRecipePanel:
 *
 * Shows a recipe and lets it be changed: which preset, the three sliders, and under "More" every
 * other number with a preview of the learning rate; and, though it is not part of a recipe, how
 * often the sharpness is measured. It announces a new recipe when a slider rests or is let go.
 */
struct _OvRecipePanel
{
  AdwBin             parent_instance;

  /* Template children. */
  AdwComboRow       *preset_row;
  OvValueRow        *value_rows[N_VALUE_ROWS];
  AdwExpanderRow    *more_row;

  GPtrArray         *option_rows;   /* borrowed */
  OvSharpnessRow    *sharpness_row; /* borrowed */
  OvSchedulePreview *preview;       /* borrowed */
  OvRecipe           recipe;
  guint              debounce; /* source, or 0 */
  gboolean           is_filling;
};

enum
{
  RECIPE_PREVIEWED,
  RECIPE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvRecipePanel, ov_recipe_panel, ADW_TYPE_BIN)

static void
show_recipe (OvRecipePanel *self)
{
  const char *const *presets = ov_recipe_list_presets ();

  self->is_filling = TRUE;

  for (guint i = 0; presets[i] != NULL; i++)
    if (g_str_equal (presets[i], self->recipe.preset))
      adw_combo_row_set_selected (self->preset_row, i);

  for (guint i = 0; i < N_VALUE_ROWS; i++)
    {
      OvValueRow *row = self->value_rows[i];
      const OvParameter *parameter = ov_value_row_get_parameter (row);

      ov_value_row_set_value (row, ov_parameter_get (parameter, &self->recipe));
      ov_value_row_set_unused (row, ov_parameter_unused (parameter, &self->recipe));
    }
  for (guint i = 0; i < self->option_rows->len; i++)
    {
      OvOptionRow *row = g_ptr_array_index (self->option_rows, i);
      const OvParameter *parameter = ov_option_row_get_parameter (row);

      ov_option_row_set_value (row, ov_parameter_get (parameter, &self->recipe));
      ov_option_row_set_unused (row, ov_parameter_unused (parameter, &self->recipe));
    }

  ov_schedule_preview_set_recipe (self->preview, &self->recipe);
  ov_sharpness_row_set_recipe (self->sharpness_row, &self->recipe);

  self->is_filling = FALSE;
  g_signal_emit (self, signals[RECIPE_PREVIEWED], 0);
}

static void
tell (OvRecipePanel *self)
{
  g_clear_handle_id (&self->debounce, g_source_remove);
  g_signal_emit (self, signals[RECIPE_CHANGED], 0);
}

static gboolean
debounce_cb (gpointer user_data)
{
  OvRecipePanel *self = user_data;

  self->debounce = 0;
  tell (self);

  return G_SOURCE_REMOVE;
}

/* A row holds only values that its parameter allows, so setting one cannot fail. */
static void
take_value (OvRecipePanel     *self,
            const OvParameter *parameter,
            double             value)
{
  gboolean taken = ov_parameter_set (parameter, &self->recipe, value, NULL);

  g_assert (taken);
}

/* A new run starts when what is dragged is let go, or rests. */
static void
settle (OvRecipePanel *self,
        gboolean       is_settled)
{
  if (is_settled)
    {
      tell (self);
      return;
    }

  g_clear_handle_id (&self->debounce, g_source_remove);
  self->debounce = g_timeout_add (DEBOUNCE, debounce_cb, self);
  g_source_set_name_by_id (self->debounce, "[overshoot] debounce of a slider");
}

static void
value_changed_cb (OvValueRow    *row,
                  gboolean       is_settled,
                  OvRecipePanel *self)
{
  take_value (self, ov_value_row_get_parameter (row), ov_value_row_get_value (row));
  ov_schedule_preview_set_recipe (self->preview, &self->recipe);
  g_signal_emit (self, signals[RECIPE_PREVIEWED], 0);
  settle (self, is_settled);
}

static void
preview_changed_cb (OvSchedulePreview *preview,
                    gboolean           is_settled,
                    OvRecipePanel     *self)
{
  self->recipe = *ov_schedule_preview_get_recipe (preview);
  show_recipe (self);
  settle (self, is_settled);
}

static void
option_changed_cb (OvOptionRow   *row,
                   OvRecipePanel *self)
{
  if (self->is_filling)
    return;

  take_value (self, ov_option_row_get_parameter (row), ov_option_row_get_value (row));
  show_recipe (self);
  tell (self);
}

static void
preset_changed_cb (AdwComboRow   *row,
                   GParamSpec    *pspec,
                   OvRecipePanel *self)
{
  const char *const *presets = ov_recipe_list_presets ();
  const guint selected = adw_combo_row_get_selected (row);

  if (self->is_filling || selected == GTK_INVALID_LIST_POSITION)
    return;

  ov_recipe_init_preset (&self->recipe, presets[selected], NULL);
  show_recipe (self);
  tell (self);
}

static void
fill_presets (OvRecipePanel *self)
{
  const char *const *presets = ov_recipe_list_presets ();
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; presets[i] != NULL; i++)
    {
      OvRecipe recipe;

      ov_recipe_init_preset (&recipe, presets[i], NULL);
      gtk_string_list_append (titles, ov_recipe_get_title (&recipe));
    }
  self->is_filling = TRUE;
  adw_combo_row_set_model (self->preset_row, G_LIST_MODEL (titles));
  self->is_filling = FALSE;
}

static gboolean
has_value_row (OvRecipePanel     *self,
               const OvParameter *parameter)
{
  for (guint i = 0; i < N_VALUE_ROWS; i++)
    if (ov_value_row_get_parameter (self->value_rows[i]) == parameter)
      return TRUE;

  return FALSE;
}

/* Running a recipe with other seeds shows how much of its course is chance. */
static void
add_seeds_row (OvRecipePanel *self)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", _("Run with 5 Seeds"), "subtitle",
                                 _("This one and the next four, for their mean and spread"),
                                 "subtitle-lines", 0, "activatable", TRUE, NULL);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.run-seeds");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", "");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("media-playback-start-symbolic"));
  adw_expander_row_add_row (self->more_row, row);
}

/* What the schedule makes of the rate, under the numbers that decide it. */
static void
add_preview_row (OvRecipePanel *self)
{
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "title", _("Rate over the epochs"),
                                 "activatable", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *hint = ov_joined_text_new_label (_("The rate over the epochs; drag its circles"));

  gtk_widget_add_css_class (hint, "caption");
  gtk_widget_add_css_class (hint, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_widget_set_margin_top (hint, 6);
  gtk_box_append (GTK_BOX (box), hint);
  self->preview = OV_SCHEDULE_PREVIEW (ov_schedule_preview_new ());
  g_signal_connect (self->preview, "changed", G_CALLBACK (preview_changed_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->preview));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  adw_expander_row_add_row (self->more_row, row);
}

static void
fill_options (OvRecipePanel *self)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  for (gsize i = 0; i < n_parameters; i++)
    {
      GtkWidget *row;

      if (has_value_row (self, &parameters[i]))
        continue;

      row = ov_option_row_new (&parameters[i]);
      g_signal_connect (row, "changed", G_CALLBACK (option_changed_cb), self);
      adw_expander_row_add_row (self->more_row, row);
      g_ptr_array_add (self->option_rows, row);
      if (g_str_equal (parameters[i].key, "seed"))
        add_seeds_row (self);
      if (g_str_equal (parameters[i].key, "warm-up"))
        add_preview_row (self);
    }

  self->sharpness_row = g_object_new (OV_TYPE_SHARPNESS_ROW, NULL);
  adw_expander_row_add_row (self->more_row, GTK_WIDGET (self->sharpness_row));
}

static void
ov_recipe_panel_dispose (GObject *object)
{
  OvRecipePanel *self = OV_RECIPE_PANEL (object);

  g_clear_handle_id (&self->debounce, g_source_remove);

  G_OBJECT_CLASS (ov_recipe_panel_parent_class)->dispose (object);
}

static void
ov_recipe_panel_finalize (GObject *object)
{
  g_ptr_array_unref (OV_RECIPE_PANEL (object)->option_rows);

  G_OBJECT_CLASS (ov_recipe_panel_parent_class)->finalize (object);
}

static void
ov_recipe_panel_class_init (OvRecipePanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ov_recipe_panel_dispose;
  object_class->finalize = ov_recipe_panel_finalize;

  /**
   * OvRecipePanel::recipe-previewed:
   * @self: the panel
   *
   * The recipe that is shown is another one, though a slider may still be moving.
   */
  signals[RECIPE_PREVIEWED] = g_signal_new ("recipe-previewed", OV_TYPE_RECIPE_PANEL,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);

  /**
   * OvRecipePanel::recipe-changed:
   * @self: the panel
   *
   * Another recipe was chosen, and a run of it is wanted.
   */
  signals[RECIPE_CHANGED] = g_signal_new ("recipe-changed", OV_TYPE_RECIPE_PANEL,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (OV_TYPE_VALUE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/recipe-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, OvRecipePanel, preset_row);
  for (guint i = 0; i < N_VALUE_ROWS; i++)
    gtk_widget_class_bind_template_child_full (
      widget_class, value_rows[i].child, FALSE,
      (gssize) G_STRUCT_OFFSET (OvRecipePanel, value_rows[i]));
  gtk_widget_class_bind_template_child (widget_class, OvRecipePanel, more_row);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, preset_changed_cb);
}

static void
ov_recipe_panel_init (OvRecipePanel *self)
{
  self->option_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < N_VALUE_ROWS; i++)
    ov_value_row_set_parameter (self->value_rows[i], ov_parameter_find (value_rows[i].key));
  ov_recipe_init_preset (&self->recipe, ov_recipe_list_presets ()[0], NULL);
  fill_presets (self);
  fill_options (self);
  show_recipe (self);
}

/**
 * ov_recipe_panel_get_recipe:
 * @self: a panel
 *
 * Returns: (transfer none): the recipe as it is shown
 */
const OvRecipe *
ov_recipe_panel_get_recipe (OvRecipePanel *self)
{
  g_return_val_if_fail (OV_IS_RECIPE_PANEL (self), NULL);

  return &self->recipe;
}

/**
 * ov_recipe_panel_set_recipe:
 * @self: a panel
 * @recipe: the recipe to show; copied
 *
 * Shows a recipe without telling anybody that it changed. A slider that was moving is forgotten.
 */
void
ov_recipe_panel_set_recipe (OvRecipePanel  *self,
                            const OvRecipe *recipe)
{
  g_return_if_fail (OV_IS_RECIPE_PANEL (self));
  g_return_if_fail (recipe != NULL);

  g_clear_handle_id (&self->debounce, g_source_remove);
  self->recipe = *recipe;
  show_recipe (self);
}

/**
 * ov_recipe_panel_set_settings:
 * @self: a panel
 * @settings: where the panel keeps how often the sharpness is measured, which no recipe says
 */
void
ov_recipe_panel_set_settings (OvRecipePanel *self,
                              GSettings     *settings)
{
  g_return_if_fail (OV_IS_RECIPE_PANEL (self));

  ov_sharpness_row_set_settings (self->sharpness_row, settings);
}

/**
 * ov_recipe_panel_set_run:
 * @self: a panel
 * @run: (nullable): the run that is shown beside it; referenced
 *
 * Lets the panel say what the measurements of the run's sharpness cost.
 */
void
ov_recipe_panel_set_run (OvRecipePanel *self,
                         OvRun         *run)
{
  g_return_if_fail (OV_IS_RECIPE_PANEL (self));

  ov_sharpness_row_set_run (self->sharpness_row, run);
}

/**
 * ov_recipe_panel_set_limit:
 * @self: a panel
 * @limit: the learning rate beyond which the recipe is unstable
 * @smooth_limit: the learning rate up to which it is smooth
 * @text: what the present rate will do
 *
 * Marks the limit of stability on the slider of the learning rate.
 */
void
ov_recipe_panel_set_limit (OvRecipePanel *self,
                           double         limit,
                           double         smooth_limit,
                           const char    *text)
{
  g_return_if_fail (OV_IS_RECIPE_PANEL (self));

  ov_value_row_set_limit (self->value_rows[0], limit, smooth_limit, text);
  ov_schedule_preview_set_limit (self->preview, limit);
}

/**
 * ov_recipe_panel_expect_limit:
 * @self: a panel
 * @progress: which share of the work that leads to the limit is done, 0 to 1; 0 before it is begun
 *
 * Shows on the slider of the learning rate that the limit of stability is being worked out.
 */
void
ov_recipe_panel_expect_limit (OvRecipePanel *self,
                              double         progress)
{
  g_return_if_fail (OV_IS_RECIPE_PANEL (self));

  ov_value_row_expect_limit (self->value_rows[0], progress);
  ov_schedule_preview_set_limit (self->preview, NAN);
}

/**
 * ov_recipe_panel_clear_limit:
 * @self: a panel
 *
 * Takes the mark of the limit away.
 */
void
ov_recipe_panel_clear_limit (OvRecipePanel *self)
{
  g_return_if_fail (OV_IS_RECIPE_PANEL (self));

  ov_value_row_clear_limit (self->value_rows[0]);
  ov_schedule_preview_set_limit (self->preview, NAN);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "file-chooser.h"
#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "download.h"
#include "input-guard.h"
#include "instrument-setting.h"
#include "joined-text.h"
#include "least-size.h"
#include "machine.h"
#include "next-frame.h"
#include "palette.h"
#include "spoken-name.h"
#include "thread-pool.h"

/**
 * OvWindow:
 *
 * The main window. It puts the widgets together and hands each what it shows; what they tell goes
 * to the session and the store, and from there back to the widgets. `window-actions.c` holds what
 * menus and keys do, `window-data.c` what concerns the data, `window-files.c` files of any kind.
 */
G_DEFINE_FINAL_TYPE (OvWindow, ov_window, ADW_TYPE_APPLICATION_WINDOW)

static void
show_run_button (OvWindow *self)
{
  OvRun *run = ov_session_get_run (self->session);
  const gboolean is_running = run != NULL && ov_run_get_state (run) == OV_RUN_RUNNING;
  const gboolean has_ended = run != NULL && ov_run_has_ended (run);
  const char *text = is_running  ? _("Pause")
                     : has_ended ? _("Run Again from the Beginning")
                                 : _("Run");

  gtk_button_set_icon_name (self->run_button, is_running ? "media-playback-pause-symbolic"
                                                         : "media-playback-start-symbolic");
  ov_joined_text_set_tooltip (GTK_WIDGET (self->run_button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
state_changed_cb (OvRun    *run,
                  OvWindow *self)
{
  show_run_button (self);

  if (ov_run_get_outcome (run) == OV_OUTCOME_FAILED)
    ov_banner_show (self->run_banner, ov_run_get_record (run)->error->message, _("_Try Again"),
                    "win.restart");
}

/**
 * ov_window_show_run:
 * @self: a window
 * @run: the current run, or an earlier one that was asked for
 *
 * Puts a run in front.
 */
void
ov_window_show_run (OvWindow *self,
                    OvRun    *run)
{
  g_return_if_fail (OV_IS_WINDOW (self));
  g_return_if_fail (OV_IS_RUN (run));

  adw_view_switcher_title_set_subtitle (self->title,
                                        ov_recipe_get_title (ov_run_get_recipe (run)));
  ov_banner_hide (self->run_banner);
  ov_status_bar_set_run (self->status_bar, run);
  ov_recipe_panel_set_run (self->recipe_panel, run);
  for (guint i = 0; i < self->pages->len; i++)
    {
      OvPage *page = g_ptr_array_index (self->pages, i);

      ov_page_show_run (page, run);
    }
  ov_playhead_set_run (self->playhead, run);
  ov_window_show_forecast (self);
  ov_window_show_guess (self);

  state_changed_cb (run, self);
}

static void
run_started_cb (OvSession *session,
                OvRun     *run,
                OvRun     *previous,
                OvWindow  *self)
{
  const char *fault = ov_machine_find_fault (ov_run_get_recipe (run));

  ov_window_note_end (self, run, previous);
  ov_run_collection_begin (self->collection, run,
                           ov_dataset_get_hash (ov_run_get_dataset (run)));
  if (fault != NULL)
    ov_banner_show (self->run_banner, fault, NULL, NULL);
  g_signal_group_set_target (self->run_signals, run);
  ov_window_view_opened (self);
  ov_window_offer_undo (self);
}

/**
 * ov_window_remember_recipe:
 * @self: a window
 * @recipe: what the next start of the program is to run; copied
 */
void
ov_window_remember_recipe (OvWindow       *self,
                           const OvRecipe *recipe)
{
  g_autofree char *json = NULL;

  g_return_if_fail (OV_IS_WINDOW (self));
  g_return_if_fail (recipe != NULL);

  json = ov_recipe_to_json (recipe);
  g_settings_set_string (self->settings, "recipe", json);
}

/**
 * ov_window_show_recipe:
 * @self: a window
 * @recipe: what is about to be run; copied
 *
 * Shows a recipe in the panel, and remembers it for the next start of the program. A slider that is
 * still being moved is left alone by its own recipe.
 */
void
ov_window_show_recipe (OvWindow       *self,
                       const OvRecipe *recipe)
{
  g_return_if_fail (OV_IS_WINDOW (self));
  g_return_if_fail (recipe != NULL);

  if (!ov_recipe_equal (recipe, ov_recipe_panel_get_recipe (self->recipe_panel)))
    ov_recipe_panel_set_recipe (self->recipe_panel, recipe);
  ov_window_remember_recipe (self, recipe);
}

/**
 * ov_window_adopt_recipe:
 * @self: a window
 * @recipe: what is to be run; copied
 * @adoption: what happens when the session has this recipe already
 *
 * Makes a recipe the window's: shows it in the panel, remembers it for the next start of the
 * program, and runs it. Whatever brings a recipe, be it the panel, an earlier run, the finder or a
 * lesson, calls this.
 */
void
ov_window_adopt_recipe (OvWindow       *self,
                        const OvRecipe *recipe,
                        OvAdoption      adoption)
{
  gboolean is_in_use;

  g_return_if_fail (OV_IS_WINDOW (self));
  g_return_if_fail (recipe != NULL);

  is_in_use = ov_recipe_equal (recipe, ov_session_get_recipe (self->session));

  /* What the panel previews may free the recipe's owner, so from here on it is the panel's copy
   * that counts. */
  ov_window_show_recipe (self, recipe);
  recipe = ov_recipe_panel_get_recipe (self->recipe_panel);
  ov_window_drop_branch (self);
  ov_session_set_recipe (self->session, recipe);

  if (is_in_use && adoption == OV_ADOPTION_RESTARTS)
    ov_session_restart (self->session);
}

static void
recipe_changed_cb (OvRecipePanel *panel,
                   OvWindow      *self)
{
  const OvRecipe *recipe = ov_recipe_panel_get_recipe (panel);

  if (!ov_window_start_branch (self, recipe))
    ov_window_adopt_recipe (self, recipe, OV_ADOPTION_KEEPS);
}

/* The last recipe, unless it was written by a version that knew other ones. */
static void
restore_recipe (OvWindow *self)
{
  g_autofree char *json = g_settings_get_string (self->settings, "recipe");
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  if (*json == '\0')
    return;
  if (ov_recipe_from_json (&recipe, json, &error))
    ov_window_adopt_recipe (self, &recipe, OV_ADOPTION_KEEPS);
  else
    g_info ("The last recipe is not used: %s", error->message);
}

static void
bind_settings (OvWindow *self)
{
  const struct
  {
    const char *key;
    gpointer object;
    const char *property;
  } bindings[] = {
    {"window-width", self, "default-width"},
    {"window-height", self, "default-height"},
    {"window-maximized", self, "maximized"},
    {"pace", self->status_bar, "pace"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    g_settings_bind (self->settings, bindings[i].key, bindings[i].object, bindings[i].property,
                     G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "pace", self->session, "pace", G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "sharpness-interval", self->session, "sharpness-interval",
                   G_SETTINGS_BIND_GET);
  ov_instrument_setting_bind_set (self->settings, G_OBJECT (self->session));
  ov_recipe_panel_set_settings (self->recipe_panel, self->settings);
  ov_chart_menu_set_settings (self->chart_menu, self->settings);
}

static void
ov_window_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  ov_least_size_allocate (GTK_WIDGET_CLASS (ov_window_parent_class), widget, width, height,
                          baseline);
  ov_window_choose_type (OV_WINDOW (widget));
  ov_window_place_lessons (OV_WINDOW (widget));
}

static void
ov_window_dispose (GObject *object)
{
  OvWindow *self = OV_WINDOW (object);

  /* What ends now has nothing to tell a window that goes, nor has an entry that loses the focus
   * with a number half typed. */
  if (self->recipe_panel != NULL)
    g_signal_handlers_disconnect_by_data (self->recipe_panel, self);
  ov_window_leave_lecture (self);
  ov_next_frame_cancel (self, &self->type_tick);
  ov_next_frame_cancel (self, &self->lessons_tick);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->store_signals);
  g_clear_object (&self->quadratics_signals);
  g_clear_object (&self->forecaster_signals);
  g_clear_handle_id (&self->hold_timeout, g_source_remove);
  ov_window_disconnect_sidebar (self);
  if (self->settings != NULL)
    ov_window_remove_setting_actions (self);
  if (self->session != NULL)
    ov_window_end (self);
  if (self->store != NULL)
    ov_data_store_stop (self->store);
  if (self->quadratics != NULL)
    ov_quadratic_store_set_dataset (self->quadratics, NULL);
  g_clear_object (&self->replay);
  g_clear_object (&self->playhead);
  if (self->continuation != NULL)
    g_cancellable_cancel (self->continuation);
  g_clear_object (&self->continuation);
  g_clear_pointer (&self->branch, ov_run_origin_unref);
  g_clear_pointer (&self->ended, ov_undo_free);
  g_clear_object (&self->resting_run);
  g_clear_object (&self->session);
  g_clear_object (&self->store);
  g_clear_object (&self->quadratics);
  g_clear_object (&self->forecaster);
  g_clear_object (&self->seeds);
  g_clear_object (&self->last_undo);
  /* A task of its own may hold it a little longer, on a thread. */
  if (self->keeper != NULL)
    g_object_run_dispose (G_OBJECT (self->keeper));
  g_clear_object (&self->keeper);
  g_clear_object (&self->collection);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  ov_file_chooser_close (&self->chooser);
  g_clear_object (&self->opened);
  g_clear_pointer (&self->guess, g_free);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (ov_window_parent_class)->dispose (object);
}

static void
ov_window_finalize (GObject *object)
{
  OvWindow *self = OV_WINDOW (object);

  /* What ends late may still tell it. */
  g_object_unref (self->toaster);

  G_OBJECT_CLASS (ov_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, OvWindow, title);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, content);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, frozen_picture);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, frozen_sign);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, blank);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, run_button);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, chart_menu);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, data_banner);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, run_banner);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, view_banner);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, seeds_banner);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, branch_banner);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, library_banner);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, data_row);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, recipe_panel);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, lesson_bar);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, status_bar);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, stage);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, OvWindow, recipe_note);
  gtk_widget_class_bind_template_callback (widget_class, recipe_changed_cb);
}

static void
ov_window_class_init (OvWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = ov_window_finalize;
  widget_class->size_allocate = ov_window_size_allocate;

  g_type_ensure (OV_TYPE_CHART_MENU);
  g_type_ensure (OV_TYPE_DATA_ROW);
  g_type_ensure (OV_TYPE_LESSON_BAR);
  g_type_ensure (OV_TYPE_BANNER);
  g_type_ensure (OV_TYPE_RECIPE_PANEL);
  g_type_ensure (OV_TYPE_STATUS_BAR);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/window.ui");
  bind_children (widget_class);
  ov_window_install_actions (widget_class);
  ov_window_install_seeds (widget_class);
  ov_window_install_continuation (widget_class);
  ov_window_install_states (widget_class);
  ov_window_install_colours (widget_class);
  ov_window_install_lecture (widget_class);
}

static void
ov_window_init (OvWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ov_window_connect_lecture (self);
  ov_input_guard_attach (GTK_WINDOW (self));
  ov_spoken_name_attach (GTK_WINDOW (self));
  self->toaster = ov_toaster_new (self->toasts);

  self->settings = g_settings_new (APPLICATION_ID);
  self->session = ov_session_new (ov_thread_pool_default_size ());
  self->store = ov_data_store_new (ov_download_start);
  self->quadratics = ov_quadratic_store_new (ov_thread_pool_default_size ());
  self->forecaster = ov_forecaster_new ();
  self->collection = ov_run_collection_new (OV_SLOT_FIRST_FREE, OV_N_SLOTS - OV_SLOT_FIRST_FREE);
  self->playhead = ov_playhead_new ();
  self->replay = ov_replay_new (self->playhead);
  self->session_signals = g_signal_group_new (OV_TYPE_SESSION);
  self->store_signals = g_signal_group_new (OV_TYPE_DATA_STORE);
  self->quadratics_signals = g_signal_group_new (OV_TYPE_QUADRATIC_STORE);
  self->forecaster_signals = g_signal_group_new (OV_TYPE_FORECASTER);
  self->run_signals = g_signal_group_new (OV_TYPE_RUN);

  g_signal_group_connect (self->session_signals, "run-started", G_CALLBACK (run_started_cb), self);
  g_signal_group_connect (self->run_signals, "state-changed", G_CALLBACK (state_changed_cb), self);
  ov_data_row_set_store (self->data_row, self->store);
  ov_status_bar_set_playhead (self->status_bar, self->playhead);

  restore_recipe (self);
  bind_settings (self);
  ov_window_connect_sidebar (self);
  ov_window_add_setting_actions (self);
  ov_window_add_pages (self);
  ov_window_connect_runs (self);
  ov_window_connect_undo (self);
  ov_window_connect_laboratory (self);
  ov_window_connect_lessons (self);
  ov_window_connect_seeds (self);
  ov_window_connect_start (self);
  ov_window_connect_data (self);
  ov_window_take_drops (self);

  g_signal_group_set_target (self->session_signals, self->session);
  g_signal_group_set_target (self->store_signals, self->store);
  g_signal_group_set_target (self->quadratics_signals, self->quadratics);
  g_signal_group_set_target (self->forecaster_signals, self->forecaster);
  ov_window_load_data (self);
}

/**
 * ov_window_new:
 * @application: the application that the window belongs to
 *
 * Returns: (transfer none): a window, not yet shown, which begins to load its data
 */
GtkWidget *
ov_window_new (AdwApplication *application)
{
  return g_object_new (OV_TYPE_WINDOW, "application", application, NULL);
}

/**
 * ov_window_open:
 * @self: a window
 * @source: a folder with the batches of CIFAR-10, or its archive
 *
 * Reads other data and trains on it.
 */
void
ov_window_open (OvWindow *self,
                GFile    *source)
{
  g_return_if_fail (OV_IS_WINDOW (self));

  ov_data_store_open (self->store, source);
}

/**
 * ov_window_get_session:
 * @self: a window
 *
 * Returns: (transfer none): its session
 */
OvSession *
ov_window_get_session (OvWindow *self)
{
  g_return_val_if_fail (OV_IS_WINDOW (self), NULL);

  return self->session;
}

/**
 * ov_window_get_store:
 * @self: a window
 *
 * Returns: (transfer none): the store of its data
 */
OvDataStore *
ov_window_get_store (OvWindow *self)
{
  g_return_val_if_fail (OV_IS_WINDOW (self), NULL);

  return self->store;
}

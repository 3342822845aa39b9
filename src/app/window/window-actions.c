/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "file-chooser.h"
#include "window-private.h"

#include <glib/gi18n-lib.h>

static void
toggle_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  ov_session_toggle (OV_WINDOW (widget)->session);
}

static void
step_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  ov_session_step (OV_WINDOW (widget)->session);
}

static void
restart_cb (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  ov_session_restart (OV_WINDOW (widget)->session);
}

static void
clear_runs_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ov_window_clear_runs (OV_WINDOW (widget));
}

static void
view_current_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  ov_run_collection_set_front (OV_WINDOW (widget)->collection, NULL);
}

static void
undo_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  ov_window_undo (OV_WINDOW (widget));
}

static void
open_library_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  OvWindow *self = OV_WINDOW (widget);

  ov_banner_hide (self->library_banner);
  ov_run_keeper_open (self->keeper);
}

static void
lessons_cb (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  OvLessonBar *bar = OV_WINDOW (widget)->lesson_bar;

  ov_lesson_bar_set_revealed (bar, !ov_lesson_bar_is_revealed (bar));
}

static void
get_data_cb (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  OvWindow *self = OV_WINDOW (widget);

  adw_flap_set_reveal_flap (self->flap, TRUE);
  ov_data_store_download (self->store);
}

static void
retry_data_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ov_data_store_retry (OV_WINDOW (widget)->store);
}

static void
cancel_download_cb (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  ov_data_store_cancel (OV_WINDOW (widget)->store);
}

static void
use_sample_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ov_data_store_use_sample (OV_WINDOW (widget)->store);
}

static void
source_chosen_cb (GtkNativeDialog *chooser,
                  int              response,
                  OvWindow        *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  ov_file_chooser_close (&self->chooser);
  if (file != NULL)
    ov_window_open (self, file);
}

static void
choose_source (OvWindow            *self,
               const char          *title,
               GtkFileChooserAction action)
{
  ov_file_chooser_close (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (source_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
open_folder_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  choose_source (OV_WINDOW (widget), _("Open a Folder with CIFAR-10"),
                 GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
open_archive_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  choose_source (OV_WINDOW (widget), _("Open an Archive of CIFAR-10"),
                 GTK_FILE_CHOOSER_ACTION_OPEN);
}

static void
open_runs_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ov_window_choose_runs (OV_WINDOW (widget));
}

static void
add_log_cb (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  ov_window_choose_logs (OV_WINDOW (widget));
}

static void
save_runs_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ov_window_save_runs (OV_WINDOW (widget), parameter);
}

static void
save_data_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ov_window_save_data (OV_WINDOW (widget), parameter);
}

static void
export_data_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  ov_window_export_data (OV_WINDOW (widget));
}

static void
export_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  ov_window_export (OV_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
copy_chart_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ov_window_copy_picture (OV_WINDOW (widget));
}

/* Of the page that is visible, or of the first one, which shows the run that all are about. */
static void
copy_log_cb (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  OvWindow *self = OV_WINDOW (widget);
  OvPage *page = OV_PAGE (adw_view_stack_get_visible_child (self->stack));

  ov_page_copy_text (ov_page_can_copy_text (page) ? page : g_ptr_array_index (self->pages, 0));
}

/* Counted from 1, as the keys are. */
static void
page_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  OvWindow *self = OV_WINDOW (widget);
  const gint32 number = g_variant_get_int32 (parameter);

  if (number >= 1 && (guint) number <= self->pages->len)
    adw_view_stack_set_visible_child (self->stack,
                                      g_ptr_array_index (self->pages, (guint) number - 1));
}

/**
 * ov_window_install_actions:
 * @widget_class: the window's class
 *
 * Installs what menus, buttons and keys do.
 */
void
ov_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *parameter_type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    {"win.toggle", NULL, toggle_cb},
    {"win.step", NULL, step_cb},
    {"win.restart", NULL, restart_cb},
    {"win.clear-runs", NULL, clear_runs_cb},
    {"win.view-current", NULL, view_current_cb},
    {"win.open-library", NULL, open_library_cb},
    {"win.undo", NULL, undo_cb},
    {"win.lessons", NULL, lessons_cb},
    {"win.get-data", NULL, get_data_cb},
    {"win.retry-data", NULL, retry_data_cb},
    {"win.cancel-download", NULL, cancel_download_cb},
    {"win.use-sample", NULL, use_sample_cb},
    {"win.open-folder", NULL, open_folder_cb},
    {"win.open-archive", NULL, open_archive_cb},
    {"win.open-runs", NULL, open_runs_cb},
    {"win.add-log", NULL, add_log_cb},
    {"win.save-runs", "as", save_runs_cb},
    {"win.save-data", "as", save_data_cb},
    {"win.export-data", NULL, export_data_cb},
    {"win.export", "s", export_cb},
    {"win.copy-chart", NULL, copy_chart_cb},
    {"win.copy-log", NULL, copy_log_cb},
    {"win.page", "i", page_cb},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
}

/* The switches of the menu, whose states are settings. */
static const char *const setting_keys[] = {
  "log-loss",
  "smoothing",
  "shared-template-scale",
  "forecast",
};

/**
 * ov_window_add_setting_actions:
 * @self: a window that has its settings
 *
 * Adds the switches of the menu.
 */
void
ov_window_add_setting_actions (OvWindow *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (setting_keys); i++)
    {
      g_autoptr (GAction) action = g_settings_create_action (self->settings, setting_keys[i]);

      g_action_map_add_action (G_ACTION_MAP (self), action);
    }
}

/**
 * ov_window_remove_setting_actions:
 * @self: a window that is being disposed of
 *
 * Takes the switches away, so that a setting which changes later does not tell a window that is
 * gone.
 */
void
ov_window_remove_setting_actions (OvWindow *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (setting_keys); i++)
    g_action_map_remove_action (G_ACTION_MAP (self), setting_keys[i]);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export-dialog.h"

#include <glib/gi18n-lib.h>

#include "error-dialog.h"
#include "input-guard.h"
#include "least-size.h"
#include "picture-chooser.h"

/**
 * OvExportDialog:
 *
 * Asks what to draw and how large, shows how it will look, and saves it. A file that cannot be
 * written is told in a dialog above it, so that another place can be chosen.
 */
struct _OvExportDialog
{
  AdwWindow       parent_instance;

  /* Template children. */
  AdwComboRow    *content_row;
  GtkAdjustment  *width_adjustment;
  GtkAdjustment  *height_adjustment;
  GtkAdjustment  *scale_adjustment;
  GtkDrawingArea *preview;
  GtkLabel       *pixels;
  GtkWidget      *problem_revealer;
  GtkLabel       *problem;
  GtkWidget      *save_button;

  /* Owned. */
  OvExport *export;
  GSettings            *settings;
  GtkFileChooserNative *chooser; /* while it is open */
};

enum
{
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvExportDialog, ov_export_dialog, ADW_TYPE_WINDOW)

static OvExportContent
get_content (OvExportDialog *self)
{
  return (OvExportContent) adw_combo_row_get_selected (self->content_row);
}

static OvExportSize
get_size (OvExportDialog *self)
{
  return (OvExportSize) {
    .width = (int) gtk_adjustment_get_value (self->width_adjustment),
    .height = (int) gtk_adjustment_get_value (self->height_adjustment),
    .scale = (int) gtk_adjustment_get_value (self->scale_adjustment),
  };
}

static void
allow_saving (OvExportDialog *self,
              gboolean        is_allowed)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.save", is_allowed);
}

static void
tell_unsaved (OvExportDialog *self,
              const char     *reason)
{
  const OvWayOut way_out = {_("_Choose Another Place…"), "export.save"};

  ov_error_dialog_present (GTK_WIDGET (self), _("The Picture Was Not Saved"), reason, &way_out, 1);
}

/* Why there is nothing to be saved. */
static void
show_problem (OvExportDialog *self,
              const char     *message)
{
  if (message != NULL)
    gtk_label_set_text (self->problem, message);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->problem_revealer), message != NULL);
}

static void
changed_cb (OvExportDialog *self)
{
  const OvExportSize size = get_size (self);
  g_autofree char *text = NULL;
  gboolean can_draw;

  if (self->export == NULL)
    return;

  /* Translators: width and height of a picture. */
  text = g_strdup_printf (_("%d × %d pixels"), size.width * size.scale, size.height * size.scale);
  gtk_label_set_text (self->pixels, text);
  can_draw = get_content (self) != OV_EXPORT_TEMPLATES || ov_export_has_templates (self->export);
  allow_saving (self, can_draw);
  show_problem (self, can_draw ? NULL
                               : _("There are no templates: no epoch has ended with finite "
                                   "weights. Choose a chart, or export again after the first "
                                   "epoch."));
  gtk_widget_queue_draw (GTK_WIDGET (self->preview));
}

static void
draw_preview_cb (GtkDrawingArea *area,
                 cairo_t        *cr,
                 int             width,
                 int             height,
                 gpointer        user_data)
{
  OvExportDialog *self = user_data;
  const OvExportSize size = get_size (self);
  const double factor = MIN ((double) width / size.width, (double) height / size.height);

  if (get_content (self) == OV_EXPORT_TEMPLATES && !ov_export_has_templates (self->export))
    return;

  cairo_translate (cr, (width - factor * size.width) / 2.0, (height - factor * size.height) / 2.0);
  cairo_scale (cr, factor, factor);
  cairo_rectangle (cr, 0.0, 0.0, size.width, size.height);
  cairo_clip (cr);
  ov_export_draw (self->export, get_content (self), cr, size.width, size.height);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (OvExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  allow_saving (self, TRUE);
  if (!ov_export_save_finish (result, &error))
    {
      if (gtk_widget_get_visible (GTK_WIDGET (self)))
        tell_unsaved (self, error->message);
      return;
    }

  g_signal_emit (self, signals[SAVED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

/**
 * ov_export_dialog_save:
 * @self: a dialog
 * @path: the file to write
 *
 * Saves what the dialog shows and closes it, or tells why that could not be done.
 */
void
ov_export_dialog_save (OvExportDialog *self,
                       const char     *path)
{
  g_return_if_fail (OV_IS_EXPORT_DIALOG (self));
  g_return_if_fail (path != NULL);

  allow_saving (self, FALSE);
  ov_export_save_async (self->export, get_content (self), get_size (self), path,
                        saved_cb, g_object_ref (self));
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           OvExportDialog  *self)
{
  g_autoptr (GtkFileChooserNative) own = g_steal_pointer (&self->chooser);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  path = ov_picture_chooser_get_path (own, self->settings, &error);
  if (path != NULL)
    ov_export_dialog_save (self, path);
  else
    tell_unsaved (self, error->message);
}

static void
save_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  OvExportDialog *self = OV_EXPORT_DIALOG (widget);
  static const char *const names[] = {
    [OV_EXPORT_LOSS] = "loss.png",
    [OV_EXPORT_ACCURACY] = "accuracy.png",
    [OV_EXPORT_BOTH] = "curves.png",
    [OV_EXPORT_TEMPLATES] = "templates.png",
  };

  g_clear_object (&self->chooser);
  self->chooser = ov_picture_chooser_new (GTK_WINDOW (self), names[get_content (self)],
                                          self->settings);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
ov_export_dialog_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  ov_least_size_allocate (GTK_WIDGET_CLASS (ov_export_dialog_parent_class), widget, width, height,
                          baseline);
}

static void
ov_export_dialog_dispose (GObject *object)
{
  OvExportDialog *self = OV_EXPORT_DIALOG (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (ov_export_dialog_parent_class)->dispose (object);
}

static void
ov_export_dialog_finalize (GObject *object)
{
  g_clear_pointer (&OV_EXPORT_DIALOG (object)->export, ov_export_unref);

  G_OBJECT_CLASS (ov_export_dialog_parent_class)->finalize (object);
}

static void
ov_export_dialog_class_init (OvExportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ov_export_dialog_dispose;
  object_class->finalize = ov_export_dialog_finalize;
  widget_class->size_allocate = ov_export_dialog_size_allocate;

  /**
   * OvExportDialog::saved:
   * @self: the dialog
   *
   * The picture was written.
   */
  signals[SAVED] = g_signal_new ("saved", OV_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, content_row);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, width_adjustment);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, height_adjustment);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, scale_adjustment);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, pixels);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "export.save", NULL, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ov_export_dialog_init (OvExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ov_input_guard_attach (GTK_WINDOW (self));
}

/**
 * ov_export_dialog_new:
 * @parent: the window that the dialog belongs to
 * @export: (transfer full): what can be drawn
 * @content: what is chosen at first
 * @settings: where the sizes and the folder are kept; referenced
 *
 * Returns: (transfer none): a dialog, not yet shown
 */
GtkWidget *
ov_export_dialog_new (GtkWindow *parent,
                      OvExport *export,
                      OvExportContent content,
                      GSettings      *settings)
{
  OvExportDialog *self = g_object_new (OV_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->export = export;
  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "export-width", self->width_adjustment, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "export-height", self->height_adjustment, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "export-scale", self->scale_adjustment, "value",
                   G_SETTINGS_BIND_DEFAULT);
  adw_combo_row_set_selected (self->content_row, content);
  gtk_drawing_area_set_draw_func (self->preview, draw_preview_cb, self, NULL);
  changed_cb (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->save_button);

  return GTK_WIDGET (self);
}

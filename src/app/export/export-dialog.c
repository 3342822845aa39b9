/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "choice-setting.h"
#include "error-dialog.h"
#include "figure-chooser.h"
#include "file-chooser.h"
#include "input-guard.h"
#include "joined-text.h"
#include "least-size.h"
#include "picture-chooser.h"
#include "raster.h"
#include "spin-input.h"
#include "spoken-name.h"

/* A preview of more pixels than this is made smaller: nobody sees them all, and the dialog would
 * wait for them. */
#define MOST_PREVIEW_PIXELS 8e6

/* Pixels a point in the preview of a format that has none. */
#define LINES_SCALE 2.0

/**
 * OvExportDialog:
 *
 * Asks what to draw and how, shows how it will look, and saves it. The preview is drawn on a thread
 * by what writes the file. When the file cannot be written, a dialog above it says so, and another
 * place can be chosen.
 */
struct _OvExportDialog
{
  AdwWindow             parent_instance;

  /* Template children. */
  OvFigureChooser      *figures;
  AdwComboRow          *format_row;
  AdwComboRow          *size_row;
  AdwComboRow          *theme_row;
  AdwComboRow          *names_row;
  GtkAdjustment        *width_adjustment;
  GtkAdjustment        *height_adjustment;
  GtkAdjustment        *dpi_adjustment;
  GtkAdjustment        *font_adjustment;
  GtkAdjustment        *line_adjustment;
  GtkWidget            *dpi_row;
  GtkEditable          *title_entry;
  GtkSwitch            *caption_switch;
  GtkSwitch            *train_switch;
  GtkSwitch            *test_switch;
  GtkSwitch            *ghosts_switch;
  GtkWidget            *curves_group;
  GtkPicture           *preview;
  GtkLabel             *pixels;
  GtkWidget            *problem_revealer;
  GtkLabel             *problem;
  AdwToastOverlay      *toasts;
  GtkWidget            *save_button;

  /* Owned. */
  OvFigureSet          *set;
  GSettings            *settings;
  GtkFileChooserNative *chooser; /* while it is open */

  gboolean              is_sizing; /* sizes are being set from the list of them */
  gboolean              is_saving;
  gboolean              is_drawing; /* a preview is being drawn */
  gboolean              is_stale;   /* and is no longer what was asked for */
};

/* In the order of the row. */
static const char *const suffixes[] = {".png", ".svg", ".pdf"};

enum
{
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvExportDialog, ov_export_dialog, ADW_TYPE_WINDOW)

static const char *
get_suffix (OvExportDialog *self)
{
  const guint place = adw_combo_row_get_selected (self->format_row);

  return suffixes[MIN (place, G_N_ELEMENTS (suffixes) - 1)];
}

static OvPageStyle
get_style (OvExportDialog *self)
{
  const char *title = gtk_editable_get_text (self->title_entry);
  OvPageStyle style = {
    .theme = adw_combo_row_get_selected (self->theme_row),
    .font_size = gtk_adjustment_get_value (self->font_adjustment),
    .line_width = gtk_adjustment_get_value (self->line_adjustment),
    .title = *title != '\0' ? title : NULL,
    .hides_caption = !gtk_switch_get_active (self->caption_switch),
    .hides_ghosts = !gtk_switch_get_active (self->ghosts_switch),
    .names = adw_combo_row_get_selected (self->names_row),
  };

  if (!gtk_switch_get_active (self->train_switch))
    style.hidden |= 1 << OV_SPLIT_TRAIN;
  if (!gtk_switch_get_active (self->test_switch))
    style.hidden |= 1 << OV_SPLIT_TEST;

  return style;
}

/* What the rows say. Its title belongs to its row. */
static OvFigurePage
get_page (OvExportDialog *self)
{
  OvFigurePage page = {
    .size = {
      .width = (int) gtk_adjustment_get_value (self->width_adjustment),
      .height = (int) gtk_adjustment_get_value (self->height_adjustment),
      .dpi = (int) gtk_adjustment_get_value (self->dpi_adjustment),
    },
    .style = get_style (self),
  };

  ov_figure_chooser_fill (self->figures, &page);

  return page;
}

static gboolean
can_draw (OvExportDialog *self)
{
  return ov_figure_chooser_find_problem (self->figures) == NULL;
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
    ov_joined_text_set_label (self->problem, message);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->problem_revealer), message != NULL);
}

static void draw_preview (OvExportDialog *self);

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (OvExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = ov_export_texture_finish (result, &error);

  self->is_drawing = FALSE;
  if (self->set == NULL || self->preview == NULL)
    return;

  if (self->is_stale)
    {
      draw_preview (self);
      return;
    }
  gtk_picture_set_paintable (self->preview, GDK_PAINTABLE (texture));
  if (can_draw (self))
    show_problem (self, error != NULL ? error->message : NULL);
  allow_saving (self, can_draw (self) && error == NULL && !self->is_saving);
}

/* One at a time: whoever types a number waits for one picture at most. */
static void
draw_preview (OvExportDialog *self)
{
  const OvFigurePage page = get_page (self);
  const double area = (double) page.size.width * page.size.height;
  double scale = g_str_equal (get_suffix (self), ".png") ? page.size.dpi / 72.0 : LINES_SCALE;

  self->is_stale = self->is_drawing;
  if (self->is_drawing)
    return;
  if (!can_draw (self))
    {
      gtk_picture_set_paintable (self->preview, NULL);
      return;
    }

  /* One that is too large for a file is not drawn here either: that it fails is what is shown. */
  if (scale * page.size.width <= OV_PICTURE_MOST_SIDE
      && scale * page.size.height <= OV_PICTURE_MOST_SIDE)
    scale = MIN (scale, sqrt (MOST_PREVIEW_PIXELS / area));
  self->is_drawing = TRUE;
  ov_export_texture_async (self->set, &page, scale, drawn_cb, g_object_ref (self));
}

static char *
describe_size (const OvPageSize *size,
               gboolean          has_pixels)
{
  const double millimetres = 25.4 / 72.0;
  const double scale = size->dpi / 72.0;

  if (has_pixels)
    /* Translators: width and height of a picture. */
    return g_strdup_printf (_("%.0f × %.0f pixels, %.0f × %.0f mm"), size->width * scale,
                            size->height * scale, size->width * millimetres,
                            size->height * millimetres);

  /* Translators: width and height of a picture. */
  return g_strdup_printf (_("%.0f × %.0f mm"), size->width * millimetres,
                          size->height * millimetres);
}

static void
changed_cb (OvExportDialog *self)
{
  const gboolean has_pixels = g_str_equal (get_suffix (self), ".png");
  g_autofree char *text = NULL;
  OvFigurePage page;

  if (self->set == NULL)
    return;

  page = get_page (self);
  text = describe_size (&page.size, has_pixels);
  ov_joined_text_set_label (self->pixels, text);
  gtk_widget_set_sensitive (self->dpi_row, has_pixels);
  gtk_widget_set_sensitive (GTK_WIDGET (self->curves_group),
                            ov_figure_chooser_has_curves (self->figures));
  allow_saving (self, can_draw (self) && !self->is_saving);
  show_problem (self, ov_figure_chooser_find_problem (self->figures));
  draw_preview (self);
}

/* Shows which of the usual sizes this is, if any. */
static void
sized_cb (OvExportDialog *self)
{
  const int width = (int) gtk_adjustment_get_value (self->width_adjustment);
  const int height = (int) gtk_adjustment_get_value (self->height_adjustment);
  guint place = 0;

  if (self->is_sizing)
    return;

  while (place < OV_N_PAGE_SIZES
         && (ov_page_sizes[place].width != width || ov_page_sizes[place].height != height))
    place++;
  self->is_sizing = TRUE;
  adw_combo_row_set_selected (self->size_row, place);
  self->is_sizing = FALSE;
  changed_cb (self);
}

static void
preset_cb (OvExportDialog *self)
{
  const guint place = adw_combo_row_get_selected (self->size_row);

  if (self->is_sizing || place >= OV_N_PAGE_SIZES)
    return;

  self->is_sizing = TRUE;
  gtk_adjustment_set_value (self->width_adjustment, ov_page_sizes[place].width);
  gtk_adjustment_set_value (self->height_adjustment, ov_page_sizes[place].height);
  gtk_adjustment_set_value (self->dpi_adjustment, ov_page_sizes[place].dpi);
  self->is_sizing = FALSE;
  changed_cb (self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (OvExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_saving = FALSE;
  allow_saving (self, can_draw (self));
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
 * ov_export_dialog_is_drawn:
 * @self: a dialog
 *
 * Returns: whether the preview shows what is chosen
 */
gboolean
ov_export_dialog_is_drawn (OvExportDialog *self)
{
  g_return_val_if_fail (OV_IS_EXPORT_DIALOG (self), FALSE);

  return !self->is_drawing && gtk_picture_get_paintable (self->preview) != NULL;
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
  OvFigurePage page;

  g_return_if_fail (OV_IS_EXPORT_DIALOG (self));
  g_return_if_fail (path != NULL);

  page = get_page (self);
  self->is_saving = TRUE;
  allow_saving (self, FALSE);
  ov_export_save_async (self->set, &page, path, saved_cb, g_object_ref (self));
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           OvExportDialog  *self)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    path = ov_picture_chooser_get_path (self->chooser, get_suffix (self), self->settings, &error);
  ov_file_chooser_close (&self->chooser);
  if (path != NULL)
    ov_export_dialog_save (self, path);
  else if (error != NULL)
    tell_unsaved (self, error->message);
}

static void
save_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  OvExportDialog *self = OV_EXPORT_DIALOG (widget);
  g_autofree char *file =
    ov_figure_chooser_make_file_name (self->figures, get_suffix (self));

  ov_file_chooser_close (&self->chooser);
  self->chooser = ov_picture_chooser_new (GTK_WINDOW (self), file, self->settings);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
copy_command_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  OvExportDialog *self = OV_EXPORT_DIALOG (widget);
  const OvFigurePage page = get_page (self);
  const char *remark = NULL;
  g_autofree char *command =
    ov_figure_chooser_make_command (self->figures, &page, get_suffix (self), &remark);

  if (command != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), command);
  if (remark == NULL)
    remark = _("The command line is on the clipboard");
  adw_toast_overlay_add_toast (self->toasts, ov_joined_text_new_toast (remark));
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

  ov_file_chooser_close (&self->chooser);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (ov_export_dialog_parent_class)->dispose (object);
}

static void
ov_export_dialog_finalize (GObject *object)
{
  g_clear_pointer (&OV_EXPORT_DIALOG (object)->set, ov_figure_set_unref);

  G_OBJECT_CLASS (ov_export_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, figures);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, size_row);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, theme_row);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, names_row);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, width_adjustment);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, height_adjustment);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, dpi_adjustment);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, font_adjustment);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, line_adjustment);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, dpi_row);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, title_entry);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, caption_switch);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, train_switch);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, test_switch);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, ghosts_switch);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, curves_group);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, pixels);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, OvExportDialog, save_button);
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

  g_type_ensure (OV_TYPE_FIGURE_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/export-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, ov_spin_input_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sized_cb);
  gtk_widget_class_bind_template_callback (widget_class, preset_cb);
  gtk_widget_class_install_action (widget_class, "export.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "export.copy-command", NULL, copy_command_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ov_export_dialog_init (OvExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ov_spoken_name_attach (GTK_WINDOW (self));
  ov_input_guard_attach (GTK_WINDOW (self));
}

/* What is chosen is what is chosen the next time, but for what belongs to the figures. */
static void
bind_settings (OvExportDialog *self)
{
  const struct
  {
    const char *key;
    gpointer object;
    const char *property;
  } bindings[] = {
    {"export-width", self->width_adjustment, "value"},
    {"export-height", self->height_adjustment, "value"},
    {"export-dpi", self->dpi_adjustment, "value"},
    {"export-font-size", self->font_adjustment, "value"},
    {"export-line-width", self->line_adjustment, "value"},
    {"export-caption", self->caption_switch, "active"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    g_settings_bind (self->settings, bindings[i].key, bindings[i].object, bindings[i].property,
                     G_SETTINGS_BIND_DEFAULT);
  ov_choice_setting_bind (self->settings, "export-format", GTK_WIDGET (self->format_row));
  ov_choice_setting_bind (self->settings, "export-theme", GTK_WIDGET (self->theme_row));
  ov_choice_setting_bind (self->settings, "export-names", GTK_WIDGET (self->names_row));
}

/**
 * ov_export_dialog_new:
 * @parent: (nullable): the window that the dialog belongs to
 * @set: (transfer full): what can be drawn, at least one figure
 * @name: the figure that is chosen at first; the first one when it is not there
 * @settings: where the choices and the folder are kept; referenced
 *
 * Returns: (transfer none): a dialog, not yet shown
 */
GtkWidget *
ov_export_dialog_new (GtkWindow   *parent,
                      OvFigureSet *set,
                      const char  *name,
                      GSettings   *settings)
{
  OvExportDialog *self = g_object_new (OV_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->settings = g_object_ref (settings);
  bind_settings (self);
  ov_figure_chooser_set_figures (self->figures, set, name);
  /* Not before all of it is chosen: each choice would have a preview drawn. */
  self->set = set;
  sized_cb (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->save_button);

  return GTK_WIDGET (self);
}

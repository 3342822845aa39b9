/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data-row.h"

#include <glib/gi18n-lib.h>

#include "css-class.h"
#include "joined-text.h"
#include "number.h"

/**
 * OvDataRow:
 *
 * Shows which data is in use and whether its sums are right, the ways to get other data, and how
 * far a download is. Its buttons are the window's actions.
 */
struct _OvDataRow
{
  AdwBin          parent_instance;

  /* Template children. */
  AdwActionRow   *row;
  AdwActionRow   *download_row;
  GtkProgressBar *progress_bar;

  /* Owned. */
  OvDataStore    *store;
  GSignalGroup   *store_signals;
};

G_DEFINE_FINAL_TYPE (OvDataRow, ov_data_row, ADW_TYPE_BIN)

static const char *
describe_check (OvDataCheck check)
{
  switch (check)
    {
    case OV_DATA_CHECK_RUNNING:
      return _("checking the sums…");
    case OV_DATA_CHECK_RIGHT:
      return _("sums right");
    case OV_DATA_CHECK_WRONG:
      return _("sums differ from the original’s");
    case OV_DATA_CHECK_NONE:
    default:
      return _("drawn by the program");
    }
}

static void
show_dataset (OvDataRow *self)
{
  OvDataset *dataset = ov_data_store_get_dataset (self->store);
  const OvDataCheck check = ov_data_store_get_check (self->store);
  g_autofree char *n_train = NULL;
  g_autofree char *n_test = NULL;
  g_autofree char *subtitle = NULL;

  if (dataset == NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _("Loading…"));
      ov_joined_text_set_subtitle (self->row, "");
      return;
    }

  /* Translators: training images, test images, and whether the checksums are right. */
  n_train = ov_number_format_count (dataset->n_images[OV_SPLIT_TRAIN]);
  n_test = ov_number_format_count (dataset->n_images[OV_SPLIT_TEST]);
  subtitle =
    g_strdup_printf (_("%s + %s images · %s"), n_train, n_test, describe_check (check));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), dataset->name);
  ov_joined_text_set_subtitle (self->row, subtitle);
  ov_css_class_set (GTK_WIDGET (self->row), "wrong-sums", check == OV_DATA_CHECK_WRONG);
}

static void
show_progress (OvDataRow *self)
{
  guint64 n_bytes;
  guint64 n_total;
  g_autofree char *done = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->download_row),
                          ov_data_store_is_downloading (self->store));

  ov_data_store_get_progress (self->store, &n_bytes, &n_total);
  done = g_format_size (n_bytes);
  if (n_total == 0)
    {
      text = g_strdup (n_bytes > 0 ? done : _("Connecting…"));
      gtk_progress_bar_pulse (self->progress_bar);
    }
  else
    {
      g_autofree char *total = g_format_size (n_total);

      /* Translators: how much has been downloaded, and of how much. */
      text = n_bytes < n_total ? g_strdup_printf (_("%s of %s"), done, total)
                               : g_strdup (_("Checking the sums…"));
      gtk_progress_bar_set_fraction (self->progress_bar, (double) n_bytes / (double) n_total);
    }
  ov_joined_text_set_subtitle (self->download_row, text);
}

static void
ov_data_row_dispose (GObject *object)
{
  OvDataRow *self = OV_DATA_ROW (object);

  g_clear_object (&self->store_signals);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ov_data_row_parent_class)->dispose (object);
}

static void
ov_data_row_class_init (OvDataRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_data_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/data-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OvDataRow, row);
  gtk_widget_class_bind_template_child (widget_class, OvDataRow, download_row);
  gtk_widget_class_bind_template_child (widget_class, OvDataRow, progress_bar);
}

static void
ov_data_row_init (OvDataRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->store_signals = g_signal_group_new (OV_TYPE_DATA_STORE);
  g_signal_group_connect_swapped (self->store_signals, "dataset-changed",
                                  G_CALLBACK (show_dataset), self);
  g_signal_group_connect_swapped (self->store_signals, "check-changed", G_CALLBACK (show_dataset),
                                  self);
  g_signal_group_connect_swapped (self->store_signals, "progress-changed",
                                  G_CALLBACK (show_progress), self);
}

/**
 * ov_data_row_set_store:
 * @self: a row
 * @store: (nullable): the store to show; referenced
 */
void
ov_data_row_set_store (OvDataRow   *self,
                       OvDataStore *store)
{
  g_return_if_fail (OV_IS_DATA_ROW (self));

  g_set_object (&self->store, store);
  g_signal_group_set_target (self->store_signals, store);
  if (store == NULL)
    return;

  show_dataset (self);
  show_progress (self);
}

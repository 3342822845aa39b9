/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "feature-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "number.h"
#include "picture.h"

#define MINIMUM_WIDTH 240
#define MINIMUM_HEIGHT 160
#define NATURAL_WIDTH 640
#define NATURAL_HEIGHT 480

#define CHANNELS 3

/**
 * OvFeatureView:
 *
 * What the units of a network's first layer look for, as pictures, those of the most influence
 * first. The tooltip of a picture tells which unit it is.
 */
struct _OvFeatureView
{
  GtkWidget      parent_instance;

  OvFeatures    *features; /* NULL while there are none */
  guint8        *rgb;      /* [units × side × side × 3] */
  const guint8 **pictures; /* [units], into @rgb */
};

G_DEFINE_FINAL_TYPE (OvFeatureView, ov_feature_view, GTK_TYPE_WIDGET)

static void
fill_sheet (OvFeatureView *self,
            OvSheet       *sheet)
{
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  *sheet = (OvSheet) {
    .pictures = self->pictures,
    .n = self->features->n_units,
    .width = (int) self->features->side,
    .height = (int) self->features->side,
    .theme = dark ? OV_THEME_DARK : OV_THEME_LIGHT,
    .chosen = -1,
  };
}

static gboolean
ov_feature_view_query_tooltip (GtkWidget  *widget,
                               int         x,
                               int         y,
                               gboolean    by_keyboard,
                               GtkTooltip *tooltip)
{
  OvFeatureView *self = OV_FEATURE_VIEW (widget);
  g_autofree char *influence = NULL;
  g_autofree char *text = NULL;
  OvSheet sheet;
  int place;

  if (self->features == NULL || by_keyboard)
    return FALSE;

  fill_sheet (self, &sheet);
  place = ov_sheet_find (&sheet, gtk_widget_get_width (widget), gtk_widget_get_height (widget),
                         x, y);
  if (place < 0)
    return FALSE;

  /* Translators: the number of a hidden unit or filter, and how much it matters. */
  influence = ov_number_format_short (self->features->influences[place], 3);
  text = g_strdup_printf (_("Unit %u, influence %s"), self->features->units[place], influence);
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
ov_feature_view_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MINIMUM_WIDTH : MINIMUM_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

static void
ov_feature_view_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  OvFeatureView *self = OV_FEATURE_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  OvSheet sheet;
  cairo_t *cr;

  if (self->features == NULL)
    return;

  fill_sheet (self, &sheet);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  ov_sheet_draw (&sheet, cr, width, height);
  cairo_destroy (cr);
}

static void
clear (OvFeatureView *self)
{
  g_clear_pointer (&self->features, ov_features_free);
  g_clear_pointer (&self->rgb, g_free);
  g_clear_pointer (&self->pictures, g_free);
}

static void
ov_feature_view_finalize (GObject *object)
{
  clear (OV_FEATURE_VIEW (object));

  G_OBJECT_CLASS (ov_feature_view_parent_class)->finalize (object);
}

static void
ov_feature_view_class_init (OvFeatureViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ov_feature_view_finalize;
  widget_class->measure = ov_feature_view_measure;
  widget_class->snapshot = ov_feature_view_snapshot;
  widget_class->query_tooltip = ov_feature_view_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "featureview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ov_feature_view_init (OvFeatureView *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What the first layer looks for"), -1);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

/**
 * ov_feature_view_set_features:
 * @self: a view
 * @features: (nullable): what to show; copied
 */
void
ov_feature_view_set_features (OvFeatureView    *self,
                              const OvFeatures *features)
{
  gsize size;

  g_return_if_fail (OV_IS_FEATURE_VIEW (self));

  clear (self);
  if (features != NULL)
    {
      size = (gsize) features->side * features->side * CHANNELS;
      self->features = ov_features_copy (features);
      self->rgb = g_new (guint8, features->n_units * size);
      self->pictures = g_new (const guint8 *, features->n_units);
      for (guint i = 0; i < features->n_units; i++)
        {
          ov_features_to_rgb (features, i, self->rgb + i * size);
          self->pictures[i] = self->rgb + i * size;
        }
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

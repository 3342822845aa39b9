/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-swatch.h"

#include "palette.h"
#include "theme.h"

#define SIZE 16
#define RING_WIDTH 2.0
#define FRONT_WIDTH 3.0
#define FRONT_GAP 1.5

/**
 * OvRunSwatch:
 *
 * A run's colour, and whether the charts show it. The run in front is drawn there in the colours of
 * training and test, which stand around its own.
 */
struct _OvRunSwatch
{
  GtkWidget    parent_instance;

  guint        slot;
  OvSwatchLook look;
};

G_DEFINE_FINAL_TYPE (OvRunSwatch, ov_run_swatch, GTK_TYPE_WIDGET)

static void
draw_half_ring (cairo_t *cr,
                guint    slot,
                double   radius,
                double   from)
{
  const OvColour colour = ov_palette_get_slot (ov_theme_find (), slot);

  ov_palette_set_source (cr, &colour);
  cairo_set_line_width (cr, FRONT_WIDTH);
  cairo_arc (cr, SIZE / 2.0, SIZE / 2.0, radius, from, from + G_PI);
  cairo_stroke (cr);
}

static void
ov_run_swatch_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  OvRunSwatch *self = OV_RUN_SWATCH (widget);
  const OvColour colour = ov_palette_get_slot (ov_theme_find (), self->slot);
  const float left = (float) (gtk_widget_get_width (widget) - SIZE) / 2.0f;
  const float top = (float) (gtk_widget_get_height (widget) - SIZE) / 2.0f;
  double radius = SIZE / 2.0 - 1.0;
  cairo_t *cr;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (left, top));
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, SIZE, SIZE));
  if (self->look == OV_SWATCH_FRONT)
    {
      radius = SIZE / 2.0 - FRONT_WIDTH / 2.0;
      draw_half_ring (cr, OV_SLOT_TRAIN, radius, G_PI_2);
      draw_half_ring (cr, OV_SLOT_TEST, radius, -G_PI_2);
      radius -= FRONT_WIDTH / 2.0 + FRONT_GAP;
    }

  ov_palette_set_source (cr, &colour);
  if (self->look == OV_SWATCH_HIDDEN)
    {
      cairo_set_line_width (cr, RING_WIDTH);
      cairo_arc (cr, SIZE / 2.0, SIZE / 2.0, radius - RING_WIDTH / 2.0, 0.0, 2.0 * G_PI);
      cairo_stroke (cr);
    }
  else
    {
      cairo_arc (cr, SIZE / 2.0, SIZE / 2.0, radius, 0.0, 2.0 * G_PI);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
  gtk_snapshot_restore (snapshot);
}

static void
ov_run_swatch_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
ov_run_swatch_class_init (OvRunSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ov_run_swatch_snapshot;
  widget_class->measure = ov_run_swatch_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ov_run_swatch_init (OvRunSwatch *self)
{
  ov_theme_follow (GTK_WIDGET (self));
}

/**
 * ov_run_swatch_new:
 *
 * Returns: (transfer floating): a swatch
 */
GtkWidget *
ov_run_swatch_new (void)
{
  return g_object_new (OV_TYPE_RUN_SWATCH, NULL);
}

/**
 * ov_run_swatch_set:
 * @self: a swatch
 * @slot: the colour of the palette
 * @look: whether the charts show the run
 */
void
ov_run_swatch_set (OvRunSwatch *self,
                   guint        slot,
                   OvSwatchLook look)
{
  g_return_if_fail (OV_IS_RUN_SWATCH (self));

  self->slot = slot;
  self->look = look;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

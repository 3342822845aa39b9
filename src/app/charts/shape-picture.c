/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shape-picture.h"

#include <math.h>

#include "dataset.h"
#include "palette.h"
#include "theme.h"

#define WIDTH 36

/* The side of an image of the input, and how far back each doubling of the channels reaches. */
#define LONGEST_SIDE 24.0
#define SHORTEST_SIDE 4.0
#define DEPTH 1.6

/* A vector is a bar, each doubling of whose numbers makes it longer. */
#define BAR_WIDTH 6.0
#define BAR_LENGTH 2.6

#define MARGIN 4.0
#define RADIUS 3.5
#define LEARNS_ALPHA 0.45f
#define OTHER_ALPHA 0.18f

/**
 * OvShapePicture:
 *
 * What comes out of a layer of a network, drawn by its shape: images as a slab, as high as they are
 * and as deep as there are channels; numbers in a row as a bar. What learns is in colour. A layer
 * that leaves the shape as it is is a knot on the line that joins the pictures.
 */
struct _OvShapePicture
{
  GtkWidget parent_instance;

  OvShape   shape;
  gboolean  learns;
  gboolean  changes;
};

G_DEFINE_FINAL_TYPE (OvShapePicture, ov_shape_picture, GTK_TYPE_WIDGET)

static gboolean
is_vector (const OvShapePicture *self)
{
  return self->shape.height == 1 && self->shape.width == 1;
}

static double
find_side (const OvShapePicture *self)
{
  return MAX (LONGEST_SIDE * self->shape.height / OV_IMAGE_SIDE, SHORTEST_SIDE);
}

static double
find_depth (const OvShapePicture *self)
{
  return DEPTH * log2 (1.0 + self->shape.channels);
}

static double
find_height (const OvShapePicture *self)
{
  if (!self->changes)
    return 2.0 * RADIUS;

  return is_vector (self) ? BAR_LENGTH * log2 (1.0 + self->shape.channels)
                          : find_side (self) + find_depth (self);
}

static void
ov_shape_picture_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                          ? WIDTH
                          : (int) ceil (find_height (OV_SHAPE_PICTURE (widget)) + 2.0 * MARGIN);
}

/* Adds the three visible sides of a slab to the path, the front one first. */
static void
trace_slab (cairo_t *cr,
            double   x,
            double   y,
            double   side,
            double   depth)
{
  cairo_rectangle (cr, x, y + depth, side, side);
  cairo_move_to (cr, x, y + depth);
  cairo_rel_line_to (cr, depth, -depth);
  cairo_rel_line_to (cr, side, 0.0);
  cairo_rel_line_to (cr, -depth, depth);
  cairo_move_to (cr, x + side, y + depth);
  cairo_rel_line_to (cr, depth, -depth);
  cairo_rel_line_to (cr, 0.0, side);
  cairo_rel_line_to (cr, -depth, depth);
}

static void
trace_shape (const OvShapePicture *self,
             cairo_t              *cr,
             double                middle,
             double                top)
{
  const double side = find_side (self);
  const double depth = find_depth (self);

  if (!self->changes)
    cairo_arc (cr, middle, top + RADIUS, RADIUS, 0.0, 2.0 * G_PI);
  else if (is_vector (self))
    cairo_rectangle (cr, middle - BAR_WIDTH / 2.0, top, BAR_WIDTH, find_height (self));
  else
    trace_slab (cr, middle - (side + depth) / 2.0, top, side, depth);
}

static void
ov_shape_picture_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  OvShapePicture *self = OV_SHAPE_PICTURE (widget);
  const OvTheme theme = ov_theme_find ();
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  const double top = (height - find_height (self)) / 2.0;
  const OvColour line = ov_palette_get_role (theme, OV_ROLE_DIM_TEXT);
  const OvColour ground = ov_palette_get_role (theme, OV_ROLE_BACKGROUND);
  OvColour ink = self->learns ? ov_palette_get_slot (theme, OV_SLOT_TRAIN) : line;
  cairo_t *cr;

  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  cairo_set_line_width (cr, 1.0);
  ov_palette_set_source (cr, &line);
  cairo_move_to (cr, floor (width / 2.0) + 0.5, 0.0);
  cairo_line_to (cr, floor (width / 2.0) + 0.5, height);
  cairo_stroke (cr);

  trace_shape (self, cr, floor (width / 2.0) + 0.5, floor (top) + 0.5);
  ov_palette_set_source (cr, &ground);
  cairo_fill_preserve (cr);
  ink.alpha = self->learns ? LEARNS_ALPHA : OTHER_ALPHA;
  ov_palette_set_source (cr, &ink);
  cairo_fill_preserve (cr);
  ink.alpha = 1.0f;
  ov_palette_set_source (cr, &ink);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
ov_shape_picture_class_init (OvShapePictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = ov_shape_picture_measure;
  widget_class->snapshot = ov_shape_picture_snapshot;

  gtk_widget_class_set_css_name (widget_class, "shapepicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ov_shape_picture_init (OvShapePicture *self)
{
  ov_theme_follow (GTK_WIDGET (self));
}

/**
 * ov_shape_picture_new:
 * @shape: what comes out of a layer
 * @learns: whether the layer has parameters
 * @changes: whether another shape comes out than goes in, or the numbers are mixed
 *
 * Returns: (transfer floating): a picture of it; what it says stands in the table beside it
 */
GtkWidget *
ov_shape_picture_new (OvShape  shape,
                      gboolean learns,
                      gboolean changes)
{
  OvShapePicture *self = g_object_new (OV_TYPE_SHAPE_PICTURE, NULL);

  self->shape = shape;
  self->learns = learns;
  self->changes = changes;

  return GTK_WIDGET (self);
}

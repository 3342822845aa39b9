/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spare-side.h"

#include "least-size.h"
#include "next-frame.h"

/**
 * OvSpareSide:
 *
 * Has a horizontal #GtkPaned as its child, whose end child, an #AdwBin, can be spared: a narrow
 * window keeps what stands before it. It asks for the width of the start child alone, and tells
 * whether there is room for the other one as well; who made it shows and hides the bin.
 */
struct _OvSpareSide
{
  AdwBin   parent_instance;

  gboolean has_room;
  guint    tick; /* tells that this has changed; 0 for not */
};

enum
{
  PROP_0,
  PROP_HAS_ROOM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OvSpareSide, ov_spare_side, ADW_TYPE_BIN)

static GtkPaned *
get_paned (gpointer self)
{
  return GTK_PANED (adw_bin_get_child (ADW_BIN (self)));
}

/**
 * ov_spare_side_measure_both:
 * @self: a spare side
 *
 * Returns: the least width of both children and the line between them, in pixels, whether the end
 *   child is to be seen or not
 */
int
ov_spare_side_measure_both (OvSpareSide *self)
{
  GtkPaned *paned;
  GtkWidget *spare;
  int least = 0;

  g_return_val_if_fail (OV_IS_SPARE_SIDE (self), 0);

  paned = get_paned (self);
  spare = gtk_paned_get_end_child (paned);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (paned)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    least += ov_least_size_get_width (child == spare ? adw_bin_get_child (ADW_BIN (spare)) : child);

  return least;
}

/* Lines of text wrap in it. */
static GtkSizeRequestMode
ov_spare_side_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ov_spare_side_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  GtkWidget *paned = GTK_WIDGET (get_paned (widget));

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    for_size = MAX (for_size, ov_least_size_get_width (paned));
  gtk_widget_measure (paned, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = ov_least_size_get_width (gtk_paned_get_start_child (GTK_PANED (paned)));
}

static void
tell (gpointer widget)
{
  OvSpareSide *self = OV_SPARE_SIDE (widget);
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const gboolean has_room = width >= ov_spare_side_measure_both (self);

  if (self->has_room == has_room)
    return;

  self->has_room = has_room;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_ROOM]);
}

static void
ov_spare_side_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  OvSpareSide *self = OV_SPARE_SIDE (widget);
  GtkWidget *paned = GTK_WIDGET (get_paned (self));
  const int least = ov_least_size_get_width (paned);

  /* Nothing may be hidden while the window is being laid out. */
  if (self->has_room != (width >= ov_spare_side_measure_both (self)))
    ov_next_frame_call (self, &self->tick, tell);
  gtk_widget_size_allocate (paned, &(GtkAllocation) {0, 0, MAX (width, least), height}, baseline);
}

static void
ov_spare_side_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (id == PROP_HAS_ROOM)
    g_value_set_boolean (value, OV_SPARE_SIDE (object)->has_room);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_spare_side_dispose (GObject *object)
{
  ov_next_frame_cancel (object, &OV_SPARE_SIDE (object)->tick);

  G_OBJECT_CLASS (ov_spare_side_parent_class)->dispose (object);
}

static void
ov_spare_side_class_init (OvSpareSideClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ov_spare_side_get_property;
  object_class->dispose = ov_spare_side_dispose;
  widget_class->get_request_mode = ov_spare_side_get_request_mode;
  widget_class->measure = ov_spare_side_measure;
  widget_class->size_allocate = ov_spare_side_size_allocate;

  properties[PROP_HAS_ROOM] = g_param_spec_boolean ("has-room", NULL, NULL, TRUE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "spareside");
}

static void
ov_spare_side_init (OvSpareSide *self)
{
  self->has_room = TRUE;
  /* That of a bin would measure and allocate the child alone. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * ov_spare_side_has_room:
 * @self: a spare side
 *
 * Returns: whether both children of the paned have room side by side, as of the last layout
 */
gboolean
ov_spare_side_has_room (OvSpareSide *self)
{
  g_return_val_if_fail (OV_IS_SPARE_SIDE (self), TRUE);

  return self->has_room;
}

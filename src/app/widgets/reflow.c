/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reflow.h"

/**
 * OvReflow:
 *
 * Its children stand side by side where there is room for all of them. Where there is not they
 * stand one beneath the other, half as far apart, each as high as it wants to be and the last one
 * as high as there is room: it needs no more width than the widest child. With #OvReflow:lowest
 * they do so as well where that is lower: a long text is not squeezed beside buttons.
 *
 * Side by side a child is as wide as it wants to be or else as narrow as it can, the last ones
 * first. What is left goes to the one that expands, or to the first: text that wraps comes first.
 */
struct _OvReflow
{
  GtkWidget parent_instance;

  int       spacing; /* between children that stand side by side */
  gboolean  lowest;
};

enum
{
  PROP_0,
  PROP_SPACING,
  PROP_LOWEST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OvReflow, ov_reflow, GTK_TYPE_WIDGET)

/* A child that is to be seen. */
typedef struct
{
  GtkWidget *widget;
  int        width; /* that it needs, later that it gets */
  int        wanted;
} Part;

static Part *
get_part (GArray *parts,
          guint   index)
{
  return &g_array_index (parts, Part, index);
}

static GArray *
list_parts (OvReflow *self)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      Part part = {.widget = child};

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &part.width, &part.wanted, NULL,
                          NULL);
      g_array_append_val (parts, part);
    }

  return parts;
}

static int
measure_gaps (GArray *parts,
              int     spacing)
{
  return parts->len > 1 ? (int) (parts->len - 1) * spacing : 0;
}

static void
widen (GArray *parts,
       int     rest)
{
  guint taker = 0;

  for (guint i = parts->len; i-- > 0;)
    {
      Part *part = get_part (parts, i);
      const int more = part->wanted - part->width;

      if (gtk_widget_compute_expand (part->widget, GTK_ORIENTATION_HORIZONTAL))
        taker = i;
      if (more > rest)
        continue;

      part->width += more;
      rest -= more;
    }
  if (parts->len > 0)
    get_part (parts, taker)->width += rest;
}

static void
measure_row (GArray *parts,
             int    *minimum,
             int    *natural)
{
  *minimum = *natural = 0;
  for (guint i = 0; i < parts->len; i++)
    {
      int least, wanted;

      gtk_widget_measure (get_part (parts, i)->widget, GTK_ORIENTATION_VERTICAL,
                          get_part (parts, i)->width, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, wanted);
    }
}

static int
measure_stack (OvReflow *self,
               GArray   *parts,
               int       width)
{
  int height = measure_gaps (parts, self->spacing / 2);

  for (guint i = 0; i < parts->len; i++)
    {
      int wanted;

      gtk_widget_measure (get_part (parts, i)->widget, GTK_ORIENTATION_VERTICAL, width, NULL,
                          &wanted, NULL, NULL);
      height += wanted;
    }

  return height;
}

/* Returns whether the children stand side by side, and sets how wide each is then. */
static gboolean
divide (OvReflow *self,
        GArray   *parts,
        int       width)
{
  int rest = width - measure_gaps (parts, self->spacing);
  int least, wanted;

  for (guint i = 0; i < parts->len; i++)
    rest -= get_part (parts, i)->width;
  if (rest < 0)
    return FALSE;

  widen (parts, rest);
  if (!self->lowest)
    return TRUE;

  measure_row (parts, &least, &wanted);

  return wanted <= measure_stack (self, parts, width);
}

static void
measure_height (OvReflow *self,
                int       width,
                int      *minimum,
                int      *natural)
{
  g_autoptr (GArray) parts = list_parts (self);

  if (divide (self, parts, width))
    measure_row (parts, minimum, natural);
  else
    *minimum = *natural = measure_stack (self, parts, width);
}

static void
measure_width (OvReflow *self,
               int      *minimum,
               int      *natural)
{
  g_autoptr (GArray) parts = list_parts (self);

  *minimum = 0;
  *natural = measure_gaps (parts, self->spacing);
  for (guint i = 0; i < parts->len; i++)
    {
      *minimum = MAX (*minimum, get_part (parts, i)->width);
      *natural += get_part (parts, i)->wanted;
    }
}

/* Without a width the height is that of the natural one. */
static void
ov_reflow_measure (GtkWidget     *widget,
                   GtkOrientation orientation,
                   int            for_size,
                   int           *minimum,
                   int           *natural,
                   int           *minimum_baseline,
                   int           *natural_baseline)
{
  OvReflow *self = OV_REFLOW (widget);
  int least, wanted;

  measure_width (self, &least, &wanted);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    measure_height (self, for_size < 0 ? wanted : MAX (for_size, least), minimum, natural);
  else
    {
      *minimum = least;
      *natural = wanted;
    }
}

static GtkSizeRequestMode
ov_reflow_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
place_row (OvReflow *self,
           GArray   *parts,
           int       width,
           int       height)
{
  const gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int start = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const int own = get_part (parts, i)->width;
      const int x = is_mirrored ? width - start - own : start;

      gtk_widget_size_allocate (get_part (parts, i)->widget, &(GtkAllocation) {x, 0, own, height},
                                -1);
      start += own + self->spacing;
    }
}

static void
place_stack (OvReflow *self,
             GArray   *parts,
             int       width,
             int       height)
{
  int y = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      GtkWidget *child = get_part (parts, i)->widget;
      int own;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &own, NULL, NULL);
      if (i + 1 == parts->len)
        own = MAX (own, height - y);
      gtk_widget_size_allocate (child, &(GtkAllocation) {0, y, width, own}, -1);
      y += own + self->spacing / 2;
    }
}

static void
ov_reflow_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  OvReflow *self = OV_REFLOW (widget);
  g_autoptr (GArray) parts = list_parts (self);

  if (divide (self, parts, width))
    place_row (self, parts, width, height);
  else
    place_stack (self, parts, width, height);
}

static void
ov_reflow_set_property (GObject      *object,
                        guint         id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  if (id == PROP_SPACING)
    OV_REFLOW (object)->spacing = g_value_get_int (value);
  else if (id == PROP_LOWEST)
    OV_REFLOW (object)->lowest = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_reflow_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ov_reflow_parent_class)->dispose (object);
}

static void
ov_reflow_class_init (OvReflowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = ov_reflow_set_property;
  object_class->dispose = ov_reflow_dispose;
  widget_class->get_request_mode = ov_reflow_get_request_mode;
  widget_class->measure = ov_reflow_measure;
  widget_class->size_allocate = ov_reflow_size_allocate;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, 100, 0,
                                               G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY
                                                 | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOWEST] = g_param_spec_boolean ("lowest", NULL, NULL, FALSE,
                                                  G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "reflow");
}

static void
ov_reflow_init (OvReflow *self)
{
}

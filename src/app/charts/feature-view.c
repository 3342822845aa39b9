/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "feature-view.h"

#include <glib/gi18n-lib.h>

#include "dataset.h"
#include "grid-walk.h"
#include "number.h"
#include "picture.h"
#include "text-scale.h"
#include "text.h"
#include "theme.h"

#define MINIMUM_WIDTH 200
#define NATURAL_WIDTH 640

#define CHANNELS 3

/* Measures of a picture with its labels, at the usual size of type. */
#define PICTURE_SIZE 64.0
#define TYPE_SIZE 12.0
#define GAP 12.0
#define LABEL_GAP 3.0
#define FRAME_WIDTH 2.0

/**
 * OvFeatureView:
 *
 * What the units of a network's first layer look for, as pictures, those of the most influence
 * first: on all classes together, or on one. Where it is known, each has the class that it speaks
 * for most and the one that it speaks against most written beneath; the tooltip tells all ten. It
 * is as high as all pictures need, and the arrow keys go from one to the next.
 */
struct _OvFeatureView
{
  GtkWidget   parent_instance;

  OvFeatures *features; /* NULL while there are none */
  guint8     *rgb;      /* [units × side × side × 3] */
  char      **names;    /* [10] of the classes; NULL while nobody knows them */
  guint      *order;    /* [units], which of the features stands at each place */
  int         class_index;
  double      type_scale; /* 1 but in lecture mode */
  int         chosen;     /* the place that is pointed at, or -1 */
};

/* Where the pictures stand in a view of some width. */
typedef struct
{
  double picture;
  double type_size;
  double line; /* 0 without labels */
  double width;
  double height;
  guint  columns;
} Grid;

G_DEFINE_FINAL_TYPE (OvFeatureView, ov_feature_view, GTK_TYPE_WIDGET)

static gboolean
is_labelled (const OvFeatureView *self)
{
  return self->features != NULL && self->features->by_class != NULL && self->names != NULL;
}

static const double *
get_by_class (const OvFeatureView *self,
              guint                place)
{
  return self->features->by_class + (gsize) self->order[place] * OV_N_CLASSES;
}

/* The class of the greatest influence, or of the least when @sign is -1; -1 when none has that
 * sign. */
static int
find_class (const OvFeatureView *self,
            guint                place,
            double               sign)
{
  const double *by_class = get_by_class (self, place);
  double most = 0.0;
  int found = -1;

  for (int k = 0; k < OV_N_CLASSES; k++)
    if (sign * by_class[k] > most)
      {
        most = sign * by_class[k];
        found = k;
      }

  return found;
}

/**
 * ov_feature_view_get_label:
 * @self: a view
 * @place: of a picture, from 0
 * @is_for: whether the class that it speaks for is meant, or the one that it speaks against
 *
 * Returns: (transfer full) (nullable): what stands beneath the picture
 */
char *
ov_feature_view_get_label (OvFeatureView *self,
                           guint          place,
                           gboolean       is_for)
{
  int found;

  g_return_val_if_fail (OV_IS_FEATURE_VIEW (self), NULL);

  if (!is_labelled (self) || place >= self->features->n_units)
    return NULL;

  found = find_class (self, place, is_for ? 1.0 : -1.0);

  return found >= 0 ? g_strdup_printf ("%s %s", is_for ? "+" : "−", self->names[found]) : NULL;
}

static double
measure_labels (OvFeatureView *self,
                double         type_size)
{
  double widest = 0.0;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      g_autofree char *label = g_strdup_printf ("+ %s", self->names[k]);
      double width;

      ov_text_measure (label, type_size, OV_TEXT_PLAIN, 0.0, &width, NULL);
      widest = MAX (widest, width + 1.0);
    }

  return widest;
}

static Grid
make_grid (OvFeatureView *self,
           int            width)
{
  const double scale = self->type_scale * ov_text_scale_find (GTK_WIDGET (self));
  Grid grid = {.picture = PICTURE_SIZE * scale, .type_size = TYPE_SIZE * scale};
  double least = grid.picture;

  if (is_labelled (self))
    {
      ov_text_measure ("0", grid.type_size, OV_TEXT_PLAIN, 0.0, NULL, &grid.line);
      least = MAX (least, measure_labels (self, grid.type_size));
    }
  grid.columns = (guint) MAX (width / (least + GAP), 1.0);
  grid.width = width / (double) grid.columns;
  grid.height = grid.picture + GAP + (grid.line > 0.0 ? 2.0 * grid.line + LABEL_GAP : 0.0);

  return grid;
}

static cairo_rectangle_t
get_area (const Grid *grid,
          guint       place)
{
  return (cairo_rectangle_t) {(place % grid->columns) * grid->width,
                              (place / grid->columns) * grid->height, grid->width, grid->height};
}

static int
find_place (OvFeatureView *self,
            double         x,
            double         y)
{
  const Grid grid = make_grid (self, gtk_widget_get_width (GTK_WIDGET (self)));
  const guint column = (guint) MAX (x / grid.width, 0.0);
  const guint place = (guint) MAX (y / grid.height, 0.0) * grid.columns + column;

  return self->features != NULL && column < grid.columns && place < self->features->n_units
           ? (int) place
           : -1;
}

static int
compare_classes (gconstpointer a,
                 gconstpointer b,
                 gpointer      by_class)
{
  const double difference = ((const double *) by_class)[*(const guint *) b]
                            - ((const double *) by_class)[*(const guint *) a];

  return difference > 0.0 ? 1 : difference < 0.0 ? -1
                                                 : 0;
}

/* The unit, how much it matters, and its influence on each class, from the one that it speaks for
 * most to the one that it speaks against most. */
static char *
describe (OvFeatureView *self,
          guint          place)
{
  const guint feature = self->order[place];
  g_autofree char *influence = ov_number_format_short (self->features->influences[feature], 3);
  GString *text = g_string_new (NULL);
  guint classes[OV_N_CLASSES];

  /* Translators: the number of a hidden unit or filter, and how much it matters. */
  g_string_append_printf (text, _("Unit %u, influence %s"), self->features->units[feature],
                          influence);
  if (!is_labelled (self))
    return g_string_free (text, FALSE);

  for (guint k = 0; k < OV_N_CLASSES; k++)
    classes[k] = k;
  g_qsort_with_data (classes, OV_N_CLASSES, sizeof *classes, compare_classes,
                     (gpointer) get_by_class (self, place));
  for (guint i = 0; i < OV_N_CLASSES; i++)
    {
      g_autofree char *number = ov_number_format_short (get_by_class (self, place)[classes[i]], 3);

      g_string_append_printf (text, "\n%s %s", self->names[classes[i]], number);
    }

  return g_string_free (text, FALSE);
}

static gboolean
ov_feature_view_query_tooltip (GtkWidget  *widget,
                               int         x,
                               int         y,
                               gboolean    by_keyboard,
                               GtkTooltip *tooltip)
{
  OvFeatureView *self = OV_FEATURE_VIEW (widget);
  const int place = by_keyboard ? self->chosen : find_place (self, x, y);
  g_autofree char *text = NULL;
  cairo_rectangle_t area;
  Grid grid;

  if (self->features == NULL || place < 0)
    return FALSE;

  text = describe (self, (guint) place);
  gtk_tooltip_set_text (tooltip, text);
  grid = make_grid (self, gtk_widget_get_width (widget));
  area = get_area (&grid, (guint) place);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) {(int) area.x, (int) area.y,
                                                      (int) area.width, (int) area.height});

  return TRUE;
}

static GtkSizeRequestMode
ov_feature_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
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
  OvFeatureView *self = OV_FEATURE_VIEW (widget);
  const guint n = self->features != NULL ? self->features->n_units : 0;
  Grid grid;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MINIMUM_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }

  grid = make_grid (self, for_size > 0 ? for_size : NATURAL_WIDTH);
  *minimum = *natural = (int) ((n + grid.columns - 1) / grid.columns * grid.height + 0.5);
}

static void
draw_label (OvFeatureView *self,
            const Grid    *grid,
            guint          place,
            gboolean       is_for,
            OvTheme        theme,
            cairo_t       *cr)
{
  const OvColour colour = ov_palette_get_role (theme, is_for ? OV_ROLE_TEXT : OV_ROLE_DIM_TEXT);
  const cairo_rectangle_t area = get_area (grid, place);
  g_autofree char *label = ov_feature_view_get_label (self, place, is_for);
  double width;

  if (label == NULL)
    return;

  ov_text_measure (label, grid->type_size, OV_TEXT_PLAIN, 0.0, &width, NULL);
  ov_text_draw (cr, label, grid->type_size, OV_TEXT_PLAIN, &colour,
                area.x + (area.width - width) / 2.0,
                area.y + GAP / 2.0 + grid->picture + LABEL_GAP + (is_for ? 0.0 : grid->line), 0.0);
}

static void
draw_place (OvFeatureView *self,
            const Grid    *grid,
            guint          place,
            OvTheme        theme,
            cairo_t       *cr)
{
  const int side = (int) self->features->side;
  const gsize size = (gsize) side * (gsize) side * CHANNELS;
  const cairo_rectangle_t area = get_area (grid, place);
  const cairo_rectangle_t picture = {area.x + (area.width - grid->picture) / 2.0,
                                     area.y + GAP / 2.0, grid->picture, grid->picture};
  const OvColour frame = ov_palette_get_role (theme, OV_ROLE_TEXT);

  ov_picture_draw (cr, self->rgb + self->order[place] * size, side, side, picture);
  if (self->chosen == (int) place)
    {
      ov_palette_set_source (cr, &frame);
      cairo_set_line_width (cr, FRAME_WIDTH);
      cairo_rectangle (cr, picture.x - FRAME_WIDTH, picture.y - FRAME_WIDTH,
                       picture.width + 2.0 * FRAME_WIDTH, picture.height + 2.0 * FRAME_WIDTH);
      cairo_stroke (cr);
    }
  if (grid->line > 0.0)
    {
      draw_label (self, grid, place, TRUE, theme, cr);
      draw_label (self, grid, place, FALSE, theme, cr);
    }
}

static void
ov_feature_view_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  OvFeatureView *self = OV_FEATURE_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  const Grid grid = make_grid (self, width);
  const OvTheme theme = ov_theme_find ();
  cairo_t *cr;

  if (self->features == NULL)
    return;

  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  for (guint i = 0; i < self->features->n_units; i++)
    draw_place (self, &grid, i, theme, cr);
  cairo_destroy (cr);
}

/* Whatever scrolls the view, or what it is a part of. */
static void
scroll_to (OvFeatureView *self,
           guint          place)
{
  const Grid grid = make_grid (self, gtk_widget_get_width (GTK_WIDGET (self)));
  const cairo_rectangle_t area = get_area (&grid, place);
  const graphene_point_t corner = {(float) area.x, (float) area.y};
  GtkWidget *view = GTK_WIDGET (self);
  graphene_point_t top;

  for (GtkWidget *widget = view; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (GTK_IS_VIEWPORT (widget)
        && gtk_widget_compute_point (view, gtk_viewport_get_child (GTK_VIEWPORT (widget)), &corner,
                                     &top))
      gtk_adjustment_clamp_page (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget)),
                                 (double) top.y, (double) top.y + area.height);
}

static void
choose (OvFeatureView *self,
        int            place)
{
  g_autofree char *text = NULL;

  if (self->chosen == place)
    return;

  self->chosen = place;
  if (place >= 0)
    {
      text = describe (self, (guint) place);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                OvFeatureView         *self)
{
  const Grid grid = make_grid (self, gtk_widget_get_width (GTK_WIDGET (self)));
  const int n = self->features != NULL ? (int) self->features->n_units : 0;
  int place = self->chosen;

  if (!ov_grid_walk (keyval, (int) grid.columns, n, &place))
    return GDK_EVENT_PROPAGATE;

  /* Before there is anything to go to, the keys do not lead elsewhere either. */
  if (n > 0)
    {
      choose (self, place);
      scroll_to (self, (guint) place);
    }

  return GDK_EVENT_STOP;
}

static void
clear (OvFeatureView *self)
{
  g_clear_pointer (&self->features, ov_features_free);
  g_clear_pointer (&self->rgb, g_free);
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->names, g_strfreev);
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
  widget_class->get_request_mode = ov_feature_view_get_request_mode;
  widget_class->measure = ov_feature_view_measure;
  widget_class->snapshot = ov_feature_view_snapshot;
  widget_class->query_tooltip = ov_feature_view_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "featureview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ov_feature_view_init (OvFeatureView *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  self->class_index = OV_FEATURE_VIEW_ALL;
  self->type_scale = 1.0;
  self->chosen = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What the first layer looks for"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _("The arrow keys go from one unit to the next"), -1);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  ov_theme_follow (GTK_WIDGET (self));
}

static int
compare_places (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const OvFeatureView *self = user_data;
  const guint first = *(const guint *) a;
  const guint second = *(const guint *) b;
  const gsize class_index = (gsize) MAX (self->class_index, 0);
  const double *by_class = self->features->by_class;
  const double difference = by_class[second * OV_N_CLASSES + class_index]
                            - by_class[first * OV_N_CLASSES + class_index];

  if (difference != 0.0)
    return difference > 0.0 ? 1 : -1;

  return first < second ? -1 : 1;
}

/* The features are sorted by their influence on all classes. */
static void
sort (OvFeatureView *self)
{
  const guint n = self->features->n_units;

  for (guint i = 0; i < n; i++)
    self->order[i] = i;
  if (is_labelled (self) && self->class_index != OV_FEATURE_VIEW_ALL)
    g_qsort_with_data (self->order, (gint) n, sizeof *self->order, compare_places, self);
}

/**
 * ov_feature_view_set_features:
 * @self: a view
 * @features: (nullable): what to show; copied
 * @class_names: (nullable): [10], what the classes are called; copied
 */
void
ov_feature_view_set_features (OvFeatureView    *self,
                              const OvFeatures *features,
                              char *const      *class_names)
{
  const guint n_before = self->features != NULL ? self->features->n_units : 0;
  const gboolean was_labelled = is_labelled (self);

  g_return_if_fail (OV_IS_FEATURE_VIEW (self));

  clear (self);
  if (features != NULL)
    {
      const gsize size = (gsize) features->side * features->side * CHANNELS;

      self->features = ov_features_copy (features);
      self->names = class_names != NULL ? g_new0 (char *, OV_N_CLASSES + 1) : NULL;
      for (guint k = 0; class_names != NULL && k < OV_N_CLASSES; k++)
        self->names[k] = g_strdup (class_names[k]);
      self->order = g_new (guint, features->n_units);
      self->rgb = g_new (guint8, features->n_units * size);
      for (guint i = 0; i < features->n_units; i++)
        ov_features_to_rgb (features, i, self->rgb + i * size);
      sort (self);
    }
  if (self->features == NULL || self->chosen >= (int) self->features->n_units)
    self->chosen = -1;

  if (n_before != (features != NULL ? features->n_units : 0)
      || was_labelled != is_labelled (self))
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ov_feature_view_sort:
 * @self: a view
 * @class_index: the class whose strongest advocates come first; %OV_FEATURE_VIEW_ALL for those of
 *   the most influence on all classes together
 */
void
ov_feature_view_sort (OvFeatureView *self,
                      int            class_index)
{
  g_return_if_fail (OV_IS_FEATURE_VIEW (self));
  g_return_if_fail (class_index >= OV_FEATURE_VIEW_ALL && class_index < OV_N_CLASSES);

  self->class_index = class_index;
  if (self->features != NULL)
    sort (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ov_feature_view_set_type_scale:
 * @self: a view
 * @type_scale: how many times larger pictures and type are than the system wants them; 1 at first
 */
void
ov_feature_view_set_type_scale (OvFeatureView *self,
                                double         type_scale)
{
  g_return_if_fail (OV_IS_FEATURE_VIEW (self));
  g_return_if_fail (type_scale > 0.0);

  self->type_scale = type_scale;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

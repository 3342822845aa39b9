/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "limit-bar.h"

#include <glib/gi18n-lib.h>

#include "joined-text.h"

#define BAR_HEIGHT 4
#define TICK_HEIGHT 9
#define GAP 2

/* A slider's knob does not quite reach the ends of its trough. */
#define INSET 2

/**
 * OvLimitBar:
 *
 * Three coloured stretches under a slider of the learning rate: where every mode shrinks smoothly,
 * where some swing but all shrink, and where one grows; with the limit between the last two marked
 * by its value. While the limit is being worked out, the bar keeps its place and shows how far that
 * is.
 */
struct _OvLimitBar
{
  GtkWidget  parent_instance;

  GtkWidget *label;
  GtkWidget *progress_bar;
  gboolean   has_limit;
  double     smooth_position; /* 0 to 1 along the slider */
  double     limit_position;
};

G_DEFINE_FINAL_TYPE (OvLimitBar, ov_limit_bar, GTK_TYPE_WIDGET)

static float
get_x (OvLimitBar *self,
       double      position)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * INSET;

  return (float) (INSET + position * width);
}

static void
append_stretch (OvLimitBar  *self,
                GtkSnapshot *snapshot,
                const char  *colour_name,
                double       from,
                double       to)
{
  const float start = get_x (self, from);
  GdkRGBA colour;

  if (to <= from
      || !gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                          colour_name, &colour))
    return;

  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (start, 0.0f, get_x (self, to) - start,
                                                  (float) BAR_HEIGHT));
}

static void
append_limit (OvLimitBar  *self,
              GtkSnapshot *snapshot)
{
  GdkRGBA colour;

  append_stretch (self, snapshot, "success_color", 0.0, self->smooth_position);
  append_stretch (self, snapshot, "warning_color", self->smooth_position, self->limit_position);
  append_stretch (self, snapshot, "error_color", self->limit_position, 1.0);

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (get_x (self, self->limit_position) - 1.0f, 0.0f,
                                                  2.0f, (float) TICK_HEIGHT));
}

static void
ov_limit_bar_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  OvLimitBar *self = OV_LIMIT_BAR (widget);

  if (self->has_limit)
    append_limit (self, snapshot);
  gtk_widget_snapshot_child (widget, self->progress_bar, snapshot);
  gtk_widget_snapshot_child (widget, self->label, snapshot);
}

static void
ov_limit_bar_measure (GtkWidget     *widget,
                      GtkOrientation orientation,
                      int            for_size,
                      int           *minimum,
                      int           *natural,
                      int           *minimum_baseline,
                      int           *natural_baseline)
{
  OvLimitBar *self = OV_LIMIT_BAR (widget);
  int bar_minimum;
  int bar_natural;

  gtk_widget_measure (self->label, orientation, for_size, minimum, natural, NULL, NULL);
  gtk_widget_measure (self->progress_bar, orientation, -1, &bar_minimum, &bar_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum += TICK_HEIGHT + GAP;
      *natural += TICK_HEIGHT + GAP;
    }
  else
    {
      *minimum = MAX (*minimum, bar_minimum + 2 * INSET);
      *natural = MAX (*natural, bar_natural + 2 * INSET);
    }
}

static void
ov_limit_bar_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  OvLimitBar *self = OV_LIMIT_BAR (widget);
  const int top = TICK_HEIGHT + GAP;
  int label_width;
  int bar_height;
  int x;

  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &label_width, NULL, NULL);
  label_width = MIN (label_width, width);
  x = self->has_limit ? (int) get_x (self, self->limit_position) - label_width / 2 : INSET;
  gtk_widget_size_allocate (self->label,
                            &(GtkAllocation) {CLAMP (x, 0, width - label_width), top, label_width,
                                              MAX (height - top, 1)},
                            -1);

  gtk_widget_measure (self->progress_bar, GTK_ORIENTATION_VERTICAL, -1, NULL, &bar_height, NULL,
                      NULL);
  gtk_widget_size_allocate (self->progress_bar,
                            &(GtkAllocation) {INSET, 0, width - 2 * INSET, bar_height}, -1);
}

static void
ov_limit_bar_dispose (GObject *object)
{
  OvLimitBar *self = OV_LIMIT_BAR (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->progress_bar, gtk_widget_unparent);

  G_OBJECT_CLASS (ov_limit_bar_parent_class)->dispose (object);
}

static void
ov_limit_bar_class_init (OvLimitBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_limit_bar_dispose;
  widget_class->snapshot = ov_limit_bar_snapshot;
  widget_class->measure = ov_limit_bar_measure;
  widget_class->size_allocate = ov_limit_bar_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "limitbar");
}

static void
ov_limit_bar_init (OvLimitBar *self)
{
  self->label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));

  self->progress_bar = gtk_progress_bar_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress_bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Working out the limit"), -1);
  gtk_widget_set_visible (self->progress_bar, FALSE);
  gtk_widget_set_parent (self->progress_bar, GTK_WIDGET (self));
}

/**
 * ov_limit_bar_set:
 * @self: a bar
 * @smooth_position: where the smooth stretch ends, 0 to 1 along the slider
 * @limit_position: where the stable stretch ends
 * @limit_text: the limit's value in words
 */
void
ov_limit_bar_set (OvLimitBar *self,
                  double      smooth_position,
                  double      limit_position,
                  const char *limit_text)
{
  g_return_if_fail (OV_IS_LIMIT_BAR (self));

  self->has_limit = TRUE;
  gtk_widget_set_visible (self->progress_bar, FALSE);
  self->smooth_position = smooth_position;
  self->limit_position = limit_position;
  ov_joined_text_set_label (GTK_LABEL (self->label), limit_text);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ov_limit_bar_set_progress:
 * @self: a bar
 * @progress: which share of the work that leads to the limit is done, 0 to 1; 0 shows nothing and
 *   only keeps the place
 *
 * Shows that the limit is not known yet.
 */
void
ov_limit_bar_set_progress (OvLimitBar *self,
                           double      progress)
{
  g_autofree char *text = NULL;

  g_return_if_fail (OV_IS_LIMIT_BAR (self));

  /* Translators: the learning rate at which training becomes unstable is being computed. */
  text = g_strdup_printf (_("Working out the limit… %.0f %%"), 100.0 * progress);
  self->has_limit = FALSE;
  ov_joined_text_set_label (GTK_LABEL (self->label), progress > 0.0 ? text : "");
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress_bar), progress);
  gtk_widget_set_visible (self->progress_bar, progress > 0.0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "template-view.h"

#include <glib/gi18n-lib.h>

#include "grid-walk.h"
#include "model.h"
#include "number.h"
#include "picture.h"
#include "sensitivity.h"
#include "text-scale.h"
#include "theme.h"

#define MINIMUM_WIDTH 180
#define MINIMUM_HEIGHT 120
#define MOST_SCALE 1.5

/* So wide it has room for all pictures of a row side by side, in two rows. */
#define TWO_ROWS_WIDTH 240

#define NATURAL_WIDTH 320
#define NATURAL_HEIGHT 400

/* From this width on the pictures want two rows, each with so much for their names. */
#define WIDE 400
#define NAMES_HEIGHT 30.0

#define RGB_SIZE (OV_IMAGE_PIXELS * 3)

/**
 * OvTemplateView:
 *
 * What each class has learned, as ten pictures with the names of the classes. The tooltip of a
 * picture tells the range of its weights; the arrow keys go from one to the next.
 */
struct _OvTemplateView
{
  GtkWidget       parent_instance;

  OvRun          *run;
  GSignalGroup   *run_signals; /* without a replay, which tells of the run as well */
  OvReplay       *replay;      /* NULL until it is set */
  GSignalGroup   *replay_signals;
  OvTemplateScale scale;
  double          type_scale; /* 1 but in lecture mode */
  int             chosen;     /* the picture that is pointed at, or -1 */

  guint8          rgb[OV_N_CLASSES][RGB_SIZE];
  const guint8   *pictures[OV_N_CLASSES]; /* NULL until something has been learned */
  const char     *names[OV_N_CLASSES];
};

enum
{
  PROP_0,
  PROP_SHARED_SCALE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OvTemplateView, ov_template_view, GTK_TYPE_WIDGET)

static void
fill_sheet (OvTemplateView *self,
            OvSheet        *sheet)
{
  *sheet = (OvSheet) {
    .pictures = self->pictures,
    .names = self->names,
    .n = OV_N_CLASSES,
    .width = OV_IMAGE_SIDE,
    .height = OV_IMAGE_SIDE,
    .is_even = TRUE,
    .type_scale = self->type_scale * ov_text_scale_find (GTK_WIDGET (self)),
    .theme = ov_theme_find (),
    .chosen = self->chosen,
  };
}

/* Whether there is a replay, of the run that is shown. */
static gboolean
is_replayed (OvTemplateView *self)
{
  return self->replay != NULL
         && ov_playhead_get_run (ov_replay_get_playhead (self->replay)) == self->run;
}

static const OvTemplates *
get_templates (OvTemplateView *self)
{
  if (self->run == NULL || ov_run_get_dataset (self->run) == NULL)
    return NULL;

  return is_replayed (self) ? ov_replay_get_templates (self->replay)
                            : ov_run_get_templates (self->run);
}

static char *
describe_class (OvTemplateView *self,
                guint           class_index)
{
  const OvTemplates *templates = get_templates (self);
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;
  g_autofree char *n_images = NULL;
  float minimum;
  float maximum;

  if (templates == NULL)
    return g_strdup (self->names[class_index]);

  ov_templates_get_range (templates, class_index, &minimum, &maximum);
  least = ov_number_format_short ((double) minimum, 3);
  most = ov_number_format_short ((double) maximum, 3);

  if (ov_run_get_recipe (self->run)->model->features_title == NULL)
    /* Translators: a class, and the least and the greatest of its weights. */
    return g_strdup_printf (_("%s: weights from %s to %s"), self->names[class_index], least,
                            most);

  n_images =
    ov_number_format_count (ov_sensitivity_get_n_images (ov_run_get_dataset (self->run)));

  /* Translators: a class, and the least and the greatest change of its score with a pixel. */
  return g_strdup_printf (_("%s: average gradient of its score with respect to the pixels, from "
                            "%s to %s (over %s test images)"),
                          self->names[class_index], least, most, n_images);
}

static void
choose (OvTemplateView *self,
        int             chosen)
{
  if (self->chosen == chosen)
    return;

  self->chosen = chosen;
  if (chosen >= 0)
    {
      g_autofree char *text = describe_class (self, (guint) chosen);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static int
find_picture (OvTemplateView *self,
              double          x,
              double          y)
{
  OvSheet sheet;

  fill_sheet (self, &sheet);

  return ov_sheet_find (&sheet, gtk_widget_get_width (GTK_WIDGET (self)),
                        gtk_widget_get_height (GTK_WIDGET (self)), x, y);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           OvTemplateView           *self)
{
  choose (self, find_picture (self, x, y));
}

static void
leave_cb (GtkEventControllerMotion *controller,
          OvTemplateView           *self)
{
  choose (self, -1);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                OvTemplateView        *self)
{
  int place = self->chosen;
  OvSheet sheet;

  fill_sheet (self, &sheet);
  if (!ov_grid_walk (keyval,
                     (int) ov_sheet_count_columns (&sheet, gtk_widget_get_width (GTK_WIDGET (self)),
                                                   gtk_widget_get_height (GTK_WIDGET (self))),
                     OV_N_CLASSES, &place))
    return GDK_EVENT_PROPAGATE;

  choose (self, place);

  return GDK_EVENT_STOP;
}

static gboolean
ov_template_view_query_tooltip (GtkWidget  *widget,
                                int         x,
                                int         y,
                                gboolean    by_keyboard,
                                GtkTooltip *tooltip)
{
  OvTemplateView *self = OV_TEMPLATE_VIEW (widget);
  const int index = by_keyboard ? self->chosen : find_picture (self, x, y);
  g_autofree char *text = NULL;
  OvSheet sheet;
  cairo_rectangle_t area;

  if (index < 0)
    return FALSE;

  text = describe_class (self, (guint) index);
  gtk_tooltip_set_text (tooltip, text);

  fill_sheet (self, &sheet);
  ov_sheet_get_area (&sheet, gtk_widget_get_width (widget), gtk_widget_get_height (widget),
                     (guint) index, &area);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) {(int) area.x, (int) area.y,
                                                      (int) area.width, (int) area.height});

  return TRUE;
}

static GtkSizeRequestMode
ov_template_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Of two rows of pictures. */
static int
want_height (int    width,
             double type_scale)
{
  return (int) (2.0 * (width / (OV_N_CLASSES / 2.0) + NAMES_HEIGHT * type_scale));
}

static void
ov_template_view_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  /* Larger names in as many rows leave the pictures less, above all in many rows. Without a width
   * the least height is asked for that any width has. */
  const double scale = MIN (ov_text_scale_find (widget), MOST_SCALE);
  const gboolean is_narrow = for_size >= 0 && for_size < TWO_ROWS_WIDTH;
  const double growth = is_narrow ? scale * scale : scale;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MINIMUM_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }

  *minimum = (int) (MINIMUM_HEIGHT * growth);
  *natural = for_size < WIDE ? NATURAL_HEIGHT : want_height (for_size, scale);
}

static void
ov_template_view_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  OvTemplateView *self = OV_TEMPLATE_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  OvSheet sheet;
  cairo_t *cr;

  fill_sheet (self, &sheet);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  ov_sheet_draw (&sheet, cr, width, height);
  cairo_destroy (cr);
}

static void
update_pictures (OvTemplateView *self)
{
  const OvTemplates *templates = get_templates (self);

  if (templates != NULL)
    ov_templates_all_to_rgb (templates, self->scale, &self->rgb[0][0]);
  for (guint k = 0; k < OV_N_CLASSES; k++)
    self->pictures[k] = templates != NULL ? self->rgb[k] : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The last pictures stay until a run has learned something, unless it is over and never will. */
static void
update_when_learned (OvTemplateView *self)
{
  if (get_templates (self) != NULL || self->run == NULL || ov_run_has_ended (self->run)
      || (is_replayed (self) && ov_replay_get_kind (self->replay) != OV_REPLAY_OWN))
    update_pictures (self);
}

static void
ov_template_view_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  OvTemplateView *self = OV_TEMPLATE_VIEW (object);

  if (id == PROP_SHARED_SCALE)
    g_value_set_boolean (value, self->scale == OV_TEMPLATE_SCALE_SHARED);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_template_view_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  OvTemplateView *self = OV_TEMPLATE_VIEW (object);

  if (id != PROP_SHARED_SCALE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }

  self->scale = g_value_get_boolean (value) ? OV_TEMPLATE_SCALE_SHARED : OV_TEMPLATE_SCALE_EACH;
  update_pictures (self);
}

static void
ov_template_view_dispose (GObject *object)
{
  OvTemplateView *self = OV_TEMPLATE_VIEW (object);

  g_clear_object (&self->replay_signals);
  g_clear_object (&self->replay);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (ov_template_view_parent_class)->dispose (object);
}

static void
ov_template_view_class_init (OvTemplateViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ov_template_view_get_property;
  object_class->set_property = ov_template_view_set_property;
  object_class->dispose = ov_template_view_dispose;
  widget_class->get_request_mode = ov_template_view_get_request_mode;
  widget_class->measure = ov_template_view_measure;
  widget_class->snapshot = ov_template_view_snapshot;
  widget_class->query_tooltip = ov_template_view_query_tooltip;

  properties[PROP_SHARED_SCALE] = g_param_spec_boolean ("shared-scale", NULL, NULL, TRUE,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "templateview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ov_template_view_init (OvTemplateView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  self->chosen = -1;
  self->type_scale = 1.0;
  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "templates-changed",
                                  G_CALLBACK (update_pictures), self);
  self->replay_signals = g_signal_group_new (OV_TYPE_REPLAY);
  g_signal_group_connect_swapped (self->replay_signals, "changed",
                                  G_CALLBACK (update_when_learned), self);

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What each class has learned"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _("The arrow keys go from one class to the next"), -1);

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, key);

  ov_theme_follow (GTK_WIDGET (self));
}

/**
 * ov_template_view_set_run:
 * @self: a view
 * @run: (nullable): the run whose templates are shown; referenced
 *
 * Shows what another run has learned. Of a run whose data is not there nothing is shown.
 */
void
ov_template_view_set_run (OvTemplateView *self,
                          OvRun          *run)
{
  g_return_if_fail (OV_IS_TEMPLATE_VIEW (self));

  if (self->run == run)
    return;

  g_set_object (&self->run, run);
  if (self->replay == NULL)
    g_signal_group_set_target (self->run_signals, run);
  if (run == NULL)
    return;

  /* Only the data knows what its classes are. */
  for (guint k = 0; k < OV_N_CLASSES; k++)
    self->names[k] =
      ov_run_get_dataset (run) != NULL ? ov_run_get_dataset (run)->class_names[k] : "–";
  update_when_learned (self);
}

/**
 * ov_template_view_set_replay:
 * @self: a view
 * @replay: what the run had learned by the epoch that is looked at; referenced
 *
 * Shows what the replay has found, of the run that is shown.
 */
void
ov_template_view_set_replay (OvTemplateView *self,
                             OvReplay       *replay)
{
  g_return_if_fail (OV_IS_TEMPLATE_VIEW (self));
  g_return_if_fail (OV_IS_REPLAY (replay));

  g_set_object (&self->replay, replay);
  g_signal_group_set_target (self->run_signals, NULL);
  g_signal_group_set_target (self->replay_signals, replay);
  update_when_learned (self);
}

/**
 * ov_template_view_set_type_scale:
 * @self: a view
 * @type_scale: how many times larger the names of the classes are than usual
 */
void
ov_template_view_set_type_scale (OvTemplateView *self,
                                 double          type_scale)
{
  g_return_if_fail (OV_IS_TEMPLATE_VIEW (self));

  self->type_scale = type_scale;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

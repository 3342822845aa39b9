/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis-bar.h"

#include <glib/gi18n-lib.h>

#include "focus-place.h"
#include "instrument.h"
#include "joined-text.h"
#include "reflow.h"
#include "run-limit.h"

/* How often a running run is diagnosed again, in microseconds. */
#define INTERVAL G_USEC_PER_SEC

/* Of a sentence in the list of what else was found, in characters. */
#define LINE_LENGTH 60

/* Nothing is pointed at, or what is said first; what else was found follows. */
#define NOWHERE -1
#define FIRST 0

/* Where a line of that list has its place in it. */
#define PLACE_KEY "overshoot-place"

/**
 * OvDiagnosisBar:
 *
 * Says in words what the curves of the current run do, by which evidence, and offers one thing to
 * try. What else was found stands in a list that a button opens. Whoever points at a sentence, or
 * goes to it by keys, is told which epochs it means.
 */
struct _OvDiagnosisBar
{
  AdwBin         parent_instance;

  /* Template children. */
  GtkLabel      *title;
  GtkWidget     *sentences;
  GtkLabel      *evidence; /* in them */
  GtkButton     *remedy_button;
  GtkMenuButton *others_button;
  GtkBox        *others;

  /* Owned. */
  OvRun         *run;
  GSignalGroup  *run_signals;
  OvDiagnosis   *diagnosis;
  OvQuadratic   *quadratic; /* of the run's data; NULL while there is none */

  gint64         judged_at;
  int            pointed; /* at which sentences, or NOWHERE */
};

enum
{
  PROP_0,
  PROP_POINTED_SPANS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  JUDGED,
  REMEDY_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvDiagnosisBar, ov_diagnosis_bar, ADW_TYPE_BIN)

static const char *
get_title (OvDiagnosisBar *self)
{
  return ov_diagnosis_kind_get_title (self->diagnosis->kind, ov_run_has_ended (self->run));
}

static const GArray *
find_spans (OvDiagnosisBar *self)
{
  if (self->diagnosis == NULL || self->pointed == NOWHERE)
    return NULL;
  if (self->pointed == FIRST)
    return self->diagnosis->spans;

  return ((OvDiagnosisFinding *) self->diagnosis->others->pdata[self->pointed - 1])->spans;
}

static void
point (OvDiagnosisBar *self,
       int             place)
{
  self->pointed = place;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POINTED_SPANS]);
}

static int
find_place (GtkEventController *controller)
{
  return GPOINTER_TO_INT (
    g_object_get_data (G_OBJECT (gtk_event_controller_get_widget (controller)), PLACE_KEY));
}

static void
entered_cb (GtkEventController *controller,
            double              x,
            double              y,
            OvDiagnosisBar     *self)
{
  point (self, find_place (controller));
}

/* What can be read would only be covered, with what stands beneath it, by its own words. */
static gboolean
query_tooltip_cb (GtkLabel       *label,
                  int             x,
                  int             y,
                  gboolean        is_by_key,
                  GtkTooltip     *tooltip,
                  OvDiagnosisBar *self)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;

  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));

  return TRUE;
}

static void
focused_cb (GtkEventController *controller,
            OvDiagnosisBar     *self)
{
  point (self, find_place (controller));
}

static void
left_cb (GtkEventController *controller,
         OvDiagnosisBar     *self)
{
  point (self, NOWHERE);
}

/* What a screen reader says. */
static void
name (GtkWidget  *widget,
      const char *title,
      const char *evidence)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, evidence, -1);
}

/* What else was found: its name, and the sentences. It takes the focus, so keys point too. */
static GtkWidget *
make_line (OvDiagnosisBar           *self,
           const OvDiagnosisFinding *finding,
           int                       place)
{
  GtkWidget *line = g_object_new (OV_TYPE_FOCUS_PLACE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = ov_joined_text_new_label (
    ov_diagnosis_kind_get_title (finding->kind, ov_run_has_ended (self->run)));
  GtkWidget *evidence = ov_joined_text_new_label (finding->evidence);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0.0f);
  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_xalign (GTK_LABEL (evidence), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (evidence), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (evidence), LINE_LENGTH);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), evidence);
  gtk_widget_set_parent (box, line);

  g_object_set_data (G_OBJECT (line), PLACE_KEY, GINT_TO_POINTER (place));
  name (line, gtk_label_get_text (GTK_LABEL (title)), finding->evidence);
  g_signal_connect (motion, "enter", G_CALLBACK (entered_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (left_cb), self);
  g_signal_connect (focus, "enter", G_CALLBACK (focused_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (line, motion);
  gtk_widget_add_controller (line, focus);

  return line;
}

static gboolean
is_same (const OvDiagnosis *before,
         const OvDiagnosis *now)
{
  gboolean same = before != NULL && before->others->len == now->others->len;

  for (guint i = 0; same && i < now->others->len; i++)
    same = g_str_equal (((OvDiagnosisFinding *) before->others->pdata[i])->evidence,
                        ((OvDiagnosisFinding *) now->others->pdata[i])->evidence);

  return same;
}

static void
show_others (OvDiagnosisBar *self)
{
  const GPtrArray *others = self->diagnosis->others;
  g_autofree char *label =
    g_strdup_printf (ngettext ("%u more finding", "%u more findings", others->len), others->len);

  for (GtkWidget *child;
       (child = gtk_widget_get_first_child (GTK_WIDGET (self->others))) != NULL;)
    gtk_box_remove (self->others, child);
  for (guint i = 0; i < others->len; i++)
    gtk_box_append (self->others, make_line (self, others->pdata[i], FIRST + 1 + (int) i));

  gtk_menu_button_set_label (self->others_button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->others_button), others->len > 0);
  if (others->len == 0)
    gtk_menu_button_popdown (self->others_button);
}

static void
judge (OvDiagnosisBar *self)
{
  OvDiagnosis *before = g_steal_pointer (&self->diagnosis);
  const OvRunRecord *record = ov_run_get_record (self->run);
  g_autofree char *faults = NULL;

  self->judged_at = g_get_monotonic_time ();
  self->diagnosis =
    ov_diagnosis_new (record->history, &record->recipe, record->n_images[OV_SPLIT_TRAIN],
                      ov_run_record_find_limit (record, self->quadratic));
  faults = ov_instruments_find_faults (record);
  ov_diagnosis_add_evidence (self->diagnosis, faults);

  ov_joined_text_set_label (self->title, get_title (self));
  ov_joined_text_set_label (self->evidence, self->diagnosis->evidence);
  name (GTK_WIDGET (self), get_title (self), self->diagnosis->evidence);
  name (self->sentences, get_title (self), self->diagnosis->evidence);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_button), self->diagnosis->has_remedy);
  if (self->diagnosis->has_remedy)
    gtk_button_set_label (self->remedy_button, self->diagnosis->remedy_label);

  if (!is_same (before, self->diagnosis))
    {
      if (self->pointed > FIRST)
        self->pointed = NOWHERE;
      show_others (self);
    }
  g_clear_pointer (&before, ov_diagnosis_free);
  point (self, self->pointed);
  g_signal_emit (self, signals[JUDGED], 0);
}

/* No more epochs would bring what is said up to date. */
static void
state_changed_cb (OvRun          *run,
                  OvDiagnosisBar *self)
{
  if (ov_run_has_ended (run) || ov_run_get_state (run) == OV_RUN_PAUSED)
    judge (self);
}

static void
clicked_cb (GtkButton      *button,
            OvDiagnosisBar *self)
{
  g_signal_emit (self, signals[REMEDY_CHOSEN], 0);
}

static void
ov_diagnosis_bar_dispose (GObject *object)
{
  OvDiagnosisBar *self = OV_DIAGNOSIS_BAR (object);

  g_clear_object (&self->run_signals);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (ov_diagnosis_bar_parent_class)->dispose (object);
}

static void
ov_diagnosis_bar_finalize (GObject *object)
{
  OvDiagnosisBar *self = OV_DIAGNOSIS_BAR (object);

  g_clear_pointer (&self->diagnosis, ov_diagnosis_free);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);

  G_OBJECT_CLASS (ov_diagnosis_bar_parent_class)->finalize (object);
}

static void
ov_diagnosis_bar_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (id == PROP_POINTED_SPANS)
    g_value_set_boxed (value, find_spans (OV_DIAGNOSIS_BAR (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_diagnosis_bar_class_init (OvDiagnosisBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ov_diagnosis_bar_dispose;
  object_class->finalize = ov_diagnosis_bar_finalize;
  object_class->get_property = ov_diagnosis_bar_get_property;

  /* Of the sentences that somebody points at, NULL while nobody does. */
  properties[PROP_POINTED_SPANS] = g_param_spec_boxed ("pointed-spans", NULL, NULL, G_TYPE_ARRAY,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * OvDiagnosisBar::judged:
   * @self: the bar
   *
   * The run was judged again.
   */
  signals[JUDGED] = g_signal_new ("judged", OV_TYPE_DIAGNOSIS_BAR, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OvDiagnosisBar::remedy-chosen:
   * @self: the bar
   *
   * What the diagnosis has to try is wanted.
   */
  signals[REMEDY_CHOSEN] = g_signal_new ("remedy-chosen", OV_TYPE_DIAGNOSIS_BAR,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (OV_TYPE_FOCUS_PLACE);
  g_type_ensure (OV_TYPE_REFLOW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/diagnosis-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, OvDiagnosisBar, title);
  gtk_widget_class_bind_template_child (widget_class, OvDiagnosisBar, sentences);
  gtk_widget_class_bind_template_child (widget_class, OvDiagnosisBar, evidence);
  gtk_widget_class_bind_template_child (widget_class, OvDiagnosisBar, remedy_button);
  gtk_widget_class_bind_template_child (widget_class, OvDiagnosisBar, others_button);
  gtk_widget_class_bind_template_child (widget_class, OvDiagnosisBar, others);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, focused_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_set_css_name (widget_class, "diagnosisbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
ov_diagnosis_bar_init (OvDiagnosisBar *self)
{
  self->pointed = NOWHERE;
  gtk_widget_init_template (GTK_WIDGET (self));

  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect (self->run_signals, "state-changed", G_CALLBACK (state_changed_cb), self);
}

/**
 * ov_diagnosis_bar_set_run:
 * @self: a bar
 * @run: (nullable): the run to judge; referenced
 * @quadratic: (nullable): the quadratic form of its data, which its limit may follow from;
 *   referenced
 */
void
ov_diagnosis_bar_set_run (OvDiagnosisBar *self,
                          OvRun          *run,
                          OvQuadratic    *quadratic)
{
  g_return_if_fail (OV_IS_DIAGNOSIS_BAR (self));

  if (self->run == run && self->quadratic == quadratic)
    return;

  if (quadratic != NULL)
    ov_quadratic_ref (quadratic);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  self->quadratic = quadratic;
  g_set_object (&self->run, run);
  g_signal_group_set_target (self->run_signals, run);
  if (run != NULL)
    judge (self);
}

/**
 * ov_diagnosis_bar_follow:
 * @self: a bar
 * @kind: what the table says of the run by now
 *
 * Judges a run that is running again: at times that leave the time to read a sentence, and at once
 * when the table says something else.
 */
void
ov_diagnosis_bar_follow (OvDiagnosisBar *self,
                         OvDiagnosisKind kind)
{
  g_return_if_fail (OV_IS_DIAGNOSIS_BAR (self));
  g_return_if_fail (self->run != NULL);

  if (self->diagnosis->kind != kind || g_get_monotonic_time () - self->judged_at >= INTERVAL)
    judge (self);
}

/**
 * ov_diagnosis_bar_get_diagnosis:
 * @self: a bar
 *
 * Returns: (transfer none) (nullable): the last diagnosis, valid until the next one
 */
const OvDiagnosis *
ov_diagnosis_bar_get_diagnosis (OvDiagnosisBar *self)
{
  g_return_val_if_fail (OV_IS_DIAGNOSIS_BAR (self), NULL);

  return self->diagnosis;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis-bar.h"

#include <glib/gi18n-lib.h>

#include "instrument.h"
#include "run-limit.h"

/* How often a running run is diagnosed again, in microseconds. */
#define INTERVAL G_USEC_PER_SEC

/**
 * OvDiagnosisBar:
 *
 * Says in words what the curves of the current run do, by which evidence, and offers one thing to
 * try.
 */
struct _OvDiagnosisBar
{
  AdwBin        parent_instance;

  /* Template children. */
  GtkLabel     *title;
  GtkLabel     *evidence;
  GtkButton    *remedy_button;

  /* Owned. */
  OvRun        *run;
  GSignalGroup *run_signals;
  OvDiagnosis  *diagnosis;
  OvQuadratic  *quadratic; /* of the run's data; NULL while there is none */

  gint64        judged_at;
};

enum
{
  JUDGED,
  REMEDY_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvDiagnosisBar, ov_diagnosis_bar, ADW_TYPE_BIN)

/* A log is not judged too early, but has less than it takes. */
static const char *
get_title (OvDiagnosisBar *self)
{
  if (self->diagnosis->kind == OV_DIAGNOSIS_UNKNOWN
      && ov_recipe_is_foreign (ov_run_get_recipe (self->run)))
    return _("No diagnosis");

  return ov_diagnosis_kind_get_title (self->diagnosis->kind);
}

static void
judge (OvDiagnosisBar *self)
{
  const OvRunRecord *record = ov_run_get_record (self->run);
  g_autofree char *faults = NULL;

  self->judged_at = g_get_monotonic_time ();
  g_clear_pointer (&self->diagnosis, ov_diagnosis_free);
  self->diagnosis =
    ov_diagnosis_new (record->history, &record->recipe, record->n_images[OV_SPLIT_TRAIN],
                      ov_run_record_find_limit (record, self->quadratic));
  faults = ov_instruments_find_faults (record);
  ov_diagnosis_add_evidence (self->diagnosis, faults);

  gtk_label_set_text (self->title, get_title (self));
  gtk_label_set_text (self->evidence, self->diagnosis->evidence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->evidence), self->diagnosis->evidence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  get_title (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->diagnosis->evidence,
                                  -1);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_button), self->diagnosis->has_remedy);
  if (self->diagnosis->has_remedy)
    gtk_button_set_label (self->remedy_button, self->diagnosis->remedy_label);
  g_signal_emit (self, signals[JUDGED], 0);
}

static void
state_changed_cb (OvRun          *run,
                  OvDiagnosisBar *self)
{
  if (ov_run_has_ended (run))
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
ov_diagnosis_bar_class_init (OvDiagnosisBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ov_diagnosis_bar_dispose;
  object_class->finalize = ov_diagnosis_bar_finalize;

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

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/diagnosis-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, OvDiagnosisBar, title);
  gtk_widget_class_bind_template_child (widget_class, OvDiagnosisBar, evidence);
  gtk_widget_class_bind_template_child (widget_class, OvDiagnosisBar, remedy_button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_set_css_name (widget_class, "diagnosisbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
ov_diagnosis_bar_init (OvDiagnosisBar *self)
{
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

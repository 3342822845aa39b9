/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "start-choice.h"

#include <glib/gi18n-lib.h>

#include "joined-text.h"

/**
 * OvStartChoice:
 *
 * Where something starts that trains a copy: from a recipe's first weights, or from those that the
 * current run has come to, while there are any. What the user wants is kept while it cannot be had,
 * so that a new run does not undo the choice.
 */
struct _OvStartChoice
{
  AdwBin           parent_instance;

  /* Template children. */
  GtkToggleButton *first_button;
  GtkToggleButton *run_button;

  /* Owned. */
  OvRun           *run; /* NULL before there is one */
  GSignalGroup    *run_signals;

  gboolean         wants_run;
  gboolean         is_filling; /* the buttons are being set, not pressed */
};

G_DEFINE_FINAL_TYPE (OvStartChoice, ov_start_choice, ADW_TYPE_BIN)

/* Why nothing can start from the run's weights; NULL when it can. */
static const char *
get_reason (OvStartChoice *self)
{
  if (self->run == NULL)
    return _("There is no run yet");

  switch (ov_run_get_outcome (self->run))
    {
    case OV_OUTCOME_DIVERGED:
      return _("The run diverged: its weights are no longer finite");
    case OV_OUTCOME_CANCELLED:
      return _("The run was stopped");
    case OV_OUTCOME_FAILED:
      return _("The run failed");
    case OV_OUTCOME_NONE:
    case OV_OUTCOME_FINISHED:
    default:
      return NULL;
    }
}

static void
show (OvStartChoice *self)
{
  const char *reason = get_reason (self);
  const char *text = reason != NULL ? reason
                                    : _("The weights that the run has reached");

  self->is_filling = TRUE;
  gtk_toggle_button_set_active (self->wants_run && reason == NULL ? self->run_button
                                                                  : self->first_button,
                                TRUE);
  self->is_filling = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->run_button), reason == NULL);
  ov_joined_text_set_tooltip (GTK_WIDGET (self->run_button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
toggled_cb (GtkToggleButton *button,
            OvStartChoice   *self)
{
  if (!self->is_filling)
    self->wants_run = gtk_toggle_button_get_active (button);
}

static void
ov_start_choice_dispose (GObject *object)
{
  OvStartChoice *self = OV_START_CHOICE (object);

  g_clear_object (&self->run_signals);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (ov_start_choice_parent_class)->dispose (object);
}

static void
ov_start_choice_class_init (OvStartChoiceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_start_choice_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/start-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, OvStartChoice, first_button);
  gtk_widget_class_bind_template_child (widget_class, OvStartChoice, run_button);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_set_css_name (widget_class, "startchoice");
}

static void
ov_start_choice_init (OvStartChoice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "state-changed", G_CALLBACK (show), self);
  show (self);
}

/**
 * ov_start_choice_set_run:
 * @self: a choice
 * @run: (nullable): the current run; referenced
 */
void
ov_start_choice_set_run (OvStartChoice *self,
                         OvRun         *run)
{
  g_return_if_fail (OV_IS_START_CHOICE (self));
  g_return_if_fail (run == NULL || OV_IS_RUN (run));

  g_set_object (&self->run, run);
  g_signal_group_set_target (self->run_signals, run);
  show (self);
}

/**
 * ov_start_choice_get_run:
 * @self: a choice
 *
 * Returns: (transfer none) (nullable): the run whose weights are to be started from, or %NULL for
 *   the first weights
 */
OvRun *
ov_start_choice_get_run (OvStartChoice *self)
{
  g_return_val_if_fail (OV_IS_START_CHOICE (self), NULL);

  return gtk_toggle_button_get_active (self->run_button) ? self->run : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-name.h"

#include <glib/gi18n-lib.h>

/**
 * OvRunName:
 *
 * A name in a table, which gives way to an entry while it is edited: GtkEditableLabel would take
 * the clicks that view the run, and reports a gesture that is gone when its row goes soon after.
 */
struct _OvRunName
{
  AdwBin     parent_instance;

  /* Owned by the widget. */
  GtkStack  *stack;
  GtkWidget *shown;
  GtkWidget *entry; /* NULL until a name is edited here, which happens in few rows */
};

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvRunName, ov_run_name, ADW_TYPE_BIN)

static void
stop (OvRunName *self,
      gboolean   is_kept)
{
  g_autofree char *text = NULL;

  if (gtk_stack_get_visible_child (self->stack) == self->shown)
    return;

  if (is_kept)
    text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_stack_set_visible_child (self->stack, self->shown);
  g_signal_emit (self, signals[EDITED], 0, text);
}

static void
entered_cb (OvRunName *self)
{
  stop (self, TRUE);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                OvRunName             *self)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  stop (self, FALSE);

  return GDK_EVENT_STOP;
}

static void
add_entry (OvRunName *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = gtk_text_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Name"), -1);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entered_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (entered_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  gtk_widget_add_controller (self->entry, focus);
  gtk_stack_add_child (self->stack, self->entry);
}

static void
ov_run_name_class_init (OvRunNameClass *klass)
{
  /**
   * OvRunName::edited:
   * @self: the name
   * @text: (nullable): what was entered; %NULL when the old name is to stay
   *
   * The editing is over.
   */
  signals[EDITED] = g_signal_new ("edited", OV_TYPE_RUN_NAME, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ov_run_name_init (OvRunName *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

/**
 * ov_run_name_new:
 * @shown: (transfer floating): what shows the name while it is not edited
 *
 * Returns: (transfer floating): a name
 */
GtkWidget *
ov_run_name_new (GtkWidget *shown)
{
  OvRunName *self;

  g_return_val_if_fail (GTK_IS_WIDGET (shown), NULL);

  self = g_object_new (OV_TYPE_RUN_NAME, NULL);
  self->shown = shown;
  gtk_stack_add_child (self->stack, shown);

  return GTK_WIDGET (self);
}

/**
 * ov_run_name_get_shown:
 * @self: a name
 *
 * Returns: (transfer none): what shows the name while it is not edited
 */
GtkWidget *
ov_run_name_get_shown (OvRunName *self)
{
  g_return_val_if_fail (OV_IS_RUN_NAME (self), NULL);

  return self->shown;
}

/**
 * ov_run_name_edit:
 * @self: a name
 * @text: what it is now
 *
 * Lets the name be edited, all of it selected.
 */
void
ov_run_name_edit (OvRunName  *self,
                  const char *text)
{
  g_return_if_fail (OV_IS_RUN_NAME (self));
  g_return_if_fail (text != NULL);

  if (self->entry == NULL)
    add_entry (self);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_stack_set_visible_child (self->stack, self->entry);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

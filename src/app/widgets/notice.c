/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "notice.h"

/**
 * OvNotice:
 *
 * A bar with a sentence and a button that does something about it. It stays until it is closed or
 * what it says holds no longer.
 */
struct _OvNotice
{
  GtkWidget  parent_instance;

  /* Template children. */
  GtkWidget *revealer;
  GtkLabel  *label;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (OvNotice, ov_notice, GTK_TYPE_WIDGET)

static void
ov_notice_dispose (GObject *object)
{
  OvNotice *self = OV_NOTICE (object);

  g_clear_pointer (&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (ov_notice_parent_class)->dispose (object);
}

static void
ov_notice_class_init (OvNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_notice_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/notice.ui");
  gtk_widget_class_bind_template_child (widget_class, OvNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, OvNotice, label);
  gtk_widget_class_bind_template_child (widget_class, OvNotice, button);
  gtk_widget_class_bind_template_callback (widget_class, ov_notice_hide);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "notice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
ov_notice_init (OvNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * ov_notice_show:
 * @self: a notice
 * @text: a sentence
 * @button_label: (nullable): what the button says, with its mnemonic; %NULL for no button
 * @action_name: (nullable): the action that the button does
 *
 * Shows a sentence, in place of the one before.
 */
void
ov_notice_show (OvNotice   *self,
                const char *text,
                const char *button_label,
                const char *action_name)
{
  g_return_if_fail (OV_IS_NOTICE (self));
  g_return_if_fail (text != NULL);

  gtk_label_set_text (self->label, text);
  gtk_button_set_label (self->button, button_label != NULL ? button_label : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action_name);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button_label != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
}

/**
 * ov_notice_hide:
 * @self: a notice
 */
void
ov_notice_hide (OvNotice *self)
{
  g_return_if_fail (OV_IS_NOTICE (self));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
}

/**
 * ov_notice_get_text:
 * @self: a notice
 *
 * Returns: (transfer none) (nullable): the sentence that is shown, or %NULL when there is none
 */
const char *
ov_notice_get_text (OvNotice *self)
{
  g_return_val_if_fail (OV_IS_NOTICE (self), NULL);

  if (!gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer)))
    return NULL;

  return gtk_label_get_text (self->label);
}

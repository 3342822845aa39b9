/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "banner.h"

#include "joined-text.h"

/**
 * OvBanner:
 *
 * A bar with a sentence and a button that does something about it. It stays until it is closed or
 * what it says holds no longer.
 */
struct _OvBanner
{
  AdwBin     parent_instance;

  /* Template children. */
  GtkWidget *revealer;
  GtkLabel  *label;
  GtkButton *button;
  GtkWidget *menu_button;
};

G_DEFINE_FINAL_TYPE (OvBanner, ov_banner, ADW_TYPE_BIN)

/* What is folded away is still there for a screen reader, unless it is hidden. */
static void
child_revealed_cb (OvBanner *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer)));
}

static void
ov_banner_class_init (OvBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/banner.ui");
  gtk_widget_class_bind_template_child (widget_class, OvBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, OvBanner, label);
  gtk_widget_class_bind_template_child (widget_class, OvBanner, button);
  gtk_widget_class_bind_template_child (widget_class, OvBanner, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, child_revealed_cb);
  gtk_widget_class_bind_template_callback (widget_class, ov_banner_hide);
  gtk_widget_class_set_css_name (widget_class, "notice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
ov_banner_init (OvBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * ov_banner_show:
 * @self: a banner
 * @text: a sentence
 * @button_label: (nullable): what the button says, with its mnemonic; %NULL for no button
 * @action_name: (nullable): the action that the button does
 *
 * Shows a sentence, in place of the one before.
 */
void
ov_banner_show (OvBanner   *self,
                const char *text,
                const char *button_label,
                const char *action_name)
{
  g_return_if_fail (OV_IS_BANNER (self));
  g_return_if_fail (text != NULL);

  ov_joined_text_set_label (self->label, text);
  gtk_button_set_label (self->button, button_label != NULL ? button_label : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action_name);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button_label != NULL);
  gtk_widget_set_visible (self->menu_button, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
}

/**
 * ov_banner_set_menu:
 * @self: a banner that shows a sentence
 * @label: what the menu is for, in the tooltip of its button, which leaves room for the sentence
 * @menu: what else can be done about it
 *
 * Shows a menu beside the button, until another sentence is shown.
 */
void
ov_banner_set_menu (OvBanner   *self,
                    const char *label,
                    GMenuModel *menu)
{
  g_return_if_fail (OV_IS_BANNER (self));

  ov_joined_text_set_tooltip (self->menu_button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu_button), menu);
  gtk_widget_set_visible (self->menu_button, TRUE);
}

/**
 * ov_banner_hide:
 * @self: a banner
 */
void
ov_banner_hide (OvBanner *self)
{
  g_return_if_fail (OV_IS_BANNER (self));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
}

/**
 * ov_banner_get_text:
 * @self: a banner
 *
 * Returns: (transfer none) (nullable): the sentence that is shown, or %NULL when there is none
 */
const char *
ov_banner_get_text (OvBanner *self)
{
  g_return_val_if_fail (OV_IS_BANNER (self), NULL);

  if (!gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer)))
    return NULL;

  return gtk_label_get_text (self->label);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "option-row.h"

#include <glib/gi18n-lib.h>

#include "joined-text.h"
#include "number-entry.h"

/**
 * OvOptionRow:
 *
 * A number of a recipe that is changed now and then, as a row of a list: with an entry, with a
 * switch for what is on or off, or with a menu for what has names.
 */
struct _OvOptionRow
{
  AdwActionRow       parent_instance;

  const OvParameter *parameter;

  /* Borrowed children: the one that the kind of parameter asks for. */
  OvNumberEntry     *entry;
  GtkSwitch         *toggle;
  GtkDropDown       *menu;

  gboolean           is_filling; /* the switch is being set, not turned */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvOptionRow, ov_option_row, ADW_TYPE_ACTION_ROW)

static void
tell (OvOptionRow *self)
{
  if (!self->is_filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* A sentence about what was refused takes the place of the hint. */
static void
show_subtitle (OvOptionRow *self,
               const char  *problem)
{
  const char *hint = self->parameter->hint != NULL ? _(self->parameter->hint) : "";

  ov_joined_text_set_subtitle (ADW_ACTION_ROW (self), problem != NULL ? problem : hint);
}

static void
ov_option_row_class_init (OvOptionRowClass *klass)
{
  /**
   * OvOptionRow::changed:
   * @self: the row
   *
   * Another value was entered.
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_OPTION_ROW, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_option_row_init (OvOptionRow *self)
{
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
}

static void
add_switch (OvOptionRow *self)
{
  self->toggle = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->toggle), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(self->parameter->title), -1);
  g_signal_connect_swapped (self->toggle, "notify::active", G_CALLBACK (tell), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->toggle));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (self->toggle));
}

static void
add_menu (OvOptionRow *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; self->parameter->choices[i] != NULL; i++)
    gtk_string_list_append (titles, self->parameter->titles != NULL
                                      ? _(self->parameter->titles[i])
                                      : self->parameter->choices[i]);
  self->menu = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&titles)), NULL));
  gtk_widget_set_valign (GTK_WIDGET (self->menu), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(self->parameter->title), -1);
  g_signal_connect_swapped (self->menu, "notify::selected", G_CALLBACK (tell), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->menu));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (self->menu));
}

static void
add_entry (OvOptionRow *self)
{
  self->entry = g_object_new (OV_TYPE_NUMBER_ENTRY, NULL);
  ov_number_entry_set_parameter (self->entry, self->parameter);
  g_signal_connect_swapped (self->entry, "entered", G_CALLBACK (tell), self);
  g_signal_connect_swapped (self->entry, "refused", G_CALLBACK (show_subtitle), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->entry));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (self->entry));
}

/**
 * ov_option_row_new:
 * @parameter: (transfer none): which number of a recipe it shows
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
ov_option_row_new (const OvParameter *parameter)
{
  OvOptionRow *self;

  g_return_val_if_fail (parameter != NULL, NULL);

  self = g_object_new (OV_TYPE_OPTION_ROW, "title", _(parameter->title), NULL);
  self->parameter = parameter;
  if (parameter->kind == OV_PARAMETER_SWITCH)
    add_switch (self);
  else if (parameter->kind == OV_PARAMETER_CHOICE)
    add_menu (self);
  else
    add_entry (self);
  show_subtitle (self, NULL);

  return GTK_WIDGET (self);
}

/**
 * ov_option_row_get_parameter:
 * @self: a row
 *
 * Returns: (transfer none): which number of a recipe it shows
 */
const OvParameter *
ov_option_row_get_parameter (OvOptionRow *self)
{
  g_return_val_if_fail (OV_IS_OPTION_ROW (self), NULL);

  return self->parameter;
}

/**
 * ov_option_row_get_value:
 * @self: a row
 *
 * Returns: the number; a switch that is on is 1
 */
double
ov_option_row_get_value (OvOptionRow *self)
{
  g_return_val_if_fail (OV_IS_OPTION_ROW (self), 0.0);

  if (self->toggle != NULL)
    return gtk_switch_get_active (self->toggle) ? 1.0 : 0.0;
  if (self->menu != NULL)
    return gtk_drop_down_get_selected (self->menu);

  return ov_number_entry_get_value (self->entry);
}

/**
 * ov_option_row_set_value:
 * @self: a row
 * @value: the number to show
 *
 * Shows a number without telling anybody that it changed.
 */
void
ov_option_row_set_value (OvOptionRow *self,
                         double       value)
{
  g_return_if_fail (OV_IS_OPTION_ROW (self));

  self->is_filling = TRUE;
  if (self->toggle != NULL)
    gtk_switch_set_active (self->toggle, value != 0.0);
  else if (self->menu != NULL)
    gtk_drop_down_set_selected (self->menu, (guint) value);
  else
    ov_number_entry_set_value (self->entry, value);
  self->is_filling = FALSE;
}

/**
 * ov_option_row_set_unused:
 * @self: a row
 * @reason: (nullable): why the number makes no difference, or %NULL when it does
 *
 * Makes the row's control insensitive and says why in the tooltip. A number that belongs to a
 * choice which was not made is not shown at all.
 */
void
ov_option_row_set_unused (OvOptionRow *self,
                          const char  *reason)
{
  GtkWidget *control;

  g_return_if_fail (OV_IS_OPTION_ROW (self));

  control = self->toggle != NULL ? GTK_WIDGET (self->toggle)
            : self->menu != NULL ? GTK_WIDGET (self->menu)
                                 : GTK_WIDGET (self->entry);
  gtk_widget_set_sensitive (control, reason == NULL);
  ov_joined_text_set_tooltip (GTK_WIDGET (self), reason);
  gtk_widget_set_visible (GTK_WIDGET (self), reason == NULL || !self->parameter->is_optional);
}

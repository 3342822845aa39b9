/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "lazy-tooltip.h"
#include "run-cell-private.h"
#include "run-choice.h"
#include "run-swatch.h"

/* A click on the colour shows the run or hides it. The one in front is always shown, and one on
 * other data never beside it. */
static void
toggled_cb (GtkToggleButton *button)
{
  OvRunItem *item = ov_run_cell_get_item (GTK_WIDGET (button));

  if (item != NULL)
    ov_run_item_set_shown (item, gtk_toggle_button_get_active (button));
}

static void
update_swatch (GtkWidget  *widget,
               OvRunItem  *item,
               OvRunTable *table)
{
  OvRunItem *front = table->front;
  const gboolean is_front = front == item;
  const gboolean is_comparable = ov_run_choice_are_comparable (item, front);
  const gboolean is_shown = is_front || (is_comparable && ov_run_item_is_shown (item));
  GtkWidget *swatch = gtk_button_get_child (GTK_BUTTON (widget));
  g_autofree char *label = NULL;

  /* Translators: the name of a run. */
  label = g_strdup_printf (_("Show %s on the Charts"), ov_run_item_get_name (item));
  g_signal_handlers_block_by_func (widget, toggled_cb, NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (widget), is_shown);
  g_signal_handlers_unblock_by_func (widget, toggled_cb, NULL);
  gtk_widget_set_opacity (widget, 1.0);
  gtk_widget_set_can_target (widget, !is_front);
  ov_run_swatch_set (OV_RUN_SWATCH (swatch), ov_run_item_get_slot (item),
                     is_front   ? OV_SWATCH_FRONT
                     : is_shown ? OV_SWATCH_SHOWN
                                : OV_SWATCH_HIDDEN);
  gtk_widget_set_sensitive (widget, is_front || is_comparable);
  ov_lazy_tooltip_set (widget, is_front        ? _("In front on the charts")
                               : is_comparable ? label
                                               : _("Trained on other data: a click on the "
                                                   "row views it"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/* A heading has no colour, but its row is as high as those of runs. */
static void
update_swatch_heading (GtkWidget    *widget,
                       OvRunHeading *heading)
{
  gtk_widget_set_opacity (widget, 0.0);
  gtk_widget_set_can_target (widget, FALSE);
  ov_lazy_tooltip_set (widget, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
}

/*
 * ov_run_cell_make_swatch:
 * @cell: a new cell
 *
 * Makes the button with the run's colour. It takes no focus, for GTK would give it that of its row:
 * a screen reader would tell of the button and not of the run, and Enter would not view it. In the
 * row Space does what it does.
 *
 * Returns: (transfer floating): the widget of the cell
 */
GtkWidget *
ov_run_cell_make_swatch (OvRunCell *cell)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), ov_run_swatch_new ());
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "swatch-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (button, FALSE);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), NULL);
  cell->update = update_swatch;
  cell->update_heading = update_swatch_heading;

  return button;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spoken-value.h"

/* GTK that hands a value's text on to screen readers for certain: 4.18 does, and 4.8 does not, with
 * which a reader knows no more than where the handle stands. */
#define SPEAKS_MAJOR 4
#define SPEAKS_MINOR 18

static gboolean
speaks (void)
{
  return gtk_check_version (SPEAKS_MAJOR, SPEAKS_MINOR, 0) == NULL;
}

/**
 * ov_spoken_description_set:
 * @widget: a widget
 * @text: (nullable): what there is to be said of it
 *
 * Has a screen reader say @text after the widget's name, or nothing.
 */
void
ov_spoken_description_set (GtkWidget  *widget,
                           const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/**
 * ov_spoken_value_set:
 * @range: a slider
 * @text: what it stands at, as a person would say it
 * @note: (nullable): what else there is to be said of it
 *
 * Has a screen reader say @text in place of the position of the slider's handle, and @note as its
 * description. Where GTK keeps @text to itself, the description begins with it.
 */
void
ov_spoken_value_set (GtkWidget  *range,
                     const char *text,
                     const char *note)
{
  g_autofree char *description = NULL;

  g_return_if_fail (GTK_IS_RANGE (range));
  g_return_if_fail (text != NULL);

  if (speaks ())
    description = g_strdup (note);
  else
    description = note != NULL ? g_strdup_printf ("%s. %s", text, note) : g_strdup (text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (range), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
  ov_spoken_description_set (range, description);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-voice.h"

#include <math.h>

#include "spoken-value.h"

/* What a screen reader says of a chart: as its description what the curves do or, while keys move
 * the crosshair, the values there, since a reader tells how a description changes. */
typedef struct
{
  char *description;
  char *reading; /* NULL while nothing is read */
  char *said;
} Voice;

static const char *const voice_key = "overshoot-chart-voice";

static void
voice_free (Voice *self)
{
  g_free (self->description);
  g_free (self->reading);
  g_free (self->said);
  g_free (self);
}

static Voice *
get_voice (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), voice_key);
}

/* The pointer moves the crosshair as well, many times in a second. */
static void
say (GtkWidget *widget)
{
  Voice *self = get_voice (widget);
  const char *text = self->reading != NULL && gtk_widget_has_focus (widget) ? self->reading
                                                                            : self->description;

  if (g_strcmp0 (self->said, text) == 0)
    return;

  g_free (self->said);
  self->said = g_strdup (text);
  ov_spoken_description_set (widget, text);
}

/**
 * ov_chart_voice_attach:
 * @widget: a widget that shows a chart
 *
 * Gives it a voice, which lives as long as it does.
 */
void
ov_chart_voice_attach (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_data_full (G_OBJECT (widget), voice_key, g_new0 (Voice, 1),
                          (GDestroyNotify) voice_free);
  g_signal_connect (widget, "notify::has-focus", G_CALLBACK (say), NULL);
}

/**
 * ov_chart_voice_describe:
 * @widget: a widget that shows a chart
 * @title: the chart's name
 * @description: what the curves do, as a sentence
 *
 * Says what the chart shows, unless its values are being read.
 */
void
ov_chart_voice_describe (GtkWidget  *widget,
                         const char *title,
                         const char *description)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_free (get_voice (widget)->description);
  get_voice (widget)->description = g_strdup (description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  say (widget);
}

/**
 * ov_chart_voice_read:
 * @widget: a widget that shows a chart
 * @chart: the chart
 * @x: where its crosshair stands, in its units; NAN when it has none
 *
 * Says the values there while the chart has the focus.
 */
void
ov_chart_voice_read (GtkWidget *widget,
                     OvChart   *chart,
                     double     x)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (chart != NULL);

  g_free (get_voice (widget)->reading);
  get_voice (widget)->reading = isfinite (x) && gtk_widget_has_focus (widget)
                                  ? ov_chart_tell (chart, x)
                                  : NULL;
  say (widget);
}

/**
 * ov_chart_voice_tell:
 * @widget: a widget that shows a chart
 * @text: (nullable): what keys have led to, as a person would say it; NULL for nothing
 *
 * Says @text while the chart has the focus, in place of the values at the crosshair, until that
 * moves.
 */
void
ov_chart_voice_tell (GtkWidget  *widget,
                     const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_free (get_voice (widget)->reading);
  get_voice (widget)->reading = g_strdup (text);
  say (widget);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A number of a TensorBoard file: which event, its time and step, and its name. */
typedef struct
{
  guint  event;
  double time;
  guint  step;
  char  *tag;
  float  value;
} ParsedValue;

GArray *event_parser_parse (const guint8 *bytes,
                            gsize         size,
                            char        **version,
                            guint        *n_events);

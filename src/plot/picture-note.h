/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How a picture begins that may carry a note, and how much of it has to be read to know. */
#define OV_PICTURE_NOTE_HEAD 16

/* The element that holds the note of an SVG file. */
#define OV_PICTURE_NOTE_ELEMENT "overshoot-runs"

gboolean ov_picture_note_is_picture (gconstpointer  head,
                                     gsize          n,
                                     const char    *name);
char    *ov_picture_note_read       (gconstpointer  data,
                                     gsize          size);

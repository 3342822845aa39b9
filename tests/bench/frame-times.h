/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * FrameTimes:
 * @times: (element-type double): milliseconds between two frames
 * @works: (element-type double): the interface's share of them, by its thread's processor time: it
 *   tells slow frames that the interface caused from those for which the machine had no time
 *
 * Frames that were watched.
 */
typedef struct
{
  GArray *times;
  GArray *works;
} FrameTimes;

gint64   frame_times_get_processor_time (void);
void     frame_times_init               (FrameTimes       *self);
void     frame_times_clear              (FrameTimes       *self);
void     frame_times_add                (FrameTimes       *self,
                                         double            time,
                                         double            work);
void     frame_times_extend             (FrameTimes       *self,
                                         const FrameTimes *others);
double   frame_times_get_percentile     (GArray           *values,
                                         double            share);
void     frame_times_print_header       (void);
gboolean frame_times_print              (FrameTimes       *self,
                                         const char       *title);

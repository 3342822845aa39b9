/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lesson.h"

#define OV_TYPE_LESSON_BAR (ov_lesson_bar_get_type ())
G_DECLARE_FINAL_TYPE (OvLessonBar, ov_lesson_bar, OV, LESSON_BAR, AdwBin)

gboolean        ov_lesson_bar_is_revealed   (OvLessonBar *self);
void            ov_lesson_bar_set_revealed  (OvLessonBar *self,
                                             gboolean     revealed);
const OvLesson *ov_lesson_bar_get_lesson    (OvLessonBar *self);
gboolean        ov_lesson_bar_is_guessing   (OvLessonBar *self);
void            ov_lesson_bar_set_has_guess (OvLessonBar *self,
                                             gboolean     has_guess);
void            ov_lesson_bar_ask_in_valley (OvLessonBar *self);
void            ov_lesson_bar_set_verdict   (OvLessonBar *self,
                                             const char  *verdict);
int             ov_lesson_bar_get_upright_length (OvLessonBar *self);
void            ov_lesson_bar_set_upright_length (OvLessonBar *self,
                                             int          length);
int             ov_lesson_bar_find_upright_length (OvLessonBar *self,
                                             int          room,
                                             int          wanted);

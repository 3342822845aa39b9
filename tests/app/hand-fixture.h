/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app-fixture.h"

/* A hand on mouse and keyboard: xdotool's events come from the X server, as a real one's do. */
typedef enum
{
  HAND_LEFT = 1,
  HAND_RIGHT = 3,
  HAND_WHEEL_UP = 4,
  HAND_WHEEL_DOWN = 5,
  HAND_WHEEL_LEFT = 6,
  HAND_WHEEL_RIGHT = 7,
} HandButton;

void hand_run    (const char *const *arguments);
void hand_point  (gpointer           widget,
                  double             across,
                  double             down);
void hand_press  (HandButton         button,
                  guint              n_times);
void hand_click  (gpointer           widget);
void hand_enter  (gpointer           entry);
void hand_key    (const char        *keys);
void hand_type   (const char        *text);
void hand_resize (gpointer           window,
                  int                width,
                  int                height);

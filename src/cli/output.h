/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

void     ov_output_init     (void);
gboolean ov_output_print    (const char    *text,
                             GError       **error);
int      ov_output_finish   (const char    *text);
int      ov_output_close    (int            status);
void     ov_output_show     (const char    *text);
void     ov_output_complain (const char    *format,
                             ...) G_GNUC_PRINTF (1, 2);
int      ov_output_fail     (const GError  *error);

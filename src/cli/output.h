/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "file-target.h"

void     ov_output_init           (void);
void     ov_output_set_quiet      (gboolean             is_quiet,
                                   gboolean             hides_progress);
gboolean ov_output_is_quiet       (void);
gboolean ov_output_shows_progress (void);
gboolean ov_output_set_file       (const char          *path,
                                   GError             **error);
gboolean ov_output_has_file       (void);
gboolean ov_output_goes_to        (const OvFileTarget  *target);
gboolean ov_output_spares         (const char          *name,
                                   const char          *path,
                                   GError             **error);
gboolean ov_output_spares_data    (const char          *data,
                                   GError             **error);
gboolean ov_output_spares_file    (const char          *path,
                                   GError             **error);
gboolean ov_output_print          (const char          *text,
                                   GError             **error);
int      ov_output_finish         (const char          *text);
int      ov_output_help           (const char          *command);
int      ov_output_close_file     (int                  status);
int      ov_output_close          (int                  status);
void     ov_output_show           (const char          *text);
void     ov_output_complain       (const char          *format,
                                   ...) G_GNUC_PRINTF (1, 2);
int      ov_output_fail           (const GError        *error);
int      ov_output_refuse         (const GError        *error);

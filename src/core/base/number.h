/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

void   ov_number_write           (char        text[G_ASCII_DTOSTR_BUF_SIZE],
                                  const char *pattern,
                                  double      value);
char  *ov_number_format          (double      value);
char  *ov_number_format_local    (double      value);
char  *ov_number_format_short    (double      value,
                                  int         digits);
char  *ov_number_format_full     (double      value,
                                  int         digits);
char  *ov_number_format_count    (gsize       count);
char  *ov_number_localise        (char       *text);
char  *ov_number_localise_text   (const char *text);
void   ov_number_append_cell     (GString    *row,
                                  double      value);
int    ov_number_count_distinct  (double      value,
                                  double      other);
char  *ov_number_format_distinct (double      value,
                                  double      other);
gboolean ov_number_read          (const char *text,
                                  gboolean    takes_comma,
                                  double     *value);
double ov_number_widen           (float       value);
double ov_number_round           (double      value,
                                  int         digits);

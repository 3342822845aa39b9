/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "library.h"

/* The largest blob that is read, in bytes. */
#define OV_STATEMENT_BLOB (256 * 1024 * 1024)

/**
 * OvStatement:
 *
 * A statement of SQL, the values that it is given, and those of the row that it has come to. No
 * file is trusted: each value of a row is checked when it is taken.
 */
typedef struct _OvStatement OvStatement;

OvStatement *ov_statement_new         (OvLibrary    *library,
                                       const char   *sql,
                                       GError      **error);
void         ov_statement_free        (OvStatement  *self);
void         ov_statement_bind        (OvStatement  *self,
                                       const char   *types,
                                       ...);
gboolean     ov_statement_step        (OvStatement  *self,
                                       gboolean     *has_row,
                                       GError      **error);
gboolean     ov_statement_run         (OvStatement  *self,
                                       GError      **error);
void         ov_statement_bind_list   (OvStatement  *self,
                                       const char   *types,
                                       va_list       values);
void         ov_statement_bind_number (OvStatement  *self,
                                       int           place,
                                       gint64        number);
gboolean     ov_statement_commit      (OvStatement  *self,
                                       GError      **error);
gboolean     ov_statement_execute     (OvLibrary    *library,
                                       GError      **error,
                                       const char   *sql,
                                       const char   *types,
                                       ...);

gint64       ov_statement_take_number (OvStatement  *self,
                                       gint64        least,
                                       gint64        greatest);
gint64       ov_statement_take_number_or (OvStatement  *self,
                                          gint64        least,
                                          gint64        greatest,
                                          gint64        otherwise);
double       ov_statement_take_real   (OvStatement  *self);
char        *ov_statement_take_text   (OvStatement  *self);
char        *ov_statement_take_text_or_null (OvStatement *self);
GBytes      *ov_statement_take_blob   (OvStatement  *self);
void         ov_statement_refuse      (OvStatement  *self);
gboolean     ov_statement_is_sound    (OvStatement  *self,
                                       GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvStatement, ov_statement_free)

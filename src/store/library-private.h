/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "library.h"

/* More epochs than any run has. */
#define MOST_EPOCHS 100000000

struct _OvLibrary
{
  sqlite3       *database;
  char          *path;
  OvLibraryFlags flags;
  guint          version; /* of the tables when it was opened */
  guint          depth;   /* of transactions within each other */
};

OvLibrary *ov_library_new_in_memory (const char *path,
                                     GError    **error);
GPtrArray *ov_library_list_all      (OvLibrary  *self,
                                     guint      *n_unreadable,
                                     GError    **error);
gboolean ov_library_fail     (OvLibrary   *self,
                              int          result,
                              GError     **error);
gboolean ov_library_execute  (OvLibrary    *self,
                              const char   *sql,
                              GError      **error);
gboolean ov_library_read     (OvLibrary    *self,
                              OvLibraryWork work,
                              gpointer      data,
                              GError      **error);
gint64   ov_library_find_row (OvLibrary   *self,
                              const char  *id,
                              GError     **error);
gboolean ov_library_count    (OvLibrary   *self,
                              const char  *sql,
                              gint64       row,
                              gint64      *number,
                              GError     **error);
gboolean ov_library_forget_current (OvLibrary  *self,
                                    const char *id,
                                    GError    **error);
gboolean ov_library_change   (OvLibrary   *self,
                              const char  *id,
                              GError     **error,
                              const char  *sql,
                              const char  *types,
                              ...);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cifar10.h"
#include "folder-fixture.h"

/* What tests of the data share: folders and archives in CIFAR-10's form, right or spoilt. */

#define CIFAR10_FILE_SIZE 30730000
#define CIFAR10_RECORD_SIZE 3073

/* A member of an archive: @size bytes, all zero or, when @source is not %NULL, from that file. */
typedef struct
{
  const char *path;
  gsize       size;
  const char *source;
  const char *link_target;
  gboolean    is_hard_link;
} Member;

typedef enum
{
  ARCHIVE_GZIP,
  ARCHIVE_PLAIN,
} ArchiveKind;

void   fixture_write_zeros       (const char    *folder,
                                  const char    *name,
                                  gsize          size);
void   fixture_write_zero_files  (const char    *folder);
void   fixture_poke              (const char    *folder,
                                  const char    *name,
                                  gsize          offset,
                                  guint8         value);
void   fixture_write_archive     (const char    *path,
                                  ArchiveKind    kind,
                                  const Member  *members,
                                  guint          n_members);
gsize  fixture_get_size          (const char    *path);
void   fixture_write_python      (const char    *folder,
                                  const char    *name,
                                  const guint8  *records);
char  *fixture_get_real_folder   (void);
void   fixture_assert_error      (const GError  *error,
                                  GQuark         domain,
                                  int            code,
                                  const char    *part);

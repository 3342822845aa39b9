/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/stat.h>

#include "file-target.h"

/*
 * @name: as the user wrote it, for messages
 * @path: where its symbolic links lead
 * @base: (nullable): @path's last part; NULL for what is written in place through the kernel's link
 * @folder: a descriptor of the folder of @base, or -1
 * @exists: whether there is something
 * @in_place: whether it is written into, rather than replaced by a new file
 * @folds_case: whether @folder treats a name in upper case as the same name
 * @fd: of a FIFO, open so that its reader keeps waiting; otherwise -1
 * @status: of what is there, if @exists
 * @folder_status: of @folder
 */
struct _OvFileTarget
{
  char       *name;
  char       *path;
  char       *base;
  int         folder;
  gboolean    exists;
  gboolean    in_place;
  gboolean    folds_case;
  int         fd;
  struct stat status;
  struct stat folder_status;
};

int ov_file_target_open (const OvFileTarget *self);

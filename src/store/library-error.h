/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define OV_LIBRARY_ERROR (ov_library_error_quark ())

/**
 * OvLibraryError:
 * @OV_LIBRARY_ERROR_MISSING: there is no such file, or no such run in it
 * @OV_LIBRARY_ERROR_FOREIGN: the file is not one of ours
 * @OV_LIBRARY_ERROR_NEWER: a newer version of the program has written it
 * @OV_LIBRARY_ERROR_DAMAGED: it holds what cannot be right
 * @OV_LIBRARY_ERROR_READ_ONLY: it cannot be written
 * @OV_LIBRARY_ERROR_BUSY: another program has kept it locked
 * @OV_LIBRARY_ERROR_FULL: there is no room for it
 * @OV_LIBRARY_ERROR_DISK: its disk fails
 * @OV_LIBRARY_ERROR_FAILED: anything else
 *
 * Messages in this domain are whole sentences, translated, fit to be shown to a person.
 */
typedef enum
{
  OV_LIBRARY_ERROR_MISSING,
  OV_LIBRARY_ERROR_FOREIGN,
  OV_LIBRARY_ERROR_NEWER,
  OV_LIBRARY_ERROR_DAMAGED,
  OV_LIBRARY_ERROR_READ_ONLY,
  OV_LIBRARY_ERROR_BUSY,
  OV_LIBRARY_ERROR_FULL,
  OV_LIBRARY_ERROR_DISK,
  OV_LIBRARY_ERROR_FAILED,
} OvLibraryError;

GQuark ov_library_error_quark (void);
void   ov_library_set_error   (GError       **error,
                               OvLibraryError code,
                               const char    *path);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#define OV_ERROR (ov_error_quark ())

/**
 * OvError:
 * @OV_ERROR_DATA: images, labels or an archive that cannot be used
 * @OV_ERROR_RECIPE: a recipe, or one value of it, that cannot be used
 * @OV_ERROR_FILE: a file that cannot be read or written
 * @OV_ERROR_NETWORK: a download that did not succeed
 * @OV_ERROR_LIBRARY: a numerical library that refused its work
 *
 * Messages in this domain are whole sentences, translated, fit to be shown to a person: they say
 * what is wrong and what can be done. A cancelled operation is %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  OV_ERROR_DATA,
  OV_ERROR_RECIPE,
  OV_ERROR_FILE,
  OV_ERROR_NETWORK,
  OV_ERROR_LIBRARY,
} OvError;

GQuark ov_error_quark (void);

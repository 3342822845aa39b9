/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "file-target.h"

/**
 * OvFileKind:
 * @OV_FILE_PICTURE: a chart or templates
 * @OV_FILE_WEIGHTS: what a network has learned
 *
 * What is to be written.
 */
typedef enum
{
  OV_FILE_PICTURE,
  OV_FILE_WEIGHTS,
} OvFileKind;

/**
 * OvFileFormat:
 * @OV_FILE_PNG: a picture made of pixels
 * @OV_FILE_SAFETENSORS: named tensors
 *
 * How it is written.
 */
typedef enum
{
  OV_FILE_PNG,
  OV_FILE_SAFETENSORS,
} OvFileFormat;

gboolean ov_file_format_choose (OvFileKind           kind,
                                const char          *path,
                                const OvFileTarget  *target,
                                OvFileFormat        *format,
                                GError             **error);

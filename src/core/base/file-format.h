/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "file-target.h"

/**
 * OvFileKind:
 * @OV_FILE_PICTURE: a chart or templates
 * @OV_FILE_WEIGHTS: what a network has learned
 * @OV_FILE_RUNS: what runs have left
 *
 * What is to be written.
 */
typedef enum
{
  OV_FILE_PICTURE,
  OV_FILE_WEIGHTS,
  OV_FILE_RUNS,
} OvFileKind;

/**
 * OvFileFormat:
 * @OV_FILE_PNG: a picture made of pixels
 * @OV_FILE_SVG: a picture made of lines, for browsers
 * @OV_FILE_PDF: one for paper
 * @OV_FILE_SAFETENSORS: named tensors
 * @OV_FILE_LIBRARY: runs with all that there is of them
 * @OV_FILE_CSV: a table
 * @OV_FILE_JSON: a document
 * @OV_FILE_EVENTS: a folder for TensorBoard
 *
 * How it is written.
 */
typedef enum
{
  OV_FILE_PNG,
  OV_FILE_SVG,
  OV_FILE_PDF,
  OV_FILE_SAFETENSORS,
  OV_FILE_LIBRARY,
  OV_FILE_CSV,
  OV_FILE_JSON,
  OV_FILE_EVENTS,
} OvFileFormat;

gboolean ov_file_format_of_name (OvFileKind          kind,
                                 const char         *path,
                                 OvFileFormat       *format,
                                 GError            **error);
gboolean ov_file_format_choose (OvFileKind           kind,
                                const char          *path,
                                const OvFileTarget  *target,
                                OvFileFormat        *format,
                                GError             **error);

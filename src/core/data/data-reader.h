/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dataset.h"

/**
 * OvDataPlace:
 * @file: a file or a folder
 * @type: which of them it is, or something else
 * @names: (array zero-terminated=1) (nullable): what lies in a folder
 *
 * What a reader is asked about.
 */
typedef struct
{
  GFile    *file;
  GFileType type;
  GStrv     names;
} OvDataPlace;

/**
 * OvDataMatch:
 * @OV_DATA_MATCH_NONE: the reader has nothing to do with it
 * @OV_DATA_MATCH_POSSIBLE: it could be something for the reader, which says why when it is not
 * @OV_DATA_MATCH_CERTAIN: it is something for this reader, whole or damaged
 */
typedef enum
{
  OV_DATA_MATCH_NONE,
  OV_DATA_MATCH_POSSIBLE,
  OV_DATA_MATCH_CERTAIN,
} OvDataMatch;

/**
 * OvDataReader:
 * @probe: how well a place suits the reader; looks at no more than it is given or the first bytes
 * @load: reads the data; blocks, meant for a worker thread
 * @verify: (nullable): compares what was read with published sums, to the last bit; blocks
 * @verify_quickly: (nullable): the same, but trusts a hash that is proof against accident
 * @get_default: (nullable): where the user's own copy lies, or would lie
 *
 * A way to read a data set of 32 × 32 colour images in ten classes.
 */
typedef struct
{
  OvDataMatch (*probe) (const OvDataPlace *place);
  OvDataset *(*load) (GFile        *file,
                      GCancellable *cancellable,
                      GError      **error);
  gboolean (*verify) (OvDataset    *dataset,
                      GCancellable *cancellable,
                      GError      **error);
  gboolean (*verify_quickly) (OvDataset    *dataset,
                              GCancellable *cancellable,
                              GError      **error);
  GFile *(*get_default) (void);
} OvDataReader;

/* The readers of meson.build, up to a %NULL. */
extern const OvDataReader *const ov_data_readers[];

void ov_data_reader_set_kind_error (GError       **error,
                                    GFile         *file,
                                    GFileType      type);
void ov_data_reader_set_read_error (GError       **error,
                                    GFile         *file,
                                    const GError  *cause);

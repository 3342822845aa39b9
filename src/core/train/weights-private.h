/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "weights.h"

G_BEGIN_DECLS

/* The parts of a safetensors file: the length of the header as eight bytes, the least significant
 * first; the header, which is JSON; the numbers. */
#define OV_WEIGHTS_LENGTH_SIZE 8
#define OV_WEIGHTS_LARGEST_HEADER 65536

extern const OvTensor ov_weights_mean_image;

char    *ov_weights_format_header  (const OvNetwork      *network,
                                    const OvWeightsNotes *notes);
gboolean ov_weights_parse_header   (const OvNetwork      *network,
                                    const char           *header,
                                    gsize                 length,
                                    gsize                *places,
                                    gsize                *size,
                                    char                **reason);
void     ov_weights_notes_build    (const OvWeightsNotes *notes,
                                    JsonBuilder          *builder);
void     ov_weights_notes_get_mean (const OvWeightsNotes *notes,
                                    float                *mean);

G_END_DECLS

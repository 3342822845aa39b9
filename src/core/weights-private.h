/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

G_BEGIN_DECLS

/* The parts of a safetensors file: the length of the header as eight bytes, the least first; the
 * header, which is JSON; the numbers. */
#define OV_WEIGHTS_LENGTH_SIZE 8
#define OV_WEIGHTS_LARGEST_HEADER 65536

char    *ov_weights_format_header (const OvNetwork *network);
gboolean ov_weights_parse_header  (const OvNetwork *network,
                                   const char      *header,
                                   gsize            length,
                                   gsize           *places,
                                   char           **reason);

G_END_DECLS

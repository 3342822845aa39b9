/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "layer.h"

/* A longer header is refused. */
#define OV_SAFETENSORS_LARGEST_HEADER 65536

/* The member of the header that holds strings and no tensor. */
#define OV_SAFETENSORS_METADATA "__metadata__"

GByteArray *ov_safetensors_begin        (const OvTensor *const *tensors,
                                         guint                  n_tensors,
                                         JsonNode              *metadata);
void        ov_safetensors_append       (GByteArray            *bytes,
                                         const float           *values,
                                         gsize                  n);
gboolean    ov_safetensors_read         (const guint8          *bytes,
                                         gsize                  n,
                                         float                 *values);
const char *ov_safetensors_get_header   (const guint8          *bytes,
                                         gsize                  size,
                                         gsize                 *length);
JsonObject *ov_safetensors_parse_header (JsonParser            *parser,
                                         const char            *header,
                                         gsize                  length,
                                         char                 **reason);
gboolean    ov_safetensors_find         (JsonObject            *root,
                                         const OvTensor *const *tensors,
                                         guint                  n_tensors,
                                         gsize                 *places,
                                         gsize                 *size,
                                         char                 **reason);

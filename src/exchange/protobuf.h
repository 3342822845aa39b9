/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvProtobufType:
 *
 * How a field's value is written: its wire type.
 */
typedef enum
{
  OV_PROTOBUF_VARINT = 0,
  OV_PROTOBUF_FIXED64 = 1,
  OV_PROTOBUF_BYTES = 2,
  OV_PROTOBUF_FIXED32 = 5,
} OvProtobufType;

/**
 * OvProtobufField:
 * @number: which field of its message it is
 * @type: how it is written
 * @value: its value, unless it is bytes
 * @bytes: [@size], its bytes, if it is; they lie in the message
 * @size: how many
 */
typedef struct
{
  guint          number;
  OvProtobufType type;
  guint64        value;
  const guint8  *bytes;
  gsize          size;
} OvProtobufField;

/**
 * OvProtobufReader:
 * @at: what is left of the message
 * @end: where it ends
 * @is_damaged: whether what was read is no message
 */
typedef struct
{
  const guint8 *at;
  const guint8 *end;
  gboolean      is_damaged;
} OvProtobufReader;

void     ov_protobuf_reader_init   (OvProtobufReader *self,
                                    const guint8     *bytes,
                                    gsize             size);
gboolean ov_protobuf_reader_next   (OvProtobufReader *self,
                                    OvProtobufField  *field);
float    ov_protobuf_to_float      (guint64           value);
double   ov_protobuf_to_double     (guint64           value);

void     ov_protobuf_append_varint (GByteArray       *message,
                                    guint             number,
                                    guint64           value);
void     ov_protobuf_append_double (GByteArray       *message,
                                    guint             number,
                                    double            value);
void     ov_protobuf_append_float  (GByteArray       *message,
                                    guint             number,
                                    float             value);
void     ov_protobuf_append_bytes  (GByteArray       *message,
                                    guint             number,
                                    gconstpointer     bytes,
                                    gsize             size);

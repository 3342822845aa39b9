/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protobuf.h"

#include <string.h>

/*
 * Messages of Protocol Buffers, field by field:
 * <https://protobuf.dev/programming-guides/encoding/>. A log's events have a dozen fields that
 * matter, which takes less than a compiler of messages, and its library, would at each build.
 */

/* A varint of 64 bits has so many bytes. */
#define LONGEST_VARINT 10

/* A number and a type share one varint. */
#define TYPE_BITS 3

/**
 * ov_protobuf_reader_init:
 * @self: (out): a reader
 * @bytes: [@size], a message, which may come from anybody; it is not copied
 * @size: its length
 */
void
ov_protobuf_reader_init (OvProtobufReader *self,
                         const guint8     *bytes,
                         gsize             size)
{
  *self = (OvProtobufReader) {bytes, bytes + size, FALSE};
}

static gboolean
take_varint (OvProtobufReader *self,
             guint64          *value)
{
  *value = 0;
  for (guint i = 0; i < LONGEST_VARINT && self->at < self->end; i++)
    {
      const guint8 byte = *self->at++;

      *value |= (guint64) (byte & 0x7f) << 7 * i;
      if ((byte & 0x80) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The least significant byte comes first. */
static gboolean
take_fixed (OvProtobufReader *self,
            gsize             size,
            guint64          *value)
{
  if ((gsize) (self->end - self->at) < size)
    return FALSE;

  *value = 0;
  for (gsize i = 0; i < size; i++)
    *value |= (guint64) self->at[i] << 8 * i;
  self->at += size;

  return TRUE;
}

static gboolean
take_value (OvProtobufReader *self,
            OvProtobufField  *field)
{
  switch (field->type)
    {
    case OV_PROTOBUF_VARINT:
      return take_varint (self, &field->value);
    case OV_PROTOBUF_FIXED64:
      return take_fixed (self, 8, &field->value);
    case OV_PROTOBUF_FIXED32:
      return take_fixed (self, 4, &field->value);
    case OV_PROTOBUF_BYTES:
      if (!take_varint (self, &field->value)
          || field->value > (guint64) (self->end - self->at))
        return FALSE;
      field->bytes = self->at;
      field->size = (gsize) field->value;
      self->at += field->size;
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * ov_protobuf_reader_next:
 * @self: a reader
 * @field: (out): the next field of its message
 *
 * Returns: whether there was one; if not, the reader is at the end, or is damaged
 */
gboolean
ov_protobuf_reader_next (OvProtobufReader *self,
                         OvProtobufField  *field)
{
  guint64 key;

  g_return_val_if_fail (self != NULL && field != NULL, FALSE);

  *field = (OvProtobufField) {0};
  if (self->at == self->end || self->is_damaged)
    return FALSE;

  self->is_damaged = !take_varint (self, &key) || key >> TYPE_BITS == 0
                     || key >> TYPE_BITS > G_MAXINT32;
  if (self->is_damaged)
    return FALSE;
  field->number = (guint) (key >> TYPE_BITS);
  field->type = (OvProtobufType) (key & ((1u << TYPE_BITS) - 1));
  self->is_damaged = !take_value (self, field);

  return !self->is_damaged;
}

/**
 * ov_protobuf_to_float:
 * @value: the value of a field of 32 bits
 *
 * Returns: the float that has these bits
 */
float
ov_protobuf_to_float (guint64 value)
{
  const guint32 bits = (guint32) value;
  float number;

  memcpy (&number, &bits, sizeof number);

  return number;
}

/**
 * ov_protobuf_to_double:
 * @value: the value of a field of 64 bits
 *
 * Returns: the double that has these bits
 */
double
ov_protobuf_to_double (guint64 value)
{
  double number;

  memcpy (&number, &value, sizeof number);

  return number;
}

static void
append_varint (GByteArray *message,
               guint64     value)
{
  while (value >= 0x80)
    {
      const guint8 byte = (guint8) (value | 0x80);

      g_byte_array_append (message, &byte, 1);
      value >>= 7;
    }
  g_byte_array_append (message, &(guint8) {(guint8) value}, 1);
}

static void
append_key (GByteArray    *message,
            guint          number,
            OvProtobufType type)
{
  append_varint (message, (guint64) number << TYPE_BITS | type);
}

/**
 * ov_protobuf_append_varint:
 * @message: where the field is added
 * @number: which field of the message it is
 * @value: its value
 */
void
ov_protobuf_append_varint (GByteArray *message,
                           guint       number,
                           guint64     value)
{
  append_key (message, number, OV_PROTOBUF_VARINT);
  append_varint (message, value);
}

/**
 * ov_protobuf_append_double:
 * @message: where the field is added
 * @number: which field of the message it is
 * @value: its value
 */
void
ov_protobuf_append_double (GByteArray *message,
                           guint       number,
                           double      value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  append_key (message, number, OV_PROTOBUF_FIXED64);
  g_byte_array_append (message, (const guint8 *) &bits, sizeof bits);
}

/**
 * ov_protobuf_append_float:
 * @message: where the field is added
 * @number: which field of the message it is
 * @value: its value
 */
void
ov_protobuf_append_float (GByteArray *message,
                          guint       number,
                          float       value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT32_TO_LE (bits);
  append_key (message, number, OV_PROTOBUF_FIXED32);
  g_byte_array_append (message, (const guint8 *) &bits, sizeof bits);
}

/**
 * ov_protobuf_append_bytes:
 * @message: where the field is added
 * @number: which field of the message it is
 * @bytes: [@size], a text or another message
 * @size: how many
 */
void
ov_protobuf_append_bytes (GByteArray   *message,
                          guint         number,
                          gconstpointer bytes,
                          gsize         size)
{
  append_key (message, number, OV_PROTOBUF_BYTES);
  append_varint (message, size);
  g_byte_array_append (message, bytes, (guint) size);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvPickleKind:
 * @OV_PICKLE_NONE: None
 * @OV_PICKLE_INT: a number or a truth value
 * @OV_PICKLE_BYTES: bytes, a string of Python 2 or a bytearray
 * @OV_PICKLE_TEXT: text, as UTF-8 that nobody has checked
 * @OV_PICKLE_TUPLE: values
 * @OV_PICKLE_LIST: values
 * @OV_PICKLE_DICT: keys and values in turn
 * @OV_PICKLE_GLOBAL: something that Python would import: module and name
 * @OV_PICKLE_OBJECT: what Python would make by a call: what is called, its arguments and, if there
 *   is one, the object's state
 * @OV_PICKLE_MARK: never in a finished value
 */
typedef enum
{
  OV_PICKLE_NONE,
  OV_PICKLE_INT,
  OV_PICKLE_BYTES,
  OV_PICKLE_TEXT,
  OV_PICKLE_TUPLE,
  OV_PICKLE_LIST,
  OV_PICKLE_DICT,
  OV_PICKLE_GLOBAL,
  OV_PICKLE_OBJECT,
  OV_PICKLE_MARK,
} OvPickleKind;

typedef struct _OvPickleValue OvPickleValue;

/**
 * OvPickleValue:
 * @kind: which of the other fields hold something
 * @integer: a number's value
 * @bytes: [@size], in the pickle's own bytes
 * @size: their number
 * @items: (element-type OvPickleValue): what a value of several parts holds
 */
struct _OvPickleValue
{
  OvPickleKind  kind;
  gint64        integer;
  const guint8 *bytes;
  gsize         size;
  GPtrArray    *items;
};

typedef struct _OvPickle OvPickle;

OvPickle            *ov_pickle_parse      (const guint8         *bytes,
                                           gsize                 size,
                                           char                **fault);
void                 ov_pickle_free       (OvPickle             *self);
const OvPickleValue *ov_pickle_get_root   (const OvPickle       *self);
const OvPickleValue *ov_pickle_value_item (const OvPickleValue  *value,
                                           OvPickleKind          kind,
                                           guint                 index);
const OvPickleValue *ov_pickle_value_find (const OvPickleValue  *dict,
                                           const char           *key);
gboolean             ov_pickle_value_is   (const OvPickleValue  *value,
                                           const char           *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvPickle, ov_pickle_free)

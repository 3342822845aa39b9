/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "event-reader.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "event-format.h"
#include "number.h"
#include "protobuf.h"

/* More names than a log that somebody looks at has. */
#define MOST_COLUMNS 1000

typedef struct
{
  OvLogTable *table;
  GHashTable *columns; /* of OvLogColumn, by their names */
  gint64      step;    /* of the last row */
  gboolean    has_steps;
} Reader;

static guint64
read_little_endian (const guint8 *bytes,
                    guint         n)
{
  guint64 value = 0;

  for (guint i = n; i-- > 0;)
    value = value << 8 | bytes[i];

  return value;
}

/* Whether the sum after some bytes is theirs. */
static gboolean
is_intact (const guint8 *bytes,
           gsize         size)
{
  return read_little_endian (bytes + size, 4) == ov_event_sum (bytes, size);
}

/**
 * ov_event_reader_probe:
 * @bytes: [@size], a file
 * @size: its length
 *
 * Returns: whether it begins as an event file does: with a length and the sum of that
 */
gboolean
ov_event_reader_probe (const guint8 *bytes,
                       gsize         size)
{
  return size >= OV_EVENT_RECORD_HEAD && is_intact (bytes, 8);
}

/* Returns the column of a name, or NULL when there are too many. */
static OvLogColumn *
find_column (Reader     *self,
             const char *name,
             gsize       length)
{
  g_autofree char *text = g_strndup (name, length);
  OvLogColumn *column = g_hash_table_lookup (self->columns, text);

  if (column == NULL && self->table->columns->len < MOST_COLUMNS)
    {
      column = ov_log_table_add_column (self->table, text, -1);
      g_hash_table_insert (self->columns, g_steal_pointer (&text), column);
    }

  return column;
}

/* A float that stands for a decimal number is read as that number. */
static double
to_number (guint64 bits)
{
  return ov_number_widen (ov_protobuf_to_float (bits));
}

/* Returns whether the bytes are a single number of their type. */
static gboolean
take_number (const guint8 *bytes,
             gsize         size,
             guint64       type,
             double       *value)
{
  if (type == OV_EVENT_TYPE_FLOAT && size == 4)
    *value = to_number (read_little_endian (bytes, 4));
  else if (type == OV_EVENT_TYPE_DOUBLE && size == 8)
    *value = ov_protobuf_to_double (read_little_endian (bytes, 8));
  else
    return FALSE;

  return TRUE;
}

/* The number of a tensor that holds a single one. TensorFlow 2 writes scalars so. Returns whether
 * there is one. */
static gboolean
read_tensor (OvProtobufReader tensor,
             double          *value)
{
  OvProtobufField field;
  guint64 type = 0;
  gboolean has_value = FALSE;

  while (ov_protobuf_reader_next (&tensor, &field))
    if (field.number == OV_EVENT_TENSOR_TYPE && field.type == OV_PROTOBUF_VARINT)
      type = field.value;
    else if (field.number == OV_EVENT_TENSOR_CONTENT && field.type == OV_PROTOBUF_BYTES)
      has_value = take_number (field.bytes, field.size, type, value);
    else if (field.number == OV_EVENT_TENSOR_FLOATS && field.type == OV_PROTOBUF_FIXED32)
      {
        *value = to_number (field.value);
        has_value = TRUE;
      }
    else if (field.number == OV_EVENT_TENSOR_DOUBLES && field.type == OV_PROTOBUF_FIXED64)
      {
        *value = ov_protobuf_to_double (field.value);
        has_value = TRUE;
      }
    else if (field.number == OV_EVENT_TENSOR_FLOATS && field.type == OV_PROTOBUF_BYTES)
      has_value |= take_number (field.bytes, field.size, OV_EVENT_TYPE_FLOAT, value);
    else if (field.number == OV_EVENT_TENSOR_DOUBLES && field.type == OV_PROTOBUF_BYTES)
      has_value |= take_number (field.bytes, field.size, OV_EVENT_TYPE_DOUBLE, value);

  return has_value && !tensor.is_damaged;
}

/* Puts a value into its column; pictures, histograms and texts are passed over. */
static gboolean
read_value (Reader          *self,
            OvProtobufReader value)
{
  OvProtobufField field;
  OvProtobufReader tensor;
  OvProtobufField tag = {0};
  double number = (double) NAN;
  gboolean has_number = FALSE;
  OvLogColumn *column;

  while (ov_protobuf_reader_next (&value, &field))
    if (field.number == OV_EVENT_VALUE_TAG && field.type == OV_PROTOBUF_BYTES)
      tag = field;
    else if (field.number == OV_EVENT_VALUE_SIMPLE && field.type == OV_PROTOBUF_FIXED32)
      {
        number = to_number (field.value);
        has_number = TRUE;
      }
    else if (field.number == OV_EVENT_VALUE_TENSOR && field.type == OV_PROTOBUF_BYTES)
      {
        ov_protobuf_reader_init (&tensor, field.bytes, field.size);
        has_number = read_tensor (tensor, &number);
      }

  column = has_number && tag.bytes != NULL
             ? find_column (self, (const char *) tag.bytes, tag.size)
             : NULL;
  if (column != NULL)
    ov_log_column_add (column, self->table->n_rows - 1, number);

  return !value.is_damaged;
}

/* Events of one step make one row; where no event has a step, one of its own each. */
static void
begin_row (Reader *self,
           gint64  step,
           double  time)
{
  if (self->table->n_rows > 0 && self->step == step && self->has_steps)
    return;

  self->step = step;
  ov_log_column_add (ov_log_table_get_column (self->table, 0), self->table->n_rows,
                     (double) step);
  ov_log_column_add (ov_log_table_get_column (self->table, 1), self->table->n_rows, time);
  self->table->n_rows++;
}

static gboolean
read_event (Reader       *self,
            const guint8 *bytes,
            gsize         size)
{
  OvProtobufReader event;
  OvProtobufField field;
  OvProtobufReader summary = {0};
  gint64 step = 0;
  double time = (double) NAN;

  ov_protobuf_reader_init (&event, bytes, size);
  while (ov_protobuf_reader_next (&event, &field))
    if (field.number == OV_EVENT_WALL_TIME && field.type == OV_PROTOBUF_FIXED64)
      time = ov_protobuf_to_double (field.value);
    else if (field.number == OV_EVENT_STEP && field.type == OV_PROTOBUF_VARINT)
      step = (gint64) field.value;
    else if (field.number == OV_EVENT_SUMMARY && field.type == OV_PROTOBUF_BYTES)
      ov_protobuf_reader_init (&summary, field.bytes, field.size);

  if (!event.is_damaged && summary.at != summary.end)
    begin_row (self, step, time);
  while (!event.is_damaged && ov_protobuf_reader_next (&summary, &field))
    {
      OvProtobufReader value;

      ov_protobuf_reader_init (&value, field.bytes, field.size);
      if (field.number == OV_EVENT_SUMMARY_VALUE && field.type == OV_PROTOBUF_BYTES
          && !read_value (self, value))
        return FALSE;
    }

  return !event.is_damaged && !summary.is_damaged;
}

/* Returns NULL with @reason set. */
static OvLogTable *
read_events (const guint8 *bytes,
             gsize         size,
             gboolean      has_steps,
             char        **reason)
{
  g_autoptr (OvLogTable) table = ov_log_table_new ();
  g_autoptr (GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = {.table = table, .columns = columns, .has_steps = has_steps};

  find_column (&reader, "step", strlen ("step"));
  find_column (&reader, "wall_time", strlen ("wall_time"));
  for (guint record = 1; size >= OV_EVENT_RECORD_HEAD; record++)
    {
      const guint64 length = read_little_endian (bytes, 8);
      const guint8 *event = bytes + OV_EVENT_RECORD_HEAD;
      const gsize rest = size - OV_EVENT_RECORD_HEAD;
      const gboolean has_length = is_intact (bytes, 8);

      if (has_length && (rest < OV_EVENT_RECORD_FOOT || length > rest - OV_EVENT_RECORD_FOOT))
        break;
      if (!has_length || !is_intact (event, (gsize) length)
          || !read_event (&reader, event, (gsize) length))
        {
          *reason = g_strdup_printf (_("its record %u is damaged"), record);
          return NULL;
        }
      bytes = event + length + OV_EVENT_RECORD_FOOT;
      size = rest - (gsize) length - OV_EVENT_RECORD_FOOT;
    }
  table->source = "TensorBoard log";

  return g_steal_pointer (&table);
}

/* Whether all is in one row, where something has several values: who writes them has given no
 * steps, and only the last of each would count. */
static gboolean
lacks_steps (const OvLogTable *table)
{
  for (guint i = 0; table->n_rows == 1 && i < table->columns->len; i++)
    if (ov_log_table_get_column (table, i)->values->len > 1)
      return TRUE;

  return FALSE;
}

/**
 * ov_event_reader_parse:
 * @bytes: [@size], an event file of TensorBoard, which may come from anybody
 * @size: its length
 * @reason: (out) (transfer full): why it is none, to be put into a sentence
 *
 * Reads the scalars of a file, a row a step, or a row an event where there are no steps: the
 * columns "step" and "wall_time" and one for each name. The last record may be cut off, as it is
 * while the file is being written.
 *
 * Returns: (transfer full) (nullable): the table, or %NULL with @reason set
 */
OvLogTable *
ov_event_reader_parse (const guint8 *bytes,
                       gsize         size,
                       char        **reason)
{
  g_autoptr (OvLogTable) table = NULL;

  *reason = NULL;
  table = read_events (bytes, size, TRUE, reason);
  if (table == NULL || !lacks_steps (table))
    return g_steal_pointer (&table);

  return read_events (bytes, size, FALSE, reason);
}

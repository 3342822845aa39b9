/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-text.h"

#include <math.h>

#include "number.h"

#define INDENT 2

static void append_node (GString  *text,
                         JsonNode *node,
                         gboolean  pretty,
                         int       depth);

static void
append_break (GString *text,
              gboolean pretty,
              int      depth)
{
  if (pretty)
    g_string_append_printf (text, "\n%*s", INDENT * depth, "");
}

/* JSON-GLib knows how to escape a string; it needs one that is a node. It leaves the last of the
 * control characters as it is, which RFC 8259 does not allow. */
static void
append_string (GString    *text,
               const char *string)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), string);
  g_autofree char *escaped = json_to_string (node, FALSE);

  for (const char *at = escaped; *at != '\0'; at++)
    {
      if (*at == '\x1f')
        g_string_append (text, "\\u001f");
      else
        g_string_append_c (text, *at);
    }
}

static void
append_object (GString    *text,
               JsonObject *object,
               gboolean    pretty,
               int         depth)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  gboolean is_first = TRUE;

  g_string_append_c (text, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (!is_first)
        g_string_append_c (text, ',');
      is_first = FALSE;
      append_break (text, pretty, depth + 1);
      append_string (text, name);
      g_string_append (text, pretty ? ": " : ":");
      append_node (text, node, pretty, depth + 1);
    }
  if (!is_first)
    append_break (text, pretty, depth);
  g_string_append_c (text, '}');
}

static void
append_array (GString   *text,
              JsonArray *array,
              gboolean   pretty,
              int        depth)
{
  const guint n = json_array_get_length (array);

  g_string_append_c (text, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_break (text, pretty, depth + 1);
      append_node (text, json_array_get_element (array, i), pretty, depth + 1);
    }
  if (n > 0)
    append_break (text, pretty, depth);
  g_string_append_c (text, ']');
}

/* JSON has no infinity: what is not finite is null. */
static void
append_value (GString  *text,
              JsonNode *node)
{
  const GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    append_string (text, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_INT64)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else if (isfinite (json_node_get_double (node)))
    {
      g_autofree char *number = ov_number_format (json_node_get_double (node));

      g_string_append (text, number);
    }
  else
    g_string_append (text, "null");
}

static void
append_node (GString  *text,
             JsonNode *node,
             gboolean  pretty,
             int       depth)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      append_object (text, json_node_get_object (node), pretty, depth);
      break;
    case JSON_NODE_ARRAY:
      append_array (text, json_node_get_array (node), pretty, depth);
      break;
    case JSON_NODE_VALUE:
      append_value (text, node);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (text, "null");
      break;
    }
}

/**
 * ov_json_print:
 * @node: the root of a document that the program has made itself; its depth is not limited
 * @pretty: whether to break it into indented lines
 *
 * Writes a document as json_to_string() does, but numbers as ov_number_format() does: JSON-GLib
 * gives every double seventeen digits, which makes 4.9999999999999996e-06 of 5e-6. A number that
 * is not finite becomes null.
 *
 * Returns: (transfer full): the text, without a line's end
 */
char *
ov_json_print (JsonNode *node,
               gboolean  pretty)
{
  GString *text;

  g_return_val_if_fail (node != NULL, NULL);

  text = g_string_new (NULL);
  append_node (text, node, pretty, 0);

  return g_string_free (text, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "json-strict.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * JSON from elsewhere, before JSON-GLib sees it. JSON-GLib calls itself for each level of nesting,
 * takes comments and single quotes, numbers in octal and keys that occur twice. A guard that counts
 * brackets would have to skip what JSON-GLib skips, so nothing but the grammar of RFC 8259 passes
 * here, no deeper than asked for and with every key once. JSON-GLib takes a hundred bytes for what
 * can be two in a file, so that there is a limit to the number of values as well.
 */

/* Four hundred thousand epochs have as many. */
#define MOST_VALUES 4000000

typedef struct
{
  const char *at;
  const char *end;
  guint       deepest;
  guint       n_values;
  char       *fault; /* a special one; what is not JSON at all needs none */
} Scanner;

static gboolean scan_value (Scanner *self,
                            guint    level);

static void
skip_space (Scanner *self)
{
  while (self->at < self->end && *self->at != '\0' && strchr (" \t\n\r", *self->at) != NULL)
    self->at++;
}

static gboolean
take (Scanner *self,
      char     wanted)
{
  if (self->at == self->end || *self->at != wanted)
    return FALSE;
  self->at++;

  return TRUE;
}

static gboolean
take_word (Scanner    *self,
           const char *word)
{
  const gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;

  return TRUE;
}

/* Takes the four digits after "\u". Returns the code unit, or -1. */
static int
take_code_unit (Scanner *self)
{
  int unit = 0;

  for (guint i = 0; i < 4; i++, self->at++)
    {
      const int digit = self->at < self->end ? g_ascii_xdigit_value (*self->at) : -1;

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }

  return unit;
}

/* Takes what follows a backslash. A zero is refused, since it would end the string in C. */
static gboolean
take_escape (Scanner *self,
             GString *text)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char *name;
  int high, low;

  if (self->at == self->end)
    return FALSE;

  name = *self->at != '\0' ? strchr (names, *self->at) : NULL;
  if (name != NULL)
    {
      g_string_append_c (text, values[name - names]);
      self->at++;
      return TRUE;
    }

  if (!take (self, 'u') || (high = take_code_unit (self)) <= 0
      || (high >= 0xdc00 && high <= 0xdfff))
    return FALSE;
  if (high < 0xd800 || high > 0xdbff)
    {
      g_string_append_unichar (text, (gunichar) high);
      return TRUE;
    }

  if (!take_word (self, "\\u") || (low = take_code_unit (self)) < 0xdc00 || low > 0xdfff)
    return FALSE;
  g_string_append_unichar (text, (gunichar) (0x10000 + ((high - 0xd800) << 10) + low - 0xdc00));

  return TRUE;
}

/* Returns the string without its escapes, or NULL. */
static char *
scan_string (Scanner *self)
{
  GString *text;
  gboolean is_right = TRUE;

  if (!take (self, '"'))
    return NULL;

  text = g_string_new (NULL);
  while (is_right && self->at < self->end && *self->at != '"')
    {
      if (take (self, '\\'))
        is_right = take_escape (self, text);
      else
        {
          is_right = (guchar) *self->at >= ' ';
          g_string_append_c (text, *self->at++);
        }
    }

  return g_string_free (text, !is_right || !take (self, '"'));
}

static gboolean
scan_digits (Scanner *self)
{
  const char *begin = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;

  return self->at > begin;
}

static gboolean
scan_number (Scanner *self)
{
  take (self, '-');
  if (!take (self, '0') && !scan_digits (self))
    return FALSE;
  if (take (self, '.') && !scan_digits (self))
    return FALSE;
  if (!take (self, 'e') && !take (self, 'E'))
    return TRUE;
  if (!take (self, '+'))
    take (self, '-');

  return scan_digits (self);
}

static gboolean
scan_member (Scanner    *self,
             GHashTable *keys,
             guint       level)
{
  g_autofree char *key = scan_string (self);

  if (key == NULL)
    return FALSE;

  if (g_hash_table_contains (keys, key))
    {
      self->fault = g_strdup_printf (_("it has “%s” twice"), key);
      return FALSE;
    }
  g_hash_table_add (keys, g_steal_pointer (&key));

  skip_space (self);

  return take (self, ':') && scan_value (self, level);
}

/* Scans what is between brackets; @keys is NULL for an array. */
static gboolean
scan_elements (Scanner    *self,
               GHashTable *keys,
               char        closing,
               guint       level)
{
  if (level > self->deepest)
    {
      self->fault = g_strdup (_("it is nested too deeply"));
      return FALSE;
    }

  skip_space (self);
  if (take (self, closing))
    return TRUE;

  do
    {
      skip_space (self);
      if (!(keys != NULL ? scan_member (self, keys, level) : scan_value (self, level)))
        return FALSE;
    }
  while (take (self, ','));

  return take (self, closing);
}

static gboolean
scan_object (Scanner *self,
             guint    level)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return scan_elements (self, keys, '}', level);
}

static gboolean
scan_text (Scanner *self)
{
  g_autofree char *text = scan_string (self);

  return text != NULL;
}

/* Scans a value and the white space around it. */
static gboolean
scan_value (Scanner *self,
            guint    level)
{
  gboolean is_right;

  skip_space (self);
  if (self->at == self->end)
    return FALSE;
  if (++self->n_values > MOST_VALUES)
    {
      self->fault = g_strdup_printf (_("it has more than %d values"), MOST_VALUES);
      return FALSE;
    }

  if (take (self, '{'))
    is_right = scan_object (self, level + 1);
  else if (take (self, '['))
    is_right = scan_elements (self, NULL, ']', level + 1);
  else if (*self->at == '"')
    is_right = scan_text (self);
  else
    is_right = take_word (self, "true") || take_word (self, "false") || take_word (self, "null")
               || scan_number (self);
  skip_space (self);

  return is_right;
}

/**
 * ov_json_parse_object:
 * @parser: a parser, which owns the object
 * @text: [@length], JSON from a file or a setting; need not end with a zero
 * @length: its length in bytes
 * @deepest: how many brackets may be open at a time
 * @fault: (out) (transfer full): what is wrong, to be put into a sentence
 *
 * Parses one JSON object as RFC 8259 defines it: UTF-8, no comments, double quotes only, no key
 * twice in an object. The stack that it takes depends on @deepest, never on the text, and the
 * memory has a limit.
 *
 * Returns: (transfer none) (nullable): the object, or %NULL with @fault set
 */
JsonObject *
ov_json_parse_object (JsonParser *parser,
                      const char *text,
                      gsize       length,
                      guint       deepest,
                      char      **fault)
{
  Scanner scanner = {.at = text, .end = text + length, .deepest = deepest};
  JsonNode *root = NULL;

  g_return_val_if_fail (JSON_IS_PARSER (parser), NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (fault != NULL, NULL);

  *fault = NULL;
  if (g_utf8_validate_len (text, length, NULL) && scan_value (&scanner, 0)
      && scanner.at == scanner.end
      && json_parser_load_from_data (parser, text, (gssize) length, NULL))
    root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return json_node_get_object (root);

  *fault = scanner.fault != NULL ? scanner.fault : g_strdup (_("it is not a JSON object"));

  return NULL;
}

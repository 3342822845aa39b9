/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pickle.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Python's pickles are programs for a machine with a stack, and loading one runs whatever it calls.
 * This machine builds values and calls nothing: a call becomes a value that says what would have
 * been called. It knows the instructions that arrays of numbers, lists and dicts are made of; their
 * names are those of Python's module `pickletools`, where they are described.
 */

/* A batch of CIFAR-10 takes some 60,000 steps. Each makes one value at most, so that this bounds
 * the memory as well. */
#define MOST_STEPS 400000

struct _OvPickle
{
  const guint8  *at;
  const guint8  *end;
  GPtrArray     *values; /* all that were made, owned */
  GPtrArray     *stack;
  GPtrArray     *memo; /* may have gaps */
  OvPickleValue *root;
  char          *fault; /* a special one; otherwise the instruction's number is reported */
};

/* What the pickles of NumPy's arrays call. Others are reported at once, though nothing would be
 * called: whoever made them had something else in mind. */
static const char *const known_globals[] = {
  "numpy.core.multiarray _reconstruct",
  "numpy._core.multiarray _reconstruct",
  "numpy.core.numeric _frombuffer",
  "numpy._core.numeric _frombuffer",
  "numpy ndarray",
  "numpy dtype",
  "_codecs encode",
  NULL,
};

static void
value_free (gpointer data)
{
  OvPickleValue *value = data;

  g_clear_pointer (&value->items, g_ptr_array_unref);
  g_free (value);
}

static OvPickleValue *
push (OvPickle    *self,
      OvPickleKind kind)
{
  OvPickleValue *value = g_new0 (OvPickleValue, 1);

  value->kind = kind;
  if (kind >= OV_PICKLE_TUPLE && kind <= OV_PICKLE_OBJECT)
    value->items = g_ptr_array_new ();
  g_ptr_array_add (self->values, value);
  g_ptr_array_add (self->stack, value);

  return value;
}

static gboolean
push_integer (OvPickle *self,
              gint64    integer)
{
  push (self, OV_PICKLE_INT)->integer = integer;

  return TRUE;
}

/* Returns the value @depth places below the top of the stack, or NULL when that is a mark or there
 * is none. */
static OvPickleValue *
peek (OvPickle *self,
      guint     depth)
{
  OvPickleValue *value;

  if (self->stack->len <= depth)
    return NULL;
  value = g_ptr_array_index (self->stack, self->stack->len - 1 - depth);

  return value->kind != OV_PICKLE_MARK ? value : NULL;
}

/* Reads a number of @n_bytes bytes, the least significant first. */
static gboolean
take_number (OvPickle *self,
             guint     n_bytes,
             guint64  *number)
{
  if ((gsize) (self->end - self->at) < n_bytes)
    return FALSE;

  *number = 0;
  for (guint i = 0; i < n_bytes; i++)
    *number |= (guint64) self->at[i] << (8 * i);
  self->at += n_bytes;

  return TRUE;
}

/* Takes bytes whose number comes first, in a field of @length_size bytes. */
static gboolean
push_bytes (OvPickle    *self,
            OvPickleKind kind,
            guint        length_size)
{
  OvPickleValue *value;
  guint64 size;

  if (!take_number (self, length_size, &size) || size > (guint64) (self->end - self->at))
    return FALSE;

  value = push (self, kind);
  value->bytes = self->at;
  value->size = size;
  self->at += size;

  return TRUE;
}

/* Takes a line, without its end, as text. */
static gboolean
push_line (OvPickle *self)
{
  const guint8 *end = memchr (self->at, '\n', (gsize) (self->end - self->at));
  OvPickleValue *value;

  if (end == NULL)
    return FALSE;

  value = push (self, OV_PICKLE_TEXT);
  value->bytes = self->at;
  value->size = (gsize) (end - self->at);
  self->at = end + 1;

  return TRUE;
}

/* Makes one value of the topmost ones. */
static gboolean
gather (OvPickle    *self,
        OvPickleKind kind,
        guint        n_items)
{
  OvPickleValue *value;
  guint first;

  for (guint i = 0; i < n_items; i++)
    if (peek (self, i) == NULL)
      return FALSE;

  value = push (self, kind);
  first = self->stack->len - 1 - n_items;
  for (guint i = 0; i < n_items; i++)
    g_ptr_array_add (value->items, g_ptr_array_index (self->stack, first + i));
  g_ptr_array_index (self->stack, first) = value;
  g_ptr_array_set_size (self->stack, (int) first + 1);

  return TRUE;
}

/* Counts the values above the topmost mark. */
static gboolean
count_to_mark (OvPickle *self,
               guint    *n_items)
{
  for (*n_items = 0; peek (self, *n_items) != NULL; (*n_items)++)
    ;

  return self->stack->len > *n_items;
}

static gboolean
gather_to_mark (OvPickle *self)
{
  guint n_items;

  if (!count_to_mark (self, &n_items) || !gather (self, OV_PICKLE_TUPLE, n_items))
    return FALSE;
  g_ptr_array_remove_index (self->stack, self->stack->len - 2);

  return TRUE;
}

/* Moves the topmost values into the list or dict below them, and removes a mark between them. */
static gboolean
extend (OvPickle    *self,
        OvPickleKind kind,
        guint        n_items,
        gboolean     has_mark)
{
  OvPickleValue *target;
  guint first;

  for (guint i = 0; i < n_items; i++)
    if (peek (self, i) == NULL)
      return FALSE;

  target = peek (self, n_items + (has_mark ? 1 : 0));
  if (target == NULL || target->kind != kind || (kind == OV_PICKLE_DICT && n_items % 2 != 0))
    return FALSE;

  first = self->stack->len - n_items;
  for (guint i = 0; i < n_items; i++)
    g_ptr_array_add (target->items, g_ptr_array_index (self->stack, first + i));
  g_ptr_array_set_size (self->stack, (int) (first - (has_mark ? 1 : 0)));

  return TRUE;
}

static gboolean
extend_to_mark (OvPickle    *self,
                OvPickleKind kind)
{
  guint n_items;

  return count_to_mark (self, &n_items) && extend (self, kind, n_items, TRUE);
}

static gboolean
remember (OvPickle *self,
          guint64   index)
{
  OvPickleValue *value = peek (self, 0);

  if (value == NULL || index >= MOST_STEPS)
    return FALSE;
  if (index >= self->memo->len)
    g_ptr_array_set_size (self->memo, (int) index + 1);
  g_ptr_array_index (self->memo, index) = value;

  return TRUE;
}

static gboolean
recall (OvPickle *self,
        guint64   index)
{
  if (index >= self->memo->len || g_ptr_array_index (self->memo, index) == NULL)
    return FALSE;
  g_ptr_array_add (self->stack, g_ptr_array_index (self->memo, index));

  return TRUE;
}

/* Gives an object its state, in place of one that it might have. */
static gboolean
build (OvPickle *self)
{
  OvPickleValue *state = peek (self, 0);
  OvPickleValue *object = peek (self, 1);

  if (state == NULL || object == NULL || object->kind != OV_PICKLE_OBJECT)
    return FALSE;

  g_ptr_array_set_size (object->items, 2);
  g_ptr_array_add (object->items, state);
  g_ptr_array_set_size (self->stack, (int) self->stack->len - 1);

  return TRUE;
}

static char *
show (const OvPickleValue *value)
{
  g_autofree char *text = g_strndup ((const char *) value->bytes, MIN (value->size, 100));

  return g_utf8_make_valid (text, -1);
}

/* Makes a global of its module and its name, which are on the stack. */
static gboolean
gather_global (OvPickle *self)
{
  const OvPickleValue *module = peek (self, 1);
  const OvPickleValue *name = peek (self, 0);
  g_autofree char *shown_module = NULL;
  g_autofree char *shown_name = NULL;
  g_autofree char *both = NULL;

  if (module == NULL || name == NULL || module->kind != OV_PICKLE_TEXT
      || name->kind != OV_PICKLE_TEXT)
    return FALSE;

  shown_module = show (module);
  shown_name = show (name);
  both = g_strconcat (shown_module, " ", shown_name, NULL);
  if (g_strv_contains (known_globals, both))
    return gather (self, OV_PICKLE_GLOBAL, 2);

  self->fault = g_strdup_printf (_("it wants to run “%s”, which is refused"), both);

  return FALSE;
}

/* A number of up to eight bytes in two's complement. */
static gboolean
push_long (OvPickle *self)
{
  guint64 size, number;

  if (!take_number (self, 1, &size) || size > sizeof number
      || !take_number (self, (guint) size, &number))
    return FALSE;
  if (size > 0 && size < sizeof number && (number >> (8 * size - 1)) != 0)
    number |= G_MAXUINT64 << (8 * size);

  return push_integer (self, (gint64) number);
}

/* Instructions with a number that follows: BININT1, BININT2, BININT; BINPUT, LONG_BINPUT; BINGET,
 * LONG_BINGET; PROTO and FRAME, which say nothing that matters. */
static gboolean
run_with_number (OvPickle *self,
                 guint8    code)
{
  static const char codes[] = "KMJqrhj\x80\x95";
  static const guint8 sizes[] = {1, 2, 4, 1, 4, 1, 4, 1, 8};
  const char *found = code != 0 ? strchr (codes, (char) code) : NULL;
  guint64 number;

  if (found == NULL || !take_number (self, sizes[found - codes], &number))
    return FALSE;

  switch (code)
    {
    case 'K':
    case 'M':
      return push_integer (self, (gint64) number);
    case 'J':
      return push_integer (self, (gint32) (guint32) number);
    case 'q':
    case 'r':
      return remember (self, number);
    case 'h':
    case 'j':
      return recall (self, number);
    default:
      return TRUE;
    }
}

/* Runs one instruction. Returns FALSE when it cannot be run, or is not known. */
static gboolean
run (OvPickle *self,
     guint8    code)
{
  switch (code)
    {
    case 'N': /* NONE */
      return push (self, OV_PICKLE_NONE) != NULL;
    case 0x88: /* NEWTRUE */
      return push_integer (self, TRUE);
    case 0x89: /* NEWFALSE */
      return push_integer (self, FALSE);
    case 0x8a: /* LONG1 */
      return push_long (self);
    case 'U': /* SHORT_BINSTRING */
    case 'C': /* SHORT_BINBYTES */
      return push_bytes (self, OV_PICKLE_BYTES, 1);
    case 'T': /* BINSTRING */
    case 'B': /* BINBYTES */
      return push_bytes (self, OV_PICKLE_BYTES, 4);
    case 0x8e: /* BINBYTES8 */
    case 0x96: /* BYTEARRAY8 */
      return push_bytes (self, OV_PICKLE_BYTES, 8);
    case 0x8c: /* SHORT_BINUNICODE */
      return push_bytes (self, OV_PICKLE_TEXT, 1);
    case 'X': /* BINUNICODE */
      return push_bytes (self, OV_PICKLE_TEXT, 4);
    case 0x8d: /* BINUNICODE8 */
      return push_bytes (self, OV_PICKLE_TEXT, 8);
    case '(': /* MARK */
      return push (self, OV_PICKLE_MARK) != NULL;
    case ')': /* EMPTY_TUPLE */
      return push (self, OV_PICKLE_TUPLE) != NULL;
    case ']': /* EMPTY_LIST */
      return push (self, OV_PICKLE_LIST) != NULL;
    case '}': /* EMPTY_DICT */
      return push (self, OV_PICKLE_DICT) != NULL;
    case 't': /* TUPLE */
      return gather_to_mark (self);
    case 0x85: /* TUPLE1 */
    case 0x86: /* TUPLE2 */
    case 0x87: /* TUPLE3 */
      return gather (self, OV_PICKLE_TUPLE, code - 0x84u);
    case 'a': /* APPEND */
      return extend (self, OV_PICKLE_LIST, 1, FALSE);
    case 'e': /* APPENDS */
      return extend_to_mark (self, OV_PICKLE_LIST);
    case 's': /* SETITEM */
      return extend (self, OV_PICKLE_DICT, 2, FALSE);
    case 'u': /* SETITEMS */
      return extend_to_mark (self, OV_PICKLE_DICT);
    case 'c': /* GLOBAL */
      return push_line (self) && push_line (self) && gather_global (self);
    case 0x93: /* STACK_GLOBAL */
      return gather_global (self);
    case 'R': /* REDUCE */
      return gather (self, OV_PICKLE_OBJECT, 2);
    case 'b': /* BUILD */
      return build (self);
    case 0x94: /* MEMOIZE */
      return remember (self, self->memo->len);
    default:
      return run_with_number (self, code);
    }
}

/**
 * ov_pickle_parse:
 * @bytes: [@size], a pickle of protocol 2 to 5; the values point into it
 * @size: its length
 * @fault: (out) (transfer full): why it cannot be read, to be put into a sentence
 *
 * Builds the values that a pickle describes. Nothing is called or imported, whatever the pickle
 * asks for, and the memory that it takes is bounded.
 *
 * Returns: (transfer full) (nullable): the values, or %NULL with @fault set
 */
OvPickle *
ov_pickle_parse (const guint8 *bytes,
                 gsize         size,
                 char        **fault)
{
  g_autoptr (OvPickle) self = g_new0 (OvPickle, 1);

  g_return_val_if_fail (bytes != NULL || size == 0, NULL);
  g_return_val_if_fail (fault != NULL, NULL);

  *fault = NULL;
  /* Empty bytes may be NULL, to which C does not let anybody add even zero. */
  self->at = size > 0 ? bytes : (const guint8 *) "";
  self->end = self->at + size;
  self->values = g_ptr_array_new_with_free_func (value_free);
  self->stack = g_ptr_array_new ();
  self->memo = g_ptr_array_new ();

  for (guint step = 0; step < MOST_STEPS && self->at < self->end; step++)
    {
      const guint8 code = *self->at++;

      if (code == '.')
        {
          self->root = peek (self, 0);
          break;
        }
      if (!run (self, code))
        {
          *fault = self->fault != NULL
                     ? g_steal_pointer (&self->fault)
                     : g_strdup_printf (_("its instruction %u cannot be followed"), step + 1);
          return NULL;
        }
    }

  if (self->root != NULL)
    return g_steal_pointer (&self);

  *fault = g_strdup (_("it ends too early"));

  return NULL;
}

/**
 * ov_pickle_free:
 * @self: a pickle
 *
 * Frees the values.
 */
void
ov_pickle_free (OvPickle *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->memo);
  g_ptr_array_unref (self->stack);
  g_ptr_array_unref (self->values);
  g_free (self->fault);
  g_free (self);
}

/**
 * ov_pickle_get_root:
 * @self: a pickle
 *
 * Returns: (transfer none): the value that the pickle is of; it may hold itself
 */
const OvPickleValue *
ov_pickle_get_root (const OvPickle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

/**
 * ov_pickle_value_item:
 * @value: (nullable): a value
 * @kind: the kind that it should be of
 * @index: which of its items
 *
 * Returns: (transfer none) (nullable): the item, if @value is of @kind and has it
 */
const OvPickleValue *
ov_pickle_value_item (const OvPickleValue *value,
                      OvPickleKind         kind,
                      guint                index)
{
  if (value == NULL || value->kind != kind || value->items == NULL || index >= value->items->len)
    return NULL;

  return g_ptr_array_index (value->items, index);
}

/**
 * ov_pickle_value_is:
 * @value: (nullable): a value
 * @text: what it should be
 *
 * Returns: whether @value is text or bytes, and is @text
 */
gboolean
ov_pickle_value_is (const OvPickleValue *value,
                    const char          *text)
{
  return value != NULL && (value->kind == OV_PICKLE_BYTES || value->kind == OV_PICKLE_TEXT)
         && value->size == strlen (text) && memcmp (value->bytes, text, value->size) == 0;
}

/* Python 3 writes the bytes of its older protocols as a call that encodes text. */
static gboolean
is_key (const OvPickleValue *value,
        const char          *key)
{
  const OvPickleValue *arguments = ov_pickle_value_item (value, OV_PICKLE_OBJECT, 1);

  return ov_pickle_value_is (value, key)
         || ov_pickle_value_is (ov_pickle_value_item (arguments, OV_PICKLE_TUPLE, 0), key);
}

/**
 * ov_pickle_value_find:
 * @dict: (nullable): a value
 * @key: a key, which may be text or bytes in the dict
 *
 * Returns: (transfer none) (nullable): the key's value, if @dict is one and has the key just once
 */
const OvPickleValue *
ov_pickle_value_find (const OvPickleValue *dict,
                      const char          *key)
{
  const OvPickleValue *found = NULL;
  const OvPickleValue *name;

  for (guint i = 0; (name = ov_pickle_value_item (dict, OV_PICKLE_DICT, i)) != NULL; i += 2)
    {
      if (!is_key (name, key))
        continue;
      if (found != NULL)
        return NULL;
      found = ov_pickle_value_item (dict, OV_PICKLE_DICT, i + 1);
    }

  return found;
}

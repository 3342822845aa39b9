/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cifar10-batch.h"
#include "error.h"
#include "pickle.h"

/*
 * CIFAR-10's version for Python holds the same images: each of its six files is a pickle of a dict
 * with `data`, an array of 10,000 × 3072 bytes, and `labels`, a list of 10,000 numbers. The other
 * keys are not looked at.
 */

/**
 * ov_cifar10_python_name:
 * @file_index: one of the six files
 *
 * Returns: (transfer full): what the version for Python calls it: the same without its ending
 */
char *
ov_cifar10_python_name (guint file_index)
{
  const char *name = ov_cifar10_file_names[file_index];

  return g_strndup (name, strlen (name) - strlen (".bin"));
}

static gboolean
is_global (const OvPickleValue *value,
           const char          *name)
{
  return ov_pickle_value_is (ov_pickle_value_item (value, OV_PICKLE_GLOBAL, 1), name);
}

/* Returns what a call of the named function is given, or NULL when @value is no such call. */
static const OvPickleValue *
arguments_of (const OvPickleValue *value,
              const char          *name)
{
  if (!is_global (ov_pickle_value_item (value, OV_PICKLE_OBJECT, 0), name))
    return NULL;

  return ov_pickle_value_item (value, OV_PICKLE_OBJECT, 1);
}

static gboolean
is_number (const OvPickleValue *value,
           gint64               number)
{
  return value != NULL && value->kind == OV_PICKLE_INT && value->integer == number;
}

static gboolean
has_right_form (const OvPickleValue *shape,
                const OvPickleValue *dtype)
{
  const OvPickleValue *arguments = arguments_of (dtype, "dtype");

  return is_number (ov_pickle_value_item (shape, OV_PICKLE_TUPLE, 0), OV_CIFAR10_IMAGES_PER_FILE)
         && is_number (ov_pickle_value_item (shape, OV_PICKLE_TUPLE, 1), OV_IMAGE_SIZE)
         && ov_pickle_value_item (shape, OV_PICKLE_TUPLE, 2) == NULL
         && (ov_pickle_value_is (ov_pickle_value_item (arguments, OV_PICKLE_TUPLE, 0), "u1")
             || ov_pickle_value_is (ov_pickle_value_item (arguments, OV_PICKLE_TUPLE, 0), "|u1"));
}

/* Finds the array's bytes, in either of the ways in which NumPy writes it. */
static const OvPickleValue *
find_pixels (const OvPickleValue *array,
             gboolean            *by_column)
{
  const OvPickleValue *state = ov_pickle_value_item (array, OV_PICKLE_OBJECT, 2);
  const OvPickleValue *arguments = arguments_of (array, "_frombuffer");

  if (arguments_of (array, "_reconstruct") != NULL
      && has_right_form (ov_pickle_value_item (state, OV_PICKLE_TUPLE, 1),
                         ov_pickle_value_item (state, OV_PICKLE_TUPLE, 2)))
    {
      *by_column = is_number (ov_pickle_value_item (state, OV_PICKLE_TUPLE, 3), TRUE);
      return ov_pickle_value_item (state, OV_PICKLE_TUPLE, 4);
    }

  if (!has_right_form (ov_pickle_value_item (arguments, OV_PICKLE_TUPLE, 2),
                       ov_pickle_value_item (arguments, OV_PICKLE_TUPLE, 1)))
    return NULL;

  *by_column = ov_pickle_value_is (ov_pickle_value_item (arguments, OV_PICKLE_TUPLE, 3), "F");

  return ov_pickle_value_item (arguments, OV_PICKLE_TUPLE, 0);
}

/* Copies the bytes of @text, which stand for one character each, as Python 3 writes them in its
 * older protocols. */
static gboolean
decode_latin1 (const OvPickleValue *text,
               guint8              *pixels,
               gsize                n_pixels)
{
  gsize n = 0;

  if (text == NULL || text->kind != OV_PICKLE_TEXT)
    return FALSE;

  for (gsize i = 0; i < text->size && n < n_pixels; i++)
    {
      const guint8 first = text->bytes[i];

      if (first < 0x80)
        pixels[n++] = first;
      else if ((first == 0xc2 || first == 0xc3) && i + 1 < text->size
               && (text->bytes[i + 1] & 0xc0) == 0x80)
        pixels[n++] = (guint8) ((first << 6) | (text->bytes[++i] & 0x3f));
      else
        return FALSE;
      if (n == n_pixels)
        return i + 1 == text->size;
    }

  return FALSE;
}

static gboolean
copy_pixels (const OvPickleValue *value,
             gboolean             by_column,
             guint8              *pixels)
{
  const gsize size = (gsize) OV_CIFAR10_IMAGES_PER_FILE * OV_IMAGE_SIZE;
  const OvPickleValue *arguments = arguments_of (value, "encode");
  g_autofree guint8 *columns = NULL;

  if (arguments != NULL)
    {
      if (!decode_latin1 (ov_pickle_value_item (arguments, OV_PICKLE_TUPLE, 0), pixels, size))
        return FALSE;
    }
  else if (value != NULL && value->kind == OV_PICKLE_BYTES && value->size == size)
    memcpy (pixels, value->bytes, size);
  else
    return FALSE;

  if (!by_column)
    return TRUE;

  columns = g_memdup2 (pixels, size);
  for (gsize i = 0; i < OV_CIFAR10_IMAGES_PER_FILE; i++)
    for (gsize j = 0; j < OV_IMAGE_SIZE; j++)
      pixels[i * OV_IMAGE_SIZE + j] = columns[j * OV_CIFAR10_IMAGES_PER_FILE + i];

  return TRUE;
}

static gboolean
copy_labels (const OvPickleValue *list,
             guint8              *labels)
{
  for (guint i = 0; i < OV_CIFAR10_IMAGES_PER_FILE; i++)
    {
      const OvPickleValue *label = ov_pickle_value_item (list, OV_PICKLE_LIST, i);

      if (label == NULL || label->kind != OV_PICKLE_INT || label->integer < 0
          || label->integer >= OV_N_CLASSES)
        return FALSE;
      labels[i] = (guint8) label->integer;
    }

  return ov_pickle_value_item (list, OV_PICKLE_LIST, OV_CIFAR10_IMAGES_PER_FILE) == NULL;
}

/* Returns why the batch cannot be read, or NULL. */
static char *
read_batch (OvCifar10Batches *batches,
            guint             file_index,
            const guint8     *bytes,
            gsize             size)
{
  const gsize first = (gsize) file_index * OV_CIFAR10_IMAGES_PER_FILE;
  g_autoptr (OvPickle) pickle = NULL;
  const OvPickleValue *root, *pixels;
  char *fault = NULL;
  gboolean by_column = FALSE;

  pickle = ov_pickle_parse (bytes, size, &fault);
  if (pickle == NULL)
    return fault;

  root = ov_pickle_get_root (pickle);
  pixels = find_pixels (ov_pickle_value_find (root, "data"), &by_column);
  if (!copy_pixels (pixels, by_column, batches->pixels + first * OV_IMAGE_SIZE))
    return g_strdup_printf (_("it has no “%s” of %d × %d bytes"), "data",
                            OV_CIFAR10_IMAGES_PER_FILE, OV_IMAGE_SIZE);
  if (!copy_labels (ov_pickle_value_find (root, "labels"), batches->labels + first))
    return g_strdup_printf (_("it has no “%s” with %d numbers from 0 to 9"), "labels",
                            OV_CIFAR10_IMAGES_PER_FILE);

  return NULL;
}

/**
 * ov_cifar10_batches_fill_from_python:
 * @batches: where the images go
 * @file_index: which of the six files it is
 * @name: the file's name, for messages
 * @size: the file's size; the caller has compared it with %OV_CIFAR10_MAX_PYTHON_SIZE
 * @read: gives the file's bytes
 * @source: passed to @read
 * @cancellable: (nullable): stops the reading
 * @error: return location for an error
 *
 * Reads one file of CIFAR-10's version for Python. Nothing that the file says is executed.
 *
 * Returns: %FALSE with @error set: by @read, or %OV_ERROR_DATA
 */
gboolean
ov_cifar10_batches_fill_from_python (OvCifar10Batches *batches,
                                     guint             file_index,
                                     const char       *name,
                                     gsize             size,
                                     OvCifar10ReadFunc read,
                                     gpointer          source,
                                     GCancellable     *cancellable,
                                     GError          **error)
{
  g_autofree guint8 *bytes = g_try_malloc (size + 1);
  g_autofree char *fault = NULL;

  if (bytes == NULL)
    {
      ov_cifar10_set_memory_error (error);
      return FALSE;
    }
  if (!read (source, bytes, size, cancellable, error))
    return FALSE;

  fault = read_batch (batches, file_index, bytes, size);
  if (fault == NULL)
    return TRUE;

  g_set_error (error, OV_ERROR, OV_ERROR_DATA,
               _("“%s” is not a batch of CIFAR-10 for Python: %s. Get CIFAR-10 again, preferably "
                 "in its binary version."),
               name, fault);

  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "cifar10-batch.h"
#include "error.h"
#include "pickle.h"

/* A pickle, with codes for the large parts: see fuzz_expand_pickle(). It is read as such, and as a
 * batch of CIFAR-10's version for Python. */

#define FILE_INDEX 2

#define DEEPEST_LEVEL 3
#define MOST_ITEMS 20

static gboolean
read_bytes (gpointer      source,
            guint8       *buffer,
            gsize         size,
            GCancellable *cancellable,
            GError      **error)
{
  const GByteArray *bytes = source;

  g_assert_cmpuint (size, <=, bytes->len);
  if (size > 0)
    memcpy (buffer, bytes->data, size);

  return TRUE;
}

/* Looks at what a value is made of, which may be itself. */
static guint
visit (const OvPickleValue *value,
       guint                level)
{
  guint sum = value->kind == OV_PICKLE_INT ? (guint) value->integer : 0;

  g_assert_cmpint (value->kind, !=, OV_PICKLE_MARK);
  if ((value->kind == OV_PICKLE_BYTES || value->kind == OV_PICKLE_TEXT) && value->size > 0)
    sum += value->bytes[0] + (guint) value->bytes[value->size - 1];
  for (guint i = 0; value->items != NULL && level < DEEPEST_LEVEL
                    && i < MIN (value->items->len, MOST_ITEMS);
       i++)
    sum += visit (g_ptr_array_index (value->items, i), level + 1);

  return sum;
}

static void
parse (const GByteArray *bytes)
{
  g_autofree char *fault = NULL;
  g_autoptr (OvPickle) pickle = ov_pickle_parse (bytes->data, bytes->len, &fault);

  g_assert_true ((pickle == NULL) == (fault != NULL));
  g_assert_true (fault == NULL || g_utf8_validate (fault, -1, NULL));
  if (pickle != NULL)
    visit (ov_pickle_get_root (pickle), 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *input,
                        gsize         size)
{
  static OvCifar10Batches batches;
  g_autoptr (GByteArray) bytes = fuzz_expand_pickle (input, size);
  g_autoptr (GError) error = NULL;

  /* It stays for the next input. */
  if (batches.pixels == NULL && !ov_cifar10_batches_init (&batches, &error))
    g_error ("%s", error->message);

  parse (bytes);
  fuzz_is_accepted = ov_cifar10_batches_fill_from_python (&batches, FILE_INDEX, "data_batch_3",
                                                          bytes->len, read_bytes, bytes, NULL,
                                                          &error);
  if (!fuzz_is_accepted)
    fuzz_check_sentence (error, OV_ERROR);
  else
    for (gsize i = 0; i < OV_CIFAR10_IMAGES_PER_FILE; i++)
      g_assert_cmpuint (batches.labels[FILE_INDEX * OV_CIFAR10_IMAGES_PER_FILE + i], <,
                        OV_N_CLASSES);

  return 0;
}

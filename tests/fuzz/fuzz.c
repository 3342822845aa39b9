/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cifar10-batch.h"

/* What stands for the parts of a batch in a pickle, so that an input stays small: the pixels as
 * bytes or as text that is to be encoded as Latin-1, the elements of the list of labels, and the
 * number of images. No instruction of a pickle has these codes. */
#define PIXELS_AS_BYTES 0xf1
#define PIXELS_AS_TEXT 0xf2
#define LABELS 0xf3
#define N_IMAGES 0xf4

#define MOST_EXPANSIONS 4

#define N_PIXELS ((gsize) OV_CIFAR10_IMAGES_PER_FILE * OV_IMAGE_SIZE)

gboolean     fuzz_is_accepted;

static char *folder;

static void
trap_cb (int number)
{
  abort ();
}

/* libFuzzer calls this first. It keeps the input that a program aborts on, but knows nothing of
 * the trap that GLib's fatal warnings end in. */
int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  signal (SIGTRAP, trap_cb);

  return 0;
}

/* Returns the input's next byte, or 0 at its end. */
guint8
fuzz_take_byte (FuzzInput *input)
{
  if (input->size == 0)
    return 0;
  input->size--;

  return *input->bytes++;
}

/* Returns the input's next line without its end, or NULL when nothing is left. */
char *
fuzz_take_line (FuzzInput *input)
{
  const guint8 *end;
  gsize length;
  char *line;

  if (input->size == 0)
    return NULL;

  end = memchr (input->bytes, '\n', input->size);
  length = end != NULL ? (gsize) (end - input->bytes) : input->size;
  line = g_strndup ((const char *) input->bytes, length);
  length += end != NULL ? 1 : 0;
  input->bytes += length;
  input->size -= length;

  return line;
}

/* Removes a file, or a folder with everything in it. */
void
fuzz_remove (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL
                                                                    : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      fuzz_remove (child);
    }
  g_remove (path);
}

static void
remove_folder_cb (void)
{
  fuzz_remove (folder);
  g_clear_pointer (&folder, g_free);
}

/* Returns a folder that goes away with the program, unless that crashes. */
const char *
fuzz_get_folder (void)
{
  if (folder == NULL)
    {
      g_autoptr (GError) error = NULL;

      folder = g_dir_make_tmp ("overshoot-fuzz-XXXXXX", &error);
      g_assert_no_error (error);
      atexit (remove_folder_cb);
    }

  return folder;
}

/* Makes a file in that folder, or gives it other contents. */
GFile *
fuzz_write_file (const char   *name,
                 gconstpointer bytes,
                 gsize         size)
{
  g_autofree char *path = g_build_filename (fuzz_get_folder (), name, NULL);
  FILE *stream = g_fopen (path, "wb");

  g_assert_nonnull (stream);
  g_assert_cmpuint (size > 0 ? fwrite (bytes, 1, size, stream) : 0, ==, size);
  g_assert_cmpint (fclose (stream), ==, 0);

  return g_file_new_for_path (path);
}

static void
append_counted (GByteArray *bytes,
                char        code,
                gsize       size)
{
  const guint32 length = GUINT32_TO_LE ((guint32) size);

  g_byte_array_append (bytes, (const guint8 *) &code, 1);
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
}

/* Lets an array grow by @size bytes, all of one value. */
static void
append_repeated (GByteArray *bytes,
                 guint8      value,
                 gsize       size)
{
  const guint begin = bytes->len;

  g_byte_array_set_size (bytes, begin + (guint) size);
  memset (bytes->data + begin, value, size);
}

static void
append_expansion (GByteArray *bytes,
                  guint8      code)
{
  static const guint8 label[] = {'K', 3};

  switch (code)
    {
    case PIXELS_AS_BYTES:
      append_counted (bytes, 'T', N_PIXELS);
      append_repeated (bytes, 0x80, N_PIXELS);
      break;

    case PIXELS_AS_TEXT:
      append_counted (bytes, 'X', N_PIXELS + 1);
      append_repeated (bytes, 'x', N_PIXELS - 1);
      g_byte_array_append (bytes, (const guint8 *) "\xc3\xbf", 2);
      break;

    case N_IMAGES:
      append_counted (bytes, 'J', OV_CIFAR10_IMAGES_PER_FILE);
      break;

    default:
      for (guint i = 0; i < OV_CIFAR10_IMAGES_PER_FILE; i++)
        g_byte_array_append (bytes, label, sizeof label);
      break;
    }
}

/* Puts a batch's pixels and labels where an input has the codes that stand for them. */
GByteArray *
fuzz_expand_pickle (const guint8 *bytes,
                    gsize         size)
{
  GByteArray *expanded = g_byte_array_new ();
  guint n_expansions = 0;

  for (gsize i = 0; i < size; i++)
    {
      if (bytes[i] >= PIXELS_AS_BYTES && bytes[i] <= N_IMAGES && n_expansions++ < MOST_EXPANSIONS)
        append_expansion (expanded, bytes[i]);
      else
        g_byte_array_append (expanded, &bytes[i], 1);
    }

  return expanded;
}

/* Makes a file of the binary version, whose labels are all the same. */
GByteArray *
fuzz_make_batch (guint8 label)
{
  GByteArray *bytes = g_byte_array_new ();

  append_repeated (bytes, 0, OV_CIFAR10_FILE_SIZE);
  for (gsize i = 0; i < OV_CIFAR10_FILE_SIZE; i += OV_CIFAR10_RECORD_SIZE)
    bytes->data[i] = label;

  return bytes;
}

#define APPEND(text) g_byte_array_append (bytes, (const guint8 *) text, sizeof text - 1)

/* Makes a file of the version for Python that can be read. */
GByteArray *
fuzz_make_pickle (void)
{
  GByteArray *bytes = g_byte_array_new ();

  APPEND ("}(U\6labels](");
  append_expansion (bytes, LABELS);
  APPEND ("eU\4datacnumpy.core.numeric\n_frombuffer\n(");
  append_expansion (bytes, PIXELS_AS_BYTES);
  APPEND ("cnumpy\ndtype\nU\2u1\x85R");
  append_expansion (bytes, N_IMAGES);
  append_counted (bytes, 'J', OV_IMAGE_SIZE);
  APPEND ("\x86U\1CtRu.");

  return bytes;
}

/* An error is of the program's own kind, and a whole sentence that can be shown. */
void
fuzz_check_sentence (const GError *error,
                     GQuark        domain)
{
  g_assert_nonnull (error);
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (domain));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

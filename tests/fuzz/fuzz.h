/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * A fuzz target is a file that defines LLVMFuzzerTestOneInput(). Built with clang's libFuzzer
 * (build-aux/fuzz) it is given inputs that libFuzzer makes up; in the ordinary suite replay.c gives
 * it the files of its folder in `seeds`.
 */

int LLVMFuzzerInitialize   (int          *argc,
                            char       ***argv);
int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize         size);

/**
 * FuzzInput:
 * @bytes: [@size], what is left of the input
 * @size: how much that is
 *
 * An input while a target takes it apart.
 */
typedef struct
{
  const guint8 *bytes;
  gsize         size;
} FuzzInput;

/* Whether the reader took the last input for what it is meant to read. */
extern gboolean fuzz_is_accepted;

guint8      fuzz_take_byte      (FuzzInput       *input);
char       *fuzz_take_line      (FuzzInput       *input);
const char *fuzz_get_folder     (void);
GFile      *fuzz_write_file     (const char      *name,
                                 gconstpointer    bytes,
                                 gsize            size);
void        fuzz_remove         (const char      *path);
GByteArray *fuzz_expand_pickle  (const guint8    *bytes,
                                 gsize            size);
GByteArray *fuzz_make_batch     (guint8           label);
GByteArray *fuzz_make_pickle    (void);
void        fuzz_check_sentence (const GError    *error,
                                 GQuark           domain);

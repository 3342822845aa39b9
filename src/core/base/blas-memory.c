/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "blas-memory.h"

#include <glib/gi18n-lib.h>
#include <sys/mman.h>

#include "error.h"

/*
 * OpenBLAS gives each thread that computes a buffer and, when there is no memory for it, keeps
 * asking for ever. So the buffers are taken before the work begins, while it can still be refused
 * with a message. OpenBLAS keeps what it once got.
 *
 * The threads that OpenBLAS itself starts when it is loaded each ask for a buffer, too, and when
 * the program exits it waits for them. Where they can never get one, the program has to exit
 * without waiting.
 */

/* The largest buffer of any processor that OpenBLAS is built for. Only address space is taken; a
 * page takes memory once it is used. */
#define BUFFER_SIZE ((gsize) 128 * 1024 * 1024)

/* What else the program needs: the C library takes 64 MB of address space for each thread that
 * allocates memory, and the libraries that draw a picture crash when they get none. */
#define RESERVE ((gsize) 128 * 1024 * 1024)

/* OpenBLAS exports its allocator, though no header of it does; another BLAS has none. */
extern void *blas_memory_alloc (int position) __attribute__ ((weak));
extern void  blas_memory_free (void *buffer) __attribute__ ((weak));

static gboolean
can_map (gsize size)
{
  void *block = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (block == MAP_FAILED)
    return FALSE;

  munmap (block, size);

  return TRUE;
}

/**
 * ov_blas_reserve_memory:
 * @n_threads: how many threads will compute at the same time
 * @error: return location for an error
 *
 * Makes sure that OpenBLAS has its buffers. No other thread may compute meanwhile.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_LIBRARY when there is not enough memory
 */
gboolean
ov_blas_reserve_memory (guint    n_threads,
                        GError **error)
{
  g_autofree void **buffers = g_new0 (void *, n_threads);
  gboolean fits = TRUE;
  guint n = 0;

  if (blas_memory_alloc == NULL || blas_memory_free == NULL)
    return TRUE;

  while (n < n_threads && (fits = can_map (BUFFER_SIZE + RESERVE)))
    buffers[n++] = blas_memory_alloc (0);
  while (n > 0)
    blas_memory_free (buffers[--n]);
  if (fits)
    return TRUE;

  g_set_error (error, OV_ERROR, OV_ERROR_LIBRARY,
               _("There is not enough memory to compute with %u threads. Close other programs, or "
                 "raise the limit on memory, or use fewer threads."),
               n_threads);

  return FALSE;
}

/**
 * ov_blas_can_end:
 *
 * Returns: whether the threads that OpenBLAS started by itself have or can get their buffers, so
 *   that waiting for them, as OpenBLAS does when the program exits, will end
 */
gboolean
ov_blas_can_end (void)
{
  return can_map (BUFFER_SIZE * g_get_num_processors ());
}

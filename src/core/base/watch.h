/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * OV_UNWATCHED:
 *
 * Put before a function that goes through whole arrays in a simple loop, keeps sanitizers from
 * looking at each step, which takes them up to a hundred times as long as the loop itself. Whoever
 * calls it lets them look at the arrays as a whole before, with ov_watch_read() and
 * ov_watch_write(). Where there is no sanitizer, all three are nothing.
 */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OV_UNWATCHED __attribute__ ((no_sanitize ("address", "thread", "undefined")))
#else
#define OV_UNWATCHED
#endif

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

#ifdef __SANITIZE_THREAD__
/* Of ThreadSanitizer's library; its header lacks them. */
void __tsan_read_range (void         *start,
                        unsigned long size);
void __tsan_write_range (void         *start,
                         unsigned long size);
#endif

/* A sanitizer reports the first byte of the @size bytes from @start on that must not be read. */
static inline void
ov_watch_read (const void *start,
               gsize       size)
{
#ifdef __SANITIZE_ADDRESS__
  const volatile char *wrong = __asan_region_is_poisoned ((void *) start, size);

  if (wrong != NULL)
    (void) *wrong;
#endif
#ifdef __SANITIZE_THREAD__
  __tsan_read_range ((void *) start, size);
#endif
}

/* Likewise for bytes that are to be written, which sanitizers of threads tell apart. */
static inline void
ov_watch_write (void *start,
                gsize size)
{
#ifdef __SANITIZE_THREAD__
  __tsan_write_range (start, size);
#else
  ov_watch_read (start, size);
#endif
}

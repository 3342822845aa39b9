/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * OV_MULTIVERSION:
 *
 * Put before a function with a simple loop, makes the compiler emit it for several generations of
 * processor and lets the loader choose. Sanitizers do not work with such functions, because the
 * loader calls the chooser before the sanitizer has started.
 *
 * OV_MULTIVERSION_SAME:
 *
 * The same for a function whose results have to be the same on every processor: newer ones do not
 * fuse its products with its sums.
 *
 * OV_INLINE_SAME:
 *
 * Put before what such a function calls, to be compiled into it with its options.
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define OV_IS_MULTIVERSION 1
#define OV_MULTIVERSION \
  __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default"), \
                  optimize ("O3", "no-trapping-math", "no-math-errno")))
#define OV_MULTIVERSION_SAME \
  __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default"), \
                  optimize ("O3", "no-trapping-math", "no-math-errno", "fp-contract=off")))
#define OV_INLINE_SAME \
  __attribute__ ((always_inline, \
                  optimize ("O3", "no-trapping-math", "no-math-errno", "fp-contract=off")))
#else
#define OV_IS_MULTIVERSION 0
#define OV_MULTIVERSION
#define OV_MULTIVERSION_SAME
#define OV_INLINE_SAME
#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * OV_MULTIVERSION:
 *
 * Put before a function with a simple loop, makes the compiler emit it for several generations of
 * processor and lets the loader choose. Sanitizers do not work with such functions, because the
 * loader calls the chooser before the sanitizer has started.
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define OV_IS_MULTIVERSION 1
#define OV_MULTIVERSION \
  __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default"), \
                  optimize ("O3", "no-trapping-math", "no-math-errno")))
#else
#define OV_IS_MULTIVERSION 0
#define OV_MULTIVERSION
#endif

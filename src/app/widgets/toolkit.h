/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What each file of this room includes and the compiler reads longest, which it reads once for a
 * folder: precompiled, not included. Each file includes what it needs all the same. */

#include <adwaita.h>

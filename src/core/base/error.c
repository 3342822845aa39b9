/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"

/* GLib's macro for this keeps the quark in a variable that two threads may write at once. */
GQuark
ov_error_quark (void)
{
  return g_quark_from_static_string ("ov-error-quark");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The errors of a download that fails; used by `download` alone. */

void ov_download_set_address_error  (GError       **error,
                                     const char    *uri);
void ov_download_set_network_error  (GError       **error,
                                     const char    *uri,
                                     const GError  *cause);
void ov_download_set_slow_error     (GError       **error,
                                     const char    *uri);
void ov_download_set_status_error   (GError       **error,
                                     const char    *uri,
                                     guint          status);
void ov_download_set_size_error     (GError       **error,
                                     const char    *uri);
void ov_download_set_contents_error (GError       **error,
                                     const char    *uri,
                                     const GError  *cause);

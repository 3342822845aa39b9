/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "download-error.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "error.h"

static gboolean
is_offline (const GError *cause)
{
  return cause->domain == G_RESOLVER_ERROR
         || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE)
         || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE)
         || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

/**
 * ov_download_set_address_error:
 * @error: return location for an error
 * @uri: what was given as an address
 *
 * Reports that @uri is not one.
 */
void
ov_download_set_address_error (GError    **error,
                               const char *uri)
{
  g_set_error (error, OV_ERROR, OV_ERROR_NETWORK,
               _("“%s” is not an address on the web. Correct it and try again."), uri);
}

/**
 * ov_download_set_network_error:
 * @error: return location for an error
 * @uri: what was asked for
 * @cause: what libsoup or GIO said
 *
 * Turns what went wrong on the network into a sentence; a cancelled download stays one.
 */
void
ov_download_set_network_error (GError      **error,
                               const char   *uri,
                               const GError *cause)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
  const char *host = parsed != NULL && g_uri_get_host (parsed) != NULL ? g_uri_get_host (parsed)
                                                                       : uri;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else if (is_offline (cause))
    g_set_error (error, OV_ERROR, OV_ERROR_NETWORK,
                 _("“%s” cannot be reached. Check the network connection and try again."), host);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_set_error (error, OV_ERROR, OV_ERROR_NETWORK,
                 _("“%s” does not answer. Try again later."), host);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)
           || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    g_set_error (error, OV_ERROR, OV_ERROR_NETWORK,
                 _("The connection to “%s” broke off before the download was complete. "
                   "Try again."),
                 host);
  else
    g_set_error (error, OV_ERROR, OV_ERROR_NETWORK,
                 _("CIFAR-10 could not be downloaded from “%s” (%s). Try again later."), host,
                 cause->message);
}

/**
 * ov_download_set_slow_error:
 * @error: return location for an error
 * @uri: what was asked for
 *
 * Reports that the server sends so little that the download would not end.
 */
void
ov_download_set_slow_error (GError    **error,
                            const char *uri)
{
  g_set_error (error, OV_ERROR, OV_ERROR_NETWORK,
               _("The server at “%s” sends next to nothing. Try again later, or open a copy that "
                 "you have."),
               uri);
}

/**
 * ov_download_set_status_error:
 * @error: return location for an error
 * @uri: what was asked for
 * @status: the status that HTTP gave instead of it
 *
 * Reports that the server does not have it.
 */
void
ov_download_set_status_error (GError    **error,
                              const char *uri,
                              guint       status)
{
  g_set_error (error, OV_ERROR, OV_ERROR_NETWORK,
               _("The server has no CIFAR-10 at “%s” (it answers %u %s). Try again later, or "
                 "open a copy that you have."),
               uri, status, soup_status_get_phrase (status));
}

/**
 * ov_download_set_size_error:
 * @error: return location for an error
 * @uri: what was asked for
 *
 * Reports that there is far more of it than there should be.
 */
void
ov_download_set_size_error (GError    **error,
                            const char *uri)
{
  g_set_error (error, OV_ERROR, OV_ERROR_DATA,
               _("What the server has at “%s” is far too large to be CIFAR-10. "
                 "Open a copy that you have."),
               uri);
}

/**
 * ov_download_set_contents_error:
 * @error: return location for an error
 * @uri: what was asked for
 * @cause: what the archive's reader said
 *
 * Reports that the archive cannot be used. The reader's own sentence would name a temporary file,
 * which nobody could look at; its other errors are passed on.
 */
void
ov_download_set_contents_error (GError      **error,
                                const char   *uri,
                                const GError *cause)
{
  if (g_error_matches (cause, OV_ERROR, OV_ERROR_DATA))
    g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                 _("What the server has at “%s” is not CIFAR-10's archive, or it is damaged. "
                   "Try again later, or open a copy that you have."),
                 uri);
  else
    g_propagate_error (error, g_error_copy (cause));
}

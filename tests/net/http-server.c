/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-server.h"

#include <gio/gio.h>
#include <string.h>

#include "data-fixture.h"

/* It answers one request after the other, on a thread of its own: whoever tries it may wait. */
struct _HttpServer
{
  GSocketListener *listener;
  GThread         *thread;
  GCancellable    *closing;
  char            *address;
  char            *folder; /* with the archive, or NULL */
  char            *archive;
  int              n_requests; /* atomic */
};

static void
send (GOutputStream *output,
      gconstpointer  bytes,
      gsize          size)
{
  g_output_stream_write_all (output, bytes, size, NULL, NULL, NULL);
}

static void
send_text (GOutputStream *output,
           const char    *text)
{
  send (output, text, strlen (text));
}

static void
send_archive (GOutputStream *output,
              const char    *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autofree char *head = NULL;

  g_assert_nonnull (file);
  head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                          g_mapped_file_get_length (file));
  send_text (output, head);
  send (output, g_mapped_file_get_contents (file), g_mapped_file_get_length (file));
}

/* Sends a beginning, and then nothing until the other side hangs up or the test is over. */
static void
stall (HttpServer    *self,
       GInputStream  *input,
       GOutputStream *output)
{
  char byte;

  send_text (output, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbeginning");
  g_input_stream_read (input, &byte, 1, self->closing, NULL);
}

/* Sends a byte now and then, as part of the head or of the body, for as long as anyone listens. */
static void
drip (HttpServer    *self,
      GOutputStream *output,
      const char    *beginning)
{
  send_text (output, beginning);
  while (!g_cancellable_is_cancelled (self->closing)
         && g_output_stream_write_all (output, "x", 1, NULL, NULL, NULL))
    g_usleep (20000);
}

static char *
read_request (GInputStream *input)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  char *request = NULL;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  for (gboolean at_end = FALSE; !at_end;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      at_end = line == NULL || *line == '\0';
      if (request == NULL)
        request = g_steal_pointer (&line);
    }

  return request;
}

static void
answer (HttpServer        *self,
        GSocketConnection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autofree char *request = read_request (input);

  if (request == NULL)
    return;

  g_atomic_int_inc (&self->n_requests);
  if (strstr (request, "/archive ") != NULL)
    send_archive (output, self->archive);
  else if (strstr (request, "/cut ") != NULL)
    send_text (output, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbeginning");
  else if (strstr (request, "/cut-chunks ") != NULL)
    send_text (output, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nbeginning");
  else if (strstr (request, "/page ") != NULL)
    send_text (output, "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>");
  else if (strstr (request, "/huge ") != NULL)
    send_text (output, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\nbeginning");
  else if (strstr (request, "/loop ") != NULL)
    send_text (output, "HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n");
  else if (strstr (request, "/drip ") != NULL)
    drip (self, output, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
  else if (strstr (request, "/drip-head ") != NULL)
    drip (self, output, "HTTP/1.1 200 OK\r\nX: ");
  else if (strstr (request, "/slow ") != NULL)
    stall (self, input, output);
  else
    send_text (output, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
}

static gpointer
accept_thread (gpointer data)
{
  HttpServer *self = data;

  while (!g_cancellable_is_cancelled (self->closing))
    {
      g_autoptr (GSocketConnection) connection =
        g_socket_listener_accept (self->listener, NULL, self->closing, NULL);

      if (connection == NULL)
        continue;
      answer (self, connection);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }

  return NULL;
}

HttpServer *
http_server_new (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) given = NULL;
  g_autoptr (GError) error = NULL;
  HttpServer *self = g_new0 (HttpServer, 1);

  self->closing = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &given, &error);
  g_assert_no_error (error);
  self->address =
    g_strdup_printf ("http://127.0.0.1:%u",
                     g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (given)));
  self->thread = g_thread_new ("http-server", accept_thread, self);

  return self;
}

/* Nobody is answered any more; it can be called twice. */
void
http_server_stop (HttpServer *self)
{
  g_cancellable_cancel (self->closing);
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
  g_socket_listener_close (self->listener);
}

void
http_server_free (HttpServer *self)
{
  http_server_stop (self);
  if (self->folder != NULL)
    fixture_remove (self->folder);
  g_object_unref (self->listener);
  g_object_unref (self->closing);
  g_free (self->archive);
  g_free (self->folder);
  g_free (self->address);
  g_free (self);
}

char *
http_server_make_uri (HttpServer *self,
                      const char *path)
{
  return g_strconcat (self->address, path, NULL);
}

/* Makes the archive that is asked for as /archive out of a folder's files, or of zeros for NULL. */
void
http_server_serve_folder (HttpServer *self,
                          const char *folder)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  Member members[OV_CIFAR10_N_FILES] = {0};

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      members[i].path = g_strconcat ("cifar-10-batches-bin/", ov_cifar10_file_names[i], NULL);
      members[i].size = CIFAR10_FILE_SIZE;
      g_ptr_array_add (strings, (char *) members[i].path);
      if (folder == NULL)
        continue;
      members[i].source = g_build_filename (folder, ov_cifar10_file_names[i], NULL);
      g_ptr_array_add (strings, (char *) members[i].source);
    }

  self->folder = fixture_make_folder ();
  self->archive = g_build_filename (self->folder, "archive.tar", NULL);
  fixture_write_archive (self->archive, ARCHIVE_PLAIN, members, G_N_ELEMENTS (members));
}

/* How many requests have come. */
guint
http_server_count (HttpServer *self)
{
  return (guint) g_atomic_int_get (&self->n_requests);
}

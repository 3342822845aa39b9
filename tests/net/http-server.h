/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A server on this machine that answers each path in its own way, mostly badly. */
typedef struct _HttpServer HttpServer;

HttpServer *http_server_new          (void);
void        http_server_stop         (HttpServer *self);
void        http_server_free         (HttpServer *self);
char       *http_server_make_uri     (HttpServer *self,
                                      const char *path);
void        http_server_serve_folder (HttpServer *self,
                                      const char *folder);
guint       http_server_count        (HttpServer *self);

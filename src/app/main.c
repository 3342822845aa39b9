/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <unistd.h>

#include "application.h"
#include "blas.h"

int
main (int    argc,
      char **argv)
{
  OvApplication *application;
  int status;

  ov_blas_choose_kernels ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = ov_application_new (G_APPLICATION_DEFAULT_FLAGS);
  status = g_application_run (G_APPLICATION (application), argc, argv);
  g_object_unref (application);

  /* Threads that were told to end may still be in the middle of a matrix product, and OpenBLAS
   * would free its memory under them: no library is taken down. */
  _exit (status);
}

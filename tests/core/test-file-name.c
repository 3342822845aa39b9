/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names of files that are made of what people type. */

#include "file-name.h"

#include <string.h>

#include "error.h"
#include "folder-fixture.h"

static void
test_make (void)
{
  static const char *const pairs[][2] = {
    {"Linear 1", "Linear 1"},
    {"lr 0.01", "lr 0.01"},
    {"../etc/passwd", "-.-etc-passwd"},
    {"two\nlines", "two-lines"},
    {"Öhrchen", "Öhrchen"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *name = ov_file_name_make (pairs[i][0]);

      g_assert_cmpstr (name, ==, pairs[i][1]);
    }
}

/* A number in a name is no ending. */
static void
test_ending (void)
{
  static const struct
  {
    const char *name;
    gboolean has_ending;
  } cases[] = {
    {"run.csv", TRUE},
    {"/tmp/weights.safetensors", TRUE},
    {"a.b", TRUE},
    {"lr 0.01.csv", TRUE},
    {"lr 0.01", FALSE},
    {"run", FALSE},
    {"/tmp.d/run", FALSE},
    {".csv", FALSE},
    {"/tmp/.csv", FALSE},
    {"1.5e-3", FALSE},
    {"Mr. Smith", FALSE},
    {"run.", FALSE},
    {"a.verylongword", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (ov_file_name_has_ending (cases[i].name), ==, cases[i].has_ending);
    }
}

/* A file that nobody has named is not replaced. */
static void
test_complete (void)
{
  g_autofree char *path = g_build_filename (own_folder, "curves", NULL);
  g_autofree char *wanted = g_strconcat (path, ".pdf", NULL);
  g_autofree char *full = NULL;
  g_autoptr (GError) error = NULL;

  full = ov_file_name_complete (path, ".pdf", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (full, ==, wanted);
  g_assert_true (g_file_set_contents (full, "old", -1, NULL));
  g_assert_null (ov_file_name_complete (path, ".pdf", &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "curves.pdf"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/file-name/make", test_make);
  g_test_add_func ("/file-name/ending", test_ending);
  fixture_add_in_folder ("/file-name/complete", test_complete);

  return g_test_run ();
}

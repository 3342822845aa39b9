/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Folders for the files of tests. */

#include "folder-fixture.h"

#include <glib/gstdio.h>

const char *own_folder;

char *
fixture_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *made = g_dir_make_tmp ("overshoot-test-XXXXXX", &error);

  g_assert_no_error (error);

  return made;
}

/* Removes a file, or a folder with everything in it. */
void
fixture_remove (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          fixture_remove (child);
        }
    }

  g_assert_cmpint (g_remove (path), ==, 0);
}

/* Counts what is in a folder, hidden files too; 0 when there is no such folder. */
guint
fixture_count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n_files = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n_files++;

  return n_files;
}

static void
run (gconstpointer test)
{
  g_autofree char *made = fixture_make_folder ();

  own_folder = made;
  ((void (*) (void)) test) ();
  fixture_remove (made);
  own_folder = NULL;
}

/* Adds a test that has a folder to itself. */
void
fixture_add_in_folder (const char *path,
                       void (*test) (void))
{
  g_test_add_data_func (path, (gconstpointer) test, run);
}

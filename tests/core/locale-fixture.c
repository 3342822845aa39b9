/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "locale-fixture.h"

#include <glib/gstdio.h>
#include <locale.h>

#define LOCALE_NAME "de_DE.UTF-8"

static char *folder;

/* Makes a German locale, in a folder of its own since the machine may have none, and writes
 * numbers as it does until locale_fixture_tear_down(). */
void
locale_fixture_set_up (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *half = NULL;
  const char *argv[] = {
    "localedef", "--no-archive", "-i", "de_DE", "-f", "UTF-8", NULL, NULL};

  folder = g_dir_make_tmp ("overshoot-test-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, LOCALE_NAME, NULL);
  argv[6] = path;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &errors, NULL,
                &error);
  g_assert_no_error (error);
  g_test_message ("localedef: %s", errors);

  g_setenv ("LOCPATH", folder, TRUE);
  g_assert_nonnull (setlocale (LC_NUMERIC, LOCALE_NAME));
  half = g_strdup_printf ("%g", 0.5);
  g_assert_cmpstr (half, ==, "0,5");
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_folder (child);
    }
  g_remove (path);
}

void
locale_fixture_tear_down (void)
{
  setlocale (LC_NUMERIC, "C");
  g_unsetenv ("LOCPATH");
  remove_folder (folder);
  g_clear_pointer (&folder, g_free);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

/*
 * Gives a fuzz target every file of a folder, its first argument: what it was seeded with, and what
 * it once failed on. A target that is wrong about one aborts. Those whose names begin with "right"
 * have to be accepted, and the others refused.
 */

static void
test_file (gconstpointer data)
{
  g_autofree char *name = g_path_get_basename (data);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (data, &bytes, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpint (LLVMFuzzerTestOneInput ((const guint8 *) bytes, size), ==, 0);
  g_assert_cmpint (fuzz_is_accepted, ==, g_str_has_prefix (name, "right"));
}

/* Every target has to do with nothing at all. */
static void
test_nothing (void)
{
  g_assert_cmpint (LLVMFuzzerTestOneInput ((const guint8 *) "", 0), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);

  dir = g_dir_open (argv[1], 0, &error);
  g_assert_no_error (error);
  g_test_add_func ("/nothing", test_nothing);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strconcat ("/", name, NULL);

      g_ptr_array_add (paths, g_build_filename (argv[1], name, NULL));
      g_test_add_data_func (path, g_ptr_array_index (paths, paths->len - 1), test_file);
    }
  g_assert_cmpuint (paths->len, >, 0);

  return g_test_run ();
}

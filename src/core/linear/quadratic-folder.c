/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "file-temporary.h"
#include "quadratic-private.h"

/* How many forms are kept, of 113 MB each: those of the data sets that were used last. */
#define MOST_FORMS 3

#define PREFIX "quadratic-"

/* What versions before the first release left behind when they were killed while writing; nobody
 * writes for an hour. */
#define OLD_STRAY ".quadratic."
#define STRAY_SECONDS 3600

/* A form in the folder. */
typedef struct
{
  char  *path;
  gint64 used; /* in seconds since 1970 */
} Form;

/**
 * ov_quadratic_default_folder:
 *
 * Returns: (transfer full): the program's folder in the user's cache directory
 */
GFile *
ov_quadratic_default_folder (void)
{
  return g_file_new_build_filename (g_get_user_cache_dir (), "overshoot", NULL);
}

static void
form_clear (gpointer data)
{
  g_free (((Form *) data)->path);
}

static int
compare_forms (gconstpointer a,
               gconstpointer b)
{
  const gint64 used = ((const Form *) a)->used;
  const gint64 other_used = ((const Form *) b)->used;

  return used == other_used ? 0 : used > other_used ? -1
                                                    : 1;
}

/* Deletes what killed programs left unfinished, and nothing that is being written. */
static void
delete_strays (const char *path)
{
  const int folder = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (folder < 0)
    return;
  ov_file_temporary_sweep (folder);
  close (folder);
}

/*
 * ov_quadratic_trim_folder:
 * @folder: the folder of the cache
 *
 * Deletes the least recently used forms when there are too many, and what was left unfinished, by
 * this version or an old one. A program that is reading one keeps reading it.
 */
void
ov_quadratic_trim_folder (GFile *folder)
{
  const char *path = g_file_peek_path (folder);
  g_autoptr (GDir) dir = path != NULL ? g_dir_open (path, 0, NULL) : NULL;
  g_autoptr (GArray) forms = g_array_new (FALSE, FALSE, sizeof (Form));
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  if (dir == NULL)
    return;

  g_array_set_clear_func (forms, form_clear);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      GStatBuf status;

      if (g_lstat (child, &status) != 0 || !S_ISREG (status.st_mode))
        continue;
      if (g_str_has_prefix (name, PREFIX))
        {
          Form form = {g_steal_pointer (&child), status.st_mtime};

          g_array_append_val (forms, form);
        }
      else if (g_str_has_prefix (name, OLD_STRAY) && now - status.st_mtime > STRAY_SECONDS)
        g_unlink (child);
    }

  delete_strays (path);
  g_array_sort (forms, compare_forms);
  for (guint i = MOST_FORMS; i < forms->len; i++)
    g_unlink (g_array_index (forms, Form, i).path);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-selection.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "file-error.h"
#include "log-file.h"
#include "output.h"
#include "runs-json-reader.h"

/* How much of a UUID tells runs apart. */
#define SHORT_ID 8

/**
 * ov_run_selection_make_name:
 * @entry: a run
 *
 * Returns: (transfer full): what a person calls the run, as a line that moves no cursor; the
 *   beginning of its identifier when nobody has named it
 */
char *
ov_run_selection_make_name (const OvRunEntry *entry)
{
  return *entry->name != '\0' ? ov_file_display_name (entry->name)
                              : g_strndup (entry->id, SHORT_ID);
}

/* Whether a word names a run: by its name, its UUID, or the beginning of that. */
static gboolean
is_called (const OvRunEntry *entry,
           const char       *word)
{
  return *word != '\0' && (g_str_equal (entry->name, word) || g_str_has_prefix (entry->id, word));
}

/**
 * ov_run_selection_find:
 * @library: a library
 * @entries: (element-type OvRunEntry): its runs
 * @word: the name of one, its identifier, or the beginning of that
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): the run, or %NULL with @error set
 */
const OvRunEntry *
ov_run_selection_find (OvLibrary       *library,
                       const GPtrArray *entries,
                       const char      *word,
                       GError         **error)
{
  const OvRunEntry *found = NULL;
  g_autofree char *shown = ov_file_display_name (word);
  g_autofree char *place = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const OvRunEntry *entry = g_ptr_array_index (entries, i);

      if (!is_called (entry, word))
        continue;
      if (found != NULL)
        {
          g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING,
                       _("More than one run is called “%s”. Give more of its identifier."), shown);
          return NULL;
        }
      found = entry;
    }
  if (found != NULL)
    return found;

  place = ov_file_display_name (ov_library_get_path (library));
  g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING,
               _("No run in “%s” is called “%s”. “overshoot-cli runs list” lists them."), place,
               shown);

  return NULL;
}

/**
 * ov_run_selection_load_run:
 * @library: a library
 * @entry: one of its runs
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the run with all its epochs, or %NULL with @error set
 */
OvExportedRun *
ov_run_selection_load_run (OvLibrary        *library,
                           const OvRunEntry *entry,
                           GError          **error)
{
  OvRunRecord *record = ov_library_load (library, entry->id, error);

  return record != NULL ? ov_exported_run_new (ov_run_entry_copy (entry), record) : NULL;
}

/* The same run may be in several files. */
static gboolean
has_run (const GPtrArray  *runs,
         const OvRunEntry *entry)
{
  for (guint i = 0; i < runs->len; i++)
    if (g_str_equal (((const OvExportedRun *) runs->pdata[i])->entry->id, entry->id))
      return TRUE;

  return FALSE;
}

/* Reads a run, unless it is there already. A run without a name goes by @name, if there is one. */
static gboolean
add_run (GPtrArray        *runs,
         OvLibrary        *library,
         const OvRunEntry *entry,
         const char       *name,
         GError          **error)
{
  OvExportedRun *run;

  if (has_run (runs, entry))
    return TRUE;

  run = ov_run_selection_load_run (library, entry, error);
  if (run == NULL)
    return FALSE;

  if (*run->entry->name == '\0' && name != NULL)
    {
      g_free (run->entry->name);
      run->entry->name = g_strdup (name);
    }
  g_ptr_array_add (runs, run);

  return TRUE;
}

/**
 * ov_run_selection_list:
 * @library: a library
 * @error: return location for an error
 *
 * Complains about runs that cannot be read.
 *
 * Returns: (transfer full) (element-type OvRunEntry) (nullable): the others, or %NULL with @error
 *   set
 */
GPtrArray *
ov_run_selection_list (OvLibrary *library,
                       GError   **error)
{
  guint n_unreadable = 0;
  GPtrArray *entries = ov_library_list (library, &n_unreadable, error);

  if (n_unreadable > 0)
    ov_output_complain (ngettext ("%u run cannot be read and is left out.",
                                  "%u runs cannot be read and are left out.", n_unreadable),
                        n_unreadable);

  return entries;
}

/* All runs of a file, which may come from anybody. Those without a name go by the file's. */
static gboolean
add_file (GPtrArray  *runs,
          const char *path,
          GError    **error)
{
  g_autoptr (OvLibrary) library =
    ov_output_spares_file (path, error) ? ov_library_open (path, OV_LIBRARY_UNTRUSTED, error)
                                        : NULL;
  g_autoptr (GPtrArray) entries =
    library != NULL ? ov_run_selection_list (library, error) : NULL;
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = ov_file_display_name (base);

  if (g_str_has_suffix (name, OV_LIBRARY_SUFFIX))
    name[strlen (name) - strlen (OV_LIBRARY_SUFFIX)] = '\0';
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (!add_run (runs, library, entries->pdata[i], name, error))
      return FALSE;

  return entries != NULL;
}

/**
 * ov_run_selection_is_log:
 * @path: the name of a file
 *
 * Returns: whether it is called as logs are: of the name of an event file only the middle is the
 *   same
 */
gboolean
ov_run_selection_is_log (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_suffix (lower, ".csv") || strstr (lower, "tfevents") != NULL;
}

/* A log of another program, or of ours in CSV: its columns are told by their names. */
static gboolean
add_log (GPtrArray  *runs,
         const char *path,
         GError    **error)
{
  g_autoptr (OvLogTable) table =
    ov_output_spares_file (path, error) ? ov_log_file_load (path, error) : NULL;
  OvLogMapping mapping;
  OvExportedRun *run;

  if (table == NULL)
    return FALSE;

  ov_log_mapping_guess (&mapping, table);
  run = ov_log_file_apply (path, table, &mapping, error);
  if (run != NULL)
    g_ptr_array_add (runs, run);

  return run != NULL;
}

/* Whether a file is called as JSON is. */
static gboolean
is_json (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".json");
}

static gboolean
add_json (GPtrArray  *runs,
          const char *path,
          GError    **error)
{
  g_autoptr (GPtrArray) found =
    ov_output_spares_file (path, error) ? ov_runs_json_load (path, error) : NULL;

  if (found == NULL)
    return FALSE;

  while (found->len > 0)
    {
      OvExportedRun *run = g_ptr_array_steal_index (found, 0);

      if (has_run (runs, run->entry))
        ov_exported_run_free (run);
      else
        g_ptr_array_add (runs, run);
    }

  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* All runs of a folder's files, in the order of their names. */
static gboolean
add_folder (GPtrArray  *runs,
            const char *path,
            GError    **error)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (folder == NULL)
    return FALSE;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, OV_LIBRARY_SUFFIX))
      g_ptr_array_add (paths, g_build_filename (path, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  if (paths->len == 0)
    {
      g_autofree char *shown = ov_file_display_name (path);

      g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING,
                   _("There is no file of runs (%s) in “%s”. Choose another folder."),
                   "*" OV_LIBRARY_SUFFIX, shown);
    }
  for (guint i = 0; i < paths->len; i++)
    if (!add_file (runs, paths->pdata[i], error))
      return FALSE;

  return paths->len > 0;
}

/* Whoever names a file that is not there need not know of the library. */
static void
explain (const char *word,
         const char *path,
         GError    **error)
{
  g_autofree char *shown = ov_file_display_name (word);
  g_autofree char *place = ov_file_display_name (path);

  if (!g_error_matches (*error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING))
    return;

  g_clear_error (error);
  g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING,
               _("“%s” is not a file. There is no library of runs “%s” either, in which a run "
                 "could have that name."),
               shown, place);
}

/**
 * ov_run_selection_load:
 * @library: (nullable): the file with the runs that are named; %NULL for the user's library
 * @words: (array zero-terminated=1): files, folders with files, or runs of the library; logs of
 *   other programs, and runs in JSON, are files too
 * @error: return location for an error
 *
 * Reads the runs that are meant, each once.
 *
 * Returns: (transfer full) (element-type OvExportedRun) (nullable): the runs, in the order of the
 *   words; or %NULL with @error set
 */
GPtrArray *
ov_run_selection_load (const char *library,
                       char      **words,
                       GError    **error)
{
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  g_autofree char *own = ov_library_get_default_path ();
  g_autoptr (OvLibrary) opened = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const OvRunEntry *entry;
      gboolean is_added;

      if (g_file_test (words[i], G_FILE_TEST_IS_DIR))
        is_added = add_folder (runs, words[i], error);
      else if (ov_run_selection_is_log (words[i]))
        is_added = add_log (runs, words[i], error);
      else if (is_json (words[i]))
        is_added = add_json (runs, words[i], error);
      else if (g_file_test (words[i], G_FILE_TEST_EXISTS)
               || g_str_has_suffix (words[i], OV_LIBRARY_SUFFIX))
        is_added = add_file (runs, words[i], error);
      else
        {
          if (opened == NULL && (library != NULL || ov_output_spares_file (own, error)))
            opened = ov_library_open (library != NULL ? library : own,
                                      library != NULL ? OV_LIBRARY_UNTRUSTED
                                                      : OV_LIBRARY_READ_ONLY,
                                      error);
          if (opened == NULL && library == NULL)
            explain (words[i], own, error);
          if (opened != NULL && entries == NULL)
            entries = ov_run_selection_list (opened, error);
          entry = entries != NULL ? ov_run_selection_find (opened, entries, words[i], error) : NULL;
          is_added = entry != NULL && add_run (runs, opened, entry, NULL, error);
        }
      if (!is_added)
        return NULL;
    }

  return g_steal_pointer (&runs);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "runs-command.h"

#include <glib/gi18n-lib.h>

#include "exit-status.h"
#include "file-error.h"
#include "library.h"
#include "output.h"
#include "run-selection.h"
#include "runs-file.h"
#include "runs-json.h"
#include "runs-options.h"
#include "runs-plot.h"
#include "runs-show.h"

/* Opens the library that is meant; others may have the user's open as well. A file that is only
 * read may come from anybody. */
static OvLibrary *
open_library (const OvRunsOptions *options,
              GError             **error)
{
  const gboolean writes = options->action == OV_RUNS_IMPORT || options->action == OV_RUNS_DELETE;
  const OvLibraryFlags creation = options->action == OV_RUNS_IMPORT ? OV_LIBRARY_CREATE : 0;
  g_autofree char *own = ov_library_get_default_path ();

  if (options->library == NULL && !ov_output_spares (_("The library"), own, error))
    return NULL;
  if (options->library != NULL)
    return ov_library_open (options->library, writes ? creation : OV_LIBRARY_UNTRUSTED, error);

  return ov_library_open (own, writes ? OV_LIBRARY_SHARED | creation : OV_LIBRARY_READ_ONLY,
                          error);
}

/* Returns the UUIDs of the runs that the words from @first on name; NULL with an error set. */
static char **
find_runs (OvLibrary       *library,
           const GPtrArray *entries,
           char           **words,
           GError         **error)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const OvRunEntry *entry = ov_run_selection_find (library, entries, words[i], error);

      if (entry == NULL)
        return NULL;
      g_strv_builder_add (ids, entry->id);
    }

  return g_strv_builder_end (ids);
}

static int
list (OvLibrary           *library,
      const GPtrArray     *entries,
      const OvRunsOptions *options,
      GError             **error)
{
  g_autofree char *text = options->json ? ov_runs_list_as_json (entries)
                                        : ov_runs_list_as_text (entries);

  return ov_output_finish (text);
}

static int
show (OvLibrary           *library,
      const GPtrArray     *entries,
      const OvRunsOptions *options,
      GError             **error)
{
  const OvRunEntry *entry = ov_run_selection_find (library, entries, options->words[0], error);
  g_autoptr (OvRunRecord) record = NULL;
  g_autofree char *text = NULL;

  if (entry == NULL)
    return OV_EXIT_ERROR;
  record = ov_library_load (library, entry->id, error);
  if (record == NULL)
    return OV_EXIT_ERROR;

  text = options->json ? ov_run_show_as_json (entry, record) : ov_run_show_as_text (entry, record);

  return ov_output_finish (text);
}

static int
plot (OvLibrary           *library,
      const GPtrArray     *entries,
      const OvRunsOptions *options,
      GError             **error)
{
  g_autoptr (GPtrArray) chosen =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  const char *path = options->words[0];

  /* What is there and no file, such as /dev/null, takes any format. */
  if ((!g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_REGULAR))
      && !ov_file_format_of_name (OV_FILE_PICTURE, path, NULL, error))
    return OV_EXIT_ERROR;

  for (gsize i = 1; options->words[i] != NULL; i++)
    {
      const OvRunEntry *entry = ov_run_selection_find (library, entries, options->words[i], error);
      OvExportedRun *run =
        entry != NULL ? ov_run_selection_load_run (library, entry, error) : NULL;

      if (run == NULL)
        return OV_EXIT_ERROR;
      g_ptr_array_add (chosen, run);
    }

  return ov_runs_plot (chosen, &options->figure, &options->page, path, error) ? OV_EXIT_FINISHED
                                                                              : OV_EXIT_ERROR;
}

static int
import (OvLibrary           *library,
        const GPtrArray     *entries,
        const OvRunsOptions *options,
        GError             **error)
{
  OvLibraryImport all = {0};
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; options->words[i] != NULL; i++)
    {
      const char *path = options->words[i];
      OvLibraryImport counts = {0};

      if (ov_run_selection_is_log (path)
            ? !ov_log_choices_import (&options->logs, library, path, &counts, text, error)
            : !ov_library_import (library, path, &counts, error))
        return OV_EXIT_ERROR;
      all.n_added += counts.n_added;
      all.n_longer += counts.n_longer;
      all.n_known += counts.n_known;
    }

  g_string_append_printf (text, _("New runs: %u. Longer than before: %u. Already there: %u.\n"),
                          all.n_added, all.n_longer, all.n_known);

  return ov_output_is_quiet () ? OV_EXIT_FINISHED : ov_output_finish (text->str);
}

/* Returns the runs with these UUIDs, or all when there are none; NULL with an error set. */
static GPtrArray *
load_runs (OvLibrary       *library,
           const GPtrArray *entries,
           char           **ids,
           GError         **error)
{
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);

  for (guint i = 0; i < entries->len; i++)
    {
      const OvRunEntry *entry = g_ptr_array_index (entries, i);
      OvExportedRun *run;

      if (*ids != NULL && !g_strv_contains ((const char *const *) ids, entry->id))
        continue;
      run = ov_run_selection_load_run (library, entry, error);
      if (run == NULL)
        return NULL;
      g_ptr_array_add (runs, run);
    }

  return g_steal_pointer (&runs);
}

static int export (OvLibrary           *library,
                   const GPtrArray     *entries,
                   const OvRunsOptions *options,
                   GError             **error)
{
  g_auto (GStrv) ids = find_runs (library, entries, options->words + 1, error);
  g_autoptr (GPtrArray) runs = NULL;
  gboolean is_written = FALSE;

  if (ids == NULL)
    return OV_EXIT_ERROR;

  if (options->format == OV_FILE_LIBRARY)
    is_written = ov_library_export (library, *ids != NULL ? (const char *const *) ids : NULL,
                                    options->words[0], error);
  else
    {
      runs = load_runs (library, entries, ids, error);
      is_written =
        runs != NULL && ov_runs_file_save (options->format, runs, options->words[0], error);
    }

  return is_written ? OV_EXIT_FINISHED : OV_EXIT_ERROR;
}

/* Removes all of them or none. */
static gboolean
remove_cb (OvLibrary *library,
           gpointer   data,
           GError   **error)
{
  char **ids = data;

  for (gsize i = 0; ids[i] != NULL; i++)
    if (!ov_library_remove (library, ids[i], error))
      return FALSE;

  return TRUE;
}

static int delete (OvLibrary           *library,
                   const GPtrArray     *entries,
                   const OvRunsOptions *options,
                   GError             **error)
{
  g_auto (GStrv) ids = find_runs (library, entries, options->words, error);

  return ids != NULL && ov_library_transact (library, remove_cb, ids, error)
             && ov_library_shrink (library, error)
           ? OV_EXIT_FINISHED
           : OV_EXIT_ERROR;
}

static int
run (const OvRunsOptions *options,
     GError             **error)
{
  static int (*const doers[]) (OvLibrary *library,
                               const GPtrArray *entries,
                               const OvRunsOptions *options,
                               GError **error) = {
    [OV_RUNS_LIST] = list,
    [OV_RUNS_SHOW] = show,
    [OV_RUNS_PLOT] = plot,
    [OV_RUNS_IMPORT] = import,
    [OV_RUNS_EXPORT] = export,
    [OV_RUNS_DELETE] = delete,
  };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) fault = NULL;
  g_autoptr (OvLibrary) library = open_library (options, &fault);

  /* Whoever has not kept any run yet has an empty list of them. */
  if (options->library == NULL && options->action == OV_RUNS_LIST
      && g_error_matches (fault, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING))
    {
      g_autoptr (GPtrArray) none = g_ptr_array_new ();

      return list (NULL, none, options, error);
    }
  if (library == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return OV_EXIT_ERROR;
    }
  entries = ov_run_selection_list (library, error);

  return entries != NULL ? doers[options->action](library, entries, options, error)
                         : OV_EXIT_ERROR;
}

/**
 * ov_runs_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "runs"
 *
 * Does `overshoot-cli runs`: what can be done with the runs that are kept.
 *
 * Returns: an #OvExitStatus
 */
int
ov_runs_command (int    argc,
                 char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvRunsOptions) options = ov_runs_options_parse (argc, argv, &error);
  int status;

  if (options == NULL)
    return ov_output_refuse (error);
  if (options->help)
    return ov_output_help ("runs");
  for (gsize i = 0; options->notes[i] != NULL; i++)
    ov_output_complain ("%s", options->notes[i]);

  status = run (options, &error);

  return error != NULL ? ov_output_fail (error) : status;
}

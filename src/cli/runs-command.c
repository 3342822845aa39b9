/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "runs-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "exit-status.h"
#include "file-error.h"
#include "help.h"
#include "library.h"
#include "output.h"
#include "runs-options.h"
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

  if (options->library != NULL)
    return ov_library_open (options->library, writes ? creation : OV_LIBRARY_UNTRUSTED, error);

  return ov_library_open (own, writes ? OV_LIBRARY_SHARED | creation : OV_LIBRARY_READ_ONLY,
                          error);
}

/* Whether a word names a run: by its name, its UUID, or the beginning of that. */
static gboolean
is_called (const OvRunEntry *entry,
           const char       *word)
{
  return *word != '\0' && (g_str_equal (entry->name, word) || g_str_has_prefix (entry->id, word));
}

static const OvRunEntry *
find_run (OvLibrary       *library,
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
      const OvRunEntry *entry = find_run (library, entries, words[i], error);

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
  const OvRunEntry *entry = find_run (library, entries, options->words[0], error);
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
import (OvLibrary           *library,
        const GPtrArray     *entries,
        const OvRunsOptions *options,
        GError             **error)
{
  OvLibraryImport all = {0};
  g_autofree char *text = NULL;

  for (gsize i = 0; options->words[i] != NULL; i++)
    {
      OvLibraryImport counts;

      if (!ov_library_import (library, options->words[i], &counts, error))
        return OV_EXIT_ERROR;
      all.n_added += counts.n_added;
      all.n_longer += counts.n_longer;
      all.n_known += counts.n_known;
    }

  text = g_strdup_printf (_("New runs: %u. Longer than before: %u. Already there: %u.\n"),
                          all.n_added, all.n_longer, all.n_known);

  return ov_output_finish (text);
}

static int export (OvLibrary           *library,
                   const GPtrArray     *entries,
                   const OvRunsOptions *options,
                   GError             **error)
{
  g_auto (GStrv) ids = find_runs (library, entries, options->words + 1, error);

  return ids != NULL
             && ov_library_export (library, *ids != NULL ? (const char *const *) ids : NULL,
                                   options->words[0], error)
           ? OV_EXIT_FINISHED
           : OV_EXIT_ERROR;
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
    [OV_RUNS_IMPORT] = import,
    [OV_RUNS_EXPORT] = export,
    [OV_RUNS_DELETE] = delete,
  };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) fault = NULL;
  g_autoptr (OvLibrary) library = open_library (options, &fault);
  guint n_unreadable;

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
  entries = ov_library_list (library, &n_unreadable, error);
  if (entries == NULL)
    return OV_EXIT_ERROR;
  if (n_unreadable > 0)
    ov_output_complain (ngettext ("%u run cannot be read and is left out.",
                                  "%u runs cannot be read and are left out.", n_unreadable),
                        n_unreadable);

  return doers[options->action](library, entries, options, error);
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
    {
      ov_output_complain ("%s", error->message);
      return OV_EXIT_USAGE;
    }
  if (options->help)
    {
      g_autofree char *text = ov_help_make_runs ();

      return ov_output_finish (text);
    }

  status = run (options, &error);

  return error != NULL ? ov_output_fail (error) : status;
}

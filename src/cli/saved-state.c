/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "saved-state.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "file-error.h"
#include "library.h"
#include "parameter.h"

static gboolean
refuse (const char *path,
        const char *reason,
        GError    **error)
{
  g_autofree char *shown = ov_file_display_name (path);

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               /* Translators: the second is a sentence that says why and what to do. */
               _("The run in “%s” has no such step. %s"), shown, reason);

  return FALSE;
}

/* Loads the latest state of a run up to an epoch. */
static gboolean
load (OvSavedState *self,
      OvLibrary    *library,
      const char   *path,
      guint         at_most,
      GError      **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint found;

  bytes = ov_library_load_checkpoint (library, self->entry->id, at_most, &found, &missing);
  if (bytes == NULL && g_error_matches (missing, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING))
    return refuse (path,
                   _("No state up to that epoch was kept. Give a later --epoch, or train with "
                     "--checkpoint-every."),
                   error);
  if (bytes == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  self->checkpoint = ov_checkpoint_from_bytes (bytes, error);

  return self->checkpoint != NULL;
}

/* Finds the run that began last. */
static gboolean
find_run (OvSavedState *self,
          OvLibrary    *library,
          const char   *path,
          GError      **error)
{
  g_autoptr (GPtrArray) entries = ov_library_list (library, NULL, error);

  if (entries == NULL)
    return FALSE;
  if (entries->len == 0)
    {
      g_autofree char *shown = ov_file_display_name (path);

      g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                   _("There is no run in “%s”. Train one with --save-run."), shown);
      return FALSE;
    }

  self->entry = ov_run_entry_copy (g_ptr_array_index (entries, entries->len - 1));

  return !ov_recipe_is_foreign (&self->entry->recipe)
         || refuse (path, _("Another program has made it. Train one with --save-run."), error);
}

/**
 * ov_saved_state_load:
 * @self: (out): a state, to be cleared in any case
 * @path: a file with runs, which is only read
 * @at_most: how many epochs may have led to the state
 * @error: return location for an error
 *
 * Loads the latest such state of the run that began last.
 *
 * Returns: whether there is one; if not, @error says what to do
 */
gboolean
ov_saved_state_load (OvSavedState *self,
                     const char   *path,
                     guint         at_most,
                     GError      **error)
{
  g_autoptr (OvLibrary) library = ov_library_open (path, OV_LIBRARY_UNTRUSTED, error);

  *self = (OvSavedState) {0};

  return library != NULL && find_run (self, library, path, error)
         && load (self, library, path, at_most, error);
}

/**
 * ov_saved_state_load_path:
 * @self: (out): the last state, if there is one, to be cleared in any case
 * @path: a file with runs, which is only read
 * @checkpoints: (out) (transfer full) (element-type OvCheckpoint): all states, from the earliest
 * @error: return location for an error
 *
 * Loads all states of the run that began last; there may be none.
 *
 * Returns: whether there is such a run; if not, @error says what to do
 */
gboolean
ov_saved_state_load_path (OvSavedState *self,
                          const char   *path,
                          GPtrArray   **checkpoints,
                          GError      **error)
{
  g_autoptr (OvLibrary) library = ov_library_open (path, OV_LIBRARY_UNTRUSTED, error);
  g_autoptr (GPtrArray) states =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_checkpoint_unref);
  g_autoptr (GArray) epochs = NULL;

  *self = (OvSavedState) {0};
  if (library == NULL || !find_run (self, library, path, error))
    return FALSE;
  epochs = ov_library_list_checkpoints (library, self->entry->id, error);
  if (epochs == NULL)
    return FALSE;

  for (guint i = 0; i < epochs->len; i++)
    {
      g_clear_pointer (&self->checkpoint, ov_checkpoint_unref);
      if (!load (self, library, path, g_array_index (epochs, guint, i), error))
        return FALSE;
      g_ptr_array_add (states, ov_checkpoint_ref (self->checkpoint));
    }
  *checkpoints = g_steal_pointer (&states);

  return TRUE;
}

/**
 * ov_saved_state_check_alone:
 * @texts: from options to their texts
 * @error: return location for an error
 *
 * Returns: whether no option decides the recipe, which the run of a file has itself
 */
gboolean
ov_saved_state_check_alone (GHashTable *texts,
                            GError    **error)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);
  const char *other = g_hash_table_contains (texts, "recipe") ? "recipe" : NULL;

  for (gsize i = 0; other == NULL && i < n_parameters; i++)
    if (g_hash_table_contains (texts, parameters[i].key))
      other = parameters[i].key;
  if (other == NULL)
    return TRUE;

  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               _("--run: The run in the file has its recipe. Leave out --%s."), other);

  return FALSE;
}

/**
 * ov_saved_state_check_data:
 * @self: a state
 * @dataset: some images
 * @error: return location for an error
 *
 * Returns: whether the run was trained on these images
 */
gboolean
ov_saved_state_check_data (const OvSavedState *self,
                           OvDataset          *dataset,
                           GError            **error)
{
  const char *hash = self->entry->data_hash;

  if (*hash == '\0' || g_str_equal (hash, ov_dataset_get_hash (dataset)))
    return TRUE;

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               /* Translators: %s is what the images are called. */
               _("It was trained on other images (%s). Name them with --data."),
               self->entry->data);

  return FALSE;
}

/**
 * ov_saved_state_clear:
 * @self: a state
 *
 * Lets go of all that it has.
 */
void
ov_saved_state_clear (OvSavedState *self)
{
  g_clear_pointer (&self->entry, ov_run_entry_free);
  g_clear_pointer (&self->checkpoint, ov_checkpoint_unref);
}

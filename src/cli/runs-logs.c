/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "runs-logs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "choice.h"
#include "error.h"
#include "file-error.h"
#include "log-file.h"
#include "log-import.h"

/* The words of --accuracies stand in this order. */
enum
{
  PER_CENT,
  SHARES,
};

static gboolean
find_role (const char *name,
           OvLogRole  *role,
           GError    **error)
{
  const char *names[OV_N_LOG_ROLES + 1] = {NULL};
  guint index = OV_N_LOG_ROLES;

  for (OvLogRole each = 0; each < OV_N_LOG_ROLES; each++)
    names[each] = ov_log_role_get_name (each);
  if (!ov_choice_parse ("columns", name, names, &index, error))
    return FALSE;
  *role = (OvLogRole) index;

  return TRUE;
}

static gboolean
parse_columns (OvLogChoices *self,
               const char   *text,
               GError      **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      OvLogRole role;

      if (equals == NULL)
        {
          g_autofree char *shown = ov_file_display_name (parts[i]);

          g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                       _("--columns: “%s” does not say what is which column. Write it as in "
                         "test-loss=val_loss."),
                       shown);
          return FALSE;
        }
      *equals = '\0';
      if (!find_role (parts[i], &role, error))
        return FALSE;
      g_free (self->columns[role]);
      self->columns[role] = g_strdup (equals + 1);
    }

  return TRUE;
}

/**
 * ov_log_choices_parse:
 * @self: (inout): all zero; to be cleared, whatever comes of it
 * @texts: from options to their texts
 * @error: return location for an error
 *
 * Understands the options for logs of other programs.
 *
 * Returns: %FALSE with @error set to one sentence that names the option
 */
gboolean
ov_log_choices_parse (OvLogChoices *self,
                      GHashTable   *texts,
                      GError      **error)
{
  const char *columns = g_hash_table_lookup (texts, "columns");
  const char *unit = g_hash_table_lookup (texts, "accuracies");
  guint index = PER_CENT;

  if ((columns != NULL && !parse_columns (self, columns, error))
      || !ov_choice_parse_of ("runs", "accuracies", unit, &index, error))
    return FALSE;

  self->has_unit = unit != NULL;
  self->is_share = index == SHARES;

  return TRUE;
}

/**
 * ov_log_choices_clear:
 * @self: what the command line says
 */
void
ov_log_choices_clear (OvLogChoices *self)
{
  for (OvLogRole role = 0; role < OV_N_LOG_ROLES; role++)
    g_clear_pointer (&self->columns[role], g_free);
}

/* Says which columns were taken for what. */
static void
describe_mapping (GString            *text,
                  const OvLogTable   *table,
                  const OvLogMapping *mapping)
{
  g_string_append_printf (text, "%s:", ov_log_source_get_title (table->source));
  for (OvLogRole role = 0; role < OV_N_LOG_ROLES; role++)
    {
      const int column = mapping->columns[role];

      if (column == OV_LOG_NO_COLUMN)
        continue;
      g_string_append_printf (text, " %s = ", ov_log_role_get_title (role));
      for (const char *c = ov_log_table_get_column (table, (guint) column)->name; *c != '\0';
           c = g_utf8_next_char (c))
        ov_file_display_character (text, g_utf8_get_char (c));
      g_string_append_c (text, ',');
    }
  text->str[text->len - 1] = '.';
  g_string_append_c (text, '\n');
}

static gboolean
find_mapping (const OvLogChoices *self,
              const OvLogTable   *table,
              OvLogMapping       *mapping,
              GError            **error)
{
  ov_log_mapping_guess (mapping, table);
  for (OvLogRole role = 0; role < OV_N_LOG_ROLES; role++)
    {
      g_autofree char *reason = NULL;

      if (self->columns[role] == NULL
          || ov_log_mapping_choose (mapping, table, role, self->columns[role], &reason))
        continue;
      /* Translators: %s says what is wrong with a file: “it has no column …”. */
      g_set_error (error, OV_ERROR, OV_ERROR_FILE, _("--columns: The log cannot be read so, since "
                                                     "%s."),
                   reason);
      return FALSE;
    }
  if (self->has_unit)
    mapping->is_share = self->is_share;

  return TRUE;
}

/* Where no column has told what it is, another one may be it. */
static void
add_hint (const OvLogMapping *mapping,
          GError            **error)
{
  g_autofree char *message = NULL;

  for (OvLogRole role = OV_LOG_TRAIN_LOSS; role <= OV_LOG_TEST_ACCURACY; role++)
    if (mapping->columns[role] != OV_LOG_NO_COLUMN)
      return;

  message = g_strdup ((*error)->message);
  g_clear_error (error);
  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("%s Or say which column is what, as in “--columns train-loss=NAME”."), message);
}

/* Accuracies that are beyond 100 % in a unit are left out, which nobody wants of all of them. */
static gboolean
check_unit (const OvLogChoices *self,
            const OvLogMapping *mapping,
            const OvHistory    *history,
            GError            **error)
{
  const gboolean has_accuracies = mapping->columns[OV_LOG_TRAIN_ACCURACY] != OV_LOG_NO_COLUMN
                                  || mapping->columns[OV_LOG_TEST_ACCURACY] != OV_LOG_NO_COLUMN;

  if (!self->has_unit || !has_accuracies)
    return TRUE;
  for (guint i = 0; i < ov_history_get_n_epochs (history); i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (history, i);

      if (!ov_epoch_is_missing (epoch->train_accuracy)
          || !ov_epoch_is_missing (epoch->test_accuracy))
        return TRUE;
    }

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("--accuracies: No accuracy of the log lies between 0 and 100 %% so. Leave the "
                 "option out, or name the other unit."));

  return FALSE;
}

/**
 * ov_log_choices_import:
 * @self: what the command line says
 * @library: a library
 * @path: the log of another program
 * @counts: (inout): what became of its run is added to these
 * @text: gets a line that says which columns were taken for what
 * @error: return location for an error
 *
 * Adds the run of a log to a library.
 *
 * Returns: whether it is there
 */
gboolean
ov_log_choices_import (const OvLogChoices *self,
                       OvLibrary          *library,
                       const char         *path,
                       OvLibraryImport    *counts,
                       GString            *text,
                       GError            **error)
{
  g_autoptr (OvLogTable) table = ov_log_file_load (path, error);
  g_autoptr (OvExportedRun) run = NULL;
  OvLogMapping mapping;

  if (table == NULL || !find_mapping (self, table, &mapping, error))
    return FALSE;
  run = ov_log_file_apply (path, table, &mapping, error);
  if (run == NULL)
    {
      add_hint (&mapping, error);
      return FALSE;
    }
  if (!check_unit (self, &mapping, run->record->history, error))
    return FALSE;
  if (!ov_log_import (library, run, counts, error))
    return FALSE;
  describe_mapping (text, table, &mapping);

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "runs-plot.h"

#include <glib/gi18n-lib.h>

#include "file-error.h"
#include "library-error.h"
#include "log-table.h"
#include "model.h"
#include "palette.h"
#include "run-figure.h"

/* What the window calls it: a run that nobody has named goes by its network. One that another
 * program has made is marked. */
static char *
make_name (const OvRunEntry *entry)
{
  const char *name = *entry->name != '\0' ? entry->name : _(entry->recipe.model->short_title);

  /* Translators: the name of a run, and what it was read from, such as “Keras CSV log”. */
  return ov_recipe_is_foreign (&entry->recipe)
           ? g_strdup_printf (_("%s (%s)"), name, ov_log_source_get_title (entry->source))
           : g_strdup (name);
}

/* The colour that a run has in the library, and in the window. One that nobody has given any, such
 * as a run of the command line, has that of its place. */
static guint
find_slot (const OvRunEntry *entry,
           guint             place)
{
  const guint n_free = OV_N_SLOTS - OV_SLOT_FIRST_FREE;

  return entry->colour >= OV_SLOT_FIRST_FREE && entry->colour < OV_N_SLOTS
           ? entry->colour
           : OV_SLOT_FIRST_FREE + place % n_free;
}

/* Runs on other data are not comparable. What another program has trained on nobody knows. */
static gboolean
check_data (const OvRunEntry *first,
            const OvRunEntry *other,
            GError          **error)
{
  g_autofree char *first_called = make_name (first);
  g_autofree char *other_called = make_name (other);
  g_autofree char *first_name = NULL;
  g_autofree char *other_name = NULL;

  if (g_str_equal (first->data_hash, other->data_hash) || ov_recipe_is_foreign (&first->recipe)
      || ov_recipe_is_foreign (&other->recipe))
    return TRUE;

  first_name = ov_file_display_name (first_called);
  other_name = ov_file_display_name (other_called);
  g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FAILED,
               _("“%s” and “%s” were trained on different data, so that they cannot be compared. "
                 "Give each a picture of its own."),
               first_name, other_name);

  return FALSE;
}

/**
 * ov_runs_plot:
 * @runs: (element-type OvExportedRun): one or more runs, of which the first is in front
 * @usual: which charts there are, and how they look; no run
 * @page: the page, without a figure
 * @path: the file, a picture
 * @error: return location for an error
 *
 * Draws the losses and accuracies of runs, with their names and in their colours.
 *
 * Returns: whether the file was written
 */
gboolean
ov_runs_plot (const GPtrArray    *runs,
              const OvRunFigure  *usual,
              const OvFigurePage *page,
              const char         *path,
              GError            **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) ghosts = g_array_new (FALSE, FALSE, sizeof (OvGhost));
  const OvExportedRun *first;
  OvRunFigure figure = *usual;
  OvFigurePage own = *page;

  g_return_val_if_fail (runs != NULL && runs->len > 0, FALSE);

  first = runs->pdata[0];
  for (guint i = 0; i < runs->len; i++)
    {
      const OvExportedRun *run = runs->pdata[i];
      const OvRunEntry *entry = run->entry;
      OvGhost ghost;

      if (!check_data (first->entry, entry, error))
        return FALSE;
      g_ptr_array_add (names, make_name (entry));
      ghost = (OvGhost) {run->record, names->pdata[i], find_slot (entry, i), entry->data_hash};
      if (i > 0)
        g_array_append_val (ghosts, ghost);
    }

  figure.run = first->record;
  figure.name = names->pdata[0];
  figure.style.log_loss = ov_history_has_diverged (figure.run->history);
  figure.ghosts = (const OvGhost *) (gpointer) ghosts->data;
  figure.n_ghosts = ghosts->len;
  figure.slot = find_slot (first->entry, 0);
  figure.data_hash = first->entry->data_hash;
  own.figures[0] = (OvFigure) {&ov_run_figure_class, &figure};
  own.n = 1;

  return ov_figure_page_write (&own, path, error);
}

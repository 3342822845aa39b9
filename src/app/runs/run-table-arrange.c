/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "choice-setting.h"
#include "run-table-private.h"

/* Which runs the table shows, and which of them stand together. */

static gboolean
contains (OvRunTable *self,
          const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, self->needle) != NULL;
}

static gboolean
match_cb (gpointer item,
          gpointer user_data)
{
  OvRunTable *self = user_data;
  const OvRunFacts *facts = ov_run_item_get_facts (item);
  const gboolean has_ended = facts->outcome != OV_OUTCOME_NONE;
  g_autofree char *recipe = NULL;

  if (self->needle == NULL || *self->needle == '\0' || contains (self, ov_run_item_get_name (item)))
    return TRUE;

  recipe = ov_recipe_describe (ov_run_item_get_recipe (item));

  return contains (self, recipe)
         || contains (self, ov_diagnosis_kind_get_title (facts->diagnosis, has_ended));
}

static void
search_changed_cb (GtkSearchEntry *entry,
                   OvRunTable     *self)
{
  g_free (self->needle);
  self->needle = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (entry)), -1);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* The list of groupings has them in this order. */
static OvRunGrouping
get_grouping (OvRunTable *self)
{
  return (OvRunGrouping) gtk_drop_down_get_selected (self->grouping);
}

static int
compare_groups_cb (gconstpointer a,
                   gconstpointer b,
                   gpointer      user_data)
{
  return ov_run_grouping_compare (get_grouping (user_data), (OvRunItem *) a, (OvRunItem *) b);
}

static void
grouping_changed_cb (OvRunTable *self)
{
  if (self->rows == NULL)
    return;

  gtk_sorter_changed (self->group_sorter, GTK_SORTER_CHANGE_DIFFERENT);
  ov_run_rows_set_grouping (self->rows, get_grouping (self));
}

/*
 * ov_run_table_install_arrangement:
 * @widget_class: the table's class
 *
 * Binds what the search and the grouping do.
 */
void
ov_run_table_install_arrangement (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, grouping_changed_cb);
}

/*
 * ov_run_table_arrange:
 * @self: a table that has a collection, and no rows yet
 *
 * Makes rows of the runs: those that are searched for, in groups, in the order of a column.
 */
void
ov_run_table_arrange (OvRunTable *self)
{
  GtkMultiSorter *sorter;

  self->filter = GTK_FILTER (gtk_custom_filter_new (match_cb, self, NULL));
  self->filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->collection)),
                                              g_object_ref (self->filter));
  self->group_sorter = GTK_SORTER (gtk_custom_sorter_new (compare_groups_cb, self, NULL));
  sorter = gtk_multi_sorter_new ();
  gtk_multi_sorter_append (sorter, g_object_ref (self->group_sorter));
  gtk_multi_sorter_append (sorter, g_object_ref (gtk_column_view_get_sorter (self->view)));
  self->sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)),
                                          GTK_SORTER (sorter));
  self->rows = ov_run_rows_new (G_LIST_MODEL (self->sorted));
  ov_run_rows_set_grouping (self->rows, get_grouping (self));
}

/**
 * ov_run_table_set_settings:
 * @self: a table
 * @settings: the program's
 *
 * Lets the table group its runs as it did last, and remember how.
 */
void
ov_run_table_set_settings (OvRunTable *self,
                           GSettings  *settings)
{
  g_return_if_fail (OV_IS_RUN_TABLE (self));

  ov_choice_setting_bind (settings, "runs-grouping", GTK_WIDGET (self->grouping));
}

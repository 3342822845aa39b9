/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "option-texts.h"
#include "output.h"
#include "parameter.h"
#include "recipe-options.h"
#include "summary.h"
#include "text-table.h"

#define N_COLUMNS 4

/* The only number of a recipe that its layers depend on. */
#define LAYER_OPTION "hidden-units"

static int
print_summary (const OvSummary *summary)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);
  const guint n_rows = summary->n_rows + 2;
  g_autofree const char **cells = g_new (const char *, n_rows *N_COLUMNS);
  const char **cell = cells;

  *cell++ = _("Layer");
  *cell++ = _("Kind");
  *cell++ = _("Output");
  *cell++ = _("Parameters");
  for (guint i = 0; i < summary->n_rows; i++)
    {
      const OvSummaryRow *row = &summary->rows[i];

      g_ptr_array_add (numbers, g_strdup_printf ("%" G_GSIZE_FORMAT, row->n_parameters));
      *cell++ = row->name;
      *cell++ = row->kind;
      *cell++ = row->output;
      *cell++ = g_ptr_array_index (numbers, i);
    }
  g_ptr_array_add (numbers, g_strdup_printf ("%" G_GSIZE_FORMAT, summary->n_parameters));
  *cell++ = _("Total");
  *cell++ = "";
  *cell++ = "";
  *cell++ = g_ptr_array_index (numbers, summary->n_rows);

  ov_text_table_append (text, cells, n_rows, N_COLUMNS, 1u << (N_COLUMNS - 1));

  return ov_output_finish (text->str);
}

/* Says which of the options leave the network as it is. */
static void
complain (GHashTable      *texts,
          const GPtrArray *notes)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  for (gsize i = 0; i < n_parameters; i++)
    if (g_hash_table_contains (texts, parameters[i].key)
        && !g_str_equal (parameters[i].key, LAYER_OPTION))
      ov_output_complain (_("--%s makes no difference to the network, only to its training."),
                          parameters[i].key);

  /* Of the one that is left, where the recipe has no hidden layer. */
  for (guint i = 0; g_hash_table_contains (texts, LAYER_OPTION) && i < notes->len; i++)
    if (strstr (notes->pdata[i], "--" LAYER_OPTION) != NULL)
      ov_output_complain ("%s", (const char *) notes->pdata[i]);
}

/**
 * ov_model_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "model"
 *
 * Does `overshoot-cli model`: prints the layers of a recipe's network. It says of the recipe's
 * other options that they make no difference to it.
 *
 * Returns: an #OvExitStatus
 */
int
ov_model_command (int    argc,
                  char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) texts = ov_option_texts_parse_alone ("model", argc, argv, &error);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (OvSummary) summary = NULL;
  OvRecipe recipe;

  if (texts == NULL)
    return ov_output_refuse (error);
  if (g_hash_table_contains (texts, "help"))
    return ov_output_help ("model");
  if (!ov_recipe_options_parse (texts, &recipe, notes, &error))
    return ov_output_refuse (error);

  complain (texts, notes);
  summary = ov_summary_new (&recipe);

  return print_summary (summary);
}

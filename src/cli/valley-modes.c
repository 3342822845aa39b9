/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-modes.h"

#include <glib/gi18n-lib.h>

#include "mode-figure.h"
#include "number.h"
#include "text-table.h"

#define N_COLUMNS 5

/* The steepest modes are listed one by one, the others at 10, 20, 50, 100 and so on. */
#define N_SINGLE 10

static guint
find_next (guint number)
{
  guint power = 1;

  if (number < N_SINGLE)
    return number + 1;
  while (10 * power <= number)
    power *= 10;

  return number < 2 * power ? 2 * power : number < 5 * power ? 5 * power
                                                             : 10 * power;
}

static void
add_row (GPtrArray            *cells,
         const OvModeSpectrum *spectrum,
         guint                 number)
{
  const OvMode *mode = &spectrum->modes[number - 1];

  g_ptr_array_add (cells, g_strdup_printf ("%u", number));
  g_ptr_array_add (cells, ov_text_cell_new (mode->eigenvalue, "%.6g"));
  g_ptr_array_add (cells, ov_text_cell_new (mode->factor, "%.6f"));
  g_ptr_array_add (cells, ov_text_cell_new (mode->left, "%.3g"));
  g_ptr_array_add (cells, g_strdup (ov_mode_fate_get_title (mode->fate)));
}

static char *
make_text (const OvModeSpectrum *spectrum)
{
  g_autofree char *summary = ov_mode_figure_describe (spectrum);
  g_autofree char *rate = ov_number_format (ov_number_round (spectrum->learning_rate, 4));
  g_autofree char *condition = ov_text_cell_new (spectrum->condition, "%.3g");
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n", summary);
  g_string_append_printf (text, _("Condition number: at least %s\n"), condition);
  g_string_append_printf (text, _("Factor of an epoch at rate %s, and the share that is left:\n\n"),
                          rate);
  g_ptr_array_add (cells, g_strdup (_("mode")));
  /* Translators: the heading of a column with eigenvalues. */
  g_ptr_array_add (cells, g_strdup (_("λ")));
  g_ptr_array_add (cells, g_strdup (_("factor")));
  g_ptr_array_add (cells, g_strdup (_("left")));
  g_ptr_array_add (cells, g_strdup (""));
  for (guint number = 1; number < spectrum->n; number = find_next (number))
    add_row (cells, spectrum, number);
  add_row (cells, spectrum, spectrum->n);
  ov_text_table_append (text, (const char *const *) cells->pdata, cells->len / N_COLUMNS,
                        N_COLUMNS, 0x0f);

  return g_string_free (text, FALSE);
}

static char *
make_csv (const OvModeSpectrum *spectrum)
{
  GString *text = g_string_new ("mode,eigenvalue,factor,left,fate\n");

  for (guint i = 0; i < spectrum->n; i++)
    {
      const OvMode *mode = &spectrum->modes[i];
      g_autofree char *eigenvalue = ov_number_format (mode->eigenvalue);
      g_autofree char *factor = ov_number_format (mode->factor);
      g_autofree char *left = ov_number_format (mode->left);

      g_string_append_printf (text, "%u,%s,%s,%s,%s\n", i + 1, eigenvalue, factor, left,
                              ov_mode_fate_get_title (mode->fate));
    }

  return g_string_free (text, FALSE);
}

static JsonObject *
describe_mode (const OvMode *mode)
{
  JsonObject *object = json_object_new ();

  json_object_set_double_member (object, "eigenvalue", mode->eigenvalue);
  json_object_set_double_member (object, "factor", mode->factor);
  json_object_set_double_member (object, "left", mode->left);
  json_object_set_string_member (object, "fate", ov_mode_fate_get_title (mode->fate));

  return object;
}

static char *
make_json (const OvStudy        *study,
           const OvModeSpectrum *spectrum)
{
  JsonObject *object = ov_study_describe (study);
  JsonObject *counts = json_object_new ();
  JsonArray *modes = json_array_new ();

  for (guint fate = 0; fate < OV_N_MODE_FATES; fate++)
    json_object_set_int_member (counts, ov_mode_fate_get_title (fate), spectrum->counts[fate]);
  for (guint i = 0; i < spectrum->n; i++)
    json_array_add_object_element (modes, describe_mode (&spectrum->modes[i]));
  json_object_set_int_member (object, "epochs", spectrum->n_epochs);
  json_object_set_double_member (object, "condition-number", spectrum->condition);
  json_object_set_object_member (object, "counts", counts);
  json_object_set_array_member (object, "modes", modes);

  return ov_study_print (object);
}

/**
 * ov_valley_modes_report:
 * @study: the recipe, and how the findings are written
 * @quadratic: its loss
 *
 * Does `overshoot-cli valley --modes all`: where a run is along every eigenvector at its end.
 *
 * Returns: an #OvExitStatus
 */
int
ov_valley_modes_report (const OvStudy     *study,
                        const OvQuadratic *quadratic)
{
  g_autoptr (OvModeSpectrum) spectrum =
    ov_mode_spectrum_new (quadratic, &study->recipe, study->recipe.epochs);
  const OvModeFigure figure = {
    .spectrum = spectrum,
    .recipe = &study->recipe,
    .dataset_name = study->dataset->name,
    .data_hash = ov_dataset_get_hash (study->dataset),
  };
  g_autofree char *text = study->format == OV_STUDY_TEXT  ? make_text (spectrum)
                          : study->format == OV_STUDY_CSV ? make_csv (spectrum)
                                                          : make_json (study, spectrum);

  return ov_study_finish (study, text, &ov_mode_figure_class, &figure);
}

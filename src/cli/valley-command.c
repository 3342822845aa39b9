/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-command.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "error.h"
#include "exact-steps.h"
#include "exit-status.h"
#include "number.h"
#include "output.h"
#include "path-valley.h"
#include "step-note.h"
#include "study.h"
#include "text-table.h"
#include "valley-figure.h"
#include "valley-modes.h"
#include "valley-rates.h"

/* A valley and the runs in it. */
typedef struct
{
  OvStudy      study;
  guint        modes[OV_N_VALLEY_SIDES]; /* the flat one is 0 where it is to be chosen */
  gboolean     has_all;                  /* whether it is about all modes instead */
  OvQuadratic *quadratic;
  OvValley     valley;
  OvValleyWay  ways[OV_VALLEY_FIGURE_MOST_WAYS];
  guint        n_ways;
} Walk;

static void
walk_clear (Walk *self)
{
  for (guint i = 0; i < self->n_ways; i++)
    g_free (self->ways[i].points);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  ov_study_clear (&self->study);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

/* Two numbers of modes, from 1 for the steepest, or all. */
static gboolean
parse_modes (Walk    *self,
             GError **error)
{
  const char *text = g_hash_table_lookup (self->study.texts, "modes");
  g_auto (GStrv) words = text != NULL ? g_strsplit (text, ",", -1) : NULL;
  guint64 numbers[OV_N_VALLEY_SIDES];

  self->modes[OV_VALLEY_STEEP] = 1;
  if (words == NULL)
    return TRUE;
  if (strcmp (text, "all") == 0)
    {
      self->has_all = TRUE;
      return TRUE;
    }

  if (g_strv_length (words) == OV_N_VALLEY_SIDES
      && g_ascii_string_to_unsigned (words[0], 10, 1, ov_valley_count_modes (), &numbers[0], NULL)
      && g_ascii_string_to_unsigned (words[1], 10, 1, ov_valley_count_modes (), &numbers[1], NULL)
      && numbers[0] != numbers[1])
    {
      self->modes[OV_VALLEY_STEEP] = (guint) numbers[0];
      self->modes[OV_VALLEY_FLAT] = (guint) numbers[1];
      return TRUE;
    }

  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               _("--modes: “%s” is not two different whole numbers from 1 to %u. Write them as in "
                 "1,9, or “all” for all modes at once."),
               text, ov_valley_count_modes ());

  return FALSE;
}

static gboolean
parse_rates (Walk    *self,
             GError **error)
{
  double rates[OV_VALLEY_MOST_RATES];

  G_STATIC_ASSERT (OV_VALLEY_MOST_RATES <= OV_VALLEY_FIGURE_MOST_WAYS);

  self->n_ways = ov_valley_rates_parse (&self->study, rates, error);
  for (guint i = 0; i < self->n_ways; i++)
    self->ways[i].learning_rate = rates[i];
  if (self->n_ways > 0 && self->has_all && g_hash_table_contains (self->study.texts, "rates"))
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                           _("--rates: All modes are shown at one rate. Give it with "
                             "--learning-rate."));
      return FALSE;
    }

  return self->n_ways > 0;
}

/* Before data is loaded that may be large. */
static gboolean
parse (Walk    *self,
       GError **error)
{
  const OvRecipe *recipe = &self->study.recipe;

  if (g_hash_table_contains (self->study.texts, "directions"))
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                           _("--directions: The linear classifier's valley has those of --modes. "
                             "Give --run, or another recipe, to see a path."));
      return FALSE;
    }
  if (!parse_modes (self, error) || !parse_rates (self, error))
    return FALSE;

  if (recipe->epochs < 1)
    g_set_error (error, OV_ERROR, OV_ERROR_RECIPE, _("--%s: There is no way without an epoch. "
                                                     "Give 1 at least."),
                 "epochs");
  else
    return TRUE;

  return FALSE;
}

static void
walk (Walk *self)
{
  const guint n_points = self->study.recipe.epochs + 1;

  if (self->modes[OV_VALLEY_FLAT] == 0)
    self->modes[OV_VALLEY_FLAT] = ov_valley_choose_mode (self->quadratic, &self->study.recipe);
  if (!ov_valley_init (&self->valley, self->quadratic, self->modes[OV_VALLEY_STEEP],
                       self->modes[OV_VALLEY_FLAT], self->study.recipe.regularisation))
    g_assert_not_reached ();

  for (guint i = 0; i < self->n_ways; i++)
    {
      OvRecipe recipe = self->study.recipe;

      recipe.learning_rate = self->ways[i].learning_rate;
      self->ways[i].points = g_new (OvValleyPoint, n_points);
      ov_valley_walk (&self->valley, &recipe, NULL, self->ways[i].points, n_points);
    }
}

/* A rate, what becomes of it, and where it is at the end. */
static char *
make_text (const Walk *self)
{
  const guint last = self->study.recipe.epochs;
  GString *text = g_string_new (NULL);

  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    g_string_append_printf (text, _("%s: mode %u, λ = %.6g, lowest at %.4g\n"),
                            side == OV_VALLEY_STEEP ? _("Steep") : _("Flat"),
                            self->valley.modes[side].number, self->valley.modes[side].eigenvalue,
                            ov_valley_get_optimum (&self->valley, side));
  for (guint i = 0; i < self->n_ways; i++)
    {
      const OvValleyPoint *end = &self->ways[i].points[last];
      g_autofree char *rate = ov_number_format (self->ways[i].learning_rate);
      g_autofree char *note = ov_valley_note_make (&self->valley, self->ways[i].points, last + 1);
      g_autofree char *steep = ov_text_cell_new (end->place[OV_VALLEY_STEEP], "%.4g");
      g_autofree char *flat = ov_text_cell_new (end->place[OV_VALLEY_FLAT], "%.4g");

      g_string_append_printf (text, _("Rate %s: %s"), rate, note);
      g_string_append_printf (text,
                              ngettext ("; after %u epoch at %s, %s\n",
                                        "; after %u epochs at %s, %s\n", last),
                              last, steep, flat);
    }

  return g_string_free (text, FALSE);
}

/* Epochs until the way is no longer finite. */
static guint
count_points (const Walk *self,
              guint       way)
{
  guint n = 0;

  while (n <= self->study.recipe.epochs && isfinite (self->ways[way].points[n].loss))
    n++;

  return n;
}

static char *
make_csv (const Walk *self)
{
  GString *text = g_string_new ("rate,epoch,steep,flat,loss\n");

  for (guint way = 0; way < self->n_ways; way++)
    {
      g_autofree char *rate = ov_number_format (self->ways[way].learning_rate);
      const guint n = count_points (self, way);

      for (guint i = 0; i < n; i++)
        {
          const OvValleyPoint *point = &self->ways[way].points[i];
          g_autofree char *steep = ov_number_format (point->place[OV_VALLEY_STEEP]);
          g_autofree char *flat = ov_number_format (point->place[OV_VALLEY_FLAT]);
          g_autofree char *loss = ov_number_format (point->loss);

          g_string_append_printf (text, "%s,%u,%s,%s,%s\n", rate, i, steep, flat, loss);
        }
    }

  return g_string_free (text, FALSE);
}

static JsonObject *
describe_mode (const Walk  *self,
               OvValleySide side)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "mode", self->valley.modes[side].number);
  json_object_set_double_member (object, "eigenvalue", self->valley.modes[side].eigenvalue);
  json_object_set_double_member (object, "optimum", ov_valley_get_optimum (&self->valley, side));

  return object;
}

static JsonObject *
describe_way (const Walk *self,
              guint       way)
{
  g_autofree char *note = ov_valley_note_make (&self->valley, self->ways[way].points,
                                               self->study.recipe.epochs + 1);
  const guint n = count_points (self, way);
  JsonObject *object = json_object_new ();
  JsonArray *epochs = json_array_new ();

  json_object_set_double_member (object, "learning-rate", self->ways[way].learning_rate);
  json_object_set_string_member (object, "note", note);
  for (guint i = 0; i < n; i++)
    {
      const OvValleyPoint *point = &self->ways[way].points[i];
      JsonObject *epoch = json_object_new ();

      json_object_set_int_member (epoch, "epoch", i);
      json_object_set_double_member (epoch, "steep", point->place[OV_VALLEY_STEEP]);
      json_object_set_double_member (epoch, "flat", point->place[OV_VALLEY_FLAT]);
      json_object_set_double_member (epoch, "loss", point->loss);
      json_array_add_object_element (epochs, epoch);
    }
  json_object_set_array_member (object, "epochs", epochs);

  return object;
}

static char *
make_json (const Walk *self)
{
  JsonObject *object = ov_study_describe (&self->study);
  JsonArray *ways = json_array_new ();

  json_object_set_object_member (object, "steep", describe_mode (self, OV_VALLEY_STEEP));
  json_object_set_object_member (object, "flat", describe_mode (self, OV_VALLEY_FLAT));
  for (guint i = 0; i < self->n_ways; i++)
    json_array_add_object_element (ways, describe_way (self, i));
  json_object_set_array_member (object, "runs", ways);

  return ov_study_print (object);
}

static int
report (const Walk *self)
{
  g_autofree char *text = NULL;
  const OvValleyFigure figure = {
    .valley = &self->valley,
    .recipe = &self->study.recipe,
    .ways = self->ways,
    .n_ways = self->n_ways,
    .dataset_name = self->study.dataset->name,
    .data_hash = ov_dataset_get_hash (self->study.dataset),
  };

  if (self->study.format == OV_STUDY_TEXT)
    text = make_text (self);
  else if (self->study.format == OV_STUDY_CSV)
    text = make_csv (self);
  else
    text = make_json (self);

  return ov_study_finish (&self->study, text, &ov_valley_figure_class, &figure);
}

/**
 * ov_valley_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "valley"
 *
 * Does `overshoot-cli valley`: where runs of the linear classifier go in a plane through the space
 * of its weights, or where any run went.
 *
 * Returns: an #OvExitStatus, or the exit status of a signal
 */
int
ov_valley_command (int    argc,
                   char **argv)
{
  g_auto (Walk) self = {0};
  g_autoptr (GError) error = NULL;
  int status;

  if (!ov_study_parse (&self.study, "valley", argc, argv, &status))
    return status;
  if (g_hash_table_contains (self.study.texts, "run")
      || !ov_quadratic_would_suit (NULL, &self.study.recipe))
    return ov_path_valley_run (&self.study);
  if (!parse (&self, &error))
    return ov_output_refuse (error);
  if (!ov_study_load (&self.study, &status))
    return status;

  self.quadratic =
    ov_exact_steps_prepare (self.study.dataset, self.study.n_threads,
                            ov_interrupt_get_cancellable (self.study.interrupt), &error);
  if (self.quadratic == NULL)
    return ov_study_fail (&self.study, error);
  if (self.has_all)
    return ov_valley_modes_report (&self.study, self.quadratic);
  walk (&self);

  return report (&self);
}

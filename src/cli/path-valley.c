/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "path-valley.h"

#include <glib/gi18n-lib.h>

#include "checkpoint-interval.h"
#include "choice.h"
#include "error.h"
#include "exit-status.h"
#include "number.h"
#include "output.h"
#include "path-figure.h"
#include "progress-line.h"
#include "saved-state.h"
#include "text-table.h"
#include "trainer.h"
#include "valley-rates.h"

/* A run and its path. */
typedef struct
{
  OvRecipe   recipe;
  GPtrArray *states; /* of OvCheckpoint */
  double    *losses; /* [points of the path], in the plane */
} Walk;

/* Runs and the map of their paths. */
typedef struct
{
  OvStudy          *study; /* borrowed */
  OvSavedState      state; /* of a run in a file; empty for a recipe */
  Walk              walks[OV_VALLEY_MOST_RATES];
  guint             n_walks;
  OvPlaneDirections directions;
  OvPathMapper     *mapper;
  OvPathMap        *map;
} Path;

static void
path_clear (Path *self)
{
  ov_saved_state_clear (&self->state);
  for (guint i = 0; i < self->n_walks; i++)
    {
      g_clear_pointer (&self->walks[i].states, g_ptr_array_unref);
      g_free (self->walks[i].losses);
    }
  g_clear_pointer (&self->mapper, ov_path_mapper_free);
  g_clear_pointer (&self->map, ov_path_map_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Path, path_clear)

static gboolean
check_options (GHashTable *texts,
               GError    **error)
{
  if (g_hash_table_contains (texts, "modes"))
    g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                         _("--modes: Only the linear classifier's valley, by gradient descent on "
                           "full batches and pixels from 0 to 1, is known without a run. Leave the "
                           "option out to see the path of one."));
  else if (g_hash_table_contains (texts, "run") && g_hash_table_contains (texts, "rates"))
    g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                         _("--rates: The run in the file has its rate. Leave out --run to train a "
                           "run for each of the rates."));
  else
    return TRUE;

  return FALSE;
}

/* A run for each rate, all of them from the same start. */
static gboolean
parse_recipe (Path    *self,
              GError **error)
{
  double rates[OV_VALLEY_MOST_RATES];

  if (self->study->recipe.epochs < 2)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("--%s: A path has a plane of its own from 2 epochs on. Give 2 at least."),
                   "epochs");
      return FALSE;
    }

  self->n_walks = ov_valley_rates_parse (self->study, rates, error);
  for (guint i = 0; i < self->n_walks; i++)
    {
      self->walks[i].recipe = self->study->recipe;
      self->walks[i].recipe.learning_rate = rates[i];
    }
  self->study->recipe.learning_rate = rates[0];

  return self->n_walks > 0;
}

static gboolean
parse (Path    *self,
       GError **error)
{
  GHashTable *texts = self->study->texts;
  const char *path = g_hash_table_lookup (texts, "run");
  guint directions = OV_PLANE_PATH;

  if (!check_options (texts, error)
      || !ov_choice_parse_of ("valley", "directions", g_hash_table_lookup (texts, "directions"),
                              &directions, error))
    return FALSE;
  self->directions = (OvPlaneDirections) directions;
  if (path == NULL)
    return parse_recipe (self, error);

  if (!ov_saved_state_check_alone (texts, error)
      || !ov_saved_state_load_path (&self->state, path, &self->walks[0].states, error))
    return FALSE;
  self->n_walks = 1;
  self->walks[0].recipe = self->study->recipe = self->state.entry->recipe;

  return TRUE;
}

static gboolean
progress_cb (const OvProgress *progress,
             gpointer          user_data)
{
  ov_progress_line_show (user_data, progress);

  return TRUE;
}

/* Trains a run to its end, or until it diverges, and keeps its states as the window does. */
static gboolean
train (Path           *self,
       Walk           *walk,
       OvProgressLine *line,
       GError        **error)
{
  const guint n_epochs = walk->recipe.epochs;
  const guint interval = ov_checkpoint_interval_get (n_epochs);
  g_autoptr (OvTrainer) trainer = ov_trainer_new (&walk->recipe, self->study->dataset,
                                                  self->study->n_threads, error);

  if (trainer == NULL)
    return FALSE;

  walk->states = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_checkpoint_unref);
  for (guint i = 1; i <= n_epochs; i++)
    {
      OvEpoch epoch;

      if (!ov_trainer_run_epoch (trainer, &epoch, progress_cb, line,
                                 ov_interrupt_get_cancellable (self->study->interrupt), error))
        return FALSE;
      ov_progress_line_take_epoch (line, &epoch);
      if (!ov_epoch_is_finite (&epoch))
        break;
      if (i % interval == 0 || i == n_epochs)
        g_ptr_array_add (walk->states, ov_trainer_take_checkpoint (trainer));
    }

  return TRUE;
}

static gboolean
find_states (Path    *self,
             GError **error)
{
  if (self->state.entry != NULL)
    return ov_saved_state_check_data (&self->state, self->study->dataset, error);

  for (guint i = 0; i < self->n_walks; i++)
    {
      g_autoptr (OvProgressLine) line = ov_progress_line_new (self->study->recipe.epochs);
      const gboolean done = train (self, &self->walks[i], line, error);

      ov_progress_line_clear (line);
      if (!done)
        return FALSE;
    }

  return TRUE;
}

static gboolean
find_losses (Path    *self,
             GError **error)
{
  for (guint w = 0; w < self->n_walks; w++)
    {
      const OvMapPath *path = &self->map->paths[w];

      self->walks[w].losses = g_new (double, path->n_points);
      for (guint i = 0; i < path->n_points; i++)
        if (!ov_path_mapper_measure (self->mapper, path->places[i], &self->walks[w].losses[i],
                                     ov_interrupt_get_cancellable (self->study->interrupt), error))
          return FALSE;
    }

  return TRUE;
}

static gboolean
set_paths (Path *self)
{
  const gboolean has_start = self->state.entry == NULL || self->state.entry->parent == NULL;
  GPtrArray *runs[OV_VALLEY_MOST_RATES];

  G_STATIC_ASSERT (OV_VALLEY_MOST_RATES <= OV_PATH_MAP_MOST_PATHS);

  for (guint i = 0; i < self->n_walks; i++)
    runs[i] = self->walks[i].states;

  return ov_path_mapper_set_paths (self->mapper, runs, self->n_walks, has_start,
                                   ov_interrupt_get_cancellable (self->study->interrupt));
}

/* The ground costs the more the finer it is, and only a picture or a document shows it. */
static gboolean
draw_map (Path    *self,
          GError **error)
{
  GCancellable *cancellable = ov_interrupt_get_cancellable (self->study->interrupt);
  const gboolean is_seen = self->study->plot != NULL || self->study->format == OV_STUDY_JSON;

  self->mapper = ov_path_mapper_new (&self->study->recipe, self->study->dataset,
                                     self->study->n_threads);
  ov_path_mapper_set_directions (self->mapper, self->directions);
  if (!set_paths (self))
    {
      if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                             _("The path of the run has no plane: it takes three different states, "
                               "of weights that are finite. Give more --epochs, or train with "
                               "--checkpoint-every."));
      return FALSE;
    }

  self->map = ov_path_mapper_draw (self->mapper,
                                   is_seen ? OV_PATH_MAP_FINE : OV_PATH_MAP_SKETCH, cancellable,
                                   error);

  return self->map != NULL && find_losses (self, error);
}

static void
append_table (const Path *self,
              guint       w,
              GString    *text)
{
  const OvMapPath *path = &self->map->paths[w];
  const char *cells[4] = {_("epochs"), _("along"), _("across"), _("loss")};
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    g_ptr_array_add (all, (gpointer) cells[i]);
  for (guint i = 0; i < path->n_points; i++)
    {
      g_ptr_array_add (texts, g_strdup_printf ("%u", path->n_epochs[i]));
      g_ptr_array_add (all, texts->pdata[texts->len - 1]);
      for (guint j = 0; j < 3; j++)
        {
          const double value = j < 2 ? path->places[i][j] : self->walks[w].losses[i];

          g_ptr_array_add (texts, ov_text_cell_known (value, "%.5g"));
          g_ptr_array_add (all, texts->pdata[texts->len - 1]);
        }
    }
  ov_text_table_append (text, (const char **) all->pdata, all->len / 4, 4, 0xf);
}

/* Says how much of the movement the directions explain. */
static void
append_explanation (const OvPathMap *map,
                    GString         *text)
{
  const double first = 100.0 * map->shares[0];
  const double second = 100.0 * map->shares[1];

  if (map->directions == OV_PLANE_RANDOM)
    g_string_append_printf (text, _("One random direction explains %.2g %% of the movement of the "
                                    "weights, the other one %.2g %%.\n"),
                            first, second);
  else if (map->directions == OV_PLANE_STEEPEST)
    g_string_append_printf (text, _("The main direction explains %.2f %% of the movement of the "
                                    "weights, the steepest one %.2g %%.\n"),
                            first, second);
  else
    g_string_append_printf (text, _("The main direction explains %.2f %% of the movement of the "
                                    "weights, the second one %.2f %%.\n"),
                            first, second);
}

static char *
make_text (const Path *self)
{
  GString *text = g_string_new (NULL);

  append_explanation (self->map, text);
  for (guint w = 0; w < self->n_walks; w++)
    {
      g_autofree char *rate = ov_number_format (self->walks[w].recipe.learning_rate);

      if (self->n_walks > 1)
        /* Translators: a learning rate. */
        g_string_append_printf (text, _("\nRate %s:\n"), rate);
      append_table (self, w, text);
    }

  return g_string_free (text, FALSE);
}

static void
append_numbers (GString      *text,
                const double *numbers,
                guint         n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = ov_number_format (numbers[i]);

      g_string_append_printf (text, ",%s", number);
    }
}

/* Of several runs each line says which one's it is. */
static char *
make_csv (const Path *self)
{
  GString *text = g_string_new (self->n_walks > 1 ? "rate," : "");

  g_string_append (text, "epochs,along,across,loss,along_share,across_share\n");
  for (guint w = 0; w < self->n_walks; w++)
    {
      const OvMapPath *path = &self->map->paths[w];
      g_autofree char *rate = ov_number_format (self->walks[w].recipe.learning_rate);

      for (guint i = 0; i < path->n_points; i++)
        {
          if (self->n_walks > 1)
            g_string_append_printf (text, "%s,", rate);
          g_string_append_printf (text, "%u", path->n_epochs[i]);
          append_numbers (text, path->places[i], OV_PLANE_AXES);
          append_numbers (text, &self->walks[w].losses[i], 1);
          append_numbers (text, self->map->shares, OV_PLANE_AXES);
          g_string_append_c (text, '\n');
        }
    }

  return g_string_free (text, FALSE);
}

/* JSON knows no infinity: what is not finite is null. */
static JsonArray *
describe_numbers (const double *numbers,
                  gsize         n)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; i < n; i++)
    json_array_add_double_element (array, numbers[i]);

  return array;
}

static JsonObject *
describe_grid (const OvPathMap *map)
{
  const OvLossGrid *grid = map->grid;
  JsonObject *object = json_object_new ();
  JsonArray *rows = json_array_new ();

  json_object_set_int_member (object, "images", map->n_images);
  json_object_set_array_member (object, "low", describe_numbers (grid->low, OV_PLANE_AXES));
  json_object_set_array_member (object, "high", describe_numbers (grid->high, OV_PLANE_AXES));
  for (guint row = 0; row < grid->n; row++)
    json_array_add_array_element (rows, describe_numbers (grid->losses + (gsize) row * grid->n,
                                                          grid->n));
  json_object_set_array_member (object, "losses", rows);

  return object;
}

static JsonArray *
describe_path (const Path *self,
               guint       w)
{
  const OvMapPath *path = &self->map->paths[w];
  JsonArray *points = json_array_new ();

  for (guint i = 0; i < path->n_points; i++)
    {
      JsonObject *point = json_object_new ();

      json_object_set_int_member (point, "epochs", path->n_epochs[i]);
      json_object_set_double_member (point, "along", path->places[i][0]);
      json_object_set_double_member (point, "across", path->places[i][1]);
      json_object_set_double_member (point, "loss", self->walks[w].losses[i]);
      json_array_add_object_element (points, point);
    }

  return points;
}

static JsonArray *
describe_runs (const Path *self)
{
  JsonArray *runs = json_array_new ();

  for (guint w = 0; w < self->n_walks; w++)
    {
      JsonObject *run = json_object_new ();

      json_object_set_double_member (run, "learning-rate", self->walks[w].recipe.learning_rate);
      json_object_set_array_member (run, "path", describe_path (self, w));
      json_array_add_object_element (runs, run);
    }

  return runs;
}

static char *
make_json (const Path *self)
{
  JsonObject *object = ov_study_describe (self->study);

  json_object_set_string_member (object, "directions", ov_plane_direction_names[self->directions]);
  json_object_set_array_member (object, "explained",
                                describe_numbers (self->map->shares, OV_PLANE_AXES));
  if (self->n_walks > 1)
    json_object_set_array_member (object, "runs", describe_runs (self));
  else
    json_object_set_array_member (object, "path", describe_path (self, 0));
  json_object_set_object_member (object, "ground", describe_grid (self->map));

  return ov_study_print (object);
}

static int
report (const Path *self)
{
  g_autofree char *text = NULL;
  OvPathRun runs[OV_VALLEY_MOST_RATES];
  const OvPathFigure figure = {
    .runs = runs,
    .map = self->map,
    .is_whole = self->state.entry == NULL || self->state.entry->parent == NULL,
    .dataset_name = self->study->dataset->name,
    .data_hash = ov_dataset_get_hash (self->study->dataset),
  };

  for (guint i = 0; i < self->n_walks; i++)
    runs[i] = (OvPathRun) {
      .recipe = &self->walks[i].recipe,
      .slot = i == 0 ? OV_SLOT_TRAIN : OV_SLOT_FIRST_FREE + i - 1,
    };

  if (self->study->format == OV_STUDY_TEXT)
    text = make_text (self);
  else if (self->study->format == OV_STUDY_CSV)
    text = make_csv (self);
  else
    text = make_json (self);

  return ov_study_finish (self->study, text, &ov_path_figure_class, &figure);
}

/**
 * ov_path_valley_run:
 * @study: what `overshoot-cli valley` was asked for, where the valley is not known without a run
 *
 * Shows the path of a run of a file, or of the recipe's at one rate or at several, on a map of the
 * loss.
 *
 * Returns: an #OvExitStatus, or the exit status of a signal
 */
int
ov_path_valley_run (OvStudy *study)
{
  g_auto (Path) self = {study};
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&self, &error))
    return g_error_matches (error, OV_ERROR, OV_ERROR_RECIPE) ? ov_output_refuse (error)
                                                              : ov_output_fail (error);
  if (!ov_study_load (study, &status))
    return status;
  if (!find_states (&self, &error) || !draw_map (&self, &error))
    return ov_study_fail (study, error);

  return report (&self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "step-command.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "error.h"
#include "exact-steps.h"
#include "exit-status.h"
#include "number.h"
#include "output.h"
#include "progress-line.h"
#include "recipe-options.h"
#include "saved-state.h"
#include "schedule.h"
#include "step-figure.h"
#include "step-note.h"
#include "study.h"
#include "text-table.h"
#include "trainer-step.h"
#include "trajectory.h"

/* A step, and what it was found with. */
typedef struct
{
  OvStudy      study;
  OvSavedState state;  /* of a run in a file; empty for a recipe */
  OvStepLine   line;   /* where the step is measured */
  OvStepFigure figure; /* borrows from all of these */
} Step;

static void
step_clear (Step *self)
{
  ov_saved_state_clear (&self->state);
  ov_study_clear (&self->study);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Step, step_clear)

/* What has diverged steps no more. The run of a file keeps its learning rate. */
static gboolean
refuse_diverged (const Step *self,
                 guint       epoch,
                 GError    **error)
{
  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               self->state.entry != NULL
                 ? _("The run diverges by epoch %u, and has no such step. Give an earlier --epoch.")
                 : _("The run diverges by epoch %u, and has no such step. Lower --learning-rate, "
                     "or give an earlier --epoch."),
               epoch);

  return FALSE;
}

/* The linear classifier's step, exact at once. */
static gboolean
find_exact (Step    *self,
            GError **error)
{
  GCancellable *cancellable = ov_interrupt_get_cancellable (self->study.interrupt);
  const OvRecipe *recipe = &self->study.recipe;
  g_autoptr (OvQuadratic) quadratic =
    ov_exact_steps_prepare (self->study.dataset, self->study.n_threads, cancellable, error);
  g_autoptr (OvTrajectory) trajectory = NULL;
  OvSchedule schedule;

  if (quadratic == NULL)
    return FALSE;

  trajectory = ov_trajectory_new (quadratic, recipe);
  if (!ov_trajectory_find_step (trajectory, self->figure.n_epochs, &self->figure.parabola,
                                cancellable))
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  if (!isfinite (self->figure.parabola.loss) || !isfinite (self->figure.parabola.bend))
    return refuse_diverged (self, self->figure.n_epochs, error);

  ov_schedule_init (&schedule, recipe);
  self->figure.learning_rate = ov_schedule_get_rate (&schedule, self->figure.n_epochs);
  self->figure.limit = ov_quadratic_get_limit (quadratic, recipe);

  return TRUE;
}

static gboolean
progress_cb (const OvProgress *progress,
             gpointer          user_data)
{
  ov_progress_line_show (user_data, progress);

  return TRUE;
}

static gboolean
train (Step           *self,
       OvTrainer      *trainer,
       OvProgressLine *line,
       GError        **error)
{
  for (guint i = ov_trainer_get_n_epochs (trainer); i <= self->figure.n_epochs; i++)
    {
      OvEpoch epoch;

      if (!ov_trainer_run_epoch (trainer, &epoch, progress_cb, line,
                                 ov_interrupt_get_cancellable (self->study.interrupt), error))
        return FALSE;
      ov_progress_line_take_epoch (line, &epoch);
      if (!ov_epoch_is_finite (&epoch))
        return refuse_diverged (self, i, error);
    }

  return TRUE;
}

/* A trainer that is where the file's run was, or at the beginning of the recipe's. */
static OvTrainer *
make_trainer (Step    *self,
              GError **error)
{
  g_autoptr (OvTrainer) trainer = NULL;

  if (self->state.entry != NULL
      && !ov_saved_state_check_data (&self->state, self->study.dataset, error))
    return NULL;

  trainer = ov_trainer_new (&self->study.recipe, self->study.dataset, self->study.n_threads,
                            error);
  if (trainer == NULL)
    return NULL;
  if (self->state.checkpoint != NULL
      && !ov_trainer_restore_checkpoint (trainer, self->state.checkpoint, error))
    return NULL;
  ov_trainer_set_kept_steps (trainer, 1);

  return g_steal_pointer (&trainer);
}

/* The last step of the epoch: what it belongs to is trained until then. The linear classifier is so
 * quick that all images can be asked. */
static gboolean
find_measured (Step    *self,
               GError **error)
{
  GCancellable *cancellable = ov_interrupt_get_cancellable (self->study.interrupt);
  const guint n_images = ov_quadratic_would_suit (self->study.dataset, &self->study.recipe)
                           ? self->study.dataset->n_images[OV_SPLIT_TRAIN]
                           : OV_STEP_IMAGES;
  g_autoptr (OvTrainer) trainer = make_trainer (self, error);
  g_autoptr (OvProgressLine) line = NULL;
  gboolean done;

  if (trainer == NULL)
    return FALSE;

  line = ov_progress_line_new (self->figure.n_epochs + 1);
  done = train (self, trainer, line, error);
  ov_progress_line_clear (line);
  if (!done)
    return FALSE;
  if (!ov_trainer_has_step (trainer))
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                           _("The learning rate of that epoch is 0, so that there is no step. Give "
                             "an earlier --epoch."));
      return FALSE;
    }
  if (!ov_trainer_measure_step (trainer, n_images, &self->line, cancellable, error))
    return FALSE;

  self->figure.line = &self->line;
  self->figure.parabola = self->line.model;
  self->figure.learning_rate = self->line.learning_rate;
  self->figure.limit = NAN;

  return TRUE;
}

/* The lengths that are written: those that were measured, or as many. */
static double
get_length (const Step *self,
            guint       i)
{
  return ov_step_figure_get_reach (&self->figure) * i / (OV_STEP_LINE_POINTS - 1);
}

/* NaN where there is none. */
static double
find_alpha (const OvStepFigure *figure)
{
  if (figure->line != NULL)
    return ov_step_line_get_alpha (figure->line);

  return ov_step_get_alpha (figure->learning_rate, ov_step_figure_get_lowest (figure),
                            ov_step_figure_get_break_even (figure));
}

static char *
make_text (const Step *self)
{
  const OvStepFigure *figure = &self->figure;
  const double lowest = ov_step_figure_get_lowest (figure);
  const double break_even = ov_step_figure_get_break_even (figure);
  g_autofree char *note = ov_step_note_make (figure->learning_rate, lowest, break_even,
                                             figure->limit);
  const double numbers[][2] = {
    {0.0, ov_step_figure_get_loss (figure, 0.0)},
    {figure->learning_rate, ov_step_figure_get_loss (figure, figure->learning_rate)},
    {lowest, ov_step_figure_get_loss (figure, lowest)},
    {break_even, ov_step_figure_get_loss (figure, break_even)},
  };
  const char *const names[] = {_("Start"), _("This step"), _("Lowest point"),
                               _("As high as before")};
  const char *cells[3 * (1 + G_N_ELEMENTS (names))] = {"", _("rate"), _("loss")};
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (note);

  g_string_append_c (text, '\n');
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      cells[3 * i + 3] = names[i];
      for (guint j = 0; j < 2; j++)
        {
          char *cell = ov_text_cell_known (numbers[i][j], "%.6g");

          g_ptr_array_add (texts, cell);
          cells[3 * i + 4 + j] = cell;
        }
    }
  ov_text_table_append (text, cells, G_N_ELEMENTS (cells) / 3, 3, 1 << 1 | 1 << 2);

  return g_string_free (text, FALSE);
}

static char *
make_csv (const Step *self)
{
  GString *text = g_string_new ("length,loss,quadratic_model,tangent\n");

  for (guint i = 0; i < OV_STEP_LINE_POINTS; i++)
    {
      const double x = get_length (self, i);
      const OvStepParabola *model = &self->figure.parabola;
      g_autofree char *length = ov_number_format (x);
      g_autofree char *loss = ov_number_format (ov_step_figure_get_loss (&self->figure, x));
      g_autofree char *bent = ov_number_format (ov_step_parabola_get_loss (model, x));
      g_autofree char *straight = ov_number_format (ov_step_parabola_get_tangent (model, x));

      g_string_append_printf (text, "%s,%s,%s,%s\n", length, loss, bent, straight);
    }

  return g_string_free (text, FALSE);
}

/* What is not known is not finite, which is printed as null. */
static char *
make_json (const Step *self)
{
  const OvStepFigure *figure = &self->figure;
  const double lowest = ov_step_figure_get_lowest (figure);
  const double break_even = ov_step_figure_get_break_even (figure);
  g_autofree char *note = ov_step_note_make (figure->learning_rate, lowest, break_even,
                                             figure->limit);
  JsonObject *object = ov_study_describe (&self->study);
  JsonArray *points = json_array_new ();

  json_object_set_int_member (object, "epoch", figure->n_epochs);
  json_object_set_string_member (object, "note", note);
  json_object_set_double_member (object, "learning-rate", figure->learning_rate);
  json_object_set_double_member (object, "alpha", find_alpha (figure));
  json_object_set_double_member (object, "loss-before", ov_step_figure_get_loss (figure, 0.0));
  json_object_set_double_member (object, "loss-after",
                                 ov_step_figure_get_loss (figure, figure->learning_rate));
  json_object_set_double_member (object, "lowest-rate", lowest);
  json_object_set_double_member (object, "lowest-loss", ov_step_figure_get_loss (figure, lowest));
  json_object_set_double_member (object, "break-even-rate", break_even);
  json_object_set_double_member (object, "stability-limit", figure->limit);
  json_object_set_double_member (object, "slope", figure->parabola.slope);
  json_object_set_double_member (object, "half-curvature", figure->parabola.bend);
  if (figure->line != NULL)
    {
      json_object_set_int_member (object, "images", figure->line->n_images);
      json_object_set_double_member (object, "seconds", figure->line->seconds);
    }
  for (guint i = 0; i < OV_STEP_LINE_POINTS; i++)
    {
      JsonObject *point = json_object_new ();

      json_object_set_double_member (point, "length", get_length (self, i));
      json_object_set_double_member (point, "loss",
                                     ov_step_figure_get_loss (figure, get_length (self, i)));
      json_array_add_object_element (points, point);
    }
  json_object_set_array_member (object, "points", points);

  return ov_study_print (object);
}

static int
report (const Step *self)
{
  g_autofree char *text = NULL;

  if (self->study.format == OV_STUDY_TEXT)
    text = make_text (self);
  else if (self->study.format == OV_STUDY_CSV)
    text = make_csv (self);
  else
    text = make_json (self);

  return ov_study_finish (&self->study, text, &ov_step_figure_class, &self->figure);
}

/* At the end of some schedules there is no step, and a run that has ended has no other state unless
 * several were kept: that is said before anything is loaded. */
static gboolean
check_rate (const OvRecipe *recipe,
            guint           epoch,
            GError        **error)
{
  OvSchedule schedule;

  ov_schedule_init (&schedule, recipe);
  if (ov_schedule_get_rate (&schedule, epoch) > 0.0)
    return TRUE;

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("The learning rate of the run is 0 in epoch %u, so that there is no step. Train "
                 "with --checkpoint-every, which keeps states for an earlier --epoch."),
               epoch);

  return FALSE;
}

/* Which step it is: of the recipe's run, or of that in a file, by itself the next one. */
static gboolean
parse (Step    *self,
       GError **error)
{
  GHashTable *texts = self->study.texts;
  const char *path = g_hash_table_lookup (texts, "run");
  guint epoch = path != NULL ? OV_RECIPE_MOST_EPOCHS : 0;

  if (!ov_count_option_parse (texts, "epoch", 0, OV_RECIPE_MOST_EPOCHS - 1, &epoch, error))
    return FALSE;
  if (path != NULL)
    {
      if (!ov_saved_state_check_alone (texts, error)
          || !ov_saved_state_load (&self->state, path, epoch, error))
        return FALSE;
      self->study.recipe = self->state.entry->recipe;
      if (!g_hash_table_contains (texts, "epoch"))
        epoch = ov_checkpoint_get_n_epochs (self->state.checkpoint);
      if (!check_rate (&self->study.recipe, epoch, error))
        return FALSE;
    }
  self->figure.n_epochs = epoch;

  return TRUE;
}

/**
 * ov_step_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "step"
 *
 * Does `overshoot-cli step`: the loss along a step of a run.
 *
 * Returns: an #OvExitStatus, or the exit status of a signal
 */
int
ov_step_command (int    argc,
                 char **argv)
{
  g_auto (Step) self = {0};
  g_autoptr (GError) error = NULL;
  int status;
  gboolean done;

  if (!ov_study_parse (&self.study, "step", argc, argv, &status))
    return status;
  if (!parse (&self, &error))
    return g_error_matches (error, OV_ERROR, OV_ERROR_RECIPE) ? ov_output_refuse (error)
                                                              : ov_output_fail (error);
  if (!ov_study_load (&self.study, &status))
    return status;

  self.figure.recipe = &self.study.recipe;
  self.figure.dataset_name = self.study.dataset->name;
  self.figure.data_hash = ov_dataset_get_hash (self.study.dataset);
  done = self.state.entry == NULL
             && ov_quadratic_would_suit (self.study.dataset, &self.study.recipe)
           ? find_exact (&self, &error)
           : find_measured (&self, &error);

  return done ? report (&self) : ov_study_fail (&self.study, error);
}

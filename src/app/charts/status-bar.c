/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "status-bar.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "duration.h"
#include "joined-text.h"
#include "number.h"
#include "scale.h"

/* The time left is estimated from this many of the last epochs. */
#define RECENT_EPOCHS 10

/* An epoch of more seconds than this is watched from within. */
#define LONG_EPOCH 1.0

/* The paces to choose from, in epochs a second; 0 is as fast as possible. */
static const double paces[] = {0.0, 30.0, 10.0, 5.0, 2.0, 1.0};

/* What is told, from the least important on. */
typedef enum
{
  PART_EPOCH_TIME,
  PART_EXACT_STEPS,
  PART_PROGRESS,
  PART_TIME_LEFT,
  PART_ACCURACY,
  PART_STATE,
  N_PARTS
} Part;

/**
 * OvStatusBar:
 *
 * Where the current run stands: epochs done, time an epoch, time left, accuracies and state, with a
 * bar for the whole run; and the pace at which epochs are shown. The accuracies are those of the
 * epoch that is looked at, of which it says which one it is when it is not the newest. Where there
 * is no room for all of it the least important parts are left out, and none is cut.
 */
struct _OvStatusBar
{
  GtkWidget       parent_instance;

  /* Template children. */
  GtkWidget      *box;
  GtkLabel       *counter;
  AdwSqueezer    *squeezer;
  GtkLabel       *details;
  GtkProgressBar *progress_bar;
  GtkDropDown    *pace_choice;

  /* Owned. */
  OvRun          *run;
  GSignalGroup   *run_signals;
  OvPlayhead     *playhead; /* NULL until it is set */
  GSignalGroup   *playhead_signals;

  GtkLabel       *shorter[N_PARTS]; /* the details from a part on; the first one is @details */

  double          pace;
  gboolean        is_covered; /* nothing of the run is told */
};

enum
{
  PROP_0,
  PROP_PACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OvStatusBar, ov_status_bar, GTK_TYPE_WIDGET)

static double
get_epoch_seconds (const OvHistory *history)
{
  const guint n = ov_history_get_n_epochs (history);
  const guint recent = MIN (n, RECENT_EPOCHS);
  double seconds = 0.0;

  for (guint i = n - recent; i < n; i++)
    seconds += ov_history_get_epoch (history, i)->seconds;

  return recent > 0 ? seconds / recent : 0.0;
}

/* What the measurements of the sharpness add to each epoch to come. */
static double
get_measuring_seconds (OvRun *run)
{
  const OvSharpnessPoint *last = ov_sharpness_history_get_last (ov_run_get_record (run)->sharpness);
  const guint interval = ov_run_get_sharpness_interval (run);

  return interval > 0 && last != NULL ? last->seconds / interval : 0.0;
}

static const char *
name_state (OvRun *run)
{
  if (ov_run_get_state (run) == OV_RUN_PAUSED)
    return _("paused");

  switch (ov_run_get_outcome (run))
    {
    case OV_OUTCOME_FINISHED:
      return _("finished");
    case OV_OUTCOME_DIVERGED:
      return _("diverged");
    case OV_OUTCOME_CANCELLED:
      return _("stopped");
    case OV_OUTCOME_FAILED:
      return _("failed");
    case OV_OUTCOME_NONE:
    default:
      return NULL;
    }
}

/* The same details, each time without the least important part of those before. */
typedef struct
{
  GString *texts[N_PARTS];
} Details;

static void
append_part (Details    *details,
             Part        part,
             const char *text)
{
  for (guint i = 0; i <= part; i++)
    {
      if (details->texts[i]->len > 0)
        g_string_append (details->texts[i], " · ");
      g_string_append (details->texts[i], text);
    }
}

static void
append_times (OvStatusBar *self,
              Details     *details)
{
  const OvHistory *history = ov_run_get_history (self->run);
  const guint n_left = ov_run_get_recipe (self->run)->epochs - ov_history_get_n_epochs (history);
  const double computing = get_epoch_seconds (history) + get_measuring_seconds (self->run);
  const double seconds = self->pace > 0.0 ? MAX (computing, 1.0 / self->pace) : computing;
  g_autofree char *each = ov_duration_format (get_epoch_seconds (history));
  g_autofree char *left = ov_duration_format (ceil (seconds * n_left));
  g_autofree char *each_part = g_strdup_printf (_("%s an epoch"), each);
  g_autofree char *left_part = g_strdup_printf (_("%s left"), left);

  append_part (details, PART_EPOCH_TIME, each_part);
  if (!ov_run_has_ended (self->run) && n_left > 0)
    append_part (details, PART_TIME_LEFT, left_part);
}

/* Where a long epoch stands, and how it goes. */
static void
append_progress (OvStatusBar *self,
                 Details     *details)
{
  const OvHistory *history = ov_run_get_history (self->run);
  const OvProgress *progress = ov_run_get_progress (self->run);
  g_autofree char *n_done = NULL;
  g_autofree char *n_total = NULL;
  g_autofree char *part = NULL;

  if (progress->epoch != ov_history_get_n_epochs (history) || ov_run_has_ended (self->run)
      || (ov_history_get_n_epochs (history) > 0 && get_epoch_seconds (history) < LONG_EPOCH))
    return;

  /* Translators: images done in this epoch, all images, and the mean loss so far. */
  n_done = ov_number_format_count (progress->images_done);
  n_total = ov_number_format_count (progress->images_total);
  part = g_strdup_printf (_("%s of %s images, loss %.4f"), n_done, n_total, progress->loss);
  append_part (details, PART_PROGRESS, part);
}

/* A word that comes and goes within a moment would only flicker. */
static gboolean
is_slow_to_measure (OvRun *run)
{
  const OvSharpnessPoint *last = ov_sharpness_history_get_last (ov_run_get_record (run)->sharpness);

  return last == NULL || last->seconds >= LONG_EPOCH;
}

/* Whether the epochs are exact steps on the data's quadratic form, and from which one on. */
static void
append_exact_steps (OvStatusBar *self,
                    Details     *details)
{
  const guint epoch = ov_run_get_record (self->run)->exact_from;
  g_autofree char *part = NULL;

  if (epoch == OV_EPOCH_NEVER)
    return;

  part = epoch == 0 ? g_strdup (_("exact steps"))
                    : g_strdup_printf (_("exact steps from epoch %u"), epoch);
  append_part (details, PART_EXACT_STEPS, part);
}

static void
append_accuracies (Details       *details,
                   const OvEpoch *epoch)
{
  g_autofree char *train = g_strdup_printf (_("train %.1f %%"), epoch->train_accuracy);
  g_autofree char *test = g_strdup_printf (_("test %.1f %%"), epoch->test_accuracy);

  if (!ov_epoch_is_missing (epoch->train_accuracy))
    append_part (details, PART_ACCURACY, train);
  if (!ov_epoch_is_missing (epoch->test_accuracy))
    append_part (details, PART_ACCURACY, test);
}

/* The epoch that is looked at if it is not the newest one; NULL otherwise. */
static const OvEpoch *
get_earlier_epoch (OvStatusBar *self)
{
  return ov_playhead_looks_back (self->playhead, self->run)
           ? ov_playhead_get_record (self->playhead)
           : NULL;
}

static void
append_epoch (OvStatusBar *self,
              Details     *details)
{
  const OvEpoch *earlier = get_earlier_epoch (self);
  const OvEpoch *last = ov_history_get_last (ov_run_get_history (self->run));

  if (earlier != NULL)
    {
      g_autofree char *number = ov_playhead_format (self->playhead);
      g_autofree char *loss = ov_scale_format_value (earlier->train_loss);
      /* Translators: the number of an epoch that is looked at, and the training loss in it. */
      g_autofree char *part = g_strdup_printf (_("at epoch %s: loss %s"), number, loss);

      append_part (details, PART_ACCURACY, part);
      append_accuracies (details, earlier);
    }
  if (last != NULL && !ov_epoch_is_missing (last->seconds))
    append_times (self, details);
  if (last != NULL && earlier == NULL)
    append_accuracies (details, last);
}

static void
clear (OvStatusBar *self)
{
  ov_joined_text_set_label (self->counter, "");
  gtk_progress_bar_set_fraction (self->progress_bar, 0.0);
  for (guint i = 0; i < N_PARTS; i++)
    ov_joined_text_set_label (self->shorter[i], "");
}

static void
show_details (OvStatusBar *self)
{
  const char *state = name_state (self->run);
  Details details;

  for (guint i = 0; i < N_PARTS; i++)
    details.texts[i] = g_string_new (NULL);

  append_epoch (self, &details);
  append_exact_steps (self, &details);
  if (ov_run_is_measuring (self->run) && is_slow_to_measure (self->run))
    append_part (&details, PART_PROGRESS, _("measuring the sharpness"));
  else
    append_progress (self, &details);
  if (state != NULL)
    append_part (&details, PART_STATE, state);

  for (guint i = 0; i < N_PARTS; i++)
    {
      ov_joined_text_set_label (self->shorter[i], details.texts[i]->str);
      g_string_free (details.texts[i], TRUE);
    }
}

/* The bar moves within an epoch as well, which matters to the networks whose epochs take long. */
static double
get_fraction (OvStatusBar *self)
{
  const guint n_planned = ov_run_get_recipe (self->run)->epochs;
  const guint n_done = ov_history_get_n_epochs (ov_run_get_history (self->run));
  const OvProgress *progress = ov_run_get_progress (self->run);
  double done = n_done;

  if (n_planned == 0)
    return 1.0;
  if (progress->epoch == n_done && progress->images_total > 0)
    done += (double) progress->images_done / progress->images_total;

  return MIN (1.0, done / n_planned);
}

static void
update (OvStatusBar *self)
{
  const guint n_planned = ov_run_get_recipe (self->run)->epochs;
  const guint n_done = ov_history_get_n_epochs (ov_run_get_history (self->run));
  const int digits = (int) log10 (MAX (n_planned, 1)) + 1;
  g_autofree char *text = NULL;

  if (self->is_covered)
    {
      clear (self);
      return;
    }

  /* A log does not say how many were planned. */
  if (ov_recipe_is_foreign (ov_run_get_recipe (self->run)))
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u epoch", "%u epochs", n_done), n_done);
  else
    /* Translators: epochs done and epochs planned, both with the same number of digits. */
    text = g_strdup_printf (_("Epoch %0*u / %u"), digits, n_done, n_planned);
  ov_joined_text_set_label (self->counter, text);
  gtk_progress_bar_set_fraction (self->progress_bar, get_fraction (self));
  show_details (self);
}

static void
playhead_changed_cb (OvStatusBar *self)
{
  if (self->run != NULL && !self->is_covered)
    show_details (self);
}

static void
pace_chosen_cb (GtkDropDown *choice,
                GParamSpec  *pspec,
                OvStatusBar *self)
{
  const guint selected = gtk_drop_down_get_selected (choice);

  if (selected < G_N_ELEMENTS (paces) && paces[selected] != self->pace)
    g_object_set (self, "pace", paces[selected], NULL);
}

static void
fill_paces (OvStatusBar *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (paces); i++)
    {
      g_autofree char *name = NULL;

      if (paces[i] == 0.0)
        name = g_strdup (_("Full speed"));
      else
        name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%.0f epoch a second",
                                             "%.0f epochs a second", (gulong) paces[i]),
                                paces[i]);
      gtk_string_list_append (names, name);
    }
  gtk_drop_down_set_model (self->pace_choice, G_LIST_MODEL (names));
}

static void
set_pace (OvStatusBar *self,
          double       pace)
{
  self->pace = pace;
  for (guint i = 0; i < G_N_ELEMENTS (paces); i++)
    if (paces[i] == pace)
      gtk_drop_down_set_selected (self->pace_choice, i);
  if (self->run != NULL)
    update (self);
}

/* Only one of the labels is seen, and only the whole text is told to whoever cannot see. */
static void
add_shorter_labels (OvStatusBar *self)
{
  self->shorter[0] = self->details;
  for (guint i = 1; i < N_PARTS; i++)
    {
      GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "accessible-role",
                                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

      gtk_widget_add_css_class (label, "numeric");
      adw_squeezer_add (self->squeezer, label);
      self->shorter[i] = GTK_LABEL (label);
    }
}

static void
ov_status_bar_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (id == PROP_PACE)
    g_value_set_double (value, OV_STATUS_BAR (object)->pace);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_status_bar_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  if (id == PROP_PACE)
    set_pace (OV_STATUS_BAR (object), g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ov_status_bar_dispose (GObject *object)
{
  OvStatusBar *self = OV_STATUS_BAR (object);

  g_clear_object (&self->playhead_signals);
  g_clear_object (&self->playhead);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->run);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ov_status_bar_parent_class)->dispose (object);
}

static void
ov_status_bar_class_init (OvStatusBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ov_status_bar_get_property;
  object_class->set_property = ov_status_bar_set_property;
  object_class->dispose = ov_status_bar_dispose;

  properties[PROP_PACE] = g_param_spec_double ("pace", NULL, NULL, 0.0, 1000.0, 0.0,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/status-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, OvStatusBar, box);
  gtk_widget_class_bind_template_child (widget_class, OvStatusBar, counter);
  gtk_widget_class_bind_template_child (widget_class, OvStatusBar, details);
  gtk_widget_class_bind_template_child (widget_class, OvStatusBar, squeezer);
  gtk_widget_class_bind_template_child (widget_class, OvStatusBar, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, OvStatusBar, pace_choice);
  gtk_widget_class_bind_template_callback (widget_class, pace_chosen_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "statusbar");
}

static void
ov_status_bar_init (OvStatusBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_paces (self);
  add_shorter_labels (self);

  self->playhead_signals = g_signal_group_new (OV_TYPE_PLAYHEAD);
  g_signal_group_connect_swapped (self->playhead_signals, "changed",
                                  G_CALLBACK (playhead_changed_cb), self);
  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "epochs-added", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->run_signals, "state-changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->run_signals, "progress-changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->run_signals, "sharpness-changed", G_CALLBACK (update),
                                  self);
}

/**
 * ov_status_bar_set_run:
 * @self: a bar
 * @run: (nullable): the run to follow; referenced
 */
void
ov_status_bar_set_run (OvStatusBar *self,
                       OvRun       *run)
{
  g_return_if_fail (OV_IS_STATUS_BAR (self));

  g_set_object (&self->run, run);
  g_signal_group_set_target (self->run_signals, run);
  if (run != NULL)
    update (self);
}

/**
 * ov_status_bar_set_playhead:
 * @self: a bar
 * @playhead: which epoch is looked at; referenced
 *
 * Lets the bar tell the accuracies of that epoch.
 */
void
ov_status_bar_set_playhead (OvStatusBar *self,
                            OvPlayhead  *playhead)
{
  g_return_if_fail (OV_IS_STATUS_BAR (self));
  g_return_if_fail (OV_IS_PLAYHEAD (playhead));

  g_set_object (&self->playhead, playhead);
  g_signal_group_set_target (self->playhead_signals, playhead);
  playhead_changed_cb (self);
}

/**
 * ov_status_bar_set_covered:
 * @self: a bar
 * @is_covered: whether it tells nothing of the run
 *
 * Leaves only the pace to be seen while nobody is to know how the run went.
 */
void
ov_status_bar_set_covered (OvStatusBar *self,
                           gboolean     is_covered)
{
  g_return_if_fail (OV_IS_STATUS_BAR (self));

  self->is_covered = is_covered;
  if (self->run != NULL)
    update (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session.h"

/**
 * OvSession:
 *
 * What a person does with runs: there is one current run, and changing the recipe or the data
 * replaces it with a new one. The new run starts when the old one has reported its end, so that two
 * runs never share the processors, and nobody waits for that.
 */
struct _OvSession
{
  GObject      parent_instance;

  guint        n_threads;
  double       pace;
  guint        sharpness_interval;
  guint        instruments;
  OvRecipe     recipe;
  OvDataset   *dataset;
  OvQuadratic *quadratic; /* of the data; NULL while there is none */

  OvRunOrigin *origin;     /* what the run that is due continues, or NULL */
  gboolean     is_resting; /* whether that one is paused when it has started */

  OvRun       *run;
  gulong       run_handler;
  gboolean     is_due;  /* a new run starts as soon as the current one has ended */
  gboolean     is_held; /* and not before somebody has allowed it */
};

enum
{
  PROP_0,
  PROP_PACE,
  PROP_SHARPNESS_INTERVAL,
  PROP_INSTRUMENTS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  RUN_STARTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvSession, ov_session, G_TYPE_OBJECT)

static void
drop_run (OvSession *self)
{
  if (self->run != NULL)
    g_clear_signal_handler (&self->run_handler, self->run);
  g_clear_object (&self->run);
}

static void
tell_settings (OvSession *self,
               OvRun     *run)
{
  ov_run_set_pace (run, self->pace);
  ov_run_set_sharpness_interval (run, self->sharpness_interval);
  ov_run_set_instruments (run, self->instruments);
}

static void
ov_session_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  OvSession *self = OV_SESSION (object);

  switch (id)
    {
    case PROP_PACE:
      self->pace = g_value_get_double (value);
      break;
    case PROP_SHARPNESS_INTERVAL:
      self->sharpness_interval = g_value_get_uint (value);
      break;
    case PROP_INSTRUMENTS:
      self->instruments = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (self->run != NULL)
    tell_settings (self, self->run);
}

static void
ov_session_dispose (GObject *object)
{
  OvSession *self = OV_SESSION (object);

  drop_run (self);
  g_clear_pointer (&self->origin, ov_run_origin_unref);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);

  G_OBJECT_CLASS (ov_session_parent_class)->dispose (object);
}

static void
ov_session_class_init (OvSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = ov_session_set_property;
  object_class->dispose = ov_session_dispose;

  /**
   * OvSession:pace:
   *
   * How many epochs a second are trained at most; 0 for as many as there can be.
   */
  properties[PROP_PACE] = g_param_spec_double ("pace", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);

  /**
   * OvSession:sharpness-interval:
   *
   * How many epochs lie between two measurements of the sharpness; 0 for none.
   */
  properties[PROP_SHARPNESS_INTERVAL] =
    g_param_spec_uint ("sharpness-interval", NULL, NULL, 0, G_MAXINT, 0,
                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);

  /**
   * OvSession:instruments:
   *
   * The set of the instruments that are read after epochs.
   */
  properties[PROP_INSTRUMENTS] = g_param_spec_uint ("instruments", NULL, NULL, 0, G_MAXUINT, 0,
                                                    G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * OvSession::run-started:
   * @self: the session
   * @run: the new current run
   * @previous: (nullable): the run that it replaces, which has ended
   */
  signals[RUN_STARTED] = g_signal_new ("run-started", OV_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 2, OV_TYPE_RUN, OV_TYPE_RUN);
}

static void
ov_session_init (OvSession *self)
{
  gboolean known;

  known = ov_recipe_init_preset (&self->recipe, ov_recipe_list_presets ()[0], NULL);
  g_assert (known);
}

/**
 * ov_session_new:
 * @n_threads: how many threads compute
 *
 * Returns: (transfer full): a session with the first preset and no data
 */
OvSession *
ov_session_new (guint n_threads)
{
  OvSession *self;

  g_return_val_if_fail (n_threads >= 1, NULL);

  self = g_object_new (OV_TYPE_SESSION, NULL);
  self->n_threads = n_threads;

  return self;
}

static void start_if_due (OvSession *self);

static void
state_changed_cb (OvRun     *run,
                  OvSession *self)
{
  start_if_due (self);
}

static void
start_if_due (OvSession *self)
{
  const gboolean is_resting = self->origin != NULL && self->is_resting;
  g_autoptr (OvRun) previous = NULL;

  if (!self->is_due || self->is_held || self->dataset == NULL)
    return;
  if (self->run != NULL && !ov_run_has_ended (self->run))
    return;

  self->is_due = FALSE;
  previous = self->run != NULL ? g_object_ref (self->run) : NULL;
  drop_run (self);

  /* Whoever keeps it for its curves will not start from its weights. */
  if (previous != NULL)
    ov_run_drop_snapshot (previous);

  self->run = ov_run_new (&self->recipe, self->dataset, self->n_threads);
  if (self->origin != NULL)
    ov_run_set_origin (self->run, self->origin);
  g_clear_pointer (&self->origin, ov_run_origin_unref);
  tell_settings (self, self->run);
  ov_run_set_quadratic (self->run, self->quadratic);
  self->run_handler = g_signal_connect_object (self->run, "state-changed",
                                               G_CALLBACK (state_changed_cb), self, 0);
  g_signal_emit (self, signals[RUN_STARTED], 0, self->run, previous);

  /* A handler may have paused, stepped or replaced the run already. */
  if (self->run == NULL || ov_run_get_state (self->run) != OV_RUN_IDLE)
    return;
  if (is_resting)
    ov_run_start_paused (self->run);
  else
    ov_run_start (self->run);
}

/* Starts the run that is due as soon as the current one, which is cancelled, has ended. */
static void
make_due (OvSession *self)
{
  self->is_due = TRUE;
  if (self->run != NULL && !ov_run_has_ended (self->run))
    ov_run_cancel (self->run);
  else
    start_if_due (self);
}

/**
 * ov_session_restart:
 * @self: a session
 *
 * Cancels the current run and starts a new one, with the session's recipe and data, as soon as it
 * has ended. Before there is data, nothing is started.
 */
void
ov_session_restart (OvSession *self)
{
  g_return_if_fail (OV_IS_SESSION (self));

  g_clear_pointer (&self->origin, ov_run_origin_unref);
  make_due (self);
}

/**
 * ov_session_continue:
 * @self: a session with data
 * @recipe: what is run from there on, and the recipe for the runs to come; copied
 * @origin: where a run with the session's data stood; referenced
 * @is_resting: whether to pause there
 *
 * Cancels the current run and continues another one, or the same, as soon as it has ended.
 */
void
ov_session_continue (OvSession      *self,
                     const OvRecipe *recipe,
                     OvRunOrigin    *origin,
                     gboolean        is_resting)
{
  g_return_if_fail (OV_IS_SESSION (self));
  g_return_if_fail (recipe != NULL);
  g_return_if_fail (origin != NULL);

  self->recipe = *recipe;
  ov_run_origin_ref (origin);
  g_clear_pointer (&self->origin, ov_run_origin_unref);
  self->origin = origin;
  self->is_resting = is_resting;
  make_due (self);
}

/**
 * ov_session_set_dataset:
 * @self: a session
 * @dataset: the data for the runs to come; referenced
 *
 * Replaces the data and restarts.
 */
void
ov_session_set_dataset (OvSession *self,
                        OvDataset *dataset)
{
  g_return_if_fail (OV_IS_SESSION (self));
  g_return_if_fail (dataset != NULL);

  ov_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  self->dataset = dataset;
  ov_session_restart (self);
}

/**
 * ov_session_set_quadratic:
 * @self: a session
 * @quadratic: (nullable): the quadratic form of the session's data; referenced
 *
 * Makes the runs to come many times faster, where their recipe allows it, and the current one from
 * its next epoch on. Other data takes the form away.
 */
void
ov_session_set_quadratic (OvSession   *self,
                          OvQuadratic *quadratic)
{
  g_return_if_fail (OV_IS_SESSION (self));

  if (quadratic != NULL)
    ov_quadratic_ref (quadratic);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  self->quadratic = quadratic;

  /* A run that is ending may still have other data. */
  if (quadratic != NULL && self->run != NULL && ov_run_get_dataset (self->run) == self->dataset)
    ov_run_set_quadratic (self->run, quadratic);
}

/**
 * ov_session_set_held:
 * @self: a session
 * @is_held: whether runs wait
 *
 * Keeps a run that is due from starting while something that it will need is fetched, and lets it
 * start afterwards.
 */
void
ov_session_set_held (OvSession *self,
                     gboolean   is_held)
{
  g_return_if_fail (OV_IS_SESSION (self));

  self->is_held = is_held;
  start_if_due (self);
}

/**
 * ov_session_set_recipe:
 * @self: a session
 * @recipe: the recipe for the runs to come; copied
 *
 * Replaces the recipe and restarts. Setting the recipe that is already in use starts nothing.
 */
void
ov_session_set_recipe (OvSession      *self,
                       const OvRecipe *recipe)
{
  g_return_if_fail (OV_IS_SESSION (self));
  g_return_if_fail (recipe != NULL);

  if (ov_recipe_equal (&self->recipe, recipe))
    return;

  self->recipe = *recipe;
  ov_session_restart (self);
}

/**
 * ov_session_get_recipe:
 * @self: a session
 *
 * Returns: (transfer none): the recipe for the runs to come
 */
const OvRecipe *
ov_session_get_recipe (OvSession *self)
{
  g_return_val_if_fail (OV_IS_SESSION (self), NULL);

  return &self->recipe;
}

/**
 * ov_session_get_run:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the current run
 */
OvRun *
ov_session_get_run (OvSession *self)
{
  g_return_val_if_fail (OV_IS_SESSION (self), NULL);

  return self->run;
}

/**
 * ov_session_toggle:
 * @self: a session
 *
 * Pauses a running run, lets a paused one continue, and starts a new one after the end.
 */
void
ov_session_toggle (OvSession *self)
{
  g_return_if_fail (OV_IS_SESSION (self));

  if (self->run == NULL || ov_run_has_ended (self->run))
    ov_session_restart (self);
  else if (ov_run_get_state (self->run) == OV_RUN_PAUSED)
    ov_run_resume (self->run);
  else
    ov_run_pause (self->run);
}

/**
 * ov_session_step:
 * @self: a session
 *
 * Trains to the end of an epoch and pauses there.
 */
void
ov_session_step (OvSession *self)
{
  g_return_if_fail (OV_IS_SESSION (self));

  if (self->run != NULL)
    ov_run_step (self->run);
}

/**
 * ov_session_stop:
 * @self: a session
 *
 * Cancels the current run and starts no other one.
 */
void
ov_session_stop (OvSession *self)
{
  g_return_if_fail (OV_IS_SESSION (self));

  self->is_due = FALSE;
  if (self->run != NULL)
    ov_run_cancel (self->run);
}

/**
 * ov_session_finish:
 * @self: a session
 * @deadline: until when to wait, by g_get_monotonic_time()
 *
 * Stops the current run as ov_session_stop() does, and waits for its end: see ov_run_finish().
 */
void
ov_session_finish (OvSession *self,
                   gint64     deadline)
{
  g_return_if_fail (OV_IS_SESSION (self));

  self->is_due = FALSE;
  if (self->run != NULL)
    ov_run_finish (self->run, deadline);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

/* What the window does for its sweep: two trainings at a time would only hinder each other, so the
 * current run rests during the sweep's runs. */

/**
 * ov_window_rest_run:
 * @self: a window
 * @is_busy: whether somebody else needs the processors from now on, or no more
 *
 * Lets the current run rest until nobody else needs the processors. A run that the user has taken
 * up again, or replaced, is left alone.
 */
void
ov_window_rest_run (OvWindow *self,
                    gboolean  is_busy)
{
  OvRun *run;

  g_return_if_fail (OV_IS_WINDOW (self));
  g_return_if_fail (is_busy || self->n_busy > 0);

  run = ov_session_get_run (self->session);
  self->n_busy += is_busy ? 1 : -1;
  if (is_busy && run != NULL && ov_run_get_state (run) == OV_RUN_RUNNING)
    {
      g_set_object (&self->resting_run, run);
      ov_run_pause (run);
    }
  if (self->n_busy > 0)
    return;

  if (self->resting_run != NULL && self->resting_run == run)
    ov_run_resume (run);
  g_clear_object (&self->resting_run);
}

static void
busy_cb (OvSweepPage *page,
         gboolean     is_busy,
         OvWindow    *self)
{
  ov_window_rest_run (self, is_busy);
}

static void
saved_cb (OvSweepPage *page,
          OvWindow    *self)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("The picture is saved")));
}

static void
quadratic_changed_cb (OvQuadraticStore *store,
                      OvWindow         *self)
{
  ov_sweep_page_set_quadratic (self->sweep_page, ov_quadratic_store_get_quadratic (store));
}

static void
run_started_cb (OvSession *session,
                OvRun     *run,
                OvRun     *previous,
                OvWindow  *self)
{
  ov_sweep_page_set_dataset (self->sweep_page, ov_run_get_dataset (run));
  ov_sweep_page_set_recipe (self->sweep_page, ov_run_get_recipe (run));
}

/**
 * ov_window_connect_sweep:
 * @self: a window that is being made, which has its session
 *
 * Lets the sweep follow the session's recipe and data, and what is known about the data.
 */
void
ov_window_connect_sweep (OvWindow *self)
{
  ov_sweep_page_set_settings (self->sweep_page, self->settings);
  ov_sweep_page_set_recipe (self->sweep_page, ov_session_get_recipe (self->session));
  g_signal_group_connect (self->session_signals, "run-started", G_CALLBACK (run_started_cb), self);
  g_signal_group_connect (self->quadratics_signals, "changed", G_CALLBACK (quadratic_changed_cb),
                          self);
  g_signal_connect_object (self->sweep_page, "busy", G_CALLBACK (busy_cb), self, 0);
  g_signal_connect_object (self->sweep_page, "saved", G_CALLBACK (saved_cb), self, 0);
}

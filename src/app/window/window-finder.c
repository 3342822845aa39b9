/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include "parameter.h"

/* What the window does for its learning-rate finder. */

static void
busy_cb (OvFinderPage *page,
         gboolean      is_busy,
         OvWindow     *self)
{
  ov_window_rest_run (self, is_busy);
}

/* Tries a rate that the finder suggests, and shows how that goes. */
static void
applied_cb (OvFinderPage *page,
            double        learning_rate,
            OvWindow     *self)
{
  OvRecipe recipe = *ov_recipe_panel_get_recipe (self->recipe_panel);

  if (!ov_parameter_set (ov_parameter_find ("learning-rate"), &recipe, learning_rate, NULL))
    return;

  adw_view_stack_set_visible_child_name (self->stack, "curves");
  ov_window_adopt_recipe (self, &recipe, OV_ADOPTION_RESTARTS);
}

static void
finding_changed_cb (OvFinderPage *page,
                    OvWindow     *self)
{
  const OvFinding *finding = ov_finder_page_get_finding (page);

  /* The map compares whole runs, which begin with their first weights. */
  if (finding != NULL && !ov_finder_page_is_from_run (page))
    ov_map_page_set_finding (self->map_page, finding->learning_rates, finding->smoothed,
                             finding->n_points);
  else
    ov_map_page_set_finding (self->map_page, NULL, NULL, 0);
}

static void
run_started_cb (OvSession *session,
                OvRun     *run,
                OvRun     *previous,
                OvWindow  *self)
{
  ov_finder_page_set_dataset (self->finder_page, ov_run_get_dataset (run));
  ov_finder_page_set_recipe (self->finder_page, ov_run_get_recipe (run));
  ov_finder_page_set_run (self->finder_page, run);
}

/**
 * ov_window_connect_finder:
 * @self: a window that is being made, which has its session
 *
 * Lets the finder follow the session's recipe, data and run.
 */
void
ov_window_connect_finder (OvWindow *self)
{
  ov_finder_page_set_recipe (self->finder_page, ov_session_get_recipe (self->session));
  g_signal_group_connect (self->session_signals, "run-started", G_CALLBACK (run_started_cb), self);
  g_signal_connect_object (self->finder_page, "busy", G_CALLBACK (busy_cb), self, 0);
  g_signal_connect_object (self->finder_page, "applied", G_CALLBACK (applied_cb), self, 0);
  g_signal_connect_object (self->finder_page, "finding-changed",
                           G_CALLBACK (finding_changed_cb), self, 0);
}

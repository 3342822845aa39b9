/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "parameter.h"

/* The window tells each page what it knows, and does what they ask for. */

/* Two trainings at a time would only hinder each other, so the current run rests until no page
 * needs the processors. A run that the user has taken up again, or replaced, is left alone. */
static void
busy_cb (OvPage   *page,
         gboolean  is_busy,
         OvWindow *self)
{
  OvRun *run;

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
told_cb (OvPage     *page,
         const char *text,
         OvWindow   *self)
{
  ov_toaster_tell (self->toaster, text);
}

/* Tries a rate that a page suggests, and shows how that goes. */
static void
rate_wanted_cb (OvPage   *page,
                double    learning_rate,
                OvWindow *self)
{
  OvRecipe recipe = *ov_recipe_panel_get_recipe (self->recipe_panel);

  if (!ov_parameter_set (ov_parameter_find ("learning-rate"), &recipe, learning_rate, NULL))
    return;

  ov_window_show_first_page (self);
  ov_window_adopt_recipe (self, &recipe, OV_ADOPTION_RESTARTS);
}

static void
recipe_wanted_cb (OvPage         *page,
                  const OvRecipe *recipe,
                  OvWindow       *self)
{
  ov_window_adopt_recipe (self, recipe, OV_ADOPTION_KEEPS);
}

static void
run_wanted_cb (OvPage    *page,
               OvRunItem *item,
               OvWindow  *self)
{
  ov_run_collection_set_front (self->collection, item);
  ov_window_show_first_page (self);
}

static void
finding_changed_cb (OvPage          *page,
                    const OvFinding *finding,
                    OvWindow        *self)
{
  for (guint i = 0; i < self->pages->len; i++)
    ov_page_set_finding (g_ptr_array_index (self->pages, i), finding);
}

static void
quadratic_changed_cb (OvQuadraticStore *store,
                      OvWindow         *self)
{
  for (guint i = 0; i < self->pages->len; i++)
    ov_page_set_quadratic (g_ptr_array_index (self->pages, i),
                           ov_quadratic_store_get_quadratic (store));
}

static void
run_started_cb (OvSession *session,
                OvRun     *run,
                OvRun     *previous,
                OvWindow  *self)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      OvPage *page = g_ptr_array_index (self->pages, i);

      ov_page_set_dataset (page, ov_run_get_dataset (run));
      ov_page_set_recipe (page, ov_run_get_recipe (run));
      ov_page_set_run (page, run);
    }
}

/**
 * ov_window_show_first_page:
 * @self: a window
 *
 * Turns to the page on which the runs are watched.
 */
void
ov_window_show_first_page (OvWindow *self)
{
  adw_view_stack_set_visible_child (self->stack, g_ptr_array_index (self->pages, 0));
}

/**
 * ov_window_add_pages:
 * @self: a window that has its template, its session and its settings
 *
 * Makes every page of the table, in its order, and lets it follow the session.
 */
void
ov_window_add_pages (OvWindow *self)
{
  GType (*const *types) (void) = ov_page_table;

  self->pages = g_ptr_array_new ();
  for (; *types != NULL; types++)
    {
      OvPage *page = g_object_new ((*types) (), NULL);
      const OvPageClass *klass = OV_PAGE_GET_CLASS (page);
      AdwViewStackPage *place =
        adw_view_stack_add_titled (self->stack, GTK_WIDGET (page), klass->name, _(klass->title));

      adw_view_stack_page_set_icon_name (place, klass->icon_name);
      g_ptr_array_add (self->pages, page);

      ov_page_set_settings (page, self->settings);
      ov_page_set_recipe (page, ov_session_get_recipe (self->session));
      ov_page_set_runs (page, G_LIST_MODEL (self->collection));
      ov_page_set_ghosts (page, ov_run_collection_get_behind (self->collection));
      ov_page_set_replay (page, self->replay);
      g_signal_connect_object (page, "busy", G_CALLBACK (busy_cb), self, 0);
      g_signal_connect_object (page, "told", G_CALLBACK (told_cb), self, 0);
      g_signal_connect_object (page, "rate-wanted", G_CALLBACK (rate_wanted_cb), self, 0);
      g_signal_connect_object (page, "recipe-wanted", G_CALLBACK (recipe_wanted_cb), self, 0);
      g_signal_connect_object (page, "run-wanted", G_CALLBACK (run_wanted_cb), self, 0);
      g_signal_connect_object (page, "delete-wanted", G_CALLBACK (ov_window_delete_runs), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "finding-changed", G_CALLBACK (finding_changed_cb), self, 0);
    }

  g_signal_group_connect (self->session_signals, "run-started", G_CALLBACK (run_started_cb), self);
  g_signal_group_connect (self->quadratics_signals, "changed", G_CALLBACK (quadratic_changed_cb),
                          self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finder-fixture.h"

#include "naive.h"
#include "window-fixture.h"

static OvDataset *dataset;

static void
finding_changed_cb (OvFinderPage *page, const OvFinding *finding, FinderFixture *fixture)
{
  fixture->n_findings++;
}

static void
applied_cb (OvFinderPage *page, double learning_rate, FinderFixture *fixture)
{
  fixture->n_applied++;
  fixture->applied = learning_rate;
}

static void
busy_cb (OvFinderPage *page, gboolean is_busy, FinderFixture *fixture)
{
  g_string_append_c (fixture->busy, is_busy ? '+' : '-');
}

static void
set_up (FinderFixture *fixture, gconstpointer data)
{
  fixture->page = g_object_new (OV_TYPE_FINDER_PAGE, NULL);
  fixture->window = fixture_show (fixture->page);
  fixture->busy = g_string_new (NULL);
  g_signal_connect (fixture->page, "finding-changed", G_CALLBACK (finding_changed_cb), fixture);
  g_signal_connect (fixture->page, "rate-wanted", G_CALLBACK (applied_cb), fixture);
  g_signal_connect (fixture->page, "busy", G_CALLBACK (busy_cb), fixture);
}

static void
tear_down (FinderFixture *fixture, gconstpointer data)
{
  fixture_destroy (fixture->window);
  g_string_free (fixture->busy, TRUE);
  window_fixture_assert_no_threads ();
}

void
finder_click (FinderFixture *fixture, const char *name)
{
  g_signal_emit_by_name (fixture_child (fixture->page, name), "clicked");
}

const char *
finder_get_text (FinderFixture *fixture, const char *name)
{
  return gtk_label_get_text (fixture_child (fixture->page, name));
}

gboolean
finder_is_sensitive (FinderFixture *fixture, const char *name)
{
  return gtk_widget_is_sensitive (fixture_child (fixture->page, name));
}

/* What all finders train on. */
OvDataset *
finder_get_dataset (void)
{
  return dataset;
}

void
finder_fixture_add (const char *path, void (*test) (FinderFixture *, gconstpointer))
{
  g_test_add (path, FinderFixture, NULL, set_up, test, tear_down);
}

/* In place of fixture_init(). */
void
finder_fixture_start (int *argc, char ***argv)
{
  fixture_init (argc, argv);
  dataset = naive_dataset_new (200, 40);
}

int
finder_fixture_finish (void)
{
  const int status = g_test_run ();

  ov_dataset_unref (dataset);

  return status;
}

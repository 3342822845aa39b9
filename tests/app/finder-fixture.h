/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app-fixture.h"
#include "finder-page.h"

/* What a page tells. */
typedef struct
{
  OvFinderPage *page;
  GtkWidget    *window;
  guint         n_findings;
  guint         n_applied;
  double        applied;
  GString      *busy; /* + for each beginning, - for each end */
} FinderFixture;

void        finder_fixture_start  (int *argc, char ***argv);
void        finder_fixture_add    (const char *path, void (*test) (FinderFixture *, gconstpointer));
int         finder_fixture_finish (void);

OvDataset  *finder_get_dataset    (void);
void        finder_click          (FinderFixture *fixture, const char *name);
const char *finder_get_text       (FinderFixture *fixture, const char *name);
gboolean    finder_is_sensitive   (FinderFixture *fixture, const char *name);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "foreteller.h"
#include "ladder-rung.h"
#include "ladder.h"

G_BEGIN_DECLS

/* Only for the files that make up a ladder. */
struct _OvLadder
{
  GObject       parent_instance;

  guint         n_threads;
  OvDataset    *dataset;
  OvQuadratic  *quadratic;
  GArray       *rungs;   /* of OvLadderRung */
  guint         current; /* the rung that runs or comes next */
  gboolean      is_running;
  gboolean      is_stopping;    /* the run that goes on was told to end */
  gboolean      is_foretelling; /* whether the next ladder is foretold where it can be */
  gboolean      is_foretold;
  OvForeteller *foreteller; /* while it foretells */
  GError       *error;
};

OvLadderRung *ov_ladder_get_rung (OvLadder *self,
                                  guint     rung);

G_END_DECLS

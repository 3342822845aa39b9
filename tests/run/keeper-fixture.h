/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-keeper.h"

/* A library of runs in a folder of its own, and what keeps it. */
typedef struct
{
  char            *folder;
  char            *path;
  OvRunCollection *collection;
  OvRunKeeper     *keeper;
  char            *message; /* the last that the keeper had to say, or NULL */
} KeeperFixture;

void       keeper_fixture_set_up    (KeeperFixture *self);
void       keeper_fixture_tear_down (KeeperFixture *self);
void       keeper_fixture_open      (KeeperFixture *self);
void       keeper_fixture_close     (KeeperFixture *self);

OvRunItem *keeper_fixture_begin     (KeeperFixture *self,
                                     double         learning_rate,
                                     guint          n_epochs,
                                     const char    *data);
OvRunItem *keeper_fixture_add_run   (KeeperFixture *self,
                                     double         learning_rate,
                                     guint          n_epochs);
OvRunItem *keeper_fixture_get_item  (KeeperFixture *self,
                                     guint          place);

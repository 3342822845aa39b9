/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

G_BEGIN_DECLS

OvLibrary  *fixture_open_library (const char    *name,
                                  OvLibraryFlags flags);
OvEpoch     fixture_make_epoch   (guint          index);
OvRunEntry *fixture_make_entry   (const char    *preset);
char       *fixture_add_run      (OvLibrary     *library,
                                  guint          n_epochs);
void        fixture_append       (OvLibrary     *library,
                                  const char    *id,
                                  guint          first,
                                  guint          n_epochs);
void        fixture_assert_epoch (const OvEpoch *epoch,
                                  const OvEpoch *expected);

G_END_DECLS

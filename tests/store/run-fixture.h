/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

OvLibrary  *fixture_open_library (const char    *name,
                                  OvLibraryFlags flags);
OvEpoch     fixture_make_epoch   (guint          index);
void         fixture_extend        (OvRunRecord       *record,
                                    guint              n_epochs);
OvRunRecord *fixture_make_record   (const char        *preset,
                                    guint              n_epochs);
OvRunEntry  *fixture_make_entry    (const OvRunRecord *record);
char        *fixture_add           (OvLibrary         *library,
                                    const OvRunRecord *record);
char        *fixture_add_run       (OvLibrary         *library,
                                    guint              n_epochs);
OvRunRecord *fixture_load          (OvLibrary         *library,
                                    const char        *id);
void         fixture_assert_record (const OvRunRecord *record,
                                    const OvRunRecord *expected);

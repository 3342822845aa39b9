/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "library-error.h"
#include "run-entry.h"
#include "run-update.h"

/* How the names of files with runs end. */
#define OV_LIBRARY_SUFFIX ".overshoot"

/**
 * OvLibraryFlags:
 * @OV_LIBRARY_CREATE: a file that is not there is made
 * @OV_LIBRARY_READ_ONLY: nothing is written
 * @OV_LIBRARY_UNTRUSTED: it may come from anybody: it is read only, and checked as a whole first
 * @OV_LIBRARY_SHARED: readers and a writer do not wait for each other, which takes two more files
 *   beside it while it is open; otherwise it is a single file at any time but that of a commit
 *
 * How a library is opened.
 */
typedef enum
{
  OV_LIBRARY_CREATE = 1 << 0,
  OV_LIBRARY_READ_ONLY = 1 << 1,
  OV_LIBRARY_UNTRUSTED = 1 << 2,
  OV_LIBRARY_SHARED = 1 << 3,
} OvLibraryFlags;

/**
 * OvLibrary:
 *
 * Runs in a file, an SQLite database. Used by one thread at a time; other programs, and other
 * libraries of this one, may have the same file open.
 */
typedef struct _OvLibrary OvLibrary;

/**
 * OvLibraryImport:
 * @n_added: how many runs are new, or were deleted
 * @n_longer: how many were there already, but shorter
 * @n_known: how many were there already
 * @ids: (nullable) (element-type utf8): gets the UUIDs that the library has for all of them
 * @added_ids: (nullable) (element-type utf8): gets those of the runs that are added
 * @cancellable: (nullable): ends it between two runs, and none is taken over
 *
 * What became of the runs of another library.
 */
typedef struct
{
  guint         n_added;
  guint         n_longer;
  guint         n_known;
  GPtrArray    *ids;
  GPtrArray    *added_ids;
  GCancellable *cancellable;
} OvLibraryImport;

/**
 * OvLibraryWork:
 * @library: a library within a transaction
 * @data: what was given besides
 * @error: return location for an error
 *
 * Several steps that are written together.
 *
 * Returns: whether they succeeded; if not, none is kept
 */
typedef gboolean (*OvLibraryWork) (OvLibrary *library,
                                   gpointer   data,
                                   GError   **error);

char       *ov_library_get_default_path (void);
const char *ov_library_get_schema       (void);
OvLibrary  *ov_library_open             (const char           *path,
                                         OvLibraryFlags        flags,
                                         GError              **error);
void        ov_library_free             (OvLibrary            *self);
const char *ov_library_get_path         (OvLibrary            *self);
gboolean    ov_library_is_read_only     (OvLibrary            *self);
void        ov_library_set_patience     (OvLibrary            *self,
                                         guint                 milliseconds);
gboolean    ov_library_transact         (OvLibrary            *self,
                                         OvLibraryWork         work,
                                         gpointer              data,
                                         GError              **error);

gboolean    ov_library_add_run          (OvLibrary            *self,
                                         const OvRunEntry     *entry,
                                         GError              **error);
gboolean    ov_library_append           (OvLibrary            *self,
                                         const char           *id,
                                         const OvRunUpdate    *update,
                                         GError              **error);
gboolean    ov_library_end_run          (OvLibrary            *self,
                                         const char           *id,
                                         OvOutcome             outcome,
                                         const char           *why,
                                         GError              **error);

gboolean    ov_library_save             (OvLibrary            *self,
                                         const char           *id,
                                         const OvRunRecord    *record,
                                         GError              **error);
gboolean    ov_library_rewind           (OvLibrary            *self,
                                         const char           *id,
                                         const OvRecipe       *recipe,
                                         guint                 n_epochs,
                                         GError              **error);
gboolean    ov_library_begin_again      (OvLibrary            *self,
                                         const OvRunEntry     *entry,
                                         GError              **error);
gboolean    ov_library_end_abandoned    (OvLibrary            *self,
                                         gint64                before,
                                         GError              **error);

gboolean    ov_library_set_current      (OvLibrary            *self,
                                         const char           *id,
                                         GError              **error);
gboolean    ov_library_get_current      (OvLibrary            *self,
                                         char                **id,
                                         GError              **error);

GPtrArray  *ov_library_list             (OvLibrary            *self,
                                         guint                *n_unreadable,
                                         GError              **error);
OvRunEntry *ov_library_find             (OvLibrary            *self,
                                         const char           *id,
                                         GError              **error);
OvRunRecord *ov_library_load            (OvLibrary            *self,
                                         const char           *id,
                                         GError              **error);

gboolean    ov_library_put_checkpoint   (OvLibrary            *self,
                                         const char           *id,
                                         guint                 epoch,
                                         GBytes               *state,
                                         gboolean             *is_kept,
                                         GError              **error);
GArray     *ov_library_list_checkpoints (OvLibrary            *self,
                                         const char           *id,
                                         GError              **error);
GBytes     *ov_library_load_checkpoint  (OvLibrary            *self,
                                         const char           *id,
                                         guint                 at_most,
                                         guint                *epoch,
                                         GError              **error);
gboolean    ov_library_drop_checkpoint  (OvLibrary            *self,
                                         const char           *id,
                                         guint                 epoch,
                                         GError              **error);
gboolean    ov_library_get_checkpoint_bytes  (OvLibrary       *self,
                                              gint64          *used,
                                              gint64          *budget,
                                              GError         **error);
gboolean    ov_library_set_checkpoint_budget (OvLibrary       *self,
                                              gint64           budget,
                                              GError         **error);

gboolean    ov_library_rename           (OvLibrary            *self,
                                         const char           *id,
                                         const char           *name,
                                         GError              **error);
gboolean    ov_library_set_colour       (OvLibrary            *self,
                                         const char           *id,
                                         guint                 colour,
                                         gboolean              is_set,
                                         GError              **error);
gboolean    ov_library_set_pinned       (OvLibrary            *self,
                                         const char           *id,
                                         gboolean              is_pinned,
                                         GError              **error);
gboolean    ov_library_set_hidden       (OvLibrary            *self,
                                         const char           *id,
                                         gboolean              is_hidden,
                                         GError              **error);
gboolean    ov_library_move_branches    (OvLibrary            *self,
                                         const char           *from,
                                         const char           *to,
                                         GError              **error);
gboolean    ov_library_delete           (OvLibrary            *self,
                                         const char           *id,
                                         GError              **error);
gboolean    ov_library_undelete         (OvLibrary            *self,
                                         const char           *id,
                                         GError              **error);
gboolean    ov_library_remove           (OvLibrary            *self,
                                         const char           *id,
                                         GError              **error);
gboolean    ov_library_purge            (OvLibrary            *self,
                                         gint64                before,
                                         GError              **error);
gboolean    ov_library_shrink           (OvLibrary            *self,
                                         GError              **error);
gboolean    ov_library_merge_repeat     (OvLibrary            *self,
                                         const char           *id,
                                         char                **kept,
                                         GError              **error);
gboolean    ov_library_import           (OvLibrary            *self,
                                         const char           *path,
                                         OvLibraryImport      *counts,
                                         GError              **error);
gboolean    ov_library_check_target     (const char           *library,
                                         const char           *path,
                                         GError              **error);
gboolean    ov_library_export           (OvLibrary            *self,
                                         const char *const    *ids,
                                         const char           *path,
                                         GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvLibrary, ov_library_free)

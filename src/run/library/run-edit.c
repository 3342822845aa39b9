/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-edit.h"

/* What a person can change about a run, as it is when the edit is made. */
typedef struct
{
  char    *id;
  char    *name;
  guint    slot;
  gboolean is_pinned;
  gboolean is_shown;
} Edit;

/**
 * ov_run_edit_new:
 * @item: a run of a library
 *
 * Returns: (transfer full): its name and its looks, for ov_run_edit_write_cb() on another thread
 */
gpointer
ov_run_edit_new (OvRunItem *item)
{
  Edit *self = g_new (Edit, 1);

  *self = (Edit) {
    .id = g_strdup (ov_run_item_get_id (item)),
    .name = g_strdup (ov_run_item_get_name (item)),
    .slot = ov_run_item_get_slot (item),
    .is_pinned = ov_run_item_is_pinned (item),
    .is_shown = ov_run_item_is_shown (item),
  };

  return self;
}

/**
 * ov_run_edit_free:
 * @edit: (transfer full): what ov_run_edit_new() made
 */
void
ov_run_edit_free (gpointer edit)
{
  Edit *self = edit;

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

/**
 * ov_run_edit_write_cb:
 * @library: a library
 * @edit: what ov_run_edit_new() made
 * @error: return location for an error
 *
 * Returns: whether the library has it now
 */
gboolean
ov_run_edit_write_cb (OvLibrary *library,
                      gpointer   edit,
                      GError   **error)
{
  const Edit *self = edit;

  return ov_library_rename (library, self->id, self->name, error)
         && ov_library_set_colour (library, self->id, self->slot, error)
         && ov_library_set_pinned (library, self->id, self->is_pinned, error)
         && ov_library_set_hidden (library, self->id, !self->is_shown, error);
}

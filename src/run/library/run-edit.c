/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-edit.h"

/* What a person can change about a run, as it is when the edit is made. */
typedef struct
{
  char    *id;
  char    *name;
  guint    slot;
  gboolean is_slot_chosen;
  gboolean is_pinned;
  gboolean is_shown;
} Edit;

/* Where an item has what a file said of it. */
#define ORIGIN "overshoot-origin"

/**
 * ov_run_edit_set_origin:
 * @item: a run that is in no library
 * @entry: what the file says of it that it comes from; copied
 *
 * Lets the run be saved as one of the machine that ran it.
 */
void
ov_run_edit_set_origin (OvRunItem        *item,
                        const OvRunEntry *entry)
{
  g_object_set_data_full (G_OBJECT (item), ORIGIN, ov_run_entry_copy (entry),
                          (GDestroyNotify) ov_run_entry_free);
}

/* What a library has for the colour of a run. */
static guint
get_colour (OvRunItem *item)
{
  return ov_run_item_is_colourless (item) ? OV_RUN_ENTRY_NO_COLOUR : ov_run_item_get_slot (item);
}

/**
 * ov_run_edit_make_entry:
 * @item: a run
 *
 * Returns: (transfer full): what a library is to say of it, with its name and its looks; when its
 *   curves are not there, little more than these
 */
OvRunEntry *
ov_run_edit_make_entry (OvRunItem *item)
{
  const OvRunEntry *origin = g_object_get_data (G_OBJECT (item), ORIGIN);
  const char *data = ov_run_item_get_data (item);
  OvRunEntry *entry;

  if (origin != NULL)
    entry = ov_run_entry_copy (origin);
  else if (ov_run_item_get_run (item) != NULL)
    entry = ov_run_entry_new (ov_run_get_record (ov_run_item_get_run (item)), data);
  else
    {
      g_autoptr (OvRunRecord) record =
        ov_run_record_new (ov_run_item_get_recipe (item), NULL, 0);

      entry = ov_run_entry_new (record, data);
    }
  g_free (entry->id);
  entry->id = g_strdup (ov_run_item_get_id (item));
  g_free (entry->name);
  entry->name = g_strdup (ov_run_item_get_name (item));
  entry->colour = get_colour (item);
  entry->is_colour_set = ov_run_item_is_slot_chosen (item);
  entry->is_pinned = ov_run_item_is_pinned (item);
  entry->is_hidden = !ov_run_item_is_shown (item);
  entry->started = ov_run_item_get_started (item) / 1000;
  g_free (entry->parent);
  entry->parent = g_strdup (ov_run_item_get_parent (item, &entry->parent_epoch));
  g_free (entry->source);
  entry->source = g_strdup (ov_run_item_get_source (item));

  return entry;
}

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
    .slot = get_colour (item),
    .is_slot_chosen = ov_run_item_is_slot_chosen (item),
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
         && ov_library_set_colour (library, self->id, self->slot, self->is_slot_chosen, error)
         && ov_library_set_pinned (library, self->id, self->is_pinned, error)
         && ov_library_set_hidden (library, self->id, !self->is_shown, error);
}

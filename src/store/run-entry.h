/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-record.h"

/* The longest text that a run may bring along, in bytes: a name, or the words of an error. */
#define OV_RUN_ENTRY_TEXT 4096

/* An epoch that does not exist. */
#define OV_RUN_ENTRY_NONE G_MAXUINT

/* The colour of a run that nobody has given any. */
#define OV_RUN_ENTRY_NO_COLOUR 0

/**
 * OvRunEntry:
 * @id: the run's UUID, the same in every file
 * @name: its name, which a person may change; "" while it has none
 * @colour: its place in the palette, or %OV_RUN_ENTRY_NO_COLOUR
 * @is_colour_set: whether a person has chosen it
 * @is_pinned: whether it is always kept
 * @is_hidden: whether the charts leave it out
 * @is_deleted: whether it waits to be removed
 * @recipe: what decides it; of a run that another program has made, one that stands for it: see
 *   ov_recipe_is_foreign()
 * @data: the name of the images
 * @data_hash: what tells them from others; "" when that is not known
 * @n_images: how many images its splits have
 * @program: the version of Overshoot
 * @threads: how many computed
 * @machine: the libraries and instructions that computed; runs of equal recipe, images, machine and
 *   threads are equal bit for bit
 * @exact_from: the epoch from which on the steps are exact, or %OV_EPOCH_NEVER
 * @source: (nullable): what it was read from, such as "Keras CSV log"; never %NULL for a run that
 *   another program has made
 * @parent: (nullable): UUID of the run that it branched off from
 * @parent_epoch: how many epochs they have in common
 * @outcome: how it ended
 * @error: (nullable): why it failed
 * @started: when, in milliseconds since 1970
 * @written: when the last of it was written
 * @n_epochs: how many epochs there are
 * @best_epoch: the first with the best test accuracy, or %OV_RUN_ENTRY_NONE
 * @best_test_accuracy: that accuracy, in per cent
 * @last_train_loss: of the last epoch
 * @last_test_loss: of the last epoch
 * @seconds: how long all epochs took
 *
 * A run's row in a library: all but its curves. From @outcome on, the library finds out itself.
 */
typedef struct
{
  char     *id;
  char     *name;
  guint     colour;
  gboolean  is_colour_set;
  gboolean  is_pinned;
  gboolean  is_hidden;
  gboolean  is_deleted;
  OvRecipe  recipe;
  char     *data;
  char     *data_hash;
  guint     n_images[OV_N_SPLITS];
  char     *program;
  guint     threads;
  char     *machine;
  guint     exact_from;
  char     *source;
  char     *parent;
  guint     parent_epoch;
  gint64    started;

  OvOutcome outcome;
  char     *error;
  gint64    written;
  guint     n_epochs;
  guint     best_epoch;
  double    best_test_accuracy;
  double    last_train_loss;
  double    last_test_loss;
  double    seconds;
} OvRunEntry;

OvRunEntry *ov_run_entry_new       (const OvRunRecord *record,
                                    const char        *data_hash);
OvRunEntry *ov_run_entry_new_foreign (const OvRunRecord *record,
                                      const char        *source);
void        ov_run_entry_set_file  (OvRunEntry       *self,
                                    const char       *path);
OvRunEntry *ov_run_entry_copy      (const OvRunEntry *self);
void        ov_run_entry_free      (OvRunEntry       *self);
gboolean    ov_run_entry_is_repeat (const OvRunEntry *self,
                                    const OvRunEntry *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvRunEntry, ov_run_entry_free)

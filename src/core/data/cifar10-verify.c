/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "cifar10-batch.h"
#include "error.h"
#include "hash.h"
#include "thread-pool.h"

/* SHA-256 of the six files as their authors publish them, in the order of the file names. */
static const char *const file_sums[OV_CIFAR10_N_FILES] = {
  "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
  "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
  "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
  "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
  "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
  "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
};

/* ov_hash_compute() of all pixels and of all labels. */
#define PIXELS_HASH "f089dc3afdf82d8798f79c7be562390a"
#define LABELS_HASH "1e4847d2b770efe51e53b03742a4a187"

typedef struct
{
  const OvDataset *dataset;
  GCancellable    *cancellable;
  gboolean         is_right[OV_CIFAR10_N_FILES];
} Verification;

static gboolean
verify_file (const Verification *verification,
             guint               file_index)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *records = g_malloc (OV_CIFAR10_PIECE_SIZE);

  for (guint piece = 0; piece < OV_CIFAR10_N_PIECES; piece++)
    {
      if (g_cancellable_is_cancelled (verification->cancellable))
        return FALSE;
      ov_cifar10_join_records (verification->dataset, file_index, piece, records);
      g_checksum_update (checksum, records, OV_CIFAR10_PIECE_SIZE);
    }

  return g_str_equal (g_checksum_get_string (checksum), file_sums[file_index]);
}

static void
verify_files_cb (guint    member,
                 guint    n_members,
                 gpointer user_data)
{
  Verification *verification = user_data;
  const OvShare share = ov_thread_pool_share (OV_CIFAR10_N_FILES, member, n_members);

  for (guint i = share.begin; i < share.end; i++)
    verification->is_right[i] = verify_file (verification, i);
}

/**
 * ov_cifar10_verify:
 * @dataset: a data set that was read as CIFAR-10
 * @cancellable: (nullable): stops the checking within a millisecond
 * @error: return location for an error
 *
 * Rebuilds the six files from the labels and pixels in memory and compares their SHA-256 sums with
 * the published ones, several files at a time. Blocks; meant for a worker thread.
 *
 * Returns: %TRUE when every byte is right; %FALSE with %OV_ERROR_DATA set, which names the first
 *   file that differs, or with %G_IO_ERROR_CANCELLED
 */
gboolean
ov_cifar10_verify (OvDataset    *dataset,
                   GCancellable *cancellable,
                   GError      **error)
{
  g_autoptr (OvThreadPool) pool = NULL;
  Verification verification = {0};

  g_return_val_if_fail (dataset != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!ov_cifar10_check_shape (dataset, error))
    return FALSE;

  verification.dataset = dataset;
  verification.cancellable = cancellable;
  pool = ov_thread_pool_new (MIN (ov_thread_pool_default_size (), OV_CIFAR10_N_FILES));
  ov_thread_pool_run (pool, verify_files_cb, &verification);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      if (verification.is_right[i])
        continue;

      g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                   _("“%s” differs from the published CIFAR-10: its SHA-256 sum is wrong. "
                     "Get CIFAR-10 again."),
                   ov_cifar10_file_names[i]);
      return FALSE;
    }

  return TRUE;
}

/* The two splits of a data set lie one after the other. */
static gboolean
has_known_hashes (OvDataset *dataset)
{
  g_autofree char *pixels = ov_hash_compute (dataset->pixels[OV_SPLIT_TRAIN],
                                             (gsize) OV_CIFAR10_N_IMAGES * OV_IMAGE_SIZE);
  g_autofree char *labels = ov_hash_compute (dataset->labels[OV_SPLIT_TRAIN],
                                             OV_CIFAR10_N_IMAGES);

  return g_str_equal (pixels, PIXELS_HASH) && g_str_equal (labels, LABELS_HASH);
}

/**
 * ov_cifar10_verify_quickly:
 * @dataset: a data set that was read as CIFAR-10
 * @cancellable: (nullable): stops the checking
 * @error: return location for an error
 *
 * Does what ov_cifar10_verify() does, at the speed of the memory when the data is right: a hash
 * that is proof against accident, though not against intent, vouches for it. Only where that
 * differs are the SHA-256 sums computed, which takes half a second. Blocks.
 *
 * Returns: as ov_cifar10_verify()
 */
gboolean
ov_cifar10_verify_quickly (OvDataset    *dataset,
                           GCancellable *cancellable,
                           GError      **error)
{
  g_return_val_if_fail (dataset != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!ov_cifar10_check_shape (dataset, error))
    return FALSE;

  return has_known_hashes (dataset) || ov_cifar10_verify (dataset, cancellable, error);
}

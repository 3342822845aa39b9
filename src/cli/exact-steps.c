/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exact-steps.h"

#include <glib/gi18n-lib.h>

#include "output.h"
#include "progress-line.h"

static void
preparation_cb (double   done,
                gpointer user_data)
{
  ov_progress_line_show_share (user_data, _("preparing exact steps"), done);
}

/**
 * ov_exact_steps_prepare:
 * @dataset: the images
 * @n_threads: how many threads share the work
 * @cancellable: (nullable): gives the work up
 * @error: return location for an error
 *
 * Computes the quadratic form of the data, or reads it from the cache, and shows the progress. A
 * cache that cannot be written is not a reason to stop.
 *
 * Returns: (transfer full) (nullable): the form, or %NULL with @error set
 */
OvQuadratic *
ov_exact_steps_prepare (OvDataset    *dataset,
                        guint         n_threads,
                        GCancellable *cancellable,
                        GError      **error)
{
  g_autoptr (OvProgressLine) line = ov_progress_line_new (1);
  g_autoptr (GError) cache_error = NULL;
  OvQuadratic *quadratic = ov_quadratic_prepare (dataset, n_threads, NULL, preparation_cb, line,
                                                 NULL, &cache_error, cancellable, error);

  ov_progress_line_clear (line);
  if (cache_error != NULL)
    ov_output_complain ("%s", cache_error->message);

  return quadratic;
}

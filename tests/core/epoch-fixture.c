/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "epoch-fixture.h"

/**
 * fixture_assert_same_epochs:
 * @epochs: some epochs
 * @expected: as many
 * @n_epochs: how many
 *
 * All that is said of them is the same, bit for bit, but for how long they took. Field by field:
 * what lies between the fields of an epoch in memory is nobody's.
 */
void
fixture_assert_same_epochs (const OvEpoch *epochs,
                            const OvEpoch *expected,
                            gsize          n_epochs)
{
  for (gsize i = 0; i < n_epochs; i++)
    {
      g_assert_cmpuint (epochs[i].index, ==, expected[i].index);
      for (OvEpochField field = 0; field < OV_N_EPOCH_FIELDS; field++)
        {
          const double value = ov_epoch_get_field (&epochs[i], field);
          const double wanted = ov_epoch_get_field (&expected[i], field);

          if (field == OV_EPOCH_SECONDS)
            continue;
          g_test_message ("epoch %u, %s: %.17g, to be %.17g", epochs[i].index,
                          ov_epoch_field_get_name (field), value, wanted);
          g_assert_cmpmem (&value, sizeof value, &wanted, sizeof wanted);
        }
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "no-break.h"

static void
test_join (void)
{
  static const struct
  {
    const char *text;
    const char *joined;
  } cases[] = {
    {"fell by 3.2 %, by 4 % lately", "fell by 3.2\u00a0%, by 4\u00a0% lately"},
    {"12 ms an epoch, 2 s left", "12\u00a0ms an epoch, 2\u00a0s left"},
    {"170 MB", "170\u00a0MB"},
    {"in 5 seconds, 3 members", "in 5 seconds, 3 members"},
    {"the % of it", "the % of it"},
    {" %", " %"},
    {"5 µs.", "5\u00a0µs."},
    {"", ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *joined = ov_no_break_join (cases[i].text);

      g_assert_cmpstr (joined, ==, cases[i].joined);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/no-break/join", test_join);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may have been meant by a word that is none of those that there are. */

#include "spelling.h"

static const char *const words[] = {"train", "model", "runs", "learning-rate", "load-weights",
                                    "plot", "plot-x", NULL};

static void
test_distance (void)
{
  g_assert_cmpuint (ov_spelling_get_distance ("", ""), ==, 0);
  g_assert_cmpuint (ov_spelling_get_distance ("", "abc"), ==, 3);
  g_assert_cmpuint (ov_spelling_get_distance ("abc", ""), ==, 3);
  g_assert_cmpuint (ov_spelling_get_distance ("train", "train"), ==, 0);
  g_assert_cmpuint (ov_spelling_get_distance ("TRAIN", "train"), ==, 0);
  g_assert_cmpuint (ov_spelling_get_distance ("trian", "train"), ==, 1);
  g_assert_cmpuint (ov_spelling_get_distance ("tran", "train"), ==, 1);
  g_assert_cmpuint (ov_spelling_get_distance ("traain", "train"), ==, 1);
  g_assert_cmpuint (ov_spelling_get_distance ("traun", "train"), ==, 1);
  g_assert_cmpuint (ov_spelling_get_distance ("kitten", "sitting"), ==, 3);
  /* Each place is touched once: "ca" to "abc" is not a swap and a letter between. */
  g_assert_cmpuint (ov_spelling_get_distance ("ca", "abc"), ==, 3);
}

static void
test_long (void)
{
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *too_long = g_strnfill (65, 'a');

  g_assert_cmpuint (ov_spelling_get_distance (longest, "a"), ==, 63);
  g_assert_cmpuint (ov_spelling_get_distance (too_long, "a"), ==, G_MAXUINT);
  g_assert_cmpuint (ov_spelling_get_distance ("a", too_long), ==, G_MAXUINT);
  g_assert_null (ov_spelling_guess (too_long, words));
}

static void
test_complete (void)
{
  guint n;

  g_assert_cmpstr (ov_spelling_complete ("le", words, &n), ==, "learning-rate");
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (ov_spelling_complete ("l", words, &n));
  g_assert_cmpuint (n, ==, 2);
  g_assert_null (ov_spelling_complete ("x", words, &n));
  g_assert_cmpuint (n, ==, 0);
  /* A whole word is itself, also where it begins another. */
  g_assert_cmpstr (ov_spelling_complete ("plot", words, &n), ==, "plot");
  g_assert_cmpuint (n, ==, 1);
}

static void
test_guess (void)
{
  g_assert_cmpstr (ov_spelling_guess ("trian", words), ==, "train");
  g_assert_cmpstr (ov_spelling_guess ("tra", words), ==, "train");
  g_assert_cmpstr (ov_spelling_guess ("leraning-rate", words), ==, "learning-rate");
  g_assert_cmpstr (ov_spelling_guess ("lerning_rate", words), ==, "learning-rate");
  g_assert_null (ov_spelling_guess ("", words));
  g_assert_null (ov_spelling_guess ("xyz", words));
  g_assert_null (ov_spelling_guess ("momentum", words));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/spelling/distance", test_distance);
  g_test_add_func ("/core/spelling/long", test_long);
  g_test_add_func ("/core/spelling/complete", test_complete);
  g_test_add_func ("/core/spelling/guess", test_guess);

  return g_test_run ();
}

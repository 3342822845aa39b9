/* SPDX-License-Identifier: GPL-3.0-or-later */

/* make-form KIND N_TRAIN N_TEST FILE: builds the quadratic form of images that several tests use,
 * for fixture_make_quadratic() to read. Each test would take seconds to build it. What is tested of
 * the building itself has images of its own. */

#include "form-fixture.h"
#include "naive.h"
#include "quadratic-fixture.h"

int
main (int argc, char *argv[])
{
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (OvQuadratic) form = NULL;
  guint n_train;
  guint n_test;

  g_assert_cmpint (argc, ==, 5);
  n_train = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  n_test = (guint) g_ascii_strtoull (argv[3], NULL, 10);
  dataset = g_str_equal (argv[1], "Naive") ? naive_dataset_new (n_train, n_test)
                                           : fixture_make_images (n_train, n_test);
  g_assert_cmpstr (dataset->name, ==, argv[1]);
  form = fixture_build_quadratic (dataset);
  fixture_write_form (dataset, form, argv[4]);

  return 0;
}

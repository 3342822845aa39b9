/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blas.h"
#include "data-fixture.h"
#include "data-source.h"
#include "float64-fixture.h"

/* As test-float64.c, on photographs. */

/* More than a group of any network. */
#define N_TRAIN 2100
#define N_TEST 500

static void
test_recipe (gconstpointer preset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvDataset) all = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autofree char *path = fixture_get_real_folder ();
  OvRecipe recipe;

  if (path == NULL)
    return;

  folder = g_file_new_for_path (path);
  all = ov_data_source_read (folder, NULL, NULL, &error);
  g_assert_no_error (error);
  dataset = float64_take (all, N_TRAIN, N_TEST);
  g_assert_true (ov_recipe_init_preset (&recipe, preset, NULL));
  float64_check (&recipe, dataset);
}

int
main (int argc, char *argv[])
{
  ov_blas_choose_kernels ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/float64-real/linear", "linear", test_recipe);
  g_test_add_data_func ("/float64-real/two-layer-gd", "two-layer-gd", test_recipe);
  g_test_add_data_func ("/float64-real/two-layer-sgd", "two-layer-sgd", test_recipe);

  return g_test_run ();
}

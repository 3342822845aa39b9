/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app-fixture.h"
#include "data-fixture.h"
#include "data-row.h"
#include "download.h"

/* Opens a folder and waits until its sums are known. */
static void
assert_check (const char *folder, OvDataCheck expected, const char *part)
{
  g_autoptr (OvDataStore) store = ov_data_store_new (ov_download_start);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  OvDataRow *row = g_object_new (OV_TYPE_DATA_ROW, NULL);
  GtkWidget *window = fixture_show (row);
  AdwActionRow *shown = fixture_child (row, "row");

  ov_data_row_set_store (row, store);
  ov_data_store_open (store, file);
  wait_for (ov_data_store_get_dataset (store) != NULL
            && ov_data_store_get_check (store) != OV_DATA_CHECK_RUNNING);
  g_assert_cmpint (ov_data_store_get_check (store), ==, expected);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (shown)), ==, "CIFAR-10");
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (shown), part));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (shown), "wrong-sums")
                 == (expected == OV_DATA_CHECK_WRONG));
  fixture_destroy (window);
}

static void
test_right (void)
{
  g_autofree char *folder = fixture_get_real_folder ();

  g_assert_nonnull (folder);
  assert_check (folder, OV_DATA_CHECK_RIGHT, "sums right");
}

/* Six files in CIFAR-10's form that are not its files are taken, and the row says so. */
static void
test_wrong (void)
{
  g_autofree char *folder = fixture_make_folder ();

  fixture_write_zero_files (folder);
  assert_check (folder, OV_DATA_CHECK_WRONG, "differ");
  fixture_remove (folder);
}

int
main (int argc, char **argv)
{
  const char *folder = g_getenv ("OVERSHOOT_DATA");

  if (folder != NULL && g_getenv ("OVERSHOOT_TEST_CIFAR10") == NULL)
    g_setenv ("OVERSHOOT_TEST_CIFAR10", folder, TRUE);
  fixture_init (&argc, &argv);

  g_test_add_func ("/data-real/right", test_right);
  g_test_add_func ("/data-real/wrong", test_wrong);

  return g_test_run ();
}

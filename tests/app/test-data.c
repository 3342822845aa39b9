/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "banner.h"
#include "data-fixture.h"
#include "data-row.h"
#include "download.h"

/* A store and the row that shows it. */
typedef struct
{
  OvDataStore *store;
  OvDataRow   *row;
  GtkWidget   *window;
  guint        n_changed;
  char        *message; /* of the last failure */
} Fixture;

static void
changed_cb (OvDataStore *store, Fixture *fixture)
{
  fixture->n_changed++;
}

static void
failed_cb (OvDataStore *store, OvDataFailure failure, const char *message, Fixture *fixture)
{
  g_free (fixture->message);
  fixture->message = g_strdup (message);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->store = ov_data_store_new (ov_download_start);
  fixture->row = g_object_new (OV_TYPE_DATA_ROW, NULL);
  g_signal_connect (fixture->store, "dataset-changed", G_CALLBACK (changed_cb), fixture);
  g_signal_connect (fixture->store, "failed", G_CALLBACK (failed_cb), fixture);
  ov_data_row_set_store (fixture->row, fixture->store);
  fixture->window = fixture_show (fixture->row);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  OvDataStore *store = fixture->store;

  fixture_destroy (fixture->window);
  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *) &fixture->store);
  ov_data_store_stop (store);
  g_object_unref (store);
  wait_for (fixture->store == NULL);
  g_free (fixture->message);
}

static const char *
get_title (Fixture *fixture)
{
  return adw_preferences_row_get_title (fixture_child (fixture->row, "row"));
}

static const char *
get_subtitle (Fixture *fixture)
{
  return adw_action_row_get_subtitle (fixture_child (fixture->row, "row"));
}

static void
assert_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_null (strchr (text, '\n'));
}

static void
use_sample (Fixture *fixture)
{
  ov_data_store_use_sample (fixture->store);
  wait_for (fixture->n_changed == 1);
}

static void
open_path (Fixture *fixture, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ov_data_store_open (fixture->store, file);
}

static void
test_default_is_the_sample (Fixture *fixture, gconstpointer unused)
{
  g_assert_cmpstr (get_title (fixture), ==, "Loading…");
  ov_data_store_load_default (fixture->store, NULL);
  wait_for (fixture->n_changed == 1);
  g_assert_null (ov_data_store_get_source (fixture->store));
  g_assert_cmpint (ov_data_store_get_check (fixture->store), ==, OV_DATA_CHECK_NONE);
  g_assert_cmpstr (get_title (fixture), ==, "Built-in sample");
  g_assert_nonnull (strstr (get_subtitle (fixture), "drawn by the program"));
  g_assert_null (fixture->message);
}

/* What was used the last time is damaged: the sample serves, but not in silence. */
static void
test_default_is_damaged (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = fixture_make_folder ();

  fixture_write_zeros (folder, "data_batch_1.bin", 1000);
  ov_data_store_load_default (fixture->store, folder);
  wait_for (fixture->message != NULL);
  assert_sentence (fixture->message);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_null (ov_data_store_get_source (fixture->store));
  g_assert_null (ov_data_store_get_choice (fixture->store));

  fixture_write_zero_files (folder);
  ov_data_store_retry (fixture->store);
  wait_for (fixture->n_changed == 2);
  g_assert_nonnull (ov_data_store_get_source (fixture->store));
  g_assert_nonnull (ov_data_store_get_choice (fixture->store));
  fixture_remove (folder);
}

/* Whichever file of the user's own folder is left, it is damaged, and not empty. */
static void
test_default_is_partial (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = fixture_make_folder ();

  fixture_write_zeros (folder, "test_batch.bin", 1000);
  g_setenv ("OVERSHOOT_DATA", folder, TRUE);
  ov_data_store_load_default (fixture->store, NULL);
  wait_for (fixture->message != NULL);
  g_unsetenv ("OVERSHOOT_DATA");
  assert_sentence (fixture->message);
  g_assert_null (ov_data_store_get_choice (fixture->store));
  fixture_remove (folder);
}

/* What was used the last time is on a disk that is not there, or cannot be looked at: the user's
 * own CIFAR-10 stands in, but not in silence, and the next time the choice is tried again. */
static void
test_default_is_out_of_reach (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *own = fixture_make_folder ();
  g_autofree char *file = g_build_filename (own, "file", NULL);
  g_autofree char *inside = g_build_filename (file, "folder", NULL);
  const char *const choices[] = {"/nowhere/at/all", inside, "nosuchscheme://host/folder"};

  fixture_write_zero_files (own);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_setenv ("OVERSHOOT_DATA", own, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_clear_pointer (&fixture->message, g_free);
      ov_data_store_load_default (fixture->store, choices[i]);
      wait_for (fixture->message != NULL);
      assert_sentence (fixture->message);
      g_assert_cmpuint (fixture->n_changed, ==, i + 1);
      g_assert_cmpstr (g_file_peek_path (ov_data_store_get_source (fixture->store)), ==, own);
      g_assert_null (ov_data_store_get_choice (fixture->store));
    }
  g_unsetenv ("OVERSHOOT_DATA");
  fixture_remove (own);
}

/* The sample is remembered when it was chosen, and not when it stands in for what is missing. */
static void
test_choice_of_the_sample (Fixture *fixture, gconstpointer unused)
{
  ov_data_store_load_default (fixture->store, "file:///nowhere/at/all");
  wait_for (fixture->n_changed == 1 && fixture->message != NULL);
  g_assert_null (ov_data_store_get_choice (fixture->store));

  ov_data_store_use_sample (fixture->store);
  wait_for (fixture->n_changed == 2);
  g_assert_cmpstr (ov_data_store_get_choice (fixture->store), ==, "sample");
}

/* What the command line names is not there: there is something to be seen all the same. */
static void
test_first_is_missing (Fixture *fixture, gconstpointer unused)
{
  ov_data_store_load_default (fixture->store, NULL);
  open_path (fixture, "/nowhere/at/all");
  wait_for (fixture->message != NULL && fixture->n_changed == 1);
  assert_sentence (fixture->message);
  g_assert_cmpstr (get_title (fixture), ==, "Built-in sample");
}

static void
test_folder (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = fixture_make_folder ();

  fixture_write_zero_files (folder);
  open_path (fixture, folder);
  wait_for (fixture->n_changed == 1);
  g_assert_nonnull (ov_data_store_get_source (fixture->store));
  g_assert_cmpint (ov_data_store_get_check (fixture->store), ==, OV_DATA_CHECK_RUNNING);
  g_assert_nonnull (strstr (get_subtitle (fixture), "checking"));
  fixture_remove (folder);

  /* The sample has no sums that could be wrong, and those of the folder matter no more. */
  ov_data_store_use_sample (fixture->store);
  wait_for (fixture->n_changed == 2);
  g_assert_cmpint (ov_data_store_get_check (fixture->store), ==, OV_DATA_CHECK_NONE);
}

static void
test_archive (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *archive = g_build_filename (folder, "cifar-10.tar", NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  Member members[OV_CIFAR10_N_FILES] = {0};

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_ptr_array_add (paths, g_strconcat ("cifar-10-batches-bin/", ov_cifar10_file_names[i],
                                           NULL));
      members[i].path = g_ptr_array_index (paths, i);
      members[i].size = CIFAR10_FILE_SIZE;
    }
  fixture_write_archive (archive, ARCHIVE_PLAIN, members, OV_CIFAR10_N_FILES);
  open_path (fixture, archive);
  wait_for (fixture->n_changed == 1);
  g_assert_cmpuint (ov_data_store_get_dataset (fixture->store)->n_images[OV_SPLIT_TRAIN],
                    ==, 50000);
  fixture_remove (folder);
}

/* Whatever cannot be read is told in one sentence, and the data in use stays. */
static void
test_bad_sources (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *text = g_build_filename (folder, "letter.tar.gz", NULL);
  g_autofree char *vanished = g_build_filename (folder, "vanished", NULL);
  const char *const sources[] = {folder, text, vanished};
  OvDataset *before;

  use_sample (fixture);
  before = ov_data_store_get_dataset (fixture->store);
  g_assert_true (g_file_set_contents (text, "Dear all", -1, NULL));
  fixture_write_zeros (folder, ov_cifar10_file_names[0], 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_clear_pointer (&fixture->message, g_free);
      open_path (fixture, sources[i]);
      wait_for (fixture->message != NULL);
      assert_sentence (fixture->message);
      g_assert_true (ov_data_store_get_dataset (fixture->store) == before);
      g_assert_cmpstr (get_title (fixture), ==, "Built-in sample");
    }
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  fixture_remove (folder);
}

/* Only what was asked for last arrives. */
static void
test_last_one_wins (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = fixture_make_folder ();

  fixture_write_zero_files (folder);
  open_path (fixture, folder);
  use_sample (fixture);
  fixture_let_pass (300);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_null (ov_data_store_get_source (fixture->store));
  g_assert_null (fixture->message);
  fixture_remove (folder);
}

/* A port of this machine where somebody listens, and never answers. */
static char *
make_silent_uri (GSocket **socket)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) given = NULL;

  *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_assert_true (g_socket_bind (*socket, wanted, FALSE, NULL));
  g_assert_true (g_socket_listen (*socket, NULL));
  given = g_socket_get_local_address (*socket, NULL);

  return g_strdup_printf ("http://127.0.0.1:%u/cifar-10-binary.tar.gz",
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (given)));
}

/* One where nobody listens any longer. */
static char *
make_refused_uri (void)
{
  g_autoptr (GSocket) socket = NULL;
  char *uri = make_silent_uri (&socket);

  g_socket_close (socket, NULL);

  return uri;
}

static void
test_download_refused (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *uri = make_refused_uri ();
  GtkWidget *download_row = fixture_child (fixture->row, "download_row");
  OvDataset *before;

  use_sample (fixture);
  before = ov_data_store_get_dataset (fixture->store);
  g_setenv ("OVERSHOOT_CIFAR10_URL", uri, TRUE);
  g_assert_false (gtk_widget_get_visible (download_row));
  ov_data_store_download (fixture->store);
  ov_data_store_download (fixture->store);
  g_assert_true (ov_data_store_is_downloading (fixture->store));
  g_assert_true (gtk_widget_get_visible (download_row));
  wait_for (fixture->message != NULL);
  g_unsetenv ("OVERSHOOT_CIFAR10_URL");

  assert_sentence (fixture->message);
  g_assert_false (ov_data_store_is_downloading (fixture->store));
  g_assert_false (gtk_widget_get_visible (download_row));
  g_assert_true (ov_data_store_get_dataset (fixture->store) == before);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

static void
test_download_cancelled (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GSocket) socket = NULL;
  g_autofree char *uri = make_silent_uri (&socket);

  use_sample (fixture);
  g_setenv ("OVERSHOOT_CIFAR10_URL", uri, TRUE);
  ov_data_store_download (fixture->store);
  ov_data_store_cancel (fixture->store);
  wait_for (!ov_data_store_is_downloading (fixture->store));
  g_unsetenv ("OVERSHOOT_CIFAR10_URL");
  g_assert_null (fixture->message);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

/* In the window a failure is a dialog, and the run continues. */
static void
test_window_failure (WindowFixture *fixture)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  OvRun *run = window_fixture_get_run (fixture);

  ov_window_open (fixture->window, file);
  fixture_answer_error (fixture->window, "The Data Cannot Be Read", "close");
  g_assert_true (window_fixture_get_run (fixture) == run);
  g_assert_cmpint (ov_run_get_outcome (run), !=, OV_OUTCOME_CANCELLED);

  /* Trying again reads the same folder, which has what it takes by then. */
  ov_window_open (fixture->window, file);
  window_fixture_wait_for_dialog (fixture, ADW_TYPE_MESSAGE_DIALOG);
  fixture_write_zero_files (folder);
  fixture_answer_error (fixture->window, "The Data Cannot Be Read", "win.retry-data");
  window_fixture_wait_for_other (fixture, run);
  g_assert_true (g_file_equal (ov_data_store_get_source (ov_window_get_store (fixture->window)),
                               file));
  fixture_remove (folder);
}

static void
assert_remembered (WindowFixture *fixture, const char *choice)
{
  g_autofree char *remembered = g_settings_get_string (fixture->settings, "data-source");

  g_assert_cmpstr (remembered, ==, choice);
}

/* The next day the folder that was opened last is damaged, and then it is gone: that is told, and
 * the choice is kept until there is another one. */
static void
test_window_keeps_choice (WindowFixture *fixture)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autofree char *uri = g_file_get_uri (file);

  fixture_write_zeros (folder, ov_cifar10_file_names[1], 1000);
  g_settings_set_string (fixture->settings, "data-source", uri);
  window_fixture_reopen (fixture);
  fixture_answer_error (fixture->window, "The Data Cannot Be Read", "close");
  g_assert_null (ov_data_store_get_source (ov_window_get_store (fixture->window)));
  assert_remembered (fixture, uri);

  fixture_remove (folder);
  window_fixture_reopen (fixture);
  fixture_answer_error (fixture->window, "The Data Cannot Be Read", "close");
  g_assert_null (ov_data_store_get_source (ov_window_get_store (fixture->window)));
  assert_remembered (fixture, uri);

  window_fixture_act (fixture, "win.use-sample");
  wait_for (ov_data_store_get_choice (ov_window_get_store (fixture->window)) != NULL);
  assert_remembered (fixture, "sample");
}

/* Other data begins another run without ghosts, and the banner goes; it comes back with the
 * sample. */
static void
test_window_other_data (WindowFixture *fixture)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));
  GtkWidget *banner = fixture_child (fixture->window, "data_banner");
  g_autofree char *remembered = NULL;

  g_assert_nonnull (ov_banner_get_text (OV_BANNER (banner)));
  fixture_write_zero_files (folder);
  ov_window_open (fixture->window, file);
  window_fixture_wait_for_other (fixture, before);
  g_assert_null (ov_banner_get_text (OV_BANNER (banner)));
  remembered = g_settings_get_string (fixture->settings, "data-source");
  g_assert_true (g_str_has_prefix (remembered, "file://"));

  g_set_object (&before, window_fixture_get_run (fixture));
  window_fixture_act (fixture, "win.use-sample");
  window_fixture_wait_for_other (fixture, before);
  g_assert_nonnull (ov_banner_get_text (OV_BANNER (banner)));
  fixture_remove (folder);
}

static void
test_window_download (WindowFixture *fixture)
{
  g_autofree char *uri = make_refused_uri ();

  g_setenv ("OVERSHOOT_CIFAR10_URL", uri, TRUE);
  window_fixture_act (fixture, "win.get-data");
  g_assert_null (ov_banner_get_text (fixture_child (fixture->window, "data_banner")));
  fixture_answer_error (fixture->window, "CIFAR-10 Was Not Downloaded", "win.retry-data");
  fixture_answer_error (fixture->window, "CIFAR-10 Was Not Downloaded", "close");
  g_unsetenv ("OVERSHOOT_CIFAR10_URL");
  g_assert_null (ov_data_store_get_source (ov_window_get_store (fixture->window)));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  add ("/data/default-is-the-sample", test_default_is_the_sample);
  add ("/data/default-is-damaged", test_default_is_damaged);
  add ("/data/default-is-partial", test_default_is_partial);
  add ("/data/default-is-out-of-reach", test_default_is_out_of_reach);
  add ("/data/choice-of-the-sample", test_choice_of_the_sample);
  add ("/data/first-is-missing", test_first_is_missing);
  add ("/data/folder", test_folder);
  add ("/data/archive", test_archive);
  add ("/data/bad-sources", test_bad_sources);
  add ("/data/last-one-wins", test_last_one_wins);
  add ("/data/download-refused", test_download_refused);
  add ("/data/download-cancelled", test_download_cancelled);
  window_fixture_add ("/data/window/failure", test_window_failure);
  window_fixture_add ("/data/window/keeps-choice", test_window_keeps_choice);
  window_fixture_add ("/data/window/other-data", test_window_other_data);
  window_fixture_add ("/data/window/download", test_window_download);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "download.h"

#include <signal.h>
#include <sys/resource.h>

#include "data-fixture.h"
#include "deadline.h"
#include "error.h"
#include "http-server.h"

#define OLD_CONTENTS "old"

/* A server, and a folder with six files that no failed download may touch. */
typedef struct
{
  HttpServer *server;
  char       *path;
  GFile      *folder;
} Fixture;

/* A download from its start to its end. */
typedef struct
{
  OvJob     *job;
  gboolean   cancels_at_first_progress;
  guint64    n_bytes;
  guint64    n_total;
  gboolean   is_done;
  OvDataset *dataset;
  GError    *error;
} Attempt;

static void
attempt_clear (Attempt *attempt)
{
  g_clear_pointer (&attempt->job, ov_job_free);
  g_clear_pointer (&attempt->dataset, ov_dataset_unref);
  g_clear_error (&attempt->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attempt, attempt_clear)

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->server = http_server_new ();
  fixture->path = fixture_make_folder ();
  fixture->folder = g_file_new_for_path (fixture->path);
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autofree char *path = g_build_filename (fixture->path, ov_cifar10_file_names[i], NULL);

      g_assert_true (g_file_set_contents (path, OLD_CONTENTS, -1, NULL));
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  http_server_free (fixture->server);
  fixture_remove (fixture->path);
  g_object_unref (fixture->folder);
  g_free (fixture->path);
}

static void
told_cb (guint64       n_bytes,
         guint64       n_total,
         OvDataset    *dataset,
         const GError *error,
         gpointer      user_data)
{
  Attempt *attempt = user_data;

  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  g_assert_false (attempt->is_done);
  if (dataset != NULL || error != NULL)
    {
      attempt->dataset = dataset;
      attempt->error = error != NULL ? g_error_copy (error) : NULL;
      attempt->is_done = TRUE;
      return;
    }

  g_assert_cmpuint (n_bytes, >=, attempt->n_bytes);
  attempt->n_bytes = n_bytes;
  attempt->n_total = n_total;
  if (attempt->cancels_at_first_progress)
    ov_job_cancel (attempt->job);
}

static void
run (Attempt    *attempt,
     GFile      *folder,
     const char *uri)
{
  attempt->job = ov_download_start (folder, uri, told_cb, attempt);
  wait_in_context (NULL, attempt->is_done);
}

/* Nothing but the six old files is in the folder. */
static void
assert_untouched (Fixture *fixture)
{
  g_assert_cmpuint (fixture_count_files (fixture->path), ==, OV_CIFAR10_N_FILES);
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autofree char *path = g_build_filename (fixture->path, ov_cifar10_file_names[i], NULL);
      g_autofree char *contents = NULL;

      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_cmpstr (contents, ==, OLD_CONTENTS);
    }
}

static void
assert_fails (Fixture    *fixture,
              const char *uri,
              OvError     code,
              const char *part)
{
  g_auto (Attempt) attempt = {0};

  run (&attempt, fixture->folder, uri);
  g_assert_null (attempt.dataset);
  fixture_assert_error (attempt.error, OV_ERROR, (int) code, part);
  assert_untouched (fixture);
}

static void
assert_path_fails (Fixture    *fixture,
                   const char *path,
                   OvError     code,
                   const char *part)
{
  g_autofree char *uri = http_server_make_uri (fixture->server, path);

  assert_fails (fixture, uri, code, part);
}

static void
test_success (Fixture      *fixture,
              gconstpointer unused)
{
  g_autofree char *real = fixture_get_real_folder ();
  g_autofree char *uri = http_server_make_uri (fixture->server, "/archive");
  g_autoptr (GFile) folder = g_file_get_child (fixture->folder, "new");
  g_autoptr (OvDataset) read_again = NULL;
  g_auto (Attempt) attempt = {0};

  if (real == NULL)
    return;

  http_server_serve_folder (fixture->server, real);
  run (&attempt, folder, uri);
  g_assert_no_error (attempt.error);
  g_assert_cmpuint (attempt.dataset->n_images[OV_SPLIT_TRAIN], ==, 50000);
  g_assert_cmpuint (attempt.n_total, >, (guint64) OV_CIFAR10_N_FILES * CIFAR10_FILE_SIZE);
  g_assert_cmpuint (attempt.n_bytes, ==, attempt.n_total);

  g_assert_cmpuint (fixture_count_files (g_file_peek_path (folder)), ==, OV_CIFAR10_N_FILES);
  read_again = ov_cifar10_load_folder (folder, NULL, &attempt.error);
  g_assert_no_error (attempt.error);
  g_assert_true (ov_cifar10_verify (read_again, NULL, &attempt.error));
}

static void
test_wrong_sum (Fixture      *fixture,
                gconstpointer unused)
{
  http_server_serve_folder (fixture->server, NULL);
  assert_path_fails (fixture, "/archive", OV_ERROR_DATA, "data_batch_1.bin");
}

static void
test_not_found (Fixture      *fixture,
                gconstpointer unused)
{
  assert_path_fails (fixture, "/nothing", OV_ERROR_NETWORK, "404");
}

static void
test_cut_midway (Fixture      *fixture,
                 gconstpointer unused)
{
  assert_path_fails (fixture, "/cut", OV_ERROR_NETWORK, "broke off");
  assert_path_fails (fixture, "/cut-chunks", OV_ERROR_NETWORK, "broke off");
}

/* The socket's own time-out never comes when a byte does. */
static void
test_never_ending (Fixture      *fixture,
                   gconstpointer unused)
{
  ov_download_set_patience (300);
  assert_path_fails (fixture, "/slow", OV_ERROR_NETWORK, "next to nothing");
  assert_path_fails (fixture, "/drip", OV_ERROR_NETWORK, "next to nothing");
  assert_path_fails (fixture, "/drip-head", OV_ERROR_NETWORK, "next to nothing");
  ov_download_set_patience (30000);
  assert_path_fails (fixture, "/loop", OV_ERROR_NETWORK, "127.0.0.1");
}

static void
test_other_contents (Fixture      *fixture,
                     gconstpointer unused)
{
  assert_path_fails (fixture, "/page", OV_ERROR_DATA, "/page” is not CIFAR-10's archive");
  assert_path_fails (fixture, "/huge", OV_ERROR_DATA, "far too large");
}

static void
test_no_network (Fixture      *fixture,
                 gconstpointer unused)
{
  g_autofree char *uri = http_server_make_uri (fixture->server, "/archive");

  assert_fails (fixture, "http://overshoot.invalid/", OV_ERROR_NETWORK, "overshoot.invalid");

  http_server_stop (fixture->server);
  assert_fails (fixture, uri, OV_ERROR_NETWORK, "127.0.0.1");
}

static void
test_no_address (Fixture      *fixture,
                 gconstpointer unused)
{
  assert_fails (fixture, "nonsense", OV_ERROR_NETWORK, "nonsense");
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer unused)
{
  g_autofree char *uri = http_server_make_uri (fixture->server, "/slow");
  g_auto (Attempt) attempt = {.cancels_at_first_progress = TRUE};

  run (&attempt, fixture->folder, uri);
  g_assert_null (attempt.dataset);
  fixture_assert_error (attempt.error, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
  assert_untouched (fixture);
}

static void
test_impossible_folder (Fixture      *fixture,
                        gconstpointer unused)
{
  g_autofree char *uri = http_server_make_uri (fixture->server, "/page");
  g_autoptr (GFile) folder = g_file_resolve_relative_path (fixture->folder, "test_batch.bin/data");
  g_auto (Attempt) attempt = {0};

  run (&attempt, folder, uri);
  g_assert_null (attempt.dataset);
  fixture_assert_error (attempt.error, OV_ERROR, OV_ERROR_FILE, "test_batch.bin/data");
  assert_untouched (fixture);
}

/* A limit on the size of files stands in for a disk that fills up. */
static void
test_full_disk (Fixture      *fixture,
                gconstpointer unused)
{
  struct rlimit old_limit, limit;

  http_server_serve_folder (fixture->server, NULL);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = CIFAR10_FILE_SIZE;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_path_fails (fixture, "/archive", OV_ERROR_FILE, fixture->path);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
}

static void
test_address (void)
{
  g_setenv ("OVERSHOOT_CIFAR10_URL", "http://127.0.0.1/x", TRUE);
  g_assert_cmpstr (ov_download_get_uri (), ==, "http://127.0.0.1/x");
  g_unsetenv ("OVERSHOOT_CIFAR10_URL");
  g_assert_true (g_str_has_prefix (ov_download_get_uri (), "https://www.cs.toronto.edu/"));
}

#define ADD_TEST(name, function) \
  g_test_add ("/download/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);

  g_test_add_func ("/download/address", test_address);
  ADD_TEST ("success", test_success);
  ADD_TEST ("wrong-sum", test_wrong_sum);
  ADD_TEST ("not-found", test_not_found);
  ADD_TEST ("cut-midway", test_cut_midway);
  ADD_TEST ("never-ending", test_never_ending);
  ADD_TEST ("other-contents", test_other_contents);
  ADD_TEST ("no-network", test_no_network);
  ADD_TEST ("no-address", test_no_address);
  ADD_TEST ("cancelled", test_cancelled);
  ADD_TEST ("impossible-folder", test_impossible_folder);
  ADD_TEST ("full-disk", test_full_disk);

  return g_test_run ();
}

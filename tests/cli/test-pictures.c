/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of the command line, looked at with other programs than our own. */

#include "runner.h"

#include <string.h>
#include <sys/stat.h>

/* A run of a second or less. */
#define SHORT_RUN "train --data sample --epochs 2 --learning-rate 0.02 "

static void
run_well (const char *arguments)
{
  g_auto (Outcome) outcome = {0};

  runner_run_at (arguments, &outcome);
  g_assert_cmpstr (outcome.errors, ==, "");
  g_assert_cmpint (outcome.status, ==, 0);
}

/* Runs another program in the folder. Returns what it says. */
static char *
ask (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  char *output = NULL;
  int status;

  g_shell_parse_argv (line, NULL, &argv, &error);
  g_assert_no_error (error);
  g_spawn_sync (own_folder, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_no_error (error);

  return output;
}

/* The text of a PDF file is text, and brings its fonts along. */
static void
test_pdf (void)
{
  static const char *const names[] = {"plot.pdf", "templates.pdf"};

  run_well (SHORT_RUN "--plot @/plot.pdf --templates @/templates.pdf");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *read = g_strdup_printf ("pdftotext %s -", names[i]);
      g_autofree char *list = g_strdup_printf ("pdffonts %s", names[i]);
      g_autofree char *draw = g_strdup_printf ("pdftoppm -r 30 -png %s page", names[i]);
      g_autofree char *text = ask (read);
      g_autofree char *fonts = ask (list);
      g_auto (GStrv) lines = g_strsplit (fonts, "\n", -1);

      g_assert_nonnull (strstr (text, "learning rate 0.02"));
      g_assert_cmpuint (g_strv_length (lines), >, 3);
      for (guint l = 2; lines[l] != NULL && *lines[l] != '\0'; l++)
        g_assert_nonnull (strstr (lines[l], " yes yes yes "));
      g_free (ask (draw));
    }
}

static void
test_svg (void)
{
  static const char *const names[] = {"plot.svg", "templates.svg"};

  run_well (SHORT_RUN "--plot @/plot.svg --templates @/templates.svg --plot-line-width 2");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (own_folder, names[i], NULL);
      g_autofree char *draw = g_strdup_printf ("rsvg-convert %s -o page.png", names[i]);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, "learning rate 0.02"));
      g_assert_null (strstr (text, "glyph"));
      g_free (ask (draw));
    }
}

/* Sizes are in points, pixels follow from the resolution, and the page from all of it. */
static void
test_pages (void)
{
  static const struct
  {
    const char *file, *options, *line, *found;
  } cases[] = {
    {"a.pdf", "--plot-size column", "pdfinfo a.pdf", "241 x 260 pts"},
    {"b.pdf", "--plot-size 400x300 --plot-title 'My own' --plot-no-caption", "pdftotext b.pdf -",
     "My own"},
    {"c.svg", "--plot-theme dark --plot-line-width 3.5", "cat c.svg", "stroke-width:3.5"},
    {"c.svg", "--plot-charts accuracy", "cat c.svg", "Accuracy"},
    {"d.svg", "--plot-title '' --plot-font-size 5", "cat d.svg", " font-size:5\""},
  };
  g_auto (Outcome) wrong = {0};
  g_auto (Outcome) unused_option = {0};
  g_autofree char *path = g_build_filename (own_folder, "e.png", NULL);
  g_autofree char *size = NULL;
  g_autofree char *alone = NULL;
  g_autofree char *plain = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *arguments = g_strdup_printf (SHORT_RUN "--plot @/%s %s", cases[i].file,
                                                    cases[i].options);
      g_auto (GStrv) parts = NULL;
      g_autofree char *answer = NULL;
      g_autofree char *text = NULL;

      run_well (arguments);
      answer = ask (cases[i].line);
      /* Versions of cairo write a style="a:b" or attributes a="b". */
      parts = g_strsplit (answer, "=\"", -1);
      text = g_strjoinv (":", parts);
      g_assert_nonnull (strstr (text, cases[i].found));
    }
  alone = ask ("cat c.svg");
  g_assert_null (strstr (alone, ">Loss<"));
  plain = ask ("pdftotext b.pdf -");
  g_assert_null (strstr (plain, "learning rate"));

  run_well (SHORT_RUN "--plot @/e.png --plot-size slide --plot-dpi 72");
  g_assert_true (g_file_get_contents (path, &size, NULL, NULL));
  /* Width and height, big-endian, behind the name of the first chunk. */
  g_assert_cmpmem (size + 16, 8, "\0\0\x03\xc0\0\0\x02\x1c", 8);

  runner_run_at (SHORT_RUN "--plot @/f.png --plot-size 10x10", &wrong);
  g_assert_cmpint (wrong.status, ==, 2);
  g_assert_nonnull (strstr (wrong.errors, "10x10"));
  runner_run_at (SHORT_RUN "--plot-theme dark", &unused_option);
  g_assert_nonnull (strstr (unused_option.errors, "--plot-theme"));
}

/* The rows of a run, without the seconds, which are the last column but those of the sharpness. */
static char *
run_to_csv (const char *arguments)
{
  g_autofree char *line = g_strconcat (arguments, " --format csv", NULL);
  g_autoptr (GString) rows = g_string_new (NULL);
  g_auto (Outcome) outcome = {0};
  g_auto (GStrv) lines = NULL;

  runner_run_at (line, &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  lines = g_strsplit (outcome.output, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_string_append_printf (rows, "%.*s\n", (int) (strrchr (lines[i], ',') - lines[i]), lines[i]);

  return g_string_free (g_steal_pointer (&rows), FALSE);
}

/* What a picture says to run is the same run to the last bit, in every format. */
static void
test_run_again (void)
{
  static const struct
  {
    const char *suffix, *options;
  } cases[] = {
    {"png", "--recipe linear --learning-rate 0.0123456789012345 --seed 7"},
    {"svg", "--recipe linear --decay 0.97 --momentum 0.3 --exact-steps"},
    {"pdf", "--recipe two-layer-sgd --hidden-units 10 --batch-size 300 --shuffle on"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = g_strdup_printf ("train --data sample --epochs 2 --plot @/a.%s %s",
                                                cases[i].suffix, cases[i].options);
      g_autofree char *show = g_strdup_printf ("show @/a.%s", cases[i].suffix);
      g_autofree char *rows = run_to_csv (first);
      g_autofree char *again = NULL;
      g_auto (Outcome) outcome = {0};
      g_auto (GStrv) lines = NULL;
      const char *command;

      runner_run_at (show, &outcome);
      g_assert_cmpint (outcome.status, ==, 0);
      command = strstr (outcome.output, "overshoot-cli train");
      g_assert_nonnull (command);
      lines = g_strsplit (command + strlen ("overshoot-cli "), "\n", 2);
      again = run_to_csv (lines[0]);
      g_assert_cmpstr (again, ==, rows);
      g_assert_cmpuint (strlen (rows), >, 100);
    }
}

/* A picture may come from anybody, and moves no cursor. */
static void
test_hostile (void)
{
  static const char *const members[] = {"program&quot;:&quot;", "data-checksum&quot;:&quot;"};
  g_autofree char *path = g_build_filename (own_folder, "a.svg", NULL);
  g_autofree char *empty = g_build_filename (own_folder, "b.svg", NULL);
  g_autofree char *text = NULL;
  g_auto (Outcome) outcome = {0};
  g_auto (Outcome) without = {0};

  run_well (SHORT_RUN "--plot @/a.svg");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, members[i], 2);

      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      g_free (text);
      text = g_strconcat (parts[0], members[i], "\\u001b[31m", parts[1], NULL);
    }
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  runner_run_at ("show @/a.svg", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_null (strchr (outcome.output, '\033'));
  g_assert_nonnull (strstr (outcome.output, "by Overshoot \\x1b[31m"));
  g_assert_nonnull (strstr (outcome.output, "checksum \\x1b[31m"));

  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  runner_run_at ("show @/b.svg", &without);
  g_assert_cmpint (without.status, ==, 1);
  g_assert_true (g_str_has_prefix (without.errors, "overshoot-cli: "));
}

/* Weights from elsewhere are not in the picture: it promises nothing. */
static void
test_no_runs (void)
{
  g_auto (Outcome) without = {0};
  g_auto (Outcome) missing = {0};
  g_auto (Outcome) usage = {0};
  g_auto (Outcome) waiting = {0};
  g_autofree char *path = g_build_filename (own_folder, "pipe.png", NULL);

  run_well (SHORT_RUN "--save-weights @/w.st");
  run_well (SHORT_RUN "--load-weights @/w.st --plot @/a.png");
  runner_run_at ("show @/a.png", &without);
  g_assert_cmpint (without.status, ==, 1);
  g_assert_nonnull (strstr (without.errors, "a.png"));
  runner_run_at ("show @/none.png", &missing);
  g_assert_cmpint (missing.status, ==, 1);
  runner_run_at ("show", &usage);
  g_assert_cmpint (usage.status, ==, 2);

  /* A pipe is not waited for. */
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  runner_run_at ("show @/pipe.png", &waiting);
  g_assert_cmpint (waiting.status, ==, 1);
  g_assert_nonnull (strstr (waiting.errors, "is a pipe or a device"));
}

/* There are no curves on the sheet of the templates. */
static void
test_unused (void)
{
  g_auto (Outcome) outcome = {0};

  runner_run_at (SHORT_RUN "--templates @/t.png --plot-charts loss --plot-x seconds "
                           "--plot-theme dark",
                 &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_nonnull (strstr (outcome.errors, "--plot-charts has no effect without --plot."));
  g_assert_nonnull (strstr (outcome.errors, "--plot-x has no effect without --plot."));
  g_assert_null (strstr (outcome.errors, "--plot-theme"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  fixture_add_in_folder ("/cli/pictures/pdf", test_pdf);
  fixture_add_in_folder ("/cli/pictures/svg", test_svg);
  fixture_add_in_folder ("/cli/pictures/pages", test_pages);
  fixture_add_in_folder ("/cli/pictures/run-again", test_run_again);
  fixture_add_in_folder ("/cli/pictures/hostile", test_hostile);
  fixture_add_in_folder ("/cli/pictures/no-runs", test_no_runs);
  fixture_add_in_folder ("/cli/pictures/unused", test_unused);

  return g_test_run ();
}

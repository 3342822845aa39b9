/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every figure on a page: in all formats with its words as text and its colours, and side by side
 * with others. */

#include "figure.h"

#include <glib/gstdio.h>
#include <math.h>

#include "figure-command.h"
#include "figure-fixture.h"
#include "finding-figure.h"
#include "ink.h"
#include "map-figure.h"
#include "palette.h"
#include "raster.h"
#include "run-figure.h"
#include "sample.h"
#include "sweep-figure.h"
#include "template-sheet.h"

/* The colour of the earlier run, and of the first one on the map. */
#define SLOT 5

enum
{
  LOSS,
  RATE,
  SHARPNESS,
  TEMPLATES,
  FINDER,
  LADDER,
  MAP,
  N_FIGURES
};

typedef struct
{
  OvRunRecord    *record;
  OvRunRecord    *earlier;
  OvGhost         ghost;
  OvRunFigure     loss;
  OvRunFigure     rate;
  OvRunFigure     sharpness;
  OvDataset      *dataset;
  OvTemplates    *templates;
  OvTemplateSheet sheet;
  double          rates[4];
  double          losses[4];
  OvFinding       finding;
  OvFindingFigure finder;
  OvTrialCurve    trials[3];
  OvSweepFigure   ladder;
  OvMapFigure    *map;
  OvFigure        figures[N_FIGURES];
  char           *folder;
} Fixture;

static OvRunFigureContent
find_strip (const char *name)
{
  guint place = 0;

  while (!g_str_equal (ov_strip_get_name (ov_strips[place]), name))
    place++;

  return OV_RUN_FIGURE_STRIP << place;
}

static void
set_up_runs (Fixture *fixture)
{
  static const double epochs[] = {0.0, 10.0, 20.0};
  static const double values[][G_N_ELEMENTS (epochs)] = {{30.0, 60.0, 90.0}, {90.0, 60.0, 30.0}};
  OvRunRecord *const runs[] = {figure_make_record (30), figure_make_record (30)};

  fixture->record = runs[0];
  fixture->earlier = runs[1];
  fixture->earlier->recipe.learning_rate /= 2;
  for (guint i = 0; i < 30; i++)
    {
      OvEpoch *epoch = (OvEpoch *) ov_history_get_epoch (fixture->earlier->history, i);

      epoch->train_loss *= 1.5;
    }
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      ov_sharpness_history_free (runs[i]->sharpness);
      runs[i]->sharpness = figure_make_sharpness (epochs, values[i], G_N_ELEMENTS (epochs));
    }
  fixture->ghost = (OvGhost) {fixture->earlier, "Linear 3", SLOT, "0123"};
  fixture->loss = (OvRunFigure) {
    .content = OV_RUN_FIGURE_LOSS,
    .run = fixture->record,
    .name = "Linear 4",
    .slot = OV_SLOT_FIRST_FREE,
    .data_hash = "0123",
    .ghosts = &fixture->ghost,
    .n_ghosts = 1,
  };
  fixture->rate = fixture->sharpness = fixture->loss;
  fixture->rate.content = find_strip ("rate");
  fixture->sharpness.content = find_strip ("sharpness");
  fixture->dataset = ov_sample_new ();
  fixture->templates = g_new0 (OvTemplates, 1);
  fixture->sheet = (OvTemplateSheet) {
    .templates = fixture->templates,
    .dataset = fixture->dataset,
    .run = fixture->record,
  };
}

static void
set_up_studies (Fixture *fixture)
{
  const OvMapRun run = {g_strdup ("Linear 3"), SLOT, fixture->record->recipe, 40.0, 60, TRUE};

  for (guint i = 0; i < G_N_ELEMENTS (fixture->rates); i++)
    {
      fixture->rates[i] = pow (10.0, i - 4.0);
      fixture->losses[i] = i < 3 ? 1.0 - 0.2 * i : 3.0;
    }
  fixture->finding = (OvFinding) {
    .n_points = G_N_ELEMENTS (fixture->rates),
    .learning_rates = fixture->rates,
    .losses = fixture->losses,
    .smoothed = fixture->losses,
    .best = 2,
  };
  fixture->finder = (OvFindingFigure) {
    .finding = &fixture->finding,
    .recipe = &fixture->record->recipe,
    .dataset_name = "Test pictures",
  };
  for (guint i = 0; i < G_N_ELEMENTS (fixture->trials); i++)
    fixture->trials[i] = (OvTrialCurve) {fixture->rates[i], fixture->record->history};
  fixture->ladder = (OvSweepFigure) {
    .trials = {OV_QUANTITY_LOSS, &fixture->record->recipe, fixture->trials,
               G_N_ELEMENTS (fixture->trials)},
    .dataset_name = "Test pictures",
  };
  fixture->map = ov_map_figure_new ();
  fixture->map->dataset_name = g_strdup ("Test pictures");
  g_array_append_val (fixture->map->runs, run);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up_runs (fixture);
  set_up_studies (fixture);
  fixture->figures[LOSS] = (OvFigure) {&ov_run_figure_class, &fixture->loss};
  fixture->figures[RATE] = (OvFigure) {&ov_run_figure_class, &fixture->rate};
  fixture->figures[SHARPNESS] = (OvFigure) {&ov_run_figure_class, &fixture->sharpness};
  fixture->figures[TEMPLATES] = (OvFigure) {&ov_template_sheet_class, &fixture->sheet};
  fixture->figures[FINDER] = (OvFigure) {&ov_finding_figure_class, &fixture->finder};
  fixture->figures[LADDER] = (OvFigure) {&ov_sweep_figure_class, &fixture->ladder};
  fixture->figures[MAP] = (OvFigure) {&ov_map_figure_class, fixture->map};
  fixture->folder = g_dir_make_tmp ("overshoot-test-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  ov_map_figure_free (fixture->map);
  ov_dataset_unref (fixture->dataset);
  ov_templates_free (fixture->templates);
  ov_run_record_unref (fixture->record);
  ov_run_record_unref (fixture->earlier);
}

/* Runs another program in the folder. Returns what it says. */
static char *
ask (Fixture *fixture, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  char *output = NULL;
  int status;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_spawn_sync (fixture->folder, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));

  return output;
}

static void
write_page (Fixture *fixture, const OvFigurePage *page, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  ov_figure_page_write (page, path, &error);
  g_assert_no_error (error);
}

static guint
count_ink (Fixture *fixture, const char *name, OvColour ink)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  return ink_count_in_file (path, ink);
}

/* The words of a figure are text in SVG and PDF, with fonts that come along; other programs draw
 * it, and its colour is the same in all of them. */
static void
test_formats (Fixture *fixture, gconstpointer data)
{
  static const char *const pictures[] = {"a.png", "b.png", "c.png"};
  const OvPageSize size = {NULL, 360, 300, 144};
  const OvColour ghost = ov_palette_get_ghost (OV_THEME_PAPER, SLOT);
  const OvColour own = ov_palette_get_slot (OV_THEME_PAPER, SLOT);
  const OvColour front = ov_palette_get_slot (OV_THEME_PAPER, OV_SLOT_TRAIN);
  const struct
  {
    const char *words;
    const OvColour *ink;
    gboolean has_losses;
  } expected[N_FIGURES] = {
    [LOSS] = {"Linear 3", &ghost, TRUE},
    [RATE] = {"Rate", &front},
    [SHARPNESS] = {"Linear 3", &ghost},
    [TEMPLATES] = {"What each class has learned", NULL},
    [FINDER] = {"range test", &front, TRUE},
    [LADDER] = {"ladder of learning rates", &front, TRUE},
    [MAP] = {"Linear 3", &own},
  };

  for (guint i = 0; i < N_FIGURES; i++)
    {
      const OvFigurePage page = {.figures = {fixture->figures[i]}, .n = 1, .size = size};
      g_autofree char *svg = NULL;
      g_autofree char *text = NULL;
      g_autofree char *fonts = NULL;
      g_auto (GStrv) lines = NULL;

      write_page (fixture, &page, "a.png");
      write_page (fixture, &page, "b.svg");
      write_page (fixture, &page, "c.pdf");
      svg = ask (fixture, "cat b.svg");
      if (strstr (svg, expected[i].words) == NULL || strstr (svg, "glyph") != NULL)
        g_error ("figure %u does not say “%s” in SVG", i, expected[i].words);
      if (expected[i].has_losses && strstr (svg, "quared error") == NULL)
        g_error ("figure %u does not say which kind of loss it shows", i);
      text = ask (fixture, "pdftotext c.pdf -");
      if (strstr (text, expected[i].words) == NULL)
        g_error ("figure %u says in PDF: %s", i, text);
      fonts = ask (fixture, "pdffonts c.pdf");
      lines = g_strsplit (fonts, "\n", -1);
      g_assert_cmpuint (g_strv_length (lines), >, 3);
      for (guint l = 2; lines[l] != NULL && *lines[l] != '\0'; l++)
        g_assert_nonnull (strstr (lines[l], " yes yes yes "));

      g_free (ask (fixture, "rsvg-convert b.svg -z 2 -o b.png"));
      g_free (ask (fixture, "pdftoppm -r 144 -png -singlefile c.pdf c"));
      for (gsize p = 0; expected[i].ink != NULL && p < G_N_ELEMENTS (pictures); p++)
        if (count_ink (fixture, pictures[p], *expected[i].ink) < 20)
          g_error ("figure %u has not its colour in %s", i, pictures[p]);
    }
}

/* Side by side, figures about the same have one title and say once how they came about. */
static void
test_beside (Fixture *fixture, gconstpointer data)
{
  OvFigurePage page = {
    .figures = {fixture->figures[LOSS], fixture->figures[RATE], fixture->figures[MAP]},
    .n = 3,
  };
  g_autofree char *svg = NULL;
  g_autofree char *same = NULL;
  g_autoptr (OvRunNotes) notes = NULL;
  g_autofree char *note = ov_figure_page_make_note (&page);
  g_auto (GStrv) titles = NULL;
  g_auto (GStrv) captions = NULL;

  write_page (fixture, &page, "a.svg");
  svg = ask (fixture, "cat a.svg");
  titles = g_strsplit (svg, "Linear 4: Linear classifier", -1);
  g_assert_cmpuint (g_strv_length (titles), ==, 3);
  g_assert_nonnull (strstr (svg, "Runs by learning rate"));
  page.n = 2;
  write_page (fixture, &page, "a.svg");
  same = ask (fixture, "cat a.svg");
  captions = g_strsplit (same, "Linear 4: Linear classifier", -1);
  g_assert_cmpuint (g_strv_length (captions), ==, 2);

  notes = ov_run_notes_parse (note, NULL);
  g_assert_nonnull (notes);
  g_assert_cmpstr (((OvRunNote *) notes->runs->pdata[0])->name, ==, "Linear 4");
}

/* What a picture says of its figure brings that back. */
static void
test_notes (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < N_FIGURES; i++)
    {
      OvFigurePage page = {.figures = {fixture->figures[i]}, .n = 1};
      g_autofree char *note = ov_figure_page_make_note (&page);
      g_autoptr (GError) error = NULL;
      g_autoptr (OvRunNotes) notes = NULL;
      g_autofree char *command = NULL;

      g_assert_nonnull (note);
      notes = ov_run_notes_parse (note, &error);
      g_assert_no_error (error);
      command = ov_run_note_make_command (notes->runs->pdata[0]);
      g_assert_true (g_str_has_prefix (command, i == FINDER ? "overshoot-cli find-lr --recipe "
                                                            : "overshoot-cli train --recipe "));
      g_assert_nonnull (strstr (command, "--seed 71"));

      page.is_silent = TRUE;
      g_assert_null (ov_figure_page_make_note (&page));
    }
}

/* What is left out on the page is left out of its note. */
static void
test_without_ghosts (Fixture *fixture, gconstpointer data)
{
  const OvFigurePage page = {
    .figures = {fixture->figures[LOSS]},
    .n = 1,
    .style.hides_ghosts = TRUE,
  };
  g_autofree char *note = ov_figure_page_make_note (&page);
  g_autoptr (OvRunNotes) notes = ov_run_notes_parse (note, NULL);

  g_assert_cmpuint (notes->runs->len, ==, 1);
  write_page (fixture, &page, "a.png");
  g_assert_cmpuint (count_ink (fixture, "a.png", ov_palette_get_ghost (OV_THEME_PAPER, SLOT)), <,
                    20);
}

/* A command for all that a command can do, and a reason for the rest. */
static void
test_commands (Fixture *fixture, gconstpointer data)
{
  static const char *const file = "f.pdf";
  static const struct
  {
    guint figure;
    const char *begins, *ends;
  } cases[] = {
    {LOSS, "overshoot-cli train --recipe linear ", " --plot f.pdf --plot-charts loss"},
    {TEMPLATES, "overshoot-cli train --recipe linear ", " --templates f.pdf"},
    {FINDER, "overshoot-cli find-lr --recipe linear ", " --plot f.pdf"},
    {LADDER, "overshoot-cli ladder --recipe linear ",
     " --epochs 60 --from 0.0001 --to 0.01 --trials 3 --plot f.pdf"},
  };
  const char *remark = NULL;
  const OvFigurePage map = {.figures = {fixture->figures[MAP]}, .n = 1};
  const OvFigurePage rate = {.figures = {fixture->figures[RATE]}, .n = 1};
  const OvFigurePage unknown = {.figures = {{&(OvFigureClass) {0}, ""}}, .n = 1};
  const OvFigurePage sheet = {.figures = {fixture->figures[TEMPLATES]}, .n = 1};
  const OvFigurePage loss = {.figures = {fixture->figures[LOSS]}, .n = 1};
  g_autofree char *earlier = NULL;
  g_autofree char *branch = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OvFigurePage page = {.figures = {fixture->figures[cases[i].figure]}, .n = 1};
      g_autofree char *command = ov_figure_page_make_command (&page, &file, &remark);

      g_assert_null (remark);
      g_assert_true (g_str_has_prefix (command, cases[i].begins));
      g_assert_true (g_str_has_suffix (command, cases[i].ends));
    }
  g_assert_null (ov_figure_page_make_command (&map, &file, &remark));
  g_assert_nonnull (remark);
  g_assert_null (ov_figure_page_make_command (&unknown, &file, &remark));
  g_assert_nonnull (remark);
  g_assert_null (ov_figure_page_make_command (&rate, &file, &remark));
  g_assert_nonnull (strstr (remark, "strip"));

  /* A command draws what there is at the end. */
  fixture->sheet.n_epochs = 3;
  earlier = ov_figure_page_make_command (&sheet, &file, &remark);
  g_assert_nonnull (earlier);
  g_assert_nonnull (strstr (remark, "last epoch"));

  /* No command trains a branch; one that is kept can be drawn. */
  fixture->record->n_inherited = 3;
  g_assert_null (ov_figure_page_make_command (&loss, &file, &remark));
  g_assert_nonnull (strstr (remark, "branched off"));
  fixture->loss.id = "a1b2";
  branch = ov_figure_page_make_command (&loss, &file, &remark);
  g_assert_cmpstr (branch, ==, "overshoot-cli runs plot f.pdf a1b2 --plot-charts loss");
  g_assert_nonnull (remark);
}

static void
add_reading (OvRunRecord *record, const char *name, guint epoch)
{
  OvInstrumentReading reading = {.epoch = epoch, .n_values = 1, .values = {0.5}};

  g_assert_true (ov_instrument_find (name, &reading.instrument));
  g_assert_true (ov_readings_add (record->readings, &reading));
}

/* A command has the instruments read whose strips are drawn, as often as they were. */
static void
test_command_with_instruments (Fixture *fixture, gconstpointer data)
{
  static const char *const file = "f.pdf";
  const OvFigurePage page = {.figures = {fixture->figures[LOSS]}, .n = 1};
  const char *remark = NULL;
  g_autofree char *every = NULL;
  g_autofree char *some = NULL;
  g_autofree char *none = NULL;
  guint distance;

  for (guint epoch = 0; epoch < 3; epoch++)
    {
      add_reading (fixture->record, "alpha", epoch);
      if (epoch == 0)
        add_reading (fixture->record, "distance", epoch);
    }
  fixture->loss.style.with_instruments = ov_instrument_get_all ();
  every = ov_figure_page_make_command (&page, &file, &remark);
  g_assert_true (g_str_has_suffix (every, " --instruments alpha,distance --plot f.pdf "
                                          "--plot-charts loss"));

  /* One of them was switched on later. */
  g_array_set_size (fixture->record->readings->points, 0);
  for (guint epoch = 0; epoch < 25; epoch += 4)
    {
      add_reading (fixture->record, "alpha", epoch);
      if (epoch > 8)
        add_reading (fixture->record, "distance", epoch);
    }
  g_assert_true (ov_instrument_find ("distance", &distance));
  fixture->loss.style.with_instruments = 1u << distance;
  some = ov_figure_page_make_command (&page, &file, &remark);
  g_assert_nonnull (strstr (some, " --instruments distance --instruments-every 4 --plot"));

  fixture->loss.style.with_instruments = 0;
  none = ov_figure_page_make_command (&page, &file, &remark);
  g_assert_null (strstr (none, "--instruments"));
}

static void
assert_map_says (Fixture *fixture, const char *words, gboolean says)
{
  g_autofree char *caption = ov_map_figure_class.make_caption (fixture->map, &(OvPageStyle) {0});

  g_assert_cmpint (strstr (caption, words) != NULL, ==, says);
}

/* Only what is on the map is explained beneath it. */
static void
test_map_caption (Fixture *fixture, gconstpointer data)
{
  OvMapRun *run = &g_array_index (fixture->map->runs, OvMapRun, 0);

  assert_map_says (fixture, "ring", FALSE);
  assert_map_says (fixture, "cross", FALSE);
  run->is_complete = FALSE;
  assert_map_says (fixture, "A ring has not finished", TRUE);
  run->best = INFINITY;
  assert_map_says (fixture, "ring", FALSE);
  assert_map_says (fixture, "A cross in the strip at the foot has diverged", TRUE);
}

/* A page may be as small as it likes. */
static void
test_small (Fixture *fixture, gconstpointer data)
{
  for (int side = 1; side < 400; side += 133)
    for (guint i = 0; i < N_FIGURES; i++)
      {
        OvFigurePage page = {
          .figures = {fixture->figures[i], fixture->figures[(i + 1) % N_FIGURES]},
          .n = 2,
        };
        g_autoptr (GError) error = NULL;
        cairo_surface_t *surface =
          ov_raster_draw (side, side, 1.0, ov_figure_page_draw, &page, &error);

        g_assert_no_error (error);
        cairo_surface_destroy (surface);
      }
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/figure/figure/formats", test_formats);
  add ("/figure/figure/beside", test_beside);
  add ("/figure/figure/notes", test_notes);
  add ("/figure/figure/without-ghosts", test_without_ghosts);
  add ("/figure/figure/commands", test_commands);
  add ("/figure/figure/command-with-instruments", test_command_with_instruments);
  add ("/figure/figure/map-caption", test_map_caption);
  add ("/figure/figure/small", test_small);

  return g_test_run ();
}

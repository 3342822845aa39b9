/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "chart-view.h"
#include "curve-pane.h"
#include "duration.h"
#include "layout.h"
#include "least-size.h"
#include "lesson-bar.h"
#include "plane-direction.h"
#include "quadratic-fixture.h"
#include "run-name.h"
#include "run-table.h"
#include "template-view.h"
#include "window-fixture.h"
#include "window-private.h"

/* What has room in small windows and in large type, on every page and with lessons open. */

/* How often one looks for cut texts. */
#define N_LOOKS 5

static OvLessonBar *
get_bar (WindowFixture *fixture)
{
  return fixture->window->lesson_bar;
}

static gboolean
is_beside (WindowFixture *fixture)
{
  return ov_lesson_bar_get_upright_length (get_bar (fixture)) > 0;
}

static void
open_next_lesson (WindowFixture *fixture)
{
  g_signal_emit_by_name (fixture_child (get_bar (fixture), "next_button"), "clicked");
}

/* The first text within a widget that is not whole, but for names of runs, which have any length
 * and a tooltip. */
static const char *
find_cut_text (gpointer widget)
{
  const char *text = NULL;

  if (!gtk_widget_get_mapped (widget) || OV_IS_RUN_NAME (widget))
    return NULL;
  if (fixture_is_cut (widget))
    return fixture_get_text (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && text == NULL;
       child = gtk_widget_get_next_sibling (child))
    text = find_cut_text (child);

  return text;
}

/* Every text within a widget is whole, once one that has just changed has its place. */
static void
check_texts (gpointer widget, const char *where)
{
  for (guint i = 0; i < N_LOOKS && find_cut_text (widget) != NULL; i++)
    fixture_wait_for_frames (gtk_widget_get_root (widget), 3);
  if (find_cut_text (widget) != NULL)
    g_error ("%s: \"%s\" is cut", where, find_cut_text (widget));
}

/* How the window is looked at: type of that scale, and so many pixels. */
typedef struct
{
  double scale;
  int    width;
  int    height;
} View;

/* Without a window manager the shadow counts where the window is as wide as the screen. */
static gboolean
has_size (WindowFixture *fixture, const View *view)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  return abs (gtk_widget_get_width (window) - view->width) <= 20
         && abs (gtk_widget_get_height (window) - view->height) <= 20;
}

/* The size that the window was given before may still arrive. */
static void
show_view (WindowFixture *fixture, const View *view)
{
  guint n_attempts = 0;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * view->scale), NULL);
  do
    {
      g_assert_cmpuint (n_attempts++, <, 50);
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), view->width, view->height);
      fixture_wait_for_frames (fixture->window, 3);
    }
  while (!has_size (fixture, view));
}

static void
assert_fits (WindowFixture *fixture, int width, int height)
{
  int least;

  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                      NULL, NULL);
  g_assert_cmpint (least, <=, width);
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_VERTICAL, width, &least, NULL,
                      NULL, NULL);
  g_assert_cmpint (least, <=, height);
}

/* On a screen of 900 × 600 no lesson makes the window higher, on any page, nor when there is
 * something to be told. */
static void
test_small_screen (WindowFixture *fixture)
{
  const View view = {1.0, 900, 600};
  OvWindow *window = fixture->window;

  show_view (fixture, &view);
  ov_banner_show (window->view_banner, "A sentence about a file", "Try _Again", NULL);
  window_fixture_act (fixture, "win.lessons");
  for (guint i = 0; i < OV_N_LESSONS; i++)
    {
      fixture_wait_for_frames (window, 2);
      wait_for (gtk_revealer_get_child_revealed (fixture_child (get_bar (fixture), "revealer")));
      assert_fits (fixture, view.width, view.height);
      check_texts (get_bar (fixture), "lesson");
      if (i + 1 < OV_N_LESSONS)
        open_next_lesson (fixture);
    }
  for (guint i = 0; i < window->pages->len; i++)
    {
      adw_view_stack_set_visible_child (window->stack, g_ptr_array_index (window->pages, i));
      assert_fits (fixture, view.width, view.height);
    }
}

/* As with another version of the font. */
#define WIDER_TEXT 1.03

/* The sliders have room beside a page, also beside wider text. */
static void
check_sidebar (WindowFixture *fixture, gpointer page, const char *where)
{
  OvWindow *window = fixture->window;
  const int room = gtk_widget_get_width (GTK_WIDGET (window->flap));
  const int least = ov_least_size_get_width (window->sidebar) + ov_least_size_get_width (page);

  if (adw_flap_get_folded (window->flap) || (int) (WIDER_TEXT * least) >= room)
    g_error ("%s: the sidebar folds, since %d and more is wider than %d", where, least, room);
}

/* What is scrolled upwards alone is no wider than what is to be seen of it. */
static void
check_widths (gpointer widget, const char *where)
{
  GtkPolicyType sideways = GTK_POLICY_AUTOMATIC;
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_SCROLLED_WINDOW (widget))
    gtk_scrolled_window_get_policy (widget, &sideways, NULL);
  if (sideways == GTK_POLICY_NEVER && GTK_IS_VIEWPORT (child)
      && gtk_widget_get_width (gtk_widget_get_first_child (child)) > gtk_widget_get_width (widget))
    g_error ("%s: what is scrolled is wider than what scrolls it", where);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    check_widths (child, where);
}

/* Of pictures that can be told apart: names in large type leave them less, above all in the five
 * rows of a narrow place. */
static int
find_least_height (int width, double scale)
{
  if (!(scale > 1.0))
    return 120;

  return width < 240 ? 260 : 180;
}

/* There is room for the sliders beside every page: of the curves' the pictures go first. */
static void
check_pages (WindowFixture *fixture, const View *view)
{
  OvWindow *window = fixture->window;
  GtkWidget *pictures = fixture_find_type (window, OV_TYPE_TEMPLATE_VIEW);

  for (guint i = 0; i < window->pages->len; i++)
    {
      GtkWidget *page = g_ptr_array_index (window->pages, i);
      g_autofree char *where = g_strdup_printf ("%s at %g times %d x %d",
                                                OV_PAGE_GET_CLASS (page)->name, view->scale,
                                                view->width, view->height);

      adw_view_stack_set_visible_child (window->stack, page);
      fixture_wait_for_frames (window, 3);
      assert_fits (fixture, view->width, view->height);
      check_texts (window, where);
      check_widths (page, where);
      check_sidebar (fixture, page, where);
    }
  ov_window_show_first_page (window);
  wait_for (gtk_widget_get_mapped (pictures) == (view->scale == 1.0 || view->width > 900));
  fixture_wait_for_frames (window, 3);
  g_assert_cmpint (gtk_widget_get_height (pictures), >=,
                   find_least_height (gtk_widget_get_width (pictures), view->scale));
}

/* Two runs whose networks have long names, the one in front on rest, and all options in sight. */
static void
fill_window (WindowFixture *fixture)
{
  OvRecipe recipe;

  window_fixture_wait_for_epochs (fixture, 2);
  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  recipe.epochs = 1;
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  adw_expander_row_set_expanded (fixture_child (fixture->window->recipe_panel, "more_row"), TRUE);
}

/* Of type on a chart of the usual size. */
static double
get_label_size (GtkWidget *pane)
{
  OvChart *chart = ov_chart_view_get_chart (fixture_child (pane, "accuracy_view"));

  return ov_layout_get (chart, 800, 400)->label_size;
}

/* In a small window and in large type the charts have their share of the width, and no text of any
 * page is cut. The charts' labels grow with all others. */
static void
test_sizes (WindowFixture *fixture)
{
  static const View views[] = {
    {1.0, 1280, 800},
    {1.0, 1024, 768},
    {1.0, 900, 600},
    {1.5, 1280, 800},
    {1.5, 1024, 768},
    {1.5, 900, 600},
  };
  GtkWidget *pane = fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE);
  const double labels = get_label_size (pane);

  fill_window (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      show_view (fixture, &views[i]);
      check_pages (fixture, &views[i]);
      g_assert_cmpint (gtk_widget_get_width (pane), >=,
                       (int) (0.45 * gtk_widget_get_width (GTK_WIDGET (fixture->window))));
      g_assert_cmpfloat_with_epsilon (get_label_size (pane), views[i].scale * labels, 1e-6);
    }
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  g_assert_cmpfloat_with_epsilon (get_label_size (pane), labels, 1e-6);
}

/* The longest words of the pages that have others while a run is running, or once the finder has
 * found something, leave the sliders their room as well. */
static void
test_running (WindowFixture *fixture)
{
  const View view = {1.5, 900, 600};
  OvWindow *window = fixture->window;
  GtkWidget *valley = adw_view_stack_get_child_by_name (window->stack, "valley");
  GtkWidget *finder = adw_view_stack_get_child_by_name (window->stack, "finder");
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  recipe.hidden_units = 3;
  recipe.epochs = 100000;
  adw_view_stack_set_visible_child (window->stack, valley);
  window_fixture_set_recipe (fixture, &recipe);
  show_view (fixture, &view);
  gtk_drop_down_set_selected (fixture_child (valley, "directions"), OV_PLANE_RANDOM);
  wait_for (strstr (gtk_label_get_text (fixture_child (valley, "note")), "random directions")
            != NULL);
  fixture_wait_for_frames (window, 3);
  check_widths (valley, "valley of a run");
  check_sidebar (fixture, valley, "valley of a run");

  adw_view_stack_set_visible_child (window->stack, finder);
  g_signal_emit_by_name (fixture_child (finder, "run_button"), "clicked");
  wait_for (gtk_widget_get_mapped (fixture_child (finder, "tenth_button")));
  fixture_wait_for_frames (window, 3);
  check_sidebar (fixture, finder, "what was found");
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
}

/* In a wide window a lesson stands beside the charts, which keep their height, and none of it is
 * cut; in a narrow one it lies beneath them, and they keep their width. In a low one it has the
 * place of the sidebar, and leaves it again. */
static void
test_places (WindowFixture *fixture)
{
  const View wide = {1.0, 1280, 800};
  const View narrow = {1.0, 900, 760};
  const View low = {1.0, 900, 600};
  const View crowded = {1.5, 1340, 880};
  GtkWidget *pane = fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE);
  GtkWidget *root = GTK_WIDGET (fixture->window);
  GtkWidget *bar = GTK_WIDGET (get_bar (fixture));
  graphene_rect_t without, charts, lesson;

  /* A run that rests, whose diagnosis stays as it is, and all in its place that slides into a new
   * window. */
  fill_window (fixture);
  wait_for (gtk_revealer_get_child_revealed (
    fixture_child (fixture->window->data_banner, "revealer")));
  show_view (fixture, &wide);
  g_assert_true (gtk_widget_compute_bounds (pane, root, &without));
  window_fixture_act (fixture, "win.lessons");
  for (guint i = 0; i < 3; i++)
    open_next_lesson (fixture);
  wait_for (gtk_revealer_get_child_revealed (fixture_child (bar, "revealer")));
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_true (is_beside (fixture));
  g_assert_true (gtk_widget_compute_bounds (pane, root, &charts));
  g_assert_true (gtk_widget_compute_bounds (bar, root, &lesson));
  g_assert_cmpfloat (lesson.origin.x, >=, charts.origin.x + charts.size.width);
  g_assert_cmpfloat (charts.size.height, >=, without.size.height - 40);
  check_texts (get_bar (fixture), "lesson");

  show_view (fixture, &narrow);
  wait_for (!is_beside (fixture));
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_true (gtk_widget_compute_bounds (pane, root, &charts));
  g_assert_true (gtk_widget_compute_bounds (bar, root, &lesson));
  g_assert_cmpfloat (lesson.origin.y, >=, charts.origin.y + charts.size.height);
  g_assert_cmpfloat (charts.size.width, >=, 0.45 * 880);

  show_view (fixture, &low);
  wait_for (is_beside (fixture)
            && adw_flap_get_folded (fixture->window->flap));
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_true (gtk_widget_compute_bounds (pane, root, &charts));
  g_assert_true (gtk_widget_compute_bounds (bar, root, &lesson));
  g_assert_cmpfloat (lesson.origin.x, >=, charts.origin.x + charts.size.width);
  g_assert_cmpfloat (charts.size.width, >=, 0.45 * 880);
  g_assert_cmpfloat (charts.size.height, >=, 220);
  check_texts (get_bar (fixture), "low lesson");
  window_fixture_act (fixture, "win.lessons");
  wait_for (!adw_flap_get_folded (fixture->window->flap));
  g_assert_true (adw_flap_get_reveal_flap (fixture->window->flap));
  window_fixture_act (fixture, "win.lessons");

  /* It takes its place from nothing else, and is rather narrower. */
  show_view (fixture, &crowded);
  wait_for (gtk_widget_get_mapped (fixture_find_type (fixture->window, OV_TYPE_TEMPLATE_VIEW)));
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_true (is_beside (fixture));
  g_assert_false (adw_flap_get_folded (fixture->window->flap));
  check_texts (get_bar (fixture), "crowded lesson");
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
}

/* The charts have room for four numbers upwards, also where wider text leaves them less. */
static void
check_charts (GtkWidget *pane, const char *where)
{
  static const char *const views[] = {"loss_view", "accuracy_view"};

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      OvChartView *view = fixture_child (pane, views[i]);
      const int width = gtk_widget_get_width (GTK_WIDGET (view));
      const int height = (int) (gtk_widget_get_height (GTK_WIDGET (view)) / WIDER_TEXT);

      if (height < OV_CHART_ROOMY_HEIGHT)
        g_error ("%s: %s is %d high", where, views[i], height);
      g_assert_cmpuint (ov_layout_get (ov_chart_view_get_chart (view), width, height)->y_ticks->len,
                        >=, 4);
    }
}

/* Page and lesson have room side by side, also with wider text. */
static void
check_lesson (WindowFixture *fixture, const char *where)
{
  OvWindow *window = fixture->window;
  const int room = gtk_widget_get_width (GTK_WIDGET (window->stage));
  const int least =
    ov_least_size_get_width (window->lesson_bar) + ov_least_size_get_width (window->flap);

  if ((int) (WIDER_TEXT * least) >= room)
    g_error ("%s: the lesson has no room beside, since %d and more is wider than %d", where, least,
             room);
}

/* In a lecture a lesson stands beside the charts, whose words are whole, on a small screen and in
 * large type as well. */
static void
test_lecture (WindowFixture *fixture)
{
  static const View views[] = {
    {1.0, 900, 600},
    {1.5, 1024, 768},
    {1.5, 900, 600},
  };
  OvWindow *window = fixture->window;
  GtkWidget *pane = fixture_find_type (window, OV_TYPE_CURVE_PANE);

  fill_window (fixture);
  window_fixture_act (fixture, "win.lessons");
  window_fixture_act (fixture, "win.lecture");
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *where = g_strdup_printf ("lecture at %g times %d x %d", views[i].scale,
                                                views[i].width, views[i].height);

      show_view (fixture, &views[i]);
      wait_for (gtk_revealer_get_child_revealed (fixture_child (get_bar (fixture), "revealer")));
      wait_for (is_beside (fixture));
      fixture_wait_for_frames (window, 3);
      check_lesson (fixture, where);
      assert_fits (fixture, views[i].width, views[i].height);
      check_texts (window, where);
      check_charts (pane, where);
      g_assert_cmpint (gtk_widget_get_width (pane), >=,
                       (int) (0.45 * gtk_widget_get_width (GTK_WIDGET (window))));
    }
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
}

/* A lesson stands beside a page that shows little yet, and has room there when it shows more. */
static void
test_growing_page (WindowFixture *fixture)
{
  const View low = {1.5, 900, 600};
  g_autoptr (OvDataset) dataset = fixture_make_images (230, 20);
  g_autoptr (OvQuadratic) quadratic = fixture_make_quadratic (dataset);
  OvWindow *window = fixture->window;
  GtkWidget *page = adw_view_stack_get_child_by_name (window->stack, "valley");

  show_view (fixture, &low);
  window_fixture_act (fixture, "win.lessons");
  adw_view_stack_set_visible_child (window->stack, page);
  wait_for (is_beside (fixture));
  ov_page_set_quadratic (OV_PAGE (page), quadratic);
  wait_for (gtk_widget_get_mapped (fixture_child (page, "step_pane")));
  fixture_wait_for_frames (window, 3);
  g_assert_true (is_beside (fixture));
  check_lesson (fixture, "valley");
  assert_fits (fixture, low.width, low.height);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
}

/* A sidebar that folded itself, to leave its place to a lesson, is there in the next window. */
static void
test_folded_sidebar (WindowFixture *fixture)
{
  const View low = {1.0, 900, 600};

  show_view (fixture, &low);
  window_fixture_act (fixture, "win.lessons");
  wait_for (adw_flap_get_folded (fixture->window->flap)
            && !adw_flap_get_reveal_flap (fixture->window->flap));

  window_fixture_reopen (fixture);
  g_assert_true (adw_flap_get_reveal_flap (fixture->window->flap));
}

/* Of type in the window. */
static int
get_type_size (WindowFixture *fixture)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (fixture->window->status_bar));

  return pango_font_description_get_size (pango_context_get_font_description (context));
}

/* On a large screen, which is looked at from further away, type and sidebar are larger. */
static void
test_large_window (WindowFixture *fixture)
{
  const View usual = {1.0, 1280, 800};
  const View large = {1.0, 2400, 1300};
  GtkWidget *sidebar = GTK_WIDGET (fixture->window->sidebar);
  int width, type;

  fill_window (fixture);
  show_view (fixture, &usual);
  width = gtk_widget_get_width (sidebar);
  type = get_type_size (fixture);

  show_view (fixture, &large);
  wait_for (gtk_widget_get_width (sidebar) > width && get_type_size (fixture) > type);
  fixture_wait_for_frames (fixture->window, 3);
  check_texts (fixture->window, "large window");

  show_view (fixture, &usual);
  wait_for (gtk_widget_get_width (sidebar) == width && get_type_size (fixture) == type);
}

/* Whatever a cell of the table comes to say while its run goes on, it says all of it. */
static void
test_growing_cells (WindowFixture *fixture)
{
  static const double seconds[] = {0.088, 0.888, 88.0, 888.0, 3000.0, 88888.0};
  const View large = {1.0, 2400, 1300};
  OvRunTable *table = fixture_find_type (fixture->window, OV_TYPE_RUN_TABLE);
  OvRunItem *item;

  fill_window (fixture);
  show_view (fixture, &large);
  item = ov_run_collection_get_front (fixture->window->collection);
  for (gsize i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      OvRunFacts facts = *ov_run_item_get_facts (item);
      g_autofree char *text = ov_duration_format (seconds[i]);

      facts.seconds = seconds[i];
      ov_run_item_set_facts (item, &facts);
      g_assert_nonnull (fixture_find_label (table, text));
      check_texts (table, text);
    }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/sizes/small-screen", test_small_screen);
  window_fixture_add ("/sizes/texts", test_sizes);
  window_fixture_add ("/sizes/running", test_running);
  window_fixture_add ("/sizes/lesson-beside", test_places);
  window_fixture_add ("/sizes/lecture", test_lecture);
  window_fixture_add ("/sizes/growing-page", test_growing_page);
  window_fixture_add ("/sizes/folded-sidebar", test_folded_sidebar);
  window_fixture_add ("/sizes/large-window", test_large_window);
  window_fixture_add ("/sizes/growing-cells", test_growing_cells);

  return g_test_run ();
}

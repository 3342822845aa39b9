/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-fixture.h"

#include <execinfo.h>
#include <signal.h>
#include <unistd.h>

#include "error-dialog.h"

#define WIDTH 900
#define HEIGHT 600

/* In milliseconds. */
#define LOOK_AGAIN 20

/* Calls on the stack that are told of a crash. */
#define N_CALLS 24

/* Says in which test a crash was, or a warning, and where: a machine on which it comes once has no
 * debugger. Then the signal comes again, and ends the program. */
static void
crash_cb (int number)
{
  void *calls[N_CALLS];
  const char *test = g_test_get_path ();

  dprintf (STDERR_FILENO, "Bail out! Signal %d in %s, at\n", number, test != NULL ? test : "none");
  backtrace_symbols_fd (calls, backtrace (calls, N_CALLS), STDERR_FILENO);
  raise (number);
}

static void
watch_for_crashes (void)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  const struct sigaction action = {.sa_handler = crash_cb, .sa_flags = (int) SA_RESETHAND};
  void *call;

  /* The first call loads what it needs, for which it is too late in a crash. */
  backtrace (&call, 1);
  sigaction (SIGSEGV, &action, NULL);
  sigaction (SIGTRAP, &action, NULL);
#endif
}

/* Two warnings that are GTK's alone, which sets things right by the next frame: no program can help
 * them, and they come so seldom that they would end any test. Every other warning does end it.
 *
 * It counts the presses that each widget is under, and loses count when a grab breaks between a
 * press and its release, as a menu that a key closes under the pointer makes it.
 *
 * The inner parts of its own widgets, a popover's most of all, may be drawn once more before they
 * are placed again. A GtkGizmo is private to GTK: ours are not excused. */
static GLogWriterOutput
writer_cb (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         unused)
{
  static const char *const excused[] = {"Broken accounting of active state",
                                        "Trying to snapshot GtkGizmo "};

  for (gsize i = 0; i < n_fields; i++)
    for (gsize e = 0; g_str_equal (fields[i].key, "MESSAGE") && e < G_N_ELEMENTS (excused); e++)
      if (g_str_has_prefix (fields[i].value, excused[e]))
        return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, unused);
}

/* In place of g_test_init(). The display comes from with-display, and so does a data folder without
 * data. */
void
fixture_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  g_log_set_writer_func (writer_cb, NULL, NULL);
  g_unsetenv ("OVERSHOOT_DATA");
  gtk_disable_setlocale ();
  adw_init ();
  watch_for_crashes ();
}

static gboolean
iterate_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

/* What another thread does wakes nobody up, such as dropping the last reference to an object, so it
 * is looked for now and then. */
void
fixture_iterate (void)
{
  GSource *source = g_timeout_source_new (LOOK_AGAIN);

  g_source_set_callback (source, G_SOURCE_FUNC (iterate_cb), NULL, NULL);
  g_source_attach (source, NULL);
  g_main_context_iteration (NULL, TRUE);
  g_source_destroy (source);
  g_source_unref (source);
}

/* Shows a widget in a window that is drawn at least once. */
GtkWidget *
fixture_show (gpointer widget)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  fixture_wait_for_frames (window, 2);

  return window;
}

static void
gone_cb (gpointer data, GObject *object)
{
  gboolean *is_gone = data;

  *is_gone = TRUE;
}

/* Closes a window, which nobody may hold on to. */
void
fixture_destroy (gpointer window)
{
  gboolean is_gone = FALSE;

  g_object_weak_ref (window, gone_cb, &is_gone);
  gtk_window_destroy (window);
  wait_for (is_gone);
}

static GtkWindow *
find_dialog (gpointer parent, GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (item->data, type)
        && gtk_window_get_transient_for (item->data) == parent)
      return item->data;

  return NULL;
}

/* A dialog of a type above a window. */
GtkWindow *
fixture_wait_for_dialog (gpointer parent, GType type)
{
  wait_for (find_dialog (parent, type) != NULL);

  return find_dialog (parent, type);
}

/* Checks a dialog that shows an error, and takes one of its ways out, or "close". */
void
fixture_answer_error (gpointer parent, const char *heading, const char *response)
{
  GtkWindow *dialog = fixture_wait_for_dialog (parent, ADW_TYPE_MESSAGE_DIALOG);
  GtkWidget *box = adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog));
  GtkLabel *shown = GTK_LABEL (gtk_widget_get_first_child (box));
  const char *reason = gtk_label_get_text (GTK_LABEL (gtk_widget_get_last_child (box)));

  g_assert_cmpstr (gtk_label_get_text (shown), ==, heading);
  g_test_message ("%s", reason);
  g_assert_true (g_unichar_isupper (g_utf8_get_char (reason))
                 || g_str_has_prefix (reason, "“"));
  g_assert_true (g_str_has_suffix (reason, "."));
  g_assert_cmpstr (adw_message_dialog_get_close_response (ADW_MESSAGE_DIALOG (dialog)), ==,
                   "close");
  g_assert_true (adw_message_dialog_has_response (ADW_MESSAGE_DIALOG (dialog), response));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
}

static gboolean
count_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  guint *n_left = user_data;

  if (*n_left > 0)
    (*n_left)--;

  return *n_left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
fixture_wait_for_frames (gpointer widget, guint n_frames)
{
  guint n_left = n_frames + 1;

  gtk_widget_add_tick_callback (widget, count_frame_cb, &n_left, NULL);
  wait_for (n_left == 0);
}

static gboolean
passed_cb (gpointer user_data)
{
  gboolean *has_passed = user_data;

  *has_passed = TRUE;

  return G_SOURCE_REMOVE;
}

/* Lets everything happen that happens within a time. */
void
fixture_let_pass (guint milliseconds)
{
  gboolean has_passed = FALSE;

  g_timeout_add (milliseconds, passed_cb, &has_passed);
  wait_for (has_passed);
}

/* A child by its name in the widget's template. */
gpointer
fixture_child (gpointer widget, const char *name)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);

  g_assert_nonnull (child);

  return child;
}

/* The first widget of a type among a widget and all that is in it; NULL when there is none. */
gpointer
fixture_find_type (gpointer widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = fixture_find_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static guint
count_type (GtkWidget *widget, GType type)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_type (child, type);

  return n;
}

/* Whether a dialog that chooses files has gone to its folder: there is a button for the folder and
 * for each above, and not only for the root, which comes first. */
static gboolean
is_in_folder (GtkFileChooser *dialog)
{
  GtkWidget *bar = fixture_find_type (dialog, g_type_from_name ("GtkPathBar"));
  g_autoptr (GFile) folder = gtk_file_chooser_get_current_folder (dialog);
  guint n_folders = 0;

  for (GFile *above = folder != NULL ? g_object_ref (folder) : NULL; above != NULL; n_folders++)
    {
      g_autoptr (GFile) own = above;

      above = g_file_get_parent (own);
    }

  return bar != NULL && n_folders > 0 && count_type (bar, GTK_TYPE_TOGGLE_BUTTON) == n_folders;
}

/* Whether a dialog that chooses files is open and in its folder. */
gboolean
fixture_has_folder (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (GTK_IS_FILE_CHOOSER (window) && gtk_widget_get_visible (window))
        return is_in_folder (GTK_FILE_CHOOSER (window));
    }

  return FALSE;
}

/* A widget's controller of exactly a type: its signals can be emitted as if there were a hand. */
gpointer
fixture_controller (gpointer widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gpointer found = NULL;

  for (guint i = 0; found == NULL && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_OBJECT_TYPE (controller) == type)
        found = controller;
    }
  g_assert_nonnull (found);

  return found;
}

/* Returns whether the widget took the key. */
gboolean
fixture_press (gpointer widget, guint keyval, GdkModifierType state)
{
  gboolean is_taken = FALSE;

  g_signal_emit_by_name (fixture_controller (widget, GTK_TYPE_EVENT_CONTROLLER_KEY),
                         "key-pressed", keyval, 0, state, &is_taken);

  return is_taken;
}

/* Whether a widget would have a tooltip where its left upper corner is pointed at. */
gboolean
fixture_has_tooltip (gpointer widget)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean is_shown = FALSE;

  g_signal_emit_by_name (widget, "query-tooltip", 0, 0, FALSE, tooltip, &is_shown);

  return is_shown;
}

void
fixture_type (gpointer entry, const char *text)
{
  gtk_editable_set_text (entry, text);
  g_signal_emit_by_name (entry, "activate");
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;
  g_autoptr (GError) error = NULL;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  g_assert_no_error (error);
}

/* The text that was copied. */
char *
fixture_read_clipboard (gpointer widget)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, text_read_cb, &text);
  wait_for (text != NULL);

  return text;
}

OvRecipe
fixture_recipe (guint n_epochs)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
  recipe.epochs = n_epochs;

  return recipe;
}

/* A run that has come to its end. */
OvRun *
fixture_run (const OvRecipe *recipe, OvDataset *dataset)
{
  OvRun *run = ov_run_new (recipe, dataset, 1);

  ov_run_start (run);
  wait_for (ov_run_has_ended (run));

  return run;
}

/* What a label, or a cell of a table, says; NULL of any other widget. */
const char *
fixture_get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));

  return GTK_IS_INSCRIPTION (widget) ? gtk_inscription_get_text (GTK_INSCRIPTION (widget)) : NULL;
}

/* Whether a text is not whole: an inscription does not tell. */
gboolean
fixture_is_cut (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  if (GTK_IS_LABEL (widget))
    return pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)));
  if (fixture_get_text (widget) == NULL)
    return FALSE;

  layout = gtk_widget_create_pango_layout (widget, fixture_get_text (widget));
  pango_layout_get_pixel_size (layout, &width, NULL);

  return width > gtk_widget_get_width (widget);
}

static gboolean
is_labelled (gpointer widget, const char *text)
{
  return (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (widget), text) == 0)
         || (GTK_IS_INSCRIPTION (widget)
             && g_strcmp0 (gtk_inscription_get_text (widget), text) == 0);
}

/* The label, or cell of a table, with a text, in a widget or anywhere below it; NULL when there is
 * none. */
GtkWidget *
fixture_find_label (gpointer widget, const char *text)
{
  if (is_labelled (widget, text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fixture_find_label (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
is_target (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      if (!gtk_widget_get_can_target (widget))
        return FALSE;
    }

  return TRUE;
}

/* Clicks on the button with a label as soon as a pointer could. */
void
fixture_click (gpointer widget, const char *label)
{
  GtkWidget *found = NULL;

  wait_for ((found = fixture_find_label (widget, label)) != NULL && is_target (found));
  g_signal_emit_by_name (gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON), "clicked");
}

/* A run in the list, as it is when another one has begun. */
OvRunItem *
fixture_item (OvRun *run, guint slot)
{
  const OvRecipe *recipe = ov_run_get_recipe (run);
  OvRunItem *item = ov_run_item_new ("id", "Linear 1", slot, recipe, "data", "Data", 0);

  ov_run_item_begin (item, run);
  ov_run_item_retire (item);
  ov_run_item_set_shown (item, TRUE);

  return item;
}

guint
fixture_count_threads (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, &error);
  guint n_threads = 0;

  g_assert_no_error (error);
  while (g_dir_read_name (tasks) != NULL)
    n_threads++;

  return n_threads;
}

/* A picture can be read, and has this size in pixels. */
void
fixture_assert_picture (const char *path, int width, int height)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new_from_file (path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, width);
  g_assert_cmpint (gdk_pixbuf_get_height (picture), ==, height);
}

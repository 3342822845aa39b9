/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "application.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <unistd.h>

#include "option.h"
#include "window.h"

/**
 * OvApplication:
 *
 * The program: its window, its keys and the actions that do not belong to a window. What is named
 * on the command line is opened in the window, which may have been there before.
 */
struct _OvApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (OvApplication, ov_application, ADW_TYPE_APPLICATION)

static OvWindow *
get_window (OvApplication *self)
{
  /* A dialog of the window may be the active one. */
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL;
       item = item->next)
    if (OV_IS_WINDOW (item->data))
      return item->data;

  return OV_WINDOW (ov_window_new (ADW_APPLICATION (self)));
}

static void
ov_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (get_window (OV_APPLICATION (application))));
}

static void
ov_application_open (GApplication *application,
                     GFile       **files,
                     int           n_files,
                     const char   *hint)
{
  OvWindow *window = get_window (OV_APPLICATION (application));

  ov_window_open_files (window, files, (gsize) n_files);
  gtk_window_present (GTK_WINDOW (window));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  static const char *const developers[] = {"The Overshoot founders", NULL};

  adw_show_about_window (gtk_application_get_active_window (user_data),
                         "application-name", _("Overshoot"),
                         "application-icon", APPLICATION_ID,
                         "version", PACKAGE_VERSION,
                         "developer-name", developers[0],
                         "developers", developers,
                         "comments", _("See what the learning rate does."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *item = windows; item != NULL; item = item->next)
    gtk_window_close (item->data);
  g_list_free (windows);
}

static void
set_accels (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *accels[3];
  } keys[] = {
    {"win.toggle", {"space", NULL}},
    {"win.step", {"s", NULL}},
    {"win.restart", {"r", NULL}},
    {"win.clear-runs", {"<Control>BackSpace", NULL}},
    {"win.undo", {"<Control>z", NULL}},
    {"win.log-loss", {"l", NULL}},
    {"win.smoothing", {"m", NULL}},
    {"win.export::", {"<Control>e", NULL}},
    {"win.copy-chart", {"<Control><Shift>c", NULL}},
    {"win.lessons", {"<Control>l", NULL}},
    {"win.open-folder", {"<Control>o", NULL}},
    {"win.open-runs", {"<Control><Shift>o", NULL}},
    {"win.sidebar-visible", {"F9", NULL}},
    {"win.lecture", {"F11", NULL}},
    {"win.blank", {"b", NULL}},
    {"win.freeze", {"period", "KP_Decimal"}},
    {"win.page(1)", {"1", "KP_1"}},
    {"win.page(2)", {"2", "KP_2"}},
    {"win.page(3)", {"3", "KP_3"}},
    {"win.page(4)", {"4", "KP_4"}},
    {"win.page(5)", {"5", "KP_5"}},
    {"win.page(6)", {"6", "KP_6"}},
    {"win.page(7)", {"7", "KP_7"}},
    {"window.close", {"<Control>w", NULL}},
    {"app.quit", {"<Control>q", NULL}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (application, keys[i].action, keys[i].accels);
}

/* GTK itself would end the program with a warning that names no way out. */
static void
require_display (void)
{
  if (gtk_init_check ())
    return;

  g_printerr ("%s\n", _("Overshoot found no display for its window. Start it on a desktop or over "
                        "ssh -X, as the user who has logged in there; overshoot-cli needs no "
                        "display."));
  _exit (EXIT_FAILURE);
}

static gboolean
read_colour_scheme (GValue   *value,
                    GVariant *variant,
                    gpointer  user_data)
{
  const char *name = g_variant_get_string (variant, NULL);
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (name, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (name, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  g_value_set_enum (value, scheme);

  return TRUE;
}

/* Whether the program is light or dark, whatever the desktop is. The charts follow the style. */
static void
add_colour_scheme (OvApplication *self)
{
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);
  g_autoptr (GAction) action = g_settings_create_action (settings, "colour-scheme");

  g_action_map_add_action (G_ACTION_MAP (self), action);
  g_settings_bind_with_mapping (settings, "colour-scheme", adw_style_manager_get_default (),
                                "color-scheme", G_SETTINGS_BIND_GET, read_colour_scheme, NULL,
                                NULL, NULL);
}

static void
ov_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    {.name = "about", .activate = about_cb},
    {.name = "quit", .activate = quit_cb},
  };

  require_display ();
  G_APPLICATION_CLASS (ov_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  add_colour_scheme (OV_APPLICATION (application));
  set_accels (GTK_APPLICATION (application));
}

/* Options that are answered here, without a window. */
static int
ov_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;

  g_print ("overshoot %s\n", PACKAGE_VERSION);

  return 0;
}

static void
ov_application_class_init (OvApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = ov_application_activate;
  application_class->handle_local_options = ov_application_handle_local_options;
  application_class->open = ov_application_open;
  application_class->startup = ov_application_startup;
}

static void
ov_application_init (OvApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), ov_option_list_window ());
  /* Translators: stands behind the name of the program in its help. */
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE…]"));
}

/**
 * ov_application_new:
 * @flags: such as %G_APPLICATION_NON_UNIQUE for a test
 *
 * Returns: (transfer full): the application
 */
OvApplication *
ov_application_new (GApplicationFlags flags)
{
  return g_object_new (OV_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", flags | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", RESOURCE_PATH,
                       NULL);
}

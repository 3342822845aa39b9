/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure-chooser.h"

#include <glib/gi18n-lib.h>

#include "figure-command.h"
#include "run-figure.h"

/**
 * OvFigureChooser:
 *
 * Asks which figure is to be drawn, and which ones beside it. A figure that cannot be drawn yet is
 * listed as well, so that the user learns what to do about it.
 */
struct _OvFigureChooser
{
  AdwPreferencesGroup parent_instance;

  /* Template children. */
  AdwComboRow        *rows[OV_FIGURE_MOST_BESIDE];

  /* Owned. */
  OvFigureSet        *set; /* NULL at first */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvFigureChooser, ov_figure_chooser, ADW_TYPE_PREFERENCES_GROUP)

/* Of a row; NULL where nothing is to stand beside the figures before it. */
static const OvFigureChoice *
get_choice (OvFigureChooser *self,
            guint            index)
{
  const guint place = adw_combo_row_get_selected (self->rows[index]);

  /* The first row has no place for nothing. */
  if (index == 0)
    return ov_figure_set_get (self->set, place);

  return place > 0 ? ov_figure_set_get (self->set, place - 1) : NULL;
}

/* A row for what stands beside a figure is there when that figure is. */
static void
selected_cb (OvFigureChooser *self)
{
  if (self->set == NULL)
    return;

  for (guint i = 2; i < OV_FIGURE_MOST_BESIDE; i++)
    {
      const gboolean is_wanted = get_choice (self, i - 1) != NULL;

      gtk_widget_set_visible (GTK_WIDGET (self->rows[i]), is_wanted);
      if (!is_wanted)
        adw_combo_row_set_selected (self->rows[i], 0);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ov_figure_chooser_finalize (GObject *object)
{
  g_clear_pointer (&OV_FIGURE_CHOOSER (object)->set, ov_figure_set_unref);

  G_OBJECT_CLASS (ov_figure_chooser_parent_class)->finalize (object);
}

static void
ov_figure_chooser_class_init (OvFigureChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ov_figure_chooser_finalize;

  /**
   * OvFigureChooser::changed:
   * @self: the chooser
   *
   * Other figures were chosen.
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_FIGURE_CHOOSER, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/figure-chooser.ui");
  for (guint i = 0; i < OV_FIGURE_MOST_BESIDE; i++)
    {
      g_autofree char *name = g_strdup_printf ("row_%u", i);

      gtk_widget_class_bind_template_child_full (widget_class, name, FALSE,
                                                 (gssize) G_STRUCT_OFFSET (OvFigureChooser,
                                                                           rows[i]));
    }
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
ov_figure_chooser_init (OvFigureChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * ov_figure_chooser_set_figures:
 * @self: a chooser without figures
 * @set: what there is to choose from, at least one figure; referenced
 * @name: the figure that is chosen at first; the first one when it is not there
 *
 * Lists the figures.
 */
void
ov_figure_chooser_set_figures (OvFigureChooser *self,
                               OvFigureSet     *set,
                               const char      *name)
{
  guint place;

  g_return_if_fail (OV_IS_FIGURE_CHOOSER (self) && self->set == NULL);
  g_return_if_fail (set != NULL && set->choices->len > 0);

  for (guint i = 0; i < OV_FIGURE_MOST_BESIDE; i++)
    {
      g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

      if (i > 0)
        gtk_string_list_append (titles, _("Nothing"));
      for (guint k = 0; k < set->choices->len; k++)
        gtk_string_list_append (titles, ov_figure_set_get (set, k)->title);
      adw_combo_row_set_model (self->rows[i], G_LIST_MODEL (titles));
    }
  if (ov_figure_set_find (set, name, &place))
    adw_combo_row_set_selected (self->rows[0], place);
  self->set = ov_figure_set_ref (set);
  selected_cb (self);
}

/**
 * ov_figure_chooser_find_problem:
 * @self: a chooser with figures
 *
 * Returns: (nullable): why there is nothing to be drawn, and what to do about it; %NULL when there
 *   is
 */
const char *
ov_figure_chooser_find_problem (OvFigureChooser *self)
{
  g_return_val_if_fail (OV_IS_FIGURE_CHOOSER (self) && self->set != NULL, NULL);

  for (guint i = 0; i < OV_FIGURE_MOST_BESIDE; i++)
    {
      const OvFigureChoice *choice = get_choice (self, i);

      if (choice != NULL && choice->problem != NULL)
        return choice->problem;
    }

  return NULL;
}

/**
 * ov_figure_chooser_has_curves:
 * @self: a chooser with figures
 *
 * Returns: whether curves of runs are among what is drawn, some of which may be left out
 */
gboolean
ov_figure_chooser_has_curves (OvFigureChooser *self)
{
  g_return_val_if_fail (OV_IS_FIGURE_CHOOSER (self) && self->set != NULL, FALSE);

  for (guint i = 0; i < OV_FIGURE_MOST_BESIDE; i++)
    {
      const OvFigureChoice *choice = get_choice (self, i);

      if (choice != NULL && choice->figure.class == &ov_run_figure_class)
        return TRUE;
    }

  return FALSE;
}

/**
 * ov_figure_chooser_fill:
 * @self: a chooser with figures
 * @page: a page without figures
 *
 * Puts on the page what is chosen and can be drawn.
 */
void
ov_figure_chooser_fill (OvFigureChooser *self,
                        OvFigurePage    *page)
{
  g_return_if_fail (OV_IS_FIGURE_CHOOSER (self) && self->set != NULL);
  g_return_if_fail (page != NULL && page->n == 0);

  for (guint i = 0; i < OV_FIGURE_MOST_BESIDE; i++)
    {
      const OvFigureChoice *choice = get_choice (self, i);

      if (choice != NULL && choice->problem == NULL)
        page->figures[page->n++] = choice->figure;
    }
}

/**
 * ov_figure_chooser_make_file_name:
 * @self: a chooser with figures
 * @suffix: what a name of the format ends in
 *
 * Returns: (transfer full): a name for the file
 */
char *
ov_figure_chooser_make_file_name (OvFigureChooser *self,
                                  const char      *suffix)
{
  GString *name;

  g_return_val_if_fail (OV_IS_FIGURE_CHOOSER (self) && self->set != NULL, NULL);

  name = g_string_new (get_choice (self, 0)->name);
  for (guint i = 1; i < OV_FIGURE_MOST_BESIDE; i++)
    if (get_choice (self, i) != NULL)
      g_string_append_printf (name, "-%s", get_choice (self, i)->name);
  g_string_append (name, suffix);

  return g_string_free (name, FALSE);
}

/**
 * ov_figure_chooser_make_command:
 * @self: a chooser with figures
 * @page: a page that it has filled
 * @suffix: what a name of the format ends in
 * @remark: (out) (nullable): what is to be known of the command, or why there is none
 *
 * Returns: (transfer full) (nullable): as ov_figure_page_make_command()
 */
char *
ov_figure_chooser_make_command (OvFigureChooser    *self,
                                const OvFigurePage *page,
                                const char         *suffix,
                                const char        **remark)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) files = NULL;

  g_return_val_if_fail (OV_IS_FIGURE_CHOOSER (self) && self->set != NULL, NULL);

  *remark = ov_figure_chooser_find_problem (self);
  if (*remark != NULL)
    return NULL;

  for (guint i = 0; i < OV_FIGURE_MOST_BESIDE; i++)
    {
      const OvFigureChoice *choice = get_choice (self, i);
      g_autofree char *file = NULL;

      if (choice == NULL)
        continue;
      file = g_strconcat (choice->name, suffix, NULL);
      g_strv_builder_add (builder, file);
    }
  files = g_strv_builder_end (builder);

  return ov_figure_page_make_command (page, (const char *const *) files, remark);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log-dialog.h"

#include <glib/gi18n-lib.h>

#include "message-dialog.h"

/* Which columns of a log are what: guessed from their names, and to be changed. */

/* In pixels: room for the names of columns. */
#define WIDTH 420

#define STATE "overshoot-log"

/* The places of the units in their list. */
enum
{
  PER_CENT,
  SHARE,
};

typedef struct
{
  OvLogTable       *table;                /* NULL once it has been taken */
  AdwMessageDialog *dialog;               /* whose state this is */
  AdwComboRow      *rows[OV_N_LOG_ROLES]; /* borrowed from the dialog, as is the next */
  AdwComboRow      *unit;
  GArray           *columns; /* of int: those to choose from, the first being none */
} State;

static void
state_free (gpointer data)
{
  State *self = data;

  g_clear_pointer (&self->table, ov_log_table_free);
  g_array_unref (self->columns);
  g_free (self);
}

static void
get_mapping (State        *self,
             OvLogMapping *mapping)
{
  for (OvLogRole role = 0; role < OV_N_LOG_ROLES; role++)
    {
      const guint selected = adw_combo_row_get_selected (self->rows[role]);

      mapping->columns[role] = selected < self->columns->len
                                 ? g_array_index (self->columns, int, selected)
                                 : OV_LOG_NO_COLUMN;
    }
  mapping->is_share = adw_combo_row_get_selected (self->unit) == SHARE;
}

/* Without a curve there is nothing to add. */
static void
selected_cb (State *self)
{
  OvLogMapping mapping;
  gboolean has_curve = FALSE;

  get_mapping (self, &mapping);
  for (OvLogRole role = OV_LOG_TRAIN_LOSS; role <= OV_LOG_TEST_ACCURACY; role++)
    has_curve |= mapping.columns[role] != OV_LOG_NO_COLUMN;
  adw_message_dialog_set_response_enabled (self->dialog, "add", has_curve);
}

/* Another column may have another unit; otherwise that which was chosen stays. */
static void
accuracy_selected_cb (State *self)
{
  OvLogMapping mapping;

  if (self->table == NULL)
    return;

  get_mapping (self, &mapping);
  adw_combo_row_set_selected (self->unit, ov_log_mapping_is_share (&mapping, self->table)
                                            ? SHARE
                                            : PER_CENT);
}

static AdwComboRow *
add_row (GtkWidget  *list,
         const char *title,
         GListModel *choices,
         guint       selected)
{
  AdwComboRow *row = ADW_COMBO_ROW (adw_combo_row_new ());

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (row, choices);
  adw_combo_row_set_selected (row, selected);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (row));

  return row;
}

/* The names to choose from, and the columns that they are of. */
static GListModel *
list_columns (State *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  const int none = OV_LOG_NO_COLUMN;

  gtk_string_list_append (names, _("None"));
  g_array_append_val (self->columns, none);
  for (int i = 0; i < (int) self->table->columns->len; i++)
    {
      const OvLogColumn *column = ov_log_table_get_column (self->table, (guint) i);

      if (column->is_text || column->values->len == 0)
        continue;
      gtk_string_list_append (names, column->name);
      g_array_append_val (self->columns, i);
    }

  return G_LIST_MODEL (names);
}

static guint
find_choice (State *self,
             int    column)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (g_array_index (self->columns, int, i) == column)
      return i;

  return 0;
}

static GtkWidget *
make_list (State *self)
{
  static const char *const no_units[] = {NULL};
  GtkWidget *list = gtk_list_box_new ();
  g_autoptr (GListModel) choices = list_columns (self);
  g_autoptr (GtkStringList) units = gtk_string_list_new (no_units);
  OvLogMapping mapping;

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  ov_log_mapping_guess (&mapping, self->table);
  for (OvLogRole role = 0; role < OV_N_LOG_ROLES; role++)
    self->rows[role] = add_row (list, ov_log_role_get_title (role), choices,
                                find_choice (self, mapping.columns[role]));

  gtk_string_list_append (units, _("per cent"));
  gtk_string_list_append (units, _("shares of one"));
  self->unit = add_row (list, _("Accuracies are"), G_LIST_MODEL (units),
                        mapping.is_share ? SHARE : PER_CENT);

  for (OvLogRole role = OV_LOG_TRAIN_LOSS; role <= OV_LOG_TEST_ACCURACY; role++)
    g_signal_connect_swapped (self->rows[role], "notify::selected", G_CALLBACK (selected_cb),
                              self);
  for (OvLogRole role = OV_LOG_TRAIN_ACCURACY; role <= OV_LOG_TEST_ACCURACY; role++)
    g_signal_connect_swapped (self->rows[role], "notify::selected",
                              G_CALLBACK (accuracy_selected_cb), self);

  return list;
}

/**
 * ov_log_dialog_new:
 * @parent: the window that asks
 * @name: what the file is called
 * @table: (transfer full): what is in it
 *
 * Returns: (transfer none): a dialog whose response is "add" or "cancel", to be presented
 */
AdwMessageDialog *
ov_log_dialog_new (GtkWindow  *parent,
                   const char *name,
                   OvLogTable *table)
{
  State *self = g_new0 (State, 1);
  g_autofree char *words = NULL;
  AdwMessageDialog *dialog;

  self->table = table;
  self->columns = g_array_new (FALSE, FALSE, sizeof (int));
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s with %u row. Which column is which?",
                                        "%s with %u rows. Which column is which?", table->n_rows),
                           ov_log_source_get_title (table->source), table->n_rows);
  dialog = ov_message_dialog_new (parent, name, words, make_list (self));
  self->dialog = dialog;
  g_object_set_data_full (G_OBJECT (dialog), STATE, self, state_free);
  gtk_widget_set_size_request (GTK_WIDGET (dialog), WIDTH, -1);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "add", _("_Add"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "add", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "add");
  adw_message_dialog_set_close_response (dialog, "cancel");
  selected_cb (self);

  return dialog;
}

/**
 * ov_log_dialog_take_table:
 * @dialog: a dialog of ov_log_dialog_new(), which has been answered
 *
 * Returns: (transfer full): what is in the log
 */
OvLogTable *
ov_log_dialog_take_table (AdwMessageDialog *dialog)
{
  State *self = g_object_get_data (G_OBJECT (dialog), STATE);

  return g_steal_pointer (&self->table);
}

/**
 * ov_log_dialog_get_mapping:
 * @dialog: a dialog of ov_log_dialog_new()
 * @mapping: (out): what was chosen
 */
void
ov_log_dialog_get_mapping (AdwMessageDialog *dialog,
                           OvLogMapping     *mapping)
{
  get_mapping (g_object_get_data (G_OBJECT (dialog), STATE), mapping);
}

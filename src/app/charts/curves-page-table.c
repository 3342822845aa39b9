/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curves-page-private.h"

#include "least-size.h"

/* How high the list of runs is, beneath the charts. */

/* A page so low needs its height for the charts, and a list of a single run tells little that the
 * status bar does not. */
#define LOW_PAGE 640

static gboolean
is_table_open (OvCurvesPage *self)
{
  gboolean is_open;

  g_object_get (self->run_table, "open", &is_open, NULL);

  return is_open;
}

static void
remember_height (OvCurvesPage *self)
{
  const int height = gtk_widget_get_height (GTK_WIDGET (self->run_table));

  if (self->settings != NULL && self->tick == 0 && height > 0 && height != self->placed_height)
    g_settings_set_int (self->settings, "runs-height", height);
}

/* Whether the table is open now, wherever it is to be open at all. What the page has room for hangs
 * on its own height, since what scrolls in it is the higher the more is shown. */
static gboolean
has_room_for_table (OvCurvesPage *self)
{
  GListModel *runs = G_LIST_MODEL (self->runs);
  const gboolean has_several = runs != NULL && g_list_model_get_n_items (runs) > 1;
  const gboolean is_low = gtk_widget_get_height (GTK_WIDGET (self)) < LOW_PAGE;

  return self->is_asked_for || (ov_least_size_has_height (self) && (has_several || !is_low));
}

/* As high as it was made by hand, but no higher than its rows. */
static int
find_table_height (OvCurvesPage *self)
{
  const int chosen = g_settings_get_int (self->settings, "runs-height");
  int least;
  int natural;

  gtk_widget_measure (GTK_WIDGET (self->run_table), GTK_ORIENTATION_VERTICAL, -1, &least,
                      &natural, NULL, NULL);

  return is_table_open (self) ? MIN (chosen, natural) : least;
}

/* The line between charts and table, as thick as it was drawn last. */
static int
get_border_height (OvCurvesPage *self)
{
  const int charts = gtk_widget_get_height (gtk_paned_get_start_child (self->paned));
  const int table = gtk_widget_get_height (GTK_WIDGET (self->run_table));

  return table > 0 ? MAX (0, gtk_widget_get_height (GTK_WIDGET (self->paned)) - charts - table) : 0;
}

/* Rows that come into sight may be higher than the list took them to be: the border is placed until
 * it stays where it is. */
static gboolean
place_border_cb (GtkWidget     *widget,
                 GdkFrameClock *clock,
                 gpointer       user_data)
{
  OvCurvesPage *self = OV_CURVES_PAGE (widget);
  const int height = gtk_widget_get_height (GTK_WIDGET (self->paned));
  int wanted;
  int border;

  if (height == 0)
    return G_SOURCE_CONTINUE;

  self->has_room = has_room_for_table (self);
  self->is_placing = TRUE;
  g_object_set (self->run_table, "open",
                g_settings_get_boolean (self->settings, "runs-visible")
                  && self->has_room,
                NULL);
  self->is_placing = FALSE;
  wanted = find_table_height (self);
  border = get_border_height (self);
  gtk_paned_set_position (self->paned, MAX (0, height - border - wanted));
  if (self->placed_height != wanted || self->border_height != border)
    {
      self->placed_height = wanted;
      self->border_height = border;
      return G_SOURCE_CONTINUE;
    }

  self->tick = 0;

  return G_SOURCE_REMOVE;
}

/**
 * ov_curves_page_place_table:
 * @self: a page
 *
 * Puts the border of the table to its place when the page has been laid out, which says where it
 * can be.
 */
void
ov_curves_page_place_table (OvCurvesPage *self)
{
  if (self->tick == 0 && self->settings != NULL
      && gtk_widget_get_visible (GTK_WIDGET (self->run_table)))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), place_border_cb, NULL, NULL);
}

/**
 * ov_curves_page_resized:
 * @self: a page
 *
 * Opens or closes the table where the page has become so high, or so low. Otherwise the border
 * stays where it is.
 */
void
ov_curves_page_resized (OvCurvesPage *self)
{
  if (self->has_room != has_room_for_table (self))
    ov_curves_page_place_table (self);
}

/**
 * ov_curves_page_table_opened:
 * @self: a page
 *
 * Remembers that the table was opened or closed by hand.
 */
void
ov_curves_page_table_opened (OvCurvesPage *self)
{
  if (self->is_placing)
    return;

  /* A table that has just been closed still has its height. */
  if (!is_table_open (self))
    remember_height (self);
  self->is_asked_for = TRUE;
  g_settings_set_boolean (self->settings, "runs-visible", is_table_open (self));
  ov_curves_page_place_table (self);
}

/**
 * ov_curves_page_runs_changed:
 * @self: a page
 *
 * Makes the table as high as its rows. A border that was moved by hand stays where it is.
 */
void
ov_curves_page_runs_changed (OvCurvesPage *self)
{
  const int height = gtk_widget_get_height (GTK_WIDGET (self->run_table));

  if (!is_table_open (self) || height == 0 || height == self->placed_height)
    ov_curves_page_place_table (self);
}

/**
 * ov_curves_page_leave_table:
 * @self: a page that ends
 *
 * Keeps the height of the table for the next time.
 */
void
ov_curves_page_leave_table (OvCurvesPage *self)
{
  if (self->settings != NULL && is_table_open (self))
    remember_height (self);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}

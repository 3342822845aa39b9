/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure-set.h"

static void
clear_choice (gpointer data)
{
  OvFigureChoice *choice = data;

  if (choice->free != NULL)
    choice->free ((gpointer) choice->figure.data);
}

/**
 * ov_figure_set_new:
 *
 * Returns: (transfer full): a set without figures
 */
OvFigureSet *
ov_figure_set_new (void)
{
  OvFigureSet *self = g_new0 (OvFigureSet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->choices = g_array_new (FALSE, FALSE, sizeof (OvFigureChoice));
  g_array_set_clear_func (self->choices, clear_choice);

  return self;
}

/**
 * ov_figure_set_ref:
 * @self: a set
 *
 * Returns: (transfer full): @self
 */
OvFigureSet *
ov_figure_set_ref (OvFigureSet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ov_figure_set_unref:
 * @self: a set
 */
void
ov_figure_set_unref (OvFigureSet *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->choices);
  g_free (self);
}

/**
 * ov_figure_set_add:
 * @self: a set
 * @name: what the figure is called among actions and files; a constant, as is @title
 * @title: what people call it
 * @class: its kind
 * @data: what it shows
 * @free: frees @data
 *
 * Adds a figure.
 */
void
ov_figure_set_add (OvFigureSet *self,
                   const char  *name,
                   const char  *title,
                   const OvFigureClass *class,
                   gpointer       data,
                   GDestroyNotify free)
{
  const OvFigureChoice choice = {name, title, {class, data}, NULL, free};

  g_return_if_fail (self != NULL && class != NULL && data != NULL);

  g_array_append_val (self->choices, choice);
}

/**
 * ov_figure_set_add_missing:
 * @self: a set
 * @name: what the figure would be called among actions; a constant, as are the others
 * @title: what people call it
 * @problem: why there is nothing to be drawn, and what to do about it
 *
 * Adds a figure that cannot be drawn yet.
 */
void
ov_figure_set_add_missing (OvFigureSet *self,
                           const char  *name,
                           const char  *title,
                           const char  *problem)
{
  const OvFigureChoice choice = {name, title, {NULL, NULL}, problem, NULL};

  g_return_if_fail (self != NULL && problem != NULL);

  g_array_append_val (self->choices, choice);
}

/**
 * ov_figure_set_get:
 * @self: a set
 * @index: the place of a figure
 *
 * Returns: (transfer none) (nullable): the figure, or %NULL when there are not so many
 */
const OvFigureChoice *
ov_figure_set_get (OvFigureSet *self,
                   guint        index)
{
  g_return_val_if_fail (self != NULL, NULL);

  return index < self->choices->len ? &g_array_index (self->choices, OvFigureChoice, index) : NULL;
}

/**
 * ov_figure_set_find:
 * @self: a set
 * @name: what a figure is called among actions
 * @index: (out): its place
 *
 * Returns: whether it is there
 */
gboolean
ov_figure_set_find (OvFigureSet *self,
                    const char  *name,
                    guint       *index)
{
  g_return_val_if_fail (self != NULL && name != NULL && index != NULL, FALSE);

  for (*index = 0; *index < self->choices->len; (*index)++)
    if (g_str_equal (ov_figure_set_get (self, *index)->name, name))
      return TRUE;

  return FALSE;
}

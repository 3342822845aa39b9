/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grid-walk.h"

/* Keys lead from picture to picture where several stand in rows and columns. */

static int
find_next (guint keyval,
           int   columns,
           int   last,
           int   place)
{
  const int last_row = last - last % columns;

  switch (keyval)
    {
    case GDK_KEY_Left:
      return MAX (place - 1, 0);
    case GDK_KEY_Right:
      return MIN (place + 1, last);
    case GDK_KEY_Up:
      return place < columns ? place : place - columns;
    case GDK_KEY_Down:
      return place < last_row ? MIN (place + columns, last) : place;
    case GDK_KEY_Home:
      return 0;
    case GDK_KEY_End:
    default:
      return last;
    }
}

/**
 * ov_grid_walk:
 * @keyval: the key that was pressed
 * @columns: how many places there are in a row
 * @n: how many places there are, row by row; 0 for none
 * @place: (inout): the place that is pointed at, -1 for none; stays where nothing is further on
 *
 * Returns: whether the key is one of those that go from place to place, also where there is none
 */
gboolean
ov_grid_walk (guint keyval,
              int   columns,
              int   n,
              int  *place)
{
  g_return_val_if_fail (columns > 0 && place != NULL && *place < MAX (n, 1), FALSE);

  if (keyval != GDK_KEY_Left && keyval != GDK_KEY_Right && keyval != GDK_KEY_Up
      && keyval != GDK_KEY_Down && keyval != GDK_KEY_Home && keyval != GDK_KEY_End)
    return FALSE;

  if (n > 0 && *place < 0)
    *place = keyval == GDK_KEY_End ? n - 1 : 0;
  else if (n > 0)
    *place = find_next (keyval, columns, n - 1, *place);

  return TRUE;
}

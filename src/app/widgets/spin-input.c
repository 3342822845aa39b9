/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spin-input.h"

#include "number.h"

/**
 * ov_spin_input_cb:
 * @spin: where a person has typed a number
 * @value: (out): the number
 * @user_data: unused
 *
 * Handles "input" of a spin button with decimals: their mark may be a full stop or a comma,
 * whatever the locale is, as in all other entries.
 *
 * Returns: whether it is a number, or %GTK_INPUT_ERROR
 */
int
ov_spin_input_cb (GtkSpinButton *spin,
                  double        *value,
                  gpointer       user_data)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (spin))));

  return ov_number_read (text, TRUE, value) ? TRUE : GTK_INPUT_ERROR;
}

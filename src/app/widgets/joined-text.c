/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "joined-text.h"

#include "no-break.h"

/*
 * Every text that the toolkit may break into lines is given to it here, so that no number stands on
 * another line than its unit. A rule keeps the toolkit's own functions out of other files.
 */

/**
 * ov_joined_text_new_label:
 * @text: what it says
 *
 * Returns: (transfer floating): a label
 */
GtkWidget *
ov_joined_text_new_label (const char *text)
{
  g_autofree char *joined = ov_no_break_join (text);

  return gtk_label_new (joined);
}

/**
 * ov_joined_text_new_toast:
 * @text: what it says
 *
 * Returns: (transfer full): a toast
 */
AdwToast *
ov_joined_text_new_toast (const char *text)
{
  g_autofree char *joined = ov_no_break_join (text);

  return adw_toast_new (joined);
}

/**
 * ov_joined_text_set_label:
 * @label: a label
 * @text: (nullable): what it is to say
 */
void
ov_joined_text_set_label (GtkLabel   *label,
                          const char *text)
{
  g_autofree char *joined = ov_no_break_join (text);

  gtk_label_set_text (label, joined);
}

/**
 * ov_joined_text_set_description:
 * @page: a page that has nothing to show
 * @text: (nullable): why
 */
void
ov_joined_text_set_description (AdwStatusPage *page,
                                const char    *text)
{
  g_autofree char *joined = ov_no_break_join (text);

  adw_status_page_set_description (page, joined);
}

/**
 * ov_joined_text_set_subtitle:
 * @row: a row
 * @text: (nullable): what it is to say beneath its title
 */
void
ov_joined_text_set_subtitle (AdwActionRow *row,
                             const char   *text)
{
  g_autofree char *joined = ov_no_break_join (text);

  adw_action_row_set_subtitle (row, joined);
}

/**
 * ov_joined_text_set_tooltip:
 * @widget: a widget
 * @text: (nullable): what its tooltip is to say, %NULL for none
 */
void
ov_joined_text_set_tooltip (GtkWidget  *widget,
                            const char *text)
{
  g_autofree char *joined = ov_no_break_join (text);

  gtk_widget_set_tooltip_text (widget, joined);
}

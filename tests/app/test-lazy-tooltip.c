/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lazy-tooltip.h"

#include "app-fixture.h"

static void
test_texts (void)
{
  GtkWidget *widget = g_object_ref_sink (gtk_label_new ("A"));

  g_assert_null (ov_lazy_tooltip_get (widget));
  g_assert_false (fixture_has_tooltip (widget));

  ov_lazy_tooltip_set (widget, "One");
  ov_lazy_tooltip_set (widget, "Another");
  g_assert_cmpstr (ov_lazy_tooltip_get (widget), ==, "Another");
  g_assert_true (gtk_widget_get_has_tooltip (widget));
  g_assert_true (fixture_has_tooltip (widget));

  /* GTK would ask the display server with each text of its own. */
  g_assert_null (gtk_widget_get_tooltip_text (widget));

  ov_lazy_tooltip_set (widget, NULL);
  g_assert_null (ov_lazy_tooltip_get (widget));
  g_assert_false (gtk_widget_get_has_tooltip (widget));
  g_assert_false (fixture_has_tooltip (widget));
  g_object_unref (widget);
}

int
main (int argc, char *argv[])
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/lazy-tooltip/texts", test_texts);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-text.h"

#include <math.h>

#include "locale-fixture.h"

#define DOCUMENT \
  "{\"a\":5e-6,\"b\":[1,-2.5,[],{}],\"c\":{\"ä\\n\\\"\":\"×\\t\"},\"d\":[true,false,null]}"

static void
check_same (const char *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (document, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = ov_json_print (node, FALSE);
  g_assert_cmpstr (text, ==, document);
}

static void
test_compact (void)
{
  check_same (DOCUMENT);
  locale_fixture_set_up ();
  check_same (DOCUMENT);
  locale_fixture_tear_down ();
}

/* Another reader finds the same in the indented text. */
static void
test_pretty (void)
{
  g_autoptr (JsonNode) node = json_from_string (DOCUMENT, NULL);
  g_autoptr (JsonNode) small = json_from_string ("{\"a\": [1, {}]}", NULL);
  g_autoptr (JsonNode) again = NULL;
  g_autofree char *text = ov_json_print (node, TRUE);
  g_autofree char *small_text = ov_json_print (small, TRUE);

  again = json_from_string (text, NULL);
  g_assert_true (json_node_equal (node, again));
  g_assert_cmpstr (small_text, ==, "{\n  \"a\": [\n    1,\n    {}\n  ]\n}");
}

/* JSON-GLib writes U+001F as it is. */
static void
test_control_characters (void)
{
  for (char c = 1; c < ' '; c++)
    {
      const char name[] = {c, '1', '\0'};
      g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), name);
      g_autoptr (JsonNode) again = NULL;
      g_autofree char *text = ov_json_print (node, FALSE);

      for (const char *at = text; *at != '\0'; at++)
        g_assert_cmpint (*at, >=, ' ');
      again = json_from_string (text, NULL);
      g_assert_cmpstr (json_node_get_string (again), ==, name);
    }
}

static void
test_not_finite (void)
{
  g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), -INFINITY);
  g_autofree char *text = ov_json_print (node, FALSE);

  g_assert_cmpstr (text, ==, "null");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-text/compact", test_compact);
  g_test_add_func ("/json-text/pretty", test_pretty);
  g_test_add_func ("/json-text/control-characters", test_control_characters);
  g_test_add_func ("/json-text/not-finite", test_not_finite);

  return g_test_run ();
}

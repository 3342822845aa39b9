/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-strict.h"

#include <string.h>

#define DEEPEST 3

/* A megabyte of brackets would take the whole stack if each were a call. */
#define N_BRACKETS (1024 * 1024)

static const char *const right[] = {
  "{}",
  " \t\r\n{ \"a\" : 1 }  \n",
  "{\"a\":[1,-2,0,-0,0.5,1e5,1E-5,1.25e+5,12345678901234567890]}",
  "{\"a\":\"\",\"b\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é\"}",
  "{\"a\":{\"b\":[true,false,null]}}",
  "{\"a\":{\"k\":1},\"b\":{\"k\":1}}",
  "{\"a/*\":\"// no comment\",\"'\":\"'\"}",
};

static const char *const wrong[] = {
  "",
  " ",
  "null",
  "[]",
  "\"a\"",
  "{",
  "}",
  "{}}",
  "{} {}",
  "{\"a\"}",
  "{\"a\":}",
  "{\"a\":1,}",
  "{,}",
  "{a:1}",
  "{1:1}",
  "{'a':1}",
  "{\"a\":'b'}",
  "{\"a\":[1,]}",
  "{\"a\":[1 2]}",
  "{\"a\":[1}",
  "{\"a\":01}",
  "{\"a\":0x1}",
  "{\"a\":+1}",
  "{\"a\":1.}",
  "{\"a\":.5}",
  "{\"a\":1e}",
  "{\"a\":-}",
  "{\"a\":NaN}",
  "{\"a\":tru}",
  "{\"a\":truer}",
  "{\"a\":True}",
  "/* */{}",
  "{}// end",
  "{#\n}",
  "var a = {}",
  "{\"a\":\"b}",
  "{\"a\":\"\\",
  "{\"a\":\"\\x\"}",
  "{\"a\":\"\\u12\"}",
  "{\"a\":\"\\u12",
  "{\"a\":\"\\u0000\"}",
  "{\"a\":\"\\ud800\"}",
  "{\"a\":\"\\ud800\\u0041\"}",
  "{\"a\":\"\\udc00\"}",
  "{\"a\":\"\n\"}",
  "{\"a\":\"\xff\"}",
  "\xef\xbb\xbf{}",
};

static void
assert_fault (const char *text,
              gsize       length,
              const char *part)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *fault = NULL;

  g_assert_null (ov_json_parse_object (parser, text, length, DEEPEST, &fault));
  g_assert_nonnull (fault);
  if (strstr (fault, part) == NULL)
    g_error ("“%s” does not say “%s”", fault, part);
}

static void
test_right (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autofree char *fault = NULL;

      g_test_message ("%s", right[i]);
      g_assert_nonnull (ov_json_parse_object (parser, right[i], strlen (right[i]), DEEPEST,
                                              &fault));
      g_assert_null (fault);
    }
}

static void
test_wrong (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *shown = g_strescape (wrong[i], NULL);

      g_test_message ("%s", shown);
      assert_fault (wrong[i], strlen (wrong[i]), "not a JSON object");
    }
  assert_fault ("{\"a\0\":1}", 8, "not a JSON object");
  assert_fault ("{}\0", 3, "not a JSON object");
}

/* Nothing after the given length is looked at. */
static void
test_length (void)
{
  for (gsize i = 0; i < strlen (right[3]); i++)
    {
      g_autofree char *exact = g_memdup2 (right[3], i + 1);

      assert_fault (exact, i, "not a JSON object");
    }
}

/* A key is the same however it is written. */
static void
test_twice (void)
{
  assert_fault ("{\"a\":1,\"a\":1}", 13, "“a” twice");
  assert_fault ("{\"a\":1,\"\\u0061\":1}", 18, "“a” twice");
  assert_fault ("{\"x\":{\"\\u00e9\":1,\"é\":1}}", 25, "“é” twice");
  assert_fault ("{\"\":1,\"b\":2,\"\":1}", 17, "“” twice");
}

static void
test_deep (void)
{
  static const char *const openings[] = {"[", "{\"a\":", "/*\"*/[", "'\"':[", "[\"\\\"\",["};

  assert_fault ("{\"a\":[[[1]]]}", 13, "too deeply");
  for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autoptr (GString) text = g_string_new ("{\"a\":");
      gboolean is_deep;

      while (text->len < N_BRACKETS)
        g_string_append (text, openings[i]);
      is_deep = openings[i][0] == '[' || openings[i][0] == '{';
      assert_fault (text->str, text->len, is_deep ? "too deeply" : "not a JSON object");
    }
}

/* The values of a small file are large in memory. */
static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new ("{\"a\":[1");

  for (guint i = 0; i < 4000000; i++)
    g_string_append (text, ",1");
  g_string_append (text, "]}");
  assert_fault (text->str, text->len, "more than 4000000 values");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-strict/right", test_right);
  g_test_add_func ("/json-strict/wrong", test_wrong);
  g_test_add_func ("/json-strict/length", test_length);
  g_test_add_func ("/json-strict/twice", test_twice);
  g_test_add_func ("/json-strict/deep", test_deep);
  g_test_add_func ("/json-strict/many", test_many);

  return g_test_run ();
}

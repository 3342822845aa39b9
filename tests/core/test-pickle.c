/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pickle.h"

#include <string.h>

#define BYTES(text) (const guint8 *) text, sizeof text - 1

/* {'a': [1, 300, -2, None, True], u'b': ('x', (), 2**40)}, written by Python 2's cPickle but for
 * the last number's instruction. */
#define RIGHT                                         \
  "\x80\x02}q\x01(U\x01"                              \
  "aq\x02]q\x03(K\x01M\x2c\x01J\xfe\xff\xff\xffN\x88" \
  "eX\x01\x00\x00\x00"                                \
  "bq\x04U\x01x)\x8a\x06\x00\x00\x00\x00\x00\x01\x87q\x05u."

#define N_MUTATIONS 25000

static void
assert_fault (const guint8 *bytes,
              gsize         size,
              const char   *part)
{
  g_autofree char *fault = NULL;

  g_assert_null (ov_pickle_parse (bytes, size, &fault));
  g_assert_nonnull (fault);
  g_test_message ("%s", fault);
  g_assert_nonnull (strstr (fault, part));
}

static void
test_right (void)
{
  const gint64 numbers[] = {1, 300, -2};
  g_autofree char *fault = NULL;
  g_autoptr (OvPickle) pickle = ov_pickle_parse (BYTES (RIGHT), &fault);
  const OvPickleValue *list, *tuple, *number;

  g_assert_null (fault);
  g_assert_nonnull (pickle);
  list = ov_pickle_value_find (ov_pickle_get_root (pickle), "a");
  tuple = ov_pickle_value_find (ov_pickle_get_root (pickle), "b");
  g_assert_null (ov_pickle_value_find (ov_pickle_get_root (pickle), "c"));
  g_assert_null (ov_pickle_value_find (list, "a"));

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpint (ov_pickle_value_item (list, OV_PICKLE_LIST, i)->integer, ==, numbers[i]);
  g_assert_cmpint (ov_pickle_value_item (list, OV_PICKLE_LIST, 3)->kind, ==, OV_PICKLE_NONE);
  g_assert_cmpint (ov_pickle_value_item (list, OV_PICKLE_LIST, 4)->integer, ==, TRUE);
  g_assert_null (ov_pickle_value_item (list, OV_PICKLE_LIST, 5));
  g_assert_null (ov_pickle_value_item (list, OV_PICKLE_TUPLE, 0));

  g_assert_true (ov_pickle_value_is (ov_pickle_value_item (tuple, OV_PICKLE_TUPLE, 0), "x"));
  g_assert_cmpuint (ov_pickle_value_item (tuple, OV_PICKLE_TUPLE, 1)->items->len, ==, 0);
  number = ov_pickle_value_item (tuple, OV_PICKLE_TUPLE, 2);
  g_assert_cmpint (number->integer, ==, G_GINT64_CONSTANT (1) << 40);
}

/* What would be run is named, in either way of writing it, and wherever it stands. */
static void
test_calls (void)
{
  assert_fault (BYTES ("cos\nsystem\n(U\x02lstR."), "“os system”");
  assert_fault (BYTES ("\x80\x04\x8c\x02os\x8c\x06system\x93."), "“os system”");
  assert_fault (BYTES ("}U\x01x"
                       "c__builtin__\neval\ns."),
                "“__builtin__ eval”");
  assert_fault (BYTES ("cnumpy\nload\n."), "“numpy load”");
  assert_fault (BYTES ("cnumpy\xff\ndtype\n."), "refused");
}

static void
test_wrong (void)
{
  assert_fault (BYTES (""), "too early");
  assert_fault (BYTES ("."), "too early");
  assert_fault (BYTES ("(."), "too early");
  assert_fault (BYTES ("N"), "too early");
  assert_fault (BYTES ("(dp1\n."), "instruction 2");
  assert_fault (BYTES ("\x00."), "instruction 1");
  assert_fault (BYTES ("\x85."), "instruction 1");
  assert_fault (BYTES ("N(\x86."), "instruction 3");
  assert_fault (BYTES ("Nt."), "instruction 2");
  assert_fault (BYTES ("]Ns."), "instruction 3");
  assert_fault (BYTES ("}(Nu."), "instruction 4");
  assert_fault (BYTES ("}Na."), "instruction 3");
  assert_fault (BYTES ("NNb."), "instruction 3");
  assert_fault (BYTES ("h\x01."), "instruction 1");
  assert_fault (BYTES ("Nq\x05h\x04."), "instruction 3");
  assert_fault (BYTES ("Nr\xff\xff\xff\x7f."), "instruction 2");
  assert_fault (BYTES ("T\xff\xff\xff\xffx."), "instruction 1");
  assert_fault (BYTES ("\x8e\xff\xff\xff\xff\xff\xff\xff\xffx."), "instruction 1");
  assert_fault (BYTES ("\x8a\x09xxxxxxxxx."), "instruction 1");
  assert_fault (BYTES ("cnumpy\ndtype"), "instruction 1");
}

/* A key that occurs twice is not a key. */
static void
test_twice (void)
{
  g_autofree char *fault = NULL;
  g_autoptr (OvPickle) pickle = ov_pickle_parse (BYTES ("}(U\x01"
                                                        "aK\x01U\x01"
                                                        "aK\x02u."),
                                                 &fault);

  g_assert_nonnull (pickle);
  g_assert_null (ov_pickle_value_find (ov_pickle_get_root (pickle), "a"));
}

/* Instructions without end take no memory without end. */
static void
test_bombs (void)
{
  static const char *const parts[] = {
    "(",
    "N",
    "}",
    "]",
    "K\x01",
    "]q\x01h\x01",
    "]q\x01h\x01"
    "a",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GString) bytes = g_string_new (NULL);

      while (bytes->len < 4 * 1024 * 1024)
        g_string_append (bytes, parts[i]);
      assert_fault ((const guint8 *) bytes->str, bytes->len, "");
    }
}

static void
assert_read_or_refused (const guint8 *bytes)
{
  g_autofree char *fault = NULL;
  g_autoptr (OvPickle) pickle = ov_pickle_parse (bytes, sizeof RIGHT - 1, &fault);

  g_assert_true ((pickle != NULL) == (fault == NULL));
  if (pickle != NULL)
    ov_pickle_value_find (ov_pickle_get_root (pickle), "a");
}

/* Cut short at any place, with any byte in place of any other, and with several changed, it is read
 * or refused. */
static void
test_damaged (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gsize size = 0; size < sizeof RIGHT - 1; size++)
    {
      g_autofree guint8 *exact = g_memdup2 (RIGHT, size + 1);

      assert_fault (exact, size, "");
    }

  for (gsize place = 0; place < sizeof RIGHT - 1; place++)
    for (guint byte = 0; byte <= G_MAXUINT8; byte++)
      {
        g_autofree guint8 *changed = g_memdup2 (RIGHT, sizeof RIGHT - 1);

        changed[place] = (guint8) byte;
        assert_read_or_refused (changed);
      }

  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (RIGHT, sizeof RIGHT - 1);

      for (guint j = 0; j < 2 + i % 3; j++)
        changed[g_rand_int_range (rand, 0, sizeof RIGHT - 1)] = (guint8) g_rand_int (rand);
      assert_read_or_refused (changed);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pickle/right", test_right);
  g_test_add_func ("/pickle/calls", test_calls);
  g_test_add_func ("/pickle/wrong", test_wrong);
  g_test_add_func ("/pickle/twice", test_twice);
  g_test_add_func ("/pickle/bombs", test_bombs);
  g_test_add_func ("/pickle/damaged", test_damaged);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "json-strict.h"
#include "json-text.h"

/* A digit that says how deeply the JSON may be nested, and the JSON. What is accepted can be
 * written, and read back as the same. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  FuzzInput input = {bytes, size};
  const guint deepest = fuzz_take_byte (&input) & 0xf;
  g_autofree char *text = g_memdup2 (input.size > 0 ? input.bytes : (const guint8 *) "",
                                     MAX (input.size, 1));
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonParser) other_parser = json_parser_new ();
  g_autofree char *fault = NULL;
  g_autofree char *other_fault = NULL;
  g_autofree char *written = NULL;
  JsonObject *object = ov_json_parse_object (parser, text, input.size, deepest, &fault);
  JsonObject *other;

  fuzz_is_accepted = object != NULL;
  g_assert_true ((object == NULL) == (fault != NULL));
  if (object == NULL)
    {
      g_assert_true (g_utf8_validate (fault, -1, NULL));
      return 0;
    }

  written = ov_json_print (json_parser_get_root (parser), FALSE);
  other = ov_json_parse_object (other_parser, written, strlen (written), deepest, &other_fault);
  g_assert_cmpstr (other_fault, ==, NULL);
  g_assert_cmpuint (json_object_get_size (object), ==, json_object_get_size (other));

  return 0;
}

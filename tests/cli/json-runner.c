/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-runner.h"

/* As runner_run_well(), of what writes a JSON document. Returns its root. */
JsonObject *
runner_run_for_json (const char *arguments)
{
  g_auto (Outcome) outcome = {0};
  g_autoptr (JsonNode) node = NULL;

  runner_run_well (arguments, &outcome);
  node = json_from_string (outcome.output, NULL);
  g_assert_nonnull (node);

  return json_object_ref (json_node_get_object (node));
}

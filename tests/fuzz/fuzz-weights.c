/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "error.h"
#include "model.h"
#include "network.h"
#include "weights.h"

/* A file of weights: after the letter 'r' as it is; otherwise the letter chooses the value that all
 * numbers have, and the rest is the header, in front of which its length is put. As many numbers
 * follow as the network has; after a capital letter, a mean image besides. */

#define N_NUMBERS ((gsize) OV_N_CLASSES * (OV_IMAGE_SIZE + 1))

static GByteArray *
make_file (FuzzInput *input)
{
  GByteArray *file = g_byte_array_new ();
  const guint8 kind = fuzz_take_byte (input);
  const gsize n_numbers = N_NUMBERS + (g_ascii_isupper (kind) ? OV_IMAGE_SIZE : 0);
  const guint64 length = GUINT64_TO_LE ((guint64) input->size);

  if (kind == 'r')
    return g_byte_array_append (file, input->bytes, (guint) input->size);

  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  g_byte_array_append (file, input->bytes, (guint) input->size);
  for (gsize i = 0; i < n_numbers; i++)
    {
      const float number = kind == 'i' ? INFINITY : kind == 'n' ? NAN
                                                                : (float) kind;

      g_byte_array_append (file, (const guint8 *) &number, sizeof number);
    }

  return file;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  FuzzInput input = {bytes, size};
  g_autoptr (GByteArray) contents = make_file (&input);
  g_autoptr (GFile) file = fuzz_write_file ("weights.safetensors", contents->data, contents->len);
  g_autoptr (OvNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;
  float *parameters;
  gsize n_parameters;

  ov_recipe_init_preset (&recipe, "linear", NULL);
  network = ov_model_build_network (&recipe);
  parameters = network->parameters;
  n_parameters = network->n_parameters;
  for (gsize i = 0; i < n_parameters; i++)
    parameters[i] = 0.5f;

  fuzz_is_accepted = ov_weights_load (network, file, &error);
  if (!fuzz_is_accepted)
    fuzz_check_sentence (error, OV_ERROR);
  for (gsize i = 0; i < n_parameters; i++)
    g_assert_true (fuzz_is_accepted ? isfinite (parameters[i]) : parameters[i] == 0.5f);

  return 0;
}

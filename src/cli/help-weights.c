/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "help.h"

static const char weights_text[] =
  N_("Usage:\n"
     "  overshoot-cli train --save-weights FILE [OPTION…]\n"
     "  overshoot-cli train --load-weights FILE [OPTION…]\n"
     "\n"
     "A file of weights is in the safetensors format: 32-bit floats with the names and shapes\n"
     "that PyTorch uses, output by input. Its __metadata__ says how to use them: pixel_scale,\n"
     "classes, data, epochs and the whole recipe. The tensor mean_image [3, 32, 32] is to be\n"
     "subtracted from an image of red, green and blue, once that is multiplied by\n"
     "pixel_scale / 255; in this order it is flattened before a linear layer.\n"
     "\n"
     "The test accuracy of any recipe's weights, with PyTorch alone:\n"
     "\n");

/* Python is no language to be translated from. */
static const char example[] =
  "  import json, torch, torch.nn.functional as F\n"
  "  raw, test = (bytearray(open(f, 'rb').read()) for f in ('FILE', 'test_batch.bin'))\n"
  "  end = 8 + int.from_bytes(raw[:8], 'little'); head = json.loads(raw[8:end])\n"
  "  scale, right = float(head.pop('__metadata__')['pixel_scale']) / 255, 0\n"
  "  t = {k: torch.frombuffer(raw[slice(*(end + i for i in v['data_offsets']))],\n"
  "                           dtype=torch.float32).reshape(v['shape']) for k, v in head.items()}\n"
  "  for part in torch.frombuffer(test, dtype=torch.uint8).reshape(-1, 3073).split(500):\n"
  "      x = part[:, 1:].reshape(-1, 3, 32, 32) * scale - t['mean_image']\n"
  "      for name in (k[:-7] for k in t if k.endswith('.weight')):\n"
  "          w, b = t[name + '.weight'], t[name + '.bias']\n"
  "          if w.dim() == 4:\n"
  "              x = F.max_pool2d(F.relu(F.conv2d(x, w, b, padding=1)), 2)\n"
  "          else:\n"
  "              x = F.linear(x.flatten(1), w, b)\n"
  "              x = {'hidden': torch.sigmoid, 'fc1': F.relu}.get(name, lambda x: x)(x)\n"
  "      right += int((x.argmax(1) == part[:, 0]).sum())\n"
  "  print(right * 100 / (len(test) // 3073))\n";

/**
 * ov_help_make_weights:
 *
 * Returns: (transfer full): what a file of weights holds, and a program that uses it
 */
char *
ov_help_make_weights (void)
{
  return g_strconcat (_(weights_text), example, NULL);
}

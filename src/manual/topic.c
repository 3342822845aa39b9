/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "topic.h"

#include <glib/gi18n-lib.h>

const OvTopic ov_topic_program = {
  .title = N_("Description"),
  .before =
    N_("overshoot-cli trains small image classifiers on CIFAR-10 and shows what the learning rate "
       "does to them. It is Overshoot without a screen."),
};

const OvTopic ov_topic_train = {
  .title = N_("Training"),
  .before =
    N_("Trains one of the recipes below and writes what happens, epoch by epoch, to standard "
       "output. A recipe holds every number that decides a run; the options change it, so that "
       "the same options always give the same run."),
};

const OvTopic ov_topic_model = {
  .title = N_("The model"),
  .before =
    N_("Shows the layers of a recipe's network: what they are called, what they do, the shape of "
       "their output (channels × height × width) and how many numbers they learn."),
};

const OvTopic ov_topic_runs = {
  .title = N_("Runs"),
  .before =
    N_("Lists the runs that are kept, shows one, imports them from files and exports them. "
       "A run is given by its name, by its identifier, or by the beginning of that."),
};

static const OvTopicItem run_actions_items[] = {
  {"runs list", N_("A line for each run; --json writes all about it.")},
  {"runs show RUN", N_("All about a run, and its log.")},
  {"runs import FILE...",
   N_("Adds the runs of files to the library. One that is there already, or that is the same bit "
      "for bit, is not added again; the longer record of the two is kept.")},
  {"runs export FILE.overshoot [RUN...]", N_("Writes some runs, or all, to a file of their own.")},
  {"runs delete RUN...", N_("Deletes runs for good.")},
  {NULL, NULL},
};

const OvTopic ov_topic_run_actions = {
  .title = N_("What can be done with runs"),
  .items = run_actions_items,
};

const OvTopic ov_topic_library = {
  .title = N_("The library of runs"),
  .before =
    N_("The user's library is $XDG_DATA_HOME/overshoot/runs.db. It and every file that ends in "
       ".overshoot are SQLite databases with the same tables, so that sqlite3 shows what is in "
       "them. A file with runs may be mailed: what Overshoot reads of one it checks first."),
};

static const OvTopicItem formats_items[] = {
  {"log", N_("One line per epoch, for people.")},
  {"csv", N_("A heading, then a row as soon as its epoch ends.")},
  {"json",
   N_("One document at the end: recipe, data, epochs, outcome, seconds, and the epoch with the "
      "best test accuracy.")},
  {"exercise",
   N_("What the exercise printed, at the epochs at which it did. The loss is that of the last "
      "batch, and linear shows the rate after a decay. The exercise's item 1 decayed twice an "
      "epoch: --decays-per-epoch 2.")},
  {NULL, NULL},
};

const OvTopic ov_topic_formats = {
  .title = N_("Formats"),
  .items = formats_items,
  .after =
    N_("Numbers are written with a full stop. Train figures are those of the passes that made the "
       "updates, test figures are taken after the epoch, accuracies are per cent. "
       "The sharpness, which has columns in csv and json and a chart in --plot, is that of the "
       "weights with which the epoch begins: full batches are stable while it is below "
       "2 (1 + momentum) / learning rate. sharpness_error is the most by which the true one "
       "may be larger, as a share of itself: 0.002 unless 200 products were not enough for that; "
       "sharpness_residual is the length of Hv - sv, divided by s, where v is the direction "
       "found, s the sharpness, and H the matrix of second derivatives."),
};

const OvTopic ov_topic_results = {
  .title = N_("Files"),
  .before =
    N_("Pictures end in .png, weights in .safetensors or .st. Templates show the weights of the "
       "linear classifier and, for networks, the average gradient of a class's score with "
       "respect to the pixels. With --epochs 0 the weights are those that the training starts "
       "from; “overshoot-cli help weights” shows how to use them elsewhere. Each place is tried "
       "before the training starts, and an old file stays whole until the new one is. Symbolic "
       "links are followed, and the old file's mode and owner are kept. A FIFO that has a "
       "reader, /dev/null and what the shell calls /dev/fd/N are written into, whatever they are "
       "called; other devices, and the places of two results or of a result and the data, are "
       "refused. Once a loss or a weight is not finite, results use the weights from before that "
       "epoch."),
  .after =
    N_("With --save-run the run itself is saved while it is running, once a second, to a file "
       "that may hold others; what a kill leaves of it is whole. --resume continues the run "
       "that began last in a file, to its own number of epochs or to that of --epochs, and "
       "prints the epochs before as well: the same run to the last bit as one that was never "
       "ended, with the same images and on the same machine. The file is an SQLite database, "
       "“sqlite3 FILE .schema” explains it. It keeps the newest state and that of the best "
       "epoch, which is the first with the highest test accuracy; without --checkpoint-every "
       "the newest is at most ten seconds and an epoch old. With best: before its name, "
       "--save-weights writes the best epoch's."),
};

static const OvTopicItem ends_items[] = {
  {"0", N_("Every epoch is done.")},
  {"1", N_("Data, a file or a library failed.")},
  {"2", N_("The command line cannot be understood.")},
  {"3", N_("The run diverged: the loss grew without bound.")},
  {"128+N",
   N_("Signal N stopped it: 130 is Ctrl+C, 143 SIGTERM, 129 SIGHUP, 152 SIGXCPU; 141: nobody "
      "reads standard output any more.")},
  {NULL, NULL},
};

const OvTopic ov_topic_ends = {
  .title = N_("Exit status"),
  .items = ends_items,
  .after =
    N_("Results are written for 3 and 128+N as well, as far as the run got. A second signal ends "
       "the program at once. Signals that were ignored at the start stay ignored."),
};

static const OvTopicItem environment_items[] = {
  {"OVERSHOOT_DATA",
   N_("The folder with the user's CIFAR-10, in place of $XDG_DATA_HOME/overshoot.")},
  {"OPENBLAS_CORETYPE",
   N_("Read by OpenBLAS, which multiplies matrices: the kind of processor to compute for.")},
  {"DNNL_MAX_CPU_ISA",
   N_("Read by oneDNN, which convolves: the instructions to use at most. What is chosen shows "
      "in overshoot-cli --version.")},
  {NULL, NULL},
};

const OvTopic ov_topic_environment = {
  .title = N_("Environment"),
  .items = environment_items,
};

const OvTopic ov_topic_examples = {
  .title = N_("Examples"),
  .verbatim =
    "overshoot-cli train --recipe linear --epochs 300 --format csv > run.csv\n"
    "overshoot-cli train --learning-rate 0.0185 --decay 1 --plot diverging.png\n"
    "overshoot-cli train --data sample --templates templates.png\n",
};

const OvTopic ov_topic_weights = {
  .title = N_("Weights"),
  .before =
    N_("A file of weights is in the safetensors format: 32-bit floats with the names and shapes "
       "that PyTorch uses, output by input. Its __metadata__ says how to use them: pixel_scale, "
       "classes, data, epochs and the whole recipe. The tensor mean_image, 3 × 32 × 32, is to be "
       "subtracted from an image of red, green and blue, once that is multiplied by "
       "pixel_scale / 255; in this order it is flattened before a linear layer."),
  .after = N_("The test accuracy of any recipe's weights, with PyTorch alone:"),
  .verbatim =
    "import json, torch, torch.nn.functional as F\n"
    "raw, test = (bytearray(open(f, 'rb').read()) for f in ('FILE', 'test_batch.bin'))\n"
    "end = 8 + int.from_bytes(raw[:8], 'little'); head = json.loads(raw[8:end])\n"
    "scale, right = float(head.pop('__metadata__')['pixel_scale']) / 255, 0\n"
    "t = {k: torch.frombuffer(raw[slice(*(end + i for i in v['data_offsets']))],\n"
    "                         dtype=torch.float32).reshape(v['shape']) for k, v in head.items()}\n"
    "for part in torch.frombuffer(test, dtype=torch.uint8).reshape(-1, 3073).split(500):\n"
    "    x = part[:, 1:].reshape(-1, 3, 32, 32) * scale - t['mean_image']\n"
    "    for name in (k[:-7] for k in t if k.endswith('.weight')):\n"
    "        w, b = t[name + '.weight'], t[name + '.bias']\n"
    "        if w.dim() == 4:\n"
    "            x = F.max_pool2d(F.relu(F.conv2d(x, w, b, padding=1)), 2)\n"
    "        else:\n"
    "            x = F.linear(x.flatten(1), w, b)\n"
    "            x = {'hidden': torch.sigmoid, 'fc1': F.relu}.get(name, lambda x: x)(x)\n"
    "    right += int((x.argmax(1) == part[:, 0]).sum())\n"
    "print(right * 100 / (len(test) // 3073))\n",
};

const OvTopic ov_topic_window = {
  .title = N_("Description"),
  .before =
    N_("Overshoot trains small image classifiers on CIFAR-10 while you watch: loss and accuracy "
       "draw themselves, and whenever a slider moves a new run starts over the pale curve of the "
       "one before. A folder or an archive with CIFAR-10 that is named on the command line is "
       "opened as its data. Ctrl+? shows the keys."),
};

static const OvTopicItem window_data_items[] = {
  {"$XDG_DATA_HOME/overshoot", N_("The user's CIFAR-10.")},
  {"$XDG_CACHE_HOME/overshoot", N_("What exact steps and forecasts are prepared from.")},
  {NULL, NULL},
};

const OvTopic ov_topic_window_data = {
  .title = N_("Files"),
  .items = window_data_items,
};

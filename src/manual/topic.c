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
       "the same options always give the same run, to the last bit on the same data, processor and "
       "libraries. The number of threads makes no difference; it is kept with a run all the "
       "same, as are the instructions that computed, and both stand in its JSON."),
};

const OvTopic ov_topic_model = {
  .title = N_("The model"),
  .before =
    N_("Shows the layers of a recipe's network: what they are called, what they do, the shape of "
       "their output (channels × height × width) and how many numbers they learn. Of the recipe's "
       "values only --hidden-units changes them; the others, which decide the training, may be "
       "given, and are said to make no difference."),
};

const OvTopic ov_topic_ladder = {
  .title = N_("The ladder"),
  .before =
    N_("Trains a recipe at a range of learning rates, one after the other from the lowest, with "
       "one seed and few epochs unless --epochs says how many. The rates stand at equal factors. "
       "For more than the rate, or to keep the runs, there is “overshoot-cli sweep”. With "
       "--forecast the losses of linear runs are forecast; a forecast is called one, and has no "
       "accuracies."),
};

const OvTopic ov_topic_ladder_examples = {
  .title = N_("Examples"),
  .verbatim =
    "overshoot-cli ladder --recipe two-layer-sgd --from 1e-5 --to 1e-2\n"
    "overshoot-cli ladder --forecast --epochs 300 --format csv\n"
    "overshoot-cli ladder --data sample --trials 9 --plot ladder.pdf\n",
};

const OvTopic ov_topic_find_lr = {
  .title = N_("The range test"),
  .before =
    N_("Finds the learning rates at which a recipe learns, in seconds: makes one step after the "
       "other at rates that grow from 1e-8 to 10, and writes the loss down until it has risen to "
       "four times its lowest. The rate of the recipe makes no difference."),
};

const OvTopic ov_topic_find_lr_examples = {
  .title = N_("Examples"),
  .verbatim =
    "overshoot-cli find-lr --recipe two-layer-sgd --momentum 0.9 --format csv\n"
    "overshoot-cli find-lr --data sample --plot range-test.pdf\n",
};

const OvTopic ov_topic_forecast = {
  .title = N_("The forecast"),
  .before =
    N_("Forecasts what a run of the linear classifier on full batches would show: its losses "
       "follow from the data's quadratic form, which is computed once and kept in the cache. It "
       "also finds the rate below which descent is stable, the rate up to which nothing swings, "
       "and, for the recipe's epochs and decay, the stable rate with the least training loss. "
       "No run is made, so there are no accuracies."),
};

const OvTopic ov_topic_forecast_examples = {
  .title = N_("Examples"),
  .verbatim =
    "overshoot-cli forecast --learning-rate 0.015\n"
    "overshoot-cli forecast --momentum 0.9 --format csv\n"
    "overshoot-cli forecast --data sample --plot forecast.pdf\n",
};

const OvTopic ov_topic_step = {
  .title = N_("The step"),
  .before =
    N_("Shows one step of a run: the loss along its direction, for step lengths from 0 on, "
       "where the step lands, where the line is lowest, and the length from which on the loss "
       "is higher than before. Lengths are learning rates. For the linear classifier on full "
       "batches, by gradient descent or Nesterov momentum, it is exact, and no run is made. Other "
       "runs are trained to the end of the epoch, whose last update is followed on the first 500 "
       "training images. With --run the step is one of a run that was saved, from its last state "
       "up to that epoch; the file is only read."),
};

const OvTopic ov_topic_step_examples = {
  .title = N_("Examples"),
  .verbatim =
    "overshoot-cli step --learning-rate 0.0178 --epoch 24 --plot step.pdf\n"
    "overshoot-cli step --recipe two-layer-sgd --format csv\n"
    "overshoot-cli train --epochs 30 --save-run run.overshoot\n"
    "overshoot-cli step --run run.overshoot --plot next.pdf\n",
};

const OvTopic ov_topic_valley = {
  .title = N_("The valley"),
  .before =
    N_("Shows where runs of the linear classifier on full batches go in a plane through the space "
       "of its weights. The plane has two of the eigenvectors of the images' second moment, a "
       "steep and a flat one, each times the direction of its own target: over it the loss is a "
       "paraboloid, and the way from weights of zero is exact for any rate, decay, momentum and "
       "regularisation. The loss is that of weights that are zero outside of the plane. Unless "
       "--modes says otherwise, the steepest eigenvector stands against that one along which the "
       "loss falls most in the second half of the run. With --modes all it shows, for every "
       "eigenvector at once, by what each epoch multiplies the distance of its weights from their "
       "optimum, 1 - 2 * rate * (eigenvalue + regularisation), and what is left of that distance "
       "after the last epoch; with momentum, the larger of the two factors that there are then, or "
       "the magnitude of both where they are complex.\n"
       "\n"
       "For any other recipe, and for the run of a file (--run), it shows the path of the weights "
       "on the plane of its own two main directions (the principal components of the states after "
       "some dozens of epochs), how much of the movement they explain, and the loss of the first "
       "512 training images around it. A recipe is trained for that; a file needs states of "
       "several epochs, which train keeps with --checkpoint-every. With --rates a run is trained "
       "for each of them, all from the same first weights, and the plane is that of the points of "
       "all runs together, through the last one of the first run.\n"
       "\n"
       "With --directions random the plane has two random directions instead, each filter of which "
       "is as long as the weights' own (Li et al. 2018; along biases they do not go), and which "
       "depend on the seed of the recipe; with --directions steepest that in which the loss bends "
       "most, the leading eigenvector of its Hessian on the first 256 training images, across the "
       "main direction of the path. Either goes through the newest state, and the path is "
       "projected into it: that may explain little of the movement."),
};

const OvTopic ov_topic_valley_examples = {
  .title = N_("Examples"),
  .verbatim =
    "overshoot-cli valley --modes 1,9 --learning-rate 0.0175 --decay 1 --epochs 40 --format csv\n"
    "overshoot-cli valley --modes 1,9 --rates 0.001,0.009,0.0175,0.0185 --plot valley.pdf\n"
    "overshoot-cli valley --modes all --learning-rate 0.0175 --plot modes.pdf\n"
    "overshoot-cli valley --recipe two-layer-sgd --epochs 20 --plot path.pdf\n"
    "overshoot-cli valley --recipe two-layer-sgd --epochs 9 --rates 1e-4,4e-4 --plot paths.pdf\n",
};

const OvTopic ov_topic_compare = {
  .title = N_("The comparison"),
  .before =
    N_("Puts runs side by side: their last losses and accuracies, and the best test accuracy. "
       "Those of one recipe that differ by the seed alone also have their mean and the standard "
       "deviation of a sample, and are drawn as a mean with a band of it. Runs are given by files, "
       "by folders of files, such as those of a sweep, or by their names in the library. What "
       "“train --format json” writes is a run too; so are CSV files and TensorBoard's event files, "
       "whose recipe is not known."),
};

const OvTopic ov_topic_compare_examples = {
  .title = N_("Examples"),
  .verbatim =
    "overshoot-cli train --seed 1 --save-run one.overshoot\n"
    "overshoot-cli train --seed 2 --save-run two.overshoot\n"
    "overshoot-cli compare one.overshoot two.overshoot --plot seeds.pdf\n"
    "overshoot-cli compare . --format csv > runs.csv\n",
};

const OvTopic ov_topic_diagnose = {
  .title = N_("The diagnosis"),
  .before =
    N_("Says what the curves of each run do (diverging, rate too high, oscillating, spiky, over "
       "a bump, too slow, overfitting, a plateau, falling, or smooth), with the numbers that "
       "show it, the epochs that these mean and the one where it shows best, what else was "
       "found, and a command that tries something else. A run is given by the file it is in, by "
       "a folder of such files, or, in the library, by its name or the beginning of its "
       "identifier. What “train --format json” writes is read as well, and CSV files: what "
       "“train --format csv” writes, and logs of other programs, for which there is nothing to "
       "try, since nothing is known of their recipes. Where it is known, the rate at which "
       "descent on full batches becomes unstable is taken into account: by the sharpness that "
       "was measured (“train --sharpness”), or, for the linear classifier, once “overshoot-cli "
       "forecast”, exact steps or the window have prepared the data."),
};

const OvTopic ov_topic_diagnose_examples = {
  .title = N_("Examples"),
  .verbatim =
    "overshoot-cli train --learning-rate 0.015 --save-run run.overshoot\n"
    "overshoot-cli diagnose run.overshoot\n"
    "overshoot-cli diagnose run.overshoot --json\n"
    "overshoot-cli train --format json > run.json\n"
    "overshoot-cli diagnose run.json\n",
};

const OvTopic ov_topic_data = {
  .title = N_("The images"),
  .before =
    N_("“data where” says which images a run uses: those that --data names, or else CIFAR-10 in "
       "$OVERSHOOT_DATA or the user's folder, or else the built-in sample. The checksum is what "
       "runs and pictures carry. “data verify” compares every byte of CIFAR-10 with the sums of "
       "what was published. “data fetch” downloads CIFAR-10 (170 MB) into the user's folder, or "
       "into the folder that --data names, and verifies it; what is there as it was published is "
       "not downloaded again, and anything else stays as it is until the new files are whole. The "
       "archive comes from its home, or from the address in $OVERSHOOT_CIFAR10_URL."),
};

const OvTopic ov_topic_data_examples = {
  .title = N_("Examples"),
  .verbatim =
    "overshoot-cli data fetch\n"
    "overshoot-cli data where\n"
    "overshoot-cli data verify --data sample\n",
};

const OvTopic ov_topic_runs = {
  .title = N_("Runs"),
  .before =
    N_("Lists the runs that are kept, shows one, draws some, imports them from files and exports "
       "them. "
       "A run is given by its name, by its identifier, or by the beginning of that."),
};

const OvTopic ov_topic_show = {
  .title = N_("Pictures"),
  .before =
    N_("Every picture that Overshoot draws (PNG, SVG, PDF) carries the recipes of its runs, their "
       "names and colours, the checksum of the data and the version of the program, unless a run "
       "began with --load-weights. show tells them, and the command line that runs each again."),
};

static const OvTopicItem run_actions_items[] = {
  {"runs list", N_("A line for each run; --json writes all about it.")},
  {"runs show RUN", N_("All about a run, and its log.")},
  {"runs plot FILE.pdf RUN...",
   N_("Draws loss and accuracy of runs on the same data, with the names and the colours that they "
      "have in the window: the first in front, the others pale.")},
  {"runs import FILE...",
   N_("Adds the runs of files to the library. One that is there already, or that is the same bit "
      "for bit, is not added again; the longer record of the two is kept. The logs of other "
      "programs become runs without a recipe: CSV of Keras or Lightning, event files of "
      "TensorBoard. Names of columns such as val_loss tell what they are, or else --columns, as in "
      "--columns train-loss=cost,test-loss=cost/eval: the words before the signs are epoch, "
      "train-loss, test-loss, train-accuracy, test-accuracy and learning-rate, and nothing behind "
      "one stands for no column.")},
  {"runs export FILE [RUN...]",
   N_("Writes some runs, or all, to a file of their own. The ending of its name decides what it "
      "is, see below.")},
  {"runs delete RUN...", N_("Deletes runs for good.")},
  {NULL, NULL},
};

const OvTopic ov_topic_run_actions = {
  .title = N_("What can be done with runs"),
  .items = run_actions_items,
};

static const OvTopicItem run_files_items[] = {
  {"FILE.overshoot", N_("All that there is of the runs, for Overshoot and for sqlite3.")},
  {"FILE.csv",
   N_("One long table: a row for each epoch of each run, which begins with the run's identifier, "
      "its name, and its recipe in columns such as recipe_seed. A sharpness that was measured "
      "after the last epoch has a row of its own.")},
  {"FILE.json", N_("An array with what runs show --json writes of each.")},
  {"FOLDER.tfevents",
   N_("A folder that tensorboard --logdir shows, with a folder in it for each run. The step is the "
      "epoch, and numbers have single precision, which is all that TensorBoard keeps.")},
  {NULL, NULL},
};

const OvTopic ov_topic_run_files = {
  .title = N_("Files of runs"),
  .items = run_files_items,
  .after =
    N_("Numbers are written with the fewest digits that are read back as the same, accuracies "
       "are per cent. What is not finite is inf, -inf or nan in a table, and null in JSON."),
};

const OvTopic ov_topic_library = {
  .title = N_("The library of runs"),
  .before =
    N_("The user's library is $XDG_DATA_HOME/overshoot/runs.db. It and every file that ends in "
       ".overshoot are SQLite databases with the same tables, so that sqlite3 shows what is in "
       "them. A file with runs may be mailed: what Overshoot reads of one it checks first. The "
       "setting current_run is the id of the run that the window was last in the middle of. Which "
       "runs are being trained the locks on .runs.db.lock, beside the library, tell other "
       "windows."),
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
       "2 (1 + momentum) / learning rate; with Nesterov's momentum, below 2 (1 + momentum) / "
       "(1 + 2 momentum) / learning rate. By RMSProp, Adam and AdamW it is the preconditioned one, "
       "of the second derivatives divided as the optimiser's last step was, from epoch 1 on; its "
       "limit is 2 (1 + momentum) / learning rate for RMSProp, and 2 (1 + beta1) / (1 - beta1) / "
       "learning rate for the other two. sharpness_error is the most by which the true one "
       "may be larger, as a share of itself: 0.002 unless 200 products were not enough for that; "
       "sharpness_residual is the length of Hv - sv, divided by s, where v is the direction "
       "found, s the sharpness, and H the matrix of second derivatives."),
};

const OvTopic ov_topic_results = {
  .title = N_("Files"),
  .before =
    N_("Pictures end in .png, .svg or .pdf, weights in .safetensors or .st. Templates show the "
       "weights of the linear classifier and, for networks, the average gradient of a class's "
       "score with respect to the pixels. With --epochs 0 the weights are those that the "
       "training starts from; “overshoot-cli help weights” shows how to use them elsewhere. Each"
       " place is tried before the training starts, and an old file stays whole until the new "
       "one is. Symbolic links are followed, and the old file's mode and owner are kept. A FIFO "
       "that has a reader, /dev/null and what the shell calls /dev/fd/N are written into, "
       "whatever they are called; other devices, and the places of two results or of a result "
       "and the data, are refused. Once a loss or a weight is not finite, results use the "
       "weights from before that epoch."),
  .after =
    N_("With --save-run the run itself is saved while it is running, twice a second, to a file "
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
       "opened as its data; files with runs (FILE.overshoot) are added to the runs that are kept. "
       "Where a window is open already, it opens them. Ctrl+? shows the keys."),
};

static const OvTopicItem window_data_items[] = {
  {"$XDG_DATA_HOME/overshoot", N_("The user's CIFAR-10, and runs.db: the runs that are kept.")},
  {"$XDG_CACHE_HOME/overshoot", N_("What exact steps and forecasts are prepared from.")},
  {NULL, NULL},
};

const OvTopic ov_topic_window_data = {
  .title = N_("Files"),
  .items = window_data_items,
};

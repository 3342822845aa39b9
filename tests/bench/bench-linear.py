#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the speed of overshoot-cli with NumPy's on the linear classifier and the real CIFAR-10.

    bench-linear.py OVERSHOOT_CLI [ROUNDS]

The two programs take turns, with the same kernels of OpenBLAS and the same number of threads, and
the medians of the rounds are compared: what else the machine does falls on both. Speeds are those
of the epochs alone, without start and loading; the seconds of whole runs are shown beside them."""

import csv
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from race import find_kernels

N_EPOCHS = 40
RECIPE = {'learning-rate': '0.01', 'decay': '0.999', 'regularisation': '5e-6'}
TARGET_RATIO = 2.5
LONG_RUN = 300
TARGET_MEGABYTES = 350

# The programs start from different random weights, whose traces are gone by their last epoch.
LARGEST_DIFFERENCE = 0.0003


def find_data():
    default = Path(os.environ.get('XDG_DATA_HOME') or Path.home() / '.local/share') / 'overshoot'
    folder = Path(os.environ.get('OVERSHOOT_DATA') or default)
    if not (folder / 'test_batch.bin').exists():
        sys.exit(f'The real CIFAR-10 is not in {folder}; build-aux/fetch-cifar10 brings it.')
    return folder


class Run:
    """One run of either program: its rows, seconds and memory."""

    def __init__(self, command, environment):
        start = time.perf_counter()
        child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        lines = child.stdout.readlines()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f'{command[0]} ended with status {child.returncode}.')
        self.wall_seconds = time.perf_counter() - start
        self.megabytes = usage.ru_maxrss / 1024
        self.rows = list(csv.DictReader(lines))
        self.speed = len(self.rows) / sum(float(row['seconds']) for row in self.rows)
        self.last_loss = float(self.rows[-1]['train_loss'])


def run_overshoot(program, folder, n_epochs):
    options = [word for key, value in RECIPE.items() for word in (f'--{key}', value)]
    return Run([program, 'train', '--recipe', 'linear', '--data', str(folder), '--format', 'csv',
                '--epochs', str(n_epochs), *options], dict(os.environ))


def run_numpy(folder, n_epochs, kernels):
    environment = dict(os.environ, OPENBLAS_NUM_THREADS=str(len(os.sched_getaffinity(0))),
                       **kernels)
    script = Path(__file__).with_name('numpy_linear.py')
    return Run([sys.executable, str(script), str(folder), str(n_epochs), *RECIPE.values()],
               environment)


def show(name, runs):
    speeds = [run.speed for run in runs]
    print(f'{name:10} {statistics.median(speeds):8.2f} epochs/s '
          f'({min(speeds):.2f} to {max(speeds):.2f}), '
          f'{statistics.median(run.wall_seconds for run in runs):.1f} s a run, '
          f'{max(run.megabytes for run in runs):.0f} MB')


def main():
    program = sys.argv[1]
    n_rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    folder = find_data()
    kernels = find_kernels(program)
    overshoot_runs, numpy_runs = [], []

    for _ in range(n_rounds):
        overshoot_runs.append(run_overshoot(program, folder, N_EPOCHS))
        numpy_runs.append(run_numpy(folder, N_EPOCHS, kernels))

    difference = abs(overshoot_runs[-1].last_loss - numpy_runs[-1].last_loss)
    if difference > LARGEST_DIFFERENCE:
        sys.exit(f'The programs do not compute the same: their last losses are {difference} apart.')

    long_run = run_overshoot(program, folder, LONG_RUN)
    ratio = (statistics.median(run.speed for run in overshoot_runs)
             / statistics.median(run.speed for run in numpy_runs))

    print(f'kernels    {kernels.get("OPENBLAS_CORETYPE")}; '
          f'{n_rounds} rounds of {N_EPOCHS} epochs')
    show('overshoot', overshoot_runs)
    show('numpy', numpy_runs)
    print(f'ratio      {ratio:8.2f} (target {TARGET_RATIO})')
    print(f'memory     {long_run.megabytes:8.0f} MB at most in {LONG_RUN} epochs '
          f'(target {TARGET_MEGABYTES})')

    return 0 if ratio >= TARGET_RATIO and long_run.megabytes < TARGET_MEGABYTES else 1


if __name__ == '__main__':
    sys.exit(main())

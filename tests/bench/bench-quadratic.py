#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the quadratic form of the real CIFAR-10: how long it takes to prepare, to read from the
cache and to forecast a run, and how many times faster than NumPy the linear recipe runs on it.

    bench-quadratic.py QUADRATIC_TIMES [ROUNDS]

The two programs take turns with the same kernels of OpenBLAS and the same number of threads, and
medians are compared: what else the machine does falls on both."""

import os
import statistics
import sys
import tempfile
from pathlib import Path

from cifar import find_data
from race import Run, show

RECIPE = ('0.01', '0.999', '5e-6')
N_NUMPY_EPOCHS = 40

# The programs start from different random weights, whose traces are gone by then.
LARGEST_DIFFERENCE = 0.0003

TARGETS = {
    'first_seconds': ('prepared the first time', 's', 6.0),
    'cached_seconds': ('prepared from the cache', 's', 0.3),
    'valley_microseconds': ('300 steps in the valley', 'µs', 100.0),
    'train_milliseconds': ('forecast of 300 epochs, training loss', 'ms', 10.0),
    'test_milliseconds': ('forecast of 300 epochs, 48 test losses too', 'ms', 33.0),
}
TARGET_RATIO = 15.0


def main():
    program = sys.argv[1]
    n_rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    folder = find_data()
    script = Path(__file__).with_name('numpy_linear.py')
    ours, speeds = [], []

    for _ in range(n_rounds):
        with tempfile.TemporaryDirectory() as cache:
            rows = Run([program, folder, cache, *RECIPE]).rows
        ours.append({row['name']: row['value'] for row in rows})
        environment = {'OPENBLAS_NUM_THREADS': str(len(os.sched_getaffinity(0))),
                       'OPENBLAS_CORETYPE': ours[-1]['kernels']}
        numpy = Run([sys.executable, script, folder, N_NUMPY_EPOCHS, *RECIPE], **environment)
        speeds.append(N_NUMPY_EPOCHS / sum(numpy.column('seconds')))

        difference = abs(float(ours[-1]['loss_40']) - numpy.column('train_loss')[-1])
        if difference > LARGEST_DIFFERENCE:
            sys.exit(f'The programs do not compute the same: their losses are {difference} apart.')

    def median(name):
        return statistics.median(float(run[name]) for run in ours)

    reached = True
    print(f'{n_rounds} rounds, kernels {ours[-1]["kernels"]}')
    for name, (title, unit, target) in TARGETS.items():
        show(title, median(name), unit, target)
        reached = reached and median(name) < target
    show('first epoch of a run', median('first_epoch_seconds'), 's')
    show('overshoot', median('epochs_per_second'), 'epochs/s')
    show('numpy', statistics.median(speeds), 'epochs/s')
    ratio = median('epochs_per_second') / statistics.median(speeds)
    show('ratio', ratio, 'times', TARGET_RATIO)

    return 0 if reached and ratio >= TARGET_RATIO else 1


if __name__ == '__main__':
    sys.exit(main())

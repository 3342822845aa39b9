#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the speed of overshoot-cli with NumPy's on the two-layer network with mini-batches and
the real CIFAR-10.

    bench-two-layer.py OVERSHOOT_CLI [ROUNDS]

Both start from the same weights, with the same kernels of OpenBLAS and the same number of threads,
so their losses have to agree. Compared are the medians of an epoch with both evaluations; each
run's first epoch, in which memory is touched for the first time, is left out."""

import os
import statistics
import sys
import tempfile
from pathlib import Path

from cifar import find_data
from race import Run, find_kernels, show

N_EPOCHS = 6
RECIPE = {'learning-rate': '0.0001', 'decay': '0.999', 'regularisation': '5e-6',
          'batch-size': '500'}
TARGET_RATIO = 1.6
TARGET_MEGABYTES = 450
LARGEST_DIFFERENCE = 1e-4


def main():
    program = sys.argv[1]
    n_rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    folder = find_data()
    threads = str(len(os.sched_getaffinity(0)))
    kernels = find_kernels(program)
    peer = Path(__file__).with_name('numpy_two_layer.py')
    ours, theirs = [], []

    with tempfile.TemporaryDirectory() as scratch:
        weights = Path(scratch) / 'first.safetensors'
        train = [program, 'train', '--recipe', 'two-layer-sgd', '--format', 'csv', '--data', folder,
                 *(word for key, value in RECIPE.items() for word in (f'--{key}', value))]
        Run([*train, '--epochs', '0', '--save-weights', weights])
        for _ in range(n_rounds):
            ours.append(Run([*train, '--epochs', N_EPOCHS, '--load-weights', weights]))
            theirs.append(Run([sys.executable, peer, folder, weights, N_EPOCHS, *RECIPE.values()],
                              OPENBLAS_NUM_THREADS=threads, **kernels))

    for name in ('train_loss', 'test_loss'):
        difference = max(abs(a - b) for a, b in zip(ours[0].column(name), theirs[0].column(name)))
        if difference > LARGEST_DIFFERENCE:
            sys.exit(f'The programs do not compute the same: {name} is {difference} apart.')

    seconds, peer_seconds = (
        statistics.median(second for run in runs for second in run.column('seconds')[1:])
        for runs in (ours, theirs))
    memory = max(run.megabytes for run in ours)
    show('overshoot: epoch with both evaluations', seconds, 's')
    show('numpy: the same', peer_seconds, 's')
    show('ratio', peer_seconds / seconds, '', TARGET_RATIO)
    show('memory', memory, 'MB', TARGET_MEGABYTES)

    return 0 if peer_seconds / seconds >= TARGET_RATIO and memory < TARGET_MEGABYTES else 1


if __name__ == '__main__':
    sys.exit(main())

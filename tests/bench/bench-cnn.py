#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares Overshoot with PyTorch (Debian's python3-torch, channels_last) on the convolutional
network and the real CIFAR-10: first that they compute the same, then how fast.

    bench-cnn.py OVERSHOOT_CLI CNN_STEPS CONVOLUTION_PASSES [ROUNDS]

From the same weights, over the same batches, the losses of the first steps have to agree. Compared
are the medians of an epoch's training, beside the time of the convolutions alone."""

import os
import statistics
import sys
import tempfile
from pathlib import Path

from cifar import find_data
from race import Run, find_kernels, show

N_STEPS = 200
LARGEST_DIFFERENCE = 1e-3
TARGET_RATIO = 3.0
TARGET_SHARE = 1.4
TARGET_TEST_SECONDS = 1.0
TARGET_MEGABYTES = 450


def main():
    program, steps, passes = sys.argv[1:4]
    n_rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    folder = find_data()
    threads = str(len(os.sched_getaffinity(0)))
    kernels = dict(find_kernels(program), OPENBLAS_NUM_THREADS=threads,
                   OMP_NUM_THREADS=threads)
    peer = Path(__file__).with_name('torch_cnn.py')
    ours, theirs, alone = [], [], []

    with tempfile.TemporaryDirectory() as scratch:
        weights = Path(scratch) / 'first.safetensors'
        train = [program, 'train', '--recipe', 'cnn', '--data', folder, '--format', 'csv']
        Run([*train, '--epochs', '0', '--save-weights', weights])

        losses = Run([steps, 'steps', folder, weights]).column('loss')[:N_STEPS]
        expected = Run([sys.executable, peer, 'steps', folder, weights, N_STEPS],
                       **kernels).column('loss')
        difference = max(abs(a - b) / b for a, b in zip(losses, expected, strict=True))
        show(f'largest difference in {N_STEPS} steps', 1e6 * difference, '1e-6',
             f'{1e6 * LARGEST_DIFFERENCE:.0f}')

        for _ in range(n_rounds):
            ours.append(Run([steps, 'epoch', folder, weights]))
            alone.append(Run([passes, threads]))
            theirs.append(Run([sys.executable, peer, 'epoch', folder, weights, 1], **kernels))
        memory = Run([*train, '--epochs', 1]).megabytes

    def median(runs, name):
        return statistics.median(run.column(name)[0] for run in runs)

    seconds = median(ours, 'train_seconds')
    peer_seconds = median(theirs, 'train_seconds')
    alone_seconds = median(alone, 'seconds')
    test_seconds = median(ours, 'test_seconds')
    show('overshoot: training of an epoch', seconds, 's')
    show('pytorch: the same', peer_seconds, 's')
    show('ratio', peer_seconds / seconds, '', TARGET_RATIO)
    show('convolutions alone', alone_seconds, 's')
    show('share', seconds / alone_seconds, '', TARGET_SHARE)
    show('overshoot: scoring the test set', test_seconds, 's', TARGET_TEST_SECONDS)
    show('pytorch: the same', median(theirs, 'test_seconds'), 's')
    show('memory', memory, 'MB', TARGET_MEGABYTES)

    reached = (difference <= LARGEST_DIFFERENCE and peer_seconds / seconds >= TARGET_RATIO
               and seconds / alone_seconds <= TARGET_SHARE and test_seconds < TARGET_TEST_SECONDS
               and memory < TARGET_MEGABYTES)

    return 0 if reached else 1


if __name__ == '__main__':
    sys.exit(main())

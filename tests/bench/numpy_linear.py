#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The linear classifier in NumPy, for comparison with overshoot-cli: the same algorithm in float32,
with one matrix product a pass and OpenBLAS's own threads.

    numpy_linear.py FOLDER EPOCHS LEARNING_RATE DECAY REGULARISATION

Prints overshoot-cli's CSV table, without the column of the batch loss."""

import sys
import time
from pathlib import Path

import numpy as np

N_CLASSES = 10
RECORD = 1 + 3 * 32 * 32
WEIGHT_STD = 1e-5


def read_batches(folder, names):
    """Returns pixels [n x 3072] and labels [n], both bytes."""
    records = np.concatenate([
        np.fromfile(folder / name, dtype=np.uint8).reshape(-1, RECORD) for name in names])
    return records[:, 1:], records[:, 0]


def centre(pixels, mean):
    """Scales pixels to 0..1 and subtracts the training set's mean image."""
    images = pixels.astype(np.float32)
    images -= mean
    images /= 255
    return images


def score(scores, labels):
    """Returns the residual, its mean squared length, and the accuracy in per cent."""
    rows = np.arange(len(labels))
    accuracy = 100.0 * np.count_nonzero(scores.argmax(axis=1) == labels) / len(labels)
    scores[rows, labels] -= 1
    loss = np.einsum('ij,ij->', scores, scores, dtype=np.float64) / len(labels)
    return scores, loss, accuracy


def main():
    folder = Path(sys.argv[1])
    n_epochs = int(sys.argv[2])
    rate, decay, regularisation = (float(word) for word in sys.argv[3:6])

    pixels, labels = read_batches(folder, [f'data_batch_{i}.bin' for i in range(1, 6)])
    test_pixels, test_labels = read_batches(folder, ['test_batch.bin'])
    mean = pixels.mean(axis=0, dtype=np.float64).astype(np.float32)
    images, test_images = centre(pixels, mean), centre(test_pixels, mean)
    n, n_pixels = images.shape

    generator = np.random.default_rng(0)
    weights = generator.normal(0, WEIGHT_STD, (n_pixels, N_CLASSES)).astype(np.float32)
    biases = np.zeros(N_CLASSES, np.float32)

    print('epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,seconds')
    for epoch in range(n_epochs):
        start = time.perf_counter()
        penalty = regularisation * np.vdot(weights, weights)
        residual, loss, accuracy = score(images @ weights + biases, labels)
        loss += penalty

        gradient = images.T @ residual
        gradient *= 2 / n
        gradient += 2 * regularisation * weights
        weights -= rate * gradient
        biases -= rate * 2 / n * residual.sum(axis=0)

        _, test_loss, test_accuracy = score(test_images @ weights + biases, test_labels)
        test_loss += regularisation * np.vdot(weights, weights)
        seconds = time.perf_counter() - start
        print(f'{epoch},{rate:.10g},{loss:.8g},{accuracy:.6g},{test_loss:.8g},'
              f'{test_accuracy:.6g},{seconds:.6f}', flush=True)
        rate *= decay


if __name__ == '__main__':
    main()

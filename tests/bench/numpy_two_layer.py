#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two-layer network in NumPy, for comparison with overshoot-cli: mini-batches in the order of
the file, float32, OpenBLAS's own threads.

    numpy_two_layer.py FOLDER WEIGHTS.safetensors EPOCHS LEARNING_RATE DECAY REGULARISATION BATCH

Prints an epoch's losses after it, and its seconds with both evaluations."""

import sys
import time

import numpy as np

from cifar import read_images, read_weights

PIXEL_SCALE = 255
N_CLASSES = 10


class Network:
    """x -> sigmoid(x W1 + b1) W2 + b2; weights as [in x out], which suits the products here."""

    def __init__(self, path):
        weights = read_weights(path)
        self.w1 = np.ascontiguousarray(weights['hidden.weight'].T)
        self.b1 = weights['hidden.bias'].copy()
        self.w2 = np.ascontiguousarray(weights['output.weight'].T)
        self.b2 = weights['output.bias'].copy()

    def hide(self, images):
        hidden = images @ self.w1
        hidden += self.b1
        np.negative(hidden, out=hidden)
        np.exp(hidden, out=hidden)
        hidden += 1
        return np.reciprocal(hidden, out=hidden)

    def score(self, images):
        return self.hide(images) @ self.w2 + self.b2

    def penalty(self, regularisation):
        return regularisation * (np.vdot(self.w1, self.w1) + np.vdot(self.w2, self.w2))

    def step(self, images, targets, rate, regularisation):
        n = np.float32(len(images))
        hidden = self.hide(images)
        residual = hidden @ self.w2 + self.b2 - targets
        d_scores = residual * (2 / n)
        d_w2 = hidden.T @ d_scores
        d_hidden = d_scores @ self.w2.T
        d_hidden *= hidden
        d_hidden *= 1 - hidden
        d_w1 = images.T @ d_hidden
        d_w1 += np.float32(2 * regularisation) * self.w1
        d_w2 += np.float32(2 * regularisation) * self.w2
        self.w1 -= rate * d_w1
        self.w2 -= rate * d_w2
        self.b1 -= rate * d_hidden.sum(axis=0)
        self.b2 -= rate * d_scores.sum(axis=0)


def main():
    folder, path = sys.argv[1:3]
    n_epochs, batch = int(sys.argv[3]), int(sys.argv[7])
    rate, decay, regularisation = (float(word) for word in sys.argv[4:7])
    images, labels, test_images, test_labels = read_images(folder, PIXEL_SCALE)
    eye = np.eye(N_CLASSES, dtype=np.float32)
    targets, test_targets = eye[labels], eye[test_labels]
    network = Network(path)

    def evaluate(some, wanted, names):
        scores = network.score(some)
        accuracy = 100 * np.mean(scores.argmax(axis=1) == names)
        scores -= wanted
        loss = np.einsum('ij,ij->', scores, scores, dtype=np.float64) / len(some)
        return loss + network.penalty(regularisation), accuracy

    print('epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds', flush=True)
    for epoch in range(n_epochs):
        start = time.perf_counter()
        for first in range(0, len(images), batch):
            network.step(images[first:first + batch], targets[first:first + batch],
                         np.float32(rate), regularisation)
        train_loss, train_accuracy = evaluate(images, targets, labels)
        test_loss, test_accuracy = evaluate(test_images, test_targets, test_labels)
        rate *= decay
        print(f'{epoch},{train_loss:.8g},{train_accuracy:.3f},{test_loss:.8g},'
              f'{test_accuracy:.3f},{time.perf_counter() - start:.6f}', flush=True)


if __name__ == '__main__':
    main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The convolutional network in PyTorch, for comparison with Overshoot.

    torch_cnn.py steps FOLDER WEIGHTS.safetensors STEPS   the loss of each step, the batches in the
                                                          order of the file
    torch_cnn.py epoch FOLDER WEIGHTS.safetensors 1       the seconds of an epoch's training, and
                                                          those of scoring the test set

Batches of 50; learning rate 0.001 and momentum 0.1, those of the recipe."""

import os
import sys
import time

import torch
from torch import nn
from torch.nn import functional

from cifar import read_images, read_weights

BATCH = 50
TEST_BATCH = 500
RATE = 1e-3
MOMENTUM = 0.1


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3, padding='same')
        self.conv2 = nn.Conv2d(32, 64, 3, padding='same')
        self.conv3 = nn.Conv2d(64, 64, 3, padding='same')
        self.fc1 = nn.Linear(1024, 64)
        self.fc2 = nn.Linear(64, 10)

    def forward(self, x):
        for convolution in (self.conv1, self.conv2, self.conv3):
            x = functional.max_pool2d(functional.relu(convolution(x)), 2)
        return self.fc2(functional.relu(self.fc1(x.flatten(1))))


def to_batchable(images):
    return torch.from_numpy(images.reshape(-1, 3, 32, 32)).contiguous(
        memory_format=torch.channels_last)


def train(network, images, labels, order, visit):
    optimiser = torch.optim.SGD(network.parameters(), lr=RATE, momentum=MOMENTUM)
    for first in range(0, len(order), BATCH):
        chosen = order[first:first + BATCH]
        loss = functional.cross_entropy(network(images[chosen]), labels[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        visit(loss.item())


def main():
    what, folder, path, count = sys.argv[1:5]
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    images, labels, test_images, test_labels = read_images(folder, 1)
    images, test_images = to_batchable(images), to_batchable(test_images)
    labels = torch.from_numpy(labels.astype('int64'))

    # The file holds the mean image as well, which is not part of the network.
    tensors = read_weights(path)
    network = Network()
    network.load_state_dict({name: torch.tensor(tensors[name]) for name in network.state_dict()})
    network = network.to(memory_format=torch.channels_last)

    if what == 'steps':
        print('loss')
        train(network, images, labels, torch.arange(int(count) * BATCH), print)
        return

    losses = []
    train(network, images, labels, torch.arange(10 * BATCH), losses.append)
    start = time.perf_counter()
    train(network, images, labels, torch.randperm(len(images)), losses.append)
    trained = time.perf_counter()
    with torch.no_grad():
        for first in range(0, len(test_images), TEST_BATCH):
            network(test_images[first:first + TEST_BATCH])
    print('train_seconds,test_seconds')
    print(f'{trained - start:.6f},{time.perf_counter() - trained:.6f}')


if __name__ == '__main__':
    main()

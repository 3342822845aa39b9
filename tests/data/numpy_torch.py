# SPDX-License-Identifier: GPL-3.0-or-later
"""What the example of `overshoot-cli help weights` takes of PyTorch, by NumPy, since PyTorch is too
large to be installed for one test. Where it is installed, the test takes it."""

import sys
import types

import numpy as np


class Tensor(np.ndarray):
    """An array with the names that PyTorch has for some things."""

    def dim(self):
        return self.ndim

    def split(self, size):
        return [self[i:i + size] for i in range(0, len(self), size)]

    def flatten(self, start_dim):
        return self.reshape(*self.shape[:start_dim], -1)


def frombuffer(buffer, dtype):
    return np.frombuffer(buffer, dtype).view(Tensor)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def linear(x, weight, bias):
    return x.astype(np.float32) @ weight.T + bias


def conv2d(x, weight, bias, padding):
    """The channels come last, so that the windows of a row of the kernel are copied but once."""
    n_out, channels, side, _ = weight.shape
    n, _, height, width = x.shape
    padded = np.pad(np.moveaxis(x, 1, 3).astype(np.float32),
                    ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, side, axis=2)
    rows = np.moveaxis(windows, 4, 3).reshape(n, -1, side * channels)
    kernel = weight.transpose(2, 3, 1, 0).reshape(side, side * channels, n_out)
    sums = bias + sum(rows[:, i * width:(i + height) * width] @ kernel[i] for i in range(side))
    return np.moveaxis(sums.reshape(n, height, width, n_out), 3, 1).view(Tensor)


def relu(x):
    return np.maximum(x, 0)


def max_pool2d(x, size):
    n, channels, height, width = x.shape
    return x.reshape(n, channels, height // size, size, width // size, size).max(axis=(3, 5))


def install():
    """Lets `import torch` find this."""
    torch, nn, functional = (types.ModuleType(name)
                             for name in ('torch', 'torch.nn', 'torch.nn.functional'))
    torch.frombuffer, torch.sigmoid, torch.nn = frombuffer, sigmoid, nn
    torch.uint8, torch.float32 = np.uint8, np.float32
    nn.functional = functional
    functional.linear, functional.conv2d = linear, conv2d
    functional.relu, functional.max_pool2d = relu, max_pool2d
    sys.modules.update({'torch': torch, 'torch.nn': nn, 'torch.nn.functional': functional})

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes losses.csv, what test-optimiser-losses.c compares Overshoot's optimisers with: the losses
of 200 steps in PyTorch, in double precision.

    OVERSHOOT_PROBLEM=FOLDER test-core-optimiser-losses    # images, recipes and first weights
    torch_losses.py FOLDER > losses.csv

A loss is that of the batch before its update, with the penalty of all weights. The file was made
by PyTorch 1.13.1."""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

STEPS = 200
CLASSES = 10


def read_weights(path):
    """Reads a safetensors file of 32-bit floats."""
    contents = Path(path).read_bytes()
    length = int.from_bytes(contents[:8], 'little')
    numbers = contents[8 + length:]
    weights = {}
    for name, entry in json.loads(contents[8:8 + length]).items():
        if name.endswith(('.weight', '.bias')):
            begin, end = entry['data_offsets']
            values = np.frombuffer(numbers[begin:end], dtype='<f4').reshape(entry['shape'])
            weights[name] = torch.tensor(values, dtype=torch.float64, requires_grad=True)
    return weights


def make_optimiser(recipe, parameters, biases):
    """AdamW takes the penalty's gradient, 2 reg W, out of its division; of the others it is part of
    the loss."""
    rate, momentum = recipe['learning-rate'], recipe['momentum']
    name = recipe.get('optimiser', 'gradient-descent')
    if name == 'rmsprop':
        return torch.optim.RMSprop(parameters + biases, lr=rate, momentum=momentum)
    if name == 'adam':
        return torch.optim.Adam(parameters + biases, lr=rate)
    if name == 'adamw':
        return torch.optim.AdamW([
            {'params': parameters, 'weight_decay': 2 * recipe['regularisation']},
            {'params': biases, 'weight_decay': 0}], lr=rate)
    return torch.optim.SGD(parameters + biases, lr=rate, momentum=momentum,
                           nesterov=name == 'nesterov')


def score(weights, images):
    names = [name for name in weights if name.endswith('.weight')]
    for name in names:
        images = functional.linear(images, weights[name], weights[name[:-len('weight')] + 'bias'])
        if name != names[-1]:
            images = torch.sigmoid(images)
    return images


def train(recipe, weights, images, targets):
    kernels = [values for name, values in weights.items() if name.endswith('.weight')]
    biases = [values for name, values in weights.items() if name.endswith('.bias')]
    optimiser = make_optimiser(recipe, kernels, biases)
    is_decoupled = recipe.get('optimiser') == 'adamw'
    size = recipe['batch-size']
    losses = []
    for step in range(STEPS):
        first = step % (len(images) // size) * size
        scores = score(weights, images[first:first + size])
        loss = ((scores - targets[first:first + size]) ** 2).sum(dim=1).mean()
        penalty = recipe['regularisation'] * sum((values ** 2).sum() for values in kernels)
        optimiser.zero_grad()
        (loss if is_decoupled else loss + penalty).backward()
        optimiser.step()
        losses.append((loss + penalty).item())
    return losses


def main():
    folder = Path(sys.argv[1])
    pixels = np.fromfile(folder / 'pixels', dtype=np.uint8).reshape(-1, 3 * 32 * 32) / 255
    images = torch.tensor(pixels - pixels.mean(axis=0))
    labels = torch.tensor(np.fromfile(folder / 'labels', dtype=np.uint8).astype('int64'))
    targets = functional.one_hot(labels, CLASSES).double()

    columns = {}
    for path in sorted(folder.glob('*.json')):
        recipe = json.loads(path.read_text())
        weights = read_weights(path.with_suffix('.safetensors'))
        columns[path.stem] = train(recipe, weights, images, targets)

    print(','.join(columns))
    for row in zip(*columns.values()):
        print(','.join(f'{loss:.10g}' for loss in row))


if __name__ == '__main__':
    main()

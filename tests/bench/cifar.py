# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs that Overshoot is compared with have in common: CIFAR-10 and its weights as
NumPy arrays."""

import json
import os
import sys
from pathlib import Path

import numpy as np

RECORD = 1 + 3 * 32 * 32


def find_data():
    """Returns the folder with the real CIFAR-10."""
    default = Path(os.environ.get('XDG_DATA_HOME') or Path.home() / '.local/share') / 'overshoot'
    folder = Path(os.environ.get('OVERSHOOT_DATA') or default)
    if not (folder / 'test_batch.bin').exists():
        sys.exit(f'The real CIFAR-10 is not in {folder}; build-aux/fetch-cifar10 brings it.')
    return folder


def read_split(folder, names):
    """Returns pixels [n x 3072] and labels [n], both bytes."""
    records = np.concatenate([
        np.fromfile(Path(folder) / name, dtype=np.uint8).reshape(-1, RECORD) for name in names])
    return records[:, 1:], records[:, 0]


def read_images(folder, scale):
    """Returns training images, labels, test images and labels; pixels from 0 to `scale`, less the
    mean image of the training set."""
    pixels, labels = read_split(folder, [f'data_batch_{i}.bin' for i in range(1, 6)])
    test_pixels, test_labels = read_split(folder, ['test_batch.bin'])
    mean = pixels.mean(axis=0, dtype=np.float64).astype(np.float32)

    def centre(some):
        images = some.astype(np.float32)
        images -= mean
        images *= np.float32(scale / 255)
        return images

    return centre(pixels), labels, centre(test_pixels), test_labels


def read_weights(path):
    """Reads a safetensors file of 32-bit floats."""
    contents = Path(path).read_bytes()
    length = int.from_bytes(contents[:8], 'little')
    header = json.loads(contents[8:8 + length])
    numbers = contents[8 + length:]
    weights = {}
    for name, entry in header.items():
        if name == '__metadata__':
            continue
        begin, end = entry['data_offsets']
        weights[name] = np.frombuffer(numbers[begin:end], dtype='<f4').reshape(entry['shape'])
    return weights

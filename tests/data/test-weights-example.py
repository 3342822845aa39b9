#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the program that `overshoot-cli help weights` prints on weights of every recipe. Argument:
the overshoot-cli that was built. Needs the real CIFAR-10, in the folder of OVERSHOOT_DATA."""

import contextlib
import importlib.util
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy_torch
from tap import run_checks

CLI = sys.argv[1]
DATA = Path(os.environ['OVERSHOOT_DATA'])

# A few images may be as likely to be one thing as another, and fall to either side by rounding.
MOST_DIFFERENCE = 0.05

if importlib.util.find_spec('torch') is None:
    numpy_torch.install()


def run(*words):
    return subprocess.run([CLI, *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def printed_program(weights):
    """The lines that are indented, with the names of files put in."""
    lines = run('help', 'weights').splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith('  import '))
    text = '\n'.join(line[2:] for line in lines[start:])
    batch = next(DATA.rglob('test_batch.bin'))
    return text.replace("'FILE'", repr(str(weights))).replace("'test_batch.bin'", repr(str(batch)))


def complaints_of(recipe, *options, at_least):
    with tempfile.TemporaryDirectory() as folder:
        weights = Path(folder) / 'weights.safetensors'
        log = run('train', '--data', str(DATA), '--recipe', recipe, '--format', 'csv',
                  '--measure-train', 'off', '--save-weights', str(weights), *options)
        header, *rows = log.splitlines()
        accuracy = float(rows[-1].split(',')[header.split(',').index('test_accuracy')])
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(printed_program(weights), {})
    if not re.fullmatch(r'[0-9.]+\n', output.getvalue()):
        yield f'{recipe}: the example prints {output.getvalue()}'
    elif abs(float(output.getvalue()) - accuracy) > MOST_DIFFERENCE:
        yield f'{recipe}: the example prints {output.getvalue()}, train {accuracy}'
    if accuracy < at_least:
        yield f'{recipe}: {accuracy} % could be had by chance'


def check_linear():
    yield from complaints_of('linear', '--epochs', '3', at_least=20)


def check_two_layer_gd():
    yield from complaints_of('two-layer-gd', '--epochs', '6', '--hidden-units', '21',
                             '--weight-std', '1e-3', at_least=15)


def check_two_layer_sgd():
    yield from complaints_of('two-layer-sgd', '--epochs', '2', '--hidden-units', '21',
                             '--weight-std', '1e-3', '--learning-rate', '1e-3', at_least=15)


def check_cnn():
    yield from complaints_of('cnn', '--epochs', '1', '--learning-rate', '0.02', at_least=20)


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs programs in turns and reads their tables: what else the machine does falls on all."""

import csv
import os
import subprocess
import sys


class Run:
    """One run of a program: its rows and its memory."""

    def __init__(self, command, **environment):
        child = subprocess.Popen([str(word) for word in command],
                                 env=dict(os.environ, **environment),
                                 stdout=subprocess.PIPE, text=True)
        lines = child.stdout.readlines()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f'{command[0]} ended with status {child.returncode}.')
        self.megabytes = usage.ru_maxrss / 1024
        self.rows = list(csv.DictReader(lines))

    def column(self, name):
        return [float(row[name]) for row in self.rows]


def find_kernels(program, folder):
    """The kernels of OpenBLAS that overshoot-cli chooses for itself on this processor."""
    child = subprocess.Popen([program, 'train', '--recipe', 'linear', '--epochs', '3', '--format',
                              'csv', '--data', str(folder)], stdout=subprocess.PIPE)
    child.stdout.readline()
    with open(f'/proc/{child.pid}/environ', 'rb') as environment:
        entries = dict(entry.split(b'=', 1) for entry in environment.read().split(b'\0') if entry)
    child.stdout.read()
    child.wait()
    kernels = entries.get(b'OPENBLAS_CORETYPE')
    return {} if kernels is None else {'OPENBLAS_CORETYPE': kernels.decode()}


def show(name, value, unit, target=None):
    wanted = f' (target {target})' if target else ''
    print(f'{name:42} {value:8.3f} {unit:8}{wanted}', flush=True)

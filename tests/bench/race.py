# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs programs in turns and reads their tables: what else the machine does falls on all."""

import csv
import os
import re
import subprocess
import sys

# Each side is to show its best: a machine's own setting would bind them to other kernels. Whoever
# wants to see how both do with narrower instructions sets the variable of oneDNN as well.
if 'DNNL_MAX_CPU_ISA' not in os.environ:
    os.environ.pop('OPENBLAS_CORETYPE', None)


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


def find_kernels(program):
    """What tells another program to use the kernels of OpenBLAS that overshoot-cli uses."""
    version = subprocess.run([program, '--version'], stdout=subprocess.PIPE, text=True, check=True)
    kernels = re.search(r'^OpenBLAS .*: kernels (\w+)$', version.stdout, re.MULTILINE)
    return {} if kernels is None else {'OPENBLAS_CORETYPE': kernels.group(1)}


def show(name, value, unit, target=None):
    wanted = f' (target {target})' if target else ''
    print(f'{name:42} {value:8.3f} {unit:8}{wanted}', flush=True)

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every example in the help of the commands and in README: on the sample, for one epoch.

Argument: overshoot-cli.
"""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from program_help import list_commands
from tap import run_checks

CLI = Path(sys.argv[1]).resolve()
README = Path(__file__).resolve().parents[2] / 'README.md'


def help_of(*command):
    done = subprocess.run([CLI, *command, '--help'], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def examples(command):
    """Those of a command's help, in their order: one may use what another has left. Those for
    another engine need it, and that of the download a server: they have tests of their own."""
    page = help_of(command)
    return choose(''.join(re.split(r'\nExamples[^\n]*:\n', page)[1:]))


def choose(text):
    return [line.strip() for line in text.splitlines()
            if line.startswith('  ') and line.strip().startswith('overshoot-cli ')
            and '--engine' not in line and 'data fetch' not in line]


def shorten(line):
    """Makes a run short. The last option of a name counts."""
    before, arrow, after = line.partition(' > ')
    if re.match(r'overshoot-cli (train|sweep|ladder|forecast) ', before + ' '):
        before += ' --epochs 1'
    # A path has a plane from two epochs on.
    if before.startswith('overshoot-cli valley '):
        before += ' --epochs 2'
    # A sweep of two rates, two seeds and a small network is as good as one of more.
    before = re.sub(r' (sweep|--recipe) cnn\b', r' \1 linear', before)
    if re.search(r' --recipe two-layer-', before):
        before += ' --hidden-units 5'
    if before.startswith('overshoot-cli ladder '):
        before += ' --trials 3'
    if ' --data cifar-10 ' in before or before.endswith(' data verify'):
        before += ' --data sample'
    before = re.sub(r':\d+( |$)', r':2\1', before)
    before = re.sub(r'(--seed \d+\.\.)\d+', r'\g<1>2', before)
    return before + arrow + after


def try_lines(folder, lines):
    environment = dict(os.environ, XDG_DATA_HOME=folder, XDG_CACHE_HOME=folder, HOME=folder,
                       PATH=f'{CLI.parent}:{os.environ["PATH"]}')
    environment.pop('OVERSHOOT_DATA', None)
    for line in lines:
        done = subprocess.run(['sh', '-c', shorten(line)], check=False, cwd=folder,
                              env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            yield f'{line}: status {done.returncode}: {done.stderr}'


def check_every_example_runs():
    with tempfile.TemporaryDirectory() as folder:
        lines = [line for command in list_commands(help_of()) for line in examples(command)]
        yield from try_lines(folder, lines)
        if len(lines) < 20:
            yield f'only {len(lines)} examples were found in the help'

        # The runs that README speaks of: two files, and two with names in the library.
        yield from try_lines(folder, ['overshoot-cli runs import one.overshoot two.overshoot'])
        with sqlite3.connect(Path(folder) / 'overshoot' / 'runs.db') as library:
            library.execute("UPDATE runs SET name = 'Linear ' || (2 * rowid - 1)")
        more = choose(README.read_text(encoding='utf-8'))
        yield from try_lines(folder, [line for line in more if line not in lines])
        if len(more) < 15:
            yield f'only {len(more)} examples were found in README'


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the program where its window cannot be shown. Argument: the program."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'data'))
from tap import run_checks  # pylint: disable=wrong-import-position

PROGRAM = sys.argv[1]


def start(display, *arguments):
    """Returns the status of the program, and what it says."""
    environment = {name: value for name, value in os.environ.items()
                   if name not in ('WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR')}
    environment.update(DISPLAY=display, DBUS_SESSION_BUS_ADDRESS='disabled:')
    done = subprocess.run([PROGRAM, *arguments], env=environment, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=60)
    return done.returncode, done.stdout


def check_no_display():
    for display in '', ':12345', 'nonsense':
        status, output = start(display)
        if status != 1 or not output.startswith('Overshoot found no display'):
            yield f'with the display "{display}": status {status}: {output}'
        if output.count('\n') != 1:
            yield f'it says more than a sentence: {output}'


def check_help_needs_no_display():
    status, output = start('', '--help')
    if status != 0 or '--help' not in output:
        yield f'status {status}: {output}'


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

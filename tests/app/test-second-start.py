#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gives the program files with runs, at its start and while it runs. Arguments: the program,
overshoot-cli."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'data'))

from tap import run_checks  # pylint: disable=wrong-import-position

PROGRAM, CLI = (str(Path(argument).resolve()) for argument in sys.argv[1:])
PATIENCE = 60.0


def make_file(folder, name, rate):
    path = Path(folder) / f'{name}.overshoot'
    subprocess.run([CLI, 'train', '--data', 'sample', '--epochs', '2', '--learning-rate', str(rate),
                    '--save-run', str(path)], check=True, stdout=subprocess.DEVNULL)
    return path


def list_names(environment):
    """The names of the runs in the user's library; none before it is there."""
    answer = subprocess.run([CLI, 'runs', 'list', '--json'], capture_output=True, text=True,
                            check=False, env=environment)
    return {run['name'] for run in json.loads(answer.stdout)} if answer.returncode == 0 else set()


def wait_for(name, environment, program):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and program.poll() is None:
        if name in list_names(environment):
            return True
        time.sleep(0.1)
    return False


def check_files_are_handed_over():
    """The first start opens its file; the second gives its own to the window that is there, and
    ends.."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {'XDG_DATA_HOME': str(Path(folder) / 'share'),
                                    'OVERSHOOT_DATA': '/nonexistent'}
        first = make_file(folder, 'first', 0.001)
        second = make_file(folder, 'two words', 0.002)
        with subprocess.Popen([PROGRAM, first], env=environment) as program:
            if not wait_for('first', environment, program):
                yield 'the file that it was started with was not opened'
            else:
                handed = subprocess.run([PROGRAM, second.name], env=environment, cwd=folder,
                                        check=False, timeout=PATIENCE)
                if handed.returncode != 0:
                    yield f'the second start ended with {handed.returncode}'
                if not wait_for('two words', environment, program):
                    yield 'the file of the second start was not opened'
            if program.poll() is not None:
                yield f'the program ended with {program.returncode}'
            program.terminate()


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs checks as a TAP program: every function whose name starts with check_ is one test.

A check returns the complaints that it found, as an iterable of strings; none means that it passed.
"""

import subprocess
import sys


def complaints_of(*command, **options):
    """Runs a validator and yields what it printed when it found fault, or that it is missing."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False, **options)
    except OSError as error:
        yield f'{command[0]} cannot be run: {error.strerror}'
        return
    if done.returncode != 0:
        yield f"{' '.join(map(str, command))}: exit status {done.returncode}"
        yield from done.stdout.splitlines()


def run_checks(namespace):
    checks = [(name, check) for name, check in namespace.items() if name.startswith('check_')]
    print(f'1..{len(checks)}')
    failures = 0
    for number, (name, check) in enumerate(checks, 1):
        try:
            complaints = list(check())
        except (OSError, ValueError) as error:
            complaints = [f'it could not be checked: {error}']
        title = name.removeprefix('check_').replace('_', '-')
        print(f"{'not ok' if complaints else 'ok'} {number} {title}")
        for complaint in complaints:
            print(f'# {complaint}')
            # Meson keeps TAP to itself, and shows this.
            print(f'{title}: {complaint}', file=sys.stderr)
        failures += bool(complaints)
    return 1 if failures else 0

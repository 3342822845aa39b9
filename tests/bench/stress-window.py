#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the window at random moments while it trains, and looks at what it leaves: the library has
to open, every run in it has to be whole up to its last epoch that was written, and none that was
there before may have changed.

    tests/app/with-display tests/bench/stress-window.py BUILD/src/app/overshoot \\
      BUILD/src/cli/overshoot-cli [KILLS [SEED]]

At the end it says how long before a kill the library was written to last, with an epoch every
twentieth of a second: that is what a crash costs.
"""

import contextlib
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

RECIPES = ('linear', 'two-layer-gd', 'two-layer-sgd', 'cnn')

# In seconds: half of the kills come so long after the start of the program, while it starts or soon
# after, and half so long after its run was first written.
AFTER_START = 2.0
AFTER_WRITING = 2.0

# How long that may take, on a busy machine.
PATIENCE = 60.0

SETTINGS = """[io/github/overshoot/Overshoot]
recipe='{recipe}'
forecast=false
pace=20.0
"""


class Window:
    """The program, with settings and a library of its own."""

    def __init__(self, program, cli):
        self.program = program
        self.cli = cli
        self.data = Path(os.environ['XDG_DATA_HOME']) / 'overshoot'
        self.library = self.data / 'runs.db'
        self.settings = Path(os.environ['XDG_CONFIG_HOME']) / 'glib-2.0/settings/keyfile'
        self.environment = dict(os.environ, GSETTINGS_BACKEND='keyfile', GSK_RENDERER='cairo',
                                OVERSHOOT_DATA='/nonexistent')
        self.runs = {}
        self.lags = []

    def choose(self, number):
        """Sets what is trained next: a run that has not been there."""
        recipe = {'recipe': RECIPES[number % len(RECIPES)], 'epochs': 100000,
                  'learning-rate': 1e-6 * (1 + number)}
        self.settings.parent.mkdir(parents=True, exist_ok=True)
        self.settings.write_text(SETTINGS.format(recipe=json.dumps(recipe)), encoding='utf-8')

    def has_new_run(self):
        if not self.library.exists():
            return False
        with contextlib.closing(sqlite3.connect(self.library)) as database:
            try:
                rows = database.execute('SELECT uuid FROM runs WHERE n_epochs > 0').fetchall()
            except sqlite3.OperationalError:
                return False
        return any(uuid not in self.runs for uuid, in rows)

    def wait(self, process, until_written):
        end = time.monotonic() + PATIENCE
        while until_written and process.poll() is None and not self.has_new_run():
            if time.monotonic() > end:
                process.kill()
                raise SystemExit('FAILED: nothing was written')
            time.sleep(0.05)
        time.sleep(random.uniform(0, AFTER_WRITING if until_written else AFTER_START))

    def kill(self, until_written):
        with subprocess.Popen([self.program], env=self.environment, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True) as process:
            self.wait(process, until_written)
            process.send_signal(signal.SIGKILL)
            killed = time.time()
            faults = process.communicate()[1]
        if process.returncode != -signal.SIGKILL:
            raise SystemExit(f'FAILED: it ended with {process.returncode}: {faults}')
        return killed

    def check(self, killed):
        """Looks at the library as sqlite3 and as overshoot-cli; neither may find a fault."""
        if not self.library.exists():
            return
        if self.library.stat().st_size > 0 or Path(f'{self.library}-wal').exists():
            self.look(killed)
        subprocess.run([self.cli, 'runs', 'list'], env=self.environment, check=True,
                       stdout=subprocess.DEVNULL)
        for identifier in list(self.runs)[-2:]:
            subprocess.run([self.cli, 'runs', 'show', identifier], env=self.environment,
                           check=True, stdout=subprocess.DEVNULL)

    def look(self, killed):
        with contextlib.closing(sqlite3.connect(self.library)) as database:
            answer = database.execute('PRAGMA quick_check').fetchall()
            if answer != [('ok',)]:
                raise SystemExit(f'FAILED: {answer}')
            if not database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'runs'").fetchall():
                return
            rows = database.execute('SELECT id, uuid, n_epochs, written FROM runs').fetchall()
            found = {uuid: self.sum_up(database, run, n) for run, uuid, n, _ in rows}
            newest = [row for row in rows if row[1] not in self.runs and row[2] > 0]
        for uuid, digest in self.runs.items():
            if found.get(uuid) != digest:
                raise SystemExit(f'FAILED: the run {uuid} has changed')
        self.lags += [killed - row[3] / 1000 for row in newest]
        self.runs = found

    @staticmethod
    def sum_up(database, run, n_epochs):
        """A checksum of all epochs of a run, which have to be as many as it says that it has."""
        epochs = database.execute('SELECT * FROM epochs WHERE run = ? ORDER BY epoch',
                                  (run,)).fetchall()
        if len(epochs) != n_epochs:
            raise SystemExit(f'FAILED: run {run} has {len(epochs)} epochs, not {n_epochs}')
        return hashlib.sha256(repr(epochs).encode()).hexdigest()


def main():
    kills = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    random.seed(int(sys.argv[4]) if len(sys.argv) > 4 else None)
    window = Window(*map(os.path.abspath, sys.argv[1:3]))
    for number in range(kills):
        window.choose(number)
        window.check(window.kill(number // len(RECIPES) % 2 == 0))
    lags = sorted(window.lags)
    print(f'{kills} kills, {len(window.runs)} runs in the library, all of them whole')
    if lags:
        print(f'last written before the kill, of {len(lags)} runs: median '
              f'{lags[len(lags) // 2]:.2f} s, 95 % {lags[int(0.95 * len(lags))]:.2f} s, most '
              f'{lags[-1]:.2f} s')


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills overshoot-cli at random moments and resumes it, often; what comes of it has to be the run
that nobody has killed, to the last bit.

    tests/bench/stress-resume.py BUILD/src/cli/overshoot-cli [KILLS [SEED]]
"""

import csv
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

RECIPES = {
    'linear': ['--recipe', 'linear', '--epochs', '60', '--momentum', '0.5'],
    'linear exact': ['--recipe', 'linear', '--epochs', '600', '--momentum', '0.5',
                     '--exact-steps'],
    'two-layer-gd': ['--recipe', 'two-layer-gd', '--epochs', '12'],
    'two-layer-sgd': ['--recipe', 'two-layer-sgd', '--epochs', '12', '--batch-size', '100',
                      '--shuffle', 'on', '--momentum', '0.5'],
    'cnn': ['--recipe', 'cnn', '--epochs', '3'],
}


def strip(text):
    """The rows without their seconds."""
    return [{name: cell for name, cell in row.items() if name != 'seconds'}
            for row in csv.DictReader(io.StringIO(text))]


def read(path):
    with open(path, 'rb') as file:
        return file.read()


class Stress:
    """One recipe, run once in one go and once with kills."""

    def __init__(self, cli, folder, options):
        self.train = [cli, 'train', '--data', 'sample', '--format', 'csv']
        self.options = options
        self.folder = folder
        self.file = os.path.join(folder, 'run.overshoot')
        self.kills = 0
        self.resumes = 0
        self.anew = 0

    def weights(self, name):
        return ['--save-weights', os.path.join(self.folder, name)]

    def run_whole(self):
        start = time.monotonic()
        done = subprocess.run(self.train + self.options + self.weights('whole.st'), check=True,
                              capture_output=True, text=True)
        self.seconds = time.monotonic() - start
        self.rows = strip(done.stdout)

    def start(self, resume):
        options = (['--resume', self.file] if resume
                   else self.options + ['--save-run', self.file])
        every = random.choice([[], ['--checkpoint-every', str(random.choice([1, 3, 10]))]])
        return subprocess.Popen(self.train + options + every + self.weights('last.st'),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run_once(self, longest):
        """Runs to the end or to a kill; returns the output of a run that has ended."""
        process = self.start(os.path.exists(self.file))
        try:
            output, errors = process.communicate(timeout=random.uniform(0.01, longest))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            self.kills += 1
            return None
        if process.returncode == 0:
            return output
        if 'There is none' in errors or 'not a library' in errors:
            os.unlink(self.file)
            self.anew += 1
            return None
        raise SystemExit(f'FAILED: {process.returncode}: {errors}')

    def run_killed(self, kills):
        """Kills so often; a run that ends before begins anew."""
        wanted = self.kills + kills
        while True:
            longest = 1.2 * self.seconds if self.kills < wanted else 1e6
            output = self.run_once(longest)
            if output is None:
                continue
            self.check(output)
            os.unlink(self.file)
            self.resumes += 1
            if self.kills >= wanted:
                return

    def check(self, output):
        rows = strip(output)
        if rows != self.rows:
            wrong = next(i for i, (row, other) in enumerate(zip(rows, self.rows)) if row != other)
            raise SystemExit(f'FAILED: epoch {wrong} differs: {rows[wrong]} {self.rows[wrong]}')
        if read(os.path.join(self.folder, 'whole.st')) != read(
                os.path.join(self.folder, 'last.st')):
            raise SystemExit('FAILED: the weights differ')


def main():
    cli = os.path.abspath(sys.argv[1])
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else None)
    for name, options in RECIPES.items():
        with tempfile.TemporaryDirectory() as folder:
            stress = Stress(cli, folder, options)
            stress.run_whole()
            stress.run_killed(kills // len(RECIPES))
            print(f'{name}: {stress.kills} kills, {stress.resumes} runs that ended, equal to the '
                  f'last bit; {stress.anew} killed before they began', flush=True)


if __name__ == '__main__':
    main()

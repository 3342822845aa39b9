#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sweeps on engines that are not ours: Slurm on this machine alone, and GNU parallel.

test-cluster.py OVERSHOOT-CLI: a TAP program, whose sweeps lose a task and a node midway.
test-cluster.py --benchmark OVERSHOOT-CLI: how long sweeps of undisturbed runs take, as a multiple
of a plain loop's work divided by the workers.
"""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from slurm import NODES, PATIENCE, Slurm

SOURCE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / 'tests' / 'data'))
from tap import run_checks  # noqa: E402

CLI = str(Path(sys.argv[-1]).resolve())
RECIPE = ['two-layer-sgd', '--hidden-units', '5', '--batch-size', '300', '--shuffle', 'on',
          '--momentum', '0.5', '--data', 'sample', '--threads', '1']
GRID = ['--learning-rate', '1e-5..1e-4:log:6', '--seed', '1..10', '--epochs', '3']
N_RUNS = 60
N_WORKERS = len(NODES)

# As ssh does it: the words behind the host, and behind --, make one line for a shell, which knows
# nothing of the environment here but is told which shell it is.
STAND_IN = """#!/bin/sh
while [ "${1#-}" != "$1" ]; do shift; done
shift
[ "$1" != -- ] || shift
exec env -i HOME="$HOME" PATH=/usr/bin:/bin SHELL=/bin/sh sh -c "$*"
"""

# Where everything is, the cluster and the runs of a plain loop among it.
FOLDER = tempfile.TemporaryDirectory(prefix='overshoot-cluster-', ignore_cleanup_errors=True)
HERE = Path(FOLDER.name)
CLUSTER = Slurm(HERE / 'slurm')


def start(folder, *options, environment=None, grid=None):
    return subprocess.Popen([CLI, 'sweep', *RECIPE, *(grid or GRID), '-o', HERE / folder, *options],
                            env=environment or CLUSTER.environment, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def sweep(folder, *options, grid=None):
    """Returns exit status, table and complaints of a sweep."""
    process = start(folder, *options, grid=grid)
    output, complaints = process.communicate()
    return process.returncode, output, complaints


def list_runs(folder):
    return sorted((HERE / folder).glob('*.overshoot'))


def wait_until(what, condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise ValueError(f'{what} has not happened')
        time.sleep(0.02)


def read_run(path):
    """Everything in the file of a run that is not about time or its identity."""
    with sqlite3.connect(f'file:{path}?mode=ro', uri=True) as database:
        runs = database.execute('SELECT recipe, data_hash, threads, machine, outcome, n_epochs '
                                'FROM runs').fetchall()
        epochs = database.execute('SELECT epoch, learning_rate, train_loss, train_accuracy, '
                                  'test_loss, test_accuracy, batch_loss FROM epochs '
                                  'ORDER BY epoch').fetchall()
        state = database.execute('SELECT epoch, state FROM checkpoints '
                                 'ORDER BY epoch DESC LIMIT 1').fetchall()
    return runs, epochs, state


def differ_from_loop(folder):
    expected = {path.name: read_run(path) for path in list_runs('loop')}
    found = {path.name: read_run(path) for path in list_runs(folder)}
    if len(expected) != N_RUNS:
        yield f'the loop has made {len(expected)} runs'
    if found.keys() != expected.keys():
        yield f'{len(found)} runs in place of {len(expected)}'
    for name in sorted(found.keys() & expected.keys()):
        if found[name] != expected[name]:
            yield f'{name} is another run than that of the loop'


def is_training(process):
    """Whether a program that is stopped has begun a run and not ended it: killed any later, it
    would leave a whole run, which nobody has to try again."""
    for link in (process / 'fd').iterdir():
        path = os.readlink(link)
        if path.endswith('.overshoot'):
            with closing(sqlite3.connect(f'file:{path}?mode=ro', uri=True, timeout=0)) as database:
                return database.execute('SELECT outcome FROM runs').fetchall() == [('running',)]
    return False


def kill_a_job(folder):
    """Kills a program in the midst of training a run for the folder, as soon as there is one."""
    def kill(process):
        try:
            words = (process / 'cmdline').read_bytes().split(b'\0')
            if str(HERE / folder).encode() not in words or b'--jobs' not in words:
                return False
            is_lost = False
            os.kill(int(process.name), signal.SIGSTOP)
            try:
                is_lost = is_training(process)
            finally:
                os.kill(int(process.name), signal.SIGKILL if is_lost else signal.SIGCONT)
            return is_lost
        except (OSError, sqlite3.Error):
            # It has ended, or is just writing.
            return False

    wait_until('that a job is running',
               lambda: any(kill(process) for process in Path('/proc').glob('[0-9]*')))


def run_loop(folder):
    """A plain loop: a program for each run, one after the other."""
    (HERE / folder).mkdir()
    lines = subprocess.run([CLI, 'sweep', *RECIPE, *GRID, '-o', HERE / folder, '--print-jobs'],
                           check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    for line in lines:
        words = line.split()
        options = words[3:words.index('--jobs')]
        name = '_'.join([words[2], *(f'{key[2:]}={value}' for key, value
                                     in zip(options[::2], options[1::2]) if key != '--data')])
        subprocess.run([CLI, 'train', '--quiet', '--recipe', words[2], *options, '--threads', '1',
                        '--save-run', HERE / folder / f'{name}.overshoot'],
                       check=True, stdin=subprocess.DEVNULL)


def expect_success(outcome):
    status, output, complaints = outcome
    if status != 0:
        yield f'exit status {status}: {complaints}'
    if len(re.findall(r'^ *\d+ .* finished$', output, re.MULTILINE)) != N_RUNS:
        yield f'the table is not one of {N_RUNS} finished runs:\n{output}'


def check_slurm_with_a_lost_task_and_node():
    process = start('slurm-runs', '--engine', 'slurm')
    wait_until('some runs', lambda: len(list_runs('slurm-runs')) >= 5)
    kill_a_job('slurm-runs')
    CLUSTER.set_state(NODES[1], 'drain')
    enough = min(len(list_runs('slurm-runs')) + 3, N_RUNS)
    wait_until('more runs', lambda: len(list_runs('slurm-runs')) >= enough)
    CLUSTER.set_state(NODES[1], 'resume')
    output, complaints = process.communicate()
    yield from expect_success((process.returncode, output, complaints))
    yield from differ_from_loop('slurm-runs')
    if 'is tried again' not in complaints and 'are tried again' not in complaints:
        yield f'the lost run is not tried again: {complaints}'


def check_slurm_runs_only_what_is_missing():
    shutil.copytree(HERE / 'loop', HERE / 'again')
    removed = list_runs('again')[7:9]
    for path in removed:
        path.unlink()
    before = {path: path.read_bytes() for path in list_runs('again')}
    yield from expect_success(sweep('again', '--engine', 'slurm'))
    yield from differ_from_loop('again')
    if any(path.read_bytes() != content for path, content in before.items()):
        yield 'a run that was there has changed'
    logs = list((HERE / 'again' / 'slurm').iterdir())
    if len(logs) != len(removed) or any(log.suffix != '.log' for log in logs):
        yield f'not {len(removed)} tasks: {logs}'
    yield from expect_success(sweep('again', '--engine', 'slurm'))
    if len(list((HERE / 'again' / 'slurm').iterdir())) != len(removed):
        yield 'a sweep with nothing to do has submitted tasks'


def check_slurm_without_waiting():
    grid = ['--seed', '1..3', '--epochs', '3']
    options = ('--engine', 'slurm', '--limit', '1', '--cpus', '1', '--time', '5',
               '--partition', 'main')
    status, output, complaints = sweep('later', *options, '--no-wait', grid=grid)
    if status != 0 or output or 'in Slurm’s queue' not in complaints:
        yield f'exit status {status}: {output}{complaints}'
    jobs = CLUSTER.call('scontrol', 'show', 'job')
    for expected in 'ArrayTaskThrottle=1', 'TimeLimit=00:05:00', 'Partition=main':
        if expected not in jobs:
            yield f'no {expected} in {jobs}'
    status, output, complaints = sweep('later', '--engine', 'slurm', grid=grid)
    if status != 0 or output.count('finished') != 3:
        yield f'exit status {status}: {output}{complaints}'
    # Where all have ended before it looks, the list of the job's runs stays beside the logs.
    logs = list((HERE / 'later' / 'slurm').glob('*.log'))
    if len(logs) != 3:
        yield f'not three tasks: {logs}'


def check_slurm_refuses():
    status, _, complaints = sweep('refused', '--engine', 'slurm', '--partition', 'none')
    if status != 1 or 'Slurm refused: ' not in complaints or 'partition' not in complaints:
        yield f'exit status {status}: {complaints}'


def check_slurm_interrupted():
    grid = ['--seed', '1..3', '--epochs', '100000']
    process = start('stopped', '--engine', 'slurm', grid=grid)
    wait_until('runs', lambda: len(list_runs('stopped')) >= N_WORKERS)
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate()
    if process.returncode != 128 + signal.SIGINT or 'The same command continues.' not in complaints:
        yield f'exit status {process.returncode}: {complaints}'
    wait_until('an empty queue', lambda: not CLUSTER.call('squeue', '--noheader'))


def check_parallel_with_a_lost_worker():
    process = start('parallel-runs', '--engine', 'parallel', '--sshlogin', f'{N_WORKERS}/:')
    wait_until('some runs', lambda: len(list_runs('parallel-runs')) >= 5)
    kill_a_job('parallel-runs')
    output, complaints = process.communicate()
    yield from expect_success((process.returncode, output, complaints))
    yield from differ_from_loop('parallel-runs')
    if 'is tried again' not in complaints:
        yield f'the lost run is not tried again: {complaints}'


def check_parallel_runs_only_what_is_missing():
    removed = list_runs('parallel-runs')[11]
    removed.unlink()
    yield from expect_success(sweep('parallel-runs', '--engine', 'parallel', '--jobs', '2'))
    yield from differ_from_loop('parallel-runs')
    log = (HERE / 'parallel-runs' / 'parallel.log').read_text(encoding='utf-8').splitlines()
    if len(log) != 2:
        yield f'not one job: {log}'


def examples():
    """Those of the help and of README that need an engine, each made short: small networks, two
    seeds, one epoch, and a task of as many processors as a node has."""
    page = subprocess.run([CLI, 'sweep', '--help'], check=True, stdout=subprocess.PIPE,
                          text=True).stdout
    page += (SOURCE / 'README.md').read_text(encoding='utf-8')
    for line in page.splitlines():
        words = line.split()
        if words[:2] != ['overshoot-cli', 'sweep'] or '--engine' not in words:
            continue
        if '--cpus' in words:
            words[words.index('--cpus') + 1] = '1'
        words = [re.sub(r'^1\.\.\d+$', '1..2', 'linear' if word == 'cnn' else word)
                 for word in words]
        yield line.strip(), words[1:] + ['--data', 'sample', '--epochs', '1']


def check_examples():
    """Another machine is this one, which a program in the place of ssh does not know; what is sent
    there is done at the first try."""
    stand_in = HERE / 'ssh'
    stand_in.write_text(STAND_IN, encoding='ascii')
    stand_in.chmod(0o755)
    environment = dict(CLUSTER.environment, PARALLEL_SSH=str(stand_in), HOME=str(HERE))
    n_examples = 0
    for number, (line, words) in enumerate(examples()):
        folder = HERE / f'example-{number}'
        folder.mkdir()
        done = subprocess.run([CLI, *words], check=False, cwd=folder, env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
        n_examples += 1
        if (done.returncode != 0 or done.stdout.count('finished') != 2
                or 'tried again' in done.stderr):
            yield f'{line}: exit status {done.returncode}: {done.stdout}{done.stderr}'
    if n_examples < 3:
        yield f'only {n_examples} examples were found'


def measure():
    """Prints the ratios, with runs of some seconds each: a run of the real images takes longer."""
    GRID[-1] = '240'

    def time_of(call, *arguments):
        begin = time.monotonic()
        call(*arguments)
        return time.monotonic() - begin

    loop = time_of(run_loop, 'loop')
    print(f'plain loop: {loop:.1f} s', flush=True)
    for engine, *options in (('slurm',), ('parallel', '--jobs', str(N_WORKERS)),
                             ('own', '--jobs', str(N_WORKERS))):
        seconds = time_of(sweep, engine, '--engine', engine, *options)
        ratio = seconds / (loop / N_WORKERS)
        print(f'{engine}: {seconds:.1f} s, {ratio:.2f} times the work of the loop divided by '
              f'{N_WORKERS} workers', flush=True)


def main():
    (HERE / 'slurm').mkdir()
    with FOLDER, CLUSTER:
        if sys.argv[1] == '--benchmark':
            measure()
            return 0
        run_loop('loop')
        return run_checks(globals())


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    sys.exit(main())

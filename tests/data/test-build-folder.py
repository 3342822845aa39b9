#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries build-aux/build-folder and build-aux/run in small checkouts of their own.

Argument: the source folder.
"""

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tap import run_checks

SOURCE = Path(sys.argv[1]).resolve()

# Without a language a project is configured in half a second.
RULES = '''
project('small', default_options: ['prefix=/first'])
programs = custom_target(
  input: 'program', output: 'overshoot', command: ['cp', '-p', '@INPUT@', '@OUTPUT@'],
  build_by_default: true)
writing = custom_target(output: 'prefix', capture: true, build_by_default: true,
  command: ['echo', get_option('prefix')])
alias_target('programs', programs, writing)
'''

# Tells what build-aux/run gave the program.
PROGRAM = '''#!/bin/sh
echo "in $PWD: $*"
echo "bus: $DBUS_SESSION_BUS_ADDRESS"
'''


@contextlib.contextmanager
def checkout():
    """Yields a small checkout, in a folder with a name that scripts stumble over."""
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "a 'small' checkout"
        application = folder / 'src/app'
        application.mkdir(parents=True)
        shutil.copytree(SOURCE / 'build-aux', folder / 'build-aux')
        (folder / 'build-aux/packages').write_text('install_packages () { :; }\nbuild_packages=\n')
        (folder / 'build-aux/fetch-cifar10').write_text('#!/bin/sh\n')
        project, targets = RULES.split('programs =', 1)
        targets, alias = targets.split('alias_target', 1)
        (folder / 'meson.build').write_text(f"{project}subdir('src')\nalias_target{alias}")
        (folder / 'src/meson.build').write_text("subdir('app')\n")
        (application / 'meson.build').write_text('programs =' + targets)
        (application / 'program').write_text(PROGRAM)
        (application / 'program').chmod(0o755)
        yield folder


def run(folder, *command, **environment):
    """Returns the status of a command in the checkout, and what it says."""
    settings = {name: value for name, value in os.environ.items()
                if name not in ('DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR',
                                'DBUS_SESSION_BUS_ADDRESS', 'LD_PRELOAD')}
    done = subprocess.run(command, cwd=folder, env=dict(settings, **environment), check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


@functools.cache
def meson_version():
    return subprocess.run(['/usr/bin/meson', '--version'], check=True, stdout=subprocess.PIPE,
                          text=True).stdout.strip()


def configure_and_build(folder, *options):
    """Meson is asked for its version but once: each answer takes as long as a build."""
    return run(folder, 'sh', '-euc', 'meson () { if [ "$*" = --version ]; then echo "$VERSION"; '
               'else command meson "$@"; fi; }; '
               '. build-aux/set-up; configure build "$@"; build build programs', 'sh', *options,
               VERSION=meson_version())


def expect_built(folder, *options, says=None, prefix='/first'):
    """Complains unless the build folder comes out whole, and quiet when given again."""
    program = folder / 'build/src/app/overshoot'
    status, output = configure_and_build(folder, *options)
    if status != 0 or not program.exists():
        yield f'status {status}: {output}'
        return
    if says is not None and says not in output:
        yield f'it does not say "{says}": {output}'
    if (folder / 'build/src/app/prefix').read_text() != prefix + '\n':
        yield f'it was not configured with the prefix {prefix}'

    before = (folder / 'build/build.ninja').stat().st_mtime_ns, program.stat().st_mtime_ns
    status, output = configure_and_build(folder, *options)
    if status != 0 or output:
        yield f'given again it says, with status {status}: {output}'
    if before != ((folder / 'build/build.ninja').stat().st_mtime_ns, program.stat().st_mtime_ns):
        yield 'given again it did something twice'


def check_fresh_folder():
    with checkout() as folder:
        yield from expect_built(folder, says='Configuring in build.')


def check_failed_configuration_is_tried_again():
    with checkout() as folder:
        rules = (folder / 'meson.build').read_text()
        (folder / 'meson.build').write_text(rules + "error('a reason')\n")
        for _ in range(2):
            status, output = configure_and_build(folder)
            if status != 1 or 'a reason' not in output or 'could not be configured' not in output:
                yield f'status {status}: {output}'
        (folder / 'meson.build').write_text(rules)
        yield from expect_built(folder, '-Dprefix=/second', prefix='/second')


def check_changed_rules_are_followed():
    with checkout() as folder:
        yield from expect_built(folder)
        rules = folder / 'src/app/meson.build'
        text = rules.read_text()
        rules.write_text(text.replace("get_option('prefix')", "'/changed'"))
        yield from expect_built(folder, prefix='/changed')
        rules.write_text(text + 'nonsense(\n')
        status, output = configure_and_build(folder)
        if status != 1 or 'could not be configured' not in output or 'nonsense' not in output:
            yield f'status {status}: {output}'
        rules.write_text(text)
        yield from expect_built(folder)


def check_changed_options_are_applied():
    with checkout() as folder:
        yield from expect_built(folder, '-Dprefix=/second', prefix='/second')
        yield from expect_built(folder, '-Dprefix=/third', '-Dwerror=true', prefix='/third')
        yield from expect_built(folder)


def check_a_moved_and_a_copied_checkout():
    with checkout() as folder:
        yield from expect_built(folder)
        moved = folder.with_name('moved')
        folder.rename(moved)
        yield from expect_built(moved, says='made again')
        shutil.copytree(moved, folder)
        (folder / 'src/app/program').write_text('#!/bin/sh\necho the copy\n')
        yield from expect_built(folder, says='made again')
        if 'the copy' not in (folder / 'build/src/app/overshoot').read_text():
            yield 'the copy was not built from its own files'


def check_folders_of_others():
    """Of another Meson, of earlier scripts, and of a user."""
    with checkout() as folder:
        yield from expect_built(folder)
        stamp = folder / 'build/.configured-for'
        stamp.write_text(stamp.read_text().replace('\n1.', '\n0.', 1))
        yield from expect_built(folder, says='made again')
        stamp.unlink()
        yield from expect_built(folder, says='made again')

        shutil.rmtree(folder / 'build')
        (folder / 'build').mkdir()
        (folder / 'build/thesis.txt').write_text('precious')
        status, output = configure_and_build(folder)
        if status != 1 or 'Move it away' not in output:
            yield f'status {status}: {output}'
        if (folder / 'build/thesis.txt').read_text() != 'precious':
            yield 'it did away with what was not its own'
        shutil.rmtree(folder / 'build')
        (folder / 'build').write_text('')
        status, output = configure_and_build(folder)
        if status != 1 or 'cannot be made' not in output:
            yield f'status {status}: {output}'


def is_for_others(path):
    """Whether Meson writes a file, and neither it nor Ninja reads it."""
    return (path.parent.name == 'meson-info' and path.name != 'intro-targets.json'
            or path.name in ('.gitignore', '.hgignore', 'compile_commands.json'))


def damage(folder, whole):
    """Yields after every way to delete a file of a build folder, or to spoil an essential one; what
    is there for others goes at once."""
    files = [path.relative_to(whole) for path in sorted(whole.rglob('*'))
             if path.is_file() and path.parent.name != 'meson-logs']
    for_others = [name for name in files if is_for_others(name)]
    shutil.copytree(whole, folder, symlinks=True)
    for name in for_others:
        (folder / name).unlink()
    yield f'{len(for_others)} files for others deleted'

    essential = ('build.ninja', 'coredata.dat', '.ninja_log', '.configured-for')
    for name in sorted(set(files) - set(for_others)):
        for contents in (None, '', 'rubbish\n' * 9) if name.name in essential else (None,):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(whole, folder, symlinks=True)
            if contents is None:
                (folder / name).unlink()
            else:
                (folder / name).write_text(contents)
            yield f'{name} {"deleted" if contents is None else "spoilt"}'


def check_damaged_folders():
    with checkout() as folder:
        yield from expect_built(folder)
        whole = folder / 'whole'
        (folder / 'build').rename(whole)
        n_tries = 0
        for what in damage(folder / 'build', whole):
            n_tries += 1
            status, output = configure_and_build(folder)
            if status != 0 or not (folder / 'build/src/app/overshoot').exists():
                yield f'{what}: status {status}: {output}'
        if n_tries < 20:
            yield f'only {n_tries} ways were tried'


def check_a_failing_build_is_shown():
    with checkout() as folder:
        rules = folder / 'src/app/meson.build'
        text = rules.read_text()
        rules.write_text(text.replace("['cp', '-p'", "['cp', '--nonsense'"))
        status, output = configure_and_build(folder)
        if status != 1 or "'--nonsense'" not in output or 'could not be built' not in output:
            yield f'status {status}: {output}'
        rules.write_text(text)
        yield from expect_built(folder)


def check_two_at_a_time():
    with checkout() as folder:
        (folder / 'build').mkdir()
        command = ['flock', folder / 'build', 'sh', '-c', 'echo held; exec sleep 2']
        holder = subprocess.Popen(command, stdout=subprocess.PIPE)
        holder.stdout.readline()
        started = time.monotonic()
        yield from expect_built(folder, says='waiting until it is done')
        if time.monotonic() - started < 1:
            yield 'it did not wait'
        holder.communicate()


def check_run_without_a_display():
    with checkout() as folder:
        status, output = run(folder, 'build-aux/run')
        if status != 1 or 'no display' not in output or 'overshoot-cli' not in output:
            yield f'status {status}: {output}'


def check_run_starts_the_program():
    """Called by a link, from elsewhere, with and without a session bus."""
    with checkout() as folder:
        (folder.parent / 'link').symlink_to(folder / 'build-aux/run')
        bus = 'unix:path=/nowhere'
        for address in '', bus:
            status, output = run(folder.parent, './link', 'two words', DISPLAY=':0',
                                 CDPATH='/', DBUS_SESSION_BUS_ADDRESS=address)
            if status != 0 or f'in {folder.parent}: two words\n' not in output:
                yield f'status {status}: {output}'
            given = output.partition('bus: ')[2].strip()
            if given != bus if address else not given.startswith('unix:'):
                yield f'the bus is {given}'


def check_run_without_data():
    with checkout() as folder:
        (folder / 'build-aux/fetch-cifar10').write_text('#!/bin/sh\nexit 1\n')
        status, output = run(folder, 'build-aux/run', DISPLAY=':0')
        if status != 0 or 'pictures that it draws itself' not in output or 'bus:' not in output:
            yield f'status {status}: {output}'


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

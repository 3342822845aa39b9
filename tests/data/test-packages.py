#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries build-aux/packages with a package system of its own, which only writes down its orders.

Argument: the source folder.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tap import run_checks

SOURCE = Path(sys.argv[1]).resolve()

# What the scripts may use of the real system.
TOOLS = ('cat', 'env', 'grep', 'sed', 'sh', 'touch')

# The orders are written down, and a file with the order's name has what else it does.
RECORDER = '''#!/bin/sh
order="${0##*/} $*"
echo "$order" >>"$FAKES/orders"
for name in "$FAKES"/on-*
do
  case $order in
    *"${name##*/on-}"*) . "$name" ;;
  esac
done
exit 0
'''


class PackageSystem:
    """Programs that stand in for Debian's, in a folder that is the whole PATH."""

    def __init__(self, folder):
        self.folder = folder
        for tool in TOOLS:
            (folder / tool).symlink_to(shutil.which(tool))
        for name in ('apt-get', 'dpkg'):
            self.write(name, RECORDER)
        self.write('sleep', '#!/bin/sh\necho sleep >>"$FAKES/naps"\n')
        self.set_installed()
        self.set_user(0)

    def write(self, name, text):
        (self.folder / name).write_text(text)
        (self.folder / name).chmod(0o755)

    def set_installed(self, *lines):
        listing = '\n'.join(lines)
        self.write('dpkg-query', f"#!/bin/sh\ncat <<'EOF'\n{listing}\nEOF\nexit 1\n")

    def set_user(self, number):
        self.write('id', f'#!/bin/sh\necho {number}\n')

    def answer(self, order, commands):
        """Lets every order that contains these words do something."""
        (self.folder / f'on-{order}').write_text(commands + '\n')

    def orders(self):
        path = self.folder / 'orders'
        return path.read_text().splitlines() if path.exists() else []

    def install(self, *packages, before=''):
        """Returns the status and the words of install_packages."""
        script = f'. build-aux/set-up; PATH=$FAKES; {before}\ninstall_packages "$@"'
        # Without a terminal, since it is in a session of its own.
        done = subprocess.run(['sh', '-euc', script, 'sh', *packages], cwd=SOURCE, check=False,
                              env=dict(os.environ, FAKES=str(self.folder)),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, start_new_session=True)
        return done.returncode, done.stdout


@contextlib.contextmanager
def package_system():
    with tempfile.TemporaryDirectory() as folder:
        yield PackageSystem(Path(folder))


def expect(result, status, *parts):
    if result[0] != status:
        yield f'status {result[0]} instead of {status}: {result[1]}'
    for part in parts:
        if part not in result[1]:
            yield f'it does not say "{part}": {result[1]}'


def expect_orders(system, *parts):
    orders = system.orders()
    if len(orders) != len(parts) or any(part not in order for part, order in zip(parts, orders)):
        yield f'the orders were {orders}'


def check_nothing_is_missing():
    with package_system() as system:
        system.set_installed('installed gcc', 'installed zlib', 'installed zlib')
        result = system.install('gcc', 'zlib')
        yield from expect(result, 0)
        yield from expect_orders(system)
        if result[1]:
            yield f'it says: {result[1]}'


def check_only_the_missing_are_installed():
    with package_system() as system:
        system.set_installed('installed gcc-12', 'config-files removed', 'half-configured broken')
        system.answer('install', 'echo noise')
        result = system.install('gcc', 'removed', 'broken', 'gcc-12')
        yield from expect(result, 0, 'Installing', 'gcc removed broken')
        yield from expect_orders(system, 'update', 'gcc removed broken')
        if 'noise' in result[1]:
            yield 'it shows what apt-get says, though all went well'


def check_old_lists_will_do():
    with package_system() as system:
        system.answer('update', 'echo no network; exit 100')
        result = system.install('gcc')
        yield from expect(result, 0)
        if 'no network' in result[1]:
            yield 'it reports a fault that did not matter'


def check_a_failure_is_told_in_full():
    with package_system() as system:
        system.answer('update', 'echo cannot resolve; exit 100')
        system.answer('install', 'echo unable to locate >&2; exit 100')
        yield from expect(system.install('gcc', 'make'), 1, 'cannot resolve', 'unable to locate',
                          'apt-get install --no-install-recommends gcc make')


def check_other_installers_are_waited_for():
    """The first two orders find the lock taken."""
    with package_system() as system:
        system.answer('apt-get', '''
            [ -f "$FAKES/second" ] && exit 0
            [ -f "$FAKES/first" ] && touch "$FAKES/second"
            touch "$FAKES/first"
            echo "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7"
            exit 100''')
        result = system.install('gcc')
        yield from expect(result, 0, 'waiting until it is done')
        if result[1].count('waiting') != 1:
            yield f'it repeats itself: {result[1]}'
        yield from expect_orders(system, 'update', 'update', 'update', 'install')


def check_other_installers_that_do_not_end():
    with package_system() as system:
        system.answer('apt-get', 'echo "E: Could not get lock /x"; exit 100')
        yield from expect(system.install('gcc', before='LOCK_PATIENCE=9'), 1,
                          'Could not get lock', 'Give this command as root')
        if (system.folder / 'naps').read_text().count('sleep') != 6:
            yield 'it did not wait three times for each of two orders'


def check_an_interrupted_installation_is_finished():
    with package_system() as system:
        system.answer('install', '''
            [ -f "$FAKES/configured" ] && exit 0
            echo "E: dpkg was interrupted, you must manually run 'dpkg --configure -a'"
            exit 100''')
        system.answer('--configure', 'touch "$FAKES/configured"')
        yield from expect(system.install('gcc'), 0, 'An earlier installation was interrupted')
        yield from expect_orders(system, 'update', 'install', '--configure -a', 'install')


def check_an_installation_that_cannot_be_finished():
    with package_system() as system:
        system.answer('install', 'echo "E: dpkg was interrupted, you must"; exit 100')
        system.answer('--configure', 'echo the disk is full; exit 1')
        yield from expect(system.install('gcc'), 1, 'the disk is full', 'Give this command')
        system.answer('--configure', ':')
        yield from expect(system.install('gcc'), 1, 'dpkg was interrupted')


def check_without_sudo():
    with package_system() as system:
        system.set_user(1000)
        yield from expect(system.install('gcc', 'make'), 1, 'there is no sudo here',
                          'apt-get install --no-install-recommends gcc make')
        yield from expect_orders(system)


def check_sudo_asks_where_nobody_can_answer():
    with package_system() as system:
        system.set_user(1000)
        system.write('sudo', '#!/bin/sh\n[ "$1" != -n ] && exec "$@"\nexit 1\n')
        yield from expect(system.install('gcc'), 1, 'sudo asks for a password', 'as root')
        yield from expect_orders(system)


def check_sudo_is_told_of_proxies():
    with package_system() as system:
        system.set_user(1000)
        system.write('sudo', '#!/bin/sh\n[ "$1" = -n ] && exit 0\nexec env -i FAKES="$FAKES" '
                             'PATH="$PATH" "$@"\n')
        system.answer('install', 'echo "$http_proxy $DEBIAN_FRONTEND" >"$FAKES/seen"')
        yield from expect(system.install('gcc', before='http_proxy=http://proxy:1'), 0)
        seen = (system.folder / 'seen').read_text()
        if seen != 'http://proxy:1 noninteractive\n':
            yield f'apt-get saw {seen}'


def check_other_systems():
    with package_system() as system:
        (system.folder / 'apt-get').unlink()
        yield from expect(system.install('gcc', 'make'), 0, 'not a Debian system', 'gcc make')


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

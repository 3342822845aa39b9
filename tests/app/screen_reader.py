# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as a screen reader sees it: how it is started, and what is found in its tree."""

import os
import subprocess
import sys
import time
from pathlib import Path

# The program's warnings are fatal. The screen reader's library warns of a program that is still
# starting, which is none of its faults; it asks the environment when it is loaded.
G_DEBUG = os.environ.pop('G_DEBUG', '')

import pyatspi  # pylint: disable=wrong-import-position

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'data'))

from tap import run_checks  # pylint: disable=wrong-import-position

PATIENCE = 100.0

# What a widget is called that nobody gave a name.
CLASSES = ('', 'GtkImage', 'GtkButton', 'GtkToggleButton', 'GtkScale', 'GtkText', 'GtkSwitch',
           'GtkExpander')

# AT-SPI's newer versions have a shorter word.
BUTTONS = ('push button', 'button')

# GTK before 4.10 has no other role for it.
TOGGLES = ('toggle button', 'push button')

program = None  # pylint: disable=invalid-name


def has_ended():
    return program is None or program.poll() is not None


def wait_for(look):
    """Asks again until there is an answer; None when none came."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not has_ended():
        try:
            answer = look()
        except (LookupError, NotImplementedError):
            answer = None
        if answer:
            return answer
        time.sleep(0.1)
    return None


def find_application():
    return next((application for application in pyatspi.Registry.getDesktop(0)
                 if application is not None and application.name == 'overshoot'), None)


def look_for(fits, within=None):
    within = within or find_application()
    return within and pyatspi.findDescendant(within, fits)


def find(role, name, within=None):
    return wait_for(lambda: look_for(
        lambda node: node.getRoleName() == role and node.name == name, within))


def is_in_state(node, *states):
    return any(node.getState().contains(state) for state in states)


def act(node, name=None):
    """Does what the node can do: the only thing, or that of the name. Whether it could."""
    try:
        actions = node.queryAction()
    except NotImplementedError:
        return False
    names = [actions.getName(index) for index in range(actions.nActions)]
    if name is not None and name not in names:
        return False
    return actions.doAction(names.index(name) if name is not None else 0)


def press_key(*names):
    subprocess.run(['xdotool', 'key', *names], check=True)


def read(text):
    interface = text.queryText()
    return interface.getText(0, interface.characterCount)


def save_run(cli, path, *options):
    """Trains on the built-in data and saves the run."""
    subprocess.run([cli, 'train', '--data', 'sample', *options, '--save-run', path], check=True,
                   stdout=subprocess.DEVNULL)


def import_runs(cli, paths):
    subprocess.run([cli, 'runs', 'import', *paths], check=True, stdout=subprocess.DEVNULL)


def choose_settings(settings):
    """Settings of the program, as lines of a keyfile."""
    path = Path(os.environ['XDG_CONFIG_HOME']) / 'glib-2.0/settings/keyfile'
    path.parent.mkdir(parents=True)
    path.write_text(f'[io/github/overshoot/Overshoot]\n{settings}', encoding='utf-8')


def find_end():
    """The last check: that none of the others has brought the program down."""
    if has_ended():
        yield f'it ended with status {program.returncode}'


def run_checks_of(overshoot, checks):
    """Starts the program without data of its own, runs the checks, and ends it. Their status."""
    global program  # pylint: disable=global-statement
    environment = dict(os.environ, G_DEBUG=G_DEBUG, OVERSHOOT_DATA='/nonexistent',
                       GSETTINGS_BACKEND='keyfile')
    with subprocess.Popen(overshoot, env=environment, stdout=subprocess.DEVNULL) as program:
        try:
            return run_checks(dict(checks, check_the_program_still_runs=find_end))
        finally:
            program.terminate()

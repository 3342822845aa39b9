#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at the program as a screen reader does. Argument: the program."""

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

PATIENCE = 30.0
SLIDERS = ('Learning rate', 'Decay', 'Regularisation')
CONTROLS = ('push button', 'toggle button', 'slider', 'combo box', 'text', 'check box', 'switch')

# What a widget is called that nobody gave a name.
CLASSES = ('', 'GtkImage', 'GtkButton', 'GtkToggleButton', 'GtkScale', 'GtkText', 'GtkSwitch')

# Parts of GTK's and libadwaita's own widgets, whose names are theirs to give: the button within a
# menu button, and within a drop-down.
FOREIGN = ('GtkMenuButton', 'GtkToggleButton')


def wait_for(look):
    """Asks again until there is an answer; None when none came."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and PROGRAM.poll() is None:
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


def find(role, name):
    def look():
        application = find_application()
        return application and pyatspi.findDescendant(
            application, lambda node: node.getRoleName() == role and node.name == name)
    return wait_for(look)


def read(text):
    interface = text.queryText()
    return interface.getText(0, interface.characterCount)


def check_the_window_is_there():
    if find('frame', 'Overshoot') is None:
        yield 'there is no window named Overshoot'


def check_sliders_have_names():
    for name in SLIDERS:
        if find('slider', name) is None:
            yield f'no slider is named {name}'


def check_entries_have_names():
    for name in SLIDERS:
        if find('text', name) is None:
            yield f'no entry is named {name}'


def check_a_slider_can_be_set():
    slider, entry = find('slider', 'Learning rate'), find('text', 'Learning rate')
    if slider is None or entry is None:
        yield 'there is nothing to set'
        return
    for position, expected in ((6 / 11, '0.001'), (8 / 11, '0.1'), (7 / 11, '0.01')):
        slider.queryValue().currentValue = position
        if not wait_for(lambda: read(entry) == expected):  # pylint: disable=cell-var-from-loop
            yield f'at {position} the learning rate is {read(entry)}, not {expected}'
        if abs(slider.queryValue().currentValue - position) > 1e-6:
            yield f'the slider went to {slider.queryValue().currentValue}, not {position}'


def check_charts_describe_themselves():
    for name, beginning in (('Loss', 'training loss '), ('Accuracy', 'training accuracy ')):
        chart = find('image', name)
        if chart is None:
            yield f'there is no chart named {name}'
        elif not wait_for(lambda: chart.description.startswith(beginning)):
            yield f'the chart {name} describes itself as {chart.description!r}'


def check_templates_have_a_name():
    if find('image', 'What each class has learned') is None:
        yield 'there are no templates'


def check_the_log_has_a_name_and_lines():
    log = find('text', 'Epoch log')
    if log is None:
        yield 'there is no epoch log'
    elif not wait_for(lambda: read(log).startswith('Epoch 000 - Train Loss ')):
        yield f'the log begins with {read(log)[:40]!r}'


def check_every_control_has_a_name():
    if find('slider', SLIDERS[-1]) is None:
        yield 'there are no controls'
        return
    for control in pyatspi.findAllDescendants(find_application(),
                                              lambda node: node.getRoleName() in CONTROLS):
        parents = (control.name, control.parent.name, control.parent.getRoleName())
        if control.name in FOREIGN and ('GtkMenuButton' in parents or 'combo box' in parents):
            continue
        # A button that is hidden until there is something to be done has no name till then.
        if control.name in CLASSES and control.getState().contains(pyatspi.STATE_VISIBLE):
            yield f'a {control.getRoleName()} ({control.description!r}) has no name'


def check_the_program_still_runs():
    if PROGRAM.poll() is not None:
        yield f'it ended with status {PROGRAM.returncode}'


if __name__ == '__main__':
    ENVIRONMENT = dict(os.environ, G_DEBUG=G_DEBUG, OVERSHOOT_DATA='/nonexistent')
    with subprocess.Popen(sys.argv[1:], env=ENVIRONMENT, stdout=subprocess.DEVNULL) as PROGRAM:
        try:
            STATUS = run_checks(dict(globals()))
        finally:
            PROGRAM.terminate()
    sys.exit(STATUS)

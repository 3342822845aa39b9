#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks through every page with keys alone, and listens as a screen reader does: whether Tab comes
by everything and back to where it began, and what is said there. Arguments: the program,
overshoot-cli."""
# pylint: disable=cell-var-from-loop

import re
import sys
import tempfile
import time
from pathlib import Path

from screen_reader import (BUTTONS, CLASSES, choose_settings, find, find_application, import_runs,
                           is_in_state, look_for, press_key, pyatspi, read, run_checks_of,
                           save_run, wait_for)

import gi  # pylint: disable=wrong-import-order

gi.require_version('Atspi', '2.0')

from gi.repository import Atspi, GLib  # pylint: disable=wrong-import-position

# Seconds that the focus may take to get to the next widget, and in which it may go on from there.
PATIENCE = 20.0
PAUSE = 0.03

# More than there are in any circle.
MOST_STOPS = 90

N_EPOCHS = 6
SETTINGS = f"""recipe='{{"recipe": "two-layer-gd", "epochs": {N_EPOCHS}}}'
forecast=false
"""

SLIDERS = ('Learning rate', 'Decay', 'Regularisation')
PAGES = ('Curves', 'Valley', 'Finder', 'Ladder', 'Model', 'Map')

# What Tab comes by in this order, between what is on all pages.
BEFORE = ('Restart', 'How the Charts Look', 'Export', 'Main Menu', 'Recipe', 'Learning rate',
          'Decay', 'Regularisation', 'More')
STOPS = {
    'Curves': ('Loss', 'Accuracy', 'Play Backwards', 'Play Forwards', 'Epoch that is looked at',
               'What each class has learned', 'Epoch log', 'List of runs', 'Search runs',
               'Not grouped'),
    'Valley': ('Path', 'Measure Steps'),
    'Finder': ('First Weights', 'Run’s Weights', 'Run', 'Loss against learning rate'),
    'Ladder': ('From learning rate', 'To learning rate', 'Rungs', 'Epochs of each rate', 'Loss',
               'A Chart for Each Rate', 'All Rates in One Chart', 'Run'),
    'Model': ('Layers and their parameters', 'What the first layer looks for'),
    'Map': ('Test accuracy', 'Export…', 'Map of the runs'),
}
AFTER = ('Full speed', 'Sidebar')

MENU = ('Epochs', 'Logarithmic', 'Logarithmic', 'From', 'From', 'Smooth', 'Mark the best epoch',
        'Strip of the learning rate', 'Instruments', 'Single runs', 'Reset')
DIALOG = ('Shows', 'Format', 'Width', 'Height', 'Background', 'Title', 'Caption', 'Font size',
          'Names', 'Cancel', 'Save…')
LESSON = ('Predict First', 'Next Lesson', 'Close the Lessons', 'Text of the lesson')
LECTURE = ('Learning rate', 'Loss', 'Accuracy', 'What each class has learned')

ENTRIES = ('text', 'entry', 'spin button')

# Where the focus has been since a key was pressed.
FOCUSED = []


def note_focus(event):
    if event.detail1:
        FOCUSED.append(event.source)


def listen(seconds):
    """Takes what has been told, and what is told in the seconds to come."""
    end = time.monotonic() + seconds
    context = GLib.MainContext.default()
    while True:
        while context.pending():
            context.iteration(False)
        if time.monotonic() >= end:
            return
        time.sleep(0.004)


def move(key='Tab'):
    """Presses a key that moves the focus. Where it is then, or None when nothing was said."""
    listen(0)
    FOCUSED.clear()
    press_key(key)
    end = time.monotonic() + PATIENCE
    while not FOCUSED and time.monotonic() < end:
        listen(0.01)
    listen(PAUSE)
    return FOCUSED[-1] if FOCUSED else None


def walk():
    """Goes on with Tab until it is where it began. All stops, the last being None where the focus
    did not move on, or that where it went round without coming to the first."""
    stops = []
    while len(stops) < MOST_STOPS:
        stop = move()
        if stop is not None and stops and stop.path == stops[0].path:
            return stops
        stops.append(stop)
        if stop is None or stop.path in [other.path for other in stops[:-1]]:
            return stops
    return stops


def go_to(role, name):
    """Goes on with Tab to what has the role and the name. None when it is not come by."""
    for _ in range(MOST_STOPS):
        stop = move()
        if stop is None or (stop.getRoleName() in role and stop.name == name):
            return stop
    return None


def forget(node):
    """What was told before is kept by the library, and may be another by now."""
    getattr(node, 'clear_cache_single', node.clear_cache)()


def say_value(node):
    """A slider's value in words; from GTK 4.8, which keeps that to itself, its description."""
    forget(node)
    return Atspi.Value.get_text(node) or node.description


def hear(node):
    forget(node)
    return node.description


def is_doubled(name):
    words = name.split()
    half = len(words) // 2
    return len(words) > 1 and len(words) % 2 == 0 and words[:half] == words[half:]


def find_faults_of_stop(stop):
    """What a person would not say of it."""
    role, name = stop.getRoleName(), stop.name
    # An empty page that is scrolled is named by what it lies in.
    if name in CLASSES and (role != 'scroll pane' or not stop.parent.name):
        yield f'a {role} ({stop.description!r}) within {stop.parent.name!r} has no name'
    if '_' in name or is_doubled(name):
        yield f'the {role} is called {name!r}'
    if role == 'slider' and not re.search(r'\d', say_value(stop) or ''):
        yield f'the slider {name} says {say_value(stop)!r}'
    if role == 'image' and not hear(stop):
        yield f'the picture {name} says nothing'


def find_faults_of_walk(expected):
    """Walks round. Complaints of where it did not come by, of what it was told there, and of a way
    back with Shift and Tab that is another."""
    stops = walk()
    names = [stop.name if stop is not None else None for stop in stops]
    if names[-1] is None or len(names) >= MOST_STOPS:
        yield f'the focus did not get on from {names[-2:]}, after {names}'
        return
    paths = [stop.path for stop in stops]
    if len(set(paths)) < len(paths):
        yield f'the focus went back to {names[-1]} without coming round: {names}'
        return
    for stop in stops:
        yield from find_faults_of_stop(stop)
    # Where it began hangs on where the focus was before.
    begin = names.index(expected[0]) if expected[0] in names else 0
    round_trip = iter(names[begin:] + names[:begin])
    for name in expected:
        if not any(other == name for other in round_trip):
            yield f'the focus did not come by {name} in its place, but by {names}'
            return
    back = move('shift+Tab')
    if back is None or back.path != paths[-1]:
        yield f'Shift and Tab led to {back and back.name}, not back to {names[-1]}'


def is_page(name):
    return look_for(lambda node: node.getRoleName() == 'page tab' and node.name == name
                    and is_in_state(node, pyatspi.STATE_SELECTED, pyatspi.STATE_PRESSED))


def is_entry_focused():
    """What had the focus in a dialog goes with it."""
    try:
        return bool(FOCUSED) and FOCUSED[-1].getRoleName() in ENTRIES
    except GLib.GError:
        return False


def open_page(name):
    """By the key of its number, which is typed into an entry that has the focus."""
    press_key('Escape')
    while is_entry_focused():
        move()
    press_key(str(PAGES.index(name) + 1))
    return wait_for(lambda: is_page(name))


def start_instrument(page, role, name, expected):
    """Opens a page and presses its button Run with the keyboard. Complaints when what it shows does
    not say so in the end."""
    if not open_page(page):
        yield f'the key does not lead to the page {page}'
        return
    if go_to(BUTTONS, 'Run') is None:
        yield f'Tab does not come by the button Run of the page {page}'
        return
    press_key('Return')
    if not wait_for(lambda: look_for(lambda node: node.getRoleName() == role and node.name == name
                                     and expected in hear(node))):
        yield f'{name} of the page {page} does not say {expected!r}'


def find_faults_of_page(name):
    if not open_page(name):
        yield f'the key does not lead to the page {name}'
        return
    yield from find_faults_of_walk(BEFORE + STOPS[name] + AFTER)


def check_the_first_run_ends():
    """Nothing is to change while it is walked."""
    if not wait_for(lambda: look_for(lambda node: node.getRoleName() in BUTTONS
                                     and node.name == 'Run Again from the Beginning')):
        yield 'no button offers to run again'


def check_the_finder_is_started_with_keys():
    yield from start_instrument('Finder', 'image', 'Loss against learning rate',
                                'The loss is lowest at a rate of')


def check_curves():
    yield from find_faults_of_page('Curves')


def check_valley():
    yield from find_faults_of_page('Valley')


def check_finder():
    yield from find_faults_of_page('Finder')


def check_ladder():
    yield from find_faults_of_page('Ladder')


def check_model():
    yield from find_faults_of_page('Model')


def check_map():
    yield from find_faults_of_page('Map')


def check_charts_tell_the_values_at_the_crosshair():
    """Keys move it, and a pointer that rests does not take it back."""
    open_page('Curves')
    for name, value in (('Loss', r'\d\.\d+'), ('Accuracy', r'\d+\.\d+\s%')):
        chart = go_to('image', name)
        if chart is None:
            yield f'Tab does not come by the chart {name}'
            continue
        for key, epoch in (('Home', 0), ('Right', 1)):
            press_key(key)
            words = re.compile(rf'Epoch {epoch}\. Training: {value}; Test: {value}$')
            if not wait_for(lambda: words.match(hear(chart))):
                yield f'at epoch {epoch} the chart {name} says {hear(chart)!r}'


def check_the_map_tells_its_dots():
    open_page('Map')
    chart = go_to('image', 'Map of the runs')
    if chart is None:
        yield 'Tab does not come by the map'
        return
    press_key('Right')
    words = re.compile(r'.+\. Learning rate [0-9.]+, decay [0-9.]+, test accuracy \d+\.\d\s%$')
    if not wait_for(lambda: words.match(hear(chart))):
        yield f'at its first dot the map says {hear(chart)!r}'


def check_the_scrubber_tells_its_epoch():
    open_page('Curves')
    scrubber = go_to('slider', 'Epoch that is looked at')
    if scrubber is None:
        yield 'Tab does not come by the scrubber'
        return
    for key, words in (('Home', f'Epoch 0 of {N_EPOCHS - 1}'),
                       ('Right', f'Epoch 1 of {N_EPOCHS - 1}'),
                       ('End', f'Epoch {N_EPOCHS - 1}, the newest')):
        press_key(key)
        if not wait_for(lambda: say_value(scrubber) == words):
            yield f'after {key} the scrubber says {say_value(scrubber)!r}, not {words!r}'


def check_pictures_tell_their_weights():
    for page, name, words in (('Curves', 'What each class has learned', r'.+: .+ from \S+ to \S+'),
                              ('Model', 'What the first layer looks for', r'.+\d')):
        open_page(page)
        picture = go_to('image', name)
        if picture is None:
            yield f'Tab does not come by {name!r}'
            continue
        heard = set()
        for _ in range(2):
            press_key('Right')
            if not wait_for(lambda: re.match(words, hear(picture))
                            and hear(picture) not in heard):
                yield f'after {len(heard)} others {name!r} says {hear(picture)!r}'
            heard.add(hear(picture))


def check_the_menu_of_the_charts():
    open_page('Curves')
    button = go_to(BUTTONS + ('toggle button',), 'How the Charts Look')
    if button is None:
        yield 'Tab does not come by the menu'
        return
    press_key('Return')
    yield from find_faults_of_walk(MENU)
    press_key('Escape')
    if not wait_for(lambda: is_in_state(button, pyatspi.STATE_FOCUSED)):
        yield 'Escape does not lead back from the menu to its button'


def check_the_lessons():
    open_page('Curves')
    press_key('ctrl+l')
    if not wait_for(lambda: look_for(lambda node: node.name == 'Text of the lesson')):
        yield 'there is no lesson'
    yield from find_faults_of_walk(LESSON)
    press_key('ctrl+l')


def check_lecture_mode():
    open_page('Curves')
    press_key('F11')
    yield from find_faults_of_walk(LECTURE)
    press_key('F11')


def check_sliders_tell_their_values():
    """After all pages, since each step begins a run."""
    open_page('Curves')
    for name in SLIDERS:
        slider, entry = go_to('slider', name), find('text', name)
        if slider is None or entry is None:
            yield f'Tab does not come by the slider {name}'
            continue
        before = read(entry)
        press_key('Left')
        if not wait_for(lambda: read(entry) != before
                        and say_value(slider).startswith(read(entry))):
            yield f'the slider {name} says {say_value(slider)!r}, and its entry {read(entry)!r}'


def check_the_export_dialog():
    """The last: where there is no window manager, the window does not get the focus back."""
    press_key('ctrl+e')
    if not wait_for(lambda: find_application().childCount > 1):
        yield 'the dialog does not open'
        return
    yield from find_faults_of_walk(DIALOG)
    press_key('Escape')
    if not wait_for(lambda: find_application().childCount == 1):
        yield 'Escape does not close the dialog'


def make_runs(cli):
    """One of an earlier day, so that there is more than one in the table and on the map."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / 'earlier.overshoot')
        save_run(cli, path, '--recipe', 'linear', '--epochs', '3')
        import_runs(cli, [path])


if __name__ == '__main__':
    choose_settings(SETTINGS)
    make_runs(sys.argv[2])
    pyatspi.Registry.registerEventListener(note_focus, 'object:state-changed:focused')
    sys.exit(run_checks_of(sys.argv[1], dict(globals())))

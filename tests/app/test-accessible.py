#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at the program as a screen reader does. Arguments: the program, overshoot-cli."""

import functools
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from screen_reader import (BUTTONS, CLASSES, TOGGLES, act, choose_settings, find,
                           find_application, import_runs, is_in_state, look_for, press_key,
                           pyatspi, read, run_checks_of, save_run, wait_for)

N_EPOCHS = 3
EARLIER = 'Linear'

# A run that is over soon, and no forecasts: a processor would be busy with them for longer than
# with all that is looked at.
SETTINGS = """recipe='{"recipe": "linear", "epochs": 20}'
forecast=false
"""
SLIDERS = ('Learning rate', 'Decay', 'Regularisation')
CONTROLS = ('push button', 'button', 'toggle button', 'slider', 'combo box', 'text', 'check box',
            'switch')

# Newer versions of GTK tell what a notice says by the label in it, and a drop-down by its choice.
NOTICES = ('status bar', 'label')

# What the menu of a row has, among others.
MENU = ('View', 'Show or Hide', 'Rename', 'Colour', 'Pin or Unpin', 'Sort by', 'Save As…', 'Delete')

# Parts of GTK's and libadwaita's own widgets, whose names are theirs to give: the button within a
# menu button, and within a drop-down.
FOREIGN = ('GtkMenuButton', 'GtkToggleButton')


def is_pressed(toggle):
    return is_in_state(toggle, pyatspi.STATE_PRESSED, pyatspi.STATE_CHECKED)


def becomes_pressed(toggle, is_expected):
    return wait_for(lambda: is_pressed(toggle) == is_expected)


def becomes_named(node, name):
    return wait_for(lambda: node.name == name)


def find_toggle(name, within=None):
    return wait_for(lambda: look_for(
        lambda node: node.getRoleName() in TOGGLES and node.name == name, within))


@functools.cache
def find_runs():
    """What the table of runs and its tools lie in: there it is looked for them, which takes a small
    part of the time."""
    toggle = find_toggle('List of runs')
    return toggle and toggle.parent.parent


def find_row(words, *states):
    """The row of the table of runs whose words begin so, and that is in all of the states."""
    rows = find('list', 'Runs', find_runs())
    return rows and wait_for(lambda: next(
        (row for row in rows if row.name.startswith(words)
         and all(is_in_state(row, state) for state in states)), None))


def is_the_table(node):
    return node.getRoleName() == 'tree table' and node.name == 'Runs'


def becomes_open(is_expected):
    return wait_for(lambda: bool(look_for(is_the_table, find_runs())) == is_expected)


def is_view_banner(node):
    return (node.getRoleName() in NOTICES
            and node.name.startswith(f'Viewing an earlier run, {EARLIER}: Linear classifier, '))


def is_back_button(node):
    return node.getRoleName() in BUTTONS and 'Back to the Current One' in node.name


def is_grouping(node):
    return node.getRoleName() == 'combo box' and 'Grouping' in (node.name, node.description)


def list_states(node):
    return ', '.join(sorted(state.value_nick for state in node.getState().getStates()))


def go_to_the_earlier_run():
    """From the entry that searches keys lead to the rows, of which the oldest is the last. Returns
    its row, which has the focus and is selected; None when that could not be brought about."""
    node = find_runs()
    while node is not None and not act(node, 'runs.search'):
        node = node.parent
    search = find('entry', 'Search runs', find_runs())
    if search is None or not wait_for(lambda: is_in_state(search, pyatspi.STATE_FOCUSED)):
        return None
    press_key('Escape')
    if find_row('', pyatspi.STATE_FOCUSED) is None:
        return None
    press_key('End')
    return find_row(f'{EARLIER}, ', pyatspi.STATE_FOCUSED, pyatspi.STATE_SELECTED)


def type_name(name):
    """Renames the run whose row has the focus."""
    press_key('F2')
    subprocess.run(['xdotool', 'type', name], check=True)
    press_key('Return')


def list_menu_items():
    """The names of the items of an open menu, once all are there that a row's menu has."""
    def look():
        items = pyatspi.findAllDescendants(find_runs(),
                                           lambda node: node.getRoleName() == 'menu item')
        return len(items) >= len(MENU) and [item.name for item in items]
    return wait_for(look) or []


def find_faults_of_the_scrubber():
    """While a run is viewed that has ended."""
    scrubber = find('slider', 'Epoch that is looked at')
    if scrubber is None:
        yield 'no slider is named Epoch that is looked at'
        return
    value = scrubber.queryValue()
    if not wait_for(lambda: value.currentValue == N_EPOCHS - 1):
        yield f'the scrubber is at {value.currentValue}, not at the last epoch'
    read_out = find('label', f'Epoch {N_EPOCHS - 1}')
    if read_out is None:
        yield 'no label says where the scrubber is'
        return
    for epoch in (0, 1, N_EPOCHS - 1):
        value.currentValue = epoch
        if not becomes_named(read_out, f'Epoch {epoch}'):
            yield f'at {epoch} the label says {read_out.name}'
        if value.currentValue != epoch:
            yield f'the scrubber went to {value.currentValue}, not {epoch}'


def make_runs(cli):
    """Two runs of an earlier day: one linear, and a later one of two layers."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder) / f'{recipe}.overshoot') for recipe in ('linear', 'two-layer-gd')]
        for path in paths:
            save_run(cli, path, '--recipe', Path(path).stem, '--epochs', str(N_EPOCHS),
                     '--learning-rate', '0.002')
        import_runs(cli, paths)


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
    elif not wait_for(lambda: re.match(r'\t0\t\d+\.\d{4}\t', read(log))):
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


def check_the_table_of_runs_has_a_name_and_can_be_folded():
    if find_runs() is None:
        yield 'no button is named List of runs'
        return
    if find('tree table', 'Runs', find_runs()) is None:
        yield 'no table is named Runs'
    if find('list', 'Runs', find_runs()) is None:
        yield 'the list within the table is not named Runs'
    toggle = find_toggle('List of runs', find_runs())
    for is_open in (False, True):
        act(toggle)
        if not becomes_pressed(toggle, is_open):
            yield f'the button that folds the table does not say whether it is open ({is_open})'
        if not becomes_open(is_open):
            yield f'it is {is_open} that the table is to be there, and it is not so'


def check_the_tools_of_the_table_have_names():
    if find('entry', 'Search runs', find_runs()) is None:
        yield 'no entry is named Search runs'
    if not wait_for(lambda: look_for(is_grouping, find_runs())):
        yield 'no combo box is named or described as Grouping'


def check_rows_say_whose_they_are_and_what_differs():
    for words in (f'{EARLIER}, Network Linear classifier, Rate 0.002, Hidden –, Epochs {N_EPOCHS}, '
                  'Best Test ',
                  f'Two-layer, Network Two layers, full batch, Rate 0.002, Hidden 200, '
                  f'Epochs {N_EPOCHS}, Best Test ',
                  'Linear 1, the current run, Network Linear classifier, Rate 0.01, Hidden –'):
        if find_row(words) is None:
            yield f'no row begins with {words!r}'


def check_a_swatch_shows_a_run_and_hides_it():
    swatch = find_toggle(f'Show {EARLIER} on the Charts', find_runs())
    if swatch is None:
        yield 'no button shows the earlier run'
        return
    for is_shown, words in ((False, f'{EARLIER}, not on the charts, '), (True, f'{EARLIER}, Netw')):
        if is_pressed(swatch) == is_shown:
            yield f'it is {is_shown} that the run is shown before that is asked for'
        if not act(swatch):
            yield 'the button of the earlier run cannot be pressed'
        if not becomes_pressed(swatch, is_shown):
            yield f'the button does not say that it is {is_shown} that the run is shown'
        if find_row(words) is None:
            yield f'no row begins with {words!r} when it is {is_shown} that the run is shown'


def check_the_row_with_the_focus_is_told():
    row = go_to_the_earlier_run()
    if row is None:
        yield 'no row says that it has the focus and is selected'
        return
    press_key('Up')
    if not wait_for(lambda: not is_in_state(row, pyatspi.STATE_FOCUSED, pyatspi.STATE_SELECTED)):
        yield f'the row that the focus has left is in the states {list_states(row)}'
    if find_row('Two-layer, ', pyatspi.STATE_FOCUSED, pyatspi.STATE_SELECTED) is None:
        yield 'the row above it does not say that it has the focus and is selected'


def check_the_run_that_is_viewed_is_told():
    """Enter views a run, and the button of the bar the current one again."""
    if go_to_the_earlier_run() is None:
        yield 'no row says that it has the focus and is selected'
        return
    press_key('Return')
    if find_row(f'{EARLIER}, in front on the charts, ') is None:
        yield 'the row does not say that its run is in front'
    if wait_for(lambda: look_for(is_view_banner)) is None:
        yield 'no bar says which run is viewed'
    yield from find_faults_of_the_scrubber()
    back = wait_for(lambda: look_for(is_back_button))
    if back is None or not act(back):
        yield 'no button leads back to the current run'
    if not wait_for(lambda: not look_for(is_view_banner)):
        yield 'the bar is still there when the current run is viewed again'


def check_a_run_is_renamed():
    if go_to_the_earlier_run() is None:
        yield 'no row says that it has the focus and is selected'
        return
    for name in ('Slow one', EARLIER):
        type_name(name)
        if find_row(f'{name}, ', pyatspi.STATE_FOCUSED) is None:
            yield f'no row with the focus begins with {name!r}'


def check_the_menu_of_a_row_can_be_read():
    if go_to_the_earlier_run() is None:
        yield 'no row says that it has the focus and is selected'
        return
    press_key('Menu')
    names = list_menu_items()
    if not names:
        yield 'the menu does not have its items'
    # GTK 4.18 hides the label that it names an item by, so that none of any menu has a name.
    if any(names):
        yield from (f'no item of the menu is named {name}' for name in MENU if name not in names)
    press_key('Escape')


def check_a_run_that_is_deleted_comes_back():
    if go_to_the_earlier_run() is None:
        yield 'no row says that it has the focus and is selected'
        return
    press_key('Delete')
    rows = find('list', 'Runs', find_runs())
    if not wait_for(lambda: not any(row.name.startswith(f'{EARLIER}, ') for row in rows)):
        yield 'the row is still there'
    # The bar that offers it may have gone by itself before anything has read it.
    press_key('ctrl+z')
    if find_row(f'{EARLIER}, ') is None:
        yield 'the row has not come back'


if __name__ == '__main__':
    choose_settings(SETTINGS)
    make_runs(sys.argv[2])
    sys.exit(run_checks_of(sys.argv[1], dict(globals())))

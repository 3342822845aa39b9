#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the rules of the house. Arguments: the source folder, the build folder."""

import ast
import graphlib
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

from tap import run_checks

SOURCE, BUILD = (Path(argument).resolve() for argument in sys.argv[1:])

# The rooms, and those whose headers each may include.
ARROWS = {
    'core': set(),
    'plot': set(),
    'run': {'core', 'exchange', 'store'},
    'figure': {'core', 'plot', 'run'},
    'manual': {'core', 'store'},
    'net': {'core'},
    'store': {'core'},
    'exchange': {'core', 'store'},
    'cli': {'core', 'exchange', 'manual', 'net', 'plot', 'figure', 'run', 'store'},
    'app': {'core', 'exchange', 'manual', 'plot', 'figure', 'run', 'net', 'store'},
}

# System headers that a room may not see.
WINDOW = r'gtk/|gdk/|adwaita|libsoup/'
STRANGERS = {
    'core': WINDOW + r'|cairo|pango',
    'plot': WINDOW,
    'figure': WINDOW,
    'run': WINDOW + r'|cairo|pango',
    'manual': WINDOW + r'|cairo|pango',
    'net': r'gtk/|gdk/|adwaita|cairo|pango',
    'store': WINDOW + r'|cairo|pango',
    'exchange': WINDOW + r'|cairo|pango',
    'cli': WINDOW,
    'app': r'libsoup/',
}

LONGEST_FILE = 600
LONGEST_LINE = 100

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
STRING_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)


def files(*patterns):
    """The tracked kinds of file, without what a build leaves in the checkout."""
    for pattern in patterns:
        for path in sorted(SOURCE.glob(pattern)):
            if path.is_file() and '__pycache__' not in path.parts:
                yield path


def read(path):
    return path.read_text(encoding='utf-8')


def name(path):
    return str(path.relative_to(SOURCE))


def code_of(path):
    """A C file without its strings and comments, line for line."""
    return STRING_OR_COMMENT.sub(lambda match: '""' + '\n' * match.group().count('\n'), read(path))


def c_files(*rooms):
    return files(*(f'src/{room}/**/*.[ch]' for room in rooms))


def find(pattern, paths, text_of=read):
    """Yields a complaint for every line of the files that the pattern matches."""
    for path in paths:
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if re.search(pattern, line):
                yield f'{name(path)}:{number}: {line.strip()}'


def check_every_room_is_known():
    for folder in sorted((SOURCE / 'src').iterdir()):
        if folder.is_dir() and folder.name not in ARROWS:
            yield f'{name(folder)} is not a room of the design'


def check_rooms_include_along_the_arrows():
    owners = {}
    for path in c_files(*ARROWS):
        if path.suffix == '.h' and owners.setdefault(path.name, path) != path:
            yield f'{name(path)} has the name of {name(owners[path.name])}'

    for room, allowed in ARROWS.items():
        for path in c_files(room):
            for kind, header in INCLUDE.findall(read(path)):
                if kind == '<':
                    if room in STRANGERS and re.match(STRANGERS[room], header):
                        yield f'{name(path)} includes <{header}>'
                elif header in owners:
                    owner = owners[header].relative_to(SOURCE / 'src').parts[0]
                    if owner != room and owner not in allowed:
                        yield f'{name(path)} includes "{header}" of {owner}'
                elif '/' in header:
                    yield f'{name(path)} includes "{header}" by a path'


def folder_arrows(room):
    """The folders of a room that has any, each with those that it may see: its meson.build says."""
    rules = read(SOURCE / 'src' / room / 'meson.build')
    table = re.search(rf'^{room}_arrows = (\{{.*?^\}})', rules, re.DOTALL | re.MULTILINE)
    return ast.literal_eval(table.group(1)) if table else {}


def folder_of(path):
    """The folder of its room that a file lies in, '.' for the room's own; deeper ones are parts."""
    parts = path.relative_to(SOURCE / 'src').parts
    return parts[1] if len(parts) > 2 else '.'


def check_folders_include_along_the_arrows():
    tables = {room: folder_arrows(room) for room in ARROWS}
    if len(tables['core']) < 8 or len(tables['app']) < 8:
        yield 'core and app have no table of folders'
    for room, table in tables.items():
        above = set()
        for folder, seen in table.items():
            if not set(seen) <= above:
                yield f'{room}/{folder} sees {", ".join(set(seen) - above)}, which is not below it'
            above.add(folder)

        owners = {path.name: folder_of(path) for path in c_files(room)}
        for path in c_files(room) if table else ():
            folder = folder_of(path)
            if folder not in table:
                yield f'{name(path)} lies in no folder of {room}'
                continue
            for header in re.findall(r'^#include "([^"]+)"', read(path), re.MULTILINE):
                owner = owners.get(header, folder)
                if owner != folder and owner not in table[folder]:
                    yield f'{name(path)} includes "{header}" of {room}/{owner}'


def check_app_holds_only_what_knows_the_window():
    """What knows no widgets lies below the window, where the command line reaches it as well."""
    paths = {path.name: path for path in c_files('app')}
    reaches = {}

    def reaches_the_window(path):
        if path not in reaches:
            reaches[path] = False
            headers = INCLUDE.findall(read(path))
            reaches[path] = any(re.match(r'gtk/|adwaita', header) if kind == '<' else
                                header in paths and reaches_the_window(paths[header])
                                for kind, header in headers)
        return reaches[path]

    for path in paths.values():
        if not reaches_the_window(path):
            yield f'{name(path)} includes neither GTK nor Adwaita'


def check_headers_include_in_no_circle():
    paths = {path.name: path for path in c_files(*ARROWS) if path.suffix == '.h'}
    graph = {header: set(re.findall(r'^#include "([^"]+)"', read(path), re.MULTILINE))
             for header, path in paths.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        yield ' includes '.join(error.args[1])


def check_the_map_is_true():
    """src/README.md has every room with those that it may see, and every folder."""
    text = read(SOURCE / 'src/README.md')
    rooms = {room: set(allowed.split(', ')) - {'nothing of ours'} for room, allowed in
             re.findall(r'^\| `(\w+)` \| .* \| ([^|]*) \|$', text, re.MULTILINE)}
    for room in sorted(rooms.keys() | ARROWS.keys()):
        if rooms.get(room) != ARROWS.get(room):
            yield f'{room} may see {ARROWS.get(room)}, and the map says {rooms.get(room)}'
    folders = {f'{room}/{folder}' for room in ARROWS for folder in folder_arrows(room)
               if folder != '.'}
    for folder in folders ^ set(re.findall(r'^\|.*?`(\w+/[\w-]+)`', text, re.MULTILINE)
                                + re.findall(r', `(\w+/[\w-]+)`', text)):
        yield f'{folder} is not in both the map and the rules of the build'


def check_libraries_neither_print_nor_exit():
    yield from find(r'\b(g_print|g_printerr|printf|fprintf|puts|fputs|putchar|exit|_exit)\s*\(',
                    c_files('core', 'plot', 'figure', 'run', 'net', 'store',
                            'exchange'), code_of)


def check_the_cli_links_no_gtk():
    """Asks the loader, so that what a library brings along counts as well."""
    listing = subprocess.run(['ldd', BUILD / 'src/cli/overshoot-cli'], check=False,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if 'libglib-2.0' not in listing.stdout:
        yield f'the libraries of overshoot-cli cannot be listed: {listing.stdout}'
    for line in listing.stdout.splitlines():
        if re.search(r'lib(gtk|gdk)-[34]|libadwaita', line):
            yield line.strip()


def check_licence_lines():
    for path in files('src/**/*', 'ui/**/*', 'tests/**/*', 'data/*', 'icons/**/*', 'po/*',
                      'build-aux/*', '.ci/*', '.github/**/*', '.gitlab-ci.yml', 'meson.build',
                      'meson_options.txt', '.editorconfig', '.clang-format', '.codespellrc',
                      '.git-blame-ignore-revs', '.gitignore'):
        if path.suffix in ('.csv', '.json', '.png', '.bin', '.txt', '.log') or path.suffix == '.po':
            continue
        if 'SPDX-License-Identifier: ' not in '\n'.join(read(path).split('\n')[:4]):
            yield f'{name(path)} has no SPDX line'


def check_headers_are_guarded():
    """Those that only include others, to be precompiled, need no guard."""
    for path in c_files(*ARROWS):
        if path.suffix == '.h' and '#pragma once' not in read(path) and \
                re.search(r'^(?!#include |"")\S', code_of(path), re.MULTILINE):
            yield f'{name(path)} has no #pragma once'


def check_files_are_short():
    for path in files('src/**/*.[ch]', 'ui/**/*.ui', 'tests/**/*.[ch]', 'tests/**/*.py',
                      'build-aux/*'):
        length = len(read(path).splitlines())
        if length > LONGEST_FILE:
            yield f'{name(path)} has {length} lines'


def check_lines_are_short():
    for path in files('src/**/*.[ch]', 'tests/**/*.[ch]', 'tests/**/*.py', '**/meson.build',
                      'build-aux/*', '.ci/*'):
        for number, line in enumerate(read(path).splitlines(), 1):
            if len(line) > LONGEST_LINE:
                yield f'{name(path)}:{number} is {len(line)} columns wide'


def check_white_space():
    yield from find(r'\s$|\t', files('src/**/*.[ch]', 'tests/**/*.[ch]', '**/*.py', 'ui/**/*.ui',
                                     '**/meson.build', 'build-aux/*'))


def check_no_notes_to_self():
    this = Path(__file__).resolve()
    paths = (path for path in files('src/**/*.[ch]', 'ui/**/*', 'tests/**/*.[ch]', 'tests/**/*.py',
                                    'build-aux/*', '**/meson.build') if path != this)
    yield from find(r'\b(TODO|FIXME|XXX|HACK)\b', paths)


def check_no_test_steps_aside():
    yield from find(r'\bg_test_(skip|incomplete|skip_printf|incomplete_printf)\b',
                    files('tests/**/*.[ch]'))


def check_no_goto():
    yield from find(r'\bgoto\b', c_files(*ARROWS), code_of)


def check_no_array_is_freed_by_its_first_element():
    yield from find(r'\bg_autofree [^;=]*\[', files('src/**/*.[ch]', 'tests/**/*.[ch]'), code_of)


def check_structs_are_compared_member_by_member():
    """What lies between members is nobody's; only structs of one kind of number have nothing."""
    whole = {'OvTemplates', 'OvGeometry', 'OvStepParabola', 'OvValleyPoint'}
    declared = re.compile(r'\b(\w+) +\**(\w+)(?= *[\[;,=)])')
    for path in files('src/**/*.c', 'tests/**/*.[ch]'):
        text = code_of(path)
        for call in re.finditer(r'\b(?:g_assert_cmpmem|memcmp) \((?:[^()]|\([^()]*\))*\)', text):
            kinds = {variable: kind for kind, variable in declared.findall(text[:call.start()])}
            for operand in re.findall(r'\bsizeof ([^,]+?)(?=,|\)$)', call.group()):
                variable = re.split(r'->|\.', re.sub(r'^[*&(]+|[\[)].*', '', operand))[-1]
                kind = kinds.get(variable, variable)
                if re.match('Ov[A-Z]', kind) and kind not in whole:
                    yield f'{name(path)}: {" ".join(call.group().split())} of {kind}'


def check_colours_are_in_the_palette():
    paths = (path for path in c_files(*ARROWS) if path.stem != 'palette')
    yield from find(r'"#[0-9a-fA-F]{3,8}"|\brgba?\s?\(\s?[0-9]', paths)


def check_axes_of_losses_name_the_kind():
    """Squared errors and cross-entropies cannot be compared: ov_loss_title_get() has the words."""
    for path in c_files('figure', 'app', 'plot'):
        for call in re.findall(r'y_title \((?:[^;]|\n)*?;', read(path)):
            if re.search(r'"[^"]*loss', call, re.IGNORECASE):
                yield f'{name(path)}: {" ".join(call.split())}'


def check_texts_that_break_are_joined():
    """Whatever the toolkit may break into lines comes from ov_joined_text_*(), units and all."""
    paths = (path for path in c_files('app') if path.stem != 'joined-text')
    yield from find(r'\b(gtk_label_set_(text|label|markup)|gtk_label_new(?! \(NULL)|adw_toast_new|'
                    r'adw_(action_row_set_subtitle|status_page_set_description)|'
                    r'gtk_widget_set_tooltip_(text|markup))\b',
                    paths, code_of)


def check_every_part_of_ci_is_a_job():
    parts = set(re.findall(r'^    ([a-z]+)\) run_part', read(SOURCE / '.ci/run'), re.MULTILINE))
    jobs = set(re.findall(r'^([a-z]+):\n  extends: .part', read(SOURCE / '.gitlab-ci.yml'),
                          re.MULTILINE))
    matrix = re.search(r'part: \[(.*)\]', read(SOURCE / '.github/workflows/tests.yml')).group(1)
    if not parts or jobs != parts or set(matrix.split(', ')) != parts:
        yield f'.ci/run has the parts {parts}, GitLab {jobs}, GitHub {matrix}'


def number_of(text, pattern):
    """A product of numbers in C or Python, or None."""
    match = re.search(pattern, text, re.MULTILINE)
    factors = re.findall(r'\d+', match.group(1).replace('G_GUINT64_CONSTANT', '')) if match else ()
    return math.prod(map(int, factors)) if factors else None


def check_both_downloads_agree():
    """The script needs no build, so that what it shares with the window's download stands twice."""
    script, program = read(SOURCE / 'build-aux/fetch-cifar10'), read(SOURCE / 'src/net/download.c')
    pairs = {
        'home': (re.findall(r"^HOME = '(.*)'", script, re.MULTILINE),
                 re.findall(r'^#define CIFAR10_URI "(.*)"', program, re.MULTILINE)),
        'least piece': (number_of(script, r'^LEAST_PIECE = (.*)'),
                        number_of(program, r'^#define LEAST_PIECE (.*)')),
        'patience': (1000 * (number_of(script, r'^PATIENCE = (.*)') or 0),
                     number_of(program, r'^#define PATIENCE_MILLISECONDS (.*)')),
        'largest archive': (number_of(script, r'^MAX_DOWNLOAD = (.*)'),
                            number_of(program, r'^#define MAX_ARCHIVE_SIZE (.*)')),
        'sums': (re.findall(r'\b[0-9a-f]{64}\b', script),
                 re.findall(r'\b[0-9a-f]{64}\b', read(SOURCE / 'src/core/data/cifar10-verify.c'))),
    }
    for what, (ours, theirs) in pairs.items():
        if not ours or ours != theirs:
            yield f'{what}: build-aux/fetch-cifar10 has {ours}, src has {theirs}'


def check_every_test_is_registered():
    """Asks the build folder: some tests are found by their module's name, and stand in no list.

    Those that need a cluster's daemons have a script of their own.
    """
    words = {str(SOURCE / path) for path in
             re.findall(r'tests/cluster/[\w-]+\.py', read(SOURCE / 'build-aux/test-cluster'))}
    for kind in ('tests', 'benchmarks'):
        for test in json.loads(read(BUILD / f'meson-info/intro-{kind}.json')):
            words.update(os.path.normpath(BUILD / word) for word in test['cmd'])
    sources = {command['output']: os.path.normpath(BUILD / command['file'])
               for command in json.loads(read(BUILD / 'compile_commands.json'))}
    for program, objects in re.findall(r'^build (\S+): c_LINKER ([^|\n]*)',
                                       read(BUILD / 'build.ninja'), re.MULTILINE):
        if str(BUILD / program) in words:
            words.update(sources[linked] for linked in objects.split() if linked in sources)
    for path in files('tests/*/test-*.c', 'tests/*/test-*.py', 'tests/*/fuzz-*.c',
                      'tests/bench/*.c', 'tests/bench/bench-*.py'):
        if str(path) not in words:
            yield f'no test of the build folder runs {name(path)}'


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Validates the files that a desktop reads. Arguments: the source folder, the build folder."""

import contextlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from tap import complaints_of, run_checks

SOURCE, BUILD = (Path(argument).resolve() for argument in sys.argv[1:])
APPLICATION = 'io.github.overshoot.Overshoot'
RUNS = 'application/x-overshoot-runs'
SVG = '{http://www.w3.org/2000/svg}'


def check_desktop_entry():
    yield from complaints_of('desktop-file-validate', BUILD / f'data/{APPLICATION}.desktop')


def check_metainfo():
    """Only the missing homepage is forgiven: there is none yet, and none is made up."""
    complaints = list(complaints_of('appstreamcli', 'validate', '--no-net', '--pedantic',
                                    BUILD / f'data/{APPLICATION}.metainfo.xml'))
    faults = [line for line in complaints if line.startswith(('E:', 'W:'))]
    if not faults or any('url-homepage-missing' not in line for line in faults):
        yield from complaints


def find_type(home, path):
    """The type by name and contents, as GIO has it where the build's types are installed."""
    answer = subprocess.run(['gio', 'info', '-a', 'standard::content-type', path],
                            capture_output=True, text=True, check=False,
                            env={'XDG_DATA_HOME': str(home), 'HOME': str(home), 'LC_ALL': 'C.UTF-8',
                                 'PATH': '/usr/bin:/bin'})
    return answer.stdout.split('standard::content-type: ')[-1].strip()


def check_type_of_runs():
    """A file of runs is known by its name, and by what it holds under any other name; the desktop
    opens it with the program."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / 'share'
        (home / 'mime/packages').mkdir(parents=True)
        shutil.copy(BUILD / f'data/{APPLICATION}.xml', home / 'mime/packages')
        yield from complaints_of('update-mime-database', home / 'mime')
        runs, plain, named = (Path(folder) / name for name in ('runs', 'plain', 'any.overshoot'))
        for path, mark in (runs, 0x4f765368), (plain, 0):
            with contextlib.closing(sqlite3.connect(path)) as database:
                database.execute(f'PRAGMA application_id = {mark}')
                database.execute('CREATE TABLE t (x)')
        named.write_bytes(b'\x01\x02\x03')
        for path, wanted in (runs, RUNS), (named, RUNS), (plain, 'application/vnd.sqlite3'):
            found = find_type(home, path)
            if found != wanted:
                yield f'{path.name} is taken for {found}, not for {wanted}'

    header = (SOURCE / 'src/store/schema.h').read_text('utf-8')
    if '#define OV_SCHEMA_APPLICATION_ID 0x4f765368' not in header:
        yield 'the application id is not that of src/store/schema.h'
    entry = (BUILD / f'data/{APPLICATION}.desktop').read_text('utf-8')
    for line in 'Exec=overshoot %F', f'MimeType={RUNS};':
        if line not in entry.splitlines():
            yield f'the desktop entry has no line {line}'


def check_releases_agree():
    """The build's version is that of the newest release, in the metainfo as in NEWS."""
    version = re.search(r"version: '([^']+)'", (SOURCE / 'meson.build').read_text('utf-8')).group(1)
    releases = [(release.get('version'), release.get('date')) for release in
                ElementTree.parse(BUILD / f'data/{APPLICATION}.metainfo.xml').iter('release')]
    news = re.findall(r'^Overshoot (\S+) \((\S+)\)$', (SOURCE / 'NEWS').read_text('utf-8'),
                      re.MULTILINE)
    if releases != news:
        yield f'the metainfo has the releases {releases}, NEWS has {news}'
    if version != news[0][0]:
        yield f'the build is version {version}, NEWS begins with {news[0][0]}'


def check_settings_schema():
    yield from complaints_of('glib-compile-schemas', '--strict', '--dry-run', SOURCE / 'data')


def check_settings_default_values():
    """Every default can be read back, and lies in its range, through the schema of the build."""
    with tempfile.TemporaryDirectory() as home:
        yield from complaints_of(
            'gsettings', '--schemadir', BUILD / 'data', 'list-recursively', APPLICATION,
            env={'GSETTINGS_BACKEND': 'memory', 'HOME': home, 'PATH': '/usr/bin:/bin'})


def check_xml_is_well_formed():
    files = [path for folder in ('ui', 'data', 'icons') for path in (SOURCE / folder).rglob('*')
             if path.suffix in ('.ui', '.svg', '.xml') or path.name.endswith('.xml.in')]
    if not any(path.suffix == '.ui' for path in files):
        yield 'no .ui file found'
    yield from complaints_of('xmllint', '--noout', '--nonet', *files)


def check_resources():
    """Every template and style sheet is named by a list of resources, and every name exists."""
    folders = [SOURCE / 'ui', SOURCE / 'icons/actions']
    named = set()
    for listing in [*SOURCE.glob('ui/**/*.gresource.xml'), *BUILD.glob('src/**/*.gresource.xml')]:
        for entry in ElementTree.parse(listing).iter('file'):
            found = [folder / entry.text for folder in folders if (folder / entry.text).exists()]
            named.update(path.resolve() for path in found)
            if not found:
                yield f'{listing.name} names {entry.text}, which does not exist'
    for path in [*SOURCE.glob('ui/**/*.ui'), *SOURCE.glob('ui/**/*.css'),
                 *SOURCE.glob('icons/actions/*.svg')]:
        if path.resolve() not in named:
            yield f'{path.relative_to(SOURCE)} is in no list of resources'


def check_symbolic_icon():
    """GTK fills every shape of a symbolic icon, so outlines and gradients would come out wrong."""
    path = SOURCE / f'icons/hicolor/symbolic/apps/{APPLICATION}-symbolic.svg'
    root = ElementTree.parse(path).getroot()
    if (root.get('width'), root.get('height')) != ('16', '16'):
        yield 'it is not 16 × 16'
    for element in root.iter():
        if element.tag not in (SVG + tag for tag in ('svg', 'g', 'path', 'circle', 'rect')):
            yield f'{element.tag} is not a plain shape'
        if element.get('stroke') or element.get('style'):
            yield f'{element.tag} has a stroke or a style'


def check_scalable_icon():
    """The icon can be drawn by the loader that the desktop uses, and is not one flat colour."""
    path = SOURCE / f'icons/hicolor/scalable/apps/{APPLICATION}.svg'
    root = ElementTree.parse(path).getroot()
    if root.get('viewBox') != '0 0 128 128':
        yield 'its view box is not that of a 128 × 128 icon'
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / 'icon.png'
        yield from complaints_of('gdk-pixbuf-thumbnailer', '-s', '48', path, image)
        if not image.exists() or image.stat().st_size < 500:
            yield 'no picture came out'


def check_sources_are_laid_out():
    faults = list(complaints_of(SOURCE / 'build-aux/format', '--check'))
    if faults:
        yield 'give build-aux/format, which makes these changes:'
    yield from faults


def check_shell_scripts():
    scripts = [*(SOURCE / 'build-aux').iterdir(), *(SOURCE / '.ci').iterdir(),
               *(path for path in (SOURCE / 'data').iterdir() if not path.suffix),
               SOURCE / 'tests/app/with-display']
    for path in sorted(path for path in scripts if path.is_file()):
        head = '\n'.join(path.read_text(encoding='utf-8').splitlines()[:3])
        if head.startswith('#!/bin/sh') or 'shellcheck shell=sh' in head:
            yield from complaints_of('sh', '-n', path)
        elif head.startswith('#!/bin/bash'):
            yield from complaints_of('bash', '-n', path)
        elif not head.startswith('#!/usr/bin/python3'):
            yield f'{path.name} is not a script of a known language'
        if not head.startswith('#!/usr/bin/python3'):
            yield from complaints_of('shellcheck', '--external-sources', path, cwd=SOURCE)


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

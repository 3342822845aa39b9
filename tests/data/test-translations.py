#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the strings translatable. Arguments: the source folder, the build folder."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tap import complaints_of, run_checks

SOURCE, BUILD = (Path(argument).resolve() for argument in sys.argv[1:])
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'ngettext:1,2', 'g_dngettext:2,3',
            'g_dpgettext2:2c,3']
MARKED = re.compile(r'\b(N?C?_|g?_?d?n?gettext|g_dngettext|g_dpgettext2)\s*\(\s*"')


def listed(path):
    lines = path.read_text(encoding='utf-8').splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith('#')]


def is_translatable(path):
    if path.suffix in ('.c', '.h'):
        return MARKED.search(path.read_text(encoding='utf-8')) is not None
    if path.suffix == '.ui':
        return 'translatable="' in path.read_text(encoding='utf-8')
    return path.name.endswith(('.desktop.in', '.metainfo.xml.in', '.gschema.xml'))


def extract(target):
    """Extracts every string into a template, as `meson compile overshoot-pot` does."""
    return complaints_of(
        'xgettext', '--package-name=overshoot', '--from-code=UTF-8', '--add-comments=Translators',
        '--directory', SOURCE, '--output', target, *(f'--keyword={word}' for word in KEYWORDS),
        *listed(BUILD / 'po/POTFILES'))


def check_every_text_is_found():
    """The list is made when the build folder is configured; a header with a text is not in it."""
    names = listed(BUILD / 'po/POTFILES')
    found = {str(path.relative_to(SOURCE)) for folder in ('src', 'ui', 'data')
             for path in (SOURCE / folder).rglob('*') if path.is_file() and is_translatable(path)}
    if len(found) < 50:
        yield f'only {len(found)} files have strings'
    yield from (f'{name} has strings and is not seen' for name in sorted(found - set(names)))
    yield from (f'{name} is gone: configure the build folder again' for name in names
                if not (SOURCE / name).is_file())
    yield from (f'{name} is listed by hand in POTFILES.in'
                for name in listed(SOURCE / 'po/POTFILES.in'))


def check_strings_can_be_extracted():
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / 'overshoot.pot'
        yield from extract(template)
        if not template.exists() or 'See what the learning rate does' not in template.read_text():
            yield 'the strings are not in the template'


def check_no_text_ends_at_a_macro():
    """xgettext knows what PRId64 stands for, and cuts a text off at GLib's own macros."""
    for path in sorted((SOURCE / 'src').rglob('*.c')):
        for match in re.finditer(r'\b_\s*\("[^;]*?"\s*(G_\w+_FORMAT)', path.read_text('utf-8')):
            yield f'{path.relative_to(SOURCE)}: {match.group(1)}, where PRId64 or the like is meant'


def check_labels_of_the_interface_are_marked():
    """A label, title or tooltip with a word in it is for people, so it has to be translatable."""
    pattern = re.compile(
        r'<(?:property|attribute) name="(?:label|title|subtitle|tooltip-text|placeholder-text)"'
        r'(?![^>]*translatable=)[^>]*>[^<]*[A-Za-z]{3}[^<]*<')
    for path in sorted((SOURCE / 'ui').rglob('*.ui')):
        for match in pattern.finditer(path.read_text(encoding='utf-8')):
            yield f'{path.relative_to(SOURCE)}: {match.group()}'


def check_translations_are_whole_and_sound():
    """Each language of LINGUAS is checked against the strings of today."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / 'overshoot.pot'
        yield from extract(template)
        for language in listed(SOURCE / 'po/LINGUAS'):
            merged = Path(folder) / f'{language}.po'
            yield from complaints_of('msgmerge', '--quiet', '--no-fuzzy-matching', '--output-file',
                                     merged, SOURCE / f'po/{language}.po', template)
            yield from complaints_of('msgfmt', '--check', '--output-file=/dev/null', merged)
            missing = subprocess.run(['msgattrib', '--untranslated', merged], check=False,
                                     stdout=subprocess.PIPE, text=True).stdout
            yield from (f'{language}: {line}' for line in missing.splitlines()
                        if line.startswith('msgid "') and line != 'msgid ""')
    unknown = ({path.stem for path in (SOURCE / 'po').glob('*.po')}
               - set(listed(SOURCE / 'po/LINGUAS')))
    yield from (f'{language}.po is not in LINGUAS' for language in unknown)


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

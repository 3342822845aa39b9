#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the strings translatable. Arguments: the source folder, the build folder."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tap import complaints_of, run_checks

SOURCE = Path(sys.argv[1]).resolve()
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'ngettext:1,2', 'g_dngettext:2,3',
            'g_dpgettext2:2c,3']
MARKED = re.compile(r'\b(N?C?_|g?_?d?n?gettext|g_dngettext|g_dpgettext2)\s*\(\s*"')


def listed(path):
    lines = (SOURCE / path).read_text(encoding='utf-8').splitlines()
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
        *listed('po/POTFILES.in'))


def check_the_list_of_files_is_whole():
    names = listed('po/POTFILES.in')
    found = [str(path.relative_to(SOURCE)) for folder in ('src', 'ui', 'data')
             for path in (SOURCE / folder).rglob('*') if path.is_file() and is_translatable(path)]
    yield from (f'{name} is missing' for name in sorted(set(found) - set(names)))
    yield from (f'{name} has no strings, or is gone' for name in sorted(set(names) - set(found)))
    if names != sorted(set(names)):
        yield 'it is not in alphabetical order'


def check_strings_can_be_extracted():
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / 'overshoot.pot'
        yield from extract(template)
        if not template.exists() or 'See what the learning rate does' not in template.read_text():
            yield 'the strings are not in the template'


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
        for language in listed('po/LINGUAS'):
            merged = Path(folder) / f'{language}.po'
            yield from complaints_of('msgmerge', '--quiet', '--no-fuzzy-matching', '--output-file',
                                     merged, SOURCE / f'po/{language}.po', template)
            yield from complaints_of('msgfmt', '--check', '--output-file=/dev/null', merged)
            missing = subprocess.run(['msgattrib', '--untranslated', merged], check=False,
                                     stdout=subprocess.PIPE, text=True).stdout
            yield from (f'{language}: {line}' for line in missing.splitlines()
                        if line.startswith('msgid "') and line != 'msgid ""')
    unknown = {path.stem for path in (SOURCE / 'po').glob('*.po')} - set(listed('po/LINGUAS'))
    yield from (f'{language}.po is not in LINGUAS' for language in unknown)


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

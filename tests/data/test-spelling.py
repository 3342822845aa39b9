#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks how words are spelt, in code, texts and documents. Argument: the source folder."""

import importlib.util
import sys
import tempfile
from pathlib import Path

from tap import complaints_of, run_checks

SOURCE = Path(sys.argv[1]).resolve()

# Words of programming interfaces, of file formats and of names; and those that are as British as
# what codespell would have instead.
AMERICAN = ('biased,center,color,dialog,dialogs,finalize,focused,license,licenses,maximized,'
            'optimize,realize,sanitizer,sanitizers')


def paths():
    """What is tracked, without what a build or a user leaves in the checkout."""
    names = ['*.md', 'NEWS', 'meson*', '.*.yml', '.ci', '.github', 'build-aux', 'data', 'icons',
             'po', 'src', 'tests', 'ui']
    return [path.relative_to(SOURCE) for name in names for path in SOURCE.glob(name)]


def check_words_are_known():
    yield from complaints_of('codespell', *paths(), cwd=SOURCE)


def check_spelling_is_british():
    """By codespell's table from British words to American ones, turned round."""
    package = importlib.util.find_spec('codespell_lib')
    if package is None:
        yield 'codespell is not installed'
        return
    table = Path(package.origin).parent / 'data/dictionary_en-GB_to_en-US.txt'
    pairs = (line.rstrip(',').split('->') for line in table.read_text('utf-8').splitlines())
    with tempfile.TemporaryDirectory() as folder:
        turned = Path(folder) / 'american'
        turned.write_text(''.join(f'{american}->{british}\n' for british, american in pairs
                                  if ',' not in american), encoding='utf-8')
        yield from complaints_of('codespell', '--dictionary', turned, '--ignore-words-list',
                                 AMERICAN, *paths(), cwd=SOURCE)


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

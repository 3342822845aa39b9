#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries build-aux/count-tests on reports of its own. Argument: the source folder."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tap import run_checks

COUNT_TESTS = Path(sys.argv[1]).resolve() / 'build-aux/count-tests'

PASSED = '<testcase name="one" classname="overshoot.core / core-epoch"/>'
FAILED = ('<testcase name="two" classname="overshoot.core / core-epoch">'
          '<failure message="no"/></testcase>')
SKIPPED = '<testcase name="three" classname="overshoot.core / core-epoch"><skipped/></testcase>'


def count(cases, runs=(('core-epoch', 'OK'),), output=b''):
    """Returns the last line and the exit status for one folder with such reports."""
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder) / 'meson-logs'
        logs.mkdir()
        if cases is not None:
            report = (f'<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite>{cases}'
                      '<system-out>').encode() + output + b'</system-out></testsuite></testsuites>'
            (logs / 'testlog.junit.xml').write_bytes(report)
        (logs / 'testlog.json').write_text(''.join(
            json.dumps({'name': f'overshoot:core / {name}', 'result': result}) + '\n'
            for name, result in runs))
        done = subprocess.run([COUNT_TESTS, folder], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
    return done.stdout, done.returncode


def expect(found, line, status):
    if found != (line + '\n', status):
        yield f'{line}, status {status} was expected: {found}'


def check_what_passes_is_counted():
    yield from expect(count(PASSED * 3), '3 passed, 0 failed', 0)


def check_what_fails_or_is_skipped_counts_as_failed():
    yield from expect(count(PASSED + FAILED), '1 passed, 1 failed', 1)
    yield from expect(count(PASSED + SKIPPED), '1 passed, 1 failed', 1)


def check_a_program_that_crashes_counts_as_failed():
    yield from expect(count(PASSED, [('core-epoch', 'OK'), ('core-loss', 'ERROR')]),
                      '1 passed, 1 failed', 1)
    yield from expect(count(PASSED, [('core-epoch', 'TIMEOUT')]), '1 passed, 1 failed', 1)


def check_a_report_is_needed():
    yield from expect(count(None), '0 passed, 1 failed', 1)
    yield from expect(count(''), '0 passed, 1 failed', 1)


def check_a_report_may_hold_whatever_a_test_printed():
    for output in (b'tri\x1b[2Jan', b'\x00\x01\x7f', b'\xff\xfe', '\ufffe\U0001f600é'.encode()):
        yield from expect(count(PASSED, output=output), '1 passed, 0 failed', 0)


def count_tap(text):
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / 'report.tap'
        if text is not None:
            report.write_text(text)
        done = subprocess.run([COUNT_TESTS, report], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
    return done.stdout, done.returncode


def check_a_tap_program_is_counted():
    yield from expect(count_tap('1..2\nok 1 one\n# ok 7 no\nok 2 two\n'), '2 passed, 0 failed', 0)
    yield from expect(count_tap('1..2\nok 1 one\nnot ok 2 two\n'), '1 passed, 1 failed', 1)
    yield from expect(count_tap('1..2\nok 1 one\nok 2 two # SKIP\n'), '1 passed, 1 failed', 1)
    yield from expect(count_tap('1..3\nok 1 one\n'), '1 passed, 2 failed', 1)
    yield from expect(count_tap('ok 1 one\n'), '1 passed, 1 failed', 1)
    yield from expect(count_tap('1..0\n'), '0 passed, 1 failed', 1)
    yield from expect(count_tap(None), '0 passed, 1 failed', 1)


if __name__ == '__main__':
    sys.exit(run_checks(globals()))

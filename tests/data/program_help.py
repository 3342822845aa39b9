# SPDX-License-Identifier: GPL-3.0-or-later
"""What the help of overshoot-cli tells those who test all of its commands."""

import re


def list_commands(text):
    """Those that the program's help lists, without the help itself."""
    lines = text.partition('\nCommands:\n')[2].splitlines()
    found = [re.match(r'  ([a-z][a-z-]*) ', line) for line in lines]
    return [match.group(1) for match in found if match and match.group(1) != 'help']

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what is made from the table of options: help, manual pages, the shells' completions.

Arguments: the build folder, overshoot-cli, overshoot.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from program_help import list_commands
from tap import complaints_of, run_checks

BUILD, CLI, WINDOW = (Path(argument).resolve() for argument in sys.argv[1:])
DOCUMENTS = BUILD / 'src/manual'
OPTION = re.compile(r'--[a-z][a-z0-9-]*')

# What completes a line in bash, and prints what it found. The words after it are the line's.
BASH = '''
source "$0"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_overshoot_cli
printf '%s\\n' "${COMPREPLY[@]}"
'''

# The same where a list of words does.
BASH_WORDS = '''
source "$0"
how=$(complete -p overshoot)
how=${how#complete }
eval "compgen ${how% overshoot} -- --"
'''

# Prints the words that zsh would offer in place of a command, as _arguments finds them.
ZSH_COMMANDS = '''
_arguments ()
{
  local what
  for what
  do
    if [[ $what == *:\\(\\(*\\)\\) ]]
    then
      what=${what#*:\\(\\(}
      eval "what=( ${what%??} )"
      print -l -- ${what%%:*}
    fi
  done
}
source $0 || true
'''


def run(*command, folder=None):
    """Returns the words that a program prints, line by line."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(command, env=dict(os.environ, HOME=home, DISPLAY=''), cwd=folder,
                              check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise ValueError(f'{command[0]}: exit status {done.returncode}: {done.stderr}')
    return done.stdout.splitlines()


def helped(*command):
    """The options that a help lists, at the beginning of its lines."""
    return {OPTION.search(line).group() for line in run(*command)
            if re.match(r'  (-[a-zA-Z], )?--', line)}


def commands():
    return list_commands('\n'.join(run(CLI, '--help')))


def bash(*words, **options):
    return run('bash', '-c', BASH, DOCUMENTS / 'overshoot-cli.bash', *words, **options)


def fish(line, program='overshoot-cli', folder=None):
    found = run('fish', '--no-config', '-c',
                f'source {DOCUMENTS / program}.fish; complete -C "{line}"', folder=folder)
    return [candidate.split('\t')[0] for candidate in found]


def only_options(words):
    return {word for word in words if OPTION.fullmatch(word)}


def zsh_options(command):
    """Those of a command, in the branch of the script that it has."""
    text = (DOCUMENTS / '_overshoot-cli').read_text(encoding='utf-8')
    branch = re.search(rf'^  {command}\)\n(.*?);;', text, re.MULTILINE | re.DOTALL).group(1)
    return set(re.findall(r"^ *'(--[a-z0-9-]+)=?\[", branch, re.MULTILINE))


def manual_options(page):
    """Those that have a paragraph of their own."""
    text = (DOCUMENTS / page).read_text(encoding='utf-8').replace('\\-', '-')
    return set(re.findall(r'^\.TP\n(?:\\fB-[a-zA-Z]\\fR, )?\\fB(--[a-z0-9-]+)\\fR', text,
                          re.MULTILINE))


def expect(what, found, expected):
    if not expected:
        yield f'nothing is expected of {what}'
    for option in sorted(set(expected) - set(found)):
        yield f'{what}: {option} is missing'
    for option in sorted(set(found) - set(expected)):
        yield f'{what}: {option} is too much'


def check_every_option_is_in_every_document():
    every = helped(CLI, '--help')
    for command in commands():
        expected = helped(CLI, command, '--help')
        yield from expect(f'bash, {command}',
                          only_options(bash('overshoot-cli', command, '--')), expected)
        yield from expect(f'fish, {command}',
                          only_options(fish(f'overshoot-cli {command} --')), expected)
        yield from expect(f'zsh, {command}', zsh_options(command), expected)
        every |= expected
    yield from expect('manual', manual_options('overshoot-cli.1'), every)


def check_the_options_of_the_window():
    """GTK and GLib have more of their own, such as --gapplication-service."""
    expected = helped(WINDOW, '--help') - {'--help-all', '--help-gapplication', '--help-gtk'}
    yield from expect('manual', manual_options('overshoot.1'), expected)
    yield from expect('bash', run('bash', '-c', BASH_WORDS, DOCUMENTS / 'overshoot.bash'), expected)
    yield from expect('fish', only_options(fish('overshoot --', 'overshoot')), expected)
    text = (DOCUMENTS / '_overshoot').read_text(encoding='utf-8')
    yield from expect('zsh', re.findall(r"^  '(--[a-z0-9-]+)\[", text, re.MULTILINE), expected)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / 'cifar-10').mkdir()
        yield from expect('bash, files', run('bash', '-c', BASH_WORDS.replace('-- --', '-- c'),
                                             DOCUMENTS / 'overshoot.bash', folder=folder),
                          {'cifar-10'})


def check_every_option_is_understood():
    """Those with a value are given none, which is another complaint than one about their names."""
    for option in helped(CLI, 'train', '--help'):
        done = subprocess.run([CLI, 'train', '--no-such-option', option], check=False,
                              stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        if done.returncode != 2 or '--no-such-option' not in done.stderr:
            yield f'an unknown option before {option}: {done.stderr}'
        done = subprocess.run([CLI, 'train', '--help', option], check=False,
                              stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        if 'Unknown' in done.stderr or done.returncode not in (0, 2):
            yield f'{option}: status {done.returncode}: {done.stderr}'


def check_commands_are_completed():
    names = set(commands())
    yield from expect('help', names & {'train', 'model', 'runs'}, {'train', 'model', 'runs'})
    expected = names | {'help'} | helped(CLI, '--help')
    yield from expect('bash', bash('overshoot-cli', ''), expected)
    yield from expect('fish', fish('overshoot-cli ') + fish('overshoot-cli --'), expected)
    yield from expect('zsh', run('zsh', '-f', '-c', ZSH_COMMANDS, DOCUMENTS / '_overshoot-cli'),
                      names | {'help'})
    for option in only_options(fish('overshoot-cli help train --')):
        yield f'fish offers {option} to help'
    yield from expect('bash, help', bash('overshoot-cli', 'help', ''), names | {'weights'})


def check_values_are_completed():
    recipes = set(re.findall(r'^  (\S+)\n      \S', '\n'.join(run(CLI, 'train', '--help')),
                             re.MULTILINE))
    for words in (['--recipe', ''], ['--recipe', '='], ['--recipe', '=', '']):
        yield from expect(f'bash, {words}', bash('overshoot-cli', 'train', *words), recipes)
    yield from expect('bash, two', bash('overshoot-cli', 'train', '--recipe', '=', 'two'),
                      {recipe for recipe in recipes if recipe.startswith('two')})
    yield from expect('fish', fish('overshoot-cli train --recipe '), recipes)
    yield from expect('bash, switch', bash('overshoot-cli', 'model', '--shuffle', 'o'),
                      {'on', 'off'})
    if any(bash('overshoot-cli', 'train', '--epochs', '')):
        yield 'bash makes up a number'


def check_files_are_completed():
    with tempfile.TemporaryDirectory() as folder:
        for name in 'a.png', 'b.st', 'c.safetensors', 'd e.png', 'f.txt':
            (Path(folder) / name).touch()
        (Path(folder) / 'folder').mkdir()
        yield from expect('plot', bash('overshoot-cli', 'train', '--plot', '', folder=folder),
                          {'a.png', 'd e.png', 'folder'})
        yield from expect('weights',
                          bash('overshoot-cli', 'train', '--load-weights', '=', folder=folder),
                          {'b.st', 'c.safetensors', 'folder'})
        offered = fish('overshoot-cli train --load-weights ', folder=folder)
        yield from expect('fish, weights', {name for name in offered if 's' in Path(name).suffix},
                          {'b.st', 'c.safetensors'})
        yield from expect('fish, others', set(offered) - set(os.listdir(folder)), {'folder/'})
        yield from expect('data', bash('overshoot-cli', 'train', '--data', 's', folder=folder),
                          {'sample'})


def check_files_of_runs_are_completed():
    with tempfile.TemporaryDirectory() as folder:
        for name in 'a.overshoot', 'b.txt':
            (Path(folder) / name).touch()
        actions = {'list', 'show', 'plot', 'import', 'export', 'delete'}
        yield from expect('bash', bash('overshoot-cli', 'runs', 'import', '', folder=folder),
                          {'a.overshoot', *actions, *helped(CLI, 'runs', '--help')})
        yield from expect('fish', fish('overshoot-cli runs import a', folder=folder),
                          {'a.overshoot'})


def check_documents_are_sound():
    pages = DOCUMENTS / 'overshoot.1', DOCUMENTS / 'overshoot-cli.1'
    yield from complaints_of('mandoc', '-T', 'lint', '-W', 'warning', *pages)
    for program in 'overshoot', 'overshoot-cli':
        yield from complaints_of('shellcheck', DOCUMENTS / f'{program}.bash')
        yield from complaints_of('zsh', '-n', DOCUMENTS / f'_{program}')
        yield from complaints_of('fish', '-n', DOCUMENTS / f'{program}.fish')


if __name__ == '__main__':
    sys.exit(run_checks(dict(globals())))

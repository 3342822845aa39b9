# SPDX-License-Identifier: GPL-3.0-or-later
"""A Slurm cluster on this machine alone: munged, slurmctld and two slurmd of one processor each.

All that it writes is in one folder. Its daemons stay in the foreground, each has a session of its
own, and the kernel kills them when this program is killed.
"""

import ctypes
import itertools
import os
import random
import signal
import socket
import subprocess
import time
from pathlib import Path

NODES = 'one', 'two'

# A cluster that has not come up by then never will, on however slow a machine.
PATIENCE = 60

# Small, so that a sweep has to be split into several arrays.
LARGEST_ARRAY = 41

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)

CONFIGURATION = '''
ClusterName=overshoot
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
ReturnToService=2
KillWait=5
MaxArraySize={largest_array}
NodeName=one NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1
NodeName=two NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1
PartitionName=main Nodes=one,two Default=YES MaxTime=INFINITE State=UP
'''


def is_free(port):
    with socket.socket() as each:
        try:
            each.bind(('127.0.0.1', port))
        except OSError:
            return False
    return True


def find_ports(number):
    """Returns ports that are free now, and below those that the kernel gives to whoever connects:
    a daemon that starts later finds its own still free."""
    limits = Path('/proc/sys/net/ipv4/ip_local_port_range').read_text(encoding='ascii').split()
    candidates = list(range(10000, max(int(limits[0]), 20000)))
    random.shuffle(candidates)
    return list(itertools.islice(filter(is_free, candidates), number))


def die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Slurm:
    """The cluster, up within a bounded time or not at all: then its logs are shown."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.environment = dict(os.environ, SLURM_CONF=str(self.folder / 'slurm.conf'))
        self.daemons = []

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_unused):
        # The nodes first: they end what is still running on them.
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(5)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()

    def call(self, *command):
        """Returns what one of Slurm's commands prints."""
        return subprocess.run(command, env=self.environment, check=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True).stdout

    def set_state(self, name, state):
        """Takes a node out of use (drain) or into it again (resume)."""
        self.call('scontrol', 'update', f'nodename={name}', f'state={state}', 'reason=test')

    def show_logs(self):
        for log in sorted(self.folder.glob('*.log')):
            for line in log.read_text(encoding='utf-8', errors='replace').splitlines()[-20:]:
                yield f'{log.name}: {line}'

    def _run(self, *command):
        self.daemons.append(subprocess.Popen(command, env=self.environment, start_new_session=True,
                                             preexec_fn=die_with_parent, stdin=subprocess.DEVNULL,
                                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def _wait_until(self, what, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            dead = [daemon.args[0] for daemon in self.daemons if daemon.poll() is not None]
            if dead or time.monotonic() > end:
                raise OSError('\n'.join([f'{what} does not come up; ended: {dead}',
                                         *self.show_logs()]))
            time.sleep(0.1)

    def _has_nodes(self):
        try:
            states = self.call('sinfo', '--noheader', '--Node', '--format=%T').split()
        except subprocess.CalledProcessError:
            return False
        return states == ['idle'] * len(NODES)

    def _start(self):
        folder = self.folder
        (folder / 'slurm.conf').write_text(
            CONFIGURATION.format(folder=folder, host=socket.gethostname(), ports=find_ports(3),
                                 largest_array=LARGEST_ARRAY), encoding='utf-8')
        (folder / 'state').mkdir()
        key = folder / 'munge.key'
        key.touch(0o600)
        key.write_bytes(os.urandom(128))

        self._run('munged', '--foreground', '--force', f'--key-file={key}',
                  f'--socket={folder}/munge.socket', f'--pid-file={folder}/munged.pid',
                  f'--log-file={folder}/munged.log', f'--seed-file={folder}/munged.seed')
        self._wait_until('munged', (folder / 'munge.socket').exists)
        self._run('slurmctld', '-D', '-i', '-f', str(folder / 'slurm.conf'))
        for node in NODES:
            (folder / f'spool-{node}').mkdir()
            self._run('slurmd', '-D', '-N', node, '-f', str(folder / 'slurm.conf'))
        self._wait_until('the cluster', self._has_nodes)

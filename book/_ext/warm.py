"""Start each page's kernel warm: forked from one process (``zygote.py``) that has imported the heavy packages.

A cold kernel spends about two seconds on imports before its first cell, more with PyTorch; a forked one is there at
once.  Kernels still share nothing: each page has a process of its own.  Where there is no fork, Jupyter's ordinary
kernels are used.
"""

import json
import os
import re
import subprocess
import sys
import threading
import time
from importlib.metadata import EntryPoint
from pathlib import Path

TORCH = re.compile(r"^\s*(?:import|from) torch\b", re.MULTILINE)  # two seconds more, for the pages that need it
CHANNELS = 5  # shell, iopub, stdin, control and heartbeat: a socket each


class Forked:
    """What the provisioner asks of a process, for one that is not a child of this one."""

    stdin = stdout = stderr = None

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    wait = poll

    def send_signal(self, number):
        os.kill(self.pid, number)


def begin():
    """Start the process that forks kernels, unless it runs; it imports while others do something else."""
    global source
    if source is None or source.poll() is not None:
        command = [sys.executable, Path(__file__).with_name("zygote.py")]
        source = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(**request):
    begin()
    source.stdin.write(json.dumps(request) + "\n")
    source.stdin.flush()


def prepare(text):
    """Have imported in good time what the cells of a page need beyond the usual."""
    if TORCH.search(text):
        with turn:
            ask(module="torch")


def start(arguments, cwd):
    """Fork a kernel that runs in a folder with these command-line arguments."""
    with turn:
        ask(arguments=arguments, cwd=str(cwd))
        return Forked(int(source.stdout.readline()))


source, turn = None, threading.Lock()


def provisioner(**settings):
    """Make a local provisioner whose kernels are forked, and talk through sockets of this user's own, not TCP ports."""
    import asyncio
    import queue
    import tempfile

    from jupyter_client.asynchronous import AsyncKernelClient
    from jupyter_client.provisioning import LocalProvisioner

    class Client(AsyncKernelClient):
        async def wait_for_ready(self, timeout=60):
            """Wait for the first answer; the base class then listens another fifth of a second for what may follow."""
            end = time.monotonic() + timeout
            while await self.is_alive() and time.monotonic() < end:
                self.kernel_info()
                try:
                    await self.get_shell_msg(timeout=1)
                    return await self.get_iopub_msg(timeout=0.2)  # else what the first cell prints could be lost
                except queue.Empty:
                    pass
            raise RuntimeError(f"The kernel did not answer within {timeout} seconds, or died")

    class Warm(LocalProvisioner):
        async def pre_launch(self, **kwargs):
            self.folder = tempfile.TemporaryDirectory(prefix="book-kernel-")
            self.parent.transport, self.parent.ip = "ipc", f"{self.folder.name}/socket"
            self.parent.client_factory = Client
            return await super().pre_launch(**kwargs)

        async def launch_kernel(self, cmd, **kwargs):
            self.cwd = Path(kwargs.get("cwd") or os.getcwd())
            self.process = start(cmd[cmd.index("-f") :], self.cwd)
            self.pid = self.pgid = self.process.pid  # a session of its own
            while len(os.listdir(self.folder.name)) < CHANNELS and await self.poll() is None:
                await asyncio.sleep(0.002)  # who connects too early tries again in a tenth of a second
            return self.connection_info

        async def kill(self, restart=False):
            await super().kill(restart)
            while await self.poll() is None:  # else it is looked for again in a tenth of a second
                await asyncio.sleep(0.002)

        async def cleanup(self, restart=False):
            await super().cleanup(restart)
            self.folder.cleanup()

    return Warm(**settings)


def finish(app, error):
    if source is not None:
        source.kill()  # it has nothing to put in order, and would take a second over it
        source.communicate()


def setup(app):
    from jupyter_client.provisioning import KernelProvisionerFactory

    if hasattr(os, "fork"):
        factory = KernelProvisionerFactory.instance()
        factory.provisioners["warm"] = EntryPoint("warm", "warm:provisioner", factory.GROUP_NAME)
        factory.default_provisioner_name = "warm"
        app.connect("build-finished", finish)
        begin()
    return {"parallel_read_safe": False, "parallel_write_safe": True}


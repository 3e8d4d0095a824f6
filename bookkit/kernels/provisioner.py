"""How Jupyter starts, meets and ends a forked kernel; ``warm.py`` forks it."""

import asyncio
import os
import queue
import tempfile
import time
from pathlib import Path

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.provisioning import LocalProvisioner

from bookkit.kernels.warm import start

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
    """A local provisioner whose kernels are forked, and talk through sockets of this user's own, not TCP ports."""

    async def pre_launch(self, **kwargs):
        self.folder = tempfile.TemporaryDirectory(prefix="book-kernel-")
        self.parent.transport, self.parent.ip = "ipc", f"{self.folder.name}/socket"
        self.parent.client_factory = Client
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd, **kwargs):
        self.cwd = Path(kwargs.get("cwd") or os.getcwd())
        self.process = Forked(start(cmd[cmd.index("-f") :], self.cwd))
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

"""Start each page's kernel warm: forked from one process that has imported the heavy packages already.

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
from importlib.metadata import EntryPoint

HEAVY = re.compile(r"^\s*(?:import|from) (torch|matplotlib)\b", re.MULTILINE)
wanted = {"numpy.random", "scipy.linalg", "IPython.core.oinspect", "ipykernel.ipkernel", "ipykernel.kernelapp"}
DRAWING = {"matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg"}


def zygote():
    """Read requests, a JSON line each; import what is wanted, fork a kernel, answer with its process id."""
    import importlib
    import signal

    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel ends when this process does
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # finished kernels leave nothing behind
    answers = os.dup(1)
    os.dup2(2, 1)  # what a kernel prints outside its cells must not look like an answer
    for line in sys.stdin:
        request = json.loads(line)
        for name in sorted(request["modules"]):
            importlib.import_module(name)
        pid = os.fork()
        if pid == 0:
            os.close(answers)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            os.chdir(request["cwd"])
            from ipykernel.kernelapp import IPKernelApp

            IPKernelApp.launch_instance(argv=request["arguments"])
            os._exit(0)
        os.write(answers, f"{pid}\n".encode())


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


def start(arguments, cwd):
    """Fork a kernel that runs in a folder with these command-line arguments."""
    global source
    with turn:
        if source is None or source.poll() is not None:
            command = [sys.executable, __file__]
            source = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        source.stdin.write(json.dumps({"arguments": arguments, "cwd": str(cwd), "modules": sorted(wanted)}) + "\n")
        source.stdin.flush()
        return Forked(int(source.stdout.readline()))


source, turn = None, threading.Lock()


def provisioner(**settings):
    """Make a local provisioner whose kernels are forked, and talk through sockets of this user's own, not TCP ports."""
    import pathlib
    import tempfile

    from jupyter_client.provisioning import LocalProvisioner

    class Warm(LocalProvisioner):
        async def pre_launch(self, **kwargs):
            self.folder = tempfile.TemporaryDirectory(prefix="book-kernel-")
            self.parent.transport, self.parent.ip = "ipc", f"{self.folder.name}/socket"
            return await super().pre_launch(**kwargs)

        async def launch_kernel(self, cmd, **kwargs):
            self.cwd = pathlib.Path(kwargs.get("cwd") or os.getcwd())
            self.process = start(cmd[cmd.index("-f") :], self.cwd)
            self.pid = self.pgid = self.process.pid  # a session of its own
            return self.connection_info

        async def cleanup(self, restart=False):
            await super().cleanup(restart)
            self.folder.cleanup()

    return Warm(**settings)


def read_page(app, docname, text):
    found = HEAVY.findall(text[0])
    wanted.update({"torch"} & set(found))
    if "matplotlib" in found or "linalg_book.plotting" in text[0]:
        wanted.update(DRAWING)


def finish(app, error):
    if source is not None:
        source.stdin.close()
        source.wait()
        source.stdout.close()


def setup(app):
    from jupyter_client.provisioning import KernelProvisionerFactory

    if hasattr(os, "fork"):
        factory = KernelProvisionerFactory.instance()
        factory.provisioners["warm"] = EntryPoint("warm", "warm:provisioner", factory.GROUP_NAME)
        factory.default_provisioner_name = "warm"
        app.connect("source-read", read_page)
        app.connect("build-finished", finish)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


if __name__ == "__main__":
    zygote()

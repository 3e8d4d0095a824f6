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
from importlib.metadata import EntryPoint
from pathlib import Path

TORCH = re.compile(r"^\s*(?:import|from) torch\b", re.MULTILINE)  # two seconds more, for the pages that need it


def begin():
    """Start the process that forks kernels, unless it runs; it imports while others do something else."""
    global source
    if source is None or source.poll() is not None:
        command = [sys.executable, "-P", Path(__file__).with_name("zygote.py")]
        source = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(**request):
    begin()
    source.stdin.write(json.dumps(request) + "\n")
    source.stdin.flush()


def heavy(code):
    """Whether the cells of a page need more than the usual imports."""
    return TORCH.search(code) is not None


def prepare(code):
    """Have imported, for a page and those after it, what its cells need beyond the usual."""
    if source is not None and heavy(code):
        with turn:
            ask(module="torch")


def start(arguments, cwd):
    """Fork a kernel that runs in a folder with these command-line arguments; return its process id."""
    with turn:
        ask(arguments=arguments, cwd=str(cwd))
        return int(source.stdout.readline())


source, turn = None, threading.Lock()


def finish(app, error):
    if source is not None:
        source.kill()  # it has nothing to put in order, and would take a second over it
        source.communicate()


def setup(app):
    from jupyter_client.provisioning import KernelProvisionerFactory

    if hasattr(os, "fork"):
        factory = KernelProvisionerFactory.instance()
        factory.provisioners["warm"] = EntryPoint("warm", "bookkit.kernels.provisioner:Warm", factory.GROUP_NAME)
        factory.default_provisioner_name = "warm"
        app.connect("build-finished", finish)
        begin()
    return {"parallel_read_safe": False, "parallel_write_safe": True}


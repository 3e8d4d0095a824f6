"""The process from which the kernels of the pages are forked: it imports first, so that they need not.

It reads requests, a JSON line each: import a module, or fork a kernel and answer with its process id.
"""

import importlib
import json
import os
import signal
import sys

MODULES = [
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "numpy.random",
    "scipy.linalg",
]


def main():
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel ends when this process does
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # finished kernels leave nothing behind
    sys.modules["debugpy"] = None  # nobody debugs a page; a kernel would take a tenth of a second to get ready for it
    answers = os.dup(1)
    os.dup2(2, 1)  # what a kernel prints outside its cells must not look like an answer
    for name in MODULES:
        importlib.import_module(name)
    for line in sys.stdin:
        request = json.loads(line)
        if "module" in request:
            importlib.import_module(request["module"])
            continue
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


if __name__ == "__main__":
    main()

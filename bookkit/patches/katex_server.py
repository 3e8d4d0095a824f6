"""Wait for KaTeX's render server until it listens.

sphinxcontrib-katex connects once, as soon as the server's socket file exists; on a busy machine the server is not yet
listening then, the build dies with "Connection refused", and the server is left running.  No issue is known to us.
"""

import socket
import time
from subprocess import PIPE, Popen

from sphinxcontrib.katex import KaTeXServer

PLACE = "sphinxcontrib.katex:KaTeXServer.start_server_process"
SECONDS = 60  # for Node to start, on the slowest machine


def start_server_process(cls, rundir, timeout):
    path = rundir / "katex.sock"
    process = Popen(cls.build_command(socket=path), stdin=PIPE, stdout=PIPE, cwd=rundir)
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
            return process, connection
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.01)
    process.kill()
    raise cls.timeout_error(SECONDS)


def setup(app):
    KaTeXServer.start_server_process = classmethod(start_server_process)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Kernels that are forked warm behave as Jupyter's own do: they answer, share nothing, and their end is seen."""

import asyncio
import os
import time
from types import SimpleNamespace

import nbformat
import pytest
from bookkit.kernels import warm
from jupyter_client import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

pytestmark = pytest.mark.build


@pytest.fixture(scope="module", autouse=True)
def kernels():
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    warm.setup(SimpleNamespace(connect=lambda *event: None))
    yield
    warm.finish(None, None)
    factory.default_provisioner_name = before
    warm.source = None


def run(*sources, **settings):
    """Run cells in a kernel of their own; return the text that each made, and the client."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": ""}})
    NotebookClient(notebook, **({"timeout": 60, "shutdown_kernel": "immediate"} | settings)).execute()
    return ["".join(output.get("text") or output.data["text/plain"] for output in cell.outputs) for cell in cells]


def test_kernel_is_forked_and_answers_from_its_first_cell():
    assert run("print('first')", "import os; os.getppid()", "1 + 1") == ["first\n", str(warm.source.pid), "2"]


def test_kernel_has_imported_what_pages_need():
    assert run("import sys; {'numpy', 'scipy.linalg', 'matplotlib.pyplot'} <= set(sys.modules)") == ["True"]


def test_kernel_gets_pytorch_once_a_page_imports_it():
    look = "import sys; 'torch' in sys.modules"
    warm.prepare("import numpy as np\n# import torch\n")
    assert run(look) == ["False"]
    warm.prepare("```{code-cell}\nimport torch\n```\n")
    assert run(look) == ["True"]


def test_kernels_share_nothing():
    run("import numpy as np; np.left_behind = left_behind = 1")
    assert run("import numpy as np; hasattr(np, 'left_behind'), 'left_behind' in globals()") == ["(False, False)"]


def test_kernel_is_gone_when_its_page_is_done():
    pid = int(run("import os; os.getpid()")[0])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_kernel_runs_in_the_folder_that_it_is_given(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import os; print(os.getcwd())")])
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert notebook.cells[0].outputs[0].text.strip() == str(tmp_path)


def test_error_in_a_cell_is_told():
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run("1 / 0")


def test_cell_that_takes_too_long_is_stopped():
    with pytest.raises(CellTimeoutError):
        run("import time; time.sleep(60)", timeout=1)


def test_kernel_that_dies_in_a_cell_is_noticed():
    with pytest.raises(DeadKernelError):
        run("import os; os._exit(1)")


def test_kernel_that_cannot_start_is_noticed_at_once(tmp_path):
    async def start():
        manager = AsyncKernelManager()
        await manager.start_kernel(cwd=str(tmp_path / "missing"))
        client = manager.client()
        client.start_channels(hb=False)
        try:
            await client.wait_for_ready(timeout=60)
        finally:
            client.stop_channels()
            await manager.cleanup_resources()

    begin = time.monotonic()
    with pytest.raises(RuntimeError, match="did not answer within 60 seconds, or died"):
        asyncio.run(start())
    assert time.monotonic() - begin < 30


def test_process_that_forks_is_started_again_if_it_has_ended():
    warm.finish(None, None)
    assert run("1 + 1") == ["2"]

"""What :ref:`ch-gemm` asks of PyTorch: random factors, the switches of its arithmetic, and memory that ran out."""

import contextlib
import importlib

from linalg_book.formats import STORED

FULL = ("allocate memory", "out of memory", "ALLOC_FAILED")  # how errors of no kind of their own say it


def need(name):
    """Import a package of the extra ``bench``, or say how to install it."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        message = f"the benchmark needs {name}; install it with: python -m pip install 'linalg_book[bench]'"
        raise ModuleNotFoundError(message, name=name) from None


def kind(dtype):
    """Return PyTorch's type for the numbers of a format; TF32 is a way to multiply float32."""
    return getattr(need("torch"), STORED[dtype][0])


def draw(rows, columns, generator):
    """Return a random matrix in float64: either sign, sizes from 1/2 to 3/2, so that no format underflows."""
    torch = need("torch")
    x = torch.rand(rows, columns, dtype=torch.float64, device=generator.device, generator=generator)
    return torch.where(x < 0.5, -0.5 - 2 * x, 2 * x - 0.5)


@contextlib.contextmanager
def arithmetic(dtype):
    """Let products of float32 be computed as the format says, and sum 16-bit products in fp32; then put it all back."""
    backends = need("torch").backends
    on_gpu, on_cpu = backends.cuda.matmul, getattr(backends.mkldnn, "matmul", None)
    if hasattr(on_gpu, "fp32_precision"):  # PyTorch 2.9 or newer
        wanted = [(on_gpu, "fp32_precision", "tf32" if dtype == "tf32" else "ieee")]
    else:
        wanted = [(on_gpu, "allow_tf32", dtype == "tf32")]
    wanted += [(on_gpu, f"allow_{narrow}_reduced_precision_reduction", False) for narrow in ("fp16", "bf16")]
    wanted += [(on_gpu, "allow_fp16_accumulation", False), (on_cpu, "fp32_precision", "ieee")]
    wanted = [(owner, name, value) for owner, name, value in wanted if hasattr(owner, name)]
    before = [(owner, name, _state(owner, name)) for owner, name, _ in wanted]
    try:
        for owner, name, value in wanted:
            setattr(owner, name, value)
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)


def _state(owner, name):
    """Return the value of a switch, with that of its companion for split sums where there is one."""
    split = getattr(owner, f"{name}_split_k", None)
    return getattr(owner, name) if split is None else (getattr(owner, name), split)


def out_of_memory(error):
    """Tell whether an error of PyTorch or Python says that memory ran out."""
    kinds = (MemoryError, need("torch").cuda.OutOfMemoryError)
    return isinstance(error, kinds) or any(words in str(error) for words in FULL)


def release(device):
    """Give back what PyTorch keeps of a device's memory for later."""
    if device == "cuda":
        need("torch").cuda.empty_cache()

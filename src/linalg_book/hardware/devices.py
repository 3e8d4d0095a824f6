"""The registered devices, each figure once, with its source and the day it was read; see :ref:`ch-hardware`."""

import math
from datetime import date

from linalg_book.hardware.figures import Factor, Figure
from linalg_book.hardware.processor import Device

READ, LATER = date(2026, 11, 25), date(2026, 11, 26)
TENSOR, VECTOR, ACCUMULATE = "tensor cores", "vector units", "tensor cores, FP32 accumulation"
UNSTATED = "tensor cores, accumulation not stated"
TWO = Factor(2, "FLOP per FMA", "a multiplication and an addition")
HALF = Factor(0.5, "of the sparse figure", "2:4 sparsity counts twice the products that are computed")

GITHUB, LOCKWOOD = "https://github.com", "https://glennklockwood.com/garden"
GAUGE = f"{GITHUB}/ewyluda/macrogauge/blob/%s/docs/research/evidence/2026-10-nvidia-%s-specs.txt"
AMPERE = "NVIDIA Ampere Architecture In-Depth, https://developer.nvidia.com/blog/nvidia-ampere-architecture-in-depth/"
A100_PAGE = f"NVIDIA A100 product page, as quoted at {GAUGE % ('3d58df3432', 'a100')}"
H100_PAPER = f"NVIDIA H100 architecture white paper V1.04, as quoted at {LOCKWOOD}/processors/h100"
H100_PAGE = f"NVIDIA H100 product page, as quoted at {GAUGE % ('ebe795d2f8', 'h100')}"
H100_CORES = f"G. Lockwood, Tensor cores and matrix cores, {LOCKWOOD}/tensor-cores"
H200_PAGE = f"NVIDIA H200 product page, as quoted at {GAUGE % ('3d58df3432', 'h200')}"
HGX_PAGE = f"NVIDIA HGX product page, sums of a board of 8, as quoted at {GAUGE % ('ebe795d2f8', 'hgx')}"
B200_SHEET = f"NVIDIA Blackwell data sheet, HGX B200, as quoted at {GITHUB}/pytorch/pytorch/pull/193471"
DGX_B200 = f"NVIDIA DGX B200 data sheet, as quoted at {GITHUB}/eawlot3000/reading/blob/HEAD/nvidia/DGX-B200.md"
FABRIC = f"{GITHUB}/Lightning-AI/pytorch-lightning/blob/0810121fef/src/lightning/fabric/utilities/throughput.py"
T4_SHEET = f"NVIDIA T4 data sheet, as quoted at {FABRIC}"
T4_PAPER = f"NVIDIA Turing white paper, Table 5, as quoted at {GITHUB}/seyonv/explainers"
L4_SHEET = "NVIDIA L4 data sheet, as quoted at https://grokipedia.com/page/NVIDIA_L4_vs_L40S"
L4_SPECS = f"NVIDIA L4 data sheet, as quoted at {GITHUB}/winston-zhang-orz/gpu-specs/blob/097f0fb34b/specs.md"
ADA_FILE = f"{GITHUB}/Cyan-Leaf/diffusion-accel-nonadditivity/blob/4eff2299fd/benchmarks/e0_gemm_microbench.py"
ADA = f"NVIDIA Ada GPU Architecture V2.1, Appendix A, as quoted at {ADA_FILE}"
WAREDB = "NVIDIA GeForce RTX 4090 specifications, as quoted at https://waredb.com/processor/nvidia-geforce-rtx-4090"
MI300 = "AMD ROCm documentation, https://rocm.docs.amd.com/en/docs-6.2.2/conceptual/gpu-arch/mi300.html"
MI300_PAGE = "AMD Instinct MI300X product page, as quoted at https://gpu.blog/gpus/instinct-mi300x-mi300x"
TPU = "Google Cloud documentation, https://docs.cloud.google.com/tpu/docs/v5e"
LUMI = "LUMI user guide, https://docs.lumi-supercomputer.eu/hardware/lumic/"
EPYC_9004 = "AMD EPYC 9004 data sheet, as quoted at https://www.hpctech.co.jp/product/amd-epyc-9004-series/"
# two pipes for FMA (Zn4FPFMul01), each one of 256 bits a clock (WriteFMAY), one of 512 bits in two (WriteFMAZ)
ZNVER4 = f"{GITHUB}/llvm/llvm-project/blob/02d554c525/llvm/lib/Target/X86/X86ScheduleZnver4.td"
ZEN_4 = f"LLVM's model of Zen 4, after AMD's optimization guide, {ZNVER4}"
QUATTOR = f"{GITHUB}/quattor/template-library-standard/blob/HEAD/hardware/cpu/intel/xeon_platinum_8480+.pan"
XEON = f"Quattor's template of the processor, {QUATTOR}"
XEON_FMA = "Chips and Cheese on Sapphire Rapids, https://chipsandcheese.com/p/a-peek-at-sapphire-rapids"
XEON_CHANNELS = "ServeTheHome on the processor, https://servethehome.com/intel-xeon-max-9480-deep-dive-intel-has-64gb-hbm2e-onboard-like-a-gpu-or-ai-accelerator/3"
XEON_RATE = "SiSoftware on Sapphire Rapids, https://www.sisoftware.co.uk/2022/07/27/intel-xeon-w9-hedt-sapphire-rapids-preview-benchmarks/"


def _peaks(source, note=TENSOR, *, sparse=False, factors=(), **tera):
    """Return published peaks by format, given in TFLOP/s (int8: in tera-operations a second)."""
    common = {"quantity": "peak", "source": source, "read": READ, "note": note, "sparse": sparse, "factors": factors}
    return tuple(Figure(dtype=dtype, value=float(f"{value}e12"), **common) for dtype, value in tera.items())


def _memory(source, note="", read=READ, **giga):
    """Return published bandwidth in GB/s or memory in GB."""
    return tuple(
        Figure(quantity=quantity, value=float(f"{value}e9"), source=source, read=read, note=note)
        for quantity, value in giga.items()
    )


def _derived(quantity, *factors, dtype=None, sparse=False, note=VECTOR, read=READ):
    """Return the figure that is the product of its factors; its source lists theirs."""
    value = float(math.prod(factor.value for factor in factors))
    sources = "; ".join(dict.fromkeys(factor.source for factor in factors))
    note = note if quantity == "peak" else ""
    return Figure(
        quantity=quantity, dtype=dtype, sparse=sparse, value=value, source=sources, read=read,
        note=note, factors=factors, derived=True,
    )  # fmt: skip


def _with_dense(*sparse):
    """Return sparse peaks, and with them the dense ones, which are half."""
    halves = (f.factors or (Factor(f.value, "FLOP/s", f.source),) for f in sparse)
    dense = (_derived("peak", HALF, *rest, dtype=f.dtype, note=f.note) for f, rest in zip(sparse, halves, strict=True))
    return (*sparse, *dense)


def _board(**peta):
    """Return sparse peaks of one of the eight GPUs of an HGX B200 board, from the board's sums in PFLOP/s."""
    share = Factor(0.125, "of the board", "it has 8 GPUs")
    sums = {dtype: Factor(value * 1e15, "FLOP/s", HGX_PAGE) for dtype, value in peta.items()}
    return tuple(_derived("peak", share, total, dtype=d, sparse=True, note=TENSOR) for d, total in sums.items())


def _cpu(cores, clock, fma, read=READ):
    """Return the FP64 and FP32 peaks of a CPU: cores x clock x FMAs a clock x 2."""
    wide = Factor(2, "FP32 lanes per FP64 lane", "half the width")
    return (
        _derived("peak", cores, fma, TWO, clock, dtype="fp64", read=read),
        _derived("peak", cores, fma, wide, TWO, clock, dtype="fp32", read=read),
    )


def _channels(number, rate):
    """Return the bandwidth of so many memory channels, each of 64 bits."""
    return (_derived("bandwidth", number, Factor(8, "B per transfer", "a channel is 64 bits wide"), rate),)


_FMA_V100 = (Factor(640, TENSOR, AMPERE), Factor(64, "FMA per clock", AMPERE), TWO, Factor(1.53e9, "Hz", AMPERE))
_FMA_A100 = (Factor(432, TENSOR, AMPERE), Factor(256, "FMA per clock", AMPERE), TWO, Factor(1.41e9, "Hz", AMPERE))
_FMA_H100 = (
    Factor(528, TENSOR, H100_PAPER), Factor(512, "FMA per clock", H100_CORES), TWO, Factor(1.83e9, "Hz", H100_PAPER),
)  # fmt: skip

_V100 = Device(
    "V100 SXM2 32GB",
    _peaks(AMPERE, VECTOR, fp64=7.8, fp32=15.7)
    + _peaks(AMPERE, factors=_FMA_V100, fp16=125)
    + _memory(AMPERE, bandwidth=900, memory=32),
    maker="NVIDIA",
)
_A100 = Device(
    "A100 SXM 80GB",
    _peaks(A100_PAGE, fp64=19.5, tf32=156, int8=624)
    + _peaks(A100_PAGE, VECTOR, fp32=19.5)
    + _peaks(A100_PAGE, factors=_FMA_A100, fp16=312, bf16=312)
    + _peaks(A100_PAGE, sparse=True, tf32=312, fp16=624, bf16=624, int8=1248)
    + _memory(A100_PAGE, bandwidth=2039, memory=80),
    maker="NVIDIA",
)
_H100 = Device(
    "H100 SXM",
    _peaks(H100_PAPER, fp64=66.9, tf32=494.7, fp8=1978.9, int8=1978.9)
    + _peaks(H100_PAPER, VECTOR, fp32=66.9)
    + _peaks(H100_PAPER, factors=_FMA_H100, fp16=989.4, bf16=989.4)
    + _peaks(H100_PAPER, sparse=True, tf32=989.4, fp16=1978.9, bf16=1978.9, fp8=3957.8, int8=3957.8)
    + _memory(H100_PAGE, bandwidth=3350, memory=80),
    maker="NVIDIA",
)
_H200 = Device(
    "H200 SXM",
    _peaks(H200_PAGE, fp64=67)
    + _peaks(H200_PAGE, VECTOR, fp32=67)
    + _with_dense(*_peaks(H200_PAGE, sparse=True, tf32=989, fp16=1979, bf16=1979, fp8=3958, int8=3958))
    + _memory(H200_PAGE, bandwidth=4800, memory=141),
    maker="NVIDIA",
)
_B200 = Device(
    "B200",
    tuple(
        _derived("peak", Factor(0.125, "of the board", "it has 8 GPUs"), Factor(tera * 1e12, "FLOP/s", HGX_PAGE),
                 dtype=dtype, note=note)
        for dtype, tera, note in (("fp64", 296, TENSOR), ("fp32", 600, VECTOR))
    )
    + _with_dense(*_board(tf32=18, fp16=36, bf16=36, fp8=72, int8=72))
    + _memory(B200_SHEET, "8 TB/s when it was announced, with 192 GB", LATER, bandwidth=7700)
    + (_derived("memory", Factor(0.125, "of the system", "it has 8 GPUs"), Factor(1440e9, "B", DGX_B200)),),
    maker="NVIDIA",
)  # fmt: skip
_T4 = Device(
    "T4",
    _peaks(T4_SHEET, VECTOR, fp32=8.1)
    + _peaks(T4_SHEET, fp16=65, int8=130)
    + _memory(T4_PAPER, "the data sheet prints 300 GB/s", bandwidth=320)
    + _memory(T4_PAPER, memory=16),
    maker="NVIDIA",
)
_L4 = Device(
    "L4",
    _peaks(L4_SPECS, VECTOR, fp32=30.3)
    + _with_dense(
        *_peaks(L4_SPECS, UNSTATED, sparse=True, tf32=120, bf16=242),
        *_peaks(L4_SHEET, UNSTATED, sparse=True, fp16=242, fp8=485, int8=485),
    )
    + _memory(L4_SHEET, bandwidth=300, memory=24),
    maker="NVIDIA",
)
_RTX4090 = Device(
    "RTX 4090",
    (_derived("peak", Factor(16384, "FP32 cores", WAREDB), TWO, Factor(2.52e9, "Hz", WAREDB), dtype="fp32"),)
    + _peaks(ADA, ACCUMULATE, fp16=165.2, bf16=165.2, fp8=330.3)
    + _peaks(ADA, "tensor cores, INT32 accumulation", int8=660.6)
    + _peaks(ADA, ACCUMULATE, sparse=True, fp16=330.4, bf16=330.4, fp8=660.6)
    + _peaks(ADA, "tensor cores, INT32 accumulation", sparse=True, int8=1321.2)
    + _memory(ADA, bandwidth=1008)
    + _memory(WAREDB, memory=24),
    maker="NVIDIA",
)
_MI300X = Device(
    "MI300X",
    _peaks(MI300, "matrix cores", fp64=163.4, fp32=163.4, tf32=653.7, fp16=1307.4, bf16=1307.4, fp8=2614.9, int8=2614.9)
    + _memory(MI300, bandwidth=5300)
    + _memory(MI300_PAGE, memory=192),
    maker="AMD",
)
_TPU = Device(
    "TPU v5e", _peaks(TPU, "matrix units", bf16=197, int8=393) + _memory(TPU, bandwidth=819, memory=16), maker="Google"
)
_EPYC_7763 = Device(
    "EPYC 7763",
    _cpu(Factor(64, "cores", LUMI), Factor(2.45e9, "Hz", LUMI), Factor(8, "FP64 FMA per clock", LUMI))
    + _memory(LUMI, bandwidth=204.8),
    kind="cpu",
    maker="AMD",
)
_EPYC_9654 = Device(
    "EPYC 9654",
    _cpu(Factor(96, "cores", EPYC_9004), Factor(2.4e9, "Hz", EPYC_9004), Factor(8, "FP64 FMA per clock", ZEN_4), LATER)
    + _channels(Factor(12, "channels", EPYC_9004), Factor(4.8e9, "T/s", EPYC_9004)),
    kind="cpu",
    maker="AMD",
)
_XEON_8480 = Device(
    "Xeon Platinum 8480+",
    _cpu(Factor(56, "cores", XEON), Factor(2.0e9, "Hz", XEON), Factor(16, "FP64 FMA per clock", XEON_FMA))
    + _channels(Factor(8, "channels", XEON_CHANNELS), Factor(4.8e9, "T/s", XEON_RATE)),
    kind="cpu",
    maker="Intel",
)

#: Devices by name: GPUs and other accelerators, then CPUs.
#:
#: :meta hide-value:
DEVICES: dict[str, Device] = {
    entry.name: entry
    for entry in (
        _T4, _L4, _RTX4090, _V100, _A100, _H100, _H200, _B200, _MI300X, _TPU, _EPYC_7763, _EPYC_9654, _XEON_8480
    )
}  # fmt: skip


def device(name: str) -> Device:
    """Return a device of the registry by its name.

    Parameters
    ----------
    name : str
        Name as its maker prints it, such as "H100 SXM".

    Returns
    -------
    Device
        The device with its figures.

    Raises
    ------
    KeyError
        If the registry does not hold it, with the names that it holds.

    Examples
    --------
    >>> try:
    ...     device("abacus")
    ... except KeyError as error:
    ...     print(error.args[0])
    no device 'abacus'; the registry holds: ...
    """
    if name not in DEVICES:
        raise KeyError(f"no device {name!r}; the registry holds: {', '.join(DEVICES) or 'none yet'}")
    return DEVICES[name]

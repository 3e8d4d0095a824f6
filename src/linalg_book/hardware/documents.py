"""Documents on the GPUs of NVIDIA; part of the registry of :ref:`ch-hardware`."""

from datetime import date

from linalg_book.sources import Source

EARLIER, LATER, TODAY = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 30)


def _page(name, commit, file):
    """Return the product page of a GPU, which was read as others stored it."""
    kept = f"ewyluda/macrogauge, docs/research/evidence/2026-10-nvidia-{file}-specs.txt, commit {commit}"
    address = f"https://www.nvidia.com/en-us/data-center/{file}/"
    return Source(
        document=f"NVIDIA {name} product page", place="table of specifications", dated="8 Oct 2026", address=address,
        read=TODAY, how="stored", by=kept,
    )  # fmt: skip


def readme(section):
    """Return a section of NVIDIA's recipes for benchmarks, which state dense peaks and memories."""
    return Source(
        document="NVIDIA DGX Cloud Benchmarking, README", place=section, dated="30 Jul 2026, commit 841f546",
        address="https://github.com/NVIDIA/dgxc-benchmarking/blob/841f5466cd86b66abd48049e839c563776f6d716/README.md",
        read=TODAY,
    )  # fmt: skip


A100_PAGE = _page("A100", "3d58df3", "a100")
H100_PAGE = _page("H100", "ebe795d", "h100")
H200_PAGE = _page("H200", "3d58df3", "h200")
HGX_PAGE = _page("HGX", "ebe795d", "hgx")
GB200_PAGE = _page("GB200 NVL72", "3d58df3", "gb200-nvl72")
DENSE = readme("Peak Theoretical Throughput")
AMPERE = Source(
    document="NVIDIA Ampere Architecture In-Depth", place="table 1", dated="14 May 2020", read=EARLIER,
    address="https://developer.nvidia.com/blog/nvidia-ampere-architecture-in-depth/",
)  # fmt: skip
AMPERE_TABLE = Source(
    document=AMPERE.document, place="table 1", dated=AMPERE.dated, read=TODAY, address=AMPERE.address, how="quoted",
    by="notes on the A100 in a public repository",
)  # fmt: skip
HOPPER = Source(
    document="NVIDIA Hopper Tuning Guide", place="section 1.4.2", dated="CUDA documentation", read=LATER,
    address="https://docs.nvidia.com/cuda/hopper-tuning-guide/",
)  # fmt: skip
H100_PAPER = Source(
    document="NVIDIA H100 Tensor Core GPU Architecture", place="table of peaks", dated="V1.04", read=EARLIER,
    address="https://glennklockwood.com/garden/processors/h100", how="quoted", by="G. Lockwood",
)  # fmt: skip
H100_CORES = Source(
    document="G. Lockwood, Tensor cores and matrix cores", place="table", dated="undated", read=EARLIER, how="other",
    address="https://glennklockwood.com/garden/tensor-cores",
)  # fmt: skip
FLASH_3 = Source(
    document="Shah et al., FlashAttention-3", place="section 3.1, footnote 5", dated="arXiv 2407.08608", read=TODAY,
    address="https://arxiv.org/abs/2407.08608", how="other",
)  # fmt: skip
BLACKWELL = Source(
    document="NVIDIA Blackwell Tuning Guide", place="section 1.4.2.2", dated="CUDA 13.4", read=TODAY, how="quoted",
    address="https://docs.nvidia.com/cuda/blackwell-tuning-guide/", by="a data card in a public repository",
)  # fmt: skip
MPS = Source(
    document="NVIDIA, Boost GPU Memory Performance Using CUDA MPS", place="streaming multiprocessor count",
    dated="16 Dec 2025", read=TODAY, how="quoted", by="a data card in a public repository",
    address="https://developer.nvidia.com/blog/boost-gpu-memory-performance-with-no-code-changes-using-nvidia-cuda-mps/",
)  # fmt: skip
ULTRA = Source(
    document="Inside NVIDIA Blackwell Ultra", place="streaming multiprocessors", dated="22 Aug 2025", read=TODAY,
    address="https://developer.nvidia.com/blog/inside-nvidia-blackwell-ultra-the-chip-powering-the-ai-factory-era/",
)  # fmt: skip
ULTRA_TABLE = Source(
    document=ULTRA.document, place="table 2", dated=ULTRA.dated, read=TODAY, address=ULTRA.address,
    how="quoted", by="verda.com",
)  # fmt: skip
ULTRA_SHEET = Source(
    document="NVIDIA Blackwell Ultra data sheet", place="page 5", dated="Oct 2025", read=TODAY, how="quoted",
    address="https://resources.nvidia.com/en-us-blackwell-architecture/blackwell-ultra-datasheet",
    by="verda.com",
)  # fmt: skip
T4_SHEET = Source(
    document="NVIDIA T4 data sheet", place="table of specifications", dated="undated", read=EARLIER, how="quoted",
    address="https://github.com/Lightning-AI/pytorch-lightning/blob/0810121fef/src/lightning/fabric/utilities/throughput.py",
    by="Lightning-AI/pytorch-lightning",
)  # fmt: skip
TURING = Source(
    document="NVIDIA Turing GPU Architecture", place="table 5", dated="2018", read=EARLIER, how="quoted",
    address="https://github.com/seyonv/explainers", by="seyonv/explainers",
)  # fmt: skip
GPU_SPECS = Source(
    document="gpu-specs, a table of GPUs", place="specs.md", dated="commit 097f0fb", read=TODAY, how="other",
    address="https://github.com/winston-zhang-orz/gpu-specs/blob/097f0fb34b7530bb7aa83535e5170a4c6701b5d7/specs.md",
)  # fmt: skip
ADA = Source(
    document="NVIDIA Ada GPU Architecture", place="appendix A", dated="V2.1", read=EARLIER, how="quoted",
    address="https://images.nvidia.com/aem-dam/Solutions/geforce/ada/nvidia-ada-gpu-architecture.pdf",
    by="Cyan-Leaf/diffusion-accel-nonadditivity",
)  # fmt: skip
ADA_TABLE = Source(
    document=ADA.document, place="appendix A, table 2", dated="V2.02", read=TODAY, address=ADA.address, how="quoted",
    by="notes on Triton in a public repository",
)  # fmt: skip
RTX_BLACKWELL = Source(
    document="NVIDIA RTX Blackwell GPU Architecture", place="appendix A, table 3", dated="V1.1", read=TODAY,
    address="https://images.nvidia.com/aem-dam/Solutions/geforce/blackwell/nvidia-rtx-blackwell-gpu-architecture.pdf",
    how="quoted", by="the notes of two public repositories, which agree",
)  # fmt: skip
RTX_MAP = Source(
    document="gpumap, a table of GPUs", place="nvidia/GPU.md", dated="commit 8d5e174", read=TODAY, how="other",
    address="https://github.com/lamonoai/gpumap/blob/8d5e174f6f25a520db1ada126d4c1fa5c5eb6df9/nvidia/GPU.md",
)  # fmt: skip

"""Accelerators of other makers, and CPUs; part of the registry of :ref:`ch-hardware`."""

from datetime import date

from linalg_book.hardware.figures import Factor
from linalg_book.hardware.make import channels, cpu_peaks, peaks, published
from linalg_book.hardware.processor import Device
from linalg_book.sources import Source

EARLIER, LATER, TODAY = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 30)
MATRIX, UNITS = "matrix cores", "matrix units"
BINARY = "printed in GiB or MiB"

MI300 = Source(
    document="AMD ROCm documentation, MI300 microarchitecture", place="table of peaks", dated="ROCm 6.2", read=TODAY,
    address="https://rocm.docs.amd.com/en/docs-6.2.2/conceptual/gpu-arch/mi300.html",
)  # fmt: skip
ROCM = Source(
    document="AMD ROCm documentation, GPU hardware specifications", place="table of AMD Instinct GPUs",
    dated="ROCm 6.3 and 7.13", address="https://rocm.docs.amd.com/en/latest/reference/gpu-arch-specs.html", read=TODAY,
)  # fmt: skip
MI355X_SHEET = Source(
    document="AMD Instinct MI355X data sheet LE-92703", place="page 1", dated="Oct 2025", read=TODAY, how="quoted",
    address="https://www.amd.com/content/dam/amd/en/documents/instinct-tech-docs/product-briefs/amd-instinct-mi355x-gpu-brochure.pdf",
    by="the data cards of two public repositories, which agree",
)  # fmt: skip


def _tpu(version, place="table of specifications", **how):
    address = f"https://docs.cloud.google.com/tpu/docs/{version}"
    name = f"Google Cloud documentation, TPU {version.removeprefix('tpu')}"
    return Source(document=name, place=place, dated="2026", address=address, read=TODAY, **how)


def _neuron(page):
    """Return a page of AWS on a chip; that on Trainium3 compares it with Trainium2."""
    return Source(
        document="AWS Neuron documentation, Trainium3 architecture", place=page, dated="2 Dec 2025, commit 6e694cb",
        address="https://github.com/aws-neuron/aws-neuron-sdk/blob/6e694cbbfa4284d68096226c9c0864c5c3f30f97/about-neuron/arch/neuron-hardware/trainium3.rst",
        read=TODAY,
    )  # fmt: skip


TPU7X = _tpu("tpu7x")
TPU7X_TABLE = _tpu("tpu7x", "TPU architecture specifications", how="stored", by="a copy in a public repository")
LUMI = Source(
    document="LUMI user guide", place="LUMI-C", dated="undated", read=EARLIER, how="other",
    address="https://docs.lumi-supercomputer.eu/hardware/lumic/",
)  # fmt: skip
EPYC_9004 = Source(
    document="AMD EPYC 9004 data sheet", place="table", dated="undated", read=EARLIER, how="quoted",
    address="https://www.hpctech.co.jp/product/amd-epyc-9004-series/", by="hpctech.co.jp",
)  # fmt: skip
ZEN_4 = Source(  # two pipes for FMA (Zn4FPFMul01), one of 256 bits a clock (WriteFMAY), 512 bits in two (WriteFMAZ)
    document="LLVM's model of Zen 4", place="X86ScheduleZnver4.td", dated="commit 02d554c", read=LATER, how="other",
    address="https://github.com/llvm/llvm-project/blob/02d554c525/llvm/lib/Target/X86/X86ScheduleZnver4.td",
)  # fmt: skip
XEON = Source(
    document="Quattor's template of the processor", place="xeon_platinum_8480+.pan", dated="undated", read=EARLIER,
    address="https://github.com/quattor/template-library-standard/blob/HEAD/hardware/cpu/intel/xeon_platinum_8480+.pan",
    how="other",
)  # fmt: skip
XEON_FMA = Source(
    document="Chips and Cheese, A Peek at Sapphire Rapids", place="vector units", dated="2023", read=EARLIER,
    address="https://chipsandcheese.com/p/a-peek-at-sapphire-rapids", how="other",
)  # fmt: skip
XEON_CHANNELS = Source(
    document="ServeTheHome on the Xeon Max 9480", place="page 3", dated="2023", read=EARLIER, how="other",
    address="https://servethehome.com/intel-xeon-max-9480-deep-dive-intel-has-64gb-hbm2e-onboard-like-a-gpu-or-ai-accelerator/3",
)  # fmt: skip
XEON_RATE = Source(
    document="SiSoftware on Sapphire Rapids", place="table", dated="27 Jul 2022", read=EARLIER, how="other",
    address="https://www.sisoftware.co.uk/2022/07/27/intel-xeon-w9-hedt-sapphire-rapids-preview-benchmarks/",
)  # fmt: skip

CORES_9654 = Factor(96, "cores", EPYC_9004)

ACCELERATORS = (
    Device(
        "MI300X",
        peaks(MI300, MATRIX, fp64=163.4, fp32=163.4, tf32=653.7, fp16=1307.4, bf16=1307.4, fp8=2614.9, int8=2614.9)
        + published(MI300, bandwidth=5300)
        + published(ROCM, BINARY, memory=192, L2=32)
        + published(ROCM, multiprocessors=304),
        maker="AMD",
    ),
    Device(
        "MI355X",
        peaks(MI355X_SHEET, MATRIX, fp64=78.6, fp32=157.3, fp16=2516.6, bf16=2516.6, fp8=5033.2, int8=5033.2)
        + peaks(MI355X_SHEET, MATRIX, fp4=10066.3)
        + peaks(MI355X_SHEET, MATRIX, sparse=True, fp16=5033.2, bf16=5033.2, fp8=10066.4, int8=10066.4)
        + published(MI355X_SHEET, bandwidth=8000)
        + published(MI355X_SHEET, "7 links of 153.6 GB/s", link=1075.2)
        + published(ROCM, BINARY, memory=288, L2=32)
        + published(ROCM, multiprocessors=256),
        maker="AMD",
    ),
    Device(
        "TPU v5e",
        peaks(_tpu("v5e"), UNITS, bf16=197, int8=393)
        + published(_tpu("v5e"), "also printed in GiB", bandwidth=819, memory=16)
        + published(_tpu("v5e"), link=400),
        maker="Google",
    ),
    Device(
        "TPU v6e",
        peaks(_tpu("v6e"), UNITS, bf16=918, int8=1836)
        + peaks(TPU7X, UNITS, fp8=918)
        + published(_tpu("v6e"), bandwidth=1638, memory=32, link=800),
        maker="Google",
    ),
    Device(
        "TPU7x",
        peaks(TPU7X, UNITS, bf16=2307, fp8=4614)
        + published(TPU7X, BINARY, memory=192)
        + published(TPU7X_TABLE, bandwidth=7380, link=1200),
        maker="Google",
    ),
    Device(
        "Trainium2",
        peaks(_neuron("comparison"), UNITS, fp32=181, tf32=667, fp16=667, bf16=667, fp8=1299)
        + published(_neuron("comparison"), BINARY, memory=96)
        + published(_neuron("comparison"), bandwidth=2900)
        + published(_neuron("comparison"), "direction not stated", link=1280),
        maker="AWS",
    ),
    Device(
        "Trainium3",
        peaks(_neuron("components"), UNITS, fp32=183, tf32=671, fp16=671, bf16=671, fp8=2517, fp4=2517)
        + published(_neuron("components"), BINARY, memory=144)
        + published(_neuron("components"), bandwidth=4900)
        + published(_neuron("components"), "direction not stated", link=2560),
        maker="AWS",
    ),
)

CPUS = (
    Device(
        "EPYC 7763",
        cpu_peaks(Factor(64, "cores", LUMI), Factor(2.45e9, "Hz", LUMI), Factor(8, "FP64 FMA per clock", LUMI))
        + published(LUMI, bandwidth=204.8),
        kind="cpu",
        maker="AMD",
    ),
    Device(
        "EPYC 9654",
        cpu_peaks(CORES_9654, Factor(2.4e9, "Hz", EPYC_9004), Factor(8, "FP64 FMA per clock", ZEN_4))
        + channels(Factor(12, "channels", EPYC_9004), Factor(4.8e9, "T/s", EPYC_9004)),
        kind="cpu",
        maker="AMD",
    ),
    Device(
        "Xeon Platinum 8480+",
        cpu_peaks(Factor(56, "cores", XEON), Factor(2.0e9, "Hz", XEON), Factor(16, "FP64 FMA per clock", XEON_FMA))
        + channels(Factor(8, "channels", XEON_CHANNELS), Factor(4.8e9, "T/s", XEON_RATE)),
        kind="cpu",
        maker="Intel",
    ),
)

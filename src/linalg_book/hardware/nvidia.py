"""GPUs of NVIDIA; part of the registry of :ref:`ch-hardware`."""

from linalg_book.hardware import documents as docs
from linalg_book.hardware.figures import Factor
from linalg_book.hardware.make import (
    ACCUMULATE,
    EIGHTH,
    TENSOR,
    TWO,
    VECTOR,
    derived,
    peaks,
    published,
    shares,
    with_dense,
)
from linalg_book.hardware.processor import Device

UNSTATED = "tensor cores, accumulation not stated"
SUPERCHIP = Factor(0.5, "of the superchip", "it has 2 GPUs")
FULL_CHIP = "of the full chip; products may have fewer"


def _fma(cores, fma, hertz, source, width=None):
    """Return the factors of a peak of tensor cores."""
    wide = Factor(fma, "FMA per clock", width or source)
    return (Factor(cores, TENSOR, source), wide, TWO, Factor(hertz, "Hz", source))


# the H100 has one clock for narrow formats and one for wide ones
H100_FP32 = (Factor(132, "SMs", docs.H100_PAPER), Factor(128, "FMA per clock", docs.H100_PAPER), TWO,
             Factor(1.98e9, "Hz", docs.H100_PAPER))  # fmt: skip
H100_FP16 = _fma(528, 512, 1.83e9, docs.H100_PAPER, docs.H100_CORES)
H100_EXP = (Factor(132, "SMs", docs.FLASH_3), Factor(16, "exponentials per clock", docs.FLASH_3),
            Factor(1.83e9, "Hz", docs.FLASH_3))  # fmt: skip

DEVICES = (
    Device(
        "T4",
        peaks(docs.T4_SHEET, VECTOR, fp32=8.1)
        + peaks(docs.T4_SHEET, fp16=65, int8=130)
        + published(docs.TURING, "the data sheet prints 300 GB/s", bandwidth=320)
        + published(docs.TURING, memory=16),
        maker="NVIDIA",
    ),
    Device(
        "L4",
        peaks(docs.GPU_SPECS, VECTOR, fp32=30.3)
        + peaks(docs.GPU_SPECS, UNSTATED, tf32=60, fp16=121, bf16=121, fp8=242, int8=242)
        + peaks(docs.GPU_SPECS, UNSTATED, sparse=True, tf32=120, fp16=242, bf16=242, fp8=485, int8=485)
        + published(docs.GPU_SPECS, bandwidth=300, memory=24),
        maker="NVIDIA",
    ),
    Device(
        "L40S",
        peaks(docs.GPU_SPECS, VECTOR, fp32=91.6)
        + peaks(docs.GPU_SPECS, UNSTATED, tf32=183, fp16=362, bf16=362, fp8=733, int8=733)
        + peaks(docs.GPU_SPECS, UNSTATED, sparse=True, tf32=366, fp8=1466, int8=1466)
        + published(docs.GPU_SPECS, bandwidth=864, memory=48),
        maker="NVIDIA",
    ),
    Device(
        "RTX 4090",
        peaks(docs.ADA_TABLE, VECTOR, fp32=82.6)
        + peaks(docs.ADA, ACCUMULATE, fp16=165.2, bf16=165.2, fp8=330.3)
        + peaks(docs.ADA, "tensor cores, INT32 accumulation", int8=660.6)
        + peaks(docs.ADA, ACCUMULATE, sparse=True, fp16=330.4, bf16=330.4, fp8=660.6)
        + peaks(docs.ADA, "tensor cores, INT32 accumulation", sparse=True, int8=1321.2)
        + published(docs.ADA, bandwidth=1008)
        + published(docs.RTX_MAP, memory=24)
        + published(docs.ADA_TABLE, multiprocessors=128, L2=72),
        maker="NVIDIA",
    ),
    Device(
        "RTX 5090",
        peaks(docs.RTX_BLACKWELL, ACCUMULATE, fp16=209.5, bf16=209.5, fp8=419, fp4=1676)
        + peaks(docs.RTX_BLACKWELL, ACCUMULATE, sparse=True, fp16=419, bf16=419, fp8=838, fp4=3352)
        + peaks(docs.RTX_MAP, VECTOR, fp32=105)
        + peaks(docs.RTX_MAP, "tensor cores, INT32 accumulation", int8=838)
        + published(docs.RTX_MAP, bandwidth=1792, memory=32, multiprocessors=170, L2=96),
        maker="NVIDIA",
    ),
    Device(
        "V100 SXM2 32GB",
        peaks(docs.AMPERE, VECTOR, fp64=7.8, fp32=15.7)
        + peaks(docs.AMPERE, factors=_fma(640, 64, 1.53e9, docs.AMPERE), fp16=125)
        + published(docs.AMPERE, bandwidth=900, memory=32),
        maker="NVIDIA",
    ),
    Device(
        "A100 SXM 80GB",
        peaks(docs.A100_PAGE, fp64=19.5, tf32=156, int8=624)
        + peaks(docs.A100_PAGE, VECTOR, fp32=19.5)
        + peaks(docs.A100_PAGE, factors=_fma(432, 256, 1.41e9, docs.AMPERE), fp16=312, bf16=312)
        + peaks(docs.A100_PAGE, sparse=True, tf32=312, fp16=624, bf16=624, int8=1248)
        + published(docs.A100_PAGE, bandwidth=2039, memory=80, link=600)
        + published(docs.AMPERE_TABLE, multiprocessors=108, L2=40),
        maker="NVIDIA",
    ),
    Device(
        "H100 SXM",
        peaks(docs.H100_PAPER, fp64=66.9, tf32=494.7, fp8=1978.9, int8=1978.9)
        + peaks(docs.H100_PAPER, VECTOR, factors=H100_FP32, fp32=66.9)
        + peaks(docs.H100_PAPER, factors=H100_FP16, fp16=989.4, bf16=989.4)
        + peaks(docs.H100_PAPER, sparse=True, tf32=989.4, fp16=1978.9, bf16=1978.9, fp8=3957.8, int8=3957.8)
        + published(docs.H100_PAGE, bandwidth=3350, memory=80, link=900)
        + published(docs.FLASH_3, multiprocessors=132)
        + published(docs.HOPPER, L2=50)
        + (derived("exponentials", *H100_EXP, note="printed as 3.9 TFLOP/s"),),
        maker="NVIDIA",
    ),
    Device(
        "H200 SXM",
        peaks(docs.H200_PAGE, fp64=67)
        + peaks(docs.H200_PAGE, VECTOR, fp32=67)
        + with_dense(*peaks(docs.H200_PAGE, sparse=True, tf32=989, fp16=1979, bf16=1979, fp8=3958, int8=3958))
        + published(docs.H200_PAGE, bandwidth=4800, memory=141, link=900),
        maker="NVIDIA",
    ),
    Device(
        "B200",
        peaks(docs.DENSE, bf16=2250, fp8=4500, fp4=9000)
        + shares(docs.HGX_PAGE, EIGHTH, fp64=296)
        + shares(docs.HGX_PAGE, EIGHTH, VECTOR, fp32=600)
        + with_dense(*shares(docs.HGX_PAGE, EIGHTH, sparse=True, tf32=18e3, fp16=36e3, int8=72e3))
        + shares(docs.HGX_PAGE, EIGHTH, sparse=True, bf16=36e3, fp8=72e3, fp4=144e3)
        + published(docs.readme("B200 Reference Architecture"), bandwidth=7700, memory=180, link=1800)
        + published(docs.MPS, multiprocessors=148)
        + published(docs.ULTRA_TABLE, exponentials=5),
        maker="NVIDIA",
    ),
    Device(
        "GB200",
        peaks(docs.DENSE, bf16=2450, fp8=4900, fp4=9800)
        + shares(docs.GB200_PAGE, SUPERCHIP, fp64=80)
        + shares(docs.GB200_PAGE, SUPERCHIP, VECTOR, fp32=160)
        + published(docs.readme("GB200 Reference Architecture"), bandwidth=8000, memory=186, link=1800)
        + published(docs.BLACKWELL, L2=126)
        + published(docs.ULTRA_TABLE, exponentials=5),
        maker="NVIDIA",
    ),
    Device(
        "B300",
        peaks(docs.DENSE, bf16=2250, fp8=4500, fp4=13500)
        + shares(docs.HGX_PAGE, EIGHTH, fp64=10)
        + shares(docs.HGX_PAGE, EIGHTH, VECTOR, fp32=600)
        + with_dense(*shares(docs.HGX_PAGE, EIGHTH, sparse=True, tf32=18e3, fp16=36e3))
        + shares(docs.HGX_PAGE, EIGHTH, sparse=True, bf16=36e3, fp8=72e3, fp4=144e3)
        + peaks(docs.ULTRA_SHEET, "the product page prints 3 POP/s, sparse, for 8 GPUs", int8=150)
        + published(docs.readme("B300 Reference Architecture"), bandwidth=7700, memory=270, link=1800)
        + published(docs.ULTRA_TABLE, exponentials=10.7),
        maker="NVIDIA",
    ),
    Device(
        "GB300",
        peaks(docs.DENSE, bf16=2450, fp8=4900, fp4=14700)
        + peaks(docs.ULTRA_SHEET, VECTOR, fp32=80)
        + peaks(docs.ULTRA_SHEET, int8=165)
        + published(docs.readme("GB300 Reference Architecture"), bandwidth=8000, memory=279, link=1800)
        + published(docs.ULTRA, FULL_CHIP, multiprocessors=160)
        + published(docs.ULTRA_TABLE, exponentials=10.7),
        maker="NVIDIA",
    ),
)

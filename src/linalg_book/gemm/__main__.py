"""The program ``python -m linalg_book.gemm``: check and time products, print a table, write a card and a picture."""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from reprlib import repr as short
from typing import TypeVar

from linalg_book._files import place_for, whole, writing
from linalg_book._program import Parser, listed, positive, run, show, start, tell
from linalg_book.cost import gemm_flops
from linalg_book.gemm.backend import need
from linalg_book.gemm.card import make_card, write_card
from linalg_book.gemm.check import UNIT_ROUNDOFF, error_bound
from linalg_book.gemm.measurement import Measurement, measure, supported
from linalg_book.gemm.series import USUAL, table
from linalg_book.timing import cuda_is_there

PROGRAM = "linalg_book.gemm"
SIZES = {"cpu": "256,512,1024", "cuda": "1024,2048,4096,8192,1x8192x8192,16x8192x8192"}
PROBE = 128  # side of the first product in each format, by which the time of the next is foreseen
OVERHEAD = 8  # products' worth of time that a measurement takes beside its samples: warming up and checking
PICTURES = (".png", ".svg", ".pdf")
LONGEST = 99  # signs of a number that somebody means
#: What NumPy and PyTorch call the formats.
SYNONYMS = {
    "double": "fp64", "single": "fp32", "float": "fp32", "half": "fp16", "bfloat": "bf16", "tfloat32": "tf32",
    "tensorfloat32": "tf32", "bfloat16": "bf16", **{f"float{bits}": f"fp{bits}" for bits in (16, 32, 64)},
    **{f"f{bits}": f"fp{bits}" for bits in (16, 32, 64)},
}  # fmt: skip

Item = TypeVar("Item")


def shape(word: str) -> tuple[int, int, int]:
    """Read a size: ``512`` is a square product, ``1x512x256`` one of m, n and k."""
    parts = re.split("[x×*]", word.lower())
    good = len(parts) in (1, 3) and all(part.isascii() and part.isdigit() and part.strip("0") for part in parts)
    if not good or len(word) > LONGEST:
        raise argparse.ArgumentTypeError(f"a size must be N or MxNxK, whole numbers from 1, got {short(word)}")
    m, n, k = map(int, parts * 3 if len(parts) == 1 else parts)
    return m, n, k


def dtype(word: str) -> str:
    """Read the name of a format, as it is called here or in NumPy and PyTorch."""
    name = word.lower().rpartition(".")[2]  # torch.float32
    name = SYNONYMS.get(name, name)
    if name not in UNIT_ROUNDOFF:
        raise argparse.ArgumentTypeError(f"a format must be one of {', '.join(UNIT_ROUNDOFF)}, got {short(word)}")
    return name


def words(read: Callable[[str], Item]) -> Callable[[str], list[Item]]:
    """Return what reads a list of at least one word."""
    return lambda text: [read(word) for word in listed(text) or [""]]


def at_least_one(text: str) -> int:
    """Read a whole number from 1."""
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST and int(text)):
        raise argparse.ArgumentTypeError(f"must be a whole number from 1, got {short(text)}")
    return int(text)


def parser() -> Parser:
    p = Parser(
        prog=PROGRAM,
        description="Check products of random matrices against float64, then time them: median, spread and rate.",
        epilog="example: python -m linalg_book.gemm --device cuda --sizes 4096 1x4096x4096 --dtype fp32 bf16",
    )
    p.add_argument("--device", choices=("cpu", "cuda"), default="cpu", help="where to compute (default: cpu)")
    p.add_argument("--sizes", type=words(shape), nargs="+", metavar="SIZE", help="sizes of the products: N or MxNxK")
    p.add_argument("--dtype", type=words(dtype), nargs="+", metavar="NAME", help="formats, such as fp32 or float32 "
                   "(default: fp32; cuda: fp32 tf32 bf16)")
    p.add_argument("--repeats", type=at_least_one, default=7, metavar="N", help="samples of each time (default: 7)")
    p.add_argument("--limit", type=positive, default=60.0, metavar="S", help="leave out longer ones (default: 60)")
    p.add_argument("--json", type=Path, metavar="FILE", help="write the measurement card")
    p.add_argument("--plot", type=Path, metavar="FILE", help=f"draw rate against size: {' '.join(PICTURES)}")
    return p


def check(args: argparse.Namespace) -> None:
    """Refuse what cannot end well before the work starts, and fill in what was left open."""
    for name in ("torch", "tqdm", *(("threadpoolctl", "jsonschema") if args.json else ())):
        need(name)
    for path in filter(None, (args.json, args.plot)):
        with writing(path):
            place_for(path)
    if args.plot and args.plot.suffix.lower() not in PICTURES:
        raise ValueError(f"cannot write {args.plot}: the name must end in {', '.join(PICTURES)}")
    if args.device == "cuda" and not cuda_is_there():
        raise ValueError("no CUDA device: PyTorch is a CPU build or sees no GPU; --device cpu works everywhere")
    there = supported(args.device)
    args.dtype = [*chain(*args.dtype or ())]
    if missing := [dtype for dtype in args.dtype if dtype not in there]:
        raise ValueError(f"{missing[0]} is not supported on this {args.device} device; it has {', '.join(there)}")
    args.dtype = args.dtype or [dtype for dtype in USUAL[args.device] if dtype in there]
    args.sizes = [*chain(*args.sizes or ())] or words(shape)(SIZES[args.device])


def command(args: argparse.Namespace) -> str:
    """Return the command that repeats the run; names of files stay private."""
    sizes = ",".join("x".join(map(str, shape[: 1 if len(set(shape)) == 1 else 3])) for shape in args.sizes)
    options = f"--device {args.device} --sizes {sizes} --dtype {','.join(args.dtype)} --repeats {args.repeats}"
    return f"python -m linalg_book.gemm {options} --limit {args.limit:g}"


def measure_all(args: argparse.Namespace, runs: list[Measurement], notes: list[str]) -> None:
    """Append each measurement to ``runs`` as soon as it is there, and to ``notes`` a line on each that is left out."""
    total = len(args.dtype) * len(args.sizes)
    with need("tqdm").tqdm(total=total, file=sys.stderr, disable=None, leave=False) as bar:
        for dtype in args.dtype:
            rate = measure(PROBE, PROBE, PROBE, dtype=dtype, device=args.device, repeats=1).rate
            for shape in args.sizes:
                name = f"{'x'.join(map(str, shape))} {dtype}"
                bar.set_description(name)
                if problem := unfit(args, shape, dtype, rate):
                    notes.append(f"left out {name}: {problem}")
                else:
                    runs.append(measure(*shape, dtype=dtype, device=args.device, repeats=args.repeats))
                    rate = max(rate, runs[-1].rate)
                bar.update()


def unfit(args: argparse.Namespace, shape: tuple[int, int, int], dtype: str, rate: float) -> str:
    """Say why a product is not measured: it has no bound to be held to, or takes too long; else nothing."""
    try:
        error_bound(shape[2], dtype)
    except ValueError as error:
        return str(error)
    foreseen = (args.repeats + OVERHEAD) * (gemm_flops(*shape) / rate)
    return f"about {foreseen:.3g} s, over the --limit of {args.limit:g} s" if foreseen > args.limit else ""


def draw(runs: list[Measurement], path: Path) -> None:
    """Draw the rates and write the picture, whole or not at all."""
    from linalg_book.plotting.gemm import plot_rates  # here, since it loads Matplotlib

    figure = plot_rates(runs).figure
    with writing(path), whole(path) as file:
        form = path.suffix.lower()[1:]
        figure.savefig(file, format=form, facecolor="white", dpi=200, bbox_inches="tight")


def bench(args: argparse.Namespace) -> int:
    """Measure what the arguments ask for, print a table and write the files; what was measured before a stop counts."""
    check(args)
    runs: list[Measurement] = []
    notes: list[str] = []
    status = 0
    date = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        measure_all(args, runs, notes)
    except KeyboardInterrupt:
        status = 130
        notes.append(f"interrupted; measured before: {len(runs)}")
    except (MemoryError, ArithmeticError, RuntimeError) as problem:
        status = 1
        notes.append(f"error: {str(problem).splitlines()[0]}; measured before: {len(runs)}")
    for line in notes:
        tell(f"{PROGRAM}: {line}")
    if not runs:
        return status or 1
    shown = show(table(runs), name=f"{PROGRAM}: ")  # the files are written also if nobody reads the table
    if args.json:
        card = make_card(runs, command=command(args), complete=not notes, date=date)
        with writing(args.json):
            write_card(card, args.json)
    if args.plot:
        draw(runs, args.plot)
    return status or shown


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, 1 if something failed on the way, 2 after a fault, or 130 after Ctrl-C."""
    args = parser().parse_args(argv)
    return run(lambda: bench(args), name=f"{PROGRAM}: ")


if __name__ == "__main__":
    start(main)



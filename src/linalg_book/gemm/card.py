"""Measurement cards: a run of the benchmark with all that is needed to judge it, as JSON; see :ref:`ch-gemm`."""

import importlib.resources
import json
import math
import os
import platform
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from linalg_book._faces import public
from linalg_book._files import whole
from linalg_book.gemm.backend import need
from linalg_book.gemm.check import error_bound
from linalg_book.gemm.measurement import Measurement
from linalg_book.timing import Timing

FORMAT = "linalg_book.gemm 1"


@public
@dataclass(frozen=True)
class Card:
    """A measurement card that was read and found right.

    Parameters
    ----------
    file : str
        Name of its file.
    device : str
        Model of the device.
    date : str
        When it was measured, in UTC.
    complete : bool
        Whether all that was asked for was measured.
    runs : tuple of Measurement
        The measurements.
    """

    file: str
    device: str
    date: str
    complete: bool
    runs: tuple[Measurement, ...]

    def __post_init__(self):
        object.__setattr__(self, "runs", tuple(self.runs))


def make_card(runs: Iterable[Measurement], *, command: str, complete: bool, date: str) -> dict:
    """Describe measurements of one device, and the machine as it is now, as the schema asks."""
    runs, torch, numpy = list(runs), need("torch"), need("numpy")
    import linalg_book

    pools = need("threadpoolctl").threadpool_info()
    return {
        "format": FORMAT,
        "date": date,
        "complete": complete,
        "command": command,
        "device": _device(runs[0].device),
        "versions": {
            "linalg_book": linalg_book.__version__,
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "torch": torch.__version__,
            "cuda": torch.version.cuda,
        },
        "threads": torch.get_num_threads(),
        "blas": [
            {"name": pool["internal_api"], "version": pool["version"], "threads": pool["num_threads"]}
            for pool in pools
            if pool["user_api"] == "blas"
        ],
        "measurements": [_entry(run) for run in runs],
    }


def _entry(run):
    return {
        "m": run.m,
        "n": run.n,
        "k": run.k,
        "dtype": run.dtype,
        "seconds": list(run.timing.seconds),
        "median_s": run.timing.median,
        "iqr_s": run.timing.iqr,
        "rate": run.rate,
        "error": run.error,
        "bound": error_bound(run.k, run.dtype),
    }


def _device(kind):
    if kind == "cpu":
        return {"kind": kind, "name": _processor(), "driver": None, "clock_mhz": None, "memory_bytes": None}
    cuda = need("torch").cuda
    driver, clock = _ask_driver(cuda.current_device())
    memory = cuda.get_device_properties(cuda.current_device()).total_memory
    return {"kind": kind, "name": cuda.get_device_name(), "driver": driver, "clock_mhz": clock, "memory_bytes": memory}


def _processor():
    """Return the model of the processor, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return next(filter(None, [*named, platform.processor(), platform.machine()]), "unknown")


def _ask_driver(index):
    """Return the driver's version and the highest clock in MHz of a CUDA device, None where nothing says it."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return None, None
    command = [program, f"--id={index}", "--query-gpu=driver_version,clocks.max.sm", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout
        driver, clock = (part.strip() for part in answer.strip().split(","))
        return driver, float(clock)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None, None


def schema() -> dict:
    """Read the JSON Schema of a card, which comes with the package."""
    file = importlib.resources.files("linalg_book.gemm") / "card.schema.json"
    return json.loads(file.read_text(encoding="utf8"))


def _refuse(word):
    raise ValueError(f"{word} is no number")


def _finite(text):
    value = float(text)
    return value if math.isfinite(value) else _refuse(text)


def check_card(card: dict, name: str) -> tuple[Measurement, ...]:
    """Hold a card to the schema and to itself; return its measurements, or raise ValueError with file and field."""
    checker = need("jsonschema").Draft202012Validator(schema())
    faults = sorted(checker.iter_errors(card), key=lambda fault: [str(part) for part in fault.absolute_path])
    if faults:
        field = "/".join(map(str, faults[0].absolute_path)) or "the card"
        raise ValueError(f"{name}: {field}: {faults[0].message}")
    runs = []
    for index, entry in enumerate(card["measurements"]):
        m, n, k = (int(entry[key]) for key in "mnk")
        device, timing = card["device"]["kind"], Timing(tuple(map(float, entry["seconds"])))
        error = float(entry["error"])
        runs.append(Measurement(m=m, n=n, k=k, dtype=entry["dtype"], device=device, timing=timing, error=error))
        for field, value in _entry(runs[-1]).items():
            if isinstance(value, float) and not math.isclose(value, entry[field], rel_tol=1e-9, abs_tol=1e-15):
                wanted = f"{name}: measurements/{index}/{field}: must be {value:.10g}, as the others say"
                raise ValueError(f"{wanted}, got {entry[field]!r}")
        if entry["error"] > entry["bound"]:
            most, got = f"{entry['bound']:.1e}", f"{entry['error']:.1e}"
            raise ValueError(f"{name}: measurements/{index}/error: must be at most the bound {most}, got {got}")
    return tuple(runs)


def write_card(card: dict, path: Path) -> None:
    """Check a card and write it, whole or not at all."""
    check_card(card, path.name)
    with whole(path, encoding="utf-8") as file:
        file.write(json.dumps(card, indent=1) + "\n")


def load_cards(folder: str | os.PathLike) -> list[Card]:
    """Read and check all measurement cards ``*.json`` of a folder.

    Parameters
    ----------
    folder : path_like
        The folder.

    Returns
    -------
    list of Card
        In the order of their names; none where there is no card.

    Raises
    ------
    ValueError
        If a card is not JSON, does not fit the schema, or contradicts itself; the message names file and field.
    OSError
        If the folder or a card cannot be read.
    ModuleNotFoundError
        If ``jsonschema`` is not installed and there is a card to check.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     load_cards(folder)
    []
    """
    cards = []
    for path in sorted(path for path in Path(folder).iterdir() if path.name.endswith(".json")):
        try:
            card = json.loads(path.read_text(encoding="utf8"), parse_constant=_refuse, parse_float=_finite)
        except ValueError as error:  # not JSON, or not UTF-8
            raise ValueError(f"{path.name}: not a JSON file: {error}") from None
        runs = check_card(card, path.name)
        cards.append(Card(path.name, card["device"]["name"], card["date"], card["complete"], runs))
    return cards

"""The program ``python -m linalg_book.filters``: read a picture, apply one matrix to every pixel, write the picture."""

import argparse
import difflib
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linalg_book._files import place_for, whole
from linalg_book._program import Parser, reason, run, start, writing
from linalg_book.filters.colors import FILTERS, Filter, apply_matrix, compose

#: What can be written: Pillow's name of the format, whether it keeps alpha, and Pillow's options.
FORMATS = {
    ".png": ("PNG", True, {"compress_level": 1}),  # Pillow's usual 6 takes several times as long to save a tenth
    ".jpg": ("JPEG", False, {"quality": 92}),
    ".jpeg": ("JPEG", False, {"quality": 92}),
    ".tif": ("TIFF", True, {}),
    ".tiff": ("TIFF", True, {}),
    ".bmp": ("BMP", False, {}),
}
PROGRAM = "linalg_book.filters"
ROWS = 64  # rows worked on at a time: the floats of a block stay in the processor's cache, and memory is bounded


class Step(argparse.Action):
    """Collect --filter, --matrix and --amount in the order given."""

    def __call__(self, parser, namespace, values, option_string=None):
        steps = namespace.steps = list(namespace.steps or [])
        try:
            if self.dest == "filter":
                name, colon, amount = values.partition(":")
                steps.append([named(name), number(amount) if colon else None])
            elif self.dest == "matrix":
                steps.append([Filter("matrix", own(values), 1.0, "one's own"), None])
            elif not steps or steps[-1][1] is not None:
                raise ValueError(f"--amount {values} belongs after the --filter or --matrix that it is for, once")
            else:
                steps[-1][1] = number(values)
        except ValueError as error:
            parser.error(str(error))


def named(name: str) -> Filter:
    """Find a filter by its name."""
    if name not in FILTERS:
        close = difflib.get_close_matches(name.lower(), FILTERS, n=1)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(FILTERS)}"
        raise ValueError(f"unknown filter {name!r}; {hint}")
    return FILTERS[name]


def number(text: str) -> float:
    """Read a finite number."""
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number") from None
    if not np.isfinite(value):
        raise ValueError(f"{text!r} is not a finite number")
    return value


def own(text: str) -> NDArray:
    """Read a 3 x 3 or 3 x 4 matrix, row after row."""
    entries = [number(entry) for entry in re.split(r"[\s,;]+", text.strip(" \t\n,;")) if entry]
    if len(entries) not in (9, 12):
        raise ValueError(f"--matrix needs 9 numbers (3 x 3) or 12 (3 x 4), got {len(entries)}")
    return np.reshape(entries, (3, -1))


def read(path: Path) -> tuple[Any, bytes | None]:
    """Read a picture as RGB or RGBA, upright, and its color profile if that still fits."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a very large picture is welcome; an absurd one is an error, see below
            with Image.open(path) as image:
                pictures = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)  # a phone's JPEG with previews
                if pictures == 1:
                    image.load()
                    ImageOps.exif_transpose(image, in_place=True)
    except UnidentifiedImageError:
        raise ValueError(f"{path} is not a picture that can be read") from None
    except Exception as error:  # Pillow's many readers answer a damaged file with as many kinds of error
        raise ValueError(f"cannot read {path}: {reason(error)}") from None
    if pictures > 1:
        raise ValueError(f"{path} holds {pictures} pictures; this works on one")
    if image.mode in ("I", "F", "LAB", "La"):
        raise ValueError(f"{path} has the pixel format {image.mode}; convert it to 8-bit RGB first")
    if image.mode.startswith("I;16"):
        image = Image.fromarray(np.rint(np.asarray(image) / 257).astype(np.uint8))  # 65535 / 257 = 255
    alpha = image.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in image.info
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA", "P", "PA") else None
    mode = "RGBA" if alpha else "RGB"
    image = image if image.mode == mode else image.convert(mode)
    image.info = {}  # or Pillow would write some of it: a profile that no longer fits, for one
    return image, profile


def change(image: Any, M: NDArray) -> None:
    """Apply a filter to a picture in place, a few rows at a time."""
    from PIL import Image

    for top in range(0, image.height, ROWS):
        box = (0, top, image.width, min(top + ROWS, image.height))
        image.paste(Image.fromarray(apply_matrix(np.asarray(image.crop(box)), M)), box)


def write(image: Any, profile: bytes | None, path: Path) -> None:
    """Write a picture, whole or not at all."""
    name, keeps_alpha, options = FORMATS[path.suffix.lower()]
    if image.mode == "RGBA" and not keeps_alpha:
        if image.getextrema()[3] != (255, 255):
            raise ValueError(f"the picture is partly transparent, which {name} cannot keep; write a .png")
        image = image.convert("RGB")
    if profile:
        options = {**options, "icc_profile": profile}
    with writing(path), whole(path) as file:
        image.save(file, format=name, **options)


def check(source: Path, target: Path) -> None:
    """Refuse what cannot end well before the work starts."""
    if target.suffix.lower() not in FORMATS:
        raise ValueError(f"cannot write {target}: the name must end in {', '.join(FORMATS)}")
    with writing(target):
        place_for(target, never=[source])


def listing() -> str:
    return "\n".join(f"{f.name:<11}{f.about} (amount {f.usual:g} unless given)" for f in FILTERS.values())


def parser() -> Parser:
    p = Parser(
        prog=PROGRAM,
        description="Apply color filters to a picture. A chain of filters is multiplied out first, so every pixel is "
        "changed by one matrix, and rounded and clipped once. The picture's color profile is kept; what else the "
        "file says (camera, place, date) is not copied.",
        epilog="example: python -m linalg_book.filters in.jpg out.png --filter sepia:0.8 --filter contrast:0.2",
    )
    p.add_argument("source", nargs="?", type=Path, metavar="IN", help="the picture to read")
    p.add_argument("target", nargs="?", type=Path, metavar="OUT", help=f"the picture to write: {' '.join(FORMATS)}")
    p.add_argument("--filter", action=Step, metavar="NAME[:AMOUNT]", help="apply this; several act in the order given")
    p.add_argument("--matrix", action=Step, metavar="ENTRIES", help="apply this 3 x 3 or 3 x 4 matrix, row by row")
    p.add_argument("--amount", action=Step, metavar="X", help="strength of the step before it: 0 nothing, 1 full")
    p.add_argument("--list", action="store_true", help="show the named filters")
    p.set_defaults(steps=None)
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 2 after a fault, which is named on stderr in one line."""
    p = parser()
    args = p.parse_args(argv)
    if args.list:
        return run(listing)
    if args.target is None:
        p.error("needs a picture to read and a name to write to (--help says more)")
    if not args.steps:
        p.error("needs at least one --filter or --matrix (--list names the filters)")
    return run(lambda: filtered(args), name=f"{PROGRAM}: ")


def filtered(args: argparse.Namespace) -> str:
    """Write the picture that the arguments ask for; return what to print."""
    M = compose(*(step(amount) for step, amount in args.steps))
    check(args.source, args.target)
    image, profile = read(args.source)
    change(image, M)
    write(image, profile, args.target)
    matrix = np.array2string(M, precision=3, suppress_small=True, floatmode="fixed")
    return f"{args.target}: {image.width} x {image.height} pixels, each through the matrix\n{matrix}"


if __name__ == "__main__":
    start(main)

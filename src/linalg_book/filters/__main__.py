"""The program ``python -m linalg_book.filters``: read a picture, apply one matrix to every pixel, write the picture."""

import argparse
import difflib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linalg_book._files import place_for, writing
from linalg_book._program import Parser, listed, positive, run, start, tell
from linalg_book.filters.colors import FILTERS, Filter, compose
from linalg_book.filters.pictures import BYTES, FORMATS, LARGER, MOST, filtered, read, write

PROGRAM = "linalg_book.filters"
OTHER_WORDS = {"invert": "negative", "inverse": "negative", "monochrome": "grayscale", "desaturate": "grayscale"}


class Step(argparse.Action):
    """Collect --filter, --matrix and --amount in the order given."""

    def __call__(self, parser, namespace, values, option_string=None):
        steps = namespace.steps = list(namespace.steps or [])
        try:
            if self.dest == "filter":
                name, colon, amount = values.replace("=", ":").partition(":")
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
    """Find a filter by its name, by the beginning of its name, or by another word for it."""
    word = name.lower().replace("grey", "gray")
    found = [known for known in FILTERS if known.startswith(OTHER_WORDS.get(word, word))] if len(word) > 2 else []
    if len(found) == 1:
        return FILTERS[found[0]]
    close = difflib.get_close_matches(word, FILTERS, n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(FILTERS)}"
    raise ValueError(f"unknown filter {name!r}; {hint}")


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
    entries = [number(entry) for entry in listed(text)]
    if len(entries) not in (9, 12):
        raise ValueError(f"--matrix needs 9 numbers (3 x 3) or 12 (3 x 4), got {len(entries)}")
    return np.reshape(entries, (3, -1))


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
    larger = ", ".join(f"{usual} for {name}, which takes {taken}" for name, (taken, usual) in LARGER.items())
    p.add_argument("--megapixels", type=positive, metavar="N", help=f"allow pictures of this size, which take {BYTES} "
                   f"MB of memory a megapixel (default: {MOST}; {larger})")
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
    return run(lambda: apply(args), name=f"{PROGRAM}: ")


def apply(args: argparse.Namespace) -> str:
    """Write the picture that the arguments ask for; return what to print."""
    M = compose(*(step(amount) for step, amount in args.steps))
    check(args.source, args.target)
    picture = read(args.source, most=args.megapixels)
    for note in picture.notes:
        tell(f"{PROGRAM}: note: {args.source}: {note}")
    profile, image = picture.profile, filtered(picture, M)
    del picture  # what was read is no longer needed, and as large as what is written
    write(image, profile, args.target)
    matrix = np.array2string(M, precision=3, suppress_small=True, floatmode="fixed")
    return f"{args.target}: {image.width} x {image.height} pixels, each through the matrix\n{matrix}"


if __name__ == "__main__":
    start(main)

"""The program ``python -m linalg_book.cipher``: encrypt and decrypt a text."""

import math
from collections.abc import Sequence
from reprlib import repr as short

import numpy as np
from numpy.typing import NDArray

from linalg_book._program import Parser, listed, run, start
from linalg_book.cipher.hill import decrypt, encrypt


def matrix(text: str) -> NDArray:
    """Read the entries of a square matrix, row after row, separated by commas or spaces."""
    try:
        entries = np.array([int(entry) for entry in listed(text) or [""]], dtype=object)
    except ValueError:
        raise ValueError(f"key must be whole numbers separated by commas, got {short(text)}") from None
    n = math.isqrt(entries.size)
    if n * n != entries.size:
        raise ValueError(f"key must have 1, 4, 9, … entries, row after row, got {entries.size}")
    return entries.reshape(n, n)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 2 after a fault, which is named on stderr in one line."""
    parser = Parser(
        prog="python -m linalg_book.cipher",
        description="Encrypt or decrypt a text with Hill's cipher. It is easily broken: for learning only.",
        epilog="example: python -m linalg_book.cipher encrypt HELP --key 3,3,2,5",
    )
    parser.add_argument("action", choices=["encrypt", "decrypt"])
    parser.add_argument("text", help="capital letters A to Z; encrypting fills the last block with X")
    parser.add_argument("--key", required=True, metavar="ENTRIES", help="the key, row after row: 3,3,2,5 is 2 x 2")
    options = parser.parse_args(argv)
    action = encrypt if options.action == "encrypt" else decrypt
    return run(lambda: action(options.text, matrix(options.key)))


if __name__ == "__main__":
    start(main)
